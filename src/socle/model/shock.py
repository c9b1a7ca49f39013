"""A shock: what befalls the people of a survey, in order: income or jobs lost, higher prices, the end of a subsidy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from socle.model.results import Text

EARNINGS, WELFARE = "earnings", "welfare"
WORK = ("formally_employed", "informally_employed")  # the columns that say who works


@dataclass(frozen=True)
class Condition:
    """Persons whose column lies in [at_least, below); one value is both bounds, and then belongs to it."""

    column: str
    at_least: float = -math.inf
    below: float = math.inf

    @property
    def one_value(self) -> bool:
        """Whether the column has to have one value."""
        return self.at_least == self.below


@dataclass(frozen=True)
class BudgetShare:
    """The share of welfare spent on a good: a column, or one share for each equally large group, the poorest first."""

    column: str = ""
    groups: tuple[float, ...] = ()


@dataclass(frozen=True)
class IncomeLoss:
    """A share of earnings lost by some persons, or a share of welfare lost by the households they live in.

    `affected` is the share, drawn, of those who meet `where`. `earned` is the share of a household's welfare
    that comes from work, the same for each of its workers: it stands in where the survey has no earnings.
    """

    share: float
    of: str  # earnings or welfare
    affected: float = 1.0
    where: tuple[Condition, ...] = ()
    earned: float | None = None
    place: str = ""


@dataclass(frozen=True)
class JobLoss:
    """A share, drawn, of those in one kind of work who lose it; they then are what `replaces` says."""

    share: float
    of: str
    replaces: str
    where: tuple[Condition, ...] = ()
    earned: float | None = None
    place: str = ""


@dataclass(frozen=True)
class PriceRise:
    """A good whose price rises; `elasticity` is how much less of it is bought, 0 to the first order."""

    rate: float
    on: str
    budget: BudgetShare
    elasticity: float = 0.0
    place: str = ""


@dataclass(frozen=True)
class Compensation:
    """What the state does with the subsidy it saves: it keeps a share, and pays the rest back.

    To the poorest share of people (1: everybody) the same a head, or to those whom a benefit reaches, in
    proportion to what they receive: its amounts grow by one factor.
    """

    kept: float = 0.0
    poorest: float = 1.0
    benefit: str = ""
    scenario: str = ""  # under whose law the benefit is; the status quo if nothing is said


@dataclass(frozen=True)
class SubsidyRemoval:
    """Controlled prices that rise, what this does to the prices of other sectors, and what is paid back."""

    prices: Mapping[str, float]  # sector -> rise
    inputs: Mapping[
        str, Mapping[str, float]
    ]  # buying sector -> sector bought -> share of the value of output
    pass_through: Mapping[str, float]  # sector -> share of a rise in costs that reaches its price
    budgets: Mapping[str, BudgetShare]
    elasticity: float = 0.0
    compensation: Compensation | None = None
    place: str = ""

    @property
    def sectors(self) -> tuple[str, ...]:
        """Every sector named, each once."""
        bought = (name for one in self.inputs.values() for name in one)
        return tuple(dict.fromkeys((*self.prices, *self.inputs, *bought, *self.budgets)))


Effect = IncomeLoss | JobLoss | PriceRise | SubsidyRemoval


@dataclass(frozen=True)
class Shock:
    """Effects in the order in which they happen, with a header."""

    name: str
    title: Text
    description: Text
    source: str
    effects: tuple[Effect, ...]
    written: tuple[str, ...] = field(default=())
    where: str = ""

"""The four guarantees of a social protection floor, held against thresholds that the country has chosen.

Shares are 0..1, money is a year's in national currency, arrays are [year] of the run. What is not known is NaN, and
a union of benefits of which only bounds are known keeps both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from socle.ground.axes import Array
from socle.ground.provenance import Trace
from socle.ground.words import N_
from socle.model.results import Assumption, NotComputed, SourceUse, Text
from socle.model.scheme import Benefit
from socle.model.standard import Grounds
from socle.model.survey import Flag
from socle.model.verdict import Verdict, each_of

GROUPS: Final[Mapping[str, tuple[str, str]]] = {
    "health": ("health", N_("All residents")),
    "children": ("children", N_("All children")),
    "maternity": ("working_age", N_("Women who gave birth")),
    "disability": ("working_age", N_("Persons of working age with a severe disability")),
    "unemployment": ("working_age", N_("The unemployed")),
    "old_age": ("old_age", N_("All older persons")),
}
"""Branches of the law -> the guarantee that they answer, and for whom it is. Residents and children come first."""

SICKNESS: Final = "sickness"
"""A function of benefits, of the guarantee of working age; files of law have no branch for it."""

ORDER: Final = ("health", "children", "working_age", "old_age")
"""The guarantees in the order of paragraph 5."""

KINDS: Final[Mapping[str, str]] = {
    "line": N_("Poverty line given"),
    "basket": N_("Basket of goods and services given"),
    "assistance": N_("Level of social assistance given"),
    "national": N_("National poverty line"),
    "harmonised": N_("Harmonised national poverty line"),
    "gdp_share": N_("Quarter of product per head (chosen by nobody)"),
}
"""What a threshold may be."""
NATIONAL: Final = ("line", "basket", "assistance", "national", "harmonised")
"""Those that stand for a choice of the country; a share of product does not."""

TESTS: Final[Mapping[str, str]] = {
    "law": N_("Guaranteed by law"),
    "entitled": N_("All are entitled"),
    "reached": N_("All are reached"),
    "level": N_("Level at least the threshold"),
    "full": N_("All are reached at that level"),
    "care": N_("The care is the country's essential set"),
    "hardship": N_("No hardship in paying for health"),
}
"""What is asked of a guarantee, in this order."""


def is_of(benefit: Benefit, group: str) -> bool:
    """Whether a benefit answers the need of a group: that in sickness is of nobody else, whatever its branch."""
    if SICKNESS in (group, benefit.function):
        return group == benefit.function
    return benefit.branch == group


@dataclass(frozen=True, eq=False)
class Threshold:
    """What a transfer is measured against: money a person a year, [year]."""

    name: str  # a key of `KINDS`
    values: Array
    source: str  # as cited; empty where a person gave it
    said: str = ""  # as it was given: 250/month
    year: int = 0  # of its prices
    unverified: bool = False
    chosen: bool = False  # the one that decides


@dataclass(frozen=True, eq=False)
class Between:
    """Persons of whom at least `low` and at most `high` are meant, [year]; both the same where it is known."""

    low: Array
    high: Array


@dataclass(frozen=True)
class Published:
    """Effective coverage as published: a share of the group."""

    share: float
    year: int
    source: str
    unverified: bool = False


@dataclass(frozen=True, eq=False)
class Covered:
    """Of one group: how many it has, whom the law names, who is reached, and who is so at the level asked for."""

    branch: str
    persons: Array  # NaN where the country does not know its group
    entitled: Between
    reached: Between
    at_level: Between
    left: tuple[str, ...] = ()  # benefits that cannot be asked
    published: Published | None = None
    counted: float | None = None  # the share that a survey counts as reached, in the first year
    unknown: str = ""  # why the group is not known, a message key


@dataclass(frozen=True, eq=False)
class Transfer:
    """One benefit: whom it reaches and what it gives a person. `paid` is the part of the year for which it is paid."""

    benefit: str
    branch: str
    title: Text
    law: str
    entitled: Array
    reached: Array
    amount: Array  # money a year at the rate at which it is paid
    paid: Array  # share of the year
    cost: Array  # money, with administration
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Below:
    """Persons below a threshold: of whom, before or with the schemes, from where."""

    threshold: str
    group: str  # "residents", "children", "older"
    moment: str  # "published", "before", "with"
    share: float
    persons: float
    year: int
    source: str
    se: float | None = None  # of the share, from the design of a survey


@dataclass(frozen=True)
class Hardship:
    """Persons in households that spend more than a share of their budget on health."""

    above: float
    share: float | None
    year: int
    source: str
    reason: str = ""  # why it is not known, a message key


@dataclass(frozen=True, eq=False)
class Progress:
    """A guarantee year by year, as shares: reached (bounds), the adequacy of its weakest branch, and when it is full.

    `full` is the first year from which everybody is reached at the level to the end of the run; nothing if never.
    """

    low: Array
    high: Array
    adequacy: Array
    full: int | None
    unknown: bool = False  # the bounds do not say whether there is such a year


@dataclass(frozen=True, eq=False)
class Case:
    """The guarantees under one law: the schemes in force, or a scenario."""

    scenario: str
    title: Text
    proposal: bool  # builds on no law of the country
    transfers: tuple[Transfer, ...]
    not_computed: tuple[NotComputed, ...]
    covered: Mapping[str, Covered]  # by branch
    tests: Mapping[str, tuple[Verdict, ...]]  # by guarantee
    progress: Mapping[str, Progress]  # by guarantee
    below: tuple[Below, ...] = ()

    def status(self, guarantee: str) -> str:
        """A guarantee is met only where every test is."""
        return each_of([one.status for one in self.tests[guarantee]])

    def of(self, guarantee: str) -> tuple[Transfer, ...]:
        """The benefits of a guarantee."""
        return tuple(one for one in self.transfers if GROUPS[one.branch][0] == guarantee)


@dataclass(frozen=True, eq=False)
class Guarantees:
    """The floor of Recommendation 202 in a country."""

    iso3: str
    name: Text
    currency: str
    years: tuple[int, ...]
    ages: tuple[int, int]  # children are younger than the first, older persons at least the second
    levels: Mapping[str, float]  # guarantee -> how many times the threshold is asked for
    thresholds: tuple[Threshold, ...]
    cases: tuple[Case, ...]
    below: tuple[Below, ...]  # as published: no scenario moves it
    hardship: tuple[Hardship, ...]
    grounds: Mapping[str, Grounds]  # guarantees and tests -> where they stand in the Recommendation
    residents: float
    children: float
    older: float
    gdp: Array
    survey: str = ""
    notes: tuple[Flag, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    sources: tuple[SourceUse, ...] = ()
    warnings: tuple[str, ...] = ()
    trace: Trace | None = None
    # titles of benefits that only careers are asked of
    earned: Mapping[str, Text] = field(default_factory=dict)

    @property
    def chosen(self) -> Threshold | None:
        """The threshold that decides; nothing where the country has none."""
        return next((one for one in self.thresholds if one.chosen), None)

    def case(self, scenario: str) -> Case:
        """The case of a scenario."""
        return next(one for one in self.cases if one.scenario == scenario)

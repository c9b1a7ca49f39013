"""The six schemes as one law, read from scheme files, and the fourteen numbers asked of it.

Child benefit in three bands of age, old-age pension, disability benefit, a contribution with a ceiling, a
top-up of poor households and an income tax in brackets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import socle.rules  # noqa: F401, fills the rulebook
from socle.engine import program
from socle.engine.distribution import USUAL, distribution
from socle.exchange.country import read_schemes
from socle.ground.axes import Array
from socle.ground.expression import Node
from socle.ground.glossary import column_of
from socle.ground.vocabulary import larger, members, sum_in_household, total, where
from socle.model.economy import Economy
from socle.model.law import Law, read
from socle.model.population import Population

SCHEMES = Path(__file__).parent / "schemes"
YEAR = (2024,)
# What the scheme files say, once more for the peers, which cannot read them; equal answers prove it.
LINE, TOP_UP = 2_000.0, 0.5
BRACKETS = {0: 0.0, 3_000: 0.1, 10_000: 0.2, 30_000: 0.3}
INCOMES = ("before", "after")  # of which the Gini is asked, one for each household
TAKEN = {"pension": "contribution", "tax": "tax"}  # what people pay to each scheme
Numbers = Callable[[], dict[str, float]]
"""A way of doing the job: the fourteen numbers by name."""


@dataclass(frozen=True, eq=False)
class Job:
    """What is asked: totals and the two incomes a head whose Gini is asked, and the values of parameters."""

    trees: dict[str, Node]
    parameters: dict[str, Any]


def job(pension_age: float | None = None) -> Job:
    """The job under the law as it stands, or with another pension age."""
    law = read(read_schemes(SCHEMES))
    parameters = _values(law)
    if pension_age is not None:
        parameters["pension.benefit.age_band.at_least"] = pension_age
    return Job(_trees(law), parameters)


def _values(law: Law) -> dict[str, Any]:
    economy = Economy("XTS", YEAR, {})
    resolved = program.values(law, program.calendar(law, YEAR), 0, economy, YEAR)
    return {name: float(value.item()) for name, value in resolved.items()}


def _trees(law: Law) -> dict[str, Node]:
    paid = {path.partition(".")[0]: benefit.amount for path, benefit in law.benefits.items()}
    taken = {TAKEN[scheme]: trees[0] for scheme, trees in law.contributions.items() if trees}
    asked = {f"cost {name}": total(amount) for name, amount in {**paid, **taken}.items()}
    line, before = column_of("poverty_line"), column_of("consumption") / members()
    net = paid["child"] + paid["pension"] + paid["disability"] - taken["contribution"] - taken["tax"]
    after = before + paid["top_up"] + sum_in_household(net) / members()
    persons = total(where(column_of("age") >= 0, 1, 0))
    for when, income in (("before", before), ("after", after)):
        poor = where(income < line, larger(line - income, 0) / line, 0)
        asked |= {
            f"poor {when}": total(where(income < line, 1, 0)) / persons,
            f"gap {when}": total(poor) / persons,
            f"severity {when}": total(poor * poor) / persons,
        }
    return {**asked, "before": before, "after": after}


@dataclass(frozen=True, eq=False)
class Heads:
    """Households as the Gini of persons sees them: where each begins, and its weight times its size."""

    begins: np.ndarray[tuple[int], np.dtype[np.int64]]
    persons: Array


def heads(people: Population) -> Heads:
    """The households of a population without empty ones."""
    assert people.households is not None
    begins = people.households[:-1]
    return Heads(begins, np.add.reduceat(people.weights, begins))


def gini(income: Array, households: Heads, bits: int = USUAL) -> float:
    """The Gini over persons of an income that all members of a household share, said once or on each of them."""
    own = income if income.size == households.persons.size else income[households.begins]
    return distribution(own, households.persons, bits=bits).gini().value


def fourteen(
    answers: Mapping[str, Array], households: Heads, bits: int = USUAL, before: float | None = None
) -> dict[str, float]:
    """The fourteen numbers, from totals and two columns; the Gini before a reform may be known already."""
    numbers = {name: float(value) for name, value in answers.items() if name not in ("before", "after")}
    first = gini(answers["before"], households, bits) if before is None else before
    return {**numbers, "gini before": first, "gini after": gini(answers["after"], households, bits)}


def assert_same(
    ours: Mapping[str, float], theirs: Mapping[str, float], peer: str, *, on_the_line: float = 1e-9
) -> None:
    """The peer does the same job: fourteen numbers, equal to a billionth, the Ginis to their stated bound.

    One that computes in 32 bits is held to a hundred-thousandth. Of households whose income is the line to a
    rounding a peer counts some as poor: `on_the_line` is the share of the poor that they may be.
    """
    assert set(ours) == set(theirs), set(ours) ^ set(theirs)
    for name, value in ours.items():
        limit = 1e-5 if "32 bits" in peer else 1e-8 if name.startswith("gini") else 1e-9
        limit = max(limit, on_the_line) if name.startswith("poor") else limit
        assert abs(theirs[name] - value) <= limit * abs(value), (peer, name, value, theirs[name])

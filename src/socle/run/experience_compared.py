"""Events of a group beside those a standard table expects, and how far the group is believed beside the table."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from socle.exchange.life_table_file import TableText, read_life_tables
from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.measure import credibility, experience
from socle.measure.counts import Fit
from socle.project.experience import OLDEST

BAND = 5  # years of age in a class that is shown


@dataclass(frozen=True)
class ExperienceRequest:
    """A file of persons and what is asked of it; `smoothing` is a number, or none for the automatic one.

    `spread` is by how much the A/E of schemes like this one differ (standard deviation); with it credibility
    is Bühlmann's, without it that of limited fluctuation.
    """

    file: Path
    first: datetime.date | None = None
    last: datetime.date | None = None  # the last day observed
    event: str = "death"
    by_sex: bool = False
    initial: bool = False
    standard: Path | None = None
    order: int = 2
    smoothing: float | None = None
    scale: str = "log"
    level: float = 0.95
    spread: float | None = None
    age_on: str = "birthday"  # or january: the age on 1 January holds all year, as in tables of a valuation


@dataclass(frozen=True, eq=False)
class Comparison:
    """The experience of one group beside the standard table; `half` is the k of Bühlmann, none in the other method."""

    classes: experience.Rates  # of age; exposure is what is expected, the rate A/E
    total: experience.Rates
    fit: Fit | None
    trust: float
    half: float | None


def standard_rates(path: Path) -> Mapping[str, Array]:
    """Central rates of a life table by sex [0 .. 120]; no number outside the table and where it closes."""
    return {table.sex: _central(table) for table in read_life_tables(path)[0]}


def _central(table: TableText) -> Array:
    values = np.array(table.values)
    q = values if table.kind == "q" else 1.0 - experience.divided(values[1:], values[:-1])
    m = experience.central_rate(q[: max(OLDEST + 1 - table.first, 0)])
    found = np.full(OLDEST + 1, np.nan)
    found[table.first : table.first + len(m)] = np.where(np.isfinite(m), m, np.nan)
    return found


def of_sex(standard: Mapping[str, Array], sex: str) -> Array:
    """The rates of a sex, or of both where the table has no sexes."""
    for name in (sex, "both", ""):
        if name in standard:
            return standard[name]
    raise Refusal("The standard table has no rates for `{sex}`.", sex=sex)


def class_starts(ages: NDArray[np.int64]) -> list[int]:
    """Where classes of five years of age begin."""
    return [place for place, age in enumerate(ages) if place == 0 or age % BAND == 0]


def by_class(
    crude: experience.Rates, starts: list[int], level: float
) -> tuple[experience.Rates, experience.Rates]:
    """The rates of classes of age, and of all ages."""
    events, years = crude.events, crude.exposure
    return (
        experience.rates(np.add.reduceat(events, starts), np.add.reduceat(years, starts), level),
        experience.rates(events.sum(keepdims=True), years.sum(keepdims=True), level),
    )


def compare(
    heads: Array,
    crude: experience.Rates,
    standard: Array,
    starts: list[int],
    request: ExperienceRequest,
) -> tuple[Comparison, dict[str, Array]]:
    """The comparison of a group whose persons, [sex, age] in `heads`, each have the table of their sex."""
    weight = np.where(heads.sum(axis=0) > 0, heads, 1.0)
    rate = (weight * np.where(weight > 0, standard, 0.0)).sum(axis=0) / weight.sum(axis=0)
    known = np.isfinite(rate)
    if not (known & (crude.exposure > 0)).any():
        raise Refusal("The standard table has no rate at an age with exposure.", where=str(request.standard))
    expected = np.where(known, crude.exposure * rate, 0.0)
    actual = np.where(known, crude.events, 0.0)
    found = experience.beside(actual, expected, starts, request.level)
    half = None if request.spread is None else 1.0 / request.spread**2
    trust = (
        credibility.limited_fluctuation(actual.sum(), credibility.full_credibility())
        if half is None
        else credibility.credibility(expected.sum(), half)
    )
    columns = {"standard_m": rate, "expected": np.where(known, expected, np.nan)}
    return Comparison(found.classes, found.total, found.fit, float(trust), half), columns


def credible(own: Array, standard: Array, trust: float) -> Array:
    """Z own + (1 - Z) standard; each by itself where the other is unknown."""
    both = np.isfinite(own) & np.isfinite(standard)
    mixed = credibility.blended(np.where(both, own, 0.0), np.where(both, standard, 0.0), np.array(trust))
    return np.where(both, mixed, np.where(np.isfinite(own), own, standard))


def spans(ages: NDArray[np.int64]) -> str:
    """Ages as text, such as 20-22, 40."""
    breaks = np.flatnonzero(np.diff(ages) != 1) + 1
    pieces = np.split(ages, breaks)
    return ", ".join(str(one[0]) if len(one) == 1 else f"{one[0]}-{one[-1]}" for one in pieces)

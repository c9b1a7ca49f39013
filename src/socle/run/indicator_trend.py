"""How an indicator moves: change a year, only between values of one vintage and one method."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from socle.ground.words import N_
from socle.model.statistic import Statistic

BROKEN: Final = N_(
    "The series is broken: vintage or method differ between years, so the change is told within each only."
)
Place = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class Trend:
    """The change of one indicator at one place of its breakdowns, from its first to its last year."""

    first: Statistic
    last: Statistic
    change: float  # of the unit of the indicator a year
    broken: str = ""  # that other years are of another vintage or method, key of the message catalogues


def trend(statistics: Iterable[Statistic]) -> tuple[Trend, ...]:
    """The change a year of every indicator known in two years or more of the same vintage and method.

    Values between bounds, and missing ones, tell no change.
    """
    places: dict[Place, dict[tuple[str, str], list[Statistic]]] = {}
    for one in statistics:
        if one.value is not None:
            at = (one.indicator, one.area, one.sex, one.group, one.function, one.scheme_type)
            places.setdefault(at, {}).setdefault((one.vintage, one.method), []).append(one)
    found = []
    for kinds in places.values():
        several = len(kinds) > 1 and len({one.year for group in kinds.values() for one in group}) > 1
        for group in kinds.values():
            first, last = min(group, key=lambda one: one.year), max(group, key=lambda one: one.year)
            if last.year > first.year and first.value is not None and last.value is not None:
                change = (last.value - first.value) / (last.year - first.year)
                found.append(Trend(first, last, change, BROKEN if several else ""))
    return tuple(found)

"""Countries side by side: of each the same few numbers, with the year and the sources of each number.

`beside(codes)` costs the floor of each country once. What nobody knows is none, which is not zero.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from socle.exchange.ratification_file import load_library
from socle.ground.axes import Array
from socle.ground.provenance import Trace
from socle.ground.version import VERSION
from socle.measure import tidy
from socle.model.country import Country
from socle.model.ratification import Ratification
from socle.model.results import Floor, ScenarioCost
from socle.model.scenario import STATUS_QUO
from socle.run.floor import REFERENCE
from socle.run.world_floor import coverage

MOST: Final = 4  # countries beside one another
OLD: Final = 65  # completed years of age
AHEAD: Final = 2050
DAYS: Final = 365
WORTH: Final = ("children", "old_age")  # branches whose cash benefits in force are held against the line


@dataclass(frozen=True)
class Number:
    """A number of one country: shares are shares of one. Without sources it is computed from all of the country's."""

    value: float
    year: int
    source: str = ""  # key of what published it
    partial: bool = False  # something unknown is left out, so it is a lower bound


@dataclass(frozen=True)
class Ratified:
    """When a country ratified a Convention: none where no ratification is held."""

    convention: str
    held: Ratification | None
    complete_to: date


@dataclass(frozen=True, eq=False)
class Beside:
    """One country: its numbers by name, none where unknown, and what it has ratified."""

    floor: Floor
    numbers: Mapping[str, Number | None]
    ratified: tuple[Ratified, ...]


NUMBERS: Final = (
    "coverage",
    "cost_gdp",
    "cost_spending",
    "gap",
    *(f"worth_{branch}" for branch in WORTH),
    "line_money",
    "line_ppp",
    "line_per_head",
    "people",
    "old",
    "old_ahead",
)
"""What `Beside.numbers` holds: shares, but for money a year, international dollars a day, and persons."""


def beside(pairs: Sequence[tuple[Country, Floor]]) -> tuple[Beside, ...]:
    """Countries with their floors, in the order given."""
    return tuple(_one(country, floor) for country, floor in pairs)


def trace_of(shown: Sequence[Beside]) -> Trace:
    """What determined all of it: the files of every country, each under its code."""
    files = {
        f"{one.floor.iso3}/{name}": told for one in shown for name, told in one.floor.trace.files.items()
    }
    return Trace(VERSION, files, {"beside": [one.floor.iso3 for one in shown], "scenario": REFERENCE}, ())


def _one(country: Country, floor: Floor) -> Beside:
    published = coverage(country)
    known = Number(published.share, published.year, published.source) if published else None
    found = {"coverage": known, **_cost(floor), "gap": _gap(floor), **_worth(floor), **_line(floor)}
    return Beside(floor, {**found, **_people(floor)}, _ratified(country.iso3))


def _cost(floor: Floor) -> dict[str, Number | None]:
    found, at = tidy.total(floor, floor.scenario(REFERENCE)), _at(floor)
    partial = bool(found.partial["cost"][at])
    parts = {"cost_gdp": floor.macro.gdp, "cost_spending": floor.macro.expenditure}
    return {
        name: _known(found.cost[at] / whole[at], floor.base_year, partial=partial)
        for name, whole in parts.items()
    }


def _gap(floor: Floor) -> Number | None:
    """What is missing for those whom nothing covers, in the branches whose coverage is known, as a share of GDP."""
    at = _at(floor)
    known = [float(one.gap[at]) for one in floor.gaps if math.isfinite(one.gap[at])]
    if not known:
        return None
    partial = len(known) < len(floor.gaps)
    return _known(sum(known) / floor.macro.gdp[at], floor.base_year, partial=partial)


def _worth(floor: Floor) -> dict[str, Number | None]:
    """What a person receives a year today beside the line that the floor is computed with, by branch."""
    at, scenario = _at(floor), floor.scenario(STATUS_QUO)
    line = next((float(one.values[at]) for one in floor.lines if one.used), math.nan)
    return {
        f"worth_{branch}": _known(_each(floor, scenario, branch)[at] / line, floor.base_year)
        for branch in WORTH
    }


def _each(floor: Floor, scenario: ScenarioCost, branch: str) -> Array:
    own = tidy.sums((one for one in scenario.benefits if one.branch == branch), len(floor.years))
    return tidy.measures(own, floor.macro, floor.currency, floor.base_year)["per_recipient"][1]


def _line(floor: Floor) -> dict[str, Number | None]:
    """The line that the floor is computed with: money a year, international dollars a day."""
    at = _at(floor)
    used = next((one for one in floor.lines if one.used), None)
    money = float(used.values[at]) if used else math.nan
    source = used.source if used else ""
    return {
        "line_money": _known(money, floor.base_year, source),
        "line_ppp": _known(money / float(floor.macro.ppp[at]) / DAYS, floor.base_year, source),
        "line_per_head": _known(
            money / float(floor.macro.gdp[at] / floor.population[at].sum()), floor.base_year, source
        ),
    }


def _people(floor: Floor) -> dict[str, Number | None]:
    """How many, and how many of them are old: now, and in the year ahead or the last one of the run."""
    then = min(AHEAD, floor.years[-1])
    now, later = (floor.population[floor.years.index(year)] for year in (floor.base_year, then))
    return {
        "people": _known(now.sum(), floor.base_year),
        "old": _known(now[:, OLD:].sum() / now.sum(), floor.base_year),
        "old_ahead": _known(later[:, OLD:].sum() / later.sum(), then),
    }


def _ratified(iso3: str) -> tuple[Ratified, ...]:
    return tuple(
        Ratified(code, next((row for row in register.rows if row.iso3 == iso3), None), register.complete_to)
        for code, register in load_library().registers.items()
    )


def _at(floor: Floor) -> int:
    return floor.years.index(floor.base_year)


def _known(value: float, year: int, source: str = "", *, partial: bool = False) -> Number | None:
    return Number(float(value), year, source, partial) if math.isfinite(value) else None

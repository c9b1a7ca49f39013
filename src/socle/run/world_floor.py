"""Every shipped country beside the others: who is covered today, and what a floor would cost in the base year.

`world_floor` costs one scenario in one year, without sensitivity, debt and projection, and gives what `floor` gives.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from socle.exchange.boundaries import SOURCE as BOUNDARIES
from socle.exchange.country import TOY, load_country, shipped
from socle.exchange.sources import load_sources
from socle.ground.provenance import Trace
from socle.ground.version import VERSION
from socle.measure import tidy
from socle.model.country import Country
from socle.model.results import SourceUse
from socle.run.costing import cost_scenario
from socle.run.floor import REFERENCE, law_of, scenario_of
from socle.run.setting import Choices, prepare

COVERAGE = "coverage_any"  # SDG 1.3.1: persons covered by at least one benefit


@dataclass(frozen=True)
class Published:
    """A published share with its year and the key of its source."""

    share: float
    year: int
    source: str


@dataclass(frozen=True)
class Standing:
    """How far one country is from the floor. What nobody knows is none, which is not zero."""

    iso3: str
    coverage: Published | None
    year: int  # of the cost
    cost: float | None  # a share of GDP
    partial: bool  # benefits of unknown cost are left out, so the cost is a lower bound


@dataclass(frozen=True)
class WorldFloor:
    """The shipped countries, in the order of their codes."""

    standings: tuple[Standing, ...]
    sources: tuple[SourceUse, ...]
    trace: Trace


def world_floor(codes: Sequence[str] | None = None) -> WorldFloor:
    """Where every shipped country stands, the toy country left out."""
    countries = [load_country(code) for code in codes or shipped() if code != TOY]
    files: Mapping[str, str] = {
        f"{country.iso3}/{name}": told for country in countries for name, told in country.files.items()
    }
    standings = tuple(standing(country) for country in countries)
    return WorldFloor(
        standings, _sources(standings), Trace(VERSION, files, {"scenario": REFERENCE, "years_ahead": 0}, ())
    )


def standing(country: Country) -> Standing:
    """One country: its published coverage, and the cost of the reference scenario in the base year."""
    setting = prepare(country, Choices(years_ahead=0))
    scenario = scenario_of(country, REFERENCE)
    found = tidy.sums(cost_scenario(setting, law_of(country, scenario), scenario).benefits, 1)
    cost = float(found.cost[0] / setting.macro.gdp[0])
    return Standing(
        country.iso3,
        coverage(country),
        setting.years[0],
        cost if math.isfinite(cost) else None,
        bool(found.partial["cost"][0]),
    )


def coverage(country: Country) -> Published | None:
    """The latest published coverage by at least one benefit; none where no source tells it."""
    row = country.figures.latest(COVERAGE)
    return Published(row.value / 100, row.last_year, row.source) if row else None


def _sources(standings: Sequence[Standing]) -> tuple[SourceUse, ...]:
    """Where the coverage and the boundaries come from."""
    known = load_sources()
    used = dict.fromkeys(one.coverage.source for one in standings if one.coverage)
    return tuple(
        known[key].used_for("boundaries" if key == BOUNDARIES else COVERAGE)
        for key in (*used, BOUNDARIES)
        if key in known
    )

"""The assessment of a statistical system: its scores, the figures that there are, and the plan to improve it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socle.exchange.statsystem_file import Assessed, read_statsystem
from socle.ground.words import N_
from socle.measure import statsystem as measured
from socle.measure.catalogue import CATALOGUE, OF_SDG
from socle.measure.statsystem import Availability, Cell, Plan, Score
from socle.model.statsystem import DOMAINS

if TYPE_CHECKING:
    import polars as pl

    from socle.exchange.store import Store
    from socle.measure.catalogue_entry import Indicator

SEXES: Final = ("_T", "F", "M")
WOMEN: Final = ("COV_MOTHERS",)  # of whom nobody else is counted
NOWHERE: Final = N_("no register and no SDG data are here: only what the file lists is counted")


@dataclass(frozen=True)
class Figures:
    """Figures that there are for a country: the sources of each cell, and where they were looked for."""

    observed: Mapping[Cell, frozenset[str]] = field(default_factory=dict)
    required: tuple[str, ...] = ()  # indicators that every country should have
    origin: str = NOWHERE  # message key
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Assessment:
    """An assessment with its results."""

    given: Assessed
    overall: Score
    domains: Mapping[str, Score]
    figures: Figures
    cells: Mapping[Cell, tuple[str, ...]]  # required -> the sources that have it
    availability: Availability
    plan: Plan


def assess(given: Assessed, figures: Figures) -> Assessment:
    """Scores, availability and plan."""
    cells: dict[Cell, tuple[str, ...]] = {
        cell: tuple(sorted(figures.observed.get(cell, ())))
        for cell in _required(figures.required, given.years)
    }
    for cell, sources in given.cells.items():
        cells[cell] = tuple(dict.fromkeys((*cells.get(cell, ()), *sources)))
    seen = {**figures.observed, **cells}
    return Assessment(
        given,
        measured.score(given.items),
        {
            domain.code: measured.score(item for item in given.items if item.domain == domain.code)
            for domain in DOMAINS
        },
        figures,
        cells,
        measured.availability(cells, seen, given.day.year),
        measured.plan(given.items, given.actions, given.target),
    )


def read(path: Path) -> Assessed:
    """The assessment that a file or folder holds."""
    return read_statsystem(path)


def _required(indicators: Iterable[str], years: range) -> list[Cell]:
    """Every indicator in every year; by sex where it may be so."""
    return [
        Cell(code, part, year) for code in indicators for part in parts(CATALOGUE[code]) for year in years
    ]


def parts(one: Indicator) -> tuple[str, ...]:
    """Of whom an indicator is required."""
    return SEXES if "sex" in one.by and one.code not in WOMEN else SEXES[:1]


def of_register(indicators: pl.DataFrame, sdg: pl.DataFrame, place: str) -> Figures:
    """What a register holds of a country.

    `indicators` are observations of the flow SOCIAL_PROTECTION and `sdg` of SDG, with the columns `ANSWERED`. A
    cell is there if it has a value for any function, age group or type of scheme.
    """
    from socle.exchange.flow_file import flow

    observed: dict[Cell, set[str]] = {}
    for frame, name, codes in ((indicators, "SOCIAL_PROTECTION", {}), (sdg, "SDG", _by_series())):
        if not frame.height:
            continue
        known = flow(name).split(frame.drop_nulls("OBS_VALUE"))
        columns = [flow(name).indicator, "SEX", "TIME_PERIOD", "SOURCE", "VINTAGE"]
        for code, sex, year, source, vintage in known.select(columns).iter_rows():
            if sex in SEXES and (codes.get(code, code) in CATALOGUE):
                cell = Cell(codes.get(code, code), sex, int(year))
                observed.setdefault(cell, set()).add(source or vintage or "?")
    held = {cell: frozenset(sources) for cell, sources in observed.items()}
    return Figures(held, tuple(CATALOGUE), N_("the register {place}"), {"place": place})


def _by_series() -> dict[str, str]:
    return {series: one.code for series, one in OF_SDG.items()}


def of_store(place: Store | Path, country: str) -> Figures:
    """What the SDG data of the local store hold of a country; only indicators that are SDG series are required."""
    from socle.exchange.sdg_statistics import statistics, vintage

    edition, codes = vintage(place), _by_series()
    observed: dict[Cell, frozenset[str]] = {}
    for sex in SEXES:
        for one in statistics(place, tuple(codes), sex=sex):
            if one.area == country and one.value is not None:
                observed[Cell(codes[one.indicator], sex, one.year)] = frozenset({edition})
    return Figures(
        observed,
        tuple(codes.values()),
        N_("the SDG database ({edition})"),
        {"edition": edition},
    )

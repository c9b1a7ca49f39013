"""The assessment of a statistical system: its scores, the figures that there are, and the plan to improve it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from socle.exchange.statsystem_figures import SEXES, Figures
from socle.exchange.statsystem_file import Assessed, read_statsystem
from socle.measure import statsystem as measured
from socle.measure.catalogue import CATALOGUE
from socle.measure.catalogue_entry import Indicator
from socle.measure.statsystem import Availability, Cell, Plan, Score
from socle.model.statsystem import DOMAINS

WOMEN = ("COV_MOTHERS",)  # of whom nobody else is counted


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

"""What the figures of a country say for the tests of standards: people, and the labour force.

Employees, and the wages of skilled workers and labourers, are in no figure of a country: a form says them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from socle.ground.words import N_
from socle.model.country import Country
from socle.model.figures import Figure
from socle.model.observation import ESTIMATED, FINAL
from socle.model.practice import Input
from socle.model.survey import Flag

CHILDREN: Final = 14  # last completed age of a child (Convention 102, Article 1)
WORKERS: Final = 15  # first age of the labour force
BEFORE: Final = N_("Persons of {year}, the year of the figures, stand for those of {asked}.")
FAR: Final = 2  # years by which figures may be older or younger than the year asked for


def of_figures(country: Country, year: int) -> tuple[dict[str, Input], tuple[Flag, ...]]:
    """Residents, children below fifteen and the economically active, of the year of the figures nearest."""
    rows = country.figures.of("population")
    if not rows:
        return {}, ()
    at = max(row.first_year for row in rows)
    if abs(at - year) > FAR:
        return {}, ()
    here = [row for row in rows if row.first_year == at]
    found = dict(_of_people(country, here, year))
    flags = () if at == year else (Flag(BEFORE, {"year": str(at), "asked": str(year)}),)
    return found, flags


def _of_people(country: Country, rows: list[Figure], year: int) -> Iterator[tuple[str, Input]]:
    whole = sum(row.value for row in rows)
    status = FINAL if rows[0].first_year == year else ESTIMATED
    yield "residents", _input(country, rows, whole, status)
    young = [row for row in rows if row.ages[1] is not None and row.ages[1] <= CHILDREN]
    if any(row.ages[0] <= CHILDREN and row not in young for row in rows):
        return  # the groups of age do not end with childhood
    yield "children_of_residents", _input(country, rows, sum(row.value for row in young), status)
    yield from _active(country, rows)


def _active(country: Country, rows: list[Figure]) -> Iterator[tuple[str, Input]]:
    """Participation of men and women of fifteen and over, each times their number."""
    total, used = 0.0, []
    for sex in ("male", "female"):
        known = [
            row
            for row in country.figures.of("labour_force_participation")
            if row.sex == sex and row.age == f"{WORKERS}+"
        ]
        if not known:
            return
        rate = max(known, key=lambda row: row.first_year)
        total += (
            rate.value / 100 * sum(row.value for row in rows if row.sex == sex and row.ages[0] >= WORKERS)
        )
        used.append(rate)
    yield "economically_active", _input(country, [*rows, *used], total, ESTIMATED)


def _input(country: Country, rows: list[Figure], value: float, status: str) -> Input:
    names = ", ".join(dict.fromkeys(row.figure for row in rows))
    source = "; ".join(dict.fromkeys(_source(country, row) for row in rows))
    return Input(value, source, rows[0].year, "figures", status, f"{country.figures.file}: {names}")


def _source(country: Country, row: Figure) -> str:
    known = country.sources.get(row.source)
    return f"{known.title} ({row.vintage})" if known and known.title else f"{row.source} ({row.vintage})"

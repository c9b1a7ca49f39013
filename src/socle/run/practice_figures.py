"""What the figures of a country say for the tests of standards: people, and the labour force.

Employees, and the wages of skilled workers and labourers, are in no figure of a country: a form says them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from socle.exchange.sources import load_sources
from socle.ground.axes import SEXES
from socle.ground.words import N_
from socle.model.country import Country
from socle.model.figures import Figure
from socle.model.observation import ESTIMATED, FINAL
from socle.model.practice import Input
from socle.model.survey import Flag
from socle.project.demography import project
from socle.run.setting import rates_of

WORKERS: Final = (
    15  # first age of the labour force; below it persons are children (Convention 102, Article 1)
)
LAST_YEAR: Final = 2100  # of a projection
BEFORE: Final = N_("Persons of {year}, the year of the figures, stand for those of {asked}.")
FAR: Final = 2  # years by which figures may be younger than the year asked for


def of_figures(country: Country, year: int) -> tuple[dict[str, Input], tuple[Flag, ...]]:
    """Residents, children below fifteen and the economically active; of later years than the figures projected.

    Shortly before the year of the figures, these stand for the year asked for, and a flag says so.
    """
    rows = country.figures.of("population")
    at = max((row.first_year for row in rows), default=year)
    if not rows or not at - FAR <= year <= LAST_YEAR:
        return {}, ()
    here = [row for row in rows if row.first_year == at]
    persons = _projected(country, year) if year > at else _counted(here)
    found = dict(_of_people(country, here, persons, year))
    flags = (Flag(BEFORE, {"year": str(at), "asked": str(year)}),) if at > year else ()
    return found, flags


People = Mapping[str, tuple[float, float]]
"""Sex -> children and adults."""


def _counted(rows: Sequence[Figure]) -> People | None:
    """As the figures have them; nothing where their groups of age do not end with childhood."""
    if any(row.ages[0] < WORKERS and (row.ages[1] is None or row.ages[1] >= WORKERS) for row in rows):
        return None
    found = {}
    for sex in SEXES:
        own = [row for row in rows if row.sex == sex]
        young = sum(row.value for row in own if row.ages[0] < WORKERS)
        found[sex] = (young, sum(row.value for row in own) - young)
    return found


def _projected(country: Country, year: int) -> People:
    """The people of the country in a later year."""
    base, rates = rates_of(country, year)
    people = project(base, rates, last_year=year)
    persons = people.population[0, people.years.index(year)]
    return {
        sex: (float(persons[i, :WORKERS].sum()), float(persons[i, WORKERS:].sum()))
        for i, sex in enumerate(SEXES)
    }


def _of_people(
    country: Country, rows: list[Figure], people: People | None, year: int
) -> Iterator[tuple[str, Input]]:
    of = max(year, rows[0].first_year)
    whole = sum(sum(one) for one in people.values()) if people else sum(row.value for row in rows)
    yield "residents", _input(country, rows, whole, of)
    if people is None:
        return
    yield "children_of_residents", _input(country, rows, sum(young for young, _ in people.values()), of)
    rates = [_participation(country, sex) for sex in SEXES]
    known = [one for one in rates if one is not None]
    if len(known) == len(SEXES):
        active = sum(one.value / 100 * people[one.sex][1] for one in known)
        yield "economically_active", _input(country, [*rows, *known], active, of)


def _participation(country: Country, sex: str) -> Figure | None:
    """The last known share of men or women of fifteen and over who work or look for work."""
    known = [
        row
        for row in country.figures.of("labour_force_participation")
        if row.sex == sex and row.age == f"{WORKERS}+"
    ]
    return max(known, key=lambda row: row.first_year, default=None)


def _input(country: Country, rows: list[Figure], value: float, year: int) -> Input:
    """A sum of figures for a year: final where they are of that year and of nothing else."""
    own = all(row.first_year == year for row in rows)
    status = FINAL if own else ESTIMATED
    names = ", ".join(dict.fromkeys(row.figure for row in rows))
    named = dict.fromkeys((row.source, row.vintage) for row in rows)
    source = "; ".join(_source(country, *one) for one in named)
    return Input(value, source, f"{year}", "figures", status, f"{country.figures.file}: {names}")


def _source(country: Country, key: str, vintage: str) -> str:
    known = country.sources.get(key) or load_sources().get(key)
    return f"{known.title if known and known.title else key} ({vintage})"

"""Regional values: from the values of countries and the people concerned to the world, regions, income groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from socle.exchange import areas, macro_panel, sdg_statistics, world_people
from socle.exchange.country import default_figures
from socle.exchange.store import Store
from socle.exchange.wpp import BASE_YEAR
from socle.ground.axes import N_AGES, SEXES, Array
from socle.ground.refusals import Refusal
from socle.measure import concerned
from socle.measure.aggregate import aggregate, latest
from socle.model.aggregate import THRESHOLD, WINDOW, Aggregate, Rules, Weights
from socle.model.statistic import Statistic
from socle.project.cells import by_age_and_sex
from socle.run import world

FAMILIES = ("world", "sdg_regions", "ilo_regions", "income_groups", "development")
"""The families of groups that a table shows, in reading order."""
NATIVE = ("world", "continents", "sdg_regions", "subregions", "development")
"""The families that the SDG database publishes itself."""
SOURCES = ("WPP2024-pop1", "WDI-2023-early", "WHO-WRD-2011", "UNSD-M49", "WB-income-2024", "ILO-groupings")


@dataclass(frozen=True)
class Asked:
    """Which regional values: of what, when, of whom, by what rules, for which groups of countries."""

    series: str
    year: int
    sex: str = "_T"
    quantile: str = ""
    concept: str = ""  # of the weights; empty: that of the definition
    window: int | None = None  # years before, for a country's latest value; none: as usual for the series
    threshold: float = THRESHOLD
    impute: bool = False
    families: tuple[str, ...] = FAMILIES

    @property
    def rules(self) -> Rules:
        """The rules of the aggregation."""
        usual = concerned.WINDOWS.get(concerned.ALIASES.get(self.series, self.series), WINDOW)
        return Rules(self.threshold, usual if self.window is None else self.window, self.impute)


def regional(place: Store | Path, asked: Asked) -> list[Aggregate]:
    """The regional values of a series of the SDG database that is held in the store."""
    found = sdg_statistics.statistics(place, [asked.series], sex=asked.sex, quantile=asked.quantile)
    return of_statistics(place, found, asked)


def of_statistics(place: Store | Path, found: Sequence[Statistic], asked: Asked) -> list[Aggregate]:
    """The regional values of any statistics of countries, one edition of one series of one sex."""
    concept = concerned.concept_of(asked.series, asked.concept)
    countries = _of_series(found, asked.series)
    return grouped(place, countries, asked, weights_of(place, concept, asked))


def _of_series(found: Sequence[Statistic], series: str) -> list[Statistic]:
    """The values of countries; refused where there is none."""
    countries = _countries(found, series)
    if not countries:
        raise Refusal("There is no value of `{code}` for any country.", code=series)
    return countries


def grouped(
    place: Store | Path, countries: Sequence[Statistic], asked: Asked, weights: Weights
) -> list[Aggregate]:
    """The value of every group of the families asked for, with any weights."""
    place, first = seen(place), countries[0]
    levels = levels_of(place, asked.year) if asked.impute else []
    base = Statistic(
        first.indicator,
        "",
        asked.year,
        None,
        first.unit,
        sex=first.sex,
        group=asked.quantile or first.group,
        function=first.function,
        scheme_type=first.scheme_type,
    )
    return [
        aggregate(
            replace(base, area=group.code),
            members_of(place, group.code, asked.year),
            countries,
            weights,
            asked.rules,
            levels,
        )
        for family in asked.families
        for group in areas.groups(family)
        if group.code != "X01"
    ]


def weights_of(place: Store | Path, concept: str, asked: Asked) -> Weights:
    """The people concerned by country in the year asked for, whatever the year of a country's own value."""
    place = seen(place)
    people = people_of(place, asked.year)
    if concept in concerned.NEEDS:
        like = levels_of(place, asked.year)[:-1]
        people = replace(people, others=_others(place, concept, asked), like=like)
    told = concerned.TOLD_BY.get(concept)
    return Weights(
        concerned.counts(people, concept, asked.sex),
        concept,
        concerned.counts(people, told, asked.sex) if told else {},
        SOURCES,
        told or concept,
    )


def seen(place: Store | Path) -> Path:
    """The folder of what is held now: of a store its view, which an import replaces by another.

    What is kept in memory is kept by it: after an import nothing old is answered.
    """
    return place.folder_of("wpp").parent if isinstance(place, Store) else place


@lru_cache(maxsize=32)
def people_of(place: Path, year: int) -> concerned.World:
    """The people of every country in a year: estimates to 2023, Socle's projection afterwards.

    `place` is a folder whose content does not change (`seen`).
    """
    if year <= BASE_YEAR:
        names, persons, births = world_people.estimates(place, year)
    else:
        later, _ = world.people([world.ALL], year, place)
        at = later.years.index(year)
        names, persons, births = later.countries, later.population[:, at], later.births[:, at]
    work = _with_work(place, names)
    participation, unemployment = (
        _placed(world_people.nearest_year(place, pair, work, year, WORK_WINDOW), work, names)
        for pair in (world_people.PARTICIPATION, world_people.UNEMPLOYMENT)
    )
    disability = np.reshape(by_age_and_sex(default_figures().of("severe_disability")), (len(SEXES), N_AGES))
    return concerned.World(names, persons, births, participation, unemployment, disability)


WORK_WINDOW = 5
"""How many years the rates of participation and unemployment may lie from the year asked for."""


def levels_of(place: Store | Path, year: int) -> list[Mapping[str, str]]:
    """The classes whose means stand in for silent countries: region and income group, region, world."""
    return list(_levels(seen(place), year))


@lru_cache(maxsize=32)
def _levels(place: Path, year: int) -> tuple[Mapping[str, str], ...]:
    region, income = (
        {iso3: group.code for group in areas.groups(family) for iso3 in _members(place, group.code, year)}
        for family in ("sdg_regions", "income_groups")
    )
    both = {iso3: f"{code} {income[iso3]}" for iso3, code in region.items() if iso3 in income}
    return both, region, dict.fromkeys(areas.load_areas(), areas.WORLD)


def members_of(place: Store | Path, code: str, year: int) -> tuple[str, ...]:
    """The countries of a group in a year: income groups as classified then, where the data hold that year."""
    return _members(seen(place), code, year)


@lru_cache(maxsize=4096)
def _members(place: Path, code: str, year: int) -> tuple[str, ...]:
    return areas.members(code, year=year, incomes=_incomes(place, year))


@lru_cache(maxsize=32)
def _incomes(place: Path, year: int) -> dict[str, str] | None:
    try:
        return macro_panel.income_groups(place, year)
    except Refusal:
        return None  # outside the history that is held: the classification of 2024, as its source says


def _others(place: Path, concept: str, asked: Asked) -> dict[str, dict[str, float]]:
    found = _needed(place, concerned.NEEDS[concept])
    return {
        series: {
            area: one.value
            for area, one in latest(_countries(found, series), asked.year, asked.rules.window).items()
            if one.value is not None
        }
        for series in concerned.NEEDS[concept]
    }


@lru_cache(maxsize=8)
def _needed(place: Path, series: tuple[str, ...]) -> tuple[Statistic, ...]:
    return tuple(sdg_statistics.statistics(place, series))


def _countries(found: Iterable[Statistic], series: str) -> list[Statistic]:
    return [one for one in found if one.indicator == series and one.area in areas.load_areas()]


def _with_work(place: Store | Path, names: Sequence[str]) -> tuple[str, ...]:
    """The countries that the list of the macroeconomic panel knows."""
    listed = macro_panel.load_countries(place)
    return tuple(name for name in names if name in listed)


def _placed(found: Array, known: Sequence[str], names: Sequence[str]) -> Array:
    placed = np.full((len(names), found.shape[1]), np.nan)
    placed[[names.index(name) for name in known]] = found
    return placed

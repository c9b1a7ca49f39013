"""The nouns of demography: a base population, vital rates, people over time, and compact figures.

A population is a stock and says its moment (1 January or 1 July). Rates, births and migrants are those of a
calendar year, 1 January to 31 December. Axes follow `ground.axes`: country, year, sex, age; mothers are aged
10 to 54.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal, nearest

Clock = Literal["1 July", "1 January"]
CLOCKS: tuple[Clock, ...] = ("1 July", "1 January")

Path = Mapping[int, float]
"""Known values of a yearly series: {year: value}. Between them it is interpolated, beyond them it is held."""


@dataclass(frozen=True, eq=False)
class BasePopulation:
    """The people from whom a projection starts."""

    countries: tuple[str, ...]
    year: int
    persons: Array  # [country, sex, age]
    moment: Clock = "1 July"

    def of(self, countries: Sequence[str]) -> BasePopulation:
        """The same for these countries, in this order."""
        return replace(
            self, countries=tuple(countries), persons=self.persons[positions(self.countries, countries)]
        )


@dataclass(frozen=True, eq=False)
class VitalRates:
    """How people die, bear children and move, for the calendar years `first_year`, `first_year` + 1, ..."""

    countries: tuple[str, ...]
    first_year: int
    mortality: Array  # [country, year, sex, age] central death rates, deaths per person-year
    fertility: Array  # [country, year, mother's age 10..54] births per woman-year
    sex_ratio_at_birth: Array  # [country, year] boys per girl
    migration: Array  # [country, year, sex, age] net migrants, persons, by age at the end of the year
    migration_total: Array | None = None  # [country, year] published total, where the ages may miss it

    @property
    def last_year(self) -> int:
        """The last calendar year whose rates are known."""
        return self.first_year + int(self.mortality.shape[1]) - 1

    @property
    def years(self) -> range:
        """The calendar years, in order."""
        return range(self.first_year, self.last_year + 1)

    def position(self, year: int) -> int:
        """Where a calendar year stands on the axis of years."""
        if year not in self.years:
            raise Refusal(
                "The vital rates cover {first} to {last}, not {year}.",
                first=self.first_year,
                last=self.last_year,
                year=year,
            )
        return year - self.first_year

    def of(self, countries: Sequence[str]) -> VitalRates:
        """The same for these countries, in this order."""
        here = positions(self.countries, countries)
        total = self.migration_total
        return replace(
            self,
            countries=tuple(countries),
            mortality=_taken(self.mortality, here),
            fertility=_taken(self.fertility, here),
            sex_ratio_at_birth=self.sex_ratio_at_birth[here],
            migration=_taken(self.migration, here),
            migration_total=None if total is None else total[here],
        )


@dataclass(frozen=True, eq=False)
class PeopleOverTime:
    """A projection: stocks at one moment of every year, and the flows that lead from each to the next.

    A step leads from the moment of one year to the same moment of the next, so there is one step less than
    there are years. For every step, exactly: change of the population = births_between - deaths +
    net_migration. Emigrants are never more than the people present: where the rates ask for more, the
    migration that happened is reported, not the one asked for.
    """

    countries: tuple[str, ...]
    years: tuple[int, ...]
    clock: Clock
    population: Array  # [country, year, sex, age] persons at `clock`
    births: Array  # [country, year] live births of the calendar year
    births_by_mother: Array  # [country, year, mother's age 10..54]
    births_between: Array  # [country, step] live births
    deaths: Array  # [country, step]
    net_migration: Array  # [country, step] persons

    def at(self, year: int) -> BasePopulation:
        """The population of one year, as the start of another projection."""
        if year not in self.years:
            raise Refusal(
                "The projection covers {first} to {last}, not {year}.",
                first=self.years[0],
                last=self.years[-1],
                year=year,
            )
        here = self.years.index(year)
        return BasePopulation(self.countries, year, self.population[:, here].copy(), self.clock)


class Group(NamedTuple):
    """A figure for completed ages `first` to `last`, both included; the open group has no last."""

    first: int
    last: int | None
    value: float


class Spell(NamedTuple):
    """Net migrants a year, both sexes, in the calendar years `first_year` to `last_year`, both included."""

    first_year: int
    last_year: int
    persons: float


@dataclass(frozen=True)
class MigrationProfile:
    """Net migrants a year by age and sex, mean of the calendar years `first_year` to `last_year`."""

    first_year: int
    last_year: int
    male: tuple[Group, ...]
    female: tuple[Group, ...]


@dataclass(frozen=True)
class CompactDemography:
    """The few demographic figures of one country from which everything else is expanded.

    Only the base population (any groups of ages that cover 0 to an open end once), total fertility and life
    expectancy are needed. What is empty is replaced by a model, as documented where it is expanded.
    """

    country: str
    year: int  # of the base population, at 1 July
    population: Mapping[str, tuple[Group, ...]]  # sex -> persons by groups of ages
    tfr: Path  # births per woman
    e0: Mapping[str, Path]  # sex -> years
    mac: Path = field(default_factory=dict)  # mean age of childbearing, years
    pasfr: Mapping[int, tuple[float, ...]] = field(default_factory=dict)  # per cent, 10-14, ..., 50-54
    srb: Path = field(default_factory=dict)  # boys per girl
    e65: Mapping[str, Path] = field(default_factory=dict)  # sex -> years
    q5: Path = field(default_factory=dict)  # both sexes, deaths under five per 1,000 births
    mx: Mapping[str, tuple[float, ...]] = field(default_factory=dict)  # sex -> ages 0, 1-4, 5-9, ..., 100+
    migration: tuple[Spell, ...] = ()
    profiles: tuple[MigrationProfile, ...] = ()


def positions(known: Sequence[str], asked: Sequence[str]) -> list[int]:
    """Where each asked country stands among the known ones."""
    place = {country: here for here, country in enumerate(known)}
    for country in asked:
        if country not in place:
            raise Refusal(
                "There are no demographic figures for `{country}`.",
                nearest=nearest(country, known),
                country=country,
            )
    return [place[country] for country in asked]


def _taken(values: Array, here: list[int]) -> Array:
    """These countries of [country, year, ...], with years outermost in memory, as the projection likes it."""
    return np.take(values.swapaxes(0, 1), here, axis=1).swapaxes(0, 1)

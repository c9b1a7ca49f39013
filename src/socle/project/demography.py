"""Projecting people: the cohort-component method by single year of age and single calendar year.

The method is that of World Population Prospects 2024 (United Nations, 2024, methodology report): survivors
of each cohort, births of the women exposed, and migrants counted at the end of the year. In a calendar year,
J being the population of 1 January:

    K(a) = J(a - 1) S(a)                      survivors; the open age gathers two cohorts
    B = sum of f(a) [J(a) + K(a)] / 2         births of women; migrants of the year bear none yet
    K(0) = B share(sex) S(0)
    J' = K + m                                the next 1 January

A population of 1 July is the mean of the two 1 Januaries around it, so it moves with the mean of the
survival and of the migrants of the two calendar years it crosses, and the births of a calendar year are
sum of f(a) [M(a) - m(a) / 2].

With migration spread over the year ("even") migrants live half a year of the risks of their age and bear
children like everybody: (1 + S) / 2 of them are there at the end, and births are sum of f(a) M(a).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from socle.ground.axes import FEMALE, MOTHERS_FROM, MOTHERS_TO, N_MOTHERS, OPEN_AGE, Array
from socle.ground.refusals import Refusal
from socle.model.demography import BasePopulation, Clock, PeopleOverTime, VitalRates
from socle.project.mortality import infant_a, survival

Timing = Literal["end", "even"]

_WOMEN = (slice(None), FEMALE, slice(MOTHERS_FROM, MOTHERS_TO + 1))  # of [country, sex, age]


@dataclass(frozen=True, eq=False)
class _Year:
    """What one calendar year does to people."""

    survival: Array  # [country, sex, age]
    migrants: Array  # [country, sex, age]
    fertility: Array  # [country, mother]
    shares: Array  # [country, sex] of births


@dataclass(frozen=True, eq=False)
class _Crossing:
    """The calendar years that a step crosses: their sums, and the part of each that it takes."""

    survival: Array  # [country, sex, age]
    migrants: Array  # [country, sex, age]
    part: float
    timing: Timing

    @property
    def entering(self) -> Array:
        """The migrants who are there at the end."""
        if self.timing == "end":
            return self.migrants
        return self.migrants * (0.5 + 0.5 * self.part * self.survival)


@dataclass(frozen=True, eq=False)
class _Flows:
    """Deaths and net migrants of one step [country]."""

    deaths: Array
    migrants: Array

    def __add__(self, other: _Flows) -> _Flows:
        return _Flows(self.deaths + other.deaths, self.migrants + other.migrants)


def project(
    base: BasePopulation,
    rates: VitalRates,
    *,
    last_year: int | None = None,
    migration: Timing = "end",
    clock: Clock = "1 July",
) -> PeopleOverTime:
    """The people of every country from the base year to `last_year`, at `clock` of each year.

    A base of 1 January is first brought to 1 July of its year, and one of 1 July to the next 1 January,
    where `clock` asks for it.
    """
    if rates.countries != base.countries:
        rates = rates.of(base.countries)
    last = rates.last_year if last_year is None else last_year
    _refuse_missing_years(base.year, last, rates)
    if base.moment != clock:
        base = half_a_year_on(base, rates, migration)
    people = _to_be_filled(base, last, clock)
    (_fill_julys if clock == "1 July" else _fill_januaries)(people, rates, migration)
    return people


def deaths_by_age(people: PeopleOverTime, rates: VitalRates, migration: Timing = "end") -> Array:
    """The deaths of each step of a projection [country, step, sex, age], by the age that would be reached.

    Those of age 0 were born in the step; those of the open age were 99 or over. Their sum is `people.deaths`,
    for the rates and the timing of migration from which the people were projected.
    """
    rates = rates.of(people.countries)
    a0 = infant_a(rates.mortality[..., 0])
    years = [_year(rates, year, a0) for year in people.years]
    dead = np.empty((len(people.years) - 1, len(people.countries), *people.population.shape[2:]))
    for step, (here, there) in enumerate(pairwise(years)):
        crossed = (here, there) if people.clock == "1 July" else (here,)
        dying = 1.0 - np.mean([year.survival for year in crossed], axis=0)
        stock, births = people.population[:, step], people.births[:, step:]
        dead[step, ..., 1:] = stock[..., :-1] * dying[..., 1:]
        dead[step, ..., OPEN_AGE] += stock[..., OPEN_AGE] * dying[..., OPEN_AGE]
        dead[step, ..., 0] = np.mean(
            [
                births[:, [later]] * year.shares * (1.0 - year.survival[..., 0])
                for later, year in enumerate(crossed)
            ],
            axis=0,
        )
        if migration == "even":
            dead[step] += 0.5 * dying * np.mean([year.migrants for year in crossed], axis=0)
    return dead.swapaxes(0, 1)


def half_a_year_on(base: BasePopulation, rates: VitalRates, migration: Timing = "end") -> BasePopulation:
    """The population at the other clock: the mean of this one and of the same moment a year later."""
    around = project(base, rates, last_year=base.year + 1, migration=migration, clock=base.moment)
    mean = around.population.mean(axis=1)
    if base.moment == "1 January":
        return BasePopulation(base.countries, base.year, mean, "1 July")
    return BasePopulation(base.countries, base.year + 1, mean, "1 January")


def _fill_julys(people: PeopleOverTime, rates: VitalRates, timing: Timing) -> None:
    """From each 1 July to the next, with the mean of the two calendar years crossed."""
    a0 = infant_a(rates.mortality[..., 0])
    here, stock = _year(rates, people.years[0], a0), people.population[:, 0]
    born = _bear(people, 0, here, _women_of_july(stock, here, timing))
    for step, year in enumerate(people.years[1:]):
        there, ahead = _year(rates, year, a0), people.population[:, step + 1]
        crossing = _Crossing(here.survival + there.survival, here.migrants + there.migrants, 0.5, timing)
        flows = _a_year_older(stock, crossing, ahead)
        born_next = _bear(people, step + 1, there, _women_of_july(ahead, there, timing))
        alive = 0.5 * (born * here.survival[..., 0] + born_next * there.survival[..., 0])
        births = 0.5 * (born + born_next)
        _record(people, step, births, flows + _add_infants(births, alive, crossing, ahead))
        here, stock, born = there, ahead, born_next


def _fill_januaries(people: PeopleOverTime, rates: VitalRates, timing: Timing) -> None:
    """From each 1 January to the next; the births of the last year need no population after it."""
    a0 = infant_a(rates.mortality[..., 0])
    stock, beyond = people.population[:, 0], np.empty_like(people.population[:, 0])
    for step, year in enumerate(people.years):
        this, last = _year(rates, year, a0), year == people.years[-1]
        ahead = beyond if last else people.population[:, step + 1]
        crossing = _Crossing(this.survival, this.migrants, 1.0, timing)
        flows = _a_year_older(stock, crossing, ahead)
        late = this.migrants[_WOMEN] if timing == "end" else 0.0
        born = _bear(people, step, this, 0.5 * (stock[_WOMEN] + ahead[_WOMEN] - late))
        if not last:
            alive = born * this.survival[..., 0]
            _record(people, step, born, flows + _add_infants(born, alive, crossing, ahead))
        stock = ahead


def _year(rates: VitalRates, year: int, a0: Array) -> _Year:
    """The survival, migrants, fertility and shares of the sexes at birth of one calendar year."""
    here = year - rates.first_year
    ratio = rates.sex_ratio_at_birth[:, here]
    boys = ratio / (1.0 + ratio)
    return _Year(
        survival(rates.mortality[:, here], a0[:, here]),
        rates.migration[:, here],
        rates.fertility[:, here],
        np.stack([boys, 1.0 - boys], axis=-1),
    )


def _women_of_july(people: Array, year: _Year, timing: Timing) -> Array:
    """Woman-years by age in the calendar year around a 1 July [country, mother]."""
    women = people[_WOMEN]
    return women - 0.5 * year.migrants[_WOMEN] if timing == "end" else women


def _bear(people: PeopleOverTime, here: int, year: _Year, women: Array) -> Array:
    """Record the births of a calendar year; returns them by sex [country, sex]."""
    by_mother = year.fertility * women
    people.births_by_mother[:, here] = by_mother
    people.births[:, here] = births = by_mother.sum(axis=-1)
    return np.asarray(births[:, None] * year.shares)


def _a_year_older(stock: Array, crossing: _Crossing, ahead: Array) -> _Flows:
    """Fill `ahead` with survivors and migrants a year later; infants are left at 0."""
    survive = crossing.survival
    # Flat, as survival itself: what crosses from one row to the next falls on age 0.
    np.multiply(stock.reshape(-1)[:-1], survive.reshape(-1)[1:], out=ahead.reshape(-1)[1:])
    ahead[..., OPEN_AGE] += stock[..., OPEN_AGE] * survive[..., OPEN_AGE]
    ahead[..., 0] = 0.0
    survivors, entering = _persons(ahead), crossing.entering
    ahead += entering
    ahead[..., 0] = 0.0
    arrived = _persons(crossing.migrants)
    staying = arrived if crossing.timing == "end" else _persons(entering)
    if crossing.part != 1.0:
        ahead *= crossing.part
    deaths = _persons(stock) - crossing.part * (survivors - (arrived - staying))
    return _Flows(deaths, crossing.part * arrived + _floor(ahead))


def _add_infants(births: Array, alive: Array, crossing: _Crossing, ahead: Array) -> _Flows:
    """Put the infants [country, sex] into `ahead`; migrants among them were counted with the others."""
    infants = alive + crossing.part * crossing.entering[..., 0]
    missing = _floor(infants)
    ahead[..., 0] = infants
    return _Flows((births - alive).sum(axis=-1), missing)


def _floor(persons: Array) -> Array:
    """Raise negative numbers to 0, in place; returns by how many persons [country]."""
    if persons.min() >= 0.0:
        return np.zeros(len(persons))
    missing = -_persons(np.minimum(persons, 0.0))
    np.maximum(persons, 0.0, out=persons)
    return missing


def _persons(people: Array) -> Array:
    """The sum over everything but countries."""
    return np.asarray(np.einsum("ij->i", people.reshape(len(people), -1)))


def _to_be_filled(base: BasePopulation, last: int, clock: Clock) -> PeopleOverTime:
    """The base year in its place, and room for what follows; years lie outermost in memory, for speed."""
    countries, years = len(base.countries), tuple(range(base.year, last + 1))
    population = np.empty((len(years), *base.persons.shape)).swapaxes(0, 1)
    population[:, 0] = base.persons
    steps = (countries, len(years) - 1)
    return PeopleOverTime(
        countries=base.countries,
        years=years,
        clock=clock,
        population=population,
        births=np.empty((countries, len(years))),
        births_by_mother=np.empty((len(years), countries, N_MOTHERS)).swapaxes(0, 1),
        births_between=np.empty(steps),
        deaths=np.empty(steps),
        net_migration=np.empty(steps),
    )


def _record(people: PeopleOverTime, step: int, births: Array, flows: _Flows) -> None:
    """Write down what happened on the way from one year to the next."""
    people.births_between[:, step] = births.sum(axis=-1)
    people.deaths[:, step] = flows.deaths
    people.net_migration[:, step] = flows.migrants


def _refuse_missing_years(first: int, last: int, rates: VitalRates) -> None:
    if not rates.first_year <= first <= last <= rates.last_year:
        raise Refusal(
            "A projection from {first} to {last} needs rates for all these years, but they cover {known}.",
            first=first,
            last=last,
            known=f"{rates.first_year}-{rates.last_year}",
        )

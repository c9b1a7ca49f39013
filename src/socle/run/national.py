"""What a valuation takes from its country: deaths and the labour force, by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.model.country import Country
from socle.model.demography import BasePopulation, VitalRates
from socle.model.results import Assumption
from socle.project.demography import project
from socle.project.labour import labour_rates
from socle.project.mortality import expectancy_at, survival
from socle.project.variants import variant
from socle.run.setting import rates_of

WORKING = slice(15, 70)  # ages of the labour force against which coverage is measured
LAST_KNOWN = 2100


@dataclass(frozen=True, eq=False)
class Demography:
    """How the people of a country are projected; the first axis of its arrays is the scenario."""

    base: BasePopulation
    rates: VitalRates
    participation: Array  # [sex, age]
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True, eq=False)
class National:
    """People of a country over the years of a valuation, which are held after the last one known."""

    years: range
    deaths: (
        Array  # [year, scenario, sex, age] probabilities of the calendar year by completed age on 1 January
    )
    labour_force: Array  # [year, scenario, sex, age] on 31 December
    demography: Demography
    at_start: Array  # [scenario, sex, age] labour force on 1 January of the first year

    def life_expectancy(self, years: range) -> Array:
        """Years that both sexes, one as many as the other, live on average from 65 on, [scenario, year]."""
        rates = self.demography.rates
        here = np.clip(np.array(years) - rates.first_year, 0, rates.mortality.shape[1] - 1)
        return np.asarray(expectancy_at(rates.mortality[..., 65:], 65).mean(axis=-1)[:, here])

    @property
    def of_working_age(self) -> Array:
        """Persons of working age in the labour force at each year's end, [year, scenario, sex]."""
        return np.asarray(self.labour_force[..., WORKING].sum(axis=-1))

    @property
    def of_working_age_before(self) -> Array:
        """The same on 1 January of the first year, [scenario, sex]."""
        return np.asarray(self.at_start[..., WORKING].sum(axis=-1))


def demography(country: Country, years: range, name: str = "medium") -> Demography:
    """The projection of a country under a variant, as far as the years ask and the rates reach."""
    last = min(max(years[-1] + 1, country.base_year + 1), LAST_KNOWN)
    base, rates = rates_of(country, last)
    frame = labour_rates(country.figures, base.persons[0])
    return Demography(base, variant(rates, name, base.year + 1), frame.rates.participation, frame.assumptions)


def national(people: Demography, years: range) -> National:
    """Deaths and the labour force of those years."""
    rates = people.rates
    over_time = project(people.base, rates, last_year=rates.last_year)
    asked = np.array(years)
    here = np.clip(asked - rates.first_year, 0, rates.mortality.shape[1] - 1)
    deaths = deaths_by_completed_age(rates.mortality)[:, here].swapaxes(0, 1)
    july = over_time.years
    now, then = (np.clip(asked + step - july[0], 0, len(july) - 1) for step in (0, 1))
    year_end = 0.5 * (over_time.population[:, now] + over_time.population[:, then])
    before = over_time.population[:, np.clip(years[0] - 1 - july[0], 0, len(july) - 1)]
    start = 0.5 * (before + over_time.population[:, now[0]])
    force = (year_end * people.participation).swapaxes(0, 1)
    return National(years, deaths, force, people, start * people.participation)


def deaths_by_completed_age(m: Array) -> Array:
    """Probabilities of dying in the year by completed age on 1 January, [..., age], from central death rates.

    People of 99 and over share one, that of the open group of the projection.
    """
    share = survival(m)
    return np.concatenate([1 - share[..., 1:], 1 - share[..., -1:]], axis=-1)

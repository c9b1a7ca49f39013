"""Small made-up populations and vital rates for the tests of projection."""

from __future__ import annotations

import numpy as np

from socle.ground.axes import N_AGES, N_MOTHERS, Array, ages
from socle.model.demography import BasePopulation, CompactDemography, Group, VitalRates

FIRST_YEAR = 2023
COUNTRIES = ("AAA", "BBB", "CCC")


def death_rates(level: Array) -> Array:
    """Gompertz mortality with infant deaths, [..., age]."""
    x = ages()
    return level[..., None] * (0.03 * np.exp(-1.2 * x) + 0.0004 + 0.00003 * np.exp(0.095 * x))


def population(seed: int, countries: tuple[str, ...] = COUNTRIES) -> BasePopulation:
    """A noisy pyramid."""
    rng = np.random.default_rng(seed)
    pyramid = 1000.0 * np.exp(-ages() / 40.0) * np.where(ages() > 95, 0.1, 1.0)
    persons = pyramid * rng.uniform(0.5, 1.5, (len(countries), 2, N_AGES))
    return BasePopulation(countries, FIRST_YEAR, persons)


def rates(seed: int, years: int = 12, countries: tuple[str, ...] = COUNTRIES) -> VitalRates:
    """Rates that differ by country and drift over time; migrants come and go."""
    rng = np.random.default_rng(seed)
    size = (len(countries), years)
    decline = np.linspace(1.0, 0.8, years)[:, None]
    level = rng.uniform(0.5, 2.0, (len(countries), 1, 2)) * decline
    mother = np.arange(N_MOTHERS) - rng.uniform(15, 22, (len(countries), 1, 1))
    schedule = np.exp(-((mother / 7.0) ** 2)) * rng.uniform(0.1, 0.3, (*size, 1))
    migration = rng.normal(0.0, 3.0, (*size, 2, N_AGES)) * np.exp(-((ages() - 25.0) ** 2) / 400.0)
    return VitalRates(
        countries, FIRST_YEAR, death_rates(level), schedule, rng.uniform(1.02, 1.1, size), migration
    )


def census(open_from: int = 80) -> CompactDemography:
    """The poorest figures: a census by five-year age and sex, one fertility, two life expectancies."""
    groups = tuple(
        Group(age, None if age == open_from else age + 4, 9000.0 * float(np.exp(-age / 35.0)))
        for age in range(0, open_from + 1, 5)
    )
    return CompactDemography(
        country="AAA",
        year=FIRST_YEAR,
        population={"male": groups, "female": groups},
        tfr={FIRST_YEAR: 4.2},
        e0={"male": {FIRST_YEAR: 63.0}, "female": {FIRST_YEAR: 67.0}},
    )

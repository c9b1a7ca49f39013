"""Deaths and the labour force of a country are those of its projection."""

from __future__ import annotations

import numpy as np
import pytest

from socle.project.demography import project
from socle.project.mortality import life_table
from socle.run.national import deaths_by_completed_age
from tests.project.people import death_rates
from tests.run.valuations import people

YEARS = range(2025, 2040)


def test_deaths_by_completed_age_are_those_of_people_in_their_life_table():
    m = death_rates(np.array([1.0, 0.6]))
    lived = life_table(m).L
    found = deaths_by_completed_age(m)
    assert found[..., :98] == pytest.approx(1 - lived[..., 1:99] / lived[..., :98], rel=1e-9)
    assert found[..., -1] == pytest.approx(found[..., -2], rel=1e-12)


def test_the_labour_force_of_the_years_end_lies_between_those_of_two_julys():
    found = people(YEARS)
    rates = found.demography.rates
    july = project(found.demography.base, rates, last_year=rates.last_year)
    for year in (2025, 2031):
        at = july.years.index(year) if isinstance(july.years, tuple) else list(july.years).index(year)
        force = july.population[0, at : at + 2] * found.demography.participation
        expected = force.mean(axis=0)
        assert found.labour_force[year - 2025, 0] == pytest.approx(expected, rel=1e-12)
    working = found.labour_force[..., 15:70].sum(-1)
    assert found.of_working_age == pytest.approx(working, rel=1e-12)


def test_life_expectancy_at_65_is_that_of_the_table_of_the_year():
    found = people(YEARS)
    m = found.demography.rates.mortality
    at = 2030 - found.demography.rates.first_year
    table = life_table(m[0, at])
    expected = table.e_at(65).mean()
    assert found.life_expectancy(range(2030, 2031))[0, 0] == pytest.approx(expected, rel=1e-9)


def test_the_years_after_the_last_one_known_are_as_the_last():
    far = people(range(2095, 2110))
    assert np.array_equal(far.deaths[6], far.deaths[14])
    assert np.array_equal(far.labour_force[6], far.labour_force[14])

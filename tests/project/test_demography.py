"""Projection: laws of the cohort-component method."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.ground.axes import FEMALE, MALE, N_AGES, N_MOTHERS
from socle.ground.refusals import Refusal
from socle.model.demography import CLOCKS, BasePopulation, PeopleOverTime, VitalRates
from socle.project.demography import deaths_by_age, half_a_year_on, project
from socle.project.mortality import life_table, survival
from tests.project.people import COUNTRIES, FIRST_YEAR, population, rates

seeds = st.integers(0, 2**32 - 1)
timings = st.sampled_from(["end", "even"])
clocks = st.sampled_from(CLOCKS)


def imbalance(people: PeopleOverTime) -> float:
    """The largest gap in population change = births - deaths + net migration, as a share of the people."""
    totals = people.population.sum(axis=(2, 3))
    gap = np.diff(totals, axis=1) - (people.births_between - people.deaths + people.net_migration)
    return float(np.abs(gap).max() / totals.max())


@given(seeds, timings, clocks)
@settings(max_examples=40, deadline=None)
def test_population_changes_by_births_deaths_and_migration(seed, timing, clock):
    people = project(population(seed), rates(seed + 1), migration=timing, clock=clock)
    assert imbalance(people) < 1e-12


@pytest.mark.parametrize("timing", ["end", "even"])
@pytest.mark.parametrize("clock", CLOCKS)
def test_balance_holds_where_more_leave_than_there_are(timing, clock):
    leaving = rates(1)
    leaving = replace(leaving, migration=leaving.migration * 300.0)
    people = project(population(1), leaving, migration=timing, clock=clock)
    assert people.population.min() == 0.0
    assert imbalance(people) < 1e-12
    arrived = people.net_migration.sum()
    assert arrived != pytest.approx(leaving.migration.sum(), rel=0.01)


@given(seeds, timings, clocks, st.integers(1, 9))
@settings(max_examples=25, deadline=None)
def test_a_projection_in_two_parts_is_the_projection_in_one(seed, timing, clock, pause):
    whole = project(replace(population(seed), moment=clock), rates(seed), migration=timing, clock=clock)
    rest = project(whole.at(FIRST_YEAR + pause), rates(seed), migration=timing, clock=clock)
    assert np.allclose(rest.population, whole.population[:, pause:], rtol=1e-12)
    assert np.allclose(rest.births, whole.births[:, pause:], rtol=1e-12)


@given(seeds, timings, clocks, st.floats(0.25, 8.0))
@settings(max_examples=25, deadline=None)
def test_multiplying_people_and_migrants_multiplies_everything(seed, timing, clock, factor):
    base, drift = population(seed), rates(seed)
    larger = replace(base, persons=base.persons * factor)
    more = replace(drift, migration=drift.migration * factor)
    one = project(base, drift, migration=timing, clock=clock)
    many = project(larger, more, migration=timing, clock=clock)
    assert np.allclose(many.population, factor * one.population, rtol=1e-12)
    assert np.allclose(many.deaths, factor * one.deaths, rtol=1e-9)
    assert np.allclose(many.births_by_mother, factor * one.births_by_mother, rtol=1e-12)


@given(seeds, st.permutations(COUNTRIES))
@settings(max_examples=20, deadline=None)
def test_countries_do_not_touch_each_other(seed, order):
    whole = project(population(seed), rates(seed))
    turned = project(population(seed).of(order), rates(seed).of(order))
    here = [COUNTRIES.index(country) for country in order]
    assert np.array_equal(turned.population, whole.population[here])
    alone = project(population(seed).of(order[:1]), rates(seed).of(order[:1]))
    assert np.allclose(alone.population[0], whole.population[here[0]], rtol=1e-13)


@given(seeds, clocks)
@settings(max_examples=20, deadline=None)
def test_without_births_and_migration_nobody_appears(seed, clock):
    drift = rates(seed)
    closed = replace(drift, fertility=0.0 * drift.fertility, migration=0.0 * drift.migration)
    people = project(population(seed), closed, clock=clock)
    assert people.births.sum() == 0.0
    assert (people.population[:, 1:, :, 1:-1] <= people.population[:, :-1, :, :-2]).all()
    assert (people.population[:, -1, :, : len(people.years) - 1] == 0.0).all()
    assert (np.diff(people.population.sum(axis=(2, 3))) < 0.0).all()


def test_boys_and_girls_are_born_in_the_ratio_given():
    drift = rates(3)
    drift = replace(drift, sex_ratio_at_birth=np.full_like(drift.sex_ratio_at_birth, 1.25))
    immortal = replace(drift, mortality=np.full_like(drift.mortality, 1e-12), migration=0 * drift.migration)
    infants = project(population(3), immortal).population[:, 1:, :, 0]
    assert np.allclose(infants[..., MALE] / infants[..., FEMALE], 1.25, rtol=1e-9)


def stationary(drift: VitalRates) -> tuple[BasePopulation, VitalRates]:
    """A life table population with just the births that replace its dead."""
    m = drift.mortality[:, :1].repeat(len(drift.years), axis=1)
    lived = life_table(m[:, 0]).L
    ratio = np.full(m.shape[:2], 1.05)
    persons = 1000.0 * lived * np.array([1.05, 1.0])[:, None] / 2.05
    women = persons[:, FEMALE, 10:55].sum(axis=-1)
    f = np.broadcast_to((1000.0 / women)[:, None, None], (*m.shape[:2], N_MOTHERS))
    base = BasePopulation(drift.countries, drift.first_year, persons)
    return base, VitalRates(drift.countries, drift.first_year, m, f, ratio, np.zeros_like(m))


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_life_table_population_whose_dead_are_replaced_stays_as_it_is(clock):
    base, still = stationary(rates(5))
    people = project(replace(base, moment=clock), still, clock=clock)
    moved = np.abs(people.population / people.population[:, :1] - 1.0)
    assert moved[..., :-1].max() < 1e-9
    assert np.allclose(people.births, 1000.0, rtol=1e-9)
    assert np.allclose(people.deaths, 1000.0, rtol=1e-9)


def grown(stock: np.ndarray, live: np.ndarray, movers: np.ndarray, timing: str) -> np.ndarray:
    """Survivors and migrants a year later, age by age in plain Python; infants only of migrants."""
    after = np.zeros_like(stock)
    for sex in (MALE, FEMALE):
        for age in range(N_AGES):
            before = stock[sex, age - 1] if age else 0.0
            before += stock[sex, age] if age == N_AGES - 1 else 0.0
            stay = 1.0 if timing == "end" else (1.0 + live[sex, age]) / 2.0
            after[sex, age] = before * live[sex, age] + movers[sex, age] * stay
    return after


def born(drift: VitalRates, year: int, exposed: np.ndarray) -> np.ndarray:
    """Boys and girls of a calendar year, from women by age."""
    births = sum(drift.fertility[0, year, age - 10] * exposed[age] for age in range(10, 55))
    ratio = drift.sex_ratio_at_birth[0, year]
    return births * np.array([ratio, 1.0]) / (1.0 + ratio)


@pytest.mark.parametrize("timing", ["end", "even"])
def test_januaries_follow_the_recipe_age_by_age(timing):
    base, drift = replace(population(7), moment="1 January"), rates(7)
    people = project(base, drift, clock="1 January", migration=timing)
    stock = base.persons[0]
    for year in range(3):
        live, movers = survival(drift.mortality[0, year]), drift.migration[0, year]
        after = grown(stock, live, movers, timing)
        late = movers[FEMALE] if timing == "end" else 0.0
        infants = born(drift, year, (stock[FEMALE] + after[FEMALE] - late) / 2.0)
        after[:, 0] += infants * live[:, 0]
        assert np.allclose(people.births[0, year], infants.sum(), rtol=1e-12)
        stock = np.maximum(after, 0.0)
        assert np.allclose(people.population[0, year + 1], stock, rtol=1e-12)


@pytest.mark.parametrize("timing", ["end", "even"])
def test_julys_follow_the_recipe_age_by_age(timing):
    base, drift = population(8), rates(8)
    people = project(base, drift, migration=timing)
    live, movers = survival(drift.mortality[0]), drift.migration[0]
    half = 0.5 if timing == "end" else 0.0
    stock = base.persons[0]
    for year in range(3):
        between = (live[year] + live[year + 1]) / 2.0, (movers[year] + movers[year + 1]) / 2.0
        after = grown(stock, *between, timing)
        this = born(drift, year, stock[FEMALE] - half * movers[year, FEMALE])
        following = born(drift, year + 1, after[FEMALE] - half * movers[year + 1, FEMALE])
        after[:, 0] += (this * live[year, :, 0] + following * live[year + 1, :, 0]) / 2.0
        assert np.allclose(people.births[0, year], this.sum(), rtol=1e-12)
        stock = np.maximum(after, 0.0)
        assert np.allclose(people.population[0, year + 1], stock, rtol=1e-12)


def test_a_july_is_the_mean_of_its_januaries():
    """Exact where rates do not change; that is what makes the steps from July to July right."""
    drift = rates(9)
    still = replace(
        drift,
        mortality=drift.mortality[:, :1].repeat(12, axis=1),
        fertility=drift.fertility[:, :1].repeat(12, axis=1),
        migration=0.02 * drift.migration[:, :1].repeat(12, axis=1),
        sex_ratio_at_birth=drift.sex_ratio_at_birth[:, :1].repeat(12, axis=1),
    )
    januaries = project(replace(population(9), moment="1 January"), still, clock="1 January")
    julys = project(januaries.at(FIRST_YEAR), still, clock="1 July")
    means = (januaries.population[:, :-1] + januaries.population[:, 1:]) / 2.0
    assert np.allclose(julys.population[:, :-1], means, rtol=1e-9)
    assert np.allclose(julys.births, januaries.births, rtol=1e-9)


def test_half_a_year_on_says_its_moment():
    later = half_a_year_on(population(2), rates(2))
    assert (later.moment, later.year) == ("1 January", FIRST_YEAR + 1)
    earlier = half_a_year_on(replace(population(2), moment="1 January"), rates(2))
    assert (earlier.moment, earlier.year) == ("1 July", FIRST_YEAR)


@given(seeds, timings, clocks)
@settings(max_examples=15, deadline=None)
def test_deaths_by_age_add_up_to_all_deaths(seed, timing, clock):
    base, drift = replace(population(seed), moment=clock), rates(seed)
    people = project(base, drift, migration=timing, clock=clock)
    by_age = deaths_by_age(people, drift, timing)
    assert np.allclose(by_age.sum(axis=(2, 3)), people.deaths, rtol=1e-9)
    assert by_age[..., 0].min() > 0.0


def test_early_migrants_bear_children():
    drift = rates(4)
    arriving = replace(drift, migration=np.abs(drift.migration))
    assert (
        project(population(4), arriving, migration="even").births.sum()
        > project(population(4), arriving, migration="end").births.sum()
    )


def test_projecting_leaves_its_inputs_alone():
    base, drift = population(6), rates(6)
    copies = base.persons.copy(), drift.mortality.copy(), drift.migration.copy()
    project(base, replace(drift, migration=drift.migration), clock="1 January")
    assert np.array_equal(base.persons, copies[0])
    assert np.array_equal(drift.mortality, copies[1])
    assert np.array_equal(drift.migration, copies[2])


def test_years_without_rates_are_refused():
    with pytest.raises(Refusal, match="2023-2034"):
        project(population(1), rates(1), last_year=2040)
    with pytest.raises(Refusal, match="not 1999"):
        project(population(1), rates(1)).at(1999)
    with pytest.raises(Refusal, match="not 2050"):
        rates(1).position(2050)


def test_an_unknown_country_is_refused_with_the_nearest():
    with pytest.raises(Refusal, match="Did you mean `AAA`"):
        rates(1).of(["AAB"])

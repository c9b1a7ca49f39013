"""The projection against World Population Prospects 2024, which it is never fitted to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from socle.exchange.wpp import load_wpp
from socle.ground.axes import Array
from socle.model.demography import BasePopulation, PeopleOverTime, VitalRates
from socle.project.demography import project
from socle.project.migration import meeting_totals
from socle.project.mortality import life_table
from tests.external.reference import (
    FIRST_YEAR,
    GROUPS,
    errors,
    middle,
    published,
    published_population,
    worst,
)

pytestmark = pytest.mark.external

World = tuple[BasePopulation, VitalRates]


@pytest.fixture(scope="module")
def world(shared: Path) -> World:
    """All countries with rates."""
    return load_wpp(shared / "data" / "wpp")


@pytest.fixture(scope="module")
def people(world: World) -> PeopleOverTime:
    """Their projection to 2100."""
    return project(*world)


@pytest.fixture(scope="module")
def truth(shared: Path) -> dict[str, Array]:
    """The published populations."""
    return published_population(shared)


def compared(
    people: PeopleOverTime, truth: dict[str, Array], year: int, group: str, sizes: tuple[float, float]
) -> Array:
    """Errors in per cent of one group of ages in the countries whose population of 2023 lies between sizes."""
    found = []
    for here, country in enumerate(people.countries):
        if country in truth and sizes[0] <= people.population[here, 0].sum() < sizes[1]:
            ours = people.population[here, year - people.years[0]][:, GROUPS[group]].sum()
            found.append(errors(ours, truth[country][year - FIRST_YEAR][:, GROUPS[group]].sum()))
    return np.array(found)


MILLION = (1e6, np.inf)


@pytest.mark.parametrize(
    ("year", "group", "median", "largest"),
    [
        (2030, "total", 0.005, 0.05),
        (2050, "total", 0.02, 0.25),
        (2100, "total", 0.05, 0.5),
        (2050, "0-14", 0.05, 0.5),
        (2100, "0-14", 0.05, 0.75),
        (2050, "15-64", 0.02, 0.25),
        (2100, "15-64", 0.05, 0.5),
        (2030, "65+", 0.05, 0.5),
        (2050, "65+", 0.05, 2.0),
        (2100, "65+", 0.05, 2.0),
    ],
)
def test_countries_above_one_million_come_out_as_published(people, truth, year, group, median, largest):
    found = compared(people, truth, year, group, MILLION)
    assert len(found) > 100
    assert middle(found) <= median
    assert worst(found) <= largest


def test_births_and_deaths_come_out_as_published(people, shared):
    for column, allowed in (("births", 0.05), ("deaths", 0.25)):
        found, known = [], published(shared, column)
        for here, country in enumerate(people.countries):
            series = known.get(country, np.zeros(0))
            if len(series) == len(people.years) - 1 and people.population[here, 0].sum() > 1e6:
                ours = people.births[here, 1:] if column == "births" else people.deaths[here]
                theirs = series if column == "births" else _from_july_to_july(series, people, here)
                found.append(errors(ours[-len(theirs) :].sum(), theirs.sum()))
        assert len(found) > 100
        assert middle(np.array(found)) <= allowed


def _from_july_to_july(series: Array, people: PeopleOverTime, here: int) -> Array:
    """Calendar years as halves of two; the steps before the second published year are left out."""
    assert len(people.years) - 1 == people.deaths[here].size
    return (series[:-1] + series[1:]) / 2.0


def test_januaries_come_out_as_published(world, shared):
    januaries = project(*world, clock="1 January")
    totals = published(shared, "pop_1jan")
    found = {year: [] for year in (2024, 2050, 2100)}
    for here, country in enumerate(januaries.countries):
        series = totals.get(country, np.zeros(0))
        if len(series) == len(januaries.years) and januaries.population[here, 0].sum() > 1e6:
            for year, errors_of_year in found.items():
                place = year - januaries.years[0]
                errors_of_year.append(errors(januaries.population[here, place].sum(), series[place]))
    assert {year: len(values) > 100 for year, values in found.items()} == dict.fromkeys(found, True)
    assert middle(np.array(found[2024])) < 0.02
    assert middle(np.array(found[2050])) < 0.03
    assert middle(np.array(found[2100])) < 0.05


def test_migrants_at_the_end_of_the_year_come_nearer_than_spread_over_it(world, people, truth):
    """The timing that the United Nations use; it was found so, and must stay visible."""
    even = project(*world, migration="even")
    for year in (2050, 2100):
        at_the_end = middle(compared(people, truth, year, "total", MILLION))
        assert at_the_end < 0.5 * middle(compared(even, truth, year, "total", MILLION))


def test_meeting_the_total_of_migrants_mends_the_smallest_places(world, people, truth):
    base, rates = world
    met = project(base, meeting_totals(rates, base, below=1e5))
    small = (0.0, 1e5)
    for year in (2050, 2100):
        before, after = (compared(run, truth, year, "total", small) for run in (people, met))
        assert worst(after) < 0.7 * worst(before)
    large = compared(met, truth, 2100, "total", (1e5, np.inf))
    assert np.array_equal(large, compared(people, truth, 2100, "total", (1e5, np.inf)))


def test_life_tables_live_as_long_as_published(world, shared):
    _, rates = world
    table = pl.read_parquet(shared / "data/wpp/rates_annual_1950_2100.parquet").filter(pl.col("year") >= 2023)
    table = table.filter(pl.col("iso3").cast(pl.String) != "VAT")
    ours = life_table(rates.mortality)
    for name, lived in (("e0", ours.e_at(0)), ("e65", ours.e_at(65))):
        for sex, letter in enumerate("mf"):
            theirs = table[f"{name}_{letter}"].to_numpy().reshape(lived.shape[:2])
            assert np.median(np.abs(lived[..., sex] - theirs)) < 0.001

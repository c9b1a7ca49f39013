"""The labour frame: totals are met exactly, people add up, and what is unknown stays unknown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.exchange.figures import read_figures
from socle.ground.axes import FEMALE, MALE, N_AGES, Array
from socle.ground.refusals import Refusal
from socle.model.figures import Figures
from socle.project.labour import WORK_FROM, labour, labour_rates, scaled

COUNTRIES = Path(__file__).resolve().parents[2] / "src/socle/library/countries"
TOY = read_figures(COUNTRIES / "XXX/figures.csv")


def people(figures: Figures) -> Array:
    """The base population with each group spread evenly over its ages, [sex, age]."""
    result = np.zeros((2, N_AGES))
    for position, sex in enumerate(("male", "female")):
        for first, last, persons in figures.groups("population", sex):
            ages = slice(first, N_AGES if last is None else last + 1)
            result[position, ages] = persons / len(result[position, ages])
    return result


def totals_only(figures: Figures) -> Figures:
    """The same without labour figures by age."""
    labour_figures = (
        "labour_force_participation",
        "unemployment_rate",
        "informal_employment",
        "average_wage",
    )
    kept = (row for row in figures.rows if row.figure not in labour_figures or row.age == "15+")
    return replace(figures, rows=tuple(kept))


PEOPLE = people(TOY)
RATES = labour_rates(TOY, PEOPLE).rates


@pytest.mark.parametrize("figures", [TOY, totals_only(TOY)], ids=["by age", "totals only"])
def test_published_totals_are_met_exactly(figures: Figures) -> None:
    market = labour(PEOPLE, labour_rates(figures, PEOPLE).rates, 16400.0)
    adults = PEOPLE[:, WORK_FROM:].sum(1)
    force = market.force.sum(1)
    assert force / adults == pytest.approx([0.74, 0.52], abs=1e-12)
    assert market.unemployed.sum() / force.sum() == pytest.approx(0.052, abs=1e-12)
    assert market.informal.sum() / market.employed.sum() == pytest.approx(0.68, abs=1e-12)
    assert (market.wages * market.employed).sum() / market.employed.sum() == pytest.approx(16400)


def test_own_rates_by_age_keep_their_shape_and_totals_alone_are_flat() -> None:
    ages = {group.first: group.value for group in TOY.groups("labour_force_participation", "male")}
    male = RATES.participation[MALE]
    assert sorted(ages, key=ages.__getitem__) == sorted(ages, key=male.__getitem__)
    flat = labour_rates(totals_only(TOY), PEOPLE).rates.participation
    assert np.unique(flat[MALE, WORK_FROM:]) == pytest.approx([0.74])


def test_nobody_under_fifteen_is_in_the_labour_market() -> None:
    market = labour(PEOPLE, RATES, 16400.0)
    for persons in (market.force, market.employed, market.unemployed, market.informal, market.wages):
        assert not persons[:, :WORK_FROM].any()
    for known in (RATES, labour_rates(totals_only(TOY), PEOPLE).rates):
        for rates in (known.participation, known.unemployment, known.informality, known.relative_wage):
            assert not rates[:, :WORK_FROM].any()


def test_people_of_the_labour_market_add_up_in_every_cell() -> None:
    population = PEOPLE * np.linspace(1, 2, 31)[:, None, None]
    market = labour(population, RATES)
    assert market.force.shape == population.shape
    assert market.employed + market.unemployed == pytest.approx(market.force)
    assert market.formal + market.informal == pytest.approx(market.employed)
    assert (market.force <= population).all()


def test_twice_the_people_are_twice_the_labour_force_at_the_same_wages() -> None:
    once, twice = labour(PEOPLE, RATES, 16400.0), labour(2 * PEOPLE, RATES, 16400.0)
    assert twice.unemployed == pytest.approx(2 * once.unemployed)
    assert twice.wages == pytest.approx(once.wages)


def test_wages_differ_by_sex_and_age_as_published() -> None:
    market = labour(PEOPLE, RATES, np.array(16400.0))
    paid = (market.wages * market.employed).sum(1) / market.employed.sum(1)
    assert paid[MALE] / paid[FEMALE] == pytest.approx(18000 / 14000)
    assert market.wages[MALE, 50] / market.wages[MALE, 20] == pytest.approx(19200 / 10200)
    assert np.average(RATES.relative_wage, weights=market.employed) == pytest.approx(1)


def test_a_wage_by_year_is_met_in_every_year() -> None:
    wages = np.array([100.0, 110.0, 121.0])
    population = PEOPLE * np.ones((3, 1, 1))
    population[2, :, 40:] *= 3
    market = labour(population, RATES, wages)
    assert (market.wages * market.employed).sum((1, 2)) / market.employed.sum((1, 2)) == pytest.approx(wages)


def test_what_a_country_does_not_know_stays_unknown_and_is_said() -> None:
    rows = tuple(row for row in TOY.rows if row.figure not in ("informal_employment", "average_wage"))
    frame = labour_rates(replace(TOY, rows=rows), PEOPLE)
    market = labour(PEOPLE, frame.rates, 1.0)
    assert np.isnan(market.informal[:, 30]).all()
    assert np.isnan(market.wages[:, 30]).all()
    assert any("no figure for `{figure}`" in assumption.text for assumption in frame.assumptions)
    assert all("{" not in said.text.format(**said.values) for said in frame.assumptions)
    rows = tuple(row for row in TOY.rows if row.figure != "labour_force_participation")
    with pytest.raises(Refusal, match="labour_force_participation"):
        labour_rates(replace(TOY, rows=rows), PEOPLE)


@given(
    st.lists(st.floats(0.01, 0.99), min_size=5, max_size=5),
    st.lists(st.floats(1, 1e6), min_size=5, max_size=5),
    st.floats(0.005, 0.995),
)
def test_scaled_rates_meet_their_mean_stay_shares_and_keep_their_order(
    shape: list[float], weights: list[float], target: float
) -> None:
    rates = scaled(np.array(shape), np.array(weights), target)
    assert np.average(rates, weights=weights) == pytest.approx(target, abs=1e-9)
    assert ((rates > 0) & (rates < 1)).all()
    order = np.argsort(shape)
    assert (np.diff(rates[order]) >= -1e-12).all()


def test_a_mean_that_a_profile_cannot_reach_is_refused() -> None:
    with pytest.raises(Refusal, match="cannot be met"):
        scaled(np.array([0.0, 0.5]), np.array([9.0, 1.0]), 0.5)
    with pytest.raises(Refusal, match="cannot be met"):
        scaled(np.array([0.5]), np.array([0.0]), 0.5)


def test_senegal_has_the_unemployed_of_the_printed_example() -> None:
    # spec_costing 6: participation 33.51 % and 56.73 %, unemployment 2.837 %. The example takes the plain mean
    # of both rates, that is as many women as men among its 11,094,278 persons of 15 and over.
    senegal = read_figures(COUNTRIES / "SEN/figures.csv")
    even = np.zeros((2, N_AGES))
    even[:, WORK_FROM:] = 11_094_278 / 2 / (N_AGES - WORK_FROM)
    market = labour(even, labour_rates(senegal, even).rates)
    assert round(market.unemployed.sum()) == 142_011


def test_senegal_with_its_own_women_and_men() -> None:
    senegal = read_figures(COUNTRIES / "SEN/figures.csv")
    population = people(senegal)
    men, women = population[:, WORK_FROM:].sum(1)
    market = labour(population, labour_rates(senegal, population).rates)
    by_hand = (men * 0.56729 + women * 0.33510) * 0.02837
    assert men + women == pytest.approx(11_094_278)
    assert market.unemployed.sum() == pytest.approx(by_hand)

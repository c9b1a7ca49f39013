"""The economy by year: the source is kept, and beyond it every rule does what its sentence says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.exchange.figures import read_figures
from socle.ground.refusals import Refusal
from socle.model.figures import Figures
from socle.project.debt import debt_if_borrowed, debt_path, stabilising_primary_balance
from socle.project.macro import MacroChoices, extend, within

COUNTRIES = Path(__file__).resolve().parents[2] / "src/socle/library/countries"
TOY = read_figures(COUNTRIES / "XXX/figures.csv")
YEARS = range(2017, 2061)
PEOPLE = {year: 5e6 * 1.021 ** (year - 2023) for year in range(2023, 2061)}


def without(figures: Figures, *names: str) -> Figures:
    return replace(figures, rows=tuple(row for row in figures.rows if row.figure not in names))


def test_years_of_the_source_are_as_published() -> None:
    macro = extend(TOY, YEARS, PEOPLE).macro
    for year in range(2017, 2029):
        here = macro.years.index(year)
        assert macro.gdp[here] == TOY.value("gdp", year)
        assert macro.real_growth[here] == pytest.approx(TOY.value("gdp_real_growth", year) / 100)
        assert macro.revenue[here] == pytest.approx(
            TOY.value("gdp", year) * TOY.value("government_revenue", year) / 100
        )
        assert macro.exchange_rate[here] == pytest.approx(TOY.value("gdp", year) / TOY.value("gdp_usd", year))
        assert macro.ppp[here] == TOY.value("ppp_rate", year)
    assert (macro.last_observed, macro.last_source) == (2022, 2028)


def test_price_indices_are_one_in_the_base_year() -> None:
    for base in (2017, 2023, 2028):
        macro = extend(TOY, YEARS, PEOPLE, MacroChoices(base_year=base)).macro
        here = macro.years.index(base)
        assert macro.cpi[here] == macro.deflator[here] == 1
    with pytest.raises(Refusal, match="2029"):
        extend(TOY, YEARS, PEOPLE, MacroChoices(base_year=2029))


def test_product_grows_by_real_growth_and_the_deflator() -> None:
    macro = extend(TOY, YEARS, PEOPLE).macro
    after = macro.years.index(2028)
    nominal = macro.gdp[after + 1 :] / macro.gdp[after:-1]
    prices = macro.deflator[after + 1 :] / macro.deflator[after:-1]
    assert nominal == pytest.approx((1 + macro.real_growth[after + 1 :]) * prices, rel=1e-12)


def test_growth_moves_in_a_straight_line_to_people_and_productivity() -> None:
    macro = extend(TOY, YEARS, PEOPLE, MacroChoices(productivity_growth=0.01)).macro
    start = macro.years.index(2028)
    target = 1.021 * 1.01 - 1
    assert macro.real_growth[start + 10 :] == pytest.approx(target)
    steps = np.diff(macro.real_growth[start : start + 11])
    assert steps == pytest.approx((target - macro.real_growth[start]) / 10)


def test_productivity_is_the_mean_of_the_last_years_within_its_bounds() -> None:
    own = [TOY.value("gdp_real_growth", year) / 100 for year in range(2024, 2029)]
    mean = np.mean([(1 + growth) / 1.021 - 1 for growth in own])
    long_run = extend(TOY, YEARS, PEOPLE).macro.real_growth[-1]
    assert long_run == pytest.approx(1.021 * (1 + mean) - 1)
    low = extend(TOY, YEARS, PEOPLE, MacroChoices(productivity_bounds=(0.0, 0.01))).macro.real_growth[-1]
    assert low == pytest.approx(1.021 * 1.01 - 1)


def test_prices_of_product_and_of_consumption_end_at_the_same_pace() -> None:
    choices = MacroChoices(inflation=0.03)
    macro = extend(TOY, YEARS, PEOPLE, choices).macro
    assert macro.cpi[-1] / macro.cpi[-2] == pytest.approx(1.03)
    assert macro.deflator[-1] / macro.deflator[-2] == pytest.approx(1.03)
    held = extend(TOY, YEARS, PEOPLE).macro
    last = TOY.value("cpi", 2028) / TOY.value("cpi", 2027)
    assert held.cpi[-1] / held.cpi[-2] == pytest.approx(last)


def test_wages_move_with_productivity_and_consumer_prices_both_ways() -> None:
    macro = extend(TOY, YEARS, PEOPLE).macro
    known = macro.years.index(2022)
    assert macro.wages[known] == TOY.value("average_wage", 2022, sex="both")
    pace = (1 + macro.real_growth[1:]) / 1.021 * macro.cpi[1:] / macro.cpi[:-1]
    assert macro.wages[1:] / macro.wages[:-1] == pytest.approx(pace)
    chosen = extend(TOY, YEARS, PEOPLE, MacroChoices(average_wage=(2024, 99.0))).macro
    assert chosen.wages[chosen.years.index(2024)] == pytest.approx(99.0)


def test_shares_of_the_budget_are_held() -> None:
    macro = extend(TOY, YEARS, PEOPLE).macro
    for amounts, figure in (
        (macro.revenue, "government_revenue"),
        (macro.expenditure, "government_expenditure"),
    ):
        assert (amounts / macro.gdp)[-1] == pytest.approx(TOY.value(figure, 2028) / 100)


def test_the_real_exchange_rate_stays_beyond_the_source() -> None:
    macro = extend(TOY, YEARS, PEOPLE).macro
    after = macro.years.index(2028)
    abroad = 1.02 ** np.arange(len(macro.years) - after)
    for rate in (macro.exchange_rate, macro.ppp):
        real = rate[after:] / macro.deflator[after:] * abroad
        assert real == pytest.approx(real[0])


def test_a_rate_of_exchange_that_stops_early_is_continued_from_its_last_year() -> None:
    rows = tuple(row for row in TOY.rows if row.figure != "gdp_usd" or row.first_year <= 2021)
    macro = extend(replace(TOY, rows=rows), YEARS, PEOPLE).macro
    here = macro.years.index(2022)
    inflation = TOY.value("gdp_deflator", 2022) / TOY.value("gdp_deflator", 2021)
    assert macro.exchange_rate[here] == pytest.approx(macro.exchange_rate[here - 1] * inflation / 1.02)


def test_debt_settles_where_its_primary_balance_keeps_it() -> None:
    macro = extend(TOY, YEARS, PEOPLE).macro
    share = macro.debt / macro.gdp
    assert share[-1] == pytest.approx(share[-2], rel=1e-9)
    growth = macro.gdp[-1] / macro.gdp[-2] - 1
    keeping = stabilising_primary_balance(share[-1], macro.interest_rate[-1], growth)
    assert macro.primary_balance[-1] / macro.gdp[-1] == pytest.approx(keeping, abs=2e-4)


def test_a_chosen_primary_balance_gives_the_plain_path_of_debt() -> None:
    choices = MacroChoices(primary_balance=-0.02, interest_rate=0.06)
    macro = extend(TOY, YEARS, PEOPLE, choices).macro
    after = macro.years.index(2028)
    growth = macro.gdp[after + 1 :] / macro.gdp[after:-1] - 1
    start = TOY.value("government_gross_debt", 2028) / 100
    path = debt_path(start, np.array([0.06]), growth, np.array([-0.02]))
    # the toy's published debt follows the identity, so nothing else flows
    assert (macro.debt / macro.gdp)[after + 1 :] == pytest.approx(path, abs=2e-4)


def test_the_interest_rate_of_the_toy_country_is_found_again() -> None:
    rate = extend(TOY, YEARS, PEOPLE).macro.interest_rate
    assert rate[1:] == pytest.approx(0.055, abs=2e-4)


def test_what_a_country_does_not_know_stays_unknown_and_is_said() -> None:
    frame = extend(without(TOY, "average_wage", "primary_balance", "gdp_usd"), YEARS, PEOPLE)
    assert np.isnan(frame.macro.wages).all()
    assert np.isnan(frame.macro.exchange_rate).all()
    assert np.isnan(frame.macro.debt[-1])
    said = {assumption.topic: assumption.text for assumption in frame.assumptions}
    assert "No average wage" in said["wages"]
    assert "not known" in said["debt"]


@pytest.mark.parametrize("name", ["gdp", "cpi", "gdp_deflator", "gdp_real_growth"])
def test_an_economy_without_product_or_prices_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match=name):
        extend(without(TOY, name), YEARS, PEOPLE)


def test_people_must_be_known_as_far_as_the_years_asked() -> None:
    with pytest.raises(Refusal, match="15 to 64"):
        extend(TOY, YEARS, {year: PEOPLE[year] for year in range(2023, 2040)})


def test_every_assumption_words_without_a_gap() -> None:
    for choices in (MacroChoices(), MacroChoices(productivity_growth=0.01, primary_balance=0.0)):
        for assumption in extend(TOY, YEARS, PEOPLE, choices).assumptions:
            text = assumption.text.format(**assumption.values)
            assert "{" not in text
            assert "nan" not in text


def test_a_longer_run_of_years_does_not_change_the_shorter_one() -> None:
    long = extend(TOY, YEARS, PEOPLE).macro
    short = extend(TOY, range(2023, 2041), PEOPLE).macro
    cut = within(long, short.years)
    assert cut.years == short.years
    for name in ("gdp", "cpi", "deflator", "wages", "debt", "exchange_rate", "interest_rate"):
        assert getattr(cut, name) == pytest.approx(getattr(short, name), rel=1e-12)
    with pytest.raises(Refusal, match="2070"):
        within(long, range(2030, 2071))


def test_the_printed_debt_stabilising_balance() -> None:
    # spec: debt 81.024, interest 5 %, nominal growth 9 % of GDP
    assert stabilising_primary_balance(81.024, 0.05, 0.09) == pytest.approx(-2.973, abs=5e-4)


@given(st.floats(0, 3), st.floats(-0.02, 0.3), st.floats(-0.1, 0.5))
def test_the_stabilising_balance_keeps_debt_where_it_is(debt: float, interest: float, growth: float) -> None:
    balance = stabilising_primary_balance(debt, interest, growth)
    path = debt_path(debt, np.full(30, interest), np.full(30, growth), np.full(30, balance))
    assert path == pytest.approx(debt, abs=1e-9 * max(1, (1 + interest) ** 30))


def test_borrowing_nothing_changes_nothing_and_borrowing_compounds() -> None:
    macro = extend(TOY, range(2023, 2041), PEOPLE).macro
    nothing = debt_if_borrowed(macro, np.zeros(18))
    assert nothing == pytest.approx(macro.debt / macro.gdp)
    once = np.zeros(18)
    once[0] = 1e9
    extra = (debt_if_borrowed(macro, once) - nothing) * macro.gdp
    assert extra == pytest.approx(1e9 * np.cumprod([1, *(1 + macro.interest_rate[1:])]))

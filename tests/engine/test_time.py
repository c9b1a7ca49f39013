"""Law over time: stretches, versions, dates, indices, paths, prices, currencies, both sexes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.engine import program
from socle.exchange.parameter_text import read_parameter
from socle.ground.axes import Array
from socle.ground.expression import MONEY, YEARS, Kind
from socle.ground.refusals import Refusal
from socle.ground.units import COUNT, SHARE
from socle.model.calendar import stretches
from socle.model.economy import Economy
from socle.model.law import Law
from socle.model.parameter import Parameter
from tests.engine.small import YEARS as ALL
from tests.engine.small import economy, law, people, run, spending


def over_years(
    value: object, kind: Kind, series: Economy | None = None, years: tuple[int, ...] = ALL
) -> Array:
    """A parameter at 1 January of each year, first country, men."""
    parameter = read_parameter(value, kind, "s.b.x")
    return resolved(parameter, series or economy(), years)


def resolved(parameter: Parameter, series: Economy, years: tuple[int, ...] = ALL) -> Array:
    first = series.years.index(years[0])
    at = np.array([float(year) for year in series.years])
    needed = np.isin(at, years).astype(float)
    return np.asarray(parameter.resolve(at, series, needed)[0, first : first + len(years), 0, 0])


PENSION = """
    who:
      - age_band: {at_least: {2020: 65, 2024-07-01: 66}}
    how_much:
      - flat: {amount: {unit: XTS, per: month, 2020: 100}}
"""


def test_a_pension_age_that_rises_in_july_pays_those_of_65_for_half_of_the_year() -> None:
    paid = spending(PENSION, (2023, 2024, 2025))
    one_age = 2 * 10 * 1200
    np.testing.assert_allclose(paid, [36 * one_age, 35.5 * one_age, 35 * one_age])


def test_results_are_weighted_by_months_and_never_parameters() -> None:
    rising = PENSION.replace("2024-07-01: 66", "2024-10-01: 67")
    assert spending(rising, (2024,))[0] == pytest.approx((36 * 0.75 + 34 * 0.25) * 24_000)


def test_an_amount_that_changes_in_april_is_paid_three_months_and_nine() -> None:
    paid = spending(
        "who: everyone\nhow_much: [flat: {amount: {unit: XTS, per: month, 2020: 100, 2024-04-01: 140}}]",
        (2024,),
    )
    assert paid[0] == pytest.approx(2020 * (3 * 100 + 9 * 140))


@given(st.lists(st.integers(0, 11), max_size=4, unique=True))
def test_the_stretches_of_a_year_fill_it(months: list[int]) -> None:
    dates = stretches((2023, 2024, 2025), [2024 + month / 12 for month in months])
    np.testing.assert_allclose(dates.shares.sum(axis=1), 1.0)
    assert dates.shares.shape[1] == 1 + len([month for month in months if month])
    assert (dates.shares >= 0).all()
    assert (np.floor(dates.begins) == np.array([[2023], [2024], [2025]])).all()


VERSIONS = """
    versions:
      - from: 2022-07-01
        who: [women]
        how_much: [flat: {amount: {unit: XTS, per: year, 2022: 10}}]
      - from: 2024-04-01
        who: everyone
        how_much: [flat: {amount: {unit: XTS, per: year, 2024-04-01: 20}}]
    until: 2026-01-01
"""


def test_each_version_is_in_force_from_its_date_to_the_next() -> None:
    total = run(law(VERSIONS), people(6), years=(2021, 2022, 2023, 2024, 2025, 2026))["s.b"]
    women, all_ = 1010.0, 2020.0
    np.testing.assert_allclose(total.recipients[0], [0, women / 2, women, women / 4 + all_ * 0.75, all_, 0])
    np.testing.assert_allclose(
        total.spending[0], [0, women * 5, women * 10, women * 2.5 + all_ * 15, all_ * 20, 0]
    )


def test_before_its_first_date_a_parameter_is_refused_with_the_date_and_place() -> None:
    rules = law("who: everyone\nhow_much: [flat: {amount: {unit: XTS, per: year, 2023-04-01: 20}}]")
    with pytest.raises(Refusal) as refused:
        run(rules, people(2), years=(2022, 2023))
    said = str(refused.value)
    assert said.startswith(
        "s.yaml:6: `s.b.flat.amount` has no value before 2023-04-01, and 2022 is asked for"
    )
    assert "from: 2023-04-01" in said


def test_before_a_benefit_begins_its_parameters_are_not_needed() -> None:
    rules = law(
        "from: 2023-04-01\nwho: everyone\nhow_much: [flat: {amount: {unit: XTS, per: year, 2023-04-01: 20}}]"
    )
    total = run(rules, people(2), years=(2022, 2023))["s.b"]
    np.testing.assert_allclose(total.spending[0], [0, 2020 * 20 * 0.75])


def test_a_program_run_later_does_not_ask_for_earlier_years() -> None:
    rules = law("who: everyone\nhow_much: [flat: {amount: {unit: XTS, per: year, 2024: 20}}]")
    assert run(rules, people(1), years=(2025,))["s.b"].spending[0, 0] == 2020 * 20


def test_a_value_moves_by_its_index_after_its_last_date_only() -> None:
    said = {"unit": "XTS", "per": "month", "2021": "100", "2024": "150", "then": "cpi"}
    series = economy(cpi=0.1)
    np.testing.assert_allclose(over_years(said, MONEY, series, (2021, 2023, 2024, 2025, 2026)[:1]), [1200])
    np.testing.assert_allclose(
        over_years(said, MONEY, series, tuple(range(2022, 2028))),
        [1200, 1200, 1800, 1800 * 1.1, 1800 * 1.21, 1800 * 1.331],
    )


@pytest.mark.parametrize(
    ("then", "growth"),
    [
        ("wages", 0.05),
        ("frozen", 0.0),
        ({"wages": "0.6", "cpi": "0.4"}, 0.6 * 0.05 + 0.4 * 0.1),
        ({"cpi": "1", "plus": "0.02"}, 1.1 * 1.02 - 1),
        ({"cpi": "50%"}, 0.05),
    ],
)
def test_the_index_is_what_the_file_says(then: object, growth: float) -> None:
    said = {"unit": "XTS", "per": "year", "2024": "100", "then": then}
    values = over_years(said, MONEY, economy(cpi=0.1, wages=0.05), (2024, 2025, 2026))
    np.testing.assert_allclose(values, 100 * (1 + growth) ** np.arange(3))


def test_every_third_year_the_value_catches_up_at_once() -> None:
    said = {"unit": "XTS", "per": "year", "2022": "100", "then": {"cpi": "1", "every": "3"}}
    values = over_years(said, MONEY, economy(cpi=0.1), tuple(range(2022, 2031)))
    np.testing.assert_allclose(values, 100 * 1.1 ** np.array([0, 0, 0, 3, 3, 3, 6, 6, 6]))


def test_without_an_index_an_amount_is_frozen_and_says_so() -> None:
    frozen = read_parameter({"unit": "XTS", "per": "year", "2024": "100"}, MONEY, "s.b.x")
    assert frozen.frozen_after() == 2024
    assert read_parameter({"2024": "0.5"}, SHARE, "s.b.x").frozen_after() is None


def test_an_index_unknown_at_the_date_is_refused() -> None:
    with pytest.raises(
        Refusal, match=r"`cpi` is needed for 2015, outside the years at hand \(2020 to 2030\)"
    ):
        over_years({"unit": "XTS", "per": "year", "2015": "100", "then": "cpi"}, MONEY)


COVERAGE = {"2024": "0.2", "2029": "1", "path": "linear"}


def test_a_straight_path_is_the_published_vector() -> None:
    values = over_years(COVERAGE, SHARE, None, tuple(range(2023 + 1, 2031)))
    np.testing.assert_allclose(values, [0.20, 0.36, 0.52, 0.68, 0.84, 1.00, 1.00])


def test_a_logistic_path_is_slow_at_both_ends_and_half_way_in_the_middle() -> None:
    values = over_years({"2020": "0.2", "2030": "1", "path": "logistic"}, SHARE)
    assert values[0] == pytest.approx(0.2)
    assert values[-1] == pytest.approx(1.0)
    assert values[5] == pytest.approx(0.6)
    steps = np.diff(values)
    assert (steps > 0).all()
    assert steps[:5].tolist() == sorted(steps[:5])
    assert steps[0] < 0.2 * steps[4]


@pytest.mark.parametrize("path", ["linear", "logistic"])
def test_a_reform_by_a_path_keeps_the_law_before_its_first_date(path: str) -> None:
    base = read_parameter("1", SHARE, "s.b.coverage")
    reform = read_parameter({"2024": "0.2", "2028": "0.6", "path": path}, SHARE, "s.b.coverage", base)
    values = resolved(base.overlaid(reform), economy(), tuple(range(2022, 2029)))
    np.testing.assert_allclose(values[[0, 1, 2, 4, 6]], [1, 1, 0.2, 0.4, 0.6])


def test_a_reform_keeps_the_history_before_it_in_its_own_money_and_index() -> None:
    base = read_parameter({"unit": "XTS", "per": "month", "2020": "10", "then": "cpi"}, MONEY, "s.b.x")
    reform = read_parameter(
        {"unit": "USD", "per": "year", "2023": "7", "then": "frozen"}, MONEY, "s.b.x", base
    )
    values = resolved(base.overlaid(reform), economy(cpi=0.1, exchange_rate=0.0), (2021, 2022, 2023, 2024))
    np.testing.assert_allclose(values, [120 * 1.1, 120 * 1.21, 700, 700])
    assert base.overlaid(reform).said(2021) == "10 XTS / month (2020)"
    assert base.overlaid(reform).said(2024) == "7 USD / year (2023)"


def test_a_path_of_money_is_converted_and_indexed_like_any_amount() -> None:
    said = {"unit": "USD", "per": "year", "2022": "1", "2024": "2", "path": "linear", "then": "cpi"}
    values = over_years(said, MONEY, economy(cpi=0.1, exchange_rate=0.5), (2022, 2023, 2024, 2025))
    dollar = 100 * 1.5 ** np.array([2, 4])
    np.testing.assert_allclose(
        values, [dollar[0], (dollar[0] + 2 * dollar[1]) / 2, 2 * dollar[1], 2 * dollar[1] * 1.1]
    )


def test_prices_of_another_year_are_moved_by_the_consumer_price_index() -> None:
    said = {"unit": "XTS", "per": "year", "2024": "100", "prices": "2021"}
    assert over_years(said, MONEY, economy(cpi=0.1), (2024,))[0] == pytest.approx(100 * 1.1**3)


@pytest.mark.parametrize(("unit", "series"), [("USD", "exchange_rate"), ("INTL", "ppp")])
def test_foreign_money_is_converted_at_the_rate_of_its_date_or_of_its_prices(unit: str, series: str) -> None:
    rates = economy(cpi=0.1, **{series: 0.2})
    said = {"unit": unit, "per": "month", "2023": "5"}
    np.testing.assert_allclose(over_years(said, MONEY, rates, (2023, 2024)), 60 * 100 * 1.2**3)
    at_prices = over_years({**said, "prices": "2021"}, MONEY, rates, (2023,))
    np.testing.assert_allclose(at_prices, 60 * 100 * 1.2 * 1.1**2)


def test_the_money_of_another_country_is_refused() -> None:
    with pytest.raises(Refusal, match="is in KES, but this country's money is XTS"):
        over_years({"unit": "KES", "per": "year", "2024": "1"}, MONEY, None, (2024,))


def test_an_old_amount_that_no_year_asks_for_needs_no_exchange_rate() -> None:
    said = {"unit": "USD", "per": "year", "1999": "5", "2023": "6"}
    assert over_years(said, MONEY, economy(exchange_rate=0.0), (2024,))[0] == 600


def test_a_value_by_sex_is_each_sex_its_own() -> None:
    total = run(
        law("who: [age_band: {at_least: {men: {2020: 65}, women: {2020: 60, 2024-07-01: 61}}}]\n"
            "how_much: [flat: {amount: {unit: XTS, per: year, 2020: 1}}]"),
        people(1),
    )["s.b"]  # fmt: skip
    assert total.recipients[0, 0] == pytest.approx(10 * (36 + 40.5))


def test_a_reform_of_both_sexes_keeps_the_history_of_each() -> None:
    base = read_parameter({"men": {"2020": "65"}, "women": {"2020": "60"}}, YEARS, "s.b.age")
    reform = read_parameter({"2024": "62"}, YEARS, "s.b.age", base)
    values = base.overlaid(reform).resolve(np.array([2023.0, 2024.0]), economy(), np.ones(2))
    np.testing.assert_array_equal(values[0, :, :, 0], [[65, 60], [62, 62]])
    back = reform.overlaid(base).resolve(np.array([2023.0, 2024.0]), economy(), np.ones(2))
    np.testing.assert_array_equal(back[0, :, :, 0], [[65, 60], [65, 60]])


def test_a_year_is_the_same_whether_run_alone_or_among_others() -> None:
    rules: Law = law(PENSION)
    together = run(rules, people(3), years=(2023, 2024, 2025))["s.b"].spending[0]
    alone = [run(rules, people(1), years=(year,))["s.b"].spending[0, 0] for year in (2023, 2024, 2025)]
    np.testing.assert_allclose(together, alone)


def test_a_yearly_parameter_is_the_mean_of_its_year() -> None:
    rules = law(PENSION)
    share = read_parameter({"2020": "0.1", "2024-07-01": "0.3"}, SHARE, "s.b.administration.share")
    mean = program.yearly(share, rules, economy(), (2023, 2024, 2025))
    np.testing.assert_allclose(mean[0], [0.1, 0.2, 0.3])


def test_a_yearly_parameter_counts_while_its_benefit_is_in_force() -> None:
    caseload = read_parameter({"2022": "1000"}, COUNT, "s.b.caseload")
    counted = program.yearly(caseload, law(VERSIONS), economy(), (2021, 2022, 2023))
    np.testing.assert_allclose(counted[0], [0, 500, 1000])

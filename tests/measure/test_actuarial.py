"""Laws of the measures of a scheme's finances: cost rates, reserve, premiums."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.measure import actuarial, premiums
from socle.measure.actuarial import Finances
from tests.measure.stable_scheme import HEADS, WAGES, stable

YEARS = 20
MOMENTS = [actuarial.START_OF_YEAR, actuarial.MID_YEAR, actuarial.END_OF_YEAR]


def table(text: str) -> Array:
    """Its three columns as shares."""
    return np.array(text.split(), dtype=float).reshape(-1, 3).T / 100


# SSA Office of the Chief Actuary, solvency provisions, 2024 baseline: cost and income in % of taxable payroll,
# trust fund ratio on 1 January in % of the year's cost, from 2024
RUN_265 = table(
    """14.71 13.03 188 15.00 13.16 171 15.20 13.59 154 15.36 13.85 139 15.42 14.09 127 15.47 14.30 116 15.53 14.48 107
    15.58 14.65 98 15.60 14.80 91 15.66 14.96 85 15.77 15.08 80 15.89 15.09 75 15.99 15.10 71 16.10 15.11 65
    16.18 15.12 59 16.26 15.13 53 16.33 15.14 46 16.40 15.14 39 16.45 15.15 32 16.50 15.16 24 16.55 15.16 17
    16.58 15.17 8"""
)
RUN_236 = table(
    """14.71 13.03 188 15.00 13.26 171 15.20 13.46 154 15.36 13.50 139 15.42 13.53 124 15.47 13.57 110 15.53 13.59 96
    15.58 13.62 83 15.61 13.64 69 15.67 13.66 56 15.78 13.69 44 15.90 13.70 31 16.01 13.72 17
    16.11 13.73 3"""
)
GROWTH = 0.04


def drawn(seed: int, moment: float = 0.5, scenarios: int = 3) -> Finances:
    """A scheme with rising costs and varying returns, in some scenarios."""
    rng = np.random.default_rng(seed)
    payroll = 100 * np.cumprod(1 + rng.uniform(-0.02, 0.06, (scenarios, YEARS)), axis=-1)
    rate = np.sort(rng.uniform(0.05, 0.4, (scenarios, YEARS)), axis=-1)
    returns = rng.uniform(-0.03, 0.09, (scenarios, YEARS))
    return Finances(rate * payroll, payroll, returns, rng.uniform(0, 50, scenarios), moment)


def left(finances: Finances, rate: Array) -> Array:
    """The reserve that a constant rate leaves."""
    return actuarial.reserve(rate[..., None] * finances.payroll, finances)


def test_published_run_is_projected_from_the_returns_of_another() -> None:
    cost, income, ratio = RUN_265
    rho = actuarial.implied_factor(ratio, cost, income, GROWTH)
    cost, income, ratio = RUN_236
    fund = actuarial.trust_fund(ratio[0], cost, income, rho[: cost.size], GROWTH)
    projected = actuarial.funding_ratio(fund, cost, "start")
    assert np.abs(projected - ratio).max() < 0.013
    assert actuarial.exhaustion_year(fund, 2024) == 2037


def test_run_whose_factors_were_read_is_reproduced_and_exhausted_when_published() -> None:
    cost, income, ratio = RUN_265
    rho = actuarial.implied_factor(ratio, cost, income, GROWTH)
    fund = actuarial.trust_fund(ratio[0], cost, income, np.append(rho, rho[-1]), GROWTH)
    np.testing.assert_allclose(actuarial.funding_ratio(fund, cost, "start"), ratio, atol=1e-12)
    assert actuarial.exhaustion_year(fund, 2024) in (2045, 2046)


def test_fund_over_payroll_is_the_reserve_over_payroll() -> None:
    rng, growth, interest = np.random.default_rng(5), 0.03, 0.05
    payroll = 100 * (1 + growth) ** np.arange(11)
    cost, income = rng.uniform(0.1, 0.2, 10), rng.uniform(0.1, 0.2, 10)
    held = Finances(cost * payroll[:-1], payroll[:-1], np.full(10, interest), 1.5 * cost[0] * payroll[0])
    money = actuarial.reserve(income * payroll[:-1], held)
    factor = np.full(10, (1 + interest) / (1 + growth))
    np.testing.assert_allclose(actuarial.trust_fund(1.5, cost, income, factor, growth), money / payroll)


def test_high_cost_multiple_of_the_published_example() -> None:
    rates = np.array([0.004, 0.018, 0.011, 0.030, 0.015, 0.002])
    multiple = actuarial.average_high_cost_multiple(np.array(500e6), np.array(40e9), rates)
    assert float(multiple) == pytest.approx(0.595, abs=0.0005)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("rate", [0.0, 0.01, 0.04, 0.11])
def test_in_a_stable_population_every_collective_premium_is_the_cost_rate(rate: float, moment: float) -> None:
    scheme = stable(rate)
    finances = Finances(scheme.spending, scheme.payroll, np.full(60, rate), 0.0, moment)
    payg = actuarial.payg_cost_rate(scheme.spending, scheme.payroll)
    np.testing.assert_allclose(payg, 0.185870621, atol=5e-10)
    assert float(premiums.general_average(finances)) == pytest.approx(payg[0], rel=1e-12)
    for year in (0, 10, 59):
        assert float(premiums.scaled(finances, year)) == pytest.approx(payg[0], rel=1e-12)
    np.testing.assert_allclose(premiums.staircase(finances, [15, 20, 25]).rates, payg, rtol=1e-9)
    if rate > HEADS * WAGES - 1:
        ever = premiums.general_average_for_ever(finances, HEADS * WAGES - 1)
        assert float(ever) == pytest.approx(payg[0], rel=1e-12)


@pytest.mark.parametrize(
    ("rate", "entry_age", "terminal", "tolerance"),
    [(HEADS * WAGES - 1, 0.185870621, 0.185870621, 5e-10), (0.04, 0.0903, 0.1482, 5e-5)],
)
def test_the_three_systems_cost_the_same_where_returns_are_the_growth_of_payroll(
    rate: float, entry_age: float, terminal: float, tolerance: float
) -> None:
    scheme = stable(rate)
    career = np.full(scheme.cohort_wages.size, rate)
    cohort = Finances(scheme.cohort_benefits, scheme.cohort_wages, career)
    assert float(premiums.general_average(cohort)) == pytest.approx(entry_age, abs=tolerance)
    funded = premiums.terminal_funding(scheme.awards, scheme.payroll)
    np.testing.assert_allclose(funded, terminal, atol=tolerance)


@given(seed=st.integers(0, 10_000), moment=st.sampled_from(MOMENTS))
def test_general_average_premium_uses_up_the_reserve(seed: int, moment: float) -> None:
    finances = drawn(seed, moment)
    end = left(finances, premiums.general_average(finances))[..., -1]
    np.testing.assert_allclose(end, 0.0, atol=1e-8)


@given(seed=st.integers(0, 10_000), moment=st.sampled_from(MOMENTS), year=st.integers(0, YEARS - 1))
def test_scaled_premium_stops_the_growth_of_the_reserve(seed: int, moment: float, year: int) -> None:
    finances = drawn(seed, moment)
    held = left(finances, premiums.scaled(finances, year))
    np.testing.assert_allclose(held[..., year + 1], held[..., year], atol=1e-8)


@given(seed=st.integers(0, 10_000), moment=st.sampled_from(MOMENTS))
def test_staircase_leaves_a_reserve_that_does_not_grow_in_the_last_year_of_each_period(
    seed: int, moment: float
) -> None:
    finances = drawn(seed, moment)
    steps = premiums.staircase(finances, [5, 1, 8, 6])
    np.testing.assert_allclose(
        steps.reserve, actuarial.reserve(steps.rates * finances.payroll, finances), atol=1e-8
    )
    for last in (4, 5, 13, 19):
        np.testing.assert_allclose(steps.reserve[..., last + 1], steps.reserve[..., last], atol=1e-8)
    assert np.all(np.diff(steps.rates[..., [0, 6, 14]]) != 0)


@pytest.mark.parametrize("at", ["start", "end"])
@given(seed=st.integers(0, 10_000), moment=st.sampled_from(MOMENTS), year=st.integers(1, YEARS - 1))
def test_reserve_ratio_and_steady_state_reach_what_they_promise(
    at, seed: int, moment: float, year: int
) -> None:
    finances = drawn(seed, moment)
    aimed = left(finances, premiums.reserve_ratio(finances, 2.5, year, at))
    np.testing.assert_allclose(actuarial.funding_ratio(aimed, finances.spending, at)[..., year], 2.5)
    level = left(finances, premiums.steady_state(finances, (0, year), at))
    ratios = actuarial.funding_ratio(level, finances.spending, at)
    np.testing.assert_allclose(ratios[..., 0], ratios[..., year], rtol=1e-6, atol=1e-6)


@given(seed=st.integers(0, 10_000), scale=st.floats(1e-6, 1e6))
def test_money_in_other_units_changes_no_premium(seed: int, scale: float) -> None:
    here = drawn(seed)
    there = Finances(
        scale * here.spending, scale * here.payroll, here.returns, scale * np.asarray(here.reserve)
    )
    for premium in (premiums.general_average, lambda one: premiums.scaled(one, 9)):
        np.testing.assert_allclose(premium(there), premium(here), rtol=1e-9, atol=1e-12)


@given(seed=st.integers(0, 10_000), year=st.integers(0, YEARS - 1))
def test_premiums_rise_with_spending_and_fall_with_the_reserve(seed: int, year: int) -> None:
    here = drawn(seed)
    more = here.spending.copy()
    more[..., year] *= 1.1
    dearer = Finances(more, here.payroll, here.returns, here.reserve)
    richer = Finances(here.spending, here.payroll, here.returns, here.reserve + 10.0)
    average = premiums.general_average(here)
    assert np.all(premiums.general_average(dearer) > average)
    assert np.all(premiums.general_average(richer) < average)


def test_a_scenario_alone_has_the_premium_that_it_has_among_others() -> None:
    many = drawn(4)
    for z in range(3):
        alone = Finances(many.spending[z], many.payroll[z], many.returns[z], np.asarray(many.reserve)[z])
        assert premiums.scaled(alone, 7) == pytest.approx(premiums.scaled(many, 7)[z], rel=1e-14)
        assert premiums.general_average(alone) == pytest.approx(premiums.general_average(many)[z], rel=1e-14)
        np.testing.assert_allclose(left(alone, np.array(0.2)), left(many, np.full(3, 0.2))[z])


def test_premium_for_ever_is_that_of_a_horizon_so_long_that_it_does_not_matter() -> None:
    growth, rate, more = 0.02, 0.05, 3000
    short = Finances(np.array([10.0, 14, 20]), np.array([100.0, 103, 105]), np.full(3, rate), 30.0)
    tail = (1 + growth) ** np.arange(1, more)
    spending = np.concatenate([short.spending, short.spending[-1] * tail])
    payroll = np.concatenate([short.payroll, short.payroll[-1] * tail])
    long = Finances(spending, payroll, np.full(spending.size, rate), 30.0)
    assert premiums.general_average_for_ever(short, growth) == pytest.approx(
        float(premiums.general_average(long)), rel=1e-12
    )


def test_flows_earn_interest_from_the_moment_they_fall() -> None:
    spending, payroll, returns = np.array([10.0, 0.0]), np.array([100.0, 100.0]), np.array([0.21, 0.1])
    ends = [
        actuarial.reserve(np.zeros(2), Finances(spending, payroll, returns, 100.0, h))[-1] for h in MOMENTS
    ]
    np.testing.assert_allclose(ends, [(121 - 12.1) * 1.1, (121 - 11.0) * 1.1, (121 - 10.0) * 1.1])


def test_cost_rate_is_demographic_ratio_times_financial_ratio() -> None:
    benefits = np.array([[30.0, 40.0], [5.0, 0.0]])  # old age, survivors
    pensioners = np.array([[10.0, 16.0], [4.0, 0.0]])
    payroll, contributors = np.array([500.0, 560.0]), np.array([50.0, 52.0])
    factors = actuarial.cost_factors(benefits, payroll, pensioners, contributors)
    np.testing.assert_allclose(factors.demographic, [[0.2, 16 / 52], [0.08, 0.0]])
    np.testing.assert_allclose(factors.financial[0], [0.3, 2.5 / (560 / 52)])
    np.testing.assert_allclose(factors.rate[0], benefits[0] / payroll)
    assert np.isnan(factors.financial[1, 1])


def test_exhaustion_is_the_year_in_which_the_reserve_falls_below_zero() -> None:
    held = np.array([[5.0, 0.0, -1.0, 2.0], [5.0, 4.0, 3.0, 2.0], [5.0, 4.0, 3.0, -1.0]])
    np.testing.assert_array_equal(actuarial.exhaustion_year(held, 2030), [2031, np.nan, 2032])
    np.testing.assert_array_equal(actuarial.exhaustion_year(held, 2030, "bound"), [2032, np.nan, 2033])


def test_what_has_no_premium_is_refused_in_words() -> None:
    spending, payroll, returns = np.ones(4), np.full(4, 10.0), np.full(4, 0.03)
    sound = Finances(spending, payroll, returns)
    with pytest.raises(Refusal, match="negative at the start"):
        Finances(spending, payroll, returns, -1.0)
    with pytest.raises(Refusal, match="spending 4, payroll 4, returns 3"):
        Finances(spending, payroll, returns[:3])
    with pytest.raises(Refusal, match="no payroll"):
        actuarial.payg_cost_rate(spending, np.array([10.0, 0.0, 10.0, 10.0]))
    with pytest.raises(Refusal, match="no payroll"):
        premiums.general_average(Finances(spending, np.zeros(4), returns))
    with pytest.raises(Refusal, match="payroll of a scheme"):
        Finances(spending, -payroll, returns)
    with pytest.raises(Refusal, match="above minus 100"):
        Finances(spending, payroll, np.array([0.1, -1.0, 0.1, 0.1]))
    for growth in (0.03, 0.05):
        with pytest.raises(Refusal, match="infinite horizon"):
            premiums.general_average_for_ever(sound, growth)
    with pytest.raises(Refusal, match="outside the series"):
        premiums.scaled(sound, 4)
    with pytest.raises(Refusal, match="outside the series"):
        premiums.reserve_ratio(sound, 1.0, -1, "end")
    with pytest.raises(Refusal, match="3 years long, the series 4"):
        premiums.staircase(sound, [1, 2])
    with pytest.raises(Refusal, match="two different years"):
        premiums.steady_state(sound, (2, 2), "start")
    with pytest.raises(Refusal, match="no contributors"):
        actuarial.cost_factors(spending, payroll, spending, np.zeros(4))
    with pytest.raises(Refusal, match="in which there is one"):
        actuarial.implied_factor(np.array([1.0, -0.1]), np.ones(2), np.ones(2), 0.0)
    with pytest.raises(Refusal, match="three years"):
        actuarial.average_high_cost_multiple(np.array(1.0), np.array(1.0), np.ones(2))

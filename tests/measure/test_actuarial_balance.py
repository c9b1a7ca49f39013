"""Laws of what a scheme owes and of what a generation pays and gets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.ground.refusals import Refusal
from socle.measure import actuarial, cohort, premiums, solvency
from socle.measure.actuarial import Finances
from tests.measure.stable_scheme import AWARD, ENTRY, HEADS, WAGES, stable, survivors
from tests.measure.test_actuarial import MOMENTS, YEARS, drawn


@pytest.mark.parametrize("indexation", [WAGES, 1.0])
def test_every_cohort_of_a_stable_scheme_earns_the_growth_of_payroll(indexation: float) -> None:
    scheme = stable(0.0, indexation=indexation)
    rate = scheme.spending[0] / scheme.payroll[0]
    paid = rate * scheme.cohort_wages
    earned = cohort.internal_rate(
        np.stack([paid, 9 * paid]), np.stack([scheme.cohort_benefits, 9 * scheme.cohort_benefits])
    )
    np.testing.assert_allclose(earned, HEADS * WAGES - 1, atol=1e-12)
    at_growth = np.full(paid.size, HEADS * WAGES - 1)
    assert float(cohort.moneys_worth(paid, scheme.cohort_benefits, at_growth)) == pytest.approx(
        1.0, rel=1e-12
    )


@given(st.floats(-0.5, 0.5), st.integers(0, 10_000))
def test_money_lent_at_a_rate_returns_that_rate(rate: float, seed: int) -> None:
    paid = np.concatenate([np.random.default_rng(seed).uniform(0.1, 1, 8), np.zeros(4)])
    back = np.zeros(12)
    back[10] = (paid * (1 + rate) ** (10.0 - np.arange(12))).sum()
    assert float(cohort.internal_rate(paid, back)) == pytest.approx(rate, abs=1e-10)


def test_a_cohort_without_one_internal_rate_has_none() -> None:
    paid = np.array([[1.0, 0, 0], [1.0, 0.0, 2.0], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    got = np.array([[0.0, 0, 0], [0.0, 3.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.21]])
    np.testing.assert_allclose(cohort.internal_rate(paid, got), [np.nan, np.nan, np.nan, 0.1], atol=1e-12)


def test_replacement_rates_of_a_career_by_hand() -> None:
    wages = 1.1 ** np.arange(5)
    earnings = np.array([10.0, 20.0, 30.0, 0.0, 0.0]) * wages
    pension = np.array([0.0, 0.0, 0.0, 12.0, 12.0]) * wages[3]  # not indexed after award
    got = {
        (over, base): float(cohort.replacement_rate(pension, earnings, wages, over, base))
        for over in ("award", "life")
        for base in ("final", "career")
    }
    life = 12 * (1 + 1 / 1.1) / 2
    assert got == pytest.approx(
        {
            ("award", "final"): 0.4,
            ("award", "career"): 0.6,
            ("life", "final"): life / 30,
            ("life", "career"): life / 20,
        }
    )
    assert cohort.gender_gap(np.array([60.0]), np.array([80.0])) == pytest.approx([0.25])


@pytest.mark.parametrize("moment", [0.0, 1.0])
def test_pension_wealth_is_the_annuity_of_the_table(moment: float) -> None:
    alive = survivors()[AWARD - ENTRY :]
    death = np.append(1 - alive[1:] / np.maximum(alive[:-1], 1e-300), 1.0)
    when_paid = alive / alive[0] if moment == 0 else np.append(alive[1:], 0.0) / alive[0]
    wealth = cohort.pension_wealth(np.ones(alive.size), when_paid, np.full(alive.size, 0.05), moment)
    value = solvency.annuity(death[None], np.array([0.05]), np.ones(alive.size), moment=moment)
    assert float(wealth) == pytest.approx(value[0, 0], rel=1e-12)
    assert float(wealth) == pytest.approx(13.5498 - moment, abs=5e-5)  # SOA standard ultimate table, age 65


@pytest.mark.parametrize("moment", MOMENTS)
def test_annuities_by_recursion_are_the_discounted_payments_of_a_cohort(moment: float) -> None:
    rng, years, ages = np.random.default_rng(3), 6, 9
    death, returns = rng.uniform(0.02, 0.3, (2, years, ages)), rng.uniform(-0.02, 0.09, years)
    death[..., -1] = 1.0
    indexation, paid = rng.uniform(0, 0.05, years), (np.arange(ages) >= 3).astype(float)
    values = solvency.annuity(death, returns, paid, indexation, moment)
    for sex, start, age in ((0, 0, 0), (1, 2, 4), (0, 5, 1), (1, 3, 8)):
        value, alive, factor = 0.0, 1.0, 1.0
        for k in range(ages - age):
            t = min(start + k, years - 1)
            q, r = death[sex, t, age + k], returns[t]
            value += paid[age + k] * alive * (1 - moment * q) * factor / (1 + r) ** moment
            alive, factor = alive * (1 - q), factor * (1 + indexation[t]) / (1 + r)
        assert values[sex, start, age] == pytest.approx(value, rel=1e-12)


def test_debt_by_annuities_is_the_debt_by_the_run_of_a_closed_group() -> None:
    rng, ages = np.random.default_rng(8), 12
    death = rng.uniform(0.02, 0.3, (2, 1, ages))
    death[..., -1] = 1.0
    returns, retired = np.full(ages, 0.04), np.arange(ages) >= 6
    heads, pension = rng.uniform(1, 5, (2, ages)), rng.uniform(1, 3, (2, ages))
    alive, spending = heads.copy(), np.zeros(ages)
    amounts = pension.copy()
    for t in range(ages):
        spending[t] = (alive * (1 - 0.5 * death[:, 0]) * amounts * retired).sum()
        survive = alive * (1 - death[:, 0])
        alive = np.concatenate([np.zeros((2, 1)), survive[:, :-1]], axis=1)
        amounts = np.concatenate([np.zeros((2, 1)), amounts[:, :-1]], axis=1)
    value = solvency.annuity(death, returns[:1], retired.astype(float))[:, 0]
    owed = heads * pension
    debt = solvency.accrued_debt(owed * retired, value, owed * ~retired, value)
    run = solvency.unfunded_obligation(Finances(spending, np.zeros(ages), returns), np.zeros(ages))
    assert float(debt.total) == pytest.approx(float(run), rel=1e-12)
    assert 0 < float(debt.in_payment) < float(debt.total)


@given(seed=st.integers(0, 10_000), moment=st.sampled_from(MOMENTS))
def test_raising_the_rate_by_the_actuarial_deficit_ends_with_the_target_fund(
    seed: int, moment: float
) -> None:
    finances = drawn(seed, moment)
    income, target = 0.1 * finances.payroll, finances.spending[..., -1]
    balance = solvency.summarised(finances, income, target).actuarial_balance
    held = actuarial.reserve(income - balance[..., None] * finances.payroll, finances)
    np.testing.assert_allclose(held[..., YEARS], target, rtol=1e-9)


@given(seed=st.integers(0, 10_000))
def test_unfunded_obligation_is_nothing_at_the_general_average_premium(seed: int) -> None:
    finances = drawn(seed)
    income = premiums.general_average(finances)[..., None] * finances.payroll
    np.testing.assert_allclose(solvency.unfunded_obligation(finances, income), 0.0, atol=1e-9)
    more = solvency.unfunded_obligation(finances, income - 1.0)
    np.testing.assert_allclose(more, actuarial.discount(finances.returns).sum(axis=-1))


def test_balance_ratio_by_hand_and_refusals_in_words() -> None:
    ratio = solvency.balance_ratio(np.array([10.0]), np.array([32.0]), np.array([80.0]), np.array([500.0]))
    assert ratio == pytest.approx([0.8])
    with pytest.raises(Refusal, match="liability above 0"):
        solvency.balance_ratio(np.ones(1), np.ones(1), np.ones(1), np.zeros(1))
    with pytest.raises(Refusal, match="between 0 and 1"):
        solvency.annuity(np.array([[0.1, 1.2]]), np.array([0.03]), np.ones(2))
    with pytest.raises(Refusal, match="last age is open"):
        solvency.annuity(np.array([[0.1, 0.0]]), np.array([0.03]), np.ones(2), 0.05)
    with pytest.raises(Refusal, match="two rates"):
        cohort.internal_rate(np.ones(2), np.ones(2), (-1.0, 0.5))

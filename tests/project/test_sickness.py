"""Sickness and maternity: paid days of a spell, maternity by age, contribution rate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.ground.refusals import Refusal
from socle.project.sickness import contribution_rate, maternity_cost, paid_days, sickness_cost, weekly_pay

LENGTHS = st.lists(st.floats(0.01, 1), min_size=20, max_size=20).map(lambda p: np.array(p) / sum(p))


def curve(chances):
    return np.cumsum(chances[::-1])[::-1].clip(0, 1)


@given(LENGTHS, st.integers(0, 10), st.integers(10, 20))
def test_paid_days_are_the_mean_of_days_beyond_waiting_up_to_the_last(chances, wait, longest):
    lengths = np.arange(1, 21)
    paid = np.minimum(np.maximum(lengths - wait, 0), longest - wait)
    assert paid_days(curve(chances), wait, longest) == pytest.approx((chances * paid).sum(), rel=1e-9)


@given(LENGTHS, st.integers(0, 9), st.integers(10, 19))
def test_paid_days_fall_with_waiting_and_rise_with_duration(chances, wait, longest):
    base = paid_days(curve(chances), wait, longest)
    assert paid_days(curve(chances), wait + 1, longest) < base < paid_days(curve(chances), wait, longest + 1)


def test_geometric_spells_have_a_closed_form():
    stay, wait, longest = 0.9, 3, 26
    expected = (stay**wait - stay**longest) / (1 - stay)
    assert paid_days(stay ** np.arange(30), wait, longest) == pytest.approx(expected, rel=1e-12)


def test_cost_is_a_product_and_scales():
    insured = np.array([[100.0, 50.0]])
    cost = sickness_cost(insured, np.array([0.5, 1.0]), np.array([8.0, 10.0]), 0.6, np.array(3650.0))
    assert cost[0] == pytest.approx([100 * 0.5 * 8 * 0.6 * 10, 50 * 10 * 0.6 * 10])
    assert sickness_cost(
        insured[:, ::-1], np.array([1.0, 0.5]), np.array([10.0, 8.0]), 0.6, np.array(3650.0)
    )[0, ::-1] == pytest.approx(cost[0])


def test_maternity_of_a_stationary_population_is_total_fertility_times_weeks():
    fertility = np.full(30, 2.1 / 30)
    pay = weekly_pay(np.full(30, 5200.0), 2 / 3)
    cost = maternity_cost(np.full(30, 1000.0), fertility, np.full(30, 0.9), 14, pay)
    assert cost.sum() == pytest.approx(1000 * 2.1 * 0.9 * 14 * 5200 / 52 * 2 / 3, rel=1e-12)


def test_the_rate_collects_cost_administration_and_the_reserve_within_the_years():
    rate = contribution_rate(
        np.array(90.0), np.array(1000.0), administration=0.1, reserve_months=6, years=5, reserve=9.5
    )
    spent = 99.0
    assert (rate * 1000 - spent) * 5 + 9.5 == pytest.approx(spent / 2)
    held = contribution_rate(
        np.array(90.0), np.array(1000.0), administration=0.1, reserve_months=6, years=5, reserve=60.0
    )
    assert held == pytest.approx(0.099)


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (lambda: paid_days(np.ones(30), 8, 7), "waiting period, 8 days"),
        (lambda: paid_days(np.ones(30), -1, 7), "waiting period"),
        (lambda: paid_days(np.ones(5), 0, 7), "ends at day 5"),
        (lambda: paid_days(np.array([0.5, 0.6]), 0, 2), "cannot rise"),
        (lambda: paid_days(np.array([1.5, 0.6]), 0, 2), "`spell curve` is a share"),
        (lambda: weekly_pay(np.array(1.0), 1.2), "`rate` is a share"),
        (lambda: maternity_cost(*[np.ones(1)] * 3, 60, np.ones(1)), "60 weeks"),
        (
            lambda: contribution_rate(np.ones(1), np.zeros(1), administration=0, reserve_months=0, years=1),
            "payroll above 0",
        ),
    ],
)
def test_refusals_say_what_is_wrong(refused, words):
    with pytest.raises(Refusal, match=words):
        refused()

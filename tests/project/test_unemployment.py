"""Unemployment insurance: the steady state in closed form, records of months paid, and what a recession does."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.ground.refusals import Refusal
from socle.project.recession import (
    benefits_under,
    exit_rate,
    fund_path,
    separation,
    stabiliser_ratio,
    triggered,
)
from socle.project.unemployment import (
    Benefit,
    durations_by_age,
    entrants,
    mean_paid_duration,
    next_record,
    project,
    staying,
    steady_cost_rate,
    with_record,
)

MONTHS = 12


def steady(benefit, exits, *, wage=100.0, new=7.0, months=36):
    groups = len(benefit.duration)
    return project(
        np.zeros((groups, benefit.months)),
        np.full((months, groups), new),
        np.broadcast_to(exits, (1, groups, benefit.months)),
        np.full((1, groups), wage),
        benefit,
    )


def benefit(waiting=0.5, duration=(9.0, 4.5), rates=0.6, **limits):
    return Benefit(waiting, np.array(duration), np.array(rates), **limits)


@given(st.floats(0.0, 0.9), st.floats(0, 3), st.floats(3, 11), st.floats(0.1, 0.9), st.floats(0.001, 0.05))
@settings(max_examples=50, deadline=None)
def test_steady_cost_rate_is_entry_rate_times_paid_duration_times_replacement(
    exit_, wait, longest, rate, entry
):
    law, insured, wage, ratio = benefit(wait, (longest,), rate), 1000.0, 100.0, 0.8
    exits = np.linspace(exit_, exit_ / 2, law.months)
    run = steady(law, exits, wage=ratio * wage, new=insured * entry)
    found = run.expenditure[-1] / (insured * wage)
    by_hand = sum(
        np.prod(1 - exits[:d]) * max(min(d + 1, longest) - max(d, wait), 0) for d in range(law.months)
    )
    expected = entry * by_hand * rate * ratio
    assert found[0] == pytest.approx(expected, rel=1e-10, abs=1e-15)
    formula = steady_cost_rate(
        np.array([entry]), mean_paid_duration(exits[None], law), np.array(rate), np.array(ratio)
    )
    assert formula[0] == pytest.approx(expected, rel=1e-10, abs=1e-15)


def test_a_constant_exit_rate_gives_a_geometric_duration():
    law = benefit(0.0, (6.0,))
    assert mean_paid_duration(np.full((1, 6), 0.1), law)[0] == pytest.approx((1 - 0.9**6) / 0.1, rel=1e-12)


def test_claimants_are_counted_in_their_month_of_entry_and_leave_at_the_rate_of_the_month():
    assert staying(np.array([0.5, 0.2, 0.0])) == pytest.approx([1.0, 0.5, 0.4])
    run = project(np.zeros((1, 2)), np.array([[10.0], [0.0], [0.0]]), np.full((1, 1, 2), 0.25), np.ones((1, 1)),
                  benefit(0, (2.0,)))  # fmt: skip
    assert run.beneficiary_months[:, 0] == pytest.approx([10.0, 7.5, 0.0])


@given(st.floats(0, 3), st.floats(0, 1), st.floats(4, 10), st.floats(0, 3))
@settings(max_examples=40, deadline=None)
def test_cost_falls_with_waiting_and_rises_with_duration(wait, more_wait, longest, more):
    exits = np.full((1, 14), 0.08)
    base = mean_paid_duration(exits[:, : benefit(wait, (longest,)).months], benefit(wait, (longest,)))
    later = benefit(wait + more_wait, (longest,))
    longer = benefit(wait, (longest + more,))
    assert mean_paid_duration(exits[:, : later.months], later) <= base + 1e-12
    assert mean_paid_duration(exits[:, : longer.months], longer) >= base - 1e-12


@given(st.floats(0.1, 50))
def test_money_scales_with_heads_and_with_currency(factor):
    law = benefit(floor=20.0, cap=55.0)
    scaled = benefit(floor=20.0 * factor, cap=55.0 * factor)
    base = steady(law, 0.1).expenditure
    assert steady(law, 0.1, new=7.0 * factor).expenditure == pytest.approx(factor * base, rel=1e-12)
    assert steady(scaled, 0.1, wage=100 * factor).expenditure == pytest.approx(factor * base, rel=1e-12)


def test_groups_are_projected_each_by_itself_in_any_order():
    there, back = steady(benefit(), 0.1).expenditure, steady(benefit(duration=(4.5, 9.0)), 0.1).expenditure
    assert (there[:, ::-1] == back).all()
    assert there[-1, 0] > there[-1, 1] > 0


def test_floor_and_cap_hold_for_what_is_paid():
    amount = benefit(duration=(3.0,), rates=(0.9, 0.6, 0.1), floor=20.0, cap=80.0).amount(np.array([100.0]))
    assert amount[0] == pytest.approx([80.0, 60.0, 20.0])


def test_years_are_sums_of_their_months():
    run = steady(benefit(), 0.1)
    yearly = run.yearly()
    assert yearly.expenditure[1] == pytest.approx(run.expenditure[12:24].sum(axis=0))
    assert len(yearly.entrants) == 3
    with pytest.raises(Refusal, match="whole years"):
        steady(benefit(), 0.1, months=13).yearly()


@given(st.floats(0.05, 0.95))
@settings(max_examples=20, deadline=None)
def test_records_tend_to_the_binomial_and_conserve_heads(paying):
    record = np.zeros((1, MONTHS + 1))
    record[0, 0] = 100.0
    for _ in range(400):
        record = next_record(record, np.array([paying]), MONTHS)
    share = np.array([comb(MONTHS, m) * paying**m * (1 - paying) ** (MONTHS - m) for m in range(MONTHS + 1)])
    assert record[0] == pytest.approx(100 * share, abs=1e-9)
    assert with_record(record, 6)[0] == pytest.approx(share[6:].sum(), abs=1e-10)


def test_who_always_pays_gains_a_month_each_month_and_no_more_than_the_window():
    record = np.eye(1, 4)
    for month in (1, 2, 3, 3):
        record = next_record(record, np.ones(1), 3)
        if month == 3:
            assert record[0, :1] == pytest.approx([0.0])
    assert record.sum() == pytest.approx(1.0)
    assert (record[0] * np.arange(4)).sum() > 2


def test_entrants_are_the_product_of_shares_of_the_insured():
    shares = [np.array([share]) for share in (0.02, 0.5, 0.8, 0.9)]
    assert entrants(np.array([1000.0]), *shares)[0] == pytest.approx(7.2)


def test_durations_follow_age():
    found = durations_by_age(np.array([25, 49, 50, 60]), np.array([50, 57]), np.array([9.0, 12.0, 18.0]))
    assert found.tolist() == [9, 9, 12, 18]
    with pytest.raises(Refusal, match="one duration more"):
        durations_by_age(np.array([25]), np.array([50]), np.array([9.0]))


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (lambda: benefit(10.0), "waiting period, 10 months"),
        (lambda: benefit(floor=5.0, cap=4.0), "above the highest"),
        (lambda: benefit(rates=1.2), "`replacement` is a share"),
        (lambda: benefit(rates=(0.5, 0.4)), "said for 2 months"),
        (lambda: steady(benefit(), 1.5), "`exit` is a share"),
        (lambda: steady(benefit(), np.nan), "`exit` is a share"),
        (lambda: next_record(np.ones((1, 3)), np.ones(1), 3), "has 4 columns"),
        (lambda: separation(np.array(0.5), 30.0, np.array([0.1])), "`separation` is a share"),
        (lambda: fund_path(-1.0, np.zeros(2), np.zeros(2), np.zeros(2)), "fund at the start"),
        (lambda: fund_path(1.0, np.zeros(2), np.zeros(2), np.full(2, -1.0)), "-100 %"),
    ],
)
def test_refusals_say_what_is_wrong(refused, words):
    with pytest.raises(Refusal, match=words):
        refused()


def test_rates_tied_to_unemployment_are_normal_at_the_norm_and_move_apart():
    du = np.array([0.0, 0.03])
    assert separation(np.array(0.01), 10.0, du) == pytest.approx(0.01 * np.exp([0, 0.3]))
    assert exit_rate(np.array(0.1), 8.0, du) == pytest.approx(0.1 * np.exp([0, -0.24]))


def recession(extension):
    du = np.concatenate([np.zeros(6), np.full(12, 0.04), np.zeros(18)])
    law, exits = benefit(0.0, (6.0,)), exit_rate(np.array(0.1), 10.0, du)
    laws = benefits_under(law, extension, triggered(du, 0.03, lag=2))
    new = 1000 * separation(np.array(0.01), 12.0, du)[:, None]
    return project(
        np.zeros((1, 6 + int(extension))),
        new,
        exits[:, None, None] * np.ones(6 + int(extension)),
        np.ones((1, 1)),
        laws,
    )


def test_a_recession_costs_more_with_an_extension_and_only_while_it_holds():
    short, long = recession(0).expenditure[:, 0], recession(4).expenditure[:, 0]
    assert triggered(np.array([0, 0.03, 0.0]), 0.03, lag=1) == [False, False, True]
    assert (long[:8] == short[:8]).all()
    assert (long[14:20] > short[14:20]).all()
    assert long[21:] == pytest.approx(short[21:])
    assert short[6:18].mean() > short[5]


def test_the_reserve_needed_takes_the_low_point_to_zero_and_no_lower():
    spent, income, returns = recession(4).expenditure[:, 0], np.full(36, 30.0), np.full(36, 0.002)
    first = fund_path(10.0, income, spent, returns)
    assert first.low_point < 0
    again = fund_path(float(first.reserve_needed), income, spent, returns)
    assert again.low_point == pytest.approx(0.0, abs=1e-9)
    assert again.fund[again.low_period] == again.low_point
    assert fund_path(10.0, spent, spent, returns).reserve_needed == pytest.approx(0, abs=1e-12)


def test_a_fund_without_flows_earns_its_return_and_flows_half_of_it():
    path = fund_path(100.0, np.array([21.0, 0.0]), np.zeros(2), np.array([0.21, 0.0]))
    assert path.fund == pytest.approx([100.0, 121 + 21 * 1.1, 121 + 21 * 1.1])


def test_the_stabiliser_adds_benefits_and_contributions_no_longer_asked():
    ratio = stabiliser_ratio(np.array([40.0, 1.0]), np.array([-10.0, 0.0]), np.array([100.0, 0.0]))
    assert ratio[0] == pytest.approx(0.5)
    assert np.isnan(ratio[1])


def test_unemployment_exactly_at_the_trigger_triggers_the_extension():
    assert 0.09 - 0.07 < 0.02
    assert triggered(np.array([0.09 - 0.07, 0.0199]), 0.02) == [True, False]

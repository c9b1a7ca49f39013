"""Finances and debt of a valuation: identities between what it says of one scheme."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from socle.measure import actuarial
from socle.model.insured import Insured
from socle.project.scheme import insured_over_time
from socle.run.basis import Futures, basis, paths_of
from socle.run.valuation import ValuationRequest, valuation
from socle.run.valuation_measures import cost_rates, debt_of, fund_of, premiums_of
from tests.run.valuations import CAREER, HEAD, institution, law, people

YEARS = range(2025, 2025 + 120)


@cache
def made():
    """Rights that depend on age alone, so that a year more of service is worth what it adds."""
    plain = basis(
        law(HEAD + CAREER), institution(), Futures(paths_of(institution().data, YEARS), people(YEARS))
    )
    still = replace(plain.valuation.experience, returning=np.zeros((1,) * 6))
    return replace(plain, valuation=replace(plain.valuation, experience=still))


@cache
def projected(years=75):
    found = insured_over_time(made().ask, made().over(years))
    return found, fund_of(found, made())


def total(flows):
    return sum(series.sum(-1) for series in flows.values())


def test_the_debt_of_a_closed_group_is_that_accrued_and_the_service_to_come_less_its_contributions():
    base, (_, fund) = made(), projected()
    whole = base.valuation
    nothing = np.array([1.0, 0.0]).reshape(2, 1, 1, 1, 1, 1)  # heads without what they have earned so far
    start = Insured(whole.start.active * nothing, whole.start.inactive * nothing, whole.start.pensions)
    group = replace(whole, start=start, experience=replace(whole.experience, insured=None))
    to_come = insured_over_time(base.ask, group)
    net = total(to_come.benefits) - total(to_come.contributions)
    value = actuarial.present_value(net, base.futures.paths.fund_return)
    debt = debt_of(base, fund)
    assert debt.closed == pytest.approx(debt.accrued + value, rel=1e-10)
    assert debt.in_payment == pytest.approx([0.0], abs=1e-6)
    assert debt.accrued[0] > 0


def test_the_open_group_owes_what_the_reserve_at_the_end_lacks():
    _, fund = projected()
    returns = made().futures.paths.fund_return[:, :75]
    end = fund.reserve[:, -1] / np.cumprod(1 + returns, axis=1)[:, -1]
    balance = premiums_of(fund, 2025)
    assert balance.unfunded == pytest.approx(-end, rel=1e-9)
    debt = debt_of(made(), fund)
    assert debt.open == pytest.approx(balance.unfunded + fund.reserve[:, 0], rel=1e-9)


def test_the_general_average_premium_leaves_nothing_at_the_end():
    found, fund = projected()
    rate = premiums_of(fund, 2025).general_average
    left = fund.reserve[0, 0]
    for step, r in enumerate(made().futures.paths.fund_return[0, :75]):
        left = left * (1 + r) + (rate[0] * fund.payroll[0, step] - fund.spending[0, step]) * (1 + r) ** 0.5
    assert left == pytest.approx(0.0, abs=1e-7 * fund.spending.sum())
    assert fund.payroll == pytest.approx(found.payroll.sum(-1), rel=1e-12)


def test_the_reserve_moves_by_what_comes_in_and_what_is_spent():
    _, fund = projected()
    moved = fund.reserve[:, :-1] + fund.contributions + fund.returns - fund.benefits - fund.administration
    assert fund.reserve[:, 1:] == pytest.approx(moved, rel=1e-9)


def test_a_cost_rate_is_the_sum_of_its_benefits_and_of_the_costs_of_running():
    found, fund = projected()
    rates = cost_rates(found, fund)
    running = fund.administration / fund.payroll
    assert rates.total == pytest.approx(sum(rates.benefits.values()) + running, rel=1e-12)
    for name, rate in rates.benefits.items():
        paid = rates.demographic[name] * rates.financial[name]
        assert np.allclose(np.nan_to_num(paid), rate, rtol=1e-10)


def test_a_valuation_says_the_same_over_fewer_years():
    asked = ValuationRequest("XXX/national_pension", classes=2, sensitivity=False)
    few, many = (valuation(replace(asked, years=years)) for years in (8, 12))
    assert few.valued.fund.spending == pytest.approx(many.valued.fund.spending[:, :8], rel=1e-12)
    assert few.valued.debt.closed == pytest.approx(many.valued.debt.closed, rel=1e-12)
    assert [one.year for one in few.valued.generations] == [one.year for one in many.valued.generations]
    assert few.against is None

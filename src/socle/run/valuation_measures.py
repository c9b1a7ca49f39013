"""From a projection of insured lives to the measures of a valuation."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.measure import actuarial, premiums, solvency
from socle.measure.actuarial import Finances
from socle.model.insured import InsuredOverTime, Pensions, Valuation
from socle.model.valued import CostRates, Debt, Fund, Premiums
from socle.run.basis import Basis

PERIOD: Final = 20  # years for which each scaled premium holds
RATIO: Final = 3.0  # years of spending that the reserve-ratio premium leaves at the end
NEVER: Final = 1e-9  # of persons: below this a closed group has died out


def fund_of(found: InsuredOverTime, basis: Basis) -> Fund:
    """The finances of a projection, from the reserve of the institution on."""
    returns = basis.futures.paths.fund_return[:, : len(found.years)]
    benefits = _sum(found.benefits)
    contributions = _sum(found.contributions)
    payroll = found.payroll.sum(axis=-1)
    scenarios = max(len(benefits), len(returns), len(contributions))
    spending, payroll, returns, contributions, benefits, administration = (
        np.broadcast_to(series, (scenarios, len(found.years)))
        for series in (
            benefits + found.administration,
            payroll,
            returns,
            contributions,
            benefits,
            found.administration,
        )
    )
    finances = Finances(spending, payroll, returns, basis.institution.data.facts.reserve)
    reserve = actuarial.reserve(contributions, finances)
    earned = reserve[:, 1:] - reserve[:, :-1] - contributions + spending
    return Fund(contributions, earned, benefits, administration, payroll, reserve, returns)


def finances_of(fund: Fund) -> Finances:
    """The same as the measures take them."""
    return Finances(fund.spending, fund.payroll, fund.rate_of_return, fund.reserve[:, 0])


def cost_rates(found: InsuredOverTime, fund: Fund) -> CostRates:
    """Pay-as-you-go cost rates, and their two factors for each benefit."""
    contributors = found.contributors.sum(axis=-1)
    factors = {
        name: actuarial.cost_factors(
            found.benefits[name].sum(axis=-1), fund.payroll, found.pensioners[name].sum(axis=-1), contributors
        )
        for name in found.benefits
    }
    return CostRates(
        actuarial.payg_cost_rate(fund.spending, fund.payroll),
        {
            name: actuarial.payg_cost_rate(paid.sum(axis=-1), fund.payroll)
            for name, paid in found.benefits.items()
        },
        {name: one.demographic for name, one in factors.items()},
        {name: one.financial for name, one in factors.items()},
        np.asarray(sum(found.benefits.values()) / fund.payroll[:, :, None]),
        actuarial.payg_cost_rate(fund.contributions, fund.payroll),
    )


def premiums_of(fund: Fund, first_year: int) -> Premiums:
    """The premiums and balances of all years of a fund."""
    finances = finances_of(fund)
    years = finances.years
    periods = (*[PERIOD] * (years // PERIOD), *([years % PERIOD] if years % PERIOD else []))
    without = replace(finances, reserve=0.0)
    summary = solvency.summarised(finances, fund.contributions, fund.spending[:, -1])
    return Premiums(
        premiums.general_average(finances),
        premiums.general_average(without),
        _for_ever(finances),
        premiums.staircase(finances, periods).rates,
        periods,
        premiums.reserve_ratio(finances, RATIO, years - 1, "end"),
        RATIO,
        summary.income_rate,
        summary.cost_rate,
        solvency.unfunded_obligation(finances, fund.contributions),
        actuarial.exhaustion_year(fund.reserve, first_year),
    )


def _for_ever(finances: Finances) -> Array | None:
    """The premium over an infinite horizon, at the growth of payroll of the last year; none where it has no limit."""
    if finances.years == 1:
        return None
    growth = finances.payroll[:, -1] / finances.payroll[:, -2] - 1
    try:
        return premiums.general_average_for_ever(finances, growth)
    except Refusal:
        return None


def debt_of(basis: Basis, fund: Fund) -> Debt:
    """Implicit debt: each by a projection of the group to whom it is owed, until the last of them has died."""
    whole = basis.valuation
    closed = replace(whole, experience=replace(whole.experience, insured=None))
    nobody = replace(closed.start, active=closed.start.active * 0, inactive=closed.start.inactive * 0)
    stopped = replace(
        closed.experience,
        density=np.zeros_like(whole.experience.density),
        returning=np.zeros_like(whole.experience.returning),
    )
    finances = finances_of(fund)
    return Debt(
        _owed(basis, replace(closed, start=nobody)),
        _owed(basis, replace(closed, experience=stopped)),
        _owed(basis, closed),
        solvency.unfunded_obligation(replace(finances, reserve=0.0), fund.contributions),
    )


def _owed(basis: Basis, group: Valuation) -> Array:
    """Present value of what a closed group gets, administration apart, less what it pays."""
    found = basis.projected(group)
    returns = basis.futures.paths.fund_return[:, : len(found.years)]
    net = _sum(found.benefits) - _sum(found.contributions)
    return actuarial.present_value(
        net, np.broadcast_to(returns, np.broadcast_shapes(net.shape, returns.shape))
    )


def _sum(flows: object) -> Array:
    return np.asarray(sum(series.sum(axis=-1) for series in flows.values()))  # type: ignore[attr-defined]


def without_pensioners(valuation: Valuation) -> dict[str, Pensions]:
    """Nobody in payment."""
    return {
        name: Pensions(np.zeros_like(one.count), np.zeros_like(one.amount))
        for name, one in valuation.start.pensions.items()
    }

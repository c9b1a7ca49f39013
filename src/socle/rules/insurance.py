"""What moves it: growth in a year of pensions in payment and of the accounts of insured persons, as a share."""

from __future__ import annotations

from socle.model.rulebook import Number, Ratio, Share, rule


@rule
def mixed(
    price_growth: Number,
    wage_growth: Number,
    payroll_growth: Number,
    *,
    prices: Ratio = 0,
    wages: Ratio = 0,
    payroll: Ratio = 0,
    plus: Number = 0,
) -> Number:
    """A mix of the growth of prices, of the average wage and of all insurable earnings, and a fixed addition."""
    return prices * price_growth + wages * wage_growth + payroll * payroll_growth + plus


@rule
def returns(fund_return: Number, *, fee: Share = 0) -> Number:
    """The return of the fund, less a fee that is a share of the balance with its return."""
    return (1 + fund_return) * (1 - fee) - 1

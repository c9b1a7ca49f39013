"""Balance of a scheme over a horizon, and what it owes: summarised rates, unfunded obligation, implicit debt.

Series are [..., year] and values stand on the first 1 January; `moment` is the part of the year gone when
flows fall (`measure/actuarial.py`). Sources: definitions of the SSA Office of the Chief Actuary; implicit
pension debt by Holzmann, Palacios and Zviniene (2004); balance ratio of the Swedish Pensions Agency.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.measure.actuarial import (
    MID_YEAR,
    Finances,
    accumulated,
    known_returns,
    over,
    present_value,
)


@dataclass(frozen=True, eq=False)
class Summary:
    """A scheme over a horizon in shares of the payroll of the horizon, [...]."""

    income_rate: Array  # income and the fund at the start
    cost_rate: Array  # spending and the target fund at the end

    @property
    def actuarial_balance(self) -> Array:
        """Income rate less cost rate: the immediate change of the rate that would balance the horizon, negated."""
        return self.income_rate - self.cost_rate


@dataclass(frozen=True, eq=False)
class AccruedDebt:
    """What is owed for the past alone, [...]."""

    in_payment: Array
    rights: Array  # of those still active or inactive, for service to date

    @property
    def total(self) -> Array:
        """Both together: the debt on winding up."""
        return self.in_payment + self.rights


def summarised(finances: Finances, income: Array, target: Array | float) -> Summary:
    """Summarised income and cost rates: present values over that of payroll.

    The fund at the start is income. `target` is the fund wanted at the end of the last year, money of that day:
    in the United States the cost of one year, the one that follows the horizon (some use the last one: the
    caller chooses); 0 for none. `income` is that other than returns.
    """
    payroll = present_value(finances.payroll, finances.returns, finances.moment)
    received = present_value(income, finances.returns, finances.moment) + finances.reserve
    spent = present_value(finances.spending, finances.returns, finances.moment)
    wanted = target / accumulated(finances.returns)[..., -1]
    return Summary(over(received, payroll), over(spent + wanted, payroll))


def unfunded_obligation(finances: Finances, income: Array) -> Array:
    """Present value of spending, less that of income, less the fund, [...]; no target fund at the end.

    Open group where the series hold those who join later, over the years of the series; closed group where
    they hold only the members of today, and then the series must run to the last benefit.
    """
    owed = present_value(finances.spending - income, finances.returns, finances.moment)
    return np.asarray(owed - finances.reserve)


def annuity(
    death: Array, returns: Array, paid: Array, indexation: Array | float = 0.0, moment: float = MID_YEAR
) -> Array:
    """The value of 1 a year for each age in each year, [..., year, age], by backward recursion.

    a(t, x) = paid_x (1 - h q) v^h + v (1 - q) (1 + j) a(t + 1, x + 1), with h the `moment`, q the `death`
    rate [..., year, age], v = 1 / (1 + r_t), and j the `indexation` on the next 1 January. Deaths are spread evenly
    over the year, so that h = 0 is the annuity due, 1/2 the mid-year one, 1 that in arrear. `paid` [age] is 1 at
    the ages of payment: a deferred or temporary pension has zeros before or after. `returns` and `indexation` are
    [..., year] or numbers. The last year of the series lasts for ever (one year: a fixed table), and so does the
    last age, unless all die in it.
    """
    known_returns(returns)
    shares = np.asarray(death, dtype=np.float64)
    if not np.all((shares >= 0) & (shares <= 1)):
        raise Refusal("Death rates lie between 0 and 1.")
    r, j = (np.asarray(rate, dtype=np.float64)[..., None] for rate in (returns, indexation))
    now = np.asarray(paid) * (1 - moment * shares) / (1 + r) ** moment
    carried = (1 - shares) * (1 + j) / (1 + r)
    now, carried = np.broadcast_arrays(now, carried)
    if not np.all(carried[..., -1] < 1):
        raise Refusal(
            "The last age is open and its pensions grow faster than they are discounted: end the table."
        )
    open_age = now[..., -1] / (1 - carried[..., -1])
    values = np.empty(now.shape)
    values[..., -1] = open_age
    for x in range(now.shape[-1] - 2, -1, -1):
        values[..., -1, x] = now[..., -1, x] + carried[..., -1, x] * values[..., -1, x + 1]
    for t in range(now.shape[-2] - 2, -1, -1):
        values[..., t, :-1] = now[..., t, :-1] + carried[..., t, :-1] * values[..., t + 1, 1:]
        values[..., t, -1] = now[..., t, -1] + carried[..., t, -1] * values[..., t + 1, -1]
    return values


def accrued_debt(pensions: Array, in_payment: Array, rights: Array, deferred: Array) -> AccruedDebt:
    """Pensions x annuities now, and yearly pensions earned to date x deferred annuities, summed over sex and age.

    All are [..., sex, age] at the valuation date; the annuities are those of `annuity` in that year.
    """
    return AccruedDebt(
        np.asarray((pensions * in_payment).sum(axis=(-2, -1))),
        np.asarray((rights * deferred).sum(axis=(-2, -1))),
    )


def balance_ratio(contributions: Array, turnover: Array, fund: Array, liability: Array) -> Array:
    """(contributions x turnover duration in years + fund) / pension liability; below 1 the automatic balance acts."""
    if not np.all(np.asarray(liability) > 0):
        raise Refusal("The balance ratio needs a pension liability above 0.")
    return np.asarray((contributions * turnover + fund) / liability)

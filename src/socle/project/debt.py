"""Public debt as a share of product: how it moves, what keeps it, and what borrowing adds to it."""

from __future__ import annotations

import numpy as np

from socle.ground.axes import Array
from socle.model.results import Macro


def debt_path(start: float, interest: Array, nominal_growth: Array, primary_balance: Array) -> Array:
    """Debt as a share of product by year: d(t) = d(t-1) (1 + i) / (1 + g) - b.

    `start` is the share of the year before the first. Interest and growth are shares a year, the primary
    balance b is a share of product. Source: the accounting identity of public debt without other flows.
    """
    factor, balance = np.broadcast_arrays((1 + interest) / (1 + nominal_growth), primary_balance)
    debt = np.empty(factor.shape)
    share = start
    for year in range(len(debt)):
        share = share * factor[year] - balance[year]
        debt[year] = share
    return debt


def stabilising_primary_balance(debt: float, interest: float, nominal_growth: float) -> float:
    """The primary balance that keeps debt at its share of product: d (i - g) / (1 + g)."""
    return debt * (interest - nominal_growth) / (1 + nominal_growth)


def debt_if_borrowed(macro: Macro, extra_cost: Array) -> Array:
    """Debt as a share of product, [year], if an extra cost (money, [year]) is borrowed with its interest.

    The debt of the source is kept as it is, with the flows that its identity leaves out; what is borrowed
    on top of it costs the effective interest rate of each year.
    """
    borrowed = np.zeros(len(extra_cost))
    owed = 0.0
    for year, cost in enumerate(extra_cost):
        owed = (owed * (1 + macro.interest_rate[year]) if owed else 0.0) + cost
        borrowed[year] = owed
    return (macro.debt + borrowed) / macro.gdp

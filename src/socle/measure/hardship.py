"""Hardship from paying for health: persons whose household spends a large share of its budget (SDG 3.8.2)."""

from __future__ import annotations

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal


def hardship(out_of_pocket: Array, budget: Array, weights: Array, above: float) -> float:
    """The persons in households whose own payments for health exceed the share `above` of their budget.

    `out_of_pocket` and `budget` are money of the household of each person, [person], consumption or income with the
    payments inside; a household without a budget that pays is above every share. Definition of SDG indicator 3.8.2
    before 2025, 0.10 and 0.25.
    """
    if (out_of_pocket < 0).any() or (budget < 0).any():
        raise Refusal("Payments for health and budgets of households are not negative.")
    return float(weights[out_of_pocket > above * budget].sum()) if np.size(weights) else 0.0

"""The financing gap, and what is needed to close it."""

from __future__ import annotations

import numpy as np

from socle.ground.axes import Array


def gap(cost: Array, coverage: Array) -> Array:
    """The cost for those not covered: (1 - k) x cost, never negative; unknown where coverage is unknown."""
    return np.maximum(1 - coverage, 0.0) * cost


def weighted_share(money: Array, product: Array, members: Array) -> float:
    """A group's money as a share of its product: sum over sum, in one currency; countries unknown stay out."""
    counted = members & np.isfinite(money) & np.isfinite(product)
    total = float(product[counted].sum())
    return float(money[counted].sum()) / total if total else float("nan")

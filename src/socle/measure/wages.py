"""Wages that standards ask for, from a distribution of earnings: the 75th percentile and the mean.

A percentile that was not given lies on the straight line between its two neighbours. Beyond the lowest and the
highest nothing is supposed, and no mean is made from percentiles: the top, which they leave out, moves it most.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.measure.weighted import mean, quantile_value, whole

P75, MEAN = "p75_earnings", "mean_earnings"
SHARE = 75.0
"""The percentile of Article 65(6)(c) of Convention 102."""

HUNDRED = 100.0


@dataclass(frozen=True)
class Earnings:
    """What is known of earnings; money of the period in which they were given."""

    mean: float
    p75: float
    records: int
    people: float


def wage_at(percentiles: Array, wages: Array, wanted: float = SHARE) -> tuple[float, tuple[int, int]] | None:
    """The wage at a percentile, and the two places it rests on, the same twice where it was given.

    `percentiles` increase, out of 100 [percentile]; `wages` belong to them. Nothing where none lies on one side.
    """
    high = int(np.searchsorted(percentiles, wanted))
    if high == len(percentiles):
        return None
    if percentiles[high] == wanted:
        return float(wages[high]), (high, high)
    if high == 0:
        return None
    low = high - 1
    return float(np.interp(wanted, percentiles, wages)), (low, high)


def earnings_of(earnings: Array, weight: Array) -> Earnings | None:
    """The mean and the 75th percentile of earnings [record], as in `weighted`; nothing where nobody counts.

    The percentile is a quantile by `weighted.quantile`: no interpolation beyond the middle of two wages.
    """
    held = weight > 0
    if not held.any():
        return None
    sample = whole(earnings[held], weight[held])
    p75 = quantile_value(sample, SHARE / HUNDRED)
    middle = mean(sample, sample.welfare).value
    if not (math.isfinite(p75) and math.isfinite(middle)):
        return None
    return Earnings(middle, p75, int(held.sum()), float(weight[held].sum()))

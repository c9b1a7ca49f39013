"""Lorenz and concentration curves: what the poorest share of people hold, or receive, of a total.

People who tie at the quantile are divided in proportion, so that a curve is defined at every share and does
not depend on the order of the file.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from socle.ground.axes import Array
from socle.measure.weighted import Estimate, Sample, kernel_total, people, quantile_values, total


def lorenz_curve(sample: Sample, shares: Sequence[float]) -> list[Estimate]:
    """What each poorest share of people holds of all welfare."""
    return _curve(sample, sample.welfare, shares, own=True)


def concentration_curve(sample: Sample, values: Array, shares: Sequence[float]) -> list[Estimate]:
    """What each poorest share of people, by welfare, receives of the total of a column."""
    return _curve(sample, values, shares, own=False)


def _curve(sample: Sample, values: Array, shares: Sequence[float], own: bool) -> list[Estimate]:
    """The curve at some shares, by one sort.

    Where the quantile moves, it passes people who hold what those near it hold: that mean is the quantile
    itself for welfare, and otherwise estimated by the kernel of the density (Davidson and Duclos 1997).
    """
    everything, size = total(sample, values), people(sample).value
    found = []
    for share, limit in zip(shares, quantile_values(sample, shares), strict=True):
        below, at = sample.inside & (sample.welfare < limit), sample.inside & (sample.welfare == limit)
        tied = float(sample.weight[at].sum())
        part = (share * size - float(sample.weight[below].sum())) / tied if tied else 0.0
        counted = below + part * at
        near = limit if own else _near(sample, values, limit)
        held = Estimate(
            float((counted * values * sample.weight).sum()),
            np.where(sample.inside, counted * values + near * (share - counted), 0.0),
        )
        found.append(held / everything)
    return found


def _near(sample: Sample, values: Array, limit: float) -> float:
    """The mean of a column among people near a welfare; 0 where all welfare is the same."""
    here = kernel_total(sample, np.ones(values.size), limit)
    return kernel_total(sample, values, limit) / here if here else 0.0

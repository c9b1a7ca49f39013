"""Poverty: the line, who is below it, and by how much; each with the influence of an estimated line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from socle.ground.axes import Array
from socle.measure.weighted import (
    Estimate,
    Sample,
    density,
    kernel_total,
    mean,
    people,
    quantile,
    quantile_value,
    ranks,
    total,
    total_by_rank,
    undefined,
)

HALF = 0.5


def line_at_quantile(sample: Sample, share: float, part: float) -> Estimate:
    """A line at a part of a quantile: 60 % of the median is the at-risk-of-poverty threshold of Eurostat."""
    return quantile(sample, share) * part


def line_at_mean(sample: Sample, part: float) -> Estimate:
    """A line at a part of the mean."""
    return mean(sample, sample.welfare) * part


def head_count(sample: Sample, line: Estimate, strict: bool = False) -> Estimate:
    """The share of people at or below the line; with `strict`, below it (Eurostat)."""
    below = sample.welfare < line.value if strict else sample.welfare <= line.value
    counted = mean(sample, below.astype(np.float64))
    return Estimate(counted.value, counted.influence + density(sample, line.value) * line.influence)


def persistent_rate(
    now: Sample, line: Estimate, earlier: Sequence[tuple[Sample, Estimate]], years: int = 2
) -> Estimate:
    """The share of people below the line now and in at least so many of the earlier years (Eurostat).

    `earlier` holds the same people with their welfare and the line of each earlier year. A line moves the
    share by those whom one year more or less below it would count in or out.
    """
    poor_now = now.welfare < line.value
    poor = np.array([sample.welfare < one.value for sample, one in earlier])
    often = poor.sum(axis=0)
    found = mean(now, (poor_now & (often >= years)).astype(np.float64))
    size, influence = people(now).value, found.influence
    influence = influence + kernel_total(now, (often >= years) * 1.0, line.value) / size * line.influence
    for (sample, one), then in zip(earlier, poor, strict=True):
        decided = (poor_now & (often - then == years - 1)) * 1.0
        slope = kernel_total(replace(sample, inside=now.inside), decided, one.value)
        influence = influence + slope / size * one.influence
    return Estimate(found.value, influence)


def poor_median(sample: Sample, line: Estimate) -> Estimate:
    """The median welfare of those below the line (Osier 2009 for its influence)."""
    value = quantile_value(sample.within(sample.welfare < line.value), HALF)
    here = 0.0 if math.isnan(value) else density(sample, value)
    if here == 0:
        return undefined(sample.welfare.size)
    # The people up to this median are half of the poor: both shares must move together.
    rate = head_count(sample, line, strict=True)
    counted = np.where(sample.inside, (sample.welfare <= value) - HALF * rate.value, 0.0)
    return Estimate(value, (HALF * rate.influence - counted / people(sample).value) / here)


def relative_median_gap(sample: Sample, line: Estimate) -> Estimate:
    """The distance from the line to the median welfare of the poor, as a share of the line."""
    return -(poor_median(sample, line) / line) + 1.0


def foster_greer_thorbecke(sample: Sample, line: Estimate, aversion: float) -> Estimate:
    """The mean of the relative gap to the line raised to the aversion (Foster, Greer and Thorbecke 1984)."""
    if aversion == 0:
        return head_count(sample, line)
    gap, slope = _gaps(sample, line)
    measured = mean(sample, np.asarray(gap**aversion))
    with np.errstate(divide="ignore"):
        steeper = np.where(gap > 0, aversion * gap ** (aversion - 1) * slope, 0.0)
    moved = mean(sample, steeper).value
    return Estimate(measured.value, measured.influence + moved * line.influence)


def watts(sample: Sample, line: Estimate) -> Estimate:
    """The mean over all people of how many logarithms the poor are below the line (Watts 1968)."""
    poor = sample.inside & (sample.welfare <= line.value)
    safe = np.where(poor, sample.welfare, line.value)
    measured = mean(sample, np.asarray(np.log(line.value / safe)))
    rate = mean(sample, poor.astype(np.float64)).value
    return Estimate(measured.value, measured.influence + rate / line.value * line.influence)


def sen_shorrocks_thon(sample: Sample, line: Estimate) -> Estimate:
    """The mean gap times one plus the Gini coefficient of the gaps of all people (Shorrocks 1995).

    The product is twice the total of gaps by rank over the square of the people, so it needs no ratio.
    """
    gap, slope = _gaps(sample, line)
    size = people(sample)
    by_rank = total_by_rank(sample, gap, gap)
    moved = total(sample, slope * ranks(sample, gap)).value
    by_rank = Estimate(by_rank.value, by_rank.influence + moved * line.influence)
    return by_rank * 2.0 / (size * size)


def _gaps(sample: Sample, line: Estimate) -> tuple[Array, Array]:
    """Each record's gap to the line as a share of the line, and how it moves with the line."""
    poor = sample.welfare <= line.value
    gap = np.where(poor, 1 - sample.welfare / line.value, 0.0)
    return gap, np.where(poor, sample.welfare / line.value**2, 0.0)

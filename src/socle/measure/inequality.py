"""Inequality: Gini, concentration, shares of the top and the bottom, entropy, and Atkinson."""

from __future__ import annotations

import numpy as np

from socle.ground.axes import Array
from socle.measure.curves import lorenz_curve
from socle.measure.weighted import (
    Estimate,
    Sample,
    mean,
    people,
    quantile,
    total,
    total_below,
    total_by_rank,
)

OLD = 65  # years: the relative median income ratio of Eurostat compares 65 and over with under 65


def gini(sample: Sample) -> Estimate:
    """The Gini coefficient by mid-ranks: the order in which ties stand in the file does not matter."""
    return concentration(sample, sample.welfare)


def concentration(sample: Sample, values: Array) -> Estimate:
    """The concentration coefficient of a column by welfare: twice its covariance with rank over its mean."""
    by_rank = total_by_rank(sample, values, sample.welfare)
    return by_rank * 2.0 / (people(sample) * total(sample, values)) + -1.0


def gini_osier(sample: Sample) -> Estimate:
    """The Gini coefficient as in Osier (2009): ranks count the whole record, ties in the order of the file."""
    order = np.argsort(sample.welfare, kind="stable")
    here = np.where(sample.inside, sample.weight, 0.0)
    owned = here * sample.welfare
    reached, behind = np.empty(here.size), np.empty(here.size)
    reached[order], behind[order] = np.cumsum(here[order]), np.cumsum(owned[order])
    slope = owned.sum() - behind + owned + reached * sample.welfare
    by_rank = Estimate(float(owned @ reached), np.where(sample.inside, slope, 0.0))
    income = total(sample, sample.welfare)
    return (by_rank * 2.0 - income) / (income * people(sample)) + -1.0


def quintile_share_ratio(sample: Sample) -> Estimate:
    """What the richest fifth has over what the poorest fifth has (S80/S20)."""
    return share_ratio(sample, 0.2, 0.8)


def palma(sample: Sample) -> Estimate:
    """What the richest tenth has over what the poorest four tenths have."""
    return share_ratio(sample, 0.4, 0.9)


def share_ratio(sample: Sample, low: float, high: float) -> Estimate:
    """The welfare above one quantile over the welfare up to and including another."""
    poorest = total_below(sample, sample.welfare, quantile(sample, low))
    others = total_below(sample, sample.welfare, quantile(sample, high))
    return (total(sample, sample.welfare) - others) / poorest


def lorenz(sample: Sample, share: float) -> Estimate:
    """What the poorest share of people holds of all welfare."""
    return lorenz_curve(sample, (share,))[0]


def relative_median_ratio(sample: Sample, age: Array) -> Estimate:
    """The median welfare of people aged 65 and over, over that of people under 65."""
    old = age >= OLD
    return quantile(sample.within(old), 0.5) / quantile(sample.within(~old), 0.5)


def atkinson(sample: Sample, aversion: float) -> Estimate:
    """The share of mean welfare that could be given up if the rest were shared equally (Atkinson 1970)."""
    middle = mean(sample, sample.welfare)
    if aversion == 1:
        equal = mean(sample, _log(sample)).exp()
    else:
        equal = mean(sample, _power(sample, 1 - aversion)).power(1 / (1 - aversion))
    return -(equal / middle) + 1.0


def generalized_entropy(sample: Sample, parameter: float) -> Estimate:
    """Generalized entropy: 0 is the mean log deviation, 1 the Theil index (Shorrocks 1980)."""
    middle = mean(sample, sample.welfare)
    if parameter == 0:
        return middle.log() - mean(sample, _log(sample))
    if parameter == 1:
        return mean(sample, sample.welfare * _log(sample)) / middle - middle.log()
    scale = parameter * (parameter - 1)
    return (mean(sample, _power(sample, parameter)) / middle.power(parameter) + -1.0) * (1 / scale)


def _log(sample: Sample) -> Array:
    return np.log(np.where(sample.inside, sample.welfare, 1.0))


def _power(sample: Sample, exponent: float) -> Array:
    return np.asarray(np.where(sample.inside, sample.welfare, 1.0) ** exponent)

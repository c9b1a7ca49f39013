"""Weighted estimates that carry their own influence function: totals, means, quantiles, totals by rank.

The influence of a record on a statistic is the derivative of the statistic with respect to the record's
weight (Deville 1999). It passes through sums, products and ratios by the rules of differentiation, so a
measure is written once, as its formula, and its standard error follows (`measure/sampling.py`). So does the
standard error of a change on the same sample: the influence of a difference is the difference.

A sub-group (a domain) is the whole sample with nothing counted outside it, never a smaller sample.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array

EQUAL = 1e-12  # shares of the population closer than this are the same share


@dataclass(frozen=True, eq=False)
class Estimate:
    """A statistic of a sample and the influence of each record on it; both not a number if undefined."""

    value: float
    influence: Array  # [record]

    def __add__(self, other: Estimate | float) -> Estimate:
        if isinstance(other, Estimate):
            return Estimate(self.value + other.value, self.influence + other.influence)
        return Estimate(self.value + other, self.influence)

    def __neg__(self) -> Estimate:
        return Estimate(-self.value, -self.influence)

    def __sub__(self, other: Estimate | float) -> Estimate:
        return self + -other

    def __mul__(self, other: Estimate | float) -> Estimate:
        if isinstance(other, Estimate):
            slope = self.influence * other.value + self.value * other.influence
            return Estimate(self.value * other.value, slope)
        return Estimate(self.value * other, self.influence * other)

    def __truediv__(self, other: Estimate | float) -> Estimate:
        divisor = other.value if isinstance(other, Estimate) else other
        if divisor == 0 or not math.isfinite(divisor):
            return undefined(self.influence.size)
        if not isinstance(other, Estimate):
            return self * (1 / divisor)
        ratio = self.value / divisor
        return Estimate(ratio, (self.influence - ratio * other.influence) / divisor)

    def over_positive(self, other: Estimate) -> Estimate:
        """The ratio to a statistic that is an amount people have; undefined where that is 0 or less."""
        return self / other if other.value > 0 else undefined(self.influence.size)

    def through(self, value: float, slope: float) -> Estimate:
        """A function of the statistic: its value there, and its derivative there."""
        return Estimate(value, slope * self.influence)

    def power(self, exponent: float) -> Estimate:
        """The statistic, which is positive, raised to a power."""
        if not self.value > 0:
            return undefined(self.influence.size)
        return self.through(self.value**exponent, exponent * self.value ** (exponent - 1))

    def log(self) -> Estimate:
        """The natural logarithm of the statistic."""
        if not self.value > 0:
            return undefined(self.influence.size)
        return self.through(math.log(self.value), 1 / self.value)

    def exp(self) -> Estimate:
        """The exponential of the statistic."""
        return self.through(math.exp(self.value), math.exp(self.value))


@dataclass(frozen=True, eq=False)
class Sample:
    """The welfare of the records of a sample, their weights, and the sub-group that is looked at.

    `bandwidth` is that of the density of welfare: the standard deviation of the whole sample times the number
    of people to the power of minus one fifth, also for sub-groups.
    """

    welfare: Array  # [record]
    weight: Array  # [record], people represented
    inside: NDArray[np.bool_]  # [record], whether it belongs to the sub-group
    bandwidth: float

    @cached_property
    def ascending(self) -> tuple[Array, Array]:
        """The welfare of those who count, ascending, and the share of people up to each; empty where nobody is."""
        held = self.inside & (self.weight > 0)
        order = np.argsort(self.welfare[held], kind="stable")
        reached = np.cumsum(self.weight[held][order])
        return self.welfare[held][order], reached / reached[-1] if reached.size else reached

    @cached_property
    def places(self) -> NDArray[np.intp]:
        """The place of each record among the distinct amounts of welfare."""
        return self.placed(self.welfare)

    def placed(self, by: Array) -> NDArray[np.intp]:
        """The place of each record among the distinct values of a column; all outside are as one."""
        return np.unique(np.where(self.inside, by, 0.0), return_inverse=True)[1]

    def within(self, part: NDArray[np.bool_]) -> Sample:
        """The records of the sub-group that are also in `part`."""
        return replace(self, inside=self.inside & part)

    def holding(self, welfare: Array) -> Sample:
        """The same records with other welfare, such as that after a transfer."""
        return replace(self, welfare=welfare, bandwidth=bandwidth(welfare, self.weight))

    def weighted_by(self, weight: Array) -> Sample:
        """The same records with other weights, such as those of a replicate."""
        return replace(self, weight=weight, bandwidth=bandwidth(self.welfare, weight))


def whole(welfare: Array, weight: Array) -> Sample:
    """The sample with everybody in it."""
    inside = np.ones(welfare.size, dtype=bool)
    return Sample(welfare, weight, inside, bandwidth(welfare, weight))


def bandwidth(welfare: Array, weight: Array) -> float:
    """The bandwidth of the density of welfare (Osier 2009)."""
    people = float(weight.sum())
    middle = float((weight * welfare).sum()) / people
    spread = math.sqrt(float((weight * (welfare - middle) ** 2).sum()) / people)
    return float(spread * people**-0.2)


def undefined(records: int) -> Estimate:
    """A statistic that has no value here."""
    return Estimate(math.nan, np.full(records, math.nan))


def exactly(value: float, records: int) -> Estimate:
    """A number that was given, not estimated: no record moves it."""
    return Estimate(value, np.zeros(records))


def total(sample: Sample, values: Array) -> Estimate:
    """The total of a column over the people of the sub-group."""
    counted = np.where(sample.inside, values, 0.0)
    return Estimate(float((counted * sample.weight).sum()), counted)  # a dot product would wait for threads


def people(sample: Sample) -> Estimate:
    """How many people the sub-group represents."""
    return total(sample, np.ones(sample.welfare.size))


def mean(sample: Sample, values: Array) -> Estimate:
    """The mean of a column over the people of the sub-group."""
    return total(sample, values) / people(sample)


def quantile(sample: Sample, share: float) -> Estimate:
    """The welfare below which a share of the people is.

    The smallest welfare at which more than the share is reached; the mean of it and the one before where the
    share is reached exactly (Eurostat; Alfons and Templ 2013). No interpolation. Its influence divides the
    distance from the share by the density there (Deville 1999).
    """
    value = quantile_value(sample, share)
    if math.isnan(value):
        return undefined(sample.welfare.size)
    here = density(sample, value)
    if here == 0:  # all welfare is the same: how the quantile moves is not known
        return Estimate(value, undefined(sample.welfare.size).influence)
    distance = np.where(sample.inside, (sample.welfare <= value) - share, 0.0) / people(sample).value
    return Estimate(value, -distance / here)


def quantile_value(sample: Sample, share: float) -> float:
    """The quantile alone."""
    return quantile_values(sample, (share,))[0]


def quantile_values(sample: Sample, shares: Sequence[float]) -> list[float]:
    """Several quantiles by one sort; not a number where nobody is."""
    welfare, reached = sample.ascending
    if not welfare.size:
        return [math.nan] * len(shares)
    last, found = welfare.size - 1, []
    for share in shares:
        at = min(int(np.searchsorted(reached, share - EQUAL)), last)
        after = min(at + 1, last) if reached[at] <= share + EQUAL else at
        found.append(float((welfare[at] + welfare[after]) / 2))
    return found


def density(sample: Sample, at: float) -> float:
    """The share of the people of the sub-group per unit of welfare at a welfare, by a Gaussian kernel."""
    return kernel_total(sample, np.ones(sample.welfare.size), at) / people(sample).value


def kernel_total(sample: Sample, values: Array, at: float) -> float:
    """How fast the total of a column below a welfare grows with it, by a Gaussian kernel."""
    if sample.bandwidth == 0:
        return 0.0
    distance = (at - sample.welfare) / sample.bandwidth
    kernel = np.exp(-(distance**2) / 2) / (math.sqrt(2 * math.pi) * sample.bandwidth)
    return total(sample, values * kernel).value


def total_below(sample: Sample, values: Array, limit: Estimate) -> Estimate:
    """The total of a column over those whose welfare is at most an estimated limit."""
    counted = total(sample, np.where(sample.welfare <= limit.value, values, 0.0))
    slope = kernel_total(sample, values, limit.value)
    return Estimate(counted.value, counted.influence + slope * limit.influence)


def ranks(sample: Sample, by: Array) -> Array:
    """People of the sub-group ranked below each record, half of those who tie with it counted."""
    _, group, here = _grouped(sample, by)
    held = np.bincount(group, here)
    return np.asarray((np.cumsum(held) - held / 2)[group])


def total_by_rank(sample: Sample, values: Array, by: Array) -> Estimate:
    """The total of a column times the mid-rank of each record in another.

    A pair of people counts the value of the one ranked higher, or half of both values where they tie, so a
    record moves the total by its own value and by those ranked above it.
    """
    counted, group, here = _grouped(sample, by)
    values = np.where(sample.inside, values, 0.0)
    held, owned = np.bincount(group, here), np.bincount(group, here * values)
    rank = (np.cumsum(held) - held / 2)[group]
    above = (owned.sum() - np.cumsum(owned) + owned / 2)[group]
    return Estimate(float((here * values * rank).sum()), counted * (values * rank + above))


def _grouped(sample: Sample, by: Array) -> tuple[Array, NDArray[np.intp], Array]:
    """Whether each record counts, its place among the distinct values of `by`, and its weight if it counts."""
    counted = sample.inside.astype(np.float64)
    group = sample.places if by is sample.welfare else sample.placed(by)
    return counted, group, counted * sample.weight

"""The variance of an estimate under the design of the sample: strata, primary sampling units, replicates.

The estimate's influence times the weight is summed within each primary sampling unit (PSU); the variance is
that of these sums between the PSUs of each stratum (Taylor linearization with replacement, or with a
correction for the share of PSUs that was sampled).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.ground.refusals import Refusal, nearest
from socle.measure.weighted import Estimate, Sample

Codes = NDArray[np.int64]
Lonely = Literal["refuse", "adjust", "average", "certainty"]
LONELY = ("refuse", "adjust", "average", "certainty")
"""What to do with a stratum of one PSU: refuse; measure its distance from the mean of all PSUs; give it the
mean variance of the other strata; or take it as chosen with certainty, which adds no variance."""


@dataclass(frozen=True, eq=False)
class Design:
    """How a sample was drawn, ready for variances."""

    weight: Array  # [record]
    psu: Codes  # [record] -> number of its PSU, 0, 1, ...
    stratum: Codes  # [psu] -> number of its stratum
    sampled: Array  # [stratum], share of its PSUs that was sampled; 0 without correction
    lonely: Lonely = "refuse"
    margins: Array | None = None  # [record, margin] to which the weights were calibrated

    @cached_property
    def regression(self) -> Array:
        """The matrix that turns a column into its slopes on the margins, [margin, record]."""
        if self.margins is None:
            return np.zeros((0, self.weight.size))
        weighted = (self.weight[:, None] * self.margins).T
        return np.asarray(np.linalg.pinv(weighted @ self.margins, hermitian=True) @ weighted)

    @property
    def units(self) -> Array:
        """PSUs of each stratum."""
        return np.bincount(self.stratum, minlength=self.sampled.size).astype(np.float64)


def design(weight: Array, psu: Codes, strata: Codes, lonely: Lonely = "refuse") -> Design:
    """The design from the PSU and stratum of each record; one number in two strata is two PSUs."""
    if lonely not in LONELY:
        raise Refusal(
            "There is no way `{name}` to treat a stratum of one unit; there are {valid}.",
            name=lonely,
            valid=", ".join(LONELY),
            nearest=nearest(lonely, LONELY),
        )
    per_stratum = int(psu.max()) + 1
    pairs, number = np.unique(strata * per_stratum + psu, return_inverse=True)
    sampled = np.zeros(int(strata.max()) + 1)
    return Design(weight, number.astype(np.int64), pairs // per_stratum, sampled, lonely)


def lonely_strata(plan: Design) -> Codes:
    """The strata with one PSU."""
    return np.flatnonzero(plan.units == 1).astype(np.int64)


def estimated_fractions(plan: Design) -> Array:
    """The share of each stratum's PSUs that was sampled, if weights are inverse chances of being drawn.

    A PSU stands for as many as the mean weight of its records.
    """
    records = np.bincount(plan.psu)
    stands_for = np.bincount(plan.psu, plan.weight) / records
    population = np.bincount(plan.stratum, stands_for, minlength=plan.sampled.size)
    return np.asarray(np.minimum(plan.units / population, 1.0))


def variance(plan: Design, estimate: Estimate) -> float:
    """The variance of an estimate under the design."""
    influence = estimate.influence if plan.margins is None else unexplained(plan, estimate.influence)
    sums = np.bincount(plan.psu, plan.weight * influence, minlength=plan.stratum.size)
    units, strata = plan.units, plan.sampled.size
    centre = np.bincount(plan.stratum, sums, minlength=strata) / np.maximum(units, 1)
    alone = units == 1
    if plan.lonely == "adjust":
        centre = np.where(alone, sums.mean(), centre)
    squares = np.bincount(plan.stratum, (sums - centre[plan.stratum]) ** 2, minlength=strata)
    parts = squares * np.where(units > 1, units / np.maximum(units - 1, 1), 1.0) * (1 - plan.sampled)
    if plan.lonely == "average" and alone.any() and not alone.all():
        parts = np.where(alone, parts[units > 1].mean(), parts)
    return float(parts.sum())


def unexplained(plan: Design, influence: Array) -> Array:
    """What the margins to which weights were calibrated do not explain of an influence.

    The residual of its regression on them with the new weights (Deville and Sarndal 1992, section 3): what the
    margins say of an estimate does not vary from sample to sample. An influence summed within PSUs has no
    regression any more, so it brings its slopes along, after its sums (`measure/groups.py`).
    """
    margins = plan.margins
    if margins is None:
        return influence
    records = len(margins)
    if not np.isfinite(influence).all():
        return np.full(records, np.nan)
    slopes = influence[records:] if influence.size > records else plan.regression @ influence
    return np.asarray(influence[:records] - margins @ slopes)


def standard_error(plan: Design, estimate: Estimate) -> float:
    """The standard error of an estimate under the design; not a number where it cannot be known."""
    alone = lonely_strata(plan).size
    if alone and (plan.lonely == "refuse" or (plan.lonely == "average" and alone == plan.units.size)):
        return math.nan
    return math.sqrt(variance(plan, estimate))


@dataclass(frozen=True, eq=False)
class Replicates:
    """Replicate weights and the factor by which the squared distances of their estimates are summed."""

    weights: Array  # [replicate, record]
    factor: float
    around_mean: bool = False  # distances from the mean of the replicates instead of the estimate


REPLICATION = ("bootstrap", "jackknife", "brr", "fay", "sdr")
"""Ways to replicate a sample: bootstrap, delete-one jackknife without strata, balanced repeated replication,
the same with Fay's factor, successive differences."""


def replicates(weights: Array, way: str, fay: float = 0.0) -> Replicates:
    """Replicate weights of a known way, with its factor (Wolter 2007)."""
    count = len(weights)
    if not 0 <= fay < 1:
        raise Refusal("Fay's factor lies from 0 to below 1; here it is {value}.", value=f"{fay:g}")
    factors = {
        "bootstrap": 1 / max(count - 1, 1),
        "jackknife": (count - 1) / count,
        "brr": 1 / count,
        "fay": 1 / (count * (1 - fay) ** 2),
        "sdr": 4 / count,
    }
    if way not in factors:
        raise Refusal(
            "There is no replication `{name}`; there are {valid}.",
            name=way,
            valid=", ".join(REPLICATION),
            nearest=nearest(way, REPLICATION),
        )
    return Replicates(weights, factors[way], around_mean=way == "bootstrap")


def replicated_error(sample: Sample, statistic: Callable[[Sample], Estimate], drawn: Replicates) -> float:
    """The standard error of a statistic by computing it again with each set of replicate weights."""
    values = np.array([statistic(sample.weighted_by(weight)).value for weight in drawn.weights])
    centre = values.mean() if drawn.around_mean else statistic(sample).value
    return math.sqrt(drawn.factor * float(((values - centre) ** 2).sum()))

"""Who gets what: the performance of a transfer on a sample, each statistic with its influence function.

`sample` is the people with their welfare before the transfer, `transfer` money a person and year. Groups and
the poor are fixed before the transfer, and the tables say so. Definitions: the indicators of social
protection performance in the World Bank's ADePT and ASPIRE, Beckerman (1979), and Coady, Grosh and
Hoddinott (2004).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.measure.weighted import Estimate, Sample, mean, people, quantile_value, total, whole

DECILES: Final = 10
MOVED: Final = (-0.05, -0.01, 0.01, 0.05)
"""Bounds of relative change between those who lose much, lose, stay, gain, and gain much."""


@dataclass(frozen=True, eq=False)
class Transfer:
    """A transfer on a sample: its people before it, what each receives, who is poor before it, and the line."""

    sample: Sample
    amount: Array  # [record]
    line: float

    @property
    def receives(self) -> Array:
        """1 for those who receive something."""
        return (self.amount > 0).astype(np.float64)

    @property
    def poor(self) -> Sample:
        """Those below the line before the transfer."""
        return self.sample.within(self.sample.welfare < self.line)

    @property
    def gap_closed(self) -> Array:
        """What of the amount closes the distance to the line, a person."""
        before = np.maximum(self.line - self.sample.welfare, 0.0)
        return np.asarray(np.minimum(before, np.maximum(self.amount, 0.0)))


def coverage(t: Transfer) -> Estimate:
    """The share of people who live on the transfer."""
    return mean(t.sample, t.receives)


def undercoverage(t: Transfer) -> Estimate:
    """The share of the poor who do not receive it: the error of exclusion."""
    return -mean(t.poor, t.receives) + 1.0


def leakage(t: Transfer) -> Estimate:
    """The share of recipients who are not poor: the error of inclusion."""
    return -(total(t.poor, t.receives) / total(t.sample, t.receives)) + 1.0


def adequacy(t: Transfer) -> Estimate:
    """What recipients receive over the welfare they then have."""
    own = t.sample.within(t.receives > 0)
    return total(own, t.amount) / total(own, t.sample.welfare + t.amount)


def vertical_efficiency(t: Transfer) -> Estimate:
    """The share of the money that goes to those who were poor (Beckerman 1979)."""
    return total(t.poor, t.amount) / total(t.sample, t.amount)


def reduction_efficiency(t: Transfer) -> Estimate:
    """The share of the money that closes the poverty gap: how much of it a franc closes (Beckerman 1979)."""
    return total(t.sample, t.gap_closed) / total(t.sample, t.amount)


def gap_efficiency(t: Transfer) -> Estimate:
    """The share of the poverty gap that the transfer closes."""
    before = np.maximum(t.line - t.sample.welfare, 0.0)
    return total(t.sample, t.gap_closed) / total(t.sample, before)


def poorest_share(t: Transfer, share: float = 0.4) -> Estimate:
    """What the poorest receive of the money, over their share of people (Coady, Grosh and Hoddinott 2004)."""
    limit = quantile_value(t.sample, share)
    own = t.sample.within(t.sample.welfare <= limit)
    return total(own, t.amount) / total(t.sample, t.amount) / (people(own) / people(t.sample))


PERFORMANCE: Final[Mapping[str, tuple[Callable[[Transfer], Estimate], str]]] = {
    "coverage": (coverage, N_("The share of people who live in households that receive it.")),
    "undercoverage": (
        undercoverage,
        N_("The share of the poor who do not receive it: the error of exclusion."),
    ),
    "leakage": (leakage, N_("The share of recipients who are not poor: the error of inclusion.")),
    "adequacy": (adequacy, N_("What recipients receive, over the welfare they then have.")),
    "vertical_efficiency": (
        vertical_efficiency,
        N_("The share of the money that goes to those who were poor."),
    ),
    "reduction_efficiency": (reduction_efficiency, N_("The share of the money that closes the poverty gap.")),
    "gap_efficiency": (gap_efficiency, N_("The share of the poverty gap that it closes.")),
    "poorest_40": (
        poorest_share,
        N_("What the poorest 40 % receive of the money, over their share of people."),
    ),
}
"""Each indicator, and its sentence for people."""


def deciles(welfare: Array, weight: Array, groups: int = DECILES) -> NDArray[np.int64]:
    """The decile of each person, 1 to 10, by welfare; people of equal welfare are in the same one."""
    sample = whole(welfare, weight)
    limits = [quantile_value(sample, i / groups) for i in range(1, groups)]
    return np.asarray(np.searchsorted(limits, welfare, side="left") + 1, dtype=np.int64)


def benefit_incidence(t: Transfer, part: NDArray[np.bool_]) -> Estimate:
    """The share of the money that a group receives."""
    return total(t.sample.within(part), t.amount) / total(t.sample, t.amount)


def moved(before: Array, after: Array) -> NDArray[np.int64]:
    """0 to 4: loses more than 5 %, loses 1 to 5 %, within 1 %, gains 1 to 5 %, gains more than 5 %."""
    change = np.divide(after - before, before, out=np.zeros_like(before), where=before > 0)
    return np.asarray(np.searchsorted(MOVED, change, side="right"), dtype=np.int64)

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
from socle.measure.groups import Partition
from socle.measure.weighted import Estimate, Sample, mean, people, quantile_value, quantile_values, total

DECILES: Final = 10
SAME: Final = 1e-9  # amounts that differ by a smaller part of themselves are the same
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
    def columns(self) -> dict[str, Array]:
        """What is summed by group."""
        receives, after = self.receives, self.sample.welfare + self.amount
        return {
            "people": np.ones(after.size),
            "reached": receives,
            "money": self.amount,
            "welfare": after,
            "welfare_reached": after * receives,
        }

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


def tenths(sample: Sample, groups: int = DECILES) -> Partition:
    """The tenths of people by welfare, poorest first; people of equal welfare are in the same one."""
    limits = quantile_values(sample, [i / groups for i in range(1, groups)])
    names = tuple(f"decile {i}" for i in range(1, groups + 1))
    return Partition(names, np.searchsorted(limits, sample.welfare, side="left").astype(np.int64))


Totals = Mapping[str, Estimate]
"""Totals of `Transfer.columns` of a group or of everybody."""

BY_GROUP: Final[Mapping[str, tuple[Callable[[Totals, Totals], Estimate], str, str]]] = {
    "coverage": (
        lambda own, _: own["reached"] / own["people"],
        "share",
        N_("The share of the persons of the group who live in households that receive it."),
    ),
    "beneficiary_incidence": (
        lambda own, everybody: own["reached"] / everybody["reached"],
        "share",
        N_("The share of the persons reached who are in the group."),
    ),
    "benefit_incidence": (
        lambda own, everybody: own["money"] / everybody["money"],
        "share",
        N_("The share of the money that the group receives."),
    ),
    "adequacy": (
        lambda own, _: own["money"] / own["welfare_reached"],
        "share",
        N_("What recipients in the group receive, over the welfare they then have."),
    ),
    "relative_incidence": (
        lambda own, _: own["money"] / own["welfare"],
        "share",
        N_("What the group receives, over the welfare all its persons then have."),
    ),
    "average_transfer": (
        lambda own, _: own["money"] / own["reached"],
        "money",
        N_("What a person reached in the group receives in a year, shared within the household."),
    ),
}
"""Statistics of a group from totals of its own and of everybody: formula, unit, sentence for people."""


def moved(before: Array, after: Array) -> NDArray[np.int64]:
    """0 to 4: loses more than 5 %, loses 1 to 5 %, within 1 %, gains 1 to 5 %, gains more than 5 %.

    Where welfare before is 0 or less no share of it has a meaning: any gain or loss counts as more than 5 %.
    """
    gain = after - before
    nothing = np.where(np.abs(gain) > SAME * np.maximum(np.abs(before), np.abs(after)), np.sign(gain), 0.0)
    change = np.divide(gain, before, out=nothing, where=before > 0)
    return np.asarray(np.searchsorted(MOVED, change, side="right"), dtype=np.int64)

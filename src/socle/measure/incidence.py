"""Who gets what: the performance of a transfer on a sample, each statistic with its influence function.

`sample` is the people with their welfare before the transfer, `transfer` money a person and year. Groups and
the poor are fixed before the transfer, persons are counted, and the sentences say so. Definitions: the
indicators of social protection performance in the World Bank's ADePT and ASPIRE, Beckerman (1979), Coady,
Grosh and Hoddinott (2004), and Feldstein (1972) for the distributional characteristic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.measure.curves import concentration_curve
from socle.measure.groups import Partition
from socle.measure.weighted import Estimate, Sample, mean, quantile_values, total

DECILES: Final = 10
SAME: Final = 1e-9  # amounts that differ by a smaller part of themselves are the same
MOVED: Final = (-0.05, -0.01, 0.01, 0.05)
"""Bounds of relative change between those who lose much, lose, stay, gain, and gain much."""
LOWEST: Final = 0.1  # of the line: welfare below it counts as this much in the distributional characteristic


@dataclass(frozen=True, eq=False)
class Transfer:
    """A transfer on a sample: its people before it, what each receives, who is poor before it, and the line."""

    sample: Sample
    amount: Array  # [record] money a person
    line: float
    heads: Array | None = None  # [record] persons for each adult equivalent, where welfare is for one

    @cached_property
    def after(self) -> Sample:
        """The people with their welfare after the transfer."""
        felt = self.amount if self.heads is None else self.amount * self.heads
        return self.sample.holding(self.sample.welfare + felt)

    def money(self, welfare: Array) -> Array:
        """Welfare, or a distance in it, as money a person."""
        return welfare if self.heads is None else welfare / self.heads

    @cached_property
    def receives(self) -> Array:
        """1 for those who receive something."""
        return (self.amount > 0).astype(np.float64)

    @property
    def columns(self) -> dict[str, Array]:
        """What is summed by group."""
        return {
            "people": np.ones(self.amount.size),
            "reached": self.receives,
            "money": self.amount,
            "welfare": self.money(self.after.welfare),
            "welfare_reached": self.money(self.after.welfare) * self.receives,
        }

    @cached_property
    def poor(self) -> Sample:
        """Those below the line before the transfer."""
        return self.sample.within(self.sample.welfare < self.line)

    @cached_property
    def gap(self) -> Array:
        """The money that a person lacks to the line before the transfer."""
        return self.money(np.maximum(self.line - self.sample.welfare, 0.0))

    @cached_property
    def gap_closed(self) -> Array:
        """What of the amount closes the distance to the line, a person."""
        return np.asarray(np.minimum(self.gap, np.maximum(self.amount, 0.0)))


def undercoverage(t: Transfer) -> Estimate:
    """The share of the poor who do not receive it: the error of exclusion."""
    return -mean(t.poor, t.receives) + 1.0


def leakage(t: Transfer) -> Estimate:
    """The share of recipients who are not poor: the error of inclusion."""
    return -(total(t.poor, t.receives) / total(t.sample, t.receives)) + 1.0


def vertical_efficiency(t: Transfer) -> Estimate:
    """The share of the money that goes to those who were poor (Beckerman 1979)."""
    return total(t.poor, t.amount) / total(t.sample, t.amount)


def spillover(t: Transfer) -> Estimate:
    """The share of the money of the poor that lifts them beyond the line (Beckerman 1979)."""
    received = total(t.poor, t.amount)
    return (received - total(t.sample, t.gap_closed)) / received


def reduction_efficiency(t: Transfer) -> Estimate:
    """The share of the money that closes the poverty gap: how much of it a franc closes (Beckerman 1979)."""
    return total(t.sample, t.gap_closed) / total(t.sample, t.amount)


def benefit_cost(t: Transfer) -> Estimate:
    """How much smaller the poverty gap becomes, over the money; amounts below 0 may make it larger."""
    left = t.money(np.maximum(t.line - t.after.welfare, 0.0))
    return total(t.sample, t.gap - left) / total(t.sample, t.amount)


def gap_efficiency(t: Transfer) -> Estimate:
    """The share of the poverty gap that the transfer closes."""
    return total(t.sample, t.gap_closed) / total(t.sample, t.gap)


def targeting(t: Transfer, share: float) -> Estimate:
    """What the poorest receive of the money, over their share of people (Coady, Grosh and Hoddinott 2004)."""
    return concentration_curve(t.sample, t.amount, (share,))[0] / share


def distributional_characteristic(t: Transfer, aversion: float) -> Estimate:
    """The mean of the money's welfare weights, the line over welfare to a power (Feldstein 1972).

    Welfare below `LOWEST` of the line counts as that much, so that no weight is without bound.
    """
    weights = (t.line / np.maximum(t.sample.welfare, LOWEST * t.line)) ** aversion
    return total(t.sample, t.amount * weights) / total(t.sample, t.amount)


@dataclass(frozen=True)
class Statistic:
    """A statistic of a transfer: its formula, its unit, its sentence for people."""

    formula: Callable[[Transfer], Estimate]
    unit: str
    sentence: str


PERFORMANCE: Final[Mapping[str, Statistic]] = {
    "undercoverage": Statistic(
        undercoverage,
        "share",
        N_(
            "The share of the poor, by welfare before the transfer, who do not receive it: the error of exclusion. "
            "Persons are counted."
        ),
    ),
    "leakage": Statistic(
        leakage,
        "share",
        N_(
            "The share of recipients who are not poor by welfare before the transfer: the error of inclusion. "
            "Persons are counted."
        ),
    ),
    "vertical_efficiency": Statistic(
        vertical_efficiency,
        "share",
        N_("The share of the money that goes to those who were poor before the transfer."),
    ),
    "spillover": Statistic(
        spillover,
        "share",
        N_("The share of the money of those who were poor that lifts them beyond the line."),
    ),
    "reduction_efficiency": Statistic(
        reduction_efficiency,
        "share",
        N_("The share of the money that closes the poverty gap: what a franc closes of it."),
    ),
    "benefit_cost": Statistic(
        benefit_cost,
        "ratio",
        N_("How much smaller the poverty gap becomes, over the money: both in money a year."),
    ),
    "gap_efficiency": Statistic(
        gap_efficiency,
        "share",
        N_("The share of the poverty gap before the transfer that it closes."),
    ),
    "poorest_20": Statistic(
        partial(targeting, share=0.2),
        "ratio",
        N_(
            "What the poorest 20 % of persons, by welfare before the transfer, receive of the money, over their share "
            "of persons."
        ),
    ),
    "poorest_40": Statistic(
        partial(targeting, share=0.4),
        "ratio",
        N_(
            "What the poorest 40 % of persons, by welfare before the transfer, receive of the money, over their share "
            "of persons."
        ),
    ),
    "distributional_1": Statistic(
        partial(distributional_characteristic, aversion=1.0),
        "ratio",
        N_(
            "Distributional characteristic, aversion 1: the mean over the money of the line over welfare before the "
            "transfer; welfare below a tenth of the line counts as a tenth."
        ),
    ),
    "distributional_2": Statistic(
        partial(distributional_characteristic, aversion=2.0),
        "ratio",
        N_(
            "Distributional characteristic, aversion 2: the mean over the money of the square of the line over welfare "
            "before the transfer; welfare below a tenth of the line counts as a tenth."
        ),
    ),
}
"""Each indicator of a transfer that is no order of people (see `redistribution.py`) and has no groups."""


def tenths(sample: Sample, groups: int = DECILES) -> Partition:
    """The tenths of people by welfare, poorest first; people of equal welfare are in the same one."""
    limits = quantile_values(sample, [i / groups for i in range(1, groups)])
    names = tuple(f"decile {i}" for i in range(1, groups + 1))
    return Partition(names, np.searchsorted(limits, sample.welfare, side="left").astype(np.int64))


Sums = Mapping[str, Estimate]
"""Totals of `Transfer.columns` of a group or of everybody."""


@dataclass(frozen=True)
class GroupStatistic:
    """A statistic of a group from its totals and those of everybody."""

    formula: Callable[[Sums, Sums], Estimate]
    unit: str
    sentence: str


BY_GROUP: Final[Mapping[str, GroupStatistic]] = {
    "coverage": GroupStatistic(
        lambda own, _: own["reached"] / own["people"],
        "share",
        N_(
            "The share of the persons of the group who live in households that receive it. Groups and tenths of "
            "persons are those of welfare before the transfer."
        ),
    ),
    "beneficiary_incidence": GroupStatistic(
        lambda own, everybody: own["reached"] / everybody["reached"],
        "share",
        N_(
            "The share of all persons reached who are in the group. Groups and tenths of persons are those of welfare "
            "before the transfer."
        ),
    ),
    "benefit_incidence": GroupStatistic(
        lambda own, everybody: own["money"] / everybody["money"],
        "share",
        N_(
            "The share of all the money that the group receives. Groups and tenths of persons are those of welfare "
            "before the transfer."
        ),
    ),
    "adequacy": GroupStatistic(
        lambda own, _: own["money"] / own["welfare_reached"],
        "share",
        N_(
            "What the recipients of the group receive, over the welfare they then have. Groups and tenths of persons "
            "are those of welfare before the transfer."
        ),
    ),
    "relative_incidence": GroupStatistic(
        lambda own, _: own["money"] / own["welfare"],
        "share",
        N_(
            "What the group receives, over the welfare that all its persons then have. Groups and tenths of persons "
            "are those of welfare before the transfer."
        ),
    ),
    "average_transfer": GroupStatistic(
        lambda own, _: own["money"] / own["reached"],
        "money",
        N_(
            "Money a year per person of the group who lives in a household that receives it. Groups and tenths of "
            "persons are those of welfare before the transfer."
        ),
    ),
}
"""Each indicator of a group: formula, unit, sentence for people."""


def moved(before: Array, after: Array) -> NDArray[np.int64]:
    """0 to 4: loses more than 5 %, loses 1 to 5 %, within 1 %, gains 1 to 5 %, gains more than 5 %.

    Where welfare before is 0 or less no share of it has a meaning: any gain or loss counts as more than 5 %.
    """
    gain = after - before
    nothing = np.where(np.abs(gain) > SAME * np.maximum(np.abs(before), np.abs(after)), np.sign(gain), 0.0)
    change = np.divide(gain, before, out=nothing, where=before > 0)
    return np.asarray(np.searchsorted(MOVED, change, side="right"), dtype=np.int64)

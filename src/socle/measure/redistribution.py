"""What a transfer, or a tax, changes in the distribution: progressivity, reranking, and what a scheme adds.

`before` is the sample with the welfare of before, which orders people wherever a concentration is meant.
The identities that tests hold: redistribution = vertical effect (Reynolds and Smolensky 1977) - reranking
(Atkinson 1979, Plotnick 1981); the vertical effect of a transfer of rate g of welfare is -g / (1 + g) of its
progressivity (Kakwani 1977). Impoverishment, gains of the poor, marginal contributions and effectiveness are
those of the Commitment to Equity: Higgins and Lustig (2016), Enami, Lustig and Aranda (2018), Enami (2018).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.measure.inequality import concentration, gini
from socle.measure.poverty import foster_greer_thorbecke
from socle.measure.weighted import Estimate, Sample, exactly, people, total, total_by_rank, undefined


def progressivity(by_rank: Estimate, first: Estimate) -> Estimate:
    """Concentration of an amount less the Gini before: below 0, a transfer is progressive; above, a tax."""
    return by_rank - first


@dataclass(frozen=True, eq=False)
class Redistribution:
    """What moves from the Gini before to that after, from three estimates that callers often have already."""

    first: Estimate  # the Gini before
    second: Estimate  # the Gini after
    by_rank: Estimate  # concentration of welfare after, by welfare before

    @property
    def whole(self) -> Estimate:
        """The Gini before less the Gini after: the vertical effect less reranking."""
        return self.first - self.second

    @property
    def vertical_effect(self) -> Estimate:
        """The Gini before less the concentration of welfare after (Reynolds and Smolensky 1977)."""
        return self.first - self.by_rank

    @property
    def reranking(self) -> Estimate:
        """The Gini after less the concentration of welfare after: 0 where nobody overtakes."""
        return self.second - self.by_rank


def redistributed(before: Sample, after: Sample) -> Redistribution:
    """What moves between two samples of the same people."""
    return Redistribution(gini(before), gini(after), concentration(before, after.welfare))


def impoverished(before: Sample, after: Sample, line: float, heads: Array | None = None) -> Estimate:
    """Money that the poor of after have lost below the line (fiscal impoverishment, Higgins and Lustig 2016).

    `heads` are persons for each adult equivalent, where welfare is that of one.
    """
    first, second = np.minimum(before.welfare, line), np.minimum(after.welfare, line)
    lost = first - np.minimum(first, second)
    return total(before, lost if heads is None else lost / heads)


def gains_of_poor(before: Sample, after: Sample, line: float, heads: Array | None = None) -> Estimate:
    """Money that the poor of before have gained up to the line (Higgins and Lustig 2016)."""
    return impoverished(after, before, line, heads)


Index = Callable[[Sample, float], Estimate]
INDICES: Final[Mapping[str, Index]] = {
    "fgt0": lambda sample, line: _poverty(sample, line, 0),
    "fgt1": lambda sample, line: _poverty(sample, line, 1),
    "fgt2": lambda sample, line: _poverty(sample, line, 2),
    "gini": lambda sample, _: gini(sample),
}
"""The indices of which a scheme's marginal contribution is taken."""


def _poverty(sample: Sample, line: float, aversion: float) -> Estimate:
    return foster_greer_thorbecke(sample, exactly(line, sample.welfare.size), aversion)


def reduction(first: Estimate, second: Estimate) -> Estimate:
    """By what share an index falls."""
    return (first - second) / first


def best_contribution(index: str, without: Sample, amount: Array, line: float) -> Estimate:
    """The most by which the money of a scheme could lower an index: what perfect aim would do (Enami 2018).

    For the Gini and the squared gap the poorest are raised to one level, for the gap anybody poor is, and for
    the head count those nearest to the line are raised to it first. A tax, an amount below 0, lowers the Gini
    most where it takes the richest down to one level; of poverty it can lower nothing, so nothing is defined.
    """
    if index == "fgt0":
        return _nearest_first(without, amount, line)
    if index == "fgt1":
        return _any_poor(without, amount, line)
    if index == "gini" and total(without, amount).value < 0:
        return gini(without) - _gini_with_ceiling(without, amount)
    level = _level(without, amount)
    if index == "gini":
        return gini(without) - _gini_with_floor(without, amount, level)
    return _poverty(without, line, 2) - _squared_with_floor(without, level, line)


def _level(without: Sample, amount: Array) -> Estimate:
    """The level up to which the money of a transfer raises the poorest, with the influence of the money."""
    order = np.argsort(without.welfare, kind="stable")
    counted = np.where(without.inside, without.weight, 0.0)
    welfare, weight = without.welfare[order], counted[order]
    size, held = np.cumsum(weight), np.cumsum(weight * welfare)
    money = total(without, amount)
    if not (money.value > 0 and size[-1] > 0):
        return undefined(amount.size)
    costs = size * welfare - held  # of raising those before each record to its welfare
    last = int(np.searchsorted(costs, money.value, side="left")) - 1
    level = float((money.value + held[last]) / size[last])
    short = np.maximum(level - without.welfare, 0.0)
    reached = total(without, (without.welfare < level).astype(np.float64)).value
    return Estimate(level, (money.influence - total(without, short).influence) / reached)


def _gini_with_floor(without: Sample, amount: Array, level: Estimate) -> Estimate:
    """The Gini where the poorest are raised to a level that the money pays."""
    if not np.isfinite(level.value):
        return undefined(amount.size)
    raised = np.maximum(without.welfare, level.value)
    reached = total(without, (without.welfare < level.value).astype(np.float64)).value
    by_rank = total_by_rank(without, raised, raised)
    by_rank = Estimate(by_rank.value, by_rank.influence + reached**2 / 2 * level.influence)
    welfare = total(without, without.welfare + amount)
    return by_rank * 2.0 / (people(without) * welfare) + -1.0


def _gini_with_ceiling(without: Sample, amount: Array) -> Estimate:
    """The Gini where the richest are taken down to a level that yields the money."""
    upside_down = _level(without.holding(-without.welfare), -amount)
    level = -upside_down
    taken = np.minimum(without.welfare, level.value)
    size, reached = people(without), total(without, (without.welfare > level.value).astype(np.float64)).value
    by_rank = total_by_rank(without, taken, taken)
    top = reached * (size.value - reached / 2)  # people at the level times their rank
    by_rank = Estimate(by_rank.value, by_rank.influence + top * level.influence)
    return by_rank * 2.0 / (size * total(without, without.welfare + amount)) + -1.0


def _squared_with_floor(without: Sample, level: Estimate, line: float) -> Estimate:
    """The mean squared gap where the poorest are raised to a level, or to the line if it is lower."""
    if not np.isfinite(level.value):
        return level
    if level.value >= line:
        return exactly(0.0, without.welfare.size)
    left = _poverty(without.holding(np.maximum(without.welfare, level.value)), line, 2)
    share = total(without, (without.welfare < level.value).astype(np.float64)).value / people(without).value
    steeper = -2 * (1 - level.value / line) / line * share
    return Estimate(left.value, left.influence + steeper * level.influence)


def _any_poor(without: Sample, amount: Array, line: float) -> Estimate:
    """The fall of the mean gap where no money goes to anybody beyond the line."""
    money, gap = total(without, amount), total(without, np.maximum(line - without.welfare, 0.0))
    if not money.value > 0:
        return undefined(amount.size)
    return (money if money.value < gap.value else gap) / (people(without) * line)


def _nearest_first(without: Sample, amount: Array, line: float) -> Estimate:
    """The fall of the head count where those nearest to the line are raised to it first."""
    money, size = total(without, amount), people(without)
    if not money.value > 0:
        return undefined(amount.size)
    poor = np.flatnonzero(without.inside & (without.welfare <= line) & (without.weight > 0))
    order = poor[np.argsort(-without.welfare[poor], kind="stable")]
    costs = np.cumsum(without.weight[order] * (line - without.welfare[order]))
    lifted = np.zeros(amount.size)
    lifted[order[costs <= money.value]] = 1.0
    if costs.size == 0 or costs[-1] <= money.value:
        return total(without, lifted) / size
    gap = line - float(without.welfare[order[int((costs <= money.value).sum())]])
    spent = total(without, lifted * (line - without.welfare))
    return (total(without, lifted) + (money - spent) / gap) / size

"""Statistics of every group of a partition in one pass over the records.

A variance needs no more of an influence function than its sums within primary sampling units, and sums,
products and ratios of estimates are linear in influence. So totals by group carry their influence summed by
PSU from the start, and a table of many groups costs little more than one of its numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.measure.sampling import Codes, Design
from socle.measure.weighted import Estimate


@dataclass(frozen=True, eq=False)
class Partition:
    """Groups of records, each record in exactly one."""

    names: tuple[str, ...]
    member: Codes  # [record] -> number of its group

    def of(self, name: str) -> NDArray[np.bool_]:
        """The records of a group."""
        return np.asarray(self.member == self.names.index(name))


@dataclass(frozen=True, eq=False)
class Totals:
    """The total of a column by group and of everybody; the influence of each PSU: [psu], its weight in it."""

    by_group: Mapping[str, Estimate]
    everybody: Estimate


def summed(plan: Design) -> Design:
    """The design of estimates whose influence is already summed within each PSU."""
    units = plan.stratum.size
    margins = None if plan.margins is None else _summed(plan, plan.margins)
    return replace(plan, weight=np.ones(units), psu=np.arange(units, dtype=np.int64), margins=margins)


def _summed(plan: Design, columns: Array) -> Array:
    """The sums of columns within each PSU, [psu, column]."""
    units = plan.stratum.size
    return np.stack([np.bincount(plan.psu, plan.weight * one, minlength=units) for one in columns.T], axis=1)


def totals(plan: Design, groups: Partition, values: Array) -> Totals:
    """The totals of a column over the people of each group."""
    count, units = len(groups.names), plan.stratum.size
    place = plan.psu * count + groups.member
    table = np.bincount(place, plan.weight * values, minlength=units * count).reshape(units, count)
    if plan.margins is not None:  # with the slopes that a summed influence has lost
        slopes = [np.bincount(groups.member, one * values, minlength=count) for one in plan.regression]
        table = np.vstack([table, *slopes])
    columns = np.ascontiguousarray(table.T)
    own = {
        name: Estimate(float(column[:units].sum()), column)
        for name, column in zip(groups.names, columns, strict=True)
    }
    return Totals(own, Estimate(float(table[:units].sum()), table.sum(axis=1)))


def records(groups: Partition, weight: Array) -> dict[str, int]:
    """How many records with a weight each group holds."""
    counted = np.bincount(groups.member[weight > 0], minlength=len(groups.names))
    return dict(zip(groups.names, counted.tolist(), strict=True))

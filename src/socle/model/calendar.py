"""Stretches of constant law: within a year the law is evaluated once for each stretch in which nothing changes.

Results are weighted by the length of the stretches, never parameters: a pension age that moves from 65 to
66 in July is 65 for half of the year, not 65.5.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array


@dataclass(frozen=True, eq=False)
class Calendar:
    """For each year its stretches: when they begin and their share of the year, shape [year, stretch].

    Years with fewer stretches than the others repeat their last one with a share of nothing.
    """

    years: tuple[int, ...]
    begins: Array
    shares: Array


def stretches(years: tuple[int, ...], moments: Iterable[float]) -> Calendar:
    """The stretches of `years` between the moments at which some law changes."""
    changes = sorted({at for at in moments if math.isfinite(at) and at != math.floor(at)})
    starts = [[float(year), *(at for at in changes if year < at < year + 1)] for year in years]
    longest = max(len(row) for row in starts)
    begins = np.array([row + [row[-1]] * (longest - len(row)) for row in starts])
    ends = np.array(
        [row[1:] + [year + 1.0] * (longest + 1 - len(row)) for row, year in zip(starts, years, strict=True)]
    )
    shares = np.where(np.arange(longest) < np.array([[len(row)] for row in starts]), ends - begins, 0.0)
    return Calendar(years, begins, shares)

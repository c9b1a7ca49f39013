"""Outstanding claims by chain ladder: what accidents of past years will still cost, reported or not.

A triangle is cumulative payments [accident year, year of development]; what is not known yet is NaN, in the lower
right. Source: the chain-ladder method as Mack (1993, ASTIN Bulletin 23(2)) states it.
"""

from __future__ import annotations

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal


def _checked(triangle: Array) -> Array:
    """The triangle, refused if something known follows something unknown, or a first payment is lacking."""
    known = ~np.isnan(triangle)
    gap = (known[:, 1:] & ~known[:, :-1]).any() or not known[:, 0].all() or not known[0].all()
    if triangle.ndim != 2 or gap or (triangle[:, 0] <= 0).any():
        raise Refusal(
            "A triangle of claims has one row for each year of accident, known without a gap from the first year of "
            "development, above 0 there, and known to the end for the first row."
        )
    return triangle


def development(triangle: Array) -> Array:
    """Factors from each year of development to the next: sum of C(i, k + 1) / sum of C(i, k) over the rows known."""
    after = triangle[:, 1:]
    before = np.where(np.isnan(after), 0.0, triangle[:, :-1])
    return np.asarray(np.nansum(after, axis=0) / before.sum(axis=0))


def ultimate(triangle: Array) -> Array:
    """The final cost of each year of accident, money: its last known payment x the factors still to come."""
    known = (~np.isnan(_checked(triangle))).sum(axis=1)
    to_come = np.append(np.cumprod(development(triangle)[::-1])[::-1], 1.0)
    return np.asarray(triangle[np.arange(len(triangle)), known - 1] * to_come[known - 1])


def outstanding(triangle: Array) -> Array:
    """What each year of accident will still cost, money, undiscounted: final cost less what is paid."""
    known = (~np.isnan(_checked(triangle))).sum(axis=1)
    return np.asarray(ultimate(triangle) - triangle[np.arange(len(triangle)), known - 1])

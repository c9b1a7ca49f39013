"""Where a function that is straight in pieces bends: found by asking it, whatever it is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from socle.ground.axes import Array

ROUNDS: Final = 60
POINTS: Final = 65
STEP: Final = 1e-4  # of an interval, over which a slope is taken
EQUAL: Final = 1e-9
NEAR: Final = 1e-6  # of the whole, within which a place that is likely takes the place of another
NARROW: Final = 1e-11  # of the whole, below which an interval is no further divided
MANY: Final = 4096  # open intervals at which a staircase, such as rounding makes, is given up


def bends(of: Callable[[Array], Array], top: float, likely: Array | None = None) -> Array:
    """The places between 0 and `top` at which `of` bends or jumps, in rising order; perhaps some where it hardly does.

    Every interval is asked at inner points whether it is straight. One that is not is cut where the straight lines of
    its two ends meet, which is the very place where there is one bend alone; else in the middle, as round a jump.
    `of` takes and gives [place]. A staircase has too many bends to be found: some of them are given. `likely` are
    places at which it may bend: where they are right nothing is left to be searched, and where not nothing is lost.
    """
    open_ = _pairs(_first(top, np.empty(0) if likely is None else likely))
    cuts: list[Array] = [open_[1:, 0]]
    for _ in range(ROUNDS):
        open_ = open_[_bent(of, open_, top)]
        if not 0 < len(open_) <= MANY:
            break
        cut = _where(of, open_)
        cuts.append(cut)
        open_ = np.concatenate([np.column_stack([open_[:, 0], cut]), np.column_stack([cut, open_[:, 1]])])
    return _that_bend(of, np.unique(np.concatenate(cuts)), top)


def _first(top: float, likely: Array) -> Array:
    """The places at which the search begins: evenly apart, but for those that are likely."""
    inside = np.unique(likely[(likely > NEAR * top) & (likely < (1 - NEAR) * top)])
    evenly = np.linspace(0.0, top, POINTS)
    if not len(inside):
        return evenly
    apart = np.abs(evenly[:, None] - inside).min(axis=1) > NEAR * top
    return np.union1d(evenly[apart], inside)


def _pairs(points: Array) -> Array:
    return np.column_stack([points[:-1], points[1:]])


def _bent(of: Callable[[Array], Array], intervals: Array, top: float) -> Array:
    """Whether the inside of each interval leaves the straight line between its ends."""
    begins, wide = intervals[:, 0], intervals[:, 1] - intervals[:, 0]
    shares = np.array([STEP, 0.29, 0.5, 0.71, 1 - STEP])
    asked: Array = of((begins[:, None] + shares * wide[:, None]).ravel()).reshape(len(begins), -1)
    slope = (asked[:, -1] - asked[:, 0]) / (shares[-1] - shares[0])
    line = asked[:, :1] + (shares - shares[0]) * slope[:, None]
    scale = np.maximum(np.abs(asked).max(axis=1), 1e-300)
    off = np.abs(asked - line).max(axis=1) > EQUAL * scale
    return np.asarray(off & (wide > NARROW * top))


def _where(of: Callable[[Array], Array], intervals: Array) -> Array:
    """Where the lines of the two ends of each interval meet; its middle where they do not inside it."""
    begins, ends = intervals.T
    step = STEP * (ends - begins)
    a, b, d, c = _at(of, begins + step, begins + 2 * step, ends - step, ends - 2 * step)
    left, right = (b - a) / step, (d - c) / step
    with np.errstate(divide="ignore", invalid="ignore"):
        meet = begins + step + (d - a - right * (ends - begins - 2 * step)) / (left - right)
    inside = np.isfinite(meet) & (meet > begins + 2 * step) & (meet < ends - 2 * step)
    return np.asarray(np.where(inside, meet, (begins + ends) / 2))


def _that_bend(of: Callable[[Array], Array], places: Array, top: float) -> Array:
    """Of some places, those on whose two sides the slope differs, or between which there is a jump."""
    if not len(places):
        return places
    edges = np.concatenate([[0.0], places, [top]])
    before, after = np.diff(edges)[:-1], np.diff(edges)[1:]
    at, below, above = _at(of, places, places - before / 2, places + after / 2)
    left = (at - below) / (before / 2)
    right = (above - at) / (after / 2)
    bent = np.abs(left - right) > 1e-6 * np.maximum(np.maximum(np.abs(left), np.abs(right)), 1e-300)
    jumped = np.abs(np.diff(at)) > 1e-6 * np.abs(at).max()
    jumped &= np.diff(places) < 10 * NARROW * top
    beside = np.concatenate([jumped, [False]]) | np.concatenate([[False], jumped])
    kept: Array = places[bent | beside]
    return kept


def _at(of: Callable[[Array], Array], *places: Array) -> Array:
    """The values at several sets of places, asked at once: [set, place]."""
    return of(np.concatenate(places)).reshape(len(places), -1)

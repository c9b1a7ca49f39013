"""Solving one equation in one unknown for many elements at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array

_ROUNDS = 60  # bisection alone would exhaust a double
_NARROWEST = 1e-13


@dataclass(frozen=True, eq=False)
class _Bracket:
    """The newest point, the point across the crossing, and the one left last; with their values."""

    here: Array
    across: Array
    left: Array
    f_here: Array
    f_across: Array
    f_left: Array

    @property
    def nearest(self) -> tuple[Array, Array]:
        """The better end and how far its value is from 0."""
        better = np.abs(self.f_here) < np.abs(self.f_across)
        return np.where(better, self.here, self.across), np.minimum(
            np.abs(self.f_here), np.abs(self.f_across)
        )

    @property
    def room(self) -> Array:
        """The smallest step worth taking, as a part of the bracket."""
        return _NARROWEST / np.maximum(np.abs(self.across - self.here), _NARROWEST)

    def next_point(self) -> Array:
        """By inverse quadratic interpolation where it can be trusted, else the middle."""
        a, b, c, fa, fb, fc = self.here, self.across, self.left, self.f_here, self.f_across, self.f_left
        with np.errstate(divide="ignore", invalid="ignore"):
            x, y = (a - b) / (c - b), (fa - fb) / (fc - fb)
            quadratic = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
            part = np.where((y**2 < x) & ((1.0 - y) ** 2 < 1.0 - x), quadratic, 0.5)
        return a + np.clip(part, self.room, 1.0 - self.room) * (b - a)

    def narrowed(self, point: Array, value: Array) -> _Bracket:
        """The bracket with a new point in it."""
        same = np.sign(value) == np.sign(self.f_here)
        return _Bracket(
            point,
            np.where(same, self.across, self.here),
            np.where(same, self.here, self.across),
            value,
            np.where(same, self.f_across, self.f_here),
            np.where(same, self.f_here, self.f_across),
        )


def root(function: Callable[[Array], Array], low: Array, high: Array, tolerance: float) -> Array:
    """Where `function`, element by element, is 0 to within `tolerance` between `low` and `high`.

    The method of Chandrupatla (1997). An element that does not change sign gets the end whose value is
    nearer to 0: what cannot be reached is approached.
    """
    bracket = _Bracket(high, low, low, function(high), f_low := function(low), f_low)
    unreached, _ = bracket.nearest
    crossing = np.sign(bracket.f_here) != np.sign(bracket.f_across)
    bracket = bracket.narrowed(middle := 0.5 * (low + high), function(middle))
    for _ in range(_ROUNDS):
        best, distance = bracket.nearest
        if np.all((distance <= tolerance) | (bracket.room >= 0.5) | ~crossing):
            break
        bracket = bracket.narrowed(point := bracket.next_point(), function(point))
    return np.where(crossing, best, unreached)

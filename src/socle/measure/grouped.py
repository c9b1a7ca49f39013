"""Poverty where only groups are known: Lorenz curves fitted to cumulative shares, and the lognormal.

`L` is the share of all welfare held by the poorest share `p` of people. A curve gives poverty with a mean and
a line: at the head count the slope of the curve is the line over the mean (Datt 1998).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from socle.ground.axes import Array

NODES, WEIGHTS = np.polynomial.legendre.leggauss(200)
ROUNDS = 60  # halvings of the interval in which a head count lies
CURVED = 3  # power that draws points towards 0, where the slope of a curve may be endless


@dataclass(frozen=True)
class Poverty:
    """Head count, mean gap and mean squared gap as shares, and the Gini coefficient."""

    head_count: float
    gap: float
    squared_gap: float
    gini: float


@dataclass(frozen=True, eq=False)
class Lorenz:
    """A fitted Lorenz curve."""

    name: str
    coefficients: tuple[float, ...]
    share: Callable[[Array], Array]  # L(p)
    slope: Callable[[Array], Array]  # L'(p)
    gini: float

    def misfit(self, p: Array, L: Array) -> float:
        """The sum of squared distances from the points."""
        return float(((self.share(p) - L) ** 2).sum())

    @property
    def valid(self) -> bool:
        """Whether it is a Lorenz curve at all: from 0 to 1, never falling, ever steeper."""
        p = np.linspace(1e-6, 1 - 1e-6, 2001)
        slope = self.slope(p)
        ends = self.share(np.array([0.0, 1.0]))
        fits = bool(np.isfinite(slope).all() and np.isfinite(ends).all())
        return fits and slope[0] >= 0 and bool((np.diff(slope) >= -1e-9).all()) and np.allclose(ends, (0, 1))


def quadratic(p: Array, L: Array) -> Lorenz:
    """The general quadratic curve, L(1-L) = a(p² - L) + bL(p - 1) + c(p - L), by least squares.

    Source: Villasenor and Arnold (1989); closed forms of Datt (1998).
    """
    columns = np.stack((p**2 - L, L * (p - 1), p - L), axis=1)
    a, b, c = (float(one) for one in np.linalg.lstsq(columns, L * (1 - L), rcond=None)[0])
    e = -(a + b + c + 1)
    m, n = b**2 - 4 * a, 2 * b * e - 4 * c

    def root(at: Array) -> Array:
        with np.errstate(invalid="ignore"):
            return np.asarray(np.sqrt(m * at**2 + n * at + e**2))

    def share(at: Array) -> Array:
        return np.asarray(-(b * at + e + root(at)) / 2)

    def slope(at: Array) -> Array:
        return np.asarray(-b / 2 - (2 * m * at + n) / (4 * root(at)))

    return Lorenz("quadratic", (a, b, c), share, slope, 1 - 2 * _integral(share, 1.0))


def beta(p: Array, L: Array) -> Lorenz:
    """The beta curve, L = p - θ p^γ (1-p)^δ, by least squares of logarithms (Kakwani 1980)."""
    inner = (p > 0) & (p < 1) & (p > L)
    columns = np.stack((np.ones(int(inner.sum())), np.log(p[inner]), np.log1p(-p[inner])), axis=1)
    fitted = np.linalg.lstsq(columns, np.log(p[inner] - L[inner]), rcond=None)[0]
    theta, gamma, delta = math.exp(fitted[0]), float(fitted[1]), float(fitted[2])

    def share(at: Array) -> Array:
        return np.asarray(at - theta * at**gamma * (1 - at) ** delta)

    def slope(at: Array) -> Array:
        return np.asarray(1 - theta * at**gamma * (1 - at) ** delta * (gamma / at - delta / (1 - at)))

    below = math.lgamma(1 + gamma) + math.lgamma(1 + delta) - math.lgamma(2 + gamma + delta)
    return Lorenz("beta", (theta, gamma, delta), share, slope, 2 * theta * math.exp(below))


def fitted(p: Array, L: Array) -> list[Lorenz]:
    """Both curves, the better first: those that are Lorenz curves, then the nearer to the points."""
    return sorted((quadratic(p, L), beta(p, L)), key=lambda one: (not one.valid, one.misfit(p, L)))


def poverty(curve: Lorenz, mean: float, line: float) -> Poverty:
    """Poverty under a curve with a mean and a line in the same money."""
    count = _head_count(curve, line / mean)
    held = float(curve.share(np.array([count]))[0]) if count > 0 else 0.0
    gap = count - mean / line * held

    def squared(at: Array) -> Array:
        return np.asarray((1 - mean / line * curve.slope(at)) ** 2)

    return Poverty(count, gap, _integral(squared, count), curve.gini)


def lognormal(mean: float, gini: float, line: float) -> Poverty:
    """Poverty if welfare is lognormal with a mean and a Gini coefficient (Aitchison and Brown 1957)."""
    normal = NormalDist()
    spread = math.sqrt(2) * normal.inv_cdf((gini + 1) / 2)
    at = (math.log(line / mean) + spread**2 / 2) / spread
    count, held = normal.cdf(at), mean / line * normal.cdf(at - spread)
    squares = (mean / line) ** 2 * math.exp(spread**2) * normal.cdf(at - 2 * spread)
    return Poverty(count, count - held, count - 2 * held + squares, gini)


def _head_count(curve: Lorenz, ratio: float) -> float:
    """Where the slope is the line over the mean; the slope of a Lorenz curve only grows."""
    low, high = 0.0, 1.0
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        if float(curve.slope(np.array([middle]))[0]) < ratio:
            low = middle
        else:
            high = middle
    return low


def _integral(of: Callable[[Array], Array], end: float) -> float:
    """The integral from 0 to `end`, with points drawn towards both ends."""
    t = (NODES + 1) / 2
    bent = t**CURVED * (10 - 15 * t + 6 * t**2)
    pace = 30 * t**2 * (1 - t) ** 2
    return float(end * (WEIGHTS / 2 * pace) @ of(end * bent))

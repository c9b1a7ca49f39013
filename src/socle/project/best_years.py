"""The best years of a career whose earnings spread from year to year: more than the best of its mean path.

The mean of the n highest of m years is the integral over x of E[min(N(x), n)] / n, where N(x) counts the years
that bring more than x. N is a sum of independent events, taken to be normal with its own mean and variance:
exact where nothing spreads, within a few thousandths for five years or more.
"""

from __future__ import annotations

from math import erf, pi, sqrt
from typing import Final

import numpy as np

from socle.ground.axes import Array

CERTAIN: Final = 1e-9  # standard deviation below which a count is what it is
FAR: Final = 6.0  # beyond which the error function is one

_erf = np.vectorize(erf, otypes=[float])


def expected_best(path: Array, bands: Array, counted: Array) -> Array:
    """The expected mean of the `counted` best of some years, [...].

    `path` [..., year] are mean earnings of each year, 0 where there was none; `bands` [..., year, band] the
    earnings of a year over their mean, equally likely and in rising order; `counted` [...] whole years, no more
    than there are.
    """
    many = bands.shape[-1]
    values = path[..., None] * bands[..., ::-1]
    sure = np.arange(many + 1) / many
    less_sure = np.broadcast_to(np.diff(sure * (1 - sure)), values.shape)
    flat = (*path.shape[:-1], -1)
    values, less_sure = values.reshape(flat), less_sure.reshape(flat)
    order = np.argsort(-values, axis=-1, kind="stable")
    mean = np.arange(1, values.shape[-1] + 1) / many
    variance = np.cumsum(np.take_along_axis(less_sure, order, axis=-1), axis=-1)
    most = _at_most(mean, np.sqrt(np.maximum(variance, 0.0)), counted[..., None])
    weights = np.diff(most, axis=-1, prepend=0.0)
    return np.asarray((np.take_along_axis(values, order, axis=-1) * weights).sum(axis=-1) / counted)


def _at_most(mean: Array, deviation: Array, limit: Array) -> Array:
    """The mean of a normal number cut at a limit."""
    spreads = deviation > CERTAIN
    z = (mean - limit) / np.where(spreads, deviation, 1.0)
    density = np.exp(-0.5 * z**2) / sqrt(2 * pi)
    below = 0.5 * (1 + _normal(z / sqrt(2)))
    over = np.where(spreads, deviation * density + (mean - limit) * below, np.maximum(mean - limit, 0.0))
    return np.asarray(mean - over)


def _normal(z: Array) -> Array:
    """The error function; far out it is one."""
    found = np.sign(z)
    near = np.abs(z) < FAR
    found[near] = _erf(z[near])
    return np.asarray(found)

"""Graduation: from figures at a few dates and for groups of ages to every year and every single age.

Three tools: a monotone cubic through known values in time, a cubic spline of what is cumulated over ages
(a hazard, a share of births), and the smoothest single ages that add up to given groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from socle.ground.axes import OPEN_AGE, Array
from socle.ground.refusals import Refusal
from socle.model.demography import Group, Path

ABRIDGED = (0, 1, *range(5, OPEN_AGE + 1, 5))
"""The ages at which the groups of an abridged life table begin; the last is open."""

LOWEST_RATE, HIGHEST_RATE = 1e-6, 3.0
"""Bounds of a graduated death rate."""

_RIDGE = 1e-9  # makes the smoothest solution unique; too small to be seen in it


def over_years(path: Path, years: Sequence[int]) -> Array:
    """A value for every year: monotone cubic (Fritsch and Carlson, 1980) between known values, held beyond."""
    if not path:
        raise Refusal("A yearly series needs at least one figure.")
    known = np.array(sorted(path), dtype=np.float64)
    values = np.array([path[int(year)] for year in known], dtype=np.float64)
    at = np.clip(np.asarray(years, dtype=np.float64), known[0], known[-1])
    if len(known) == 1:
        return np.full(at.shape, values[0])
    piece = np.clip(np.searchsorted(known, at, side="right") - 1, 0, len(known) - 2)
    width = np.diff(known)
    slopes = _monotone_slopes(width, np.diff(values) / width)
    base = _hermite((at - known[piece]) / width[piece])
    rise = width[piece] * (base[1] * slopes[piece] + base[3] * slopes[piece + 1])
    return np.asarray(base[0] * values[piece] + base[2] * values[piece + 1] + rise)


def _hermite(t: Array) -> tuple[Array, Array, Array, Array]:
    """The cubic Hermite basis at `t` in 0..1: value and slope at the start, value and slope at the end."""
    return (1 + 2 * t) * (1 - t) ** 2, t * (1 - t) ** 2, t**2 * (3 - 2 * t), t**2 * (t - 1)


def _monotone_slopes(width: Array, secant: Array) -> Array:
    """Slopes at the nodes that keep each piece monotone.

    Inside, the weighted harmonic mean of the neighbouring secants, 0 at an extreme (Fritsch and Butland,
    1984); at the ends, the three-point formula, held to the sign and to three times the end secant.
    """
    if len(secant) == 1:
        return np.repeat(secant, 2)
    left, right = 2 * width[1:] + width[:-1], width[1:] + 2 * width[:-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        harmonic = (left + right) / (left / secant[:-1] + right / secant[1:])
    inside = np.where(secant[:-1] * secant[1:] > 0, harmonic, 0.0)
    first = _end_slope(width[0], width[1], secant[0], secant[1])
    last = _end_slope(width[-1], width[-2], secant[-1], secant[-2])
    return np.concatenate([[first], inside, [last]])


def _end_slope(width: float, beyond: float, secant: float, secant_beyond: float) -> float:
    """The slope at an end, from the end piece and the piece beyond it."""
    slope = ((2 * width + beyond) * secant - width * secant_beyond) / (width + beyond)
    if slope * secant <= 0:
        return 0.0
    if secant * secant_beyond < 0 and abs(slope) > 3 * abs(secant):
        return 3 * secant
    return float(slope)


def single_years(increments: Array, nodes: tuple[int, ...]) -> Array:
    """Increments between `nodes` [..., nodes - 1] shared out over the single years between them.

    A cubic spline with natural ends through the cumulated increments; its slopes at the nodes are held
    between 0 and three times the smaller neighbouring secant, which keeps every year's share positive.
    """
    to_slopes, from_values, from_slopes = _spline(nodes)
    secants = increments / np.diff(nodes)
    ceiling = 3.0 * np.minimum(
        np.concatenate([secants[..., :1], secants], axis=-1),
        np.concatenate([secants, secants[..., -1:]], axis=-1),
    )
    slopes = np.clip(secants @ to_slopes.T, 0.0, np.maximum(ceiling, 0.0))
    return np.asarray(increments @ from_values.T + slopes @ from_slopes.T, dtype=np.float64)


@cache
def _spline(nodes: tuple[int, ...]) -> tuple[Array, Array, Array]:
    """The spline as matrices: secants to slopes; increments and slopes to the shares of single years."""
    width = np.diff(nodes).astype(np.float64)
    pieces = len(width)
    system, right = np.zeros((pieces + 1, pieces + 1)), np.zeros((pieces + 1, pieces))
    for here, inverse in enumerate(1.0 / width):
        system[here : here + 2, here : here + 2] += inverse * np.array([[2.0, 1.0], [1.0, 2.0]])
        right[here : here + 2, here] += 3.0 * inverse
    at = np.arange(nodes[0], nodes[-1] + 1)
    piece = np.clip(np.searchsorted(nodes, at, side="right") - 1, 0, pieces - 1)
    base = _hermite((at - np.take(nodes, piece)) / width[piece])
    values, slopes = np.zeros((len(at), pieces)), np.zeros((len(at), pieces + 1))
    values[np.arange(pieces) < piece[:, None]] = 1.0
    values[np.arange(len(at)), piece] = base[2]
    slopes[np.arange(len(at)), piece] = base[1] * width[piece]
    slopes[np.arange(len(at)), piece + 1] = base[3] * width[piece]
    to_slopes: Array = np.asarray(np.linalg.solve(system, right), dtype=np.float64)
    return to_slopes, np.diff(values, axis=0), np.diff(slopes, axis=0)


def single_ages(rates: Array) -> Array:
    """Single-year death rates [..., age] from those of an abridged table [..., 22] (see `ABRIDGED`).

    The hazard cumulated over ages is splined; the open age keeps its figure.
    """
    hazard = single_years(rates[..., :-1] * np.diff(ABRIDGED), ABRIDGED)
    m = np.concatenate([hazard, rates[..., -1:]], axis=-1)
    return np.asarray(np.clip(m, LOWEST_RATE, HIGHEST_RATE))


def smoothest(groups: Sequence[Group], weight: Array) -> Array:
    """The smoothest ratios by single age, such that ratio x `weight` adds up to every group.

    The groups are closed and follow each other from age 0; smoothest means the smallest sum of squared
    second differences. In each group the age of most weight follows from the others, which are free.
    """
    ages = len(weight)
    sums = np.zeros((len(groups), ages))
    for row, group in enumerate(groups):
        members = slice(group.first, _closed(group) + 1)
        sums[row, members] = weight[members]
    heaviest = np.argmax(np.abs(sums), axis=1)
    free = np.setdiff1d(np.arange(ages), heaviest)
    known, moved = np.zeros(ages), np.zeros((ages, len(free)))
    most = sums[np.arange(len(groups)), heaviest]
    with np.errstate(divide="raise", invalid="raise"):  # a group of no weight adds up to nothing
        known[heaviest] = [group.value for group in groups] / most
        moved[heaviest] = -sums[:, free] / most[:, None]
    moved[free, np.arange(len(free))] = 1.0
    # No matrix product, nor a system with a multiplier for each group: it is so large that a library of linear algebra
    # solves it with threads, which on a busy machine cost more than this whole expansion.
    bends, ridge = np.diff(moved, n=2, axis=0), np.sqrt(_RIDGE) * moved
    form = np.einsum("ka,kb->ab", bends, bends) + np.einsum("ka,kb->ab", ridge, ridge)
    pull = np.einsum("ka,k->a", bends, np.diff(known, n=2)) + np.sqrt(_RIDGE) * np.einsum(
        "ka,k->a", ridge, known
    )
    return np.asarray(known + np.einsum("ka,a->k", moved, np.linalg.solve(form, -pull)))


def _closed(group: Group) -> int:
    """The last age of a group that must have one."""
    if group.last is None:
        raise Refusal("Only the last group of ages may be open; {first} and over is not.", first=group.first)
    return group.last


def in_order(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups by age, which must cover 0 to an open end once."""
    ordered = tuple(sorted(groups, key=lambda group: group.first))
    expected = 0
    for group in ordered[:-1]:
        if group.first != expected:
            break
        expected = _closed(group) + 1
    if not ordered or ordered[-1].first != expected or ordered[-1].last is not None:
        raise Refusal(
            "The groups of ages must cover every age from 0 to an open end once; look at age {age}.",
            age=expected,
        )
    return ordered

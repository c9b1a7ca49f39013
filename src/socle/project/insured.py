"""The active side of insured lives, one calendar year at a time: who stays, leaves, returns and enters.

A year takes the lives of one 1 January to the next. Exits and entries fall evenly over the year, so that each
counts for half of it. Service and accounts are credited only to those who contributed: with a density d, a
share d of those who stay moves up one year of service with a full credit, the others keep what they had.
Competing risks are those of uniform independent decrements (Bowers et al., 1997, chapter 10).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, reduce

import numpy as np

from socle.ground.axes import Array


@dataclass(frozen=True, eq=False)
class YearOfLives:
    """The insured after a year, by age at its start; all on [stock, scenario, sex, class, age, service]."""

    insured: Array
    exits: tuple[Array, ...]  # by cause, what was credited until the exit included
    contributors: Array  # [scenario, sex, class, age, service] contributor-years, by service at the start


@dataclass(frozen=True, eq=False)
class Joining:
    """Who becomes insured during the year, by age at its start; half the year is ahead of them on average."""

    returning: Array  # [stock, scenario, sex, class, age, service] out of the inactive, with what they had
    entering: Array  # [scenario, sex, class, age] heads without service


def dependent(rates: Sequence[Array]) -> list[Array]:
    """The probabilities of leaving by each cause in the presence of the others.

    q_j = q'_j times the integral over the year of the product of (1 - t q'_i) over the other causes i: a
    polynomial, of which Gauss's sum over few moments t is exact. The largest array stays out of the products, so
    that most of the work is done on small ones.
    """
    largest = max(range(len(rates)), key=lambda j: rates[j].size)
    last, others = rates[largest], [*rates[:largest], *rates[largest + 1 :]]
    moments, weights = _moments(len(rates), max(rate.ndim for rate in rates))
    left = [1.0 - moments * rate for rate in others]
    found = []
    for j, rate in enumerate(others):
        leaving = reduce(np.multiply, left[:j] + left[j + 1 :], weights * rate)
        found.append(leaving.sum(axis=0) - last * (moments * leaving).sum(axis=0))
    found.insert(largest, last * reduce(np.multiply, left, weights).sum(axis=0))
    return [np.asarray(one) for one in found]


@cache
def _moments(causes: int, axes: int) -> tuple[Array, Array]:
    """Moments of the year and their weights, on an axis before the others."""
    at, weights = np.polynomial.legendre.leggauss((causes + 1) // 2)
    shape = (-1, *(1,) * axes)
    return (0.5 * (at + 1)).reshape(shape), (0.5 * weights).reshape(shape)


def a_year_of_lives(
    active: Array, leaving: Sequence[Array], density: Array, credit: Array, joining: Joining
) -> YearOfLives:
    """Exits with the probabilities `leaving` (by cause, in the presence of the others), accrual and entry.

    `credit` [stock, ...] is what a full year adds per head, 0 for heads. Those who join are not yet at risk.
    """
    half = active * (0.5 * density)
    as_before, one_year_more = active - half, half + credit * half[:1]
    exits = tuple(as_before * rate + one_more(one_year_more * rate) for rate in leaving)
    stays = staying(leaving)
    back = joining.returning * (0.5 * density)
    kept = (as_before - half) * stays + (joining.returning - back)
    insured = kept + one_more(one_year_more * (2.0 * stays) + (back + credit * back[:1]))
    entered = _entered(joining.entering, density[..., :1], credit[..., :1])
    insured = np.concatenate([insured[..., :2] + entered, insured[..., 2:]], axis=-1)
    return YearOfLives(insured, exits, _years_contributed(half[0] * (1.0 + stays), joining, density))


def staying(leaving: Sequence[Array]) -> Array:
    """The share whom no cause takes; where all go, rounding leaves no fewer than nobody."""
    return np.asarray(np.maximum(1.0 - sum(leaving), 0.0))


def _entered(heads: Array, density: Array, credit: Array) -> Array:
    """Those without service, after half a year: with none and with one, [stock, ..., service 0 and 1]."""
    credited = heads[..., None] * (0.5 * density)
    one_head = np.concatenate([np.ones_like(credit[:1]), np.zeros_like(credit[1:])])
    return np.concatenate([one_head * (heads[..., None] - credited), (one_head + credit) * credited], axis=-1)


def _years_contributed(years: Array, joining: Joining, density: Array) -> Array:
    joined = joining.returning[0]
    first = joined[..., :1] + joining.entering[..., None]
    return np.asarray(years + 0.5 * density * np.concatenate([first, joined[..., 1:]], axis=-1))


def one_more(lives: Array) -> Array:
    """One more year of service; the last class is open."""
    top = lives[..., -2:-1] + lives[..., -1:]
    return np.concatenate([np.zeros_like(top), lives[..., :-2], top], axis=-1)


def older(lives: Array) -> Array:
    """One more year of age; the last age leaves."""
    return np.concatenate([np.zeros_like(lives[..., :1, :]), lives[..., :-1, :]], axis=-2)

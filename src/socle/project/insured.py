"""The active side of insured lives, one calendar year at a time: who stays, leaves, returns and enters.

A year takes the lives of one 1 January to the next. Exits and entries fall evenly over the year, so that each
counts for half of it. Service and accounts are credited only to those who contributed: with a density d, a
share d of those who stay moves up one year of service with a full credit, the others keep what they had.
Competing risks are those of uniform independent decrements (Bowers et al., 1997, chapter 10).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array


@dataclass(frozen=True, eq=False)
class YearOfLives:
    """The lives after a year and what happened on the way; all on [stock, scenario, sex, class, age, service]."""

    active: Array
    inactive: Array
    exits: tuple[Array, ...]  # by cause, what was credited until the exit included
    aged_out: Array  # beyond the last working age
    contributors: Array  # [scenario, sex, class, age, service] contributor-years, by service at the start


def dependent(rates: Sequence[Array]) -> list[Array]:
    """The probabilities of leaving by each cause in the presence of the others.

    q_j = q'_j times the integral over the year of the product of (1 - t q'_i) over the other causes i.
    """
    return [
        rate * _present([other for i, other in enumerate(rates) if i != j]) for j, rate in enumerate(rates)
    ]


def _present(rates: Sequence[Array]) -> Array:
    """The mean over the year of the share that these causes have left."""
    powers: list[Array] = [np.ones(1)]
    for rate in rates:
        lower = [*powers, np.zeros(1)]
        upper = [np.zeros(1), *powers]
        powers = [low - rate * up for low, up in zip(lower, upper, strict=True)]
    return np.asarray(sum(power / (order + 1) for order, power in enumerate(powers)))


def accrued(lives: Array, share: Array, credit: Array) -> Array:
    """The lives after a share of them contributed for a year; `credit` [stock, ...] is per head, 0 for heads."""
    moving = lives * share
    credited = moving + credit * moving[:1]
    return lives - moving + _one_more(credited)


def a_year_of_lives(
    active: Array, inactive: Array, rates: Sequence[Array], density: Array, credit: Array, joining: Array
) -> YearOfLives:
    """Exits by the causes of `rates` (the last: leaving into inactivity), accrual, entry and ageing.

    `joining` enter evenly over the year and are not yet at risk; those who return must be taken off
    `inactive` first.
    """
    half = 0.5 * density
    leaving = [active * rate for rate in dependent(rates)]
    staying = active - sum(leaving)
    exits = [accrued(lives, half, credit) for lives in leaving]
    insured = accrued(staying, density, credit) + accrued(joining, half, credit)
    past = inactive + exits[-1]
    return YearOfLives(
        active=_older(insured),
        inactive=_older(past),
        exits=tuple(exits[:-1]),
        aged_out=(insured + past)[..., -1:, :],
        contributors=half * (active[0] + staying[0] + joining[0]),
    )


def _one_more(lives: Array) -> Array:
    """One more year of service; the last class is open."""
    top = lives[..., -2:-1] + lives[..., -1:]
    return np.concatenate([np.zeros_like(top), lives[..., :-2], top], axis=-1)


def _older(lives: Array) -> Array:
    """One more year of age; the last age leaves."""
    return np.concatenate([np.zeros_like(lives[..., :1, :]), lives[..., :-1, :]], axis=-2)

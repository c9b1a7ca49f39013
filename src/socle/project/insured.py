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

    q_j = q'_j times the integral over the year of the product of (1 - t q'_i) over the other causes i.
    """
    return [
        rate * _present([other for i, other in enumerate(rates) if i != j]) for j, rate in enumerate(rates)
    ]


def _present(rates: Sequence[Array]) -> Array:
    """The mean over the year of the share that these causes have left: that of the product of 1 - t q.

    The largest array comes last, so that most of the work is done on small ones.
    """
    *others, last = sorted(rates, key=np.size) or [np.zeros(1)]
    powers: list[Array] = [np.ones(1)]  # of t
    for rate in others:
        taken = [rate * power for power in powers]
        between = [power - less for power, less in zip(powers[1:], taken[:-1], strict=True)]
        powers = [powers[0], *between, -taken[-1]]
    mean = sum(power / order for order, power in enumerate(powers, start=1))
    weighted = sum(power / order for order, power in enumerate(powers, start=2))
    return np.asarray(mean - last * weighted)


def a_year_of_lives(
    active: Array, leaving: Sequence[Array], density: Array, credit: Array, joining: Joining
) -> YearOfLives:
    """Exits with the probabilities `leaving` (by cause, in the presence of the others), accrual and entry.

    `credit` [stock, ...] is what a full year adds per head, 0 for heads. Those who join are not yet at risk.
    """
    moved = active * density
    kept = active - moved
    gained = moved + credit * moved[:1]
    half_kept, half_gained = 0.5 * (active + kept), 0.5 * gained
    exits = tuple(half_kept * rate + one_more(half_gained * rate) for rate in leaving)
    stays = staying(leaving)
    insured = kept * stays + one_more(gained * stays)
    insured = insured + _half_credited(joining.returning, density, credit)
    insured = insured + _entered(joining.entering, density, credit, active.shape[-1])
    return YearOfLives(insured, exits, _years_contributed(moved[0] * (0.5 + 0.5 * stays), joining, density))


def staying(leaving: Sequence[Array]) -> Array:
    """The share whom no cause takes; where all go, rounding leaves no fewer than nobody."""
    return np.asarray(np.maximum(1.0 - sum(leaving), 0.0))


def _half_credited(lives: Array, density: Array, credit: Array) -> Array:
    """Lives of whom half a year's contributions are credited: half of the contributors have a full year."""
    moved = lives * (0.5 * density)
    return lives - moved + one_more(moved + credit * moved[:1])


def _entered(heads: Array, density: Array, credit: Array, services: int) -> Array:
    """Those without service, after half a year: [stock, scenario, sex, class, age, service]."""
    only_heads = np.concatenate([np.ones_like(credit[:1]), np.zeros_like(credit[1:])])[:, :1, :1, :1, :1, :1]
    entered = _half_credited(only_heads * _with_services(heads, 2), density, credit)
    return np.asarray(np.concatenate([entered, _nothing(entered, services - 2)], axis=-1))


def _years_contributed(years: Array, joining: Joining, density: Array) -> Array:
    joined = joining.returning[0] + _with_services(joining.entering, years.shape[-1])
    return np.asarray(years + 0.5 * density * joined)


def _with_services(heads: Array, services: int) -> Array:
    """Heads without service on an axis of service."""
    first = heads[..., None]
    return np.concatenate([first, _nothing(first, services - 1)], axis=-1)


def _nothing(like: Array, services: int) -> Array:
    return np.zeros((*like.shape[:-1], services))


def one_more(lives: Array) -> Array:
    """One more year of service; the last class is open."""
    top = lives[..., -2:-1] + lives[..., -1:]
    return np.concatenate([np.zeros_like(top), lives[..., :-2], top], axis=-1)


def older(lives: Array) -> Array:
    """One more year of age; the last age leaves."""
    return np.concatenate([np.zeros_like(lives[..., :1, :]), lives[..., :-1, :]], axis=-2)

"""Retirement by years since first eligible, so that a later pension age moves people and does not merely lose them.

A hazard by age would say that nobody retires at the ages that a reform has closed and everybody behaves as
before at the others; people wait for the day on which they may. The years are counted along a life: of an
insured person one year of service behind for each year of age, of an inactive one the same service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from socle.ground.axes import Array
from socle.model.insured import Ask, Insured, Valuation
from socle.project.insured import older
from socle.project.pensions import served


@dataclass(frozen=True, eq=False)
class Waiting:
    """For how many years each cell may have retired, this one counted; 0 where it may not yet."""

    eligible: Array  # [scenario, sex, class, age, service]
    active: Array
    inactive: Array
    hazards: tuple[Array, Array]  # of retirement in the year: of the insured, and of the inactive
    settled: bool  # a further year under the same law changes nothing


def at_first(ask: Ask, valuation: Valuation) -> Waiting:
    """Before the first year: as if its law had always been in force."""
    both = _both(ask, valuation, valuation.first_year, valuation.start)
    nobody = np.zeros(np.broadcast_shapes(both[0].shape, (1, 1, 1, *valuation.start.active.shape[-2:])))
    waiting = _counted(valuation, both, nobody, nobody)
    for _ in range(valuation.start.active.shape[-2]):
        if not waiting.settled:
            waiting = _counted(valuation, both, waiting.active, waiting.inactive)
    return waiting


def in_year(
    ask: Ask, valuation: Valuation, year: int, before: Waiting, state: Insured | None = None
) -> Waiting:
    """Who may retire in a year, and since when; `state` is needed where its cells carry their mean service."""
    both = _both(ask, valuation, year, state or valuation.start)
    if before.settled and both[0] is before.eligible:
        return before
    return _counted(valuation, both, before.active, before.inactive)


def _both(ask: Ask, valuation: Valuation, year: int, state: Insured) -> tuple[Array, Array]:
    """Who may retire: of the insured, and of the inactive; they differ only by a service that they carry."""
    own = [served(valuation.accounts, lives) for lives in (state.active, state.inactive)]
    eligible = _eligible(ask, valuation, year, own[0])
    return eligible, _eligible(ask, valuation, year, own[1]) if own[1] else eligible


def _eligible(ask: Ask, valuation: Valuation, year: int, own: Mapping[str, Array]) -> Array:
    """Whether any benefit of old age is open."""
    asked = [ask(f"who.{promise.name}", year, **own) for promise in valuation.of("old_age")]
    return asked[0] if len(asked) == 1 else np.asarray(reduce(np.maximum, asked, np.zeros((1,) * 5)))


def _counted(valuation: Valuation, eligible: tuple[Array, Array], active: Array, inactive: Array) -> Waiting:
    longer = [
        np.where(may > 0, older(years) + 1, 0.0)
        for may, years in zip(eligible, (_from_service(active), inactive), strict=True)
    ]
    settled = all(np.array_equal(new, old) for new, old in zip(longer, (active, inactive), strict=True))
    hazards = (_hazard(valuation, longer[0]), _hazard(valuation, longer[1]))
    return Waiting(eligible[0], longer[0], longer[1], hazards, settled)


def _from_service(years: Array) -> Array:
    """The years of those who had one year of service less; the last class is open, the first has no other."""
    shifted = np.concatenate([years[..., :1], years[..., :-1]], axis=-1)
    top = np.maximum(years[..., -1:], years[..., -2:-1])
    return np.concatenate([shifted[..., :-1], top], axis=-1)


def _hazard(valuation: Valuation, waited: Array) -> Array:
    """The rate of each cell; whoever may retire does so at the last working age."""
    rates = valuation.experience.retirement
    rates = np.concatenate([rates, np.ones_like(rates[:, :1])], axis=1)  # the last column: at the last age
    place = np.clip(waited - 1, 0, rates.shape[1] - 2)
    place[..., -1, :] = rates.shape[1] - 1
    sexes = np.arange(rates.shape[0])[:, None, None, None]
    return np.where(waited > 0, rates[sexes, place.astype(np.int64)], 0.0)

"""The working ages at which anybody is: a closed group, and above all a single generation, leaves the others empty.

What is projected over the ages that hold somebody is what is projected over all of them. The age after the
oldest is kept, since a year makes people older, and stands for the last working age, at which nobody is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

import numpy as np

from socle.ground.axes import Array
from socle.model.insured import Ask, Experience, Insured, Valuation
from socle.project.waiting import Waiting


@runtime_checkable
class AskOfAges(Ask, Protocol):
    """A law that can be asked of some of the working ages."""

    def within(self, ages: slice) -> Ask:
        """The same law, whose answers on working ages, and what it is told there, stand on these ages."""
        ...


@dataclass(frozen=True, eq=False)
class Window:
    """Some of the working ages, and everything of a projection on them."""

    ages: slice  # places among the working ages
    ask: Ask
    valuation: Valuation

    def of(self, waiting: Waiting) -> Waiting:
        """Retirement at these ages."""
        soon, later = (cut(hazard, self.ages) for hazard in waiting.hazards)
        return replace(waiting, hazards=(soon, later))


def cut(values: Array, ages: slice) -> Array:
    """The same ages of what stands on [..., age, service], whose axis of ages has length 1 where nothing changes."""
    return values[..., ages, :] if values.shape[-2] > 1 else values


def may_narrow(ask: Ask, valuation: Valuation) -> bool:
    """Whether ages can be left out: nobody enters, the law can be asked so, and cells have their own service."""
    closed = valuation.experience.insured is None
    return closed and isinstance(ask, AskOfAges) and "service" not in valuation.accounts


def narrowed(ask: Ask, valuation: Valuation, state: Insured, before: slice) -> tuple[Window, Insured]:
    """The ages at which anybody is, and the one after them; the state, which stands on `before`, on these."""
    assert isinstance(ask, AskOfAges)
    last = valuation.start.active.shape[-2]
    cells = (0, 1, 2, 3, 5)  # all axes but that of ages
    there = np.flatnonzero(state.active.any(axis=cells) | state.inactive.any(axis=cells))
    oldest = state.active.shape[-2] - 1
    low, high = (int(there[0]), int(there[-1])) if there.size else (oldest, oldest)
    ages = slice(before.start + low, min(before.start + high + 2, last))
    kept = Insured(_moved(state.active, low, ages), _moved(state.inactive, low, ages), state.pensions)
    experience = _experience(valuation.experience, ages)
    own = replace(valuation, first_age=valuation.first_age + ages.start, experience=experience, start=kept)
    return Window(ages, ask.within(ages), own), kept


def widened(state: Insured, ages: slice, count: int) -> Insured:
    """A state on all working ages."""

    def whole(lives: Array) -> Array:
        filled = np.zeros((*lives.shape[:-2], count, lives.shape[-1]))
        filled[..., ages, :] = lives
        return filled

    return Insured(whole(state.active), whole(state.inactive), state.pensions)


def _moved(lives: Array, low: int, ages: slice) -> Array:
    """Lives from the place `low` on, with nobody at the ages that they do not reach."""
    kept = lives[..., low : low + ages.stop - ages.start, :]
    more = ages.stop - ages.start - kept.shape[-2]
    return (
        kept if not more else np.concatenate([kept, np.zeros((*kept.shape[:-2], more, kept.shape[-1]))], -2)
    )


def _experience(experience: Experience, ages: slice) -> Experience:
    return replace(
        experience,
        invalidity=cut(experience.invalidity, ages),
        leaving=cut(experience.leaving, ages),
        returning=cut(experience.returning, ages),
        density=cut(experience.density, ages),
        entrants=experience.entrants[..., ages],
    )

"""What experience says: rates with their limits, and events beside those a standard table expects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.measure.counts import Fit, fit_tests, poisson_limits


def divided(over: Array, under: Array) -> Array:
    """`over` / `under`; no number where there is nothing under."""
    known = np.broadcast_to(under, np.shape(over)) > 0
    return np.asarray(np.divide(over, under, out=np.full(np.shape(over), np.nan), where=known))


def probability(rate: Array) -> Array:
    """The probability of an event within a year from its central rate m, constant in the year: 1 - exp(-m)."""
    return np.asarray(-np.expm1(-rate))


def central_rate(probabilities: Array) -> Array:
    """The central rate of a probability q, constant in the year: -log(1 - q); without bound where q is 1."""
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log1p(-probabilities))


@dataclass(frozen=True, eq=False)
class Rates:
    """Events over exposure and the exact limits of that, [class]."""

    exposure: Array
    events: Array
    rate: Array
    low: Array
    high: Array


def rates(events: Array, exposure: Array, level: float) -> Rates:
    """Central rates with Poisson limits at a level of confidence (Garwood 1936); no number without exposure."""
    low, high = poisson_limits(events, level)
    crude, below, above = (divided(count, exposure) for count in (events, low, high))
    return Rates(exposure, events, crude, below, above)


@dataclass(frozen=True, eq=False)
class Beside:
    """Actual events beside expected ones, by class and in all; the limits are those of the actual count."""

    classes: Rates  # its exposure is what is expected, its rate A/E
    total: Rates
    fit: Fit | None


def beside(actual: Array, expected: Array, starts: list[int], level: float) -> Beside:
    """Actual over expected events in classes of neighbours that begin at `starts`, in all, and tests of the fit."""
    by_class = rates(np.add.reduceat(actual, starts), np.add.reduceat(expected, starts), level)
    total = rates(actual.sum(keepdims=True), expected.sum(keepdims=True), level)
    return Beside(by_class, total, fit_tests(actual, expected))

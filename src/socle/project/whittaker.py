"""Graduation of observed rates: as close to the observations as they are certain, and as smooth as asked.

Whittaker (1923) and Henderson (1924): the values z that make sum w (y - z)^2 + smoothing x sum (difference of
the order of z)^2 least. On the scale of logarithms the first sum is the Poisson deviance instead (penalised
likelihood, Green and Silverman 1994), which no rate below 0 can come from. In both, the weights being
exposures, events add up: sum w z = sum w y, and so do their first moments (order 2; order 3, second too).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.ground.checks import amounts
from socle.ground.refusals import Refusal

SCALES = ("rate", "log")
ORDERS = (1, 2, 3, 4)

_LEAST, _MOST = -4.0, 12.0  # powers of ten that automatic smoothing tries, beside the mean weight
_STEPS = 33
_NARROWINGS = 40
_ROUNDS = 100
_SETTLED = 1e-11
_TINY = 1e-300


@dataclass(frozen=True, eq=False)
class Graduated:
    """Graduated rates [age] and their standard deviation from chance alone; what smoothing leaves out is not in it.

    `freedom` is the effective number of parameters: the trace of the matrix that makes values of observations.
    `at_bound` is 1 where automatic smoothing is the most it tries, -1 where it is the least, else 0.
    """

    values: Array
    deviation: Array
    smoothing: float
    order: int
    scale: str
    freedom: float
    at_bound: int = 0


@dataclass(frozen=True, eq=False)
class _Fit:
    values: Array  # on the scale of the fit
    weights: Array
    inverse: Array  # of the triangle R, R'R = W + smoothing x P
    log_det: float
    misfit: float  # weighted squares or deviance, with the penalty


def whittaker(values: Array, weights: Array, *, smoothing: float, order: int = 2) -> Array:
    """The graduated values z: least sum `weights` (`values` - z)^2 + `smoothing` x sum (difference of z)^2.

    Values are at consecutive ages; one of weight 0 says nothing and may be unknown. Smoothing 0 gives back
    the values; without bound it leads to the polynomial of degree order - 1 closest to them.
    """
    y, w = _observed(values, weights, order)
    return _given(y, w) if smoothing == 0 else _squares(y, w, smoothing, order).values


def graduate(
    events: Array, exposure: Array, *, order: int = 2, smoothing: float | None = None, scale: str = "log"
) -> Graduated:
    """Rates of events per year of exposure, graduated with exposure as weights.

    Without `smoothing` it is chosen by restricted maximum likelihood (Patterson and Thompson 1971; for
    smoothers Wood 2011): on `rate` with an unknown variance, on `log` with that of a Poisson count.
    """
    if scale not in SCALES:
        raise Refusal("A rate is graduated on the scale `rate` or `log`, not `{scale}`.", scale=scale)
    with np.errstate(divide="ignore", invalid="ignore"):
        y, w = _observed(events / exposure, exposure, order)
    if not events.sum() > 0:
        raise Refusal("There is no event to graduate.")
    if smoothing == 0:
        crude = _given(y, w)
        return Graduated(crude, np.sqrt(crude / w), 0.0, order, scale, float(len(w)))
    if smoothing is not None and not 0 < smoothing < math.inf:
        raise Refusal("Smoothing is a number, 0 or more: here {value}.", value=f"{smoothing:g}")
    known = int((w > 0).sum())

    def fitted(amount: float) -> _Fit:
        return _squares(y, w, amount, order) if scale == "rate" else _poisson(events, w, amount, order)

    def criterion(power: float) -> float:
        amount = 10.0**power * float(w[w > 0].mean())
        fit = fitted(amount)
        misfit = (known - order) * math.log(max(fit.misfit, _TINY)) if scale == "rate" else fit.misfit
        return misfit + fit.log_det - (len(w) - order) * math.log(amount)

    at_bound = 0
    if smoothing is None:
        power = _least(criterion)
        at_bound = int(power > _MOST - 0.01) - int(power < _LEAST + 0.01)
        smoothing = 10.0**power * float(w[w > 0].mean())
    return _with_deviation(fitted(smoothing), w, smoothing, order, scale, at_bound)


def _with_deviation(
    fit: _Fit, exposure: Array, smoothing: float, order: int, scale: str, at_bound: int
) -> Graduated:
    """Counts vary as Poisson counts around the graduated rates: Var z = V diag(exposure x rate) V, V = (W + sP)^-1."""
    rates = fit.values if scale == "rate" else np.exp(fit.values)
    v = fit.inverse @ fit.inverse.T
    deviation = np.sqrt(np.clip((v**2) @ (exposure * np.maximum(rates, 0.0)), 0.0, None))
    freedom = float((fit.inverse**2 * fit.weights[:, None]).sum())
    if scale == "log":
        deviation = deviation * rates
    return Graduated(rates, deviation, smoothing, order, scale, freedom, at_bound)


def _observed(values: Array, weights: Array, order: int) -> tuple[Array, Array]:
    """Values and weights, checked; a value of weight 0 becomes 0."""
    if order not in ORDERS:
        raise Refusal("Graduation has the order {valid}, not {order}.", valid="1, 2, 3, 4", order=order)
    w = amounts("weight", weights)
    y = np.where(w > 0, values, 0.0)
    if not np.isfinite(y).all():
        raise Refusal("An observed rate with weight is no number.")
    if (found := int((w > 0).sum())) <= order:
        raise Refusal(
            "Graduation of order {order} needs exposure at {needed} ages or more; there are {found}.",
            order=order,
            needed=order + 1,
            found=found,
        )
    return y, w


def _given(y: Array, w: Array) -> Array:
    if not (w > 0).all():
        raise Refusal("Without smoothing, an age without exposure has no rate: give a number above 0.")
    return y


def _squares(y: Array, w: Array, smoothing: float, order: int) -> _Fit:
    """The least weighted squares with the penalty, by an orthogonal triangle: large smoothing loses no digits."""
    ages = len(y)
    if not 0 < smoothing < math.inf:
        raise Refusal("Smoothing must be a number above 0: here {value}.", value=f"{smoothing:g}")
    rough = math.sqrt(smoothing) * np.diff(np.eye(ages), n=order, axis=0)
    q, r = np.linalg.qr(np.concatenate([rough, np.diag(np.sqrt(w))]))  # the large rows first: they lose least
    inverse = np.asarray(np.linalg.solve(r, np.eye(ages)), dtype=np.float64)
    z = np.linalg.solve(r, q[len(rough) :].T @ (np.sqrt(w) * y))
    misfit = float((w * (y - z) ** 2).sum() + ((rough @ z) ** 2).sum())
    return _Fit(z, w, inverse, 2.0 * float(np.log(np.abs(np.diag(r))).sum()), misfit)


def _poisson(events: Array, exposure: Array, smoothing: float, order: int) -> _Fit:
    """Logarithms of rates: least Poisson deviance with the penalty, by Newton's steps, halved while they overshoot."""
    overall = events.sum() / exposure.sum()
    theta = np.log((events + overall) / (exposure + 1.0))
    penalty = np.diff(np.eye(len(theta)), n=order, axis=0)

    def misfit(at: Array) -> float:
        expected = exposure * np.exp(np.minimum(at, 500.0))
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(events > 0, events * np.log(events / expected), 0.0)
        return float(2.0 * (ratio - events + expected).sum() + smoothing * ((penalty @ at) ** 2).sum())

    best = misfit(theta)
    for _ in range(_ROUNDS):
        expected = exposure * np.exp(theta)
        with np.errstate(divide="ignore", invalid="ignore"):
            working = np.where(expected > 0, theta + (events - expected) / expected, 0.0)
        fit = _squares(working, expected, smoothing, order)
        step = fit.values - theta
        while (reached := misfit(theta + step)) > best + 1e-9 * abs(best) and np.abs(step).max() > _SETTLED:
            step = step / 2.0
        theta, best = theta + step, reached
        if np.abs(step).max() <= _SETTLED * max(1.0, float(np.abs(theta).max())):
            break
    return _Fit(theta, fit.weights, fit.inverse, fit.log_det, best)


def _least(criterion: Callable[[float], float]) -> float:
    """Where a criterion is least between the bounds: a grid, then golden sections around its best point."""
    grid = np.linspace(_LEAST, _MOST, _STEPS)
    best = int(np.argmin([criterion(float(power)) for power in grid]))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, _STEPS - 1)])
    golden = (math.sqrt(5.0) - 1.0) / 2.0
    left, right = high - golden * (high - low), low + golden * (high - low)
    at_left, at_right = criterion(left), criterion(right)
    for _ in range(_NARROWINGS):
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - golden * (high - low)
            at_left = criterion(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + golden * (high - low)
            at_right = criterion(right)
    return (low + high) / 2.0

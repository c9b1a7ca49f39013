"""Several causes at once: leaving a group by death, invalidity, retirement or any other decrement.

Symbols of the field: q'_j the independent rate of cause j, what it would be if no other cause acted; q_j the
dependent rate, the share of those at the start of the year who leave by cause j while all act; q the sum of
the q_j. Arrays have the cause as first axis: [cause, ...], with age last. Two conventions lead from one to
the other; they differ at the second order of the rates, so a result says which it used. Formulas: Bowers et
al., Actuarial Mathematics (1997), chapter 10; Dickson, Hardy and Waters (2020), chapter 8.
"""

from __future__ import annotations

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal

_CLOSE = 1e-14
_ROUNDS = 60


def dependent(independent_rates: Array) -> Array:
    """q_j [cause, ...] if the leavers of each cause alone are spread evenly over the year.

    q_j = q'_j times the integral over t from 0 to 1 of the product over k other than j of (1 - t q'_k): with
    two causes q'_1 (1 - q'_2 / 2), with three q'_1 (1 - (q'_2 + q'_3) / 2 + q'_2 q'_3 / 3).
    """
    _check(independent_rates)
    times, weights = _moments(len(independent_rates))
    return independent_rates * _exposure(independent_rates, times, weights)


def independent(dependent_rates: Array) -> Array:
    """q'_j [cause, ...] whose `dependent` rates are these, by Newton's method to 1e-14."""
    _check(dependent_rates, together=True)
    rates = independent_together(dependent_rates)  # differs at the second order
    times, weights = _moments(len(rates))
    for _ in range(_ROUNDS):
        short = dependent_rates - rates * _exposure(rates, times, weights)
        if np.max(np.abs(short), initial=0.0) < _CLOSE:
            return rates
        slope = np.moveaxis(_slope(rates, times, weights), (0, 1), (-2, -1))
        step = np.linalg.solve(slope, np.moveaxis(short, 0, -1)[..., None])[..., 0]
        rates = np.clip(rates + np.moveaxis(step, -1, 0), 0.0, 1.0)
    raise Refusal("No independent rates lead to these dependent rates: their sum is too close to 1.")


def independent_together(dependent_rates: Array) -> Array:
    """q'_j = 1 - (1 - q)^(q_j / q) [cause, ...], if the causes keep their proportions through the year.

    So it is when the leavers of all causes are spread evenly, and when every hazard is constant.
    """
    _check(dependent_rates, together=True)
    q = dependent_rates.sum(axis=0)
    part = np.divide(dependent_rates, q, out=np.zeros_like(dependent_rates), where=q > 0.0)
    return np.asarray(1.0 - (1.0 - np.minimum(q, 1.0)) ** part)


def dependent_together(independent_rates: Array) -> Array:
    """q_j = q ln(1 - q'_j) / ln(1 - q), with 1 - q the product of the 1 - q'_j: undoes `independent_together`.

    Refuses an independent rate of 1, whose hazard has no end and leaves the others no part.
    """
    _check(independent_rates)
    if np.any(independent_rates == 1.0):
        raise Refusal("An independent rate of 1 cannot be shared in proportion to hazards.")
    hazards = -np.log1p(-independent_rates)
    total = hazards.sum(axis=0)
    part = np.divide(-np.expm1(-total), total, out=np.ones_like(total), where=total > 0.0)
    return np.asarray(hazards * part)


def service_table(dependent_rates: Array, radix: float = 1.0) -> tuple[Array, Array]:
    """Survivors l [..., age] and leavers d [cause, ..., age]: d_j = l q_j, l(x+1) = l(x) - the sum of d_j(x)."""
    _check(dependent_rates, together=True)
    stay = np.maximum(1.0 - dependent_rates.sum(axis=0), 0.0)
    first = np.full((*stay.shape[:-1], 1), radix)
    l = np.concatenate([first, radix * np.cumprod(stay[..., :-1], axis=-1)], axis=-1)  # noqa: E741
    return l, l * dependent_rates


def leavers(d: Array, start: int, n: int) -> Array:
    """Those who leave by each cause within `n` years of the place `start` of the table [cause, ...]."""
    if start < 0 or n < 0 or start + n > d.shape[-1]:
        raise Refusal(
            "The table of decrements does not hold {n} years from its place {start}.", n=n, start=start
        )
    return np.asarray(d[..., start : start + n].sum(axis=-1))


def leaving(l: Array, d: Array, start: int, n: int) -> Array:  # noqa: E741
    """nq_j [cause, ...]: the probability of leaving by each cause within `n` years from the place `start`."""
    return leavers(d, start, n) / l[..., start]


def staying(l: Array, d: Array, start: int, n: int) -> Array:  # noqa: E741
    """np [...]: the probability that no cause has acted within `n` years from the place `start`."""
    return np.asarray(1.0 - leaving(l, d, start, n).sum(axis=0))


def _moments(causes: int) -> tuple[Array, Array]:
    """Gauss-Legendre times and weights over one year, exact for the polynomials of so many causes."""
    times, weights = np.polynomial.legendre.leggauss(causes // 2 + 1)
    return (times + 1.0) / 2.0, weights / 2.0


def _exposure(rates: Array, times: Array, weights: Array) -> Array:
    """For each cause, the mean over the year of the survivors of all others [cause, ...]."""
    alive = 1.0 - np.multiply.outer(times, rates)  # [time, cause, ...]
    others = [np.prod(np.delete(alive, cause, axis=1), axis=1) for cause in range(len(rates))]
    return np.stack([np.tensordot(weights, other, axes=1) for other in others])


def _slope(rates: Array, times: Array, weights: Array) -> Array:
    """The derivative of dependent rate j by independent rate k [j, k, ...]."""
    causes = len(rates)
    alive = 1.0 - np.multiply.outer(times, rates)
    slope = np.empty((causes, *rates.shape))
    own = _exposure(rates, times, weights)
    for j in range(causes):
        for k in range(causes):
            rest = np.prod(np.delete(alive, [j, k], axis=1), axis=1)
            slope[j, k] = own[j] if j == k else -rates[j] * np.tensordot(weights * times, rest, axes=1)
    return slope


def _check(rates: Array, together: bool = False) -> None:
    if not np.all((rates >= 0.0) & (rates <= 1.0)):
        raise Refusal("A rate of leaving lies between 0 and 1.")
    if together and np.any(rates.sum(axis=0) > 1.0 + _CLOSE):
        raise Refusal("More than everybody leaves: the dependent rates of one age add up to more than 1.")

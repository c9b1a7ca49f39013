"""Counts that chance decides: exact limits of a Poisson mean, and tests of counts against what was expected.

The incomplete gamma function is by its series below its turning point and by its continued fraction above
(Abramowitz and Stegun 1964, 6.5.29 and 6.5.31).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from socle.ground.axes import Array
from socle.ground.checks import amounts
from socle.ground.refusals import Refusal

LEAST_EXPECTED = 5.0
"""Events expected at least in each class of a chi-square test (Cochran 1954)."""

_ROUNDS = 200
_EPS = 1e-16
_MOST_TERMS = 2_000_000


def gamma_tails(shape: float, x: float) -> tuple[float, float]:
    """P(shape, x) and Q(shape, x): the parts of a gamma distribution below and above `x`, each to its own digits."""
    if x <= 0.0:
        return 0.0, 1.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1.0:
        term = total = 1.0 / shape
        for n in range(1, _MOST_TERMS):
            term *= x / (shape + n)
            total += term
            if term < total * _EPS:
                break
        return front * total, 1.0 - front * total
    upper = front * _fraction(shape, x)
    return 1.0 - upper, upper


def _fraction(shape: float, x: float) -> float:
    """The continued fraction of the upper tail, by the method of Lentz."""
    b = x + 1.0 - shape
    c, d = math.inf, 1.0 / b
    h = d
    for n in range(1, _MOST_TERMS):
        a = n * (shape - n)
        b += 2.0
        d = 1.0 / (a * d + b)
        c = b + a / c
        h *= c * d
        if abs(c * d - 1.0) < _EPS * 4.0:
            break
    return h


def gamma_quantile(shape: float, below: float, above: float) -> float:
    """The value with the part `below` of a gamma distribution under it; `above` is 1 - below, to its own digits.

    Newton's steps from the cube root of Wilson and Hilferty (1931), kept inside a bracket that closes.
    """
    from statistics import NormalDist

    normal = NormalDist().inv_cdf(below) if below <= above else -NormalDist().inv_cdf(above)
    x = shape * max(1.0 - 1.0 / (9.0 * shape) + normal / (3.0 * math.sqrt(shape)), 1e-3) ** 3
    low, high = 0.0, math.inf
    for _ in range(_ROUNDS):
        p, q = gamma_tails(shape, x)
        excess = p - below if below <= above else above - q
        low, high = (low, x) if excess > 0 else (x, high)
        slope = math.exp((shape - 1.0) * math.log(x) - x - math.lgamma(shape))
        step = x - excess / slope if slope > 0 else math.nan
        if not low < step < high:
            step = 2.0 * low + 1.0 if math.isinf(high) else (low + high) / 2.0
        if abs(step - x) <= 1e-13 * x:
            return step
        x = step
    return x


def poisson_limits(events: Array, level: float = 0.95) -> tuple[Array, Array]:
    """The exact limits of the mean of a Poisson count, at least `level` sure: Garwood (1936).

    Half the doubt lies on each side: the lower limit is the quantile (1 - level) / 2 of gamma(events), 0 for
    no event, the upper one that of (1 + level) / 2 of gamma(events + 1).
    """
    if not 0.0 < level < 1.0:
        raise Refusal("A level of confidence lies between 0 and 1: here {level}.", level=f"{level:g}")
    tail = (1.0 - level) / 2.0
    counts = amounts("events", events)
    low = [gamma_quantile(n, tail, 1.0 - tail) if n > 0 else 0.0 for n in counts.flat]
    high = [gamma_quantile(n + 1.0, 1.0 - tail, tail) for n in counts.flat]
    return np.reshape(low, counts.shape), np.reshape(high, counts.shape)


@dataclass(frozen=True)
class Fit:
    """Tests of events against those expected of a table that was not fitted to them."""

    chi_square: float
    classes: int  # degrees of freedom, for nothing was fitted
    p_chi_square: float
    above: int  # classes with more events than expected
    below: int
    p_signs: float
    runs: int  # of classes next to each other that are above
    p_runs: float


def fit_tests(actual: Array, expected: Array) -> Fit | None:
    """Chi-square, signs and runs over ages joined until five events are expected in each; none below two classes.

    Signs: both tails of the binomial with one half. Runs (Stevens 1939): the chance of as few runs of
    positive signs; few runs say that the table has another shape.
    """
    classes = joined(expected, LEAST_EXPECTED)
    a = np.array([actual[one].sum() for one in classes])
    e = np.array([expected[one].sum() for one in classes])
    if len(classes) < 2:
        return None
    chi = float(((a - e) ** 2 / e).sum())
    positive = a > e
    above, below = int(positive.sum()), int((a < e).sum())
    runs = int(positive[0]) + int((positive[1:] & ~positive[:-1]).sum())
    p_chi = gamma_tails(len(e) / 2.0, chi / 2.0)[1]
    return Fit(
        chi,
        len(e),
        p_chi,
        above,
        below,
        sign_chance(above, below),
        runs,
        run_chance(runs, above, len(e) - above),
    )


def joined(expected: Array, least: float) -> list[slice]:
    """Neighbours joined until at least so much is expected of each class; what is left over joins the last."""
    ends, due = [0], 0.0
    for place, value in enumerate(expected):
        due += value
        if due >= least:
            ends.append(place + 1)
            due = 0.0
    if len(ends) == 1:
        return []
    ends[-1] = len(expected)
    return [slice(first, end) for first, end in pairwise(ends)]


def sign_chance(above: int, below: int) -> float:
    """The chance of signs at least as uneven, if either is as likely."""
    count, fewer = above + below, min(above, below)
    tail = sum(math.comb(count, k) for k in range(fewer + 1)) / 2.0**count
    return min(1.0, 2.0 * tail)


def run_chance(runs: int, above: int, others: int) -> float:
    """The chance of at most so many runs of `above` positive signs among `others`, every order being as likely."""
    if above == 0:
        return 1.0
    ways = sum(math.comb(above - 1, k - 1) * math.comb(others + 1, k) for k in range(1, runs + 1))
    return float(ways / math.comb(above + others, above))

"""What many runs say: percentiles and chances, each with the error of having drawn only so many runs.

The interval of a percentile is between two of the drawn values whose ranks follow from the binomial law: it
supposes nothing about the distribution (David and Nagaraja 2003, Order Statistics, 7.1). Runs lead.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.ground.checks import shares
from socle.ground.refusals import Refusal

USUAL = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
"""Bands of 95, 80 and 50 per cent of runs, and the middle."""

NEVER = math.inf
"""The year of what does not happen within the horizon."""

_HALVINGS = 60


@dataclass(frozen=True, eq=False)
class Percentiles:
    """Percentiles over runs and their interval; infinite where the runs are too few to bound it."""

    levels: tuple[float, ...]
    values: Array  # [level, ...]
    low: Array  # [level, ...]
    high: Array  # [level, ...]
    mean: Array  # [...]
    mean_error: Array  # [...], standard error of the mean
    runs: int
    confidence: float


def percentiles(results: Array, levels: Sequence[float] = USUAL, *, confidence: float) -> Percentiles:
    """Percentiles over the first axis of `results` [run, ...], with their interval at a confidence.

    A percentile is the median-unbiased one (Hyndman and Fan 1996, definition 8). An infinite result is
    allowed (what never happens); one that is no number is refused.
    """
    runs = len(results)
    shares("confidence", confidence)
    if runs < 2:
        raise Refusal("Percentiles need at least two runs; here there are {runs}.", runs=runs)
    if np.isnan(results).any():
        raise Refusal(
            "Run {run} has a result that is no number.", run=int(np.argwhere(np.isnan(results))[0][0])
        )
    ordered = np.sort(results, axis=0)
    edge = np.full((1, *results.shape[1:]), np.inf)
    fenced = np.concatenate([-edge, ordered, edge])  # rank 0 and rank runs + 1: no bound
    ranks = [interval_ranks(runs, level, confidence) for level in levels]
    with np.errstate(invalid="ignore"):
        mean, spread = results.mean(axis=0), results.std(axis=0, ddof=1)
    return Percentiles(
        tuple(levels),
        np.stack([_between(ordered, level) for level in levels]),
        fenced[[low for low, _ in ranks]],
        fenced[[high for _, high in ranks]],
        mean,
        spread / math.sqrt(runs),
        runs,
        confidence,
    )


def _between(ordered: Array, level: float) -> Array:
    """The percentile at `level`, between the two ordered results beside it."""
    runs = len(ordered)
    rank = min(max((runs + 1 / 3) * level + 1 / 3, 1.0), float(runs))
    below = ordered[math.floor(rank) - 1]
    above = ordered[math.ceil(rank) - 1]
    share = rank - math.floor(rank)
    if share == 0:
        return np.asarray(below)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(below == above, below, below + share * (above - below)))


def interval_ranks(runs: int, level: float, confidence: float) -> tuple[int, int]:
    """The ranks (1 the smallest) of the results that enclose a percentile; 0 or runs + 1 for no bound.

    At most (1 - confidence) / 2 on each side: the true percentile lies below rank r with probability
    P(B < r), B binomial with `runs` and `level`.
    """
    shares("level", level)
    shares("confidence", confidence)
    tail = (1 - confidence) / 2
    at_most = np.cumsum(binomial(runs, level))  # P(B <= 0), P(B <= 1), ...
    low = int(np.searchsorted(at_most, tail, side="right"))  # how many ranks r have P(B <= r - 1) <= tail
    beyond = np.cumsum(binomial(runs, level)[::-1])[::-1]  # P(B >= 0), P(B >= 1), ...
    return low, int(np.argmax(beyond <= tail)) if beyond[-1] <= tail else runs + 1


def binomial(runs: int, chance: float) -> Array:
    """The probabilities of 0, 1, ..., `runs` successes, each with `chance`."""
    if chance in (0.0, 1.0):
        return np.asarray(np.eye(runs + 1)[round(chance) * runs])
    counts = np.arange(runs + 1)
    factorials = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, runs + 1)))])
    ways = factorials[-1] - factorials - factorials[::-1]
    return np.asarray(np.exp(ways + counts * math.log(chance) + (runs - counts) * math.log1p(-chance)))


@dataclass(frozen=True)
class Chance:
    """A probability estimated from runs, with its interval."""

    value: float
    low: float
    high: float
    runs: int
    confidence: float


def chance(happened: int, runs: int, *, confidence: float) -> Chance:
    """The share of runs in which something happened, with its exact interval (Clopper and Pearson 1934)."""
    shares("confidence", confidence)
    if not 0 <= happened <= runs or runs < 1:
        raise Refusal("{happened} of {runs} runs is no count of runs.", happened=happened, runs=runs)
    tail = (1 - confidence) / 2
    # P(B >= happened) grows with the chance, P(B <= happened) falls.
    low = _where(lambda p: float(binomial(runs, p)[happened:].sum()) > tail) if happened else 0.0
    high = _where(lambda p: float(binomial(runs, p)[: happened + 1].sum()) < tail) if happened < runs else 1.0
    return Chance(happened / runs, low, high, runs, confidence)


def _where(beyond: Callable[[float], bool]) -> float:
    """The chance from which on `beyond` holds, by halving."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if beyond(middle) else (middle, high)
    return (low + high) / 2


@dataclass(frozen=True, eq=False)
class Exhaustion:
    """When the reserve runs out, over all runs."""

    years: Array  # [run], the first year at whose bound the reserve is negative; NEVER within the horizon
    by_year: tuple[Chance, ...]  # the probability of exhaustion up to each year
    when: Percentiles  # of the year; NEVER where most runs do not get there


def exhaustion(reserve: Array, first_year: int, *, confidence: float) -> Exhaustion:
    """The probability and the year of exhaustion from reserves [run, bound of year], first at `first_year`."""
    if reserve.ndim != 2 or np.isnan(reserve).any():
        raise Refusal(
            "Reserves must be numbers by run and year; their shape is {found}.", found=reserve.shape
        )
    out = reserve < 0
    years = np.where(out.any(axis=1), first_year + out.argmax(axis=1), NEVER)
    runs = len(reserve)
    horizon = first_year + np.arange(reserve.shape[1])
    counts = [int((years <= year).sum()) for year in horizon]
    chances = {count: chance(count, runs, confidence=confidence) for count in set(counts)}
    return Exhaustion(
        years, tuple(chances[count] for count in counts), percentiles(years, confidence=confidence)
    )

"""Mortality that moves as one: log m = a + b k, one index k of time for all ages and both sexes.

Lee and Carter (1992), Journal of the American Statistical Association 87(419). Sexes share k, so that they
do not part by chance; where they share b too, the ratio of their rates stays what it is (Li and Lee 2005,
Demography 42(3)). Symbols: m death rate, a mean of log m over the years, b the response of an age, k level.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.project.stochastic import Luck

MORTALITY, DRIFT = "mortality", "mortality_drift"
"""The names under which the shocks of k and the error of its drift are drawn."""

_LEAST_YEARS = 3  # two differences: the fewest with a variance


@dataclass(frozen=True, eq=False)
class LeeCarter:
    """The model; b adds up to 1 over ages (on average over sexes), k to 0 over the years of the history."""

    a: Array  # [..., age]
    b: Array  # [..., age]
    k: Array  # [year]
    explained: float  # share of the variance of log m over time that b k explains

    @property
    def drift(self) -> float:
        """The yearly change of k: from its first to its last year, evenly."""
        return float((self.k[-1] - self.k[0]) / (len(self.k) - 1))

    @property
    def sigma(self) -> float:
        """The standard deviation of a year's change of k around the drift."""
        changes = np.diff(self.k) - self.drift
        return float(np.sqrt((changes**2).sum() / (len(changes) - 1)))

    @property
    def drift_error(self) -> float:
        """The standard error of the drift, which grows with the horizon as no yearly shock does."""
        return float(self.sigma / np.sqrt(len(self.k) - 1))

    def rates(self, k: Array) -> Array:
        """Death rates [..., sex, age] at levels `k` [...]."""
        return np.asarray(np.exp(self.a + np.multiply.outer(k, self.b)))

    def deviations(self, years: int, luck: Luck, runs: range) -> Array:
        """Levels less their median, years 1, 2, ... after the last of the history [run, year].

        Random walk with an uncertain drift: the variance after h years is h sigma^2 + h^2 drift_error^2.
        """
        walk = self.sigma * np.cumsum(luck.normals(runs, MORTALITY, years), axis=1)
        slope = self.drift_error * luck.normals(runs, DRIFT, 1)
        return np.asarray(walk + slope * np.arange(1, years + 1))

    def around(self, m: Array, deviations: Array) -> Array:
        """Death rates [run, year, ..., age] around assumed ones `m` [year, ..., age], their median."""
        if m.shape[0] != deviations.shape[1] or m.shape[-self.b.ndim :] != self.b.shape:
            raise Refusal(
                "Death rates of the shape {found} do not suit {years} years of ages {shape}.",
                found=m.shape,
                years=deviations.shape[1],
                shape=self.b.shape,
            )
        return np.asarray(m * np.exp(np.multiply.outer(deviations, self.b)))

    def future(self, years: int, luck: Luck, runs: range) -> Array:
        """Levels k [run, year] in the years after the history, which goes on as it went."""
        return np.asarray(
            self.k[-1] + self.drift * np.arange(1, years + 1) + self.deviations(years, luck, runs)
        )


def lee_carter(m: Array, *, same_response: bool) -> LeeCarter:
    """The model by singular value decomposition of log `m` [year, age] or [year, sex, age].

    `same_response`: sexes share b as well as k, so that their future stays coherent for ever; then b k is
    fitted to the mean of both. The history has no gaps and no rate of 0: graduate it first.
    """
    if m.ndim not in (2, 3) or len(m) < _LEAST_YEARS:
        raise Refusal(
            "Death rates by year and age, or year, sex and age, of at least {least} years are needed; "
            "these have the shape {found}.",
            least=_LEAST_YEARS,
            found=m.shape,
        )
    if not (np.isfinite(m) & (m > 0)).all():
        place = ", ".join(str(int(index)) for index in np.argwhere(~(np.isfinite(m) & (m > 0)))[0])
        raise Refusal(
            "A death rate has no logarithm at position {place}, counted from 0: graduate the rates first.",
            place=place,
        )
    log = np.log(m)
    a = log.mean(axis=0)
    centred = log - a
    shared = same_response and m.ndim == 3
    rows = centred.mean(axis=1) if shared else centred.reshape(len(m), -1)
    left, singular, right = np.linalg.svd(rows, full_matrices=False)
    response = right[0] if shared else right[0].reshape(a.shape)
    total = response.sum() / (1 if response.ndim == 1 else len(response))
    if (
        singular[0] <= np.finfo(float).eps * len(m) * np.abs(log).max()
        or abs(total) < np.finfo(float).eps * m.shape[-1]
    ):
        raise Refusal("These death rates have no common movement over time that ages could answer to.")
    b = np.broadcast_to(response / total, a.shape).copy()
    k = left[:, 0] * singular[0] * total
    unexplained = ((centred - np.multiply.outer(k, b)) ** 2).sum() / (centred**2).sum()
    return LeeCarter(a, b, k, float(1 - unexplained))

"""Credibility: how far the experience of one group is to be believed beside that of all.

Z = n / (n + k), where n is the weight of the experience and k the weight at which half is believed. Sources:
Whitney (1918) for the form, Bühlmann and Straub (1970) for k from the experience itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.ground.checks import amounts, shares
from socle.ground.refusals import Refusal


def credibility(weight: Array, half: float) -> Array:
    """Z = n / (n + k): `weight` n is experience (persons, accidents expected, payroll), `half` k in the same unit."""
    if not half > 0:
        raise Refusal("The weight at which half is believed must be above 0: here {half}.", half=f"{half:g}")
    n = amounts("weight", weight)
    return np.asarray(n / (n + half))


def blended(own: Array, common: Array, trust: Array) -> Array:
    """Z own + (1 - Z) common."""
    z = shares("credibility", trust)
    return np.asarray(z * own + (1 - z) * common)


def experience_factor(actual: Array, expected: Array, trust: Array, bounds: tuple[float, float]) -> Array:
    """By how much an enterprise's rate is multiplied: 1 + Z (actual / expected - 1), within `bounds`.

    `actual` and `expected` cost are money of the same years. An enterprise without expected cost is rated as all.
    """
    low, high = bounds
    if not 0 <= low <= 1 <= high:
        raise Refusal(
            "The bounds of experience rating hold 1 between them: here {low} and {high}.",
            low=f"{low:g}",
            high=f"{high:g}",
        )
    due = amounts("expected cost", expected)
    ratio = np.divide(
        amounts("actual cost", actual), due, out=np.ones(np.broadcast(actual, due).shape), where=due > 0
    )
    return np.asarray(np.clip(blended(ratio, np.ones_like(ratio), trust), low, high))


@dataclass(frozen=True, eq=False)
class Structure:
    """How groups differ, estimated from their experience: common mean, variances, credible mean of each group."""

    collective: float
    within: float
    between: float
    trust: Array
    premiums: Array

    @property
    def half(self) -> float:
        """k: the variance within groups over the variance between them; infinite where groups do not differ."""
        return self.within / self.between if self.between > 0 else np.inf


def structure(ratios: Array, weights: Array) -> Structure:
    """The credibility of groups from their ratios and weights, both [group, year]: Bühlmann and Straub (1970).

    within = sum w (X - Xi)^2 / sum (n - 1); between = w.. (sum wi (Xi - Xw)^2 - (I - 1) within) / (w..^2 - sum wi^2),
    0 if that is negative; the collective mean weighs each group by its credibility.
    """
    groups, years = ratios.shape
    if groups < 2 or years < 2 or not (amounts("weight", weights) > 0).all():
        raise Refusal(
            "Credibility from experience needs two groups or more, two years or more, and weights above 0."
        )
    total = weights.sum(axis=1)
    means = (weights * ratios).sum(axis=1) / total
    overall = float((total * means).sum() / total.sum())
    within = float((weights * (ratios - means[:, None]) ** 2).sum() / (groups * (years - 1)))
    spread = float((total * (means - overall) ** 2).sum()) - (groups - 1) * within
    between = max(float(total.sum() * spread / (total.sum() ** 2 - (total**2).sum())), 0.0)
    if between == 0.0:
        return Structure(overall, within, 0.0, np.zeros(groups), np.full(groups, overall))
    trust = credibility(total, within / between) if within > 0 else np.ones(groups)
    collective = float((trust * means).sum() / trust.sum())
    return Structure(collective, within, between, trust, blended(means, np.full(groups, collective), trust))


def limited_fluctuation(events: Array, full: float) -> Array:
    """Z = sqrt(events / full), at most 1: `full` events are believed in full (Mowbray 1914, Longley-Cook 1962)."""
    if not full > 0:
        raise Refusal("Full credibility needs a number of events above 0: here {full}.", full=f"{full:g}")
    return np.asarray(np.minimum(np.sqrt(amounts("events", events) / full), 1.0))


def full_credibility(certainty: float = 0.90, within: float = 0.05) -> float:
    """The events with which a Poisson count is `within` of its mean with that certainty: (z / within)^2; 1,082.2."""
    from statistics import NormalDist

    if not (0 < certainty < 1 and within > 0):
        raise Refusal("Full credibility needs a certainty between 0 and 1, and a margin above 0.")
    return float((NormalDist().inv_cdf((1 + certainty) / 2) / within) ** 2)

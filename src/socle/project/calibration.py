"""Weights of a survey brought to known totals, each as near as possible to what it was.

A new weight is the old one times F(x'b), x being what the record adds to each margin and b the one vector for
which the margins hold (Deville and Sarndal 1992). F is 1 + u (linear, the generalized regression estimator),
exp(u) (raking, in the limit of iterative proportional fitting), or one of two that stay within bounds: 1 + u cut
off, and the logit. The vector is found by Newton's method on the concave dual problem. Weights of a household stay
in proportion if every member is given the household's mean of x (Lemaitre and Dufour 1987).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from socle.ground.axes import SEX_CODES, SEXES, Array
from socle.ground.refusals import Refusal, nearest
from socle.model.survey import Codes
from socle.model.survey_map import Method

METHODS: Final = ("raking", "linear", "logit")
CLOSE: Final = 1e-11  # relative to the margin
STEPS: Final = 200
HALVINGS: Final = 60
RIDGE: Final = 1e-12  # relative to the largest curvature: margins may say the same thing twice
UPHILL: Final = 1e-4  # of the rise that the slope promises (Armijo)

Curve = Callable[[Array], Array]


@dataclass(frozen=True)
class Distance:
    """F, its slope, and its integral from 0, each of u."""

    ratio: Curve
    slope: Curve
    integral: Curve


@dataclass(frozen=True, eq=False)
class Margins:
    """What a sample is brought to: what each record adds to each margin, and the totals."""

    names: tuple[str, ...]
    columns: Array  # [record, margin]
    totals: Array  # [margin]


@dataclass(frozen=True, eq=False)
class Calibrated:
    """New weights, and what became of the margins."""

    weight: Array  # [record]
    ratio: Array  # [record], new weight over old
    columns: Array  # [record, margin], as the weights were fitted to them
    before: Array  # [margin]
    after: Array
    iterations: int


def calibrate(
    weight: Array, margins: Margins, method: Method | None = None, household: Codes | None = None
) -> Calibrated:
    """The weights nearest to `weight` under which the margins hold.

    `household` gives each record the number of its household, whose members then share one ratio of new to old
    weight. Refused: margins that nobody can fill, that contradict each other, or that bounds keep out of reach.
    """
    distance = _distance(method or Method())
    columns = margins.columns if household is None else _household_means(weight, margins.columns, household)
    before = weight @ margins.columns
    _fillable(margins, columns, weight)
    scale = np.maximum(np.abs(margins.totals), np.abs(before))
    scale[scale == 0] = 1.0
    b, iterations = _solved(distance, weight, columns / scale, margins.totals / scale)
    ratio = distance.ratio((columns / scale) @ b)
    ratio = np.where(weight > 0, ratio, 1.0)
    after = (weight * ratio) @ margins.columns
    _reached(margins, after, scale, method or Method())
    return Calibrated(weight * ratio, ratio, columns, before, after, iterations)


def _distance(method: Method) -> Distance:
    if method.name not in METHODS:
        raise Refusal(
            "There is no method `{name}` of calibration; there are {valid}.",
            name=method.name,
            valid=", ".join(METHODS),
            nearest=nearest(method.name, METHODS),
        )
    if method.bounds is None:
        if method.name == "logit":
            raise Refusal("The method logit needs bounds, such as 0.3,3.")
        return RAKING if method.name == "raking" else LINEAR
    if method.name == "raking":
        raise Refusal("Raking has no bounds: choose linear or logit.")
    low, high = method.bounds
    if not 0 <= low < 1 < high:
        raise Refusal(
            "The bounds {low} and {high} of the ratio of weights must lie on both sides of 1, none below 0.",
            low=f"{low:g}",
            high=f"{high:g}",
        )
    return _cut(low, high) if method.name == "linear" else _logit(low, high)


LINEAR: Final = Distance(lambda u: 1 + u, np.ones_like, lambda u: u + u**2 / 2)
RAKING: Final = Distance(np.exp, np.exp, np.expm1)


def _cut(low: float, high: float) -> Distance:
    """1 + u within the bounds."""

    def integral(u: Array) -> Array:
        inside = np.clip(u, low - 1, high - 1)
        return inside + inside**2 / 2 + (1 + inside) * (u - inside)

    return Distance(
        lambda u: np.clip(1 + u, low, high),
        lambda u: ((u > low - 1) & (u < high - 1)).astype(np.float64),
        integral,
    )


def _logit(low: float, high: float) -> Distance:
    """A logistic curve from one bound to the other, 1 with slope 1 at 0."""
    steep = (high - low) / ((1 - low) * (high - 1))
    below, above = np.log((high - 1) / (high - low)), np.log((1 - low) / (high - low))

    def share(u: Array) -> Array:
        return np.asarray(np.exp(above + steep * u - np.logaddexp(below, above + steep * u)))

    return Distance(
        lambda u: low + (high - low) * share(u),
        lambda u: (high - low) * steep * share(u) * (1 - share(u)),
        lambda u: low * u + (high - low) / steep * np.logaddexp(below, above + steep * u),
    )


def _household_means(weight: Array, columns: Array, household: Codes) -> Array:
    """Each member of a household given the mean of its members, weighted if their weights differ."""
    held = np.maximum(np.bincount(household, weight), np.finfo(np.float64).tiny)
    means = [np.bincount(household, weight * column) / held for column in columns.T]
    return np.stack([mean[household] for mean in means], axis=1)


def _fillable(margins: Margins, columns: Array, weight: Array) -> None:
    """Refuses a margin to which nobody in the sample adds anything."""
    empty = ~(columns[weight > 0] != 0).any(axis=0) & (margins.totals != 0)
    if empty.any():
        at = int(np.argmax(empty))
        raise Refusal(
            "Nobody in the survey counts for `{margin}`, whose total is {total}: no weights can reach it.",
            margin=margins.names[at],
            total=f"{margins.totals[at]:,.0f}",
        )


def _solved(distance: Distance, weight: Array, columns: Array, totals: Array) -> tuple[Array, int]:
    """The vector at which the margins hold, or as near to it as one can come, and the steps taken."""

    def height(b: Array) -> float:
        return float(totals @ b - weight @ distance.integral(columns @ b))

    b, best = np.zeros(totals.size), -np.inf
    with np.errstate(over="ignore", invalid="ignore"):
        best = height(b)
        for step in range(STEPS):
            u = columns @ b
            gap = totals - (weight * distance.ratio(u)) @ columns
            if np.abs(gap).max(initial=0.0) < CLOSE:
                return b, step
            curvature = columns.T @ ((weight * distance.slope(u))[:, None] * columns)
            curvature[np.diag_indices_from(curvature)] += RIDGE * max(float(np.diag(curvature).max()), 1e-6)
            move: Array = np.linalg.solve(curvature, gap).astype(np.float64)
            found = _uphill(height, b, move, best, float(gap @ move))
            if found is None:
                return b, step
            b, best = found
    return b, STEPS


def _uphill(
    height: Callable[[Array], float], b: Array, move: Array, best: float, slope: float
) -> tuple[Array, float] | None:
    """The longest of the halved moves that rises enough; nothing if rounding hides any rise."""
    slack = 1e-14 * max(abs(best), 1.0)
    for halving in range(HALVINGS):
        part = 0.5**halving
        reached = height(b + part * move)
        if reached >= best + UPHILL * part * slope - slack:
            return b + part * move, reached
    return None


def _reached(margins: Margins, after: Array, scale: Array, method: Method) -> None:
    """Refuses what could not be reached, and names the margin furthest off."""
    off = np.abs(after - margins.totals) / scale
    off[~np.isfinite(off)] = np.inf
    if off.max(initial=0.0) < 1e-9:
        return
    at = int(np.argmax(off))
    values = {
        "margin": margins.names[at],
        "wanted": f"{margins.totals[at]:,.0f}",
        "reached": f"{after[at]:,.0f}",
    }
    if method.bounds:
        raise Refusal(
            "No weights within the bounds {low} to {high} reach the margins; furthest off is `{margin}`: "
            "{wanted} wanted, {reached} reached. Widen the bounds, or ask for fewer margins.",
            low=f"{method.bounds[0]:g}",
            high=f"{method.bounds[1]:g}",
            **values,
        )
    raise Refusal(
        "No weights reach the margins: they contradict each other or the survey; furthest off is `{margin}`: "
        "{wanted} wanted, {reached} reached.",
        **values,
    )


QUANTILES: Final = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)


@dataclass(frozen=True)
class Spread:
    """How far weights moved, and what their spread costs in precision."""

    quantiles: tuple[float, ...]  # of new over old weight, at `QUANTILES` of the records
    effect_before: float  # 1 plus the squared coefficient of variation of the weights (Kish 1992)
    effect_after: float
    effective: float  # records, were all weights equal
    negative: int


def spread(old: Array, found: Calibrated) -> Spread:
    """The diagnostics of new weights."""
    effect = weighting_effect(found.weight)
    return Spread(
        tuple(float(one) for one in np.quantile(found.ratio[old > 0], QUANTILES)),
        weighting_effect(old),
        effect,
        found.weight.size / effect,
        int((found.weight < 0).sum()),
    )


def weighting_effect(weight: Array) -> float:
    """The factor by which unequal weights raise the variance of a mean (Kish 1992)."""
    return float(weight.size * (weight**2).sum() / weight.sum() ** 2)


def by_sex_and_age(sex: Array, age: Array, persons: Array, starts: Sequence[int]) -> Margins:
    """The margins of a population [sex, age]: persons of each sex from each of the `starts` to the next."""
    names, columns, totals = [], [], []
    ends = [*starts[1:], None]
    for number, name in enumerate(SEXES):
        code = SEX_CODES[name]
        for first, end in zip(starts, ends, strict=True):
            names.append(f"{code} {first}-{end - 1}" if end else f"{code} {first}+")
            inside = (sex == number) & (age >= first) & (age < (end or np.inf))
            columns.append(inside.astype(np.float64))
            totals.append(float(persons[number, first:end].sum()))
    return Margins(tuple(names), np.stack(columns, axis=1), np.array(totals))


def together(*parts: Margins) -> Margins:
    """All margins of several sets."""
    return Margins(
        tuple(name for part in parts for name in part.names),
        np.concatenate([part.columns for part in parts], axis=1),
        np.concatenate([part.totals for part in parts]),
    )

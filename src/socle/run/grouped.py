"""From grouped data, cumulative shares of people and of welfare, to poverty under fitted Lorenz curves."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from socle.exchange.survey import numbers
from socle.exchange.survey_formats import Raw, read_raw
from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.measure import grouped
from socle.measure.indicators import line
from socle.model.survey import Measured

LEAST = 5  # points for three coefficients and something to judge them by
SLACK = 1e-9
CURVES = {
    "quadratic": N_(
        "General quadratic Lorenz curve (Villasenor and Arnold 1989) fitted to grouped data, at the line {line}."
    ),
    "beta": N_("Beta Lorenz curve (Kakwani 1980) fitted to grouped data, at the line {line}."),
}


@dataclass(frozen=True)
class GroupedRequest:
    """What is asked of grouped data."""

    people: str  # column of cumulative shares of people
    welfare: str  # column of cumulative shares of welfare
    mean: float
    line: str  # an amount in the money of the mean


def grouped_poverty(
    path: Path, request: GroupedRequest, translate: Callable[[str], str] = str
) -> list[Measured]:
    """Head count, gaps and Gini under both curves, the better first."""
    limit = line(request.line)
    if limit.of:
        raise Refusal("Grouped data need a line that is an amount, such as --line 1.9.")
    if not (math.isfinite(request.mean) and request.mean > 0):
        raise Refusal("The mean of grouped data is above 0; here it is {value}.", value=f"{request.mean:g}")
    people, welfare = points(read_raw(path, (request.people, request.welfare)), request)
    rows = []
    for place, curve in enumerate(grouped.fitted(people, welfare)):
        found = grouped.poverty(curve, request.mean, limit.part)
        told = [translate(CURVES[curve.name]).format(line=request.line)]
        told.append(translate(_judged(place, curve.valid)))
        numbers_of = {
            "fgt0": found.head_count,
            "fgt1": found.gap,
            "fgt2": found.squared_gap,
            "gini": found.gini,
        }
        units = {"fgt0": "share"}
        rows += [
            Measured(code, curve.name, value, None, units.get(code, "index"), people.size, " ".join(told))
            for code, value in numbers_of.items()
        ]
    return rows


def _judged(place: int, valid: bool) -> str:
    if not valid:
        return N_("This fit is not a Lorenz curve everywhere.")
    return N_("The other curve fits better.") if place else N_("The better of the two curves.")


def points(raw: Raw, request: GroupedRequest) -> tuple[Array, Array]:
    """The points of a Lorenz curve, checked: cumulative, from above 0 to 1, below the diagonal."""
    people, welfare = numbers(raw, request.people), numbers(raw, request.welfare)
    if people.size < LEAST:
        raise Refusal(
            "Fitting a Lorenz curve needs at least {least} points; there are {found}.",
            where=raw.file,
            least=LEAST,
            found=people.size,
        )
    wrong = (np.diff(people, prepend=0.0) <= 0) | (np.diff(welfare, prepend=0.0) < 0)
    wrong |= (people > 1 + SLACK) | (welfare > people + SLACK)
    wrong[-1] |= abs(people[-1] - 1) > SLACK or abs(welfare[-1] - 1) > SLACK
    if wrong.any():
        raise Refusal(
            "Cumulative shares must rise from above 0 to 1, those of welfare at or below those of people.",
            where=raw.at(int(np.argmax(wrong))),
        )
    return people, welfare

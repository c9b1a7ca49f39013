"""Reference lines: what the levels of a floor are measured against, and whether they make sense."""

from __future__ import annotations

from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.units import DAYS_PER_YEAR
from socle.ground.words import N_

ABOVE_PRODUCT: Final = 1.0  # a line above gross domestic product per head is a mistake of units or prices
DOUBTFUL: Final = 0.6
OLD_SURVEY: Final = 8  # years


def harmonised(line_a_day: float, ppp: float, prices: Array) -> Array:
    """A line in international dollars a day as national currency a year: line x 365 x PPP x price index.

    `prices` is the index relative to the year of the PPP. Source: harmonised national lines of Jolliffe and
    others (2022), uprated as in the financing gap studies.
    """
    return line_a_day * DAYS_PER_YEAR * ppp * prices


def doubts(line: Array, gdp_per_head: Array, survey_age: int) -> tuple[str, ...]:
    """Sentences of warning about a line: close to product per head, or from an old survey."""
    found = []
    ratio = float(np.nanmax(line[:1] / gdp_per_head[:1])) if np.isfinite(gdp_per_head[:1]).all() else 0.0
    if ratio > DOUBTFUL:
        found.append(
            N_("The line is above 60 % of gross domestic product per head: check its currency and prices.")
        )
    if survey_age > OLD_SURVEY:
        found.append(N_("The survey behind the line is more than eight years old in the base year."))
    return tuple(found)


def above_product(line: Array, gdp_per_head: Array) -> bool:
    """Whether the line exceeds product per head in the first year: then it must not be used unasked."""
    return bool(line[0] / gdp_per_head[0] > ABOVE_PRODUCT)

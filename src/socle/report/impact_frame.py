"""What the charts of an impact share: where and when, the source under the title, shares with their intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from socle.report import impact_words as words
from socle.report import labels
from socle.report.chart import Spec, framed
from socle.report.impact_words import NORMAL
from socle.run.households import Households
from socle.run.impact import Row

INK, SOFT, PAPER = labels.COLOUR["total"], labels.COLOUR["baseline"], "#FFFFFF"
LETTERS = 98  # of a line under the title, with room for a reader without our font
BLUE = labels.COLOUR["working_age"]


def place(found: Households, lang: str) -> dict[str, Any]:
    """The scenario, the country and the year, as a title names them."""
    return {
        "scenario": words.scenario(found, lang),
        "country": words.country(found, lang),
        "year": found.year,
    }


def ends(row: Row) -> dict[str, float]:
    """A share and its interval of 95 %, in per cent; a share is not below 0."""
    half = NORMAL * row.se if math.isfinite(row.se) else 0.0
    return {
        "share": percent(row.value),
        "low": percent(max(row.value - half, 0.0)),
        "high": percent(row.value + half),
    }


def percent(value: float) -> float:
    """A share in per cent, to a thousandth."""
    return round(100 * value, 3)


def told(chart: Any, title: str, notes: Sequence[str], found: Households, lang: str) -> Spec:
    """A chart with its finding, what it shows and the source."""
    return framed(
        chart, words.tagged(title, found, lang), " ".join([*notes, words.source(found, lang)]), LETTERS
    )

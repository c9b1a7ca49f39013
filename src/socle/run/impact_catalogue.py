"""Every number of an impact: its code and its definition. `BENEFIT` and `PAYMENT` stand for what it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from socle.measure.incidence import BY_GROUP, PERFORMANCE
from socle.run import impact_benefits as benefits
from socle.run import impact_payers as payers
from socle.run import impact_reach as reach
from socle.run import impact_welfare as welfare

BENEFIT, PAYMENT = "BENEFIT", "PAYMENT"
"""The path of a benefit, or `all`; the name of a scheme with `.contributions`, or `contributions` for all."""


def catalogue() -> Iterator[tuple[str, str]]:
    """Codes and definitions, which are message keys, in the order of the rows."""
    yield from welfare.MEASURES.items()
    yield from (
        (f"{code}_before, {code}_after, {code}_change", text) for code, text in welfare.OF_GROUP.items()
    )
    yield "lorenz_before", welfare.LORENZ_BEFORE
    yield "lorenz_after", welfare.LORENZ_AFTER
    yield from welfare.CEQ.items()
    yield "mean_gain", welfare.MEAN_GAIN
    yield "relative_gain", welfare.RELATIVE_GAIN
    yield f"moved:{welfare.CLASSES[0]} ... moved:{welfare.CLASSES[-1]}", welfare.MOVED
    yield from ((f"{BENEFIT}:{code}", text) for code, text in _of_benefits())
    yield from ((f"{PAYMENT}:{code}", text) for code, text in payers.DEFINITIONS.items())
    yield from ((f"{PAYMENT}:marginal_{code}", text) for code, text in benefits.MARGINAL.items())
    yield f"{PAYMENT}:effectiveness_gini", benefits.TAKING
    yield "overlap:0, overlap:1, overlap:2+", reach.OVERLAP
    yield from ((f"floor_coverage:{code}", text) for code, text in reach.COVERED.items())


def _of_benefits() -> Iterator[tuple[str, str]]:
    yield "spending", benefits.SPENDING
    yield from ((code, told.sentence) for code, told in PERFORMANCE.items())
    yield from ((code, by.sentence) for code, by in BY_GROUP.items())
    yield from benefits.ORDER.items()
    yield from ((f"{code}_reduction", text) for code, text in benefits.REDUCTION.items())
    yield from ((f"marginal_{code}", text) for code, text in benefits.MARGINAL.items())
    yield from ((f"effectiveness_{code}", text) for code, text in benefits.EFFECTIVENESS.items())
    yield "concentration_curve", benefits.CURVE

"""The impact of two scenarios of the toy country on an invented survey, computed once for all tests."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from socle.run import Choices
from socle.run.households import Households, SurveyRequest, households


@cache
def found(scenario: str = "high", against: str = "low", seed: int = 0) -> Households:
    """What `scenario` does to 1,500 invented persons, against a second scenario."""
    return households("XXX", Choices(), SurveyRequest(persons=1500, seed=seed), scenario, against)


def without(*measures: str) -> Households:
    """The same impact, where some measures of all benefits are unknown."""
    whole = found()
    rows = tuple(
        replace(row, value=float("nan"), se=float("nan")) if row.measure.endswith(measures) else row
        for row in whole.impact.rows
    )
    return replace(whole, impact=replace(whole.impact, rows=rows))

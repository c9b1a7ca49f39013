"""Wages of the persons protected, from a survey: the inputs that the reference wages of standards are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from socle.exchange.survey import Wanted, load_survey
from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.ground.units import payments
from socle.measure.wages import MEAN, P75, earnings_of
from socle.model.practice import Input
from socle.model.survey import Roles

SURVEY = "survey"  # the origin of inputs


@dataclass(frozen=True)
class WageSurvey:
    """A survey with a column of earnings, and how it is read.

    `protected` names a column that is 1 for persons protected and 0 for others; without it everybody with earnings
    is taken for protected. `per` is the period of the earnings. Records with earnings of 0 are left out.
    """

    path: Path
    column: str
    weight: str = ""
    protected: str = ""
    per: str = "month"
    source: str = ""
    date: str = ""


def wages_of_survey(survey: WageSurvey) -> dict[str, Input]:
    """Mean and 75th percentile of the earnings of persons protected, money of a year, with weights."""
    columns = [name for name in (survey.column, survey.protected) if name]
    read = load_survey(survey.path, Wanted(Roles(weight=survey.weight), columns))
    earnings, weight = read.numbers[survey.column], read.weight
    for wrong, name in ((earnings < 0, survey.column), (_no_flag(read.numbers, survey), survey.protected)):
        if wrong.any():
            record = int(np.argmax(wrong))
            value = f"{read.numbers[name][record]:g}"
            if name == survey.column:
                raise Refusal(
                    "`{column}` is negative: {value}", where=read.at(record), column=name, value=value
                )
            raise Refusal(
                "`{column}` says who is protected, 1 or 0, and is {value} here.",
                where=read.at(record),
                column=name,
                value=value,
            )
    counted = earnings > 0
    if survey.protected:
        counted &= read.numbers[survey.protected] == 1
    found = earnings_of(earnings, np.where(counted, weight, 0.0))
    if found is None:
        raise Refusal("Nobody in this survey is protected and has earnings.", where=read.file)
    times, source = payments(survey.per), survey.source or survey.path.name
    where = f"{read.file}: {survey.column}"
    return {
        MEAN: Input(found.mean * times, source, survey.date, SURVEY, where=where),
        P75: Input(found.p75 * times, source, survey.date, SURVEY, where=where),
    }


def _no_flag(numbers: Mapping[str, Array], survey: WageSurvey) -> NDArray[np.bool_]:
    """Records whose flag is neither 1 nor 0."""
    if not survey.protected:
        return np.zeros(1, dtype=bool)
    return np.isin(numbers[survey.protected], (0, 1), invert=True)

"""A survey beside what is known of everybody: its weights brought there, or the distance shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from socle.exchange.country import load_country
from socle.exchange.survey import coded, numbers
from socle.exchange.survey_formats import Raw
from socle.exchange.survey_mapped import Mapped, load_mapped
from socle.exchange.survey_totals import read_totals
from socle.ground.axes import Array
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.measure import sampling
from socle.measure.weighted import Estimate
from socle.model.survey import Flag, Roles
from socle.model.survey_map import AdministrativeTotal, Calibrate
from socle.project.calibration import Calibrated, Margins, Spread, by_sex_and_age, calibrate, spread, together
from socle.run.setting import Choices, Setting, prepare

UNBORN = -1  # the age of a child born after the day on which ages are counted, as in EU-SILC
MOST, LEAST = (
    5.0,
    0.5,
)  # of new over old weight, and of the records that the survey is worth: beyond is flagged
FAR = 0.1  # of the administrative total; a survey further away is flagged


@dataclass(frozen=True)
class Beside:
    """A total of the survey beside that of an office."""

    name: str
    column: str
    survey: float
    se: float | None
    office: float
    ratio: float  # survey over office
    flag: str  # under, over or nothing
    source: str


@dataclass(frozen=True)
class MarginMoved:
    """A margin before and after, and what it was brought to."""

    name: str
    before: float
    after: float
    wanted: float


@dataclass(frozen=True, eq=False)
class Reweighted:
    """New weights with their diagnostics."""

    file: str
    roles: Roles
    year: int
    country: str
    rows: NDArray[np.int64]  # [record], where each stands in its file
    households: tuple[str, ...]  # [record]
    persons: tuple[str, ...]  # [record], empty where no column names them
    old: Array
    found: Calibrated
    spread: Spread
    margins: tuple[MarginMoved, ...]
    totals: tuple[Beside, ...]  # with the old weights
    method: Calibrate
    flags: tuple[Flag, ...]


def setting_at(code: str, year: int | None) -> Setting:
    """A country up to the year to whose people a survey is brought; by default its base year."""
    country = load_country(code)
    ahead = 0 if year is None else year - country.base_year
    if ahead < 0:
        return prepare(country, Choices(base_year=year, years_ahead=0))
    return prepare(country, Choices(years_ahead=ahead))


def reweight(file: Path, mapping: Path, setting: Setting, how: Calibrate, totals: Path | None) -> Reweighted:
    """The weights of a survey brought to the population of the last year of a setting, and to totals."""
    survey = load_mapped(file, mapping)
    known = read_totals(totals) if totals else ()
    found = calibrated(survey, setting, how, known)
    old = survey.survey.weight
    told = spread(old, found.result)
    if told.negative:
        raise Refusal(
            "{count} new weights are negative: choose raking, or bounds such as 0.3,3.", count=told.negative
        )
    homes = survey.household
    role = survey.survey.roles.person
    persons = coded(survey.raw, role) if role else None
    return Reweighted(
        file=survey.raw.file,
        roles=survey.survey.roles,
        year=setting.years[-1],
        country=setting.country.iso3,
        rows=np.arange(old.size) + survey.raw.first_row,
        households=_names(homes.said or homes.names, homes.codes),
        persons=_names(persons.said or persons.names, persons.codes) if persons else (),
        old=old,
        found=found.result,
        spread=told,
        margins=tuple(
            MarginMoved(*one)
            for one in zip(
                found.margins.names,
                found.result.before.tolist(),
                found.result.after.tolist(),
                found.margins.totals.tolist(),
                strict=True,
            )
        ),
        totals=beside(survey, known),
        method=how,
        flags=(*survey.flags, *_far(told, old.size)),
    )


def _far(told: Spread, records: int) -> tuple[Flag, ...]:
    """A word of caution where weights moved so far that few records carry the result."""
    effective = told.effective * told.effect_before / records
    if told.quantiles[-1] <= MOST and effective >= LEAST:
        return ()
    text = N_(
        "Some weights are {high} times what they were, and the survey is worth {share} % of the records it was worth: "
        "few records carry the result. Ask for fewer margins, or set bounds."
    )
    return (Flag(text, {"high": f"{told.quantiles[-1]:.1f}", "share": f"{100 * effective:.0f}"}),)


def _names(names: Sequence[str], codes: NDArray[np.int64]) -> tuple[str, ...]:
    return tuple(np.array(names, dtype=object)[codes].tolist())


@dataclass(frozen=True, eq=False)
class Fitted:
    """A calibration with the margins it was fitted to."""

    result: Calibrated
    margins: Margins


def calibrated(
    survey: Mapped, setting: Setting, how: Calibrate, totals: Sequence[AdministrativeTotal] = ()
) -> Fitted:
    """The weights of a survey brought to the people by sex and age and to administrative totals."""
    columns = {}
    for name in ("sex", "age"):
        if name not in survey.told.columns:
            raise Refusal(
                "Reweighting to the population needs the column `{column}` in the mapping.",
                column=name,
                where=survey.raw.file,
            )
        columns[name] = survey.values(name)
    columns["age"] = np.where(columns["age"] == UNBORN, 0.0, columns["age"])
    starts = how.ages
    if list(starts) != sorted(set(starts)) or starts[0] != 0 or starts[-1] > 100:
        raise Refusal("Age groups begin with 0 and rise, none beyond 100.")
    margins = by_sex_and_age(columns["sex"], columns["age"], setting.persons[-1], starts)
    _everybody_counted(survey, margins)
    if totals:
        own = np.stack([counted(survey.raw, one) for one in totals], axis=1)
        offices = Margins(tuple(one.name for one in totals), own, np.array([one.value for one in totals]))
        margins = together(margins, offices)
    homes = survey.household.codes
    return Fitted(calibrate(survey.survey.weight, margins, how.method, homes), margins)


def _everybody_counted(survey: Mapped, margins: Margins) -> None:
    """Refuses a person who is in no group of sex and age."""
    alone = margins.columns.sum(axis=1) == 0
    if alone.any():
        record = int(np.argmax(alone))
        raise Refusal(
            "This person is in no group of sex and age: sex is 0 or 1, age in years from 0.",
            where=survey.survey.at(record),
        )


def counted(raw: Raw, total: AdministrativeTotal) -> Array:
    """What each record adds to an administrative total."""
    if not total.code:
        values = numbers(raw, total.column)
        return values * total.times if total.sums else (values > 0).astype(np.float64)
    if total.sums:
        raise Refusal("The total `{name}` sums a column: leave `code` out.", name=total.name)
    held = coded(raw, total.column)
    known = [
        total.code in (code, name) for code, name in zip(held.said or held.names, held.names, strict=True)
    ]
    if not any(known):
        raise Refusal(
            "The column `{column}` has no `{code}`.",
            column=total.column,
            code=total.code,
            where=raw.file,
            nearest=nearest(total.code, held.names),
        )
    return np.array(known, dtype=np.float64)[held.codes]


def beside(survey: Mapped, totals: Sequence[AdministrativeTotal]) -> tuple[Beside, ...]:
    """What the survey says of each administrative total, with the standard error of its design."""
    own = survey.survey
    plan = sampling.design(own.weight, own.psu.codes, own.strata.codes, "average")
    if own.sampled is not None:
        plan = replace(plan, sampled=own.sampled)
    found = []
    for total in totals:
        values = counted(survey.raw, total)
        here = float(own.weight @ values)
        ratio = here / total.value
        flag = "under" if ratio < 1 - FAR else "over" if ratio > 1 + FAR else ""
        error = sampling.standard_error(plan, Estimate(here, values)) if plan.stratum.size > 1 else None
        error = error if error is not None and np.isfinite(error) else None
        found.append(Beside(total.name, total.column, here, error, total.value, ratio, flag, total.source))
    return tuple(found)


CALIBRATED = N_(
    "Weights are calibrated ({method}) to the people of {year} by sex and age; new weights are {low} to {high} times "
    "the old ones, worth {effective} equal weights."
)
CALIBRATED_TO_TOTALS = N_(
    "Weights are calibrated ({method}) to the people of {year} by sex and age and to {count} administrative totals; "
    "new weights are {low} to {high} times the old ones, worth {effective} equal weights."
)


def calibrated_flag(fitted: Fitted, how: Calibrate, old: Array, year: int, totals: int) -> Flag:
    """What a person is told about weights that were calibrated."""
    told = spread(old, fitted.result)
    return Flag(
        CALIBRATED_TO_TOTALS if totals else CALIBRATED,
        {
            "method": how.method.name,
            "year": f"{year}",
            "count": f"{totals}",
            "low": f"{told.quantiles[0]:.2f}",
            "high": f"{told.quantiles[-1]:.2f}",
            "effective": f"{told.effective:,.0f}",
        },
    )

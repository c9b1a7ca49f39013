"""From a survey file to what it holds: records, people, design, columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from socle.exchange.survey import Wanted, column_facts, survey_of
from socle.exchange.survey_checks import flags
from socle.exchange.survey_formats import ColumnFacts, Raw
from socle.exchange.survey_large import described
from socle.exchange.survey_mapped import load_mapped
from socle.exchange.survey_totals import read_totals
from socle.measure import sampling
from socle.model.survey import Flag, Roles, Survey
from socle.project.calibration import weighting_effect
from socle.run.people import concept_of
from socle.run.reweight import Beside, beside


@dataclass(frozen=True)
class Description:
    """What a survey file holds."""

    file: str
    roles: Roles
    records: int
    people: float  # sum of weights
    households: int | None  # unknown where no column names them
    units: int  # primary sampling units
    strata: int
    lonely: tuple[str, ...]  # strata with one unit
    lightest: float
    heaviest: float
    weighting_effect: float  # 1 plus the squared coefficient of variation of weights (Kish 1992)
    columns: tuple[ColumnFacts, ...]
    flags: tuple[Flag, ...] = ()
    title: str = ""  # of the survey, as its mapping names it
    concept: Flag | None = None  # what its welfare is
    totals: tuple[Beside, ...] = ()


def describe(path: Path, roles: Roles) -> Description:
    """The facts of a survey file, after its weights and design were checked."""
    raw = described(path, Wanted(roles).names())
    survey = survey_of(raw, Wanted(roles))
    return _described(raw, survey, flags(raw, survey))


def describe_mapped(path: Path, mapping: Path, totals: Path | None) -> Description:
    """The same of a survey with a mapping, beside the totals of offices where some are given."""
    found = load_mapped(path, mapping)
    for name in found.told.columns:
        found.values(name)  # refuses a code without a meaning
    described = _described(found.raw, found.survey, found.flags)
    known = read_totals(totals) if totals else ()
    return replace(
        described,
        title=found.told.source,
        concept=concept_of(found.told.welfare),
        totals=beside(found, known),
    )


def _described(raw: Raw, survey: Survey, flagged: tuple[Flag, ...]) -> Description:
    plan = sampling.design(survey.weight, survey.psu.codes, survey.strata.codes)
    weight = survey.weight
    return Description(
        file=survey.file,
        roles=survey.roles,
        records=weight.size,
        people=float(weight.sum()),
        households=len(survey.household.names) if survey.household else None,
        units=plan.stratum.size,
        strata=int(np.unique(plan.stratum).size),
        lonely=tuple(survey.strata.names[at] for at in sampling.lonely_strata(plan)),
        lightest=float(weight.min()),
        heaviest=float(weight.max()),
        weighting_effect=weighting_effect(weight),
        columns=tuple(column_facts(raw)),
        flags=flagged,
    )

"""From a survey file to what it holds: records, people, design, columns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from socle.exchange.survey import Wanted, coded, column_facts, survey_of
from socle.exchange.survey_formats import ColumnFacts
from socle.exchange.survey_large import described
from socle.measure import sampling
from socle.model.survey import Roles


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


def describe(path: Path, roles: Roles) -> Description:
    """The facts of a survey file, after its weights and design were checked."""
    raw = described(path, Wanted(roles).names())
    survey = survey_of(raw, Wanted(roles))
    plan = sampling.design(survey.weight, survey.psu.codes, survey.strata.codes)
    weight = survey.weight
    return Description(
        file=survey.file,
        roles=roles,
        records=weight.size,
        people=float(weight.sum()),
        households=len(coded(raw, roles.household).names) if roles.household else None,
        units=plan.stratum.size,
        strata=int(np.unique(plan.stratum).size),
        lonely=tuple(survey.strata.names[at] for at in sampling.lonely_strata(plan)),
        lightest=float(weight.min()),
        heaviest=float(weight.max()),
        weighting_effect=float(weight.size * (weight**2).sum() / weight.sum() ** 2),
        columns=tuple(column_facts(raw)),
    )

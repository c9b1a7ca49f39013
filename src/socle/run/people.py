"""From a survey, or from an invented one, to people that the law can be asked about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from socle.exchange.survey import Wanted, coded, survey_of
from socle.exchange.survey_formats import read_raw
from socle.exchange.survey_map import read_survey_map
from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.measure.sampling import Design, design
from socle.model.population import Population
from socle.model.survey import Coded, Survey
from socle.model.survey_map import MappedColumn, SurveyMap
from socle.project.survey import synthetic_survey
from socle.run.setting import Setting

PRIVATE_CONSUMPTION = 0.65  # of product a head, for an invented survey only
DESIGN_COLUMNS = ("household", "person", "weight", "stratum", "psu", "consumption", "poor")


@dataclass(frozen=True, eq=False)
class People:
    """The persons of a survey, sorted by household, ready for the law."""

    population: Population  # columns of the glossary, with households
    welfare: Array  # [person] consumption or income a person and year, national currency of the base year
    design: Design
    invented: bool = False


def people_of_survey(file: Path, mapping: Path, setting: Setting) -> People:
    """The persons of a survey file in the words of its mapping, uprated by consumer prices to the base year."""
    told, raw = read_survey_map(mapping), read_raw(file)
    plain = [m.column for m in told.columns.values() if not m.codes]
    wanted = Wanted(
        told.roles, (told.welfare.column, *plain), [m.column for m in told.columns.values() if m.codes]
    )
    survey, household = survey_of(raw, wanted), coded(raw, told.roles.household)
    order = np.argsort(household.codes, kind="stable")
    starts = _starts(household.codes[order])
    columns = {name: _values(survey, mapped)[order] for name, mapped in told.columns.items()}
    welfare = survey.numbers[told.welfare.column][order] * told.welfare.times * _uprating(told, setting)
    weight = survey.weight[order]
    plan = design(weight, survey.psu.codes[order], survey.strata.codes[order], "average")
    return People(Population(weight, columns, households=starts), welfare, plan)


def invented_people(setting: Setting, persons: int, seed: int) -> People:
    """An invented survey drawn from the population of a country, with its Gini; nobody in it is real."""
    gini = setting.country.figures.latest("gini")
    if gini is None:
        raise Refusal(
            "An invented survey needs a Gini, which {country} has not.", country=setting.country.iso3
        )
    cells = setting.persons[0]
    prevalence = {
        name: share.reshape(share.shape[2:4])
        for name, share in setting.population.prevalence.items()
        if share.shape[:2] == (1, 1)
    }
    birth = setting.population.prevalence["gave_birth"]
    prevalence["gave_birth"] = birth.reshape(birth.shape[:4])[0, 0]
    drawn = synthetic_survey(
        cells,
        prevalence,
        persons=persons,
        mean=PRIVATE_CONSUMPTION * float(setting.macro.gdp[0] / cells.sum()),
        gini=gini.value / 100,
        rng=np.random.default_rng(seed),
    )
    columns = {name: values for name, values in drawn.items() if name not in DESIGN_COLUMNS}
    plan = design(drawn["weight"], _codes(drawn["psu"]), _codes(drawn["stratum"]), "average")
    starts = _starts(_codes(drawn["household"]))
    return People(Population(drawn["weight"], columns, households=starts), drawn["consumption"], plan, True)


def _codes(values: Array) -> NDArray[np.int64]:
    return values.astype(np.int64)


def _starts(household: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each household begins, with the end added."""
    changes = np.flatnonzero(np.diff(household)) + 1
    return np.concatenate([[0], changes, [len(household)]]).astype(np.int64)


def _values(survey: Survey, mapped: MappedColumn) -> Array:
    if not mapped.codes:
        return survey.numbers[mapped.column] * mapped.times
    column: Coded = survey.groups[mapped.column]
    unknown = [name for name in column.names if name not in mapped.codes]
    if unknown:
        raise Refusal(
            "The code `{code}` of column `{column}` has no meaning in the mapping; it knows {valid}.",
            code=unknown[0],
            column=mapped.column,
            valid=", ".join(mapped.codes),
            where=survey.at(int(np.argmax(column.codes == column.names.index(unknown[0])))),
        )
    return np.array([mapped.codes[name] for name in column.names])[column.codes]


def _uprating(told: SurveyMap, setting: Setting) -> float:
    if told.currency != setting.country.currency:
        raise Refusal(
            "The welfare of the survey is in {currency}, but this country's money is {national}.",
            currency=told.currency,
            national=setting.country.currency,
        )
    prices = setting.economy.at("cpi", setting.years[0]) / setting.economy.at("cpi", told.prices)
    return float(prices[0, 0])

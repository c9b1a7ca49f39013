"""From a survey, or from an invented one, to people that the law can be asked about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from socle.exchange.survey_mapped import Mapped, load_mapped
from socle.exchange.survey_totals import read_totals
from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.measure.equivalence import equivalent_adults
from socle.measure.sampling import Design, design, lonely_strata
from socle.model.population import Population
from socle.model.survey import Flag, Survey
from socle.model.survey_map import ADULT_EQUIVALENT, HOUSEHOLD, Welfare
from socle.project.survey import earnings, synthetic_survey
from socle.run.reweight import calibrated, calibrated_flag
from socle.run.setting import Setting

PRIVATE_CONSUMPTION = 0.65  # of product a head, for an invented survey only
DESIGN_COLUMNS = ("household", "person", "weight", "stratum", "psu", "consumption", "poor")
PLAUSIBLE = (0.2, 5.0)  # regional prices relative to those of the country
A_LINE = Flag(
    N_(
        "The poverty line is that of a person, and welfare that of an adult equivalent: see whether one suits the "
        "other."
    )
)
PER_PERSON = Flag(N_("consumption per person"))


@dataclass(frozen=True, eq=False)
class People:
    """The persons of a survey, sorted by household, ready for the law."""

    population: Population  # columns of the glossary, with households
    welfare: Array  # [person] consumption or income a person and year, national currency of the base year
    design: Design
    invented: bool = False
    keys: tuple[str, ...] = ()  # what the survey calls each household, in their order
    concept: Flag = PER_PERSON
    notes: tuple[Flag, ...] = ()  # what was done to the survey, and what a person should look at
    heads: Array | None = None  # [person] persons per adult equivalent, where welfare is per adult equivalent
    order: NDArray[np.int64] | None = None  # [person] the record of the file

    def felt(self, amount: Array) -> Array:
        """What money a person adds to welfare: itself, or money an adult equivalent where welfare is so."""
        return amount if self.heads is None else amount * self.heads

    @property
    def money(self) -> Array:
        """Welfare as money a person, whatever it is measured in."""
        return self.welfare if self.heads is None else self.welfare / self.heads


def people_of_survey(file: Path, mapping: Path, setting: Setting) -> People:
    """The persons of a survey file in the words of its mapping, in money of the base year."""
    return people_of(load_mapped(file, mapping), setting)


def people_of(found: Mapped, setting: Setting) -> People:
    """The persons of a survey that was read with its mapping."""
    told, survey = found.told, found.survey
    household = found.household
    order = np.argsort(household.codes, kind="stable")
    starts = _starts(household.codes[order])
    columns = {name: found.values(name)[order] for name in told.columns}
    adults = _adults(found, columns, order, starts)
    factor, uprated = _uprating(told.welfare, setting)
    welfare = survey.numbers[told.welfare.column][order] * told.welfare.times * factor
    welfare = welfare / _regional_prices(survey, told.welfare)[order]
    if told.welfare.of == HOUSEHOLD and adults is not None:
        welfare = welfare / adults
    plan, fitted = _plan(found, setting, order)
    weight = plan.weight
    return People(
        Population(weight, columns, households=starts),
        welfare,
        plan,
        keys=tuple(household.names[code] for code in household.codes[order][starts[:-1]]),
        concept=concept_of(told.welfare),
        notes=(
            *uprated,
            *fitted,
            *found.flags,
            *_lonely(plan, survey),
            *([] if adults is None else [A_LINE]),
        ),
        heads=None if adults is None else _sizes(starts) / adults,
        order=order.astype(np.int64),
    )


def _plan(found: Mapped, setting: Setting, order: NDArray[np.int64]) -> tuple[Design, tuple[Flag, ...]]:
    """The design of the persons in their order, with calibrated weights if the mapping asks for them."""
    survey, how = found.survey, found.told.calibrate
    plan = design(survey.weight[order], survey.psu.codes[order], survey.strata.codes[order], "average")
    if survey.sampled is not None:
        plan = replace(plan, sampled=survey.sampled)
    if how is None:
        return plan, ()
    totals = read_totals(Path(how.totals)) if how.totals else ()
    fitted = calibrated(found, setting, how, totals)
    told = calibrated_flag(fitted, how, survey.weight, setting.years[-1], len(totals))
    plan = replace(plan, weight=fitted.result.weight[order], margins=fitted.result.columns[order])
    return plan, (told,)


def _lonely(plan: Design, survey: Survey) -> tuple[Flag, ...]:
    """Says how strata of one unit are treated; refuses a survey in which no stratum has two."""
    alone = lonely_strata(plan)
    if not alone.size:
        return ()
    if alone.size == plan.units.size:
        raise Refusal(
            "Every stratum of the survey has one primary sampling unit: no standard error can be known.",
            where=survey.file,
        )
    text = N_("Strata of one primary sampling unit: {count}; each is given the mean variance of the others.")
    return (Flag(text, {"count": f"{alone.size}"}),)


CONCEPTS = {
    "consumption": (N_("consumption per person"), N_("consumption per adult equivalent ({scale})")),
    "income": (N_("income per person"), N_("income per adult equivalent ({scale})")),
    "expenditure": (N_("expenditure per person"), N_("expenditure per adult equivalent ({scale})")),
    "welfare": (N_("welfare per person"), N_("welfare per adult equivalent ({scale})")),
}
SCALES = {
    "square_root": N_("square root of the size of the household"),
    "oecd": N_("OECD scale, 1, 0.7 and 0.5 for children under 14"),
    "oecd_modified": N_("modified OECD scale, 1, 0.5 and 0.3 for children under 14"),
    "own": N_("scale of the mapping"),
    "column": N_("scale in a column of the survey"),
}


def concept_of(welfare: Welfare) -> Flag:
    """What the welfare of a survey is, once divided: per person, or per adult equivalent of which scale."""
    alone, shared = CONCEPTS[welfare.concept]
    scale = welfare.equivalence
    if scale is None or scale.name == "per_capita":
        return Flag(alone)
    return Flag(shared, {"scale": SCALES[scale.name]})


def _sizes(starts: NDArray[np.int64]) -> Array:
    """The size of the household of each person."""
    sizes = np.diff(starts)
    return np.repeat(sizes, sizes).astype(np.float64)


def _adults(
    found: Mapped, columns: dict[str, Array], order: NDArray[np.int64], starts: NDArray[np.int64]
) -> Array | None:
    """The adult equivalents of the household of each person, where welfare is that of the household or of them."""
    scale = found.told.welfare.equivalence
    if found.told.welfare.of not in (HOUSEHOLD, ADULT_EQUIVALENT) or scale is None:
        return None
    if scale.column:
        return np.asarray(found.survey.numbers[scale.column][order])
    for name in ("age", "sex"):
        if name not in columns:
            raise Refusal(
                "A scale of equivalence needs the column `{column}` in the mapping.",
                column=name,
                where=found.raw.file,
            )
    households = equivalent_adults(scale, columns["age"], columns["sex"], starts)
    return np.repeat(households, np.diff(starts))


def _regional_prices(survey: Survey, welfare: Welfare) -> Array:
    """Prices where each person lives, relative to those of the country."""
    if not welfare.deflator:
        return np.ones(survey.weight.size)
    prices = survey.numbers[welfare.deflator] / welfare.deflator_base
    middle = float(np.median(prices))
    if not PLAUSIBLE[0] < middle < PLAUSIBLE[1]:
        raise Refusal(
            "Regional prices in `{column}` are {middle} in the middle, where 1 is expected: an index of 100 says "
            "`deflator: {{column: {column}, base: 100}}`.",
            column=welfare.deflator,
            middle=f"{middle:g}",
            where=survey.file,
        )
    return prices


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
    drawn |= earnings(drawn, float(setting.macro.wages[0]))
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


def _uprating(told: Welfare, setting: Setting) -> tuple[float, tuple[Flag, ...]]:
    """The factor that moves welfare to the base year, and what a person is told about it."""
    if told.currency != setting.country.currency:
        raise Refusal(
            "The welfare of the survey is in {currency}, but this country's money is {national}.",
            currency=told.currency,
            national=setting.country.currency,
        )
    year, economy = setting.years[0], setting.economy
    factor = float((economy.at(told.uprate, year) / economy.at(told.uprate, told.prices))[0, 0])
    if not np.isfinite(factor):
        raise Refusal(
            "`{index}` is not known in {first} or in {last}, so welfare cannot be moved by it.",
            index=told.uprate,
            first=told.prices,
            last=year,
        )
    if told.prices == year:
        return factor, ()
    text = N_("Welfare is moved from {first} to {last} by `{index}`: times {factor}.")
    values = {"first": f"{told.prices}", "last": f"{year}", "index": told.uprate, "factor": f"{factor:.4f}"}
    return factor, (Flag(text, values),)

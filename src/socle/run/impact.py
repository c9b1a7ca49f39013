"""The schemes of a country on the households of a survey: who is reached, what changes, with errors.

The same law that costs the floor is asked for every person. Amounts are shared within the household. The
change of a measure is estimated on one sample, so its error is that of the difference, not of two surveys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from socle.engine.records import run_records
from socle.exchange.country import load_country
from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.measure import incidence
from socle.measure.inequality import gini
from socle.measure.poverty import foster_greer_thorbecke
from socle.measure.sampling import Design, standard_error
from socle.measure.weighted import Estimate, Sample, exactly, total, whole
from socle.model.law import Law, read
from socle.model.population import Population
from socle.model.results import NotComputed
from socle.model.scenario import Scenario, apply
from socle.run.floor import law_of, scenario_of
from socle.run.people import People
from socle.run.setting import Choices, Setting, prepare

EVERYBODY = "all"
IN_KIND = "health"  # care is not money to live on: its cost is no gain of welfare


@dataclass(frozen=True)
class Row:
    """One number of the result. `definition` is a message key."""

    scenario: str
    measure: str
    group: str
    value: float
    se: float
    unit: str
    n: int
    definition: str


@dataclass(frozen=True, eq=False)
class Impact:
    """What a scenario does to the people of a survey."""

    country: str
    year: int
    line: float
    rows: tuple[Row, ...]
    not_computed: tuple[NotComputed, ...]
    gains: Array  # [person] money a person and year


def setting_of(code: str, choices: Choices | None = None) -> Setting:
    """The country in the one year of a survey."""
    return prepare(load_country(code), replace(choices or Choices(), years_ahead=0))


def impact(setting: Setting, people: People, scenario: str | Scenario, seed: int = 0) -> Impact:
    """Persons reached, money, poverty and inequality before and after, by benefit and by decile."""
    country = setting.country
    chosen = scenario_of(country, scenario)
    line = float(next(one.values[0] for one in setting.lines if one.used))
    ready = with_setting(people, setting, line)
    law, missing = _computable(read(apply(law_of(country, chosen), chosen)), ready)
    paid = run_records(law, ready, setting.economy, setting.years[0], seed)
    households = _households(ready)
    amounts = {path: shared_in_household(benefit.amount, households) for path, benefit in paid.items()}
    cash = [amount for path, amount in amounts.items() if law.benefits[path].benefit.branch != IN_KIND]
    gains = np.sum([np.zeros(len(people.welfare)), *cash], axis=0)
    rows = _changes(chosen.name, people, gains, line)
    for path, amount in {**amounts, EVERYBODY: gains}.items():
        rows += _performance(chosen.name, path, people, amount, line)
    return Impact(country.iso3, setting.years[0], line, tuple(rows), missing, gains)


def with_setting(people: People, setting: Setting, line: float) -> Population:
    """The persons with what the law reads beside their own answers: lines, product, and who is poor."""
    size = len(people.welfare)
    per_head = setting.macro.gdp[0] / setting.persons[0].sum()
    known = {"poverty_line": np.full(size, line), "gdp_per_head": np.full(size, per_head)}
    if np.isfinite(setting.macro.wages[0]):
        known["average_wage"] = np.full(size, setting.macro.wages[0])
    return people.population.with_columns(**known, poor=(people.welfare < line).astype(np.float64))


def shared_in_household(amount: Array, households: Array) -> Array:
    """What the members of a household receive together, divided equally among them."""
    starts = households.astype(np.int64)
    sizes = np.diff(starts)
    return np.repeat(np.add.reduceat(amount, starts[:-1]) / sizes, sizes)


def _households(population: Population) -> Array:
    if population.households is None:
        raise Refusal("The impact needs persons in households: name the column of the household.")
    return population.households.astype(np.float64)


def _computable(law: Law, population: Population) -> tuple[Law, tuple[NotComputed, ...]]:
    """The benefits that the survey can answer, and why the others are left out."""
    able, missing = {}, []
    for path, own in law.benefits.items():
        unknown = sorted(
            replace(law, benefits={path: own}, contributions={}).columns - {*population.columns, "person"}
        )
        benefit = own.benefit
        if unknown or benefit.caseload:
            reason = (
                N_("The survey has no `{column}`, which the law reads.")
                if unknown
                else N_("Only the number of recipients is known, not who they are.")
            )
            said = {"column": unknown[0]} if unknown else {}
            missing.append(
                NotComputed(path.split(".")[0], path, benefit.guarantee, benefit.title, reason, said)
            )
        else:
            able[path] = own
    return replace(law, benefits=able, contributions={}), tuple(missing)


def _changes(name: str, people: People, gains: Array, line: float) -> list[Row]:
    """Poverty and inequality before, after, and their change."""
    weight, size = people.population.weights, len(people.welfare)
    before, after = whole(people.welfare, weight), whole(people.welfare + gains, weight)
    fixed = exactly(line, size)
    rows = []
    for measure, definition in MEASURES.items():
        first, second = (_measured(measure, sample, fixed) for sample in (before, after))
        for group, one in (("before", first), ("after", second), ("change", second - first)):
            rows.append(_row((name, measure, group), one, people.design, definition))
    return rows


MEASURES = {
    "fgt0": N_("The share of people at or below the line."),
    "fgt1": N_("The mean distance to the line of all people, as a share of the line."),
    "fgt2": N_("The mean squared distance to the line of all people, as a share of the line."),
    "gini": N_("The Gini coefficient of welfare between people, with mid-ranks."),
}


def _measured(measure: str, sample: Sample, line: Estimate) -> Estimate:
    if measure == "gini":
        return gini(sample)
    return foster_greer_thorbecke(sample, line, float(measure.removeprefix("fgt")))


def _performance(name: str, path: str, people: People, amount: Array, line: float) -> list[Row]:
    """How one benefit, or all together, performs; deciles are fixed before it."""
    sample = whole(people.welfare, people.population.weights)
    transfer = incidence.Transfer(sample, amount, line)
    plan = people.design
    rows = [
        _row((name, f"{path}:spending", EVERYBODY), total(sample, amount), plan, SPENDING, "money"),
        *(
            _row((name, f"{path}:{measure}", EVERYBODY), function(transfer), plan, sentence)
            for measure, (function, sentence) in incidence.PERFORMANCE.items()
        ),
    ]
    groups = incidence.deciles(people.welfare, people.population.weights)
    for decile in range(1, incidence.DECILES + 1):
        own = groups == decile
        reached = incidence.coverage(replace(transfer, sample=sample.within(own)))
        received = incidence.benefit_incidence(transfer, own)
        group = f"decile {decile}"
        rows.append(_row((name, f"{path}:coverage", group), reached, plan, DECILE))
        rows.append(_row((name, f"{path}:benefit_incidence", group), received, plan, DECILE))
    return rows


SPENDING = N_("Money paid in the year to the people whom the sample represents, without administration.")
DECILE = N_("By tenth of people, ordered by welfare a person before the transfer.")


Place = tuple[str, str, str]
"""Scenario, measure, group."""


def _row(place: Place, one: Estimate, design: Design, definition: str, unit: str = "share") -> Row:
    counted = int((one.influence != 0).sum())
    return Row(*place, one.value, standard_error(design, one), unit, counted, definition)


def contrast(first: Impact, second: Impact, people: People) -> tuple[Row, ...]:
    """What the second scenario changes against the first, on the same people with the same luck."""
    weight, fixed = people.population.weights, exactly(first.line, len(people.welfare))
    one, two = (whole(people.welfare + case.gains, weight) for case in (first, second))
    name = f"{second.rows[0].scenario} - {first.rows[0].scenario}"
    rows: list[Row] = []
    for measure, definition in MEASURES.items():
        change = _measured(measure, two, fixed) - _measured(measure, one, fixed)
        rows.append(_row((name, measure, "change"), change, people.design, definition))
    return (*rows, *_moves(name, people, first.gains, second.gains))


def _moves(name: str, people: People, first: Array, second: Array) -> Sequence[Row]:
    """Winners and losers."""
    sample = whole(people.welfare, people.population.weights)
    kind = incidence.moved(people.welfare + first, people.welfare + second)
    return [
        _row((name, measure, EVERYBODY), _share(sample, kind == i), people.design, MOVED)
        for i, measure in enumerate(
            ("loses > 5 %", "loses 1-5 %", "within 1 %", "gains 1-5 %", "gains > 5 %")
        )
    ]


MOVED = N_("The share of people by relative change of welfare between the two scenarios.")


def _share(sample: Sample, part: Array) -> Estimate:
    return total(sample, part.astype(np.float64)) / total(sample, np.ones(len(part)))

"""The schemes of a country on the households of a survey: who is reached, what changes, with errors.

The same law that costs the floor is asked for every person. Amounts are shared within the household. The
change of a measure is estimated on one sample, so its error is that of the difference, not of two surveys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from socle.engine.choice import Engine
from socle.engine.records import LawRecords, run_records
from socle.exchange.country import load_country
from socle.exchange.kernel_files import KernelFolder, cache_folder
from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.measure.weighted import exactly
from socle.model.law import Law, read
from socle.model.population import Population
from socle.model.results import NotComputed
from socle.model.scenario import Scenario, apply
from socle.run.floor import law_of, scenario_of
from socle.run.impact_benefits import performances
from socle.run.impact_payers import PATH, payments
from socle.run.impact_reach import floor_coverage, overlap
from socle.run.impact_rows import EVERYBODY, Case, Row, Stage
from socle.run.impact_welfare import MEASURES, changes, gained, measured
from socle.run.people import People
from socle.run.setting import Choices, Setting, prepare

__all__ = ["EVERYBODY", "MEASURES", "Impact", "Row", "contrast", "impact", "setting_of"]

IN_KIND = "health"  # care is not money to live on: its cost is no gain of welfare


@dataclass(frozen=True, eq=False)
class Impact:
    """What a scenario does to the people of a survey."""

    country: str
    year: int
    line: float
    rows: tuple[Row, ...]
    not_computed: tuple[NotComputed, ...]
    gains: Array  # [person] money a person and year, less what is paid
    paid: Array  # [person] contributions and taxes a person and year


def setting_of(code: str, choices: Choices | None = None) -> Setting:
    """The country in the one year of a survey."""
    return prepare(load_country(code), replace(choices or Choices(), years_ahead=0))


def kept_engine() -> Engine:
    """The engine for people: for very many, compiled code that the user's folder keeps between runs."""
    return Engine(load=KernelFolder(cache_folder()))


def impact(setting: Setting, people: People, scenario: str | Scenario, seed: int = 0) -> Impact:
    """Persons reached, money, poverty and inequality before and after, by benefit and by decile."""
    country = setting.country
    chosen = scenario_of(country, scenario)
    line = line_of(setting)
    law, ready, missing = law_on(setting, people, chosen)
    asked = run_records(law, ready, setting.economy, setting.years[0], seed, kept_engine())
    stage, case = Stage(people, line), shared_out(law, asked, ready, chosen.name)
    rows = [*changes(stage, case), *performances(stage, case), *payments(stage, case), *overlap(stage, case)]
    rows += floor_coverage(stage, case, law, asked, contributory(law, missing))
    return Impact(country.iso3, setting.years[0], line, tuple(rows), missing, case.gains, case.paid)


def contributory(law: Law, missing: Sequence[NotComputed]) -> frozenset[str]:
    """The schemes that people pay to, also where the survey does not know what they pay."""
    unknown = {one.scheme for one in missing if one.benefit == f"{one.scheme}.{PATH}"}
    return frozenset({*law.contributions, *unknown})


def line_of(setting: Setting) -> float:
    """The reference line, money a person and year."""
    return float(next(one.values[0] for one in setting.lines if one.used))


def law_on(
    setting: Setting, people: People, scenario: Scenario
) -> tuple[Law, Population, tuple[NotComputed, ...]]:
    """What of the law of a scenario the survey can answer, the persons as it reads them, and what is left out."""
    ready = with_setting(people, setting, line_of(setting))
    law, missing = _computable(read(apply(law_of(setting.country, scenario), scenario)), ready)
    return law, ready, missing


def case_of(setting: Setting, law: Law, ready: Population, name: str, seed: int) -> Case:
    """What a law gives and takes, money a person and year, shared in the household."""
    return shared_out(
        law, run_records(law, ready, setting.economy, setting.years[0], seed, kept_engine()), ready, name
    )


def shared_out(law: Law, asked: LawRecords, ready: Population, name: str) -> Case:
    """What a law that was asked gives and takes, shared in the household."""
    households = _households(ready)
    return Case(
        name,
        ready.weights.size,
        {path: shared_in_household(one.amount, households) for path, one in asked.benefits.items()},
        frozenset(path for path, own in law.benefits.items() if own.benefit.branch == IN_KIND),
        {scheme: shared_in_household(paid, households) for scheme, paid in asked.contributions.items()},
    )


def received(setting: Setting, law: Law, ready: Population, seed: int) -> Mapping[str, Array]:
    """What each benefit brings a person and year, shared in the household."""
    return case_of(setting, law, ready, "", seed).amounts


def with_setting(people: People, setting: Setting, line: float) -> Population:
    """The persons with what the law reads beside their own answers: lines, product, and who is poor."""
    size = len(people.welfare)
    per_head = setting.macro.gdp[0] / setting.persons[0].sum()
    known = {"poverty_line": np.full(size, line), "gdp_per_head": np.full(size, per_head)}
    if np.isfinite(setting.macro.wages[0]):
        known["average_wage"] = np.full(size, setting.macro.wages[0])
    if "consumption" not in people.population.columns:
        sizes = np.diff(_households(people.population)).astype(np.int64)
        known["consumption"] = people.money * np.repeat(sizes, sizes)
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
    payers = {}
    for scheme, trees in law.contributions.items():
        unknown = sorted(
            replace(law, benefits={}, contributions={scheme: trees}).columns - {*population.columns, "person"}
        )
        if unknown:
            missing.append(_unpaid(scheme, law, unknown[0]))
        elif trees:
            payers[scheme] = trees
    return replace(law, benefits=able, contributions=payers), tuple(missing)


def _unpaid(scheme: str, law: Law, column: str) -> NotComputed:
    """That what people pay to a scheme is left out."""
    own = (law.benefits[path].benefit for path in law.benefits if path.split(".")[0] == scheme)
    titled = next(own, None)
    title = titled.title if titled else {"en": scheme}
    reason = N_(
        "What people pay to this scheme is not counted: the survey has no `{column}`, which the law reads."
    )
    guarantee = titled.guarantee if titled else ""
    return NotComputed(scheme, f"{scheme}.{PATH}", guarantee, title, reason, {"column": column})


def contrast(first: Impact, second: Impact, people: People) -> tuple[Row, ...]:
    """What the second scenario changes against the first, on the same people with the same luck."""
    stage, fixed = Stage(people, first.line), exactly(first.line, len(people.welfare))
    one, two = (stage.after(case.gains) for case in (first, second))
    name = f"{second.rows[0].scenario} - {first.rows[0].scenario}"
    rows: list[Row] = []
    for measure, definition in MEASURES.items():
        change = measured(measure, two, fixed) - measured(measure, one, fixed)
        rows.append(stage.row((name, measure, "change"), change, definition))
    return (*rows, *gained(name, stage, first.gains, second.gains))

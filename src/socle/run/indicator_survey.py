"""Indicators of a survey: who is reached under a law, directly or through the household, each person once.

The law is asked of every person of the survey, so unions are counted and need no overlaps. The part of the World
Bank counts all members of a household with a recipient; groups are those of welfare before the schemes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from socle.engine.records import run_records
from socle.exchange.survey_map import read_survey_map
from socle.ground.axes import FEMALE, MALE, Array
from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE
from socle.measure.hardship import hardship
from socle.measure.incidence import tenths
from socle.measure.inequality import OLD
from socle.measure.poverty import head_count, line_at_quantile
from socle.measure.quantity import Quantity, kept, missing
from socle.measure.unions import counted
from socle.measure.weighted import Sample, exactly, whole
from socle.model.law import Law
from socle.model.observation import ESTIMATED
from socle.model.statistic import IN_SURVEY, OF_SURVEY, Statistic
from socle.run.floor import scenario_of
from socle.run.households import INVENTED, SurveyRequest, people_asked
from socle.run.impact import contributory, kept_engine, law_on, line_of, setting_of, shared_out
from socle.run.impact_groups import ADULT
from socle.run.impact_reach import Members, reached
from socle.run.impact_rows import Case
from socle.run.people import People
from socle.run.setting import Choices, Setting

NO_PAYMENTS: Final = N_(
    "The survey does not say what households pay for health themselves and what they consume: its mapping has no "
    "`out_of_pocket_health` or no `consumption`."
)
FLOOR: Final = {
    "total": "COV_ANY",
    "children": "COV_CHILDREN",
    "maternity": "COV_MOTHERS",
    "disability": "COV_DISABILITY",
    "old_age": "COV_OLDER",
    "unemployment": "COV_UNEMPLOYED",
    "vulnerable": "COV_VULNERABLE",
}
"""Functions of the floor coverage of an impact -> indicators; they are counted in `run/impact_reach`."""

EVERYONE: Final = "_T"
KINDS: Final = ("assistance", "insurance", "labour")
LABOUR: Final = "unemployment"  # branch of the labour market programmes of ASPIRE, passive ones included
POOREST: Final = 2  # tenths in a fifth
HALF: Final = 0.5


@dataclass(frozen=True, eq=False)
class Asked:
    """A survey, the law asked of it, and where it comes from."""

    setting: Setting
    people: People
    scenario: str = "status_quo"
    source: str = ""
    seed: int = 0
    out_of_pocket: Array | None = None  # [person] money a year that the household pays for health itself
    budget: Array | None = None  # [person] money a year that it spends in all


def asked_of(
    code: str, survey: SurveyRequest, scenario: str = "status_quo", invented: str = INVENTED
) -> Asked:
    """A survey of a country, as its mapping names it; `invented` is what one is called that was drawn."""
    setting = setting_of(code, Choices(accept_line=True))
    people = people_asked(setting, survey)
    columns = people.population.columns
    title = invented if people.invented else read_survey_map(Path(survey.mapping)).source
    return Asked(
        setting,
        people,
        scenario,
        title or Path(survey.file).name,
        survey.seed,
        columns.get("out_of_pocket_health"),
        None if people.invented else columns.get("consumption"),
    )


def survey_indicators(asked: Asked) -> tuple[Statistic, ...]:
    """Coverage, poverty and hardship in a survey."""
    country, size = asked.setting.country, asked.people.welfare.size
    law, ready, lacking = law_on(asked.setting, asked.people, scenario_of(country, asked.scenario))
    answers = run_records(
        law, ready, asked.setting.economy, asked.setting.years[0], asked.seed, kept_engine()
    )
    case = shared_out(law, answers, ready, asked.scenario)
    found = reached(ready, case, law, answers, contributory(law, lacking))
    sexes = {EVERYONE: np.ones(size, dtype=bool)}
    if "sex" in ready.columns:
        sexes |= {"M": ready.columns["sex"] == MALE, "F": ready.columns["sex"] == FEMALE}
    return (*_covered(asked, found, sexes), *_reached(asked, law, case), *_poor(asked, sexes))


def _statistic(
    asked: Asked, code: str, given: Mapping[str, Quantity], said: str, sex: str = EVERYONE
) -> Statistic:
    found = CATALOGUE[code].of(given)
    whole_population = "population" in CATALOGUE[code].inputs and sex == EVERYONE
    return Statistic(
        code,
        asked.setting.country.iso3,
        asked.setting.years[0],
        found.value,
        CATALOGUE[code].unit,
        sex=sex,
        status=found.status,
        source=asked.source,
        method=said if found.value is not None else "",
        reason=found.reason,
        said={**found.said, "scenario": asked.scenario},
        denominator=float(asked.people.population.weights.sum()) if whole_population else None,
        vintage=asked.source,
        given=kept({name: given[name] for name in CATALOGUE[code].inputs}),
    )


def _covered(
    asked: Asked, found: Mapping[str, tuple[Members, Members]], sexes: Mapping[str, Members]
) -> Iterator[Statistic]:
    """The coverage of 1.3.1 as an impact counts it, of everybody and of each sex."""
    weights = asked.people.population.weights
    for function, (covered, members) in found.items():
        for sex in ("F",) if function == "maternity" else sexes:
            of_sex = sexes.get(sex, sexes[EVERYONE])
            own = members & of_sex
            if not weights[own].sum() > 0:
                continue
            code = FLOOR[function]
            if function == "vulnerable":
                given = _vulnerable(asked, own & covered, members, of_sex)
                yield _statistic(asked, "SHARE_VULNERABLE", given, OF_SURVEY, sex)
            else:
                reached_, group = CATALOGUE[code].inputs
                given = {reached_: _count(weights[own & covered].sum()), group: _count(weights[own].sum())}
            yield _statistic(asked, code, given, OF_SURVEY, sex)


def _vulnerable(asked: Asked, assisted: Members, vulnerable: Members, of_sex: Members) -> dict[str, Quantity]:
    """The vulnerable as indicators count them: children, and of adults and older persons who are not insured."""
    weights, columns = asked.people.population.weights, asked.people.population.columns
    age = columns.get("age", np.full(weights.size, float(ADULT)))
    adults, older = of_sex & (age >= ADULT) & (age < OLD), of_sex & (age >= OLD)
    given = {
        "assisted": assisted,
        "children": of_sex & (age < ADULT),
        "adults": adults,
        "adults_insured": adults & ~vulnerable,
        "older": older,
        "older_insured": older & ~vulnerable,
        "population": of_sex,
    }
    return {name: _count(weights[members].sum()) for name, members in given.items()}


def _reached(asked: Asked, law: Law, case: Case) -> Iterator[Statistic]:
    """Direct and indirect beneficiaries of assistance, insurance and labour market programmes."""
    weights = asked.people.population.weights
    sample = whole(asked.people.welfare, weights)
    poorest = tenths(sample).member < POOREST
    given: dict[str, Quantity] = {
        "population": _count(weights.sum()),
        "poorest_fifth": _count(weights[poorest].sum()),
    }
    for kind, paths in sorted_by_kind(law, case).items():
        members = np.array([case.cash[path] > 0 for path in paths] or [np.zeros(weights.size, dtype=bool)])
        given[f"reached_{kind}"] = _count(counted(members, weights))
        given[f"reached_{kind}_poorest"] = _count(counted(members, weights * poorest))
    for word in ("ASSISTANCE", "INSURANCE", "LABOUR_MARKET"):
        for ending in ("", "_POOREST"):
            code = f"COV_{word}{ending}"
            yield _statistic(asked, code, given, OF_SURVEY)


def sorted_by_kind(law: Law, case: Case) -> Mapping[str, list[str]]:
    """The cash benefits of a case: of the labour market by their branch, of insurance if contributions pay them."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for path in case.cash:
        if law.benefits[path].benefit.branch == LABOUR:
            found["labour"].append(path)
        else:
            paid = bool(law.contributions.get(path.partition(".")[0]))
            found["insurance" if paid else "assistance"].append(path)
    return found


def _poor(asked: Asked, sexes: Mapping[str, Members]) -> Iterator[Statistic]:
    """Poverty before the schemes, and hardship from paying for health where the survey knows it."""
    weights = asked.people.population.weights
    sample: Sample = whole(asked.people.welfare, weights)
    line = exactly(line_of(asked.setting), weights.size)
    lines = {"POV_NATIONAL": line, "POV_HALF_MEDIAN": line_at_quantile(sample, HALF, HALF)}
    for code, one in lines.items():
        for sex, members in sexes.items():
            if weights[members].sum() > 0:
                everybody = float(weights[members].sum())
                share = head_count(sample.within(members), one, strict=True).value
                poor, group = CATALOGUE[code].inputs
                counts = {poor: _count(share * everybody), group: _count(everybody)}
                yield _statistic(asked, code, counts, IN_SURVEY, sex)
    given = {"population": _count(weights.sum())}
    for percent in (10, 25):
        given[f"health_above_{percent}"] = (
            missing(NO_PAYMENTS)
            if asked.out_of_pocket is None or asked.budget is None
            else _count(hardship(asked.out_of_pocket, asked.budget, weights, percent / 100))
        )
        code = f"HEALTH_SPENDING_{percent}"
        yield _statistic(asked, code, given, IN_SURVEY)


def _count(persons: float) -> Quantity:
    return Quantity(float(persons), status=ESTIMATED)

"""Indicators of a survey: who is reached under a law, directly or through the household, each person once.

The law is asked of every person of the survey, so unions are counted and need no overlaps. The part of the World
Bank counts all members of a household with a recipient; groups are those of welfare before the schemes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE
from socle.measure.hardship import hardship
from socle.measure.incidence import tenths
from socle.measure.poverty import head_count, line_at_quantile
from socle.measure.quantity import Quantity, missing
from socle.measure.unions import counted
from socle.measure.weighted import Sample, exactly, whole
from socle.model.law import Law
from socle.model.observation import ESTIMATED
from socle.model.statistic import Statistic
from socle.run.floor import scenario_of
from socle.run.impact import case_of, impact, law_on, line_of
from socle.run.impact_rows import EVERYBODY, Case
from socle.run.people import People
from socle.run.setting import Setting

METHOD: Final = N_("From a survey, with the law of the scenario `{scenario}` asked of every person.")
SURVEYED: Final = N_("From a survey.")
NO_PAYMENTS: Final = N_("The survey does not say what households pay for health themselves.")
FLOOR: Final = {
    "total": ("COV_ANY", "_T"),
    "children": ("COV_CHILDREN", "_T"),
    "maternity": ("COV_MOTHERS", "F"),
    "disability": ("COV_DISABILITY", "_T"),
    "old_age": ("COV_OLDER", "_T"),
    "unemployment": ("COV_UNEMPLOYED", "_T"),
    "vulnerable": ("COV_VULNERABLE", "_T"),
}
"""Functions of the floor coverage of an impact -> indicators; they are counted in `run/impact_reach`."""

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


def survey_indicators(asked: Asked) -> tuple[Statistic, ...]:
    """Coverage, poverty and hardship in a survey."""
    return (*_covered(asked), *_reached(asked), *_poor(asked))


def _statistic(asked: Asked, code: str, found: Quantity, said: str, sex: str = "_T") -> Statistic:
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
        denominator=float(asked.people.population.weights.sum())
        if "population" in CATALOGUE[code].inputs
        else None,
    )


def _covered(asked: Asked) -> Iterator[Statistic]:
    """The coverage of 1.3.1 as the impact of the scenario counts it."""
    rows = impact(asked.setting, asked.people, asked.scenario, asked.seed).rows
    for row in rows:
        name, _, function = row.measure.partition(":")
        if name == "floor_coverage" and row.group == EVERYBODY and function in FLOOR:
            code, sex = FLOOR[function]
            yield _statistic(asked, code, Quantity(row.value, status=ESTIMATED), METHOD, sex)


def _reached(asked: Asked) -> Iterator[Statistic]:
    """Direct and indirect beneficiaries of assistance, insurance and labour market programmes."""
    country = asked.setting.country
    law, ready, _ = law_on(asked.setting, asked.people, scenario_of(country, asked.scenario))
    case = case_of(asked.setting, law, ready, asked.scenario, asked.seed)
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
            yield _statistic(asked, code, CATALOGUE[code].of(given), METHOD)


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


def _poor(asked: Asked) -> Iterator[Statistic]:
    """Poverty before the schemes, and hardship from paying for health where the survey knows it."""
    weights = asked.people.population.weights
    sample: Sample = whole(asked.people.welfare, weights)
    line = exactly(line_of(asked.setting), weights.size)
    below = {
        "POV_NATIONAL": head_count(sample, line, strict=True),
        "POV_HALF_MEDIAN": head_count(sample, line_at_quantile(sample, HALF, HALF), strict=True),
    }
    for code, share in below.items():
        yield _statistic(asked, code, Quantity(share.value, status=ESTIMATED), SURVEYED)
    given = {"population": _count(weights.sum())}
    for percent in (10, 25):
        given[f"health_above_{percent}"] = (
            missing(NO_PAYMENTS)
            if asked.out_of_pocket is None or asked.budget is None
            else _count(hardship(asked.out_of_pocket, asked.budget, weights, percent / 100))
        )
        code = f"HEALTH_SPENDING_{percent}"
        yield _statistic(asked, code, CATALOGUE[code].of(given), SURVEYED)


def _count(persons: float) -> Quantity:
    return Quantity(float(persons), status=ESTIMATED)

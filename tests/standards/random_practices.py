"""Random countries: every input that any test of an instrument asks for, some of them known, around the limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np

from socle.exchange.standard_file import load_standards
from socle.model.practice import (
    BRANCHES,
    CONTINGENCIES,
    EARNINGS,
    INPUTS,
    PROTECTED,
    Input,
    Practice,
    Written,
)
from socle.model.standard import Instrument
from socle.model.verdict import Assessment, Verdict
from socle.standards.compliance import judge

SHARES = (0.0, 0.2, 0.25, 0.45, 0.5, 0.75, 0.85, 1.0)
WEEKS = (6.0, 12.0, 13.0, 14.0, 18.0, 26.0, 52.0, np.inf)
YEARS = (0.0, 3.0, 5.0, 10.0, 12.5, 15.0, 20.0, 30.0, 35.0)
AGES = (60.0, 65.0, 66.0)
MONEY_FIGURES = ("flat", "ceiling", "at_least", "at_most")
RAISING = ("rate", "accrual", "flat", "rate_limit", "ceiling", "at_least", "at_most")
OF_COUNTRY = (
    "turner_wage", "typical_skilled_wage", "p75_earnings", "mean_earnings", "labourer_machinery_wage",
    "labourer_wage", "minimum_wage", "basic_living_expenses",
)  # fmt: skip
OF_BENEFIT = {
    "qualifying_years": (0.0, 0.0, 0.0, *YEARS), "residence_years": YEARS, "reduced_after_years": YEARS,
    "waiting_days": (0.0, 3.0, 4.0, 7.0), "pension_age": AGES,
    "duration_weeks": WEEKS, "leave_weeks": WEEKS, "postnatal_weeks": WEEKS,
}  # fmt: skip


@cache
def instruments() -> tuple[Instrument, ...]:
    """All that are shipped."""
    return tuple(load_standards().values())


@cache
def said() -> tuple[frozenset[str], frozenset[str]]:
    """Every condition, and every item of care with its branch, that an instrument asks for."""
    ways = [(part, way) for one in instruments() for part, held in one.every() for way in held.ways]
    conditions = {f"condition.{way.facts['condition']}" for _, way in ways if "condition" in way.facts}
    care = {f"care.{part.branch}.{item}" for part, way in ways for item in way.facts.get("items", ())}
    return frozenset(conditions), frozenset(care)


def country(seed: int, known: float = 0.9) -> Practice:
    """A country of which each input is known with this chance; nothing is said of a branch that is not provided."""
    rng = np.random.default_rng(seed)
    inputs, benefits = _of_country(rng), {}
    for branch in BRANCHES:
        provided = bool(rng.random() < 0.85)
        inputs[f"branch.{branch}.provided"] = provided
        if not provided:
            continue
        inputs |= _of_branch(rng, branch, inputs)
        for contingency in [name for name, of in CONTINGENCIES.items() if of == branch]:
            names = tuple(f"{contingency}_{n}" for n in range(int(rng.choice([1, 1, 1, 2]))))
            benefits[contingency] = names
            for name in names:
                inputs |= _of_benefit(rng, name)
    if not inputs["branch.family.provided"]:
        del inputs["family_benefits"]
    conditions, care = said()
    inputs |= {key: bool(rng.random() < 0.8) for key in sorted(conditions)}
    inputs |= {
        key: bool(rng.random() < 0.9)
        for key in sorted(care)
        if inputs[f"branch.{key.split('.')[1]}.provided"]
    }
    held = {key: Input(value) for key, value in inputs.items() if rng.random() < known}
    return Practice("XXX", {"en": "Random"}, 2024, "XTS", held, benefits)


def _of_country(rng: np.random.Generator) -> dict[str, Any]:
    residents = 1e6
    employees = round(residents * rng.uniform(0.1, 0.4))
    inputs: dict[str, Any] = {
        "residents": residents,
        "employees": float(employees),
        "economically_active": employees * 1.5,
        "industrial_employees": employees * 0.3,
        "industry_employees": employees * 0.4,
        "employed_women": employees * 0.5,
        "children_of_residents": 4e5,
        "children_of_protected": 1e5,
        "new_jobseeker_categories": float(rng.integers(0, 6)),
        "family_allowance": float(rng.choice([0.0, 10.0, 30.0])),
        "family_benefits": float(rng.uniform(0, 5e6)),
        "employee_contributions": float(rng.uniform(0, 100)),
        "protection_resources": 120.0,
    }
    return inputs | {key: float(rng.uniform(100, 1000)) for key in OF_COUNTRY}


def _of_branch(rng: np.random.Generator, branch: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        f"branch.{branch}.poor": 2e5,
        f"branch.{branch}.dependants": bool(rng.random() < 0.7),
    }
    everybody = bool(rng.random() < 0.3)  # some routes are open only where all the active are protected
    for above, below in PROTECTED.values():
        whole = 2e5 if below == "poor" else inputs[below]
        found[f"branch.{branch}.{above}"] = float(whole if everybody else rng.choice(SHARES) * whole)
    return found


def _of_benefit(rng: np.random.Generator, name: str) -> dict[str, Any]:
    found = {key: float(rng.choice(values)) for key, values in OF_BENEFIT.items()}
    more = {
        "formula": formula(rng),
        "allowances_continue": bool(rng.random() < 0.6),
        "means_counted": float(rng.uniform(0, 100)),
        "total_paid": float(rng.uniform(0, 200)),
        "total_comparable": 100.0,
    }
    return {f"benefit.{name}.{key}": value for key, value in (found | more).items()}


def formula(rng: np.random.Generator, kind: str = "") -> Written:
    """A benefit by its figures, about as high as the standards ask."""
    kind = kind or str(rng.choice(["earnings", "earnings", "flat", "means"]))
    if kind != EARNINGS:
        return Written(kind, flat=float(rng.uniform(50, 700)))
    least = float(rng.choice([0.0, 0.0, rng.uniform(20, 200)]))
    return Written(
        kind,
        rate=float(rng.choice([0.0, rng.uniform(0.2, 0.9)])),
        accrual=float(rng.choice([0.0, rng.uniform(0.005, 0.03)])),
        flat=float(rng.choice([0.0, 0.0, rng.uniform(-30, 100)])),
        rate_limit=float(rng.choice([np.inf, rng.uniform(0.3, 0.9)])),
        ceiling=float(rng.choice([np.inf, rng.uniform(200, 1500)])),
        at_least=least,
        at_most=float(rng.choice([np.inf, least + rng.uniform(100, 900)])),
        qualifying=float(rng.choice([0.0, 0.0, 5.0, 15.0])),
    )


def verdicts(practice: Practice, exceptions: bool = False) -> Iterator[tuple[str, Verdict]]:
    """Every requirement of every instrument with a name, and its verdict."""
    for instrument in instruments():
        yield from told(judge(instrument, practice, exceptions))


def told(assessment: Assessment) -> Iterator[tuple[str, Verdict]]:
    """The requirements of an assessment by Part and place; Parts and the ratification as verdicts of their own."""
    code = assessment.instrument.code
    for one in (*assessment.parts, *assessment.common):
        for at, verdict in enumerate(one.verdicts):
            yield f"{code} {one.part.name} {verdict.test} {at}", verdict
        yield f"{code} {one.part.name}", Verdict("part", one.part.grounds, one.status)
    if assessment.acceptance is not None:
        yield f"{code} ratified", assessment.acceptance


def statuses(practice: Practice, exceptions: bool = False) -> dict[str, str]:
    """The status of every requirement and Part of every instrument."""
    return {name: one.status for name, one in verdicts(practice, exceptions)}


def money_keys() -> frozenset[str]:
    """The last names of inputs that are money."""
    return frozenset(name for name, (unit, _) in INPUTS.items() if unit == "money")

"""An invented country that fails several tests, for tests of the search of reforms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from socle.exchange.standard_file import load_standard
from socle.model.practice import Input, Practice, Written
from socle.model.reform import Failing, Gap
from socle.run.reform_search import Bench
from socle.run.reforms import gap_of

COUNTRY = {
    "residents": 6e6,
    "employees": 1e6,
    "economically_active": 2.5e6,
    "turner_wage": 5700.0,
    "typical_skilled_wage": 5900.0,
    "p75_earnings": 6240.0,
    "mean_earnings": 4800.0,
    "labourer_machinery_wage": 3120.0,
    "labourer_wage": 3120.0,
    "family_allowance": 180.0,
    "family_benefits": 60e6,
    "children_of_protected": 8e5,
    "children_of_residents": 2.4e6,
    "employee_contributions": 90e6,
    "protection_resources": 150e6,
}


AVERAGES = (
    "condition.old_age_level_at_yearly_average",
    "condition.old_age_yearly_average",
    "condition.old_age_half_yearly_average",
)


def practice(inputs: Mapping[str, Any], benefits: Mapping[str, tuple[str, ...]]) -> Practice:
    """A practice of these inputs beside those of the country."""
    held = {key: Input(value, "test", "2024", "form") for key, value in {**COUNTRY, **inputs}.items()}
    return Practice("ZZZ", {"en": "Exemplia"}, 2024, "XTS", held, benefits)


def of_sickness(formula: Written, **more: Any) -> Practice:
    """Sickness insurance by one benefit, `ill`."""
    inputs = {
        "branch.sickness.employees_protected": 6e5,
        "benefit.ill.formula": formula,
        "benefit.ill.allowances_continue": True,
        "benefit.ill.waiting_days": 3.0,
        "benefit.ill.duration_weeks": 26.0,
        "benefit.ill.qualifying_years": 0.0,
        "condition.sickness_qualifying_against_abuse": True,
    }
    return practice(
        {**inputs, **{f"benefit.ill.{name}": value for name, value in more.items()}}, {"sickness": ("ill",)}
    )


def of_old_age(formula: Written, **more: Any) -> Practice:
    """Old-age insurance by one pension, with everything else in order."""
    inputs = {
        "branch.old_age.employees_protected": 6e5,
        "branch.old_age.active_protected": 1.3e6,
        "benefit.pension.formula": formula,
        "benefit.pension.qualifying_years": formula.qualifying,
        "benefit.pension.reduced_after_years": formula.qualifying,
        "benefit.pension.pension_age": 65.0,
        "benefit.pension.duration_weeks": np.inf,
        "benefit.pension.residence_years": np.inf,
        "condition.old_age_reviewed": True,
        **dict.fromkeys(AVERAGES, False),
    }
    return practice({**inputs, **more}, {"old_age": ("pension",)})


def gap(held: Practice, *parts: str) -> Gap:
    """What Parts of Convention 102 lack."""
    return gap_of(Bench(load_standard("C102"), held), parts)


def failing(found: Gap, part: str, test: str) -> Failing:
    """One test that fails."""
    one = next(each for each in (*found.parts, *found.common) if each.part.name == part)
    return next(each for each in one.failing if each.verdict.test == test)

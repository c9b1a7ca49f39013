"""Facts of the instruments beside the reference from which they were taken: what tests of both compare."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from socle.exchange.standard_file import load_standard
from socle.model.standard import Grounds, Requirement, Way

Raw = Mapping[str, Any]
BASES = {
    "employees_over_all_employees": ["employees"],
    "women_in_classes_of_employees_over_all_employees": ["employees"],
    "wives_children_of_employees_over_all_employees": ["employees"],
    "all_employees_incl_apprentices": ["employees"],
    "all_employees_incl_apprentices_public_private_cooperative": ["employees"],
    "employees_over_all_employees_incl_public_and_apprentices": ["employees"],
    "economically_active_over_all_residents": ["active_of_residents"],
    "women_in_classes_of_active_over_all_residents": ["active_of_residents"],
    "wives_children_of_active_over_all_residents": ["active_of_residents"],
    "economically_active_over_whole_active_population": ["active"],
    "residents_over_all_residents": ["residents"],
    "all_residents_below_means_limit": ["poor"],
    "all_resident_widows_children_below_means_limit": ["poor"],
    "all_residents_or_residents_below_means_limit": ["residents", "poor"],
    "employees_industrial_ge20": ["industrial"],
    "women_in_employees_industrial_ge20": ["industrial"],
    "wives_children_of_employees_industrial_ge20": ["industrial"],
    "employees_in_industrial_undertakings": ["industry"],
    "employees_industrial_over_employees_in_industrial_undertakings": ["industry"],
    "all_employed_women_incl_atypical_dependent_work": ["women"],
}
"""Whose share in the reference -> whose in the facts."""
FORMULAS = {"art65": "earnings", "art66": "flat", "art67": "means"}
CONTINGENCY = {
    "temporary_incapacity": "temporary_incapacity", "total_permanent_loss": "permanent_loss",
    "survivors": "injury_survivors",
}  # fmt: skip


def reference_of(shared: Path) -> Raw:
    """The reference as it stands."""
    with (shared / "reference" / "standards.yaml").open(encoding="utf-8") as file:
        found: Raw = yaml.safe_load(file)
    return found


def requirements(code: str, part: str, test: str, contingency: str = "") -> list[Requirement]:
    return [
        one
        for held, one in load_standard(code).every()
        if (held.name, one.test) == (part, test) and contingency in ("", one.contingency)
    ]


def ways(code: str, part: str, test: str, contingency: str = "") -> list[Way]:
    return [way for one in requirements(code, part, test, contingency) for way in one.ways]


def level(code: str, part: str, contingency: str = "") -> Requirement:
    return next(one for one in requirements(code, part, "level", contingency) if one.kind == "level")


def same_grounds(grounds: Grounds, raw: Raw, flag: str = "verified") -> bool:
    return grounds.verified == raw[flag] and list(grounds.sources) == raw.get("src", [])


def same_persons(code: str, part: str, raw: Raw, exception: bool = False) -> None:
    """The ways of the article that the reference gives, by whom they count."""
    for whom in BASES[raw["basis"]]:
        (found,) = (
            way
            for way in ways(code, part, "persons")
            if (way.facts["share_of"], way.exception) == (whom, exception)
            and (exception or way.grounds.article == raw["art"])
        )
        assert found.grounds.article == raw["art"]
        assert found.facts["at_least"] == raw["pct"] / 100
        assert same_grounds(found.grounds, raw), raw
        assert bool(found.facts.get("dependants")) == ("plus" in raw)
        assert found.facts.get("formula") == ("means" if whom == "poor" else None)


def same_years(raw: Raw, way: Way) -> None:
    """Years of contribution and of residence of a level."""
    contribution = raw.get(
        "contribution_or_employment_years", raw.get("contribution_employment_or_residence_years")
    )
    residence = raw.get("or_residence_years", raw.get("contribution_employment_or_residence_years"))
    assert way.facts["contribution_years"] == contribution
    assert way.facts.get("residence_years") == residence

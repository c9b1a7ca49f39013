"""Golden cases of standards: a country in YAML, its inputs and choices, and what each test of an instrument finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from socle.model.practice import Input, Practice, Written
from socle.model.verdict import Assessment, Verdict

FILE = Path(__file__).resolve().parents[1] / "cases" / "standards.yaml"
KEYS = {
    "case", "source", "explained", "exceptions", "choices", "monthly", "yearly", "inputs", "benefits", "expected",
    "ratified",
}  # fmt: skip
MONTHS = 12
MONEY = ("flat", "ceiling", "at_least", "at_most")


@dataclass(frozen=True)
class Case:
    """A country, and rows of what is expected."""

    name: str
    practice: Practice
    exceptions: bool
    expected: tuple[Mapping[str, Any], ...]
    ratified: tuple[Mapping[str, Any], ...]


def collect() -> list[Case]:
    """Every case; one without its source and its explanation is no case."""
    return [_case(raw) for raw in yaml.safe_load(FILE.read_text(encoding="utf-8"))]


def _case(raw: Mapping[str, Any]) -> Case:
    if unknown := set(raw) - KEYS:
        raise ValueError(f"a case has no {unknown}: {raw['case']}")
    if not str(raw.get("source", "")).strip() or not raw.get("explained"):
        raise ValueError(f"a case without source or explanation is not collected: {raw['case']}")
    inputs = dict(raw.get("inputs", {})) | dict(raw.get("yearly", {}))
    inputs |= {key: value * MONTHS for key, value in raw.get("monthly", {}).items()}
    for stated in raw.get("benefits", {}).values():
        inputs |= {f"benefit.{name}.formula": _formula(told) for name, told in stated.items()}
    practice = Practice(
        "XXX",
        {"en": raw["case"]},
        2024,
        "XTS",
        {key: Input(value, "by hand") for key, value in inputs.items()},
        {contingency: tuple(stated) for contingency, stated in raw.get("benefits", {}).items()},
        {key: tuple(value) for key, value in raw.get("choices", {}).items()},
    )
    return Case(
        raw["case"],
        practice,
        raw.get("exceptions", False),
        tuple(raw["expected"]),
        tuple(raw.get("ratified", ())),
    )


def _formula(told: Mapping[str, Any]) -> Written:
    return Written(**{key: value * MONTHS if key in MONEY else value for key, value in told.items()})


def found(assessment: Assessment, row: Mapping[str, Any]) -> Verdict:
    """The verdict that a row speaks of: Part, test, and the way down through alternatives."""
    held = [
        one
        for one in assessment.part(row["part"]).verdicts
        if one.test == row["test"] and row.get("contingency", one.contingency) == one.contingency
    ]
    verdict = held[row.get("nth", 0)]
    for step in row.get("at", ()):
        verdict = verdict.verdicts[step] if isinstance(step, int) else _named(verdict, step)
    return verdict


def _named(verdict: Verdict, name: str) -> Verdict:
    """The alternative of this name; where a single option was considered it is the way itself."""
    for one in (*verdict.verdicts, verdict):
        if one.alternative == name:
            return one
    raise LookupError(f"{name} is not among {[one.alternative for one in verdict.verdicts]}")


def numbers(row: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """The figures that a row expects, by name."""
    places = {
        "of",
        "part",
        "test",
        "contingency",
        "nth",
        "at",
        "declared",
        "status",
        "flips",
        "value",
        "required",
    }
    yield from ((key, float(value)) for key, value in row.items() if key not in places)

"""Golden cases: YAML that names a rule, what it is told, what it answers, and where that is known from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "cases"
FILES = ("eligibility", "entitlement", "financing", "insurance")
KEYS = {"rule", "columns", "said", "households", "expected", "source"}


@dataclass(frozen=True)
class Case:
    """One question to a rule and its answer; with `households`, sizes of them, lists of one for each person."""

    rule: str
    columns: dict[str, Any]
    said: dict[str, Any]
    households: list[int]
    expected: Any
    source: str

    def __str__(self) -> str:
        return f"{self.rule}-{self.columns}-{self.said}"


def case_of(raw: dict[str, Any]) -> Case:
    """A case; one without its source is no case."""
    if unknown := set(raw) - KEYS:
        raise ValueError(f"a case has no {unknown}: {raw}")
    if not str(raw.get("source", "")).strip():
        raise ValueError(f"a case without source is not collected: {raw}")
    told = (raw.get("columns", {}), raw.get("said", {}), raw.get("households", []))
    return Case(raw["rule"], *told, raw["expected"], raw["source"])


def collect() -> list[Case]:
    """Every case of the rules."""
    raws = [
        raw for name in FILES for raw in yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    ]
    return [case_of(raw) for raw in raws]

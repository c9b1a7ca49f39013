"""Countries worked by hand: every figure that the case file explains."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from socle.exchange.standard_file import load_standard
from socle.model.verdict import Assessment
from socle.standards.compliance import judge, ratifiable
from tests.standards.practice_cases import Case, collect, found, numbers

CASES = collect()
ROWS = [(case, row) for case in CASES for row in case.expected]
TOLD = [
    f"{case.name[:30]}: {row['of']} {row['part']} {row['test']} {row.get('at', '')}" for case, row in ROWS
]
SIX_DIGITS = 1e-6


def held(case: Case, code: str, declared: bool = False) -> Assessment:
    return judge(load_standard(code), case.practice, declared or case.exceptions)


@pytest.mark.parametrize(("case", "row"), ROWS, ids=TOLD)
def test_a_requirement_is_found_as_worked_by_hand(case: Case, row: Mapping[str, Any]) -> None:
    verdict = found(held(case, row["of"], row.get("declared", False)), row)
    assert verdict.status == row["status"], verdict
    assert verdict.flips == row.get("flips", verdict.flips)
    for name in ("value", "required"):
        if name in row:
            assert getattr(verdict, name) == pytest.approx(row[name], rel=0, abs=SIX_DIGITS), name
    for name, figure in numbers(row):
        assert verdict.figures[name] == pytest.approx(figure, rel=SIX_DIGITS, abs=SIX_DIGITS), name


@pytest.mark.parametrize(
    ("case", "row"), [(case, row) for case in CASES for row in case.ratified], ids=lambda one: str(one)[:60]
)
def test_parts_are_enough_to_ratify_as_worked_by_hand(case: Case, row: Mapping[str, Any]) -> None:
    acceptance = load_standard(row["of"]).acceptance
    assert acceptance is not None
    assert ratifiable(acceptance, row["parts"], row.get("unknown", ())).status == row["status"]

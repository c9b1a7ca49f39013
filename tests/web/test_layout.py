"""A page as rows: nothing in a cell is a formula to a spreadsheet, and numbers stay numbers."""

from __future__ import annotations

import csv
import io

import pytest

from socle.report.sections import Table
from socle.web.layout import as_csv


class _Page:
    title, fingerprint = "", ""

    def __init__(self, cell: str) -> None:
        self.tables = (Table("t", ("row", "head"), (("", (("r", cell),)),)),)


@pytest.mark.parametrize(
    "cell", ["=1+1", "=HYPERLINK(1)", "@SUM(1)", "+1+cmd|' /C calc'!A0", "-2(3)", "\t=1"]
)
def test_a_formula_becomes_words(cell: str) -> None:
    assert _cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["+6.3 points", "-5,2 %", "12", "a = b", ""])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert _cell(cell) == cell


def _cell(cell: str) -> str:
    rows = list(csv.reader(io.StringIO(as_csv(_Page(cell)))))
    return rows[1][-1]

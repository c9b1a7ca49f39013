"""The workbook of a valuation is alive: its formulas give the run's numbers, and a yellow cell moves the summary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from socle.report import valuation_workbook
from socle.report.text import LANGUAGES
from socle.report.valuation_rows import scalars
from tests.report import valuation_sample
from tests.report.evaluator import Book


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("valuation") / "valuation.xlsx"
    valuation_workbook.write(valuation_sample.found(), path, "en")
    return path


def row_of(book: Book, sheet: str, name: str) -> int:
    """The first row of a sheet that begins with a name."""
    return next(
        row
        for one, row, column in sorted(book.cells)
        if one == sheet and column == 1 and book.cells[one, row, 1] == name
    )


def shown(book: Book, name: str, column: int = 3) -> Any:
    """A number of the summary: column 3 is the first law, 4 the second, 5 the difference."""
    return book.value("Summary", row_of(book, "Summary", name), column)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_formula_gives_the_value_stored_beside_it(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "valuation.xlsx"
    valuation_workbook.write(valuation_sample.found(), path, lang)
    book, stored = Book(path), load_workbook(path, data_only=True)
    formulas = book.formulas()
    assert len(formulas) > 1500
    for sheet, row, column in formulas:
        value, kept = book.value(sheet, row, column), stored[sheet].cell(row, column).value
        if isinstance(kept, str):
            assert value == kept, (sheet, row, column)
        else:
            assert value == pytest.approx(kept, rel=1e-9, abs=1e-9), (sheet, row, column)


def test_the_summary_shows_the_run_and_all_checks_read_ok(written: Path) -> None:
    book, found = Book(written), valuation_sample.found()
    assert shown(book, "All checks", 2) == "OK"
    assert found.against is not None
    for column, valued in ((3, found.valued), (4, found.against)):
        said = scalars(valued)
        assert shown(book, "General average premium", column) == pytest.approx(said["general_average"])
        assert shown(book, "Accrued rights", column) == pytest.approx(said["debt_accrued"])
    assert shown(book, "Year of exhaustion", 3) == "lasts beyond 2064"
    assert shown(book, "Year of exhaustion", 4) == scalars(found.against)["exhaustion"]


def test_the_premium_that_is_paid_makes_the_reserve_end_at_zero(written: Path) -> None:
    book = Book(written)
    premium = shown(book, "General average premium")
    row = row_of(book, "Finances", "Contributions over payroll")
    for column in range(6, 6 + valuation_sample.YEARS):
        book.change("Finances", row, column, premium)
    last = 5 + valuation_sample.YEARS
    end = book.value("Finances", row_of(book, "Finances", "Reserve at the end"), last)
    spending = book.value("Finances", row_of(book, "Finances", "Benefits and administration"), last)
    assert end == pytest.approx(0, abs=1e-9 * spending)
    assert shown(book, "Unfunded obligation, open group") == pytest.approx(0, abs=1e-9 * spending)
    assert shown(book, "All checks", 2) == "differs (inputs changed)"


def test_a_reserve_of_nothing_leaves_the_premium_without_reserve(written: Path) -> None:
    book = Book(written)
    book.change("Finances", row_of(book, "Finances", "Reserve on 1 January 2025"), 2, 0.0)
    assert shown(book, "General average premium") == shown(
        book, "General average premium without the reserve"
    )

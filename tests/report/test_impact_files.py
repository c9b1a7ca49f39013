"""The files of an impact: rows that can be joined, a workbook that is alive, all of them or none."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from socle.report import files, impact_chart, impact_files, impact_tidy, impact_workbook
from socle.report.text import LANGUAGES, translator
from socle.run.impact import EVERYBODY
from tests.report import impact_sample, sample
from tests.report.evaluator import Book

FOUND = impact_sample.found()
THERE = {(row.measure, row.group): row for row in FOUND.impact.rows}
CHARTS = ("poverty", "groups", "coverage", "incidence", "lorenz", "moves", "against")


@pytest.fixture(scope="module")
def book_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / "impact.xlsx"
    impact_workbook.write(FOUND, path, "en")
    return path


def place(book: Book, sheet: str, first: str) -> int:
    """The first row of a sheet that begins with `first`."""
    return min(
        row for (name, row, column), held in book.cells.items() if (name, column, held) == (sheet, 1, first)
    )


def test_the_usual_files_are_written_and_nothing_else(tmp_path: Path) -> None:
    paths = impact_files.write(FOUND, tmp_path, "fr")
    charts = {f"impact_XXX_households_{name}.{kind}" for name in CHARTS for kind in ("svg", "png")}
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in paths}
    assert {path.name for path in paths} == {
        f"impact_XXX.{kind}" for kind in ("html", "csv", "xlsx")
    } | charts


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    formats = ("html", "csv", "json", "xlsx", "svg")
    one, other = (impact_files.write(FOUND, tmp_path / name, "en", formats) for name in ("one", "other"))
    for first, second in zip(one, other, strict=True):
        assert first.read_bytes() == second.read_bytes(), first.name


def test_households_add_their_section_charts_rows_and_workbook_to_the_files_of_a_floor(
    tmp_path: Path,
) -> None:
    floor = sample.floor()
    alone = {path.name for path in files.write(floor, tmp_path / "alone", "en")}
    more = impact_files.addition(FOUND, "en")
    both = {path.name for path in files.write(floor, tmp_path / "both", "en", more=more)}
    brief = {f"floor_XXX_households_{name}.{kind}" for name in impact_chart.BRIEF for kind in ("svg", "png")}
    assert both - alone == {"impact_XXX.csv", "impact_XXX.xlsx"} | brief
    assert alone <= both
    without, with_section = ((tmp_path / name / "floor_XXX.html").read_text() for name in ("alone", "both"))
    assert "h-households" not in without
    assert 'id="h-households"' in with_section


def test_every_number_is_one_row_that_no_other_row_resembles() -> None:
    rows = list(csv.DictReader(impact_tidy.as_csv(FOUND).splitlines()))
    numbers = (*FOUND.impact.rows, *FOUND.change)
    assert len(rows) == len(numbers)
    names = ("scenario", "scheme", "benefit", "group", "measure")
    assert len({tuple(row[name] for name in names) for row in rows}) == len(rows)
    for row, number in zip(rows, numbers, strict=True):
        assert row["value"] == (repr(number.value) if math.isfinite(number.value) else "")
        assert row["n"] == str(number.n)
        assert (row["country"], row["year"], row["currency"]) == ("XXX", str(FOUND.year), "XTS")
        assert row["unit"] == (FOUND.currency if number.unit == "money" else number.unit)
        assert FOUND.trace.fingerprint in row["source"]
        assert row["status"] in ("invented", "missing")


def test_rows_name_each_benefit_all_cash_and_everybody() -> None:
    reached = {
        (row["scheme"], row["benefit"]) for row in impact_tidy.rows(FOUND) if row["measure"] == "coverage"
    }
    assert reached == {tuple(path.split(".")) for path in FOUND.benefits} | {("_T", "cash")}
    whole = {row["group"] for row in impact_tidy.rows(FOUND) if row["measure"] == "mean_gain"}
    assert {"_T", "decile 1", "sex female"} <= whole


def test_what_is_not_known_is_empty_and_missing() -> None:
    rows = [row for row in impact_tidy.rows(impact_sample.without(":leakage")) if row["measure"] == "leakage"]
    assert rows
    assert {(row["value"], row["se"], row["status"]) for row in rows} == {(None, None, "missing")}


def test_equal_runs_have_equal_fingerprints_and_another_seed_has_another() -> None:
    again = impact_sample.found.__wrapped__()
    assert again.trace.fingerprint == FOUND.trace.fingerprint
    assert impact_sample.found(seed=1).trace.fingerprint != FOUND.trace.fingerprint


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_formula_gives_the_value_stored_beside_it(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "impact.xlsx"
    impact_workbook.write(FOUND, path, lang)
    book, stored = Book(path), load_workbook(path, data_only=True)
    formulas = book.formulas()
    assert len(formulas) > 100
    for sheet, row, column in formulas:
        kept = stored[sheet].cell(row, column).value
        assert book.value(sheet, row, column) == pytest.approx(kept, rel=1e-9, abs=1e-12), (
            sheet,
            row,
            column,
        )


def test_the_change_of_the_workbook_is_the_change_of_the_run_with_its_interval(book_path: Path) -> None:
    book = Book(book_path)
    row = place(book, "Summary", "Poverty: head count")
    change = THERE["fgt0", "change"]
    assert book.value("Summary", row, 4) == pytest.approx(change.value, abs=1e-12)
    assert book.value("Summary", row, 6) == pytest.approx(change.value - 1.959964 * change.se, abs=1e-9)
    assert book.value("Summary", row, 7) == pytest.approx(change.value + 1.959964 * change.se, abs=1e-9)


def test_a_changed_number_reaches_what_is_made_of_it(book_path: Path) -> None:
    book = Book(book_path)
    poverty = place(book, "Summary", "Poverty: head count")
    book.change("Summary", poverty, 3, 0.0)
    assert book.value("Summary", poverty, 4) == pytest.approx(-THERE["fgt0", "before"].value)
    width = place(book, "Summary", "Standard errors on each side of an interval (95 %)")
    book.change("Summary", width, 2, 0.0)
    assert book.value("Summary", poverty, 6) == book.value("Summary", poverty, 4)
    grant, whole = place(book, "Summary", "Child benefit"), place(book, "Summary", "All cash benefits")
    before, decile = book.value("Summary", whole, 4), place(book, "By decile", "Decile 1")
    share, old = book.value("By decile", decile, 3), book.value("Summary", grant, 4)
    book.change("Summary", grant, 4, old + 1e6)
    assert book.value("Summary", whole, 4) == pytest.approx(before + 1e6)
    assert book.value("By decile", decile, 4) == pytest.approx(share * (before + 1e6))


def test_deciles_share_all_the_money_and_classes_hold_everybody(book_path: Path) -> None:
    book = Book(book_path)
    total = place(book, "By decile", "Total")
    assert book.value("By decile", total, 3) == pytest.approx(1)
    assert book.value("By decile", total, 4) == pytest.approx(THERE[f"{EVERYBODY}:spending", EVERYBODY].value)
    first = place(book, "Winners and losers", "Decile 1")
    for row in range(first, first + 11):
        assert book.value("Winners and losers", row, 9) == pytest.approx(1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sheets_stand_in_reading_order(tmp_path: Path, lang: str) -> None:
    impact_workbook.write(FOUND, tmp_path / "impact.xlsx", lang)
    order = [
        "Summary",
        "By decile",
        "By group",
        "Winners and losers",
        "Definitions",
        "Sources",
        "Fingerprint",
    ]
    assert load_workbook(tmp_path / "impact.xlsx").sheetnames == [translator(lang)(name) for name in order]


def test_an_unknown_number_is_a_word_in_the_workbook_and_no_formula_fails_on_it(tmp_path: Path) -> None:
    nothing = impact_sample.without(":leakage", ":benefit_incidence", ":spending")
    impact_workbook.write(nothing, tmp_path / "impact.xlsx", "en")
    values = load_workbook(tmp_path / "impact.xlsx", data_only=True)
    shown = [str(cell.value) for sheet in values for row in sheet.iter_rows() for cell in row]
    assert "unknown" in shown
    assert not [text for text in shown if text in ("nan", "#DIV/0!", "#VALUE!", "#NUM!")]


def test_a_real_survey_is_named_and_nothing_says_that_it_is_invented() -> None:
    real = replace(FOUND, survey=replace(FOUND.survey, invented=False, title="Survey of living conditions"))
    rows = impact_tidy.rows(real)
    assert {row["status"] for row in rows} <= {"computed", "missing"}
    assert all(row["source"].startswith("Survey of living conditions; ") for row in rows)

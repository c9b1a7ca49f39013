"""The workbook is alive: its formulas give its numbers, and a changed input reaches the summary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

from socle.measure import tidy
from socle.report import parts, workbook
from socle.report.text import LANGUAGES, translator
from tests.report import sample
from tests.report.evaluator import Book

FLOOR = sample.floor()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / "floor.xlsx"
    workbook.write(FLOOR, path, "en")
    return path


def place(book: Book, sheet: str, *words: str) -> int:
    """The row whose first cells read `words`."""
    return next(
        row
        for name, row, column in sorted(book.cells)
        if name == sheet
        and column == 1
        and all(str(book.cells.get((sheet, row, at), "")) == word for at, word in enumerate(words, 1))
    )


def shown(book: Book) -> tuple[Any, Any]:
    """The chosen scenario's cost and the verdict of all checks, on the summary."""
    return book.value("Summary", 5, 2), book.value("Summary", 6, 2)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_formula_gives_the_value_stored_beside_it(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "floor.xlsx"
    workbook.write(FLOOR, path, lang)
    book, stored = Book(path), load_workbook(path, data_only=True)
    formulas = book.formulas()
    assert len(formulas) > 3000
    for sheet, row, column in formulas:
        value, kept = book.value(sheet, row, column), stored[sheet].cell(row, column).value
        if isinstance(kept, str):
            assert value == kept, (sheet, row, column)
        else:
            assert value == pytest.approx(kept, rel=1e-9, abs=1e-12), (sheet, row, column)


def test_the_summary_shows_the_cost_of_the_run_and_all_checks_read_ok(written: Path) -> None:
    cost, verdict = shown(Book(written))
    high = tidy.total(FLOOR, FLOOR.scenario("high")).cost[0] / FLOOR.macro.gdp[0]
    assert cost == pytest.approx(high, rel=1e-9)
    assert verdict == "OK"


def test_doubling_a_yellow_benefit_adds_its_cost_to_the_summary_and_a_check_says_so(written: Path) -> None:
    book = Book(written)
    before = shown(book)[0]
    row = place(book, "Inputs", "High scenario", "Child grant", "Benefit in 2023")
    book.change("Inputs", row, 6, 2 * book.value("Inputs", row, 6))
    after, verdict = shown(book)
    grant = next(one for one in FLOOR.scenario("high").benefits if one.benefit == "child_grant")
    assert after - before == pytest.approx(grant.cost[0] / FLOOR.macro.gdp[0], rel=1e-9)
    assert verdict == "differs (inputs changed)"


@pytest.mark.parametrize(
    ("words", "factor"),
    [
        (("High scenario", "Social pension", "Share of the eligible persons reached"), 1.5),
        (("High scenario", "Social pension", "Administration to benefits"), 3.0),
        (("", "", "Gross domestic product"), 0.5),
    ],
)
def test_every_kind_of_yellow_cell_reaches_the_summary(
    written: Path, words: tuple[str, ...], factor: float
) -> None:
    book = Book(written)
    before = shown(book)[0]
    row = (
        place(book, "Inputs", *words)
        if words[0]
        else next(
            row
            for name, row, column in book.cells
            if name == "Inputs" and book.cells.get((name, row, 3)) == words[2]
        )
    )
    book.change("Inputs", row, 6, factor * book.value("Inputs", row, 6))
    assert shown(book)[0] > before


def test_choosing_another_scenario_changes_what_the_summary_shows(written: Path) -> None:
    book = Book(written)
    book.change("Summary", 4, 2, "Low scenario")
    low = tidy.total(FLOOR, FLOOR.scenario("low")).cost[0] / FLOOR.macro.gdp[0]
    assert shown(book)[0] == pytest.approx(low, rel=1e-9)


def test_inputs_are_yellow_with_blue_text_and_limits(written: Path) -> None:
    sheet = load_workbook(written)["Inputs"]
    row = next(cell.row for cell in sheet["C"] if cell.value == "Share of the eligible persons reached")
    cell = sheet.cell(row, 6)
    assert cell.fill.fgColor.rgb == "FFFFF9C4"
    assert cell.font.color.rgb == "FF0000CC"
    limits = [one for one in sheet.data_validations.dataValidation if cell.coordinate in one.sqref]
    assert [(one.type, float(one.formula1), float(one.formula2)) for one in limits] == [("decimal", 0, 1)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sheets_stand_in_reading_order(tmp_path: Path, lang: str) -> None:
    workbook.write(FLOOR, tmp_path / "floor.xlsx", lang)
    order = ["Summary", "Inputs", "Population", "Children", "Working age", "Old age", "Health"]
    order += ["Totals", "Checks", "Sources", "Fingerprint"]
    assert load_workbook(tmp_path / "floor.xlsx").sheetnames == [translator(lang)(name) for name in order]


def test_an_unknown_cost_is_left_out_counted_and_added_as_soon_as_someone_fills_it(tmp_path: Path) -> None:
    path = tmp_path / "floor.xlsx"
    workbook.write(sample.without_pension_from(FLOOR, 10), path, "en")
    book = Book(path)
    row = place(book, "Totals", "High scenario", "", "Total cost")
    count = place(book, "Totals", "High scenario", "", "Benefits whose cost is not known")
    pension = place(book, "Old age", "High scenario", "", "Cost of the guarantee")
    others = sum(one.cost[10] for one in FLOOR.scenario("high").benefits if one.benefit != "pension")
    assert [book.value("Totals", count, at) for at in (15, 16)] == [0, 1]
    assert book.value("Old age", pension, 16) == "unknown"
    assert book.value("Totals", row, 16) == pytest.approx(others)
    assert shown(book)[1] == "OK"
    for sheet, words in (
        ("Old age", "Persons eligible"),
        ("Inputs", "Share of the eligible persons reached"),
    ):
        book.change(sheet, place(book, sheet, "High scenario", "Social pension", words), 16, 0.5)
    assert book.value("Totals", count, 16) == 0
    assert book.value("Totals", row, 16) > others


def test_two_runs_write_the_same_bytes(written: Path, tmp_path: Path) -> None:
    workbook.write(FLOOR, tmp_path / "again.xlsx", "en")
    assert (tmp_path / "again.xlsx").read_bytes() == written.read_bytes()


@pytest.mark.parametrize("benefit", [one for each in FLOOR.scenarios for one in each.benefits])
def test_the_parts_of_a_benefit_multiply_back_to_its_cost(benefit: Any) -> None:
    apart = parts.taken_apart(benefit)
    reached = benefit.eligible * apart.share if apart.kind == "law" else benefit.recipients
    assert apart.ratio is not None
    cost = reached * apart.level * apart.index * (1 + apart.ratio)
    assert cost == pytest.approx(benefit.cost, rel=1e-12)


def test_a_benefit_that_starts_later_has_its_level_in_its_first_year() -> None:
    late = np.where(sample.STEPS < 4, 0.0, 1.0)
    benefit = sample.benefit("pension", np.full(len(late), 1000.0), late, 500.0, 0.1)
    apart = parts.taken_apart(benefit)
    assert (apart.kind, apart.level_at) == ("law", 4)
    assert apart.level == pytest.approx(500 * 1.025**4)
    assert benefit.eligible * apart.share * apart.level * apart.index == pytest.approx(benefit.spending)


def test_a_changed_level_gives_what_a_scenario_with_that_level_gives(tmp_path: Path) -> None:
    """Half the pension typed into a yellow cell is half the pension written as law, to the last digits."""
    from socle.run import floor

    law = tmp_path / "half.yaml"
    law.write_text(
        "scenario: half\ntitle: {en: Half, fr: Moitié, es: Mitad}\nauthor: Test\nbuilds_on: floor\n"
        "remove: [children.orphan_benefit, children.school_meals]\n"
        "changes: {old_age.pension.share_of_line.share: 0.5}\n",
        encoding="utf-8",
    )
    run = floor("SEN", scenarios=("high", str(law)))
    path = tmp_path / "floor.xlsx"
    workbook.write(run, path, "en")
    book = Book(path)
    high, half = (book.value("Summary", row, 2) for row in (13, 14))
    assert half < high
    row = place(book, "Inputs", "High", "Universal pension", "Benefit in 2023")
    book.change("Inputs", row, 6, book.value("Inputs", row, 6) / 2)
    for column in range(2, 6):
        changed, written = (book.value("Summary", row, column) for row in (13, 14))
        assert changed == pytest.approx(written, rel=1e-12)


def test_every_sheet_prints_whole_and_nothing_runs_by_itself(written: Path) -> None:
    import zipfile

    book = load_workbook(written)
    assert all(sheet.print_area for sheet in book.worksheets)
    with zipfile.ZipFile(written) as package:
        names = package.namelist()
    assert not [name for name in names if "vba" in name.lower() or "externalLink" in name]


def test_every_yellow_cell_has_a_unit_and_a_source_and_the_economy_names_its_own(written: Path) -> None:
    sheet = load_workbook(written)["Inputs"]
    rows = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[2]]
    assert rows
    assert all(row[3] for row in rows)
    economy = next(row for row in rows if row[2] == "Gross domestic product")
    used = {one.producer for one in FLOOR.sources if "gdp" in one.used_for.split(", ")}
    assert all(producer in economy[4] for producer in used)
    others = {one.producer for one in FLOOR.sources} - used
    assert not [producer for producer in others if producer in (economy[4] or "")]

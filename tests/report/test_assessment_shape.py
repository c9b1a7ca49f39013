"""How an assessment is laid out: what is folded, what a workbook shows, and what need not be started to write it."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import wrap

import pytest
from openpyxl import load_workbook

from socle.report import assessment_page, assessment_workbook, drawing
from socle.report.assessment_files import write_article76, write_assessment
from socle.report.assessment_tests_sheet import LETTERS, VALUE
from tests.report.test_assessment_tables import C102, JUDGED, Held


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    assessment_workbook.write(C102, path, "fr")
    return path


def test_nothing_that_draws_is_started_where_there_are_no_charts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(drawing, "start", lambda: pytest.fail("a renderer was started"))
    assert len(write_assessment(C102, tmp_path / "report", "en")) == 4
    assert write_article76(C102, tmp_path / "a.xlsx", "en")


def test_parts_that_are_met_are_folded_and_the_others_open() -> None:
    page = assessment_page.page(C102, "en")
    for one in (*C102.assessments[0].parts, *C102.assessments[0].common):
        (opening,) = re.findall(rf'<details class="part" id="p-C102-{one.part.name}"[^>]*>', page)
        assert opening.endswith(" open>") is (one.status != "pass")


def test_all_parts_are_folded_where_there_are_several_instruments() -> None:
    page = assessment_page.page(Held(JUDGED.practice, JUDGED.assessments[:2]), "en")
    assert not re.findall(r'<details class="part"[^>]* open>', page)


def test_the_evidence_is_folded_and_says_how_much_there_is() -> None:
    page = assessment_page.page(C102, "en")
    count = int(re.findall(r"<summary>(\d+) inputs with value, source and date</summary>", page)[0])
    table = page[page.index('id="h-evidence"') : page.index('id="h-unverified"')]
    assert count == table.count('<tr role="row"><th scope="row"') > 0


def test_what_is_folded_on_a_screen_is_in_full_on_paper() -> None:
    page = assessment_page.page(C102, "en")
    assert re.search(r"@media print \{[^@]*details::details-content \{ content-visibility: visible", page)


def test_no_name_of_a_part_runs_into_the_next_row_of_the_summary(workbook: Path) -> None:
    sheet = load_workbook(workbook).worksheets[0]
    named = [row for row in sheet.iter_rows(min_col=1, max_col=2) if row[0].value == "C102"]
    assert named
    for _code, name in named:
        lines = len(wrap(str(name.value), int(sheet.column_dimensions["B"].width * LETTERS)))
        assert (sheet.row_dimensions[name.row].height or 15) >= 12 * lines


def test_periods_are_shown_with_one_decimal(workbook: Path) -> None:
    sheet = load_workbook(workbook).worksheets[1]
    units = {"semaines", "années", "jours"}
    cells = [row[VALUE] for row in sheet.iter_rows() if units & {str(cell.value) for cell in row}]
    formats = {cell.number_format for cell in cells if isinstance(cell.value, int | float)}
    assert formats == {"0.0"}


def test_money_of_a_workbook_is_of_a_year_wherever_it_stands(workbook: Path, tmp_path: Path) -> None:
    write_article76(C102, tmp_path / "a.xlsx", "fr")
    for path in (workbook, tmp_path / "a.xlsx"):
        cells = [
            str(cell.value)
            for sheet in load_workbook(path).worksheets
            for row in sheet.iter_rows()
            for cell in row
            if "XXD" in str(cell.value)
        ]
        assert cells
        assert all(
            text.replace("\xa0", " ").count("XXD") == text.replace("\xa0", " ").count("XXD par an")
            for text in cells
        )

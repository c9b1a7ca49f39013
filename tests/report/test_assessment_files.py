"""The files of an assessment: page, live workbook, statistics of Article 76; all or none, in three languages."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from socle.ground.refusals import Refusal
from socle.model.practice import Input
from socle.model.verdict import PASS
from socle.report import article76, assessment_page, assessment_shown, assessment_workbook, numbers
from socle.report import assessment_words as words
from socle.report.assessment_files import write_article76, write_assessment
from socle.report.assessment_sections import METHOD, Chapter
from socle.report.assessment_tests_sheet import KIND, LOWEST, PART, RESULT, RUN, VALUE
from socle.report.assessment_words import Told
from socle.report.sections import Table
from socle.report.text import LANGUAGES, translator
from tests.report import assessment_sample
from tests.report.evaluator import Book
from tests.report.test_assessment_tables import C102, CHECKED, JUDGED, Held
from tests.report.test_page import Reader

CHAPTER = Chapter(
    "Reforms <that> comply", ("Lead.",), (Table("T", ("A", "B"), (("", (("=1+1", "b"),)),), 1),)
)


@pytest.fixture(scope="module", params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def page(lang: str) -> str:
    return assessment_page.page(C102, lang, ["standards_XXX.csv"], [CHAPTER])


def flat(text: str) -> str:
    return " ".join(numbers.plain(text).split())


def test_page_shows_every_test_and_way_with_its_article(page: str, lang: str) -> None:
    read = flat(Reader(page).text)
    found = C102.assessments[0]
    told = Told(C102.practice, found.instrument, lang)
    count = 0
    for part in (*found.parts, *found.common):
        for test in part.verdicts:
            made = assessment_shown.shown_test(test, told)
            assert flat(f"{made.sign} {made.word} {made.text}") in read
            assert made.article
            count += sum(1 for _ in test.every())
    assert page.count('class="result ') == count + len((*found.parts, *found.common))


def test_page_is_well_formed_self_contained_and_in_its_language(page: str, lang: str) -> None:
    reader = Reader(page)
    assert not reader.open
    assert f'<html lang="{lang}" dir="ltr">' in page
    assert not re.search(r"<script|https?://|src=", page)
    for text in METHOD:
        assert flat(translator(lang)(text)) in flat(reader.text)


def test_page_has_no_status_by_colour_alone(page: str) -> None:
    for status, inner in re.findall(r'<span class="result (\w+)">(.*?)</span></?', page):
        assert status
        assert inner
    assert 'aria-hidden="true"></span>' not in page


def test_page_lists_inputs_used_with_source_and_date_and_every_unverified_figure(
    page: str, lang: str
) -> None:
    read = flat(Reader(page).text)
    unsure = assessment_shown.unverified(C102.assessments[0], C102.practice, lang)
    assert unsure
    for one in unsure:
        assert flat(f"{one.test} {one.article} {one.asked}") in read
    assert "branch.old_age.active_protected" in read
    assert "Statistics office" in read
    assert CHAPTER.title in read


def test_page_escapes_what_files_say(lang: str) -> None:
    assert "<script>" not in assessment_page.page(assessment_sample.hostile(), lang)


@pytest.fixture(scope="module")
def book(lang: str, tmp_path_factory: pytest.TempPathFactory) -> Book:
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    assessment_workbook.write(JUDGED, path, lang, [CHAPTER])
    return Book(path)


def test_formulas_of_the_workbook_agree_with_the_results(book: Book, lang: str) -> None:
    sheet = translator(lang)("Tests")
    rows = [row for (name, row, column) in book.cells if name == sheet and column == RUN + 1 and row > 1]
    assert len(rows) == sum(
        1
        for found in JUDGED.assessments
        for part in (*found.parts, *found.common)
        for test in part.verdicts
        for _ in test.every()
    )
    for row in rows:
        assert book.value(sheet, row, RESULT + 1) == book.value(sheet, row, RUN + 1)
    live = [row for row in rows if str(book.cells[sheet, row, RESULT + 1]).startswith("=")]
    assert len(live) > 0.6 * len(rows)
    assert book.value(translator(lang)("Summary"), 3, 3) == "OK"


def test_parts_and_ratification_follow_by_formula(book: Book, lang: str) -> None:
    summary = translator(lang)("Summary")
    expected = [
        words.status(status, lang)
        for found in JUDGED.assessments
        for status in (
            *(one.status for one in (*found.parts, *found.common)),
            *([found.acceptance.status] if found.acceptance else []),
        )
    ]
    results = [
        book.value(name, row, column)
        for (name, row, column), held in book.cells.items()
        if name == summary and column == 3 and row > 3 and str(held).startswith("=")
    ]
    assert results == expected


def test_a_value_typed_into_a_yellow_cell_turns_the_test_and_its_part(tmp_path: Path) -> None:
    assessment_workbook.write(CHECKED, tmp_path / "a.xlsx", "en")
    book = Book(tmp_path / "a.xlsx")
    summary = {
        book.value("Summary", row, 2): row
        for (name, row, column) in book.cells
        if name == "Summary" and column == 2
    }
    of_sickness = summary["III Sickness benefit"]
    assert book.value("Summary", of_sickness, 3) == "not met"
    tests = {
        book.cells["Tests", row, 3]: row
        for (name, row, column) in list(book.cells)
        if name == "Tests" and column == 3 and book.cells["Tests", row, PART + 1] == "III"
    }
    book.change("Tests", tests["Waiting period"], VALUE + 1, 3)
    assert book.value("Summary", of_sickness, 3) == "unknown"
    book.change("Tests", tests["Duration"], VALUE + 1, 26)
    assert book.value("Summary", of_sickness, 3) == "met"
    assert book.value("Tests", tests["Duration"], KIND + 1) == 1


def test_where_a_ceiling_binds_the_lowest_ratio_decides(tmp_path: Path) -> None:
    found = CHECKED.assessments[0]
    old_age = found.part("V")
    level = old_age.verdicts[1]
    first = replace(
        level.verdicts[0], status="fail", figures={**level.verdicts[0].figures, "lowest_ratio": 0.39}
    )
    changed = replace(old_age, verdicts=(replace(level, status="fail", verdicts=(first, level.verdicts[1])),))
    held = Held(CHECKED.practice, (replace(found, parts=(changed,)),))
    assessment_workbook.write(held, tmp_path / "a.xlsx", "en")
    book = Book(tmp_path / "a.xlsx")
    row = next(row for (name, row, column), value in book.cells.items() if name == "Tests" and value == 0.39)
    assert book.value("Tests", row, RESULT + 1) == "not met"
    book.change("Tests", row, LOWEST + 1, 0.4)
    assert book.value("Tests", row, RESULT + 1) == PASS.replace("pass", "met")


def test_texts_of_files_are_never_formulas_of_the_workbook(tmp_path: Path) -> None:
    evil = assessment_sample.hostile()
    path = tmp_path / "a.xlsx"
    assessment_workbook.write(evil, path, "en", [CHAPTER])
    obeyed = formulas(path)
    assert obeyed
    assert not any("HYPERLINK" in text or "1+1" in text for text in obeyed)


def formulas(path: Path) -> list[str]:
    """What a spreadsheet would work out."""
    cells = (cell for sheet in load_workbook(path).worksheets for row in sheet.iter_rows() for cell in row)
    return [str(cell.value) for cell in cells if cell.data_type == "f"]


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    written = write_assessment(C102, tmp_path / "out", "fr", chapters=[CHAPTER])
    assert [path.name for path in written] == [
        f"standards_XXX_C102.{kind}" for kind in ("html", "xlsx", "csv", "json")
    ]
    (tmp_path / "no").mkdir()
    (tmp_path / "no" / "standards_XXX_C102.json").mkdir()
    with pytest.raises(Refusal):
        write_assessment(C102, tmp_path / "no", "fr")
    assert [path.name for path in (tmp_path / "no").iterdir()] == ["standards_XXX_C102.json"]


def test_equal_assessments_give_equal_files(tmp_path: Path) -> None:
    first, second = (
        [path.read_bytes() for path in write_assessment(C102, tmp_path / name, "es")] for name in "ab"
    )
    assert first == second


@pytest.fixture(scope="module")
def statistics(lang: str, tmp_path_factory: pytest.TempPathFactory) -> Book:
    folder = tmp_path_factory.mktemp("article76")
    return Book(write_article76(C102, folder / "article76.xlsx", lang)[0])


def lines_of(book: Book, sheet: str) -> dict[str, list[tuple[object, ...]]]:
    """Rows of a sheet by their first cell."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for name, row, column in book.cells:
        if name == sheet and column == 1:
            cells = tuple(book.value(sheet, row, at) for at in range(1, 9))
            found.setdefault(flat(str(cells[0])), []).append(cells)
    return found


def test_article_76_holds_what_the_practice_holds_with_source_and_date(statistics: Book, lang: str) -> None:
    lines = lines_of(statistics, translator(lang)("Part {name}").format(name="V"))
    for key in ("branch.old_age.employees_protected", "employees", "mean_earnings", "residents"):
        held = C102.practice.inputs[key]
        row = lines[flat(words.sentence(key, lang))][0]
        assert row[1] == held.value
        assert "Statistics office" in str(row[5])
        assert row[6] == held.date


def test_article_76_works_out_percentages_from_its_cells(statistics: Book, lang: str) -> None:
    lines = lines_of(statistics, translator(lang)("Part {name}").format(name="V"))
    shares = [row[1] for row in lines[flat(translator(lang)("Protected, % of these"))]]
    assert shares[:2] == pytest.approx([0.48, 1.3 / 6])
    assert shares[2] == ""
    levels = [
        row[1] for row in lines[flat(translator(lang)("(Benefit + allowances) over (wage + allowances)"))]
    ]
    assert levels[:2] == pytest.approx([2430 / 6240, 2430 / 6000])


def test_article_76_leaves_empty_what_is_not_known_and_says_so(statistics: Book, lang: str) -> None:
    sheet = translator(lang)("Part {name}").format(name="V")
    row = lines_of(statistics, sheet)[flat(words.sentence("branch.old_age.poor", lang))][0]
    assert row[1] is None
    assert translator(lang)("to be filled") in str(row[7])
    counted = sum(
        translator(lang)("to be filled") in str(cells[7])
        for rows in lines_of(statistics, sheet).values()
        for cells in rows
    )
    first = lines_of(statistics, translator(lang)("Article 76"))
    title = next(key for key in first if key.startswith("V "))
    assert first[title][0][1] == counted


def test_article_76_marks_what_was_not_read(statistics: Book, lang: str) -> None:
    lines = lines_of(statistics, translator(lang)("Part {name}").format(name="XIII"))
    (row,) = lines[flat(words.sentence("employee_contributions", lang))]
    assert row[1] == C102.practice.value("employee_contributions")
    assert translator(lang)("unverified") in str(row[7])


def test_article_76_is_of_convention_102_and_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        article76.of_c102(Held(C102.practice, JUDGED.assessments[1:]))
    with pytest.raises(Refusal):
        write_article76(C102, tmp_path / "article76.csv", "en")
    country = C102.practice.given({"employees": Input(2.0, "=1+1")})
    path = write_article76(Held(country, C102.assessments), tmp_path / "a.xlsx", "en")[0]
    assert formulas(path)
    assert not any("1+1" in text for text in formulas(path))

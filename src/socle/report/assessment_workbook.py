"""An assessment as a workbook: each value beside what is asked, results as formulas up to the ratification test.

Change a yellow cell of the tests: the result of the test, of its Part and of the ratification follow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from socle.model.practice import Input
from socle.model.verdict import NOT_APPLICABLE, Assessment, PartVerdict
from socle.report import assessment_sections as sections
from socle.report import assessment_shown as shown
from socle.report import assessment_tests_sheet as tests_sheet
from socle.report import assessment_words as words
from socle.report import covers
from socle.report.assessment_sections import Chapter
from socle.report.assessment_tests_sheet import CODE, COUNTS, KIND, PART, RESULT, SAME, TOP, Book
from socle.report.assessment_words import Checked, Told
from socle.report.sections import Table
from socle.report.spreadsheet import Sheet, Styles
from socle.report.text import known, named, translator
from socle.report.workbook import UNDATED

INPUT_WIDTHS: Final = (46, 60, 18, 12, 40, 14, 18, 30, 8)
SUMMARY_WIDTHS: Final = (11, 52, 16, 13, 16, 13, 14, 17, 17)
TABLE_WIDTH: Final = 40


def write(checked: Checked, path: Path, lang: str, chapters: Sequence[Chapter] = ()) -> None:
    """Write the workbook of an assessment in `lang` to `path`."""
    from xlsxwriter import Workbook

    _ = translator(known(lang))
    workbook = Workbook(str(path), {"nan_inf_to_errors": False, "strings_to_formulas": False})
    title = words.clean(named(checked.practice.name, lang))
    workbook.set_properties({"title": title, "created": UNDATED})
    book = Book(checked, lang, workbook, Styles(workbook, 0.0), tests_sheet.looks(workbook))
    titles = (
        _("Summary"),
        _("Tests"),
        _("Inputs"),
        _("Gaps"),
        _("Unverified"),
        _("Sources"),
        _("Fingerprint"),
    )
    summary, tests, inputs, gaps, unsure, sources, print_ = (
        Sheet(workbook, book.styles, one, _) for one in titles
    )
    tests_sheet.fill(tests, book)
    _summary(summary, book)
    _inputs(inputs, book)
    for table in (sections.failing(checked, lang), sections.open_(checked, lang)):
        _table(gaps, table)
    _table(unsure, sections.unverified(checked, lang))
    _table(sources, sections.read_in(checked.assessments, lang))
    covers.fingerprint(print_, checked.trace, _)
    pages = [summary, tests, inputs, gaps, unsure, sources, print_]
    if chapters:
        more = Sheet(workbook, book.styles, _("Further results"), _)
        for chapter in chapters:
            _chapter(more, chapter)
        pages.append(more)
    for sheet in pages:
        sheet.finish()
    workbook.close()


def _summary(sheet: Sheet, book: Book) -> None:
    """Each instrument: its Parts by formula, and the ratification test over them."""
    _, practice = book._, book.checked.practice
    for column, width in enumerate(SUMMARY_WIDTHS):
        sheet.page.set_column(column, column, width)
    title = f"{words.clean(named(practice.name, book.lang))}, {practice.year}"
    sheet.say(title, sheet.styles.title)
    sheet.say(_("Change a yellow cell of the tests: Parts and ratification follow."), sheet.styles.note)
    agrees = f'IF(COUNTIF({book.range(SAME)},"OK")=ROWS({book.range(SAME)}),"OK","{_("differs")}")'
    sheet.page.write_string(
        sheet.row, 1, _("Results by formula and results of the run agree"), sheet.styles.plain
    )
    sheet.page.write_formula(sheet.row, 2, "=" + agrees, sheet.styles.bold, "OK")
    sheet.row += 2
    for found in book.checked.assessments:
        told = Told(practice, found.instrument, book.lang)
        sheet.say(
            f"{found.instrument.code} · {words.clean(named(found.instrument.title, book.lang))}",
            sheet.styles.bold,
        )
        for text in (shown.headline(found, told), *shown.ratification(found, told)):
            sheet.say(text)
        heads = (_("Instrument"), _("Part"), _("Result"), _("Met"), _("Not met"), _("Unknown"))
        sheet.cells((*heads, _("To accept"), _("One of these"), _("In any case")), sheet.styles.head)
        first = sheet.row + 1
        for one in (*found.parts, *found.common):
            _part(sheet, book, found, one)
        if found.acceptance is not None and found.instrument.acceptance is not None:
            _acceptance(sheet, book, found, (first, sheet.row))
        sheet.row += 1


def _part(sheet: Sheet, book: Book, found: Assessment, one: PartVerdict) -> None:
    """A Part: tests counted by their results."""
    row, acceptance = sheet.row + 1, found.instrument.acceptance
    texts = (found.instrument.code, words.part_title(one.part.name, one.part.title, book.lang))
    tests_sheet.fit(sheet, sheet.row, dict(enumerate(texts)), SUMMARY_WIDTHS)
    for column, text in enumerate(texts):
        sheet.page.write_string(sheet.row, column, text, sheet.styles.wrapped)
    for column, status in enumerate(COUNTS, start=3):
        count = (
            f'COUNTIFS({book.range(CODE)},$A{row},{book.range(PART)},"{one.part.name}",'
            f'{book.range(KIND)},{TOP},{book.range(RESULT)},"{book.word(status)}")'
        )
        value = sum(each.status == status for each in one.verdicts)
        sheet.page.write_formula(sheet.row, column, "=" + count, sheet.styles.plain, value)
    met, lost, open_, none = (book.word(status) for status in (*COUNTS, NOT_APPLICABLE))
    formula = f'=IF(E{row}>0,"{lost}",IF(F{row}>0,"{open_}",IF(D{row}>0,"{met}","{none}")))'
    sheet.page.write_formula(sheet.row, 2, formula, book.looks["status"], book.word(one.status))
    common = one in found.common
    groups = (acceptance.parts, acceptance.one_of) if acceptance and not common else ((), ())
    for column, names in enumerate((*groups, (one.part.name,) if common else ()), start=6):
        sheet.page.write_string(sheet.row, column, "x" if one.part.name in names else "", book.looks["mark"])
    sheet.last_column = max(sheet.last_column, 8)
    sheet.row += 1


def _acceptance(sheet: Sheet, book: Book, found: Assessment, rows: tuple[int, int]) -> None:
    """The ratification test over the results of the Parts, and of those that hold whichever are accepted."""
    _, acceptance = book._, found.instrument.acceptance
    if acceptance is None or found.acceptance is None:
        return
    first, last = rows
    met, lost, open_ = (f'"{book.word(status)}"' for status in COUNTS)

    def count(status: str, column: str) -> str:
        return f'COUNTIFS(C{first}:C{last},{status},{column}{first}:{column}{last},"x")'

    def enough(*statuses: str) -> str:
        of_all, of_some = ("+".join(count(status, column) for status in statuses) for column in "GH")
        asked = f"{of_all}>={acceptance.at_least}"
        return f"AND({asked},{of_some}>=1)" if acceptance.one_of else asked

    alone = f"IF({enough(met)},{met},IF({enough(met, open_)},{open_},{lost}))"
    whole = (
        f"IF({count(lost, 'I')}>0,{lost},IF({enough(met)},IF({count(open_, 'I')}>0,{open_},{met}),{alone}))"
    )
    sheet.page.write_string(sheet.row, 1, _("Ratification test"), sheet.styles.bold)
    result = book.word(found.acceptance.status)
    sheet.page.write_formula(sheet.row, 2, "=" + whole, book.looks["status"], result)
    sheet.row += 1


def _inputs(sheet: Sheet, book: Book) -> None:
    """Everything that is known, used or not, with its source and date."""
    _ = book._
    for column, width in enumerate(INPUT_WIDTHS):
        sheet.page.set_column(column, column, width)
    heads = (
        _("Key"),
        _("Input"),
        _("Value"),
        _("Unit"),
        _("Source"),
        _("Date"),
        _("Origin"),
        _("Where"),
        _("Used"),
    )
    sheet.cells(heads, sheet.styles.head)
    sheet.page.freeze_panes(1, 2)
    used = sections.used(book.checked)
    for key, one in book.checked.practice.inputs.items():
        _input(sheet, book, (key, one, _("yes") if key in used else _("no")))


def _input(sheet: Sheet, book: Book, what: tuple[str, Input, str]) -> None:
    key, one, used = what
    told = Told(book.checked.practice, book.checked.assessments[0].instrument, book.lang)
    unit, _ = words.unit(key), book._
    origin = _(words.ORIGINS[one.origin]) if one.origin in words.ORIGINS else one.origin
    texts = (
        key,
        words.sentence(key, book.lang),
        "",
        tests_sheet.unit(unit, told),
        one.source,
        one.date,
        origin,
        one.where,
        used,
    )
    shown_ = [words.clean(text) for text in texts]
    tests_sheet.fit(sheet, sheet.row, dict(enumerate(shown_)), INPUT_WIDTHS)
    sheet.cells(shown_)
    number = isinstance(one.value, int | float) and not isinstance(one.value, bool)
    if number and math.isfinite(one.value):
        sheet.page.write_number(sheet.row - 1, 2, one.value, tests_sheet.look(book, "of", unit))
    else:
        sheet.page.write_string(sheet.row - 1, 2, words.given(key, one, told), sheet.styles.wrapped)


def _chapter(sheet: Sheet, chapter: Chapter) -> None:
    sheet.say(chapter.title, sheet.styles.title)
    for text in chapter.lead:
        sheet.say(text)
    for table in chapter.tables:
        _table(sheet, table)
    for text in chapter.sources:
        sheet.say(text)


def _table(sheet: Sheet, table: Table | None) -> None:
    """A table of words."""
    if table is None:
        return
    sheet.page.set_column(0, len(table.head) - 1, TABLE_WIDTH)
    sheet.say(table.caption, sheet.styles.title)
    tests_sheet.fit(sheet, sheet.row, dict(enumerate(table.head)), [TABLE_WIDTH] * len(table.head))
    sheet.cells(table.head, sheet.styles.head)
    for _title, rows in table.groups:
        for row in rows:
            tests_sheet.fit(sheet, sheet.row, dict(enumerate(row)), [TABLE_WIDTH] * len(row))
            sheet.cells(row)
    for note in table.notes:
        sheet.say(note, sheet.styles.note)
    sheet.row += 1

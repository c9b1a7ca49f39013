"""The sheet of tests of an assessment: each value beside what is asked, and its result as a formula."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any, Final

from socle.model.verdict import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Verdict
from socle.report import assessment_sections as sections
from socle.report import assessment_words as words
from socle.report.assessment_words import Checked, Told
from socle.report.spreadsheet import BASE, LINE_HEIGHT, YELLOW, Sheet, Styles, quoted
from socle.report.text import Translate, translator
from socle.standards.joining import AGREE, ANY

(CODE, PART, TEST, WAY, ARTICLE, VALUE, LOWEST, RELATION, REQUIRED) = range(9)
(UNIT, RESULT, SURE, NOTE, KIND, RUN, SAME) = range(9, 16)
WIDTHS: Final = (11, 8, 34, 46, 14, 14, 14, 5, 14, 11, 16, 16, 60, 7, 16, 9)
SIGNS: Final = {">=": "≥", "<=": "≤", "yes": "="}
SLACK: Final = "1E-9"  # equal within a billionth is equal
LOW: Final = "lowest_ratio"  # the figure that decides where a ceiling binds
LETTERS: Final = 1.15  # that fit into a unit of width
TOP: Final = 1  # a test; 0 is a way of one
COUNTS: Final = (PASS, FAIL, UNKNOWN)


@dataclass
class Book:
    """What every sheet needs, and where the tests stand."""

    checked: Checked
    lang: str
    book: Any
    styles: Styles
    looks: dict[str, Any] = field(default_factory=dict)
    last: int = 0  # the last row of the tests

    @property
    def _(self) -> Translate:
        return translator(self.lang)

    def word(self, status: str) -> str:
        """The word of a status, as formulas compare it."""
        return words.status(status, self.lang)

    def range(self, column: int) -> str:
        """A column of the tests."""
        from xlsxwriter.utility import xl_range_abs

        return f"{quoted(self._('Tests'))}!{xl_range_abs(1, column, self.last, column)}"


def looks(workbook: Any) -> dict[str, Any]:
    """Formats of numbers by unit, and of results."""
    patterns = {"share": "0.00%", "money": "#,##0.00", "persons": "#,##0", "": "General"}
    patterns |= dict.fromkeys(words.DURATIONS, "0.0")
    made = {
        f"in {unit}": workbook.add_format(BASE | YELLOW | {"num_format": code})
        for unit, code in patterns.items()
    }
    made |= {
        f"of {unit}": workbook.add_format(BASE | {"num_format": code}) for unit, code in patterns.items()
    }
    made["test"] = workbook.add_format(BASE | {"bold": True, "text_wrap": True, "top": 1})
    made["mark"] = workbook.add_format(BASE | {"align": "center"})
    made["status"] = workbook.add_format(BASE | {"bold": True})
    return made


def fit(sheet: Sheet, row: int, texts: Mapping[int, str], widths: Sequence[int]) -> None:
    """A row as high as its longest text needs in its column."""
    high = max((len(wrap(text, int(widths[column] * LETTERS))) for column, text in texts.items()), default=1)
    sheet.page.set_row(row, LINE_HEIGHT * max(high, 1))


def look(book: Book, kind: str, unit: str) -> Any:
    return book.looks.get(f"{kind} {unit}") or book.looks[f"{kind} "]


def fill(sheet: Sheet, book: Book) -> None:
    """Every test and way in a row; results as formulas over the values and over one another."""
    _ = book._
    for column, width in enumerate(WIDTHS):
        sheet.page.set_column(column, column, width)
    heads = (
        *(
            _("Instrument"),
            _("Part"),
            _("Test"),
            _("Way"),
            _("Article"),
            _("Value"),
            _("Lowest ratio at any wage below"),
            "",
            _("Required"),
            _("Unit"),
        ),
        *(
            _("Result"),
            _("Figure of the text"),
            _("Why; what is missing"),
            _("Test row"),
            _("Result of the run"),
        ),
        _("Agrees"),
    )
    fit(sheet, 0, dict(enumerate(heads)), WIDTHS)
    sheet.cells(heads, sheet.styles.head)
    sheet.page.freeze_panes(1, TEST)
    sheet.page.repeat_rows(0)
    for found in book.checked.assessments:
        told = Told(book.checked.practice, found.instrument, book.lang)
        for one in (*found.parts, *found.common):
            for verdict in one.verdicts:
                _verdict(sheet, book, told, (one.part.name, verdict, 0), verdict)
    book.last = max(sheet.row - 1, 1)


def _verdict(sheet: Sheet, book: Book, told: Told, what: tuple[str, Verdict, int], test: Verdict) -> str:
    """A test or a way in its row, those below it after; the cell of its result."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    part, one, depth = what
    row = sheet.row
    sheet.row += 1
    cells = [_verdict(sheet, book, told, (part, each, depth + 1), test) for each in one.verdicts]
    after, sheet.row = sheet.row, row
    _words(sheet, book, told, what)
    sure = sections.sure(words.verified(one, test), book.lang)
    sheet.page.write_string(row, SURE, sure, sheet.styles.wrapped)
    at = {column: xl_rowcol_to_cell(row, column) for column in (VALUE, LOWEST, REQUIRED, RESULT, RUN)}
    formula = _joined(cells, one, book) if cells else _compared(sheet, book, one, at)
    result = book.word(one.status)
    if formula:
        sheet.page.write_formula(row, RESULT, "=" + formula, book.looks["status"], result)
    else:
        sheet.page.write_string(row, RESULT, result, book.looks["status"])
    sheet.page.write_string(row, RUN, result, sheet.styles.note)
    same = f'=IF({at[RESULT]}={at[RUN]},"OK","{book._("differs")}")'
    sheet.page.write_formula(row, SAME, same, sheet.styles.note, "OK")
    sheet.last_column = SAME
    sheet.row = after
    return str(at[RESULT])


def _words(sheet: Sheet, book: Book, told: Told, what: tuple[str, Verdict, int]) -> None:
    """What a row is of, and why its result is so."""
    part, one, depth = what
    lang, style = book.lang, book.looks["test"] if depth == 0 else sheet.styles.wrapped
    notes = [book._("The result depends on the choice of the reference wage.")] if one.flips else []
    figures = [] if one.verdicts else words.figures(one, told)
    open_ = one.status == UNKNOWN and one.missing
    said = "" if open_ else words.reason(one, told)
    notes += [said, *figures]
    notes += [
        f"{words.sentence(key, lang)} [{words.clean(key)}]" for key in one.missing if one.status == UNKNOWN
    ]
    way = words.way(one, told) if depth else ""
    texts = {
        CODE: told.instrument.code,
        PART: part,
        TEST: words.title_of(one, lang) if depth == 0 else "",
        WAY: "   " * max(depth - 1, 0) + way,
        ARTICLE: words.article(one.grounds.article, told.instrument, lang),
        RELATION: SIGNS.get(one.relation, "") if one.required is not None or not one.verdicts else "",
        UNIT: unit(one.unit, told),
        NOTE: words.joined(notes, lang),
    }
    fit(sheet, sheet.row, texts, WIDTHS)
    for column, text in texts.items():
        sheet.page.write_string(sheet.row, column, text, style)
    sheet.page.write_number(sheet.row, KIND, TOP if depth == 0 else 0, sheet.styles.note)


def unit(unit: str, told: Told) -> str:
    """The word of a unit; nothing for a share, which is written with its sign."""
    if unit == "money":
        return told._("{money} a year").format(money=words.clean(told.practice.currency))
    return told._(words.NAMED[unit]) if unit in words.NAMED else ""


def _compared(sheet: Sheet, book: Book, one: Verdict, at: dict[int, str]) -> str:
    """The yellow value and what is asked; the formula that compares them, nothing where it would not say the same."""
    if one.status == NOT_APPLICABLE:
        return ""
    if one.relation == "yes":
        return _ruled(sheet, book, one, at)
    live = decided(one) == one.status
    _put(sheet, book, one, "in" if live else "of")
    if not live:
        return ""
    met, lost, open_ = (f'"{book.word(status)}"' for status in COUNTS)
    value, asked = at[LOWEST if LOW in one.figures else VALUE], at[REQUIRED]
    side = (
        f"{value}>={asked}-{SLACK}*ABS({asked})"
        if one.relation == ">="
        else f"{value}<={asked}+{SLACK}*ABS({asked})"
    )
    inner = f"IF(ISNUMBER({value}),IF({side},{met},{lost}),{open_})"
    if one.unit not in words.UNLIMITED:
        return inner
    outside = met if one.relation == ">=" else lost
    return f'IF({value}="{_unlimited(one, book)}",{outside},{inner})'


def decided(one: Verdict) -> str | None:
    """The status that value and what is asked give by themselves; nothing where there is nothing to compare."""
    if one.required is None or math.isinf(one.required):
        return None
    value = one.figures.get(LOW, one.value)
    if value is None:
        return UNKNOWN
    slack = float(SLACK) * abs(one.required)
    met = value >= one.required - slack if one.relation == ">=" else value <= one.required + slack
    return PASS if met else FAIL


def _unlimited(one: Verdict, book: Book) -> str:
    return book._(words.UNLIMITED.get(one.unit, "no limit"))


def _put(sheet: Sheet, book: Book, one: Verdict, kind: str) -> None:
    """Value and what is asked as numbers; a limit that is not set as its words."""
    for column, value, style in (
        (VALUE, one.value, look(book, "of" if LOW in one.figures else kind, one.unit)),
        (LOWEST, one.figures.get(LOW), look(book, kind if LOW in one.figures else "of", one.unit)),
        (REQUIRED, one.required, look(book, "of", one.unit)),
    ):
        if value is None:
            sheet.page.write_blank(sheet.row, column, None, style)
        elif math.isinf(value):
            sheet.page.write_string(sheet.row, column, _unlimited(one, book), style)
        else:
            sheet.page.write_number(sheet.row, column, value, style)


def _ruled(sheet: Sheet, book: Book, one: Verdict, at: dict[int, str]) -> str:
    """A rule that the law has or has not: yes, no, or nothing written."""
    _, style = book._, look(book, "in", "")
    if one.value is not None:
        _put(sheet, book, one, "of")
        return ""
    said = {PASS: _("yes"), FAIL: _("no")}.get(one.status)
    if said is None:
        sheet.page.write_blank(sheet.row, VALUE, None, style)
    else:
        sheet.page.write_string(sheet.row, VALUE, said, style)
    sheet.page.data_validation(
        sheet.row, VALUE, sheet.row, VALUE, {"validate": "list", "source": [_("yes"), _("no")]}
    )
    sheet.page.write_string(sheet.row, REQUIRED, _("yes"), sheet.styles.wrapped)
    met, lost, open_ = (f'"{book.word(status)}"' for status in COUNTS)
    value = at[VALUE]
    return f'IF({value}="{_("yes")}",{met},IF({value}="{_("no")}",{lost},{open_}))'


def _joined(cells: Sequence[str], one: Verdict, book: Book) -> str:
    """The result of ways of which one is enough, of parts that must all hold, or of benefits that must agree."""

    def some(status: str) -> str:
        return f"OR({','.join(f'{cell}=' + quote(status) for cell in cells)})"

    def quote(status: str) -> str:
        return f'"{book.word(status)}"'

    if one.joined == AGREE:
        mixed = f"OR({some(UNKNOWN)},AND({some(PASS)},{some(FAIL)}))"
        clear = f"IF({some(PASS)},{quote(PASS)},IF({some(FAIL)},{quote(FAIL)},{quote(NOT_APPLICABLE)}))"
        return f"IF({mixed},{quote(UNKNOWN)},{clear})"
    formula = quote(NOT_APPLICABLE)
    for status in (FAIL, UNKNOWN, PASS) if one.joined == ANY else (PASS, UNKNOWN, FAIL):
        formula = f"IF({some(status)},{quote(status)},{formula})"
    return formula

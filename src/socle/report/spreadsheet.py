"""Writing sheets: lines over the years, whose formulas carry the values they give.

On every sheet a year stands in the same column, so that a formula can be followed with the eye.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from socle.ground.axes import Array
from socle.report import numbers
from socle.report.text import Translate

FIRST_YEAR = 5  # column F: before it scenario, benefit, what the line is, its unit, its source
LINE_HEIGHT = 14  # points
STYLES = {
    "money": "#,##0;\u2212#,##0",
    "persons": "#,##0",
    "share": "0.0%",
    "gdp": "0.00%",
    "index": "0.0000",
    "points": "0.00%;\u22120.00%",
}
LIMITS = {"share": (0, 1), "index": (0, 1e9), "money": (0, 1e18), "persons": (0, 1e10)}
BASE = {"font_name": "Arial", "font_size": 10, "valign": "top"}
YELLOW = {
    "bg_color": "#FFF9C4",
    "font_color": "#0000CC",
    "border": 1,
    "border_color": "#D9CF8A",
}  # to fill in


@dataclass(frozen=True)
class Formula:
    """A formula in one cell: its text without `=`, and how many of which cells must hold numbers."""

    text: str
    operands: tuple[str, ...]
    least: int


ByColumn = Callable[[int], Formula]


@dataclass(frozen=True)
class Line:
    """Where a line over the years stands."""

    sheet: str
    row: int

    def at(self, column: int) -> str:
        """The cell of a column, its row fixed."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        return f"{quoted(self.sheet)}!{xl_rowcol_to_cell(self.row, column, row_abs=True)}"

    def fixed(self, column: int) -> str:
        """The cell of a column, column and row fixed."""
        return self.at(column).replace("!", "!$")

    def over(self, years: int) -> str:
        """All its cells."""
        from xlsxwriter.utility import xl_range_abs

        return f"{quoted(self.sheet)}!{xl_range_abs(self.row, FIRST_YEAR, self.row, FIRST_YEAR + years - 1)}"


def quoted(sheet: str) -> str:
    """The name of a sheet as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


class Styles:
    """The formats of one workbook."""

    def __init__(self, workbook: Any, largest: float) -> None:
        # As wide as the largest amount: a number that does not fit is shown as a row of signs.
        self.year_width = max(12, len(f"{largest:,.0f}") + 2)

        def made(**more: Any) -> Any:
            return workbook.add_format(BASE | more)

        self.plain = made()
        self.wrapped = made(text_wrap=True)
        self.bold = made(bold=True)
        self.title = made(bold=True, font_size=14)
        self.note = made(font_color="#555555")
        self.head = made(bold=True, bottom=2, text_wrap=True)
        self.head_number = made(bold=True, bottom=2, text_wrap=True, align="right", valign="bottom")
        self.head_year = made(bold=True, bottom=2, align="right")
        self.choice = made(**YELLOW)
        self.word = made(align="right", font_color="#555555", italic=True)
        self.number = {name: made(num_format=pattern) for name, pattern in STYLES.items()}
        self.total = {name: made(num_format=pattern, bold=True, top=1) for name, pattern in STYLES.items()}
        self.input = {name: made(num_format=pattern, **YELLOW) for name, pattern in STYLES.items()}


class Sheet:
    """One sheet, filled from above."""

    def __init__(self, workbook: Any, styles: Styles, name: str, _: Translate) -> None:
        self.page = workbook.add_worksheet(name)
        self.name, self.styles, self.unknown = name, styles, _("unknown")
        self.row, self.last_column = 0, 1
        self.page.hide_gridlines(2)
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)

    def say(self, text: str, style: Any = None, skip: int = 0) -> None:
        """A line of words, then `skip` empty rows."""
        self.page.write_string(self.row, 0, text, style or self.styles.plain)
        self.row += 1 + skip

    def cells(self, texts: Sequence[str], style: Any = None) -> None:
        """A row of words from the first column."""
        self.last_column = max(self.last_column, len(texts) - 1)
        for column, text in enumerate(texts):
            self.page.write_string(self.row, column, text, style or self.styles.wrapped)
        self.row += 1

    def heads(self, first: str, others: Sequence[str], letters: int) -> None:
        """The head of a table of numbers, as high as its longest text in lines of so many letters."""
        high = max((len(wrap(text, letters)) for text in others), default=1)
        self.page.set_row(self.row, LINE_HEIGHT * max(high, 1))
        self.page.write_string(self.row, 0, first, self.styles.head)
        for column, text in enumerate(others, start=1):
            self.page.write_string(self.row, column, numbers.together(text), self.styles.head_number)
        self.last_column = max(self.last_column, len(others))
        self.row += 1

    def years(self, heads: Sequence[str], years: Sequence[int]) -> None:
        """The head of a table over the years; it stays in sight."""
        for column in range(FIRST_YEAR):
            self.page.write_string(
                self.row, column, heads[column] if column < len(heads) else "", self.styles.head
            )
        for at, year in enumerate(years):
            self.page.write_number(self.row, FIRST_YEAR + at, year, self.styles.head_year)
        self.row += 1
        self.last_column = FIRST_YEAR + len(years) - 1
        self.page.freeze_panes(self.row, FIRST_YEAR)
        for column, width in enumerate((20, 30, 34, 20, 26)):
            self.page.set_column(column, column, width)
        self.page.set_column(FIRST_YEAR, FIRST_YEAR + len(years) - 1, self.styles.year_width)
        self.page.repeat_rows(self.row - 1)

    def given(self, names: Sequence[str], values: Array, style: str) -> Line:
        """A line of yellow cells that the reader may change."""
        self._names(names)
        for at, value in enumerate(values.tolist()):
            self._value(FIRST_YEAR + at, value, self.styles.input[style])
        self.limit(FIRST_YEAR, FIRST_YEAR + len(values) - 1, style)
        return self._next()

    def single(self, names: Sequence[str], at: int, value: float, style: str) -> Line:
        """A line with one yellow cell, at the year in position `at`."""
        self._names(names)
        self._value(FIRST_YEAR + at, value, self.styles.input[style])
        self.limit(FIRST_YEAR + at, FIRST_YEAR + at, style)
        return self._next()

    def held(self, names: Sequence[str], values: Array, style: str) -> Line:
        """A line of computed numbers that are not made from others of the workbook."""
        self._names(names)
        for at, value in enumerate(values.tolist()):
            self._value(FIRST_YEAR + at, value, self.styles.number[style])
        return self._next()

    def made(
        self, names: Sequence[str], values: Array, style: str, formula: ByColumn, total: bool = False
    ) -> Line:
        """A line of formulas that give `values`; where an operand is unknown, so is the result."""
        self._names(names, self.styles.bold if total else self.styles.plain)
        look = (self.styles.total if total else self.styles.number)[style]
        unsure = not all(map(math.isfinite, values.tolist()))
        for at, value in enumerate(values.tolist()):
            made = formula(FIRST_YEAR + at)
            text, known = made.text, math.isfinite(value)
            if unsure and made.operands:
                count = f"COUNT({','.join(made.operands)})>={made.least}"
                text = f'IF({count},{made.text},"{self.unknown}")'
            shown = look if known else self.styles.word
            self.page.write_formula(
                self.row, FIRST_YEAR + at, "=" + text, shown, value if known else self.unknown
            )
        return self._next()

    def put(self, column: int, value: float, look: Any, formula: str = "") -> str:
        """A number, or a formula that gives it, in this row; where it is not known, the word. Its fixed cell."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        if formula:
            known = math.isfinite(value)
            kept = value if known else self.unknown
            self.page.write_formula(
                self.row, column, "=" + formula, look if known else self.styles.word, kept
            )
        else:
            self._value(column, value, look)
        self.last_column = max(self.last_column, column)
        return f"{quoted(self.name)}!{xl_rowcol_to_cell(self.row, column, row_abs=True, col_abs=True)}"

    def limit(self, first: int, last: int, style: str) -> None:
        """What may be typed into the cells of this row."""
        least, most = LIMITS[style]
        rule = {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
        self.page.data_validation(self.row, first, self.row, last, rule)

    def finish(self) -> None:
        """What is printed: everything written."""
        self.page.print_area(0, 0, max(self.row - 1, 0), self.last_column)

    def _names(self, names: Sequence[str], style: Any = None) -> None:
        for column, text in enumerate(names):
            self.page.write_string(self.row, column, text, style or self.styles.plain)

    def _value(self, column: int, value: float, style: Any) -> None:
        if math.isfinite(value):
            self.page.write_number(self.row, column, value, style)
        else:
            self.page.write_string(self.row, column, self.unknown, style)

    def _next(self) -> Line:
        self.row += 1
        return Line(self.name, self.row - 1)


def times(*lines: Line) -> ByColumn:
    """The product of lines, year by year."""
    return lambda column: _joined("*", [line.at(column) for line in lines])


def plus(lines: Sequence[Line]) -> ByColumn:
    """The sum of lines, all known, year by year."""
    return lambda column: _joined("+", [line.at(column) for line in lines])


def sum_of_known(lines: Sequence[Line]) -> ByColumn:
    """The sum of what is known of lines, year by year."""

    def formula(column: int) -> Formula:
        cells = tuple(line.at(column) for line in lines)
        return Formula(f"SUM({','.join(cells)})", cells, 1)

    return formula


def count_of_unknown(lines: Sequence[Line], others: int) -> ByColumn:
    """How many of lines are not known, year by year, and the others of which nothing is."""

    def formula(column: int) -> Formula:
        cells = ",".join(line.at(column) for line in lines)
        return Formula(f"{len(lines) + others}-COUNT({cells})", (), 0)

    return formula


def over(line: Line, divisor: Line) -> ByColumn:
    """A line divided by another, year by year."""
    return lambda column: _joined("/", [line.at(column), divisor.at(column)])


def scaled(cell: str, line: Line) -> ByColumn:
    """A line times one cell."""
    return lambda column: _joined("*", [cell, line.at(column)])


def _joined(operation: str, cells: list[str]) -> Formula:
    return Formula(operation.join(cells), tuple(cells), len(cells))


def sum_down(sheet: str, first: int, last: int, column: int) -> Formula:
    """The sum of the rows from `first` to `last` of a column."""
    from xlsxwriter.utility import xl_range

    return Formula(f"SUM({quoted(sheet)}!{xl_range(first, column, last, column)})", (), 0)

"""The workbook, or the folder of texts, in which a form is filled in: empty, or with what is known already.

Sheets, columns, units, notes and lists follow the form. Cells to fill are yellow; what an earlier year said is
grey and slanted, with a note. Codes are the same in every language; the sheet `# codes` explains them.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.form import NONE, OBJECTS, OPEN, UNITS, Column, Form, TableSpec, letters
from socle.report.spreadsheet import BASE, LINE_HEIGHT, YELLOW, Sheet, Styles, quoted
from socle.report.text import Translate, translator
from socle.report.workbook import UNDATED

SPARE: Final = 500  # rows below the last that are checked as they are typed
WIDTHS: Final = (26, 30, 52, 100)
WIDE: Final = (60, 44, 34)  # of columns of sentences, where a table has one, two, or more
NARROW: Final = (14, 30)  # of a column of codes or numbers, as what it may hold is long
TALLEST: Final = 400  # points that a row of a sheet may have
CODE_WIDTHS: Final = (26, 30, 100)
FACTS_SHEET: Final = "facts"
COMMENT: Final = "# "
LIST: Final = 250  # letters that fit in the list of a cell; Excel has 255
FIRST: Final = 3  # the first row of a table, under its header and its notes
BOUNDS: Final = {
    "age": ("integer", 0, 130),
    "whole": ("integer", 0, 130),
    "counted": ("integer", 1, 130),
    "level": ("integer", 0, 4),
    "year": ("integer", 1900, 2300),
    "years": ("decimal", 0, 130),
    "signed": ("decimal", -60, 60),
    "share": ("decimal", 0, 1),
    "growth": ("decimal", -0.5, 1),
    "count": ("decimal", 0, 1e10),
    "number": ("decimal", 0, 1e10),
    "percentile": ("decimal", 0, 100),
    "spread": ("decimal", 0, 3),
    "money": ("decimal", 0, 1e18),
    "stock": ("decimal", 0, 1e18),
    "yearly": ("decimal", 0, 1e18),
    "change": ("decimal", -1e18, 1e18),
}
EARLIER: Final = N_("What is grey and slanted was said for an earlier year: change what is no longer so.")


class Before(str):
    """A text that was said for an earlier year."""

    year: int

    def __new__(cls, value: str, year: int) -> Before:
        """The text as it was said, and for which year."""
        text = super().__new__(cls, value)
        text.year = year
        return text


@dataclass(frozen=True, eq=False)
class Template:
    """What to write: the form and, as texts, what is known already."""

    form: Form
    title: str  # in the language of the template
    facts: Mapping[str, str] = field(
        default_factory=dict
    )  # `sources.TABLE` is asked for where it stands here
    rows: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)  # by table
    columns: Mapping[str, Sequence[str]] = field(
        default_factory=dict
    )  # of a table; by default all of the form
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of columns that the form leaves open

    def listed(self) -> list[tuple[Column, str]]:
        """Facts with their values; empty where they are asked for."""
        names = [column.name for column in self.form.facts]
        names += [name for name in self.facts if name not in names]
        found = [(self.form.fact(name), self.facts.get(name, "")) for name in names]
        return [(column, text) for column, text in found if column is not None]

    def table(self, spec: TableSpec) -> tuple[list[Column], list[list[str]]]:
        """The columns of a table, and its rows."""
        names = self.columns.get(spec.name) or [column.name for column in spec.columns]
        columns = [column for name in names if (column := spec.column(name)) is not None]
        rows = self.rows.get(spec.name, ())
        return columns, [[row.get(column.name, "") for column in columns] for row in rows]

    def choices(self, column: Column) -> tuple[str, ...]:
        """The only words that a column takes; nothing if it takes others."""
        return ("yes", "no") if column.kind == "flag" else self.words.get(column.name, column.words)

    @property
    def has_earlier(self) -> bool:
        """Whether something of an earlier year stands in it."""
        cells = (text for rows in self.rows.values() for row in rows for text in row.values())
        return any(isinstance(text, Before) for text in (*self.facts.values(), *cells))


def write_template(template: Template, path: Path, lang: str) -> None:
    """Write a workbook where `path` ends in .xlsx, else a folder of texts; whole, and over nothing that exists."""
    if path.exists():
        raise Refusal("`{file}` exists already, and may be filled in: name another file.", file=str(path))
    if not path.parent.is_dir():
        raise Refusal("The folder cannot be made there: `{parent}` does not exist.", parent=str(path.parent))
    if path.suffix not in ("", ".xlsx"):
        raise Refusal(
            "A template is a workbook (a name that ends in .xlsx) or a folder; `{file}` is neither.",
            file=str(path),
        )
    _ = translator(lang)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".socle-") as staging:
            whole = Path(staging) / path.name
            if path.suffix:
                _Book(template, whole, _).write()
            else:
                _folder(template, whole, _)
            whole.rename(path)
    except OSError as error:
        raise Refusal(
            "The file cannot be written there ({reason}).", reason=error.strerror or "error", where=str(path)
        ) from None


class _Book:
    """The workbook of a template."""

    def __init__(self, template: Template, path: Path, _: Translate) -> None:
        from xlsxwriter import Workbook

        self.template, self.form, self._ = template, template.form, _
        self.book = Workbook(str(path))
        self.book.set_properties({"title": template.title, "created": UNDATED})
        self.styles = Styles(self.book, 0.0)
        self.earlier = self.book.add_format(BASE | YELLOW | {"font_color": "#757575", "italic": True})
        self.free = self.book.add_format(BASE | YELLOW | {"text_wrap": True})
        self.codes = _codes(template)  # (column, its words) -> first row in the sheet of codes

    def write(self) -> None:
        """All sheets."""
        self._read_me()
        self._facts()
        for spec in self.form.tables.values():
            self._table(spec)
        if self.codes:
            self._explain()
        self.book.close()

    def _sheet(self, name: str) -> Sheet:
        return Sheet(self.book, self.styles, name, self._)

    def _read_me(self) -> None:
        _, styles = self._, self.styles
        sheet = self._sheet(_(N_("read me")))
        for place, width in enumerate((18, 14, 100)):
            sheet.page.set_column(place, place, width)
        sheet.say(self.template.title, styles.title, skip=1)
        for text in (*self.form.read_me, *((EARLIER,) if self.template.has_earlier else ())):
            sheet.say(_(text))
        sheet.row += 1
        sheet.cells([_(N_("Sheet")), _(N_("Needed")), _(N_("What it holds"))], styles.head)
        for spec in self.form.tables.values():
            needed = _(N_("yes")) if spec.required else _(N_("if known"))
            sheet.cells([spec.name, needed, _(spec.sentence)])
        if self.codes:
            sheet.cells([self._codes_sheet, "", _(N_("What each code means."))])
        sheet.finish()

    def _facts(self) -> None:
        sheet, _ = self._sheet(FACTS_SHEET), self._
        for place, width in enumerate(WIDTHS):
            sheet.page.set_column(place, place, width)
        sheet.cells(["name", "value", "unit", "note"], self.styles.head)
        sheet.page.freeze_panes(1, 1)
        for column, text in self.template.listed():
            sheet.page.write_string(sheet.row, 0, column.name, self.styles.plain)
            self._put(sheet, 1, column, text, self.styles.choice)
            sheet.page.write_string(sheet.row, 2, unit(column, _), self.styles.wrapped)
            sheet.page.write_string(sheet.row, 3, said(column, _), self.styles.wrapped)
            texts = [(unit(column, _), WIDTHS[2]), (said(column, _), WIDTHS[3])]
            self._tall(sheet, sheet.row, texts)
            self._limit(sheet, 1, (sheet.row, sheet.row), column)
            sheet.row += 1
        sheet.last_column = len(WIDTHS) - 1
        sheet.finish()

    def _table(self, spec: TableSpec) -> None:
        sheet, _ = self._sheet(spec.name), self._
        columns, rows = self.template.table(spec)
        widths = self._widths(columns, rows)
        for place, width in enumerate(widths):
            sheet.page.set_column(place, place, width)
        sheet.cells([column.name for column in columns], self.styles.head)
        notes = [f"{said(column, _)} [{unit(column, _)}]" for column in columns]
        sheet.cells([COMMENT + notes[0], *notes[1:]], self.styles.wrapped)
        self._tall(sheet, sheet.row - 1, [*zip((COMMENT + notes[0], *notes[1:]), widths, strict=True)])
        sheet.page.freeze_panes(sheet.row, 0)
        sheet.page.repeat_rows(0)
        for place, column in enumerate(columns):
            self._limit(sheet, place, (sheet.row, sheet.row + len(rows) + SPARE), column)
        given = self.form.given_in(spec.name)
        for row in rows:
            self._tall(
                sheet,
                sheet.row,
                [(row[at], widths[at]) for at, column in enumerate(columns) if column.kind == "text"],
            )
            for place, (column, text) in enumerate(zip(columns, row, strict=True)):
                known = text and column.name in given
                free = column.kind == "text"  # sentences, which take several lines
                looks = (self.free, self.styles.wrapped) if free else (self.styles.choice, self.styles.plain)
                self._put(sheet, place, column, text, looks[bool(known)])
            sheet.row += 1
        sheet.finish()

    def _widths(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[float]:
        """How wide columns are: sentences wide unless there are many, others as their names and codes need."""
        sentences = sum(column.kind == "text" for column in columns)
        wide = WIDE[min(sentences, len(WIDE)) - 1]
        found: list[float] = []
        for place, column in enumerate(columns):
            texts = (column.name, *self.template.choices(column), *(row[place] for row in rows))
            longest = max(len(text) for text in texts) + 2
            found.append(wide if column.kind == "text" else min(max(longest, NARROW[0]), NARROW[1]))
        return found

    @staticmethod
    def _tall(sheet: Sheet, row: int, texts: Sequence[tuple[str, float]]) -> None:
        """Makes a row as tall as its longest text needs, each with the width of its column."""
        lines = max((len(wrap(text, max(int(width) - 1, 1))) for text, width in texts), default=1)
        if lines > 1:
            sheet.page.set_row(row, min(LINE_HEIGHT * lines, TALLEST))

    def _put(self, sheet: Sheet, place: int, column: Column, text: str, look: Any) -> None:
        """A text as a number where its column holds numbers; an empty cell to fill."""
        if isinstance(text, Before):
            look = self.earlier
            note = self._(N_("Said for {year}.")).format(year=text.year)
            sheet.page.write_comment(sheet.row, place, note, {"author": "Socle"})
        if not text:
            sheet.page.write_blank(sheet.row, place, None, look)
        elif column.kind in (*OBJECTS, "sex", "flag") or text == NONE:
            sheet.page.write_string(sheet.row, place, text, look)
        else:
            value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
            sheet.page.write_number(sheet.row, place, value, look)

    def _limit(self, sheet: Sheet, place: int, rows: tuple[int, int], column: Column) -> None:
        """What may be typed into cells, and what is said of anything else."""
        rule: dict[str, Any] | None = None
        if words := self.template.choices(column):
            at = self.codes.get((column.name, words))
            long = len(",".join(words)) > LIST
            rule = {"validate": "list", "source": self._range(at, words) if long and at else list(words)}
        elif column.refers:
            rule = {"validate": "list", "source": self._others(column), "error_type": "warning"}
        elif column.kind in OPEN:  # a number or the word none: no rule of Excel's own allows both
            cell = f"{letters(place)}{rows[0] + 1}"
            rule = {"validate": "custom", "value": f'=OR({cell}="{NONE}",AND(ISNUMBER({cell}),{cell}>=0))'}
        elif column.kind in BOUNDS:
            kind, least, most = BOUNDS[column.kind]
            rule = {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}
        if rule is not None:
            told = f"{said(column, self._)} [{unit(column, self._)}]"[:255]
            sheet.page.data_validation(
                rows[0],
                place,
                rows[1],
                place,
                {"error_title": column.name[:32], "error_message": told, **rule},
            )

    def _range(self, first: int, words: Sequence[str]) -> str:
        return f"={quoted(self._codes_sheet)}!$B${first}:$B${first + len(words) - 1}"

    def _others(self, column: Column) -> str:
        """The cells of another table that a column may repeat."""
        name, _dot, key = column.refers.partition(".")
        columns, rows = self.template.table(self.form.tables[name])
        at = letters([one.name for one in columns].index(key))
        return f"={quoted(name)}!${at}${FIRST}:${at}${FIRST + len(rows) + SPARE}"

    @property
    def _codes_sheet(self) -> str:
        return COMMENT + self._(N_("codes"))

    def _explain(self) -> None:
        """The sheet that says what codes mean."""
        sheet, _ = self._sheet(self._codes_sheet), self._
        for place, width in enumerate(CODE_WIDTHS):
            sheet.page.set_column(place, place, width)
        sheet.cells([_(N_("Column")), _(N_("Code")), _(N_("What it means"))], self.styles.head)
        sheet.page.freeze_panes(1, 0)
        meanings = {column.name: column.meanings for column in _all_columns(self.form) if column.meanings}
        for name, words in self.codes:
            for word in words:
                meaning = meanings.get(name, {}).get(word, "")
                sheet.cells([name, word, _(meaning) if meaning else ""])
        sheet.finish()


def _all_columns(form: Form) -> list[Column]:
    return [*form.facts, *(column for spec in form.tables.values() for column in spec.columns)]


def _codes(template: Template) -> dict[tuple[str, tuple[str, ...]], int]:
    """The lists that are explained, or too long for a cell, with the rows in which they begin."""
    found, row = dict[tuple[str, tuple[str, ...]], int](), 2
    for column in _all_columns(template.form):
        words = template.choices(column)
        wanted = bool(column.meanings) or len(",".join(words)) > LIST
        if words and wanted and (column.name, words) not in found:
            found[column.name, words] = row
            row += len(words)
    return found


def unit(column: Column, _: Translate) -> str:
    """What a column holds: its words, or its unit."""
    words = " / ".join(column.words)
    return words if words and len(words) < LIST else _(UNITS[column.kind])


def said(column: Column, _: Translate) -> str:
    """What a column is, for people."""
    text = _(column.sentence)
    return text if column.required else f"{text} ({_(N_('if known'))})"


def _folder(template: Template, path: Path, _: Translate) -> None:
    """The same as texts: one YAML of facts, and a file of comma separated values for each table."""
    path.mkdir()
    told = [template.title, *(_(text) for text in template.form.read_me[1:])]
    head = "".join(f"# {text}\n" for text in told)
    lines: list[str] = []
    groups: set[str] = set()
    for column, text in template.listed():
        group, _dot, name = column.name.rpartition(".")
        if group and group not in groups:
            groups.add(group)
            lines.append(f"{group}:")
        indent = "  " if group else ""
        quotes = json.dumps(text, ensure_ascii=False) if column.kind in OBJECTS and text else text
        note = f"{said(column, _)} [{unit(column, _)}]"
        if isinstance(text, Before):
            note += " " + _(N_("Said for {year}.")).format(year=text.year)
        lines.append(f"{indent}{name}: {quotes}".rstrip() + f" # {note}")
    (path / template.form.file).write_text(head + "\n".join(lines) + "\n", encoding="utf-8", newline="")
    for spec in template.form.tables.values():
        (path / f"{spec.name}.csv").write_text(_csv(template, spec, _), encoding="utf-8", newline="")


def _csv(template: Template, spec: TableSpec, _: Translate) -> str:
    columns, rows = template.table(spec)
    notes = [f"{said(column, _)} [{unit(column, _)}]" for column in columns]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    writer.writerow([COMMENT + notes[0], *notes[1:]])
    writer.writerows(rows)
    return out.getvalue()

"""The workbook, or the folder of texts, in which an institution gives its data: empty, or with data at hand.

Its sheets, columns, units, notes and lists follow `model.institution`. Cells to fill are yellow; ages are there.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Final

from socle.ground.axes import SEXES
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.form import UNITS, Column, TableSpec
from socle.model.institution import Facts, InstitutionData
from socle.model.institution_tables import FACTS, GIVEN, READ_ME, TABLES
from socle.report.spreadsheet import Sheet, Styles
from socle.report.text import Translate, translator
from socle.report.workbook import UNDATED

BENEFITS: Final = ("old_age", "invalidity", "survivors", "orphans")
WORKING: Final = range(15, 70)
ADULT: Final = range(15, 101)
AGES: Final = {
    "contributors": WORKING,
    "inactive": WORKING,
    "rates": WORKING,
    "mortality": range(111),
    "families": ADULT,
    "entrants": range(15, 55),
}
IN_PAYMENT: Final = {"old_age": range(50, 101), "invalidity": range(20, 101), "orphans": range(26)}
PAST: Final = 20  # years of the history that a template asks for
AHEAD: Final = (0, 1, 2, 3, 4, 5, 10, 15, 25, 50, 75)
WAITED: Final = range(11)
SPARE: Final = 500  # rows below the last that are checked as they are typed
WIDTHS: Final = (26, 30, 52, 100)
FACTS_SHEET: Final = "facts"
COMMENT: Final = "# "
BOUNDS: Final = {
    "age": ("integer", 0, 130),
    "whole": ("integer", 0, 130),
    "counted": ("integer", 1, 130),
    "year": ("integer", 1900, 2300),
    "years": ("decimal", 0, 130),
    "signed": ("decimal", -60, 60),
    "share": ("decimal", 0, 1),
    "growth": ("decimal", -0.5, 1),
    "count": ("decimal", 0, 1e10),
    "number": ("decimal", 0, 1e10),
    "spread": ("decimal", 0, 3),
    "money": ("decimal", 0, 1e18),
    "stock": ("decimal", 0, 1e18),
}


@dataclass(frozen=True, eq=False)
class Template:
    """For whom a template is: the country, what its law pays and keeps, and data if there are some."""

    country: str
    name: str
    currency: str
    year: int
    benefits: tuple[str, ...] = BENEFITS
    accounts: tuple[str, ...] = ()
    data: InstitutionData | None = None


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
            (_book if path.suffix else _folder)(template, whole, _)
            whole.rename(path)
    except OSError as error:
        raise Refusal(
            "The file cannot be written there ({reason}).", reason=error.strerror or "error", where=str(path)
        ) from None


def facts_of(template: Template) -> list[tuple[Column, str]]:
    """Facts with their values as text; empty where they are asked for."""
    written = dict(template.data.facts.written) if template.data else _usual(template)
    prices = N_("Year of the prices of this table.")
    source = N_("Where this table comes from.")
    more = [Column(name, "year", prices) for name in written if name.startswith("prices.")]
    more += [Column(f"sources.{name}", "word", source, False) for name in TABLES]
    return [(column, written.get(column.name, "")) for column in (*FACTS, *more)]


def _usual(template: Template) -> dict[str, str]:
    year = str(template.year)
    said = {"country": template.country, "currency": template.currency, "year": year, "prices": year}
    return said | {"top_service": str(Facts.top_service), "mortality": Facts.mortality}


def rows_of(template: Template, spec: TableSpec) -> tuple[list[Column], list[list[str]]]:
    """The columns of a table and its rows as text: those of the data, or what is given."""
    table = template.data.tables.get(spec.name) if template.data else None
    names = list(table.written) if table else []
    accounts = table.further if table else template.accounts if spec.others else ()
    columns = list(spec.columns) + [column for name in accounts if (column := spec.column(name)) is not None]
    if table:
        columns = [column for column in columns if column.name in names]
        return columns, [list(row) for row in zip(*(table.written[c.name] for c in columns), strict=True)]
    given = _given(template, spec)
    rows = [[row.get(column.name, "") for column in columns] for row in given]
    return columns, rows if not template.data else []


def _given(template: Template, spec: TableSpec) -> list[dict[str, str]]:
    """What a template fills in: sexes, ages, benefits, years."""
    if spec.name == "pensioners":
        return [
            {"benefit": benefit, "sex": sex, "age": str(age)}
            for benefit, sex in product(template.benefits, SEXES)
            for age in IN_PAYMENT.get(benefit, ADULT)
        ]
    if spec.name == "years":
        return [{"year": str(template.year + ahead)} for ahead in AHEAD]
    if spec.name == "history":
        return [{"year": str(template.year - behind)} for behind in range(PAST, 0, -1)]
    if spec.name == "totals":
        tables = spec.columns[0].words
        return [{"table": table, "sex": sex} for table, sex in product(tables, SEXES)]
    if spec.name == "retirement":
        return [{"sex": sex, "waited": str(waited)} for sex, waited in product(SEXES, WAITED)]
    return [{"sex": sex, "age": str(age)} for sex, age in product(SEXES, AGES[spec.name])]


def _book(template: Template, path: Path, _: Translate) -> None:
    from xlsxwriter import Workbook

    workbook = Workbook(str(path))
    workbook.set_properties({"title": _title(template, _), "created": UNDATED})
    styles = Styles(workbook, 0.0)
    _read_me(Sheet(workbook, styles, _(N_("read me")), _), template, _)
    _facts_sheet(Sheet(workbook, styles, FACTS_SHEET, _), template, _)
    for spec in TABLES.values():
        _table_sheet(Sheet(workbook, styles, spec.name, _), template, spec, _)
    workbook.close()


def _title(template: Template, _: Translate) -> str:
    return _(N_("Data for an actuarial valuation: {country}, {year}")).format(
        country=template.name, year=template.year
    )


def _read_me(sheet: Sheet, template: Template, _: Translate) -> None:
    page, styles = sheet.page, sheet.styles
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 14)
    page.set_column(2, 2, 100)
    sheet.say(_title(template, _), styles.title, skip=1)
    for text in READ_ME:
        sheet.say(_(text))
    sheet.row += 1
    sheet.cells([_(N_("Sheet")), _(N_("Needed")), _(N_("What it holds"))], styles.head)
    for spec in TABLES.values():
        needed = _(N_("yes")) if spec.required else _(N_("if known"))
        sheet.cells([spec.name, needed, _(spec.sentence)])
    sheet.finish()


def _facts_sheet(sheet: Sheet, template: Template, _: Translate) -> None:
    for place, width in enumerate(WIDTHS):
        sheet.page.set_column(place, place, width)
    sheet.cells(["name", "value", "unit", "note"], sheet.styles.head)
    sheet.page.freeze_panes(1, 1)
    for column, text in facts_of(template):
        sheet.page.write_string(sheet.row, 0, column.name, sheet.styles.plain)
        _put(sheet, 1, column, text, sheet.styles.choice)
        sheet.page.write_string(sheet.row, 2, _unit(column, _), sheet.styles.wrapped)
        sheet.page.write_string(sheet.row, 3, _said(column, _), sheet.styles.wrapped)
        _limited(sheet, 1, (sheet.row, sheet.row), _rule(column, (), _))
        sheet.row += 1
    sheet.last_column = len(WIDTHS) - 1
    sheet.finish()


def _table_sheet(sheet: Sheet, template: Template, spec: TableSpec, _: Translate) -> None:
    columns, rows = rows_of(template, spec)
    sheet.page.set_column(0, len(columns) - 1, 22)
    sheet.cells([column.name for column in columns], sheet.styles.head)
    notes = [f"{_said(column, _)} [{_unit(column, _)}]" for column in columns]
    sheet.cells([COMMENT + notes[0], *notes[1:]], sheet.styles.wrapped)
    sheet.page.set_row(sheet.row - 1, 84)
    sheet.page.freeze_panes(sheet.row, 0)
    sheet.page.repeat_rows(0)
    for place, column in enumerate(columns):
        last = sheet.row + len(rows) + SPARE
        _limited(sheet, place, (sheet.row, last), _rule(column, template.benefits, _))
    for row in rows:
        for place, (column, text) in enumerate(zip(columns, row, strict=True)):
            yellow = not text or column.name not in GIVEN
            _put(sheet, place, column, text, sheet.styles.choice if yellow else sheet.styles.plain)
        sheet.row += 1
    sheet.finish()


def _put(sheet: Sheet, place: int, column: Column, text: str, look: Any) -> None:
    """A text as a number where its column holds numbers; an empty cell to fill."""
    if not text:
        sheet.page.write_blank(sheet.row, place, None, look)
    elif column.kind in ("word", "sex"):
        sheet.page.write_string(sheet.row, place, text, look)
    else:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        sheet.page.write_number(sheet.row, place, value, look)


def _rule(column: Column, benefits: tuple[str, ...], _: Translate) -> Mapping[str, Any] | None:
    """What may be typed into a cell, and what is said of anything else."""
    words = benefits if column.name == "benefit" else column.words
    said = {"error_title": column.name, "error_message": f"{_said(column, _)} [{_unit(column, _)}]"[:255]}
    if words:
        return {"validate": "list", "source": list(words), **said}
    if column.kind not in BOUNDS:
        return None
    kind, least, most = BOUNDS[column.kind]
    return {"validate": kind, "criteria": "between", "minimum": least, "maximum": most, **said}


def _limited(sheet: Sheet, place: int, rows: tuple[int, int], rule: Mapping[str, Any] | None) -> None:
    if rule is not None:
        sheet.page.data_validation(rows[0], place, rows[1], place, dict(rule))


def _unit(column: Column, _: Translate) -> str:
    return " / ".join(column.words) if column.words else _(UNITS[column.kind])


def _said(column: Column, _: Translate) -> str:
    text = _(column.sentence)
    return text if column.required else f"{text} ({_(N_('if known'))})"


def _folder(template: Template, path: Path, _: Translate) -> None:
    """The same as texts: valuation.yaml and a file of comma separated values for each table."""
    path.mkdir()
    head = "".join(f"# {text}\n" for text in (_title(template, _), *(_(text) for text in READ_ME[1:])))
    lines: list[str] = []
    groups: set[str] = set()
    for column, text in facts_of(template):
        group, _dot, name = column.name.rpartition(".")
        if group and group not in groups:
            groups.add(group)
            lines.append(f"{group}:")
        indent = "  " if group else ""
        quoted = json.dumps(text, ensure_ascii=False) if column.kind == "word" and text else text
        lines.append(f"{indent}{name}: {quoted}".rstrip() + f" # {_said(column, _)} [{_unit(column, _)}]")
    (path / "valuation.yaml").write_text(head + "\n".join(lines) + "\n", encoding="utf-8", newline="")
    for spec in TABLES.values():
        (path / f"{spec.name}.csv").write_text(_csv(template, spec, _), encoding="utf-8", newline="")


def _csv(template: Template, spec: TableSpec, _: Callable[[str], str]) -> str:
    columns, rows = rows_of(template, spec)
    notes = [f"{_said(column, _)} [{_unit(column, _)}]" for column in columns]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    writer.writerow([COMMENT + notes[0], *notes[1:]])
    writer.writerows(rows)
    return out.getvalue()

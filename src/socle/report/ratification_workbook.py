"""Ratifications as a workbook: the answer with its tables, the register, the sources."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from socle.exchange.sources import source
from socle.ground.words import N_
from socle.report import ratification_tables as tables
from socle.report import ratification_words as words
from socle.report.sections import Table
from socle.report.spreadsheet import Sheet, Styles
from socle.report.text import translator
from socle.report.workbook import UNDATED
from socle.run.ratifications import Ratifications, Standing


def sources(found: Ratifications) -> list[str]:
    """The keys of all sources, each once."""
    rows = (key for row in found.rows for key in (row.date_source, row.parts_source))
    return sorted({*filter(None, rows), *(one.official.source for one in found.checks)})


def write(found: Ratifications, standing: Standing | None, path: Path, lang: str) -> None:
    """Three sheets: summary with the campaign, register, sources."""
    from xlsxwriter import Workbook

    _ = translator(lang)
    book = Workbook(str(path))
    book.set_properties({"title": words.headline(found, lang), "created": UNDATED})
    styles = Styles(book, 0.0)
    sheet = _sheet(Sheet(book, styles, _(N_("Summary")), _), (34, *(16 for _column in range(7))))
    sheet.say(words.headline(found, lang), styles.title, skip=1)
    if not found.complete:
        sheet.say(words.lower_bound(found.register, lang), styles.note, skip=1)
    for table in (*([tables.paces(standing, lang)] if standing else []), *tables.summary(found, lang)):
        _table(sheet, table)
    sheet.finish()
    sheet = _sheet(Sheet(book, styles, _(N_("Ratifications")), _), (13, 28, 18, 32, 46))
    sheet.cells([*(_(head) for head in tables.HEADS), _(N_("sources"))], styles.head)
    sheet.page.freeze_panes(1, 0)
    for one in found.rows:
        keys = dict.fromkeys(key for key in (one.date_source, one.parts_source) if key)
        sheet.cells([*tables.cells(one, lang), ", ".join(keys)])
    sheet.finish()
    sheet = _sheet(Sheet(book, styles, _(N_("Sources")), _), (24, 70, 50, 90))
    for key in sources(found):
        held = source(key)
        sheet.cells([key, held.citation, held.url, held.notes])
    sheet.finish()
    book.close()


def _sheet(sheet: Sheet, widths: Sequence[int]) -> Sheet:
    for place, width in enumerate(widths):
        sheet.page.set_column(place, place, width)
    return sheet


def _table(sheet: Sheet, table: Table) -> None:
    """A table with its notes; whole numbers are numbers, all else is as people read it."""
    sheet.cells(table.head, sheet.styles.head)
    for _title, rows in table.groups:
        for row in rows:
            sheet.cells(row)
            for place, text in enumerate(row):
                if text.isdecimal():
                    sheet.page.write_number(sheet.row - 1, place, int(text), sheet.styles.plain)
    for note in table.notes:
        sheet.say(note, sheet.styles.note)
    sheet.row += 1

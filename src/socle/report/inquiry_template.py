"""The questionnaire of the Social Security Inquiry, with what is known already."""

from __future__ import annotations

import tempfile
from pathlib import Path

from socle.model.inquiry_tables import INQUIRY
from socle.report.form_template import Before, Template, write_template
from socle.report.text import translator
from socle.run.inquiry import Prefilled


def write_inquiry_template(known: Prefilled, path: Path, lang: str) -> None:
    """Write a workbook where `path` ends in .xlsx, else a folder of texts; over nothing that exists."""
    _ = translator(lang)
    name = known.title.get(lang, known.title["en"])
    title = _(INQUIRY.title).format(country=name, year=known.year)
    write_template(Template(INQUIRY, title, _facts(known), _rows(known)), path, lang)


def _facts(known: Prefilled) -> dict[str, str]:
    return {name: _text(known, text, name in known.earlier_facts) for name, text in known.facts.items()}


def _rows(known: Prefilled) -> dict[str, list[dict[str, str]]]:
    return {
        table: [
            {
                column: _text(known, text, (table, at, column) in known.earlier_cells)
                for column, text in row.items()
            }
            for at, row in enumerate(rows)
        ]
        for table, rows in known.rows.items()
    }


def _text(known: Prefilled, text: str, earlier: bool) -> str:
    """A text, marked where it was said for an earlier year."""
    return Before(text, known.earlier) if earlier and known.earlier is not None else text


def inquiry_template(known: Prefilled, lang: str) -> bytes:
    """The workbook itself."""
    with tempfile.TemporaryDirectory(prefix="socle-") as folder:
        path = Path(folder) / "inquiry.xlsx"
        write_inquiry_template(known, path, lang)
        return path.read_bytes()

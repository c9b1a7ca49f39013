"""The template in which a statistical system is assessed: every question in the language of the reader."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

from socle.model.statsystem import ESTABLISHED, QUESTIONS, STATSYSTEM
from socle.report.form_template import Template, write_template
from socle.report.text import translator

YEARS = "5"


def made(iso3: str, name: str, currency: str, year: int | None, lang: str) -> Template:
    """The form for a country; the day of the assessment is asked for where no year is given."""
    _ = translator(lang)
    facts = {"country": iso3, "currency": currency, "years": YEARS, "target": str(ESTABLISHED)}
    if year is not None:
        facts["date"] = str(datetime.date(year, 12, 31))
    rows = [
        {"domain": domain, "item": item, "question": _(text), "weight": "1"}
        for (domain, item), text in QUESTIONS.items()
    ]
    title = _(STATSYSTEM.title).format(country=name or "...", year=year or "...")
    return Template(STATSYSTEM, title, facts, {"items": rows})


def write(template: Template, path: Path, lang: str) -> None:
    """Write it as a workbook or as a folder."""
    write_template(template, path, lang)


def workbook(iso3: str, name: str, currency: str, year: int, lang: str) -> bytes:
    """The workbook itself."""
    with tempfile.TemporaryDirectory(prefix="socle-") as folder:
        path = Path(folder) / "assessment.xlsx"
        write(made(iso3, name, currency, year, lang), path, lang)
        return path.read_bytes()

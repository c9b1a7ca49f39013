"""Questionnaires as bytes of a workbook, for who asks for one over the network."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from socle.exchange.country import insurance_files, load_country
from socle.exchange.scheme_file import read_scheme
from socle.report import institution_template, statsystem_template
from socle.report.inquiry_template import write_inquiry_template
from socle.report.text import named
from socle.run.inquiry import prefilled

KINDS: Final = ("valuation", "statsystem", "inquiry")
BOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def made(kind: str, iso3: str, year: int | None, lang: str) -> bytes:
    """The workbook of a questionnaire, for a shipped country: empty but for what the country's files say."""
    country = load_country(iso3)
    name, at = named(country.name, lang), year or country.base_year

    def valuation(path: Path) -> None:
        laws = [read_scheme(one) for one in insurance_files(iso3)]
        benefits: tuple[str, ...] = ()
        accounts: tuple[str, ...] = ()
        if len(laws) == 1:
            computed = [one.path for one in laws[0].benefits if not one.not_computed]
            benefits = tuple(one.rpartition(".")[2] for one in computed)
            accounts = tuple(laws[0].insurance.accounts) if laws[0].insurance else ()
        template = institution_template.Template(
            iso3, name, country.currency, at, benefits=benefits, accounts=accounts
        )
        institution_template.write_template(template, path, lang)

    def statsystem(path: Path) -> None:
        form = statsystem_template.made(iso3, name, country.currency, at, lang)
        statsystem_template.write(form, path, lang)

    def inquiry(path: Path) -> None:
        write_inquiry_template(prefilled(iso3, at, None), path, lang)

    writers: dict[str, Callable[[Path], None]] = {
        "valuation": valuation,
        "statsystem": statsystem,
        "inquiry": inquiry,
    }
    with tempfile.TemporaryDirectory(prefix="socle-") as folder:
        path = Path(folder) / f"{kind}.xlsx"
        writers[kind](path)
        return path.read_bytes()

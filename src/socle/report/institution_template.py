"""The template in which an institution gives its data: a form with its ages, benefits and years written in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

from socle.ground.axes import SEXES
from socle.model.form import TableSpec
from socle.model.institution import Facts, InstitutionData
from socle.model.institution_tables import INSTITUTION, TABLES
from socle.report import form_template
from socle.report.text import translator

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
    form_template.write_template(made(template, lang), path, lang)


def made(template: Template, lang: str) -> form_template.Template:
    """The form with what is known of an institution."""
    title = translator(lang)(INSTITUTION.title).format(country=template.name, year=template.year)
    columns = {name: _columns(template, spec) for name, spec in TABLES.items()}
    rows = {name: _rows(template, spec) for name, spec in TABLES.items()}
    return form_template.Template(
        INSTITUTION, title, _facts(template), rows, columns, {"benefit": template.benefits}
    )


def _facts(template: Template) -> dict[str, str]:
    sources = {f"sources.{name}": "" for name in TABLES}
    if template.data:
        written = template.data.facts.written
        prices = {name: text for name, text in written.items() if name.startswith("prices.")}
        return {**prices, **sources, **written}
    year = str(template.year)
    known = {"country": template.country, "currency": template.currency, "year": year, "prices": year}
    return {**known, "top_service": str(Facts.top_service), "mortality": Facts.mortality, **sources}


def _columns(template: Template, spec: TableSpec) -> list[str]:
    names = [column.name for column in spec.columns]
    table = template.data.tables.get(spec.name) if template.data else None
    if table:
        return [*(name for name in names if name in table.written), *table.further]
    return [*names, *(template.accounts if spec.others else ())]


def _rows(template: Template, spec: TableSpec) -> list[dict[str, str]]:
    if not template.data:
        return _given(template, spec)
    table = template.data.tables.get(spec.name)
    if table is None:
        return []
    return [dict(zip(table.written, row, strict=True)) for row in zip(*table.written.values(), strict=True)]


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

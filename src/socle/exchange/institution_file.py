"""The door for the data of an institution: a form, and what holds of an institution beyond its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from socle.exchange.form_file import FACTS, gather_form
from socle.exchange.institution_checks import check_tables
from socle.ground import units
from socle.ground.refusals import Faults
from socle.ground.words import N_
from socle.model.form import Filled, Table
from socle.model.institution import Facts, InstitutionData
from socle.model.institution_tables import INSTITUTION
from socle.model.survey import Flag

SOURCES: Final = "sources."
PRICES: Final = "prices"
CODE: Final = re.compile("[A-Z]{3}")
UNKNOWN: Final = ("", "-", "?", "unknown")


def read_institution(path: Path) -> InstitutionData:
    """The data at a path, checked; everything that is wrong is refused at once, by cell or by file and line."""
    faults = Faults()
    filled = gather_form(INSTITUTION, path, faults)
    told = len(faults.found)
    _codes(filled, faults)
    _prices(filled, faults)
    if filled.facts.get("mortality") == "table" and not {"mortality"} & {*filled.tables, *filled.refused}:
        faults.add(N_("The table `{name}` is missing."), filled.file, name="mortality")
        told += 1
    if FACTS in filled.refused or len(faults.found) > told:
        faults.stop()
    facts, tables = _made(filled), _yearly(filled)
    flags = [*_gap(tables, facts, faults), *_sources(tables, facts)]
    flags += check_tables(facts, tables, filled.refused, faults)
    faults.stop()
    return InstitutionData(facts, tables, tuple(flags), filled.file)


def _yearly(filled: Filled) -> dict[str, Table]:
    """The tables with flows of money a year."""
    per, tables = units.payments(filled.facts["per"]), dict[str, Table]()
    for name, table in filled.tables.items():
        flows = [one.name for one in INSTITUTION.tables[name].columns if one.kind == "money"]
        columns = {
            column: values * per if column in flows else values for column, values in table.columns.items()
        }
        tables[name] = replace(table, columns=columns)
    return tables


def _codes(filled: Filled, faults: Faults) -> None:
    for name in ("country", "currency"):
        if name in filled.facts and not CODE.fullmatch(filled.facts[name]):
            faults.add(
                N_("`{text}` is no `{column}`: write a code of three capital letters."),
                filled.where(name),
                text=filled.facts[name][:60],
                column=name,
            )


def _prices(filled: Filled, faults: Faults) -> None:
    if "year" not in filled.facts:
        return
    year = int(filled.facts["year"])
    for name, text in filled.written.items():
        if name.partition(".")[0] == PRICES and text != str(year):
            faults.add(
                N_(
                    "Mixed price years: `{name}` is {text}, and the first year projected is {year}; restate this "
                    "money in prices of {year}."
                ),
                filled.where(name),
                name=name,
                text=text[:60],
                year=year,
            )


def _made(filled: Filled) -> Facts:
    values = filled.facts
    numbers = {name: values[name] for name in ("spread", "yearly_spread", "spouse_gap") if name in values}
    wage = values.get("average_wage")
    return Facts(
        country=values["country"],
        year=int(values["year"]),
        currency=values["currency"],
        per=values["per"],
        reserve=values["reserve"],
        average_wage=None if wage is None else wage * units.payments(values["per"]),
        top_service=int(values.get("top_service", Facts.top_service)),
        mortality=values.get("mortality", Facts.mortality),
        sources={
            name.removeprefix(SOURCES): text
            for name, text in filled.written.items()
            if name.startswith(SOURCES)
        },
        written=filled.written,
        places=filled.places,
        **numbers,
    )


def _gap(tables: dict[str, Table], facts: Facts, faults: Faults) -> list[Flag]:
    """The age of spouses from the fact, where the table of families does not give it."""
    table = tables.get("families")
    if table is None or table.has("spouse_gap"):
        return []
    if facts.spouse_gap is None:
        faults.add(
            N_("`families` has no `spouse_gap`: give the column, or the fact of that name."),
            table.places.whole(),
        )
        return []
    gap = np.where(table.of("sex") == 0, -facts.spouse_gap, facts.spouse_gap)
    tables["families"] = replace(table, columns={**table.columns, "spouse_gap": gap})
    text = N_("Husbands are taken to be {gap} years older than their wives at every age.")
    return [Flag(text, {"gap": f"{facts.spouse_gap:g}"})]


def _sources(tables: Mapping[str, Table], facts: Facts) -> list[Flag]:
    text = N_("The source of `{table}` is not known.")
    return [
        Flag(text, {"table": name})
        for name in tables
        if facts.sources.get(name, "").strip().lower() in UNKNOWN
    ]

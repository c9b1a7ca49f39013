"""The door for the data of an institution: a workbook, or a folder of valuation.yaml and one CSV for each table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from socle.exchange import yaml_text
from socle.exchange.institution_book import LARGEST, read_book
from socle.exchange.institution_cells import (
    Faults,
    Grid,
    Said,
    Written,
    grid_of,
    line_place,
    table_of,
    value_of,
)
from socle.exchange.institution_checks import check_tables
from socle.ground import units
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.institution import Facts, InstitutionData, Table
from socle.model.institution_tables import FACTS, TABLES
from socle.model.survey import Flag

FACTS_FILE: Final = "valuation.yaml"
BOOKS: Final = (".xlsx", ".xlsm", ".ods")
SOURCES: Final = "sources"
PRICES: Final = "prices"
CODE: Final = re.compile("[A-Z]{3}")
UNKNOWN: Final = ("", "-", "?", "unknown")


def read_institution(path: Path) -> InstitutionData:
    """The data at a path, checked; everything that is wrong is refused at once, by cell or by file and line."""
    if path.is_dir():
        written = _folder(path)
    elif path.is_file() and path.suffix.lower() in BOOKS:
        written = read_book(path)
    elif path.name == FACTS_FILE and path.is_file():
        written = _folder(path.parent)
    else:
        raise Refusal(
            "The data of an institution are a workbook (.xlsx) or a folder with {file}; this is neither.",
            file=FACTS_FILE,
            where=str(path),
        )
    return institution_of(written)


def institution_of(written: Written) -> InstitutionData:
    """The data from their texts."""
    faults = Faults()
    facts = _facts(written, faults)
    tables: dict[str, Table] = {}
    refused = set[str]()
    for grid in written.grids:
        before = len(faults.found)
        table = table_of(grid, facts.per if facts else "", faults)
        if table is not None:
            tables[grid.name] = table
        elif len(faults.found) > before:
            refused.add(grid.name)
    for name, spec in TABLES.items():
        needed = spec.required or (name == "mortality" and facts is not None and facts.mortality == "table")
        if needed and name not in tables and name not in refused:
            faults.add(N_("The table `{name}` is missing."), written.file, name=name)
    if facts is None:
        faults.stop()
    assert facts is not None
    flags = [*_gap(tables, facts, faults), *_sources(tables, facts)]
    flags += check_tables(facts, tables, refused, faults)
    faults.stop()
    ordered = {name: tables[name] for name in TABLES if name in tables}
    return InstitutionData(facts, ordered, tuple(flags), written.file)


def _folder(path: Path) -> Written:
    """The texts of a folder."""
    if not (path / FACTS_FILE).is_file():
        raise Refusal(
            "There is no {file} here, so this is not the folder of an institution.",
            file=FACTS_FILE,
            where=path.name,
        )
    grids = []
    for file in sorted(path.glob("*.csv")):
        if file.stem not in TABLES:
            raise Refusal(
                "There is no table `{name}` in the data of an institution; there are {valid}.",
                name=file.stem,
                valid=", ".join(TABLES),
                nearest=nearest(file.stem, TABLES),
                where=file.name,
            )
        grid = _csv(file)
        if grid is not None:
            grids.append(grid)
    return Written(path.name, _yaml(path / FACTS_FILE), tuple(grids))


def _csv(path: Path) -> Grid | None:
    if (size := path.stat().st_size) > LARGEST:
        raise Refusal(
            "The file has {size} bytes; a table of an institution has at most {largest}.",
            where=path.name,
            size=size,
            largest=LARGEST,
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Refusal(
            "The file is not UTF-8; save it as `CSV UTF-8`.", where=line_place(path.name, line)
        ) from None
    if ";" in text.partition("\n")[0] and "," not in text.partition("\n")[0]:
        raise Refusal(
            "Columns are separated by semicolons: save the file with commas, and with points in numbers.",
            where=line_place(path.name, 1),
        )
    reader, rows = csv.reader(io.StringIO(text, newline=""), strict=True), list[list[str]]()
    try:
        for row in reader:  # a cell may hold line breaks; the line is that on which the row ends
            rows += [[]] * (reader.line_num - len(rows) - 1) + [row]
    except csv.Error:
        raise Refusal(
            "This line cannot be read as comma separated values; is a quotation mark left open?",
            where=line_place(path.name, reader.line_num),
        ) from None
    return grid_of(path.stem, (path.name, ""), [row or [""] for row in rows])


def _yaml(path: Path) -> dict[str, Said]:
    """Facts by name; what stands below a key is called `key.name`."""
    raw = yaml_text.load(path)
    facts: dict[str, Said] = {}
    for key, value in raw.items():
        for name, text in value.items() if isinstance(value, Mapping) else [("", value)]:
            if not isinstance(text, yaml_text.Text):
                raise Refusal("`{key}` needs one value.", key=key, where=raw.at(key))
            full = f"{key}.{name}" if name else key
            facts[full] = Said(text, line_place(path.name, int(text.where.rpartition(":")[2])))
    return facts


def _facts(written: Written, faults: Faults) -> Facts | None:
    before, values, meant = len(faults.found), dict[str, Any](), set[str]()
    columns = {column.name: column for column in FACTS}
    for name, said in written.facts.items():
        if not said.text:
            continue
        head, _, table = name.partition(".")
        if head in (SOURCES, PRICES) and table:
            _known_table(table, said, faults)
        elif name in columns:
            try:
                values[name] = value_of(columns[name], said.text)
            except Refusal as refusal:
                faults.found.append(refusal.at(said.where))
        else:
            meant.add(nearest(name, columns))
            faults.add(
                N_("There is no fact `{name}`; there are {valid}."),
                said.where,
                nearest=nearest(name, columns),
                name=name,
                valid=", ".join(columns),
            )
    for column in FACTS:
        said = written.facts.get(column.name, Said("", written.file))
        if column.required and not said.text and column.name not in meant:
            faults.add(N_("The fact `{name}` is missing."), said.where, name=column.name)
    _codes(values, written, faults)
    if "year" in values:
        _prices(values, written, faults)
    return _made(values, written) if len(faults.found) == before else None


def _known_table(table: str, said: Said, faults: Faults) -> None:
    if table not in TABLES:
        faults.add(
            N_("There is no table `{name}` in the data of an institution; there are {valid}."),
            said.where,
            nearest=nearest(table, TABLES),
            name=table,
            valid=", ".join(TABLES),
        )


def _codes(values: Mapping[str, Any], written: Written, faults: Faults) -> None:
    for name in ("country", "currency"):
        if name in values and not CODE.fullmatch(values[name]):
            faults.add(
                N_("`{text}` is no `{column}`: write a code of three capital letters."),
                written.facts[name].where,
                text=values[name][:60],
                column=name,
            )


def _prices(values: dict[str, Any], written: Written, faults: Faults) -> None:
    year = int(values["year"])
    for name, said in written.facts.items():
        if name.partition(".")[0] == PRICES and said.text not in ("", str(year)):
            faults.add(
                N_(
                    "Mixed price years: `{name}` is {text}, and the first year projected is {year}; restate this "
                    "money in prices of {year}."
                ),
                said.where,
                name=name,
                text=said.text[:60],
                year=year,
            )


def _made(values: Mapping[str, Any], written: Written) -> Facts:
    numbers = {name: values[name] for name in ("spread", "yearly_spread", "spouse_gap") if name in values}
    wage = values.get("average_wage")
    sources = {
        name.partition(".")[2]: said.text
        for name, said in written.facts.items()
        if name.startswith(f"{SOURCES}.") and said.text
    }
    return Facts(
        country=values["country"],
        year=int(values["year"]),
        currency=values["currency"],
        per=values["per"],
        reserve=values["reserve"],
        average_wage=None if wage is None else wage * units.payments(values["per"]),
        top_service=int(values.get("top_service", Facts.top_service)),
        mortality=values.get("mortality", Facts.mortality),
        sources=sources,
        written={name: said.text for name, said in written.facts.items() if said.text},
        places={name: said.where for name, said in written.facts.items()},
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
    tables["families"] = Table(table.name, {**table.columns, "spouse_gap": gap}, table.places, table.written)
    text = N_("Husbands are taken to be {gap} years older than their wives at every age.")
    return [Flag(text, {"gap": f"{facts.spouse_gap:g}"})]


def _sources(tables: Mapping[str, Table], facts: Facts) -> list[Flag]:
    text = N_("The source of `{table}` is not known.")
    return [
        Flag(text, {"table": name})
        for name in tables
        if facts.sources.get(name, "").strip().lower() in UNKNOWN
    ]

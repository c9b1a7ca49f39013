"""The door for what a country says of its law and practice: a workbook, a folder of standards.yaml and CSV, or a YAML.

What is empty is not known and gives no input. Money becomes that of a year; each input keeps its cell and source.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from socle.exchange import yaml_text
from socle.exchange.form_book import sheet_names
from socle.exchange.form_file import BOOKS, YAMLS, gather_form
from socle.exchange.practice_checks import Words, check_practice, known_words
from socle.ground.refusals import Faults, Place, Refusal
from socle.ground.units import payments
from socle.ground.words import N_
from socle.measure.wages import P75, wage_at
from socle.model.form import Filled, Table
from socle.model.observation import ESTIMATED
from socle.model.practice import CONTINGENCIES, EARNINGS, Input, Practice, Written
from socle.model.practice_form import (
    COUNTRY,
    FIGURES,
    FROM,
    OF_BENEFIT,
    OF_BRANCH,
    OPTIONS,
    SAID,
    SERVICE,
    STANDARDS,
    TABLES,
    needed,
)
from socle.model.survey import Flag

FORM: Final = "form"  # the origin of inputs
SHEETS: Final = {"branches", "benefits", "conditions"}
AT: Final = re.compile(r"[A-Z]+[0-9]+$")


def read_practice(path: Path, words: Words | None = None) -> Practice:
    """What a form says; all that is wrong is refused at once, by sheet and cell or by file and line.

    `words` are the rules and items of care that may be named, by default those of the instruments. A benefit whose
    formula lacks cells has none, and a flag names them.
    """
    faults = Faults()
    filled = gather_form(STANDARDS, path, faults)
    check_practice(filled, known_words() if words is None else words, faults)
    faults.stop()
    return practice_of_form(filled)


def is_practice(path: Path) -> bool:
    """Whether a path holds such a form: by the file of its facts, the sheets of a workbook, or the keys of a YAML."""
    if path.is_dir():
        return (path / STANDARDS.file).is_file()
    if not path.is_file():
        return False
    if path.suffix.lower() in BOOKS:
        return set(sheet_names(path)) >= SHEETS
    if path.suffix.lower() not in YAMLS:
        return False
    try:
        said = yaml_text.load(path)
    except Refusal:
        return path.name == STANDARDS.file
    return {"country", "per"} <= set(said) and not set(said).isdisjoint((*SHEETS, *COUNTRY))


def practice_of_form(filled: Filled) -> Practice:
    """The practice that a form says, every cell of which is in order."""
    reader = _Reader(filled)
    facts, flags = filled.facts, list[Flag]()
    inputs = dict(reader.country())
    for name, row, table in reader.named("branches", "branch"):
        inputs.update(reader.cells(f"branch.{name}.", OF_BRANCH, table, row))
    for name, row, table in reader.named("benefits", "benefit"):
        inputs.update(reader.cells(f"benefit.{name}.", OF_BENEFIT, table, row))
        inputs.update(reader.formula(name, table, row, flags))
    for name, row, table in reader.named("care", "item"):
        branch = table.words("branch")[row]
        inputs.update(reader.answer(f"care.{branch}.{name}", "provided", table, row))
    for name, row, table in reader.named("conditions", "condition"):
        inputs.update(reader.answer(f"condition.{name}", "holds", table, row))
    inputs.update(reader.third_quarter(inputs))
    name = facts.get("name", facts["country"])
    return Practice(
        facts["country"],
        {"en": name},
        int(facts["year"]),
        facts["currency"],
        inputs,
        reader.benefits(),
        reader.choices(),
        tuple(flags),
    )


class _Reader:
    """A form and the factor that makes its money that of a year."""

    def __init__(self, filled: Filled) -> None:
        self.filled, self.facts = filled, filled.facts
        self.times = payments(filled.facts["per"])
        self.origins = {name: (row, table) for name, row, table in self.named("origins", "fact")}

    def named(self, table: str, column: str) -> Iterator[tuple[str, int, Table]]:
        """The rows of a table with the word in one of their columns."""
        if table in self.filled.tables:
            held = self.filled.tables[table]
            yield from ((word, row, held) for row, word in enumerate(held.words(column)))

    def country(self) -> Iterator[tuple[str, Input]]:
        """The inputs among the facts."""
        for name in COUNTRY:
            if (value := self.facts.get(name)) is None or _blank(value):
                continue
            table, row = None, 0
            if name in self.origins:
                row, table = self.origins[name]
            source, date, status = self._origin(table, row)
            told = self._value(value, _kind(name))
            yield name, Input(told, source, date, FORM, status, self.filled.where(name))

    def cells(self, head: str, names: tuple[str, ...], table: Table, row: int) -> Iterator[tuple[str, Input]]:
        """The inputs in the cells of a row."""
        for name in names:
            value = _cell(table, name, row)
            if value is not None:
                column = TABLES[table.name].column(name)
                assert column is not None
                yield head + name, self._input(self._value(value, column.kind), table, row, name)

    def answer(self, key: str, column: str, table: Table, row: int) -> Iterator[tuple[str, Input]]:
        """Yes or no, with the evidence as its source where there is some."""
        value = _cell(table, column, row)
        if value is not None:
            yield key, self._input(bool(value), table, row, column)

    def formula(self, name: str, table: Table, row: int, flags: list[Flag]) -> Iterator[tuple[str, Input]]:
        """How a benefit is worked out, if all its cells are filled; a flag if only some are."""
        held = {figure: _cell(table, figure, row) for figure in (*FIGURES, *OF_BENEFIT)}
        word = table.words("formula")[row] if table.has("formula") else ""
        if not word and all(held[figure] is None for figure in FIGURES):
            return
        contingency = table.words("contingency")[row]
        asked = needed(word, contingency, frozenset(n for n, value in held.items() if value)) if word else ()
        empty = [one for one in asked if held[one] is None] if word else ["formula"]
        if empty:
            flags.append(
                Flag(
                    N_(
                        "{where}: how `{benefit}` is worked out is not known until these cells are filled: {cells}."
                    ),
                    {
                        "where": str(table.where(row, "benefit")),
                        "benefit": name,
                        "cells": ", ".join(_called(table, one, row) for one in empty),
                    },
                )
            )
            return
        yield (
            f"benefit.{name}.formula",
            self._input(self._written(word, contingency, held), table, row, "formula"),
        )

    def _written(self, word: str, contingency: str, held: Mapping[str, float | None]) -> Written:
        def figure(name: str, default: float, times: float = 1.0) -> float:
            value = held[name]
            return default if value is None else value * times

        least = figure("at_least", 0.0, self.times)
        earned = word == EARNINGS
        qualifying = figure("reduced_after_years", figure("qualifying_years", 0.0))
        return Written(
            word,
            rate=figure("rate", 0.0),
            accrual=figure("accrual", 0.0),
            flat=figure("flat", 0.0, self.times),
            rate_limit=figure("rate_limit", math.inf) if earned else math.inf,
            ceiling=figure("ceiling", math.inf, self.times) if earned else math.inf,
            at_least=0.0 if math.isinf(least) else least,
            at_most=figure("at_most", math.inf, self.times),
            qualifying=qualifying if contingency in SERVICE else 0.0,
        )

    def third_quarter(self, inputs: Mapping[str, Input]) -> Iterator[tuple[str, Input]]:
        """The 75th percentile of earnings from those of the table, unless the facts say it."""
        if P75 in inputs or "wages" not in self.filled.tables:
            return
        table = self.filled.tables["wages"]
        found = wage_at(table.of("percentile"), table.of("wage") * self.times)
        if found is None:
            return
        wage, (low, high) = found
        source, date, status = self._origin(table, low)
        where = table.where(low, "wage")
        both = (
            where
            if low == high
            else Place(N_("{one} and {other}"), one=where, other=table.where(high, "wage"))
        )
        status = status if low == high else ESTIMATED
        yield P75, Input(wage, source, date, FORM, status, str(both))

    def benefits(self) -> dict[str, tuple[str, ...]]:
        """The benefits of each contingency."""
        found: dict[str, tuple[str, ...]] = {}
        for name, row, table in self.named("benefits", "benefit"):
            contingency = table.words("contingency")[row]
            found[contingency] = (*found.get(contingency, ()), name)
        return found

    def choices(self) -> dict[str, tuple[str, ...]]:
        """What the State chooses: options of wages, and the benefits it relies on."""
        found = {name: self.facts[f"{name}_options"] for name in OPTIONS if self.facts.get(f"{name}_options")}
        held = self.benefits()
        for branch, row, table in self.named("branches", "branch"):
            relied = table.of("relies")[row] if table.has("relies") else ()
            for contingency in (name for name, of in CONTINGENCIES.items() if of == branch):
                chosen = tuple(name for name in held.get(contingency, ()) if name in relied)
                found |= {f"relies.{contingency}": chosen} if chosen else {}
        return found

    def _value(self, value: float, kind: str) -> Any:
        if kind == "flag":
            return bool(value)
        return value * self.times if kind == "money" else float(value)

    def _input(self, value: Any, table: Table, row: int, column: str) -> Input:
        source, date, status = self._origin(table, row)
        return Input(value, source, date, FORM, status, table.where(row, column))

    def _origin(self, table: Table | None = None, row: int = 0) -> tuple[str, str, str]:
        """The source, date and status of a row, or of the facts."""
        said = {}
        if table is not None:
            said = {one.name: str(table.columns[one.name][row]) for one in FROM if table.has(one.name)}
            evidence = str(table.columns["evidence"][row]) if table.has("evidence") else ""
            said["source"] = said.get("source") or evidence
        date = said.get("date") or self.facts.get("date") or str(int(self.facts["year"]))
        return said.get("source") or self.facts["source"], date, SAID[said.get("status") or "final"]


def _kind(fact: str) -> str:
    column = STANDARDS.fact(fact)
    assert column is not None
    return column.kind


def _cell(table: Table, column: str, row: int) -> float | None:
    """A number, a flag or an infinite limit; nothing where the cell is empty."""
    value = table.columns[column][row] if table.has(column) else None
    return None if value is None or _blank(value) else float(value)


def _blank(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _called(table: Table, column: str, row: int) -> str:
    """A column, with its cell where it stands in a sheet."""
    cell = (
        AT.search(table.where(row, column))
        if table.places.sheet and column in table.places.positions
        else None
    )
    return f"{column} ({cell[0]})" if cell else column

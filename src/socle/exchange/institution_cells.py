"""Cells of an institution's data: from texts to the numbers of a `Table`, each refused with its place.

A sheet and a file of comma separated values are the same here: a header, and rows of texts with their lines.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from socle.ground import units
from socle.ground.axes import FEMALE, MALE
from socle.ground.refusals import Place, Refusal, Refusals, nearest
from socle.ground.words import N_
from socle.model.institution import Table, Where, letters
from socle.model.institution_tables import GIVEN, PAIRS, TABLES, Column, TableSpec

NUMBER: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
COMMENT: Final = "#"  # a row whose first cell begins so is read by people only; so is such a column
LIMITS: Final = {
    "age": (0, 130),
    "whole": (0, 130),
    "counted": (1, 130),
    "year": (1900, 2300),
    "years": (0, 130),
    "signed": (-60, 60),
    "growth": (-0.5, 1),
    "share": (0, 1),
    "spread": (0, 3),
}
NOT_A_NUMBER: Final = N_(
    "`{text}` in the column `{column}` is not a number; write digits with a point, such as 0.0125."
)


class Faults:
    """What is wrong, gathered so that a person mends it in one go."""

    def __init__(self) -> None:
        self.found: list[Refusal] = []

    def add(self, template: str, where: str, *, nearest: str = "", **values: Any) -> None:
        """One more fault; `template` is marked with N_ where it is written."""
        self.found.append(Refusal(template, where=where, nearest=nearest, **values))

    def stop(self) -> None:
        """Refuse what was found, if anything was."""
        if self.found:
            raise self.found[0] if len(self.found) == 1 else Refusals(self.found)


@dataclass(frozen=True)
class Grid:
    """A table as texts: the header on line `top`, then rows with their lines."""

    name: str
    book: str
    top: int
    header: tuple[str, ...]
    lines: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    sheet: str = ""

    def where(self) -> Where:
        """The places of its cells."""
        return Where(self.book, self.lines, {name: i for i, name in enumerate(self.header)}, self.sheet)


@dataclass(frozen=True)
class Said:
    """A fact as it stands, with its place."""

    text: str
    where: str


@dataclass(frozen=True)
class Written:
    """The data of an institution as texts."""

    file: str
    facts: Mapping[str, Said] = field(default_factory=dict)
    grids: tuple[Grid, ...] = ()


def grid_of(name: str, place: tuple[str, str], rows: Iterable[Sequence[str]], top: int = 1) -> Grid | None:
    """The rows of a sheet or file as a grid; nothing if they are all empty. `place` is its file and its sheet."""
    header: tuple[str, ...] = ()
    lines, kept, begins = [], [], top
    for line, row in enumerate(rows, start=top):
        texts = tuple(cell.strip() for cell in row)
        if not any(texts) or texts[0].startswith(COMMENT):
            continue
        if not header:
            header, begins = texts, line
            continue
        lines.append(line)
        kept.append(texts + ("",) * (len(header) - len(texts)))
    book, sheet = place
    return Grid(name, book, begins, header, tuple(lines), tuple(kept), sheet) if header else None


def table_of(grid: Grid, per: str, faults: Faults) -> Table | None:
    """The table of a grid, its flows of money a year; nothing if it is refused, or optional and not filled in."""
    spec, before = TABLES[grid.name], len(faults.found)
    at = _columns(grid, spec, faults)
    rows = _filled(grid, at)
    if "year" in at:  # a path is read along its years
        rows.sort(key=lambda row: grid.rows[row][at["year"]])
    if not rows:
        if spec.required:
            faults.add(
                N_("`{table}` is not filled in: no row has more than what a template gives."),
                grid.where().whole(),
                table=grid.name,
            )
        return None
    texts = {name: tuple(grid.rows[row][place] for row in rows) for name, place in at.items()}
    used = {name: cells for name, cells in texts.items() if any(cells) or _needed(spec, name)}
    where = Where(grid.book, tuple(grid.lines[row] for row in rows), at, grid.sheet)
    columns = {}
    for name, cells in used.items():
        column = spec.column(name)
        assert column is not None
        columns[name] = _column(column, cells, where, faults)
        if column.kind == "money" and per:
            columns[name] = columns[name] * units.payments(per)
    for table, one, other in PAIRS:
        if table == grid.name and (one in used) != (other in used):
            lone, lacking = (one, other) if one in used else (other, one)
            faults.add(
                N_("`{table}` gives `{one}` without `{other}`: give both or neither."),
                where.cell(grid.top, lone),
                table=table,
                one=lone,
                other=lacking,
            )
    return Table(grid.name, columns, where, used) if len(faults.found) == before else None


def _needed(spec: TableSpec, name: str) -> bool:
    column = spec.column(name)
    return column is not None and column.required


def _columns(grid: Grid, spec: TableSpec, faults: Faults) -> dict[str, int]:
    """Where each known column stands."""
    where, at, written = grid.where(), dict[str, int](), dict[str, str]()
    names = [name for name in grid.header if name and not name.startswith(COMMENT)]
    valid = [one.name for one in spec.columns]
    strange = [name for name in names if name not in valid]
    for place, name in enumerate(grid.header):
        if name not in names:
            if not name and any(row[place] for row in grid.rows):
                cell = f"{grid.sheet}!{letters(place)}{grid.top}" if grid.sheet else f"{place + 1}"
                faults.add(
                    N_("A column with numbers has no name in the header ({cell})."), where.whole(), cell=cell
                )
        elif name in at:
            faults.add(N_("The column `{name}` stands twice."), where.cell(grid.top, name), name=name)
        elif spec.column(name):
            at[name] = place
    for column in spec.columns:
        if column.required and column.name not in at:
            meant = nearest(column.name, strange)
            if meant:  # told below, by the column that stands there
                written[meant] = column.name
                continue
            faults.add(
                N_("The column `{name}` of `{table}` is missing."),
                where.whole(),
                name=column.name,
                table=spec.name,
            )
    for name in strange if not spec.accounts else written:
        faults.add(
            N_("`{table}` has no column `{name}`; it knows {valid}."),
            where.cell(grid.top, name),
            nearest=written.get(name) or nearest(name, valid),
            table=spec.name,
            name=name,
            valid=", ".join(valid),
        )
    return at


def _filled(grid: Grid, at: Mapping[str, int]) -> list[int]:
    """The rows with more than what a template gives."""
    asked = [place for name, place in at.items() if name not in GIVEN]
    return [i for i, row in enumerate(grid.rows) if any(row[place] for place in asked)]


def _column(column: Column, cells: Sequence[str], where: Where, faults: Faults) -> Any:
    values = []
    for line, text in zip(where.lines, cells, strict=True):
        try:
            values.append(value_of(column, text))
        except Refusal as refusal:
            faults.found.append(refusal.at(where.cell(line, column.name)))
            values.append(math.nan)
    return np.array(values, dtype=object if column.kind == "word" else np.float64)


def value_of(column: Column, text: str) -> Any:
    """What the text of a cell means; a refusal without its place if it means nothing."""
    if not text:
        if column.blank:
            return math.nan
        raise Refusal("`{column}` is empty.", column=column.name)
    if column.words and text not in column.words:
        raise Refusal(
            "`{text}` is no `{column}`: write {valid}.",
            text=text[:60],
            column=column.name,
            valid=" / ".join(column.words),
            nearest=nearest(text, column.words),
        )
    if column.kind == "word":
        return text
    if column.kind == "sex":
        return float({"male": MALE, "female": FEMALE}[text])
    return _number(column, text)


def _number(column: Column, text: str) -> float:
    percent = text.endswith("%") and column.kind in ("share", "growth")
    bare = text.removesuffix("%").strip() if percent else text
    if not NUMBER.fullmatch(bare) or not math.isfinite(float(bare)):
        raise Refusal(NOT_A_NUMBER, text=text[:60], column=column.name)
    value = float(bare) / (100 if percent else 1)
    low, high = LIMITS.get(column.kind, (0, math.inf))
    if column.kind in ("share", "growth") and not low <= value <= high:
        raise Refusal(
            "`{column}` is {value}, and lies between {low} and {high}: 5 per cent is 0.05.",
            column=column.name,
            value=text,
            low=f"{low:g}",
            high=f"{high:g}",
        )
    if high == math.inf and value < 0:
        raise Refusal("`{column}` is {value}, and cannot be negative.", column=column.name, value=text)
    whole = column.kind in ("age", "whole", "counted", "year")
    if not low <= value <= high or (whole and not value.is_integer()):
        raise Refusal(
            "`{column}` is {value}: a whole number from {low} to {high} is expected."
            if whole
            else "`{column}` is {value}: a number from {low} to {high} is expected.",
            column=column.name,
            value=text,
            low=low,
            high=high,
        )
    return value


def line_place(file: str, line: int) -> Place:
    """A line of a text."""
    return Place(N_("{file}, line {line}"), file=file, line=line)

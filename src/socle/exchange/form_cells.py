"""Cells of a form: from texts to the values of a `Table`, each refused with its place.

A sheet and a file of comma separated values are the same here: a header, and rows of texts with their lines.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

import numpy as np

from socle.exchange.form_meant import PLAIN, meant, near_date, near_number
from socle.ground.axes import FEMALE, MALE
from socle.ground.refusals import Faults, Place, Refusal, nearest
from socle.ground.words import N_
from socle.model.form import NONE, OBJECTS, OPEN, TEXTUAL, Column, Form, Table, TableSpec, Where, letters

COMMENT: Final = "#"  # a row whose first cell begins so is read by people only; so is such a column
LIMITS: Final = {
    "age": (0, 130),
    "whole": (0, 130),
    "counted": (1, 130),
    "level": (0, 4),
    "year": (1900, 2300),
    "years": (0, 130),
    "signed": (-60, 60),
    "growth": (-0.5, 1),
    "share": (0, 1),
    "spread": (0, 3),
    "percentile": (0, 100),
    "change": (-math.inf, math.inf),
}
WHOLE: Final = ("age", "whole", "counted", "level", "year")
FLAGS: Final = {"yes": 1.0, "no": 0.0}
NAME: Final = re.compile(r"[\w-]+")
NOT_A_NUMBER: Final = N_(
    "`{text}` in the column `{column}` is not a number; write digits with a point, such as 0.0125."
)
NO_HEADER: Final = N_(
    "The first row that is filled holds the names of the columns of `{table}`; `{text}` is none: delete it."
)


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
    """What was filled in, as texts."""

    file: str
    facts: Mapping[str, Said] = field(default_factory=dict)
    grids: tuple[Grid, ...] = ()
    refused: frozenset[str] = frozenset()  # tables that are there and cannot be read


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


def table_of(form: Form, grid: Grid, faults: Faults) -> Table | None:
    """The table of a grid; nothing if it is refused, or optional and not filled in."""
    spec, before = form.tables[grid.name], len(faults.found)
    at = _columns(grid, spec, faults)
    rows = _filled(grid, at, form.given_in(grid.name))
    if spec.key[:1] == ("year",) and "year" in at:  # a path is read along its years
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
    _pairs(form, grid, used, faults)
    known = {one.name for one in spec.columns}
    further = tuple(name for name in columns if name not in known)
    said = {name: _meant(spec, name, cells) for name, cells in used.items()}
    return Table(grid.name, columns, where, said, further) if len(faults.found) == before else None


def _meant(spec: TableSpec, name: str, cells: Iterable[str]) -> tuple[str, ...]:
    column = spec.column(name)
    assert column is not None
    return tuple(meant(column, cell) for cell in cells)


def _pairs(form: Form, grid: Grid, used: Mapping[str, object], faults: Faults) -> None:
    for table, one, other in form.pairs:
        if table == grid.name and (one in used) != (other in used):
            lone, lacking = (one, other) if one in used else (other, one)
            faults.add(
                N_("`{table}` gives `{one}` without `{other}`: give both or neither."),
                grid.where().cell(grid.top, lone),
                table=table,
                one=lone,
                other=lacking,
            )


def _needed(spec: TableSpec, name: str) -> bool:
    column = spec.column(name)
    return column is not None and column.required


def _columns(grid: Grid, spec: TableSpec, faults: Faults) -> dict[str, int]:
    """Where each known column stands."""
    where, at, written = grid.where(), dict[str, int](), dict[str, str]()
    names = [name for name in grid.header if name and not name.startswith(COMMENT)]
    valid = [one.name for one in spec.columns]
    strange = [name for name in names if name not in valid]
    if len(names) == 1 < len(valid) and strange and not nearest(names[0], valid):  # a title, not a header
        faults.add(NO_HEADER, where.cell(grid.top, names[0]), table=spec.name, text=names[0][:60])
        return at
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
            near = nearest(column.name, strange)
            if near:  # told below, by the column that stands there
                written[near] = column.name
                continue
            faults.add(
                N_("The column `{name}` of `{table}` is missing."),
                where.whole(),
                name=column.name,
                table=spec.name,
            )
    for name in strange if not spec.others else written:
        faults.add(
            N_("`{table}` has no column `{name}`; it knows {valid}."),
            where.cell(grid.top, name),
            nearest=written.get(name) or nearest(name, valid),
            table=spec.name,
            name=name,
            valid=", ".join(valid),
        )
    return at


def _filled(grid: Grid, at: Mapping[str, int], given: Sequence[str]) -> list[int]:
    """The rows with more than what a template gives."""
    asked = [place for name, place in at.items() if name not in given]
    return [i for i, row in enumerate(grid.rows) if any(row[place] for place in asked)]


def _column(column: Column, cells: Sequence[str], where: Where, faults: Faults) -> Any:
    values = []
    for line, text in zip(where.lines, cells, strict=True):
        try:
            values.append(value_of(column, text))
        except Refusal as refusal:
            faults.found.append(refusal.at(where.cell(line, column.name)))
            values.append(math.nan)
    held = np.empty(len(values), dtype=object if column.kind in OBJECTS else np.float64)
    for row, value in enumerate(values):  # one by one: a tuple is one value
        held[row] = value
    return held


def value_of(column: Column, text: str) -> Any:
    """What the text of a cell means; a refusal without its place if it means nothing."""
    if not text:
        if column.blank:
            return _blank(column)
        raise Refusal("`{column}` is empty.", column=column.name)
    said = meant(column, text)
    if column.words and said not in column.words:
        raise Refusal(
            "`{text}` is no `{column}`: write {valid}.",
            text=text[:60],
            column=column.name,
            valid=" / ".join(column.words),
            nearest=nearest(text, column.words),
        )
    if column.kind == "sex":
        return float({"male": MALE, "female": FEMALE}[said])
    if column.kind == "flag":
        return _flag(column, said)
    if column.kind in OBJECTS:
        return _object(column, said)
    if column.kind in OPEN:
        if said == NONE:
            return math.inf
        column = replace(column, kind=OPEN[column.kind])
    return _number(column, text, said)


def _blank(column: Column) -> Any:
    if column.kind in TEXTUAL:
        return ""
    return () if column.kind == "texts" else None if column.kind == "date" else math.nan


def _flag(column: Column, text: str) -> float:
    if text not in FLAGS:
        raise Refusal(
            "`{text}` is no `{column}`: write {valid}.", text=text[:60], column=column.name, valid="yes / no"
        )
    return FLAGS[text]


def _object(column: Column, text: str) -> Any:
    """A text, several, or a date."""
    if column.kind == "texts":
        return tuple(part.strip() for part in text.split(";") if part.strip())
    if column.kind == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Refusal(
                "`{text}` in `{column}` is no date: write year, month and day, such as 2024-12-31.",
                text=text[:60],
                column=column.name,
                nearest=near_date(text),
            ) from None
    if column.kind == "name" and not NAME.fullmatch(text):
        raise Refusal(
            "`{text}` is no `{column}`: a short name has letters, digits, - and _, and no spaces.",
            text=text[:60],
            column=column.name,
        )
    return text


def _number(column: Column, text: str, said: str) -> float:
    """The number that a text means, which is `said` in digits."""
    value = float(said) if PLAIN.fullmatch(said) else math.nan
    if not math.isfinite(value):
        raise Refusal(NOT_A_NUMBER, text=text[:60], column=column.name, nearest=near_number(text))
    low, high = LIMITS.get(column.kind, (0, math.inf))
    if column.kind in ("share", "growth") and not low <= value <= high:
        raise Refusal(
            "`{column}` is {value}, and lies between {low} and {high}: 5 per cent is 0.05.",
            column=column.name,
            value=text,
            low=f"{low:g}",
            high=f"{high:g}",
        )
    if high == math.inf and value < low:
        raise Refusal("`{column}` is {value}, and cannot be negative.", column=column.name, value=text)
    whole = column.kind in WHOLE
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

"""What an insurance institution brings to a valuation: facts, and tables of persons, money and rates.

`institution_tables.py` lists what may be said. Stocks are those of 1 January of the first year projected.
Inside, flows of money are national currency a year; accounts and the reserve are sums of money and have no
period.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.ground.refusals import Place, Refusal, nearest
from socle.ground.words import N_
from socle.model.institution_tables import TABLES
from socle.model.survey import Flag


@dataclass(frozen=True)
class Where:
    """Where a table stands: its file or workbook, and the line of each row and position of each column."""

    book: str
    lines: tuple[int, ...]
    positions: Mapping[str, int]  # column -> 0, 1, ...
    sheet: str = ""  # empty in a file of comma separated values

    def cell(self, line: int, column: str) -> Place:
        """A cell, by its line in the file."""
        if not self.sheet:
            return Place(N_("{file}, line {line}, column {column}"), file=self.book, line=line, column=column)
        at = letters(self.positions[column]) if column in self.positions else letters(0)
        return Place(
            N_("{file}, sheet {sheet}, cell {cell}"), file=self.book, sheet=self.sheet, cell=f"{at}{line}"
        )

    def whole(self) -> str:
        """The table as a whole."""
        if not self.sheet:
            return self.book
        return Place(N_("{file}, sheet {sheet}"), file=self.book, sheet=self.sheet)


def letters(position: int) -> str:
    """The name of a column of a sheet: A, B, ..., Z, AA, ... for 0, 1, ..."""
    name, left = "", position + 1
    while left:
        left, letter = divmod(left - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


@dataclass(frozen=True, eq=False)
class Table:
    """A table by column, [row] each: numbers (sex as in `ground.axes`, flows of money a year) or words."""

    name: str
    columns: Mapping[str, NDArray[Any]]
    places: Where
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the texts of the cells

    def __len__(self) -> int:
        return len(self.places.lines)

    def has(self, column: str) -> bool:
        """Whether the table gives a column."""
        return column in self.columns

    def of(self, column: str) -> Array:
        """The numbers of a column [row]; a refusal with the nearest name if the table has none."""
        if column not in self.columns:
            raise Refusal(
                "The column `{name}` is missing.",
                name=column,
                nearest=nearest(column, self.columns),
                where=self.places.whole(),
            )
        found: Array = self.columns[column]
        return found

    def words(self, column: str) -> tuple[str, ...]:
        """The words of a column, row by row."""
        return tuple(str(word) for word in self.of(column))

    def where(self, row: int, column: str) -> Place:
        """The place of a cell, by the number of its row from 0."""
        return self.places.cell(self.places.lines[row], column)

    @property
    def accounts(self) -> tuple[str, ...]:
        """The columns that are accounts of the law."""
        said = {one.name for one in TABLES[self.name].columns}
        return tuple(name for name in self.columns if name not in said)


@dataclass(frozen=True)
class Facts:
    """What is said once; `reserve` a sum of money, `average_wage` money a year."""

    country: str
    year: int
    currency: str
    per: str
    reserve: float
    average_wage: float | None = None
    top_service: int = 50
    spread: float | None = None
    yearly_spread: float | None = None
    mortality: str = "national"
    spouse_gap: float | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)  # each fact as it was written
    places: Mapping[str, str] = field(default_factory=dict)  # and where


@dataclass(frozen=True, eq=False)
class InstitutionData:
    """The data of an institution, checked, and what a person should know about them."""

    facts: Facts
    tables: Mapping[str, Table]
    flags: tuple[Flag, ...] = ()
    file: str = ""

    def table(self, name: str) -> Table:
        """A table that must be there."""
        if name not in self.tables:
            raise Refusal("The table `{name}` is missing.", name=name, where=self.file)
        return self.tables[name]

    @property
    def average_wage(self) -> float:
        """The fact, or the mean of the earnings of contributors; money a year."""
        if self.facts.average_wage is not None:
            return self.facts.average_wage
        insured = self.table("contributors")
        return float(np.average(insured.of("earnings"), weights=insured.of("persons")))

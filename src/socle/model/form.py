"""A form: the facts and tables that a questionnaire asks for, and what somebody filled in.

One list of columns serves the reader, the template and the reference: the form of an institution
(`institution_tables`), of the Social Security Inquiry, of the assessment of a statistical system.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.ground.refusals import Place, Refusal, nearest
from socle.ground.words import N_
from socle.model.survey import Flag

UNITS: Final = {
    "sex": N_("male or female"),
    "age": N_("whole years"),
    "whole": N_("whole number"),
    "counted": N_("whole number, at least 1"),
    "level": N_("whole number from 0 to 4"),
    "years": N_("years, parts of a year count"),
    "signed": N_("years, may be negative"),
    "count": N_("persons"),
    "number": N_("number"),
    "percentile": N_("number from 0 to 100"),
    "spread": N_("number from 0 to 3"),
    "money": N_("money for the period that the fact `per` says"),
    "stock": N_("money, a sum"),
    "yearly": N_("money, the sum of a year"),
    "limit": N_("number, or `none` where the law sets no limit"),
    "share_limit": N_("share from 0 to 1, or `none` where the law sets no limit"),
    "money_limit": N_("money for the period of the fact `per`, or `none` where the law sets no limit"),
    "change": N_("money, a sum that may be negative"),
    "share": N_("share from 0 to 1"),
    "growth": N_("growth in a year as a share: 0.03"),
    "year": N_("calendar year"),
    "date": N_("date: 2024-12-31"),
    "flag": N_("yes or no"),
    "word": N_("name or text"),
    "name": N_("short name: letters, digits, - and _"),
    "text": N_("text"),
    "texts": N_("texts, with ; between them"),
}
"""What a kind of cell holds. `money` is a flow of which the form says the period; `stock` is any other money."""

TEXTUAL: Final = ("word", "name", "text")  # a blank cell is an empty text
NONE: Final = "none"  # a limit that the law does not set
OPEN: Final = {"limit": "number", "share_limit": "share", "money_limit": "money"}
"""Kinds of limits -> what they hold where there is one; `none` is an infinite number. An empty cell is not known."""
OBJECTS: Final = (*TEXTUAL, "texts", "date")  # not numbers; `texts` are tuples, `date` a date or None


@dataclass(frozen=True)
class Column:
    """A column of a table, or a fact: its name, kind (a key of `UNITS`) and a sentence for people."""

    name: str
    kind: str
    sentence: str
    required: bool = True
    words: tuple[str, ...] = ()  # the only words that may be written, if there are such
    blank: bool = False  # whether a cell may be empty although the column is there
    meanings: Mapping[str, str] = field(default_factory=dict)  # what words mean, message keys
    refers: str = ""  # `table.column` of the form whose values alone may be written


@dataclass(frozen=True)
class TableSpec:
    """A table that a form asks for."""

    name: str
    sentence: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]  # no two rows agree in all of these
    required: bool = True
    run: str = ""  # the column whose values follow one another without holes, for each sex
    begins: int | None = None  # its first value
    others: Column | None = None  # what further columns hold, under any name, where there may be some
    given: tuple[str, ...] | None = None  # columns a template fills in; by default those of the form

    def column(self, name: str) -> Column | None:
        """The column of that name; one of the further ones where the table may have some."""
        found = {one.name: one for one in self.columns}.get(name)
        return found or (replace(self.others, name=name) if self.others else None)


@dataclass(frozen=True)
class Form:
    """A questionnaire. Sentences are message keys; `{names}` in the title are filled by who writes a template."""

    name: str  # in the singular: institution
    file: str  # the facts in a folder: valuation.yaml
    title: str
    facts: tuple[Column, ...]
    tables: Mapping[str, TableSpec]
    given: tuple[str, ...] = ()  # columns a template fills in: rows with nothing else do not count
    read_me: tuple[str, ...] = ()  # sentences for who fills it in
    each: tuple[Column, ...] = ()  # facts that may be said of each table: `sources.TABLE`
    pairs: tuple[tuple[str, str, str], ...] = ()  # (table, column, column) that stand together or not at all

    def fact(self, name: str) -> Column | None:
        """The fact of that name; `sources.TABLE` is one of those said of each table."""
        head, _, table = name.partition(".")
        if table:
            found = {one.name: one for one in self.each}.get(head)
            return replace(found, name=name, required=False) if found and table in self.tables else None
        return {one.name: one for one in self.facts}.get(name)

    def given_in(self, table: str) -> tuple[str, ...]:
        """The columns of a table that a template fills in."""
        own = self.tables[table].given
        return self.given if own is None else own


@dataclass(frozen=True)
class Where:
    """Where a table stands: its file or workbook, and the line of each row and position of each column."""

    book: str
    lines: tuple[int, ...]
    positions: Mapping[str, int]  # column -> 0, 1, ...
    sheet: str = ""  # empty in a file of text

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
    """A table by column, [row] each: numbers (sex as in `ground.axes`; NaN where blank), or words and other objects."""

    name: str
    columns: Mapping[str, NDArray[Any]]
    places: Where
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the texts of the cells
    further: tuple[str, ...] = ()  # columns under names that the form leaves open

    def __len__(self) -> int:
        return len(self.places.lines)

    def has(self, column: str) -> bool:
        """Whether the table gives a column."""
        return column in self.columns

    def of(self, column: str) -> Array:
        """The values of a column [row]; a refusal with the nearest name if the table has none."""
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


@dataclass(frozen=True, eq=False)
class Filled:
    """A form as filled in. A table that is left empty is not there; a column of it may be missing if not required."""

    form: Form
    facts: Mapping[str, Any]  # typed values of the facts that are said
    tables: Mapping[str, Table]
    flags: tuple[Flag, ...] = ()
    file: str = ""
    written: Mapping[str, str] = field(default_factory=dict)  # each fact as it was written
    places: Mapping[str, str] = field(default_factory=dict)  # and where
    refused: frozenset[str] = (
        frozenset()
    )  # tables, or `facts`, that could not be read; `read_form` gives none

    def table(self, name: str) -> Table:
        """A table that must be there."""
        if name not in self.tables:
            raise Refusal("The table `{name}` is missing.", name=name, where=self.file)
        return self.tables[name]

    def where(self, fact: str) -> str:
        """The place of a fact; the file if it is not said."""
        return self.places.get(fact, self.file)

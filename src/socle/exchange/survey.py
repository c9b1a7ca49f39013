"""Surveys in files: CSV, Parquet, Excel, Stata and SPSS, read into a `Survey`, each cell checked.

A cell that cannot be used is refused with the row it stands in. Nothing is filled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from socle.exchange.survey_formats import Raw, read_raw
from socle.ground.axes import Array
from socle.ground.refusals import Refusal, nearest
from socle.model.survey import Coded, Roles, Survey

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Wanted:
    """The columns of a survey that a question needs."""

    roles: Roles
    numbers: Sequence[str] = ()
    groups: Sequence[str] = ()
    replicates: str = ""  # what the names of columns of replicate weights begin with, before a number

    def names(self) -> list[str]:
        """Every column, each once."""
        roles = (self.roles.weight, self.roles.household, self.roles.strata, self.roles.psu)
        return list(dict.fromkeys(name for name in (*roles, *self.numbers, *self.groups) if name))


def load_survey(path: Path, wanted: Wanted) -> Survey:
    """The survey of a file with the columns that are wanted."""
    return survey_of(read_raw(path, () if wanted.replicates else wanted.names()), wanted)


def survey_of(raw: Raw, wanted: Wanted) -> Survey:
    """The survey of a table: weights, design, numbers and groups, each checked."""
    for name in wanted.names():
        known_column(raw, name)
    roles, records = wanted.roles, raw.frame.height
    if records == 0:
        raise Refusal("this table is empty", where=raw.file)
    unit = roles.psu or roles.household
    return Survey(
        file=raw.file,
        first_row=raw.first_row,
        roles=roles,
        weight=numbers(raw, roles.weight) if roles.weight else np.ones(records),
        psu=coded(raw, unit) if unit else Coded(np.arange(records, dtype=np.int64), ()),
        strata=coded(raw, roles.strata) if roles.strata else Coded(np.zeros(records, np.int64), ("",)),
        numbers={name: numbers(raw, name) for name in wanted.numbers},
        groups={name: coded(raw, name) for name in wanted.groups},
        replicates=_replicates(raw, wanted.replicates) if wanted.replicates else None,
    )


def _replicates(raw: Raw, prefix: str) -> Array:
    names = [name for name in raw.names if name.startswith(prefix) and name.removeprefix(prefix).isdigit()]
    if len(names) < 2:
        raise Refusal(
            "There are no two columns of replicate weights `{prefix}1`, `{prefix}2`.",
            where=raw.file,
            prefix=prefix,
            nearest=nearest(prefix, raw.names),
        )
    return np.stack([numbers(raw, name) for name in names])


def known_column(raw: Raw, name: str) -> pl.Series:
    """A column of the table, or a refusal with the nearest there is."""
    if name not in raw.frame.columns:
        raise Refusal(
            "there is no column `{column}`",
            where=raw.file,
            column=name,
            nearest=nearest(name, raw.names),
        )
    cells = raw.frame[name]
    if cells.dtype.is_nested() or cells.dtype.is_object():
        raise Refusal(
            "the column `{column}` holds {found}, not {expected}",
            where=raw.file,
            column=name,
            found=str(cells.dtype),
            expected="text, number",
        )
    return cells


def numbers(raw: Raw, name: str) -> Array:
    """A column of numbers; an empty cell or a word is refused with its row."""
    import polars as pl

    cells = known_column(raw, name)
    if cells.dtype == pl.Boolean or not (cells.dtype.is_numeric() or cells.dtype == pl.Null):
        cells = cells.cast(pl.String).str.strip_chars()
        cells = cells.set(cells == "", None)
    _none_empty(raw, cells)
    typed = cells.cast(pl.Float64, strict=False)
    wrong = ~typed.is_finite().fill_null(False)
    if wrong.any():
        record = int(wrong.arg_true()[0])
        raise Refusal(
            "`{text}` in the column `{column}` is not a number",
            where=raw.at(record),
            text=str(cells[record])[:40],
            column=name,
        )
    return typed.to_numpy().astype(np.float64)


def coded(raw: Raw, name: str) -> Coded:
    """A column of names or codes; an empty cell is refused with its row."""
    import polars as pl

    cells = known_column(raw, name)
    if cells.dtype.is_float():  # statistical packages keep whole codes as floating numbers
        whole = (cells == cells.round(0)).fill_null(True).all()
        cells = cells.cast(pl.Int64, strict=False) if whole else cells
    ordered = cells.dtype.is_numeric()
    found = cells.cast(pl.String).str.strip_chars()
    found = found.set(found == "", None)
    _none_empty(raw, found)
    basis = cells if ordered else found
    distinct = basis.unique().sort()
    codes = np.searchsorted(distinct.to_numpy(), basis.to_numpy())
    return Coded(codes.astype(np.int64), tuple(distinct.cast(pl.String).to_list()))


def _none_empty(raw: Raw, cells: pl.Series) -> None:
    if cells.null_count():
        record = int(cells.is_null().arg_true()[0])
        raise Refusal("the column `{column}` is empty here", where=raw.at(record), column=cells.name)


@dataclass(frozen=True)
class ColumnFacts:
    """What a column of a file holds."""

    name: str
    kind: str  # number or text
    missing: int
    distinct: int
    low: float | None
    high: float | None


def column_facts(raw: Raw) -> list[ColumnFacts]:
    """What each column of a table holds, as far as it can be seen without knowing its meaning."""
    return [_facts(raw.frame[name]) for name in raw.frame.columns]


def _facts(cells: pl.Series) -> ColumnFacts:
    import polars as pl

    missing = cells.null_count()
    typed = cells.cast(pl.Float64, strict=False) if _may_be_number(cells) else None
    if typed is None or typed.null_count() > missing or missing == len(cells):
        return ColumnFacts(cells.name, "text", missing, cells.drop_nulls().n_unique(), None, None)
    measure: Callable[[str], float] = lambda how: float(getattr(typed, how)())  # noqa: E731
    return ColumnFacts(
        cells.name, "number", missing, typed.drop_nulls().n_unique(), measure("min"), measure("max")
    )


def _may_be_number(cells: pl.Series) -> bool:
    import polars as pl

    return cells.dtype.is_numeric() or cells.dtype == pl.String

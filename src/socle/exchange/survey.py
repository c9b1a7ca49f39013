"""Surveys in files: CSV, Parquet, Excel, Stata and SPSS, read into a `Survey`, each cell checked.

A cell that cannot be used is refused with the row it stands in. Nothing is filled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from socle.exchange.survey_checks import no_person_twice, sampled_shares
from socle.exchange.survey_formats import ColumnFacts, Raw, read_raw
from socle.ground.axes import Array
from socle.ground.refusals import Refusal, nearest
from socle.model.survey import Coded, Roles, Survey

if TYPE_CHECKING:
    import polars as pl


DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")


@dataclass(frozen=True)
class Wanted:
    """The columns of a survey that a question needs."""

    roles: Roles
    numbers: Sequence[str] = ()
    groups: Sequence[str] = ()
    replicates: str = ""  # what the names of columns of replicate weights begin with, before a number

    def names(self) -> list[str]:
        """Every column, each once."""
        named = (*astuple(self.roles), *self.numbers, *self.groups)
        return list(dict.fromkeys(name for name in named if name))


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
    household = coded(raw, roles.household) if roles.household else None
    each = Coded(np.arange(records, dtype=np.int64), ())
    psu = coded(raw, roles.psu) if roles.psu else household or each
    strata = coded(raw, roles.strata) if roles.strata else Coded(np.zeros(records, np.int64), ("",))
    if roles.person:
        no_person_twice(raw, household, coded(raw, roles.person), roles.person)
    shares = numbers(raw, roles.fpc) if roles.fpc else None
    return Survey(
        file=raw.file,
        first_row=raw.first_row,
        roles=roles,
        weight=numbers(raw, roles.weight) if roles.weight else np.ones(records),
        psu=psu,
        strata=strata,
        numbers={name: numbers(raw, name) for name in wanted.numbers},
        groups={name: coded(raw, name) for name in wanted.groups},
        replicates=_replicates(raw, wanted.replicates) if wanted.replicates else None,
        household=household,
        sampled=None if shares is None else sampled_shares(raw, roles.fpc, shares, strata, psu),
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
    source = raw.source if name in raw.names and name not in raw.frame.columns else None
    if name not in raw.frame.columns and source is None:
        raise Refusal(
            "there is no column `{column}`",
            where=raw.file,
            column=name,
            nearest=nearest(name, raw.names),
        )
    cells = raw.frame[name] if source is None else read_raw(source, (name,)).frame[name]
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
    if cells.dtype == pl.String:  # mostly there is nothing to strip or refuse: no copies of the text then
        typed = cells.cast(pl.Float64, strict=False)
        if typed.is_finite().fill_null(False).all():
            return typed.to_numpy().astype(np.float64)
    if cells.dtype == pl.Boolean or not (cells.dtype.is_numeric() or cells.dtype == pl.Null):
        cells = cells.cast(pl.String).str.strip_chars()
        cells = cells.set(cells == "", None)
    _none_empty(raw, cells)
    typed = cells.cast(pl.Float64, strict=False)
    wrong = ~typed.is_finite().fill_null(False)
    if wrong.any():
        record = int(wrong.arg_true()[0])
        text = str(cells[record])[:40]
        if DECIMAL_COMMA.fullmatch(text):
            raise Refusal(
                "`{text}` in the column `{column}` has a decimal comma: write a point",
                where=raw.at(record),
                text=text,
                column=name,
            )
        raise Refusal(
            "`{text}` in the column `{column}` is not a number",
            where=raw.at(record),
            text=text,
            column=name,
        )
    return typed.to_numpy().astype(np.float64)


def coded(raw: Raw, name: str) -> Coded:
    """A column of names or codes, under their labels where the file has some; an empty cell is refused."""
    import polars as pl

    cells = whole_codes(known_column(raw, name))
    basis = cells
    if not cells.dtype.is_numeric():
        basis = _stripped(cells.cast(pl.String))
    _none_empty(raw, basis)
    distinct = basis.unique().sort()
    codes = basis.rank("dense").to_numpy() - 1
    said = tuple(distinct.cast(pl.String).to_list())
    return Coded(codes.astype(np.int64), *_labelled(said, raw.labels.get(name, {})))


def _stripped(cells: pl.Series) -> pl.Series:
    """The text without space around it; what is only space is empty."""
    if not cells.str.contains(r"^\s|\s$|^$").any():
        return cells
    found = cells.str.strip_chars()
    return found.set(found == "", None)


def _labelled(said: tuple[str, ...], labels: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of codes, and the codes; two codes of one label keep their code in the name."""
    names = [labels.get(code, code) for code in said]
    if not labels:
        return said, ()
    twice = {name for name in names if names.count(name) > 1}
    return tuple(f"{n} ({c})" if n in twice else n for n, c in zip(names, said, strict=True)), said


def whole_codes(cells: pl.Series) -> pl.Series:
    """The column with whole floating numbers, as which statistical packages keep codes, as whole numbers."""
    import polars as pl

    if not cells.dtype.is_float():
        return cells
    whole = (cells == cells.round(0)).fill_null(True).all()
    return cells.cast(pl.Int64, strict=False) if whole else cells


def _none_empty(raw: Raw, cells: pl.Series) -> None:
    if cells.null_count():
        record = int(cells.is_null().arg_true()[0])
        raise Refusal("the column `{column}` is empty here", where=raw.at(record), column=cells.name)


def column_facts(raw: Raw) -> list[ColumnFacts]:
    """What each column of a table holds, as far as it can be seen without knowing its meaning."""
    known = {one.name for one in raw.facts}
    return [*raw.facts, *(_facts(raw.frame[name]) for name in raw.frame.columns if name not in known)]


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

"""Folders of Parquet in the layout of the reference data, checked and taken into the store as they are."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from socle.exchange.sources import source
from socle.exchange.store import Batch, Piece
from socle.ground.provenance import sha256_of_file
from socle.ground.refusals import Refusal, nearest

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Table:
    """What a Parquet file of the reference layout must hold to be taken into the store."""

    columns: Mapping[str, str]  # name -> kind of its values: text, whole, number, truth
    key: tuple[str, ...]  # columns that together name a row once
    sources: tuple[str, ...]
    counts: tuple[str, ...] = ()  # columns that are never negative
    breakdown: tuple[str, ...] = ()  # columns that belong to the key but may be empty


@dataclass(frozen=True)
class Origin:
    """Where a dataset of an import comes from."""

    sources: tuple[str, ...]  # keys of the list of sources
    raw: Mapping[str, str]  # file imported -> sha256 of its content
    dropped: tuple[str, ...] = ()  # series that the edition before had and this one has not


def read_checked(path: Path, table: Table) -> pl.DataFrame:
    """The table of a Parquet file, after its columns, types, signs and keys were checked."""
    import polars as pl

    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refusal("this is not a Parquet file that can be read", where=str(path)) from error
    for name, kind in table.columns.items():
        if name not in frame.columns:
            raise Refusal(
                "there is no column `{column}`",
                where=path.name,
                column=name,
                nearest=nearest(name, frame.columns),
            )
        if not _is(frame.schema[name], kind):
            raise Refusal(
                "the column `{column}` holds {found}, not {expected}",
                where=path.name,
                column=name,
                found=str(frame.schema[name]),
                expected=kind,
            )
    _check_signs(frame, table, path.name)
    _check_keys(frame, table, path.name)
    return frame


def take(batch: Batch, dataset: str, path: Path, table: Table) -> None:
    """Adds a checked Parquet file of the reference layout to an import, byte for byte."""
    rows = read_checked(path, table).height
    origin = Origin(table.sources, {path.name: sha256_of_file(path)})
    hold(batch, dataset, _copied(path, batch.folder), rows, origin)


def hold(
    batch: Batch,
    dataset: str,
    file: Path,
    rows: int,
    origin: Origin,
) -> None:
    """Adds a file to an import under the licences and editions of its sources."""
    cited = [source(key) for key in origin.sources]
    batch.add(
        Piece(
            dataset=dataset,
            file=file,
            rows=rows,
            sources=origin.sources,
            licence="; ".join(dict.fromkeys(one.licence for one in cited)),
            version="; ".join(dict.fromkeys(one.vintage for one in cited)),
            raw=origin.raw,
            dropped=origin.dropped,
        )
    )


def _copied(path: Path, folder: Path) -> Path:
    return Path(shutil.copyfile(path, folder / path.name))


def _is(found: pl.DataType, kind: str) -> bool:
    import polars as pl

    if kind == "text":
        return found in (pl.String, pl.Categorical)
    if kind == "whole":
        return found.is_integer()
    return found == pl.Boolean if kind == "truth" else found.is_numeric()


def _check_signs(frame: pl.DataFrame, table: Table, file: str) -> None:
    for name in table.counts:
        wrong = (frame[name] < 0).fill_null(False)
        if wrong.any():
            at = wrong.arg_true()[0]
            raise Refusal(
                "`{column}` is negative: {value}",
                where=f"{file}, {_row(frame, table.key, at)}",
                column=name,
                value=f"{frame[name][at]:g}",
            )


def _check_keys(frame: pl.DataFrame, table: Table, file: str) -> None:
    for name in table.key:
        if frame[name].has_nulls():
            raise Refusal("the column `{column}` has empty cells", where=file, column=name)
    if frame.height == 0:
        raise Refusal("this table is empty", where=file)
    refuse_twice(frame, (*table.key, *table.breakdown), file)


def _first_twice(frame: pl.DataFrame, key: Sequence[str]) -> int | None:
    """The position of the first row whose key is also that of another row."""
    import polars as pl

    hashes = frame.select(pl.struct(key).hash()).to_series()
    if hashes.n_unique() == frame.height:  # equal rows have equal hashes, so this settles it
        return None
    keys = frame.select(pl.col(key).cast(pl.String))
    twice = keys.is_duplicated().arg_true()
    return int(twice[0]) if len(twice) else None


def refuse_twice(frame: pl.DataFrame, key: Sequence[str], file: str) -> None:
    """Refuses a table in which a key names two rows."""
    at = _first_twice(frame, key)
    if at is not None:
        raise Refusal("this row is there twice: {row}", where=file, row=_row(frame, key, at))


def _row(frame: pl.DataFrame, key: Sequence[str], at: int) -> str:
    values = (frame[name][at] for name in key)
    return " ".join(f"{value:g}" if isinstance(value, float) else str(value) for value in values)

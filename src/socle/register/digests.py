"""The digest of what a change wrote, so that a row changed behind the register's back is found.

Rows of a table are taken in the order of its key. Most are lines of JSON; observations, of which there are
millions, are their whole numbers one after the other, eight bytes each, the least first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Table

from socle.model.observation import STATUSES
from socle.register import tables

if TYPE_CHECKING:
    import polars as pl

ALPHABET: Final = "APEIOW"
"""Statuses by their number in a digest: the order never changes."""
assert set(ALPHABET) == set(STATUSES)

MEASURED: Final = ("series", "edition", "period", "value", "status", "description", "submission")
"""The columns of an observation in its digest, in this order."""

BY_NAME: Final = {table.name: table for table in tables.LOGGED}


def canonical(value: Any) -> str:
    """One text for one content."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)


def key_of(table: Table) -> tuple[str, ...]:
    """The columns that name a row of a table; its change names them all."""
    return tuple(column.name for column in table.primary_key if column.name != "change")


def columns_of(table: Table) -> tuple[str, ...]:
    """The columns of a row that are in the digest: all but the change, whose digest it is."""
    return tuple(column.name for column in table.columns if column.name != "change")


@dataclass
class Digest:
    """How many rows of one table a change wrote, and their hash so far."""

    rows: int = 0
    sha256: Any = field(default_factory=hashlib.sha256)

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """More rows, in the order of the key."""
        for row in rows:
            self.sha256.update(canonical(list(row)).encode() + b"\n")
            self.rows += 1

    def add_observations(self, frame: pl.DataFrame) -> None:
        """More observations, in the order of the key, with the columns `MEASURED`."""
        self.sha256.update(_bytes(frame))
        self.rows += frame.height

    @property
    def said(self) -> list[Any]:
        """How it is written in the log."""
        return [self.rows, self.sha256.hexdigest()]


def written(digests: Mapping[str, Digest]) -> str:
    """The digest of a change, as the log holds it: of each table that it wrote, the rows and their hash."""
    return canonical({name: digest.said for name, digest in digests.items() if digest.rows})


def _bytes(frame: pl.DataFrame) -> bytes:
    import numpy as np
    import polars as pl

    numbers = {letter: number for number, letter in enumerate(ALPHABET)}
    status = pl.col("status").replace_strict(numbers, default=-1, return_dtype=pl.Int64)
    whole = frame.select(
        "series", "edition", "period", status, "description", pl.col("submission").fill_null(-1)
    )
    table = np.empty((frame.height, len(MEASURED)), dtype="<i8")
    for place, name in enumerate(MEASURED):
        if name == "value":
            values = frame["value"].fill_null(float("nan")).to_numpy().astype("<f8")
            values = np.where(np.isnan(values), np.nan, values)  # one pattern of bits for what is missing
            table[:, place] = np.ascontiguousarray(values).view("<i8")
        else:
            table[:, place] = whole[name].to_numpy()
    return table.tobytes()

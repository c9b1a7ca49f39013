"""Many observations at once out of the database, into a frame of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection

from socle.register.databases import is_postgres, prepared, rows

if TYPE_CHECKING:
    import polars as pl

COLUMNS: Final = ("series", "edition", "period", "change", "value", "status", "description", "submission")
BLOCK: Final = 10_000  # series
LOT: Final = 2_048  # rows: few enough to stay in the cache of the processor
LETTERS: Final = {number: chr(number) for number in range(ord("A"), ord("Z") + 1)}
NONE: Final = -1  # of a submission

PACKED: Final = {
    "series": ("int4send(series)", ">i4"),
    "edition": ("int4send(edition)", ">i4"),
    "period": ("int2send(period)", ">i2"),
    "change": ("int4send(change)", ">i4"),
    "value": ("float8send(coalesce(value, 'NaN'))", ">f8"),  # no value that is held is no number
    "status": ("int2send(ascii(status)::int2)", ">i2"),
    "description": ("int4send(description)", ">i4"),
    "submission": (f"int4send(coalesce(submission, {NONE}))", ">i4"),
}
"""PostgreSQL sends each column as one string of bytes: a message for each row would take twice as long."""


def fetch(connection: Connection, sql: str, *values: Any, strict: bool = True) -> pl.DataFrame:
    """What a query of all `COLUMNS` of observation gives, in any order; `?` and lists as in `databases.rows`.

    A value of the wrong kind, which SQLite would hold, is an error; if not `strict`, it is null.
    """
    if is_postgres(connection):
        return _packed(connection, sql, values)
    return _joined(connection, sql, values) if strict else _rows(connection, sql, values)


def sweep(connection: Connection, *, strict: bool = True) -> Iterator[pl.DataFrame]:
    """All observations in the order of their key, in blocks of whole series."""
    first = _least(connection, -(2**63) if not is_postgres(connection) else -(2**31))
    while first is not None:
        last = first + BLOCK - 1
        sql = f"SELECT {', '.join(COLUMNS)} FROM observation WHERE series BETWEEN ? AND ?"
        yield fetch(connection, sql, first, last, strict=strict).sort(COLUMNS[:4])
        first = _least(connection, last + 1)


def _least(connection: Connection, number: int) -> int | None:
    found = rows(connection, "SELECT min(series) FROM observation WHERE series >= ?", number)
    return None if found[0][0] is None else int(found[0][0])


def _packed(connection: Connection, sql: str, values: tuple[Any, ...]) -> pl.DataFrame:
    import numpy as np
    import polars as pl

    columns = ", ".join(f"string_agg({packing}, ''::bytea)" for packing, _ in PACKED.values())
    said, sent = prepared(connection, f"SELECT {columns} FROM ({sql}) AS found", values)
    driver: Any = connection.connection.driver_connection
    with driver.cursor(binary=True) as cursor:
        found = cursor.execute(said, sent).fetchone()
    arrays = {
        name: np.frombuffer(content or b"", kind).astype(kind.replace(">", "="))
        for (name, (_, kind)), content in zip(PACKED.items(), found, strict=True)
    }
    return pl.DataFrame(arrays).select(
        *(pl.col(name).cast(pl.Int64) for name in COLUMNS[:4]),
        pl.col("value").fill_nan(None),
        pl.col("status").replace_strict(LETTERS, default="?", return_dtype=pl.String),
        pl.col("description").cast(pl.Int64),
        pl.when(pl.col("submission") != NONE).then(pl.col("submission")).cast(pl.Int64).alias("submission"),
    )


JOINED: Final = (
    "(series << 32) | (edition << 16) | period",
    "(change << 32) | description",
    f"((coalesce(submission, {NONE}) + 1) << 8) | unicode(status)",
    "value",
)
"""SQLite gives eight columns as four: what a row costs is the Python objects that it is made of."""


def _joined(connection: Connection, sql: str, values: tuple[Any, ...]) -> pl.DataFrame:
    import polars as pl

    columns = _columns(connection, f"SELECT {', '.join(JOINED)} FROM ({sql})", values, len(JOINED))
    place, words, state = (pl.Series(column, dtype=pl.Int64).to_numpy() for column in columns[:3])
    submission = pl.Series(state >> 8)
    status = pl.Series(state & 0xFF).replace_strict(LETTERS, default="?", return_dtype=pl.String)
    return pl.DataFrame(
        {
            "series": place >> 32,
            "edition": (place >> 16) & 0xFFFF,
            "period": place & 0xFFFF,
            "change": words >> 32,
            "value": pl.Series(columns[3], dtype=pl.Float64),
            "status": status,
            "description": words & 0xFFFFFFFF,
            "submission": submission.set(submission == 0, None) - 1,
        }
    )


def _rows(connection: Connection, sql: str, values: tuple[Any, ...]) -> pl.DataFrame:
    """Column by column, whatever is in them: a value of the wrong kind is null."""
    import polars as pl

    kinds = {"value": pl.Float64, "status": pl.String}
    pairs = zip(COLUMNS, _columns(connection, sql, values, len(COLUMNS)), strict=True)
    return pl.DataFrame(
        [pl.Series(name, column, dtype=kinds.get(name, pl.Int64), strict=False) for name, column in pairs]
    )


def _columns(connection: Connection, sql: str, values: tuple[Any, ...], count: int) -> list[list[Any]]:
    columns: list[list[Any]] = [[] for _ in range(count)]
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(*prepared(connection, sql, values))
        while lot := cursor.fetchmany(LOT):
            for column, part in zip(columns, zip(*lot, strict=True), strict=True):
                column.extend(part)
    finally:
        cursor.close()
    return columns

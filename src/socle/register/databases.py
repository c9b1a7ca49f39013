"""The two databases: how each is reached, how a transaction begins on it, and the few words in which they differ."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from socle.ground.refusals import Refusal

SQLITE: Final = "sqlite"
POSTGRES: Final = "postgresql"
ADDRESS: Final = re.compile(r"[a-z][a-z0-9+]*://")
WRITES: Final = "socle_writes"  # execution option of a connection
LOCK: Final = 7_316_421  # any number, the same for all who write one register
PRAGMAS: Final = (
    "PRAGMA busy_timeout=60000",  # milliseconds for which somebody waits for another's transaction
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-65536",  # kilobytes
    "PRAGMA temp_store=MEMORY",
)


def address(where: str | Path) -> URL:
    """The address of a register: a file of SQLite, or a server of PostgreSQL."""
    said = str(where)
    if not ADDRESS.match(said):
        return URL.create(SQLITE, database=str(Path(said).expanduser()))
    try:
        url = make_url(said)
    except ArgumentError as error:
        raise Refusal("This is not the address of a database.", where=said) from error
    name = url.get_backend_name()
    if name == "postgres":
        name = POSTGRES
    if name == POSTGRES:
        return url.set(drivername="postgresql+psycopg")
    if name == SQLITE and url.database:
        return url.set(drivername=SQLITE)
    raise Refusal(
        "A register is a file, sqlite:///FILE or postgresql://USER@HOST/NAME; `{name}` is something else.",
        name=name,
    )


def spoken(url: URL) -> str:
    """The address as it may be shown: the file alone, or the server without its password."""
    if url.get_backend_name() == SQLITE:
        return str(url.database)
    return url.set(drivername=POSTGRES).render_as_string(hide_password=True)


def engine(url: URL) -> Engine:
    """The engine of an address; nothing is opened yet."""
    if url.get_backend_name() == POSTGRES:
        try:
            import psycopg  # noqa: F401
        except ImportError as error:
            raise Refusal("PostgreSQL needs a driver: pip install 'opensocle[postgres]'.") from error
        return create_engine(url, pool_size=1, max_overflow=8)
    made = create_engine(url, poolclass=NullPool)
    event.listen(made, "connect", _connected)
    event.listen(made, "begin", _begun)
    return made


def _connected(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begun(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def is_sqlite(url: URL) -> bool:
    """Whether the address is that of a file."""
    return url.get_backend_name() == SQLITE


def is_postgres(connection: Connection) -> bool:
    """Which of the two it is."""
    return connection.dialect.name == POSTGRES


def serialise(connection: Connection) -> None:
    """Wait until nobody else writes the log; SQLite waits where the transaction begins."""
    if is_postgres(connection):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def rows(connection: Connection, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of a query with a `?` for each value; a list of values stands for `IN`, written `IN ?`."""
    said, sent = prepared(connection, sql, values)
    return [tuple(row) for row in connection.exec_driver_sql(said, sent)]


def prepared(connection: Connection, sql: str, values: Iterable[Any]) -> tuple[str, tuple[Any, ...]]:
    """The query in the words of the driver. A list, however long, is one parameter."""
    postgres = is_postgres(connection)
    sent = []
    for value in values:
        if not isinstance(value, list):
            sent.append(value)
            sql = sql.replace("?", "\0", 1)
        elif postgres:
            sent.append(value)
            sql = sql.replace("IN ?", "= ANY(\0)", 1)
        else:
            sent.append(json.dumps(value))
            sql = sql.replace("IN ?", "IN (SELECT value FROM json_each(\0))", 1)
    return sql.replace("\0", "%s" if postgres else "?"), tuple(sent)

"""Registers to try things on, each test with its own, on both databases."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from socle.register.moments import Clock
from socle.register.store import Register
from tools import postgres_server

DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
NUMBERS = count()

Place = Callable[[], str]
"""Gives the place of another register, where there is nothing yet."""


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A server of PostgreSQL for this process; without one its tests are skipped, and fail in CI."""
    if postgres_server.programs() is None:
        message = "PostgreSQL is not installed (no initdb and pg_ctl)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with postgres_server.server() as address:
        yield address


def made(address: str) -> str:
    """A new database of a server."""
    import psycopg

    name = f"register_{next(NUMBERS)}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    return f"{address}/{name}"


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Places for registers in one kind of database."""
    if request.param == "postgres":
        address = request.getfixturevalue("server")
        return lambda: made(address)
    return lambda: str(tmp_path / f"register_{next(NUMBERS)}.sqlite")


@pytest.fixture
def clock() -> Clock:
    """A clock that strikes noon, one day later each time it is looked at: 1 March 2026, 2 March ..."""
    days = count()
    return lambda: datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(days=next(days))


@pytest.fixture
def register(place: Place, clock: Clock) -> Iterator[Register]:
    """A new register of which `ann` is the administrator."""
    where = place()
    Register.create(where, "ann", "Office of Ann", clock).close()
    opened = Register.of(where, "ann", clock)
    yield opened
    opened.close()

"""Registers to try things on, each test with its own, on both databases."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from socle.register import databases
from socle.register.moments import Clock
from socle.register.store import Register
from tests.register.desks import Office
from tools import postgres_server

DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
NUMBERS = count()
ROOM = 2 << 30  # bytes

Place = Callable[[], str]
"""Gives the place of another register, where there is nothing yet."""
Make = Callable[[str, Clock], object]
"""Makes a register at a place, and closes it."""
Copied = Callable[[Make], str]
"""Gives the place of a copy of a register that was made once; the clock of the test goes on from there."""
MADE: dict[tuple[str, Make], tuple[str, int]] = {}
"""Of each kind of database and each way to make a register: where it is, and how often it looked at its clock."""


class Days:
    """A clock that strikes noon, one day later each time it is looked at: 1 March 2026, 2 March ..."""

    def __init__(self) -> None:
        self.looked = 0

    def __call__(self) -> datetime:
        """What it shows."""
        self.looked += 1
        return datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(days=self.looked - 1)


@pytest.fixture(autouse=True, scope="session")
def without_syncing() -> Iterator[None]:
    """No test cuts the power: a file need not reach the disk for another process to read it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(databases, "PRAGMAS", (*databases.PRAGMAS, "PRAGMA synchronous=OFF"))
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A server of PostgreSQL for this process; without one its tests are skipped, and fail in CI."""
    if postgres_server.programs() is None:
        message = "PostgreSQL is not installed (no initdb and pg_ctl)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with postgres_server.server("autovacuum=off", within=in_memory()) as address:
        yield address


def in_memory() -> Path | None:
    """A folder that never reaches a disk, where there is one with room."""
    folder = Path("/dev/shm")
    return folder if folder.is_dir() and shutil.disk_usage(folder).free > ROOM else None


def made(address: str, template: str = "template1", name: str = "") -> str:
    """A new database of a server, empty or a copy of another."""
    import psycopg

    name = name or f"register_{next(NUMBERS)}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")  # type: ignore[call-overload]
    return f"{address}/{name}"


def dropped(address: str, numbers: Iterable[int]) -> None:
    """These databases are no more: thousands of files cost more at the end of all than one by one."""
    import psycopg

    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        for number in numbers:
            connection.execute(f"DROP DATABASE IF EXISTS register_{number} WITH (FORCE)")  # type: ignore[call-overload]


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Places for registers in one kind of database."""
    if request.param == "sqlite":
        yield lambda: str(tmp_path / f"register_{next(NUMBERS)}.sqlite")
        return
    address = request.getfixturevalue("server")
    first = next(NUMBERS)
    yield lambda: made(address)
    dropped(address, range(first + 1, next(NUMBERS)))


@pytest.fixture
def clock() -> Days:
    """A clock of this test alone."""
    return Days()


@pytest.fixture
def copied(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, place: Place, clock: Days
) -> Copied:
    """Copies of registers that each process makes once in each kind of database."""
    kind = request.node.callspec.params["place"]
    address = request.getfixturevalue("server") if kind == "postgres" else ""

    def copy(make: Make) -> str:
        if (kind, make) not in MADE:
            folder = tmp_path_factory.mktemp("made")  # the places of a test go with it
            kept = made(address, name=f"made_{len(MADE)}") if address else str(folder / "register.sqlite")
            days = Days()
            make(kept, days)
            MADE[kind, make] = kept, days.looked
        original, clock.looked = MADE[kind, make]
        if address:
            return made(address, original.rpartition("/")[2])
        return str(shutil.copy(original, place()))

    return copy


def empty(where: str, clock: Clock) -> None:
    """A register of which `ann` is the administrator."""
    Register.create(where, "ann", "Office of Ann", clock).close()


@pytest.fixture
def register(copied: Copied, clock: Clock) -> Iterator[Register]:
    """A new register of which `ann` is the administrator."""
    opened = Register.of(copied(empty), "ann", clock)
    yield opened
    opened.close()


@pytest.fixture
def office(copied: Copied, clock: Clock) -> Office:
    """A register with people in it."""
    return Office(copied(Office), clock, new=False)

"""Copies of a whole register: into a file to be kept elsewhere, and back, to either database.

A copy is a file of SQLite whatever the register is. It is there whole and proven, or not at all.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, select

from socle.ground.refusals import Refusal
from socle.register import databases, tables
from socle.register.audit import Progress, Verified, verify
from socle.register.entering import put
from socle.register.fetching import sweep
from socle.register.migrate import upgrade
from socle.register.opened import Opened
from socle.register.roles import MANAGE, require

LOT: Final = 10_000  # rows


def backup(register: Opened, path: Path, progress: Progress) -> Verified:
    """Copy the register into a new file, while others go on using it, and prove the copy."""
    with register.reading() as connection:
        require(register.account(connection), MANAGE)
    with _new_file(register, path) as copy:
        if databases.is_sqlite(register.url):
            _online(Path(str(register.url.database)), Path(str(copy.url.database)))
        else:
            with register.reading() as source, copy.writing() as target:
                upgrade(target)
                _all(source, target)
        found = _proven(copy, progress)
        _single_file(Path(str(copy.url.database)))
    return found


def restore(source: Opened, target: Opened, progress: Progress) -> Verified:
    """Copy a register into an empty place: proven before and after; who is cut off leaves nothing."""
    with source.reading() as connection:
        require(source.account(connection), MANAGE)
    before = _proven(source, progress)
    if databases.is_sqlite(target.url):
        with _new_file(target, Path(str(target.url.database))) as copy:
            _online(Path(str(source.url.database)), Path(str(copy.url.database)))
            after = _proven(copy, progress)
    else:
        with source.reading() as kept, target.writing() as connection:
            databases.serialise(connection)
            if inspect(connection).get_table_names():
                raise Refusal("There is something here already.", where=target.where)
            upgrade(connection)
            _all(kept, connection)
            connection.exec_driver_sql(
                "SELECT setval(pg_get_serial_sequence('draft', 'id'), coalesce(max(id), 0) + 1, false) FROM draft"
            )
            after = _sound(verify(connection, progress), target.where)
    assert (before.head, before.rows) == (after.head, after.rows)
    return after


def _proven(register: Opened, progress: Progress) -> Verified:
    with register.reading() as connection:
        found = verify(connection, progress)
    return _sound(found, register.where)


def _sound(found: Verified, where: str) -> Verified:
    if not found.sound:
        raise Refusal(
            "This register is not what was written: {fault}.", where=where, fault=found.faults[0].said
        )
    return found


@contextmanager
def _new_file(register: Opened, path: Path) -> Iterator[Opened]:
    """A register in a file beside `path`, which takes that name when the block ends well."""
    if path.exists():
        raise Refusal("There is something here already.", where=str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".register-") as folder:
            file = Path(folder) / "register.sqlite"
            building = Opened(databases.address(file), register.user, register.now)
            yield building
            building.close()
            path.hardlink_to(file)  # fails if somebody was faster
    except FileExistsError as error:
        raise Refusal("There is something here already.", where=str(path)) from error
    except OSError as error:
        raise Refusal(
            "A register cannot be made here ({reason}).",
            where=str(path),
            reason=error.strerror or type(error).__name__,
        ) from error
    except sqlite3.Error as error:  # of a copy that does not go through SQLAlchemy
        raise Refusal("A register cannot be made here ({reason}).", where=str(path), reason=error) from error


def _online(source: Path, target: Path) -> None:
    """The copy of SQLite itself: one state, while others read and write."""
    with sqlite3.connect(source) as held, sqlite3.connect(target) as copy:
        held.backup(copy)
    held.close()
    copy.close()


def _single_file(path: Path) -> None:
    """No second file beside it, so that who carries it away carries all of it."""
    copy = sqlite3.connect(path)
    copy.execute("PRAGMA journal_mode=DELETE")
    copy.close()


def _all(source: Connection, target: Connection) -> None:
    """Every row of every table."""
    for table in tables.metadata.sorted_tables:
        if table is tables.observation:
            for frame in sweep(source):
                put(target, frame)
            continue
        found = source.execution_options(yield_per=LOT).execute(select(table))
        for lot in found.mappings().partitions(LOT):
            target.execute(table.insert(), [dict(line) for line in lot])

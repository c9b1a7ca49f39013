"""A register made, opened, and changed, one sealed change at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, inspect
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from socle.ground.refusals import Refusal
from socle.register import accounts, databases, log, moments
from socle.register.databases import WRITES, rows
from socle.register.roles import (
    ADMINISTRATOR,
    ANYBODY,
    MANAGE,
    READER,
    Account,
    known_name,
    require,
    somebody,
)
from socle.register.tables import REVISIONS


class Opened:
    """A register that somebody has opened."""

    def __init__(self, url: URL, user: str, now: moments.Clock) -> None:
        self.url, self.user, self.now = url, user, now
        self.engine: Engine = databases.engine(url)

    @classmethod
    def of(cls, where: str | Path, user: str, now: moments.Clock = moments.utc_now) -> Self:
        """The register at a path or address, used by `user`."""
        register = cls(databases.address(where), user, now)
        register._known_revision()
        return register

    @classmethod
    def create(
        cls, where: str | Path, user: str, title: str = "", now: moments.Clock = moments.utc_now
    ) -> Self:
        """A new register, of which `user` is the administrator. There is the whole of it or nothing."""
        register = cls(databases.address(where), known_name(user), now)
        if databases.is_sqlite(register.url):
            register._create_file(title)
        else:
            with register._connected(), register.engine.begin() as connection:
                databases.serialise(connection)
                if inspect(connection).get_table_names():
                    raise Refusal("There is something here already.", where=register.where)
                register._make(connection, title)
        return register

    @classmethod
    def at(cls, where: str | Path, user: str, now: moments.Clock = moments.utc_now) -> Self:
        """The same of whatever revision its tables are, to be upgraded."""
        return cls(databases.address(where), user, now)

    @property
    def where(self) -> str:
        """Its place, in words; no password."""
        return databases.spoken(self.url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read on; what is read sees one state."""
        with self._begun(isolation_level="REPEATABLE READ") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that writes: for drafts, which are no part of the record."""
        with self._begun(**{WRITES: True}) as connection:
            yield connection

    @contextmanager
    def _begun(self, **options: Any) -> Iterator[Connection]:
        if databases.is_sqlite(self.url):
            options.pop("isolation_level", None)  # every transaction of SQLite sees one state
        with self._connected(), self.engine.connect() as connection:
            chosen = connection.execution_options(**options)
            with chosen.begin():
                yield chosen

    @contextmanager
    def change(
        self, action: str, subject: str, reason: str, *, needs: str = "", country: str = "", author: str = ""
    ) -> Iterator[log.Change]:
        """A change: all that the block writes, and its entry in the log, or nothing of either.

        `needs` is what the user must be allowed to do (see roles), for a country, with what `author` submitted.
        A block that adds no row leaves no entry.
        """
        reason = log.plain(reason)
        with self.writing() as connection:
            databases.serialise(connection)
            who = self.account(connection)
            if not who.known:
                raise Refusal("`{user}` has no account in this register.", where=self.where, user=self.user)
            if needs:
                require(who, needs, country, author)
            if not reason:
                raise Refusal("Say why, in words that the log keeps; on a command line with --reason.")
            change = log.begin(connection, self.now, self.user, (action, subject, reason))
            yield change
            if change.rows or change.observed:
                change.seal()

    def account(self, connection: Connection) -> Account:
        """Who uses the register. Those without an account read where the account `anybody` is a reader; where there
        is no such account, they read a file and not a server.
        """
        held = accounts.roles_held(connection, self.user) if self.user != ANYBODY else None
        if held is not None:
            return somebody(self.user, held, anonymous=False)
        everybody = accounts.roles_held(connection, ANYBODY)
        open_to_all = databases.is_sqlite(self.url) if everybody is None else READER in everybody
        return somebody(self.user, None, open_to_all)

    def head(self, as_of: str = "") -> log.Entry:
        """The last entry of the log, or the last up to a day or moment."""
        with self.reading() as connection:
            if not as_of:
                return log.head(connection)
            number = log.number_at(connection, moments.until(as_of))
            return log.entry(connection, number) or log.NOTHING

    def upgrade(self) -> None:
        """Bring the tables to the revision that this Socle knows."""
        from socle.register.migrate import upgrade

        self._revision()
        with self.writing() as connection:
            databases.serialise(connection)
            require(self.account(connection), MANAGE)
            upgrade(connection)

    def close(self) -> None:
        """Let go of connections."""
        self.engine.dispose()

    def _create_file(self, title: str) -> None:
        path = Path(str(self.url.database))
        if path.exists():
            raise Refusal("There is something here already.", where=self.where)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=path.parent, prefix=".register-") as folder:
                made = self.url.set(database=str(Path(folder) / "register.sqlite"))
                building = Opened(made, self.user, self.now)
                with building.engine.connect() as connection:
                    connection.connection.cursor().execute("PRAGMA journal_mode=WAL")
                with building.writing() as connection:
                    building._make(connection, title)
                building.close()
                self._placed(Path(folder, "register.sqlite"), path)
        except OSError as error:
            raise Refusal(
                "A register cannot be made here ({reason}).",
                where=self.where,
                reason=error.strerror or type(error).__name__,
            ) from error

    def _placed(self, made: Path, path: Path) -> None:
        try:
            path.hardlink_to(made)
        except FileExistsError as error:  # somebody was faster
            raise Refusal("There is something here already.", where=self.where) from error

    def _make(self, connection: Connection, title: str) -> None:
        from socle.register.migrate import upgrade

        upgrade(connection)
        change = log.begin(connection, self.now, self.user, ("create", "register", "a new register"))
        accounts.give(change, self.user, (ADMINISTRATOR,), title)
        change.seal()

    def _exists(self) -> None:
        if databases.is_sqlite(self.url):
            path = Path(str(self.url.database))
            if not path.is_file():
                raise Refusal("There is no register here: `socle register init` makes one.", where=self.where)
            with path.open("rb") as file:
                if file.read(16) not in (b"SQLite format 3\0", b""):
                    raise Refusal("This file is no register.", where=self.where)

    def _known_revision(self) -> None:
        if self._revision() != REVISIONS[-1]:
            raise Refusal(
                "This register is of an older version of Socle: `socle register upgrade` brings it up to date "
                "(back it up first).",
                where=self.where,
            )

    def _revision(self) -> str:
        """The revision of its tables, one that this Socle knows."""
        self._exists()
        with self.reading() as connection:
            if "alembic_version" not in inspect(connection).get_table_names():
                raise Refusal("There is no register here: `socle register init` makes one.", where=self.where)
            (found,) = rows(connection, "SELECT version_num FROM alembic_version") or [("",)]
        if found[0] in REVISIONS:
            return str(found[0])
        raise Refusal("This register was written by a newer version of Socle: use that.", where=self.where)

    @contextmanager
    def _connected(self) -> Iterator[None]:
        """Words for a server that does not answer and for a file that cannot be read or written."""
        try:
            yield
        except (OperationalError, DatabaseError) as error:
            if type(error) not in (OperationalError, DatabaseError):
                raise  # a mistake of ours, not of the place
            raise _worded(error, self.where) from error


def _worded(error: DBAPIError, where: str) -> Exception:
    said: Any = error.orig
    lines = str(said).strip().splitlines()
    return Refusal("The register does not answer: {reason}.", where=where, reason=lines[0] if lines else "?")

"""The log: every change with its author, its reason and the digest of what it wrote, each sealed by the next.

The hash of an entry is the sha256 of the canonical JSON of (hash of the entry before, moment, author,
action, subject, reason, digest). Who keeps the last hash elsewhere can show that nothing before it moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from unicodedata import category

from sqlalchemy import Connection, Table

from socle.ground.provenance import sha256_of
from socle.ground.refusals import Refusal
from socle.register import moments, tables
from socle.register.databases import rows
from socle.register.digests import BY_NAME, Digest, canonical, columns_of, key_of, written

if TYPE_CHECKING:
    import polars as pl

HIDDEN: Final = ("Cc", "Cs")
"""Categories of signs that are no letters: of control, and halves of letters."""

GENESIS: Final = "0" * 64
"""What stands for the hash before the first entry."""

FIELDS: Final = tuple(column.name for column in tables.change.columns)


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    id: int
    at: str
    author: str
    action: str
    subject: str
    reason: str
    digest: str
    previous: str
    hash: str

    @property
    def sealed(self) -> str:
        """The hash that the entry must have."""
        said = (self.previous, self.at, self.author, self.action, self.subject, self.reason, self.digest)
        return sha256_of(canonical(said))


NOTHING: Final = Entry(0, "", "", "", "", "", "", "", GENESIS)


def head(connection: Connection) -> Entry:
    """The last entry; number 0 where there is none."""
    found = rows(connection, f"SELECT {', '.join(FIELDS)} FROM change ORDER BY id DESC LIMIT 1")
    return Entry(*found[0]) if found else NOTHING


def entry(connection: Connection, number: int) -> Entry | None:
    """An entry by its number."""
    found = rows(connection, f"SELECT {', '.join(FIELDS)} FROM change WHERE id = ?", number)
    return Entry(*found[0]) if found else None


def number_at(connection: Connection, moment: str) -> int:
    """The number of the last entry up to a moment, 0 before the first."""
    found = rows(connection, "SELECT id FROM change WHERE at <= ? ORDER BY at DESC, id DESC LIMIT 1", moment)
    return int(found[0][0]) if found else 0


@dataclass
class Change:
    """A change under way: what is written through it becomes part of the record when its block ends well."""

    connection: Connection
    number: int
    at: str
    author: str
    action: str
    subject: str
    reason: str
    previous: str
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    observed: list[pl.DataFrame] = field(default_factory=list)  # without any key twice

    def add(self, table: Table, lines: Sequence[Mapping[str, Any]]) -> None:
        """Add rows to a table; each column is named, but for the change, which is this one."""
        assert table.name in BY_NAME and table is not tables.observation, table.name
        if lines:
            full = [{**line, "change": self.number} for line in lines]
            self.connection.execute(table.insert(), full)
            self.rows.setdefault(table.name, []).extend(full)

    def following(self, table: Table) -> int:
        """The number after the last one of a table that numbers its rows."""
        found = rows(self.connection, f"SELECT max(id) FROM {table.name}")
        return int(found[0][0] or 0) + 1

    def digest(self) -> str:
        """The digest of all that was written so far."""
        found = {name: Digest() for name in BY_NAME}
        for name, lines in self.rows.items():
            table = BY_NAME[name]
            lines.sort(key=lambda line: tuple(line[part] for part in key_of(table)))
            found[name].add([line[column] for column in columns_of(table)] for line in lines)
        if self.observed:
            import polars as pl

            frame = pl.concat(self.observed)
            found["observation"].add_observations(frame.sort("series", "edition", "period"))
        return written(found)

    def seal(self) -> Entry:
        """Write the entry itself, last."""
        open_entry = Entry(
            self.number,
            self.at,
            self.author,
            self.action,
            self.subject,
            self.reason,
            self.digest(),
            self.previous,
            "",
        )
        sealed = Entry(**{**vars(open_entry), "hash": open_entry.sealed})
        self.connection.execute(tables.change.insert(), vars(sealed))
        return sealed


def plain(text: str) -> str:
    """Words as they are kept; those that a screen or a database would not show as they are, are refused."""
    if any(category(sign) in HIDDEN and sign not in "\n\t" for sign in text):
        raise Refusal("`{text}` holds a sign that cannot be shown: write letters.", text=ascii(text)[1:61])
    return text.strip()


def begin(connection: Connection, clock: moments.Clock, author: str, said: tuple[str, str, str]) -> Change:
    """A change after the last one; its moment is never before that of the last. `said`: action, subject, reason."""
    last = head(connection)
    at = max(moments.text(clock()), last.at)
    return Change(connection, last.id + 1, at, author, *said, previous=last.hash)

"""What somebody is entering and is not part of the record yet; kept, so that who was cut off goes on from there.

A draft is cut into chunks; it is whole when all of them are staged. These are the only rows of a register that
are deleted, once what they hold is part of the record or its author gives it up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from socle.register import tables
from socle.register.databases import rows

FIELDS: Final = "id, author, action, subject, sha256, begun, chunks"


@dataclass(frozen=True)
class Draft:
    """A draft: whose, of what, and the sha256 of the file from which it comes."""

    id: int
    author: str
    action: str  # import, submit
    subject: str
    sha256: str
    begun: str
    chunks: int


def begin(connection: Connection, author: str, what: tuple[str, str, str], at: str, chunks: int = 1) -> Draft:
    """The draft of this author for `what` (action, subject, sha256): the one that was begun, or a new one."""
    found = rows(
        connection,
        f"SELECT {FIELDS} FROM draft WHERE author = ? AND action = ? AND subject = ? AND sha256 = ?",
        author,
        *what,
    )
    if found:
        return Draft(*found[0])
    line = dict(zip(("action", "subject", "sha256"), what, strict=True))
    made = connection.execute(
        tables.draft.insert(), {**line, "author": author, "begun": at, "chunks": chunks}
    )
    (number,) = made.inserted_primary_key or (0,)
    return Draft(int(number), author, *what, at, chunks)


def stage(connection: Connection, draft: Draft, chunk: int, count: int, content: bytes) -> None:
    """Keep a chunk of a draft, in the place of what was kept of it before."""
    held = tables.staged.c
    connection.execute(tables.staged.delete().where(held.draft == draft.id, held.chunk == chunk))
    connection.execute(
        tables.staged.insert(), {"draft": draft.id, "chunk": chunk, "rows": count, "content": content}
    )


def staged(connection: Connection, draft: Draft) -> dict[int, int]:
    """The chunks that are kept of a draft, each with its rows."""
    return dict(rows(connection, "SELECT chunk, rows FROM staged WHERE draft = ? ORDER BY chunk", draft.id))


def contents(connection: Connection, draft: Draft) -> Iterator[bytes]:
    """The chunks of a draft, in their order."""
    for chunk in staged(connection, draft):
        found = rows(connection, "SELECT content FROM staged WHERE draft = ? AND chunk = ?", draft.id, chunk)
        yield bytes(found[0][0])


def held(connection: Connection, author: str, action: str) -> list[Draft]:
    """The drafts of somebody, the oldest first."""
    found = rows(
        connection, f"SELECT {FIELDS} FROM draft WHERE author = ? AND action = ? ORDER BY id", author, action
    )
    return [Draft(*line) for line in found]


def remove(connection: Connection, draft: Draft) -> None:
    """Let go of a draft."""
    connection.execute(tables.staged.delete().where(tables.staged.c.draft == draft.id))
    connection.execute(tables.draft.delete().where(tables.draft.c.id == draft.id))

"""The tables of the register.

Every row but a draft, and when a session was last seen, belongs to one entry of `change`, the log. Rows are only
ever added: triggers refuse UPDATE and DELETE, and the digest in the log gives away who went around them. What
holds now, or held at some past moment, is the row with the latest change up to then.

Moments are text, `2026-03-01T09:30:00.000000Z`: always UTC, always of this length, so that they sort.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

REVISIONS: Final = ("0001", "0002", "0003")
"""The revisions of the tables, oldest first; the last is the one that this Socle reads and writes."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _number() -> Column[int]:
    """A number that the register gives itself, one after the other: a gap is a loss."""
    return Column("id", Integer, primary_key=True, autoincrement=False)


def _change(*, key: bool = False, index: bool = False) -> Column[int]:
    """The entry of the log a row came with. It is written last, with the digest of its rows."""
    log = ForeignKey("change.id", deferrable=True, initially="DEFERRED")
    return Column("change", Integer, log, primary_key=key, index=index, nullable=False, autoincrement=False)


change = Table(
    "change",
    metadata,
    _number(),  # 1, 2, 3 ...
    Column("at", String(27), nullable=False, index=True),  # never before the entry before
    Column("author", Text, nullable=False),  # the name of an account
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),  # what it was done to
    Column("reason", Text, nullable=False),
    Column("digest", Text, nullable=False),  # JSON: of each table, how many rows were added and their sha256
    Column("previous", String(64), nullable=False),  # hash of the entry before
    Column("hash", String(64), nullable=False, unique=True),
)

account = Table(
    "account",
    metadata,
    Column("name", Text, primary_key=True),
    _change(key=True),  # the latest says what the account is now
    Column("title", Text, nullable=False),  # the person or office
    Column("roles", Text, nullable=False),  # with a space between, in order; an account without any is closed
)

series = Table(
    "series",
    metadata,
    _number(),
    Column("flow", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("key", Text, nullable=False),
    _change(),
    UniqueConstraint("flow", "key"),
    Index("ix_series_flow_area_code", "flow", "area", "code"),
    Index("ix_series_flow_code", "flow", "code"),
)

description = Table(
    "description",
    metadata,
    _number(),
    Column("sha256", String(64), nullable=False, unique=True),  # of the four texts: each is kept once
    Column("unit", Text),
    Column("source", Text),
    Column("method", Text),
    Column("attributes", Text),  # JSON
    _change(),
)

edition = Table(
    "edition",
    metadata,
    _number(),
    Column("flow", Text, nullable=False),
    Column("vintage", Text, nullable=False),
    Column("source", Text, nullable=False),
    _change(),
    UniqueConstraint("flow", "vintage"),
)

# No foreign keys here: a load of five million rows would be twenty million checks. `verify` finds rows that
# belong to nothing. The key is the order on disk (in SQLite the table is its key), so a series is one stretch.
observation = Table(
    "observation",
    metadata,
    Column("series", Integer, primary_key=True, autoincrement=False),
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("period", SmallInteger, primary_key=True, autoincrement=False),
    Column("change", Integer, primary_key=True, autoincrement=False),
    Column("value", Double),
    Column("status", String(1), nullable=False),
    Column("description", Integer, nullable=False),
    Column("submission", Integer),
    CheckConstraint("value IS NOT NULL OR status IN ('O', 'W')", name="missing_says_so"),
    sqlite_with_rowid=False,
)

submission = Table(
    "submission",
    metadata,
    _number(),
    Column("country", Text, nullable=False),
    Column("year", SmallInteger, nullable=False),
    Column("form", Text, nullable=False),  # which questionnaire
    Column("version", Integer, nullable=False),  # 1, 2, ... of one country, year and form
    Column("content", Text, nullable=False),  # JSON
    Column("sha256", String(64), nullable=False),  # of the content
    _change(index=True),
    UniqueConstraint("country", "year", "form", "version"),
)

submission_event = Table(
    "submission_event",
    metadata,
    Column("submission", Integer, ForeignKey("submission.id"), primary_key=True, autoincrement=False),
    _change(key=True),
    Column("state", Text, nullable=False),
    Column("comment", Text, nullable=False),
)

draft = Table(
    "draft",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("author", Text, nullable=False),
    Column("action", Text, nullable=False),  # import, submit
    Column("subject", Text, nullable=False),
    Column(
        "sha256", String(64), nullable=False
    ),  # of what is being entered: the same goes on where it stopped
    Column("begun", String(27), nullable=False),
    Column("chunks", Integer, nullable=False),  # how many there will be
    UniqueConstraint("author", "action", "subject", "sha256"),
)

staged = Table(
    "staged",
    metadata,
    Column("draft", Integer, ForeignKey("draft.id"), primary_key=True, autoincrement=False),
    Column("chunk", Integer, primary_key=True, autoincrement=False),  # 0, 1, 2 ...
    Column("rows", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

password = Table(
    "password",
    metadata,
    Column("name", Text, primary_key=True),
    _change(key=True),  # the latest is the one that opens
    Column("hash", Text, nullable=False),  # argon2id with its salt and parameters; empty: none opens any more
)

session = Table(
    "session",
    metadata,
    _number(),
    Column("name", Text, nullable=False, index=True),
    Column("token", String(64), nullable=False, unique=True),  # sha256 of what the browser holds
    Column("expires", String(27), nullable=False),
    _change(),
)

session_end = Table(
    "session_end",
    metadata,
    Column("session", Integer, ForeignKey("session.id"), primary_key=True, autoincrement=False),
    _change(),
)

session_seen = Table(
    "session_seen",
    metadata,
    Column("session", Integer, ForeignKey("session.id"), primary_key=True, autoincrement=False),
    Column("at", String(27), nullable=False),
)

scenario = Table(
    "scenario",
    metadata,
    _number(),
    Column("owner", Text, nullable=False),
    Column("country", String(3), nullable=False),
    Column("name", Text, nullable=False),
    _change(),
    UniqueConstraint("owner", "country", "name"),
)

scenario_version = Table(
    "scenario_version",
    metadata,
    Column("scenario", Integer, ForeignKey("scenario.id"), primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),  # 1, 2, ... of one scenario
    Column("base", Integer, nullable=False),  # the version its editor started from, 0 for none
    Column("beside", SmallInteger, nullable=False),  # 1: somebody was faster; kept, but not what holds
    Column("content", Text, nullable=False),  # YAML
    Column("sha256", String(64), nullable=False),  # of the content
    _change(),
)

scenario_comment = Table(
    "scenario_comment",
    metadata,
    _number(),
    Column("scenario", Integer, ForeignKey("scenario.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("content", Text, nullable=False),
    _change(),
)

scenario_reach = Table(
    "scenario_reach",
    metadata,
    Column("scenario", Integer, ForeignKey("scenario.id"), primary_key=True, autoincrement=False),
    _change(key=True),  # the latest says who may read it now
    Column("reach", String(16), nullable=False),
)

comment_end = Table(
    "comment_end",
    metadata,
    Column("comment", Integer, ForeignKey("scenario_comment.id"), primary_key=True, autoincrement=False),
    _change(),
)

identity = Table(
    "identity",
    metadata,
    Column("name", Text, primary_key=True),
    _change(key=True),  # the latest is the one that opens
    Column("said", Text, nullable=False),  # subject or e-mail at the provider; empty: none opens any more
)

attempt = Table(
    "attempt",
    metadata,
    _number(),
    Column("name", Text, nullable=False),  # the account; empty where there is none of the name that was tried
    Column("address", Text, nullable=False),  # from where, as far as the server knows
    _change(),
)

PEOPLE: Final = (password, session, session_end, scenario, scenario_version, scenario_comment)
REACH: Final = (scenario_reach, comment_end, identity, attempt)
LOGGED: Final = (
    account,
    series,
    description,
    edition,
    submission,
    submission_event,
    *PEOPLE,
    *REACH,
    observation,
)
"""The tables whose rows belong to an entry of the log."""

APPEND_ONLY: Final = tuple(table.name for table in (change, *LOGGED))

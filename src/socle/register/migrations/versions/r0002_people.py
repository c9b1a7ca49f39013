"""People: passwords, sessions, and the scenarios that they save and comment on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

APPEND_ONLY = ("password", "session", "session_end", "scenario", "scenario_version", "scenario_comment")
SAYING = "rows of the register are added, never changed or deleted"


def upgrade() -> None:
    """Make the tables and their triggers."""
    _sessions()
    _scenarios()
    _guard(op.get_bind().dialect.name)


def downgrade() -> None:
    """Remove them."""
    for name in ("session_seen", *reversed(APPEND_ONLY)):
        op.drop_table(name)


def _change(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    """The entry of the log a row came with."""
    column = sa.Column("change", sa.Integer(), autoincrement=False, nullable=False)
    key = sa.ForeignKeyConstraint(
        ["change"], ["change.id"], name=f"fk_{table}_change", initially="DEFERRED", deferrable=True
    )
    return column, key


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")


def _number(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _sessions() -> None:
    """Who has which password, and who is signed in."""
    op.create_table(
        "password",
        sa.Column("name", sa.Text(), nullable=False),
        *_change("password"),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", "change", name="pk_password"),
    )
    op.create_table(
        "session",
        _number(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("expires", sa.String(length=27), nullable=False),
        *_change("session"),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.UniqueConstraint("token", name="uq_session_token"),
    )
    op.create_index("ix_session_name", "session", ["name"], unique=False)
    op.create_table(
        "session_end",
        _number("session"),
        *_change("session_end"),
        _to("session_end", "session", "session"),
        sa.PrimaryKeyConstraint("session", name="pk_session_end"),
    )
    op.create_table(
        "session_seen",
        _number("session"),
        sa.Column("at", sa.String(length=27), nullable=False),
        _to("session_seen", "session", "session"),
        sa.PrimaryKeyConstraint("session", name="pk_session_seen"),
    )


def _scenarios() -> None:
    """What analysts save, version after version, and what is said of it."""
    op.create_table(
        "scenario",
        _number(),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        *_change("scenario"),
        sa.PrimaryKeyConstraint("id", name="pk_scenario"),
        sa.UniqueConstraint("owner", "country", "name", name="uq_scenario_owner_country_name"),
    )
    op.create_table(
        "scenario_version",
        _number("scenario"),
        _number("version"),
        _number("base"),
        sa.Column("beside", sa.SmallInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        *_change("scenario_version"),
        _to("scenario_version", "scenario", "scenario"),
        sa.PrimaryKeyConstraint("scenario", "version", name="pk_scenario_version"),
    )
    op.create_table(
        "scenario_comment",
        _number(),
        _number("scenario"),
        _number("version"),
        sa.Column("content", sa.Text(), nullable=False),
        *_change("scenario_comment"),
        _to("scenario_comment", "scenario", "scenario"),
        sa.PrimaryKeyConstraint("id", name="pk_scenario_comment"),
    )
    op.create_index("ix_scenario_comment_scenario", "scenario_comment", ["scenario"], unique=False)


def _guard(dialect: str) -> None:
    """The triggers that the other tables of the record have."""
    for name in APPEND_ONLY:
        if dialect == "postgresql":
            op.execute(
                f"CREATE TRIGGER {name}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
            continue
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{SAYING}'); END"
            )

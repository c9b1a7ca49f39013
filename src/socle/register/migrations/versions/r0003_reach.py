"""People, further: who may read a saved scenario, comments taken away, names at a provider, sign-ins that failed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

APPEND_ONLY = ("identity", "attempt", "scenario_reach", "comment_end")
SAYING = "rows of the register are added, never changed or deleted"


def upgrade() -> None:
    """Make the tables and their triggers."""
    op.create_table(
        "identity",
        sa.Column("name", sa.Text(), nullable=False),
        *_change("identity"),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", "change", name="pk_identity"),
    )
    op.create_table(
        "attempt",
        _number(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        *_change("attempt"),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_table(
        "scenario_reach",
        _number("scenario"),
        *_change("scenario_reach"),
        sa.Column("reach", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["scenario"], ["scenario.id"], name="fk_scenario_reach_scenario"),
        sa.PrimaryKeyConstraint("scenario", "change", name="pk_scenario_reach"),
    )
    op.create_table(
        "comment_end",
        _number("comment"),
        *_change("comment_end"),
        sa.ForeignKeyConstraint(["comment"], ["scenario_comment.id"], name="fk_comment_end_comment"),
        sa.PrimaryKeyConstraint("comment", name="pk_comment_end"),
    )
    _guard(op.get_bind().dialect.name)


def downgrade() -> None:
    """Remove them."""
    for name in reversed(APPEND_ONLY):
        op.drop_table(name)


def _change(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    """The entry of the log a row came with."""
    column = sa.Column("change", sa.Integer(), autoincrement=False, nullable=False)
    key = sa.ForeignKeyConstraint(
        ["change"], ["change.id"], name=f"fk_{table}_change", initially="DEFERRED", deferrable=True
    )
    return column, key


def _number(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


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

"""The first tables, and the triggers that let nobody change or delete a row of the record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

APPEND_ONLY = (
    "change",
    "account",
    "series",
    "description",
    "edition",
    "submission",
    "submission_event",
    "observation",
)
DRAFTS = ("staged", "draft")
SAYING = "rows of the register are added, never changed or deleted"


def upgrade() -> None:
    """Make everything."""
    _log()
    _observations()
    _submissions()
    _drafts()
    _guard(op.get_bind().dialect.name)


def downgrade() -> None:
    """Remove everything."""
    for name in (*DRAFTS, *reversed(APPEND_ONLY)):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _log() -> None:
    """The log, and who may write it."""
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
        sa.UniqueConstraint("hash", name="uq_change_hash"),
    )
    op.create_index("ix_change_at", "change", ["at"], unique=False)
    op.create_table(
        "account",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("change", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change"], ["change.id"], name="fk_account_change", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("name", "change", name="pk_account"),
    )


def _observations() -> None:
    """Observations and what is said once of many."""
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("change", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["change"], ["change.id"], name="fk_series_change", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.UniqueConstraint("flow", "key", name="uq_series_flow_key"),
    )
    op.create_index("ix_series_flow_area_code", "series", ["flow", "area", "code"], unique=False)
    op.create_index("ix_series_flow_code", "series", ["flow", "code"], unique=False)
    op.create_table(
        "description",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("attributes", sa.Text(), nullable=True),
        sa.Column("change", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["change"], ["change.id"], name="fk_description_change", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_description"),
        sa.UniqueConstraint("sha256", name="uq_description_sha256"),
    )
    _editions()


def _editions() -> None:
    """Editions of datasets, and the observations of each."""
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("vintage", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("change", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["change"], ["change.id"], name="fk_edition_change", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
        sa.UniqueConstraint("flow", "vintage", name="uq_edition_flow_vintage"),
    )
    op.create_table(
        "observation",
        sa.Column("series", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("change", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("status", sa.String(length=1), nullable=False),
        sa.Column("description", sa.Integer(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "value IS NOT NULL OR status IN ('O', 'W')", name=op.f("ck_observation_missing_says_so")
        ),
        sa.PrimaryKeyConstraint("series", "edition", "period", "change", name="pk_observation"),
        sqlite_with_rowid=False,
    )


def _submissions() -> None:
    """Questionnaires as they came, and what became of them."""
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("change", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["change"], ["change.id"], name="fk_submission_change", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
        sa.UniqueConstraint(
            "country", "year", "form", "version", name="uq_submission_country_year_form_version"
        ),
    )
    op.create_index("ix_submission_change", "submission", ["change"], unique=False)
    op.create_table(
        "submission_event",
        sa.Column("submission", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("change", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change"],
            ["change.id"],
            name="fk_submission_event_change",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name="fk_submission_event_submission"),
        sa.PrimaryKeyConstraint("submission", "change", name="pk_submission_event"),
    )


def _drafts() -> None:
    """What is being entered and is not yet part of the record."""
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("begun", sa.String(length=27), nullable=False),
        sa.Column("chunks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.UniqueConstraint(
            "author", "action", "subject", "sha256", name="uq_draft_author_action_subject_sha256"
        ),
    )
    op.create_table(
        "staged",
        sa.Column("draft", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chunk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draft"], ["draft.id"], name="fk_staged_draft"),
        sa.PrimaryKeyConstraint("draft", "chunk", name="pk_staged"),
    )


def _guard(dialect: str) -> None:
    """Triggers that refuse to change or delete a row of the record."""
    if dialect == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SAYING}'; END $$"
        )
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

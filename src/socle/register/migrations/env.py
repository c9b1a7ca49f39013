"""Run by Alembic, on the connection and in the transaction that the register gives it."""

from __future__ import annotations

from alembic import context

from socle.register.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter most things in place
    compare_type=True,
)
context.run_migrations()

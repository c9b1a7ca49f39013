"""The tables brought to the revision that this Socle knows, with Alembic."""

from __future__ import annotations

from importlib.resources import files

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def config(connection: Connection) -> Config:
    """What Alembic is told: its folder and the connection in whose transaction it works."""
    told = Config()
    told.set_main_option("script_location", str(files("socle.register") / "migrations").replace("%", "%%"))
    told.set_main_option("path_separator", "os")
    told.attributes["connection"] = connection
    return told


def upgrade(connection: Connection) -> None:
    """Bring the tables to the last revision, or make them."""
    command.upgrade(config(connection), "head")

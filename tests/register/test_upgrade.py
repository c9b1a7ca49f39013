"""A register of an older Socle is brought up to date whole, or stays what it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect

from socle.ground.refusals import Refusal
from socle.register import copies, migrate, opened, tables
from socle.register.databases import rows
from socle.register.members import add_member
from socle.register.people import check_password, set_password
from socle.register.store import Register
from tests.register.frames import observations, said

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

def upgrade():
    op.add_column("edition", sa.Column("note", sa.Text()))
    {more}
"""
LINES = [("SEN", "A", 2020, 1.0)]
Later = Callable[[str], None]


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Later:
    """Makes this Socle one that knows one revision more."""

    def known(more: str) -> None:
        folder = tmp_path / "versions"
        folder.mkdir(exist_ok=True)
        (folder / "r0004.py").write_text(NEXT.format(more=more), encoding="utf-8")
        monkeypatch.setattr(opened, "REVISIONS", (*tables.REVISIONS, "0004"))
        config = migrate.config

        def with_next(connection: Connection) -> Config:
            told = config(connection)
            own = Path(migrate.__file__).parent / "migrations" / "versions"
            told.set_main_option("version_path_separator", "os")
            told.set_main_option("version_locations", f"{own}:{folder}")
            return told

        monkeypatch.setattr(migrate, "config", with_next)

    return known


def revision(register: Register) -> str:
    with register.writing() as connection:
        return str(rows(connection, "SELECT version_num FROM alembic_version")[0][0])


def test_an_older_register_is_refused_then_upgraded_and_is_whole(register: Register, later: Later) -> None:
    where = register.url.render_as_string(hide_password=False)
    register.record(observations(*LINES), flow="SDG", vintage="v", source="s", reason="r")
    add_member(register, "bob", ["publisher"])
    head = register.head().hash
    later("")
    with pytest.raises(Refusal, match="older version of Socle: `socle register upgrade`"):
        Register.of(where, "ann")
    with pytest.raises(Refusal, match="Only administrators"):
        Register.at(where, "bob").upgrade()
    Register.at(where, "ann").upgrade()
    again = Register.of(where, "ann")
    assert said(again.read("SDG")) == LINES
    found = again.verify(head=head)
    assert (found.sound, found.head, revision(again)) == (True, head, "0004")


def test_a_register_made_before_people_signed_in_is_brought_up_to_date(register: Register) -> None:
    where = register.url.render_as_string(hide_password=False)
    register.record(observations(*LINES), flow="SDG", vintage="v", source="s", reason="r")
    head = register.head().hash
    with register.writing() as connection:
        command.downgrade(migrate.config(connection), "0001")
    with pytest.raises(Refusal, match="older version of Socle"):
        Register.of(where, "ann")
    Register.at(where, "ann").upgrade()
    again = Register.of(where, "ann")
    set_password(again, "ann", "a long enough phrase")
    assert check_password(again, "ann", "a long enough phrase")
    assert again.verify(head=head).sound


def test_an_upgrade_that_fails_leaves_the_register_as_it_was(register: Register, later: Later) -> None:
    where = register.url.render_as_string(hide_password=False)
    later("raise KeyError('a mistake')")
    with pytest.raises(KeyError):
        Register.at(where, "ann").upgrade()
    assert revision(register) == tables.REVISIONS[-1]
    with register.writing() as connection:
        names = [one["name"] for one in inspect(connection).get_columns("edition")]
    assert "note" not in names


def test_a_register_of_a_newer_socle_is_left_alone(register: Register) -> None:
    where = register.url.render_as_string(hide_password=False)
    with register.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for tried in (lambda: Register.of(where, "ann"), lambda: Register.at(where, "ann").upgrade()):
        with pytest.raises(Refusal, match="newer version of Socle"):
            tried()


def test_a_file_without_tables_is_no_register_to_upgrade(tmp_path: Path) -> None:
    (tmp_path / "empty.sqlite").touch()
    with pytest.raises(Refusal, match="There is no register here"):
        Register.at(tmp_path / "empty.sqlite", "ann").upgrade()


def test_a_backup_for_which_there_is_no_room_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Register.create(tmp_path / "register.sqlite", "ann")

    def full(*_: Path) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(copies, "_online", full)
    with pytest.raises(Refusal, match="disk is full"):
        Register.of(tmp_path / "register.sqlite", "ann").backup(tmp_path / "backup.sqlite")
    assert sorted(path.name for path in tmp_path.glob("*backup*")) == []

"""A register is made whole, opened only where it is one, and its tables are those that the code knows."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.command import check, downgrade
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from socle.ground.refusals import Refusal
from socle.register import databases, migrate, tables
from socle.register.moments import Clock
from socle.register.store import Register
from tests.register.conftest import Place


def test_whoever_makes_a_register_administers_it(place: Place, clock: Clock) -> None:
    register = Register.create(place(), "ann", "Office of Ann", clock)
    with register.reading() as connection:
        who = register.account(connection)
    assert (who.name, who.roles, who.known) == ("ann", ("administrator",), True)
    assert register.head().at == "2026-03-01T12:00:00.000000Z"
    assert register.head().action == "create"


def test_a_register_is_not_made_where_something_is(place: Place) -> None:
    where = place()
    Register.create(where, "ann").close()
    with pytest.raises(Refusal, match="something here already"):
        Register.create(where, "bob")


def test_what_is_not_there_is_not_opened(place: Place, tmp_path: Path) -> None:
    where = place()
    with pytest.raises(Refusal, match="socle register init"):
        Register.of(where, "ann")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_something_else_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database, though it is longer than the first sixteen bytes")
    with pytest.raises(Refusal, match="no register"):
        Register.of(file, "ann")
    sqlite3.connect(tmp_path / "other.sqlite").execute("CREATE TABLE x (y)").connection.close()
    with pytest.raises(Refusal, match="no register"):
        Register.of(tmp_path / "other.sqlite", "ann")
    with pytest.raises(Refusal, match="cannot be made here"):
        Register.create(file / "inside", "ann")


def test_addresses_of_other_databases_are_refused() -> None:
    with pytest.raises(Refusal, match="mysql"):
        databases.address("mysql://somebody@somewhere/x")
    assert (
        databases.spoken(databases.address("postgresql://ann:secret@host/db"))
        == "postgresql://ann:***@host/db"
    )
    assert databases.spoken(databases.address("sqlite:///some/file")) == "some/file"


def test_a_server_that_does_not_answer_is_said_in_words() -> None:
    with pytest.raises(Refusal, match="does not answer"):
        Register.of("postgresql://nobody@127.0.0.1:1/nothing", "ann")


def test_the_tables_that_migrations_make_are_those_of_the_code(register: Register) -> None:
    with register.writing() as connection:
        check(migrate.config(connection))  # raises if a revision were to be written
        checks = inspect(connection).get_check_constraints("observation")
        assert [check["name"] for check in checks] == ["ck_observation_missing_says_so"]


def test_migrations_go_back_and_forth(register: Register) -> None:
    with register.writing() as connection:
        downgrade(migrate.config(connection), "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        migrate.upgrade(connection)
        assert set(tables.metadata.tables) < set(inspect(connection).get_table_names())


def test_the_revision_of_the_code_is_the_last_one_of_the_migrations(register: Register) -> None:
    with register.reading() as connection:
        scripts = ScriptDirectory.from_config(migrate.config(connection))
    assert [script.revision for script in scripts.walk_revisions()][::-1] == list(tables.REVISIONS)


def test_an_older_or_newer_register_is_not_opened(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = register.url.render_as_string(hide_password=False)
    monkeypatch.setattr("socle.register.opened.REVISIONS", (*tables.REVISIONS, "9998"))
    with pytest.raises(Refusal, match="socle register upgrade"):
        Register.of(where, "ann")
    monkeypatch.setattr("socle.register.opened.REVISIONS", ("0000",))
    with pytest.raises(Refusal, match="newer version"):
        Register.of(where, "ann")


def test_only_an_administrator_upgrades(register: Register) -> None:
    register.upgrade()
    register.user = "bob"
    with pytest.raises(Refusal, match="administrators"):
        register.upgrade()

"""A backup is the whole register in one file; it comes back whole, to either database, or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import inspect

from socle.ground.refusals import Refusal
from socle.register import copies, drafts
from socle.register.moments import Clock
from socle.register.store import Register
from tests.register.conftest import Place
from tests.register.frames import observations, said

SDG = {"flow": "SDG", "vintage": "2020-10", "source": "unsd", "reason": "an edition"}
LINES = [
    (area, code, year, year / 3) for area in ("SEN", "MLI") for code in "XY" for year in range(2000, 2010)
]


@pytest.fixture
def filled(register: Register) -> Register:
    """A register with observations, one of them revised, and a draft."""
    register.record(observations(*LINES, ("MRT", "X", 2000, None)), **SDG)
    register.record(observations(("SEN", "X", 2000, 1.0)), **SDG)
    with register.writing() as connection:
        draft = drafts.begin(connection, "ann", ("submit", "SEN 2024", "f" * 64), register.head().at, 2)
        drafts.stage(connection, draft, 0, 1, b"\x00\xff half of it")
    return register


def test_a_backup_is_one_file_that_opens_as_the_same_register(filled: Register, tmp_path: Path) -> None:
    found = filled.backup(tmp_path / "kept" / "backup.sqlite")
    assert found.sound
    assert found == filled.verify()
    assert [file.name for file in (tmp_path / "kept").iterdir()] == ["backup.sqlite"]
    assert Register.of(tmp_path / "kept" / "backup.sqlite", "ann").read("SDG").equals(filled.read("SDG"))


def test_what_was_backed_up_comes_back_to_either_database(
    filled: Register, tmp_path: Path, place: Place, clock: Clock
) -> None:
    kept, before = tmp_path / "backup.sqlite", filled.head().at
    filled.backup(kept)
    for where in (place(), str(tmp_path / "again.sqlite")):
        assert Register.restore(kept, where, "ann", clock) == filled.verify()
        again = Register.of(where, "ann", clock)
        assert again.read("SDG").equals(filled.read("SDG"))
        assert said(again.read("SDG", as_of=before)) == said(filled.read("SDG", as_of=before))
        with again.writing() as connection:
            (draft,) = drafts.held(connection, "ann", "submit")
            assert list(drafts.contents(connection, draft)) == [b"\x00\xff half of it"]
            assert drafts.begin(connection, "ann", ("submit", "other", "0" * 64), before).id > draft.id
        assert again.record(observations(("SEN", "X", 2001, 5.0)), **SDG).changed == 1
        assert again.verify().sound
        again.close()


def test_a_backup_replaces_nothing_and_only_an_administrator_makes_one(
    filled: Register, tmp_path: Path
) -> None:
    kept = tmp_path / "backup.sqlite"
    kept.write_text("something else")
    with pytest.raises(Refusal, match="already"):
        filled.backup(kept)
    assert kept.read_text() == "something else"
    filled.user = "bob"
    with pytest.raises(Refusal, match="administrators"):
        filled.backup(tmp_path / "other.sqlite")


def test_a_register_is_not_restored_over_another(filled: Register, tmp_path: Path) -> None:
    filled.backup(tmp_path / "backup.sqlite")
    with pytest.raises(Refusal, match="already"):
        Register.restore(tmp_path / "backup.sqlite", filled.url.render_as_string(hide_password=False), "ann")


def test_a_backup_that_was_touched_is_not_restored(filled: Register, tmp_path: Path, place: Place) -> None:
    kept, where = tmp_path / "backup.sqlite", place()
    filled.backup(kept)
    with sqlite3.connect(kept) as touched:
        for (name,) in touched.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            touched.execute(f"DROP TRIGGER {name}")
        touched.execute("UPDATE observation SET value = 99 WHERE value = 1")
    with pytest.raises(Refusal, match=r"not what was written.*changed"):
        Register.restore(kept, where, "ann")
    with pytest.raises(Refusal, match="socle register init"):
        Register.of(where, "ann")


def test_a_restoring_that_is_cut_off_leaves_nothing(
    filled: Register, tmp_path: Path, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, where = tmp_path / "backup.sqlite", place()
    filled.backup(kept)
    proven, calls = copies.verify, []

    def cut_off(*said: object) -> object:
        calls.append(said)
        if len(calls) == 2:  # the first proves the backup, the second what was copied
            raise KeyboardInterrupt
        return proven(*said)  # type: ignore[arg-type]

    monkeypatch.setattr(copies, "verify", cut_off)
    with pytest.raises(KeyboardInterrupt):
        Register.restore(kept, where, "ann")
    with pytest.raises(Refusal, match="socle register init"):
        Register.of(where, "ann")
    assert not list(tmp_path.glob(".register-*"))
    monkeypatch.undo()
    assert Register.restore(kept, where, "ann").sound


def test_a_copied_server_has_every_table_filled(filled: Register, tmp_path: Path, place: Place) -> None:
    filled.backup(tmp_path / "backup.sqlite")
    where = place()
    Register.restore(tmp_path / "backup.sqlite", where, "ann")
    with Register.of(where, "ann").reading() as connection, filled.reading() as held:
        names = inspect(held).get_table_names()
        counts = [
            [one.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in names]
            for one in (held, connection)
        ]
    assert counts[0] == counts[1]

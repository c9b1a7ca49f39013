"""Whoever changes, removes, adds or reorders anything behind the register's back is found, and told where."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence

import pytest
from sqlalchemy.exc import DBAPIError

from socle.ground.refusals import Refusal
from socle.register import accounts, tables
from socle.register.digests import canonical
from socle.register.entering import observe
from socle.register.log import GENESIS, Change
from socle.register.moments import Clock
from socle.register.store import Register
from tests.register.conftest import Copied, empty
from tests.register.frames import observations

ROWS = {
    "account": "title = 'Somebody else' WHERE name = 'bob'",
    "series": "area = 'MRT' WHERE area = 'MLI'",
    "description": "source = 'a better office' WHERE id = 1",
    "edition": "vintage = '2021' WHERE id = 1",
    "submission": "content = '{}' WHERE id = 1",
    "submission_event": "comment = 'all is well' WHERE submission = 1",
    "password": "hash = 'known to eve' WHERE name = 'bob'",
    "session": "name = 'eve' WHERE id = 1",
    "session_end": "session = 2 WHERE session = 1",
    "scenario": "owner = 'eve' WHERE id = 1",
    "scenario_version": "content = 'b' WHERE scenario = 1",
    "scenario_comment": "content = 'all is well' WHERE id = 1",
    "scenario_reach": "reach = 'readers' WHERE scenario = 1",
    "comment_end": "comment = 2 WHERE comment = 1",
    "identity": "said = 'eve@example.org' WHERE name = 'bob'",
    "attempt": "address = 'elsewhere' WHERE id = 1",
    "observation": "value = 41 WHERE value = 40",
}
"""Of each table, how somebody might touch it up."""

ANY = {name: how.partition("WHERE")[2] for name, how in ROWS.items()}
CHANGE = {
    "account": 2,
    **dict.fromkeys(
        ("submission", "submission_event", *(one.name for one in (*tables.PEOPLE, *tables.REACH))), 3
    ),
}
"""The change with which that row came; the others came with the fourth."""

ADDED = {
    "account": "INSERT INTO account VALUES ('eve', 2, '', 'administrator')",
    "series": "INSERT INTO series VALUES (99, 'SDG', 'SEN', 'Y', 'Y.SEN', 4)",
    "description": f"INSERT INTO description VALUES (99, '{GENESIS}', 'PT', '', '', '', 4)",
    "edition": "INSERT INTO edition VALUES (99, 'SDG', '2099', '', 4)",
    "submission": "INSERT INTO submission VALUES (99, 'SEN', 2024, 'inquiry', 99, '', '', 3)",
    "submission_event": "INSERT INTO submission_event VALUES (1, 4, 'published', '')",
    "password": "INSERT INTO password VALUES ('ann', 3, 'known to eve')",
    "session": f"INSERT INTO session VALUES (99, 'ann', '{GENESIS[1:]}1', '2099', 3)",
    "session_end": "INSERT INTO session_end VALUES (2, 3)",
    "scenario": "INSERT INTO scenario VALUES (99, 'ann', 'SEN', 'b', 3)",
    "scenario_version": f"INSERT INTO scenario_version VALUES (1, 2, 1, 0, 'b', '{GENESIS}', 3)",
    "scenario_comment": "INSERT INTO scenario_comment VALUES (99, 1, 1, 'no', 3)",
    "scenario_reach": "INSERT INTO scenario_reach VALUES (2, 3, 'readers')",
    "comment_end": "INSERT INTO comment_end VALUES (2, 3)",
    "identity": "INSERT INTO identity VALUES ('eve', 3, 'eve@example.org')",
    "attempt": "INSERT INTO attempt VALUES (99, 'bob', '', 3)",
    "observation": "INSERT INTO observation VALUES (1, 1, 1999, 4, 0.5, 'A', 1, NULL)",
}


def five_changes(where: str, clock: Clock) -> None:
    """A register of five changes that wrote to every table."""
    empty(where, clock)
    register = Register.of(where, "ann", clock)
    with register.change("user_add", "bob", "new here") as change:
        accounts.give(change, "bob", ["reader", "respondent:SEN"], "Bob")
    with register.change("submit", "SEN 2024", "first answer") as change:
        line = {"id": 1, "country": "SEN", "year": 2024, "form": "inquiry", "version": 1}
        change.add(tables.submission, [{**line, "content": '{"a": 1}', "sha256": GENESIS}])
        change.add(tables.submission_event, [{"submission": 1, "state": "submitted", "comment": "done"}])
        _people(change)
    said = {"flow": "SDG", "vintage": "2020-10", "source": "unsd", "reason": "an edition"}
    register.record(observations(("SEN", "X", 2019, 40.0), ("MLI", "X", 2020, None)), **said)
    register.record(observations(("SEN", "X", 2019, 42.0)), **said)
    register.close()


@pytest.fixture
def filled(copied: Copied, clock: Clock) -> Iterator[Register]:
    """A copy of it."""
    opened = Register.of(copied(five_changes), "ann", clock)
    yield opened
    opened.close()


def _people(change: Change) -> None:
    """A row of each table of people."""
    change.add(tables.password, [{"name": "bob", "hash": "x"}])
    change.add(tables.session, [{"id": 1, "name": "bob", "token": GENESIS, "expires": "2026"}])
    change.add(tables.session_end, [{"session": 1}])
    change.add(tables.scenario, [{"id": 1, "owner": "bob", "country": "SEN", "name": "a"}])
    version = {"scenario": 1, "version": 1, "base": 0, "beside": 0, "content": "a", "sha256": GENESIS}
    change.add(tables.scenario_version, [version])
    change.add(tables.scenario_comment, [{"id": 1, "scenario": 1, "version": 1, "content": "why"}])
    change.add(tables.scenario_reach, [{"scenario": 1, "reach": "private"}])
    change.add(tables.comment_end, [{"comment": 1}])
    change.add(tables.identity, [{"name": "bob", "said": "bob@example.org"}])
    change.add(tables.attempt, [{"id": 1, "name": "bob", "address": "127.0.0.1"}])


def behind_its_back(register: Register, *sql: str) -> None:
    """What somebody does who may do everything on the database, but not what the register would do."""
    if register.url.database and register.url.get_backend_name() == "sqlite":
        behind = sqlite3.connect(register.url.database)  # where foreign keys are not looked at
        triggers = behind.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for one in (*(f"DROP TRIGGER {name}" for (name,) in triggers), *sql):
            behind.execute(one)
        behind.commit()
        behind.close()
        return
    with register.writing() as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")
        for one in sql:
            connection.exec_driver_sql(one)
        connection.exec_driver_sql("SET session_replication_role = DEFAULT")


def faults(register: Register, head: str = "") -> list[tuple[int, str, str]]:
    """All that is found, the first first."""
    return [(fault.change, fault.kind, fault.table) for fault in register.verify(head=head).faults]


def test_what_nobody_touched_is_sound(filled: Register) -> None:
    told: list[int] = []
    found = filled.verify(told.append)
    assert found.sound
    assert (found.entries, found.head) == (5, filled.head().hash)
    assert told[-1] == found.rows == 2 + 1 + 1 + 2 + 1 + 1 + 6 + 4 + 3


@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
@pytest.mark.parametrize("name", tables.APPEND_ONLY)
def test_the_database_itself_refuses_to_change_or_delete(filled: Register, name: str, verb: str) -> None:
    how = "SET change = change" if name != "change" else "SET id = id"
    sql = f"UPDATE {name} {how}" if verb == "UPDATE" else f"DELETE FROM {name}"
    with (
        pytest.raises(DBAPIError, match="never changed or deleted"),
        filled.engine.begin() as connection,
    ):
        connection.exec_driver_sql(sql)
    assert filled.verify().sound


@pytest.mark.parametrize("name", ROWS)
def test_a_changed_row_is_found(filled: Register, name: str) -> None:
    behind_its_back(filled, f"UPDATE {name} SET {ROWS[name]}")
    assert faults(filled) == [(CHANGE.get(name, 4), "changed row", name)]


@pytest.mark.parametrize("name", ROWS)
def test_a_missing_row_is_found(filled: Register, name: str) -> None:
    behind_its_back(filled, f"DELETE FROM {name} WHERE {ANY[name]}")
    assert (CHANGE.get(name, 4), "missing row", name) in faults(filled)[:2]


@pytest.mark.parametrize("name", ADDED)
def test_a_row_that_was_slipped_in_is_found(filled: Register, name: str) -> None:
    behind_its_back(filled, ADDED[name])
    assert [(kind, table) for _, kind, table in faults(filled)] == [("added row", name)]


@pytest.mark.parametrize(
    "how",
    ["value = NULL, status = 'O'", "status = 'E'", "description = 2", "submission = 1", "period = 2018"],
)
def test_every_part_of_an_observation_counts(filled: Register, how: str) -> None:
    behind_its_back(filled, f"UPDATE observation SET {how} WHERE value = 40")
    assert faults(filled) == [(4, "changed row", "observation")]


def test_a_row_moved_to_another_entry_is_found(filled: Register) -> None:
    behind_its_back(filled, "UPDATE observation SET change = 3 WHERE value = 40")
    assert faults(filled) == [(3, "added row", "observation"), (4, "missing row", "observation")]


@pytest.mark.parametrize(
    "name", ["at", "author", "action", "subject", "reason", "digest", "previous", "hash"]
)
def test_a_changed_entry_is_found(filled: Register, name: str) -> None:
    behind_its_back(filled, f"UPDATE change SET {name} = '2026' WHERE id = 3")
    assert faults(filled)[0] == (3, "changed entry", "")


def test_an_entry_that_was_changed_and_sealed_again_is_found(filled: Register) -> None:
    with filled.reading() as connection:
        from socle.register.log import Entry, entry

        third = entry(connection, 3)
    assert third
    forged = Entry(**{**vars(third), "author": "bob"})
    behind_its_back(filled, f"UPDATE change SET author = 'bob', hash = '{forged.sealed}' WHERE id = 3")
    assert faults(filled) == [(3, "changed entry", "")]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_missing_entry_is_found(filled: Register, number: int) -> None:
    behind_its_back(filled, f"DELETE FROM change WHERE id = {number}")
    assert faults(filled)[0] == (number, "missing entry", "")


def test_entries_in_another_order_are_found(filled: Register) -> None:
    behind_its_back(
        filled,
        "UPDATE change SET id = 99 WHERE id = 3",
        "UPDATE change SET id = 3 WHERE id = 4",
        "UPDATE change SET id = 4 WHERE id = 99",
    )
    assert faults(filled)[0] == (3, "reordered", "")


def test_the_end_of_the_log_cut_off_is_found_by_who_kept_its_last_hash(filled: Register) -> None:
    kept = filled.head().hash
    behind_its_back(filled, "DELETE FROM observation WHERE change = 5", "DELETE FROM change WHERE id = 5")
    assert filled.verify().sound
    assert faults(filled, kept) == [(4, "truncated", "")]


def test_the_end_of_the_log_cut_off_is_found_where_its_rows_are_left(filled: Register) -> None:
    behind_its_back(filled, "DELETE FROM change WHERE id = 5")
    assert faults(filled) == [(5, "missing entry", "")]


def test_an_older_hash_that_was_kept_is_still_in_the_log(filled: Register) -> None:
    kept = filled.head().hash
    with filled.change("user_add", "eve", "new") as change:
        accounts.give(change, "eve", ["reader"])
    assert filled.verify(head=kept).sound


def test_what_is_wrong_is_said_in_words(filled: Register) -> None:
    behind_its_back(filled, "UPDATE observation SET value = 41 WHERE value = 40")
    (fault,) = filled.verify().faults
    assert str(fault.said) == "a row of `observation` that came with entry 4 was changed"


def test_a_change_that_fails_leaves_neither_rows_nor_entry(filled: Register) -> None:
    before = filled.head()

    def broken() -> None:
        with filled.change("import_dataset", "x", "y") as change:
            observe(change, observations(("SEN", "Z", 2020, 1.0)), "SDG", "2022", "x")
            raise KeyError("a mistake")

    with pytest.raises(KeyError):
        broken()
    assert filled.head() == before
    assert filled.read("SDG", codes=["Z"]).is_empty()
    assert filled.verify().sound


def test_moments_never_go_back_though_the_clock_may(filled: Register) -> None:
    from datetime import UTC, datetime

    past = Register.of(
        filled.url.render_as_string(hide_password=False), "ann", lambda: datetime(2001, 1, 1, tzinfo=UTC)
    )
    with past.change("user_add", "eve", "new") as change:
        accounts.give(change, "eve", ["reader"])
    with filled.reading() as connection:
        moments: Sequence[str] = [
            at for (at,) in connection.exec_driver_sql("SELECT at FROM change ORDER BY id")
        ]
    assert list(moments) == sorted(moments)
    assert filled.verify().sound


def test_nobody_without_an_account_changes_anything(filled: Register) -> None:
    stranger = Register.of(filled.url.render_as_string(hide_password=False), "mallory")
    with pytest.raises(Refusal, match="no account"), stranger.change("x", "y", "z"):
        pass
    reader = Register.of(filled.url.render_as_string(hide_password=False), "bob")
    with pytest.raises(Refusal, match="import"):
        reader.record(observations(("SEN", "X", 2020, 1.0)), flow="SDG", vintage="x", source="x", reason="x")


def test_the_digest_is_the_one_that_the_words_describe() -> None:
    import hashlib
    import struct

    import polars as pl

    from socle.register.digests import Digest

    frame = pl.DataFrame(
        {
            "series": [7, 8],
            "edition": [1, 1],
            "period": [2020, 2021],
            "value": [0.1, None],
            "status": ["A", "O"],
            "description": [3, 4],
            "submission": [None, 5],
        },
        schema_overrides={"submission": pl.Int64},
    )
    pack: Callable[..., bytes] = struct.Struct("<3qd3q").pack
    rows = pack(7, 1, 2020, 0.1, 0, 3, -1) + pack(8, 1, 2021, float("nan"), 4, 4, 5)
    digest = Digest()
    digest.add_observations(frame)
    assert digest.said == [2, hashlib.sha256(rows).hexdigest()]
    plain = Digest()
    plain.add([["é", 1, None]])
    assert plain.said == [1, hashlib.sha256('["é",1,null]\n'.encode()).hexdigest()]
    assert canonical({"b": 1, "a": "x"}) == '{"a":"x","b":1}'

"""Passwords and sessions: only hashes are kept, a session ends when it should, and guessing a name is no quicker."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import argon2
import pytest

from socle.cli.main import main
from socle.ground.refusals import Refusal
from socle.register import attempts, journal, people
from socle.register.databases import rows
from socle.register.identities import account_of
from socle.register.members import Correction, add_member, change_member
from socle.register.people import (
    acting,
    check_password,
    close_session,
    close_sessions,
    open_session,
    session_of,
    sessions,
    set_password,
    sign_in,
)
from socle.register.store import Register
from tests.register.conftest import Place

PHRASE = "correct horse battery"


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """What it shows."""
        return self.now

    def on(self, **how: float) -> None:
        """Move it."""
        self.now += timedelta(**how)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def desk(place: Place, watch: Watch) -> Iterator[Register]:
    """A register with an administrator, an analyst and a reader."""
    where = place()
    Register.create(where, "ann", now=watch).close()
    made = Register.of(where, "ann", watch)
    add_member(made, "bob", ["analyst"])
    add_member(made, "ron", ["reader"])
    set_password(made, "bob", PHRASE)
    yield made
    made.close()


def test_only_a_hash_with_the_parameters_of_argon2id_is_kept(desk: Register) -> None:
    with desk.reading() as connection:
        ((kept,),) = rows(connection, "SELECT hash FROM password")
    found = argon2.extract_parameters(kept)
    assert (found.type, found.time_cost, found.memory_cost, found.parallelism) == (
        argon2.Type.ID,
        2,
        19456,
        1,
    )
    assert PHRASE not in kept


@pytest.mark.parametrize(
    ("name", "password", "right"),
    [
        ("bob", PHRASE, True),
        ("bob", PHRASE + " ", False),
        ("bob", "", False),
        ("bob", PHRASE + "x" * 1000, False),
        ("ron", PHRASE, False),
        ("nobody", PHRASE, False),
        ("", "", False),
    ],
)
def test_a_password_opens_its_own_account_and_no_other(
    desk: Register, name: str, password: str, right: bool
) -> None:
    assert check_password(desk, name, password) is right
    assert bool(sign_in(desk, name, password)) is right


def test_every_attempt_does_the_work_of_one_hash(desk: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    verify = argon2.PasswordHasher.verify

    def counted(hasher: argon2.PasswordHasher, hashed: str, password: str) -> bool:
        done.append(hashed)
        return bool(verify(hasher, hashed, password))

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counted)
    for name in ("bob", "ron", "nobody", ""):
        check_password(desk, name, "something else")
    assert len(done) == 4
    assert [argon2.extract_parameters(one) for one in done] == 4 * [argon2.extract_parameters(done[0])]


@pytest.mark.parametrize("password", ["short", "x" * 257, "aaaaaaaaaaaaaaaa", "my name is BOB, hello"])
def test_a_password_that_is_guessed_at_once_is_refused(desk: Register, password: str) -> None:
    with pytest.raises(Refusal):
        set_password(desk, "bob", password)
    assert check_password(desk, "bob", PHRASE)


def test_a_password_is_the_same_however_the_keyboard_composes_it(desk: Register) -> None:
    set_password(desk, "bob", "caf\u00e9 au lait du matin")
    assert check_password(desk, "bob", "cafe\u0301 au lait du matin")


def test_nobody_sets_the_password_of_somebody_else_but_an_administrator(desk: Register) -> None:
    with pytest.raises(Refusal, match="Only administrators"):
        set_password(acting(desk, "bob"), "ron", PHRASE)
    set_password(acting(desk, "bob"), "bob", "another good phrase")
    with pytest.raises(Refusal, match="no account"):
        set_password(desk, "eve", PHRASE)


def test_a_session_is_found_by_its_token_alone_which_is_not_kept(desk: Register) -> None:
    token = sign_in(desk, "bob", PHRASE)
    found = session_of(desk, token)
    assert found and (found.name, found.roles) == ("bob", ("analyst",))
    for other in ("", token[:-1], token.swapcase()):
        assert session_of(desk, other) is None
    with desk.reading() as connection:
        ((kept,),) = rows(connection, "SELECT token FROM session")
    assert kept != token and session_of(desk, kept) is None


@pytest.mark.parametrize(
    ("step", "times", "alive"), [(119, 1, True), (121, 1, False), (60, 11, True), (60, 12, False)]
)
def test_a_session_ends_two_hours_after_it_was_last_seen_and_half_a_day_after_it_began(
    desk: Register, watch: Watch, step: int, times: int, alive: bool
) -> None:
    token = sign_in(desk, "bob", PHRASE)
    found = None
    for _ in range(times):
        watch.on(minutes=step)
        found = session_of(desk, token)
    assert (found is not None) == alive
    assert bool(sessions(desk, "bob")) == alive


def test_a_session_that_was_ended_stays_ended(desk: Register) -> None:
    first, second = sign_in(desk, "bob", PHRASE), sign_in(desk, "bob", PHRASE)
    bob, number = acting(desk, "bob"), getattr(session_of(desk, first), "number", 0)
    close_session(bob, number)
    close_session(bob, number)
    assert session_of(desk, first) is None and session_of(desk, second)
    close_sessions(bob)
    assert session_of(desk, second) is None and sessions(bob) == []
    assert desk.verify().sound


def test_a_new_password_and_a_closed_account_end_every_session(desk: Register) -> None:
    token = sign_in(desk, "bob", PHRASE)
    set_password(desk, "bob", "another good phrase")
    assert session_of(desk, token) is None
    token = sign_in(desk, "bob", "another good phrase")
    change_member(desk, "bob", Correction(close=True), "has left")
    assert session_of(desk, token) is None and not check_password(desk, "bob", "another good phrase")
    with pytest.raises(Refusal, match="closed"):
        open_session(acting(desk, "bob"))


def test_nobody_sees_or_ends_the_sessions_of_others_but_an_administrator(desk: Register) -> None:
    token = sign_in(desk, "bob", PHRASE)
    number = getattr(session_of(desk, token), "number", 0)
    ron = acting(desk, "ron")
    for refused in (
        lambda: sessions(ron, "bob"),
        lambda: close_session(ron, number),
        lambda: close_session(ron, 99),
        lambda: close_sessions(ron, "bob"),
    ):
        with pytest.raises(Refusal, match="Only administrators"):
            refused()
    assert session_of(desk, token)
    close_sessions(desk, "bob")
    assert session_of(desk, token) is None


def test_who_signed_in_and_out_is_in_the_log_and_no_secret_is(desk: Register) -> None:
    token = sign_in(desk, "bob", PHRASE)
    close_sessions(acting(desk, "bob"))
    with desk.reading() as connection:
        log = rows(connection, "SELECT author, action, subject, reason, digest FROM change ORDER BY id")
    assert [line[:2] for line in log[-3:]] == [
        ("ann", "set password"),
        ("bob", "sign in"),
        ("bob", "sign out"),
    ]
    assert token not in str(log) and PHRASE not in str(log)


def test_a_session_does_not_come_back_with_an_account_that_is_opened_again(desk: Register) -> None:
    token = sign_in(desk, "bob", PHRASE)
    change_member(desk, "bob", Correction(close=True), "has left")
    change_member(desk, "bob", Correction(("analyst",)), "is back")
    assert session_of(desk, token) is None and sign_in(desk, "bob", PHRASE)


def test_a_sign_in_that_failed_is_in_the_log_without_what_was_typed(desk: Register) -> None:
    attempts.note(desk, "bob", "192.0.2.7")
    attempts.note(desk, "my secret phrase", "forged\r\n: line")
    found = journal.entries(desk, 2)
    assert [(one.author, one.action, one.subject) for one in found] == [
        ("anybody", "failed sign-in", "?"),
        ("anybody", "failed sign-in", "bob"),
    ]
    assert "192.0.2.7" in found[1].reason and "forged" not in found[0].reason
    assert "secret" not in str(found) and desk.verify().sound


def test_an_account_opens_with_the_subject_or_the_address_that_an_administrator_said(desk: Register) -> None:
    change_member(desk, "bob", Correction(identity="Bob@Example.org"), "the provider of the office")
    change_member(desk, "ron", Correction(identity="a-1"), "the provider of the office")
    for subject, email, name in (
        ("x", "bob@example.org", "bob"),
        ("a-1", "", "ron"),
        ("A-1", "", ""),
        ("bob@example.org", "", ""),
        ("", "a-1", ""),
        ("", "", ""),
    ):
        assert account_of(desk, subject, email) == name
    with pytest.raises(Refusal, match="opens the account `bob` already"):
        change_member(desk, "ron", Correction(identity="BOB@example.org"), "a mistake")
    change_member(desk, "bob", Correction(identity=""), "no more")
    assert account_of(desk, "x", "bob@example.org") == ""
    change_member(desk, "ron", Correction(close=True), "has left")
    assert account_of(desk, "a-1", "") == ""


def test_the_log_is_sought_by_who_what_words_and_days_and_no_word_is_a_command(
    desk: Register, watch: Watch
) -> None:
    watch.on(days=2)
    sign_in(desk, "bob", PHRASE)

    def numbers(**sought: Any) -> list[int]:
        return [one.id for one in journal.entries(desk, 0, journal.Sought(**sought))]

    everything = numbers()
    assert numbers(author="bob") == numbers(action="sign in") == numbers(since="2026-03-03") == everything[:1]
    assert numbers(until="2026-03-01") == numbers(before=everything[0]) == everything[1:]
    assert numbers(words="SIGNED") == everything[:1]
    assert numbers(words="%") == numbers(words="' OR 1=1 --") == numbers(author="x' OR 'a'='a") == []
    assert "sign in" in journal.actions(desk)
    with pytest.raises(Refusal, match="Only administrators"):
        journal.actions(acting(desk, "bob"))


def test_the_command_line_reads_a_password_from_what_comes_in_and_has_no_option_for_it(
    desk: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = desk.url.render_as_string(hide_password=False)
    monkeypatch.setattr("sys.stdin", io.StringIO("a phrase that comes in\n"))
    told = ["register", "user", "password", "ron", "--register", where, "--user", "ann"]
    assert main(told) == 0
    assert check_password(desk, "ron", "a phrase that comes in")
    assert main([*told, "--password", "seen by all who list processes"]) != 0


def test_without_the_library_of_passwords_the_refusal_says_what_to_install(
    desk: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    people._hasher.cache_clear()
    monkeypatch.setitem(__import__("sys").modules, "argon2", None)
    with pytest.raises(Refusal, match="opensocle"):
        set_password(desk, "bob", PHRASE)

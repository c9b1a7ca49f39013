"""Who signs in: passwords of which only the hash is kept, and sessions that live here and can be ended here.

A password is hashed with argon2id; whoever guesses needs as long for a name that exists as for one that does not.
The browser holds a token of chance, the register its hash: who reads the register cannot sign in with it.
A session ends when it is ended, after half a day, after two hours in which nobody was there, when the account
is closed and when the password changes.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from sqlalchemy import Connection

from socle.ground.refusals import Refusal, nearest
from socle.register import accounts, moments, roles, tables
from socle.register.databases import prepared, rows
from socle.register.store import Register

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from socle.register.log import Change

TIME, MEMORY, LANES = 2, 19 * 1024, 1
"""Passes, KiB and lanes of argon2id: the second of the equal choices of OWASP's cheat sheet on storing passwords."""

SHORTEST, LONGEST, DIFFERENT = 12, 256, 5  # characters
LASTS: Final = timedelta(hours=12)
IDLE: Final = timedelta(hours=2)
SEEN: Final = timedelta(minutes=5)  # how often it is written down that somebody is there
OPEN: Final = (
    "SELECT s.id, s.name, c.at, coalesce(l.at, c.at), s.expires FROM session s JOIN change c ON c.id = s.change "
    "LEFT JOIN session_seen l ON l.session = s.id LEFT JOIN session_end e ON e.session = s.id "
    "WHERE e.session IS NULL"
)


@dataclass(frozen=True)
class Session:
    """Somebody who is signed in: since when, when last seen and until when at most, all UTC; roles as they are now."""

    number: int
    name: str
    begun: str
    seen: str
    expires: str
    roles: tuple[str, ...] = ()


def acting(register: Register, name: str) -> Register:
    """The same register, in the name of somebody else whom the caller has recognised."""
    other = copy(register)
    other.user = name
    return other


def set_password(register: Register, name: str, password: str, reason: str = "") -> None:
    """A password for an account, one's own or, for administrators, any; whoever is signed in with it is out."""
    hashed = _hashed(name, password)
    needs = "" if name == register.user else roles.MANAGE
    with register.change("set password", name, reason or "a new password", needs=needs) as change:
        held = accounts.everybody(change.connection)
        if name not in held or name == roles.ANYBODY:
            raise Refusal("There is no account `{name}`.", name=name, nearest=nearest(name, held))
        change.add(tables.password, [{"name": name, "hash": hashed}])
        end_all(change, name)


def add_password(change: Change, name: str, password: str) -> None:
    """The first password of an account that the same change makes."""
    change.add(tables.password, [{"name": name, "hash": _hashed(name, password)}])


def end_all(change: Change, name: str) -> None:
    """With a change, whoever is signed in under a name is out."""
    _end(change, [one.number for one in _open(change.connection, name)])


def _hashed(name: str, password: str) -> str:
    said = normalize("NFC", password)
    _good(name, said)
    return _hasher().hash(said)


def _good(name: str, password: str) -> None:
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refusal(
            "A password has {shortest} to {longest} characters: a few words are easy to keep in mind.",
            shortest=SHORTEST,
            longest=LONGEST,
        )
    if len(set(password)) < DIFFERENT or name.lower() in password.lower():
        raise Refusal(
            "This password is guessed at once: take words that have nothing to do with the account."
        )


def check_password(register: Register, name: str, password: str) -> bool:
    """Whether this is the password of an account that is open; as slow for a name that does not exist."""
    from argon2.exceptions import VerificationError

    with register.reading() as connection:
        found = rows(
            connection, "SELECT hash FROM password WHERE name = ? ORDER BY change DESC LIMIT 1", name
        )
        held = accounts.roles_held(connection, name)
    hashed = found[0][0] if found and found[0][0] else ""
    try:
        _hasher().verify(hashed or _decoy(), normalize("NFC", password[:LONGEST]))
    except VerificationError:
        return False
    return bool(hashed and held and len(password) <= LONGEST)


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
    except ImportError:
        raise Refusal("Passwords need more: install `opensocle[web]`.") from None
    return PasswordHasher(time_cost=TIME, memory_cost=MEMORY, parallelism=LANES)


@cache
def _decoy() -> str:
    """The hash of a password that nobody knows, for names that have none."""
    return _hasher().hash(secrets.token_urlsafe())


def sign_in(register: Register, name: str, password: str) -> str:
    """A new session of a name with its password: the token for the browser; empty where either is wrong."""
    return open_session(acting(register, name)) if check_password(register, name, password) else ""


def open_session(register: Register, how: str = "signed in") -> str:
    """A new session of whoever uses the register; the token is known to the browser alone."""
    token = secrets.token_urlsafe(32)
    with register.change("sign in", register.user, how) as change:
        if not accounts.roles_held(change.connection, register.user):
            raise Refusal("The account `{name}` is closed.", name=register.user)
        line = {
            "id": change.following(tables.session),
            "name": register.user,
            "token": _hash(token),
            "expires": moments.text(_moment(change.at) + LASTS),
        }
        change.add(tables.session, [line])
    return token


def session_of(register: Register, token: str) -> Session | None:
    """Whose session a token opens, if it still does."""
    now = register.now()
    with register.reading() as connection:
        found = rows(connection, f"{OPEN} AND s.token = ?", _hash(token))
        session = Session(*found[0]) if found else None
        held = accounts.roles_held(connection, session.name) if session else None
    if session is None or not held or not _alive(session, now):
        return None
    if _moment(session.seen) + SEEN < _utc(now):
        with suppress(Refusal):  # a register that is busy with an import costs nobody their session
            _note_seen(register, session.number, moments.text(now))
    return Session(**{**vars(session), "roles": held})


def _note_seen(register: Register, number: int, at: str) -> None:
    sql = "INSERT INTO session_seen (session, at) VALUES (?, ?) ON CONFLICT (session) DO UPDATE SET at = excluded.at"
    with register.writing() as connection:
        connection.exec_driver_sql(*prepared(connection, sql, (number, at)))


def sessions(register: Register, name: str = "") -> list[Session]:
    """Where somebody is signed in, oneself or, for administrators, anybody."""
    name, now = name or register.user, register.now()
    with register.reading() as connection:
        if name != register.user:
            roles.require(register.account(connection), roles.MANAGE)
        return [one for one in _open(connection, name) if _alive(one, now)]


def close_session(register: Register, number: int) -> None:
    """End one session, one's own or, for administrators, any; one that has ended stays so."""
    with register.reading() as connection:
        found = rows(connection, "SELECT name FROM session WHERE id = ?", number)
        if not found or found[0][0] != register.user:
            roles.require(register.account(connection), roles.MANAGE)
    name = found[0][0] if found else ""
    _close(register, name, [number])


def close_sessions(register: Register, name: str = "") -> None:
    """End all sessions of somebody, oneself or, for administrators, anybody."""
    _close(register, name or register.user, None)


def _close(register: Register, name: str, numbers: list[int] | None) -> None:
    needs = "" if name == register.user else roles.MANAGE
    with register.change("sign out", name, "session ended", needs=needs) as change:
        still = [one.number for one in _open(change.connection, name)]
        _end(change, [one for one in still if numbers is None or one in numbers])


def _end(change: Change, numbers: list[int]) -> None:
    change.add(tables.session_end, [{"session": one} for one in sorted(numbers)])


def _open(connection: Connection, name: str) -> list[Session]:
    """The sessions of a name that nobody has ended."""
    return [Session(*line) for line in rows(connection, f"{OPEN} AND s.name = ? ORDER BY s.id", name)]


def _alive(session: Session, now: datetime) -> bool:
    """Whether it is neither too old nor idle."""
    return moments.text(now) < session.expires and _utc(now) < _moment(session.seen) + IDLE


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _utc(moment: datetime) -> datetime:
    return _moment(moments.text(moment))

"""Sign-ins that failed: each is an entry of the log, with the account if there is one and never what was typed."""

from __future__ import annotations

from ipaddress import ip_address

from socle.register import accounts, databases, log, roles, tables
from socle.register.store import Register


def note(register: Register, name: str, address: str, how: str = "wrong name or password") -> None:
    """One more. A name that no account has is not kept: people type passwords in the wrong field."""
    place = _plain(address)
    with register.writing() as connection:
        databases.serialise(connection)
        known = name if name in accounts.everybody(connection) else ""
        said = ("failed sign-in", known or "?", f"{how}, from {place or '?'}")
        change = log.begin(connection, register.now, roles.ANYBODY, said)
        line = {"id": change.following(tables.attempt), "name": known, "address": place}
        change.add(tables.attempt, [line])
        change.seal()


def _plain(address: str) -> str:
    """An address of the network, or nothing: the log holds no words that come with a request."""
    try:
        return str(ip_address(address))
    except ValueError:
        return ""

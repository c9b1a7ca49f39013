"""Accounts as they are now: the latest row of each name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from socle.register import tables
from socle.register.databases import rows
from socle.register.log import Change


def roles_held(connection: Connection, name: str, until: int | None = None) -> tuple[str, ...] | None:
    """The roles of a name, none where there is no such account; `until` is the number of a change."""
    found = rows(
        connection,
        "SELECT roles FROM account WHERE name = ? AND change <= ? ORDER BY change DESC LIMIT 1",
        name,
        2**31 - 1 if until is None else until,
    )
    return tuple(found[0][0].split()) if found else None


def everybody(connection: Connection) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Of each name the person or office, and the roles."""
    found = rows(connection, "SELECT name, title, roles FROM account ORDER BY change")
    return {name: (title, tuple(roles.split())) for name, title, roles in found}


def give(change: Change, name: str, roles: Sequence[str], title: str = "") -> None:
    """From this change on, a name has these roles and no others."""
    line = {"name": name, "title": title, "roles": " ".join(sorted(roles))}
    change.add(tables.account, [line])

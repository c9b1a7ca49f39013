"""The log as people read it: who changed what, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from socle.ground.words import N_
from socle.register import roles
from socle.register.databases import rows
from socle.register.log import FIELDS, Entry
from socle.register.store import Register


@dataclass(frozen=True)
class Sought:
    """Which entries: by whom, which action, with which words in subject or reason, from and to which day (UTC)."""

    author: str = ""
    action: str = ""
    words: str = ""
    since: str = ""
    until: str = ""
    before: int = 0  # entries with smaller numbers alone, for the pages after the first


def entries(register: Register, last: int = 0, sought: Sought | None = None) -> list[Entry]:
    """The latest entries, the newest first, all of them for 0; those who do not work here see their own alone."""
    said, values = _where(sought or Sought())
    with register.reading() as connection:
        who = register.account(connection)
        roles.require(who, roles.READ_PUBLISHED)
        staff = any(who.has(role) for role in roles.STAFF)
        sql = f"SELECT {', '.join(FIELDS)} FROM change WHERE (author = ? OR ? = 1){said} ORDER BY id DESC LIMIT ?"
        found = rows(connection, sql, who.name, int(staff), *values, last or 2**31 - 1)
    return [Entry(*line) for line in found]


def _where(sought: Sought) -> tuple[str, list[Any]]:
    """The conditions and their values; each word is a value, never a part of the condition."""
    asked: list[tuple[str, tuple[Any, ...]]] = []
    if sought.author:
        asked.append(("author = ?", (sought.author,)))
    if sought.action:
        asked.append(("action = ?", (sought.action,)))
    if sought.words:
        words = sought.words.lower()
        for sign in "\\%_":
            words = words.replace(sign, f"\\{sign}")
        like = f"%{words}%"
        asked.append(
            ("(lower(subject) LIKE ? ESCAPE '\\' OR lower(reason) LIKE ? ESCAPE '\\')", (like, like))
        )
    if sought.since:
        asked.append(("at >= ?", (sought.since,)))
    if sought.until:
        asked.append(("at <= ?", (f"{sought.until}T99",)))
    if sought.before:
        asked.append(("id < ?", (sought.before,)))
    values = [value for _, each in asked for value in each]
    return "".join(f" AND {condition}" for condition, _ in asked), values


def actions(register: Register) -> list[str]:
    """The kinds of entries that there are."""
    with register.reading() as connection:
        roles.require(register.account(connection), roles.MANAGE)
        return [
            str(name) for (name,) in rows(connection, "SELECT DISTINCT action FROM change ORDER BY action")
        ]


WORDS: Final = {
    "create": N_("makes the register"),
    "add account": N_("adds an account"),
    "change account": N_("changes an account"),
    "set password": N_("sets a password"),
    "sign in": N_("signs in"),
    "failed sign-in": N_("fails to sign in"),
    "sign out": N_("ends sessions"),
    "save scenario": N_("saves a scenario"),
    "share scenario": N_("says who may read a scenario"),
    "comment": N_("comments on a scenario"),
    "comment on scenario": N_("comments on a scenario"),
    "take comment away": N_("takes a comment away"),
    "submit": N_("submits answers"),
    "accept": N_("accepts answers"),
    "return": N_("returns answers"),
    "publish": N_("publishes answers"),
    "withdraw": N_("withdraws answers"),
    "import": N_("imports a dataset"),
}
"""What was done, in words; an action that is not among them is shown as it is kept."""

REASONS: Final = {
    "a comment": "",
    "a new password": "",
    "a new register": "",
    "accept": "",
    "added": "",
    "publish": "",
    "return": "",
    "session ended": "",
    "signed in": "",
    "submit": "",
    "taken away": "",
    "withdraw": "",
    "wrong name or password": N_("wrong name or password"),
    "wrong old password": N_("wrong old password"),
}
"""Reasons that nobody gave, in words; nothing where they say no more than what was done."""

"""The log as people read it: who changed what, when and why."""

from __future__ import annotations

from socle.register import roles
from socle.register.databases import rows
from socle.register.log import FIELDS, Entry
from socle.register.store import Register


def entries(register: Register, last: int = 0) -> list[Entry]:
    """The latest entries, the newest first, all of them for 0; those who do not work here see their own alone."""
    with register.reading() as connection:
        who = register.account(connection)
        roles.require(who, roles.READ_PUBLISHED)
        staff = any(who.has(role) for role in roles.STAFF)
        sql = f"SELECT {', '.join(FIELDS)} FROM change WHERE author = ? OR ? = 1 ORDER BY id DESC"
        found = rows(connection, f"{sql} LIMIT ?", who.name, int(staff), last or 2**31 - 1)
    return [Entry(*line) for line in found]

"""Who somebody is at the provider that an office signs in with: a subject or an e-mail, said by administrators."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from socle.ground.refusals import Refusal
from socle.register import accounts, log, tables
from socle.register.databases import rows
from socle.register.log import Change
from socle.register.store import Register

LONGEST: Final = 255  # characters of a subject (OpenID Connect Core 1.0, section 2) and of an address


def identities(connection: Connection) -> dict[str, str]:
    """Of each account the subject or e-mail with which it opens, for those that have one."""
    found = dict(rows(connection, "SELECT name, said FROM identity ORDER BY change"))
    return {str(name): str(said) for name, said in found.items() if said}


def identify(change: Change, name: str, said: str) -> bool:
    """From this change on, an account opens with this subject or e-mail and no other; with none for an empty one.
    Gives whether that is new.
    """
    wanted = log.plain(said)
    if len(wanted) > LONGEST or any(sign.isspace() for sign in wanted):
        raise Refusal("A subject or e-mail is one word of at most {most} characters.", most=LONGEST)
    held = identities(change.connection)
    taken = next((one for one, other in held.items() if one != name and _same(other, wanted)), "")
    if wanted and taken:
        raise Refusal("`{said}` opens the account `{name}` already.", said=wanted, name=taken)
    if held.get(name, "") == wanted:
        return False
    change.add(tables.identity, [{"name": name, "said": wanted}])
    return True


def account_of(register: Register, subject: str, email: str) -> str:
    """The open account of somebody whom the provider knows; empty where there is none.

    What has an @ is compared with the e-mail, which the provider must have verified, and all else with the
    subject: nobody becomes somebody else by choosing a user name that looks like an address.
    """
    with register.reading() as connection:
        held, everybody = identities(connection), accounts.everybody(connection)
    for name, said in held.items():
        shown = email if "@" in said else subject
        if shown and _same(said, shown) and everybody.get(name, ("", ()))[1]:
            return name
    return ""


def _same(one: str, other: str) -> bool:
    """Whether two of them are the same; letters of an e-mail may be large or small."""
    return one == other or ("@" in one and one.casefold() == other.casefold())

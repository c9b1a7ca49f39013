"""The accounts of a register, as administrators manage them; every change of one is an entry of the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from socle.ground.refusals import Refusal, nearest
from socle.register import accounts, log, people, roles
from socle.register.identities import identify, identities
from socle.register.store import Register


@dataclass(frozen=True)
class Member:
    """An account: its name, the person or office behind it, and its roles; one that is closed has none. `identity`
    is the subject or e-mail with which a provider opens it, empty where only a password does.
    """

    name: str
    title: str
    roles: tuple[str, ...]
    identity: str = ""


@dataclass(frozen=True)
class Opening:
    """What opens an account: a password, a subject or e-mail at a provider, or neither for now."""

    password: str = ""
    identity: str = ""


NOTHING: Final = Opening()


def members(register: Register) -> list[Member]:
    """All accounts for an administrator, one's own for everybody else."""
    with register.reading() as connection:
        who = register.account(connection)
        held, known = accounts.everybody(connection), identities(connection)
    all_of_them = roles.permit(who, roles.MANAGE) is None
    return [
        Member(name, *held[name], known.get(name, ""))
        for name in sorted(held)
        if all_of_them or name == who.name
    ]


def add_member(
    register: Register,
    name: str,
    words: Iterable[str],
    title: str = "",
    reason: str = "",
    opening: Opening = NOTHING,
) -> Member:
    """A new account with these roles, and what opens it, if that is said at once: all of it or nothing."""
    roles.known_name(name)
    given = roles.given_to(name, words)
    if not given:
        raise Refusal("Say at least one role: {valid}.", valid=", ".join(roles.ROLES))
    with register.change("add account", name, reason or "added", needs=roles.MANAGE) as change:
        if name in accounts.everybody(change.connection):
            raise Refusal("There is an account `{name}` already: change it instead.", name=name)
        accounts.give(change, name, given, log.plain(title))
        if opening.identity:
            identify(change, name, opening.identity)
        if opening.password:
            people.add_password(change, name, opening.password)
    return Member(name, title, given, opening.identity)


@dataclass(frozen=True)
class Correction:
    """What changes of an account: roles given and taken, all of them when it is closed; title and identity unless
    none.
    """

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    close: bool = False
    title: str | None = None
    identity: str | None = None


def change_member(register: Register, name: str, wanted: Correction, reason: str) -> Member:
    """Other roles for an account; a register always keeps one administrator."""
    more, fewer = roles.given_to(name, wanted.add), roles.roles_of(wanted.remove)
    with register.change("change account", name, reason, needs=roles.MANAGE) as change:
        held = accounts.everybody(change.connection)
        if name not in held:
            raise Refusal("There is no account `{name}`.", name=name, nearest=nearest(name, held))
        said, before = held[name]
        lacking = [role for role in fewer if role not in before]
        if lacking:
            raise Refusal(
                "`{name}` is not {role}.", name=name, role=lacking[0], nearest=nearest(lacking[0], before)
            )
        after = () if wanted.close else tuple(sorted({*before, *more} - set(fewer)))
        _keep_an_administrator(held, name, after)
        title = said if wanted.title is None else log.plain(wanted.title)
        if (title, after) != (said, before):
            accounts.give(change, name, after, title)
        other = wanted.identity is not None and identify(change, name, wanted.identity)
        if not after or other:
            people.end_all(change, name)  # also those that would open again with the account
        identity = identities(change.connection).get(name, "")
    return Member(name, title, after, identity)


def _keep_an_administrator(
    held: dict[str, tuple[str, tuple[str, ...]]], name: str, after: tuple[str, ...]
) -> None:
    left = {**{one: given for one, (_, given) in held.items()}, name: after}
    if not any(roles.ADMINISTRATOR in given for given in left.values()):
        raise Refusal("`{name}` is the only administrator: give the role to somebody else first.", name=name)

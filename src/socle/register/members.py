"""The accounts of a register, as administrators manage them; every change of one is an entry of the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from socle.ground.refusals import Refusal, nearest
from socle.register import accounts, log, roles
from socle.register.store import Register


@dataclass(frozen=True)
class Member:
    """An account: its name, the person or office behind it, and its roles; one that is closed has none."""

    name: str
    title: str
    roles: tuple[str, ...]


def members(register: Register) -> list[Member]:
    """All accounts for an administrator, one's own for everybody else."""
    with register.reading() as connection:
        who = register.account(connection)
        held = accounts.everybody(connection)
    all_of_them = roles.permit(who, roles.MANAGE) is None
    return [Member(name, *held[name]) for name in sorted(held) if all_of_them or name == who.name]


def add_member(
    register: Register, name: str, words: Iterable[str], title: str = "", reason: str = ""
) -> Member:
    """A new account with these roles."""
    roles.known_name(name)
    given = roles.given_to(name, words)
    if not given:
        raise Refusal("Say at least one role: {valid}.", valid=", ".join(roles.ROLES))
    with register.change("add account", name, reason or "added", needs=roles.MANAGE) as change:
        if name in accounts.everybody(change.connection):
            raise Refusal("There is an account `{name}` already: change it instead.", name=name)
        accounts.give(change, name, given, log.plain(title))
    return Member(name, title, given)


@dataclass(frozen=True)
class Correction:
    """What changes of an account: roles given and taken, all of them when it is closed, its title unless none."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    close: bool = False
    title: str | None = None


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
        member = Member(name, said if wanted.title is None else log.plain(wanted.title), after)
        if member != Member(name, said, before):
            accounts.give(change, name, member.roles, member.title)
    return member


def _keep_an_administrator(
    held: dict[str, tuple[str, tuple[str, ...]]], name: str, after: tuple[str, ...]
) -> None:
    left = {**{one: given for one, (_, given) in held.items()}, name: after}
    if not any(roles.ADMINISTRATOR in given for given in left.values()):
        raise Refusal("`{name}` is the only administrator: give the role to somebody else first.", name=name)

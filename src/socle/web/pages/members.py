"""For administrators: who has an account, with which roles; adding, changing, new passwords, ending sessions."""

from __future__ import annotations

from dataclasses import dataclass

from socle.ground.words import N_
from socle.register import people, roles
from socle.register.members import Correction, Member, add_member, change_member, members
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.page import Asked, Done, action, page
from socle.web.session import register_of
from socle.web.viewer import ADMINISTRATOR

PLAIN = tuple(one for one in roles.ROLES if one != roles.RESPONDENT)


@dataclass(frozen=True)
class People:
    """Every account, and the roles there are."""

    title: str
    members: tuple[Member, ...]
    roles: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    fingerprint: str = ""


@page("/people", role=ADMINISTRATOR)
def people_list(asked: Asked) -> People:
    """The accounts of the register."""
    _ = translator(asked.lang)
    with register_of(asked) as register:
        held = members(register)
    head = (_(N_("account")), _(N_("person or office")), _(N_("roles")))
    rows = tuple((one.name, one.title, ", ".join(one.roles) or _(N_("closed"))) for one in held)
    return People(
        _(N_("People and their roles")),
        tuple(held),
        tuple((one, _(roles.ROLES[one])) for one in PLAIN),
        (Table(_(N_("People and their roles")), head, (("", rows),), words=len(head) - 1),),
    )


@action("/people/add", role=ADMINISTRATOR)
def adding_member(asked: Asked) -> Done:
    """A new account, with a first password if one was given."""
    with register_of(asked) as register:
        name, password = asked.field("name").strip(), asked.field("password")
        add_member(register, name, _wanted(asked), asked.field("title"), asked.field("reason"))
        if password:
            people.set_password(register, name, password)
    return Done("/people")


@action("/people/change", role=ADMINISTRATOR)
def changing_member(asked: Asked) -> Done:
    """Other roles for an account: those that are ticked, and no others."""
    with register_of(asked) as register:
        name, wanted = asked.field("name"), roles.roles_of(_wanted(asked))
        before = next((one.roles for one in members(register) if one.name == name), ())
        fewer = tuple(one for one in before if one not in wanted)
        change = Correction(wanted, fewer, not wanted, asked.field("title"))
        change_member(register, name, change, asked.field("reason"))
    return Done("/people")


@action("/people/password", role=ADMINISTRATOR)
def giving_password(asked: Asked) -> Done:
    """A new password for somebody who has forgotten theirs; their sessions end."""
    with register_of(asked) as register:
        people.set_password(register, asked.field("name"), asked.field("password"), asked.field("reason"))
    return Done("/people")


@action("/people/sessions/end", role=ADMINISTRATOR)
def ending_sessions(asked: Asked) -> Done:
    """Whoever is signed in under a name is out."""
    with register_of(asked) as register:
        people.close_sessions(register, asked.field("name"))
    return Done("/people")


def _wanted(asked: Asked) -> tuple[str, ...]:
    """The roles that were ticked, and those of a respondent by country."""
    countries = asked.field("countries").replace(",", " ").split()
    return (*asked.form.get("role", ()), *(f"{roles.RESPONDENT}:{one}" for one in countries))

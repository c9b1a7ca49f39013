"""For administrators: who has an account, with which roles; adding, changing, new passwords, ending sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from socle.exchange.areas import load_areas
from socle.exchange.country import shipped
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.register import people, roles
from socle.register.members import Correction, Member, Opening, add_member, change_member, members
from socle.register.store import Register
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.page import Asked, Done, action, page
from socle.web.session import register_of
from socle.web.titles import role_title, role_titles
from socle.web.viewer import ADMINISTRATOR

PLAIN = tuple(one for one in roles.ROLES if one != roles.RESPONDENT)
NO_COUNTRY = N_("There is no country `{code}`: write its three letters, such as SEN.")
SECRET = ("token", "password")


@dataclass(frozen=True)
class People:
    """Every account, and the roles there are. Where a form was refused: which (`add`, or what is done to whom), why,
    and what it said, without secrets.
    """

    title: str
    members: tuple[Member, ...]
    roles: tuple[tuple[str, str, str], ...]  # code, title, what it is for
    tables: tuple[Table, ...]
    failed: str = ""
    wrong: str = ""
    sent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fingerprint: str = ""


@page("/people", role=ADMINISTRATOR)
def people_list(asked: Asked) -> People:
    """The accounts of the register."""
    with register_of(asked) as register:
        return _people(asked, register)


def _people(asked: Asked, register: Register, failed: str = "", wrong: str = "") -> People:
    _, held = translator(asked.lang), members(register)
    head = (_(N_("account")), _(N_("person or office")), _(N_("roles")), _(N_("at the provider")))
    rows = tuple(
        (one.name, one.title, role_titles(one.roles, asked.lang), one.identity or "–") for one in held
    )
    return People(
        _(N_("People and their roles")),
        tuple(held),
        tuple((one, role_title(one, asked.lang), _(roles.ROLES[one])) for one in PLAIN),
        (Table(_(N_("People and their roles")), head, (("", rows),), words=len(head) - 1),),
        failed,
        wrong,
        {name: said for name, said in asked.form.items() if name not in SECRET} if failed else {},
    )


@action("/people/add", role=ADMINISTRATOR)
def adding_member(asked: Asked) -> Done | People:
    """A new account, with a first password if one was given: the whole of it or nothing."""
    name, opening = asked.field("name").strip(), Opening(asked.field("password"), asked.field("identity"))
    with register_of(asked) as register:
        try:
            add_member(register, name, _wanted(asked), asked.field("title"), asked.field("reason"), opening)
        except Refusal as refusal:
            return _people(asked, register, "add", refusal.worded(translator(asked.lang)))
    return Done("/people")


@action("/people/change", role=ADMINISTRATOR)
def changing_member(asked: Asked) -> Done | People:
    """Other roles for an account: those that are ticked, and no others."""
    name = asked.field("name")
    with register_of(asked) as register:
        try:
            wanted = roles.roles_of(_wanted(asked))
            before = next((one.roles for one in members(register) if one.name == name), ())
            fewer = tuple(one for one in before if one not in wanted)
            change = Correction(wanted, fewer, not wanted, asked.field("title"), asked.field("identity"))
            change_member(register, name, change, asked.field("reason"))
        except Refusal as refusal:
            return _people(asked, register, f"change {name}", refusal.worded(translator(asked.lang)))
    return Done("/people")


@action("/people/password", role=ADMINISTRATOR)
def giving_password(asked: Asked) -> Done | People:
    """A new password for somebody who has forgotten theirs; their sessions end."""
    name = asked.field("name")
    with register_of(asked) as register:
        try:
            people.set_password(register, name, asked.field("password"), asked.field("reason"))
        except Refusal as refusal:
            return _people(asked, register, f"password {name}", refusal.worded(translator(asked.lang)))
    return Done("/people")


@action("/people/sessions/end", role=ADMINISTRATOR)
def ending_sessions(asked: Asked) -> Done:
    """Whoever is signed in under a name is out."""
    with register_of(asked) as register:
        people.close_sessions(register, asked.field("name"))
    return Done("/people")


def _wanted(asked: Asked) -> tuple[str, ...]:
    """The roles that were ticked, and those of a respondent by country."""
    countries = asked.field("countries").upper().replace(",", " ").split()
    valid = {*load_areas(), *shipped()}
    for one in countries:
        if one not in valid:
            raise Refusal(NO_COUNTRY, code=one[:20], nearest=nearest(one[:20], valid))
    return (*asked.form.get("role", ()), *(f"{roles.RESPONDENT}:{one}" for one in countries))

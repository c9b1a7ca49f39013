"""One's own page: roles, sessions, password and saved scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.register import attempts, people, roles, scenarios
from socle.register.people import Session
from socle.register.scenarios import Scenario
from socle.report.country_search import code_name
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.page import Asked, Done, action, page
from socle.web.pages.accounts import OFTEN, moment, number_of
from socle.web.session import COOKIE, register_of
from socle.web.titles import role_title

DIFFER = N_("The two passwords differ.")
OLD = N_("This is not your password.")


@dataclass(frozen=True)
class Me:
    """Who is signed in: roles, where, and what was saved; `wrong` says what of the password, by field."""

    title: str
    roles: tuple[tuple[str, str], ...]
    sessions: tuple[tuple[int, str, str, str], ...]  # number, since when, last seen, until when
    here: int
    saved: tuple[tuple[int, str, str, str], ...]  # number, country, name, when
    tables: tuple[Table, ...]
    wrong: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""


@page("/me")
def me(asked: Asked) -> Me:
    """One's own page."""
    return _me(asked)


def _me(asked: Asked, wrong_field: str = "", wrong: str = "") -> Me:
    _, name, lang = translator(asked.lang), asked.viewer.name, asked.lang
    with register_of(asked) as register:
        here = people.session_of(register, asked.viewer.session)
        open_ones = people.sessions(register)
        saved = scenarios.saved(register, owner=name) if here and here.roles else []
    held = here.roles if here else ()
    return Me(
        _(N_("You are signed in as {name}")).format(name=name),
        tuple((role_title(one, lang), _(roles.ROLES[one.partition(":")[0]])) for one in held),
        tuple(
            (one.number, moment(one.begun, lang), moment(one.seen, lang), moment(one.expires, lang))
            for one in open_ones
        ),
        here.number if here else 0,
        tuple((one.number, code_name(one.country, lang), one.name, moment(one.at, lang)) for one in saved),
        (_sessions(open_ones, lang), saved_table(saved, lang)),
        {wrong_field: wrong} if wrong else {},
    )


@action("/me/sessions/end")
def ending_session(asked: Asked) -> Done:
    """Ends one of one's sessions, or all."""
    with register_of(asked) as register:
        if asked.field("session") == "all":
            people.close_sessions(register)
        else:
            people.close_session(register, number_of(asked.field("session")))
    return Done("/me")


@action("/me/password")
def changing_password(asked: Asked) -> Done | Me:
    """Another password, for who knows the one that holds; every session ends, and this one begins anew."""
    _, name, door = translator(asked.lang), asked.viewer.name, asked.viewer.door
    if not door.allows(f"name {name}"):
        return _me(asked, "password", _(OFTEN))
    with register_of(asked) as register:
        if not people.check_password(register, name, asked.field("password")):
            attempts.note(register, name, door.address, "wrong old password")
            return _me(asked, "password", _(OLD))
        if asked.field("new") != asked.field("again"):
            return _me(asked, "again", _(DIFFER))
        try:
            people.set_password(register, name, asked.field("new"))
        except Refusal as refusal:
            return _me(asked, "new", refusal.worded(_))
        return Done("/me", {COOKIE: people.open_session(register)})


def _sessions(held: list[Session], lang: str) -> Table:
    _ = translator(lang)
    head = (_(N_("session")), _(N_("since")), _(N_("last seen")), _(N_("until at most")))
    rows = tuple(
        (str(one.number), moment(one.begun, lang), moment(one.seen, lang), moment(one.expires, lang))
        for one in held
    )
    return Table(_(N_("Where you are signed in")), head, (("", rows),), words=len(head) - 1)


def saved_table(held: list[Scenario], lang: str) -> Table:
    """Saved scenarios as a table."""
    _ = translator(lang)
    head = (_(N_("scenario")), _(N_("country")), _(N_("owner")), _(N_("version")), _(N_("saved")))
    rows = tuple(
        (
            one.name,
            code_name(one.country, lang),
            one.owner,
            str(one.version),
            f"{one.author}, {moment(one.at, lang)}",
        )
        for one in held
    )
    return Table(_(N_("Saved scenarios")), head, (("", rows),), words=len(head) - 1)

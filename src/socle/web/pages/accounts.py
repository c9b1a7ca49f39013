"""Signing in and out, and one's own page: roles, sessions, password and saved scenarios."""

from __future__ import annotations

from dataclasses import dataclass

from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.register import people, roles, scenarios
from socle.register.people import Session
from socle.register.scenarios import Scenario
from socle.register.store import Register
from socle.report.numbers import day
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.page import Asked, Done, action, page
from socle.web.session import COOKIE, FORM, register_of

WRONG = N_("This is not the name and password of an open account.")
DIFFER = N_("The two passwords differ.")
OLD = N_("This is not your password.")


@dataclass(frozen=True)
class SignIn:
    """The form for signing in: where the reader goes then, and what was wrong."""

    title: str
    to: str
    name: str = ""
    wrong: str = ""
    tables: tuple[Table, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True)
class Me:
    """Who is signed in: roles, where, and what was saved."""

    title: str
    roles: tuple[tuple[str, str], ...]
    sessions: tuple[tuple[int, str, str, str], ...]  # number, since when, last seen, until when
    here: int
    saved: tuple[tuple[int, str, str, str], ...]  # number, country, name, when
    tables: tuple[Table, ...]
    wrong: str = ""
    fingerprint: str = ""


@page("/sign-in")
def sign_in(asked: Asked) -> SignIn:
    """The form."""
    return SignIn(translator(asked.lang)(N_("Sign in")), ours(asked.one("to")))


@action("/sign-in")
def signing_in(asked: Asked) -> Done | SignIn:
    """A new session with a new token, whatever the browser held before."""
    to, name = ours(asked.field("to")), asked.field("name").strip()
    with register_of(asked) as register:
        token = people.sign_in(register, name, asked.field("password"))
        if not token:
            _ = translator(asked.lang)
            return SignIn(_(N_("Sign in")), to, name, _(WRONG))
        _end_this(register, asked)
    return Done(to, {COOKIE: token, FORM: ""})


@action("/sign-out")
def signing_out(asked: Asked) -> Done:
    """The session ends in the register, not in the browser alone."""
    with register_of(asked) as register:
        _end_this(register, asked)
    return Done("/", {COOKIE: ""})


def _end_this(register: Register, asked: Asked) -> None:
    """The session with which somebody asks, if there is one."""
    session = people.session_of(register, asked.viewer.session)
    if session:
        people.close_session(people.acting(register, session.name), session.number)


@page("/me")
def me(asked: Asked) -> Me:
    """One's own page."""
    return _me(asked)


def _me(asked: Asked, wrong: str = "") -> Me:
    _, name, lang = translator(asked.lang), asked.viewer.name, asked.lang
    with register_of(asked) as register:
        here = people.session_of(register, asked.viewer.session)
        open_ones = people.sessions(register)
        saved = scenarios.saved(register, owner=name) if asked.viewer.may(roles.ANALYST) else []
    held = here.roles if here else ()
    return Me(
        _(N_("You are signed in as {name}")).format(name=name),
        tuple((one, _(roles.ROLES[one.partition(":")[0]])) for one in held),
        tuple(
            (one.number, moment(one.begun, lang), moment(one.seen, lang), moment(one.expires, lang))
            for one in open_ones
        ),
        here.number if here else 0,
        tuple((one.number, one.country, one.name, moment(one.at, lang)) for one in saved),
        (_sessions(open_ones, lang), saved_table(saved, lang)),
        wrong,
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
    _, name = translator(asked.lang), asked.viewer.name
    with register_of(asked) as register:
        if not people.check_password(register, name, asked.field("password")):
            return _me(asked, _(OLD))
        if asked.field("new") != asked.field("again"):
            return _me(asked, _(DIFFER))
        try:
            people.set_password(register, name, asked.field("new"))
        except Refusal as refusal:
            return _me(asked, refusal.worded(_))
        return Done("/me", {COOKIE: people.open_session(register)})


def ours(address: str) -> str:
    """An address of ours to go to, else the first page: never another host."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if plain else "/"


def number_of(text: str) -> int:
    """A number of the register; none is 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("2147483647") else 0


def moment(at: str, lang: str) -> str:
    """A moment of the log as a sentence says it."""
    return f"{day(at[:10], lang)}, {at[11:16]} UTC"


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
        (one.name, one.country, one.owner, str(one.version), f"{one.author}, {moment(one.at, lang)}")
        for one in held
    )
    return Table(_(N_("Saved scenarios")), head, (("", rows),), words=len(head) - 1)

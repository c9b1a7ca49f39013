"""Signing in, by password or by a provider, and out."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.register import attempts, identities, people
from socle.register.store import Register
from socle.report.numbers import day
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.page import Asked, Away, Done, action, landing, page
from socle.web.session import AWAY, BACK, COOKIE, FORM, PASS, SIGN_IN, register_of

WRONG = N_("This is not the name and password of an open account.")
OFTEN = N_("Too many tries with this name: wait a minute.")
MANY = N_("Too many tries from one address: wait a minute.")
UNKNOWN = N_("The provider knows you, but no open account here is yours: ask who runs this Socle.")
NO_PROVIDER = N_("Here nobody signs in with a provider.")
LONGEST: Final = 64  # characters of a name


@dataclass(frozen=True)
class SignIn:
    """The form for signing in: where the reader goes then, who else may say who they are, and what was wrong."""

    title: str
    to: str
    provider: str = ""
    name: str = ""
    wrong: str = ""
    tables: tuple[Table, ...] = ()
    fingerprint: str = ""


@page(SIGN_IN)
def sign_in(asked: Asked) -> SignIn:
    """The form."""
    return _form(asked, ours(asked.one("to")))


def _form(asked: Asked, to: str, name: str = "", wrong: str = "") -> SignIn:
    _, provider = translator(asked.lang), asked.viewer.door.provider
    title = provider.title or _(N_("the provider of your office")) if provider else ""
    return SignIn(_(N_("Sign in")), to, title, name, _(wrong) if wrong else "")


@action(SIGN_IN)
def signing_in(asked: Asked) -> Done | SignIn:
    """A new session with a new token, whatever the browser held before."""
    to, name, door = ours(asked.field("to")), asked.field("name").strip()[: LONGEST + 1], asked.viewer.door
    if not door.allows(f"name {name}"):
        return _form(asked, to, name, OFTEN)
    with register_of(asked) as register:
        token = people.sign_in(register, name, asked.field("password"))
        if not token:
            attempts.note(register, name, door.address)
            return _form(asked, to, name, WRONG)
        _end_this(register, asked)
    return Done(to, {COOKIE: token, FORM: "", PASS: ""})


@action(AWAY)
def going_away(asked: Asked) -> Away | SignIn:
    """To the provider; what proves later that this browser asked for it stays in the browser."""
    provider, to = asked.viewer.door.provider, ours(asked.field("to"))
    if provider is None:
        raise Refusal(NO_PROVIDER)
    secret = secrets.token_urlsafe(32)
    try:
        where = provider.door(secret)
    except Refusal as refusal:
        return _form(asked, to, "", refusal.worded(translator(asked.lang)))
    kept = urlsafe_b64encode(to.encode()).decode().rstrip("=")
    return Away(where, {PASS: f"{secret}.{kept}"})


@landing(BACK)
def coming_back(asked: Asked) -> Done | SignIn:
    """From the provider, with what it says: proven, it opens the account that an administrator tied to it."""
    door, lang = asked.viewer.door, asked.lang
    if door.provider is None:
        raise Refusal(NO_PROVIDER)
    secret, to = _kept(door.secret)
    if not door.allows(f"back {door.address}"):
        return _form(asked, to, "", MANY)
    said = {name: asked.one(name) for name in ("code", "state", "iss") if asked.one(name)}
    with register_of(asked) as register:
        try:
            who = door.provider.somebody(secret, said, register.now)
        except Refusal as refusal:
            attempts.note(register, "", door.address, "not proven by the provider")
            return _form(asked, to, "", refusal.worded(translator(lang)))
        name = identities.account_of(register, who.subject, who.email)
        if not name:
            attempts.note(register, "", door.address, "an account of the provider that none is tied to")
            return _form(asked, to, "", UNKNOWN)
        token = people.open_session(people.acting(register, name), "signed in with the provider")
        _end_this(register, asked)
    return Done(to, {COOKIE: token, FORM: "", PASS: ""})


def _kept(held: str) -> tuple[str, str]:
    """The secret of a sign-in under way, and where its reader wants to go then."""
    secret, _, coded = held.partition(".")
    try:
        to = urlsafe_b64decode(coded + "=" * (-len(coded) % 4)).decode()
    except ValueError:
        to = "/"
    return secret, ours(to)


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

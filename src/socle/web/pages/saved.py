"""A saved scenario: its text, its history, who may read it, what is said of it; and saving it anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.exceptions import HTTPException

from socle.exchange.country import shipped
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.register import remarks, scenarios
from socle.register.remarks import Comment
from socle.register.scenarios import REACHES, Writing
from socle.register.store import Register
from socle.report.country_search import code_name
from socle.report.differing import Line, difference
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.builder import wanted_from
from socle.web.countries import ground
from socle.web.page import Asked, Done, File, action, download, page
from socle.web.pages.accounts import moment, number_of
from socle.web.pages.own import saved_table
from socle.web.session import register_of
from socle.web.viewer import ANALYST

FASTER = N_(
    "{author} saved version {theirs} while you were writing. Yours is kept beside it as version {yours}; nothing is "
    "lost. Below is theirs: put into it what is yours, and save again."
)
BESIDE = N_("kept beside")
KEPT: Final = ("country", "name", "content", "reason", "reach")  # of a form that is refused


@dataclass(frozen=True)
class SavedAll:
    """All saved scenarios that one may read, and the form for another; `wrong` says what of it is refused."""

    title: str
    scenarios: tuple[
        tuple[int, str, str, str, str, str], ...
    ]  # number, country, name, of whom, when, for whom
    reaches: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    wrong: str = ""
    sent: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""


@dataclass(frozen=True)
class Saved:
    """One saved scenario, with the version that is shown and, where two are compared, where they differ."""

    title: str
    number: int
    country: str
    place: str  # what the country is called
    name: str
    owner: str
    version: int  # the one that holds
    shown: int
    content: str
    reach: str
    reaches: tuple[tuple[str, str], ...]
    comments: tuple[tuple[Comment, str], ...]  # each with when
    versions: tuple[int, ...]
    tables: tuple[Table, ...]
    compared: tuple[int, int] = (0, 0)
    differences: tuple[Line, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)  # by field
    sent: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""


@page("/saved")
def saved_all(asked: Asked) -> SavedAll:
    """The list."""
    return _all(asked)


def _all(asked: Asked, wrong: str = "") -> SavedAll:
    _, lang = translator(asked.lang), asked.lang
    with register_of(asked) as register:
        held = scenarios.saved(register)
    rows = tuple(
        (
            one.number,
            code_name(one.country, lang),
            one.name,
            one.owner,
            moment(one.at, lang),
            _(REACHES[one.reach]),
        )
        for one in held
    )
    sent = {name: asked.field(name) for name in KEPT}
    return SavedAll(_(N_("Saved scenarios")), rows, _reaches(lang), (saved_table(held, lang),), wrong, sent)


@page("/saved/{number}")
def saved(asked: Asked) -> Saved:
    """One of them; `?version=2` shows an older text, `?first=1&second=2` where two versions differ."""
    with register_of(asked) as register:
        return _saved(asked, register, _number(asked, register))


@download("/saved/{number}/scenario.yaml")
def saved_file(asked: Asked) -> File:
    """Its text, as a file."""
    with register_of(asked) as register:
        found = scenarios.find(register, _number(asked, register))
        text = scenarios.content(register, found.number, number_of(asked.one("version")))
    return File(f"{found.country} {found.name}.yaml", text.encode(), "application/yaml")


@action("/saved", role=ANALYST)
def saving(asked: Asked) -> Done | Saved | SavedAll:
    """A new version of a scenario, or a new scenario: fields country, name, content, reason, base, owner, reach."""
    _ = translator(asked.lang)
    writing = Writing(
        asked.field("country").strip().upper(),
        asked.field("name"),
        asked.field("content"),
        asked.field("reason"),
        number_of(asked.field("base")),
        asked.field("owner"),
        asked.field("reach"),
    )
    number = number_of(asked.field("number"))
    with register_of(asked) as register:
        try:
            check(writing.country, writing.content)
            done = scenarios.save(register, writing)
        except Refusal as refusal:
            if not number:
                return _all(asked, refusal.worded(_))
            scenarios.find(register, number)
            return _saved(asked, register, number, {"content": refusal.worded(_)})
        return _told(asked, register, done)


def _told(asked: Asked, register: Register, done: scenarios.Saved) -> Done | Saved:
    """The scenario; with both texts before the eyes of whoever was overtaken."""
    if done.overtaken is None:
        return Done(f"/saved/{done.scenario.number}")
    theirs = done.overtaken
    said = translator(asked.lang)(FASTER)
    told = said.format(author=theirs.author, theirs=theirs.version, yours=done.version)
    asked_for = {"first": (str(theirs.version),), "second": (str(done.version),)}
    new = Asked(asked.path, asked_for, asked.lang, asked.viewer, asked.register)
    return _saved(new, register, done.scenario.number, {"page": told})


@action("/saved/{number}/restore", role=ANALYST)
def restoring(asked: Asked) -> Done | Saved:
    """An older version once more, as a new one."""
    version, base = number_of(asked.field("version")), number_of(asked.field("base"))
    with register_of(asked) as register:
        number = _number(asked, register)
        try:
            country = scenarios.find(register, number).country
            check(country, scenarios.content(register, number, version))
            done = scenarios.restore(register, number, version, base, asked.field("reason"))
        except Refusal as refusal:
            return _saved(asked, register, number, {"restore": refusal.worded(translator(asked.lang))})
        return _told(asked, register, done)


@action("/saved/{number}/share", role=ANALYST)
def sharing(asked: Asked) -> Done | Saved:
    """Says who may read it."""
    with register_of(asked) as register:
        number = _number(asked, register)
        try:
            scenarios.share(register, number, asked.field("reach"))
        except Refusal as refusal:
            return _saved(asked, register, number, {"reach": refusal.worded(translator(asked.lang))})
    return Done(f"/saved/{number}")


@action("/saved/{number}/comment", role=ANALYST)
def commenting(asked: Asked) -> Done | Saved:
    """Says something of the version that holds."""
    with register_of(asked) as register:
        number = _number(asked, register)
        try:
            remarks.comment(register, number, asked.field("comment"))
        except Refusal as refusal:
            wrong = {"comment": refusal.worded(translator(asked.lang))}
            return _saved(asked, register, number, wrong)
    return Done(f"/saved/{number}#comments")


@action("/saved/{number}/comment/end")
def ending_comment(asked: Asked) -> Done:
    """Takes a comment away: one's own or, for administrators, any."""
    with register_of(asked) as register:
        number = _number(asked, register)
        remarks.take_away(register, number, number_of(asked.field("comment")))
    return Done(f"/saved/{number}#comments")


def check(country: str, content: str) -> None:
    """Refuses what is no scenario of a shipped country, with the line."""
    if country not in shipped():
        raise Refusal(
            "There is no country `{country}` here.", country=country[:20], nearest=nearest(country, shipped())
        )
    wanted_from(ground(country), content.encode(), "YAML")


def _number(asked: Asked, register: Register) -> int:
    """The scenario of the path; no page where there is none that one may read."""
    number = number_of(asked.path["number"])
    try:
        scenarios.find(register, number)
    except Refusal:
        raise HTTPException(404) from None
    return number


def _saved(asked: Asked, register: Register, number: int, wrong: Mapping[str, str] | None = None) -> Saved:
    _, lang = translator(asked.lang), asked.lang
    found, history = scenarios.find(register, number), scenarios.history(register, number)
    shown = number_of(asked.one("version")) or found.version
    first, second = number_of(asked.one("first")), number_of(asked.one("second"))
    differences: tuple[Line, ...] = ()
    if first and second:
        texts = [scenarios.content(register, number, one) for one in (first, second)]
        differences = difference(*texts)
    return Saved(
        _(N_("{country}: {name}, saved by {owner}")).format(
            country=code_name(found.country, asked.lang), name=found.name, owner=found.owner
        ),
        number,
        found.country,
        code_name(found.country, asked.lang),
        found.name,
        found.owner,
        found.version,
        shown,
        scenarios.content(register, number, shown),
        found.reach,
        _reaches(lang),
        tuple((one, moment(one.at, lang)) for one in remarks.comments(register, number)),
        tuple(one.version for one in history),
        (_history(history, lang),),
        (first, second),
        differences,
        wrong or {},
        {name: asked.field(name) for name in ("content", "reason", "base", "comment")} if wrong else {},
    )


def _history(history: list[scenarios.Version], lang: str) -> Table:
    _ = translator(lang)
    head = (_(N_("version")), _(N_("who")), _(N_("when")), _(N_("why")), _(N_("state")))
    rows = tuple(
        (str(one.version), one.author, moment(one.at, lang), one.reason, _(BESIDE) if one.beside else "")
        for one in history
    )
    return Table(_(N_("History")), head, (("", rows),), words=len(head) - 1)


def _reaches(lang: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, translator(lang)(said)) for name, said in REACHES.items())

"""A saved scenario: its text, its history, what is said of it; and saving it anew."""

from __future__ import annotations

from dataclasses import dataclass

from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.register import scenarios
from socle.register.scenarios import Writing
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.page import Asked, Done, File, action, download, page
from socle.web.pages.accounts import moment, number_of, saved_table
from socle.web.session import register_of
from socle.web.viewer import ANALYST

FASTER = N_(
    "{author} saved version {theirs} while you were writing. Yours is kept beside it as version {yours}; nothing is "
    "lost. Below is theirs: put into it what is yours, and save again."
)
BESIDE = N_("kept beside")


@dataclass(frozen=True)
class SavedAll:
    """All saved scenarios that an analyst may read."""

    title: str
    scenarios: tuple[tuple[int, str, str, str, str], ...]  # number, country, name, of whom, when
    tables: tuple[Table, ...]
    fingerprint: str = ""


@dataclass(frozen=True)
class Saved:
    """One saved scenario."""

    title: str
    number: int
    country: str
    name: str
    owner: str
    version: int
    content: str
    comments: tuple[tuple[str, str, str, str], ...]  # who, when, of which version, what
    versions: tuple[tuple[int, str, str, str, str], ...]  # number, who, when, why, whether kept beside
    tables: tuple[Table, ...]
    wrong: str = ""
    fingerprint: str = ""


@page("/saved", role=ANALYST)
def saved_all(asked: Asked) -> SavedAll:
    """The list."""
    with register_of(asked) as register:
        held = scenarios.saved(register)
    rows = tuple((one.number, one.country, one.name, one.owner, moment(one.at, asked.lang)) for one in held)
    return SavedAll(translator(asked.lang)(N_("Saved scenarios")), rows, (saved_table(held, asked.lang),))


@page("/saved/{number}", role=ANALYST)
def saved(asked: Asked) -> Saved:
    """One of them; `?version=2` shows an older text."""
    return _saved(asked, number_of(asked.path["number"]), number_of(asked.one("version")))


@download("/saved/{number}/scenario.yaml", role=ANALYST)
def saved_file(asked: Asked) -> File:
    """Its text, as a file."""
    with register_of(asked) as register:
        found = scenarios.find(register, number_of(asked.path["number"]))
        text = scenarios.content(register, found.number, number_of(asked.one("version")))
    return File(f"{found.country} {found.name}.yaml", text.encode(), "application/yaml")


@action("/saved", role=ANALYST)
def saving(asked: Asked) -> Done | Saved:
    """A new version of a scenario, or a new scenario: fields country, name, content, reason, base, owner."""
    _ = translator(asked.lang)
    writing = Writing(
        asked.field("country").strip().upper(),
        asked.field("name"),
        asked.field("content"),
        asked.field("reason"),
        number_of(asked.field("base")),
        asked.field("owner"),
    )
    with register_of(asked) as register:
        done = scenarios.save(register, writing)
    if done.overtaken is None:
        return Done(f"/saved/{done.scenario.number}")
    theirs = done.overtaken
    told = _(FASTER).format(author=theirs.author, theirs=theirs.version, yours=done.version)
    return _saved(asked, done.scenario.number, wrong=told)


@action("/saved/{number}/comment", role=ANALYST)
def commenting(asked: Asked) -> Done | Saved:
    """Says something of the version that holds."""
    number = number_of(asked.path["number"])
    with register_of(asked) as register:
        try:
            scenarios.comment(register, number, asked.field("comment"))
        except Refusal as refusal:
            scenarios.find(register, number)
            return _saved(asked, number, wrong=refusal.worded(translator(asked.lang)))
    return Done(f"/saved/{number}#comments")


def _saved(asked: Asked, number: int, version: int = 0, wrong: str = "") -> Saved:
    _, lang = translator(asked.lang), asked.lang
    with register_of(asked) as register:
        found = scenarios.find(register, number)
        text = scenarios.content(register, number, version)
        history = scenarios.history(register, number)
        said = scenarios.comments(register, number)
    versions = tuple(
        (one.version, one.author, moment(one.at, lang), one.reason, _(BESIDE) if one.beside else "")
        for one in history
    )
    head = (_(N_("version")), _(N_("who")), _(N_("when")), _(N_("why")), _(N_("state")))
    rows = tuple((str(one[0]), *one[1:]) for one in versions)
    return Saved(
        _(N_("{country}: {name}, saved by {owner}")).format(
            country=found.country, name=found.name, owner=found.owner
        ),
        found.number,
        found.country,
        found.name,
        found.owner,
        found.version,
        text,
        tuple((one.author, moment(one.at, lang), str(one.version), one.content) for one in said),
        versions,
        (Table(_(N_("History")), head, (("", rows),), words=len(head) - 1),),
        wrong,
    )

"""The scenarios of a country: those that are shipped, each a start for the builder."""

from __future__ import annotations

from dataclasses import dataclass

from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.register.scenarios import LONGEST
from socle.report import builder_words, numbers
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.run.builder import Wanted, wanted_from
from socle.web.countries import code_of, ground_of, stamp_of
from socle.web.page import Asked, Done, action, page
from socle.web.scenario_address import query_of

TITLE = N_("Scenarios for {country}: start from one and change it")


@dataclass(frozen=True)
class Scenarios:
    """Where one may start."""

    title: str
    iso3: str
    name: str
    starts: tuple[tuple[str, str, str], ...]
    most: str  # characters of a file
    wrong: str = ""  # why a file that was sent is none
    sent: str = ""  # and its text
    tables: tuple[Table, ...] = ()
    fingerprint: str = ""


@page("/{iso3:country}/scenarios", stamp=stamp_of)
def scenarios(asked: Asked) -> Scenarios:
    """The scenarios that are shipped."""
    return _all(asked)


def _all(asked: Asked, wrong: str = "", sent: str = "") -> Scenarios:
    ground, lang = ground_of(asked), asked.lang
    name = named(ground.country.name, lang)
    title = translator(lang)(TITLE).format(country=name)
    starts = builder_words.starts(ground, lang)
    return Scenarios(title, code_of(asked), name, starts, numbers.number(LONGEST, lang), wrong, sent)


@action("/{iso3:country}/scenarios/open")
def opened(asked: Asked) -> Done | Scenarios:
    """A scenario file, sent or pasted, opened in the builder; nothing of it is kept."""
    sent = asked.files.get("file")
    name, content = (sent.name, sent.body) if sent else ("", b"")
    content = content or asked.field("content").encode()
    try:
        wanted = _wanted(asked, content, name or "YAML")
    except Refusal as refusal:
        pasted = asked.field("content")[:LONGEST]
        return _all(asked, refusal.worded(translator(asked.lang)), pasted)
    saved = [("saved", asked.field("saved"))] if asked.field("saved") else []
    return Done(f"/{code_of(asked)}/scenarios/new?{query_of([*wanted.pairs(), *saved])}")


def _wanted(asked: Asked, content: bytes, name: str) -> Wanted:
    """What a file asks for."""
    if not content.strip():
        raise Refusal("Choose a scenario file, or paste its text.")
    if len(content) > LONGEST:
        raise Refusal("A scenario file has at most {most} characters.", most=LONGEST)
    return wanted_from(ground_of(asked), content, name)

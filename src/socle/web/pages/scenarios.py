"""The scenarios of a country: those that are shipped, each a start for the builder."""

from __future__ import annotations

from dataclasses import dataclass

from socle.ground.words import N_
from socle.report import builder_words
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.run.builder import wanted_from
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
    tables: tuple[Table, ...] = ()
    fingerprint: str = ""


@page("/{iso3:country}/scenarios", stamp=stamp_of)
def scenarios(asked: Asked) -> Scenarios:
    """The scenarios that are shipped."""
    ground, lang = ground_of(asked), asked.lang
    name = named(ground.country.name, lang)
    title = translator(lang)(TITLE).format(country=name)
    return Scenarios(title, code_of(asked), name, builder_words.starts(ground, lang))


@action("/{iso3:country}/scenarios/open")
def opened(asked: Asked) -> Done:
    """A scenario file, sent or pasted, opened in the builder; nothing of it is kept."""
    sent = asked.files.get("file")
    name, content = (sent.name, sent.body) if sent else ("", b"")
    content = content or asked.field("content").encode()
    wanted = wanted_from(ground_of(asked), content, name or "YAML")
    saved = [("saved", asked.field("saved"))] if asked.field("saved") else []
    return Done(f"/{code_of(asked)}/scenarios/new?{query_of([*wanted.pairs(), *saved])}")

"""The country at a glance: what a floor costs, whom it reaches, who is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from socle.report import findings, labels, sections
from socle.report.sections import Card, Table
from socle.web.countries import drawn, floor_of, stamp_of
from socle.web.page import Asked, page


@dataclass(frozen=True)
class Country:
    """The floor of a country in words, cards, charts and tables."""

    title: str
    parts: str
    iso3: str
    name: str
    cards: tuple[Card, ...]
    drawings: Mapping[str, str]
    tables: tuple[Table, ...]
    sources: Table
    fingerprint: str


@page("/{iso3:country}", stamp=stamp_of)
def country(asked: Asked) -> Country:
    """The floor of one country."""
    found, lang = floor_of(asked), asked.lang
    return Country(
        findings.headline(found, lang),
        findings.parts(found, lang),
        found.iso3,
        labels.country(found, lang),
        tuple(sections.cards(found, lang)),
        drawn(asked),
        (sections.by_guarantee(found, lang), sections.gaps(found, lang), sections.lines(found, lang)),
        sections.source_table(found.sources, lang),
        found.trace.fingerprint,
    )

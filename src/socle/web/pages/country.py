"""The country at a glance: what a floor costs, whom it reaches, who is left out, its people, and the law in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from socle.report import country_tables, findings, labels, pyramid, scheme_tables, sections
from socle.report.sections import Card, Table
from socle.web.countries import country_of, drawn, floor_of, stamp_of
from socle.web.page import Asked, page


@dataclass(frozen=True)
class Country:
    """The floor of a country in words, cards, charts and tables."""

    title: str
    parts: str
    iso3: str
    name: str
    cards: tuple[Card, ...]
    gap: str
    drawings: Mapping[str, str]
    people: str  # the pyramid as a sentence
    years: tuple[int, ...]
    base_year: int
    schemes: tuple[str, ...]  # names of the rows of the table of schemes
    in_force: Table
    tables: tuple[Table, ...]
    sources: Table
    fingerprint: str


@page("/{iso3:country}", stamp=stamp_of)
def country(asked: Asked) -> Country:
    """The floor of one country."""
    found, held, lang = floor_of(asked), country_of(asked), asked.lang
    charts = {name: one for name, one in drawn(asked).items() if name != "pyramid"}
    return Country(
        findings.headline(found, lang),
        findings.parts(found, lang),
        found.iso3,
        labels.country(found, lang),
        tuple(sections.cards(found, lang)),
        findings.gap(found, lang),
        {**charts, "people": pyramid.drawing(found, found.base_year, lang)},
        pyramid.title(found, found.base_year, lang),
        found.years,
        found.base_year,
        tuple(scheme.name for scheme in held.schemes),
        scheme_tables.in_force(held, lang),
        (
            sections.by_guarantee(found, lang),
            country_tables.coverage(held, found, lang),
            sections.gaps(found, lang),
            country_tables.adequacy(found, lang),
            sections.lines(found, lang),
        ),
        sections.source_table(found.sources, lang),
        found.trace.fingerprint,
    )

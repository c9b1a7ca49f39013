"""The country at a glance: what a floor costs, whom it reaches, who is left out, its people, and the law in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from socle.exchange.country import insurance_files
from socle.ground.words import N_
from socle.report import country_tables, findings, labels, pyramid, scheme_tables, sections
from socle.report.country_tables import Glance
from socle.report.sections import Card, Table
from socle.report.text import translator
from socle.web.countries import country_of, drawn, floor_of, stamp_of
from socle.web.page import DOWNLOADS, Asked, page

PAPER = "/{iso3:country}/report."
KINDS = {"pdf": N_("Report (PDF)"), "docx": N_("Report (Word)"), "xlsx": N_("Workbook (Excel)")}


@dataclass(frozen=True)
class Country:
    """The floor of a country in words, cards, charts and tables."""

    title: str
    parts: str
    iso3: str
    name: str
    glance: tuple[Glance, ...]
    papers: tuple[tuple[str, str], ...]  # address and words
    valued: bool  # whether an institution is shipped, so that its scheme can be valued
    cards: tuple[Card, ...]
    gap: str
    drawings: Mapping[str, str]
    people: str  # the pyramid as a sentence
    then: int  # its year, over the outline of the base year
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
    charts = drawn(asked)  # first, for the renderer wakes while the floor is costed
    found, held, lang = floor_of(asked), country_of(asked), asked.lang
    last = found.years[labels.steps(found)[-1]]
    return Country(
        findings.headline(found, lang),
        findings.parts(found, lang),
        found.iso3,
        labels.country(found, lang),
        country_tables.glance(held, found, lang),
        papers(found.iso3, lang),
        bool(insurance_files(found.iso3)),
        tuple(sections.cards(found, lang)),
        findings.gap(found, lang),
        {**charts, "people": pyramid.drawing(found, last, lang)},
        pyramid.title(found, last, lang),
        last,
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


def papers(code: str, lang: str) -> tuple[tuple[str, str], ...]:
    """The documents of a country that are given here, each with its address in the language of the reader."""
    held = {one.path.removeprefix(PAPER) for one in DOWNLOADS.values() if one.path.startswith(PAPER)}
    said = translator(lang)
    return tuple(
        (f"/{code}/report.{kind}?lang={lang}", said(text)) for kind, text in KINDS.items() if kind in held
    )

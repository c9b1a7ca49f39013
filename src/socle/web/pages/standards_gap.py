"""The smallest reforms that would make a country meet an instrument, each costed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from socle.exchange.country_answers import Stamp, stamp
from socle.model.reform import Gap
from socle.report import reform_page, reform_tables
from socle.report.assessment_chapters import reforms_chapter
from socle.report.reform_files import scenario_texts
from socle.report.sections import Table
from socle.run.practice import PracticeRequest
from socle.run.reforms import ReformRequest, reforms
from socle.web.chapters import Option, country_name, yes
from socle.web.countries import code_of, stamp_of
from socle.web.page import Asked, page
from socle.web.pages.standards import checked, convention_of, instruments

USUAL: Final = "C102"


@dataclass(frozen=True)
class StandardsGap:
    """What is not met, what would meet it, and what has to be found out; each reform as a file."""

    title: str
    iso3: str
    name: str
    convention: str
    parts: str  # those asked for
    choice: tuple[Option, ...]
    exceptions: bool
    lead: tuple[str, ...]
    tables: tuple[Table, ...]
    links: Mapping[str, Mapping[str, str]]  # from a test to its Part, by the caption of its table
    scenarios: Mapping[str, str]
    fingerprint: str


@page("/{iso3:country}/standards/gap", stamp=stamp_of)
def standards_gap(asked: Asked) -> StandardsGap:
    """The reforms for an instrument (`?convention=C102`) and some Parts (`&part=V,IX`)."""
    code, lang, declared = code_of(asked), asked.lang, yes(asked, "exceptions")
    convention = convention_of(asked, USUAL)
    parts = tuple(part.strip().upper() for part in asked.one("part").split(",") if part.strip())
    files = stamp(code)
    found = _gap(code, files, convention, parts, declared)
    chapter = reforms_chapter(found, lang)
    tables = (*chapter.tables, *reform_page.unknown(found, lang))
    return StandardsGap(
        reform_tables.headline(found, lang),
        code,
        country_name(asked),
        convention,
        ",".join(parts),
        instruments(lang, convention, whole=False),
        declared,
        (*reform_page.standing(found, lang), *chapter.lead),
        tables,
        _links(
            f"/{code}/standards?convention={convention}{'&exceptions=yes' if declared else ''}",
            found,
            tables,
            lang,
        ),
        scenario_texts(found),
        checked(code, files, convention, declared).trace.fingerprint,
    )


def _links(address: str, found: Gap, tables: Sequence[Table], lang: str) -> dict[str, dict[str, str]]:
    """Where the Part of each test stands, with every test of it."""
    return {
        caption: {cell: f"{address}#p-{part}" for cell, part in held.items()}
        for caption, held in reform_page.tested(found, tables, lang).items()
    }


@lru_cache(maxsize=64)
def _gap(code: str, _files: Stamp, convention: str, parts: tuple[str, ...], exceptions: bool) -> Gap:
    return reforms(ReformRequest(PracticeRequest(code), convention, parts, exceptions))

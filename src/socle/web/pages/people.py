"""The people of a country in a year: a pyramid that moves by year, with its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from socle.report import labels, pyramid, sections
from socle.report.sections import Table
from socle.web.countries import country_of, floor_of, stamp_of
from socle.web.page import Asked, page


@dataclass(frozen=True)
class People:
    """A population by sex and age in one year."""

    title: str
    iso3: str
    name: str
    year: int
    base_year: int
    source: str
    years: tuple[int, ...]
    drawings: Mapping[str, str]
    tables: tuple[Table, ...]
    fingerprint: str


@page("/{iso3:country}/people", stamp=stamp_of)
def people(asked: Asked) -> People:
    """The population of the year that is asked for, or of the base year."""
    found, lang = floor_of(asked), asked.lang
    year = pyramid.year_of(found, asked.one("year"))
    said = pyramid.title(found, year, lang)
    return People(
        f"{labels.country(found, lang)}, {said[:1].lower()}{said[1:]}",
        found.iso3,
        labels.country(found, lang),
        year,
        found.base_year,
        pyramid.source(found, country_of(asked)),
        found.years,
        {"people": pyramid.drawing(found, year, lang)},
        (pyramid.table(found, year, lang), sections.ages(found, lang)),
        found.trace.fingerprint,
    )

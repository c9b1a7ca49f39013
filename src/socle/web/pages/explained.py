"""Any number of the floor opened: its steps, what the law says to each, its sources and its fingerprint."""

from __future__ import annotations

import math
from dataclasses import dataclass

from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.rulebook import RULES
from socle.report import explained_tables as told
from socle.report import labels, sections
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.run.explain_cited import explain_cited
from socle.web.countries import code_of, floor_of, stamp_of
from socle.web.page import Asked, page
from socle.web.reference import Reference, address, present

TITLE = N_("{country}: every number of the floor, and how it comes about")
LEAD = N_(
    "Choose a benefit: its page shows each step from all residents to the cost, with the law that says so."
)
LONGEST = 6  # digits of a year that are read at all


@dataclass(frozen=True)
class Number:
    """One step as data: what it is called, its sentence, its value; no value where it is not known."""

    name: str
    sentence: str
    value: float | None
    unit: str


@dataclass(frozen=True)
class Explained:
    """One number with its steps."""

    title: str
    iso3: str
    country: str
    benefit: str
    path: str
    year: int
    years: tuple[int, int]
    scenario: str
    scenarios: tuple[tuple[str, str], ...]
    law: str
    flags: tuple[str, ...]
    steps: tuple[Number, ...]
    tables: tuple[Table, ...]
    links: dict[str, str]
    query: str  # what stands after the question mark, for the same number as data
    fingerprint: str


@page("/explain/{iso3:country}", stamp=stamp_of)
def explain_country(asked: Asked) -> Reference:
    """Every number of a country that can be opened."""
    floor, lang = floor_of(asked), asked.lang
    _, name = translator(lang), labels.country(floor, lang)
    links = {
        f"{labels.scenario_title(one, lang)}|{labels.benefit_title(benefit, lang)}": address(
            floor.iso3, benefit.benefit, year, one.name
        )
        for one in floor.scenarios
        for benefit in one.benefits
        if (year := told.opens_in(floor, benefit)) is not None
    }
    return Reference(
        _(TITLE).format(country=name),
        _(N_("Explanation")),
        (told.numbers_table(floor, lang),),
        crumbs=((f"/{floor.iso3}", name),),
        lead=(_(LEAD),),
        links=links,
        fingerprint=floor.trace.fingerprint,
    )


@page("/explain/{iso3:country}/{benefit:name}", stamp=stamp_of)
def explained(asked: Asked) -> Explained:
    """One number."""
    code, lang = code_of(asked), asked.lang
    _, year = translator(lang), _year(asked.one("year"))
    cited = explain_cited(code, asked.path["benefit"], year, asked.one("scenario"))
    one = cited.explanation
    return Explained(
        told.headline(cited, lang),
        one.country,
        named(cited.country, lang),
        named(cited.benefit, lang),
        one.benefit,
        one.year,
        cited.years,
        one.scenario,
        tuple((name, named(title, lang)) for name, title in cited.scenarios),
        _(cited.law),
        told.flags(one, lang),
        tuple(
            Number(s.name, _(s.sentence), s.value if math.isfinite(s.value) else None, s.unit)
            for s in one.steps
        ),
        present(
            told.steps_table(one, lang),
            told.said_table(one, lang),
            sections.source_table(cited.sources, lang),
        ),
        {
            label: f"/rules/{step.name}"
            for label, step in zip(told.labelled(one, lang), one.steps, strict=True)
            if step.name in RULES
        },
        f"?year={one.year}&scenario={one.scenario}",
        cited.fingerprint,
    )


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST):
        raise Refusal("`{text}` is no year: write 2024, or several with commas.", text=text[:60])
    return int(text)

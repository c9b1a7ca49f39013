"""The four guarantees of Recommendation 202 against national thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from socle.exchange.country_answers import Stamp, stamp
from socle.model.guarantee import Guarantees
from socle.model.scenario import STATUS_QUO
from socle.report.guarantee_tables import floor_sections
from socle.report.sections import Table
from socle.run.guarantees import GuaranteeRequest, guarantees
from socle.web.chapters import Option, chosen, country_name, options, scenario_titles, there
from socle.web.countries import code_of, country_of, stamp_of
from socle.web.page import Asked, page

USUAL: Final = "high"


@dataclass(frozen=True)
class StandardsFloor:
    """The answer, what it is measured against, each guarantee by its tests, and why."""

    title: str
    iso3: str
    name: str
    choice: tuple[Option, ...]
    lead: tuple[str, ...]
    alert: str
    tables: tuple[Table, ...]
    source: str
    fingerprint: str


@page("/{iso3:country}/standards/floor", stamp=stamp_of)
def standards_floor(asked: Asked) -> StandardsFloor:
    """The floor of a country, its schemes in force and a scenario beside them (`?scenario=high`)."""
    code, lang = code_of(asked), asked.lang
    titles = {
        name: title for name, title in scenario_titles(country_of(asked), lang).items() if name != STATUS_QUO
    }
    scenario = chosen(asked, "scenario", titles, USUAL)
    found = _found(code, stamp(code), scenario)
    section = floor_sections(found, lang)
    return StandardsFloor(
        section.headline,
        code,
        country_name(asked),
        options(titles, scenario),
        section.lead,
        section.flag,
        there(*section.tables.values()),
        section.source,
        found.trace.fingerprint if found.trace else "",
    )


@lru_cache(maxsize=64)
def _found(code: str, _files: Stamp, scenario: str) -> Guarantees:
    return guarantees(GuaranteeRequest(code, (scenario,)))

"""The four guarantees of Recommendation 202 against national thresholds."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from socle.exchange.country_answers import Stamp, stamp
from socle.model.guarantee import Guarantees
from socle.model.scenario import STATUS_QUO
from socle.report.guarantee_tables import benefits, floor_sections
from socle.report.labels import capital
from socle.report.sections import Table
from socle.report.text import named
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
    links: Mapping[
        str, Mapping[str, str]
    ]  # from a benefit in force to its scheme, by the caption of its table
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
    section = floor_sections(found, lang, titled=True)
    return StandardsFloor(
        section.headline,
        code,
        country_name(asked),
        options(titles, scenario),
        section.lead,
        section.flag,
        there(*section.tables.values()),
        _links(found, frozenset(one.name for one in country_of(asked).schemes), lang),
        section.source,
        found.trace.fingerprint if found.trace else "",
    )


def _links(found: Guarantees, schemes: Set[str], lang: str) -> dict[str, dict[str, str]]:
    """The page of the scheme of each benefit in force."""
    case = found.case(STATUS_QUO)
    table = benefits(found, case, lang)
    pages = {
        f"|{capital(named(one.title, lang))}": f"/{found.iso3}/schemes/{scheme}"
        for one in case.transfers
        if (scheme := one.benefit.partition(".")[0]) in schemes
    }
    return {table.caption: pages} if table else {}


@lru_cache(maxsize=64)
def _found(code: str, _files: Stamp, scenario: str) -> Guarantees:
    return guarantees(GuaranteeRequest(code, (scenario,)))

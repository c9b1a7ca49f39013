"""What a scenario does to the households of an invented survey, drawn from the population of the country."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from socle.exchange.country_answers import Stamp, stamp
from socle.ground.words import N_
from socle.report import impact_chart, impact_page
from socle.report.sections import Card, Table, source_table
from socle.report.text import translator
from socle.run import Choices
from socle.run.households import Households as Found
from socle.run.households import SurveyRequest
from socle.run.households import households as asked_of_households
from socle.web.chapters import (
    Option,
    Part,
    chosen,
    country_name,
    options,
    scenario_titles,
    svgs,
    tables_of,
    there,
)
from socle.web.countries import code_of, country_of, stamp_of
from socle.web.page import Asked, page

USUAL: Final = "high"


@dataclass(frozen=True)
class Households:
    """The impact of a scenario in words, cards, charts and tables; that the survey is invented is said first."""

    title: str
    iso3: str
    name: str
    choice: tuple[Option, ...]
    against: tuple[Option, ...]
    alert: str
    lead: tuple[str, ...]
    cards: tuple[Card, ...]
    parts: tuple[Part, ...]
    drawings: Mapping[str, str]
    source: str
    fingerprint: str

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, in reading order."""
        return tables_of(self.parts)


@page("/{iso3:country}/households", stamp=stamp_of)
def households(asked: Asked) -> Households:
    """A scenario (`?scenario=high`), alone or against another (`&against=low`), on an invented survey."""
    code, lang = code_of(asked), asked.lang
    titles = scenario_titles(country_of(asked), lang)
    scenario, against = chosen(asked, "scenario", titles, USUAL), chosen(asked, "against", titles, "")
    found = _found(code, stamp(code), scenario, against)
    shown = impact_page.section(found, lang)
    return Households(
        shown.headline,
        code,
        country_name(asked),
        options(titles, scenario),
        options({"": translator(lang)(N_("nothing"))} | titles, against),
        shown.flag,
        shown.lead,
        shown.cards,
        _parts(found, shown.tables, lang),
        svgs(impact_chart.specs(found, lang), lang),
        shown.source,
        found.trace.fingerprint,
    )


def _parts(found: Found, made: Mapping[str, Table | None], lang: str) -> tuple[Part, ...]:
    """Poverty, who is reached, where the money goes, who gains, groups, inequality, and what is meant."""
    _ = translator(lang)

    def part(title: str, charts: tuple[str, ...], *names: str) -> Part:
        drawn = tuple(f"households_{name}" for name in charts)
        return Part(_(title), (), drawn, there(*(made[name] for name in names)))

    sources = source_table(found.sources, lang)
    parts = (
        part(N_("Poverty"), ("poverty",), "poverty", "contrast"),
        part(N_("Who is reached"), ("coverage",), "benefits", "coverage"),
        part(N_("Where the money goes"), ("incidence",), "incidence", "by_decile", "progressivity", "payers"),
        part(N_("Winners and losers"), ("moves", "against"), "moves", "against"),
        part(N_("Groups of people"), ("groups",), "by_group"),
        part(N_("Inequality"), ("lorenz",)),
        part(N_("Missing from the totals"), (), "not_computed"),
        part(N_("What each number means"), (), "definitions"),
        Part(_(N_("Sources")), tables=(sources,)),
    )
    return tuple(one for one in parts if one.tables or one.charts)


@lru_cache(maxsize=32)
def _found(code: str, _files: Stamp, scenario: str, against: str) -> Found:
    return asked_of_households(code, Choices(), SurveyRequest(), scenario, against)

"""What a scenario being built means for Recommendation 202, and for people: pages that the builder shows within it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from socle.exchange.country_answers import Stamp, stamp
from socle.exchange.survey_folder import Held, survey_of
from socle.exchange.survey_folder import stamp_of as survey_stamp
from socle.report import builder_effects, builder_verdicts, labels
from socle.report.sections import Table
from socle.run import builder_judged as judged
from socle.run.builder import build
from socle.run.builder_judged import Bench
from socle.run.households import SurveyRequest
from socle.web.countries import code_of, ground, ground_of
from socle.web.page import Asked, page
from socle.web.scenario_address import query_of, wanted_of


@dataclass(frozen=True)
class ScenarioStandards:
    """The guarantees of the Recommendation under the scenario, its start, the schemes in force."""

    title: str
    iso3: str
    name: str
    query: str
    tables: tuple[Table, ...]
    fingerprint: str


@dataclass(frozen=True)
class ScenarioPoverty:
    """Poverty and inequality of the people of a survey, or of invented people, under the same."""

    title: str
    iso3: str
    name: str
    query: str
    tables: tuple[Table, ...]
    fingerprint: str
    survey: str = ""  # its name; empty where the people are invented


@dataclass(frozen=True)
class ScenarioConvention:
    """The tests of Convention 102 whose verdict the scenario changes."""

    title: str
    iso3: str
    name: str
    query: str
    tables: tuple[Table, ...]
    fingerprint: str


@page("/{iso3:country}/scenarios/new/standards")
def scenario_standards(asked: Asked) -> ScenarioStandards:
    """The guarantees of the scenario of the address."""
    lang, found = asked.lang, build(ground_of(asked), wanted_of(asked))
    bench = _bench_of(asked)
    cases, name = judged.standards(bench, found), labels.country(found.floor, lang)
    return ScenarioStandards(
        builder_effects.standards_title(cases, name, lang),
        found.floor.iso3,
        name,
        query_of(found.wanted.pairs()),
        (builder_effects.standards(cases, bench, lang),),
        found.floor.trace.fingerprint,
    )


@page("/{iso3:country}/scenarios/new/poverty")
def scenario_poverty(asked: Asked) -> ScenarioPoverty:
    """Poverty under the scenario of the address."""
    lang, found = asked.lang, build(ground_of(asked), wanted_of(asked))
    welfare = judged.poverty(_bench_of(asked, surveyed=True), found)
    return ScenarioPoverty(
        builder_effects.poverty_title(welfare, found, lang),
        found.floor.iso3,
        labels.country(found.floor, lang),
        query_of(found.wanted.pairs()),
        (builder_effects.poverty(welfare, found, lang),),
        found.floor.trace.fingerprint,
        welfare.source,
    )


@page("/{iso3:country}/scenarios/new/convention")
def scenario_convention(asked: Asked) -> ScenarioConvention:
    """The verdicts on Convention 102 that the scenario of the address changes."""
    lang, found = asked.lang, build(ground_of(asked), wanted_of(asked))
    shifts, name = judged.convention(_bench_of(asked), found), labels.country(found.floor, lang)
    return ScenarioConvention(
        builder_verdicts.convention_title(shifts, name, lang),
        found.floor.iso3,
        name,
        query_of(found.wanted.pairs()),
        builder_verdicts.convention(shifts, found, lang),
        found.floor.trace.fingerprint,
    )


def _bench_of(asked: Asked, surveyed: bool = False) -> Bench:
    """The country made ready, with its survey where one is kept and asked for, else with invented people."""
    code = code_of(asked)
    held = survey_of(asked.surveys, code) if surveyed else None
    return _bench(code, stamp(code), held, survey_stamp(held))


@lru_cache(maxsize=8)
def _bench(code: str, _files: Stamp, held: Held | None, _survey: Stamp) -> Bench:
    return judged.bench(ground(code), SurveyRequest(*held) if held else SurveyRequest())

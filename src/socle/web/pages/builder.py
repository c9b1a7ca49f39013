"""The scenario builder: the law with fields on one side, what follows on the other; the address is the scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from socle.exchange.scenario_text import file_of
from socle.report import builder_law, builder_words, labels, tidy_text
from socle.report.builder_law import Law
from socle.report.builder_words import Difference, Reached
from socle.report.sections import Table
from socle.run.builder import Built, build
from socle.web.countries import ground_of
from socle.web.page import Asked, Elsewhere, File, download, page
from socle.web.scenario_address import query_of, wanted_of


@dataclass(frozen=True)
class Builder:
    """A scenario: its law with fields, what it does, what is changed, what is wrong."""

    title: str
    iso3: str
    name: str
    start: str
    starts: tuple[tuple[str, str, str], ...]
    laws: tuple[Law, ...]
    whole: tuple[str, ...]
    cards: tuple[Reached, ...]
    differences: tuple[Difference, ...]
    resets: Mapping[str, str]
    query: str
    tables: tuple[Table, ...]
    fingerprint: str
    scenario: str


@page("/{iso3:country}/scenarios/new")
def builder(asked: Asked) -> Builder:
    """The scenario of the address; one in which fields say what the start says has a shorter address."""
    ground, wanted, lang = ground_of(asked), wanted_of(asked), asked.lang
    found = build(ground, wanted)
    if sorted(found.wanted.pairs()) != sorted(wanted.pairs()):
        said = f"&lang={asked.one('lang')}" if asked.one("lang") == lang else ""
        raise Elsewhere(query_of(found.wanted) + said)
    differences = builder_words.differences(found, lang)
    resets = {one.path: query_of(found.wanted, one.path) for one in differences}
    return Builder(
        builder_words.title(found, lang),
        ground.country.iso3,
        labels.country(found.floor, lang),
        found.start.name,
        builder_words.starts(ground, lang),
        builder_law.laws(found, lang),
        builder_law.whole(found, lang),
        builder_words.cards(found, lang),
        differences,
        resets,
        query_of(found.wanted),
        (builder_words.consequences(found, lang), builder_words.by_guarantee(found, lang)),
        found.floor.trace.fingerprint,
        file_of(found.scenario),
    )


def _built(asked: Asked) -> Built:
    return build(ground_of(asked), wanted_of(asked))


@download("/{iso3:country}/scenarios/new.yaml")
def scenario_file(asked: Asked) -> File:
    """The scenario as a file for `socle check` and `socle floor --scenario`."""
    found = _built(asked)
    name = f"{found.floor.iso3}_{found.scenario.name}.yaml"
    return File(name, file_of(found.scenario).encode(), "application/yaml")


@download("/{iso3:country}/scenarios/new.tidy.csv")
def scenario_rows(asked: Asked) -> File:
    """Every number of the scenario, its start and the schemes in force, one a row."""
    found = _built(asked)
    name = f"{found.floor.iso3}_{found.scenario.name}.csv"
    return File(name, tidy_text.as_csv(found.floor).encode(), "text/csv; charset=utf-8")

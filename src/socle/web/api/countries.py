"""Countries, their figures, sources of numbers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Final

from fastapi import Path, Query, Response

from socle.exchange import api_answers as answers
from socle.exchange import api_answers_world as world_answers
from socle.exchange.country import shipped
from socle.exchange.country_answers import country_of
from socle.exchange.sources import load_sources
from socle.ground.refusals import nearest
from socle.ground.version import VERSION
from socle.ground.words import N_
from socle.model.country import Country
from socle.model.scenario import STATUS_QUO
from socle.report import country_list
from socle.report.text import named, translator
from socle.web.api.asking import (
    Asking,
    Code,
    Missing,
    Name,
    Paged,
    country_code,
    fingerprint,
    of_content,
    sent,
)
from socle.web.api.routing import Shown, get

GROUP: Final = N_("Countries and sources")


@get(
    "/countries",
    answers.Countries,
    N_("List the countries shipped, with their data and schemes."),
    Shown("/countries?limit=2", "socle.countries(limit=2)"),
    GROUP,
)
def countries(caller: Asking, paging: Paged) -> Response:
    """The countries in the order of their codes, the invented one last."""
    held = [country_of(code) for code in shipped()]
    rows, total, after = paging.of(country_list.listed(held, caller.lang))
    known = fingerprint({f"{one.iso3}/{name}": sha for one in held for name, sha in one.files.items()})
    found = [answers.CountryRow(**row) for row in rows]
    return sent(caller, answers.Countries(VERSION, known, total, after, found))


@get(
    "/countries/{iso3}",
    answers.CountryFacts,
    N_("One country: its facts, its law and its scenarios."),
    Shown("/countries/XXX", 'socle.country("XXX")'),
    GROUP,
)
def country(caller: Asking, iso3: Code) -> Response:
    """Schemes in force with their law and benefits, the scenarios that may be asked for, and the files behind them."""
    found, lang = country_of(country_code(iso3)), caller.lang
    facts = answers.CountryFacts(
        VERSION,
        fingerprint(found.files),
        found.iso3,
        named(found.name, lang),
        found.currency,
        found.region,
        found.income_group,
        found.base_year,
        _schemes(found, lang),
        [STATUS_QUO, *found.scenarios],
        [translator(lang)(note) for note in found.notes],
        dict(found.files),
    )
    return sent(caller, facts)


def _schemes(country: Country, lang: str) -> list[answers.SchemeFacts]:
    _ = translator(lang)
    return [
        answers.SchemeFacts(
            scheme.name,
            named(scheme.title, lang),
            scheme.law,
            [
                answers.BenefitFacts(
                    one.path,
                    named(one.title, lang),
                    one.guarantee,
                    one.branch,
                    _(one.not_computed) if one.not_computed else "",
                )
                for one in scheme.benefits
            ],
        )
        for scheme in country.schemes
    ]


@get(
    "/countries/{iso3}/figures",
    answers.Figures,
    N_("The published figures of a country, each with its source."),
    Shown("/countries/XXX/figures?figure=gdp&limit=2", 'socle.figures("XXX", "gdp", limit=2)'),
    GROUP,
)
def figures(
    caller: Asking,
    paging: Paged,
    iso3: Code,
    figure: Annotated[Name, Query(description="One figure only, as gdp or coverage_old_age.")] = "",
) -> Response:
    """One number a row, as the file of the country has it."""
    found = country_of(country_code(iso3))
    rows, total, after = paging.of(found.figures.of(figure) if figure else found.figures.rows)
    told = [
        answers.FigureRow(r.figure, r.sex, r.age, r.year, r.value, r.unit, r.source, r.vintage) for r in rows
    ]
    return sent(caller, answers.Figures(VERSION, fingerprint(found.files), total, after, found.iso3, told))


@get(
    "/sources",
    answers.Sources,
    N_("Every source that Socle knows: producer, title, edition, licence."),
    Shown("/sources?limit=2", "socle.sources(limit=2)"),
    GROUP,
)
def sources(caller: Asking, paging: Paged) -> Response:
    """Rows of results cite these keys."""
    held = list(load_sources().values())
    rows, total, after = paging.of(held)
    told = [answers.SourceRow(**{name: getattr(one, name) for name in SOURCE}) for one in rows]
    known = of_content([asdict(one) for one in held])
    return sent(caller, answers.Sources(VERSION, known, total, after, told))


@get(
    "/sources/{key}",
    answers.Document[world_answers.SourceFacts],
    N_("One source, with its citation and its files."),
    Shown("/sources/WPP2024-pop1", 'socle.source("WPP2024-pop1")'),
    GROUP,
)
def source(
    caller: Asking, key: Annotated[str, Path(max_length=100, description="Key of the source.")]
) -> Response:
    """The source as the list of sources has it."""
    held = load_sources()
    if key not in held:
        raise Missing("there is no source called `{key}`", key=key, nearest=nearest(key, held))
    content = asdict(held[key])
    return sent(caller, answers.Document(VERSION, of_content(content), content))


SOURCE: Final = ("key", "producer", "title", "vintage", "licence", "citation", "url", "derived", "unverified")

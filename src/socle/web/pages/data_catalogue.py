"""The catalogue of data: every source with its licence, the figures of every country, and what was imported here."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from starlette.exceptions import HTTPException

from socle.exchange.country import shipped
from socle.ground.refusals import nearest
from socle.ground.words import N_
from socle.model.country import Country
from socle.model.source import Source
from socle.report import code_names
from socle.report import reference_data as told
from socle.report.text import Translate, translator
from socle.run.holdings import every_source, figures_sums, stored, used_by
from socle.web.countries import country_known, country_of, stamp_of
from socle.web.page import Asked, page
from socle.web.reference import Link, Reference, present, with_socle
from socle.web.titles import countries_by_name

TITLE = N_("{count} sources, each with its producer, licence and vintage")
LEAD = N_(
    "Every number of Socle names its source. Files are known by their checksum: the same content, the same number."
)
EMPTY = N_("Nothing was imported into the local store: the figures of countries come with Socle.")
DAMAGED = N_("The catalogue of the local store cannot be read.")
USED = N_("Used in the figures of {countries}.")
UNUSED = N_("No figures of a country cite it.")
FIGURES = N_("The figures of {country}, with their sources and checksums")


def _stamp(asked: Asked) -> str:
    return sha256(repr((with_socle(asked), stored())).encode()).hexdigest()


@page("/data", stamp=_stamp)
def data_catalogue(asked: Asked) -> Reference:
    """Every source, every country, and the local store."""
    _, sources, lang = translator(asked.lang), every_source(_countries()), asked.lang
    entries, readable = stored()
    countries = {code: one.figures for code, one in _countries().items()}
    links = _source_links(sources) | {
        name: f"/data/countries/{code}" for code, name in countries_by_name(lang)
    }
    return Reference(
        _(TITLE).format(count=len(sources)),
        _(N_("Data")),
        present(
            told.sources_table(sources, lang),
            told.countries_table(countries, figures_sums(_countries()), lang),
            told.stored_table(entries, lang),
        ),
        lead=(_(LEAD), *(() if entries else (_(EMPTY if readable else DAMAGED),))),
        links=links,
        action=("/data/check", _(N_("Check a file"))),
    )


@page("/data/sources/{key:name}", stamp=with_socle)
def data_source(asked: Asked) -> Reference:
    """One source."""
    key, _, sources = asked.path["key"], translator(asked.lang), every_source(_countries())
    if key not in sources:
        raise HTTPException(404, nearest(key, sources))
    one, codes = sources[key], used_by(_countries()).get(key, ())
    names = {code: code_names.area(code, asked.lang) for code in codes}
    used = _(USED).format(countries=", ".join(names.values())) if codes else _(UNUSED)
    return Reference(
        f"{key}: {one.title}",
        key,
        present(told.downloads_table(one, asked.lang)),
        crumbs=_crumbs(_),
        lead=(used,),
        facts=told.source_facts(one, asked.lang),
        action=(one.url, _(N_("To the producer"))) if one.url.startswith("https://") else None,
    )


@page("/data/countries/{iso3:country}", stamp=stamp_of)
def data_country(asked: Asked) -> Reference:
    """The figures of one country."""
    country, _, lang = country_of(asked), translator(asked.lang), asked.lang
    name = code_names.area(country.iso3, lang)
    return Reference(
        _(FIGURES).format(country=name),
        name,
        (told.figures_table(country, lang), told.files_table(country, lang)),
        crumbs=_crumbs(_),
        links=_source_links(every_source(_countries())),
        action=(f"/{country.iso3}", name),
    )


def _countries() -> dict[str, Country]:
    """Every shipped country, read once as long as its files stay the same."""
    return {code: country_known(code) for code in shipped()}


def _source_links(sources: Mapping[str, Source]) -> dict[str, str]:
    return {key: f"/data/sources/{key}" for key in sources}


def _crumbs(_: Translate) -> tuple[Link, ...]:
    return (("/data", _(N_("Data"))),)

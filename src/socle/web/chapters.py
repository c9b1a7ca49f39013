"""What the chapters of a country have in common: sections, choices of the address, charts, who it is about."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from socle.exchange.country import load_names
from socle.ground.refusals import Refusal, nearest
from socle.model.country import Country
from socle.model.scenario import STATUS_QUO
from socle.report import drawing
from socle.report.labels import capital
from socle.report.sections import Table
from socle.report.text import named
from socle.run.floor import scenario_of
from socle.web.countries import code_of
from socle.web.page import Asked

YES: Final = "yes"
NO: Final = "no"


@dataclass(frozen=True)
class Part:
    """A section of a page: what it says, its charts by name, its tables."""

    title: str
    lead: tuple[str, ...] = ()
    charts: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Option:
    """One of what may be chosen: as the address has it, in words, and whether it is chosen."""

    value: str
    title: str
    chosen: bool = False


def tables_of(parts: Collection[Part]) -> tuple[Table, ...]:
    """Every table of some sections, in reading order."""
    return tuple(table for part in parts for table in part.tables)


def there(*tables: Table | None) -> tuple[Table, ...]:
    """The tables that there are."""
    return tuple(table for table in tables if table is not None)


def country_name(asked: Asked) -> str:
    """The name of the country of the path."""
    return named(load_names(code_of(asked)), asked.lang)


def chosen(asked: Asked, name: str, among: Collection[str], otherwise: str) -> str:
    """What the address says under a name, one of some; refused with the nearest where it is none of them."""
    said = asked.one(name) or otherwise
    if said and said not in among:
        raise Refusal(
            "`{name}` is none of these: `{value}`. There are {valid}.",
            name=name,
            value=said[:60],
            valid=", ".join(among),
            nearest=nearest(said, among),
        )
    return said


def yes(asked: Asked, name: str) -> bool:
    """Whether the address says yes."""
    return chosen(asked, name, (YES, NO), NO) == YES


def options(titles: Mapping[str, str], value: str) -> tuple[Option, ...]:
    """What may be chosen, by its value in the address."""
    return tuple(Option(one, title, one == value) for one, title in titles.items())


def scenario_titles(country: Country, lang: str) -> dict[str, str]:
    """The scenarios of a country by name: the law in force first."""
    names = (STATUS_QUO, *country.scenarios)
    return {name: capital(named(scenario_of(country, name).title, lang)) for name in names}


def svgs(specs: Mapping[str, Any], lang: str) -> dict[str, str]:
    """Charts drawn, as SVG by name; those drawn lately are not drawn again for the same page as data."""
    return dict(_drawn(json.dumps(specs), lang)) if specs else {}


@lru_cache(maxsize=64)
def _drawn(specs: str, lang: str) -> dict[str, str]:
    with drawing.start() as renderer:
        drawing.ask(renderer, json.loads(specs), lang, pixels=False)
        return {name: one.svg for name, one in drawing.finish(renderer).items()}

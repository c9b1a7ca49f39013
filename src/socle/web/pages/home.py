"""The first page: how far each country is from the floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from socle.exchange.country import TOY
from socle.ground.words import N_
from socle.report import map as world_map
from socle.report import sections
from socle.report import world_floor_tables as told
from socle.report.country_search import Found, code_name, find
from socle.report.sections import Table
from socle.report.text import translator
from socle.web.assets import OUTLINES, address
from socle.web.page import Asked, page
from socle.web.world import stamps_of_all, world_of_all


@dataclass(frozen=True)
class Home:
    """The world in a map, in tiles and in a table, and a search among its countries."""

    title: str
    found: Found
    shown: str
    choices: tuple[tuple[str, str], ...]  # what the map can show, and in words
    finding: str
    description: str
    legend: tuple[tuple[str, str], ...]
    disclaimer: str
    codes: tuple[str, ...]  # of the rows of the first table
    toy: tuple[str, str]
    unknown: tuple[str, ...]
    drawings: Mapping[str, str]
    tables: tuple[Table, ...]
    fingerprint: str


@page("/", stamp=stamps_of_all)
def home(asked: Asked) -> Home:
    """Every country, in the map and in words."""
    _, lang = translator(asked.lang), asked.lang
    world = world_of_all()
    shown = asked.one("show") if asked.one("show") in told.SHOWN else told.COVERAGE
    painted = told.painted(world, shown, lang)
    linked = {one.iso3 for one in world.standings}
    return Home(
        _(N_("How far is each country from a social protection floor?")),
        find(asked.one("q"), lang),
        shown,
        tuple((name, _(text)) for name, text in told.SHOWN.items()),
        painted.title,
        painted.description,
        world_map.legend(painted, lang),
        _(world_map.DISCLAIMER),
        tuple(row.iso3 for row in told.rows(world, shown, lang)),
        (TOY, code_name(TOY, lang)),
        told.unknown(world, lang),
        {
            "world": world_map.world(painted, address(OUTLINES), lang),
            "tiles": world_map.tiles(painted, linked, lang),
        },
        (told.table(world, shown, lang), sections.source_table(world.sources, lang)),
        world.trace.fingerprint,
    )

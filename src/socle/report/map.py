"""The world in classes of one hue: a map and a grid of tiles, as SVG with classes for the style sheet of the page.

No number is no class: such a country is hatched in grey and called `no data`, never painted as zero. Neither drawing
has a style of its own, for the pages that show them allow none; their legend is words beside them.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from socle.exchange.areas import load_areas
from socle.exchange.boundaries import HEIGHT, WIDTH, Place, places
from socle.ground.words import N_
from socle.report import numbers
from socle.report.country_search import code_name
from socle.report.text import translator

RADIUS: Final = 42  # of a country too small to be seen, in tenths of a pixel
TILE: Final = 34
COLUMNS, ROWS = 28, 16
LAND: Final = "land"  # that the list of countries does not have
THIN: Final = 'vector-effect="non-scaling-stroke"'
NOTHING: Final = "kx"  # the class of what is not known
NO_DATA: Final = N_("no data")
DARK: Final = 3  # from this class on, letters are white
DISCLAIMER: Final = N_(
    "Boundaries and names on this map are those of its source and are no opinion on the legal status of any country, "
    "territory or area, or on its frontiers."
)


@dataclass(frozen=True)
class Painted:
    """Numbers of countries in classes: class i holds those from `breaks[i - 1]` up to below `breaks[i]`."""

    values: Mapping[str, float]
    breaks: tuple[float, ...]
    said: Callable[[float], str]
    title: str
    description: str

    def kind(self, iso3: str) -> str:
        """The class of a country."""
        value = self.values.get(iso3, math.nan)
        return f"k{bisect_right(self.breaks, value)}" if math.isfinite(value) else NOTHING

    def words(self, iso3: str, lang: str) -> str:
        """A country with its number."""
        value = self.values.get(iso3, math.nan)
        told = self.said(value) if math.isfinite(value) else translator(lang)(NO_DATA)
        template = "{country} : {value}" if lang == "fr" else "{country}: {value}"
        return numbers.together(template.format(country=code_name(iso3, lang), value=told))


def outlines() -> str:
    """The shape of every country and of other land, without a colour: maps take them from here by code."""
    shapes = "".join(f'<path id="{name}" d="{path}" {THIN}/>' for name, path in _paths().items())
    return f'<svg xmlns="http://www.w3.org/2000/svg"><defs>{shapes}</defs></svg>'


def _paths() -> dict[str, str]:
    """Paths by code; those of land without a code together."""
    land = "".join(place.path for place in places() if not place.iso3)
    return {place.iso3: place.path for place in places() if place.iso3 and place.path} | {LAND: land}


def world(painted: Painted, sheet: str, lang: str) -> str:
    """The map; `sheet` is the address of its outlines."""
    circles = [place for place in places() if not place.path]
    codes = sorted(_paths(), key=lambda code: (code != LAND, code))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="world" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-labelledby="world-title world-desc">',
        f'<title id="world-title">{escape(painted.title)}</title>',
        f'<desc id="world-desc">{escape(painted.description)}</desc>',
        '<defs><pattern id="hatch" width="60" height="60" patternUnits="userSpaceOnUse">'
        '<rect width="60" height="60" class="bare"/><path d="M0 60L60 0" class="stroke"/></pattern></defs>',
        *(f'<use href="{sheet}#{code}"{_painted(code, painted, lang)}</use>' for code in codes),
        *(
            f'<circle cx="{place.x}" cy="{place.y}" r="{RADIUS}"{_painted(place.iso3, painted, lang)}</circle>'
            for place in circles
        ),
        "</svg>",
    ]
    return "".join(parts)


def tiles(painted: Painted, linked: Collection[str], lang: str) -> str:
    """A square for each country, of one size, near to where it lies; those in `linked` lead to their page."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tiles" viewBox="0 0 {COLUMNS * TILE} {ROWS * TILE}" '
        f'role="group" aria-label="{escape(painted.title)}">'
    ]
    parts += [_tile(place, painted, lang, place.iso3 in linked) for place in places() if place.iso3]
    return "".join([*parts, "</svg>"])


def legend(painted: Painted, lang: str) -> tuple[tuple[str, str], ...]:
    """Each class and what it says, the last one for what is not known."""
    _ = translator(lang)
    ends = painted.breaks
    told = [_("below {high}").format(high=painted.said(ends[0]))]
    told += [
        _("{low} to below {high}").format(low=painted.said(low), high=painted.said(high))
        for low, high in pairwise(ends)
    ]
    told += [_("{low} and more").format(low=painted.said(ends[-1])), _(NO_DATA)]
    kinds = [f"k{i}" for i in range(len(ends) + 1)] + [NOTHING]
    return tuple(zip(kinds, told, strict=True))


def without_place() -> list[str]:
    """Countries of the list of areas that the map does not have: in its source they are part of another one."""
    held = {place.iso3 for place in places()}
    return [code for code in load_areas() if code not in held]


def _painted(code: str, painted: Painted, lang: str) -> str:
    """The name, class and words of a shape; land without a code has its class alone."""
    if code == LAND:
        return f' class="{NOTHING}">'
    title = escape(painted.words(code, lang))
    return f' id="map-{code}" class="{painted.kind(code)}"><title>{title}</title>'


def _tile(place: Place, painted: Painted, lang: str, linked: bool) -> str:
    """A square with the two letters of its country."""
    kind, words = painted.kind(place.iso3), escape(painted.words(place.iso3, lang))
    left, top = place.column * TILE, place.row * TILE
    letters = escape(load_areas()[place.iso3].iso2)
    white = ' class="white"' if kind != NOTHING and int(kind[1:]) >= DARK else ""
    square = (
        f'<rect class="{kind}" x="{left + 1}" y="{top + 1}" width="{TILE - 2}" height="{TILE - 2}"/>'
        f'<text{white} x="{left + TILE // 2}" y="{top + TILE // 2 + 4}">{letters}</text><title>{words}</title>'
    )
    if linked:
        return f'<a href="/{place.iso3}" aria-label="{words}">{square}</a>'
    return f'<g aria-hidden="true">{square}</g>'

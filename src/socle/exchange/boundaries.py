"""The map of the world that is shipped: where each country lies, projected when the map was made."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

WIDTH: Final = 9600
HEIGHT: Final = 4060
"""The frame of the map, in tenths of a pixel."""
SOURCE: Final = "NATURAL-EARTH"


@dataclass(frozen=True)
class Place:
    """A country on the map and in the grid of tiles. Without a path it is too small to be seen: a circle at x, y."""

    iso3: str  # empty: land that the list of countries does not have
    x: int
    y: int
    column: int
    row: int
    path: str  # of SVG


@cache
def places() -> tuple[Place, ...]:
    """Every country that has a place, in the order of its code, then land without a code."""
    text = files("socle").joinpath("library", "map", "world.csv").read_text(encoding="utf-8")
    return tuple(
        Place(
            row["iso3"],
            int(row["x"]),
            int(row["y"]),
            int(row["column"] or -1),
            int(row["row"] or -1),
            row["path"],
        )
        for row in csv.DictReader(text.splitlines())
    )

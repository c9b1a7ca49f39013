"""Draws the map that is shipped: boundaries of Natural Earth, projected once, so that nothing is downloaded later.

    npm install world-atlas@2.0.2 d3-geo@3.1.2 topojson-client@3.1.0     (in a folder outside the repository)
    python -m tools.make_map FOLDER

writes `src/socle/library/map/world.csv`: one row a country of the list of areas, and rows without a code for land that
the list does not have. `path` is an SVG path in tenths of a pixel of a map 960 pixels wide; countries too small to be
seen have none and are a circle at `x`, `y`. `column` and `row` are their place in the grid of tiles: near to where they
lie, so that no exchange of two tiles brings them nearer in squares of the distance.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from socle.exchange.areas import to_iso3
from socle.exchange.boundaries import HEIGHT, WIDTH
from socle.ground.refusals import Refusal

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "socle" / "library" / "map" / "world.csv"
FRAME = 4520  # the height into which it is fitted; its foot, where Antarctica would lie, is empty
COLUMNS, ROWS = 28, 16
SEEN = 1200  # the least area of a shape that the eye finds, in hundredths of a square pixel
NAMED = {"Kosovo": "XKX"}  # Natural Earth gives it no number


def main(folder: str) -> None:
    """Reads the packages of `folder`, and writes the map."""
    rows = projected(folder)
    for row in rows:
        row["iso3"] = code_of(row)
        row["path"] = row["path"] if row["area"] >= SEEN or not row["iso3"] else ""
    known = sorted((row for row in rows if row["iso3"]), key=lambda row: str(row["iso3"]))
    for row, (column, line) in zip(known, tiles([(row["x"], row["y"]) for row in known]), strict=True):
        row |= {"column": column, "row": line}
    TARGET.parent.mkdir(exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        heads = ("iso3", "x", "y", "column", "row", "path")
        writer = csv.DictWriter(file, heads, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows([*known, *(row for row in rows if not row["iso3"] and row["path"])])


def projected(folder: str) -> list[dict[str, Any]]:
    """The shapes of the map."""
    script = ROOT / "tools" / "make_map.mjs"
    command = ["node", str(script), str(Path(folder).resolve()), str(WIDTH), str(FRAME)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in said.splitlines()]


def code_of(row: dict[str, Any]) -> str:
    """The country of a shape; none where the list of areas does not have it."""
    if row["name"] in NAMED:
        return NAMED[row["name"]]
    try:
        return (to_iso3(int(row["id"])) if row["id"] else None) or ""
    except Refusal:
        return ""


def tiles(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A column and a row for each place, no two alike, as near to where they lie as can be."""
    at = np.array(places) / (WIDTH, HEIGHT) * (COLUMNS, ROWS) - 0.5
    cells = np.array([(column, row) for row in range(ROWS) for column in range(COLUMNS)])
    cost = ((at[:, None, :] - cells[None]) ** 2).sum(axis=2)
    chosen, free = np.zeros(len(at), int), np.ones(len(cells), bool)
    for one in np.argsort(((at - at.mean(axis=0)) ** 2).sum(axis=1), kind="stable"):
        chosen[one] = np.where(free, cost[one], np.inf).argmin()
        free[chosen[one]] = False
    while _exchanged(cost, chosen):
        pass
    return [(int(cells[one][0]), int(cells[one][1])) for one in chosen]


def _exchanged(cost: Any, chosen: Any) -> bool:
    """Moves or exchanges tiles wherever that is nearer; false where nothing is left to gain."""
    better = False
    for one in range(len(chosen)):
        holder = {int(cell): other for other, cell in enumerate(chosen)}
        gains = np.array(
            [
                cost[one, chosen[one]]
                - cost[one, cell]
                + (cost[holder[cell], cell] - cost[holder[cell], chosen[one]] if cell in holder else 0.0)
                for cell in range(cost.shape[1])
            ]
        )
        best = int(gains.argmax())
        if gains[best] > 1e-9:
            if best in holder:
                chosen[holder[best]] = chosen[one]
            chosen[one] = best
            better = True
    return better


if __name__ == "__main__":
    main(sys.argv[1])

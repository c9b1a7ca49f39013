"""The chart of a sweep: how the head count changes along a parameter, one line for each value of a second."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path
from typing import Any

from socle.ground.refusals import Refusal
from socle.report import numbers
from socle.report.chart import HEIGHT, WIDTH, Spec, framed
from socle.report.drawing import draw as drawn
from socle.report.labels import COLOUR
from socle.report.text import named, translator
from socle.run.sweep import Sweep

COLOURS = (COLOUR["working_age"], COLOUR["children"], COLOUR["old_age"], COLOUR["health"], COLOUR["baseline"])
LARGEST_SHOWN = 2  # parameters that a plane has room for


def draw(found: Sweep, path: Path, lang: str) -> Path:
    """Write the chart of a sweep as SVG or PNG, whole or not at all."""
    return write("sweep", spec(found, lang), path, lang)


def write(name: str, chart: Spec, path: Path, lang: str) -> Path:
    """Write a chart as SVG or PNG, whole or not at all."""
    if path.suffix not in (".svg", ".png"):
        raise Refusal("A chart is written to a file that ends in .svg or .png.", where=str(path))
    picture = drawn({name: chart}, lang)[name]
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".socle-") as staging:
            staged = Path(staging) / path.name
            staged.write_bytes(picture.svg.encode() if path.suffix == ".svg" else picture.png)
            staged.replace(path)
    except OSError as error:
        raise Refusal(
            "The file cannot be written there ({reason}).", reason=error.strerror or "error", where=str(path)
        ) from None
    return path


def spec(found: Sweep, lang: str) -> Spec:
    """The change of the head count with its interval of 95 %, a line for each value of the second parameter."""
    if len(found.dials) > LARGEST_SHOWN:
        raise Refusal("A chart shows one parameter or two; {count} are set.", count=len(found.dials))
    _, dial = translator(lang), found.dials[0]
    values = [_mark(found, at) for at in range(len(found.points))]
    along = {"field": "x", "type": "quantitative", "scale": {"zero": False}, "axis": {"grid": False}}
    along["title"] = f"{dial.path} ({dial.unit})"
    share = {"field": "value", "type": "quantitative", "title": _("Change of the head count, points")}
    lines = sorted({value["line"] for value in values}, key=_number)
    scale = {"domain": lines, "range": [COLOURS[at % len(COLOURS)] for at in range(len(lines))]}
    legend = (
        None
        if len(found.dials) == 1
        else {"title": found.dials[1].path, "orient": "bottom", "labelFontSize": 12}
    )
    colour = {"field": "line", "type": "nominal", "scale": scale, "legend": legend}
    band = {
        "mark": {"type": "errorband", "opacity": 0.15},
        "encoding": {
            "y": share | {"field": "low"},
            "y2": {"field": "high"},
        },
    }
    line = {"mark": {"type": "line", "point": True}, "encoding": {"y": share}}
    chart = {
        "data": {"values": values},
        "width": WIDTH,
        "height": HEIGHT,
        "encoding": {"x": along, "color": colour},
        "layer": [band, line],
    }
    return framed(chart, _title(found, [value["value"] for value in values], lang), _source(found, lang))


def _title(found: Sweep, changes: list[float], lang: str) -> str:
    """The finding of the chart."""
    text = translator(lang)(
        "Along {path} the head count changes by {least} to {most} points, {country} {year}"
    )
    return text.format(
        least=numbers.number(min(changes), lang, 1),
        most=numbers.number(max(changes), lang, 1),
        path=found.dials[0].path,
        country=named(found.subject.name, lang),
        year=found.subject.year,
    )


def _source(found: Sweep, lang: str) -> str:
    """Against what the changes are, and on what survey."""
    _ = translator(lang)
    note = _("Against the scenario as it stands ({scenario}). Bands: intervals of 95 % of the change.")
    survey = _("The survey is invented: drawn from the population of the country, with nobody real in it.")
    said = note.format(scenario=named(found.subject.title, lang))
    return f"{said} {survey}" if found.subject.invented else said


def _mark(found: Sweep, at: int) -> dict[str, Any]:
    """One point of the chart."""
    point = found.points[at]
    one = next(one for one in point.found if one.measure == "fgt0")
    reach = 196 * one.change_se if math.isfinite(one.change_se) else 0.0
    return {
        "x": _number(point.values[0]),
        "line": point.values[1] if len(point.values) > 1 else "",
        "value": 100 * one.change,
        "low": 100 * one.change - reach,
        "high": 100 * one.change + reach,
    }


def _number(text: str) -> float:
    """A number of a file, in order to place it."""
    return float(text.removeprefix("x").removesuffix("%")) if text not in ("", "forever") else math.inf

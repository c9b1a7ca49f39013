"""How coverage moved: a line for each series of SDG 1.3.1 that is known in two years of one edition and method."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from socle.ground.axes import SEX_CODES
from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE
from socle.model.statistic import Statistic
from socle.report import labels
from socle.report.chart import WIDTH, Spec, framed
from socle.report.indicator_tables import cited, label_of, value_of
from socle.report.text import translator

HEIGHT: Final = 300
MOST: Final = 6  # lines that can be told apart, each with its name at its end
COLOURS: Final = ("total", "old_age", "children", "working_age", "health", "baseline")
TITLE: Final = N_("{label}: {first} in {begins}, {last} in {ends}")
NOTE: Final = N_("Share of those concerned, per cent; each line within one edition and one method. {source}")


def specs(statistics: Sequence[Statistic], lang: str) -> dict[str, Spec]:
    """The chart by its name; none where no share of coverage is known in two years."""
    lines = _lines(statistics)
    return {"trend": _trend(lines, lang)} if lines else {}


def _lines(statistics: Sequence[Statistic]) -> list[list[Statistic]]:
    held: dict[tuple[str, str, str], list[Statistic]] = {}
    for one in statistics:
        whole = (one.sex, one.group) == (SEX_CODES["both"],) * 2 and one.value is not None
        if whole and CATALOGUE[one.indicator].sdg and CATALOGUE[one.indicator].room == "coverage":
            held.setdefault((one.indicator, one.vintage, one.method), []).append(one)
    made = [sorted(line, key=lambda one: one.year) for line in held.values()]
    return [line for line in made if len({one.year for one in line}) > 1][:MOST]


def _trend(lines: Sequence[Sequence[Statistic]], lang: str) -> Spec:
    _ = translator(lang)
    years = sorted({one.year for line in lines for one in line})
    x = {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [years[0], years[-1]], "nice": False},
        "axis": {"format": "d", "values": years, "grid": False},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "title": "%",
        "scale": {"domain": [0, max(100 * (one.value or 0) for line in lines for one in line)], "nice": True},
    }
    layers = [_line(line, COLOURS[at], {"x": x, "y": y}, lang) for at, line in enumerate(lines)]
    head = lines[0]
    title = _(TITLE).format(
        label=label_of(head[0], lang),
        first=value_of(head[0], lang),
        begins=head[0].year,
        last=value_of(head[-1], lang),
        ends=head[-1].year,
    )
    source = "; ".join(dict.fromkeys(cited(line[-1].source) for line in lines if line[-1].source))
    chart = {"layer": [one for two in layers for one in two], "width": WIDTH - 240, "height": HEIGHT}
    return framed(chart, title, _(NOTE).format(source=source))


def _line(line: Sequence[Statistic], colour: str, place: dict[str, Any], lang: str) -> list[Spec]:
    """The line with its points, and its name at its end."""
    values = [{"year": one.year, "value": 100 * (one.value or 0.0)} for one in line]
    ink = labels.COLOUR[colour]
    name = {**values[-1], "label": label_of(line[-1], lang)}
    words = {"type": "text", "align": "left", "dx": 8, "color": "#222222", "limit": 230}
    return [
        {
            "data": {"values": values},
            "mark": {"type": "line", "point": {"filled": True, "size": 50, "color": ink}, "color": ink},
            "encoding": place,
        },
        {
            "data": {"values": [name]},
            "mark": words,
            "encoding": {**place, "text": {"field": "label", "type": "nominal"}},
        },
    ]

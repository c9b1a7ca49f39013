"""The charts of an impact as Vega-Lite specifications: plain dictionaries with their data inside."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from socle.report import impact_words as words
from socle.report import labels, numbers
from socle.report.chart import WIDTH, Spec
from socle.report.impact_bars import against, by_decile, moves
from socle.report.impact_frame import BLUE, INK, SOFT, ends, percent, place, told
from socle.report.impact_words import AFTER, BEFORE, WELFARE
from socle.report.text import Translate, translator
from socle.run.households import Households
from socle.run.impact import EVERYBODY, MEASURES, Row
from socle.run.impact_groups import GROUPS

SQUARE = WIDTH // 2 + 60  # the side of the Lorenz curves
ORANGE = labels.COLOUR["children"]
BRIEF = ("poverty", "coverage", "lorenz", "moves")  # what a section of another page has room for


def specs(found: Households, lang: str, only: Collection[str] = ()) -> dict[str, Spec]:
    """Every chart that the rows allow, by the name of its file; `only` leaves the others out."""
    drawn: dict[str, Callable[..., Spec]] = {
        "poverty": poverty,
        "groups": groups,
        "coverage": partial(by_decile, measure="coverage"),
        "incidence": partial(by_decile, measure="benefit_incidence"),
        "lorenz": lorenz,
        "moves": moves,
        "against": against,
    }
    made = {name: draw(found, lang=lang) for name, draw in drawn.items() if not only or name in only}
    return {f"households_{name}": spec for name, spec in made.items() if spec}


def poverty(found: Households, lang: str) -> Spec:
    """Poverty and inequality before and after, each with its interval of 95 %."""
    _, there = translator(lang), words.cells(found.impact.rows)
    pairs = {
        words.measure(measure, lang): (there[measure, BEFORE], there[measure, AFTER]) for measure in MEASURES
    }
    title = _("Poverty goes from {before} to {after} of people with the {scenario}, {country} {year}").format(
        before=numbers.share(there["fgt0", BEFORE].value, lang),
        after=numbers.share(there["fgt0", AFTER].value, lang),
        **place(found, lang),
    )
    return told(
        _pairs(pairs, _("%, with intervals of 95 %"), lang),
        title,
        (words.concept(WELFARE, found, lang),),
        found,
        lang,
    )


def groups(found: Households, lang: str) -> Spec:
    """Poverty before and after by group of people, with intervals of 95 %; nothing where it is not known."""
    _, there = translator(lang), words.cells(found.impact.rows)
    pairs = {
        words.group(one, lang): (there["fgt0_before", one], there["fgt0_after", one])
        for one in GROUPS
        if ("fgt0_before", one) in there and math.isfinite(there["fgt0_before", one].value)
    }
    if not pairs:
        return {}
    most = max(pairs, key=lambda name: abs(pairs[name][1].value - pairs[name][0].value))
    title = _(
        "Poverty changes most in the group “{group}”: from {before} to {after}, {scenario}, {country} {year}"
    ).format(
        group=most,
        before=numbers.share(pairs[most][0].value, lang),
        after=numbers.share(pairs[most][1].value, lang),
        **place(found, lang),
    )
    axis = _("poor people, % of each group, with intervals of 95 %")
    return told(_pairs(pairs, axis, lang), title, (words.concept(WELFARE, found, lang),), found, lang)


def _pairs(pairs: Mapping[str, tuple[Row, Row]], axis: str, lang: str) -> Spec:
    """Two dots a line, before and after, each with its interval."""
    _ = translator(lang)
    names = {BEFORE: _("before"), AFTER: _("after")}
    values = [
        _dot(row, name, (when, names[when]), lang)
        for name, both in pairs.items()
        for when, row in zip(names, both, strict=True)
    ]
    name = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"ticks": False, "domain": False, "labelFontSize": 12.5, "labelLimit": 250, "grid": False},
    }
    line = {
        "y": name,
        "yOffset": {"field": "when", "type": "nominal", "sort": list(names.values())},
        "color": {"field": "colour", "type": "nominal", "scale": None},
    }
    widest = max(value["high"] for value in values) * 1.25
    return {
        "data": {"values": values},
        "width": WIDTH - 160,
        "height": {"step": 20 if len(pairs) < 6 else 14},
        "layer": _dots(line, axis, widest),
    }


def _dots(line: Spec, title: str, widest: float) -> list[Spec]:
    """Intervals, dots and their numbers."""
    share = {
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, widest], "nice": False},
        "axis": {"tickCount": 8},
    }
    rule = {
        "mark": {"type": "rule", "strokeWidth": 2},
        "encoding": line | {"x": {"field": "low", **share}, "x2": {"field": "high"}},
    }
    shape = {"field": "shape", "type": "nominal", "scale": None}
    dot = {
        "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
        "encoding": line | {"x": {"field": "share", **share}, "shape": shape},
    }
    said = {
        "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": 11.5},
        "encoding": line | {"x": {"field": "high", **share}, "text": {"field": "label"}},
    }
    return [rule, dot, said]


def lorenz(found: Households, lang: str) -> Spec:
    """The Lorenz curves before and after, whom the cash benefits reach, the line of equal parts, both Ginis."""
    _, there = translator(lang), words.cells(found.impact.rows)
    lines = {
        "": (_("equal parts"), "#BBBBBB", [1, 0]),
        "lorenz_before": (_("welfare before"), SOFT, [6, 3]),
        "lorenz_after": (_("welfare after"), BLUE, [1, 0]),
        f"{EVERYBODY}:concentration_curve": (_("cash benefits"), ORANGE, [2, 3]),
    }
    points = {code: _curve(there, code) for code in lines}
    if not points["lorenz_before"]:
        return {}
    drawn = {code: line for code, line in lines.items() if points[code]}
    layers = [
        {
            "data": {"values": points[code]},
            "mark": {"type": "line", "color": colour, "strokeWidth": 2.2 if code else 1, "strokeDash": dash},
            "encoding": _square_axes(_),
        }
        for code, (_name, colour, dash) in drawn.items()
    ]
    chart = {"width": SQUARE, "height": SQUARE - 40, "layer": [*layers, *_lorenz_key(list(drawn.values()))]}
    title = _("The Gini goes from {before} to {after} with the {scenario}, {country} {year}").format(
        before=numbers.number(there["gini", BEFORE].value, lang, 3),
        after=numbers.number(there["gini", AFTER].value, lang, 3),
        **place(found, lang),
    )
    note = _("What each poorest share of persons holds of all welfare, and receives of all cash benefits.")
    return told(chart, title, (note, words.concept(WELFARE, found, lang)), found, lang)


def _curve(there: words.Cells, code: str) -> list[dict[str, float]]:
    """The points of a curve from nothing to everything, the diagonal without a code; none if not all are known."""
    held = [(group, row.value) for (measure, group), row in there.items() if measure == code]
    if code and not (held and all(math.isfinite(value) for _group, value in held)):
        return []
    points = [
        {"people": percent(float(group.removeprefix("share "))), "held": percent(value)}
        for group, value in held
    ]
    return [{"people": 0.0, "held": 0.0}, *(points or [{"people": 100.0, "held": 100.0}])]


def _square_axes(_: Translate) -> Spec:
    share = {"type": "quantitative", "scale": {"domain": [0, 100], "nice": False}, "axis": {"tickCount": 5}}
    return {
        "x": {"field": "people", **share, "title": _("poorest persons, %")},
        "y": {"field": "held", **share, "title": _("their share of the total, %")},
        "order": {"field": "people"},
    }


def _lorenz_key(lines: Sequence[tuple[str, str, list[int]]]) -> list[Spec]:
    """Which line is which, to the right of the square."""
    layers: list[Spec] = []
    for at, (name, colour, dash) in enumerate(lines):
        height = {"y": {"value": 20 + 22 * at}}
        ends_at = {"x": {"value": SQUARE + 20}, "x2": {"value": SQUARE + 48}}
        rule = {"type": "rule", "strokeWidth": 2.2, "strokeDash": dash, "color": colour}
        said = {"type": "text", "align": "left", "fontSize": 12, "fill": INK}
        text = {"x": {"value": SQUARE + 56}, "text": {"value": name}}
        layers.append({"data": {"values": [{}]}, "mark": rule, "encoding": height | ends_at})
        layers.append({"data": {"values": [{}]}, "mark": said, "encoding": height | text})
    return layers


def _dot(row: Row, name: str, when: tuple[str, str], lang: str) -> Spec:
    after = when[0] == AFTER
    label = f"{when[1]} {numbers.share(row.value, lang)}"
    look = {"colour": BLUE if after else "#666666", "shape": "circle" if after else "diamond"}
    return {"name": name, "when": when[1], "label": label, **look, **ends(row)}

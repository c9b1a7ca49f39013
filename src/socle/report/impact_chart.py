"""The charts of an impact as Vega-Lite specifications: plain dictionaries with their data inside."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from functools import partial

from socle.report import impact_words as words
from socle.report import numbers
from socle.report.chart import WIDTH, Spec
from socle.report.impact_bars import against, by_decile, moves
from socle.report.impact_frame import BLUE, INK, SOFT, ends, percent, place, told
from socle.report.impact_words import AFTER, BEFORE, WELFARE
from socle.report.text import Translate, translator
from socle.run.households import Households
from socle.run.impact import MEASURES, Row
from socle.run.impact_groups import GROUPS

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
    return told(_pairs(pairs, _("%, with intervals of 95 %"), lang), title, (_(WELFARE),), found, lang)


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
    return told(_pairs(pairs, axis, lang), title, (_(WELFARE),), found, lang)


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
    """The Lorenz curves before and after, with the line of equal parts and both Ginis."""
    _, there = translator(lang), words.cells(found.impact.rows)
    curves = {
        BEFORE: ("lorenz_before", _("before"), SOFT, [6, 3]),
        AFTER: ("lorenz_after", _("after"), BLUE, [1, 0]),
    }
    if not any(measure == "lorenz_before" for measure, _group in there):
        return {}
    axes = _square_axes(_)
    layers = [
        {
            "data": {"values": [{"people": 0, "held": 0}, {"people": 100, "held": 100}]},
            "mark": {"type": "line", "color": "#BBBBBB", "strokeWidth": 1},
            "encoding": axes,
        }
    ]
    for code, _name, colour, dash in curves.values():
        values = [{"people": 0.0, "held": 0.0}] + [
            {"people": percent(float(group.removeprefix("share "))), "held": percent(row.value)}
            for (measure, group), row in there.items()
            if measure == code
        ]
        layers.append(
            {
                "data": {"values": values},
                "mark": {"type": "line", "color": colour, "strokeWidth": 2.2, "strokeDash": dash},
                "encoding": axes,
            }
        )
    layers.append(_lorenz_labels(curves, _))
    chart = {"width": WIDTH // 2 + 60, "height": WIDTH // 2 + 20, "layer": layers}
    title = _("The Gini goes from {before} to {after} with the {scenario}, {country} {year}").format(
        before=numbers.number(there["gini", BEFORE].value, lang, 3),
        after=numbers.number(there["gini", AFTER].value, lang, 3),
        **place(found, lang),
    )
    note = _(
        "The share of all welfare that each poorest share of persons holds; the straight line is equal parts."
    )
    return told(chart, title, (note, _(WELFARE)), found, lang)


def _square_axes(_: Translate) -> Spec:
    share = {"type": "quantitative", "scale": {"domain": [0, 100], "nice": False}, "axis": {"tickCount": 5}}
    return {
        "x": {"field": "people", **share, "title": _("poorest persons, %")},
        "y": {"field": "held", **share, "title": _("their share of welfare, %")},
        "order": {"field": "people"},
    }


def _lorenz_labels(curves: Mapping[str, tuple[str, str, str, list[int]]], _: Translate) -> Spec:
    """Which line is which, inside the triangle that no curve reaches."""
    heads = [("", _("equal parts"), "#BBBBBB", [1, 0]), *curves.values()]
    values = [
        {"x": 6, "end": 16, "text": 19, "y": 92 - 7 * at, "name": name, "colour": colour}
        for at, (_code, name, colour, _dash) in enumerate(heads)
    ]
    height = {"y": {"field": "y", "type": "quantitative"}}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    layers = [
        {
            "transform": [{"filter": f"datum.y == {92 - 7 * at}"}],
            "mark": {"type": "rule", "strokeWidth": 2.2, "strokeDash": dash},
            "encoding": height
            | {"x": {"field": "x", "type": "quantitative"}, "x2": {"field": "end"}, "color": colour},
        }
        for at, (_code, _name, _colour, dash) in enumerate(heads)
    ]
    said = {
        "mark": {"type": "text", "align": "left", "fontSize": 12, "fill": INK},
        "encoding": height | {"x": {"field": "text", "type": "quantitative"}, "text": {"field": "name"}},
    }
    return {"data": {"values": values}, "layer": [*layers, said]}


def _dot(row: Row, name: str, when: tuple[str, str], lang: str) -> Spec:
    after = when[0] == AFTER
    label = f"{when[1]} {numbers.share(row.value, lang)}"
    look = {"colour": BLUE if after else "#666666", "shape": "circle" if after else "diamond"}
    return {"name": name, "when": when[1], "label": label, **look, **ends(row)}

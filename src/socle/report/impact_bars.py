"""Bars of an impact by decile: one measure of each benefit, and winners and losers."""

from __future__ import annotations

import math
from collections.abc import Sequence

from socle.ground.words import N_
from socle.report import impact_words as words
from socle.report import labels, numbers
from socle.report.chart import HEIGHT, WIDTH, Spec, balanced
from socle.report.impact_frame import INK, PAPER, SOFT, ends, percent, place, told
from socle.report.impact_names import CLASS
from socle.report.impact_words import DECILES
from socle.report.text import Translate, translator
from socle.run.households import Households
from socle.run.impact import EVERYBODY, Row

MOVED = ("#5A1010", "#D9873B", "#E3E3E3", "#86BCE0", "#1A63A5")  # apart by lightness too, for print in grey
COLUMNS, ROWS = 4, 2  # of panels
MARGIN, SQUARE, LETTER = 44, 30, 6.1  # of the key: room to the left, a square with its blanks, a letter
SIDE = 0.08  # the least part of a bar that has room for its number


SAID = {  # the finding of a chart by decile, and what it shows
    "coverage": (
        N_(
            "Cash benefits reach {low} of the poorest tenth and {high} of the richest, {scenario}, {country} {year}"
        ),
        N_(
            "Bars: % of the people of each decile who live in a household that receives. Lines: intervals of 95 %."
        ),
    ),
    "benefit_incidence": (
        N_(
            "The poorest tenth receive {low} of the money and the richest {high}, {scenario}, {country} {year}"
        ),
        N_(
            "Bars: % of the money of the year that goes to each decile; dashed: equal parts. Lines: intervals of 95 %."
        ),
    ),
}


def by_decile(found: Households, measure: str, lang: str) -> Spec:
    """One measure of all cash benefits and of each benefit by decile: bars with intervals of 95 %."""
    _, there = translator(lang), words.cells(found.impact.rows)
    low, high = (
        there[f"{EVERYBODY}:{measure}", group].value for group in (words.deciles()[0], words.deciles()[-1])
    )
    if not (math.isfinite(low) and math.isfinite(high)):
        return {}
    shown = [EVERYBODY, *_largest(found)]
    highest = [
        ends(row)["high"]
        for path in shown
        for group in words.deciles()
        if (row := there.get((f"{path}:{measure}", group))) and math.isfinite(row.value)
    ]
    top = 105.0 if measure == "coverage" else max(highest, default=1.0)
    panels = [
        _decile_panel(found, f"{path}:{measure}", (at % COLUMNS == 0, top), lang)
        for at, path in enumerate(shown)
    ]
    rows = [{"hconcat": panels[at : at + COLUMNS], "spacing": 16} for at in range(0, len(panels), COLUMNS)]
    said = {"low": numbers.share(low, lang), "high": numbers.share(high, lang), **place(found, lang)}
    title, note = (_(text) for text in SAID[measure])
    notes = [note, _("The benefits of most money.")] if len(shown) < 1 + len(words.paths(found)) else [note]
    notes.append(words.concept(DECILES, found, lang))
    return told({"vconcat": rows, "spacing": 14}, title.format(**said), notes, found, lang)


def _largest(found: Households) -> list[str]:
    """The benefits that have room, those of most money if not all; in the order of the run."""
    there, paths = words.cells(found.impact.rows), words.paths(found)
    spent = {path: there[f"{path}:spending", EVERYBODY].value for path in paths}
    kept = sorted(paths, key=lambda path: -spent[path])[: COLUMNS * ROWS - 1]
    return [path for path in paths if path in kept]


def _decile_panel(found: Households, measure: str, frame: tuple[bool, float], lang: str) -> Spec:
    """The panel of one benefit: bars, intervals, and where equal parts would be."""
    there, path, (first, top) = words.cells(found.impact.rows), measure.rpartition(":")[0], frame
    values = [
        {"decile": at, **ends(there[measure, group])}
        for at, group in enumerate(words.deciles(), start=1)
        if (measure, group) in there and math.isfinite(there[measure, group].value)
    ]
    shares = measure.endswith(":benefit_incidence")
    across, up = _decile_axes(translator(lang)("decile"), (first, top, shares))
    guarantee = "total" if path == EVERYBODY else found.benefits[path].guarantee
    rule = {
        "type": "rule",
        "color": SOFT if path == EVERYBODY else "#444444",
        "strokeWidth": 1.2,
        "clip": True,
    }
    bars = {
        "mark": {"type": "bar", "color": labels.COLOUR[guarantee]},
        "encoding": {"x": across, "y": {"field": "share", **up}},
    }
    rules = {"mark": rule, "encoding": {"x": across, "y": {"field": "low", **up}, "y2": {"field": "high"}}}
    equal = {
        "mark": {"type": "rule", "color": INK, "strokeDash": [4, 3]},
        "encoding": {"y": {"datum": 100 / len(words.deciles()), **up}},
    }
    title = balanced(words.benefit(found, path, lang), 21)
    return {
        "title": {"text": title, "fontSize": 12, "anchor": "start", "frame": "group"},
        "width": (WIDTH - 60) // COLUMNS,
        "height": HEIGHT // 2,
        "data": {"values": values},
        "layer": [bars, rules, *([equal] if shares else [])],
    }


def _decile_axes(title: str, frame: tuple[bool, float, bool]) -> tuple[Spec, Spec]:
    """Deciles across and per cent upwards, written out in the first panel of a row only."""
    first, top, nice = frame
    across = {
        "field": "decile",
        "type": "ordinal",
        "title": title,
        "scale": {"domain": list(range(1, 1 + len(words.deciles())))},
        "axis": {"labelAngle": 0, "ticks": False, "labelFontSize": 11},
    }
    axis = {"title": "%" if first else None, "labels": first, "ticks": first, "domain": first, "tickCount": 5}
    return across, {"type": "quantitative", "scale": {"domain": [0, top], "nice": nice}, "axis": axis}


def moves(found: Households, lang: str) -> Spec:
    """Winners and losers against no transfers by decile; nothing where they are not known."""
    note = translator(lang)("Change of the welfare of each person against that before the transfers.")
    return _moved(found, found.impact.rows, (words.scenario(found, lang), note), lang)


def against(found: Households, lang: str) -> Spec:
    """Winners and losers against the second scenario by decile; nothing without one."""
    note = translator(lang)("Change of the welfare of each person from the second scenario to the first.")
    return _moved(found, found.change, (words.difference(found, lang), note), lang)


def _moved(found: Households, rows: Sequence[Row], said: tuple[str, str], lang: str) -> Spec:
    """Each class of change in per cent of the people of a decile; `said` is the scenario and what changes."""
    _, there, (scenario, note) = translator(lang), words.cells(rows), said
    groups = [one for one in (*words.deciles(), EVERYBODY) if (f"moved:{next(iter(CLASS))}", one) in there]
    if not groups:
        return {}
    values = [
        bar
        for one in groups
        for bar in _move_bars([there[f"moved:{kind}", one] for kind in CLASS], _group(one, _), lang)
    ]
    chart = {"vconcat": [_key(_), _stacks(values, [_group(one, _) for one in groups], _)], "spacing": 6}
    losses, gains = (
        sum(there[f"moved:{kind}", EVERYBODY].value for kind in kinds)
        for kinds in (list(CLASS)[:2], list(CLASS)[3:])
    )
    title = _(
        "{gains} of people gain more than 1 % of their welfare and {losses} lose, {scenario}, {country} {year}"
    )
    parts = {"gains": numbers.share(gains, lang), "losses": numbers.share(losses, lang)}
    title = title.format(**{**place(found, lang), **parts, "scenario": scenario})
    return told(chart, title, (note, words.concept(DECILES, found, lang)), found, lang)


def _stacks(values: list[Spec], names: list[str], _: Translate) -> Spec:
    """Bars of 100 %, with their numbers where there is room."""
    axis = {
        "ticks": False,
        "domain": False,
        "grid": False,
        "titleAngle": 0,
        "titleAlign": "right",
        "titleY": -8,
    }
    up = {"field": "group", "type": "nominal", "sort": names, "title": _("decile"), "axis": axis}
    across = {
        "field": "start",
        "type": "quantitative",
        "title": _("% of the people of each decile"),
        "scale": {"domain": [0, 100], "nice": False},
        "axis": {"tickCount": 5},
    }
    colour, ink = ({"field": one, "type": "nominal", "scale": None} for one in ("colour", "ink"))
    bars = {
        "mark": {"type": "bar", "stroke": PAPER, "strokeWidth": 1},
        "encoding": {"y": up, "x": across, "x2": {"field": "end"}, "color": colour},
    }
    middle = {"field": "middle", "type": "quantitative"}
    said = {
        "transform": [{"filter": "datum.label != ''"}],
        "mark": {"type": "text", "fontSize": 11},
        "encoding": {"y": up, "x": middle, "text": {"field": "label"}, "color": ink},
    }
    return {"data": {"values": values}, "width": WIDTH - 60, "height": {"step": 24}, "layer": [bars, said]}


def _key(_: Translate) -> Spec:
    """What each colour means, in the order of the bars."""
    values: list[Spec] = []
    left: float = -MARGIN
    for text, colour in zip(CLASS.values(), MOVED, strict=True):
        values.append({"x": left, "name": _(text), "colour": colour})
        left += SQUARE + LETTER * len(_(text))
    across = {
        "x": {
            "field": "x",
            "type": "quantitative",
            "scale": {"domain": [0, WIDTH - 60], "nice": False},
            "axis": None,
        }
    }
    square = {
        "mark": {"type": "point", "shape": "square", "filled": True, "size": 120, "opacity": 1, "xOffset": 7},
        "encoding": across | {"color": {"field": "colour", "type": "nominal", "scale": None}},
    }
    said = {
        "mark": {"type": "text", "align": "left", "dx": 18, "fontSize": 12, "fill": INK},
        "encoding": across | {"text": {"field": "name"}},
    }
    return {"data": {"values": values}, "width": WIDTH - 60, "height": 16, "layer": [square, said]}


def _move_bars(rows: Sequence[Row], name: str, lang: str) -> list[Spec]:
    bars, start = [], 0.0
    for row, colour, dark in zip(rows, MOVED, (True, False, False, False, True), strict=True):
        part = percent(row.value) if math.isfinite(row.value) else 0.0
        bars.append(
            {
                "group": name,
                "start": start,
                "end": start + part,
                "middle": start + part / 2,
                "colour": colour,
                "ink": PAPER if dark else INK,
                "label": numbers.number(part, lang) if part >= 100 * SIDE else "",
            }
        )
        start += part
    return bars


def _group(group: str, _: Translate) -> str:
    return _("all") if group == EVERYBODY else group.removeprefix("decile ")

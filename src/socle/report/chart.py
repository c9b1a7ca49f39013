"""The charts of a floor as Vega-Lite specifications: plain dictionaries with their data inside."""

from __future__ import annotations

import math
from textwrap import wrap
from typing import Any

from socle.ground.axes import FEMALE, MALE, SEXES, Array
from socle.ground.words import N_
from socle.measure import tidy
from socle.model.results import Floor, ScenarioCost
from socle.report import findings, labels, numbers
from socle.report.text import Translate, translator

Spec = dict[str, Any]

SEX = {"male": N_("Men"), "female": N_("Women")}
AGE_COLOUR = (labels.COLOUR["children"], labels.COLOUR["working_age"], labels.COLOUR["old_age"])
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
WIDTH = 640
HEIGHT = 260
CITED = 3  # sources named under a chart
LABEL_STEP = 0.065  # the least distance between two labels, as a part of the height


def specs(floor: Floor, lang: str) -> dict[str, Spec]:
    """Every chart of a floor, by the name of its file."""
    drawn = {"cost": cost(floor, lang), "pyramid": pyramid(floor, lang)}
    return drawn | ({"gap": gap(floor, lang)} if floor.gaps else {})


def cost(floor: Floor, lang: str) -> Spec:
    """Cost by guarantee over the years in % of GDP, one panel for each scenario, on one scale."""
    _ = translator(lang)
    top = max((_top(findings.gdp_shares(floor, scenario)) for scenario in floor.scenarios), default=1.0)
    panels = [_panel(floor, scenario, top, lang, number) for number, scenario in enumerate(floor.scenarios)]
    panels[-1]["layer"].append(_direct_labels(floor, floor.scenarios[-1], top, _))
    note = _("Cost of benefits and administration, % of GDP. Years after {year} are projected.")
    title = findings.cost_over_time(floor, lang)
    partial = any(tidy.total(floor, scenario).partial["cost"].any() for scenario in floor.scenarios)
    parts = [note.format(year=floor.macro.last_observed), _sources(floor, _)]
    parts.insert(1, _("Benefits of unknown cost are left out.") if partial else "")
    source = " ".join(part for part in parts if part)
    return framed({"hconcat": panels, "spacing": 14}, title, source)


def pyramid(floor: Floor, lang: str) -> Spec:
    """Population by sex and five years of age: the base year filled, the last year as an outline."""
    _ = translator(lang)
    at = floor.years.index(floor.base_year)
    values = _bands(floor.population[at], "base") + _bands(floor.population[-1], "last")
    widest = max(abs(value["persons"]) for value in values)
    age = {
        "field": "age",
        "type": "ordinal",
        "sort": [f"{band}" for band in _band_names()][::-1],
        "title": None,
        "axis": {"ticks": False, "domain": False},
    }
    persons = {
        "field": "persons",
        "type": "quantitative",
        "stack": None,
        "scale": {"domain": [-widest * 1.02, widest * 1.02]},
        "title": _("Millions of persons in each five years of age"),
        "axis": {"labelExpr": "format(abs(datum.value), ',')", "tickCount": 7},
    }
    filled = {
        "transform": [{"filter": "datum.when === 'base'"}],
        "mark": {"type": "bar"},
        "encoding": {"color": {"field": "colour", "type": "nominal", "scale": None}},
    }
    outline = {
        "transform": [{"filter": "datum.when === 'last'"}],
        "mark": {"type": "bar", "filled": False, "stroke": "#222222", "strokeWidth": 1.2},
    }
    layers = [filled, outline, *_pyramid_labels(_, widest)]
    chart = {
        "data": {"values": values},
        "width": WIDTH,
        "height": {"step": 15},
        "encoding": {"y": age, "x": persons},
        "layer": layers,
    }
    note = _(
        "Filled: {year}, in three colours (under 15, 15 to 64, 65 and over). Outline: {end}, projected."
    ).format(year=floor.base_year, end=floor.years[-1])
    return framed(chart, findings.ageing(floor, lang), note + " " + _sources(floor, _))


def gap(floor: Floor, lang: str) -> Spec:
    """The financing gap of each branch in the base year, % of GDP; what is unknown is said in words."""
    _ = translator(lang)
    at = floor.years.index(floor.base_year)
    values = [
        _gap_bar(one.branch, float(one.gap[at] / floor.macro.gdp[at]), _, lang)
        for one in sorted(floor.gaps, key=lambda one: -_or_zero(float(one.gap[at])))
    ]
    branch = {
        "field": "branch",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"ticks": False, "domain": False, "labelFontSize": 13, "labelLimit": 260},
    }
    share = {
        "field": "share",
        "type": "quantitative",
        "title": _("% of GDP"),
        "scale": {"domain": [0, max(0.01, *(1.15 * value["share"] for value in values))], "nice": False},
        "axis": {"tickCount": 6},
    }
    colour = {"field": "colour", "type": "nominal", "scale": None}
    bars = {"mark": {"type": "bar", "height": 18}, "encoding": {"color": colour}}
    words = {
        "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 13},
        "encoding": {"text": {"field": "label"}, "color": {"value": "#333333"}},
    }
    chart = {
        "data": {"values": values},
        "width": WIDTH - 100,
        "height": {"step": 32},
        "encoding": {"y": branch, "x": share},
        "layer": [bars, words],
    }
    return framed(chart, findings.gap(floor, lang), _gap_note(floor, lang))


def _gap_note(floor: Floor, lang: str) -> str:
    """What the bars are, and the sources of the coverage they rest on."""
    _ = translator(lang)
    note = _("The part not covered, costed at full benefits ({scenario}), {year}.").format(
        scenario=findings.quoted(floor, lang), year=floor.base_year
    )
    named = (labels.cited(floor, one.coverage_source) for one in floor.gaps if one.coverage_source)
    cited = labels.join(list(dict.fromkeys(named)))
    return f"{note} {_('Sources: {list}.').format(list=cited)}" if cited else note


def _panel(floor: Floor, scenario: ScenarioCost, top: float, lang: str, number: int) -> Spec:
    values = [
        {"year": year, "share": 100 * share, "guarantee": guarantee, "order": order}
        for order, guarantee in enumerate(labels.guarantees(floor))
        for year, share in zip(floor.years, _share_of(floor, scenario, guarantee).tolist(), strict=True)
        if math.isfinite(share)
    ]
    first = number == 0
    axis = {
        "title": translator(lang)("% of GDP") if first else None,
        "format": "~g",
        "tickCount": 6,
        "labels": first,
        "ticks": first,
        "domain": first,
    }
    return {
        "title": {
            "text": labels.scenario_title(scenario, lang),
            "fontSize": 13,
            "anchor": "start",
            "offset": 6,
        },
        "width": max(120, (WIDTH - 60) // len(floor.scenarios)),
        "height": HEIGHT,
        "data": {"values": values},
        "layer": [_areas(floor, top, axis)],
    }


def _areas(floor: Floor, top: float, axis: Spec) -> Spec:
    """The stacked areas of one panel, on the scale that all panels share."""
    guarantees = labels.guarantees(floor)
    year = {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [floor.years[0], floor.years[-1]], "nice": False},
        "axis": {"format": "d", "values": [floor.years[at] for at in labels.steps(floor)], "grid": False},
    }
    share = {
        "field": "share",
        "type": "quantitative",
        "stack": "zero",
        "scale": {"domain": [0, top], "nice": False},
        "axis": axis,
    }
    colours = {"domain": guarantees, "range": [labels.COLOUR[guarantee] for guarantee in guarantees]}
    colour = {"field": "guarantee", "type": "nominal", "legend": None, "scale": colours}
    return {
        "mark": {"type": "area", "line": False, "opacity": 0.9},
        "encoding": {"x": year, "y": share, "color": colour, "order": {"field": "order"}},
    }


def _direct_labels(floor: Floor, scenario: ScenarioCost, top: float, _: Translate) -> Spec:
    """The names of the guarantees beside the last year of the last panel, moved apart where they would touch."""
    middles, below = [], 0.0
    for guarantee in labels.guarantees(floor):
        share = 100 * _or_zero(float(_share_of(floor, scenario, guarantee)[-1]))
        middles.append(below + share / 2)
        below += share
    values = [
        {"y": height, "name": _(labels.GUARANTEE[guarantee]), "colour": labels.COLOUR[guarantee]}
        for guarantee, height in zip(labels.guarantees(floor), spread(middles, top * LABEL_STEP), strict=True)
    ]
    place = {"y": {"field": "y", "type": "quantitative"}, "x": {"value": "width"}}
    square = {
        "mark": {"type": "point", "shape": "square", "filled": True, "size": 90, "xOffset": 10, "opacity": 1},
        "encoding": place | {"color": {"field": "colour", "type": "nominal", "scale": None}},
    }
    words = {
        "mark": {"type": "text", "align": "left", "dx": 19, "fontSize": 12, "fill": "#222222"},
        "encoding": place | {"text": {"field": "name"}},
    }
    return {"data": {"values": values}, "layer": [square, words]}


def balanced(text: str, width: int) -> list[str]:
    """`text` in as few lines of at most `width` characters as it needs, of about equal length."""

    text = text.replace(
        " %", numbers.HARD_SPACE + "%"
    )  # no line begins with the sign of the number before it

    def lines(narrow: int) -> list[str]:
        return wrap(text, narrow, break_long_words=False)

    needed = len(lines(width))
    least = min(width, len(text) // max(needed, 1))
    return next(
        fitted for narrow in range(max(least, 1), width + 1) if len(fitted := lines(narrow)) <= needed
    )


def spread(heights: list[float], step: float) -> list[float]:
    """`heights`, in ascending order, moved up where two would be closer than `step`."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + step) if placed else max(height, step / 2))
    return placed


def _pyramid_labels(_: Translate, widest: float) -> list[Spec]:
    sides = [
        {"age": _band_names()[-1], "persons": sign * widest, "name": _(SEX[sex])}
        for sex, sign in (("male", -1), ("female", 1))
    ]
    base = {"fontSize": 14, "fontWeight": "bold", "fill": "#222222"}
    return [
        {
            "data": {"values": [side]},
            "mark": {"type": "text", "align": "left" if side["name"] == _(SEX["male"]) else "right", **base},
            "encoding": {"text": {"field": "name"}},
        }
        for side in sides
    ]


def _band_names() -> list[str]:
    return [f"{age}–{age + 4}" for age in range(0, 100, 5)] + ["100+"]


def _bands(people: Array, when: str) -> list[Spec]:
    """Persons by sex and five years of age, in millions; men to the left."""
    return [
        {
            "age": name,
            "sex": SEXES[sex],
            "when": when,
            "colour": AGE_COLOUR[int(at >= 3) + int(at >= 13)],
            "persons": sign * float(people[sex, 5 * at : 5 * at + 5].sum()) / 1e6,
        }
        for sex, sign in ((MALE, -1), (FEMALE, 1))
        for at, name in enumerate(_band_names())
    ]


def _gap_bar(branch: str, share: float, _: Translate, lang: str) -> Spec:
    known = math.isfinite(share)
    guarantee = labels.BRANCH_GUARANTEE.get(branch, branch)
    return {
        "branch": _(labels.BRANCH[branch]),
        "share": 100 * share if known else 0,
        "label": numbers.share(share, lang) if known else _("unknown: no known coverage"),
        "colour": labels.COLOUR[guarantee],
    }


def _share_of(floor: Floor, scenario: ScenarioCost, guarantee: str) -> Array:
    shares: Array = tidy.of_guarantee(floor, scenario, guarantee).cost / floor.macro.gdp
    return shares


def _top(shares: Array) -> float:
    known = [share for share in shares.tolist() if math.isfinite(share)]
    return max(100 * max(known, default=0.0) * 1.05, 0.01)


def _or_zero(value: float) -> float:
    return value if math.isfinite(value) else 0.0


def _sources(floor: Floor, _: Translate) -> str:
    own = [source for source in floor.sources if not source.derived]
    # Tables of one product share the words before the colon.
    cited = list(dict.fromkeys(f"{source.title.partition(':')[0]} ({source.vintage})" for source in own))
    if len(cited) > CITED:
        cited = [*cited[:CITED], _("others in the report")]
    return _("Sources: {list}.").format(list=labels.join(cited)) if cited else ""


def framed(chart: Spec, title: str, source: str, letters: int = 112) -> Spec:
    """A chart with the finding above it and the source, in lines of at most so many letters, under it."""
    return {
        "background": "white",
        "padding": 12,
        "title": {
            "text": balanced(title, 80),
            "subtitle": balanced(source, letters),
            "anchor": "start",
            "frame": "bounds",
        },
        "config": {
            "aria": False,
            "font": FONT,
            "view": {"stroke": None},
            "title": {
                "fontSize": 16,
                "subtitleFontSize": 11.5,
                "subtitleColor": "#555555",
                "subtitlePadding": 6,
                "color": "#222222",
                "offset": 14,
            },
            "axis": {
                "labelFontSize": 12,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
                "labelColor": "#333333",
                "gridColor": "#E4E4E4",
                "domainColor": "#888888",
                "tickColor": "#888888",
            },
        },
    } | chart

"""The chart of a campaign: ratifications step by step, the target, and the pace that leads to it."""

from __future__ import annotations

from datetime import date
from typing import Final

from socle.ground.words import N_
from socle.measure.campaign import Step, timeline
from socle.report import labels, numbers
from socle.report import ratification_words as words
from socle.report.chart import WIDTH, Spec, framed
from socle.report.text import translator
from socle.run.ratifications import Ratifications, Standing

BLUE, INK, GREY = labels.COLOUR["working_age"], labels.COLOUR["total"], "#595959"
BEFORE: Final = 10  # years before the campaign that are shown
AFTER: Final = 0.4  # years after its end
HEIGHT: Final = 430
DAYS: Final = 365.25
STEEP: Final = 2.5  # years: a pace over fewer is too steep for words beside it
LABEL_AT: Final = 0.3  # of the way, where the words of a pace stand
NOTE: Final = N_(
    "Each step: a ratification on the day of its registration (in italics: day unverified). Shaded: only the year is "
    "known. Dashed: the register is complete to {complete}, later it is a lower bound. Dotted: the pace that leads to "
    "the target. Vertical axis from {lowest}."
)


def specs(found: Ratifications, standing: Standing | None, lang: str) -> dict[str, Spec]:
    """The chart by the name of its file; none for a group of countries, or before the campaign."""
    if standing is None or found.region or found.day < standing.campaign.begins:
        return {}
    return {"campaign": campaign(found, standing, lang)}


def campaign(found: Ratifications, standing: Standing, lang: str) -> Spec:
    """Steps of the years before and of the campaign, its target, and the paces to it."""
    _, one = translator(lang), standing.campaign
    first = _year(date(one.begins.year - BEFORE, 1, 1))
    steps = [step for step in timeline(found.register.rows) if step.day <= found.day]
    seen = [step for step in steps if _year(step.day) >= first]
    lowest = min(step.count.low for step in seen) - 2
    top = max(one.target, standing.paces[-1].count.high) + 1.5
    x = {
        "field": "x",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [first, _year(one.ends) + AFTER], "nice": False},
        "axis": {
            "format": "d",
            "values": list(range(one.begins.year - BEFORE, one.ends.year + 2, 2)),
            "grid": False,
        },
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "title": _(N_("Ratifications of Convention No. {number}")).format(number=one.convention[1:]),
        "scale": {"domain": [lowest, top], "nice": False, "zero": False},
    }
    note = _(NOTE).format(complete=numbers.day(found.register.complete_to, lang), lowest=int(lowest))
    chart = {
        "width": WIDTH,
        "height": HEIGHT,
        "encoding": {"x": x, "y": y},
        "layer": [
            _doubt(steps, first, found.day),
            *_line(steps, first, found),
            *_paces(found, standing, lang),
            _target(first, standing, lang),
            _names(seen, found, lang),
        ],
    }
    return framed(chart, _title(found, standing, lang), f"{note} {_sources(found, lang)}")


def _title(found: Ratifications, standing: Standing, lang: str) -> str:
    """The finding: how many there are and how many are lacking."""
    _, last, one = translator(lang), standing.paces[-1], standing.campaign
    if last.met:
        text = N_(
            "The target of {target} ratifications of Convention No. {number} is reached: {count} on {day}"
        )
    elif found.complete:
        text = N_(
            "{count} ratifications of Convention No. {number} on {day}: {gap} fewer than the {target} aimed at by "
            "{year}"
        )
    else:
        text = N_(
            "At least {count} ratifications of Convention No. {number} on {day}: at most {gap} fewer than the {target} "
            "aimed at by {year}"
        )
    return _(text).format(
        count=words.between(last.count, lang),
        gap=words.between(last.gap, lang),
        number=one.convention[1:],
        day=numbers.day(last.day, lang),
        target=one.target,
        year=one.ends.year,
    )


def _doubt(steps: list[Step], first: float, day: date) -> Spec:
    """The band between the ends of the count."""
    values = [{"x": max(_year(one.day), first), "y": one.count.low, "top": one.count.high} for one in steps]
    values.append({**values[-1], "x": _year(day)})
    return {
        "data": {"values": _kept(values, first)},
        "mark": {"type": "area", "interpolate": "step-after", "color": BLUE, "opacity": 0.25},
        "encoding": {"y2": {"field": "top"}},
    }


def _line(steps: list[Step], first: float, found: Ratifications) -> list[Spec]:
    """The lower end of the count: solid as far as the register is complete, dashed after."""
    complete, day = _year(found.register.complete_to), _year(found.day)
    points = [{"x": max(_year(one.day), first), "y": one.count.low} for one in steps]
    solid = [one for one in points if one["x"] <= complete]
    solid.append({"x": min(complete, day), "y": solid[-1]["y"]})
    dashed = [solid[-1], *(one for one in points if one["x"] > complete)]
    dashed.append({"x": max(day, dashed[-1]["x"]), "y": dashed[-1]["y"]})
    mark = {"type": "line", "interpolate": "step-after", "color": BLUE, "strokeWidth": 2.5}
    layers: list[Spec] = [{"data": {"values": _kept(solid, first)}, "mark": mark}]
    if day > complete:
        layers.append({"data": {"values": dashed}, "mark": {**mark, "strokeDash": [5, 3]}})
    return layers


def _kept(values: list[Spec], first: float) -> list[Spec]:
    """Of the points at the left edge, the last: what was so before the years shown."""
    edge = [one for one in values if one["x"] <= first]
    return [*edge[-1:], *(one for one in values if one["x"] > first)]


def _paces(found: Ratifications, standing: Standing, lang: str) -> list[Spec]:
    """Dotted lines to the target: from the beginning of the campaign, and from the day asked for."""
    _, one = translator(lang), standing.campaign
    layers: list[Spec] = []
    end = {"x": _year(one.ends), "y": float(one.target)}
    for pace in dict.fromkeys((standing.paces[0], standing.paces[-1])):
        if pace.needed is None or pace.met:
            continue
        start = {"x": _year(pace.day), "y": pace.count.low}
        open_ = pace.day > found.register.complete_to
        needed = words.bound(pace.needed, lang, open_, 1, least=False)
        label = _(N_("{pace} a year from {year}")).format(pace=needed, year=pace.day.year)
        colour = INK if pace is standing.paces[-1] else GREY
        line = {"type": "line", "color": colour, "strokeWidth": 1.6, "strokeDash": [1.5, 3]}
        layers.append({"data": {"values": [start, end]}, "mark": line})
        steep = end["x"] - start["x"] < STEEP
        at = {axis: start[axis] + (1 if steep else LABEL_AT) * (end[axis] - start[axis]) for axis in start}
        text = {"type": "text", "align": "right" if steep else "left", "dx": 0 if steep else 9}
        look = {"dy": -8 if steep else 7, "fontSize": 11, "color": colour}
        name = {"text": {"field": "name"}}
        layers.append({"data": {"values": [at | {"name": label}]}, "mark": text | look, "encoding": name})
    return layers


def _target(first: float, standing: Standing, lang: str) -> Spec:
    """A line at the target, with its words."""
    one = standing.campaign
    said = translator(lang)(N_("target: {target} by {ends}")).format(
        target=one.target, ends=numbers.day(one.ends, lang)
    )
    line = {
        "mark": {"type": "line", "color": INK, "strokeWidth": 1.2},
        "data": {
            "values": [
                {"x": first, "y": one.target},
                {"x": _year(one.ends), "y": one.target},
            ]
        },
    }
    text = {
        "data": {"values": [{"x": first, "y": one.target, "name": said}]},
        "mark": {"type": "text", "align": "left", "dx": 4, "dy": -8, "fontSize": 12, "color": INK},
        "encoding": {"text": {"field": "name"}},
    }
    return {"layer": [line, text]}


def _names(seen: list[Step], found: Ratifications, lang: str) -> Spec:
    """The States to the left of their steps, in italics where the day was not read."""
    sure = {row.iso3 for row in found.rows if row.date_confidence == "high"}
    values = [
        {
            "x": _year(one.day),
            "y": one.count.low,
            "name": ", ".join(words.state(iso3, lang) for iso3 in one.countries),
            "sure": sure.issuperset(one.countries),
        }
        for one in seen
        if one.countries
    ]
    mark = {"type": "text", "align": "right", "dx": -5, "fontSize": 10.5, "color": "#333333"}
    layers = [
        {
            "transform": [{"filter": f"datum.sure === {flag}"}],
            "mark": mark | {"fontStyle": style},
            "encoding": {"text": {"field": "name"}},
        }
        for flag, style in (("true", "normal"), ("false", "italic"))
    ]
    return {"data": {"values": values}, "layer": layers}


def _sources(found: Ratifications, lang: str) -> str:
    """The publications in which days were read."""
    from socle.exchange.sources import source

    held = [source(key) for key in dict.fromkeys(row.date_source for row in found.rows if row.date_source)]
    years: dict[str, list[str]] = {}
    for one in sorted(held, key=lambda each: each.vintage):
        years.setdefault(one.producer, []).append(one.vintage)
    named = [f"{producer} ({', '.join(dict.fromkeys(told))})" for producer, told in years.items()]
    _ = translator(lang)
    return _("Sources: {list}.").format(list=labels.join([*named, _(N_("recalled, unverified"))]))


def _year(day: date) -> float:
    """A day as a part of its year."""
    return day.year + (day - date(day.year, 1, 1)).days / DAYS

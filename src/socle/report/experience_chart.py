"""The chart of an experience: crude rates with their limits, the graduated line, the standard table."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.report import numbers
from socle.report.chart import HEIGHT, WIDTH, Spec, framed
from socle.report.experience_tables import EVENTS, sure
from socle.report.labels import COLOUR
from socle.report.sweep_chart import write
from socle.report.text import translator
from socle.run.experience import SEX, Experience, Group
from socle.run.experience_compared import ExperienceRequest

COLOURS = {"both": COLOUR["working_age"], "male": COLOUR["working_age"], "female": COLOUR["old_age"]}
FINDING = N_("{event}: {ratios} of what the standard table expects")
WITHOUT = N_("{event} in a year of exposure, by age, {first} to {last}")
NOTE = N_("Points: crude rates, with exact limits of {level}. Line: graduated (Whittaker-Henderson).")
DASHED = N_("Dashed: the standard table.")
NOT_SHOWN = N_("Ages without an event have no point on this scale.")


def draw(found: Experience, request: ExperienceRequest, path: Path, lang: str) -> Path:
    """Write the chart as SVG or PNG, whole or not at all."""
    return write("experience", spec(found, request, lang), path, lang)


def spec(found: Experience, request: ExperienceRequest, lang: str) -> Spec:
    """Rates by age on a scale of logarithms, a colour for each sex."""
    _ = translator(lang)
    values = [mark for group in found.groups for mark in _marks(group, _(SEX[group.sex]))]
    if not values:
        raise Refusal("There is no event to draw.")
    names = [_(SEX[group.sex]) for group in found.groups]
    colours = {"domain": names, "range": [COLOURS[group.sex] for group in found.groups]}
    legend = None if len(names) == 1 else {"title": None, "orient": "top-left", "labelFontSize": 13}
    encoding = {
        "x": {
            "field": "age",
            "type": "quantitative",
            "title": _(N_("Completed age")),
            "scale": {"zero": False},
            "axis": {"grid": False},
        },
        "color": {"field": "sex", "type": "nominal", "scale": colours, "legend": legend},
    }
    chart = {
        "data": {"values": values},
        "width": WIDTH,
        "height": HEIGHT + 60,
        "encoding": encoding,
        "layer": _layers(_(N_("Rate a year"))),
    }
    return framed(chart, _title(found, request, lang), _note(found, request, lang))


def _layers(title: str) -> list[Spec]:
    rate = {"field": "m", "type": "quantitative", "scale": {"type": "log", "nice": False}, "title": title}
    rate["axis"] = {"format": "~g", "values": [10.0**power for power in range(-8, 3)]}

    def layer(kind: str, mark: Spec, more: Spec | None = None) -> Spec:
        only = [{"filter": f"datum.kind === '{kind}'"}]
        return {"transform": only, "mark": mark, "encoding": {"y": rate, **(more or {})}}

    limits = {"y": rate | {"field": "low"}, "y2": {"field": "high"}}
    return [
        layer("crude", {"type": "rule", "opacity": 0.3}, limits),
        layer("crude", {"type": "point", "filled": True, "size": 22, "opacity": 0.7}),
        layer("graduated", {"type": "line", "strokeWidth": 2.2}),
        layer("standard", {"type": "line", "strokeDash": [5, 4], "strokeWidth": 1.4}),
    ]


def _marks(group: Group, sex: str) -> list[dict[str, Any]]:
    """What a scale of logarithms can show: values above 0."""
    marks: list[dict[str, Any]] = []
    for place, age in enumerate(group.ages):
        base = {"age": int(age), "sex": sex}
        column = {name: float(values[place]) for name, values in group.columns.items()}
        if column["crude_m"] > 0:
            limits = {"low": column["crude_m_low"], "high": column["crude_m_high"]}
            marks.append({**base, "kind": "crude", "m": column["crude_m"], **limits})
        for kind in ("graduated", "standard"):
            value = column.get(f"{kind}_m", math.nan)
            if value > 0:
                marks.append({**base, "kind": kind, "m": value})
    return marks


def _title(found: Experience, request: ExperienceRequest, lang: str) -> str:
    """The finding: actual over expected, or without a table what is shown."""
    _ = translator(lang)
    event = _(EVENTS[request.event])
    ratios = [
        (_(SEX[group.sex]) + " " if request.by_sex else "")
        + numbers.share(float(group.compared.total.rate[0]), lang)
        for group in found.groups
        if group.compared
    ]
    if not ratios:
        return _(WITHOUT).format(event=event, first=found.first, last=found.last)
    return _(FINDING).format(event=event, ratios=", ".join(ratios))


def _note(found: Experience, request: ExperienceRequest, lang: str) -> str:
    _ = translator(lang)
    said = [_(NOTE).format(level=sure(request.level, lang))]
    if request.standard:
        said.append(_(DASHED))
    if any(
        (group.classes.events.sum() > 0) and (group.columns["events"] == 0).any() for group in found.groups
    ):
        said.append(_(NOT_SHOWN))
    return " ".join(said)

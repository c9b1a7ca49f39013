"""The charts of a valuation across people and assumptions: pyramid, generations, sensitivity."""

from __future__ import annotations

import math

from socle.ground.axes import FEMALE, MALE, Array
from socle.ground.words import N_
from socle.model.valued import Standing
from socle.report import labels, numbers
from socle.report import valuation_words as words
from socle.report.chart import WIDTH, Spec, balanced, framed
from socle.report.valuation_sections import Told

LETTERS = 98  # of a line under a title, with room for readers without our font
HEADING = 64  # of a line of a title
BAND = 5
FIRST, LAST = 15, 100  # ages shown; the last group is open
INK, SOFT = labels.COLOUR["total"], labels.COLOUR["baseline"]
BLUE, GREEN, ORANGE = labels.COLOUR["working_age"], labels.COLOUR["old_age"], labels.COLOUR["children"]
THOUSAND = 1e3
WIDE = {"left": 40, "top": 12, "right": 90, "bottom": 12}  # for readers without our font
COLOUR: Spec = {"field": "colour", "type": "nominal", "scale": None}
NAME: Spec = {
    "field": "name",
    "type": "nominal",
    "sort": None,
    "title": None,
    "axis": {"ticks": False, "domain": False, "labelLimit": 260, "labelFontSize": 12, "grid": False},
}


def laid_out(chart: Spec, title: str, note: str) -> Spec:
    """A chart with its finding and what it shows, in lines that fit whatever the font."""
    made = framed(chart, title, note, LETTERS)
    return made | {"title": made["title"] | {"text": balanced(title, HEADING)}}


def pyramid(told: Told) -> Spec:
    """Contributors and old-age and invalidity pensioners by sex and age, at the start and after the last year."""
    _, standing = told._, told.valued.standing
    if not standing:
        return {}
    kinds = {_(N_("Contributors")): BLUE, _(N_("Pensioners")): GREEN}
    widest = max(row["size"] for one in standing for row in _bars(one, told))
    panels = [_panel(one, told, kinds, widest * 1.05, at) for at, one in enumerate(standing)]
    first, last = (_heads(one) for one in standing)
    title = _(
        N_("Of the insured and pensioners, pensioners are {before} in {first} and {after} in {last}")
    ).format(
        before=numbers.share(first[1] / sum(first), told.lang),
        after=numbers.share(last[1] / sum(last), told.lang),
        first=standing[0].year,
        last=standing[-1].year,
    )
    note = _(
        N_(
            "On 1 January, thousands of persons in five years of age, men to the left: contributors (blue) and "
            "pensioners of old age and invalidity (green), stacked."
        )
    )
    return framed(
        {"hconcat": panels, "spacing": 20}, title, f"{note} {told.scheme}, {told.country}.", LETTERS
    )


def _own(standing: Standing) -> Array | float:
    """Pensioners in their own right."""
    kept = [count for name, count in standing.pensioners.items() if name not in ("survivors", "orphans")]
    return sum(kept) if kept else 0.0


def _heads(standing: Standing) -> tuple[float, float]:
    own = _own(standing)
    return float(standing.insured.sum()), float(own if isinstance(own, float) else own.sum())


def _bars(standing: Standing, told: Told) -> list[Spec]:
    """Both kinds in each group of ages; `size` is the length of the whole bar."""
    own, _ = _own(standing), told._
    rows: list[Spec] = []
    for sex, sign in ((MALE, -1), (FEMALE, 1)):
        for low in range(FIRST, LAST + 1, BAND):
            ages = slice(low, None if low == LAST else low + BAND)
            both = [
                float(kind[sex, ages].sum()) / THOUSAND if not isinstance(kind, float) else 0.0
                for kind in (standing.insured, own)
            ]
            name = f"{low}+" if low == LAST else f"{low}–{low + BAND - 1}"
            kinds = (_(N_("Contributors")), _(N_("Pensioners")))
            rows += [
                {"age": name, "kind": kind, "order": order, "persons": sign * value, "size": sum(both)}
                for order, (kind, value) in enumerate(zip(kinds, both, strict=True))
            ]
    return rows


def _panel(standing: Standing, told: Told, kinds: dict[str, str], widest: float, at: int) -> Spec:
    rows = _bars(standing, told)
    names = list(dict.fromkeys(row["age"] for row in rows))[::-1]
    axis = {"ticks": False, "domain": False} | ({} if at == 0 else {"labels": False})
    return {
        "title": {"text": str(standing.year), "fontSize": 13, "anchor": "middle", "offset": 4},
        "width": (WIDTH - 40) // 2,
        "height": {"step": 14},
        "data": {"values": rows},
        "mark": {"type": "bar"},
        "encoding": {
            "y": {"field": "age", "type": "ordinal", "sort": names, "title": None, "axis": axis},
            "x": {
                "field": "persons",
                "type": "quantitative",
                "title": f"{told.sexes[0]} – {told.sexes[1]}",
                "scale": {"domain": [-widest, widest], "nice": False},
                "axis": {"labelExpr": "format(abs(datum.value), ',')", "tickCount": 5},
            },
            "color": {
                "field": "kind",
                "type": "nominal",
                "legend": None,
                "scale": {"domain": list(kinds), "range": list(kinds.values())},
            },
            "order": {"field": "order"},
        },
    }


def tornado(told: Told) -> Spec:
    """How far each assumption moves the general average premium, the farthest on top."""
    rows, _ = told.result.sensitivity, told._
    if len(rows) < 2:
        return {}
    base = rows[0].general_average
    values = _moves(told)
    widest = max(0.1, *(abs(value["points"]) for value in values)) * 1.3
    points = {
        "field": "points",
        "type": "quantitative",
        "title": _(N_("Change of the general average premium, points of payroll")),
        "scale": {"domain": [-widest, widest], "nice": False},
    }
    bars = {
        "mark": {"type": "bar", "height": 14},
        "encoding": {"y": NAME, "x": points, "color": COLOUR},
    }
    texts = [_ends(NAME, points, sign) for sign in (1, -1)]
    most = values[0]
    title = _(N_("What moves the premium most: {assumption}, {points} points")).format(
        assumption=most["name"], points=most["label"]
    )
    note = _(
        N_("One assumption changed, all others kept; as computed the premium is {base} of payroll.")
    ).format(base=numbers.share(base, told.lang))
    chart = {
        "data": {"values": values},
        "width": WIDTH - 240,
        "height": {"step": 24},
        "padding": WIDE,
        "layer": [bars, *texts],
    }
    return laid_out(chart, title, f"{note} {told.scheme}, {told.country}.")


def _moves(told: Told) -> list[Spec]:
    """A bar for each assumption, the longest first."""
    first, *others = told.result.sensitivity
    base = first.general_average
    moved = sorted(others, key=lambda one: -abs(one.general_average - base))
    return [
        {
            "name": told._(one.name),
            "points": 100 * (one.general_average - base),
            "label": words.signed(100 * (one.general_average - base), told.lang, 2),
            "colour": ORANGE if one.general_average > base else BLUE,
        }
        for one in moved
    ]


def _ends(name: Spec, points: Spec, sign: int) -> Spec:
    """The number beyond the end of each bar on one side."""
    side = "datum.points >= 0" if sign > 0 else "datum.points < 0"
    return {
        "transform": [{"filter": side}],
        "mark": {"type": "text", "align": "left" if sign > 0 else "right", "dx": 4 * sign, "fontSize": 11.5},
        "encoding": {"y": name, "x": points, "text": {"field": "label"}, "color": {"value": INK}},
    }


def generations(told: Told) -> Spec:
    """The internal rate of return of generations by year of entry, men and women."""
    _ = told._
    rows = [one for one in told.valued.generations if math.isfinite(one.real_rate)]
    if not rows:
        return {}
    looks = {MALE: (told.sexes[0], BLUE, "circle"), FEMALE: (told.sexes[1], ORANGE, "diamond")}
    values: list[Spec] = [
        {
            "entry": str(one.year),
            "who": looks[one.sex][0],
            "rate": 100 * one.real_rate,
            "colour": looks[one.sex][1],
            "shape": looks[one.sex][2],
            "label": f"{looks[one.sex][0]} {numbers.share(one.real_rate, told.lang)}",
        }
        for one in rows
    ]
    low = min(0.0, *(value["rate"] for value in values))
    rate = {
        "field": "rate",
        "type": "quantitative",
        "title": _(N_("Real internal rate of return, % a year")),
        "scale": {"domain": [low * 1.2, max(value["rate"] for value in values) * 1.35], "nice": False},
        "axis": {"tickCount": 6},
    }
    layers = _points(told, rate)
    chart = {"data": {"values": values}, "width": WIDTH - 80, "height": {"step": 26}, "layer": layers}
    men, women = (next(one for one in rows if one.sex == sex) for sex in (MALE, FEMALE))
    title = _(N_("Men who enter in {year} earn {men} a year above prices, women {women}")).format(
        year=men.year,
        men=numbers.share(men.real_rate, told.lang),
        women=numbers.share(women.real_rate, told.lang),
    )
    note = _(
        N_(
            "All contributions and benefits of a generation, its survivors’ included, followed to the last death."
        )
    )
    return laid_out(chart, title, f"{note} {told.scheme}, {told.country}.")


def _points(told: Told, rate: Spec) -> list[Spec]:
    """A mark for men and one for women in each year of entry, with their numbers."""
    line = {
        "y": {
            "field": "entry",
            "type": "nominal",
            "sort": None,
            "title": told._(N_("Year of entry")),
            "axis": {"ticks": False, "domain": False},
        },
        "yOffset": {"field": "who", "type": "nominal", "sort": list(told.sexes)},
        "x": rate,
    }
    dot = {
        "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
        "encoding": line
        | {
            "color": COLOUR,
            "shape": {"field": "shape", "type": "nominal", "scale": None},
        },
    }
    text = {
        "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 12, "fill": INK},
        "encoding": line | {"text": {"field": "label"}},
    }
    return [dot, text]

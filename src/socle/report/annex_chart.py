"""Charts of the world annex: the world by branch, regions by branch as bars, women and men as dots."""

from __future__ import annotations

from collections.abc import Sequence

from socle.exchange.areas import group
from socle.model.aggregate import Aggregate
from socle.report import annex_words as words
from socle.report import labels, numbers
from socle.report.chart import WIDTH, Spec, balanced, framed
from socle.report.text import translator
from socle.run.annex import ILO_SERIES, Annex, Branch

SHOWN = ("SI_COV_BENFTS", "SI_COV_PENSN", "SI_COV_CHLD")
COLOUR = {
    "SI_COV_CHLD": labels.COLOUR["children"],
    "SI_COV_PENSN": labels.COLOUR["old_age"],
}
BLUE, INK, GREY = labels.COLOUR["working_age"], labels.COLOUR["total"], "#BDBDBD"
LETTERS = 98
LABEL = 26  # letters of a line of a label
LINES = "split(datum.value, '|')"
FEWEST = 5  # countries with both sexes, for a chart of dots
MOST = 24  # of them shown
SEEN = 0.005  # a gap that the eye can see


def specs(found: Annex, lang: str) -> dict[str, Spec]:
    """Every chart by the name of its file."""
    drawn = {"world": world(found, lang)}
    for branch in found.branches:
        if branch.series in SHOWN:
            drawn[f"regions_{branch.series.removeprefix('SI_COV_').lower()}"] = regions(found, branch, lang)
    dots = sexes(found, lang)
    return {name: one for name, one in drawn.items() if one} | ({"sexes": dots} if dots else {})


def world(found: Annex, lang: str) -> Spec:
    """The world value of every series, sorted; grey where too few countries report."""
    _ = translator(lang)
    rows = [
        _bar(words.series(branch.series, lang), branch.groups[0], COLOUR.get(branch.series, BLUE), lang)
        for branch in found.branches
    ]
    known = [
        branch
        for branch in found.branches
        if branch.groups[0].statistic.value is not None and branch.series in ILO_SERIES[1:]
    ]
    if not known:
        return {}
    least = min(known, key=lambda one: one.groups[0].statistic.value or 0)
    title = _(
        "Of all branches, fewest people are covered in “{branch}”: {share} of the world, {year}"
    ).format(
        branch=words.series(least.series, lang),
        share=numbers.share(least.groups[0].statistic.value or 0, lang),
        year=found.year,
    )
    return _framed(_bars(rows, lang), title, found, lang)


def regions(found: Annex, branch: Branch, lang: str) -> Spec:
    """One series by region of the SDGs and income group, sorted, the world in black."""
    _ = translator(lang)
    kept = [
        one
        for one in branch.groups
        if group(one.statistic.area).family in ("world", "sdg_regions", "income_groups")
    ]
    known = [one for one in kept if one.statistic.value is not None]
    if len(known) < 2:
        return {}
    colour = COLOUR.get(branch.series, BLUE)
    rows = [
        _bar(words.area(one.statistic.area, lang), one, INK if one.statistic.area == "1" else colour, lang)
        for one in kept
    ]
    low = min(known, key=lambda one: one.statistic.value or 0)
    high = max(known, key=lambda one: one.statistic.value or 0)
    title = _("{series}: from {low} in “{lowest}” to {high} in “{highest}”, {year}").format(
        series=words.series(branch.series, lang),
        low=numbers.share(low.statistic.value or 0, lang),
        lowest=words.area(low.statistic.area, lang),
        high=numbers.share(high.statistic.value or 0, lang),
        highest=words.area(high.statistic.area, lang),
        year=found.year,
    )
    return _framed(_bars(rows, lang), title, found, lang)


def sexes(found: Annex, lang: str) -> Spec:
    """Women and men of the countries that tell both, pensions: dots joined by a line, widest gaps first."""
    _ = translator(lang)
    branch = next((one for one in found.branches if one.series == "SI_COV_PENSN"), None)
    both = [row for row in branch.countries if set(row.by_sex) == {"F", "M"}] if branch else []
    if branch is None or len(both) < FEWEST:
        return {}
    both.sort(key=lambda row: row.by_sex["F"] - row.by_sex["M"])
    apart = [row for row in both if abs(row.by_sex["F"] - row.by_sex["M"]) >= SEEN]
    behind = sum(row.by_sex["F"] < row.by_sex["M"] for row in both)
    values = [
        {
            "name": words.area(row.iso3, lang),
            "share": 100 * row.by_sex[sex],
            "women": 100 * row.by_sex["F"],
            "men": 100 * row.by_sex["M"],
            "sex": _(words.SEX[sex]),
            "colour": labels.COLOUR["health"] if sex == "F" else BLUE,
            "shape": "circle" if sex == "F" else "diamond",
        }
        for row in apart[:MOST]
        for sex in ("F", "M")
    ]
    title = _(
        "Fewer women than men receive a pension in {behind} of {count} countries that tell both"
    ).format(behind=behind, count=len(both))
    return _framed(_dots(values, lang), title, found, lang)


def _bar(name: str, one: Aggregate, colour: str, lang: str) -> Spec:
    value = one.statistic.value
    _ = translator(lang)
    return {
        "name": "|".join(balanced(name, LABEL)),
        "share": 100 * (value or 0.0),
        "order": -1.0 if value is None else value,
        "colour": GREY if value is None else colour,
        "label": _("too few countries report") if value is None else numbers.share(value, lang),
    }


def _bars(rows: Sequence[Spec], lang: str) -> Spec:
    values = sorted(rows, key=lambda row: -row["order"])
    name = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"ticks": False, "domain": False, "labelExpr": LINES, "labelFontSize": 12, "minExtent": 215},
    }
    share = {
        "field": "share",
        "type": "quantitative",
        "title": translator(lang)("% of the people concerned"),
        "scale": {"domain": [0, 112], "nice": False},
        "axis": {"values": [0, 20, 40, 60, 80, 100]},
    }
    colour = {"field": "colour", "type": "nominal", "scale": None}
    return {
        "data": {"values": values},
        "width": WIDTH - 220,
        "height": {"step": 33},
        "encoding": {"y": name, "x": share},
        "layer": [
            {"mark": {"type": "bar", "height": 17}, "encoding": {"color": colour}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12},
                "encoding": {"text": {"field": "label"}, "color": {"value": "#333333"}},
            },
        ],
    }


def _dots(values: Sequence[Spec], lang: str) -> Spec:
    name = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"ticks": False, "domain": False, "labelFontSize": 12, "labelLimit": 250, "minExtent": 180},
    }
    _ = translator(lang)
    title = _("older persons who receive a pension, % (circle: women; diamond: men)")
    axis = {"type": "quantitative", "title": title, "scale": {"domain": [0, 100]}}
    line = {"color": {"field": "colour", "type": "nominal", "scale": None}}
    shape = {"field": "shape", "type": "nominal", "scale": None}
    return {
        "data": {"values": list(values)},
        "width": WIDTH - 160,
        "height": {"step": 18},
        "encoding": {"y": name},
        "layer": [
            {
                "mark": {"type": "rule", "color": "#888888", "strokeWidth": 1.5},
                "encoding": {"x": {"field": "women", **axis}, "x2": {"field": "men"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 65, "opacity": 1},
                "encoding": line | {"x": {"field": "share", **axis}, "shape": shape},
            },
        ],
    }


def _framed(chart: Spec, title: str, found: Annex, lang: str) -> Spec:
    _ = translator(lang)
    cited = labels.join([f"{one.title.partition(':')[0]} ({one.vintage})" for one in found.sources[:2]])
    note = _("Weighted by the people concerned; latest values of countries. Sources: {list}.").format(
        list=cited
    )
    return framed(chart, title, note, LETTERS)

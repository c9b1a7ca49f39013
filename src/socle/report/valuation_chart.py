"""The charts of a valuation over the years: cost rates, premiums, the reserve, the fan of drawn futures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.model.valued import ValuationResult
from socle.report import labels, numbers
from socle.report import valuation_words as words
from socle.report.chart import HEIGHT, LABEL_STEP, WIDTH, Spec, spread
from socle.report.valuation_chart_parts import generations, laid_out, pyramid, tornado
from socle.report.valuation_rows import funding_ratio
from socle.report.valuation_sections import ADMINISTRATION, Told, colours, middle

INK, SOFT, ALERT = labels.COLOUR["total"], labels.COLOUR["baseline"], labels.COLOUR["alert"]
BLUE, ORANGE = labels.COLOUR["working_age"], labels.COLOUR["children"]
ROOM = 150  # to the right of a chart, for the names of its lines
Line = tuple[str, Array, str, list[int]]  # name, values by year, colour, dashes


def specs(result: ValuationResult, lang: str) -> dict[str, Spec]:
    """Every chart that the result allows, by name."""
    told = Told(result, lang)
    made = {
        "valuation_cost": cost(told),
        "valuation_premiums": premiums(told),
        "valuation_reserve": reserve(told),
        "valuation_pyramid": pyramid(told),
        "valuation_generations": generations(told),
        "valuation_tornado": tornado(told),
        "valuation_fan": fan(told),
    }
    return {name: spec for name, spec in made.items() if spec}


def cost(told: Told) -> Spec:
    """Cost rates by benefit, stacked, and what is paid in as a line."""
    _, valued = told._, told.valued
    parts = {title: valued.rates.benefits[name][0] for name, title in told.benefits.items()}
    parts[told.name("administration")] = valued.fund.administration[0] / valued.fund.payroll[0]
    shades = [*colours(told.benefits).values(), ADMINISTRATION]
    paid = valued.rates.contributions[0]
    top = 105 * max(float(valued.rates.total[0].max()), float(paid.max()))
    values: list[Spec] = [
        {"year": year, "value": 100 * float(value), "part": name, "order": order}
        for order, (name, series) in enumerate(parts.items())
        for year, value in zip(told.years, series, strict=True)
    ]
    scale = {"domain": list(parts), "range": shades}
    areas = _areas(told, values, _share(_(N_("% of payroll")), top), scale)
    line = _line(told, (told.name("income_rate"), paid, INK, [1, 0]), _share("", top))
    heights = np.cumsum([float(series[-1]) for series in parts.values()])
    marks = [
        (100 * (high - float(series[-1]) / 2), name, shade)
        for high, (name, series), shade in zip(heights, parts.items(), shades, strict=True)
    ]
    marks.append((100 * float(paid[-1]), told.name("income_rate"), INK))
    title = _(
        N_("Spending goes from {first} of payroll in {year} to {last} in {end}; {paid} is paid in then")
    )
    said = title.format(
        first=_percent(valued.rates.total[0, 0], told),
        last=_percent(valued.rates.total[0, -1], told),
        year=told.years[0],
        end=told.years[-1],
        paid=_percent(paid[-1], told),
    )
    note = _(
        N_(
            "Areas: benefits and administration of the year over payroll. Line: contributions paid, over payroll."
        )
    )
    return _framed([areas, line, *_names(marks, top)], said, note, told)


def _areas(told: Told, values: list[Spec], axis: Spec, scale: Spec) -> Spec:
    """Parts of the cost rate on top of each other."""
    return {
        "data": {"values": values},
        "mark": {"type": "area", "line": False, "opacity": 0.9},
        "encoding": {
            "x": _year(told),
            "y": axis | {"stack": "zero"},
            "color": {"field": "part", "type": "nominal", "legend": None, "scale": scale},
            "order": {"field": "order"},
        },
    }


def premiums(told: Told) -> Spec:
    """The staircase of scaled premiums and the level premium, against the cost of each year and what is paid in."""
    _, valued = told._, told.valued
    level = float(valued.premiums.general_average[0])
    lines: list[Line] = [
        (told.name("cost_rate"), valued.rates.total[0], BLUE, [1, 0]),
        (told.name("scaled_premium"), valued.premiums.staircase[0], ORANGE, [1, 0]),
        (told.name("general_average"), np.full(len(told.years), level), INK, [6, 3]),
        (told.name("income_rate"), valued.rates.contributions[0], SOFT, [2, 3]),
    ]
    top = 108 * max(float(series.max()) for _name, series, _colour, _dash in lines)
    drawn = [
        _line(told, line, _share(_(N_("% of payroll")), top), step=line[0] == told.name("scaled_premium"))
        for line in lines
    ]
    marks = [(100 * float(series[-1]), name, colour) for name, series, colour, _dash in lines]
    title = _(
        N_("A constant {level} of payroll would pay for {first} to {last}; step by step, {low} to {high}")
    )
    said = title.format(
        level=_percent(level, told),
        first=told.years[0],
        last=told.years[-1],
        low=_percent(float(valued.premiums.staircase[0].min()), told),
        high=_percent(float(valued.premiums.staircase[0].max()), told),
    )
    note = _(
        N_("Scaled premiums hold for the periods of the table; the general average premium for all years.")
    )
    return _framed([*drawn, *_names(marks, top)], said, note, told)


def reserve(told: Told) -> Spec:
    """The reserve at each year's end in years of spending, of both laws where there are two."""
    _, laws = told._, [one for one in (told.valued, told.result.against) if one is not None]
    shades, dashes = (BLUE, SOFT), ([1, 0], [6, 3])
    lines: list[Line] = [
        (words.law(law, told.lang), funding_ratio(law), shade, dash)
        for law, shade, dash in zip(laws, shades, dashes, strict=False)
    ]
    known = np.concatenate([line[1][np.isfinite(line[1])] for line in lines])
    low, high = min(0.0, float(known.min()) * 1.1), max(1.0, float(known.max()) * 1.1)
    axis = {
        "field": "value",
        "type": "quantitative",
        "title": _(N_("Reserve, years of spending")),
        "scale": {"domain": [low, high], "nice": False},
    }
    drawn = [_line(told, line, axis, times=1) for line in lines]
    zero = {
        "data": {"values": [{"value": 0}]},
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1},
        "encoding": {"y": axis},
    }
    marks = [(float(line[1][-1]), line[0], line[2]) for line in lines] if len(lines) > 1 else []
    end = told.valued.premiums.exhaustion[0]
    lasts = _(N_("The reserve lasts through {last}: {years} years of spending are left"))
    used = _(N_("The reserve is used up in {year}; it is worth {years} years of spending at most, in {peak}"))
    ratio = funding_ratio(told.valued)
    peak = int(np.nanargmax(ratio))
    at = peak if np.isfinite(end) else len(told.years) - 1
    said = (used if np.isfinite(end) else lasts).format(
        year=told.year(end),
        last=told.years[-1],
        years=told.plain(ratio[at], 1),
        peak=told.years[peak],
    )
    note = _(
        N_(
            "The reserve on 31 December over the spending of the year. Below 0 it is a debt, whatever pays for it."
        )
    )
    return _framed([zero, *drawn, *_names(marks, high, low)], said, note, told)


def fan(told: Told) -> Spec:
    """Percentiles of the cost rate over drawn futures, 5 to 95, and the computed path."""
    chances, _ = told.result.chances, told._
    if chances is None:
        return {}
    band = chances.bands["cost_rate"]
    top = 105 * float(band.values.max())
    axis = _share(_(N_("Cost rate, % of payroll")), top)
    layers = [_between(told, band.values[a], band.values[b], axis, opacity) for a, b, opacity in PAIRS]
    middle_ = band.values[band.levels.index(0.5)]
    layers.append(_line(told, (_(N_("median")), middle_, BLUE, [1, 0]), axis))
    computed = _(N_("as computed"))
    layers.append(_line(told, (computed, told.valued.rates.total[0], INK, [2, 3]), axis))
    marks = [
        (100 * float(values[-1]), f"{round(100 * level)}{numbers.HARD_SPACE}%", BLUE)
        for level, values in zip(band.levels, band.values, strict=True)
        if level != 0.5
    ]
    marks += [(100 * float(middle_[-1]), _(N_("median")), BLUE)]
    at = middle(told.years)
    title = _(
        N_("In {year}, nine futures in ten cost {low} to {high} of payroll; in {end}, {least} to {most}")
    )
    said = title.format(
        year=told.years[at],
        end=told.years[-1],
        low=_percent(band.values[0, at], told),
        high=_percent(band.values[-1, at], told),
        least=_percent(band.values[0, -1], told),
        most=_percent(band.values[-1, -1], told),
    )
    note = _(
        N_(
            "{runs} drawn futures, seed {seed}: percentiles 5, 25, 50, 75 and 95. Dotted: as computed, without "
            "chance. How far the percentiles themselves are uncertain stands in the table."
        )
    ).format(runs=told.count(chances.runs), seed=chances.seed)
    return _framed([*layers, *_names(marks, top)], said, note, told)


PAIRS = ((0, 4, 0.18), (1, 3, 0.35))  # percentiles by place, and how dark what lies between them is


def _between(told: Told, low: Array, high: Array, axis: Spec, opacity: float) -> Spec:
    values = [
        {"year": year, "low": 100 * float(a), "high": 100 * float(b)}
        for year, a, b in zip(told.years, low, high, strict=True)
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "area", "color": BLUE, "opacity": opacity, "line": False},
        "encoding": {"x": _year(told), "y": axis | {"field": "low"}, "y2": {"field": "high"}},
    }


def _line(told: Told, line: Line, axis: Spec, step: bool = False, times: float = 100) -> Spec:
    _name, series, colour, dash = line
    values = [
        {"year": year, "value": times * float(value)}
        for year, value in zip(told.years, series, strict=True)
        if np.isfinite(value)
    ]
    mark: Spec = {"type": "line", "color": colour, "strokeWidth": 2.2, "strokeDash": dash}
    if step:
        mark["interpolate"] = "step-after"
    return {"data": {"values": values}, "mark": mark, "encoding": {"x": _year(told), "y": axis}}


def _year(told: Told) -> Spec:
    every = 5 if len(told.years) <= 30 else 15
    shown = [year for year in told.years if (year - told.years[0]) % every == 0]
    return {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [told.years[0], max(told.years[-1], told.years[0] + 1)], "nice": False},
        "axis": {"format": "d", "values": shown, "grid": False},
    }


def _share(title: str, top: float) -> Spec:
    axis: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, top], "nice": False},
        "axis": {"tickCount": 6},
    }
    return axis | {"title": title} if title else axis


def _names(marks: Sequence[tuple[float, str, str]], top: float, low: float = 0.0) -> list[Spec]:
    """The names of lines and areas beside the last year, moved apart where they would touch."""
    ordered = sorted(marks)
    apart = (top - low) * LABEL_STEP
    heights = [low + height for height in spread([height - low for height, _n, _c in ordered], apart)]
    over = max(0.0, heights[-1] - top) if heights else 0.0
    values = [
        {"y": height - over, "name": name, "colour": colour}
        for height, (_height, name, colour) in zip(heights, ordered, strict=True)
    ]
    place = {
        "y": {"field": "y", "type": "quantitative", "scale": {"domain": [low, top]}},
        "x": {"value": "width"},
    }
    square = {
        "mark": {"type": "point", "shape": "square", "filled": True, "size": 80, "xOffset": 10, "opacity": 1},
        "encoding": place | {"color": {"field": "colour", "type": "nominal", "scale": None}},
    }
    text = {
        "mark": {"type": "text", "align": "left", "dx": 18, "fontSize": 12, "fill": INK},
        "encoding": place | {"text": {"field": "name"}},
    }
    return [{"data": {"values": values}, "layer": [square, text]}] if values else []


def _framed(layers: list[Spec], title: str, note: str, told: Told) -> Spec:
    chart = {"width": WIDTH - ROOM + 60, "height": HEIGHT, "layer": layers}
    return laid_out(chart, title, f"{note} {_where(told)}")


def _where(told: Told) -> str:
    """The scheme, the law, the country and where the data come from."""
    text = told._(N_("{scheme}, {country}; law: {law}. All years are projected."))
    return text.format(scheme=told.scheme, country=told.country, law=words.law(told.valued, told.lang))


def _percent(value: float, told: Told) -> str:
    return numbers.share(float(value), told.lang)

"""The cost of a scenario being built, year by year, as a drawing light enough to follow every change."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from socle.ground.words import N_
from socle.measure import tidy
from socle.model.results import ScenarioCost
from socle.report import labels, numbers
from socle.report.builder_words import columns, scenario
from socle.report.text import translator
from socle.run.builder import Built

WIDTH, HEIGHT = 600, 250
LEFT, RIGHT, TOP, BOTTOM = 46, 150, 14, 26
TICKS: Final = 4
APART: Final = 15  # between two labels
STYLE: Final[Mapping[int, str]] = {
    0: 'stroke="#222222" stroke-width="3"',
    1: 'stroke="#888888" stroke-width="1.5"',
    2: 'stroke="#888888" stroke-width="1.5" stroke-dasharray="2 4"',
}
INK: Final = ('fill="#222222" font-weight="600"', 'fill="#666666"', 'fill="#666666"')


def chart(built: Built, lang: str) -> str:
    """The cost of the scenario year by year, and that of its start and of the schemes in force as thin lines: SVG.

    Drawn here, since the renderer of other charts takes longer than the scenario.
    """
    _, floor = translator(lang), built.floor
    shown = columns(built)
    series = [_shares(built, one) for one in shown]
    top = _top(max((value for own in series for value in own if math.isfinite(value)), default=0.01))
    title = finding(built, lang)
    desc = _(N_("Lines by year: the scenario thick, its start thin, the schemes in force dotted."))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-labelledby="cost-title cost-desc" font-family="system-ui, sans-serif" font-size="13">',
        f'<title id="cost-title">{escape(title)}</title><desc id="cost-desc">{escape(desc)}</desc>',
        *_axes(floor.years, top, lang),
    ]
    parts += [
        f'<path fill="none" {STYLE[at]} d="{_path(series[at], top)}"/>' for at in reversed(range(len(series)))
    ]
    names = [labels.scenario_title(one, lang) for one in shown]
    parts += [
        f'<text x="{WIDTH - RIGHT + 8}" y="{y:.0f}" {INK[at]}>{escape(_cut(names[at]))}</text>'
        for at, y in _places([own[-1] for own in series], top)
    ]
    return "".join([*parts, "</svg>"])


def finding(built: Built, lang: str) -> str:
    """What the chart shows, as a sentence."""
    _, floor, own = translator(lang), built.floor, _shares(built, scenario(built))
    return _(N_("The cost of “{scenario}” goes from {first} of GDP in {from_} to {last} in {to}")).format(
        scenario=labels.scenario_title(scenario(built), lang),
        first=numbers.share(own[0], lang),
        last=numbers.share(own[-1], lang),
        from_=floor.years[0],
        to=floor.years[-1],
    )


def _shares(built: Built, one: ScenarioCost) -> list[float]:
    return [float(value) for value in tidy.total(built.floor, one).cost / built.floor.macro.gdp]


def _top(highest: float) -> float:
    """A round share above the highest, so that the steps of the axis are round."""
    step: float = 10 ** math.floor(math.log10(max(highest, 1e-6) / TICKS))
    nice: float = next(step * m for m in (1, 2, 2.5, 5, 10) if step * m * TICKS >= highest)
    return nice * TICKS


def _x(at: int, size: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * at / max(size - 1, 1)


def _y(value: float, top: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top


def _path(values: Sequence[float], top: float) -> str:
    """The line; where a year is not known it is broken."""
    pieces, pen = [], "M"
    for at, value in enumerate(values):
        if math.isfinite(value):
            pieces.append(f"{pen}{_x(at, len(values)):.0f} {_y(value, top):.1f}")
        pen = "L" if math.isfinite(value) else "M"
    return "".join(pieces)


def _axes(years: Sequence[int], top: float, lang: str) -> list[str]:
    """Lines at round shares of product, and the years."""
    end, parts = WIDTH - RIGHT, []
    for tick in range(TICKS + 1):
        value = top * tick / TICKS
        y = _y(value, top)
        label = numbers.number(100 * value, lang, 0 if 100 * top / TICKS >= 1 else 2 if top < 0.01 else 1)
        parts.append(f'<path stroke="#dddddd" d="M{LEFT} {y:.1f}H{end}"/>')
        unit = "\u00a0%" if tick == TICKS else ""
        parts.append(
            f'<text x="{LEFT - 6}" y="{y + 4:.0f}" text-anchor="end" fill="#444444">{label}{unit}</text>'
        )
    for at, year in enumerate(years):
        if at == 0 or year % 10 == 0:
            x = _x(at, len(years))
            parts.append(
                f'<text x="{x:.0f}" y="{HEIGHT - 8}" text-anchor="middle" fill="#444444">{year}</text>'
            )
    return parts


def _places(ends: Sequence[float], top: float) -> list[tuple[int, float]]:
    """Where the names of the lines stand: at their ends, and not upon each other."""
    wanted = sorted(
        (_y(value if math.isfinite(value) else 0.0, top) + 4, at) for at, value in enumerate(ends)
    )
    placed: list[tuple[int, float]] = []
    for y, at in wanted:
        placed.append((at, max(y, placed[-1][1] + APART) if placed else y))
    over = max(0.0, placed[-1][1] - (HEIGHT - BOTTOM)) if placed else 0.0
    return [(at, y - over) for at, y in placed]


def _cut(name: str) -> str:
    """A name that fits beside the chart."""
    return name if len(name) <= 22 else name[:21].rstrip() + "…"

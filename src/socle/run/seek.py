"""The value of one parameter at which a law reaches a poverty target or a budget, on the people of a survey."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from socle.ground import units
from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.model.scenario import Scenario
from socle.project.roots import root
from socle.run.people import People
from socle.run.setting import Setting
from socle.run.sweep import GDP_SHARE, SHOWN, SPENDING, Bench, Dial, Found, Subject, bench, found

LOOKS: Final = 16  # equal steps at which a range is looked through
DIGITS: Final = 6  # of a value at which a measure jumps
CLOSE: Final = 1e-9  # of the target
SMALL: Final = 1e-3  # of a value: the step of a slope
DOUBLINGS: Final = 7  # of a value without a natural bound
RANGES: Final = {"share": (0.0, 1.0), "years": (0.0, 100.0), "months": (0.0, 12.0)}


@dataclass(frozen=True)
class Target:
    """A measure and the value that it should have; money is in national currency."""

    measure: str
    value: float

    @property
    def close(self) -> float:
        """How near is as good as equal."""
        return CLOSE * max(abs(self.value), CLOSE)


@dataclass(frozen=True)
class Range:
    """Between which values of its file a parameter is looked for."""

    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Sought:
    """What was found: a value in the unit of its file, and what the law then does.

    `exact` says that the measure is the target. Otherwise it jumps over it: the value, to `step`, is the one next
    to the jump at which the measure is at most the target, the `smallest` or the largest such value.
    """

    subject: Subject
    dial: Dial
    target: Target
    within: Range
    value: float
    se: float  # standard error of the value, where it is exact: another sample would ask for another one
    exact: bool
    step: float
    smallest: bool
    standing: tuple[Found, ...]
    reached: tuple[Found, ...]


def target_of(said: str) -> Target:
    """What is to be reached: `fgt0=0.2`, `gini=35%`, `spending=1.5% of GDP`, `spending=2_500_000_000`."""
    name, equals, text = (part.strip() for part in said.partition("="))
    if not equals or not text:
        raise Refusal(
            "`{said}` is not a target: write a measure and its value, as in {one} or {other}.",
            said=said[:60],
            one="fgt0=15%",
            other="spending=1.5% of GDP",
        )
    if product := re.fullmatch(r"(.+?)\s*(?:(?:of|du|del)\s+)?(?:GDP|PIB)", text, re.IGNORECASE):
        if name != SPENDING:
            raise Refusal("Only `{spending}` is a share of GDP, not `{name}`.", spending=SPENDING, name=name)
        return Target(GDP_SHARE, units.number(product[1].strip(), units.RATIO))
    money = name.rpartition(":")[2] == SPENDING
    return Target(name, units.number(text, units.KINDS["money"] if money else units.SHARE))


def range_of(said: str) -> Range | None:
    """Bounds as a person writes them: `0,500`; nothing if nothing is said."""
    if not said:
        return None
    parts = [part.strip() for part in said.split(",")]
    if len(parts) != 2:
        raise Refusal(
            "`{said}` is not a range: write two values, as in {example}.", said=said, example="0,500"
        )
    low, high = (
        units.number(part, units.KINDS["share"] if part.endswith("%") else units.RATIO) for part in parts
    )
    if not low < high:
        raise Refusal(
            "The first bound, {low}, must be below the second, {high}.", low=f"{low:g}", high=f"{high:g}"
        )
    return Range(low, high)


@dataclass(frozen=True)
class Question:
    """Which parameter is turned to reach what, and between which values."""

    path: str
    target: Target
    within: Range | None = None


def seek(
    setting: Setting, people: People, scenario: str | Scenario, asked: Question, seed: int = 0
) -> Sought:
    """The value of a parameter that reaches a target; a refusal with the range reached if none does.

    A range is looked through in equal steps for the first crossing, then narrowed. Where the measure jumps, as
    a head count does, the value is the one next to the jump at which the measure is at most the target.
    """
    ready = bench(setting, people, scenario, (asked.path,), seed)
    dial, target = ready.dials[0], asked.target
    ready.standing.measure(target.measure)  # an unknown measure is refused before anything is looked for

    def above(value: float) -> float:
        here = ready.at([value * dial.scale]).measure(target.measure)
        return here.value - target.value

    within = asked.within or _usual_range(dial, ready.subject.line, above)
    low, high = _crossing(above, _grid(dial, within), asked, ready)
    smallest = above(high) <= target.close
    value, exact, step = _narrowed(above, (low, high), target, dial)
    after, shown = (
        ready.at([value * dial.scale]),
        (*SHOWN, *((target.measure,) if target.measure not in SHOWN else ())),
    )
    standing, reached = (
        tuple(found(name, one, ready.standing) for name in shown) for one in (ready.standing, after)
    )
    se = (
        after.error(after.measure(target.measure)) / abs(_slope(above, value))
        if exact and not step
        else math.nan
    )
    return Sought(ready.subject, dial, target, within, value, se, exact, step, smallest, standing, reached)


Above = Callable[[float], float]
"""How far the measure is above the target where the parameter has a value of its file."""


def _usual_range(dial: Dial, line: float, above: Above) -> Range:
    """The bounds of the kind of the parameter; without them from 0 as far as doubling must go to cross the target."""
    word = dial.parameter.kind.word
    if word in RANGES:
        return Range(*RANGES[word])
    start = dial.standing if dial.standing > 0 else line / dial.scale if dial.parameter.kind.money else 1.0
    first = above(0.0) <= 0
    for doubling in range(1, DOUBLINGS + 1):
        if (above(start * 2**doubling) <= 0) != first:
            break
    return Range(0.0, start * 2**doubling)


def _grid(dial: Dial, within: Range) -> Array:
    """The values looked at first: every whole year, or equal steps."""
    for bound in (within.low, within.high):
        dial.canonical(f"{bound:.15g}")  # refuses what its kind cannot be
    if dial.parameter.kind.word == "years":
        years = np.arange(math.ceil(within.low), math.floor(within.high) + 1.0)
        if years.size < 2:
            raise Refusal(
                "Ages are looked for in whole years: from {low} to {high} there are not two.",
                low=f"{within.low:g}",
                high=f"{within.high:g}",
            )
        return years
    return np.linspace(within.low, within.high, LOOKS + 1)


def _crossing(above: Above, grid: Array, asked: Question, ready: Bench) -> tuple[float, float]:
    """The first two neighbours between which the target lies."""
    values = [above(float(value)) for value in grid]
    below = [value <= asked.target.close for value in values]
    for at in range(1, len(grid)):
        if below[at] != below[at - 1]:
            return float(grid[at - 1]), float(grid[at])
    target, ends = asked.target, (min(values), max(values))
    raise Refusal(
        "`{path}` from {low} to {high} ({unit}) brings `{measure}` from {least} to {most}: {target} is out of reach.",
        path=asked.path,
        low=f"{grid[0]:g}",
        high=f"{grid[-1]:g}",
        unit=ready.dials[0].unit,
        measure=target.measure,
        least=_spoken(target, target.value + ends[0]),
        most=_spoken(target, target.value + ends[1]),
        target=_spoken(target, target.value),
    )


def _slope(above: Above, value: float) -> float:
    """How fast the measure moves with the value; not a number where it does not."""
    near = SMALL * max(abs(value), SMALL)
    slope = (above(value + near) - above(max(value - near, 0.0))) / (value + near - max(value - near, 0.0))
    return slope if slope else math.nan


def _spoken(target: Target, value: float) -> str:
    return f"{value:,.0f}" if target.measure.endswith(SPENDING) else f"{100 * value:.2f} %"


def _narrowed(
    above: Above, between: tuple[float, float], target: Target, dial: Dial
) -> tuple[float, bool, float]:
    """The value between two neighbours, whether it reaches the target exactly, and to what it was looked for."""
    low, high = between
    years = dial.parameter.kind.word == "years"
    if not years and target.measure != "fgt0":
        ends = np.array([low]), np.array([high])
        value = float(root(lambda at: np.array([above(float(at[0]))]), *ends, target.close)[0])
        if abs(above(value)) <= target.close:
            return value, True, 0.0
    step = 1.0 if years else 10.0 ** (math.floor(math.log10(max(abs(low), abs(high)))) - DIGITS + 1)
    first = above(low) <= target.close
    left, right = round(low / step), round(high / step)
    while right - left > 1:
        middle = (left + right) // 2
        if (above(middle * step) <= target.close) == first:
            left = middle
        else:
            right = middle
    value = (left if first else right) * step
    return value, abs(above(value)) <= target.close, step

"""The least turn of one lever by which a test is met: found by asking the engine, never by a formula of its own."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from socle.ground.expression import SLACK
from socle.ground.units import MONTHS_PER_YEAR
from socle.ground.words import N_
from socle.model.practice import Practice
from socle.model.reform import Impossible
from socle.model.standard import Instrument, Part, Requirement
from socle.model.verdict import FAIL, PASS, UNKNOWN, PartVerdict, Verdict
from socle.run.reform_levers import LIMITS, Lever, turned
from socle.standards.compliance import judge
from socle.standards.level import LOWER_WAGE

CLOSE: Final = 1e-8  # of the larger of two ends: nothing lies between them
BESIDE: Final = 0.9  # of that, on the other side of what is nearly the least
NEAR: Final = 1e-6  # of a figure tested to what is required, where both sides are worth asking
MONTH: Final = 1 / MONTHS_PER_YEAR
ROUNDS: Final = 200
DIGITS: Final = 9  # of an exact minimum
DOUBLINGS: Final = 80  # of a value without an end
FURTHER: Final = 3  # steps that a rounded figure is taken on if rounding has lost it
STATED: Final = N_("At {end} the test is still not met: {value} against {required}.")
TOO_HIGH: Final = N_(
    "No law pays more than 100 %, and at 100 % the test stands at {value} against {required}."
)
NO_CEILING: Final = N_(
    "This limit is not in the way: even without it the test stands at {value} against {required}."
)
LIFTED: Final = N_("Even without this limit the test stands at {value} against {required}.")
ENDLESS: Final = N_("However high it is, the test stands at {value} against {required}.")
IN_THE_WAY: Final = N_("With it the answer would be unknown: other inputs are not known.")
NOT_ENOUGH: Final = N_("Alone it is not enough.")
SHORT: Final = ("", LOWER_WAGE)  # reasons of the engine that are about the figure tested

Changed = Mapping[str, tuple[Lever, float]]
"""Levers by their paths, each with a value."""


@dataclass(frozen=True, eq=False)
class Bench:
    """An instrument and a practice, ready to be asked under any values of levers."""

    instrument: Instrument
    practice: Practice
    exceptions: bool = False
    _kept: dict[tuple[tuple[Lever, float], ...], Practice] = field(default_factory=dict)

    def at(self, changed: Changed) -> Practice:
        """The practice under the levers, one after another: each takes what those before it have made."""
        key = tuple(changed.values())  # a lever is itself, whatever its path
        if key not in self._kept:  # a formula of the law finds its bends once
            practice = self.practice
            for lever, value in changed.values():
                practice = turned(practice, lever, value)
            self._kept[key] = practice
        return self._kept[key]

    def verdict(self, part: Part, requirement: Requirement, practice: Practice) -> Verdict:
        """One test alone."""
        return self.part(replace(part, requirements=(requirement,)), practice).verdicts[0]

    def part(self, part: Part, practice: Practice) -> PartVerdict:
        """All tests of a Part, in the order of its requirements."""
        common = part.name in {one.name for one in self.instrument.common}
        own, shared = ((), (part,)) if common else ((part,), ())
        only = replace(self.instrument, parts=own, common=shared, acceptance=None)
        found = judge(only, practice, self.exceptions)
        return (*found.parts, *found.common)[0]


@dataclass(frozen=True)
class Least:
    """The least value that is enough, the figure that is proposed, and what the engine says of it."""

    minimum: float
    proposed: float
    verdict: Verdict


Asked = Callable[[float], Verdict]
"""What the engine says of a test where a lever has a value."""


def least(lever: Lever, ask: Asked) -> Least | Impossible:
    """The value nearest to where a lever stands at which a test is met, and a legal figure from there on.

    Between where it stands, which fails, and the end, which passes, the range is narrowed until nothing lies between.
    """
    far, end = ask(lever.furthest), lever.end
    if far.status != PASS and lever.unit == "years" and lever.now > MONTH > end == 0:
        shortest = ask(
            MONTH
        )  # a law that asks for no service at all may be one of residence, tested otherwise
        far, end = (shortest, MONTH) if shortest.status == PASS else (far, end)
    if far.status != PASS:
        return never(lever, far, None if lever.switch else ask(lever.now))
    if lever.switch:
        return Least(end, end, far)
    high = end if math.isfinite(end) else _reached(lever, ask)
    if not math.isfinite(high):
        return Least(high, high, far)
    find = _counted if lever.whole else _narrowed
    start = lever.now if math.isfinite(lever.now) else _begun(high, ask)
    return _proposed(lever, ask, _neat(find(ask, start, high), ask))


def least_two(one: Lever, other: Lever, ask: Callable[[float, float], Verdict]) -> tuple[Least, Least] | None:
    """The least of two levers where neither alone is enough: of the one with the other at its end, then of the other.

    Neither can then be turned back without the test failing, up to the rounding of figures.
    """
    first = least(one, lambda value: ask(value, other.furthest))
    if isinstance(first, Impossible):
        return None
    second = least(other, lambda value: ask(first.proposed, value))
    if isinstance(second, Impossible):
        return None
    again = least(one, lambda value: ask(value, second.proposed))
    return (again, second) if isinstance(again, Least) else None


def _reached(lever: Lever, ask: Asked) -> float:
    """A finite value that is enough, by doubling; infinite where only the absence of a limit is."""
    start = max(abs(lever.now), lever.scale)
    for doubling in range(1, DOUBLINGS + 1):
        value = lever.now + start * (2.0**doubling - 1)
        if ask(value).status == PASS:
            return value
    return math.inf


def _begun(enough: float, ask: Asked) -> float:
    """A finite value that is not enough, by doubling away from one that is; where there is none, the last one."""
    far = enough
    for doubling in range(DOUBLINGS):
        far = enough + 2.0**doubling
        if ask(far).status != PASS:
            break
    return far


def _counted(ask: Asked, low: float, high: float) -> float:
    """The least whole number that is enough, between one that is not and one that is."""
    up = high > low
    low, high = (math.floor(low), math.ceil(high)) if up else (math.ceil(low), math.floor(high))
    while abs(high - low) > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if ask(middle).status == PASS else (middle, high)
    return float(high)


def _narrowed(ask: Asked, low: float, high: float) -> float:
    """The least value that is enough, between one that is not and one that is.

    Where the figure tested moves in a straight line, the line is followed, and where its end is near both sides of
    it are asked; every third time the range is halved, so that it ends even where the figure jumps.
    """
    sides = {low: _margin(ask(low)), high: _margin(ask(high))}
    for round_ in range(ROUNDS):
        if _close(low, high):
            break
        middle = (low + high) / 2
        point = middle if round_ % 3 == 2 else _crossing(low, high, sides[low], sides[high], middle)
        low, high = _asked(ask, point, (low, high), sides)
        if abs(sides.get(point, math.nan)) <= NEAR:
            aside = math.copysign(BESIDE * CLOSE * max(abs(low), abs(high)), high - low)
            low, high = _asked(ask, point - aside if point == high else point + aside, (low, high), sides)
    return high


def _close(low: float, high: float) -> bool:
    return abs(high - low) <= CLOSE * max(abs(low), abs(high))


def _asked(
    ask: Asked, value: float, between: tuple[float, float], sides: dict[float, float]
) -> tuple[float, float]:
    """The range with a value in it asked: what fails, and what passes."""
    low, high = between
    if not min(low, high) < value < max(low, high):
        return between
    verdict = ask(value)
    sides[value] = _margin(verdict)
    return (low, value) if verdict.status == PASS else (value, high)


def _crossing(low: float, high: float, below: float, above: float, middle: float) -> float:
    """Where a straight line between two ends meets what is required; the middle where there is none."""
    if not (math.isfinite(below) and math.isfinite(above)) or not below < 0 <= above + SLACK:
        return middle
    return low + (high - low) * -below / (above - below)


def _margin(verdict: Verdict) -> float:
    """How far the figure tested lies beyond what is required; not a number where there is none."""
    value = verdict.figures.get("lowest_ratio", verdict.value)
    if value is None or verdict.required is None:
        return math.nan
    far = value - verdict.required
    return far if verdict.relation == ">=" else -far


def _neat(high: float, ask: Asked) -> float:
    """The same value without the dust of arithmetic: by the fewest digits that are as near, if that is enough."""
    for digits in range(1, DIGITS + 1):
        neat = float(f"{high:.{digits}g}")
        if abs(neat - high) <= 2 * CLOSE * abs(high):
            return neat if neat != high and ask(neat).status == PASS else high
    return high


def _proposed(lever: Lever, ask: Asked, minimum: float) -> Least:
    """The legal figure from a minimum on; asked again, since a figure that fails would be no proposal."""
    value = lever.rounded(minimum)
    for _ in range(FURTHER):
        verdict = ask(value)
        if verdict.status == PASS:
            return Least(minimum, value, verdict)
        sign = 1.0 if lever.end > lever.now else -1.0
        value = lever.rounded(value + sign * lever.step(value))
    return Least(minimum, minimum, ask(minimum))


def never(lever: Lever, far: Verdict, here: Verdict | None = None) -> Impossible:
    """Why a lever alone is never enough: what the engine says where it has gone as far as it can.

    `here` is what it says where the lever stands: a limit that changes nothing is not in the way.
    """
    if far.status == UNKNOWN:
        missing = tuple(dict.fromkeys(key for one in far.leaves() for key in one.missing))
        return Impossible(lever.path, lever.name, IN_THE_WAY, {}, missing)
    nearest = nearest_of(far)
    because = nearest.reason if nearest else far.reason
    if nearest is None or nearest.value is None or nearest.required is None or because not in SHORT:
        return Impossible(lever.path, lever.name, NOT_ENOUGH, because=because)
    figures = {
        "end": (lever.end / lever.scale, lever.unit),
        "value": (nearest.figures.get("lowest_ratio", nearest.value), nearest.unit),
        "required": (nearest.required, nearest.unit),
    }
    if not math.isfinite(lever.end):
        limit = lever.path.endswith(LIMITS)
        moved = limit and here is not None and not math.isclose(_margin(here), _margin(far), rel_tol=CLOSE)
        reason = ENDLESS if not limit else LIFTED if moved else NO_CEILING
        return Impossible(lever.path, lever.name, reason, figures=figures)
    whole = lever.unit == "share" and lever.end == 1.0
    return Impossible(lever.path, lever.name, TOO_HIGH if whole else STATED, figures=figures)


def nearest_of(verdict: Verdict) -> Verdict | None:
    """Of the ways of a test that fail, the one that is nearest to what is required."""
    found = [one for one in verdict.leaves() if one.status == FAIL and one.value is not None and one.required]
    return max(found, key=_near, default=None)


def _near(one: Verdict) -> float:
    value, required = one.value or 0.0, one.required or 0.0
    return value / required if one.relation == ">=" else required / value if value else math.inf

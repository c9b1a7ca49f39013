"""Scores of a statistical system, the cells of data it has, and a plan to improve it.

Score = weighted mean of the levels x 25, over the questions that are answered. What is missing is never
averaged away: a score stands with the share of the weight that is answered, and with the bounds between which
it would lie once the rest is answered, from 0 everywhere to 4 everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

TOP = 4
POINTS = 25.0  # of the score for one level
Key = TypeVar("Key", int, str)


@dataclass(frozen=True)
class Item:
    """A question and its answer; no level where it is not known."""

    domain: str
    code: str
    level: int | None
    weight: float = 1.0


@dataclass(frozen=True)
class Score:
    """A score from 0 to 100; none where nothing is answered."""

    value: float | None
    low: float  # if every missing level were 0
    high: float  # if every missing level were 4
    answered: float  # share of the weight
    questions: int
    missing: tuple[tuple[str, str], ...]  # (domain, question)


def score(items: Iterable[Item]) -> Score:
    """The score of questions, those of weight 0 left out.

    With weights w and levels l: value = 25 sum(w l) / sum(w) over those answered; low and high have the weight
    of all below, and 0 or 4 for each missing level above.
    """
    asked = [item for item in items if item.weight > 0]
    whole = math.fsum(item.weight for item in asked)
    known = [(item.weight, item.level) for item in asked if item.level is not None]
    held = math.fsum(weight for weight, _level in known)
    reached = math.fsum(weight * level for weight, level in known)
    missing = tuple((item.domain, item.code) for item in asked if item.level is None)
    if not whole:
        return Score(None, 0.0, POINTS * TOP, 0.0, 0, missing)
    return Score(
        POINTS * reached / held if known else None,
        POINTS * reached / whole,
        POINTS * (reached + TOP * (whole - held)) / whole if missing else POINTS * reached / whole,
        held / whole if missing else 1.0,
        len(asked),
        missing,
    )


@dataclass(frozen=True, order=True)
class Cell:
    """A figure that is required: of an indicator, for a part of the people, in a year."""

    indicator: str
    part: str
    year: int


@dataclass(frozen=True)
class Availability:
    """How much of what is required is there."""

    available: int
    required: int
    latest: Mapping[str, int]  # indicator -> last year that is there, of any that was observed
    lag: Mapping[str, int | None]  # indicator -> reference year less that year; none if it has no year
    sources: Mapping[str, int]  # source -> required cells that it fills
    lacking: tuple[Cell, ...]

    @property
    def rate(self) -> float | None:
        """Cells available / cells required."""
        return self.available / self.required if self.required else None


def availability(
    required: Collection[Cell], observed: Mapping[Cell, Collection[str]], reference: int
) -> Availability:
    """What is there of what is required; `observed` has the sources of each cell that holds a value.

    What nobody required does not count as available. Freshness is the lag of the last year with a value,
    required or not, behind the year of reference.
    """
    there = [cell for cell in set(required) if observed.get(cell)]
    latest: dict[str, int] = {}
    for cell, sources in observed.items():
        if sources and cell.year <= reference:
            latest[cell.indicator] = max(cell.year, latest.get(cell.indicator, cell.year))
    filled: dict[str, int] = {}
    for cell in there:
        for source in set(observed[cell]):
            filled[source] = filled.get(source, 0) + 1
    indicators = sorted({cell.indicator for cell in required})
    return Availability(
        len(there),
        len(set(required)),
        {name: latest[name] for name in indicators if name in latest},
        {name: reference - latest[name] if name in latest else None for name in indicators},
        dict(sorted(filled.items(), key=lambda one: (-one[1], one[0]))),
        tuple(sorted(set(required) - set(there))),
    )


@dataclass(frozen=True)
class Action:
    """What raises a question from a level to another."""

    domain: str
    code: str
    what: str
    owner: str
    by: date
    cost: float | None
    begins: int
    ends: int


@dataclass(frozen=True)
class Step:
    """An action in its place of the plan."""

    action: Action
    gain: float  # points of the score of the whole system
    per_cost: (
        float | None
    )  # gain for one unit of money; none where the cost is not known, infinite where it is 0
    total: float  # gain of the plan up to and with this one


@dataclass(frozen=True)
class Plan:
    """A plan: the steps, what they cost by year and by owner, and what is left without an action."""

    steps: tuple[Step, ...]
    by_year: Mapping[int, float]
    by_owner: Mapping[str, float]
    cost: float
    not_costed: int  # actions whose cost is not known, in none of the sums
    gaps: tuple[
        tuple[str, str, int], ...
    ]  # (domain, question, level) below the target that no action raises to it


def plan(items: Sequence[Item], actions: Sequence[Action], target: int) -> Plan:
    """Actions by what they gain for their cost, an action after the one on which it builds.

    gain = 25 w (to - from) / sum(w), w the weight of the question and the sum over all questions, answered or
    not: so the gains of closing every gap from 0 add up to 100.
    """
    weights = {(item.domain, item.code): item.weight for item in items}
    whole = math.fsum(weights.values())
    chains: dict[tuple[str, str], list[Action]] = {}
    for one in sorted(actions, key=lambda action: action.begins):
        chains.setdefault((one.domain, one.code), []).append(one)
    steps: list[Step] = []
    total = 0.0
    while heads := [chain[0] for chain in chains.values() if chain]:
        gains = [_gain(one, weights, whole) for one in heads]
        at = min(range(len(heads)), key=lambda place: _rank(heads[place], gains[place]))
        one, gain = heads[at], gains[at]
        chains[one.domain, one.code].pop(0)
        total += gain
        steps.append(Step(one, gain, _per_cost(one, gain), total))
    known = [(one, one.cost) for one in actions if one.cost is not None]
    return Plan(
        tuple(steps),
        _sums((one.by.year, cost) for one, cost in known),
        _sums((one.owner, cost) for one, cost in known),
        math.fsum(cost for _one, cost in known),
        len(actions) - len(known),
        _gaps(items, actions, target),
    )


def _gain(one: Action, weights: Mapping[tuple[str, str], float], whole: float) -> float:
    return POINTS * weights[one.domain, one.code] * (one.ends - one.begins) / whole if whole else 0.0


def _per_cost(one: Action, gain: float) -> float | None:
    if one.cost is None:
        return None
    return gain / one.cost if one.cost else math.inf


def _rank(one: Action, gain: float) -> tuple[float, float, date, str, str]:
    """The best first; those of unknown cost last, by their gain."""
    per_cost = _per_cost(one, gain)
    return (math.inf if per_cost is None else -per_cost, -gain, one.by, one.domain, one.code)


def _sums(pairs: Iterable[tuple[Key, float]]) -> dict[Key, float]:
    sums: dict[Key, float] = {}
    for key, value in pairs:
        sums[key] = sums.get(key, 0.0) + value
    return dict(sorted(sums.items()))


def _gaps(items: Sequence[Item], actions: Sequence[Action], target: int) -> tuple[tuple[str, str, int], ...]:
    found = []
    for item in items:
        if item.level is None or item.level >= target or not item.weight:
            continue
        level = item.level
        own = [one for one in actions if (one.domain, one.code) == (item.domain, item.code)]
        for one in sorted(own, key=lambda action: action.begins):
            level = one.ends if one.begins <= level else level  # one that begins higher builds on nothing
        if level < target:
            found.append((item.domain, item.code, item.level))
    return tuple(found)

"""The changes that together meet every test of a Part: combinations, the lightest first, each asked as a whole."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import isfinite, prod
from typing import Final

from socle.model.practice import Practice
from socle.model.reform import BY_COST, BY_SIZE, Change
from socle.model.standard import Part
from socle.model.verdict import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, PartVerdict
from socle.run.reform_levers import Lever
from socle.run.reform_search import Bench, Changed, Least

MOST: Final = 4096  # combinations that are weighed
ASKED: Final = 400  # of these, asked of the engine
RANK: Final = {FAIL: 0, UNKNOWN: 1, NOT_APPLICABLE: 2, PASS: 2}


@dataclass(frozen=True, eq=False)
class Way:
    """A lever by which one test is met, and what its change weighs."""

    lever: Lever
    found: Least
    change: Change
    cost: float  # money in the first year; not a number where it is not known


@dataclass(frozen=True, eq=False)
class Joint:
    """Changes that together meet all tests."""

    ways: tuple[Way, ...]
    needless: tuple[Way, ...]
    chosen: str
    verdict: PartVerdict


def worse(before: PartVerdict, after: PartVerdict) -> tuple[str, ...]:
    """The tests of a Part that a change has made worse."""
    pairs = zip(before.verdicts, after.verdicts, strict=True)
    return tuple(old.test for old, new in pairs if RANK[new.status] < RANK[old.status])


def met(before: PartVerdict, after: PartVerdict) -> bool:
    """Whether every test that failed is now met, and none is worse."""
    pairs = zip(before.verdicts, after.verdicts, strict=True)
    return not worse(before, after) and all(new.status == PASS for old, new in pairs if old.status == FAIL)


def together(bench: Bench, part: Part, before: PartVerdict, tests: Sequence[Sequence[Way]]) -> Joint | None:
    """The lightest combination of one change for each failing test that the engine accepts as a whole.

    Changes of one parameter are one change, at the value further from where it stands. By cost where that of every
    change is known, else by the size of the changes in proportion. What the others make needless is left out.
    """
    if not tests or not all(tests):
        return None
    by_cost = all(isfinite(way.cost) for ways in tests for way in ways)
    for ways in _lightest(tests, by_cost):
        if not met(before, bench.part(part, _under(bench, ways))):
            continue
        kept, needless = _pruned(bench, part, before, ways, by_cost)
        verdict = bench.part(part, _under(bench, kept))
        return Joint(kept, needless, BY_COST if by_cost else BY_SIZE, verdict)
    return None


def _under(bench: Bench, ways: Sequence[Way]) -> Practice:
    changed: Changed = {way.lever.path: (way.lever, way.found.proposed) for way in ways}
    return bench.at(changed)


def _weight(way: Way, by_cost: bool) -> float:
    return max(way.cost, 0.0) if by_cost else way.change.size


def _lightest(tests: Sequence[Sequence[Way]], by_cost: bool) -> Iterator[tuple[Way, ...]]:
    """Combinations, the lightest first; of tests with many options only the lightest are combined."""
    kept = [sorted(ways, key=lambda way: _weight(way, by_cost)) for ways in tests]
    while prod(map(len, kept)) > MOST:
        longest = max(range(len(kept)), key=lambda at: len(kept[at]))
        kept[longest] = kept[longest][:-1]
    weighed: dict[tuple[tuple[str, float], ...], tuple[Way, ...]] = {}
    for chosen in product(*kept):
        merged = _merged(chosen)
        if merged is not None:
            weighed[tuple(sorted((way.lever.path, way.found.proposed) for way in merged))] = merged
    order = ((sum(_weight(w, by_cost) for w in ways), len(ways), key) for key, ways in weighed.items())
    for *_rest, key in heapq.nsmallest(ASKED, order):
        yield weighed[key]


def _merged(chosen: Sequence[Way]) -> tuple[Way, ...] | None:
    """One change for each parameter; nothing where two rely on different benefits for one contingency."""
    by_path: dict[str, Way] = {}
    relies: dict[str, str] = {}
    for way in chosen:
        if way.lever.relies:
            contingency, benefit = way.lever.relies
            if relies.setdefault(contingency, benefit) != benefit:
                return None
        held = by_path.get(way.lever.path)
        if held is None or _further(way, held):
            by_path[way.lever.path] = way
    return tuple(by_path.values())


def _further(one: Way, other: Way) -> bool:
    now = one.lever.now
    return abs(one.found.proposed - now) > abs(other.found.proposed - now)


def _pruned(
    bench: Bench, part: Part, before: PartVerdict, ways: tuple[Way, ...], by_cost: bool
) -> tuple[tuple[Way, ...], tuple[Way, ...]]:
    """The changes that are needed, and those that the others make needless, heaviest first."""
    kept, needless = list(ways), []
    for way in sorted(ways, key=lambda one: -_weight(one, by_cost)):
        without = [one for one in kept if one is not way]
        if without and met(before, bench.part(part, _under(bench, without))):
            kept = without
            needless.append(way)
    return tuple(kept), tuple(needless)

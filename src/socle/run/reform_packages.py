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
from socle.run.reform_search import Bench, Changed

MOST: Final = 4096  # combinations that are weighed
ASKED: Final = 400  # of these, asked of the engine
RANK: Final = {FAIL: 0, UNKNOWN: 1, NOT_APPLICABLE: 2, PASS: 2}


@dataclass(frozen=True, eq=False)
class Turn:
    """A lever at the figure that is proposed, and what its change weighs."""

    lever: Lever
    change: Change
    cost: float  # a share of product over the years; not a number where it is not known


Way = tuple[Turn, ...]
"""The turns by which one test is met: one, or two where one is not enough."""


@dataclass(frozen=True, eq=False)
class Joint:
    """Changes that together meet all tests."""

    turns: Way
    needless: Way
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
    by_cost = all(isfinite(turn.cost) for ways in tests for way in ways for turn in way)
    for turns in _lightest(tests, by_cost):
        if not met(before, bench.part(part, _under(bench, turns))):
            continue
        kept, needless = _pruned(bench, part, before, turns, by_cost)
        verdict = bench.part(part, _under(bench, kept))
        return Joint(kept, needless, BY_COST if by_cost else BY_SIZE, verdict)
    return None


def _under(bench: Bench, turns: Sequence[Turn]) -> Practice:
    changed: Changed = {turn.lever.path: (turn.lever, turn.change.after) for turn in turns}
    return bench.at(changed)


def _weight(turns: Sequence[Turn], by_cost: bool) -> float:
    return sum(max(turn.cost, 0.0) if by_cost else turn.change.size for turn in turns)


def _lightest(tests: Sequence[Sequence[Way]], by_cost: bool) -> Iterator[Way]:
    """Combinations, the lightest first; of tests with many options only the lightest are combined."""
    kept = [sorted(ways, key=lambda way: _weight(way, by_cost)) for ways in tests]
    while prod(map(len, kept)) > MOST:
        longest = max(range(len(kept)), key=lambda at: len(kept[at]))
        kept[longest] = kept[longest][:-1]
    weighed: dict[tuple[tuple[str, float], ...], Way] = {}
    for chosen in product(*kept):
        merged = _merged([turn for way in chosen for turn in way])
        if merged is not None:
            weighed[tuple(sorted((turn.lever.path, turn.change.after) for turn in merged))] = merged
    order = ((_weight(turns, by_cost), len(turns), key) for key, turns in weighed.items())
    for *_rest, key in heapq.nsmallest(ASKED, order):
        yield weighed[key]


def _merged(chosen: Sequence[Turn]) -> Way | None:
    """One change for each parameter; nothing where two rely on different benefits for one contingency."""
    by_path: dict[str, Turn] = {}
    relies: dict[str, str] = {}
    for turn in chosen:
        if turn.lever.relies:
            contingency, benefit = turn.lever.relies
            if relies.setdefault(contingency, benefit) != benefit:
                return None
        held = by_path.get(turn.lever.path)
        if held is None or _further(turn, held):
            by_path[turn.lever.path] = turn
    return tuple(by_path.values())


def _further(one: Turn, other: Turn) -> bool:
    now = one.lever.now
    return abs(one.change.after - now) > abs(other.change.after - now)


def _pruned(bench: Bench, part: Part, before: PartVerdict, turns: Way, by_cost: bool) -> tuple[Way, Way]:
    """The changes that are needed, and those that the others make needless, heaviest first."""
    kept, needless = list(turns), []
    for turn in sorted(turns, key=lambda one: -_weight([one], by_cost)):
        without = [one for one in kept if one is not turn]
        if without and met(before, bench.part(part, _under(bench, without))):
            kept = without
            needless.append(turn)
    return tuple(kept), tuple(needless)

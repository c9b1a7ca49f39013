"""The changes that together meet every test of a Part: combinations, the lightest first, each asked as a whole."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import isfinite, prod
from typing import Final

from socle.model.practice import Practice
from socle.model.reform import BY_COST, BY_SIZE, Change
from socle.model.standard import Part
from socle.model.verdict import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, PartVerdict
from socle.run.reform_levers import Lever
from socle.run.reform_search import Bench, Changed, Least, least

MOST: Final = 4096  # combinations that are weighed
ASKED: Final = 400  # of these, asked of the engine
COSTED: Final = 8  # that comply, costed as a whole: changes of one law may cost more or less than one by one
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


def together(
    bench: Bench,
    part: Part,
    before: PartVerdict,
    tests: Sequence[Sequence[Way]],
    whole: Callable[[Way], float] | None = None,
) -> Joint | None:
    """The lightest combination of one change for each failing test that the engine accepts as a whole.

    Changes of one parameter are one change, at the value further from where it stands. By cost where that of every
    change is known, else by the size of the changes in proportion. What the others make needless is left out, and
    what they make smaller is made smaller. `whole` tells what turns cost together.
    """
    if not tests or not all(tests):
        return None
    by_cost = all(isfinite(turn.cost) for ways in tests for way in ways for turn in way)
    found: list[Joint] = []
    for turns in _lightest(tests, by_cost):
        if not met(before, bench.part(part, _under(bench, turns))):
            continue
        found.append(_finished(bench, part, before, turns, by_cost))
        if not by_cost or whole is None or len(tests) == 1 or len(found) == COSTED:
            break
    costs = [whole(one.turns) if whole and len(found) > 1 else 0.0 for one in found]
    return found[costs.index(min(costs))] if found else None


def _finished(bench: Bench, part: Part, before: PartVerdict, turns: Way, by_cost: bool) -> Joint:
    """A combination without what is needless, each change no larger than the others leave it to be."""
    kept, needless = _pruned(bench, part, before, turns, by_cost)
    for turn in sorted(kept, key=lambda one: -_weight([one], by_cost)) if len(kept) > 1 else ():
        kept = _smaller(bench, part, before, kept, turn)
    verdict = bench.part(part, _under(bench, kept))
    return Joint(kept, needless, BY_COST if by_cost else BY_SIZE, verdict)


def _smaller(bench: Bench, part: Part, before: PartVerdict, turns: Way, turn: Turn) -> Way:
    """The turns with one of them as small as the others let it be."""
    lever, after = turn.lever, turn.change.after
    back = after - (1.0 if lever.end > lever.now else -1.0) * turn.change.step
    if lever.switch or not isfinite(after) or not isfinite(back):
        return turns

    def at(value: float) -> Way:
        other = replace(turn, change=replace(turn.change, after=value))
        return tuple(other if one is turn else one for one in turns)

    if (back - lever.now) * (after - lever.now) <= 0 or not met(
        before, bench.part(part, _under(bench, at(back)))
    ):
        return turns
    here = bench.part(part, _under(bench, at(lever.now)))
    found: list[Least] = []
    for requirement, old, new in zip(part.requirements, before.verdicts, here.verdicts, strict=True):
        if old.status != FAIL or new.status == PASS:
            continue
        one = least(lever, lambda value, of=requirement: bench.verdict(part, of, _under(bench, at(value))))  # type: ignore[misc]
        if not isinstance(one, Least):
            return turns
        found.append(one)
    furthest = max(found, key=lambda one: abs(one.proposed - lever.now))
    change = lever.change(furthest.minimum, furthest.proposed, bench.practice)
    tried = tuple(replace(turn, change=change) if one is turn else one for one in turns)
    return tried if met(before, bench.part(part, _under(bench, tried))) else turns


def _under(bench: Bench, turns: Sequence[Turn]) -> Practice:
    changed: Changed = {turn.lever.path: (turn.lever, turn.change.after) for turn in turns}
    return bench.at(changed)


def _weight(turns: Sequence[Turn], by_cost: bool) -> float:
    return sum(turn.cost if by_cost else turn.change.size for turn in turns)


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

"""The plain comparisons of every instrument as compiled expressions of zen-engine, where it is installed.

Limits, rules and lists of care: what a table of decisions can say. Shares of persons, reference wages, ceilings and
allowances are left out, so that the peer does less than we do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from bench.households_job.cores import beside
from socle.model.practice import Practice
from socle.model.standard import Instrument, Part, Requirement, Way
from socle.model.verdict import FAIL, PASS, UNKNOWN, Assessment

PEER = "zen-engine"
PLAIN = ("limit", "condition", "package")
Asked = tuple[Any, tuple[str, ...]]  # a compiled expression and the keys that it reads
UNLIMITED = 1e9  # stands for a limit that the law does not set


def installed() -> bool:
    """Whether the peer is beside us or in the folder that SOCLE_PEERS names."""
    beside()
    return find_spec("zen") is not None


def compiled(instruments: Iterable[Instrument], practice: Practice) -> list[Asked]:
    """An expression for each plain comparison; the benefits relied on are those of one practice."""
    zen = import_module("zen")
    return [
        (zen.compile_expression(text), keys)
        for one in instruments
        for part, requirement in one.every()
        for text, keys in _asked(part, requirement, practice)
    ]


def _asked(part: Part, requirement: Requirement, practice: Practice) -> Iterator[tuple[str, tuple[str, ...]]]:
    if requirement.kind not in PLAIN:
        return
    names = practice.relied_on(requirement.contingency) if requirement.contingency else ("",)
    for way in requirement.ways:
        if way.exception or way.facts.get("all_active"):  # closed here: a share of persons decides
            continue
        for key, test in _tests(part, way, names):
            yield f"a == null ? '{UNKNOWN}' : ({test} ? '{PASS}' : '{FAIL}')", (key,)


def _tests(part: Part, way: Way, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    facts: Mapping[str, Any] = way.facts
    if "condition" in facts and "input" not in facts and "rate" not in facts:
        yield f"condition.{facts['condition']}", "a == true"
    for item in facts.get("items", ()):
        yield f"care.{part.branch}.{item}", "a == true"
    if "input" in facts:
        limit = min(float(facts.get("at_most", facts.get("at_least"))), UNLIMITED)
        test = f"a <= {limit:.15g}" if "at_most" in facts else f"a >= {limit:.15g}"
        for name in names:
            yield (f"benefit.{name}.{facts['input']}" if name else facts["input"]), test


def run(expressions: Iterable[Asked], practices: Iterable[Practice]) -> Counter[str]:
    """How often each answer comes."""
    found: Counter[str] = Counter()
    held = list(expressions)
    for practice in practices:
        for expression, keys in held:
            found[expression.evaluate({"a": _plain(practice.value(keys[0]))})] += 1
    return found


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    return min(float(value), UNLIMITED)


def answered(assessments: Iterable[Assessment]) -> Counter[str]:
    """The same count of our own answers."""
    plain = (
        leaf
        for one in assessments
        for part in (*one.parts, *one.common)
        for requirement, verdict in zip(part.part.requirements, part.verdicts, strict=True)
        if requirement.kind in PLAIN
        for leaf in verdict.leaves()
    )
    return Counter(leaf.status for leaf in plain)

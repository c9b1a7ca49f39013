"""What separates a country from an instrument: for each test that fails the least change that meets it, each costed.

reforms(request)            the whole: practice, verdicts, options, packages, costs
gap_of(bench, parts, law)   the search alone, on a practice that is at hand
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.practice import Practice
from socle.model.reform import (
    NO_COST,
    Change,
    Cost,
    Failing,
    Gap,
    Impossible,
    Open,
    Option,
    Package,
    PartGap,
    ScenarioFile,
)
from socle.model.standard import Instrument, Part, Requirement
from socle.model.survey import Flag
from socle.model.verdict import FAIL, PASS, UNKNOWN, PartVerdict, Verdict
from socle.run.reform_levers import Lever, levers_of
from socle.run.reform_packages import Joint, Turn, Way, together, worse
from socle.run.reform_search import Bench, Least, least, least_two

NEW_SCHEME = N_("The branch is not provided: that needs a new scheme, not another parameter.")
NOTHING_TO_TURN = N_("No figure of the law or of the form that this test reads could be changed.")
PAIRS = 6  # of two levers, where none alone is enough
LEVELS = ("share", "share a year", "money", "average_wage", "ratio")
Progress = Callable[[Flag], None]
Levers = Callable[[Part, Requirement, Practice], Sequence[Lever]]
Coster = Callable[[Sequence[Change]], Cost]


@dataclass(frozen=True)
class ReformRequest:
    """Which country, as in `run.practice`, and which instrument and Parts; whether reforms are costed, and how."""

    practice: Any  # a PracticeRequest
    convention: str = "C102"
    parts: tuple[str, ...] = ()  # all, if none is named
    exceptions: bool = False
    cost: bool = True
    valuation: bool = False  # by the valuation of a contributory scheme, which takes seconds for each
    years: int = 30  # of the floor
    valued: int = 75  # years of the valuation


def reforms(request: ReformRequest, progress: Progress = lambda _: None) -> Gap:
    """The gap of a country: Part by Part what fails, what would meet it, and what that costs."""
    from socle.exchange.standard_file import load_standard
    from socle.run.practice import practice_of
    from socle.run.reform_costs import coster_of
    from socle.run.reform_law import law_levers

    progress(Flag(N_("Reading the law and the data")))
    practice, instrument = practice_of(request.practice), load_standard(request.convention)
    bench = Bench(instrument, practice, request.exceptions)
    cost = coster_of(request, practice, progress) if request.cost else no_cost
    progress(Flag(N_("Looking for the smallest reforms")))
    return replace(gap_of(bench, request.parts, law_levers, cost), base=request.practice.scenario)


def no_cost(_changes: Sequence[Change]) -> Cost:
    """Where nothing is costed."""
    return Cost(NO_COST)


def no_law(_part: Part, _requirement: Requirement, _practice: Practice) -> Sequence[Lever]:
    """Where no law is at hand."""
    return ()


def gap_of(bench: Bench, parts: Sequence[str] = (), law: Levers = no_law, cost: Coster = no_cost) -> Gap:
    """What each Part, or each that is named, lacks."""
    instrument, practice = bench.instrument, bench.practice
    chosen = _chosen(instrument, parts)
    found = {part.name: _part(bench, part, law, cost) for part in chosen}
    return Gap(
        practice.iso3,
        practice.name,
        practice.currency,
        practice.year,
        instrument,
        practice,
        bench.exceptions,
        tuple(found[part.name] for part in instrument.parts if part.name in found),
        tuple(found[part.name] for part in instrument.common if part.name in found),
    )


def _chosen(instrument: Instrument, names: Sequence[str]) -> list[Part]:
    held = {part.name: part for part in (*instrument.parts, *instrument.common)}
    for name in names:
        if name.upper() not in {one.upper() for one in held}:
            raise Refusal(
                "{instrument} has no Part `{part}`; it has {valid}.",
                instrument=instrument.code,
                part=name,
                valid=", ".join(held),
                nearest=nearest(name.upper(), held),
            )
    asked = {name.upper() for name in names}
    return [part for part in held.values() if not asked or part.name.upper() in asked]


def _part(bench: Bench, part: Part, law: Levers, cost: Coster) -> PartGap:
    """One Part: its tests that fail with what would meet them, those unknown, and what would meet all."""
    before = bench.part(part, bench.practice)
    pairs = list(zip(part.requirements, before.verdicts, strict=True))
    unknown = tuple(Open(v, missing_of(v)) for _r, v in pairs if v.status == UNKNOWN)
    failing, ways = [], []
    for requirement, verdict in pairs:
        if verdict.status == FAIL:
            one, own = _failing(bench, part, requirement, before, law, cost)
            failing.append(replace(one, verdict=verdict))
            ways.append(own)
    joint = together(bench, part, before, ways, lambda turns: cost([turn.change for turn in turns]).share)
    package = _package(joint, before, part, bench, cost) if joint else None
    after = joint.verdict.status if joint else before.status
    return PartGap(part, before.status, tuple(failing), unknown, package, after)


def missing_of(verdict: Verdict) -> tuple[str, ...]:
    """Inputs that a test lacks, each once."""
    held = [*verdict.missing, *(key for _depth, one in verdict.every() for key in one.missing)]
    return tuple(dict.fromkeys(held))


def _failing(
    bench: Bench, part: Part, requirement: Requirement, before: PartVerdict, law: Levers, cost: Coster
) -> tuple[Failing, list[Way]]:
    """A test that fails: every lever that alone meets it, smallest first, and why the others do not."""
    verdict = bench.verdict(part, requirement, bench.practice)
    levers = _levers(bench, part, requirement, law)
    found = [(lever, least(lever, _asking(bench, part, requirement, lever))) for lever in levers]
    impossible = [one for _lever, one in found if isinstance(one, Impossible)]
    sets = [((lever, one),) for lever, one in found if isinstance(one, Least)] or _pairs(
        bench, part, requirement, levers
    )
    options, ways = [], []
    for turned in sets:
        option = _option(bench, part, before, turned, cost)
        options.append(option)
        if option.complies:
            pairs = zip(turned, option.changes, strict=True)
            ways.append(tuple(Turn(lever, one, cost((one,)).share) for (lever, _), one in pairs))
    if bench.practice.value(f"branch.{part.branch}.provided") is False:
        impossible = [Impossible(f"branch.{part.branch}.provided", "", NEW_SCHEME)]
    elif not levers:
        impossible = [Impossible("", "", NOTHING_TO_TURN)]
    options.sort(key=_order)
    return Failing(verdict, requirement, tuple(options), tuple(_each_once(impossible, options))), ways


def _pairs(
    bench: Bench, part: Part, requirement: Requirement, levers: Sequence[Lever]
) -> list[tuple[tuple[Lever, Least], ...]]:
    """Two levers together, where none alone is enough; what is switched or counted is turned first."""
    found = []
    for pair in combinations(sorted(levers, key=lambda lever: lever.unit in LEVELS), 2):
        if pair[0].path == pair[1].path or pair[0].relies != pair[1].relies:
            continue

        def ask(one: float, other: float, held: tuple[Lever, ...] = pair) -> Verdict:
            values = zip(held, (one, other), strict=True)
            return bench.verdict(
                part, requirement, bench.at({turn.path: (turn, value) for turn, value in values})
            )

        if ask(pair[0].furthest, pair[1].furthest).status == PASS and (both := least_two(*pair, ask)):
            found.append(tuple(zip(pair, both, strict=True)))
        if len(found) == PAIRS:
            break
    return found


def _levers(bench: Bench, part: Part, requirement: Requirement, law: Levers) -> list[Lever]:
    own = levers_of(part, requirement, bench.practice, bench.exceptions)
    of_law = law(part, requirement, bench.practice)
    derived = {key for lever in of_law for key in lever.inputs(bench.practice, lever.now)}
    return [*of_law, *(lever for lever in own if lever.path not in derived)]


def _order(option: Option) -> tuple[bool, float, float]:
    """Those that comply first; the cheapest where the cost is known, else the smallest."""
    known = np.isfinite(option.cost.share)
    return (not option.complies, option.cost.share if known else np.inf, option.size)


def _each_once(impossible: Sequence[Impossible], options: Sequence[Option]) -> list[Impossible]:
    """Reasons by parameter; none where the other way of turning the same parameter is an option."""
    able = {option.change.path for option in options if len(option.changes) == 1}
    by_path = {one.path: one for one in impossible if one.path not in able}
    return list(by_path.values())


def _asking(bench: Bench, part: Part, requirement: Requirement, lever: Lever) -> Callable[[float], Verdict]:
    def ask(value: float) -> Verdict:
        stands = value == lever.now and not lever.relies  # nothing of the law is then composed anew
        changed = {} if stands else {lever.path: (lever, value)}
        return bench.verdict(part, requirement, bench.at(changed))

    return ask


def _option(
    bench: Bench, part: Part, before: PartVerdict, turned: Sequence[tuple[Lever, Least]], cost: Coster
) -> Option:
    """Levers at their proposed figures, the whole Part asked again."""
    changes = tuple(lever.change(one.minimum, one.proposed, bench.practice) for lever, one in turned)
    after = bench.part(part, bench.at({lever.path: (lever, one.proposed) for lever, one in turned}))
    lost, verdict = worse(before, after), turned[-1][1].verdict
    tests = ((verdict.test, verdict.grounds.article),)
    about = "_".join((*_named(part, verdict), *(word for one in changes for word in one.path.split(".")[1:])))
    if changes[0].relies:  # another benefit that is relied on may turn the same parameter
        about = "_".join((about, *changes[0].relies[1].split(".")))
    return Option(
        verdict.test,
        verdict.grounds.article,
        changes,
        verdict,
        verdict.status == PASS and not lost,
        lost,
        cost(changes),
        _files(changes, bench.instrument, part, tests, about),
    )


def _named(part: Part, verdict: Verdict) -> tuple[str, ...]:
    """What tells a test from the others of its Part: its contingency and its article where that is needed."""
    alike = [one for one in part.requirements if one.test == verdict.test]
    contingency = verdict.contingency if len({one.contingency for one in alike}) > 1 else ""
    same = [one for one in alike if one.contingency == verdict.contingency]
    article = re.sub(r"\W+", "_", verdict.grounds.article).strip("_") if len(same) > 1 else ""
    return tuple(word for word in (verdict.test, contingency, article) if word)


def _package(joint: Joint, before: PartVerdict, part: Part, bench: Bench, cost: Coster) -> Package:
    changes = tuple(turn.change for turn in joint.turns)
    tests = tuple((one.test, one.grounds.article) for one in before.verdicts if one.status == FAIL)
    return Package(
        changes,
        tests,
        True,
        joint.chosen,
        cost(changes),
        _files(changes, bench.instrument, part, tests, "package"),
        tuple(turn.change for turn in joint.needless),
    )


def _files(
    changes: Sequence[Change],
    instrument: Instrument,
    part: Part,
    tests: Sequence[tuple[str, str]],
    about: str,
) -> tuple[ScenarioFile, ...]:
    """One scenario file for each law that some changes are of; `about` tells those of one Part apart."""
    files = []
    laws = dict.fromkeys(change.law for change in changes if change.law)
    for law in laws:
        written = {path: said for one in changes if one.law == law for path, said in one.written.items()}
        name = "_".join((instrument.code, part.name, about, *([law] if len(laws) > 1 else []))).lower()
        files.append(ScenarioFile(name, law, written, tuple((part.name, *test) for test in tests)))
    return tuple(files)

"""Does a country meet an instrument? Every requirement held against its law and practice, with three answers.

Facts come from the instrument, inputs from the practice; nothing here knows a figure of a convention or a country.
What is not known is never taken to be met, and what is chosen by the State is shown for every choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from socle.ground.words import N_
from socle.model.practice import CONTINGENCIES, Practice
from socle.model.standard import Acceptance, Instrument, Part, Way
from socle.model.verdict import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Assessment, PartVerdict, Verdict, each_of
from socle.standards.conditions import condition, package
from socle.standards.joining import (
    AGREE,
    ALL,
    ANY,
    EXCEPTION,
    NO_BENEFIT,
    NOT_PROVIDED,
    OTHER_KIND,
    YES,
    Case,
    join,
)
from socle.standards.level import level
from socle.standards.limits import limit
from socle.standards.persons import all_active, persons
from socle.standards.totals import employees_share, value

TOO_FEW: Final = N_("Too few Parts are met.")
NONE_OF_THOSE: Final = N_("None of the Parts is met of which one is needed: {parts}.")
MAYBE: Final = N_("It depends on Parts of which the result is not known: {parts}.")
COMMON: Final = N_("Parts that hold whichever are accepted are not met, or not known to be: {parts}.")

TESTED: Final[dict[str, Callable[[Case], Verdict]]] = {
    "persons": persons,
    "level": level,
    "limit": limit,
    "condition": condition,
    "package": package,
    "value": value,
    "employees_share": employees_share,
}
"""Kind of test -> what judges one way of it."""

OF_BENEFITS: Final = ("level", "limit")
"""Kinds that ask each benefit by which a contingency is met."""
ASIDE: Final = ("condition", "figure", "formulas", "grounds", "written", "all_active")
"""Facts of a way that only say that a rule of the instrument must be in the law as well."""


def judge(instrument: Instrument, practice: Practice, exceptions: bool = False) -> Assessment:
    """Every Part of an instrument held against a practice; `exceptions` says that the State has declared them."""
    parts, common = (
        tuple(_part(instrument, part, practice, exceptions) for part in group)
        for group in (instrument.parts, instrument.common)
    )
    found = None if instrument.acceptance is None else _accepted(instrument.acceptance, parts, common)
    return Assessment(instrument, parts, common, found)


def ratifiable(acceptance: Acceptance, parts: Iterable[str], unknown: Iterable[str] = ()) -> Verdict:
    """Whether these Parts are enough to ratify; those of `unknown` may turn out to be met or not."""
    met, maybe = ([name for name in acceptance.parts if name in set(held)] for held in (parts, unknown))
    status = PASS if _enough(acceptance, met) else UNKNOWN if _enough(acceptance, [*met, *maybe]) else FAIL
    said: dict[str, str] = {}
    reason = ""
    if status == UNKNOWN:
        reason, said = MAYBE, {"parts": ", ".join(maybe)}
    elif status == FAIL and len(met) < acceptance.at_least:
        reason = TOO_FEW
    elif status == FAIL:
        reason, said = NONE_OF_THOSE, {"parts": ", ".join(acceptance.one_of)}
    return Verdict(
        "acceptance",
        acceptance.grounds,
        status,
        value=float(len(met)),
        required=float(acceptance.at_least),
        unit="number",
        reason=reason,
        said=said,
    )


def _enough(acceptance: Acceptance, parts: Sequence[str]) -> bool:
    one = not acceptance.one_of or any(name in acceptance.one_of for name in parts)
    return len(parts) >= acceptance.at_least and one


def _accepted(acceptance: Acceptance, parts: Sequence[PartVerdict], common: Sequence[PartVerdict]) -> Verdict:
    """Enough Parts, and the Parts that hold whichever are accepted."""
    by_status = {
        status: [one.part.name for one in parts if one.status == status] for status in (PASS, UNKNOWN)
    }
    enough = ratifiable(acceptance, by_status[PASS], by_status[UNKNOWN])
    if not common:
        return enough
    every = [enough, *(_of_part(one) for one in common)]
    told: dict[str, Any] = {"value": enough.value, "required": enough.required, "unit": enough.unit}
    if each_of([one.status for one in every]) != enough.status:  # the common Parts decide
        lacking = [one.part.name for one in common if one.status in (FAIL, UNKNOWN)]
        told |= {"reason": COMMON, "said": {"parts": ", ".join(lacking)}}
    return join(ALL, every, acceptance.grounds, **told)


def _of_part(one: PartVerdict) -> Verdict:
    """A Part as one verdict."""
    return Verdict("acceptance", one.part.grounds, one.status, relation=YES, alternative=one.part.name)


def _part(instrument: Instrument, part: Part, practice: Practice, exceptions: bool) -> PartVerdict:
    """A Part: what is not provided fails, and of a branch of which nothing is known nothing is said."""
    provided = practice.value(f"branch.{part.branch}.provided") if part.branch else True
    seen = provided is not None or _evident(part.branch, practice)
    found = []
    for one in part.requirements:
        case = Case(instrument, part, one, practice, exceptions, Way(one.grounds))
        key = case.of_branch("provided")
        if provided is False:
            found.append(case.verdict(FAIL, reason=NOT_PROVIDED, inputs=(key,), relation=YES, alternative=""))
        elif not seen and one.kind != "value":  # sums say themselves that there is something
            found.append(case.unknown(key, relation=YES, alternative=""))
        else:
            found.append(_held(case))
    return PartVerdict(part, tuple(found))


def _evident(branch: str, practice: Practice) -> bool:
    """Whether something is known of a branch of which nobody said that it exists."""
    if any(practice.benefits.get(name) for name, of in CONTINGENCIES.items() if of == branch):
        return True
    return any(key.startswith((f"branch.{branch}.", f"care.{branch}.")) for key in practice.inputs)


def _held(case: Case) -> Verdict:
    """One requirement, for each benefit relied on where it is of benefits."""
    requirement = case.requirement
    if requirement.kind not in OF_BENEFITS or not requirement.contingency:
        return _ways(case)
    names = case.practice.relied_on(requirement.contingency)
    if not names:
        return case.unknown(f"benefit.{requirement.contingency}.formula", reason=NO_BENEFIT, alternative="")
    found = [_ways(_with(case, benefit=name)) for name in names]
    if len(found) == 1:
        return found[0]
    return join(AGREE, found, requirement.grounds)


def _with(case: Case, way: Way | None = None, benefit: str = "") -> Case:
    return Case(
        case.instrument,
        case.part,
        case.requirement,
        case.practice,
        case.exceptions,
        way or case.way,
        benefit or case.benefit,
    )


def _ways(case: Case) -> Verdict:
    """The ways of a requirement, of which one is enough; a single one with the same grounds is the requirement."""
    requirement = case.requirement
    found = [_way(_with(case, way)) for way in requirement.ways]
    if len(found) == 1 and requirement.ways[0].grounds == requirement.grounds:
        return found[0]
    return join(ANY, found, requirement.grounds, alternative=case.benefit)


def _way(case: Case) -> Verdict:
    """One way, where it is open: under exceptions, for a kind of benefit, where all the active are protected."""
    facts = case.way.facts
    if case.way.exception and not case.exceptions:
        return case.closed(EXCEPTION)
    shut = _shut(case) if "formulas" in facts else None
    if shut is not None:
        return shut
    lacking = all_active(case) if facts.get("all_active") else None
    if lacking is None:
        return _tested(case)
    if lacking.status == NOT_APPLICABLE:
        return lacking
    return _both(case, _tested(case), lacking)


def _tested(case: Case) -> Verdict:
    """An open way: its own test, a rule of the instrument, or both."""
    facts = case.way.facts
    tested = TESTED[case.requirement.kind]
    if "condition" not in facts or tested is condition:
        return tested(case)
    rule = condition(case)
    if not set(facts) - set(ASIDE):
        return rule
    return _both(case, tested(case), rule)


def _both(case: Case, found: Verdict, other: Verdict) -> Verdict:
    """What a test found and another rule; a way that is closed to the benefit stays so, whatever the rule."""
    if found.status == NOT_APPLICABLE:
        return found
    return join(ALL, (found, other), case.way.grounds, alternative=case.way.grounds.article)


def _shut(case: Case) -> Verdict | None:
    """Nothing where a way is open to the kind of benefit relied on."""
    key = case.of_benefit("formula")
    formula = case.known(key)
    if formula is None:
        return case.unknown(key)
    return None if formula.kind in case.way.facts["formulas"] else case.closed(OTHER_KIND, key)

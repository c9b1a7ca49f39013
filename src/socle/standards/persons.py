"""Enough persons are protected: a share of employees, of residents, of those below a limit of means."""

from __future__ import annotations

from typing import Final

from socle.ground.words import N_
from socle.model.practice import CONTINGENCIES, PROTECTED
from socle.model.verdict import Verdict
from socle.standards.joining import ALL, OTHER_KIND, Case, join, judged, reaches

NOT_THEIRS: Final = N_("Wives and children are not protected as well.")
NOT_ALL: Final = N_("Open only where all economically active persons are protected; not all are.")
EVERYBODY: Final = ("employees", "active")  # who are all protected where all the active are


def persons(case: Case) -> Verdict:
    """The share of one group, and their dependants where the way asks for them."""
    gate = _open(case)
    if gate is not None:
        return gate
    found = _share(case)
    if not case.way.facts.get("dependants"):
        return found
    theirs = case.flag(case.of_branch("dependants"), NOT_THEIRS)
    return join(ALL, (found, theirs), case.way.grounds, alternative=case.way.grounds.article)


def _open(case: Case) -> Verdict | None:
    """Nothing where the way is open to the benefits relied on, else why it is not, or not known to be."""
    wanted = case.way.facts.get("formula")
    if wanted is None:
        return None
    keys = [f"benefit.{name}.formula" for name in relied_on(case)]
    kinds = {key: case.known(key) for key in keys}
    if any(one is not None and one.kind == wanted for one in kinds.values()):
        return None
    lacking = [key for key, one in kinds.items() if one is None]
    if lacking or not keys:
        return case.unknown(*(lacking or [case.of_branch("provided")]))
    return case.closed(OTHER_KIND, *keys)


def relied_on(case: Case) -> tuple[str, ...]:
    """The benefits by which the branch of the Part is provided."""
    asked = (case.requirement.contingency,) if case.requirement.contingency else _contingencies(case)
    return tuple(dict.fromkeys(name for one in asked for name in case.practice.relied_on(one)))


def _contingencies(case: Case) -> tuple[str, ...]:
    return tuple(name for name, branch in CONTINGENCIES.items() if branch == case.part.branch)


def _share(case: Case) -> Verdict:
    above, below = PROTECTED[case.way.facts["share_of"]]
    keys = (case.of_branch(above), case.of_branch(below) if below == "poor" else below)
    protected, everybody = map(case.known, keys)
    required = case.way.facts["at_least"]
    told = {"required": required, "unit": "share", "inputs": keys}
    lacking = [key for key, one in zip(keys, (protected, everybody), strict=True) if one is None]
    if lacking:
        return case.unknown(*lacking, **told)
    if everybody <= 0:  # of nobody there is no share
        return case.unknown(keys[1], **told)
    return case.verdict(judged(reaches(protected, required * everybody)), value=protected / everybody, **told)


def all_active(case: Case) -> Verdict | None:
    """Nothing where all economically active persons are protected, as far as figures tell; else why not, or unknown.

    One group of them that is known not to be protected in full is enough to close a way that is for such countries.
    """
    keys = [(case.of_branch(above), below) for above, below in (PROTECTED[name] for name in EVERYBODY)]
    lacking: list[str] = []
    for pair in keys:
        protected, everybody = map(case.known, pair)
        if protected is None or everybody is None or everybody <= 0:
            lacking += [key for key in pair if case.known(key) is None] or [pair[1]]
        elif not reaches(protected, everybody):
            return case.closed(NOT_ALL, *pair)
    return case.unknown(*lacking) if lacking else None

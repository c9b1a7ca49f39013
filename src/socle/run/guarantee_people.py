"""Of each group of the floor: how many there are, whom the law names, and who is reached; each person once.

The conditions of the benefits of a branch are joined by "or" and asked of the people by age and sex, year by year.
Where that leaves too many conditions open, the union lies between its largest part and the sum of all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from typing import Any, Final

import numpy as np

from socle.engine import program
from socle.ground.axes import Array
from socle.ground.expression import Node, constant
from socle.ground.glossary import column_of
from socle.ground.refusals import Refusal
from socle.ground.vocabulary import larger, where
from socle.ground.words import N_
from socle.measure.guarantee import EQUAL
from socle.model.guarantee import GROUPS, Between, Covered, is_of
from socle.model.law import BenefitLaw, Law, read
from socle.model.scheme import Benefit, Scheme
from socle.run.setting import Setting

COLUMN: Final = {"maternity": "gave_birth", "disability": "severely_disabled", "unemployment": "unemployed"}
UNKNOWN_GROUP: Final = N_("How many persons this group has is not known for the country.")
NOBODY: Final = Benefit("asked", {}, "", "", ())


@dataclass(frozen=True, eq=False)
class Asked:
    """The law of a case asked of the people of a country; `ages` say who is a child and who is old."""

    setting: Setting
    schemes: tuple[Scheme, ...]
    able: frozenset[str]  # benefits whose law the cells can answer
    caseloads: Mapping[str, Array]  # benefits of which only the persons who receive them are counted, [year]
    ages: tuple[int, int]
    earned: tuple[Scheme, ...] = ()  # contributory schemes whose law is asked of careers, not of these people
    complete: bool = False  # there is no benefit beside those written down

    @cached_property
    def law(self) -> Law:
        """The law, in which whoever is served by others is reached as well."""
        schemes = [
            replace(one, benefits=tuple(replace(benefit, already_served=None) for benefit in one.benefits))
            for one in self.schemes
        ]
        return read(schemes)

    def inside(self, branch: str) -> Any:
        """The group of a branch as 1 or 0."""
        age, (grown, old) = column_of("age"), self.ages
        if branch == "children":
            return where(age < grown, 1, 0)
        if branch == "old_age":
            return where(age >= old, 1, 0)
        if branch == "health":
            return where(constant(True), 1, 0)
        own = column_of(COLUMN[branch])
        return where(own & (age >= grown) & (age < old) if branch == "disability" else own, 1, 0)

    def total(self, tree: Any) -> Array:
        """Persons of whom an expression is 1, [year]; refused where it leaves too much open."""
        asked = BenefitLaw(NOBODY, tree, tree, where(constant(False), 1, 0))
        law = replace(self.law, benefits={"asked": asked}, contributions={})
        population = self.setting.population
        unknown = sorted(law.columns - {*population.columns, *population.prevalence, "person"})
        if unknown:
            raise Refusal("The law reads `{column}`, which is not known for this country.", column=unknown[0])
        found = program.run(law, population, self.setting.economy, self.setting.years)
        return np.asarray(found["asked"].eligible[0])

    def benefits(self, branch: str) -> tuple[list[str], dict[str, Array], tuple[str, ...]]:
        """Paths of the benefits of a branch: those asked, those of which recipients are counted, and the others."""
        own = [one for scheme in self.schemes for one in scheme.benefits if is_of(one, branch)]
        asked = [one.path for one in own if one.path in self.able and not one.caseload]
        counted = {one.path: self.caseloads[one.path] for one in own if one.path in self.caseloads}
        left = [one.path for one in own if one.path not in asked and one.path not in counted]
        left += [b.path for scheme in self.earned for b in scheme.benefits if is_of(b, branch)]
        return asked, counted, tuple(dict.fromkeys(left))

    def union(self, branch: str, paths: Sequence[str], part: str, group: Array) -> Between:
        """Who of a group meets `part` (eligible, recipients) of at least one of some benefits."""
        found = self._union(self.inside(branch), [getattr(self.law.benefits[path], part) for path in paths])
        if found is None:
            return Between(np.zeros(group.shape), group)
        high = np.minimum(found.high, group)
        low = np.minimum(found.low, high)
        return Between(np.where(np.isclose(low, high, rtol=EQUAL, atol=0.0), high, low), high)

    def _union(self, inside: Any, trees: Sequence[Node]) -> Between | None:
        """Exactly where few conditions are open, otherwise between bounds; nothing where no part is known."""
        if not trees:
            nobody = np.zeros(len(self.setting.years))
            return Between(nobody, nobody)
        try:
            found = self.total(inside * reduce(larger, trees))
            return Between(found, found)
        except Refusal:
            if len(trees) == 1:
                return None
        parts = [self._union(inside, [tree]) for tree in trees]
        known = [part for part in parts if part is not None]
        if not known:
            return None
        low = np.max([part.low for part in known], axis=0)
        some = len(known) < len(parts)
        high = np.full(low.shape, np.inf) if some else np.sum([part.high for part in known], axis=0)
        return Between(low, high)


YES, NO, OPEN = 1, 0, -1
Adequate = Callable[[str], Array]
"""Whether a benefit reaches the level asked for, in each year: `YES`, `NO`, or `OPEN` where it is not known."""


def covered(asked: Asked, adequate: Adequate) -> dict[str, Covered]:
    """The groups of the floor under a law."""
    return {branch: _of_branch(asked, branch, adequate) for branch in GROUPS}


def _of_branch(asked: Asked, branch: str, adequate: Adequate) -> Covered:
    paths, counted, left = asked.benefits(branch)
    try:
        group = asked.total(asked.inside(branch))
    except Refusal:
        size = len(asked.setting.years)
        nothing, unknown = Between(np.zeros(size), np.full(size, np.nan)), np.full(size, np.nan)
        return Covered(branch, unknown, nothing, nothing, nothing, left, unknown=UNKNOWN_GROUP)
    nothing_known = not (paths or counted or left or asked.complete)
    open_ = bool(left) or nothing_known
    entitled = _open(asked.union(branch, [*paths, *counted], "eligible", group), group, open_)
    reached = _more(asked.union(branch, paths, "recipients", group), counted, group, open_)
    reached = _within(reached, entitled)
    chosen = {path: adequate(path) for path in (*paths, *counted)}
    at_level = _by_year(asked, branch, chosen, counted, group)
    return Covered(branch, group, entitled, reached, _within(_open(at_level, group, open_), reached), left)


def _open(found: Between, group: Array, left: bool) -> Between:
    """Where a benefit cannot be asked, it may be for everybody."""
    return Between(found.low, group) if left else found


def _more(found: Between, counted: Mapping[str, Array], group: Array, left: bool) -> Between:
    """With those who are only counted: they may be others, the same persons, or of another group."""
    high = np.minimum(found.high + sum(counted.values(), np.zeros(group.shape)), group)
    return _open(Between(found.low, high), group, left)


def _within(inner: Between, outer: Between) -> Between:
    return Between(np.minimum(inner.low, outer.high), np.minimum(inner.high, outer.high))


def _by_year(
    asked: Asked, branch: str, chosen: Mapping[str, Array], counted: Mapping[str, Array], group: Array
) -> Between:
    """Who is reached by benefits at the level: the benefits are others from year to year."""
    low, high = np.zeros(group.shape), np.zeros(group.shape)
    kinds = np.array(list(chosen.values()), dtype=np.int64).reshape(len(chosen), group.size).T
    for one in {tuple(row) for row in kinds.tolist()}:
        at = (kinds == np.array(one, dtype=np.int64)).all(axis=1)
        sure, perhaps = (
            [path for path, held in zip(chosen, one, strict=True) if held in some]
            for some in ((YES,), (YES, OPEN))
        )
        ends = []
        for paths in (sure, perhaps):
            own = {path: counted[path] for path in paths if path in counted}
            rest = [path for path in paths if path not in counted]
            ends.append(_more(asked.union(branch, rest, "recipients", group), own, group, False))
        low, high = np.where(at, ends[0].low, low), np.where(at, ends[1].high, high)
    return Between(low, high)


def paid_share(asked: Asked, benefit: Benefit) -> Array:
    """The part of the year for which a benefit is paid to one person, where its law counts months."""
    size = len(asked.setting.years)
    ones = np.ones(size)
    months = [
        [call.arguments["months"] for call in version.how_much if call.rule.name == "for_months"]
        for version in benefit.versions
    ]
    if not all(months) or benefit.path not in asked.law.benefits:
        return ones
    economy, years = asked.setting.economy, asked.setting.years
    found: Array = np.zeros(size)
    for calls in months:
        share = ones
        for one in calls:
            share = share * program.yearly(one, asked.law, economy, years)[0]  # type: ignore[arg-type]
        found = np.maximum(found, share)
    return np.where(found > 0, found, ones)

"""Legal coverage from the law itself: whom at least one statute of a branch names, over the people it is for.

The `who` of every benefit of a branch is joined by "or" into one expression and asked of the people of the
country, so that a person whom two laws name counts once. Where a scheme of the branch cannot be read from its law,
what is found is the least that is covered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, Final

import numpy as np

from socle.engine import program
from socle.ground.axes import FEMALE, MALE, SEXES, along
from socle.ground.expression import constant
from socle.ground.glossary import column_of
from socle.ground.refusals import Refusal
from socle.ground.vocabulary import larger, where
from socle.ground.words import N_
from socle.measure.catalogue import CATALOGUE
from socle.measure.quantity import Quantity, between, kept, missing
from socle.measure.unions import union
from socle.model.inquiry_codes import CONTRIBUTORY
from socle.model.law import BenefitLaw, Law, read
from socle.model.observation import ESTIMATED
from socle.model.population import Population
from socle.model.scheme import Benefit, Scheme
from socle.model.statistic import Statistic
from socle.run.indicator_groups import reason_of
from socle.run.setting import Setting

METHOD: Final = N_("Persons to whom the law applies, asked of the population by age and sex.")
AT_LEAST: Final = N_(
    "Persons to whom the law applies, asked of the population by age and sex; “{scheme}” cannot be asked and may "
    "cover more."
)
UNREADABLE: Final = N_("The law of “{scheme}” cannot be asked of the population by age and sex.")
EMPTY: Final = N_("Of the people that the branch is for nothing is known.")
OLD, YOUNG = 65.0, 15.0


@dataclass(frozen=True)
class Branch:
    """A branch of the law: its function, the group it is for (code and name), and who belongs to it."""

    function: str
    group: str
    column: str = ""  # condition of the group; empty where it is a matter of age
    ages: tuple[float, float] = (0.0, np.inf)

    def members(self) -> Any:
        """The group as an expression."""
        if self.column:
            return column_of(self.column)
        age, (first, end) = column_of("age"), self.ages
        young = age >= first
        return young if np.isinf(end) else young & (age < end)


BRANCHES: Final[Mapping[str, Branch]] = {
    "children": Branch("FAMILY_CHILDREN", "Y0T14", ages=(0.0, YOUNG)),
    "maternity": Branch("MATERNITY", "BIRTHS", "gave_birth"),
    "disability": Branch("DISABILITY", "DISABLED", "severely_disabled"),
    "unemployment": Branch("UNEMPLOYMENT", "UNEMPLOYED", "unemployed"),
    "old_age": Branch("OLD_AGE", "Y_GE65", ages=(OLD, np.inf)),
    "health": Branch("HEALTH", "_T"),
}
"""Branches of the law of the floor, with the group of each."""

TYPES: Final = ("_T", "MANDATORY", "VOLUNTARY", "NON_CONTRIBUTORY")
SEXES_ASKED: Final = {"_T": (MALE, FEMALE), "M": (MALE,), "F": (FEMALE,)}


def legal(
    setting: Setting, schemes: Sequence[Scheme], earned: Iterable[Scheme] = ()
) -> tuple[Statistic, ...]:
    """Legal coverage by branch, sex and type of scheme in the first year of a setting, and the gap.

    `earned` are contributory schemes beside these, whose law is asked of careers: whom they cover is not known here.
    """
    law = read(schemes)
    return tuple(
        one
        for name, branch in BRANCHES.items()
        for kind in TYPES
        for sex in (("F",) if name == "maternity" else SEXES_ASKED)
        for one in _of_branch(_Asked(law, schemes, tuple(earned), setting), (name, branch), kind, sex)
    )


def unasked(
    iso3: str, year: int, schemes: Sequence[Scheme], earned: Iterable[Scheme] = ()
) -> tuple[Statistic, ...] | None:
    """What `legal` says of legal coverage where no benefit of a country can be asked of anybody: why, branch by branch.

    For this nobody need be projected. Nothing where some benefit can be asked.
    """
    laws = _Laws(read(schemes), schemes, tuple(earned))
    held = {name: laws.of_type(name, "_T") for name in BRANCHES}
    if any(benefits for benefits, _ in held.values()):
        return None
    return tuple(
        _untold(missing(UNREADABLE, scheme=", ".join(dict.fromkeys(left))), iso3, year, name)
        for name, (_, left) in held.items()
        if left
    )


def _untold(found: Quantity, iso3: str, year: int, name: str) -> Statistic:
    branch, unit = BRANCHES[name], CATALOGUE["LEGAL_COVERAGE"].unit
    return Statistic(
        "LEGAL_COVERAGE",
        iso3,
        year,
        None,
        unit,
        sex="F" if name == "maternity" else "_T",
        group=branch.group,
        function=branch.function,
        status=found.status,
        reason=found.reason,
        said=found.said,
    )


@dataclass(frozen=True, eq=False)
class _Laws:
    law: Law
    schemes: Sequence[Scheme]
    earned: tuple[Scheme, ...]

    def of_type(self, branch: str, kind: str) -> tuple[list[BenefitLaw], list[str]]:
        """The benefits of a branch that can be asked, and the schemes of those that cannot."""
        asked, left = [], []
        for scheme in self.schemes:
            if kind not in ("_T", self.type_of(scheme)):
                continue
            for benefit in scheme.benefits:
                if benefit.branch == branch and benefit.path in self.law.benefits and not benefit.caseload:
                    asked.append(self.law.benefits[benefit.path])
                elif benefit.branch == branch:
                    left.append(scheme.name)
        beside = [one for one in self.earned if kind in ("_T", self.type_of(one))]
        return asked, left + [one.name for one in beside if any(b.branch == branch for b in one.benefits)]

    def type_of(self, scheme: Scheme) -> str:
        """The type of a scheme; none where neither its law nor its file settles it: it counts in the total only."""
        paid = self.law.contributions.get(scheme.name) or scheme.insurance is not None
        if paid or scheme.type in CONTRIBUTORY:
            return "VOLUNTARY" if scheme.participation == "voluntary" else "MANDATORY"
        settled = scheme.type or any(one.path in self.law.benefits for one in scheme.benefits)
        return "NON_CONTRIBUTORY" if settled else ""


@dataclass(frozen=True, eq=False)
class _Asked(_Laws):
    setting: Setting


def _of_branch(asked: _Asked, place: tuple[str, Branch], kind: str, sex: str) -> Iterator[Statistic]:
    """The coverage of one branch and its gap; nothing where no scheme of it is at hand."""
    name, branch = place
    benefits, left = asked.of_type(name, kind)
    if not benefits and not left:
        return
    given = _counts(asked, branch, benefits, left, sex)
    unknown = given["covered_by_law"].bounds is None or given["branch_group"].bounds is None
    if unknown and (kind != "_T" or sex == "M" or (sex == "F" and name != "maternity")):
        return
    for code in ("LEGAL_COVERAGE", "LEGAL_GAP"):
        indicator = CATALOGUE[code]
        found = indicator.of(given)
        yield Statistic(
            code,
            asked.setting.country.iso3,
            asked.setting.years[0],
            found.value,
            indicator.unit,
            found.low,
            found.high,
            sex,
            branch.group,
            branch.function,
            kind,
            found.status,
            _source(asked.schemes, benefits),
            (AT_LEAST if left else METHOD) if found.bounds else "",
            found.reason,
            {**found.said, "scheme": ", ".join(dict.fromkeys(left))},
            indicator.denominator(given),
            given=kept({name: given[name] for name in indicator.inputs}),
        )


def _source(schemes: Sequence[Scheme], benefits: Sequence[BenefitLaw]) -> str:
    paths = {law.benefit.path for law in benefits}
    named = [one.law or one.name for one in schemes if any(b.path in paths for b in one.benefits)]
    return "; ".join(dict.fromkeys(named))


def _counts(
    asked: _Asked, branch: Branch, benefits: Sequence[BenefitLaw], left: Sequence[str], sex: str
) -> Mapping[str, Quantity]:
    """The group and those whom the law names; where some scheme cannot be asked, the rest of the group is open."""
    setting = asked.setting
    people = _only(setting.population, sex)
    inside = where(branch.members(), 1, 0)
    try:
        group = _total(asked, inside, people)
    except Refusal as refusal:
        nothing = reason_of(refusal)
        return {"covered_by_law": nothing, "branch_group": nothing}
    origin = "; ".join(dict.fromkeys(row.source for row in setting.country.figures.of("population")))
    of = Quantity(group, source=origin, status=ESTIMATED) if group > 0 else missing(EMPTY)
    if not benefits:
        unreadable = missing(UNREADABLE, scheme=", ".join(dict.fromkeys(left)))
        return {"covered_by_law": unreadable, "branch_group": of}
    found = _named(asked, [inside * law.eligible for law in benefits], people, of)
    if found.value is not None and np.isclose(found.value, group, rtol=1e-9, atol=0.0):
        found = replace(found, value=group)  # everybody, but for rounding
    if left and found.bounds:
        found = between(found.bounds[0], max(found.bounds[0], group), status=ESTIMATED)
    return {"covered_by_law": found, "branch_group": of}


def _named(asked: _Asked, trees: Sequence[Any], people: Population, group: Quantity) -> Quantity:
    """The persons whom at least one of some expressions names.

    All in one expression where that leaves few enough conditions open; otherwise each alone, and the union between
    its bounds.
    """
    try:
        return Quantity(_total(asked, reduce(larger, trees), people), status=ESTIMATED)
    except Refusal as refusal:
        if len(trees) == 1:
            return reason_of(refusal)
    return union([_named(asked, [tree], people, group) for tree in trees], group)


def _total(asked: _Asked, tree: Any, people: Population) -> float:
    """The persons of whom an expression is 1, in the first year."""
    nobody = where(constant(False), 1, 0)
    nothing = Benefit("asked", {}, "", "", ())
    law = replace(asked.law, benefits={"asked": BenefitLaw(nothing, tree, tree, nobody)}, contributions={})
    unknown = sorted(law.columns - {*people.columns, *people.prevalence})
    if unknown:
        raise Refusal("The law reads `{column}`, which is not known for this country.", column=unknown[0])
    found = program.run(law, people, asked.setting.economy, asked.setting.years)["asked"].eligible
    return float(found[0, 0])


def _only(population: Population, sex: str) -> Population:
    """The people of one sex, or all."""
    kept = along(np.array([float(i in SEXES_ASKED[sex]) for i in range(len(SEXES))]), "sex")
    kept = kept[..., None] if population.weights.ndim > kept.ndim else kept
    return replace(population, weights=population.weights * kept)

"""What contributory laws say of the standard beneficiary: formulas, ages, years of service, reviews.

law_benefits(schemes, grounds, year)  the formulas alone, fast: for those who change the law again and again
of_insurance(...)                     every input that such a law gives
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from socle.ground.axes import FEMALE, MALE
from socle.ground.refusals import Refusal
from socle.ground.units import AVERAGE_WAGE, MONTHS_PER_YEAR
from socle.ground.words import N_
from socle.model.insurance import InsuranceLaw, read_insurance
from socle.model.practice import Input
from socle.model.scheme import Benefit, Scheme
from socle.model.survey import Flag
from socle.run.practice_career import LAST_DAY, LawFormula, Moment, has_right

if TYPE_CHECKING:
    from socle.run.career_ground import Ground

NEAR: Final = 2  # years by which what is known of a law may be younger than the year asked for
AGES: Final = range(50, 76)  # in which a pension is asked for
SERVICE: Final = 30.0  # years after which it is, where the law names no age
FAMILY: Final = (("survivors", 1), ("orphans", 2))  # the widow with two children
ANSWERED: Final = ("old_age", "invalidity", "survivors")
REVIEW: Final = "condition.pensions_reviewed_for_earnings_or_prices"
BESIDE: Final = {"survivors": ("orphans",)}
PAID: Final = (*ANSWERED, *(one for beside in BESIDE.values() for one in beside))
YOUNGER: Final = N_(
    "The law of `{scheme}` is that of {year}, the first that is known; wages are those of {asked}."
)
ONCE: Final = N_("`{benefit}` is paid once and is no periodical payment, so no level is worked out.")
NO_AGE: Final = N_("The law of `{scheme}` gives no old-age pension between the ages {first} and {last}.")
NOT_THEN: Final = N_("How much `{benefit}` pays is not known in this year.")
NOT_ASKED: Final = N_("The law of `{scheme}` cannot be asked for a level in this year.")


@dataclass(frozen=True)
class Derived:
    """What was derived: inputs by key, benefits by contingency, and what a person should know."""

    inputs: Mapping[str, Input]
    benefits: Mapping[str, tuple[str, ...]]
    flags: tuple[Flag, ...] = ()


def law_benefits(
    schemes: Sequence[Scheme], grounds: Mapping[str, Ground], year: int
) -> Mapping[str, LawFormula]:
    """The periodical benefits of contributory schemes as formulas, by `scheme.benefit`.

    `grounds` are the economies and deaths by the name of the scheme; what they hold of a law is not read. The benefit
    of survivors is that of a widow with two children where orphans have one of their own. A scheme whose law is not
    known in the year, or up to two years later, has none.
    """
    found: dict[str, LawFormula] = {}
    for scheme in schemes:
        if scheme.insurance is None or scheme.name not in grounds:
            continue
        moment, ratio = moment_of(read_insurance(scheme), grounds[scheme.name], year)
        if moment is not None:
            found |= {name: one for _, name, one in formulas(moment, ratio)}
    return found


def moment_of(law: InsuranceLaw, around: Ground, year: int) -> tuple[Moment | None, float]:
    """The law at the end of the first year, from that asked for on, in which it is known; and wages then over now.

    Where no year knows all of its benefits, the first that knows some, and those alone.
    """
    economy = around.economy
    years = [at for at in range(year, year + NEAR + 1) if {year, at} <= set(economy.years)]
    for whole in (True, False):
        for at in years:
            moment = Moment(law, economy, at, around.deaths)
            lacking = _lacking(moment)
            if not lacking or not (whole or set(_periodical(law.scheme, at)) <= lacking):
                ratio = float(economy.at(AVERAGE_WAGE, at)[0, 0] / economy.at(AVERAGE_WAGE, year)[0, 0])
                return replace(moment, law=_without(law, lacking)), ratio
    return None, 1.0


def _periodical(scheme: Scheme, *years: int, events: Collection[str] = ANSWERED) -> Mapping[str, Benefit]:
    """The benefits in force at the end of one of these years that answer a contingency from time to time, by path."""
    return {
        one.path: one
        for one in scheme.benefits
        if one.computable
        and one.insured.paid == "for_life"
        and one.insured.contingency in events
        and any(now.begins <= year + LAST_DAY < now.ends for now in one.versions for year in years)
    }


def _lacking(moment: Moment) -> frozenset[str]:
    """The benefits of which the law does not know in that year how much they pay."""
    return frozenset(path for path in _periodical(moment.law.scheme, moment.year) if _why(moment, path))


def _without(law: InsuranceLaw, paths: Collection[str]) -> InsuranceLaw:
    """The law less some benefits."""
    kept = tuple(one for one in law.scheme.benefits if one.path not in paths)
    return replace(law, scheme=replace(law.scheme, benefits=kept)) if paths else law


def _why(moment: Moment, path: str) -> tuple[Flag, ...]:
    """What a law refuses when it is asked for one of its benefits; nothing where it answers."""
    beside = BESIDE.get(_periodical(moment.law.scheme, moment.year)[path].insured.contingency, ())
    others = [
        one.path
        for one in moment.law.scheme.benefits
        if one.path != path and one.insured.contingency not in beside
    ]
    alone = replace(moment, law=_without(moment.law, others))
    try:
        for _, _, formula in formulas(alone, 1.0):
            formula.amount(np.array([moment.average_wage]), SERVICE)
    except Refusal as refusal:
        return (Flag(refusal.template, {name: str(value) for name, value in refusal.values.items()}),)
    return ()


def _refused(law: InsuranceLaw, around: Ground, year: int) -> tuple[Flag, ...]:
    """What a law refuses in a year in which it answers nothing; once where all its benefits have one reason."""
    try:
        around.economy.at(AVERAGE_WAGE, year)  # refuses a year outside those at hand
    except Refusal as refusal:
        return (Flag(refusal.template, {name: str(value) for name, value in refusal.values.items()}),)
    moment = Moment(law, around.economy, year, around.deaths)
    return next((said for path in _periodical(law.scheme, year) if (said := _why(moment, path))), ())


def formulas(moment: Moment, ratio: float) -> Iterator[tuple[str, str, LawFormula]]:
    """Contingency, name and formula of each periodical benefit of a law."""
    scheme = moment.law.scheme
    by_event: dict[str, list[Benefit]] = {}
    for benefit in _periodical(scheme, moment.year, events=PAID).values():
        by_event.setdefault(benefit.insured.contingency, []).append(benefit)
    for event in ANSWERED:
        for benefit in by_event.get(event, []):
            parts = [(_short(benefit), 1)]
            if event == "survivors" and by_event.get("orphans"):
                parts.append((_short(by_event["orphans"][0]), FAMILY[1][1]))
            age = _pension_age(moment, _short(benefit), MALE) if event == "old_age" else math.nan
            if event != "old_age" or not math.isnan(age):
                yield event, benefit.path, LawFormula(moment, tuple(parts), age, ratio)


def _short(benefit: Benefit) -> str:
    return benefit.path.rpartition(".")[2]


def _normal_age(moment: Moment, name: str) -> str:
    """The path of the age for which the law neither cuts nor raises the pension, or nothing."""
    prefix = f"{moment.law.scheme.name}.{name}."
    paths = [
        path for path in moment.law.parameters if path.startswith(prefix) and path.endswith("normal_age")
    ]
    return paths[0] if paths else ""


def _pension_age(moment: Moment, name: str, sex: int) -> float:
    """The normal age, or else the first, to the month, at which the law pays after thirty years, or not a number."""
    path = _normal_age(moment, name)
    if path:
        return moment.value(path, float(AGES[-1]), sex)
    first = next((age for age in AGES if has_right(moment, name, SERVICE, float(age), sex)), None)
    if first is None:
        return math.nan
    months = (first - 1 + month / MONTHS_PER_YEAR for month in range(1, MONTHS_PER_YEAR))
    return next((age for age in months if has_right(moment, name, SERVICE, age, sex)), float(first))


def of_insurance(scheme: Scheme, around: Ground, year: int) -> Derived:
    """The inputs that a contributory law gives for a year."""
    law = read_insurance(scheme)
    inputs, flags = dict(_provided(scheme, year)), list(_paid_once(scheme))
    moment, ratio = moment_of(law, around, year)
    by_event: dict[str, tuple[str, ...]] = {}
    for path, benefit in _periodical(scheme, moment.year if moment else year).items():
        event = benefit.insured.contingency
        by_event[event] = (*by_event.get(event, ()), path)
    if moment is None:
        flags += [Flag(NOT_ASKED, {"scheme": scheme.name}), *_refused(law, around, year)]
        return Derived(inputs, by_event, tuple(flags))
    if moment.year != year:
        told = {"scheme": scheme.name, "year": str(moment.year), "asked": str(year)}
        flags.append(Flag(YOUNGER, told))
    found = law_inputs(moment, ratio)
    for path in (one for held in by_event.values() for one in held):
        if f"benefit.{path}.formula" not in found:
            flags += _not_there(replace(moment, law=law), path)
    return Derived({**inputs, **found}, by_event, tuple(flags))


def _not_there(moment: Moment, path: str) -> tuple[Flag, ...]:
    """Why a benefit has no formula: what the law refuses, or no age at which it pays."""
    why = _why(moment, path)
    if why:
        return (Flag(NOT_THEN, {"benefit": path}), *why)
    scheme = moment.law.scheme.name
    return (Flag(NO_AGE, {"scheme": scheme, "first": str(AGES[0]), "last": str(AGES[-1])}),)


def law_inputs(moment: Moment, ratio: float = 1.0) -> Mapping[str, Input]:
    """What a law gives at a moment: formulas, ages, years of service, reviews; `ratio` as of `moment_of`."""
    said, found = _Said(moment.law.scheme, moment.year), dict[str, Input]()
    named: dict[str, list[str]] = {}
    for event, name, formula in formulas(moment, ratio):
        named.setdefault(event, []).append(name)
        found |= dict(_of_benefit(said, moment, name, formula))
        if event == "old_age":
            found |= dict(_of_age(said, moment, name))
    return found | dict(_review(said, moment.law.scheme, named))


@dataclass(frozen=True)
class _Said:
    """Inputs of one law."""

    scheme: Scheme
    year: int

    def __call__(self, value: object, where: str = "") -> Input:
        source = self.scheme.law or self.scheme.name
        return Input(value, source, f"{self.year}-12-31", "law", where=where or self.scheme.where)


def _provided(scheme: Scheme, year: int) -> Iterator[tuple[str, Input]]:
    """Which branches there are: those of which the law names a periodical benefit."""
    said = _Said(scheme, year)
    for path, benefit in _periodical(scheme, *range(year, year + NEAR + 1)).items():
        yield f"branch.{benefit.insured.contingency}.provided", said(True, path)


def _paid_once(scheme: Scheme) -> Iterator[Flag]:
    for benefit in scheme.benefits:
        if benefit.insured.contingency in ANSWERED and benefit.insured.paid == "once":
            yield Flag(ONCE, {"benefit": benefit.path})


def _of_benefit(said: _Said, moment: Moment, name: str, formula: LawFormula) -> Iterator[tuple[str, Input]]:
    """The formula, the years of service before it is due, and that it lasts as long as the contingency."""
    yield f"benefit.{name}.formula", said(formula, f"{name}.how_much")
    if not math.isinf(formula.qualifying):
        yield f"benefit.{name}.qualifying_years", said(formula.qualifying, f"{name}.who")
        yield f"benefit.{name}.reduced_after_years", said(formula.qualifying, f"{name}.who")
    benefit = next(one for one in moment.law.scheme.benefits if one.path == name)
    if benefit.insured.until_age is None:
        yield f"benefit.{name}.duration_weeks", said(np.inf, name)


def _of_age(said: _Said, moment: Moment, name: str) -> Iterator[tuple[str, Input]]:
    """The pension age: the later of that of men and of women."""
    short = name.rpartition(".")[2]
    ages = [_pension_age(moment, short, sex) for sex in (MALE, FEMALE)]
    if not any(math.isnan(age) for age in ages):
        yield f"benefit.{name}.pension_age", said(max(ages), _normal_age(moment, short) or f"{name}.who")


def _review(said: _Said, scheme: Scheme, named: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Input]]:
    """Benefits in payment are reviewed where the law has each of them follow prices or wages."""
    moved = {}
    for event in named:
        own = [one for one in scheme.benefits if one.insured.contingency in (event, *BESIDE.get(event, ()))]
        moved[event] = all(one.insured.indexation for one in own)
        if moved[event]:
            yield f"condition.{event}_reviewed", said(True, f"{own[0].path}.indexation")
    if moved and all(moved.values()):
        yield REVIEW, said(True, f"{scheme.name}: indexation")

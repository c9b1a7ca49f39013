"""Levers of the law: the parameters of a contributory scheme on which a benefit of the practice rests.

A new value holds from 1 January of the year in which the law is tested, and every benefit of the scheme follows it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from socle.exchange.parameter_text import read_parameter
from socle.ground.axes import FEMALE, MALE
from socle.ground.refusals import Refusal
from socle.ground.units import AVERAGE_WAGE, payments
from socle.ground.words import N_
from socle.model.insurance import EARNINGS
from socle.model.parameter import Parameter
from socle.model.practice import INPUTS, Practice
from socle.model.reform import MADE
from socle.model.standard import Part, Requirement
from socle.run.practice_career import LawFormula, Moment
from socle.run.practice_law import law_inputs
from socle.run.reform_levers import MONTH, Lever

PARAMETER = N_("A parameter of the law")
OF_AGE = ("pension_age",)  # limits that the law sets by conditions of age and service
OF_SERVICE = ("qualifying_years", "reduced_after_years")
NORMAL_AGE = "normal_age"


def law_levers(_part: Part, requirement: Requirement, practice: Practice) -> list[Lever]:
    """The levers of the law for the test of a requirement; one benefit of several brings that it is relied on."""
    benefits = practice.relied_on(requirement.contingency) if requirement.contingency else ()
    found: list[Lever] = []
    for benefit in benefits:
        formula = practice.value(f"benefit.{benefit}.formula")
        if isinstance(formula, LawFormula):
            relies = (requirement.contingency, benefit) if len(benefits) > 1 else None
            found += [replace(one, relies=relies) for one in _levers(formula, requirement)]
    return found


def _levers(formula: LawFormula, requirement: Requirement) -> Iterator[Lever]:
    """Every parameter that the test may read, with the way that it can be turned."""
    limits = {way.facts.get("input") for way in requirement.ways}
    years = max([float(way.facts.get("contribution_years", 1.0)) for way in requirement.ways] or [1.0])
    for path, parameter in _parameters(formula, requirement).items():
        who = _of_who(formula, path)
        aged = path.endswith(NORMAL_AGE) or (who and ".age_band." in path)
        if requirement.kind == "limit":
            wanted = OF_AGE if aged else OF_SERVICE if who and ".service." in path else ()
            if not limits & set(wanted):
                continue
        elif aged:
            continue
        lever = _lever(formula, parameter, who or aged, years)
        if lever is not None:
            yield lever


def _parameters(formula: LawFormula, requirement: Requirement) -> Mapping[str, Parameter]:
    """The parameters of a benefit: of its amount where a level is tested, and of who has a right to it."""
    law = formula.moment.law
    names = [name for name, _count in formula.parts]
    asked = [f"who.{name}" for name in names]
    if requirement.kind not in ("level", "limit"):
        return {}
    asked += [f"how_much.{name}" for name in names]
    if requirement.kind == "level":
        asked += [EARNINGS] if EARNINGS in law.questions else []
    return {one.path: one for question in asked for one in law.says(question)}


def _of_who(formula: LawFormula, path: str) -> bool:
    law = formula.moment.law
    asked = (f"who.{name}" for name, _count in formula.parts)
    return any(one.path == path for question in asked for one in law.says(question))


def _lever(formula: LawFormula, parameter: Parameter, down: bool, years: float) -> Lever | None:
    """A parameter between its value at the moment of the law and its end; nothing where it has no number then."""
    moment, word = formula.moment, parameter.kind.word
    try:
        now = moment.value(parameter.path, formula.age if math.isfinite(formula.age) else 0.0)
    except Refusal:
        return None
    ends = {"share": 1.0, "share a year": 1.0 / years, "months": 1.0}
    end = 0.0 if down else ends.get(word, math.inf)
    if not math.isfinite(now) or now == end or (not down and now > end):
        return None
    scale, unit, per = _unit(parameter, moment)
    return Lever(
        parameter.path,
        _name(parameter),
        unit,
        float(now),
        end,
        _inputs(formula, parameter),
        lambda value: {parameter.path: _written(moment, parameter, value / scale)},
        moment.law.scheme.name,
        per,
        scale,
    )


def _unit(parameter: Parameter, moment: Moment) -> tuple[float, str, str]:
    """Canonical units in one of the file's, the unit, and the period of money."""
    if not parameter.kind.money:
        scale = 1 / 12 if parameter.kind.word == "months" else 1.0
        return scale, parameter.kind.word, ""
    if parameter.currency == AVERAGE_WAGE:
        return moment.average_wage, AVERAGE_WAGE, ""
    return payments(parameter.per), "money", parameter.per or MONTH


def _name(parameter: Parameter) -> str:
    """What a parameter is, as far as its place in the law tells."""
    path, word = parameter.path, parameter.kind.word
    last = path.rpartition(".")[2]
    if last == NORMAL_AGE or ".age_band." in path:
        return INPUTS["pension_age"][1]
    if ".service." in path:
        return MADE["qualifying"]
    if word == "share a year" and last == "rate":
        return MADE["accrual"]
    if "insurable_earnings" in path and last == "at_most":
        return MADE["ceiling"]
    plain = {"rate": "rate", "share": "rate", "flat": "flat", "amount": "flat"}
    return MADE.get(plain.get(last, last), PARAMETER)


def _written(moment: Moment, parameter: Parameter, number: float) -> Mapping[str, Any]:
    """What a scenario file says: the number from the year of the moment on, for women no more than they have."""
    text, year = f"{number:.12g}", str(moment.year)
    if parameter.by_sex is None:
        return {year: text}
    men, women = (_said(moment, parameter, sex) for sex in (MALE, FEMALE))
    both = [text if sex == MALE or women >= men else f"{min(women, number):.12g}" for sex in (MALE, FEMALE)]
    return {"men": {year: both[0]}, "women": {year: both[1]}}


def _said(moment: Moment, parameter: Parameter, sex: int) -> float:
    return moment.value(parameter.path, 0.0, sex)


def _inputs(formula: LawFormula, parameter: Parameter) -> Callable[[Practice, float], Mapping[str, Any]]:
    """What a value of a parameter makes of a practice: every benefit of the scheme anew."""
    scale = _unit(parameter, formula.moment)[0]
    scheme = formula.moment.law.scheme.name
    who = _of_who(formula, parameter.path) or parameter.path.endswith(NORMAL_AGE)

    def inputs(practice: Practice, value: float) -> Mapping[str, Any]:
        raw = _written(formula.moment, parameter, value / scale)
        new = {
            parameter.path: parameter.overlaid(read_parameter(raw, parameter.kind, parameter.path, parameter))
        }
        held = _formulas(practice, scheme)
        made: dict[str, Any] = {key: one.given(new) for key, one in held.items()}
        if who and made:
            moment = next(iter(made.values())).moment
            made |= {
                key: one.value
                for key, one in law_inputs(moment, formula.wage_ratio).items()
                if key in practice.inputs
            }
        return made

    return inputs


def _formulas(practice: Practice, scheme: str) -> dict[str, LawFormula]:
    """The benefits of a scheme as the practice has them now, perhaps under another change already."""
    held = {key: one.value for key, one in practice.inputs.items() if isinstance(one.value, LawFormula)}
    return {key: one for key, one in held.items() if one.moment.law.scheme.name == scheme}

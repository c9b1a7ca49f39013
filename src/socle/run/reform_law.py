"""Levers of the law: the parameters on which a benefit of the practice rests, of contributory and of other schemes.

A new value holds from 1 January of the year in which the law is tested, and every benefit that reads it follows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from socle.exchange.parameter_text import read_parameter
from socle.ground.axes import FEMALE, MALE
from socle.ground.refusals import Refusal
from socle.ground.units import AVERAGE_WAGE, MONTHS_PER_YEAR, payments
from socle.ground.words import N_
from socle.model.insurance import EARNINGS
from socle.model.parameter import Parameter
from socle.model.practice import INPUTS, Practice
from socle.model.reform import MADE
from socle.model.scenario import STATUS_QUO, parameters
from socle.model.standard import Part, Requirement
from socle.run.practice_career import UNLIMITED, LawFormula, Moment
from socle.run.practice_floor import FloorFormula
from socle.run.practice_law import law_inputs
from socle.run.reform_levers import MONTH, Inputs, Lever

PARAMETER: Final = N_("A parameter of the law")
OF_AGE: Final = ("pension_age",)  # limits that the law sets by conditions of age and service
OF_SERVICE: Final = ("qualifying_years", "reduced_after_years")
NORMAL_AGE: Final = "normal_age"
FAR: Final = 1000.0  # times what stands: where the turning of a bare number ends
ENDS: Final = {"share": 1.0, "months": 1.0}
NAMES: Final = {"rate": "rate", "share": "rate", "flat": "flat", "amount": "flat"}
Lawful = LawFormula | FloorFormula


def law_levers(_part: Part, requirement: Requirement, practice: Practice) -> list[Lever]:
    """The levers of the law for the test of a requirement; one benefit of several brings that it is relied on."""
    benefits = practice.relied_on(requirement.contingency) if requirement.contingency else ()
    years = max([float(way.facts.get("contribution_years", 1.0)) for way in requirement.ways] or [1.0])
    found: list[Lever] = []
    for benefit in benefits:
        formula = practice.value(f"benefit.{benefit}.formula")
        relies = (requirement.contingency, benefit) if len(benefits) > 1 else None
        own: Iterator[Lever | None] = iter(())
        if isinstance(formula, LawFormula):
            own = _contributory(formula, requirement, years)
        elif isinstance(formula, FloorFormula):
            own = _other(formula, benefit, requirement, practice)
        found += [replace(one, relies=relies) for one in own if one is not None]
    return found


def _contributory(formula: LawFormula, requirement: Requirement, years: float) -> Iterator[Lever | None]:
    """The parameters of a contributory scheme that a test of level or of a limit may read."""
    limits = {way.facts.get("input") for way in requirement.ways}
    law, names = formula.moment.law, [name for name, _count in formula.parts]
    of_who = {one.path for name in names for one in law.says(f"who.{name}")}
    asked = [f"{head}.{name}" for name in names for head in ("who", "how_much")]
    asked += [EARNINGS] if EARNINGS in law.questions else []
    for parameter in {one.path: one for question in asked for one in law.says(question)}.values():
        path, who = parameter.path, parameter.path in of_who
        aged = path.endswith(NORMAL_AGE) or (who and ".age_band." in path)
        wanted = OF_AGE if aged else OF_SERVICE if who and ".service." in path else ()
        if requirement.kind == "limit" and not limits & set(wanted):
            continue
        if requirement.kind not in ("level", "limit") or (requirement.kind == "level" and aged):
            continue
        inputs = _inputs(formula.moment, parameter, who or aged)
        age = formula.age if math.isfinite(formula.age) else 0.0
        yield _lever(formula.moment, parameter, inputs, (who or aged, age, years), law.scheme.name)


def _other(
    formula: FloorFormula, benefit: str, requirement: Requirement, practice: Practice
) -> Iterator[Lever | None]:
    """The parameters of another scheme: of the amount, or the one that sets the limit that is tested."""
    age = formula.columns["age"]
    if requirement.kind == "level":
        for parameter in {one.path: one for one in formula.moment.law.says(formula.question)}.values():
            if parameter.path != formula.part:
                inputs = _inputs(formula.moment, parameter, False)
                yield _lever(formula.moment, parameter, inputs, (False, age, 1.0), STATUS_QUO)
    if requirement.kind != "limit":
        return
    known = parameters([formula.moment.law.scheme])
    for way in requirement.ways:
        key = f"benefit.{benefit}.{way.facts.get('input')}"
        held = practice.inputs.get(key)
        if held is None or held.where not in known:
            continue
        parameter = known[held.where]
        moment = formula.given({parameter.path: parameter}).moment
        if parameter.path == formula.part:
            yield _lever(
                moment, parameter, _lasting(formula, benefit, parameter), (False, age, 1.0), STATUS_QUO
            )
        elif key.endswith(OF_AGE):
            yield _lever(moment, parameter, _alone(key), (True, age, 1.0), STATUS_QUO)


def _lever(
    moment: Moment, parameter: Parameter, inputs: Inputs, way: tuple[bool, float, float], law: str
) -> Lever | None:
    """A parameter between its value at the moment of the law and its end; nothing where it has no number then.

    `way` says whether it is turned down, the age of who is asked of, and after how many years of service.
    """
    down, age, years = way
    try:
        now = moment.value(parameter.path, age)
    except Refusal:
        return None
    beyond = math.inf if parameter.kind.money else FAR * max(now, 1.0)
    if parameter.path.endswith(".share"):  # of another pension it is a ratio, but no more than all of it
        beyond = 1.0
    beyond = min(beyond, _maximum(parameter, moment, age))
    end = 0.0 if down else {**ENDS, "share a year": 1.0 / years}.get(parameter.kind.word, beyond)
    if not math.isfinite(now) or now == end or (not down and now > end):
        return None
    scale, unit, per = _unit(parameter, moment)
    return Lever(
        parameter.path,
        _name(parameter),
        unit,
        float(now),
        end,
        inputs,
        lambda value: {parameter.path: _written(moment, parameter, min(value, UNLIMITED) / scale)},
        law,
        per,
        scale,
    )


def _maximum(parameter: Parameter, moment: Moment, age: float) -> float:
    """The maximum beside a minimum, which no law has above it; without end where there is none."""
    head, _, last = parameter.path.rpartition(".")
    beside = f"{head}.at_most"
    if last != "at_least" or beside not in moment.law.parameters:
        return math.inf
    return moment.value(beside, age)


def _unit(parameter: Parameter, moment: Moment) -> tuple[float, str, str]:
    """Canonical units in one of the file's, the unit, and the period of money."""
    if not parameter.kind.money:
        scale = 1 / MONTHS_PER_YEAR if parameter.kind.word == "months" else 1.0
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
    ceiling = "insurable_earnings" in path or "share_of_earnings" in path
    if ceiling and last == "at_most":
        return MADE["ceiling"]
    return MADE.get(NAMES.get(last, last), PARAMETER)


def _written(moment: Moment, parameter: Parameter, number: float) -> Mapping[str, Any]:
    """What a scenario file says: the number from the year of the moment on, for women no more than they have."""
    text, year = f"{number:.12g}", str(moment.year)
    if parameter.by_sex is None:
        return {year: text}
    men, women = (moment.value(parameter.path, 0.0, sex) for sex in (MALE, FEMALE))
    theirs = text if women >= men else f"{min(women, number):.12g}"
    return {"men": {year: text}, "women": {year: theirs}}


def _new(moment: Moment, parameter: Parameter, value: float) -> dict[str, Parameter]:
    """The parameter with a new value, read as a scenario file would be."""
    raw = _written(moment, parameter, min(value, UNLIMITED) / _unit(parameter, moment)[0])
    return {
        parameter.path: parameter.overlaid(read_parameter(raw, parameter.kind, parameter.path, parameter))
    }


def _inputs(moment: Moment, parameter: Parameter, who: bool) -> Inputs:
    """What a value of a parameter makes of a practice: every benefit of the scheme anew, and who has a right to it."""
    scheme = moment.law.scheme.name

    def inputs(practice: Practice, value: float) -> Mapping[str, Any]:
        new = _new(moment, parameter, value)
        made: dict[str, Any] = {key: one.given(new) for key, one in _formulas(practice, scheme).items()}
        if who and made:
            one = next(iter(made.values()))
            found = law_inputs(one.moment, one.wage_ratio)
            made |= {key: held.value for key, held in found.items() if key in practice.inputs}
        return made

    return inputs


def _alone(key: str) -> Inputs:
    """A value that is itself an input."""
    return lambda _practice, value: {key: value}


def _lasting(formula: FloorFormula, benefit: str, parameter: Parameter) -> Inputs:
    """What another number of months makes of a practice."""

    def inputs(practice: Practice, value: float) -> Mapping[str, Any]:
        held = practice.value(f"benefit.{benefit}.formula")
        new = (held if isinstance(held, FloorFormula) else formula).given(
            _new(formula.moment, parameter, value)
        )
        return {f"benefit.{benefit}.formula": new, f"benefit.{benefit}.duration_weeks": new.weeks}

    return inputs


def _formulas(practice: Practice, scheme: str) -> dict[str, Lawful]:
    """The benefits of a scheme as the practice has them now, perhaps under another change already."""
    held = {key: one.value for key, one in practice.inputs.items() if isinstance(one.value, Lawful)}
    return {key: one for key, one in held.items() if one.moment.law.scheme.name == scheme}

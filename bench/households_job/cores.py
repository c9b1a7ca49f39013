"""The job written for OpenFisca-Core and for PolicyEngine-Core, which began as its copy and reads the same text.

As its users write it: a system of variables with formulas, a simulation built from arrays, indicators in
NumPy. They compute in 32 bits, and every reform builds its simulation anew. No dependencies of ours: they
are found beside us, or in the folder that SOCLE_PEERS names (pip install --target FOLDER openfisca-core
policyengine-core).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import reduce
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from bench.households_job.law import BRACKETS, LINE, TOP_UP
from socle.ground.axes import Array
from socle.model.population import Population

YEAR = "2024"
PAID = ("child", "pension", "disability", "contribution", "tax")
CORES = {
    "OpenFisca-Core, simulation built anew, 32 bits": "openfisca_core",
    "PolicyEngine-Core, simulation built anew, 32 bits": "policyengine_core",
}
Formula = Callable[..., Any]


def formulas(pension_age: float) -> dict[str, Formula]:
    """The schemes as formulas of a person or a household."""

    def child(person: Any, period: Any) -> Any:
        age = person("age", period)
        return np.select([age < 6, age < 12, age < 18], [480.0, 360.0, 240.0], 0.0)

    def pension(person: Any, period: Any) -> Any:
        age = person("age", period)
        return np.select([age < pension_age, age < 80], [0.0, 1440.0], 1800.0)

    def disability(person: Any, period: Any) -> Any:
        return person("severely_disabled", period) * 1080.0

    def contribution(person: Any, period: Any) -> Any:
        return 0.08 * np.minimum(person("earnings", period), 30_000.0)

    def tax(person: Any, period: Any) -> Any:
        earnings, ends = person("earnings", period), [*list(BRACKETS)[1:], np.inf]
        parts = (
            rate * np.clip(earnings - low, 0, high - low)
            for (low, rate), high in zip(BRACKETS.items(), ends, strict=True)
        )
        return reduce(np.add, parts)

    def net(person: Any, period: Any) -> Any:
        gained = person("child", period) + person("pension", period) + person("disability", period)
        return gained - person("contribution", period) - person("tax", period)

    return {f.__name__: f for f in (child, pension, disability, contribution, tax, net)}


def of_households() -> dict[str, Formula]:
    """What the household as a whole has."""

    def before(household: Any, period: Any) -> Any:
        return household("consumption", period) / household.nb_persons()

    def top_up(household: Any, period: Any) -> Any:
        return TOP_UP * np.maximum(LINE - household("before", period), 0)

    def after(household: Any, period: Any) -> Any:
        net = household.sum(household.members("net", period))
        return household("before", period) + household("top_up", period) + net / household.nb_persons()

    return {f.__name__: f for f in (before, top_up, after)}


def system(core: str, pension_age: float) -> Any:
    """Entities and variables."""
    build_entity = import_module(f"{core}.entities").build_entity
    person = build_entity("person", "persons", "", is_person=True)
    household = build_entity("household", "households", "", roles=[{"key": "member", "plural": "members"}])
    made = import_module(f"{core}.taxbenefitsystems").TaxBenefitSystem([person, household])
    variable = variable_of(core, "YEAR")
    inputs = {"age": int, "severely_disabled": bool, "earnings": float}
    for name, kind in inputs.items():
        made.add_variable(variable(name, kind, person))
    made.add_variable(variable("consumption", float, household))
    for entity, written in ((person, formulas(pension_age)), (household, of_households())):
        for name, formula in written.items():
            made.add_variable(variable(name, float, entity, formula))
    return made


def variable_of(core: str, period: str) -> Callable[..., Any]:
    """(name, type, entity, formula) -> a variable of each YEAR or MONTH."""
    periods, base = import_module(f"{core}.periods"), import_module(f"{core}.variables").Variable
    known = {"definition_period": getattr(getattr(periods, "DateUnit", periods), period)}

    def variable(name: str, kind: type, entity: Any, formula: Formula | None = None) -> Any:
        own = {"value_type": kind, "entity": entity, "label": name, **known}
        return type(name, (base,), own | ({"formula": formula} if formula else {}))

    return variable


def installed() -> dict[str, str]:
    """Those that are there: name for the table and name of the package."""
    beside()
    return {said: core for said, core in CORES.items() if find_spec(core) is not None}


def beside() -> None:
    """Make the folders that SOCLE_PEERS names known."""
    for folder in filter(None, os.environ.get("SOCLE_PEERS", "").split(os.pathsep)):
        if folder not in sys.path:
            sys.path.append(folder)  # at the end, so that what both need is ours


def core_job(core: str, people: Population, households: Array, pension_age: float) -> dict[str, float]:
    """The fourteen numbers; `households` is the number of the household of each person."""
    assert people.households is not None
    begins, size = people.households[:-1], len(people.weights)
    builder = import_module(f"{core}.simulations").SimulationBuilder()
    made = system(core, pension_age)
    builder.create_entities(made)
    builder.declare_person_entity("person", np.arange(size))
    group = builder.declare_entity("household", np.arange(len(begins)))
    builder.join_with_persons(group, households, roles=np.zeros(size, dtype=np.int64))
    simulation = builder.build(made)
    for name, values in people.columns.items():
        if values.ndim:
            simulation.set_input(name, YEAR, values[begins] if name == "consumption" else values)
    weights, persons = people.weights, np.add.reduceat(people.weights, begins)
    numbers = {f"cost {name}": float(simulation.calculate(name, YEAR) @ weights) for name in PAID}
    numbers["cost top_up"] = float(simulation.calculate("top_up", YEAR) @ persons)
    for when in ("before", "after"):
        numbers |= indicators(when, simulation.calculate(when, YEAR).astype(np.float64), persons)
    return numbers


def indicators(when: str, income: Array, persons: Array) -> dict[str, float]:
    """Poverty and the Gini of one income a head."""
    gap, heads = np.maximum(1 - income / LINE, 0), persons.sum()
    order = np.argsort(income)
    weight, value = persons[order], income[order]
    rank = np.cumsum(weight) - weight / 2
    return {
        f"poor {when}": float((income < LINE) @ persons / heads),
        f"gap {when}": float(gap @ persons / heads),
        f"severity {when}": float(gap**2 @ persons / heads),
        f"gini {when}": float(2 * np.sum(weight * value * rank) / (heads * np.sum(weight * value)) - 1),
    }

"""The same chain where every variable of every month is kept: by hand in NumPy, and in OpenFisca-Core."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from bench.households_job.cores import Formula, variable_of
from bench.monthly_job.law import CEILING, MONTHS, RATES, VARIABLES
from socle.ground.axes import Array
from socle.model.population import Population

YEAR = 2024


def kept(people: Population) -> Array:
    """Whole columns in 32 bits, every one of them kept, as a simulation that can be asked for any of them does."""
    ceiling, held = np.float32(CEILING), []
    total = np.zeros(len(people.weights))
    for rate in RATES:
        value = people.columns["monthly"].astype(np.float32)
        for _ in range(VARIABLES):
            value = np.minimum(value, ceiling) * np.float32(rate) + np.maximum(value - ceiling, np.float32(0))
            held.append(value)
        total += value
    assert len(held) == VARIABLES * MONTHS
    return total


def simulated(core: str, people: Population) -> Array:
    """A simulation of variables with formulas, asked for the last of every month."""
    size, made = len(people.weights), _system(core)
    builder = import_module(f"{core}.simulations").SimulationBuilder()
    builder.create_entities(made)
    builder.declare_person_entity("person", np.arange(size))
    group = builder.declare_entity("household", np.arange(size))
    builder.join_with_persons(group, np.arange(size), roles=np.zeros(size, dtype=np.int64))
    simulation, total = builder.build(made), np.zeros(size)
    for month in (f"{YEAR}-{number + 1:02}" for number in range(MONTHS)):
        simulation.set_input("v0", month, people.columns["monthly"])
        for i in range(VARIABLES):  # in order, since it asks for what comes before by recursion
            simulation.calculate(f"v{i}", month)
        total += simulation.calculate(f"v{VARIABLES}", month)
    return total


def _system(core: str) -> Any:
    build_entity, variable = import_module(f"{core}.entities").build_entity, variable_of(core, "MONTH")
    person = build_entity("person", "persons", "", is_person=True)
    household = build_entity("household", "households", "", roles=[{"key": "member", "plural": "members"}])
    made = import_module(f"{core}.taxbenefitsystems").TaxBenefitSystem([person, household])
    made.add_variable(variable("v0", float, person))
    for i in range(VARIABLES):
        made.add_variable(variable(f"v{i + 1}", float, person, _formula(f"v{i}")))
    return made


def _formula(before: str) -> Formula:
    def formula(person: Any, period: Any) -> Any:
        value, rate = person(before, period), RATES[period.start.month - 1]
        return np.minimum(value, CEILING) * rate + np.maximum(value - CEILING, 0)

    return formula

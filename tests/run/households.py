"""Golden cases as schemes, and the people of a case as one household."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from socle.ground.expression import MONEY, Kind
from socle.model.economy import Economy
from socle.model.law import HOUSEHOLD_AMOUNT, STEPS
from socle.model.parameter import ALWAYS, Parameter
from socle.model.rulebook import Table, find
from socle.model.scheme import Benefit, Call, Clause, ParameterTable, Payer, Scheme, Version
from socle.run.probes import at_moment
from socle.run.traced import Household, Trace, chances
from tests.rules.cases import Case

ECONOMY = Economy("XTS", (2024,), {})
NAME = "case"


def parameter(path: str, kind: Kind, value: Any) -> Parameter:
    return Parameter(path, kind, (ALWAYS,), (float(value),), (str(value),), currency="XTS", per="year")


def argument(path: str, kind: Kind | Table, said: Any) -> Parameter | ParameterTable:
    if not isinstance(kind, Table):
        return parameter(path, kind, said)
    assert isinstance(said, Mapping)
    values = tuple(parameter(f"{path}.{bound}", kind.values, value) for bound, value in said.items())
    if kind.bounds.money:
        bounds = tuple(parameter(f"{path}.above.{bound}", kind.bounds, bound) for bound in said)
        return ParameterTable(bounds, values)
    return ParameterTable(tuple(said), values)


def call(name: str, said: Mapping[str, Any], on: Mapping[str, tuple[str, ...]] | None = None) -> Call:
    rule, path = find(name), f"{NAME}.benefit.{name}"
    arguments = {
        key: argument(f"{path}.{key}", rule.keywords[key].kind, value) for key, value in said.items()
    }
    return Call(rule, path, arguments, on or {})


def traced(case: Case) -> list[Trace]:
    """The law of a case asked of each of its households."""
    columns = {name: np.atleast_1d(np.array(value, np.float64)) for name, value in case.columns.items()}
    stands_for = {"other_income": "earnings", "other_benefit": "earnings"}
    on = {name: (stands_for[name],) for name in case.columns if name in stands_for}
    asked = call(case.rule, case.said, on)
    edges = np.cumsum([0, *(case.households or [1])])
    traces = []
    for first, last in pairwise(edges):
        own = {name: values[first:last] for name, values in columns.items()}
        scheme = _scheme(case, asked, own)
        moment = at_moment([scheme], [b.path for b in scheme.benefits], ECONOMY, 2024.5, payers=(NAME,))
        said = {stands_for.get(name, name): values for name, values in own.items() if name not in STEPS}
        said |= {f"draw:{chance}": np.full(last - first, 0.5) for chance in chances(moment)}
        said["person"] = np.ones(last - first)
        known = {name: np.ones(last - first, dtype=bool) for name in said}
        traces.append(Trace(moment, Household(said, known)))
    return traces


def _scheme(case: Case, asked: Call, columns: Mapping[str, Any]) -> Scheme:
    if asked.rule.room == "financing":
        return Scheme(NAME, {"en": NAME}, "Act", (), (Payer(asked),))
    steps: list[Call] = []
    if "amount" in case.columns:
        steps = [call("flat", {"amount": columns["amount"][0]})]
    if HOUSEHOLD_AMOUNT in case.columns:
        steps = [call("per_household", {"amount": columns[HOUSEHOLD_AMOUNT][0]})]
    if asked.rule.gives.same_unit(MONEY):
        version = Version((), (*steps, asked))
    else:
        version = Version((Clause("all", (asked,)),), (call("flat", {"amount": 1}),))
    benefit = Benefit(f"{NAME}.benefit", {"en": NAME}, "working_age", "unemployment", (version,))
    return Scheme(NAME, {"en": NAME}, "Act", (benefit,))

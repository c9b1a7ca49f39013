"""Tables that do not fit in memory: a law as one expression of Ibis, run where the table is.

DuckDB runs it under a memory limit (extra `lake`), Spark on a cluster (extra `spark`). The table has one row
a person, with the number of the household and the weight. Only totals, groups of a distribution, and columns
that are asked for come to memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from socle.engine.distribution import USUAL, Distribution
from socle.engine.ibis_law import HOUSEHOLD, ROW, WEIGHT, Asked, known_columns
from socle.engine.rounds import rounds, values_of
from socle.ground.axes import Array
from socle.ground.expression import Node
from socle.ground.refusals import Refusal
from socle.model.population import Population

Parameters = Mapping[str, Any]


@dataclass(frozen=True)
class Ranked:
    """How something is spread over persons: what ranks them, and what of them is added up, if not the same.

    `bits` from 1 to 51 give answers with a bound; 52 is exact, and takes each distinct value to memory.
    """

    value: Node
    other: Node | None = None
    bits: int = USUAL


def compute(
    trees: Mapping[str, Node], population: Population, parameters: Parameters, memory_limit: str = "1GB"
) -> dict[str, Array]:
    """The answers to some expressions by DuckDB: shape [record], or one number that the population decides."""
    columns, shared = _columns(population, parameters)
    connection = library("ibis").duckdb.connect(memory_limit=memory_limit)
    connection.con.register("people", library("pyarrow").table(columns))
    return answers(trees, connection.table("people"), parameters, shared)


def compute_on_spark(
    trees: Mapping[str, Node], population: Population, parameters: Parameters, session: Any
) -> dict[str, Array]:
    """The same answers by a session of Spark."""
    columns, shared = _columns(population, parameters)
    session.createDataFrame(library("pyarrow").table(columns)).createOrReplaceTempView("people")
    table = library("ibis").pyspark.connect(session).table("people")
    return answers(trees, table, parameters, shared)


def answers(
    trees: Mapping[str, Node], table: Any, parameters: Parameters, shared: Mapping[str, Any] | None = None
) -> dict[str, Array]:
    """The answers from an Ibis table of persons with columns `household` and `weight`.

    Answers for each person come in the order of a column `row` (0, 1, ...). A parameter that differs between
    persons (by region) is a column under its own name. `shared` columns are one number for all persons and
    are not in the table.
    """
    asked, lowered = _asked(trees, table, parameters, shared or {})
    found = asked.columns(lowered)
    return {name: found[name] for name in trees}


def distributions(
    ranked: Mapping[str, Ranked], table: Any, parameters: Parameters, shared: Mapping[str, Any] | None = None
) -> dict[str, Distribution]:
    """How results of a law are spread over persons, each grouped in one query; the table is that of `answers`."""
    trees = {f"{name} value": one.value for name, one in ranked.items()}
    trees |= {f"{name} other": one.other for name, one in ranked.items() if one.other is not None}
    asked, lowered = _asked(trees, table, parameters, shared or {})
    return {
        name: asked.distribution(lowered[f"{name} value"], lowered.get(f"{name} other"), one.bits)
        for name, one in ranked.items()
    }


def _asked(
    trees: Mapping[str, Node], table: Any, parameters: Parameters, shared: Mapping[str, Any]
) -> tuple[Asked, dict[str, Node]]:
    """What is asked of every person, and of what it is asked, once the numbers of the population are known."""
    library("ibis")
    known_columns(table.columns, (HOUSEHOLD, WEIGHT))
    nobody = {**dict.fromkeys(table.columns, np.empty(0)), **shared}
    layout = Population(np.empty(0), nobody, households=np.zeros(1, np.int64))
    known, lowered = dict(parameters), dict[str, Node]()
    for step in rounds(trees, layout):
        if step.wholes:
            known |= Asked([whole.tree for whole in step.wholes], table, layout, known).wholes(step.wholes)
        lowered |= step.answers
    return Asked(list(lowered.values()), table, layout, known), lowered


def _columns(
    population: Population, parameters: Parameters
) -> tuple[dict[str, np.ndarray[Any, Any]], dict[str, Any]]:
    """The columns of a table of persons, and those that are one number for all."""
    if population.households is None:
        raise Refusal("Tables are for records in households; these are cells.")
    records, sizes = len(population.weights), np.diff(population.households)
    columns = {name: values_of(name, population) for name in (*population.columns, *population.prevalence)}
    given = {**columns, **{name: np.asarray(value) for name, value in parameters.items()}}
    named = {name: values for name, values in given.items() if values.shape == (records,)}
    shared = {name: values for name, values in columns.items() if name not in named}
    households = np.repeat(np.arange(len(sizes)), sizes)
    return {**named, WEIGHT: population.weights, HOUSEHOLD: households, ROW: np.arange(records)}, shared


def library(name: str) -> Any:
    """A library of the extras `lake` and `spark`, or a refusal that says what to install."""
    try:
        return import_module(name)
    except ImportError as missing:
        raise Refusal("Tables beyond memory need Ibis and DuckDB: install opensocle[lake].") from missing

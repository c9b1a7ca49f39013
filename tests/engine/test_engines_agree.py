"""One law, one population, one answer: every engine gives what the NumPy engine gives, to 1e-12."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socle.rules  # noqa: F401, fills the rulebook
from socle.engine import ibis_tables, numba_kernel, numpy_records
from socle.engine.numpy_blocks import evaluate
from socle.ground.axes import Array
from socle.ground.expression import Node
from socle.model.population import Population
from socle.model.rulebook import RULES
from tests.engine.surveys import LAWS, VALUES, households, random_laws, rule_trees

Engine = Callable[[Mapping[str, Node], Population, Mapping[str, Any]], Mapping[str, Array]]
ENGINES: dict[str, Engine] = {
    "blocks": numpy_records.compute,
    "kernel": numba_kernel.compute,
    "duckdb": ibis_tables.compute,
}
EVERY_ENGINE = pytest.mark.parametrize("engine", ENGINES.values(), ids=list(ENGINES))


def assert_same(
    found: Mapping[str, Array], trees: Mapping[str, Node], people: Population, values: Mapping[str, Any]
) -> None:
    """Every answer equals the reference; one number of the population stays one number."""
    assert list(found) == list(trees)
    for name, tree in trees.items():
        truth = evaluate(tree, people, values)
        np.testing.assert_allclose(
            found[name],
            np.broadcast_to(truth, found[name].shape),
            rtol=1e-12,
            atol=1e-12,
            err_msg=f"{name}: {tree!r}",
        )
        assert found[name].size >= truth.size


@EVERY_ENGINE
def test_every_rule_gives_the_same_on_every_engine(engine: Engine) -> None:
    trees, values = rule_trees()
    assert set(trees) == set(RULES)
    people = households(1)
    assert_same(engine(trees, people, values), trees, people, values)


@EVERY_ENGINE
@pytest.mark.parametrize("seed", [2, 3])
def test_every_law_of_households_gives_the_same_on_every_engine(engine: Engine, seed: int) -> None:
    people = households(seed)
    values = {**VALUES, "region": people.columns["region"]}
    assert_same(engine(LAWS, people, values), LAWS, people, values)


@EVERY_ENGINE
def test_one_person_alone_is_a_population(engine: Engine) -> None:
    people = households(4, count=400)
    alone = Population(
        people.weights[:1],
        {name: values[:1] if values.ndim else values for name, values in people.columns.items()},
        households=np.array([0, 1]),
    )
    laws = {name: tree for name, tree in LAWS.items() if name != "by region"}
    assert_same(engine(laws, alone, VALUES), laws, alone, VALUES)


@EVERY_ENGINE
@settings(max_examples=3, deadline=None)
@given(st.lists(random_laws, min_size=12, max_size=12), st.integers(0, 99))
def test_random_laws_give_the_same_on_every_engine(engine: Engine, some: list[Node], seed: int) -> None:
    people, trees = households(seed, count=60), {f"law {i}": tree for i, tree in enumerate(some)}
    assert_same(engine(trees, people, VALUES), trees, people, VALUES)


@pytest.mark.parametrize("block", [1, 7])
def test_answers_do_not_depend_on_the_size_of_blocks(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(numpy_records, "BLOCK", block)
    people = households(8, count=50)
    starts = people.households
    assert starts is not None
    people = replace(people, households=np.insert(starts, 9, [starts[9]] * 8))  # with empty households
    values = {**VALUES, "region": people.columns["region"]}
    assert_same(numpy_records.compute(LAWS, people, values), LAWS, people, values)

"""Records in blocks of households give what the whole gives, and what one household at a time gives."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.engine import numpy_records
from socle.engine.numpy_blocks import evaluate
from socle.ground.axes import Array
from socle.ground.expression import CONDITION, MONEY, NUMBER, YEARS, Node, by_chance, column, parameter
from socle.ground.refusals import Refusal
from socle.ground.vocabulary import (
    any_in_household,
    larger,
    members,
    quantile,
    shared,
    smaller,
    sum_in_household,
    to_each_member,
    total,
    where,
)
from socle.model.population import Population
from tests.engine.small import in_blocks

INCOME, AGE, POOR = column("income", MONEY), column("age", YEARS), column("poor", CONDITION)
LINE, CAP = parameter("line", MONEY), parameter("cap", MONEY)
VALUES = {"line": 20.0, "cap": 35.0, "rate": 0.6}
OLD = where(AGE >= 65, 1, 0)


def households(sizes: list[int], seed: int) -> Population:
    """Persons with incomes in multiples of a half (ties and zeros), ages and a condition that few meet."""
    rng = np.random.default_rng(seed)
    n = sum(sizes)
    columns = {
        "income": rng.integers(0, 60, n) * 0.5 * rng.integers(0, 2, n),
        "age": rng.integers(0, 90, n).astype(float),
        "poor": rng.integers(0, 2, n).astype(bool),
        "line": np.array(5.0),  # does not vary over records
        "draw:rate": rng.uniform(0, 1, n),
    }
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return Population(rng.uniform(0.5, 2, n), columns, households=starts)


def one_by_one(tree: str, people: Population) -> Array:
    """The same law, household by household, written with lists."""
    starts = people.households
    assert starts is not None
    result: list[float] = []
    for first, last in pairwise(starts):
        income, age = list(people.columns["income"][first:last]), list(people.columns["age"][first:last])
        need = max(20.0 * len(income) - sum(income), 0.0)
        if tree == "topped up":
            result += [x + need / len(income) for x in income]
        elif tree == "to each with the old":
            result += [need if any(a >= 65 for a in age) else 0.0 for _ in income]
        else:
            result += [min(x * len(income), 35.0) - sum(income) for x in income]
    return np.array(result)


NEED = larger(LINE * members() - sum_in_household(INCOME), 0)
LAWS: dict[str, Node] = {
    "topped up": INCOME + shared(NEED),
    "to each with the old": where(any_in_household(AGE >= 65), to_each_member(NEED), 0),
    "mixed levels": smaller(INCOME * members(), CAP) - sum_in_household(INCOME),
}
WHOLE_POPULATION: dict[str, Node] = {
    "poorest": where(quantile(INCOME, 0.4) >= INCOME, INCOME, 0),
    "share of total": INCOME / total(INCOME),
    "deep": sum_in_household(where(INCOME + shared(NEED) < quantile(INCOME, 0.5), INCOME, LINE)),
    "counted": INCOME * total(POOR) / total(OLD + 1),
    "a column for all": where(POOR, column("line", MONEY), INCOME),
    "drawn": where(by_chance("luck", parameter("rate", NUMBER)), INCOME, LINE),
}
SIZES = st.lists(st.sampled_from([1, 1, 2, 3, 7]), min_size=1, max_size=30)


@settings(max_examples=40, deadline=None)
@given(SIZES, st.integers(0, 99), st.sampled_from(sorted(LAWS)), st.sampled_from([1, 3, numpy_records.BLOCK]))
def test_the_engine_gives_what_one_household_at_a_time_gives(
    sizes: list[int], seed: int, name: str, block: int
) -> None:
    people = households(sizes, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numpy_records, "BLOCK", block)
        np.testing.assert_allclose(in_blocks(LAWS[name], people, VALUES), one_by_one(name, people), atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(SIZES, st.integers(0, 99), st.sampled_from(sorted({**LAWS, **WHOLE_POPULATION})))
def test_blocks_give_what_the_whole_gives(sizes: list[int], seed: int, name: str) -> None:
    people, tree = households(sizes, seed), {**LAWS, **WHOLE_POPULATION}[name]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numpy_records, "BLOCK", 4)
        whole = np.broadcast_to(evaluate(tree, people, VALUES), people.weights.shape)
        np.testing.assert_allclose(in_blocks(tree, people, VALUES), whole, rtol=1e-12, atol=1e-12)


def test_a_quantile_counts_weights() -> None:
    people = Population(
        np.array([8.0, 1.0, 1.0]), {"income": np.array([1.0, 2.0, 3.0])}, households=np.array([0, 1, 3])
    )
    values = [evaluate(quantile(INCOME, share), people, {}).item() for share in (0.1, 0.8, 0.81, 0.9, 1.0)]
    assert values == [1, 1, 2, 2, 3]


def test_an_empty_class_has_no_total_and_divides_nothing() -> None:
    people = households([1, 2, 4], 3)
    nobody = total(where(AGE >= 120, INCOME, 0))
    assert evaluate(nobody, people, VALUES).item() == 0
    np.testing.assert_array_equal(in_blocks(INCOME / nobody, people, VALUES), np.zeros(7))


def test_an_empty_household_takes_nothing_from_its_neighbours() -> None:
    people = Population(
        np.ones(3), {"income": np.array([1.0, 2.0, 4.0])}, households=np.array([0, 1, 1, 3, 3])
    )
    np.testing.assert_array_equal(in_blocks(sum_in_household(INCOME), people, {}), [1.0, 6.0, 6.0])


def test_a_stored_draw_decides_and_raising_the_rate_only_adds_people() -> None:
    people = households([1] * 400, 5)
    tree = where(by_chance("luck", parameter("rate", NUMBER)), 1, 0)
    few, more = (in_blocks(tree, people, {"rate": rate}) for rate in (0.3, 0.6))
    np.testing.assert_array_equal(few, people.columns["draw:rate"] < 0.3)
    assert (more >= few).all()
    assert more.sum() > few.sum()


def test_what_a_population_cannot_answer_is_refused() -> None:
    cells = Population(
        np.ones((1, 1, 2, 3)), {"income": np.ones((1, 1, 1, 1))}, {"poor": np.ones((1, 1, 1, 1))}
    )
    with pytest.raises(Refusal, match="needs persons in households"):
        evaluate(sum_in_household(INCOME), cells, {})
    with pytest.raises(Refusal, match="needs persons; these are cells"):
        evaluate(quantile(INCOME, 0.5), cells, {})
    with pytest.raises(Refusal, match="Blocks are for records"):
        in_blocks(INCOME, cells, {})
    with pytest.raises(Refusal, match="has no draws"):
        evaluate(by_chance("luck", parameter("rate", NUMBER)), cells, {"rate": 0.5})
    with pytest.raises(Refusal) as refused:
        evaluate(column("incom", MONEY), cells, {})
    assert refused.value.nearest == "income"
    assert "income, poor" in str(refused.value)

"""Cells are averaged over yes and no: exact, where probabilities inside the operators are not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.engine.expected import MOST_OPEN, expected
from socle.engine.numpy_blocks import evaluate, totals
from socle.ground.expression import (
    CONDITION,
    MONEY,
    NUMBER,
    YEARS,
    Node,
    by_chance,
    column,
    constant,
    parameter,
)
from socle.ground.refusals import Refusal
from socle.ground.vocabulary import larger, quantile, smaller, total, where
from socle.model.population import Population, banded
from tests.engine.random_laws import SHAPE, VALUES, Pair, amounts, by_brute_force, cells, conditions


@settings(max_examples=80, deadline=None)
@given(amounts, st.integers(0, 1000))
def test_the_average_over_cells_is_the_sum_over_every_answer(law: Pair, seed: int) -> None:
    people = cells(seed)
    averaged = expected(law.node, people)
    truth = by_brute_force(law.value, people)
    np.testing.assert_allclose(np.broadcast_to(evaluate(averaged, people, VALUES), SHAPE), truth, atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(conditions, st.integers(0, 1000))
def test_the_average_of_a_condition_is_its_probability(law: Pair, seed: int) -> None:
    people = cells(seed)
    share = evaluate(expected(where(law.node, 1, 0), people), people, VALUES)
    np.testing.assert_allclose(np.broadcast_to(share, SHAPE), by_brute_force(law.value, people), atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.one_of(amounts, conditions), st.integers(0, 1000))
def test_totals_are_the_sums_of_values_times_weights(law: Pair, seed: int) -> None:
    people = cells(seed)
    tree = where(law.node, 1, 0) if law.node.kind.condition else law.node
    summed = totals(expected(tree, people), people, VALUES, {})
    truth = (by_brute_force(law.value, people) * people.weights).sum((2, 3))
    np.testing.assert_allclose(np.broadcast_to(summed, SHAPE[:2]), truth, atol=1e-6)


def _c(name: str) -> Node:
    return column(name, CONDITION)


GRANT, PENSION, CAP = (parameter(name, MONEY) for name in "abc")
BROKEN = {
    "a condition used twice": (
        where(_c("poor") & (_c("poor") | _c("unemployed")), 1, 0),
        lambda e: e["poor"] & (e["poor"] | e["unemployed"]),
        lambda p: p["poor"] * (p["poor"] + p["unemployed"] - p["poor"] * p["unemployed"]),
    ),
    "a grant if the pension is not received": (
        where(~(where(_c("poor"), PENSION, 0) > 0), GRANT, 0),
        lambda e: np.where(np.where(e["poor"], 40.0, 0) > 0, 0.0, 100.0),
        lambda p: np.where(p["poor"] * 40.0 > 0, 0.0, 100.0),
    ),
    "a grant net of the pension": (
        larger(where(_c("unemployed"), GRANT, 0) - where(_c("poor"), PENSION, 0), 0),
        lambda e: np.maximum(np.where(e["unemployed"], 100.0, 0) - np.where(e["poor"], 40.0, 0), 0),
        lambda p: np.maximum(p["unemployed"] * 100 - p["poor"] * 40, 0),
    ),
    "a cap over two benefits": (
        smaller(where(_c("unemployed"), CAP, 0) + where(_c("poor"), GRANT, 0), CAP),
        lambda e: np.minimum(np.where(e["unemployed"], 250.0, 0) + np.where(e["poor"], 100.0, 0), 250.0),
        lambda p: np.minimum(p["unemployed"] * 250 + p["poor"] * 100, 250.0),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_broke_with_probabilities_inside_the_operators_is_exact(name: str) -> None:
    tree, truth_of, naive_of = BROKEN[name]
    people = cells(7)
    mine = np.broadcast_to(evaluate(expected(tree, people), people, VALUES), SHAPE)
    truth = by_brute_force(truth_of, people)
    np.testing.assert_allclose(mine, truth, rtol=1e-12, atol=1e-12)
    naive = np.broadcast_to(naive_of(people.prevalence), SHAPE)
    assert abs(naive.sum() / truth.sum() - 1) > 0.01


def test_a_chance_may_depend_on_an_open_condition_and_on_another_chance() -> None:
    people = cells(3)
    inner = by_chance("registered", where(_c("poor"), 0.8, 0.4))
    outer = by_chance("claims", where(inner, 0.5, 0.1))
    share = evaluate(expected(where(outer, 1, 0), people), people, {})
    registered = people.prevalence["poor"] * 0.8 + (1 - people.prevalence["poor"]) * 0.4
    np.testing.assert_allclose(share, registered * 0.5 + (1 - registered) * 0.1, rtol=1e-12)


def test_a_total_is_averaged_by_itself_before_a_person_answers() -> None:
    people = cells(5)
    share_of_all = where(_c("poor"), 1, 0) / total(where(_c("poor"), 1, 0))
    summed = totals(expected(share_of_all, people), people, {}, {})
    np.testing.assert_allclose(summed, 1.0, rtol=1e-12)


def test_too_many_open_conditions_are_refused_by_name() -> None:
    names = [f"c{i}" for i in range(MOST_OPEN + 1)]
    people = Population(np.ones((1, 1, 1, 1)), {}, {name: np.full((1, 1, 1, 1), 0.5) for name in names})
    tree = where(_c("c0"), 1, 0)
    for name in names[1:]:
        tree = tree + where(_c(name), 1, 0)
    with pytest.raises(Refusal, match="leaves 7 conditions open") as refused:
        expected(tree, people)
    assert all(name in str(refused.value) for name in names)


EARNINGS = column("earnings", MONEY)
SHARE = parameter("half", NUMBER)
MEANS = Population(
    np.full((1, 1, 1, 1), 10.0),
    {"earnings": np.full((1, 1, 1, 1), 1.0), "age": np.full((1, 1, 1, 1), 40.0)},
    {"poor": np.full((1, 1, 1, 1), 0.5)},
    frozenset({"earnings"}),
)


@pytest.mark.parametrize(
    ("bent", "op"),
    [
        (smaller(EARNINGS, CAP), "smaller"),
        (larger(EARNINGS - CAP, 0), "larger"),
        (where(EARNINGS > 0, GRANT, 0), "gt"),
        (where(EARNINGS == CAP, GRANT, 0), "eq"),
        (GRANT / EARNINGS * GRANT, "div"),
        (EARNINGS * EARNINGS / GRANT, "mul"),
        ((EARNINGS / GRANT) ** SHARE, "power"),
        (quantile(EARNINGS, 0.5), "in_population"),
    ],
)
def test_a_bent_mean_is_refused_with_the_cure(bent: Node, op: str) -> None:
    with pytest.raises(Refusal) as refused:
        expected(bent, MEANS)
    assert f"`earnings` is a mean of each cell here, and `{op}`" in str(refused.value)
    assert "banded" in str(refused.value)


@pytest.mark.parametrize(
    ("linear", "value"),
    [
        (EARNINGS + GRANT, 101),
        (SHARE * EARNINGS, 0.5),
        (EARNINGS / SHARE, 2),
        (where(column("poor", CONDITION), EARNINGS, GRANT), 0.5 * 1 + 0.5 * 100),
        (where(column("age", YEARS) >= 18, EARNINGS, 0), 1),
        (EARNINGS / total(EARNINGS) * GRANT, 10),
    ],
)
def test_a_mean_used_in_a_straight_line_is_accepted(linear: Node, value: float) -> None:
    assert evaluate(expected(linear, MEANS), MEANS, VALUES).item() == pytest.approx(value)


def capped_mean(ceiling: float, sigma: float) -> float:
    """The mean of a lognormal of mean 1, cut at the ceiling: the integral in closed form."""

    def below(x: float) -> float:
        return 0.5 * (1 + math.erf(x / math.sqrt(2)))

    depth = (math.log(ceiling) + sigma**2 / 2) / sigma
    return below(depth - sigma) + ceiling * (1 - below(depth))


@pytest.mark.parametrize("ceiling", [0.5, 0.85, 1.0, 1.13, 1.5, 2.1, 3.0])
@pytest.mark.parametrize("sigma", [0.3, 0.6, 0.9])
def test_bands_cut_a_lognormal_as_the_integral_does(ceiling: float, sigma: float) -> None:
    people = banded(MEANS, "earnings", sigma=sigma)
    values = {"ceiling": np.full((1, 1, 1, 1, 1), ceiling)}
    capped = smaller(EARNINGS, parameter("ceiling", MONEY))
    mean = totals(expected(capped, people), people, values, {}) / people.weights.sum()
    assert mean.item() == pytest.approx(capped_mean(ceiling, sigma), rel=0.001)


@pytest.mark.parametrize(("ceiling", "error"), [(0.5, 0.175), (1.5, 0.28), (3.0, 0.075)])
def test_the_mean_alone_would_overstate_what_a_ceiling_leaves(ceiling: float, error: float) -> None:
    assert min(1.0, ceiling) / capped_mean(ceiling, 0.9) - 1 >= error


def test_bands_keep_the_persons_and_their_mean() -> None:
    people = banded(MEANS, "earnings", sigma=0.9, bands=10)
    assert people.weights.sum() == pytest.approx(10)
    assert totals(EARNINGS, people, {}, {}).item() == pytest.approx(10)
    assert people.columns["earnings"].max() / people.columns["earnings"].min() > 5
    with pytest.raises(Refusal, match="`age` is not a mean"):
        banded(MEANS, "age", sigma=0.9)


def test_an_average_of_what_is_known_is_itself() -> None:
    people = cells(1)
    tree = where(column("age", YEARS) >= 65, GRANT, 0)
    assert expected(tree, people).key == tree.key
    assert expected(constant(1.0), people).value == 1.0

"""A law as the text of a function of numbers says what the NumPy engine says, as plain Python and compiled."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socle.rules  # noqa: F401, fills the rulebook
from socle.engine.machine import machine
from socle.engine.numpy_blocks import evaluate
from socle.engine.scalar_text import ScalarLaw, fused, scalar_function
from socle.ground.expression import CONDITION, MONEY, NUMBER, YEARS, Kind, Node, column, parameter
from socle.ground.refusals import Refusal
from socle.ground.vocabulary import larger, smaller, sum_in_household, total, where, whole
from socle.model.population import Population
from tests.engine import random_laws
from tests.engine.surveys import households, rule_trees

COLUMNS = ("age", "income", "service", "lambda", "v0")
NUMBERS = {"scheme.rate": 0.3, "scheme.line": 20.0, "scheme_rate": 7.0, "scheme.none": 0.0}
AT_THRESHOLDS = np.array([0.0, 0.1, 0.3, 7.0, 20.0, 20.0 * (1 + 5e-10), 20.0 * (1 + 2e-9), 65.0])

leaves = st.one_of(
    st.sampled_from(COLUMNS).map(lambda name: column(name, NUMBER)),
    st.sampled_from(sorted(NUMBERS)).map(lambda path: parameter(path, NUMBER)),
)


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Every operation of the grammar on smaller laws."""
    pairs = st.tuples(inner, inner)
    compared = st.sampled_from(("lt", "le", "gt", "ge", "eq", "ne"))
    return st.one_of(
        pairs.map(lambda p: p[0] + p[1]),
        pairs.map(lambda p: p[0] - p[1]),
        pairs.map(lambda p: p[0] * p[1]),
        pairs.map(lambda p: p[0] / p[1]),
        pairs.map(lambda p: smaller(*p)),
        pairs.map(lambda p: larger(*p)),
        inner.map(whole),
        inner.map(lambda x: larger(x, 0) ** parameter("scheme.rate", NUMBER)),
        st.tuples(compared, pairs, pairs).map(lambda t: where(conditions[t[0]](*t[1]), *t[2])),
        st.tuples(compared, compared, pairs, pairs).map(
            lambda t: where(conditions[t[0]](*t[2]) & ~conditions[t[1]](*t[3]), t[2][0], t[3][1])
        ),
    )


conditions: dict[str, Any] = {
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
}
laws = st.recursive(leaves, grown, max_leaves=12)


def as_python(law: ScalarLaw) -> Any:
    """The function as it is written, not compiled."""
    space: dict[str, Any] = {"floor": np.floor, "inf": np.inf}
    exec(law.text, space)
    return space[law.name]


def lives(seed: int, count: int = 25) -> Population:
    """Lives whose numbers heap on the thresholds of the law."""
    rng = np.random.default_rng(seed)
    return Population(np.ones(count), {name: rng.choice(AT_THRESHOLDS, count) for name in COLUMNS})


def asked(law: ScalarLaw, function: Any, people: Population, values: dict[str, Any]) -> list[float]:
    """One life after another."""
    size = len(people.weights)
    columns = [np.broadcast_to(people.columns[name], size).astype(float) for name in law.columns]
    numbers = [values[path] for path in law.parameters]
    with np.errstate(all="ignore"):
        return [float(function(*(values[i] for values in columns), *numbers)) for i in range(size)]


@settings(max_examples=300, deadline=None)
@given(laws, st.integers(0, 99))
def test_the_text_says_the_law(tree: Node, seed: int) -> None:
    people, law = lives(seed), scalar_function("answer", tree)
    with np.errstate(all="ignore"):
        truth = np.broadcast_to(evaluate(tree, people, NUMBERS), people.weights.shape)
    np.testing.assert_allclose(asked(law, as_python(law), people, NUMBERS), truth, rtol=1e-12, atol=0)


@settings(max_examples=100, deadline=None)
@given(random_laws.amounts, st.integers(0, 99))
def test_what_chance_decides_reads_its_draw(pair: random_laws.Pair, seed: int) -> None:
    rng = np.random.default_rng(seed)
    draws = {f"draw:{path}": rng.uniform(0, 1, 20) for path in random_laws.CHANCES}
    known = {name: rng.integers(0, 2, 20).astype(bool) for name in random_laws.OPEN}
    people = Population(np.ones(20), {**draws, **known, "age": rng.choice(random_laws.AGES, 20)})
    law = scalar_function("answer", pair.node)
    truth = np.broadcast_to(evaluate(pair.node, people, random_laws.VALUES), 20)
    np.testing.assert_allclose(asked(law, as_python(law), people, random_laws.VALUES), truth, rtol=1e-12)


def test_every_rule_of_one_life_is_the_same_compiled() -> None:
    trees, values = rule_trees()
    people = households(7, count=30)
    wholes = ("in_household", "of_household", "in_population")
    own = {name: tree for name, tree in trees.items() if not _has(tree, wholes)}
    assert len(own) > 30
    written = [scalar_function(f"answer_{name}", tree) for name, tree in own.items()]
    columns = sorted({name for law in written for name in law.columns})
    where_ = {name: f"columns[{i}, j]" for i, name in enumerate(columns)}
    paths = list(values)
    numbers = {path: f"numbers[{i}]" for i, path in enumerate(paths)}
    acts = [f"        found[{i}, j] = {law.call(where_, numbers)}" for i, law in enumerate(written)]
    loop = ["def kernel(columns, numbers, found):", "    for j in range(columns.shape[1]):", *acts, ""]
    kernel = machine(fused(written, "\n".join(loop)), ("read float64[][]", "read float64[]", "float64[][]"))
    size = len(people.weights)
    table = np.array([np.broadcast_to(people.columns[name], size).astype(float) for name in columns])
    found = np.full((len(own), size), np.nan)
    kernel(table, np.array([values[path] for path in paths]), found)
    for name, tree, line in zip(own, own.values(), found, strict=True):
        truth = np.broadcast_to(evaluate(tree, people, values), size)
        np.testing.assert_allclose(line, truth, rtol=1e-12, atol=1e-12, err_msg=name)


def _has(tree: Node, operations: tuple[str, ...]) -> bool:
    return tree.op in operations or any(_has(arg, operations) for arg in tree.args)


def test_the_text_is_what_one_would_write() -> None:
    age, service = column("age", YEARS), column("service", YEARS)
    rate, earned = parameter("pension.rate", Kind(years=-1)), column("last_earnings", MONEY)
    late = age - parameter("pension.normal-age", YEARS)
    law = scalar_function("how_much", where(late > 0, service * rate * earned, 0))
    assert law.columns == ("age", "last_earnings", "service")
    assert law.parameters == ("pension.normal-age", "pension.rate")
    head, *lines = law.text.splitlines()
    assert head == "def how_much(age, last_earnings, service, pension_normal_age, pension_rate):"
    assert sum(line.endswith("= service * pension_rate") for line in lines) == 1


def test_what_is_needed_twice_is_worked_out_once() -> None:
    gap = parameter("line", MONEY) - column("income", MONEY)
    law = scalar_function("gap", smaller(gap, parameter("cap", MONEY)) + gap)
    assert law.text.count(" - ") == 1


def test_a_reform_of_numbers_changes_no_letter() -> None:
    tree = column("income", MONEY) * parameter("rate", NUMBER)
    assert "0." not in scalar_function("paid", tree).text


def test_a_condition_is_answered_with_one_or_nothing() -> None:
    poor = column("poor", CONDITION)
    law = scalar_function("who", poor & (column("age", YEARS) >= parameter("age", YEARS)))
    assert law.text.startswith("def who(age, poor, age_):")  # the age of the law is not that of the life
    function = as_python(law)
    by_name = {"poor": 1.0, "age": 65.0}
    assert function(*(by_name[name] for name in law.columns), 65.0) == 1.0
    assert function(*(by_name[name] for name in law.columns), 66.0) == 0.0


def test_what_rests_on_other_persons_is_refused() -> None:
    income = column("income", MONEY)
    for tree in (total(income), sum_in_household(income)):
        with pytest.raises(Refusal, match="rests on other persons"):
            scalar_function("answer", tree)


def test_a_column_that_is_not_there_is_refused_with_the_nearest() -> None:
    tree = column("income", MONEY)
    law = scalar_function("answer", tree)
    with pytest.raises(Refusal, match="reads `income`") as refused:
        law.call({"incomes": "x"}, {})
    assert "incomes" in str(refused.value)

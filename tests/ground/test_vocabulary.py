"""The words of the law: with numbers they answer, on columns they yield an expression of the same meaning."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.engine.numpy_blocks import evaluate
from socle.ground.expression import CONDITION, MONEY, NUMBER, Node, column, constant
from socle.ground.refusals import Refusal
from socle.ground.vocabulary import (
    Bands,
    among,
    any_in_household,
    by_band,
    by_bracket,
    larger,
    members,
    quantile,
    shared,
    smaller,
    sum_in_household,
    to_each_member,
    total,
    where,
    whole,
)
from socle.model.population import Population

X = column("x", NUMBER)
Y = column("y", NUMBER)
BANDS = {0: 10.0, 18: 20.0, 65: 30.0}
RATES = {0: 0.0, 100: 0.1, 300: 0.25}


def answer(tree: Node, **columns: float) -> float:
    people = Population(np.ones(1), {name: np.array([value]) for name, value in columns.items()})
    return float(np.ravel(evaluate(tree, people, {}))[0])


@pytest.mark.parametrize(
    ("said", "value"),
    [
        (where(True, 3, 4), 3),
        (where(False, 3, 4), 4),
        (smaller(3, 4), 3),
        (larger(3, 4), 4),
        (whole(2.9999999999), 3),
        (whole(2.9), 2),
        (among(3, [1, 3]), True),
        (among(0.1 + 0.2, [0.3]), True),
        (among(2, [1, 3]), False),
        (among(2, []), False),
        (by_band(17, BANDS), 10),
        (by_band(18, BANDS), 20),
        (by_band(80, BANDS), 30),
        (by_band(-1, BANDS), 0),
        (by_bracket(50, RATES), 0),
        (by_bracket(200, RATES), 10),
        (by_bracket(500, RATES), 20 + 50),
    ],
)
def test_called_with_numbers_a_word_answers_with_a_number(said: Any, value: float) -> None:
    assert not isinstance(said, Node)
    assert said == value
    assert type(said) in (bool, float)


NUMBERS = st.floats(-1000, 1000).map(lambda x: round(x, 1))


@given(NUMBERS, NUMBERS)
def test_symbols_mean_what_numbers_mean(x: float, y: float) -> None:
    pairs = [
        (smaller(X, Y), smaller(x, y)),
        (larger(X, Y), larger(x, y)),
        (whole(X), whole(x)),
        (where(X < Y, X, Y * 2), where(x < y - 1e-9 * abs(y), x, y * 2)),
        (among(X, [0, 3.5, -7]), among(x, [0, 3.5, -7])),
        (by_band(X, BANDS), by_band(x, BANDS)),
        (by_bracket(X, RATES), by_bracket(x, RATES)),
    ]
    for tree, number in pairs:
        assert answer(tree, x=x, y=y) == pytest.approx(float(number), abs=1e-9)


@given(st.floats(0, 1000))
def test_a_tax_by_brackets_is_the_integral_of_its_rates(income: float) -> None:
    steps = np.linspace(0, income, 20_001)
    middle = (steps[1:] + steps[:-1]) / 2
    rates = np.where(middle < 100, 0.0, np.where(middle < 300, 0.1, 0.25))
    assert by_bracket(income, RATES) == pytest.approx(float((rates * np.diff(steps)).sum()), abs=0.05)


def test_a_table_given_as_bands_is_the_same_as_a_mapping() -> None:
    table = Bands((0, 18, 65), (10.0, 20.0, 30.0))
    assert by_band(X, table).key == by_band(X, BANDS).key


def test_only_numbers_of_persons_are_added_up_in_a_household() -> None:
    rent = column("rent", MONEY, "household")
    with pytest.raises(Refusal, match="adds up persons"):
        sum_in_household(rent)
    with pytest.raises(Refusal, match="adds up persons"):
        sum_in_household(3)
    assert sum_in_household(X).level == "household"
    assert any_in_household(X > 3).kind.condition
    assert members().kind.same_unit(NUMBER)
    assert to_each_member(rent).level == "person"
    assert shared(rent).level == "person"


def test_a_total_is_of_the_population_and_counts_conditions() -> None:
    poor = column("poor", CONDITION)
    assert total(X).level == quantile(X, 0.4).level == "population"
    assert total(poor).kind.same_unit(NUMBER)
    people = Population(np.full((1, 1, 2, 2), 10.0), {"poor": np.array([True, False]).reshape(1, 1, 1, 2)})
    assert (
        evaluate(total(poor) / total(constant(1.0) * X**0), people.with_columns(x=np.ones((1, 1, 1, 1))), {})
        == 0.5
    )

"""Equal within a billionth is equal, on axes and in blocks: whole numbers of tenths are the truth."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from socle.engine import numpy_records
from socle.engine.lower import lower
from socle.engine.numpy_blocks import evaluate
from socle.ground.expression import FOREVER, MONEY, NUMBER, Node, column, parameter
from socle.ground.vocabulary import sum_in_household, where, whole
from socle.model.population import Population
from tests.engine.small import in_blocks

RNG = np.random.default_rng(11)
LINES = (300, 1_000, 1_501)
TENTHS = np.concatenate([np.repeat(LINES, 50), RNG.integers(0, 2_000, 5_850)])
SIZES = np.repeat([1, 2, 3], 1_000)
STARTS = np.concatenate([[0], np.cumsum(SIZES)])
HEAPED = np.cumsum(np.full(2_001, 0.1))[TENTHS] - 0.1  # a sum of tenths is not a tenth of a sum
INCOME = column("income", MONEY)
LINE = parameter("line", MONEY)
COMPARISONS: list[tuple[Callable[[Node, Node], Node], Callable[..., np.ndarray]]] = [
    (lambda a, b: a < b, np.less),
    (lambda a, b: a <= b, np.less_equal),
    (lambda a, b: a > b, np.greater),
    (lambda a, b: a >= b, np.greater_equal),
    (lambda a, b: a == b, np.equal),
    (lambda a, b: a != b, np.not_equal),
]


def records() -> Population:
    return Population(np.ones(len(HEAPED)), {"income": HEAPED}, households=STARTS)


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(("compare", "exactly"), COMPARISONS)
def test_heaped_incomes_compare_as_whole_numbers(
    compare: Callable[[Node, Node], Node], exactly: Callable[..., np.ndarray], line: int
) -> None:
    tree, values = where(compare(INCOME, LINE), 1, 0), {"line": line * 0.1}
    truth = exactly(TENTHS, line)
    assert 0 < truth.sum() < len(truth)
    cells = Population(np.ones((1, 1, 1, 6_000)), {"income": HEAPED.reshape(1, 1, 1, -1)})
    np.testing.assert_array_equal(evaluate(tree, cells, values).ravel(), truth)
    np.testing.assert_array_equal(in_blocks(tree, records(), values), truth)


def test_without_slack_the_same_incomes_would_be_miscounted() -> None:
    assert any(
        int((line * 0.1 > HEAPED).sum()) != int((line > TENTHS).sum()) for line in range(300, 1_600, 50)
    )


def test_heaped_incomes_of_households_compare_as_whole_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numpy_records, "BLOCK", 7)
    tree = where(sum_in_household(INCOME) <= LINE, 1, 0)
    of_household = np.repeat(np.add.reduceat(TENTHS, STARTS[:-1]), SIZES)
    np.testing.assert_array_equal(in_blocks(tree, records(), {"line": 150.0}), of_household <= 1_500)


def test_completed_numbers_are_those_of_whole_numbers() -> None:
    tree = whole(column("income", NUMBER) / parameter("line", NUMBER))
    np.testing.assert_array_equal(in_blocks(tree, records(), {"line": 0.1}), TENTHS)


@pytest.mark.parametrize(
    ("value", "bound", "below", "above"),
    [
        (0.0, 0.0, False, False),
        (-1e-300, 0.0, True, False),
        (-5.0, -5.0 * (1 + 1e-12), False, False),
        (-5.0, -4.999, True, False),
        (1e15, 1e15 + 1, False, False),
        (3.0, FOREVER, True, False),
        (3.0, -FOREVER, False, True),
    ],
)
def test_slack_follows_the_size_of_the_threshold(
    value: float, bound: float, below: bool, above: bool
) -> None:
    one = Population(np.ones(1), {"income": np.array([value])})
    values = {"line": np.array([bound])}
    assert bool(evaluate(INCOME < LINE, one, values)[0]) is below
    assert bool(evaluate(INCOME >= LINE, one, values)[0]) is not below
    assert bool(evaluate(INCOME > LINE, one, values)[0]) is above
    assert bool(evaluate(INCOME <= LINE, one, values)[0]) is not above


def test_lowering_leaves_no_bare_comparison_and_no_name() -> None:
    tree = lower(where((INCOME < LINE) | (INCOME == LINE), INCOME, 0))
    found, stack = set(), [tree]
    while stack:
        node = stack.pop()
        found.add(node.op)
        stack.extend(node.args)
    assert not found & {"lt", "le", "gt", "ge", "eq", "ne", "named"}
    assert {"below", "above"} <= found

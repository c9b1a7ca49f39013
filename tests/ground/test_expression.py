"""Expressions: folding, units, levels, keys, and what a rule may not do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from socle.ground.expression import (
    BRANCHING,
    CONDITION,
    FOREVER,
    MONEY,
    NUMBER,
    YEARS,
    Node,
    by_chance,
    column,
    constant,
    named,
    parameter,
)
from socle.ground.glossary import GLOSSARY, column_of
from socle.ground.refusals import Refusal
from socle.ground.vocabulary import smaller, where
from socle.model.law import walk

AGE = column("age", YEARS)
SEX = column("sex", NUMBER)
EARNINGS = column("earnings", MONEY)
LINE = column("poverty_line", MONEY, "population")
DISABLED = column("severely_disabled", CONDITION)
SHARE = parameter("s.share", NUMBER)


@pytest.mark.parametrize(
    ("made", "same_as"),
    [
        (EARNINGS + 0, EARNINGS),
        (0 + EARNINGS, EARNINGS),
        (EARNINGS - 0, EARNINGS),
        (EARNINGS * 1, EARNINGS),
        (1 * EARNINGS, EARNINGS),
        (EARNINGS / 1, EARNINGS),
        (SEX**1, SEX),
        (DISABLED & True, DISABLED),
        (True & DISABLED, DISABLED),
        (DISABLED & False, constant(False)),
        (DISABLED | False, DISABLED),
        (False | DISABLED, DISABLED),
        (DISABLED | True, constant(True)),
        (AGE < FOREVER, constant(True)),
        (AGE >= FOREVER, constant(False)),
        (AGE >= -FOREVER, constant(True)),
        (AGE > FOREVER, constant(False)),
        (smaller(EARNINGS, FOREVER), EARNINGS),
        (where(True, EARNINGS, 0), EARNINGS),
        (where(False, EARNINGS, LINE), LINE),
        (where(DISABLED, EARNINGS, EARNINGS), EARNINGS),
        (SEX * 0, constant(0.0)),
        (-SEX, 0 - SEX),
        (constant(2) + constant(3), constant(5)),
        (constant(1) / constant(0), constant(0)),
    ],
)
def test_neutral_terms_and_constants_leave_no_trace(made: Node, same_as: Node) -> None:
    assert made.key == same_as.key


def test_nothing_of_money_stays_money() -> None:
    assert (EARNINGS * 0).kind.same_unit(MONEY)
    assert (EARNINGS + EARNINGS * 0).key == EARNINGS.key


def test_a_year_is_not_a_neutral_factor() -> None:
    year = constant(1.0, YEARS)
    assert (SEX * year).kind.same_unit(YEARS)
    assert (AGE / year).kind.same_unit(NUMBER)


@pytest.mark.parametrize("count", [0.1 + 0.2, 0.3, 0.3 * (1 + 1e-12)])
def test_constants_compare_with_the_slack_of_the_engines(count: float) -> None:
    assert (constant(count) >= 0.3).value is True
    assert (constant(count) <= 0.3).value is True
    assert (constant(count) == 0.3).value is True
    assert (constant(count) < 0.3).value is False
    assert (constant(count) > 0.3).value is False
    assert (constant(count) != 0.3).value is False


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: EARNINGS + AGE, "`add` cannot combine money and years: (earnings, age)."),
        (lambda: AGE > LINE, "`gt` cannot combine years and money: (age, poverty_line)."),
        (lambda: EARNINGS & DISABLED, "`and` cannot combine money and condition"),
        (lambda: ~EARNINGS, "`not` cannot combine money: (earnings)."),
        (lambda: where(EARNINGS, 1, 0), "`where` cannot combine money"),
        (lambda: where(DISABLED, EARNINGS, AGE), "`where` cannot combine condition and money and years"),
        (lambda: EARNINGS**2, "`power` cannot combine money and number"),
        (lambda: EARNINGS + 100, "`add` cannot combine money and number: (earnings, 100)."),
        (lambda: EARNINGS > 100, "`gt` cannot combine money and number"),
        (lambda: EARNINGS + "a", "is not a number or a column"),
        (lambda: EARNINGS * np.array([1.0, 2.0]), "is not a number or a column"),
    ],
)
def test_units_that_do_not_fit_are_refused(make: Callable[[], Any], said: str) -> None:
    with pytest.raises(Refusal, match=r"cannot combine|not a number") as refused:
        make()
    assert said in str(refused.value)


def test_a_literal_takes_the_unit_of_its_neighbour_but_money_is_said_by_files() -> None:
    assert (AGE + 1).kind.same_unit(YEARS)
    assert (EARNINGS > 0).kind.condition
    with pytest.raises(Refusal):
        EARNINGS - 1


def test_units_multiply_and_divide() -> None:
    assert str((EARNINGS / LINE).kind) == "number"
    assert str((EARNINGS * AGE).kind) == "money years"
    assert str((EARNINGS / AGE).kind) == "money years^-1"
    assert str((EARNINGS * SHARE).kind) == "money"
    assert str((DISABLED + DISABLED).kind) == "number"


def test_the_level_is_that_of_the_finest_part() -> None:
    household = column("rent", MONEY, "household")
    assert (LINE * SHARE).level == "population"
    assert (household - LINE).level == "household"
    assert where(DISABLED, household, LINE).level == "person"


def test_equal_expressions_have_equal_keys_and_no_others() -> None:
    def law(bound: float) -> Node:
        return where((bound <= AGE) & DISABLED, SHARE * LINE, 0)

    assert law(65).key == law(65).key
    keys = {node.key for node in (law(65), law(66), AGE, SEX, AGE + 1, 1 - SEX, SEX - 1, AGE >= 1, AGE > 1)}
    assert len(keys) == 9
    assert parameter("age", YEARS).key != AGE.key
    assert constant(0.0).key != constant(0.0, MONEY).key


@pytest.mark.parametrize(
    "branch",
    [
        lambda: 1 if AGE > 65 else 0,
        lambda: AGE > 65 and DISABLED,
        lambda: not DISABLED,
        lambda: SEX in (0, 1),
        lambda: 1 in SEX,
        lambda: max(EARNINGS, LINE),
        lambda: 15 <= AGE <= 64,
        lambda: np.where(AGE > 65, 1, 0),
        lambda: np.maximum(EARNINGS, LINE),
        lambda: np.minimum(3.0, SEX),
        lambda: [x for x in AGE],  # noqa: C416
    ],
)
def test_branching_on_one_person_is_refused_with_what_to_write(branch: Callable[[], Any]) -> None:
    with pytest.raises(Refusal) as refused:
        branch()
    assert refused.value.template == BRANCHING
    for word in ("& | ~", "where(condition, a, b)", "smaller", "larger", "brackets"):
        assert word in BRANCHING


def test_numbers_of_numpy_beside_a_column_are_numbers() -> None:
    assert (np.float64(3) * SEX).key == (3 * SEX).key
    age = column_of("age")
    assert (age >= np.float64(65)).key == (age >= 65).key
    assert (np.int64(65) + AGE).key == (65 + AGE).key
    assert (SEX / np.float64(2)).key == (SEX / 2).key


def test_a_shared_expression_is_printed_in_a_bounded_space() -> None:
    node = SEX
    for _ in range(60):
        node = node + node
    assert len(repr(node)) < 200
    assert repr(named("old_age.pension", node)) == "old_age.pension"


def test_chains_of_any_depth_are_built_and_walked() -> None:
    node = SEX
    for i in range(5_000):
        node = node + (i + 1)
    assert len(walk(node)) == 10_001
    assert walk(node)[-1].key == node.key


def test_a_walk_gives_each_node_once_and_arguments_first() -> None:
    law = where((AGE >= 65) & DISABLED, EARNINGS, 0) + where(AGE >= 65, EARNINGS, 0)
    seen: set[str] = set()
    for node in walk(law):
        assert all(arg.key in seen for arg in node.args)
        assert node.key not in seen
        seen.add(node.key)
    assert sum(node.op == "ge" for node in walk(law)) == 1


def test_a_certain_chance_is_no_chance_and_two_benefits_never_share_their_luck() -> None:
    assert by_chance("x", 1).value is True
    assert by_chance("x", 0).value is False
    first, second = (by_chance(f"{name}.take_up", 0.5) for name in ("a", "b"))
    assert first.key != second.key
    paths = [by_chance("take_up", parameter(f"{name}.take_up", NUMBER)) for name in ("a", "b")]
    assert paths[0].key != paths[1].key
    assert first.chance is not None
    assert first.chance.value == 0.5


def test_a_column_outside_the_glossary_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refusal) as refused:
        column_of("severely_disable")
    assert refused.value.nearest == "severely_disabled"
    assert all(entry.sentence.endswith(".") for entry in GLOSSARY.values())
    assert column_of("poverty_line").level == "population"

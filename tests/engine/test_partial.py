"""An expression folded for one person: what is left open decides, and nothing else does."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from socle.engine.numpy_blocks import evaluate
from socle.engine.partial import folded, open_columns
from socle.ground.expression import CONDITION, NUMBER, Node, by_chance, column, constant, parameter
from socle.ground.vocabulary import larger, members, smaller, where
from socle.model.population import Population

NAMES = ("a", "b", "c")
COLUMNS = [column(name, CONDITION) for name in NAMES]


def conditions() -> st.SearchStrategy[Node]:
    """Random laws of three conditions."""
    return st.recursive(
        st.sampled_from([*COLUMNS, constant(True), constant(False)]),
        lambda inner: st.one_of(
            st.builds(lambda x, y: x & y, inner, inner),
            st.builds(lambda x, y: x | y, inner, inner),
            st.builds(lambda x: ~x, inner),
            st.builds(lambda c, x, y: where(c, where(x, 2, 1), where(y, 3, 1)) > 1, inner, inner, inner),
        ),
        max_leaves=12,
    )


def value(tree: Node, **columns: float) -> float:
    known = {name: np.array([bool(x)]) for name, x in columns.items()}
    people = Population(np.ones(1), known, households=np.array([0, 1]))
    return float(np.broadcast_to(evaluate(tree, people, {}), 1)[0])


@given(conditions(), st.dictionaries(st.sampled_from(NAMES), st.booleans()))
def test_whoever_answers_the_open_questions_has_the_answer_of_the_whole_law(
    tree: Node, known: dict[str, bool]
) -> None:
    rest = folded(tree, {name: constant(said) for name, said in known.items()})
    asked = open_columns(rest)
    assert not asked & set(known)
    free = [name for name in NAMES if name not in known and name not in asked]
    for answers in product((False, True), repeat=len(asked)):
        said = known | dict(zip(sorted(asked), answers, strict=True))
        values = {
            value(tree, **said, **dict(zip(free, others, strict=True)))
            for others in product((False, True), repeat=len(free))
        }
        assert len(values) == 1, "what is not asked cannot matter"


def test_numbers_fold_with_the_slack_of_every_engine() -> None:
    income, limit = column("income", NUMBER), parameter("limit", NUMBER)
    leaves: dict[str, Any] = {"income": constant(100.0 * (1 + 1e-12)), "limit": constant(100.0)}
    assert folded(income > limit, leaves).value is False
    assert folded(larger(smaller(income, limit) - 40, 0), leaves).value == 60


def test_a_chance_is_met_where_the_draw_lies_below_its_share() -> None:
    tree = by_chance("take_up", parameter("share", NUMBER)) & column("a", CONDITION)
    draws = {"draw:share": constant(0.3), "share": constant(0.5)}
    assert open_columns(folded(tree, draws)) == {"a"}
    assert open_columns(folded(tree, draws | {"share": constant(0.2)})) == frozenset()


def test_a_step_over_the_household_stays_until_it_is_given() -> None:
    tree = where(members() > 2, 1, 0)
    assert folded(tree, {"person": constant(1.0)}).op != "constant"
    assert folded(tree, {}, {members().key: constant(3.0)}).value == 1

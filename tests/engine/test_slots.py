"""A law split into what is known beforehand and what waits for a loop says what it says whole."""

from __future__ import annotations

import numpy as np
import pytest

from socle.engine.numpy_blocks import evaluate
from socle.engine.slots import SLOT, Steps, split
from socle.ground.expression import column, constant
from socle.ground.units import STOCK
from socle.model.law import walk
from socle.model.population import Population
from tests.model.insurance_files import NATIONAL, insured

LAW = insured(
    NATIONAL.replace("  career_earnings: {", "  balance: {credit: contributions}\n  career_earnings: {")
)
QUESTIONS = sorted(LAW.questions)
CARRIED = {"career_earnings", "balance", "pension", "amount"}


def known(tree, rng):
    """Random values for whatever an expression reads."""
    names = {(node.op, node.value) for node in walk(tree) if node.op in ("column", "parameter")}
    columns = {name: rng.uniform(0.5, 60.0, 7) for op, name in sorted(names) if op == "column"}
    values = {name: rng.uniform(0.1, 50.0, 7) for op, name in sorted(names) if op == "parameter"}
    return columns, values


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_parts_of_a_law_give_its_answer(question):
    tree, rng = LAW.tree(question), np.random.default_rng(3)
    columns, values = known(tree, rng)
    whole = evaluate(tree, Population(np.ones(7), columns), values)
    parts = split(tree, CARRIED)
    beforehand = {
        name: evaluate(one, Population(np.ones(7), columns), values) for name, one in parts.slots.items()
    }
    late = {name: columns[name] for name in CARRIED & set(columns)}
    answer = Steps.of(parts.rest).run(beforehand | late)
    assert np.array_equal(*np.broadcast_arrays(answer, whole))


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_is_known_beforehand_that_reads_what_is_carried_and_all_else_is(question):
    parts = split(LAW.tree(question), CARRIED)
    for tree in parts.slots.values():
        assert not {node.value for node in walk(tree) if node.op == "column"} & CARRIED
    for node in walk(parts.rest):
        if node.op == "column":
            assert node.value in CARRIED
        if node.op == "parameter":
            assert node.value.startswith(SLOT)
    assert parts.waits == bool(LAW.reads(question) & CARRIED)


def test_no_slot_lies_within_another():
    parts = split(LAW.tree("how_much.old_age"), CARRIED)
    whole = {node.key for tree in parts.slots.values() for node in walk(tree)}
    joins = [node for node in walk(parts.rest) if node.op not in ("parameter", "constant", "column")]
    assert joins
    for node in joins:  # every step of the loop needs something carried
        assert any(n.op == "column" for n in walk(node))
        assert node.key not in whole


def test_a_law_of_one_number_or_one_account_is_answered():
    alone = split(column("balance", STOCK), CARRIED)
    assert alone.waits
    assert Steps.of(alone.rest).run({"balance": np.array([4.0])}) == 4.0
    number = split(constant(0.25), CARRIED)
    assert not number.waits
    assert [node.value for node in number.slots.values()] == [0.25]

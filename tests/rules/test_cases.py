"""Every golden case: asked with numbers, on axes, and on records in blocks, a rule gives one answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

import socle.rules  # noqa: F401, fills the rulebook
from socle.engine import numpy_blocks
from socle.engine.expected import expected
from socle.engine.numpy_blocks import evaluate, in_blocks
from socle.ground.expression import Node, parameter
from socle.ground.glossary import column_of
from socle.ground.vocabulary import Bands
from socle.model.law import walk
from socle.model.population import Population
from socle.model.rulebook import RULES, Keyword, Table
from tests.rules.cases import Case, case_of, collect

CASES = collect()
CERTAIN = [case for case in CASES if isinstance(case.expected, bool) or not RULES[case.rule].gives.condition]
PERSONS = 10_000


def traced(case: Case) -> tuple[Node, dict[str, Any]]:
    """The rule on symbols, and the values of its parameters."""
    rule = RULES[case.rule]
    values: dict[str, Any] = {}

    def symbol(name: str, keyword: Keyword, said: Any) -> Any:
        if not isinstance(keyword.kind, Table):
            values[name] = float(said)
            return parameter(name, keyword.kind)
        assert isinstance(said, Mapping)
        values.update({f"{name}.{bound}": float(value) for bound, value in said.items()})
        return Bands(list(said), [parameter(f"{name}.{bound}", keyword.kind.values) for bound in said])

    said = {name: symbol(name, rule.keywords[name], value) for name, value in case.said.items()}
    answer = rule(*(column_of(name) for name in rule.columns), **said)
    return answer if isinstance(answer, Node) else parameter("it", rule.gives), {**values, "it": answer}


@pytest.mark.parametrize(
    "case", [c for c in CASES if isinstance(c.expected, bool) or RULES[c.rule].gives.money], ids=str
)
def test_asked_with_numbers_a_rule_answers(case: Case) -> None:
    rule = RULES[case.rule]
    answer = rule(*(case.columns[name] for name in rule.columns), **case.said)
    assert not isinstance(answer, Node)
    assert answer == pytest.approx(case.expected)
    assert isinstance(answer, bool) == isinstance(case.expected, bool)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_on_axes_a_rule_gives_the_same(case: Case) -> None:
    tree, values = traced(case)
    columns = {name: np.full((1, 1, 1, 1), float(value)) for name, value in case.columns.items()}
    people = Population(np.ones((2, 3, 2, 5)), columns)
    assert evaluate(expected(tree, people), people, values).item() == pytest.approx(float(case.expected))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_on_records_in_blocks_a_rule_gives_the_same(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numpy_blocks, "BLOCK", 999)
    tree, values = traced(case)
    draws = (np.arange(PERSONS) // 100 + 0.5) / 100, (np.arange(PERSONS) % 100 + 0.5) / 100
    columns = {name: np.full(PERSONS, float(value)) for name, value in case.columns.items()}
    columns = {
        name: values_ > 0 if column_of(name).kind.condition else values_ for name, values_ in columns.items()
    }
    chances = [node.value for node in walk(tree) if node.chance is not None]
    columns |= {name.replace("chance:", "draw:"): draw for name, draw in zip(chances, draws, strict=False)}
    people = Population(np.ones(PERSONS), columns, households=np.arange(PERSONS + 1))
    assert in_blocks(tree, people, values).mean() == pytest.approx(float(case.expected))


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {case.rule for case in CASES} == set(RULES)


def test_every_keyword_and_column_is_exercised() -> None:
    said = {(case.rule, name) for case in CASES for name in (*case.columns, *case.said)}
    known = {(rule.name, name) for rule in RULES.values() for name in (*rule.columns, *rule.keywords)}
    assert said == known


@pytest.mark.parametrize("change", [{"source": " "}, {"source": None}, {"tolerance": 1}])
def test_a_case_without_source_is_not_collected(change: dict[str, Any]) -> None:
    raw = {"rule": "women", "columns": {"sex": 1}, "expected": True, "source": "x"}
    assert case_of(raw).rule == "women"
    with pytest.raises(ValueError, match="a case"):
        case_of({key: value for key, value in {**raw, **change}.items() if value is not None})

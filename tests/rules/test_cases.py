"""Every golden case: asked with numbers, on axes, and on records in blocks, a rule gives one answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

import socle.rules  # noqa: F401, fills the rulebook
from socle.engine import numpy_records
from socle.engine.expected import expected
from socle.engine.numpy_blocks import evaluate
from socle.ground.expression import Kind, Node, parameter
from socle.ground.glossary import column_of
from socle.ground.vocabulary import Bands
from socle.model.law import walk
from socle.model.population import Population
from socle.model.rulebook import RULES, Keyword, Table
from tests.engine.small import in_blocks
from tests.rules.cases import Case, case_of, collect

CASES = collect()
PERSONAL = [case for case in CASES if not case.households]
OF_HOUSEHOLDS = [case for case in CASES if case.households]
PERSONS = 10_000


def traced(case: Case) -> tuple[Node, dict[str, Any]]:
    """The rule on symbols, and the values of its parameters."""
    rule = RULES[case.rule]
    values: dict[str, Any] = {}

    def number(name: str, kind: Kind, said: Any) -> Node:
        values[name] = float(said)
        return parameter(name, kind)

    def symbol(name: str, keyword: Keyword, said: Any) -> Any:
        kind = keyword.kind
        if not isinstance(kind, Table):
            return number(name, kind, said)
        assert isinstance(said, Mapping)
        rows = [number(f"{name}.{bound}", kind.values, value) for bound, value in said.items()]
        if kind.bounds.money:
            return Bands([number(f"{name}.above.{bound}", kind.bounds, bound) for bound in said], rows)
        return Bands([column_of(b) if isinstance(b, str) else b for b in said], rows)

    said = {name: symbol(name, rule.keywords[name], value) for name, value in case.said.items()}
    answer = rule(*(column_of(name) for name in rule.columns), **said)
    return answer if isinstance(answer, Node) else parameter("it", rule.gives), {**values, "it": answer}


@pytest.mark.parametrize(
    "case", [c for c in PERSONAL if isinstance(c.expected, bool) or RULES[c.rule].gives.money], ids=str
)
def test_asked_with_numbers_a_rule_answers(case: Case) -> None:
    rule = RULES[case.rule]
    answer = rule(*(case.columns[name] for name in rule.columns), **case.said)
    assert not isinstance(answer, Node)
    assert answer == pytest.approx(case.expected)
    assert isinstance(answer, bool) == isinstance(case.expected, bool)


@pytest.mark.parametrize("case", PERSONAL, ids=str)
def test_on_axes_a_rule_gives_the_same(case: Case) -> None:
    tree, values = traced(case)
    columns = {name: np.full((1, 1, 1, 1), float(value)) for name, value in case.columns.items()}
    people = Population(np.ones((2, 3, 2, 5)), columns)
    assert evaluate(expected(tree, people), people, values).item() == pytest.approx(float(case.expected))


@pytest.mark.parametrize("case", PERSONAL, ids=str)
def test_on_records_in_blocks_a_rule_gives_the_same(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numpy_records, "BLOCK", 999)
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


@pytest.mark.parametrize("case", OF_HOUSEHOLDS, ids=str)
def test_of_a_household_a_rule_gives_each_member_the_same_answer_as_by_hand(case: Case) -> None:
    tree, values = traced(case)
    sizes = np.array(case.households)
    columns = {name: np.array(value, np.float64) for name, value in case.columns.items()}
    columns = {n: v > 0 if column_of(n).kind.condition else v for n, v in columns.items()}
    people = Population(np.ones(sizes.sum()), columns, households=np.concatenate([[0], np.cumsum(sizes)]))
    assert in_blocks(tree, people, values) == pytest.approx(np.array(case.expected, np.float64))


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {case.rule for case in CASES} == set(RULES)


def test_every_keyword_and_column_is_exercised() -> None:
    said = {(case.rule, name) for case in CASES for name in (*case.columns, *case.said)}
    known = {(rule.name, name) for rule in RULES.values() for name in (*rule.columns, *rule.keywords)}
    points = {(case.rule, name) for case in OF_HOUSEHOLDS for name in case.said.get("characteristics", {})}
    assert said - points == known - points


@pytest.mark.parametrize("change", [{"source": " "}, {"source": None}, {"tolerance": 1}])
def test_a_case_without_source_is_not_collected(change: dict[str, Any]) -> None:
    raw = {"rule": "women", "columns": {"sex": 1}, "expected": True, "source": "x"}
    assert case_of(raw).rule == "women"
    with pytest.raises(ValueError, match="a case"):
        case_of({key: value for key, value in {**raw, **change}.items() if value is not None})

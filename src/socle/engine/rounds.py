"""In which order an engine of records works: what the whole population decides comes first, once.

A total or a quantile of the population is a plain number to everything above it. So a law falls into rounds:
each gives the numbers that the next one reads as parameters, and the last gives what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from socle.engine.expected import PREVALENCE
from socle.engine.lower import lower, rebuilt
from socle.engine.numpy_blocks import evaluate
from socle.ground.expression import CONDITION, LEVELS, NUMBER, Node, column, constant, parameter
from socle.ground.refusals import Refusal, nearest
from socle.model.law import walk
from socle.model.population import Population


@dataclass(frozen=True, eq=False)
class Whole:
    """A number of the whole population: the `total` or a `quantile` of `tree`, known as parameter `name`."""

    name: str
    how: str
    tree: Node
    share: Node | None


@dataclass(eq=False)
class Round:
    """What can be worked out together: numbers of the population, and answers by the name of what was asked."""

    wholes: list[Whole] = field(default_factory=list)
    answers: dict[str, Node] = field(default_factory=dict)


def rounds(trees: Mapping[str, Node], population: Population) -> list[Round]:
    """The lowered trees, round after round; nothing in them refers to the population or to chance any more."""
    plan, done, depth = [Round()], dict[str, Node](), dict[str, int]()
    for name, tree in trees.items():
        lowered = lower(tree)
        for node in walk(lowered):
            if node.key not in done:
                _place(node, population, plan, done, depth)
        _round(plan, depth[lowered.key]).answers[name] = done[lowered.key]
    return plan


def _place(
    node: Node, population: Population, plan: list[Round], done: dict[str, Node], depth: dict[str, int]
) -> None:
    below = [*node.args] if node.chance is None else [*node.args, node.chance]
    level = max((depth[arg.key] for arg in below), default=0)
    args = [done[arg.key] for arg in node.args]
    if node.op == "in_population":
        share = args[1] if node.value == "quantile" else None
        whole = Whole(f"whole:{node.key}", node.value, args[0], share)
        _round(plan, level).wholes.append(whole)
        done[node.key], level = parameter(whole.name, node.kind), level + 1
    elif node.op == "column":
        done[node.key] = _known(node, None if node.chance is None else done[node.chance.key], population)
    else:
        done[node.key] = rebuilt(node, args) if args else node
    depth[node.key] = level


def _round(plan: list[Round], number: int) -> Round:
    while len(plan) <= number:
        plan.append(Round())
    return plan[number]


def _known(node: Node, share: Node | None, population: Population) -> Node:
    """A column as the population has it: its own, one for each person, or a stored draw below a share."""
    name: str = node.value
    if name in population.columns or name.removeprefix(PREVALENCE) in population.prevalence:
        return column(name, node.kind, node.level)
    if name == "person":
        return constant(1.0)
    draw = name.replace("chance:", "draw:")
    if share is not None and draw in population.columns:
        level = max(node.level, share.level, key=LEVELS.index)
        return Node("below", [column(draw, share.kind, node.level), share], kind=CONDITION, level=level)
    if share is not None:
        raise Refusal("`{name}` is decided by chance, and this population has no draws for it.", name=draw)
    valid = [*population.columns, *population.prevalence]
    raise Refusal(
        "The law reads `{name}`, which this population does not know; it knows {valid}.",
        name=name,
        valid=", ".join(valid),
        nearest=nearest(name, valid),
    )


def values_of(name: str, population: Population) -> np.ndarray[tuple[int, ...], np.dtype[np.generic]]:
    """A column of the population, or the share of people who meet a condition."""
    if name in population.columns:
        return np.asarray(population.columns[name])
    return np.asarray(population.prevalence[name.removeprefix(PREVALENCE)])


def number_of(
    whole: Whole, gathered: Mapping[str, Any], population: Population, known: Mapping[str, Any]
) -> float:
    """A number of the population, from its sum or from the values whose quantile is asked."""
    if whole.share is None:
        return float(gathered[whole.name])
    share = constant(float(evaluate(whole.share, population, known)))
    tree = Node(
        "in_population", [column("values", NUMBER), share], whole.how, kind=NUMBER, level="population"
    )
    return float(evaluate(tree, population.with_columns(values=gathered[whole.name]), known))

"""An expression to be asked many times of arrays of lives: lowered once, then one NumPy call a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from socle.engine.lower import lower
from socle.engine.numpy_blocks import OPERATIONS
from socle.engine.scalar_text import column_read, own_life, unknown
from socle.ground.expression import Node
from socle.model.law import walk

Act = Callable[..., Any]


@dataclass(frozen=True, eq=False)
class Answer:
    """An expression ready to be asked: places of its leaves, and steps that each fill the next place."""

    leaves: tuple[tuple[str, Any], ...]  # "column", "parameter" or "constant", and its name or number
    steps: tuple[tuple[Act, tuple[int, ...]], ...]
    last: int

    def __call__(self, columns: Mapping[str, Any], parameters: Mapping[str, Any]) -> Any:
        """The value, on the axes of what it reads; a condition is True or False."""
        values = [_read(kind, name, columns, parameters) for kind, name in self.leaves]
        for act, args in self.steps:
            values.append(act(*[values[arg] for arg in args]))
        return values[self.last]


def answer(tree: Node) -> Answer:
    """The expression made ready; refused where it rests on other persons."""
    nodes = walk(lower(tree))
    leaves: list[tuple[str, Any]] = []
    at: dict[str, int] = {}
    for node in nodes:
        if not node.args:
            at[node.key] = len(leaves)
            leaves.append(_leaf(node))
    steps: list[tuple[Act, tuple[int, ...]]] = []
    for node in nodes:
        if node.args:
            own_life(node)
            steps.append((OPERATIONS[node.op], tuple(at[arg.key] for arg in node.args)))
        elif node.chance is not None:
            steps.append((np.less, (at[node.key], at[node.chance.key])))
        else:
            continue
        at[node.key] = len(leaves) + len(steps) - 1
    return Answer(tuple(leaves), tuple(steps), at[nodes[-1].key])


def _leaf(node: Node) -> tuple[str, Any]:
    if node.op == "column" and node.value == "person":
        return "constant", 1.0
    return node.op, column_read(node) if node.op == "column" else node.value


def _read(kind: str, name: Any, columns: Mapping[str, Any], parameters: Mapping[str, Any]) -> Any:
    if kind == "column":
        return columns[name] if name in columns else unknown(name, columns)
    return parameters[name] if kind == "parameter" else name

"""A law asked in a loop: what is known beforehand is worked out once for all turns, the rest waits.

A projection carries a few columns from year to year (accounts, a pension). Whatever part of an expression reads
none of them is a slot, computed before the loop for every year at once; what is left is a handful of steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from socle.engine.lower import lower, rebuilt
from socle.engine.numpy_blocks import OPERATIONS
from socle.ground.axes import Array
from socle.ground.expression import Node
from socle.model.law import walk

SLOT = "slot:"


@dataclass(frozen=True, eq=False)
class Split:
    """An expression in two parts: `rest` reads the slots as parameters of the same names, and what is carried."""

    slots: Mapping[str, Node]
    rest: Node

    @property
    def waits(self) -> bool:
        """Whether anything is left for the loop."""
        return self.rest.op != "parameter"


def split(tree: Node, carried: Set[str]) -> Split:
    """The largest parts of an expression that read nothing `carried`, and what joins them."""
    tree = lower(tree)
    late: dict[str, bool] = {}
    for node in walk(tree):
        own = node.op == "column" and node.value in carried
        late[node.key] = own or any(late[arg.key] for arg in node.args)
    slots: dict[str, Node] = {}
    done: dict[str, Node] = {}
    for node in walk(tree):
        if late[node.key]:
            done[node.key] = rebuilt(node, [done[arg.key] for arg in node.args])
        elif node.op == "constant":
            done[node.key] = node
        else:
            done[node.key] = Node("parameter", value=SLOT + node.key, kind=node.kind, level=node.level)
    rest = done[tree.key] if late[tree.key] else _slot(tree)
    used = {node.value for node in walk(rest) if node.op == "parameter"}
    slots = {SLOT + node.key: node for node in walk(tree) if SLOT + node.key in used}
    return Split(slots, rest)


def _slot(tree: Node) -> Node:
    return Node("parameter", value=SLOT + tree.key, kind=tree.kind, level=tree.level)


@dataclass(frozen=True, eq=False)
class Steps:
    """An expression as a list of steps on named inputs, for many turns of a loop."""

    inputs: tuple[tuple[int, str], ...]  # place -> name of a slot or a carried column
    constants: tuple[tuple[int, Any], ...]
    work: tuple[tuple[Any, int, tuple[int, ...]], ...]  # operation, place of the answer, places of arguments
    places: int

    @classmethod
    def of(cls, tree: Node) -> Steps:
        """The steps of a lowered expression."""
        nodes = list(walk(tree))
        place = {node.key: i for i, node in enumerate(nodes)}
        return cls(
            tuple((place[n.key], n.value) for n in nodes if n.op in ("parameter", "column")),
            tuple((place[n.key], n.value) for n in nodes if n.op == "constant"),
            tuple(
                (OPERATIONS[n.op], place[n.key], tuple(place[arg.key] for arg in n.args))
                for n in nodes
                if n.op in OPERATIONS
            ),
            len(nodes),
        )

    def run(self, known: Mapping[str, Array]) -> Array:
        """The answer, whose root is the last step."""
        values: list[Any] = [None] * self.places
        for place, name in self.inputs:
            values[place] = known[name]
        for place, value in self.constants:
            values[place] = value
        for operation, place, arguments in self.work:
            values[place] = operation(*(values[i] for i in arguments))
        answer: Array = values[-1]
        return answer

"""Many answers of one law about records, by NumPy, in one pass of blocks: what works where nothing is compiled.

Blocks of some thousand households keep the work in the processor's cache, what several answers share is
worked out once for all of them, and what all members of a household share once for the household. A value is
let go as soon as nobody reads it any more, so that memory does not grow with the law. The same questions and
answers as the fast engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from socle.engine.numpy_blocks import BLOCK, OPERATIONS
from socle.engine.places import HOUSEHOLD, PERSON, WHOLE, places
from socle.engine.rounds import Round, number_of, rounds, values_of
from socle.ground.axes import Array
from socle.ground.expression import Node
from socle.ground.refusals import Refusal
from socle.model.law import walk
from socle.model.population import Population

GATHER = {"sum": np.add, "largest": np.maximum, "smallest": np.minimum}
Parameters = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Planned:
    """A law ready to be asked of people with these columns, under any parameters."""

    steps: tuple[Round, ...]
    order: tuple[str, ...]

    def run(self, population: Population, parameters: Parameters) -> dict[str, Array]:
        """Every answer: shape [record], or one number where the population decides it."""
        layout = _Layout.of(population)
        known, found = dict(parameters), dict[str, Array]()
        for step in self.steps:
            gathered = _answered(step, layout, known)
            known |= {whole.name: number_of(whole, gathered, population, known) for whole in step.wholes}
            found |= {name: gathered[name] for name in step.answers}
        return {name: found[name] for name in self.order}


def planned(trees: Mapping[str, Node], population: Population) -> Planned:
    """The order of work for some expressions on a population with these columns."""
    return Planned(tuple(rounds(trees, population)), tuple(trees))


def compute(trees: Mapping[str, Node], population: Population, parameters: Parameters) -> dict[str, Array]:
    """The answers to some expressions, once."""
    return planned(trees, population).run(population, parameters)


@dataclass(frozen=True, eq=False)
class _Layout:
    """A population and where its households begin, those without members left out, with the end added."""

    population: Population
    edges: np.ndarray[tuple[int], np.dtype[np.int64]]
    size: int

    @classmethod
    def of(cls, population: Population) -> _Layout:
        if population.households is None:
            raise Refusal("Blocks are for records in households; these are cells.")
        starts = np.asarray(population.households)
        return cls(population, np.append(starts[:-1][np.diff(starts) > 0], starts[-1]), int(starts[-1]))

    def leaf(self, node: Node, known: Parameters) -> Any:
        if node.op == "constant":
            return np.asarray(node.value)
        if node.op == "parameter":
            return np.asarray(known[node.value])
        return values_of(node.value, self.population)


@dataclass(frozen=True, eq=False)
class _Step:
    """One node of a block: the totals and columns that it gives, and the values that nobody reads after it."""

    node: Node
    sums: tuple[str, ...]
    stores: tuple[str, ...]
    frees: tuple[str, ...]


def _answered(step: Round, layout: _Layout, known: Parameters) -> dict[str, Any]:
    """The totals and columns of one round."""
    sums = {whole.name: whole.tree for whole in step.wholes if whole.share is None}
    stores = {whole.name: whole.tree for whole in step.wholes if whole.share is not None} | step.answers
    nodes = {node.key: node for tree in (*sums.values(), *stores.values()) for node in walk(tree)}
    leaves = {node.key: layout.leaf(node, known) for node in nodes.values() if not node.args}
    varying = {nodes[key].value for key, leaf in leaves.items() if leaf.shape == (layout.size,)}
    place = places(nodes.values(), varying)
    whole: dict[str, Any] = {}
    for key, node in nodes.items():
        if place[key] == WHOLE:
            whole[key] = leaves[key] if not node.args else _operated(node, [whole[a.key] for a in node.args])
    blocks = _Blocks(layout, place, whole, leaves)
    return blocks.run(
        _steps([n for n in nodes.values() if place[n.key] != WHOLE], sums, stores), sums, stores
    )


def _steps(nodes: Sequence[Node], sums: Mapping[str, Node], stores: Mapping[str, Node]) -> list[_Step]:
    last = {arg.key: i for i, node in enumerate(nodes) for arg in (node, *node.args)}
    frees: list[list[str]] = [[] for _ in nodes]
    for key, i in last.items():
        frees[i].append(key)
    return [
        _Step(
            node,
            tuple(name for name, tree in sums.items() if tree.key == node.key),
            tuple(name for name, tree in stores.items() if tree.key == node.key),
            tuple(frees[i]),
        )
        for i, node in enumerate(nodes)
    ]


def _operated(node: Node, args: list[Any]) -> Any:
    return args[0] if node.op == "of_household" else OPERATIONS[node.op](*args)


class _Blocks:
    """One round, block of households by block; in a block a value is one a household or one a person."""

    def __init__(
        self, layout: _Layout, place: Mapping[str, int], whole: Mapping[str, Any], leaves: Mapping[str, Any]
    ) -> None:
        self.layout, self.place, self.whole, self.leaves = layout, place, whole, leaves

    def run(
        self, steps: Sequence[_Step], sums: Mapping[str, Node], stores: Mapping[str, Node]
    ) -> dict[str, Any]:
        edges, size = self.layout.edges, self.layout.size
        parts: dict[str, list[float]] = {name: [] for name in sums}
        found: dict[str, Any] = {
            name: self._same_for_all(tree) if tree.key in self.whole else np.empty(size)
            for name, tree in stores.items()
        }
        for first in range(0, len(edges) - 1, BLOCK):
            block = _Block(self, edges[first : first + BLOCK + 1])
            for name, tree in sums.items():
                if tree.key in self.whole:
                    parts[name].append(float(self.whole[tree.key]) * float(block.weights.sum()))
            for step in steps:
                block.work(step.node)
                for name in step.sums:
                    parts[name].append(block.total(step.node))
                for name in step.stores:
                    found[name][block.persons] = block.spread(step.node)
                for key in step.frees:
                    block.forget(key)
        return found | {name: np.asarray(sum(values)) for name, values in parts.items()}

    def _same_for_all(self, tree: Node) -> Array:
        return np.asarray(self.whole[tree.key], np.float64)


class _Block:
    """The values of some households and of their members while they are worked out."""

    def __init__(self, blocks: _Blocks, edges: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        self.blocks, self.persons = blocks, slice(int(edges[0]), int(edges[-1]))
        self.begins, self.sizes = edges[:-1] - edges[0], np.diff(edges)
        self.weights = blocks.layout.population.weights[self.persons]
        self.values: dict[str, Any] = {}
        self.of_members: dict[str, Any] = {}

    def work(self, node: Node) -> None:
        place = self.blocks.place
        if not node.args:
            leaf = self.blocks.leaves[node.key][self.persons]
            value = leaf[self.begins] if place[node.key] == HOUSEHOLD else leaf
            value = value if value.dtype.kind in "fb" else value.astype(np.float64)
        elif node.op == "in_household":
            value = self._gathered(node)
        elif place[node.key] == PERSON:
            value = _operated(node, [self.spread(arg) for arg in node.args])
        else:
            value = _operated(node, [self._known(arg) for arg in node.args])
        self.values[node.key] = value

    def _known(self, node: Node) -> Any:
        whole = self.blocks.whole
        return whole[node.key] if node.key in whole else self.values[node.key]

    def spread(self, node: Node) -> Any:
        """A value as persons read it: the number of a household stands on each of its members."""
        if self.blocks.place[node.key] != HOUSEHOLD:
            return self._known(node)
        if node.key not in self.of_members:
            self.of_members[node.key] = np.repeat(self.values[node.key], self.sizes)
        return self.of_members[node.key]

    def _gathered(self, node: Node) -> Any:
        x = np.asarray(self._known(node.args[0]), np.float64)
        if self.blocks.place[node.args[0].key] == PERSON:
            return GATHER[node.value].reduceat(x, self.begins)
        return x * self.sizes if node.value == "sum" else np.broadcast_to(x, self.sizes.shape)

    def total(self, node: Node) -> float:
        """The weighted sum over persons."""
        return float(self.weights @ np.asarray(self.spread(node), np.float64))

    def forget(self, key: str) -> None:
        self.values.pop(key, None)
        self.of_members.pop(key, None)

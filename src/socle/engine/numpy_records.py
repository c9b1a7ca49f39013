"""Many answers of one law about records, by NumPy, in one pass of blocks: what works where nothing is compiled.

Blocks of some thousand households keep the work in the processor's cache, what several answers share is
worked out once for all of them, and what all members of a household share once for the household. A value is
let go as soon as nobody reads it any more, so that memory does not grow with the law. The same questions and
answers as the fast engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from socle.engine.block import Block
from socle.engine.numpy_blocks import OPERATIONS
from socle.engine.places import HOUSEHOLD, PERSON, WHOLE, places
from socle.engine.rounds import Round, number_of, rounds, values_of
from socle.ground.axes import Array
from socle.ground.expression import Node
from socle.ground.refusals import Refusal
from socle.model.law import walk
from socle.model.population import Population

BLOCK: Final = (
    8192  # persons: a value of a block is 64 kB; products of longer vectors would wake other threads
)
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
            args = [whole[arg.key] for arg in node.args]
            whole[key] = (
                leaves[key] if not args else args[0] if node.op == "of_household" else _operated(node, args)
            )
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
            name: np.float64(self.whole[tree.key]) if tree.key in self.whole else np.empty(size)
            for name, tree in stores.items()
        }
        cuts = np.unique(np.searchsorted(edges, [*range(0, size, BLOCK), size]))
        for first, last in pairwise(cuts):
            block = Block(self.layout.population.weights, edges[first : last + 1])
            for name, tree in sums.items():
                if tree.key in self.whole:
                    parts[name].append(float(self.whole[tree.key]) * float(block.weights.sum()))
            for step in steps:
                self._work(block, step)
                for name in step.sums:
                    parts[name].append(block.total(step.node.key))
                for name in step.stores:
                    found[name][block.persons] = block.of_members(step.node.key)
                block.forget(step.frees)
        return found | {name: np.asarray(sum(values)) for name, values in parts.items()}

    def _work(self, block: Block, step: _Step) -> None:
        """The value of a node in a block."""
        node = step.node
        place = self.place[node.key]
        if not node.args:
            block.read(node.key, self.leaves[node.key], household=place == HOUSEHOLD)
        elif node.op == "in_household" and self.place[node.args[0].key] == PERSON:
            block.gather(node.key, node.value, node.args[0].key)
        elif node.op == "in_household":
            same = self._argument(block, node.args[0], HOUSEHOLD)
            block.keep(node.key, same * (block.sizes if node.value == "sum" else np.ones(len(block.sizes))))
        elif node.op == "of_household":
            block.keep(node.key, np.array(self._argument(block, node.args[0], place)))
        else:
            args = [self._argument(block, arg, place) for arg in node.args]
            block.keep(node.key, _operated(node, args, block.spare(step.frees, place == PERSON)))

    def _argument(self, block: Block, node: Node, place: int) -> Any:
        if node.key in self.whole:
            return self.whole[node.key]
        return block.of_members(node.key) if place == PERSON else block.values[node.key]


IN_PLACE: Final[dict[str, Callable[..., Any]]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "smaller": np.minimum,
    "larger": np.maximum,
}


def _operated(node: Node, args: Sequence[Any], spare: Array | None = None) -> Any:
    """One operation; the answer may be written over `spare`, a value that nobody reads any more."""
    if node.op == "where" and node.args[2].op == "constant" and node.args[2].value == 0 and np.ndim(args[0]):
        return _kept(args[0], np.asarray(args[1], np.float64))
    if spare is not None and node.op in IN_PLACE:
        return IN_PLACE[node.op](*args, out=spare)
    return OPERATIONS[node.op](*args)


def _kept(condition: Any, value: Array) -> Array:
    """The value where the condition is met, else 0: its bits times 1 or 0, which no value can disturb."""
    bits = np.asarray(condition != 0 if condition.dtype != bool else condition).astype(np.int64)
    return np.multiply(bits, np.ascontiguousarray(value).view(np.int64), out=bits).view(np.float64)

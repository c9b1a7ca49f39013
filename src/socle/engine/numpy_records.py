"""Many answers of one law about records, by NumPy, in one pass of blocks: what works where nothing is compiled.

Blocks of some thousand households keep the work in the processor's cache, what several answers share is
worked out once for all of them, and what all members of a household share once for the household. A value is
let go as soon as nobody reads it any more, so that memory does not grow with the law. The same questions and
answers as the fast engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
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

BLOCK: Final = 32_768  # persons: a value of a block is a quarter of a megabyte
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

    def blocks(self) -> Iterator[Block]:
        """Households one block after another."""
        cuts = np.unique(np.searchsorted(self.edges, [*range(0, self.size, BLOCK), self.size]))
        for first, last in pairwise(cuts):
            yield Block(self.population.weights, self.edges[first : last + 1])

    def leaf(self, node: Node, known: Parameters) -> Any:
        if node.op == "constant":
            return np.asarray(node.value)
        if node.op == "parameter":
            return np.asarray(known[node.value])
        return values_of(node.value, self.population)


Act = Callable[[Block], Any]
"""What gives the value of a node in a block."""


@dataclass(frozen=True, eq=False)
class _Step:
    """One node of a block: how it is worked out, what asks for it, and the values that nobody reads after it."""

    key: str
    act: Act
    sums: tuple[str, ...]
    stores: tuple[str, ...]
    frees: tuple[str, ...]


def _answered(step: Round, layout: _Layout, known: Parameters) -> dict[str, Any]:
    """The totals and columns of one round."""
    sums = {whole.name: whole.tree for whole in step.wholes if whole.share is None}
    stores = {whole.name: whole.tree for whole in step.wholes if whole.share is not None} | step.answers
    nodes = {node.key: node for tree in (*sums.values(), *stores.values()) for node in walk(tree)}
    work = _Work(nodes, layout, known)
    steps = work.steps(sums, stores)
    parts: dict[str, list[float]] = {name: [] for name in sums}
    constant = [name for name, tree in sums.items() if tree.key in work.whole]
    found: dict[str, Any] = {
        name: np.float64(work.whole[tree.key]) if tree.key in work.whole else np.empty(layout.size)
        for name, tree in stores.items()
    }
    for block in layout.blocks():
        for name in constant:
            parts[name].append(float(work.whole[sums[name].key]) * float(block.weights.sum()))
        for one in steps:
            block.values[one.key] = one.act(block)
            for name in one.sums:
                parts[name].append(block.total(one.key))
            for name in one.stores:
                found[name][block.persons] = block.of_members(one.key)
            block.forget(one.frees)
    return found | {name: np.asarray(sum(values)) for name, values in parts.items()}


class _Work:
    """How the nodes of one round are worked out; what is the same for all is known before the first block."""

    def __init__(self, nodes: Mapping[str, Node], layout: _Layout, known: Parameters) -> None:
        self.nodes = nodes
        self.leaves = {key: layout.leaf(node, known) for key, node in nodes.items() if not node.args}
        varying = {nodes[key].value for key, leaf in self.leaves.items() if leaf.shape == (layout.size,)}
        self.place = places(nodes.values(), varying)
        self.whole: dict[str, Any] = {}
        for key, node in nodes.items():
            if self.place[key] == WHOLE:
                args = [self.whole[arg.key] for arg in node.args]
                self.whole[key] = OPERATIONS[node.op](*args) if args else self.leaves[key]

    def steps(self, sums: Mapping[str, Node], stores: Mapping[str, Node]) -> list[_Step]:
        """What is to be done in each block, in this order."""
        nodes = [node for key, node in self.nodes.items() if self.place[key] != WHOLE]
        last = {arg.key: i for i, node in enumerate(nodes) for arg in (node, *node.args)}
        frees: list[list[str]] = [[] for _ in nodes]
        for key, i in last.items():
            if key not in self.whole:
                frees[i].append(key)
        summed, stored = _names(sums), _names(stores)
        return [
            _Step(
                node.key,
                self._act(node, frees[i]),
                summed.get(node.key, ()),
                stored.get(node.key, ()),
                tuple(frees[i]),
            )
            for i, node in enumerate(nodes)
        ]

    def _act(self, node: Node, frees: Sequence[str]) -> Act:
        place = self.place[node.key]
        if not node.args:
            return partial(Block.read, column=self.leaves[node.key], node=node, household=place == HOUSEHOLD)
        first = node.args[0]
        if node.op == "in_household" and self.place[first.key] == PERSON:
            return partial(Block.gathered, how=node.value, of=first.key)
        read = [self._read(arg, place) for arg in node.args]
        if node.op == "in_household":
            return partial(_of_equals, how=node.value, read=read[0])
        if node.op == "of_household":
            return lambda block: np.array(read[0](block))
        spare = [i for i, arg in enumerate(node.args) if arg.key in frees and self._own(arg)]
        if spare and node.op in IN_PLACE:
            return partial(_in_place, IN_PLACE[node.op], read, spare[0])
        return partial(_operated, self._operation(node), read)

    def _read(self, node: Node, place: int) -> Act:
        """The value of an argument, as long as the node that reads it."""
        key = node.key
        if key in self.whole:
            value = self.whole[key]
            return lambda _: value
        if place == self.place[key]:
            return lambda block: block.values[key]
        return lambda block: block.of_members(key)

    def _own(self, node: Node) -> bool:
        """Whether the value is a number in memory of the block, not a part of a column."""
        own = bool(node.args) or self.place[node.key] == HOUSEHOLD
        return own and node.key not in self.whole and not node.kind.condition

    def _operation(self, node: Node) -> Callable[..., Any]:
        nothing = node.args[-1].op == "constant" and node.args[-1].value == 0
        return (
            _kept
            if node.op == "where" and nothing and node.args[0].key not in self.whole
            else OPERATIONS[node.op]
        )


def _names(trees: Mapping[str, Node]) -> dict[str, tuple[str, ...]]:
    """Which names ask for a node."""
    found: dict[str, tuple[str, ...]] = {}
    for name, tree in trees.items():
        found[tree.key] = (*found.get(tree.key, ()), name)
    return found


IN_PLACE: Final[dict[str, Callable[..., Any]]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "smaller": np.minimum,
    "larger": np.maximum,
}


def _operated(operation: Callable[..., Any], read: Sequence[Act], block: Block) -> Any:
    return operation(*[one(block) for one in read])


def _in_place(operation: Callable[..., Any], read: Sequence[Act], spare: int, block: Block) -> Any:
    """The answer is written over a value that nobody reads any more."""
    args = [one(block) for one in read]
    return operation(*args, out=args[spare])


def _of_equals(block: Block, how: str, read: Act) -> Array:
    """One number a household from one that its members share."""
    times = block.sizes if how == "sum" else np.ones(len(block.sizes))
    return np.asarray(read(block) * times, np.float64)


def _kept(condition: Any, value: Any, _: Any) -> Array:
    """The value where the condition is met, else 0: its bits times 1 or 0, which no value can disturb."""
    bits = np.asarray(condition if condition.dtype == bool else condition != 0).astype(np.int64)
    value = np.ascontiguousarray(value, np.float64)
    bits *= value.view(np.int64)
    return bits.view(np.float64)

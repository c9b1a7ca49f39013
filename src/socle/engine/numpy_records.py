"""Many answers of one law about records, by NumPy, in one pass of blocks: what works where nothing is compiled.

Blocks of some thousand households keep the work in the processor's cache, and what several answers share is
worked out once for all of them. The same questions and answers as the fast engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from socle.engine.numpy_blocks import BLOCK, OPERATIONS
from socle.engine.rounds import Round, number_of, rounds, values_of
from socle.ground.axes import Array
from socle.ground.expression import Node
from socle.ground.refusals import Refusal
from socle.model.law import walk
from socle.model.population import Population

GATHER = {"sum": np.add, "largest": np.maximum, "smallest": np.minimum}
Parameters = Mapping[str, Any]


def compute(trees: Mapping[str, Node], population: Population, parameters: Parameters) -> dict[str, Array]:
    """The answers to some expressions: shape [record], or one number where the population decides it."""
    if population.households is None:
        raise Refusal("Blocks are for records in households; these are cells.")
    known, found = dict(parameters), dict[str, Array]()
    for step in rounds(trees, population):
        gathered = _in_blocks(step, population, known)
        known |= {whole.name: number_of(whole, gathered, population, known) for whole in step.wholes}
        found |= {name: gathered[name] for name in step.answers}
    return {name: found[name] for name in trees}


def _in_blocks(step: Round, population: Population, known: Parameters) -> dict[str, Array]:
    assert population.households is not None
    starts, size = np.asarray(population.households), int(population.households[-1])
    sums = {whole.name: whole.tree for whole in step.wholes if whole.share is None}
    stores = {whole.name: whole.tree for whole in step.wholes if whole.share is not None} | step.answers
    order = list(
        {node.key: node for tree in (*sums.values(), *stores.values()) for node in walk(tree)}.values()
    )
    whole = {node.key: _leaf(node, population, known) for node in order if not node.args}
    parts: dict[str, list[float]] = {name: [] for name in sums}
    found: dict[str, Array] = {}
    for first in range(0, len(starts) - 1, BLOCK):
        edges = starts[first : first + BLOCK + 1]
        persons = slice(int(edges[0]), int(edges[-1]))
        if persons.start == persons.stop:
            continue
        values = _block(order, whole, edges - edges[0], persons, size)
        for name, tree in sums.items():
            parts[name].append(float(np.sum(population.weights[persons] * values[tree.key])))
        for name, tree in stores.items():
            _store(found, name, values[tree.key], persons, size)
    return found | {name: np.asarray(sum(values)) for name, values in parts.items()}


def _store(found: dict[str, Array], name: str, value: Any, persons: slice, size: int) -> None:
    """Keep the part of an answer that a block gives; one number of the population is the same in every block."""
    if np.shape(value) != (persons.stop - persons.start,):
        found[name] = np.asarray(value, np.float64)
        return
    if name not in found:
        found[name] = np.empty(size)
    found[name][persons] = value


def _leaf(node: Node, population: Population, known: Parameters) -> Any:
    if node.op == "constant":
        return np.asarray(node.value)
    return np.asarray(known[node.value]) if node.op == "parameter" else values_of(node.value, population)


def _block(
    order: list[Node], whole: Mapping[str, Any], starts: Any, persons: slice, size: int
) -> dict[str, Any]:
    """Every node for the persons of one block of households."""
    values: dict[str, Any] = {}
    for node in order:
        if not node.args:
            leaf = whole[node.key]
            values[node.key] = leaf[persons] if leaf.shape == (size,) else leaf
        elif node.op == "in_household":
            values[node.key] = _gathered(node, values[node.args[0].key], starts)
        elif node.op == "of_household":
            values[node.key] = values[node.args[0].key]
        else:
            values[node.key] = OPERATIONS[node.op](*(values[arg.key] for arg in node.args))
    return values


def _gathered(node: Node, x: Any, starts: Any) -> Array:
    """The number of a household, on each of its members."""
    sizes = np.diff(starts)
    own = np.broadcast_to(np.asarray(x, dtype=np.float64), (int(starts[-1]),))
    filled = sizes > 0
    return np.repeat(GATHER[node.value].reduceat(own, starts[:-1][filled]), sizes[filled])

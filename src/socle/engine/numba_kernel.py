"""The fast engine: a law compiled to one loop over households, for surveys and registries in memory.

Extra `fast`. It gives what the NumPy engine gives, to the last digits but one. Compiling takes a second or
two, once for each structure of the law: parameters are arguments, so a reform is only run again. Worth it
from about 200,000 persons, or when the same law is asked many times.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from socle.engine.kernel_text import BLOCK, KernelText, kernel_text
from socle.engine.machine import Kernel, Load, in_memory, machine, processors
from socle.engine.numpy_blocks import evaluate
from socle.engine.rounds import Whole, number_of, rounds, values_of
from socle.ground.axes import Array
from socle.ground.expression import Node
from socle.ground.refusals import Refusal
from socle.model.law import walk
from socle.model.population import Population

LARGEST: Final = 300  # nodes; the time to compile grows faster than the kernel, so larger laws are cut
PIECES: Final = 8  # for each thread, so that one that is held up leaves its part to the others
AS_THEY_ARE: Final = ("float64", "float32", "int64", "int32", "int16", "int8", "uint8", "bool")
Parameters = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class _Pass:
    """One compiled kernel: totals and columns that it gives, by name."""

    sums: tuple[str, ...]
    stores: tuple[str, ...]
    homes: tuple[str, ...]
    written: KernelText
    kernel: Kernel


@dataclass(frozen=True, eq=False)
class Compiled:
    """A law ready to run on a population of this layout with any parameters."""

    passes: tuple[tuple[tuple[Whole, ...], tuple[_Pass, ...]], ...]
    constants: Mapping[str, Node]  # answers that are one number of the population
    order: tuple[str, ...]
    types: Mapping[str, str]

    def run(
        self, population: Population, parameters: Parameters, *, threads: int | None = None
    ) -> dict[str, Array]:
        """Every answer: shape [record], [household] if asked so, or one number where the population decides it."""
        starts, known, found = _starts(population), dict(parameters), dict[str, Array]()
        frame = _Frame(population, starts, self.types, threads or processors())
        for wholes, passes in self.passes:
            gathered: dict[str, Any] = {}
            for one in passes:
                gathered |= frame.run(one, known)
            known |= {whole.name: number_of(whole, gathered, population, known) for whole in wholes}
            found |= gathered
        one_number = {name: evaluate(tree, population, known) for name, tree in self.constants.items()}
        return {name: one_number[name] if name in one_number else found[name] for name in self.order}


def compiled(
    trees: Mapping[str, Node],
    population: Population,
    parameters: Parameters,
    load: Load = in_memory,
    homes: Collection[str] = (),
) -> Compiled:
    """The kernels of some expressions for a population of this layout (which leaves vary, of which type).

    `homes` are the names of those whose answer is wanted once for each household, not on each of its members.
    """
    _starts(population)
    plan = rounds(trees, population)
    types = _types(
        [node for step in plan for node in _asked(step.wholes, step.answers)], population, parameters
    )
    passes, constants = list[Any](), dict[str, Node]()
    for step in plan:
        constants |= {name: tree for name, tree in step.answers.items() if not _varies(tree, types)}
        stores = {name: tree for name, tree in step.answers.items() if name not in constants}
        stores |= {whole.name: whole.tree for whole in step.wholes if whole.how == "quantile"}
        sums = {whole.name: whole.tree for whole in step.wholes if whole.how == "total"}
        parts = _parts({**sums, **stores})
        compiled_passes = tuple(_pass(part, (sums, homes), types, load) for part in parts)
        passes.append((tuple(step.wholes), compiled_passes))
    return Compiled(tuple(passes), constants, tuple(trees), types)


def compute(
    trees: Mapping[str, Node], population: Population, parameters: Parameters, load: Load = in_memory
) -> dict[str, Array]:
    """The answers to some expressions, compiled and run once."""
    return compiled(trees, population, parameters, load).run(population, parameters)


def _asked(wholes: Sequence[Whole], answers: Mapping[str, Node]) -> list[Node]:
    return [*(whole.tree for whole in wholes), *answers.values()]


def _starts(population: Population) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    if population.households is None:
        raise Refusal("The fast engine is for records in households; these are cells.")
    return np.ascontiguousarray(population.households, np.int64)


def _types(trees: Sequence[Node], population: Population, parameters: Parameters) -> dict[str, str]:
    """The leaves that vary over records, and the type in which they are read."""
    found: dict[str, str] = {}
    for leaf in (node for tree in trees for node in walk(tree) if node.op in ("column", "parameter")):
        name: str = leaf.value
        if leaf.op == "parameter" and name not in parameters:
            continue  # a number of the population, from an earlier round
        values = np.asarray(parameters[name]) if leaf.op == "parameter" else values_of(name, population)
        if values.shape == population.weights.shape and values.size != 1:
            found[name] = values.dtype.name if values.dtype.name in AS_THEY_ARE else "float64"
        elif values.size != 1:
            raise Refusal(
                "`{name}` has {found} values, and there are {records} records.",
                name=name,
                found=values.size,
                records=population.weights.size,
            )
    return found


def _varies(tree: Node, types: Mapping[str, str]) -> bool:
    return any(
        node.op == "in_household" or (node.op in ("column", "parameter") and node.value in types)
        for node in walk(tree)
    )


def _parts(trees: Mapping[str, Node]) -> list[dict[str, Node]]:
    """The trees in groups of which none is too large to compile at once, unless it is one tree."""
    parts: list[dict[str, Node]] = []
    held: set[str] = set()
    for name, tree in trees.items():
        own = {node.key for node in walk(tree)}
        if not parts or len(held | own) > LARGEST:
            parts.append({})
            held = set()
        parts[-1][name] = tree
        held |= own
    return parts


def _pass(
    part: Mapping[str, Node],
    kinds: tuple[Collection[str], Collection[str]],
    types: Mapping[str, str],
    load: Load,
) -> _Pass:
    """A part of what is asked; `kinds` are the names of sums and of columns of households."""
    sums, homes = kinds
    summed = tuple(name for name in part if name in sums)
    stored = tuple(name for name in part if name not in sums and name not in homes)
    shared = tuple(name for name in part if name not in sums and name in homes)
    written = kernel_text(
        [part[name] for name in summed],
        [part[name] for name in stored],
        types,
        [part[name] for name in shared],
    )
    signature = tuple(types[leaf.value] for leaf in written.columns)
    return _Pass(summed, stored, shared, written, _machine(written.text, signature, load))


def _machine(text: str, types: tuple[str, ...], load: Load) -> Kernel:
    """The text compiled for these types of columns, which no call may change."""
    given = ("int64", "int64", "read int64[]", "read float64[]", "read float64[]", *["float64[][]"] * 3)
    return machine(text, (*given, *(f"read {kind}[]" for kind in types)), load)


class _Frame:
    """A population as the kernels read it."""

    def __init__(self, population: Population, starts: Any, types: Mapping[str, str], threads: int) -> None:
        self.population, self.starts, self.types, self.threads = population, starts, types, threads
        self.weights = np.ascontiguousarray(population.weights, np.float64)
        self.blocks = max(-(-(len(starts) - 1) // BLOCK), 1)

    def run(self, one: _Pass, known: Parameters) -> dict[str, Any]:
        sums = np.zeros((self.blocks, len(one.sums)))
        stores = np.empty((len(one.stores), len(self.weights)))
        homes = np.full(
            (len(one.homes), len(self.starts) - 1), np.nan
        )  # nobody lives where nothing is written
        scalars = np.array([self._scalar(leaf, known) for leaf in one.written.scalars])
        columns = [self._column(leaf, known) for leaf in one.written.columns]

        def work(first: int, last: int) -> None:
            one.kernel(first, last, self.starts, self.weights, scalars, sums, stores, homes, *columns)

        threads = min(self.threads, self.blocks)
        if threads == 1:
            work(0, self.blocks)
        else:
            pieces = min(threads * PIECES, self.blocks)
            edges = [self.blocks * i // pieces for i in range(pieces + 1)]
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(work, edges[:-1], edges[1:]))
        columned = dict(zip((*one.stores, *one.homes), (*stores, *homes), strict=True))
        return dict(zip(one.sums, sums.sum(axis=0), strict=True)) | columned

    def _column(self, leaf: Node, known: Parameters) -> Any:
        values = np.broadcast_to(self._value(leaf, known), self.weights.shape)
        return np.ascontiguousarray(values, self.types[leaf.value])

    def _scalar(self, leaf: Node, known: Parameters) -> float:
        if leaf.op == "constant":
            return float(leaf.value)
        value = np.asarray(self._value(leaf, known))
        if value.size != 1:
            raise Refusal("`{name}` varies now, and did not when the law was compiled.", name=leaf.value)
        if np.isnan(number := float(value.reshape(()))):
            raise Refusal("`{name}` has no value.", name=leaf.value)
        return number

    def _value(self, leaf: Node, known: Parameters) -> Any:
        return known[leaf.value] if leaf.op == "parameter" else values_of(leaf.value, self.population)

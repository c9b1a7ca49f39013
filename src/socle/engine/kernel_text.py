"""The text of a kernel: one loop over households that works out sums and columns of a law in one pass.

The text is plain Python, so that it can be read, run and tested as it is; compiled, it is the fast engine.
People of a household are next to each other. What depends on the household only is worked out once for it; a
number of the household that rests on its members takes a pass over them first. Parameters and numbers of the
law are arguments: a reform changes no letter of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from socle.engine.places import HOUSEHOLD, PERSON, WHOLE, places
from socle.engine.scalar_text import OPERATIONS, WITH_A_NUMBER
from socle.ground.expression import FOREVER, SLACK, Node
from socle.ground.refusals import Refusal
from socle.model.law import walk

BLOCK: Final = 2048  # households; sums are kept by block, so that threads never change their order
LITERALS: Final = {
    0.0: "0.0",
    1.0: "1.0",
    1 + SLACK: repr(1 + SLACK),
    1 - SLACK: repr(1 - SLACK),
    FOREVER: "inf",
    -FOREVER: "-inf",
}
NOTHING: Final = {"sum": "0.0", "largest": "-inf", "smallest": "inf"}
GATHER: Final = {
    "sum": "{0} += {1}",
    "largest": "{0} = {1} if {1} > {0} or {1} != {1} else {0}",
    "smallest": "{0} = {1} if {1} < {0} or {1} != {1} else {0}",
}


@dataclass(frozen=True, eq=False)
class KernelText:
    """The text, and the leaves it takes: `scalars` in one array, `columns` as arrays, in this order."""

    text: str
    scalars: tuple[Node, ...]
    columns: tuple[Node, ...]


def kernel_text(
    sums: Sequence[Node], stores: Sequence[Node], types: Mapping[str, str], homes: Sequence[Node] = ()
) -> KernelText:
    """The kernel that gives weighted sums over people, columns of people, and columns of households.

    `types` names the leaves that vary over people (columns, parameters by region) with their NumPy type. The
    function is `kernel(first, last, starts, weights, scalars, sums, stores, homes, *columns)`: blocks from
    `first` to `last`, sums of shape [block, sum], stores of shape [store, person], homes [home, household].
    What members of a household do not share is refused as a column of households.
    """
    return _Writer(sums, stores, homes, types).written()


class _Writer:
    """One kernel being written: where each node is worked out, and under which name."""

    def __init__(
        self, sums: Sequence[Node], stores: Sequence[Node], homes: Sequence[Node], types: Mapping[str, str]
    ) -> None:
        self.sums, self.stores, self.homes, self.types = sums, stores, homes, types
        trees = (*sums, *stores, *homes)
        self.nodes: dict[str, Node] = {node.key: node for tree in trees for node in walk(tree)}
        self.names = {key: f"v{i}" for i, key in enumerate(self.nodes)}
        self.place = places(self.nodes.values(), types)
        self.stage: dict[str, int] = {}  # how many passes over the members come before
        self.scalars: list[Node] = []
        self.columns: list[Node] = []
        for key, node in self.nodes.items():
            below = [arg.key for arg in node.args]
            self.stage[key] = max((self.stage[arg] for arg in below), default=0) + self._gathers(node)
        for tree in homes:
            if self.place[tree.key] == PERSON:
                raise Refusal("`{tree}` is not one number for each household.", tree=repr(tree)[:60])

    def _gathers(self, node: Node) -> bool:
        return node.op == "in_household" and self.place[node.args[0].key] == PERSON

    def written(self) -> KernelText:
        whole = [self._line(node) for node in self._at(WHOLE)]
        inner = [line for stage in range(max(self.stage.values()) + 1) for line in self._pass(stage)]
        household = ["begin, end = starts[h], starts[h + 1]", "if begin == end:", "    continue"]
        household += [*(["persons = 0.0"] if self._shared(self.sums) else []), *inner, *self._for_all()]
        block = [f"t{i} = 0.0" for i in range(len(self.sums))]
        block += [f"for h in range(block * {BLOCK}, min((block + 1) * {BLOCK}, len(starts) - 1)):"]
        block += [*_in(household), *(f"sums[block, {i}] = t{i}" for i in range(len(self.sums)))]
        body = [*whole, "for block in range(first, last):", *_in(block)]
        given = "".join(f", c{i}" for i in range(len(self.columns)))
        head = f"def kernel(first, last, starts, weights, scalars, sums, stores, homes{given}):"
        text = "\n".join(["from numpy import floor, inf", "", "", head, *_in(body), ""])
        return KernelText(text, tuple(self.scalars), tuple(self.columns))

    def _at(self, place: int, stage: int | None = None) -> list[Node]:
        return [
            node
            for key, node in self.nodes.items()
            if self.place[key] == place and stage in (None, self.stage[key])
        ]

    def _pass(self, stage: int) -> list[str]:
        """What the household has at this stage, and one pass over its members for all that rests on it."""
        lines = [self._line(node) for node in self._at(HOUSEHOLD, stage) if not self._gathers(node)]
        wanted = [node for node in self._at(HOUSEHOLD, stage + 1) if self._gathers(node)]
        lines += [f"{self.names[node.key]} = {NOTHING[node.value]}" for node in wanted]
        asked = [node.args[0] for node in wanted]
        acts = [
            GATHER[node.value].format(self.names[node.key], self._number(node.args[0])) for node in wanted
        ]
        for act, nodes in (("t{0} += weights[i] * {1}", self.sums), ("stores[{0}, i] = {1}", self.stores)):
            for i, node in enumerate(nodes):
                if self.place[node.key] == PERSON and self.stage[node.key] == stage:
                    asked.append(node)
                    acts.append(act.format(i, self._number(node)))
        if stage == 0 and self._shared(self.sums):
            acts.append("persons += weights[i]")
        return (
            [*lines, "for i in range(begin, end):", *_in([*self._members(asked), *acts])] if acts else lines
        )

    def _shared(self, nodes: Sequence[Node]) -> list[tuple[int, Node]]:
        """Those that are the same for all members of a household."""
        return [(i, node) for i, node in enumerate(nodes) if self.place[node.key] != PERSON]

    def _for_all(self) -> list[str]:
        """Sums and columns of what all members of the household share, once it is known."""
        lines = [f"t{i} += persons * {self._number(node)}" for i, node in self._shared(self.sums)]
        lines += [f"homes[{i}, h] = {self._number(node)}" for i, node in enumerate(self.homes)]
        given = [f"stores[{i}, i] = {self._number(node)}" for i, node in self._shared(self.stores)]
        return [*lines, "for i in range(begin, end):", *_in(given)] if given else lines

    def _members(self, asked: Iterable[Node]) -> list[str]:
        """The lines that work out these nodes for one person, from what the household already has."""
        needed: set[str] = set()
        stack = list(asked)
        while stack:
            node = stack.pop()
            if node.key not in needed and self.place[node.key] == PERSON:
                needed.add(node.key)
                stack.extend(node.args)
        return [self._line(node) for key, node in self.nodes.items() if key in needed]

    def _line(self, node: Node) -> str:
        return f"{self.names[node.key]} = {self._said(node)}"

    def _said(self, node: Node) -> str:
        if node.op == "constant" and (isinstance(node.value, bool) or node.value in LITERALS):
            return str(node.value) if isinstance(node.value, bool) else LITERALS[node.value]
        if not node.args:
            return self._leaf(node)
        if node.op == "in_household":  # of a number that all members share
            shared = self._number(node.args[0])
            return f"(end - begin) * {shared}" if node.value == "sum" else shared
        names = [self.names[arg.key] for arg in node.args]
        if node.op in WITH_A_NUMBER and WHOLE in (places := [self.place[arg.key] for arg in node.args]):
            return WITH_A_NUMBER[node.op].format(*(names if places[0] == WHOLE else reversed(names)))
        return OPERATIONS[node.op].format(*names)

    def _leaf(self, node: Node) -> str:
        varies = self.place[node.key] != WHOLE
        leaves = self.columns if varies else self.scalars
        known = next((i for i, leaf in enumerate(leaves) if leaf is node), len(leaves))
        if known == len(leaves):
            leaves.append(node)
        at = "i" if self.place[node.key] == PERSON else "begin"
        read = f"c{known}[{at}]" if varies else f"scalars[{known}]"
        if node.kind.condition:
            return f"{read} != 0"
        return read if not varies or self.types[node.value] == "float64" else f"{read} * 1.0"

    def _number(self, node: Node) -> str:
        name = self.names[node.key]
        return f"(1.0 if {name} else 0.0)" if node.kind.condition else name


def _in(lines: Iterable[str]) -> list[str]:
    return ["    " + line for line in lines]

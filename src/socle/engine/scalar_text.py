"""The text of an answer of the law as a function of numbers: `def who_old_age(age, service, ...)`.

Plain Python, to be read, run and tested as it is, and inlined by the compiler into the loop of whoever asks.
What is needed twice is worked out once. Columns and parameters are arguments, so that a reform of numbers
changes no letter. The meaning is that of the NumPy engine: lowered comparisons, nothing where nothing divides.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from keyword import iskeyword
from typing import Final, NoReturn

from socle.engine.lower import lower
from socle.ground.expression import SLACK, Node
from socle.ground.refusals import Refusal, nearest
from socle.model.law import walk

OPERATIONS: Final = {
    "add": "{} + {}",
    "sub": "{} - {}",
    "mul": "{} * {}",
    "div": "{0} / {1} if {1} != 0.0 else 0.0",
    "power": "{} ** {}",
    "smaller": "{0} if {0} < {1} or {0} != {0} else {1}",  # what is missing stays missing, as in NumPy
    "larger": "{0} if {0} > {1} or {0} != {0} else {1}",
    "floor": f"floor({{}} + {SLACK!r})",
    "below": "{} < {}",
    "above": "{} > {}",
    "and": "{} & {}",
    "or": "{} | {}",
    "not": "not {}",
    "where": "{1} if {0} else {2}",
    "of_household": "{}",
}
WITH_A_NUMBER: Final = {  # beside a number that is never missing one comparison does: the other operand comes last
    "smaller": "{0} if {0} < {1} else {1}",
    "larger": "{0} if {0} > {1} else {1}",
}
HEADER: Final = "from numba.extending import register_jitable\nfrom numpy import floor, inf\n"
INLINED: Final = '@register_jitable(error_model="numpy")\n'  # left as it is where plain Python calls it
RESERVED: Final = ("floor", "inf", "register_jitable")
Leaf = tuple[str, str]  # "column" or "parameter", and its name in the law


@dataclass(frozen=True)
class ScalarLaw:
    """A function of numbers: the columns, then the parameters, each in the order of their names in the law."""

    name: str
    text: str
    columns: tuple[str, ...]
    parameters: tuple[str, ...]

    def call(self, columns: Mapping[str, str], parameters: Mapping[str, str]) -> str:
        """The text of a call, with the text that stands for each column and parameter where it is asked."""
        for column in self.columns:
            if column not in columns:
                unknown(column, columns)
        given = [*(columns[name] for name in self.columns), *(parameters[path] for path in self.parameters)]
        return f"{self.name}({', '.join(given)})"


def scalar_function(name: str, tree: Node) -> ScalarLaw:
    """The function that answers `tree` for one life; a condition is answered with 1 or 0.

    Refused where the answer rests on other persons. A share decided by chance reads the column `draw:...`.
    """
    nodes = {node.key: node for node in walk(lower(tree))}
    read = {column_read(node) for node in nodes.values() if node.op == "column"}
    columns = tuple(sorted(read - {"person"}))
    parameters = tuple(sorted({node.value for node in nodes.values() if node.op == "parameter"}))
    arguments = _arguments([*(("column", c) for c in columns), *(("parameter", p) for p in parameters)])
    known: dict[str, str] = {}
    sure: set[str] = set()  # what rests on numbers of the law alone is never missing
    lines = []
    for place, (key, node) in enumerate(nodes.items()):
        if node.op != "column" and all(arg.key in sure for arg in node.args):
            sure.add(key)
        known[key] = said = _said(node, known, sure, arguments)
        if node.args or said.count(" "):
            known[key] = f"_{place}"
            lines.append(f"    _{place} = {said}")
    last = known[list(nodes)[-1]]
    answer = f"1.0 if {last} else 0.0" if tree.kind.condition else last
    head = f"def {name}({', '.join(arguments.values())}):"
    return ScalarLaw(name, "\n".join([head, *lines, f"    return {answer}", ""]), columns, parameters)


def fused(laws: Sequence[ScalarLaw], kernel: str) -> str:
    """One text to compile: the functions of the law, then the loop that calls them."""
    return "\n\n".join([HEADER, *(INLINED + law.text for law in laws), kernel])


def literal(value: float | bool) -> str:
    """A number of the law's grammar as text."""
    return repr(value) if value >= 0 else f"({value!r})"


def own_life(node: Node) -> None:
    """Refuse a step that rests on other persons."""
    if node.op not in OPERATIONS:
        raise Refusal("`{tree}` rests on other persons, so one life has no answer.", tree=repr(node)[:60])


def unknown(name: str, columns: Iterable[str]) -> NoReturn:
    """Refuse a column that lives do not bring."""
    raise Refusal(
        "The law reads `{name}`, which this population does not know; it knows {valid}.",
        name=name,
        valid=", ".join(columns),
        nearest=nearest(name, columns),
    )


def column_read(node: Node) -> str:
    """The name of the column that a life must bring; what chance decides reads its draw."""
    name: str = node.value
    return name.replace("chance:", "draw:") if node.chance is not None else name


def _arguments(leaves: Sequence[Leaf]) -> dict[Leaf, str]:
    """A Python name for each column and parameter, near to its own."""
    found: dict[Leaf, str] = {}
    for leaf in leaves:
        said = re.sub(r"\W", "_", leaf[1]).lstrip("_") or "x"
        said = f"x{said}" if said[0].isdigit() or iskeyword(said) else said
        while said in (*found.values(), *RESERVED):
            said += "_"
        found[leaf] = said
    return found


def _said(node: Node, known: Mapping[str, str], sure: Container[str], arguments: Mapping[Leaf, str]) -> str:
    if node.op == "constant":
        return literal(node.value)
    if node.op == "column" and node.value == "person":
        return "1.0"
    if node.op in ("column", "parameter"):
        said = arguments[node.op, column_read(node)]
        if node.chance is not None:
            return f"{said} < {known[node.chance.key]}"
        return f"{said} != 0.0" if node.kind.condition else said
    own_life(node)
    names = [known[arg.key] for arg in node.args]
    if node.op in WITH_A_NUMBER and any(arg.key in sure for arg in node.args):
        return WITH_A_NUMBER[node.op].format(*(names if node.args[0].key in sure else reversed(names)))
    return OPERATIONS[node.op].format(*names)

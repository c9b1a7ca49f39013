"""One step that every engine takes first: names off, comparisons with slack.

Equal within a billionth is equal, on every engine: otherwise engines disagree at thresholds, where incomes
heap. `a < b` means `a < b - 1e-9 |b|`, `a <= b` means `a <= b + 1e-9 |b|`. The lowered comparisons are
called `below` and `above`; `floor` counts what is within a billionth of the next whole number as reached.
"""

from __future__ import annotations

from socle.ground.expression import CONDITION, SLACK, Node, constant
from socle.model.law import walk


def rebuilt(node: Node, args: list[Node]) -> Node:
    """The same operation on other arguments."""
    fresh = Node(node.op, args, node.value, kind=node.kind, level=node.level)
    fresh.chance = node.chance
    return fresh


def lower(tree: Node) -> Node:
    """The expression as engines evaluate it."""
    done: dict[str, Node] = {}
    for node in walk(tree):
        args = [done[arg.key] for arg in node.args]
        done[node.key] = args[0] if node.op == "named" else _compare(node, args)
        if node.chance is not None:
            done[node.key].chance = done[node.chance.key]
    return done[tree.key]


def _compare(node: Node, args: list[Node]) -> Node:
    if node.op in ("lt", "ge"):
        below = _operation("below", args[0], _bound("smaller", args[1]))
        return below if node.op == "lt" else _operation("not", below)
    if node.op in ("gt", "le"):
        above = _operation("above", args[0], _bound("larger", args[1]))
        return above if node.op == "gt" else _operation("not", above)
    if node.op in ("eq", "ne"):
        below = _operation("below", args[0], _bound("smaller", args[1]))
        apart = _operation("or", below, _operation("above", args[0], _bound("larger", args[1])))
        return apart if node.op == "ne" else _operation("not", apart)
    return rebuilt(node, args)


def _bound(which: str, threshold: Node) -> Node:
    """The threshold less (`smaller`) or plus (`larger`) its slack, right for either sign and for no end."""
    sides = [
        Node("mul", [threshold, constant(1 + sign * SLACK)], kind=threshold.kind, level=threshold.level)
        for sign in (1, -1)
    ]
    return Node(which, sides, kind=threshold.kind, level=threshold.level)


def _operation(op: str, *args: Node) -> Node:
    return Node(op, args, kind=CONDITION, level=args[0].level)

"""An expression asked of one person of whom not everything is known: what remains open must be asked.

What is known is put in and the expression folds by the laws of algebra: nothing and anything is nothing, so a
person below the age is not asked for a certificate. The columns that are left decide the answer.
"""

from __future__ import annotations

from collections.abc import Mapping

from socle.engine.lower import rebuilt
from socle.ground.expression import Node, build
from socle.model.law import walk

KEPT = ("in_household", "of_household", "in_population", "named")


def folded(tree: Node, leaves: Mapping[str, Node], nodes: Mapping[str, Node] | None = None) -> Node:
    """The expression with columns and parameters replaced by name, and whole steps by key.

    A condition decided by chance is met where the leaf `draw:...` lies below its share.
    """
    done: dict[str, Node] = {}
    known = nodes or {}
    for node in walk(tree):
        if node.key in known:
            done[node.key] = known[node.key]
        elif node.op in ("column", "parameter"):
            done[node.key] = _leaf(node, done, leaves)
        else:
            done[node.key] = _again(node, [done[arg.key] for arg in node.args])
    return done[tree.key]


def _leaf(node: Node, done: Mapping[str, Node], leaves: Mapping[str, Node]) -> Node:
    draw = node.value.replace("chance:", "draw:")
    if node.chance is not None and draw in leaves:
        return build("lt", leaves[draw], done[node.chance.key])
    return leaves.get(node.value, node)


def _again(node: Node, args: list[Node]) -> Node:
    if not args or all(new.key == old.key for new, old in zip(args, node.args, strict=True)):
        return node
    if node.op == "named" or (node.op == "of_household" and args[0].op == "constant"):
        return args[0]
    return rebuilt(node, args) if node.op in KEPT else build(node.op, *args)


def open_columns(tree: Node) -> frozenset[str]:
    """The columns on which the value still depends."""
    names = {node.value for node in walk(tree) if node.op == "column"}
    return frozenset(name for name in names if name != "person")

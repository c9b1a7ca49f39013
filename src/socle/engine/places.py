"""Whose number a step of a law is on records: the same for the whole population, a household's, a person's.

What all members of a household share is worked out once for them, by every engine of records.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Final

from socle.ground.expression import Node

WHOLE, HOUSEHOLD, PERSON = range(3)
LEAVES: Final = ("column", "parameter")


def places(nodes: Iterable[Node], varying: Container[str]) -> dict[str, int]:
    """The place of every node, which come after their arguments; `varying` names the leaves with a value a record."""
    found: dict[str, int] = {}
    for node in nodes:
        if node.op in LEAVES and node.value in varying:
            own = HOUSEHOLD if node.op == "column" and node.level == "household" else PERSON
        else:
            own = max((found[arg.key] for arg in node.args), default=WHOLE)
        found[node.key] = HOUSEHOLD if node.op == "in_household" else own
    return found

"""Some households and their members while a law is worked out for them: values one a household or one a person.

What is read by nobody any more is forgotten, and its memory used for the next value, so that a block stays in
the processor's cache however long the law is.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.expression import Node

GATHER: Final = {"largest": np.maximum, "smallest": np.minimum}
PIECE: Final = 8192  # products of longer vectors would wake the threads of the linear algebra
Positions = np.ndarray[tuple[int], np.dtype[np.int64]]


class Block:
    """Values by the key of their node; `edges` say where each household begins, none of them empty."""

    def __init__(self, weights: Array, edges: Positions) -> None:
        self.persons = slice(int(edges[0]), int(edges[-1]))
        self.begins, self.sizes = edges[:-1] - edges[0], np.diff(edges)
        self.weights = weights[self.persons]
        self.values: dict[str, Any] = {}
        self.spread: dict[str, Array] = {}  # values of households, as their members read them

    @cached_property
    def household(self) -> Positions:
        """The household of each person."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    @cached_property
    def persons_of_households(self) -> Array:
        """How many persons each household stands for."""
        return self._summed(self.weights)

    def read(self, column: Any, node: Node, household: bool) -> Any:
        """The part of a column: of members, or of the first of each household, who has what all have."""
        own = column[self.persons]
        own = own[self.begins] if household else own
        return own if node.kind.condition else own.astype(np.float64, copy=False)

    def gathered(self, how: str, of: str) -> Array:
        """One number a household from those of its members."""
        x = np.asarray(self.values[of], np.float64)
        return self._summed(x) if how == "sum" else np.asarray(GATHER[how].reduceat(x, self.begins))

    def _summed(self, x: Array) -> Array:
        return np.asarray(np.bincount(self.household, x), np.float64)

    def of_members(self, key: str) -> Any:
        """A value as persons read it: the number of a household stands on each of its members."""
        value = self.values[key]
        if len(value) == len(self.weights):
            return value
        if key not in self.spread:
            self.spread[key] = value.take(self.household)
        return self.spread[key]

    def total(self, key: str) -> float:
        """The weighted sum over persons."""
        value = np.asarray(self.values[key], np.float64)
        whole = len(value) == len(self.weights)
        return _product(self.weights if whole else self.persons_of_households, value)

    def forget(self, keys: Iterable[str]) -> None:
        for key in keys:
            del self.values[key]
            self.spread.pop(key, None)


def _product(weights: Array, value: Array) -> float:
    return sum(float(weights[i : i + PIECE] @ value[i : i + PIECE]) for i in range(0, len(weights), PIECE))

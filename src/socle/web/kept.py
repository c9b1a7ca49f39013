"""Answers in memory that are still true, up to a size: whoever asks for much pushes out what was asked for long ago."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from socle.web.answers import Answer

BYTES: Final = 64_000_000  # of answers in memory, in each process

Key = tuple[str, ...]


class Kept:
    """Answers by what they rest on, the most recently asked for last."""

    def __init__(self, most: int = BYTES) -> None:
        self.held: OrderedDict[Key, Answer] = OrderedDict()
        self.most, self.size = most, 0

    def get(self, key: Key) -> Answer | None:
        """An answer, if it is held."""
        found = self.held.get(key)
        if found is not None:
            self.held.move_to_end(key)
        return found

    def put(self, key: Key, answer: Answer) -> None:
        """Holds an answer, and lets go of the oldest until all fit; one that alone is too large is not held."""
        before = self.held.pop(key, None)
        self.size += len(answer.body) - (len(before.body) if before else 0)
        self.held[key] = answer
        while self.size > self.most:
            self.size -= len(self.held.popitem(last=False)[1].body)

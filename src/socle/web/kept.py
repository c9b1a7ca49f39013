"""Answers in memory that are still true, up to a size: whoever asks for much pushes out what was asked for long ago."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Final

from socle.web.answers import Answer

BYTES: Final = 64_000_000  # of answers in memory, in each process

Key = tuple[str, ...]


class Kept:
    """Answers by what they rest on, the most recently asked for last."""

    def __init__(self, most: int = BYTES) -> None:
        self.held: OrderedDict[Key, Answer] = OrderedDict()
        self.most, self.size = most, 0
        self.under_way: dict[Key, asyncio.Future[Answer]] = {}

    def get(self, key: Key) -> Answer | None:
        """An answer, if it is held."""
        found = self.held.get(key)
        if found is not None:
            self.held.move_to_end(key)
        return found

    async def made(self, key: Key, make: Callable[[], Awaitable[Answer]]) -> Answer:
        """An answer that is not held yet, made once for all who ask while it is being made; then it is held."""
        making = self.under_way.get(key)
        if making is None:
            making = self.under_way[key] = asyncio.ensure_future(make())
            making.add_done_callback(lambda done: self._end(key, done))
        return await asyncio.shield(making)

    def _end(self, key: Key, done: asyncio.Future[Answer]) -> None:
        del self.under_way[key]
        if not done.cancelled() and done.exception() is None:
            self.put(key, done.result())

    def put(self, key: Key, answer: Answer) -> None:
        """Holds an answer, and lets go of the oldest until all fit; one that alone is too large is not held."""
        before = self.held.pop(key, None)
        self.size += len(answer.body) - (len(before.body) if before else 0)
        self.held[key] = answer
        while self.size > self.most:
            self.size -= len(self.held.popitem(last=False)[1].body)

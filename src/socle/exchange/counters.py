"""Counters that several processes add to: each in a file of its own that is mapped into memory, read together.

A process that ends leaves its file, so that no sum ever falls while the folder is there.
"""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from pathlib import Path
from typing import Final

SUFFIX: Final = ".counters"
WIDTH: Final = 8  # bytes of a float64


class Counters:
    """So many sums, all zero at first; in `folder`, under the name of the process, or in memory alone."""

    def __init__(self, count: int, folder: Path | None = None, process: str = "") -> None:
        self.count, self.folder = count, folder
        if folder is None:
            self.memory = mmap.mmap(-1, count * WIDTH)
        else:
            with (folder / f"{process}{SUFFIX}").open("w+b") as file:
                file.truncate(count * WIDTH)
                self.memory = mmap.mmap(file.fileno(), count * WIDTH)
        self.own = memoryview(self.memory).cast("d")

    def add(self, place: int, amount: float = 1) -> None:
        """More of one of them."""
        self.own[place] += amount

    def totals(self) -> Sequence[float]:
        """Every sum over all processes, in order. Files of another length are of another version: passed over."""
        if self.folder is None:
            return self.own.tolist()
        contents = [path.read_bytes() for path in sorted(self.folder.glob(f"*{SUFFIX}"))]
        held = [memoryview(one).cast("d") for one in contents if len(one) == self.count * WIDTH]
        return [sum(one) for one in zip(*held, strict=True)]

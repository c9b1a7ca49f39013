"""Where two texts differ, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

AROUND: Final = 3  # lines that are the same, shown beside those that are not
LONGEST: Final = 4000  # lines of a text that is compared: the work grows with their square
SAME, LEFT, RIGHT, SKIPPED = " ", "−", "+", "…"


@dataclass(frozen=True)
class Line:
    """A line of both texts, of the first alone (−), of the second alone (+), or lines of both left out (…)."""

    sign: str
    text: str


def difference(first: str, second: str) -> tuple[Line, ...]:
    """The lines that differ with those around them, in reading order; empty where nothing does."""
    old, new = first.splitlines()[:LONGEST], second.splitlines()[:LONGEST]
    groups = SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND)
    found: list[Line] = []
    for group in groups:
        if found:
            found.append(Line(SKIPPED, ""))
        for kind, begin, end, start, stop in group:
            if kind == "equal":
                found += [Line(SAME, text) for text in old[begin:end]]
            else:
                found += [Line(LEFT, text) for text in old[begin:end]]
                found += [Line(RIGHT, text) for text in new[start:stop]]
    return tuple(found)

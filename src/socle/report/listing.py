"""Lists of words for a terminal: the answer, then columns side by side of which the last one folds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Any, Final

from socle.report import numbers

WIDTH: Final = 80
GAP: Final = 2
LEAST: Final = 16  # letters that the last column has at least


def told(answer: str, *paragraphs: str) -> list[str]:
    """The answer and what follows, each folded at the width of the terminal."""
    return [line for text in (answer, *paragraphs) for line in folded(text)]


def folded(text: str, first: str = "", after: str = "") -> list[str]:
    """A paragraph in lines; `first` stands before the first of them, `after` before the others."""
    made = wrap(
        numbers.together(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=after,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [numbers.plain(line) for line in made or [first.rstrip()]]


def columns(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Columns of words under their headings; the last folds within the width of the terminal."""
    body = [tuple(row) for row in rows]
    sizes = [max(len(row[at]) for row in (head, *body)) for at in range(len(head) - 1)]
    taken = sum(sizes) + GAP * len(sizes)
    room = max(WIDTH - taken, LEAST)
    lines = []
    for number, row in enumerate((head, *body)):
        start = "".join(cell.ljust(size + GAP) for cell, size in zip(row[:-1], sizes, strict=True))
        folds = wrap(row[-1], room, break_long_words=False, break_on_hyphens=False) or [""]
        lines += [(start + folds[0]).rstrip(), *(" " * taken + fold for fold in folds[1:])]
        if not number:
            lines.append("-" * min(WIDTH, taken + max((len(row[-1]) for row in (head, *body)), default=0)))
    return [numbers.plain(line) for line in lines]


def as_json(content: Any) -> str:
    """Content as JSON for a program."""
    return json.dumps(content, indent=1, ensure_ascii=False, default=str)

"""A table as lines of text for a terminal: what the page shows, in columns of letters."""

from __future__ import annotations

from textwrap import wrap

from socle.report import numbers
from socle.report.sections import Table

GAP = 2  # blanks between two columns
HEAD = 9  # letters a line of a heading may take, unless its cells take more
LEAST = 7  # letters below which the names of rows would be broken to pieces: the table is then wider,
LABEL = 12  # so that they have these


def lines(table: Table, width: int) -> list[str]:
    """The caption, the headings, the rows and the notes, none longer than `width` unless its numbers are."""
    body = [tuple(map(numbers.plain, row)) for _title, rows in table.groups for row in rows]
    if table.words:
        return [*wrap(table.caption, width), *_told(body, width)]
    sizes = [_size(table.head[at], [row[at] for row in body]) for at in range(1, len(table.head))]
    taken = sum(sizes) + GAP * len(sizes)
    named = max((len(row[0]) for row in body), default=0)
    room = width - taken
    first = room if room >= min(LEAST, named) else min(LABEL, named)
    return [
        *_wrapped(table.caption, width),
        *_row((table.head[0], *table.head[1:]), [first, *sizes]),
        "-" * (first + taken),
        *(line for row in body for line in _row(row, [first, *sizes])),
        *(line for note in table.notes for line in _wrapped(note, width)),
    ]


def _size(head: str, column: list[str]) -> int:
    longest = max((len(word) for word in numbers.together(head).split(" ")), default=0)
    return max(longest, min(HEAD, len(head)), *(len(cell) for cell in column))


def _row(texts: tuple[str, ...], sizes: list[int]) -> list[str]:
    """One row of the table; a cell that is too long goes on in the next line."""
    folded = [_wrapped(text, size) or [""] for text, size in zip(texts, sizes, strict=True)]
    height = max(map(len, folded))
    lines = []
    for at in range(height):
        name, *others = [part[at] if at < len(part) else "" for part in folded]
        cells = [" " * GAP + other.rjust(size) for other, size in zip(others, sizes[1:], strict=True)]
        lines.append((name.ljust(sizes[0]) + "".join(cells)).rstrip())
    return lines


def _told(body: list[tuple[str, ...]], width: int) -> list[str]:
    """Rows of words: a name and what is said of it."""
    return [line for name, *said in body for line in _wrapped(f"* {name}: {'; '.join(said)}", width, "  ")]


def _wrapped(text: str, width: int, after: str = "") -> list[str]:
    """Lines of a text; what follows the first begins with `after`."""
    return [numbers.plain(line) for line in wrap(numbers.together(text), width, subsequent_indent=after)]

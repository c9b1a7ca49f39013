"""How wide the columns of a table on paper are: no word is broken, and the table takes few lines."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

from socle.report.sections import Table

ROOM: Final = 122.0  # letters of a table's size side by side on a page
GAP: Final = 2.0  # letters between two columns
LONGEST: Final = 60.0  # letters after which words go on in the next line, where they need not
EASED: Final = 1.08  # room that columns get beyond their letters where the page has it
NARROWEST: Final = 4.0
HEAD: Final = 13.0  # letters of a head that stand on one line
EASY: Final = 24.0  # letters of a head that stand on one line where there is room enough
BOLD: Final = 1.08  # what a bold letter takes beside another
NARROW: Final = frozenset("ijltfrI1.,:;'\u2019!|()[]/-\u00b7\u202f\u00a0 ")
WIDE: Final = frozenset("mwMW%@\u2014\u2192\u0153\u00e6")
MACHINE: Final = 1.2  # a letter of the type of a machine
FILLED: Final = 0.92  # of a line of words, what words fill
STEPS: Final = (1, 2, 3, 5, 8, 12, 18, 26)  # letters by which a column may grow at once
JUDGED: Final = 60  # rows by which a long table is judged
LINE: Final = 9.4  # points
ROW: Final = 1.6  # points that a row adds to its lines


def widths(table: Table) -> tuple[float, ...]:
    """The width of each column as a part of the page: words break, numbers do not; the sum is at most 1."""
    given = _letters(table)
    whole_page = max(ROOM, sum(given) + GAP * len(given))
    if sum(given) * EASED + GAP * len(given) <= ROOM:  # letters are counted, not measured
        given = tuple(one * EASED for one in given)
    return tuple((one + GAP) / whole_page for one in given)


def height(table: Table) -> float:
    """About how high the table is on the page, in points."""
    given = _letters(table)
    rows = [row for _title, found in table.groups for row in found]
    titles = sum(1 for title, _rows in table.groups if title)
    lines = sum(
        max((_lines(_size(cell), wide) for cell, wide in zip(row, given, strict=False)), default=1)
        for row in rows
    )
    return LINE * lines + ROW * len(rows) + (LINE + 2 * ROW) * (titles + 4)


def _letters(table: Table) -> tuple[float, ...]:
    """The letters that each column has room for."""
    rows = [table.head, *(row for _title, rows in table.groups for row in rows)]
    columns = [[row[at] for row in rows if at < len(row)] for at in range(len(table.head))]
    least: list[float] = [max(NARROWEST, *(_longest_word(cell) for cell in column)) for column in columns]
    # A head takes two lines rather than room from words; what is bold takes more of it.
    heads = [BOLD * min(_size(head), max(HEAD, _size(head) / 2 + 2)) for head in table.head]
    least = [max(one, BOLD * _longest_word(head)) for one, head in zip(least, table.head, strict=True)]
    letters = [[_size(cell) for cell in column[1:]] for column in columns]
    wanted = [max(low, head, *one) for low, head, one in zip(least, heads, letters, strict=True)]
    room = ROOM - GAP * len(columns)
    whole = [max(one, min(BOLD * _size(head), EASY)) for one, head in zip(wanted, table.head, strict=True)]
    if sum(whole) <= room and max(whole) <= LONGEST:
        return tuple(whole)
    if sum(wanted) <= room and max(wanted) <= LONGEST:
        return tuple(wanted)
    most = (
        [min(one, LONGEST) for one in wanted] if sum(min(one, LONGEST) for one in wanted) <= room else wanted
    )
    return tuple(_lowest(least, most, room, _sample(letters)))


def _lowest(
    least: Sequence[float], most: Sequence[float], room: float, rows: Sequence[Sequence[float]]
) -> list[float]:
    """The room shared so that rows take few lines: what saves most lines a letter comes first."""
    given = [float(ceil(one)) if sum(map(ceil, least)) <= room else one for one in least]
    lines = [[_lines(size, wide) for size in column] for column, wide in zip(rows, given, strict=True)]
    while (left := room - sum(given)) >= 1:
        best, saved = (0, 0), 0.0
        for at, column in enumerate(rows):
            others = [max(row) for row in zip(*(one for k, one in enumerate(lines) if k != at), strict=True)]
            for step in STEPS:
                wider = min(given[at] + step, most[at])
                if step > left or wider <= given[at]:
                    break
                found = [_lines(size, wider) for size in column]
                gain = sum(map(_saving, lines[at], found, others or [1] * len(found)))
                if gain / (wider - given[at]) > saved:
                    best, saved = (at, step), gain / (wider - given[at])
        if not saved:
            break
        at, step = best
        given[at] = min(given[at] + step, most[at])
        lines[at] = [_lines(size, given[at]) for size in rows[at]]
    return given


def _saving(before: int, after: int, others: int) -> float:
    """The lines that a row loses; a cell that becomes shorter than its row counts for a little."""
    return max(before, others) - max(after, others) + 0.1 * (before - after)


def _lines(letters: float, wide: float) -> int:
    """About how many lines a cell takes."""
    return 1 if letters <= wide else ceil(letters / (FILLED * wide))


def _sample(letters: Sequence[Sequence[float]]) -> list[list[float]]:
    """The lengths of the cells, column by column, of rows taken evenly from a long table."""
    count = max(map(len, letters))
    chosen = range(0, count, ceil(count / JUDGED)) if count else range(0)
    return [[column[at] if at < len(column) else 0.0 for at in chosen] for column in letters]


def _longest_word(text: str) -> float:
    return max((_size(word) for word in text.split(" ")), default=0.0)


def _size(text: str) -> float:
    """The room of a text on one line, in letters; names in `backticks` are set in the type of a machine."""
    parts = text.split("`")
    return sum(len(part) * MACHINE if at % 2 else sum(map(_letter, part)) for at, part in enumerate(parts))


def _letter(one: str) -> float:
    if one in NARROW:
        return 0.7
    return 1.65 if one in WIDE else 1.4 if one.isupper() else 1.05

"""A small evaluator of spreadsheet formulas, to prove that a workbook is alive. Lazy, with memory."""

from __future__ import annotations

import re
from math import sqrt
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

PLACE = r"(?:'((?:[^']|'')+)'!)?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?"
TOKEN = re.compile(rf'("[^"]*")|({PLACE})(?![A-Z(])|(<>|<=|>=|=|<|>)')
COMPARISONS = {"=": "==", "<>": "!="}


class Book:
    """A workbook whose formulas are computed from its other cells, never from stored values."""

    def __init__(self, path: Path) -> None:
        self.cells: dict[tuple[str, int, int], Any] = {}
        for sheet in load_workbook(path).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is not None:
                        self.cells[sheet.title, cell.row, cell.column] = cell.value
        self.known: dict[tuple[str, int, int], Any] = {}

    def change(self, sheet: str, row: int, column: int, value: Any) -> None:
        """Type a value into a cell."""
        self.cells[sheet, row, column] = value
        self.known.clear()

    def value(self, sheet: str, row: int, column: int) -> Any:
        """What a cell shows."""
        key = (sheet, row, column)
        if key not in self.known:
            held = self.cells.get(key)
            live = isinstance(held, str) and held.startswith("=")
            self.known[key] = self.computed(held[1:], sheet) if live else held
        return self.known[key]

    def formulas(self) -> list[tuple[str, int, int]]:
        """The places of all formulas."""
        return [key for key, held in self.cells.items() if isinstance(held, str) and held.startswith("=")]

    def computed(self, text: str, sheet: str) -> Any:
        """The value of a formula that stands on `sheet`."""

        def place(found: re.Match[str]) -> str:
            if found[1]:
                return found[1]
            if found[8]:
                return COMPARISONS.get(found[8], found[8])
            name = (found[3] or sheet).replace("''", "'")
            first = f"{found[4]}{found[5]}"
            last = f"{found[6]}{found[7]}" if found[6] else ""
            return f"_range({name!r}, {first + ':' + last!r})" if last else f"_cell({name!r}, {first!r})"

        names = {**FUNCTIONS, "_range": self._range, "_cell": self._cell, "IF": lambda *_: None}
        expression = _lazy_if(TOKEN.sub(place, text))
        return eval(expression, {"__builtins__": {}}, names)

    def _cell(self, sheet: str, place: str) -> Any:
        column, row, _, _ = range_boundaries(place)
        return self.value(sheet, row, column)

    def _range(self, sheet: str, place: str) -> list[Any]:
        left, top, right, bottom = range_boundaries(place)
        return [self.value(sheet, row, at) for row in range(top, bottom + 1) for at in range(left, right + 1)]


def _lazy_if(text: str) -> str:
    """`IF(a,b,c)` as `((b) if (a) else (c))`, so that the branch not taken is not computed."""
    start = re.search(r"\bIF\(", text)
    if not start:
        return text
    parts, depth, begin, quote = [], 1, start.end(), ""
    for at in range(start.end(), len(text)):
        letter = text[at]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        if not quote and (depth == 0 or (depth == 1 and letter == ",")):
            parts.append(text[begin:at])
            begin = at + 1
        if depth == 0:
            break
    condition, then, otherwise = map(_lazy_if, parts)
    return f"{text[: start.start()]}(({then}) if ({condition}) else ({otherwise})){_lazy_if(text[begin:])}"


def _numbers(values: tuple[Any, ...]) -> list[float]:
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return [one for one in flat if isinstance(one, int | float) and not isinstance(one, bool)]


def _meets(value: Any, wanted: Any) -> bool:
    """Whether a cell meets a criterion of SUMIFS: equal, or greater than a number."""
    if isinstance(wanted, str) and wanted.startswith(">"):
        return isinstance(value, int | float) and value > float(wanted[1:])
    return bool(value == wanted)


def _chosen(*pairs: Any) -> list[int]:
    """The places at which every range meets its criterion."""
    ranges, wanted = pairs[::2], pairs[1::2]
    return [
        at
        for at in range(len(ranges[0]))
        if all(_meets(each[at], one) for each, one in zip(ranges, wanted, strict=True))
    ]


FUNCTIONS: dict[str, Any] = {
    "FALSE": False,
    "AND": lambda *values: all(values),
    "ISNUMBER": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "ROWS": len,
    "COUNTIF": lambda values, wanted: len(_chosen(values, wanted)),
    "COUNTIFS": lambda *pairs: len(_chosen(*pairs)),
    "SUMIFS": lambda values, *pairs: sum(_numbers(tuple(values[at] for at in _chosen(*pairs)))),
    "SUM": lambda *values: sum(_numbers(values)),
    "COUNT": lambda *values: len(_numbers(values)),
    "OR": lambda *values: any(values),
    "MAX": lambda *values: max(_numbers(values)),
    "ABS": abs,
    "SQRT": sqrt,
    "SUMPRODUCT": lambda one, other: sum(a * b for a, b in zip(one, other, strict=True)),
    "INDEX": lambda values, at: values[at - 1],
    "MATCH": lambda value, values, _exact: values.index(value) + 1,
}

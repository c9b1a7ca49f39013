"""What files of branches have in common: numbers with units, and tables in place or as CSV beside the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from socle.exchange import yaml_text
from socle.exchange.file_words import Raw, as_map, known_keys, place, placed, required
from socle.ground import units
from socle.ground.axes import Array
from socle.ground.expression import MONEY, Kind
from socle.ground.refusals import Refusal, nearest

RATE = Kind(word="rate")  # of growth or return, which may be negative
LARGEST = 2_000_000  # bytes of a table beside a file


@dataclass(frozen=True)
class Desk:
    """How a file is read: the folder it lies in, and how many of its payments make a year."""

    folder: Path
    yearly: float


@dataclass(frozen=True)
class Column:
    """A column of a table: its kind, and what stands for an empty cell; without that, it must be there."""

    kind: Kind
    default: float | None = None


def number(raw: Raw, key: str, kind: Kind, desk: Desk, default: float | None = None) -> float:
    """The number under a key; money is made a year's. Without a default it must be there."""
    if key not in raw and default is not None:
        return default
    with placed(raw, key):
        said = required(raw, key, f"`{key}`")
        if kind is RATE:
            return rate(said)
        value = units.number(str(said), kind)
    return value * desk.yearly if kind == MONEY else value


def needed(raw: Raw, key: str, kind: Kind, desk: Desk, what: str) -> float:
    """The number under a key that must be there, missed in the words of `what`."""
    required(raw, key, what)
    return number(raw, key, kind, desk)


def whole(raw: Raw, key: str, low: int, high: int, default: int | None = None) -> int:
    """A whole number within bounds."""
    if key not in raw and default is not None:
        return default
    text = str(required(raw, key, "A branch"))
    if not (text.isascii() and text.isdigit() and low <= int(text[:9]) <= high):
        raise Refusal(
            "`{text}` stands at `{key}`: a whole number from {low} to {high} is expected.",
            text=text[:40],
            key=key,
            low=low,
            high=high,
            where=place(raw[key]),
        )
    return int(text)


def rate(text: Any) -> float:
    """A rate of growth or return a year, which may be negative: `-2%`."""
    words = str(text)
    try:
        value = units.number(words.removeprefix("-"), units.SHARE)
    except Refusal:
        raise Refusal(
            "`{text}` is no rate of growth or return a year: write 2% or -2%, between -100% and 100%.",
            text=words[:40],
            where=place(text),
        ) from None
    return -value if words.startswith("-") else value


def several(raw: Any, kind: Kind) -> tuple[float, ...]:
    """One number or several in a row: a list, or in a cell numbers with blanks between them."""
    items = raw if isinstance(raw, list) else str(raw).split()
    found = []
    for item in items:
        try:
            found.append(units.number(str(item), kind))
        except Refusal as refusal:
            raise refusal.at(place(item) or place(raw)) from None
    if not found:
        raise Refusal("A number is expected here.", where=place(raw))
    return tuple(found)


def table(raw: Raw, key: str, what: str, desk: Desk) -> Raw:
    """The rows of a table by name: a mapping of mappings, or the name of a CSV file that lies beside."""
    said = required(raw, key, what)
    rows = csv_rows(desk.folder, said) if isinstance(said, str) else as_map(said)
    if not rows:
        raise Refusal("`{key}` has no rows.", key=key, where=place(said))
    return rows


def columns(rows: Raw, what: str, known: Mapping[str, Column], desk: Desk) -> dict[str, Array]:
    """The columns of a table [row] by name, each cell checked; `what` is the name of the table."""
    found: dict[str, list[float]] = {name: [] for name in known}
    for name, said in rows.items():
        with placed(rows, name):
            cells = as_map(said)
            known_keys(cells, known, f"`{what}.{name}`")
            for key, column in known.items():
                if column.default is None:
                    required(cells, key, f"`{what}.{name}`")
                found[key].append(number(cells, key, column.kind, desk, column.default))
    return {name: np.array(values) for name, values in found.items()}


def paid_somewhere(found: Mapping[str, Array], rows: Raw) -> None:
    """Refuse groups that have no payroll together: there is nothing that a rate could be a share of."""
    if not float(found["insured"] @ found["wage"]) > 0:
        raise Refusal("A rate needs a payroll above 0.", where=place(rows))


def without(rows: Raw, key: str) -> yaml_text.Mapping:
    """The same rows without one column, each still with its place."""
    kept = yaml_text.Mapping()
    kept.where, kept.places = place(rows), getattr(rows, "places", {})
    for name, row in rows.items():
        one = yaml_text.Mapping({column: cell for column, cell in row.items() if column != key})
        one.where, one.places = place(row), getattr(row, "places", {})
        kept[name] = one
    return kept


def by_number(raw: Raw, kind: Kind, what: str) -> dict[int, float]:
    """`{2024: 6%, 2025: 9%}`: a number for each year or age, in order."""
    found: dict[int, float] = {}
    for key, value in raw.items():
        with placed(raw, key):
            at = int(units.number(str(key), units.COUNT))
            if found and at <= max(found):
                raise Refusal("`{what}` is in rising order: {key} cannot follow {before}.", what=what, key=at,
                              before=max(found))  # fmt: skip
            found[at] = units.number(str(value), kind)
    return found


def csv_rows(folder: Path, name: str) -> yaml_text.Mapping:
    """The rows of a CSV file by their first column; every cell keeps its line, an empty one is left out."""
    path = folder / name
    if Path(name).suffix.lower() != ".csv" or not path.is_file():
        beside = [one.name for one in folder.glob("*.csv")]
        raise Refusal(
            "`{name}` is neither a table nor a CSV file beside this one.",
            name=name[:60],
            nearest=nearest(name, beside),
            where=place(name),
        )
    if path.stat().st_size > LARGEST:
        raise Refusal("The file has more than {most} bytes.", most=LARGEST, where=path.name)
    try:
        reader = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
        return _rows(reader, path.name)
    except UnicodeDecodeError:
        raise Refusal("The file is not UTF-8 text.", where=path.name) from None
    except csv.Error:
        raise Refusal(
            "This line cannot be read as comma separated values; is a quotation mark left open?",
            where=path.name,
        ) from None


def _rows(reader: Any, name: str) -> yaml_text.Mapping:
    header = [cell.strip() for cell in next(reader, [])]
    found = yaml_text.Mapping()
    found.where, found.places = f"{name}:1", {}
    for cell in header:
        if header.count(cell) > 1:
            raise Refusal("The column `{name}` stands twice.", name=cell, where=f"{name}:1")
    for fields in reader:
        where = f"{name}:{reader.line_num}"
        if not any(cell.strip() for cell in fields):
            continue
        if len(fields) != len(header):
            raise Refusal(
                "This line has {found} cells and the first {expected}.",
                found=len(fields),
                expected=len(header),
                where=where,
            )
        key, *cells = (cell.strip() for cell in fields)
        if key in found:
            raise Refusal("The row `{name}` stands twice.", name=key, where=where)
        row = yaml_text.Mapping()
        row.where, row.places = where, {}
        for column, cell in zip(header[1:], cells, strict=True):
            if cell:
                row[column], row.places[column] = yaml_text.Text(cell, where), where
        found[key], found.places[key] = row, where
    return found

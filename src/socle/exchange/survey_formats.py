"""The formats of survey files, each read into one table whose rows can be named."""

from __future__ import annotations

import csv
import errno
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socle.exchange.bulk_text import Layout, blocks, check_size, header_of, opened
from socle.exchange.memory import room_for, too_little
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.survey import Flag

if TYPE_CHECKING:
    import polars as pl

SEPARATORS = (",", ";", "\t", "|")
STRANGE = re.compile(r"[\s:^~#]")  # in a header of one cell: another separator
LONGEST_ROW = 1 << 16  # bytes
SAMPLE = 1 << 20  # bytes of a text from which its rows are counted
TEXT_CELL, NUMBER_CELL = 24, 16  # bytes that a cell takes in memory, as it stands in the file and as a number
CELL_AT_WORK = 100  # bytes for each record while a column is checked


@dataclass(frozen=True)
class ColumnFacts:
    """What a column of a file holds."""

    name: str
    kind: str  # number or text
    missing: int
    distinct: int
    low: float | None
    high: float | None
    more: bool = False  # of a large file, more values are distinct than were counted


@dataclass(frozen=True, eq=False)
class Raw:
    """A table as it stands in its file."""

    file: str
    frame: pl.DataFrame
    names: Sequence[str]  # every column of the file, also those that were not read
    first_row: int = 1  # the number of the first record; 2 under a header
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # column -> code -> its label
    flags: tuple[Flag, ...] = ()
    facts: tuple[ColumnFacts, ...] = ()  # of every column, where the file was read for them
    source: Path | None = None  # of a large file, from which more columns are read when they are asked for

    def at(self, record: int) -> str:
        """Where a record stands."""
        return f"{self.file}:{record + self.first_row}"


def read_raw(path: Path, names: Sequence[str] = ()) -> Raw:
    """The table of a file; with `names`, only these columns of it, as far as they are there."""
    check_size(path, None)
    if path.stat().st_size == 0:
        raise Refusal("this file is empty: 0 bytes", where=path.name)
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise Refusal(
            "There is no reader of surveys for `{suffix}`; there are {valid}.",
            where=path.name,
            suffix=suffix,
            valid=", ".join(READERS),
            nearest=nearest(suffix, READERS),
        )
    try:
        return READERS[suffix](path, names)
    except MemoryError:
        raise too_little(path) from None


def _damaged(path: Path, error: Exception) -> Refusal:
    reason = " ".join(str(error).split())[:120]
    if getattr(error, "errno", None) == errno.ENOMEM or f"os error {errno.ENOMEM}" in reason:
        return too_little(path)
    return Refusal(
        "this file cannot be read, it is cut short or damaged: {reason}", where=path.name, reason=reason
    )


def _parquet(path: Path, names: Sequence[str]) -> Raw:
    import polars as pl

    try:
        held = list(pl.read_parquet_schema(path))
        chosen = [name for name in names if name in held] if names else held
        rows = int(pl.scan_parquet(path).select(pl.len()).collect().item())
        room_for(path, rows * (NUMBER_CELL * len(chosen) + CELL_AT_WORK), len(chosen))
        frame = pl.read_parquet(path, columns=chosen)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _damaged(path, error) from None
    return Raw(path.name, frame, held)


def _text(path: Path, names: Sequence[str]) -> Raw:
    import polars as pl

    header, separator = text_header(path)
    chosen = tuple(name for name in header if not names or name in names)
    room_for_text(path, len(chosen))
    layout = Layout((), optional=chosen, separator=separator)
    held = [pl.DataFrame(schema=dict.fromkeys(chosen, pl.String))]
    held += [block.select(chosen) for block in blocks(path, layout, largest=None)]  # later it would copy all
    frame = pl.concat(held)
    flags = whole_last_row(path, header, separator, frame.height)
    return Raw(path.name, frame, header, first_row=2, flags=flags)


def text_header(path: Path) -> tuple[list[str], str]:
    """The names of the columns of a text, and what separates them."""
    headers = {separator: header_of(path, separator=separator, largest=None) for separator in SEPARATORS}
    separator = max(headers, key=lambda one: len(headers[one]))
    header = headers[separator]
    _distinct(header, path)
    if len(header) == 1 and STRANGE.search(header[0]):
        raise Refusal(
            "the header is one cell, `{text}`: columns are separated by a comma, semicolon, tab or |",
            where=f"{path.name}:1",
            text=header[0][:60],
        )
    return header, separator


def room_for_text(path: Path, columns: int) -> None:
    """Refuses a text of which so many columns do not fit in memory, from the length of its first rows."""
    with opened(path, largest=None) as source:
        start = source.read(SAMPLE)
        rows = start.count(b"\n") * path.stat().st_size / max(source.tell(), 1)
    room_for(path, rows * (TEXT_CELL * columns + CELL_AT_WORK), columns)


def whole_last_row(path: Path, header: Sequence[str], separator: str, rows: int) -> tuple[Flag, ...]:
    """Refuses a text whose last row has fewer cells than the header: the file was cut short."""
    if path.suffix.lower() == ".gz" or not rows:
        return ()
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LONGEST_ROW))
        end = file.read()
    last = end.rstrip(b"\r\n").rpartition(b"\n")[2].decode("utf-8", "replace")
    cells = next(csv.reader([last], delimiter=separator), [])
    if len(cells) < len(header) and '"' not in last:
        raise Refusal(
            "this row has {found} cells, the header {expected}",
            where=f"{path.name}:{rows + 1}",
            found=len(cells),
            expected=len(header),
        )
    return () if end.endswith((b"\n", b"\r")) else (Flag(OPEN_END),)


OPEN_END = N_("The last row has no line break. If the file was cut short, its last cell is not whole.")


def _distinct(header: Sequence[str], path: Path) -> None:
    for name in header:
        if header.count(name) > 1:
            raise Refusal("the column `{column}` is there twice", where=f"{path.name}:1", column=name)


def _workbook(path: Path, names: Sequence[str]) -> Raw:
    import polars as pl
    import python_calamine as calamine

    try:
        rows = calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    except (calamine.CalamineError, OSError) as error:
        raise _damaged(path, error) from None
    if not rows:
        raise Refusal("this table is empty", where=path.name)
    header = [str(cell).strip() for cell in rows[0]]
    _distinct([name for name in header if name], path)
    kept = [(place, name) for place, name in enumerate(header) if name and (not names or name in names)]
    columns = {name: [_cell(row[place]) for row in rows[1:]] for place, name in kept}
    return Raw(path.name, pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), header, 2)


def _cell(value: Any) -> str | None:
    return None if value == "" else str(int(value)) if _is_whole(value) else str(value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, float) and value.is_integer()


def _statistical(reader: str) -> Callable[[Path, Sequence[str]], Raw]:
    def read(path: Path, names: Sequence[str]) -> Raw:
        pyreadstat = _extra("pyreadstat", path)
        try:
            told = getattr(pyreadstat, reader)(str(path), metadataonly=True)[1]
            found, rows = told.column_names, told.number_rows or 0
            chosen = [name for name in found if name in names] if names else None
            columns = len(found if chosen is None else chosen)
            room_for(path, rows * (TEXT_CELL * columns + CELL_AT_WORK), columns)
            frame, told = getattr(pyreadstat, reader)(str(path), usecols=chosen, output_format="polars")
        except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, OSError, ValueError) as error:
            raise _damaged(path, error) from None
        _whole_stata(path)
        labels = {
            name: {_code(code): str(label).strip() for code, label in of.items()}
            for name, of in told.variable_value_labels.items()
        }
        return Raw(path.name, frame.fill_nan(None), found, labels=labels)

    return read


def _code(value: Any) -> str:
    return str(int(value)) if _is_whole(value) else str(value)


def _whole_stata(path: Path) -> None:
    """Refuses a Stata file that lost its end, which its reader does not need to read the records."""
    with path.open("rb") as file:
        start = file.read(len(STATA))
        file.seek(max(0, path.stat().st_size - 64))
        if start == STATA and not file.read().rstrip().endswith(STATA.replace(b"<", b"</")):
            raise Refusal("this file is cut short: its end is missing", where=path.name)


STATA = b"<stata_dta>"


def _extra(module: str, path: Path) -> Any:
    """A library of the extra `survey`, or a refusal that says how to install it."""
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        raise Refusal(
            "Reading `{suffix}` needs one more library: install opensocle[survey], or save the file as CSV.",
            where=path.name,
            suffix=path.suffix,
        ) from None


READERS: dict[str, Callable[[Path, Sequence[str]], Raw]] = {
    ".csv": _text,
    ".tsv": _text,
    ".txt": _text,
    ".gz": _text,
    ".parquet": _parquet,
    ".xlsx": _workbook,
    ".xls": _workbook,
    ".ods": _workbook,
    ".dta": _statistical("read_dta"),
    ".sav": _statistical("read_sav"),
    ".zsav": _statistical("read_sav"),
}

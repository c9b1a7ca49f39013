"""Large delimited text of statistical offices, read in blocks: plain, gzip or zip, of any length.

A block is about 16 MB of whole rows, so memory stays flat however long the file is. Every cell is read as
text and typed by `numbers`, which knows the row, so that a word where a number belongs is refused with its
place. Sizes are checked before and while unpacking: a small archive that unpacks to an absurd length is
refused.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from socle.ground.refusals import Refusal, nearest

if TYPE_CHECKING:
    import polars as pl

BLOCK = 16 << 20  # bytes of text a block
ROW = (
    "row number"  # the column of every block that holds the row's number in the file, the header being row 1
)
LARGEST_FILE = 2 << 30  # bytes on disk; the largest official file is under 0.3 GB
LARGEST_TEXT = 8 << 30  # bytes once unpacked; the largest official file is about 3 GB
LARGEST_RATIO = 60  # unpacked over packed; statistical tables stay below 20
MOST_COLUMNS = 5_000  # official tables stay below 300
SMALL = 64 << 20  # bytes under which the ratio does not matter

Progress = Callable[[str, int, int], None]
"""Called with what is being read, and how many of how many bytes of the file are behind."""


def silent(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Layout:
    """What is read of a table: the columns that must be there, and the separator."""

    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    separator: str = ","


def blocks(
    path: Path,
    layout: Layout,
    *,
    member: str = "",
    progress: Progress = silent,
    largest: int | None = LARGEST_FILE,
) -> Iterator[pl.DataFrame]:
    """The wanted columns of a table, as text, a block of rows at a time, each with its `ROW` number."""
    with opened(path, member=member, largest=largest) as source:
        header, start = _header(source, path, layout)
        wanted = [name for name in (*layout.columns, *layout.optional) if name in header]
        row = 2
        for text in _whole_rows(source, start, path, progress):
            frame = _parsed(text, header, wanted, layout.separator, f"{path.name}:{row}")
            yield frame.with_row_index(ROW, offset=row)
            row += frame.height


def header_of(
    path: Path, *, member: str = "", separator: str = ",", largest: int | None = LARGEST_FILE
) -> list[str]:
    """The names of the columns of a table."""
    with opened(path, member=member, largest=largest) as source:
        return _header(source, path, Layout((), separator=separator))[0]


def numbers(frame: pl.DataFrame, columns: Sequence[str], file: str) -> pl.DataFrame:
    """The frame with `columns` as numbers; an empty cell becomes missing, a word is refused with its row."""
    import polars as pl

    typed = frame.with_columns(
        pl.col(columns).str.strip_chars().replace("", None).cast(pl.Float64, strict=False)
    )
    for name in columns:
        said = frame[name].str.strip_chars()
        wrong = (said.fill_null("") != "") & ~typed[name].is_finite().fill_null(False)
        if wrong.any():
            at = wrong.arg_true()[0]
            raise Refusal(
                "`{text}` in the column `{column}` is not a number",
                where=f"{file}:{frame[ROW][at]}",
                text=str(said[at])[:40],
                column=name,
            )
    return typed


def required(frame: pl.DataFrame, columns: Sequence[str], file: str) -> pl.DataFrame:
    """The same frame, after refusing an empty cell in `columns`."""
    for name in columns:
        cells = frame[name]
        missing = cells.is_null() if cells.dtype.is_numeric() else cells.fill_null("") == ""
        if missing.any():
            row = frame[ROW][missing.arg_true()[0]]
            raise Refusal("the column `{column}` is empty here", where=f"{file}:{row}", column=name)
    return frame


def never_negative(frame: pl.DataFrame, columns: Sequence[str], file: str) -> pl.DataFrame:
    """The same frame, after refusing a negative number in `columns`."""
    for name in columns:
        wrong = (frame[name] < 0).fill_null(False)
        if wrong.any():
            at = wrong.arg_true()[0]
            raise Refusal(
                "`{column}` is negative: {value}",
                where=f"{file}:{frame[ROW][at]}",
                column=name,
                value=f"{frame[name][at]:g}",
            )
    return frame


@contextmanager
def opened(path: Path, *, member: str = "", largest: int | None = LARGEST_FILE) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked when it is gzip, or the `member` of a zip, with sizes guarded."""
    check_size(path, largest)
    try:
        with path.open("rb") as raw:
            start = raw.read(4)
            raw.seek(0)
            if start[:2] == b"\x1f\x8b":
                yield _Guarded(gzip.GzipFile(fileobj=raw), path, raw)
            elif start == b"PK\x03\x04":
                yield from _member(raw, path, member)
            else:
                yield raw
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise Refusal(
            "this file cannot be read, it is cut short or damaged: {reason}",
            where=str(path),
            reason=str(error),
        ) from error


def check_size(path: Path, largest: int | None = LARGEST_FILE) -> None:
    """Refuses a file that is absent, or larger than any official one, or of another size; None is no limit."""
    if not path.is_file():
        raise Refusal("there is no such file", where=str(path))
    size = path.stat().st_size
    if largest is not None and size > largest:
        raise Refusal(
            "this file is too large to be one of those read here ({size} MB)",
            where=str(path),
            size=f"{size / 1e6:.0f}",
        )


def _member(raw: IO[bytes], path: Path, member: str) -> Iterator[IO[bytes]]:
    with zipfile.ZipFile(raw) as archive:
        names = {info.filename.rsplit("/", 1)[-1]: info for info in archive.infolist()}
        wanted = member or next(iter(names), "")
        if wanted not in names:
            raise Refusal(
                "the archive has no file `{name}`",
                where=str(path),
                name=wanted,
                nearest=nearest(wanted, names),
            )
        info = names[wanted]
        if info.file_size > LARGEST_TEXT or info.file_size > max(SMALL, LARGEST_RATIO * info.compress_size):
            raise _too_large(path, info.file_size)
        with archive.open(info) as source:
            yield _Guarded(source, path, raw)


def _too_large(path: Path, size: int) -> Refusal:
    return Refusal(
        "this archive unpacks to an absurd size (over {size} MB): it is not one of the files read here",
        where=str(path),
        size=f"{size / 1e6:.0f}",
    )


class _Guarded(io.BytesIO):
    """Unpacked bytes, counted, so that an archive that swells beyond reason is refused while it is read."""

    def __init__(self, source: IO[bytes] | gzip.GzipFile, path: Path, packed: IO[bytes]) -> None:
        super().__init__()
        self._source, self._path, self._packed, self._read = source, path, packed, 0

    def read(self, size: int | None = -1, /) -> bytes:
        content = self._source.read(-1 if size is None else size)
        self._read += len(content)
        limit = min(LARGEST_TEXT, max(SMALL, LARGEST_RATIO * self._path.stat().st_size))
        if self._read > limit:
            raise _too_large(self._path, self._read)
        return content

    def tell(self) -> int:
        """How many packed bytes are behind."""
        return self._packed.tell()


def _header(source: IO[bytes], path: Path, layout: Layout) -> tuple[list[str], bytes]:
    start = source.read(1 << 20)
    line, _, rest = start.partition(b"\n")
    if start[:512].lstrip()[:1] == b"<":
        raise Refusal("this is a web page, not a table: the download did not give the file", where=str(path))
    if b"\x00" in line:
        raise Refusal("this is not a text file in UTF-8", where=str(path))
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("this text is not in UTF-8", where=f"{path.name}:1") from error
    header = [name.strip() for name in _names(text.rstrip("\r"), layout.separator, path)]
    for name in layout.columns:
        if name not in header:
            raise Refusal(
                "there is no column `{column}`",
                where=f"{path.name}:1",
                column=name,
                nearest=nearest(name, header),
            )
        if header.count(name) > 1:
            raise Refusal("the column `{column}` is there twice", where=f"{path.name}:1", column=name)
    return header, rest


def _names(text: str, separator: str, path: Path) -> list[str]:
    try:
        names = next(csv.reader([text], delimiter=separator), [])
    except csv.Error as error:
        reason = str(error).partition(" - ")[0]
        raise Refusal("this table cannot be read: {reason}", where=f"{path.name}:1", reason=reason) from None
    if len(names) > MOST_COLUMNS:
        raise Refusal(
            "this table has {count} columns; at most {most} are read",
            where=f"{path.name}:1",
            count=len(names),
            most=MOST_COLUMNS,
        )
    return names


def _whole_rows(source: IO[bytes], start: bytes, path: Path, progress: Progress) -> Iterator[bytes]:
    total, kept = path.stat().st_size, start
    while True:
        fresh = source.read(BLOCK)
        progress(path.name, source.tell(), total)
        kept += fresh
        if not fresh:
            break
        cut = kept.rfind(b"\n") + 1
        if cut and kept.count(b'"', 0, cut) % 2 == 0:  # never inside a quoted cell
            yield kept[:cut]
            kept = kept[cut:]
        elif len(kept) > 4 * BLOCK:
            raise Refusal("a quoted cell of this table never ends", where=str(path))
    if kept.strip():
        yield kept


def _parsed(text: bytes, header: list[str], wanted: list[str], separator: str, where: str) -> pl.DataFrame:
    import polars as pl

    names = [f"c{position}" for position in range(len(header))]
    chosen = [pl.col(names[header.index(name)]).alias(name) for name in wanted]
    plain = separator.join(names).encode() + b"\n"
    try:  # every column is read, since only then does Polars refuse a row that is too long
        return pl.read_csv(plain + text, infer_schema=False, separator=separator).select(chosen)
    except pl.exceptions.PolarsError as error:
        reason = str(error).split("\n")[0]
    raise _diagnosis(text, len(header), separator, where) or Refusal(
        "this table cannot be read: {reason}", where=where, reason=reason
    )


def _diagnosis(text: bytes, width: int, separator: str, where: str) -> Refusal | None:
    """What is wrong with a block that cannot be read, found row by row."""
    file, _, first = where.rpartition(":")
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError as error:
        row = int(first) + text.count(b"\n", 0, error.start)
        return Refusal("this text is not in UTF-8", where=f"{file}:{row}")
    table, number = csv.reader(io.StringIO(decoded, newline=""), delimiter=separator), int(first)
    try:
        for cells in table:
            if cells and len(cells) != width:
                return Refusal(
                    "this row has {found} cells, the header {expected}",
                    where=f"{file}:{number}",
                    found=len(cells),
                    expected=width,
                )
            number += 1
    except csv.Error as error:
        reason = str(error).partition(" - ")[0]
        return Refusal("this table cannot be read: {reason}", where=f"{file}:{number}", reason=reason)
    return None

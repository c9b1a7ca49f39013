"""Survey files that are larger than memory may be: what their columns hold, in batches of rows or of columns.

Text is read once, some megabytes at a time; of each column its range, its empty cells and its first distinct
values are kept. Formats that are kept by column are read a few columns at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socle.exchange.bulk_text import Layout, blocks, check_size
from socle.exchange.memory import too_little
from socle.exchange.survey import column_facts
from socle.exchange.survey_formats import (
    ColumnFacts,
    Raw,
    read_raw,
    room_for_text,
    text_header,
    whole_last_row,
)

if TYPE_CHECKING:
    import polars as pl

LARGE: Final = 256 << 20  # bytes of a file on disk from which it is described in batches
KEPT: Final = 5_000_000  # distinct values that are kept of all columns together
FEWEST: Final = 1_000  # of one column
TOGETHER: Final = 10_000_000  # cells of columns that are read together
TEXT: Final = (".csv", ".tsv", ".txt", ".gz")
BY_COLUMN: Final = (".parquet", ".dta", ".sav", ".zsav")


def described(path: Path, names: Sequence[str]) -> Raw:
    """The columns with these names, as far as they are there, with the facts of every column of the file.

    Of a large file only these columns are kept in memory; without names one of them stands for all records.
    """
    check_size(path, None)
    suffix = path.suffix.lower()
    if suffix in TEXT and path.stat().st_size >= LARGE:
        return _text(path, names)
    if suffix in BY_COLUMN and path.stat().st_size >= LARGE:
        return _by_columns(path, names)
    return read_raw(path)


def _text(path: Path, names: Sequence[str]) -> Raw:
    """One pass over the text."""
    import polars as pl

    header, separator = text_header(path)
    wanted = [name for name in header if name in names] or header[:1]
    room_for_text(path, len(wanted))
    most = max(FEWEST, KEPT // len(header))
    seen = {name: _Seen(name, most) for name in header}
    kept = [pl.DataFrame(schema=dict.fromkeys(wanted, pl.String))]
    try:
        for batch in blocks(path, Layout((), optional=tuple(header), separator=separator), largest=None):
            for name, column in seen.items():
                column.add(batch[name])
            kept.append(batch.select(wanted))
    except MemoryError:
        raise too_little(path) from None
    frame = pl.concat(kept)
    flags = whole_last_row(path, header, separator, frame.height)
    facts = tuple(one.facts() for one in seen.values())
    return Raw(path.name, frame, header, first_row=2, flags=flags, facts=facts, source=path)


def _by_columns(path: Path, names: Sequence[str]) -> Raw:
    """The facts of some columns after the others, then the columns with the names."""
    first = read_raw(path, names or (" ",))
    if not first.frame.width:
        first = read_raw(path, first.names[:1])
    together = max(1, TOGETHER // max(first.frame.height, 1))
    facts: list[ColumnFacts] = []
    for start in range(0, len(first.names), together):
        facts += column_facts(read_raw(path, first.names[start : start + together]))
    return replace(first, facts=tuple(facts), source=path)


@dataclass
class _Seen:
    """What was seen of a column of text so far."""

    name: str
    most: int
    records: int = 0
    missing: int = 0
    number: bool = True
    more: bool = False
    low: float = float("inf")
    high: float = float("-inf")
    distinct: list[pl.Series] = field(default_factory=list)

    def add(self, cells: pl.Series) -> None:
        """See more cells."""
        import polars as pl

        found = cells.drop_nulls()
        self.records, self.missing = self.records + len(cells), self.missing + cells.null_count()
        if self.number and len(found):
            typed = found.cast(pl.Float64, strict=False)
            self.number = typed.null_count() == 0
            low, high = typed.min(), typed.max()
            if isinstance(low, float) and isinstance(high, float):
                self.low, self.high = min(self.low, low), max(self.high, high)
        if not self.more:
            self.distinct = [pl.concat([*self.distinct, found.unique()]).unique()]
            self.more = len(self.distinct[0]) > self.most

    def facts(self) -> ColumnFacts:
        """What was seen; `more` than `distinct` values where they were not all kept."""
        import polars as pl

        number = self.number and self.missing < self.records
        values = self.distinct[0] if self.distinct else pl.Series(dtype=pl.String)
        count = (values.cast(pl.Float64) if number else values).n_unique()
        if not number:
            return ColumnFacts(self.name, "text", self.missing, count, None, None, self.more)
        return ColumnFacts(self.name, "number", self.missing, count, self.low, self.high, self.more)

"""SDMX-CSV: written in version 2.0 by blocks, read in 1.0 and 2.0.

Source: SDMX Technical Working Group, SDMX-CSV field guide, version 2.0.0 (2021): a row for each observation; the
columns STRUCTURE, STRUCTURE_ID and ACTION, then dimensions, the measure and attributes. Version 1.0 has
DATAFLOW instead of the three.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socle.exchange import bulk_text
from socle.exchange.sdmx_frame import wide
from socle.exchange.sdmx_text import MIXED, NOT_DELETED, texts_of
from socle.ground.refusals import Refusal
from socle.model.flow import Flow

if TYPE_CHECKING:
    import polars as pl

ACTIONS: Final = ("I", "R", "A", "M")  # information, replace, append, merge; D would delete
HEAD: Final = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
OLD_HEAD: Final = "DATAFLOW"
BESIDE: Final = (*HEAD, OLD_HEAD, "STRUCTURE_NAME", "SERIES_KEY", "OBS_KEY")
"""Columns that are no components: which flow it is, and what an exporter repeats."""
LAST: Final = 1 << 16  # bytes at the end of a file in which its last row begins


def write(blocks: Iterable[pl.DataFrame], flow: Flow, path: Path) -> int:
    """Write frames in RECORDED columns as SDMX-CSV 2.0; the number of observations."""
    import polars as pl

    said = f"{flow.agency}:{flow.id}({flow.version})"
    head = [pl.lit(text).alias(name) for name, text in zip(HEAD, ("dataflow", said, "I"), strict=True)]
    count = 0
    with path.open("wb") as target:
        for block in (one for one in blocks if one.height):
            table = wide(block, flow)
            texts_of(table)
            table.select(*head, pl.all()).write_csv(target, include_header=count == 0)
            count += block.height
    return count


def structure_of(path: Path) -> str:
    """What the first observation says it belongs to: `AGENCY:ID(VERSION)`."""
    header, separator = _header(path)
    name = _naming(header)
    first = next(bulk_text.blocks(path, bulk_text.Layout((name,), separator=separator)), None)
    if first is None or not first.height or not first[name][0]:
        raise Refusal("This file holds no observation.", where=path.name)
    return str(first[name][0])


def names(path: Path) -> list[str]:
    """The columns of the file, labels taken off."""
    return [name.partition(":")[0].strip() for name in _header(path)[0]]


def read(path: Path, flow: Flow) -> Iterator[pl.DataFrame]:
    """The rows as text, a block at a time, with `bulk_text.ROW`, without the columns that name the flow."""
    import polars as pl

    header, separator = _header(path)
    _refuse_cut(path, header, separator)
    said = structure_of(path)
    bare = {name: name.partition(":")[0].strip() for name in header}
    coded = {one.id for one in (*flow.dimensions, *flow.attributes) if one.codelist is not None}
    labelled = [name for name in header if bare[name] != name and bare[name] in coded]
    for block in bulk_text.blocks(path, bulk_text.Layout(tuple(header), separator=separator)):
        _refuse_deletion(block, path.name)
        _refuse_mixed(block, said, path.name)
        codes = block.with_columns(
            pl.col(name).str.split_exact(":", 1).struct.field("field_0").str.strip_chars().alias(name)
            for name in labelled
        )
        yield codes.drop([name for name in header if bare[name] in BESIDE]).rename(bare, strict=False)


def _header(path: Path) -> tuple[list[str], str]:
    for separator in (",", ";", "\t"):
        header = bulk_text.header_of(path, separator=separator)
        if len(header) > 1:
            break
    if not _naming(header):
        raise Refusal(
            "This is not SDMX-CSV: it has neither the column STRUCTURE_ID (version 2.0) nor DATAFLOW (1.0).",
            where=f"{path.name}:1",
        )
    bare = Counter(name.partition(":")[0].strip() for name in header)
    twice = sorted(name for name, count in bare.items() if count > 1)
    if twice:
        raise Refusal("the column `{column}` is there twice", where=f"{path.name}:1", column=twice[0])
    return header, separator


def _naming(header: list[str]) -> str:
    """The column that names the flow, whether or not it has a label."""
    bare = {name.partition(":")[0].strip(): name for name in header}
    return bare.get(HEAD[1]) or bare.get(OLD_HEAD, "")


def _refuse_deletion(block: pl.DataFrame, file: str) -> None:
    import polars as pl

    if HEAD[2] not in block.columns:
        return
    wrong = block.filter(~pl.col(HEAD[2]).fill_null("I").is_in(ACTIONS))
    if wrong.height:
        raise Refusal(
            NOT_DELETED,
            action=str(wrong[HEAD[2]][0])[:40],
            where=f"{file}:{wrong[bulk_text.ROW][0]}",
        )


def _refuse_mixed(block: pl.DataFrame, said: str, file: str) -> None:
    import polars as pl

    name = _naming(block.columns)
    wrong = block.filter(pl.col(name).fill_null("") != said)
    if wrong.height:
        other = str(wrong[name][0] or "")[:80]
        raise Refusal(MIXED, first=said[:80], other=other, where=f"{file}:{wrong[bulk_text.ROW][0]}")


def _refuse_cut(path: Path, header: list[str], separator: str) -> None:
    """A file cut short ends in a row with too few cells, which a reader of tables would fill up in silence."""
    with path.open("rb") as source:
        if source.read(2) in (b"\x1f\x8b", b"PK"):
            return  # an archive cut short does not unpack
        source.seek(max(path.stat().st_size - LAST, 0))
        tail = source.read()
    last = tail.rsplit(b"\n", 1)[-1]
    cells = last.decode("utf-8", "replace").split(separator)
    if last.strip() and b'"' not in last and len(cells) < len(header):
        raise Refusal(
            "The last row has {found} cells, the header {expected}: the file was cut short.",
            found=len(cells),
            expected=len(header),
            where=path.name,
        )

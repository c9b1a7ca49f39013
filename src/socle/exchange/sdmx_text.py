"""What the XML and the JSON of SDMX have in common: the head of a message, and series kept together."""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socle.exchange.sdmx_frame import PERIOD
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    import polars as pl


UNDATED: Final = "2000-01-01T00:00:00Z"  # of what says the same whenever it is written
NOT_DELETED: Final = N_(
    "The action `{action}` is not read: what was published is withdrawn in the register, not deleted."
)

MIXED: Final = N_("This file mixes the flows `{first}` and `{other}`: give each its own file.")


@dataclass(frozen=True)
class Head:
    """Who prepared a message, and when: `prepared` is a moment of ISO 8601 with its zone."""

    prepared: str
    sender: str = "SOCLE"
    id: str = "SOCLE"
    test: bool = False


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place once it is written; if anything goes wrong nothing is left."""
    if path.exists() and not path.is_file():
        raise Refusal("`{file}` is no file that can be written: name another.", file=str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".socle-")
    except OSError as error:
        raise Refusal(
            "The file cannot be written there ({reason}).", reason=error.strerror or "error", where=str(path)
        ) from None
    os.close(handle)
    staged = Path(name)
    try:
        yield staged
        staged.chmod(0o644)
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def pack(source: Path, target: Path) -> None:
    """Copy a file as gzip; the same content gives the same file."""
    with (
        source.open("rb") as plain,
        target.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as packed,
    ):
        shutil.copyfileobj(plain, packed, 1 << 20)


def in_order(blocks: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The blocks sorted by series and year; a series may go on in the next block, but not come back later.

    Raises ValueError if one comes back: whoever gives the blocks gives them series by series.
    """
    import polars as pl

    closed: list[pl.Series] = []
    last = ""
    for block in blocks:
        if not block.height:
            continue
        ordered = block.sort("KEY", PERIOD)
        keys = ordered["KEY"].unique(maintain_order=True)
        fresh = keys.filter(keys != last)
        hashes = fresh.hash(seed=0)
        if any(hashes.is_in(before.implode()).any() for before in closed):
            raise ValueError("a series comes back after others: give the blocks series by series")
        if last and keys[0] != last and last in set(keys.to_list()):
            first = pl.col("KEY") != last  # what goes on with the last series comes first
            ordered = ordered.sort(first, "KEY", PERIOD)
        closed.append(hashes)
        last = str(ordered["KEY"][-1])
        yield ordered


def texts_of(table: pl.DataFrame) -> list[str]:
    """The columns of texts; control characters in them are refused, since XML cannot hold them."""
    import polars as pl

    names = [name for name, kind in table.schema.items() if kind == pl.String]
    for name in names:
        texts = table[name].unique()
        wrong = texts.str.contains(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]").fill_null(False)
        if wrong.any():
            raise Refusal(
                "`{column}` holds control characters, which no message can carry: {text}",
                column=name,
                text=repr(texts.filter(wrong)[0][:40]),
            )
    return names

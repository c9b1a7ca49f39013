"""A dataset into the register: kept as a draft chunk by chunk, then part of the record all at once.

Whoever is cut off loses nothing: the record is as before, and the same file goes on after the last chunk that
was kept.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from socle.exchange.inquiry_observations import VINTAGE
from socle.ground.provenance import sha256_of
from socle.ground.refusals import Refusal
from socle.register import drafts, moments
from socle.register.entering import Recorded, checked, observe
from socle.register.letting_go import FLOWS
from socle.register.log import plain
from socle.register.opened import Opened
from socle.register.roles import IMPORT, require

if TYPE_CHECKING:
    import polars as pl

    from socle.register.log import Change

CHUNK: Final = 250_000
"""Observations that are kept at once."""

Progress = Callable[[int, int], None]
"""Is told how many observations of how many are kept."""


@dataclass(frozen=True)
class Dataset:
    """What is recorded: to which edition of which flow it belongs, why, and the sha256 of its file."""

    flow: str
    vintage: str
    source: str
    reason: str
    action: str = IMPORT
    sha256: str = ""  # that of the observations, where it comes from no file

    @property
    def subject(self) -> str:
        """How the log names it."""
        return f"{self.flow} {self.vintage}"


def record(
    register: Opened,
    frame: pl.DataFrame,
    dataset: Dataset,
    chunk: int,
    progress: Progress,
) -> Recorded:
    """Keep, then make part of the record what is new in it."""
    if not plain(dataset.reason) or not plain(dataset.vintage):
        raise Refusal("Say why the dataset is recorded (--reason), and which edition it is (--vintage).")
    if dataset.flow in FLOWS and dataset.vintage == VINTAGE:
        raise Refusal(
            "What countries answer (`{flow}`, `{vintage}`) comes from published submissions alone; import it under "
            "the name of another vintage.",
            flow=dataset.flow,
            vintage=dataset.vintage,
        )
    frame = checked(frame)
    draft = _staged(register, frame, dataset, chunk, progress)
    try:
        with register.change(dataset.action, dataset.subject, dataset.reason, needs=IMPORT) as change:
            whole = _content(change, draft, frame)
            drafts.remove(change.connection, draft)
            edition = (dataset.flow, dataset.vintage, dataset.source)
            return observe(change, whole, *edition)
    except Refusal:
        with register.writing() as connection:  # what can never be recorded is not kept
            drafts.remove(connection, draft)
        raise


def _staged(
    register: Opened, frame: pl.DataFrame, dataset: Dataset, chunk: int, progress: Progress
) -> drafts.Draft:
    """The draft with all its chunks; those that are there already are not written again."""
    count = -(-frame.height // chunk) if frame.height else 0
    sha256 = dataset.sha256 or sha256_of(_packed(frame, "uncompressed"))
    with register.writing() as connection:
        require(register.account(connection), IMPORT)
        begun = moments.text(register.now())
        what = (dataset.action, dataset.subject, sha256)
        draft = drafts.begin(connection, register.user, what, begun, count)
        kept = set(drafts.staged(connection, draft))
        if draft.chunks != count:  # cut into other chunks by another version
            drafts.remove(connection, draft)
            draft, kept = drafts.begin(connection, register.user, what, begun, count), set()
    for number in range(count):
        part = frame.slice(number * chunk, chunk)
        if number not in kept:
            with register.writing() as connection:
                drafts.stage(connection, draft, number, part.height, _packed(part))
        progress(number * chunk + part.height, frame.height)
    return draft


def _content(change: Change, draft: drafts.Draft, frame: pl.DataFrame) -> pl.DataFrame:
    """What was kept; the frame itself where somebody finished the same draft meanwhile."""
    import polars as pl

    parts = [pl.read_ipc(io.BytesIO(content)) for content in drafts.contents(change.connection, draft)]
    return pl.concat(parts) if len(parts) == draft.chunks and parts else frame


def _packed(frame: pl.DataFrame, compression: Literal["zstd", "uncompressed"] = "zstd") -> bytes:
    packed = io.BytesIO()
    frame.rechunk().write_ipc(packed, compression=compression)
    return packed.getvalue()

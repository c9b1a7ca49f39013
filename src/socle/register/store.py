"""The register: what it is asked and told, on whichever database it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socle.register import databases, moments
from socle.register.opened import Opened
from socle.register.roles import READ_PUBLISHED, require
from socle.register.words import Words

if TYPE_CHECKING:
    import polars as pl

    from socle.register.audit import Verified
    from socle.register.entering import Recorded
    from socle.register.reading import Asked, Read


class Register(Opened):
    """A register that somebody has opened: `Register.of(where, user)`, or made: `Register.create`."""

    @cached_property
    def words(self) -> Words:
        """What it has seen of units, sources and methods."""
        return Words()

    def record(
        self,
        frame: pl.DataFrame,
        *,
        chunk: int = 0,
        progress: Callable[[int, int], None] | None = None,
        **dataset: str,
    ) -> Recorded:
        """Record the observations of a dataset (columns `RECORDED`); what is held already is not written again.

        `dataset` is what `importing.Dataset` says: flow, vintage, source, reason and, where it comes from a
        file, its sha256: the same file goes on where it was cut off, after chunks of `chunk` observations.
        `progress` is told how many of how many are kept.
        """
        from socle.register import importing

        told = progress or (lambda _done, _of: None)
        chosen = importing.Dataset(**dataset)
        return importing.record(self, frame, chosen, chunk or importing.CHUNK, told)

    def answer(self, asked: Asked) -> Read:
        """Observations, and which other vintages there are of the same series."""
        from socle.register import reading
        from socle.register.hiding import shown

        with self.reading() as connection:
            who = self.account(connection)
            require(who, READ_PUBLISHED)
            found = reading.answer(connection, asked, self.words)
            return replace(found, frame=shown(found.frame, who, public=asked.public))

    def read(self, flow: str, **asked: Any) -> pl.DataFrame:
        """Observations with the columns `ANSWERED`; see `Asked` for what may be asked."""
        from socle.register.reading import Asked

        return self.answer(Asked(flow, **asked)).frame

    def blocks(self, flow: str, **asked: Any) -> Iterator[pl.DataFrame]:
        """The same, in blocks of whole series."""
        from socle.register import reading
        from socle.register.hiding import shown

        with self.reading() as connection:
            who = self.account(connection)
            require(who, READ_PUBLISHED)
            wanted = reading.Asked(flow, **asked)
            for block in reading.blocks(connection, wanted, self.words):
                yield shown(block, who, public=wanted.public)

    def verify(self, progress: Callable[[int], None] | None = None, head: str = "") -> Verified:
        """Prove the log and every row; `head` is a hash of the log kept elsewhere, to see whether its end is gone."""
        from socle.register import audit

        with self.reading() as connection:
            require(self.account(connection), READ_PUBLISHED)
            return audit.verify(connection, progress or (lambda _rows: None), head)

    def backup(self, path: Path, progress: Callable[[int], None] | None = None) -> Verified:
        """Copy the whole register into a new file, and prove the copy."""
        from socle.register import copies

        return copies.backup(self, path, progress or (lambda _rows: None))

    @classmethod
    def restore(
        cls,
        path: Path,
        where: str | Path,
        user: str,
        now: moments.Clock = moments.utc_now,
        progress: Callable[[int], None] | None = None,
    ) -> Verified:
        """Copy a backup into an empty place, in either database; proven before and after."""
        from socle.register import copies

        target = cls(databases.address(where), user, now)
        return copies.restore(cls.of(path, user, now), target, progress or (lambda _rows: None))

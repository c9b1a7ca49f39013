"""What a flow of others gives out: observations imported under its names, and our own indicators renamed to them.

A series that was imported is given as imported: two sources are never mixed in one series, and our own values
of it are left aside. Everything left aside is counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from socle.exchange.sdmx_maps import OWN, mapped
from socle.ground.words import N_
from socle.model.survey import Flag

if TYPE_CHECKING:
    import polars as pl

_UNNAMED: Final = N_("{count} of {all} computed indicators have no name in {flow} and are not in the file.")
_TWICE: Final = N_(
    "{count} computed indicators are left aside: their series were imported, and the file has them as imported "
    "(`--own` writes only those computed here)."
)


@dataclass
class Joined:
    """What was given so far of a flow, and what was left aside of our own indicators."""

    flow: str  # code of the flow in whose names they are given
    part: Collection[str] = ()  # codes of a flow that is part of another
    computed: int = 0
    unnamed: int = 0
    twice: int = 0

    def blocks(self, imported: Iterable[pl.DataFrame], own: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """Imported blocks, then our own (flow `SOCIAL_PROTECTION`) under the names of the flow."""
        import polars as pl

        kept = []
        for block in own:
            renamed = mapped(block, OWN, self.flow).frame
            named = renamed.filter(pl.col("CODE").is_in(list(self.part))) if self.part else renamed
            self.computed += block.height
            self.unnamed += block.height - named.height
            kept.append(named)
        ours = pl.concat(kept) if kept else pl.DataFrame()
        held = set(ours["KEY"].unique()) if ours.height else set()
        there: set[str] = set()
        for block in imported:
            there |= held.intersection(block["KEY"].unique()) if held else set()
            yield block
        if ours.height:
            rest = ours.filter(~pl.col("KEY").is_in(list(there)))
            self.twice = ours.height - rest.height
            yield rest

    def flags(self) -> tuple[Flag, ...]:
        """What a person should know of what is not in the file."""
        flags = []
        if self.unnamed:
            values = {"count": str(self.unnamed), "all": str(self.computed), "flow": self.flow}
            flags.append(Flag(_UNNAMED, values))
        if self.twice:
            flags.append(Flag(_TWICE, {"count": str(self.twice)}))
        return tuple(flags)

"""Statistics as observations of the flow SOCIAL_PROTECTION and back, with their sentences in every language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from socle.exchange import indicator_frame as door
from socle.exchange.indicator_frame import Frame
from socle.measure import catalogue_entry, unions
from socle.model.statistic import Statistic
from socle.run import (
    indicator_facts,
    indicator_groups,
    indicator_law,
    indicator_money,
    indicators,
)

ROOMS: Final = (
    catalogue_entry,
    unions,
    indicator_facts,
    indicator_groups,
    indicator_law,
    indicator_money,
    indicators,
)
TEMPLATES: Final[tuple[str, ...]] = tuple(
    sorted(
        {
            value
            for room in ROOMS
            for name, value in vars(room).items()
            if name.isupper() and isinstance(value, str) and value.endswith(".")
        },
        key=lambda text: (text.count("{"), -len(text)),
    )
)
"""The sentences that methods and reasons are made of; what stands in the register is read back as one of them."""


def frame_of(statistics: Iterable[Statistic]) -> Frame:
    """Statistics as a frame of what is recorded, in the units of the flow."""
    return door.frame_of(statistics)


def statistics_of(frame: Frame) -> tuple[Statistic, ...]:
    """A frame of recorded or answered observations as statistics; what is withdrawn is left out."""
    return door.statistics_of(frame, TEMPLATES)

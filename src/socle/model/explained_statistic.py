"""A statistic with the numbers behind it, and how it came into a register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from socle.model.statistic import Given, Statistic


@dataclass(frozen=True)
class Recorded:
    """With which entry of the log a value was recorded, and who had reviewed it."""

    submission: str  # empty where it was imported
    reviewer: str
    change: int
    at: str  # to the minute, UTC


@dataclass(frozen=True)
class Explained:
    """A value, the numbers it was worked out from as far as these are known, and how it came into the register."""

    one: Statistic
    given: Mapping[str, Given]
    recorded: Recorded | None = None
    read: bool = False  # whether the answers behind it were read again

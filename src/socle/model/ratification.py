"""Ratifications of a Convention: which State registered one when, for which Parts, and how sure each of these is.

A day may be known or only its year; Parts may be known or not. Both say where they were read, or that they are
recalled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from socle.ground.words import N_

DATES: Final = {
    "high": N_("read in a source"),
    "medium": N_("read in part, the day recalled"),
    "low": N_("recalled, unverified"),
}
"""How sure a date is."""

PARTS: Final = {
    "high": N_("read in a source"),
    "medium": N_("read in part, the rest recalled"),
    "low": N_("recalled, unverified"),
    "count_only": N_("only how many"),
    "unknown": N_("not established"),
}
"""How sure the accepted Parts are."""


@dataclass(frozen=True)
class Ratification:
    """One State. `first` and `last` are the same day, or the ends of the year where only that is known."""

    iso3: str
    first: date
    last: date
    date_confidence: str  # a key of DATES
    date_source: str  # key of a source; empty where it is recalled
    parts: tuple[str, ...]  # accepted; empty where they are not established
    count: int | None  # how many Parts
    parts_confidence: str  # a key of PARTS
    parts_source: str
    official: tuple[
        str, ...
    ] = ()  # Parts in an official list, which leaves out what a later Convention replaced
    official_on: str = ""  # of which day or month that list is
    ended_by: tuple[
        str, ...
    ] = ()  # later Conventions by which, as that list says, some Parts no longer apply
    exceptions: tuple[str, ...] = ()  # temporary exceptions in use, by article; empty where none is known

    @property
    def day_known(self) -> bool:
        """Whether the day is known, not only the year."""
        return self.first == self.last

    @property
    def registered(self) -> str:
        """The day, or the year."""
        return str(self.first) if self.day_known else str(self.first.year)

    @property
    def replaced(self) -> tuple[str, ...]:
        """Parts accepted that the official list no longer has."""
        return tuple(part for part in self.parts if part not in self.official) if self.official else ()

    def by(self, day: date) -> bool | None:
        """Whether it was registered by the end of a day; nothing where only the year is known and has not ended."""
        if self.last <= day:
            return True
        return None if self.first <= day else False


@dataclass(frozen=True)
class OfficialCount:
    """How many somebody else counted, and between which days that was true."""

    count: int
    first: date
    last: date
    source: str
    verified: bool
    at_least: bool = False


@dataclass(frozen=True)
class Register:
    """The ratifications of a Convention: a lower bound after `complete_to`; nothing is known after `read_on`."""

    convention: str
    adopted: int  # year
    complete_to: date
    latest_read: date  # the day of the latest ratification that was found
    read_on: date
    parts: tuple[str, ...]
    rows: tuple[Ratification, ...]
    official: tuple[OfficialCount, ...] = ()


@dataclass(frozen=True)
class Undated:
    """A Convention of which no register is held: only how many have ratified it, between two numbers."""

    convention: str
    least: int
    most: int
    verified: bool


@dataclass(frozen=True)
class Replacing:
    """A later Convention, and the Parts that stop applying to a State for which it is in force."""

    convention: str
    parts: tuple[str, ...]
    verified: bool


@dataclass(frozen=True)
class Campaign:
    """A target for the number of ratifications: from how many on which day, to how many by the end of which day."""

    convention: str
    baseline: int
    begins: date
    target: int
    ends: date
    source: str
    verified: bool


@dataclass(frozen=True)
class Library:
    """All that is held on ratifications."""

    registers: dict[str, Register]
    undated: dict[str, Undated]
    campaigns: dict[str, Campaign]
    replaced: tuple[Replacing, ...] = ()

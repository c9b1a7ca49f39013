"""Who has ratified a Convention as of a day, for which Parts, and how a campaign for more stands.

ratifications(AsOf("C102", "2021-10-08"))   the register as of a day or a year, by region, by Part, by confidence
campaign(found)                             the pace towards the target as of that day, where there is one
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from socle.exchange.areas import groups, members
from socle.exchange.ratification_file import days, load_library
from socle.ground.refusals import Refusal, nearest
from socle.measure.campaign import Ends, Pace, agrees, count, pace
from socle.model.ratification import (
    DATES,
    PARTS,
    Campaign,
    OfficialCount,
    Ratification,
    Register,
    Replacing,
    Undated,
)

CONVENTION: Final = "C102"
REGIONS: Final = "ilo_regions"


@dataclass(frozen=True)
class AsOf:
    """What is asked: a Convention, a day or a year (its end; nothing: the last day that is known), a group."""

    convention: str = CONVENTION
    day: str = ""
    region: str = ""  # code of a group of countries; empty for the world


@dataclass(frozen=True)
class OfPart:
    """A Part: who accepted it, by how sure that is, and who has it no longer in an official list."""

    part: str
    by_confidence: Mapping[str, int]
    replaced: tuple[str, ...]  # countries

    @property
    def accepted(self) -> int:
        """States known to have accepted it."""
        return sum(self.by_confidence.values())


@dataclass(frozen=True)
class Check:
    """A count of others held against the register."""

    official: OfficialCount
    ours: tuple[Ends, Ends]  # at the first and at the last of its days
    agrees: bool


@dataclass(frozen=True)
class Ratifications:
    """The register as of a day. `rows` are of the group that was asked for, `possible` among them may not count yet."""

    register: Register
    day: date
    region: str
    rows: tuple[Ratification, ...]
    count: Ends
    regions: Mapping[str, Ends]
    parts: tuple[OfPart, ...]
    dates: Mapping[str, int]
    sure: Mapping[str, int]  # how sure the Parts are
    checks: tuple[Check, ...]
    replaced: tuple[Replacing, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the register is complete on that day; otherwise its count is a lower bound."""
        return self.day <= self.register.complete_to

    @property
    def possible(self) -> tuple[Ratification, ...]:
        """Of which only the year is known, and that year has not ended."""
        return tuple(row for row in self.rows if row.by(self.day) is None)


@dataclass(frozen=True)
class Standing:
    """A campaign as of three days: when it began, the last day on which the register is complete, and the day asked."""

    campaign: Campaign
    paces: tuple[Pace, ...]
    register: Register = field(repr=False)


def ratifications(asked: AsOf) -> Ratifications | Undated:
    """The register of a Convention as of a day; of one without a register, how many have ratified it."""
    library = load_library()
    code = convention_of(asked.convention)
    if code in library.undated:
        if asked.day or asked.region:
            raise Refusal(
                "Of {convention} only a number is known, without days or countries; a register is held of {held}.",
                convention=code,
                held=", ".join(library.registers),
            )
        return library.undated[code]
    register = library.registers[code]
    day = day_of(asked.day, register)
    inside = frozenset(members(asked.region)) if asked.region else None
    rows = tuple(
        row for row in register.rows if row.by(day) is not False and (inside is None or row.iso3 in inside)
    )
    return Ratifications(
        register,
        day,
        asked.region,
        rows,
        count(rows, day),
        _by_region(rows, day),
        tuple(_of_part(part, rows) for part in register.parts),
        _tally(DATES, (row.date_confidence for row in rows)),
        _tally(PARTS, (row.parts_confidence for row in rows)),
        tuple(_check(register, one) for one in register.official),
        library.replaced,
    )


def convention_of(text: str) -> str:
    """The code of a Convention of which ratifications are held: `C102`, `c102` or `102`."""
    library = load_library()
    known = [*library.registers, *library.undated]
    code = text.strip().upper()
    code = f"C{code}" if code.isdecimal() else code
    if code not in known:
        raise Refusal(
            "Ratifications of `{convention}` are not held; they are of {known}.",
            convention=text,
            known=", ".join(known),
            nearest=nearest(code, known),
        )
    return code


def day_of(text: str, register: Register) -> date:
    """The day that is asked for: a day, or the end of a year; of the last year that is known, its last known day."""
    if not text:
        return register.read_on
    first, last = days(text, "--as-of")
    if first > register.read_on:
        raise Refusal(
            "`{day}` lies after {read_on}, the day on which the sources were read: nothing is known of it.",
            day=text.strip(),
            read_on=register.read_on,
            where="--as-of",
            nearest=str(register.read_on),
        )
    if last.year < register.adopted:
        raise Refusal(
            "`{day}` lies before {convention} was adopted, in {adopted}.",
            day=text.strip(),
            convention=register.convention,
            adopted=register.adopted,
            where="--as-of",
            nearest=str(register.adopted),
        )
    return min(last, register.read_on)


def campaign(found: Ratifications) -> Standing | None:
    """How the campaign stands: as of its beginning, of the last day that is complete, and of the day asked for.

    Nothing where there is no campaign for the Convention, or for a group of countries.
    """
    register = found.register
    if found.region or register.convention not in load_library().campaigns:
        return None
    one = campaign_for(register.convention)
    known = [day for day in (one.begins, register.complete_to) if day < found.day]
    return Standing(one, tuple(pace(register.rows, one, day) for day in (*known, found.day)), register)


def campaign_for(convention: str) -> Campaign:
    """The campaign for a Convention, or a refusal."""
    held = load_library().campaigns
    if convention not in held:
        raise Refusal(
            "There is no campaign for {convention}.",
            convention=convention,
            nearest=nearest(convention, held),
        )
    return held[convention]


def _by_region(rows: Sequence[Ratification], day: date) -> dict[str, Ends]:
    return {
        one.code: count([row for row in rows if row.iso3 in inside], day)
        for one in groups(REGIONS)
        for inside in [frozenset(members(one.code))]
    }


def _of_part(part: str, rows: Iterable[Ratification]) -> OfPart:
    having = [row for row in rows if part in row.parts]
    return OfPart(
        part,
        _tally(PARTS, (_sure(part, row) for row in having)),
        tuple(row.iso3 for row in having if part in row.replaced),
    )


def _sure(part: str, row: Ratification) -> str:
    """How sure one Part of a State is: of one read in part, those in the official list are."""
    if row.parts_confidence != "medium" or not row.official:
        return row.parts_confidence
    return "high" if part in row.official else "low"


def _tally(keys: Iterable[str], found: Iterable[str]) -> dict[str, int]:
    told = list(found)
    return {key: told.count(key) for key in keys if key in told}


def _check(register: Register, official: OfficialCount) -> Check:
    ends = count(register.rows, official.first), count(register.rows, official.last)
    return Check(official, ends, agrees(register.rows, official))

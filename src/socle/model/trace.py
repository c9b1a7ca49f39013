"""What the law answers to the members of one household, with every step: the nouns of a calculator's answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from socle.model.results import Text

Numbers = tuple[float | None, ...]
"""A number for each member; nothing where it is not known and nothing depends on it."""

CONDITION: Final = "condition"
MONEY: Final = "money"
OF_HOUSEHOLD: Final = "money of the household"
HEAD: Final = "joined"


@dataclass(frozen=True)
class Said:
    """A parameter: its words in the file, with its date, and what it is worth to each member."""

    name: str
    words: str
    where: str
    values: Numbers
    kind: str
    currency: str = ""
    per: str = ""
    source: str = ""  # the law or text that the file names for this value
    unverified: bool = False


@dataclass(frozen=True)
class Luck:
    """A condition that the law leaves to chance: its share, the member's draw, and whether it is met."""

    name: str
    shares: Numbers
    draws: tuple[float, ...]
    met: Numbers


@dataclass(frozen=True)
class Step:
    """One rule: its place in the law, what it gives to each member, what it read, and what is said to it."""

    place: str
    kind: str  # condition, money, money of the household, or the head of joined conditions
    name: str
    sentence: str
    values: Numbers
    read: tuple[tuple[str, Numbers], ...] = ()
    said: tuple[Said, ...] = ()
    chance: tuple[Luck, ...] = ()
    compared: tuple[Numbers, Numbers] | None = (
        None  # what a condition works out, and with what it compares it
    )
    measure: str = ""  # the unit of what is compared


@dataclass(frozen=True)
class Answer:
    """A benefit, or what is paid to a scheme, for each member: `amounts` are money a year."""

    path: str
    title: Text
    law: str
    branch: str
    pays: bool  # the members pay it rather than receive it
    steps: tuple[Step, ...]
    reached: tuple[Luck, ...]
    eligible: Numbers
    recipients: Numbers
    amounts: Numbers
    depends_on: tuple[str, ...]
    own: tuple[Said, ...] = ()  # coverage and take-up as the file says them
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Stretch:
    """A part of the year in which the law does not change: from when, its share of the year, its answer."""

    begins: str
    share: float
    answer: Answer


@dataclass(frozen=True, eq=False)
class HouseholdTrace:
    """One benefit of one household of a survey in a year."""

    country: str
    year: int
    scenario: str
    currency: str
    benefit: str
    household: str
    members: int
    stretches: tuple[Stretch, ...]

    @property
    def amounts(self) -> tuple[float, ...]:
        """What each member receives in the year."""
        parts = [[part.share * (x or 0.0) for x in part.answer.amounts] for part in self.stretches]
        return tuple(map(sum, zip(*parts, strict=True)))

"""A regional value: the value of an indicator for a group of countries, and which countries stand behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from socle.model.statistic import Statistic

THRESHOLD = 0.40
"""The share of the people concerned that must live in reporting countries, unless asked otherwise."""
WINDOW = 5
"""How many years before the year asked for a country's latest value may lie, unless asked otherwise."""


@dataclass(frozen=True)
class Rules:
    """By what rules countries become a regional value; stated with every value."""

    threshold: float = THRESHOLD
    window: int = WINDOW
    impute: bool = False  # give silent countries the mean of countries like them, flagged as imputed


@dataclass(frozen=True)
class Part:
    """What one country brings to a regional value."""

    area: str
    year: int  # of its value
    value: float | None  # none where only bounds are known
    weight: float  # persons, or money, of which the value is a share
    low: float | None = None
    high: float | None = None
    imputed: bool = False


@dataclass(frozen=True)
class Aggregate:
    """The regional value, with its parts and how much of the group reports."""

    statistic: Statistic
    parts: tuple[Part, ...]  # of the countries that report, and of those imputed
    members: int  # countries of the group in which there is somebody of whom the indicator speaks
    share: float  # of the people concerned, in countries that report
    imputed: float = 0.0  # of the people concerned, in countries imputed
    least: float | None = None  # the value if nobody in the silent countries had it
    most: float | None = None  # the value if everybody there had it
    without_weight: tuple[str, ...] = ()  # countries that report but whose people concerned are not known

    @property
    def countries(self) -> int:
        """How many countries report."""
        return sum(not part.imputed for part in self.parts)

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year of the countries' values."""
        held = [part.year for part in self.parts if not part.imputed]
        return (min(held), max(held)) if held else None


@dataclass(frozen=True)
class Weights:
    """The people (or money) of whom an indicator speaks, by country.

    `told_by` says of whom the reporting share is a share where the weights are not known for all countries;
    without it the share is of the weights themselves.
    """

    of: Mapping[str, float]
    concept: str  # key of the catalogues: what they count
    told_by: Mapping[str, float] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    told: str = ""  # key of the catalogues: of whom the reporting share is told; empty: of the weights

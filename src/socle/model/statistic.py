"""A statistic: the value of an indicator for people of a country in a year, with how much is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from socle.ground.words import N_
from socle.model.observation import FINAL

OF_SURVEY: Final = N_("From a survey, with the law of the scenario `{scenario}` asked of every person.")
"""The method of a statistic whose persons were counted in a survey, each once, under a law."""
IN_SURVEY: Final = N_("From a survey.")
"""The method of a statistic of what persons of a survey say."""


@dataclass(frozen=True)
class Given:
    """A number from which a statistic was worked out: exact, between bounds, or missing with the reason."""

    value: float | None
    low: float | None = None
    high: float | None = None
    source: str = ""
    status: str = FINAL
    reason: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Statistic:
    """One value of an indicator. Shares lie in 0..1 inside; a union of which only bounds are known has no value."""

    indicator: str  # its code in the catalogue
    area: str  # ISO 3166, three letters, or the code of a group of countries
    year: int
    value: float | None
    unit: str  # "share", "persons", "money", "ratio": as the catalogue says
    low: float | None = None  # bounds between which the value lies, where only they are known
    high: float | None = None
    sex: str = "_T"  # SDMX codes of sex
    group: str = "_T"  # age group, poorest quintile, urban: a code of the catalogue
    function: str = "_T"  # of the Social Security Inquiry: old_age, survivors, ...
    scheme_type: str = "_T"
    status: str = FINAL
    source: str = ""
    method: str = ""  # in English, key of the message catalogues, with {names}
    reason: str = ""  # why there is no value, key of the message catalogues, with {names}
    said: Mapping[str, str] = field(default_factory=dict)  # what fills `method` and `reason`
    denominator: float | None = None  # persons or money it is a share of; the weight in a group of countries
    vintage: str = ""
    given: Mapping[str, Given] = field(default_factory=dict, compare=False)  # where it was worked out here

    @property
    def place(self) -> tuple[str, ...]:
        """What it is about: indicator and breakdowns."""
        return self.indicator, self.sex, self.group, self.function, self.scheme_type

"""What the API answers about law and indicators."""

from __future__ import annotations

from dataclasses import dataclass

from socle.exchange.api_answers import Piece


@dataclass(frozen=True)
class Keyword:
    """What a file may say to a rule."""

    name: str
    kind: str
    required: bool


@dataclass(frozen=True)
class RuleRow:
    """A rule: its room, its sentence, the columns that it reads, and what a file may say to it."""

    rule: str
    room: str
    sentence: str
    gives: str
    columns: list[str]
    keywords: list[Keyword]


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator: what it is, its formula, the names of others for it."""

    code: str
    title: str
    definition: str
    unit: str
    formula: str
    inputs: list[str]
    by: list[str]
    sdg: str
    ilo: str


@dataclass(frozen=True)
class IndicatorValue:
    """A value of an indicator in SDMX words; shares are per cent."""

    INDICATOR: str
    REF_AREA: str
    TIME_PERIOD: int
    SEX: str
    GROUP: str
    FUNCTION: str
    SCHEME_TYPE: str
    OBS_VALUE: float | None
    LOWER_BOUND: float | None
    UPPER_BOUND: float | None
    UNIT: str
    OBS_STATUS: str
    DENOMINATOR: float | None
    SOURCE: str
    METHOD: str
    REASON: str
    VINTAGE: str


@dataclass(frozen=True)
class Indicators(Piece):
    """The indicators of a country, and what is to be known of them."""

    country: str
    notes: list[str]
    rows: list[IndicatorValue]


@dataclass(frozen=True)
class Parameter:
    """What the law says to a rule, with its file and line."""

    name: str
    said: str
    where: str
    value: float | None
    kind: str = ""
    source: str = ""
    unverified: bool = False


@dataclass(frozen=True)
class Chance:
    """What is drawn for a person, where the law reaches only some."""

    name: str
    share: float
    draw: float | None
    met: float


@dataclass(frozen=True)
class AskedStep:
    """A step or a result of one member for one benefit; what does not apply is left out."""

    step: str
    date: str | None = None
    currency: str | None = None
    benefit: str | None = None
    pays: bool | None = None
    law: str | None = None
    member: int | None = None
    name: str | None = None
    value: float | None = None
    unit: str | None = None
    sentence: str | None = None
    read: dict[str, float | None] | None = None
    parameters: list[Parameter] | None = None
    chance: list[Chance] | None = None
    compared: list[float | None] | None = None
    depends_on: list[str] | None = None
    flags: list[str] | None = None

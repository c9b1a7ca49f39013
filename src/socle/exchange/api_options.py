"""What may be said to the client of the API besides what must be: the parameters of each address, typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypedDict


class Page(TypedDict, total=False):
    """A piece of a list: how many rows, after how many."""

    limit: int
    after: int


class Costing(TypedDict, total=False):
    """How a floor is costed."""

    base_year: int
    years: int
    line: str
    index: str
    accept_line: bool
    variant: str


class FloorRows(Costing, Page, total=False):
    """The same, and which rows are told."""

    measure: str
    guarantee: str
    year: int


class FloorOptions(FloorRows, total=False):
    """The same, and which scenarios."""

    scenario: Sequence[str]


class ExplainOptions(Costing, total=False):
    """In which year and scenario."""

    year: int
    scenario: str


class PeopleOptions(Page, total=False):
    """Which people."""

    migration: Literal["end", "even"]
    clock: Literal["july", "january"]
    variant: str


class GapOptions(Page, total=False):
    """Which gap."""

    guarantees: str
    year: int
    index: str


class IndicatorOptions(Page, total=False):
    """Which indicators."""

    year: str
    by: str
    indicator: str


class CheckOptions(TypedDict, total=False):
    """Which instruments, asked of which year."""

    convention: str
    part: str
    year: int
    exceptions: bool


class ReformOptions(CheckOptions, total=False):
    """The same, and whether reforms are costed."""

    cost: bool


class ThresholdOptions(Page, total=False):
    """What a floor is held against; money says its period: 250/month."""

    scenario: Sequence[str]
    line: str
    basket: str
    assistance: str
    decides: str


class CalculatorOptions(Page, total=False):
    """Which law is asked of a household."""

    date: str
    scenario: str
    line: str


class DrawnOptions(TypedDict, total=False):
    """The columns that say how a survey was drawn."""

    weight: str
    household: str
    strata: str
    psu: str
    person: str


class PovertyOptions(Page, total=False):
    """What is measured in a survey."""

    household: str
    strata: str
    psu: str
    person: str
    by: str
    measures: str
    age: str
    compare: str
    count: Literal["persons", "households"]


class LawOptions(TypedDict, total=False):
    """Which law on whom."""

    persons: int
    seed: int
    scenario: str
    line: str


class ImpactOptions(LawOptions, Page, total=False):
    """The same, and which rows are told."""

    against: str
    measure: str


class SweepOptions(LawOptions, Page, total=False):
    """The same of a grid."""


class SeekOptions(LawOptions, total=False):
    """The same of a search."""

    between: str


class CareerOptions(TypedDict, total=False):
    """What a person says of her work."""

    benefit: str
    begins: int
    earnings: str
    growth: str
    service: float
    account: Sequence[str]


class ValuationOptions(Page, total=False):
    """Which numbers of a valuation."""

    years: int
    measure: str


class LifeTableOptions(Page, total=False):
    """A law of mortality, and what is asked on a table."""

    makeham: Sequence[float]
    radix: float
    start: int
    terms: Sequence[int]
    until: int


class ExperienceOptions(Page, total=False):
    """Which rates; days as 2022-12-31."""

    first: str
    last: str
    event: Literal["death", "invalidity", "leaving", "retirement"]
    by_sex: bool
    age: Literal["birthday", "january"]
    order: int
    smoothing: float
    scale: Literal["log", "rate"]
    level: float


class AnnexOptions(Page, total=False):
    """Which annex."""

    edition: int
    year: int
    threshold: float
    table: Literal["groups", "countries"]
    law: bool


class ObservationOptions(Page, total=False):
    """Which observations."""

    country: str
    first: int
    last: int
    as_of: str
    vintage: str

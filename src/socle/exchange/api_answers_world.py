"""What the API answers about the data held, groups of countries, and statistical systems."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DownloadFile:
    """A file of a source: its address, and what it was when it was read."""

    name: str
    url: str
    sha256: str


@dataclass(frozen=True)
class SourceFacts:
    """A source in full."""

    key: str
    producer: str
    title: str
    vintage: str
    licence: str
    citation: str
    url: str
    accessed: str
    derived: bool
    unverified: bool
    notes: str
    aliases: list[str]
    files: list[DownloadFile]


@dataclass(frozen=True)
class Dataset:
    """A dataset that was imported here."""

    dataset: str
    sha256: str
    size: int
    rows: int
    sources: list[str]
    licence: str
    version: str


@dataclass(frozen=True)
class AnnexRow:
    """A value of a series in a group of countries or in a country; of groups also who stands behind it."""

    series: str
    area: str
    area_name: str
    year: int | None
    sex: str
    value: float | None
    status: str
    people_concerned: float | None
    vintage: str
    source: str | None = None
    countries: int | None = None
    members: int | None = None
    share_reported: float | None = None
    concept: str | None = None
    least: float | None = None
    most: float | None = None
    first_year: int | None = None
    last_year: int | None = None
    reason: str | None = None


@dataclass(frozen=True)
class AnnexFacts:
    """An annex: its edition, the editions of its data, and the share of people that must live where it is known."""

    edition: int
    year: int
    threshold: float
    vintages: list[str]


@dataclass(frozen=True)
class Observation:
    """An observation of the register: its series by key, what it is of, and where it comes from."""

    flow: str
    key: str
    area: str
    code: str
    year: int | str
    value: float | None
    status: str | None
    unit: str | None
    source: str | None
    method: str | None
    attributes: str | None
    vintage: str
    recorded: str


@dataclass(frozen=True)
class Score:
    """Points from 0 to 100, between which they lie, the share of questions answered, and which are not."""

    score: float | None
    lowest: float | None
    highest: float | None
    answered: float | None
    questions: int
    missing: list[str]


@dataclass(frozen=True)
class DomainScore(Score):
    """The same of one domain."""

    domain: str
    title: str


@dataclass(frozen=True)
class AssessedItem:
    """A question with its level."""

    domain: str
    item: str
    question: str
    level: float | None
    weight: float
    evidence: str | None


@dataclass(frozen=True)
class FigureCell:
    """A figure that there should be, and the sources that have it."""

    indicator: str
    part: str
    year: int
    sources: list[str]


@dataclass(frozen=True)
class FiguresThere:
    """How many of the figures that there should be are there; `lag` are years."""

    origin: str
    required: int
    available: int
    rate: float | None
    lag: dict[str, int | None]
    sources: dict[str, int]
    cells: list[FigureCell]


@dataclass(frozen=True)
class PlanStep:
    """An action: the level before and after, and the points that it gains."""

    domain: str
    item: str
    action: str
    owner: str
    by: str
    cost: float | None
    gain: float | None
    gain_per_million: float | None
    gain_so_far: float | None
    before: float | None
    after: float | None


@dataclass(frozen=True)
class PlanGap:
    """A question whose level is below what is aimed at, without an action."""

    domain: str
    item: str
    level: float | None


@dataclass(frozen=True)
class Plan:
    """The actions in the order of what they gain, and what they cost."""

    steps: list[PlanStep]
    cost: float | None
    without_cost: int
    by_year: dict[str, float | None]
    by_owner: dict[str, float | None]
    gaps: list[PlanGap]


@dataclass(frozen=True)
class StatSystem:
    """The assessment of a statistical system."""

    country: str
    date: str
    currency: str
    team: list[str]
    score: Score
    domains: list[DomainScore]
    items: list[AssessedItem]
    figures: FiguresThere
    plan: Plan
    notes: list[str]

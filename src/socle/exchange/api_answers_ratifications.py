"""What the API answers about ratifications, and what one would need."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ends:
    """A count of which two ends are known; null: no upper end."""

    low: int
    high: int | None


@dataclass(frozen=True)
class PartAccepted:
    """How many have accepted a Part, and how sure that is of how many."""

    part: str
    accepted: int
    replaced: list[str]
    high: int | None = None
    medium: int | None = None
    low: int | None = None


@dataclass(frozen=True)
class OfficialCount:
    """A count that somebody published, and whether the register agrees."""

    first: str
    last: str
    count: int
    at_least: bool
    source: str
    verified: bool
    agrees: bool


@dataclass(frozen=True)
class Ratified:
    """A State's ratification, and how sure its day and its Parts are."""

    iso3: str
    country: str
    registered: str | None
    counted: str | None
    date_confidence: str | None
    date_source: str | None
    parts: list[str] | None
    count: int | None
    parts_confidence: str | None
    parts_source: str | None
    official: list[str] | None
    official_on: str | None
    replaced: list[str] | None
    ended_by: list[str] | None
    exceptions: list[str] | None


@dataclass(frozen=True)
class Pace:
    """How a campaign stands as of a day: how many there are, and how many a year are needed."""

    day: str
    low: int
    high: int | None
    complete: bool
    gap_low: int | None
    gap_high: int | None
    years_left: float | None
    needed_low: float | None
    needed_high: float | None
    so_far_low: float | None
    so_far_high: float | None
    reached_first: str | None
    reached_last: str | None


@dataclass(frozen=True)
class Campaign:
    """A campaign for ratifications."""

    target: int
    by: str
    baseline: int
    since: str
    source: str
    verified: bool
    as_of: list[Pace]


@dataclass(frozen=True)
class Ratifications:
    """The register of a Convention as of a day; of a Convention without a register only how many there are."""

    convention: str
    day: str | None = None
    complete: bool | None = None
    complete_to: str | None = None
    region: str | None = None
    count: Ends | None = None
    regions: dict[str, Ends] | None = None
    parts: list[PartAccepted] | None = None
    checks: list[OfficialCount] | None = None
    ratifications: list[Ratified] | None = None
    campaign: Campaign | None = None
    sources: dict[str, str] | None = None
    least: int | None = None
    most: int | None = None
    verified: bool | None = None


@dataclass(frozen=True)
class NeededTest:
    """A test that is in the way of a Part."""

    test: str
    contingency: str | None
    article: str
    verified: bool
    missing: list[str]


@dataclass(frozen=True)
class NeededPart:
    """A Part, and what is in its way."""

    part: str
    title: str
    status: str
    accepted: bool
    not_met: list[NeededTest]
    unknown: list[NeededTest]


@dataclass(frozen=True)
class Need:
    """What a ratification would need from a country: Parts that pass, and how many are lacking."""

    iso3: str
    convention: str
    ratified: str | None
    accepted: list[str]
    status: str
    passing: list[str]
    lacking: int
    one_of: list[str]
    parts: list[NeededPart]

"""What the API answers about standards, whether they are met, and the reforms that would."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Grounds:
    """Where something stands: its article, whether that was read in the text, and the sources by key."""

    article: str
    verified: bool
    sources: list[str]


@dataclass(frozen=True)
class Acceptance(Grounds):
    """Which Parts a State must accept: at least so many, of these, one of those among them."""

    parts: list[str]
    at_least: int
    one_of: list[str]


@dataclass(frozen=True)
class InstrumentRow:
    """An instrument with its Parts by name, and how many of its figures were read in the text."""

    instrument: str
    kind: str
    year: int
    title: str
    in_force: str | None
    parts: dict[str, str]
    acceptance: Acceptance | None
    exceptions: Grounds | None
    facts_read: int
    facts_in_all: int


@dataclass(frozen=True)
class Fact:
    """One figure of an instrument with its article."""

    INSTRUMENT: str
    PART: str
    BRANCH: str
    TEST: str
    KIND: str
    CONTINGENCY: str
    REQUIREMENT: int
    ARTICLE: str
    FACT: str
    VALUE: float | str
    UNIT: str
    VERIFIED: str
    SOURCES: str
    NOTE: str
    EXCEPTION: str
    TEXT: str


@dataclass(frozen=True)
class Definition(Grounds):
    """A term as an instrument defines it, with its figure where it has one."""

    name: str
    figure: float | None
    text: str


@dataclass(frozen=True)
class InstrumentFacts(InstrumentRow):
    """An instrument with every figure and definition; `sources` are citations by key."""

    facts: list[Fact]
    definitions: list[Definition]
    sources: dict[str, str]


@dataclass(frozen=True)
class Verdict(Grounds):
    """A test, or one way to meet it: pass, fail or unknown; `unlimited` where the law sets no limit."""

    test: str
    contingency: str
    alternative: str
    status: str
    value: float | None
    relation: str
    required: float | None
    unit: str
    inputs: list[str]
    missing: list[str]
    figures: dict[str, float | None]
    reason: str
    flips: bool
    value_unlimited: bool = False
    required_unlimited: bool = False
    joined: str | None = None
    ways: list[Verdict] | None = None


@dataclass(frozen=True)
class PartVerdict(Grounds):
    """A Part with its tests; `common` where all Parts share it."""

    part: str
    common: bool
    branch: str
    title: str
    status: str
    tests: list[Verdict]


@dataclass(frozen=True)
class Unverified:
    """A figure that was not read in the text of the instrument."""

    part: str
    test: str
    article: str
    required: str


@dataclass(frozen=True)
class InstrumentVerdict:
    """An instrument asked of a country."""

    instrument: str
    title: str
    kind: str
    ratification: Verdict | None
    said: list[str]
    parts: list[PartVerdict]
    unverified: list[Unverified]


@dataclass(frozen=True)
class Input:
    """What was known of a country: a number, yes or no, or a formula with its figures by name."""

    value: bool | float | str | dict[str, float | str | None] | None
    source: str
    date: str
    origin: str
    status: str
    where: str
    value_unlimited: bool = False


@dataclass(frozen=True)
class Checked:
    """Whether a country meets the standards, and from what that follows."""

    country: str
    name: str
    year: int
    currency: str
    version: str
    fingerprint: str
    instruments: list[InstrumentVerdict]
    inputs: dict[str, Input]
    benefits: dict[str, list[str]]
    choices: dict[str, list[str]]
    notes: list[str]
    files: dict[str, str]


@dataclass(frozen=True)
class Change:
    """A change of a parameter: the least that complies, and what is proposed; `none` is no limit."""

    path: str
    name: str
    origin: str
    law: str
    unit: str
    per: str
    before: float | str | None
    least: float | str | None
    proposed: float | str | None
    relative: float | str | None
    items: list[str]
    relies_on: list[str] | None


@dataclass(frozen=True)
class Cost:
    """What a reform costs by year: in money, as a share of product, for how many; or the premium."""

    method: str
    years: list[int]
    money: list[float | str | None]
    gdp_share: list[float | str | None]
    persons: list[float | str | None]
    more_persons: list[float | str | None]
    premium: float | str | None
    said: list[str]


@dataclass(frozen=True)
class ScenarioChanges:
    """The same as a scenario: values by path and date, in the words of a scenario file."""

    name: str
    law: str
    changes: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Option:
    """One way to meet a test."""

    complies: bool
    makes_worse: list[str]
    changes: list[Change]
    size: float | str | None
    cost: Cost
    scenarios: list[ScenarioChanges]


@dataclass(frozen=True)
class NotEnough:
    """A parameter that alone cannot meet a test, and why."""

    path: str
    reason: str
    missing: list[str]


@dataclass(frozen=True)
class Failing:
    """A test that fails, and the ways to meet it."""

    test: str
    contingency: str
    article: str
    verified: bool
    value: float | str | None
    required: float | str | None
    unit: str
    options: list[Option]
    not_enough: list[NotEnough]


@dataclass(frozen=True)
class Unknown:
    """A test of which too little is known."""

    test: str
    article: str
    missing: list[str]


@dataclass(frozen=True)
class NamedTest:
    """A test and its article."""

    test: str
    article: str


@dataclass(frozen=True)
class Package:
    """The smallest set of changes that meets every test of a Part."""

    complies: bool
    chosen_by: str
    tests: list[NamedTest]
    changes: list[Change]
    needless: list[str]
    cost: Cost
    scenarios: list[ScenarioChanges]


@dataclass(frozen=True)
class PartGap:
    """What stands between a country and a Part."""

    part: str
    title: str
    status: str
    status_after: str
    failing: list[Failing]
    unknown: list[Unknown]
    package: Package | None


@dataclass(frozen=True)
class Reforms:
    """The smallest reforms that would make Parts ratifiable."""

    country: str
    name: str
    currency: str
    year: int
    instrument: str
    exceptions: bool
    parts: list[PartGap]


@dataclass(frozen=True)
class Guarantees:
    """The guarantees of a floor: verdicts by scenario and guarantee, and the first year in which all are met."""

    country: str
    name: dict[str, str]
    year: int
    currency: str
    children_below: int
    old_from: int
    levels: dict[str, float]
    threshold: str | None
    survey: str | None
    status: dict[str, dict[str, str]]
    full_from: dict[str, dict[str, int | None]]
    version: str | None
    fingerprint: str | None


@dataclass(frozen=True)
class GuaranteeRow:
    """A number or a test of a guarantee."""

    country: str
    scenario: str
    guarantee: str
    branch: str
    benefit: str
    threshold: str | None
    year: int
    measure: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    required: float | None
    status: str | None
    article: str | None
    verified: bool | None
    source: str | None
    reason: str | None

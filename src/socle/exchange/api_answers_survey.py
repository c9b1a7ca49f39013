"""What the API answers about surveys, poverty, and what schemes do to the households of a survey."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SurveyRoles:
    """The columns that say how a survey was drawn; empty where there is none."""

    weight: str
    household: str
    strata: str
    psu: str
    person: str
    fpc: str


@dataclass(frozen=True)
class SurveyColumn:
    """A column: its kind, how many records lack it, how many values there are (or more), lowest and highest."""

    name: str
    kind: str
    missing: int
    distinct: int
    low: float | None
    high: float | None
    more: bool


@dataclass(frozen=True)
class Beside:
    """A total of a survey beside that of an office."""

    name: str
    column: str
    survey: float
    se: float | None
    office: float
    ratio: float
    flag: str
    source: str


@dataclass(frozen=True)
class SurveyFacts:
    """What a survey file holds, and how it was drawn."""

    file: str
    roles: SurveyRoles
    records: int
    people: float
    households: int | None
    units: int
    strata: int
    lonely: list[str]
    lightest: float
    heaviest: float
    weighting_effect: float
    columns: list[SurveyColumn]
    flags: list[str]
    title: str
    concept: str | None
    totals: list[Beside]


@dataclass(frozen=True)
class Measured:
    """A number about a group of people, with its standard error where that is known; `n` records stand behind it."""

    measure: str
    group: str
    value: float | None
    se: float | None
    unit: str
    n: int
    definition: str


@dataclass(frozen=True)
class ImpactRow:
    """A number about what a scenario does to people; `status quo` and differences are scenarios too."""

    scenario: str
    measure: str
    group: str
    value: float | None
    se: float | None
    unit: str
    n: int
    definition: str


@dataclass(frozen=True)
class SurveyUsed:
    """The survey behind an impact: persons and households in it, and how many people they stand for."""

    country: str
    year: int
    currency: str
    title: str
    invented: bool
    persons: int
    households: int
    represented: float
    notes: list[str]


@dataclass(frozen=True)
class SweepRow:
    """A measure at one point of a grid; `set` are the parameters as they were written; point 0 is the law as it is."""

    country: str
    year: int
    scenario: str
    point: int
    set: dict[str, str]
    measure: str
    value: float | None
    se: float | None
    change: float | None
    change_se: float | None
    unit: str
    currency: str
    status: str
    definition: str


@dataclass(frozen=True)
class Target:
    """What was to be reached."""

    measure: str
    value: float


@dataclass(frozen=True)
class SoughtRow:
    """A measure with the value that was found."""

    measure: str
    value: float | None
    se: float | None
    change: float | None
    change_se: float | None
    unit: str
    currency: str
    status: str
    definition: str


@dataclass(frozen=True)
class Sought:
    """The value of a parameter that reaches a target; `standing` is what the law says now."""

    country: str
    year: int
    scenario: str
    path: str
    value: float
    se: float | None
    unit: str
    standing: float | None
    target: Target
    exact: bool
    step: float | None
    between: list[float]
    rows: list[SoughtRow]

"""What the API answers about contributory schemes: careers, agreements, branches, valuations, life tables, rates."""

from __future__ import annotations

from dataclasses import dataclass

from socle.exchange.api_answers_law import AskedStep, Parameter


@dataclass(frozen=True)
class AccountYear:
    """An account in a year: growth of the wages behind it, what it became, what was credited, what it holds."""

    growth: float | None
    revalued: float | None
    credited: float | None
    balance: float | None


@dataclass(frozen=True)
class CareerYear:
    """A year of work: the part of the year insured, earnings, what of them counts, contributions, accounts."""

    year: int
    age: int
    part: float
    earnings: float | None
    insurable: float | None
    paid: dict[str, float | None]
    accounts: dict[str, AccountYear]


@dataclass(frozen=True)
class CareerRule:
    """A rule behind the statement."""

    of: str
    name: str
    sentence: str
    parameters: list[Parameter]


@dataclass(frozen=True)
class Award:
    """A pension asked for in a year: in money of that year and of today, and beside earnings."""

    year: int
    age: int
    eligible: bool
    service: float | None
    amount: float | None
    todays: float | None
    of_final: float | None
    of_career: float | None


@dataclass(frozen=True)
class InPayment:
    """A pension in payment in a year."""

    year: int
    age: int
    amount: float | None
    growth: float | None
    todays: float | None
    of_wage: float | None


@dataclass(frozen=True)
class CareerPension:
    """A pension of the career: the answer in words, the award asked for, the first possible, each step."""

    benefit: str
    answer: str
    per: str
    once: bool
    award: Award
    first: Award | None
    steps: list[AskedStep]
    in_payment: list[InPayment]
    other_years: list[Award]


@dataclass(frozen=True)
class Career:
    """One person's career asked of a contributory law; money a year."""

    scheme: str
    currency: str
    today: int
    notes: list[str]
    statement: list[CareerYear]
    rules: list[CareerRule]
    pensions: list[CareerPension]


@dataclass(frozen=True)
class Agreement:
    """An agreement between countries."""

    name: str
    law: str


@dataclass(frozen=True)
class TotalizedStep:
    """A step of one country's pension."""

    step: str
    value: float | str
    worked: str
    sentence: str
    law: str


@dataclass(frozen=True)
class CountryPension:
    """What one country pays, and by which steps."""

    country: str
    law: str
    currency: str
    per: str
    method: str
    chosen: str
    divisor_years: float
    steps: list[TotalizedStep]


@dataclass(frozen=True)
class MigrantPension:
    """The pensions of one person, or of `count` alike; `without` the agreement beside them."""

    person: str
    count: float
    per: str
    total: float
    without: float
    overlapping_years: float
    shared_years: float
    undated: bool
    countries: list[CountryPension]


@dataclass(frozen=True)
class TreatyCost:
    """What the agreement costs a country a year."""

    country: str
    currency: str
    pensions_with: float
    pensions_without: float
    paid_with: float
    paid_without: float
    per: str


@dataclass(frozen=True)
class Totalized:
    """Who pays what to migrant workers under an agreement; `rates` are exchange rates with their date."""

    case: str
    source: str
    currency: str
    rates: dict[str, float | str]
    agreement: Agreement
    persons: list[MigrantPension]
    costs: list[TreatyCost]


@dataclass(frozen=True)
class Factor:
    """A factor of a figure."""

    value: float | None
    unit: str


@dataclass(frozen=True)
class BranchFigure:
    """A figure of a branch, and how it follows from its factors."""

    key: str
    name: str
    value: float | None
    unit: str
    when: str
    how: str
    factors: list[Factor] | None = None


@dataclass(frozen=True)
class BranchColumn:
    """A column of a table of a branch."""

    name: str
    unit: str
    how: str
    values: list[float | None]


@dataclass(frozen=True)
class BranchTable:
    """A table of a branch: columns by key, one value a row."""

    key: str
    caption: str
    about: str
    rows_are: str
    rows: list[str | int | float]
    columns: dict[str, BranchColumn]


@dataclass(frozen=True)
class Branch:
    """The valuation of a branch beside pensions."""

    case: str
    title: str
    branch: str
    country: str
    currency: str
    year: int
    years: int
    convention: str
    sources: list[str]
    figures: list[BranchFigure]
    tables: list[BranchTable]
    notes: list[str]


@dataclass(frozen=True)
class ValuedLaw:
    """A law that was valued."""

    scenario: str
    title: str
    scaled_premium_periods: list[int]
    reserve_ratio: float


@dataclass(frozen=True)
class Assumption:
    """An assumption in words, and whether nobody has verified it."""

    text: str
    unverified: bool


@dataclass(frozen=True)
class MeasureNamed:
    """What a measure is."""

    title: str
    unit: str
    currency: str
    moment: str
    definition: str


@dataclass(frozen=True)
class Valuation:
    """The head of a valuation: what was valued, on which assumptions, and what its measures are."""

    headline: str
    scheme: str
    title: str
    country: str
    currency: str
    first_year: int
    last_year: int
    scenarios: list[ValuedLaw]
    warnings: list[str]
    assumptions: list[Assumption]
    sources: dict[str, str]
    files: dict[str, str]
    measures: dict[str, MeasureNamed]


@dataclass(frozen=True)
class ValuationRow:
    """A number of a valuation; what does not apply is left out."""

    scenario: str
    measure: str
    benefit: str
    sex: str
    value: float | None
    unit: str
    status: str
    year: int | None = None


@dataclass(frozen=True)
class LifeTable:
    """What was asked of a life table, and what its columns are."""

    rate: float
    makeham: list[float] | None
    columns: dict[str, str]
    notes: list[str]


AgeRow = dict[str, float | str | None]
"""An age of a life table or of rates: a value by the name of its column."""


@dataclass(frozen=True)
class ClassRate:
    """Exposure, events and rate of a class of ages, with limits."""

    from_age: int
    exposure: float
    events: float
    crude_m: float | None
    crude_m_low: float | None
    crude_m_high: float | None


@dataclass(frozen=True)
class Graduation:
    """How rates were graduated."""

    scale: str
    order: int
    smoothing: float
    chosen_by: str | None
    effective_parameters: float


@dataclass(frozen=True)
class SexRates:
    """Exposure, events and rate of all ages of a sex, and by class."""

    sex: str
    exposure: float
    events: float
    crude_m: float | None
    crude_m_low: float | None
    crude_m_high: float | None
    classes: list[ClassRate]
    graduation: Graduation | None = None


@dataclass(frozen=True)
class Experience:
    """What a file of persons says of an event; the day observed first and last."""

    event: str
    first: str
    last: str
    persons: int
    level: float
    groups: list[SexRates]
    columns: dict[str, str]
    notes: list[str]

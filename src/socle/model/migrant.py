"""A migrant worker: the periods in several countries, what each country's law promises, and what an agreement says.

Periods are in months; money is a year's, in the currency of its country; shares lie between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

INSURED, VOLUNTARY, ASSIMILATED = "insured", "voluntary", "assimilated"
KINDS: Final = (INSURED, VOLUNTARY, ASSIMILATED)
"""Kinds of periods, the one that gives way to no other first (Regulation (EC) 987/2009, article 12)."""

DIRECT, PRO_RATA, HIGHER = "direct", "pro_rata", "higher"
METHODS: Final = (DIRECT, PRO_RATA, HIGHER)

ALONE, ADDED, SMALL, TOO_SHORT, TOO_YOUNG, TAKEN_OVER, NO_PERIODS, LAST = (
    "alone",
    "added",
    "small",
    "too_short",
    "too_young",
    "taken_over",
    "no_periods",
    "last",
)
"""How a right stands: opened by own periods, by adding, not for a period so small, for too few periods in all,
not yet at this age, all periods taken over by the last country, no own period at all, or the last country itself."""


@dataclass(frozen=True)
class Period:
    """Months under one country's law: from `begins` to `ends` (months since the year 0), or a mere number of months."""

    country: str
    months: float
    kind: str = INSURED
    begins: float | None = None
    ends: float | None = None
    where: str = ""


@dataclass(frozen=True)
class PensionLaw:
    """What one country promises: shares of a reference amount, for so many years.

    A pension is `base + accrual x years` of the reference, years counted up to `most_months`, the whole at most
    `at_most`; from `full_months` on it is `full_share` of the reference where the law names one. The right opens
    at `least_months` and `age` (years). `base_months` divides the base in the direct method.
    """

    country: str
    title: Mapping[str, str]
    law: str
    currency: str
    least_months: float
    accrual: float = 0.0
    base: float = 0.0
    base_months: float = 0.0
    most_months: float | None = None
    full_months: float | None = None
    full_share: float | None = None
    at_most: float | None = None
    reference: float | None = None
    age: float | None = None
    method: str = ""
    where: str = ""


@dataclass(frozen=True)
class Agreement:
    """What two or more countries agreed: the method, the least period paid, whether divisors are capped."""

    name: Mapping[str, str]
    law: str
    method: str = HIGHER
    least_months: float = 12.0
    cap: bool = True


@dataclass(frozen=True)
class Migrant:
    """One person, or `count` persons alike: periods, reference earnings a year by country, and the age."""

    name: str
    periods: tuple[Period, ...]
    earnings: Mapping[str, float] = field(default_factory=dict)
    age: float | None = None
    count: float = 1.0


@dataclass(frozen=True)
class MigrantCase:
    """A case: the agreement, the laws of its countries, the persons, and rates into the currency of the total."""

    name: str
    title: Mapping[str, str]
    source: str
    agreement: Agreement
    laws: tuple[PensionLaw, ...]
    persons: tuple[Migrant, ...]
    currency: str
    rates: Mapping[str, float]
    rates_of: str


@dataclass(frozen=True)
class CountryPension:
    """What one country does for one person; money a year in its currency, periods in months.

    `national` are its periods by its own law, `own` what is left of them once overlaps are counted once; `total`
    are those of all countries and `divisor` what the pro rata share divides by.
    """

    law: PensionLaw
    reference: float
    right: str
    national: float
    own: float
    total: float
    divisor: float
    share: float
    theoretical: float
    pro_rata: float
    direct: float
    independent: float
    method: str
    chosen: str
    paid: float


@dataclass(frozen=True)
class MigrantPension:
    """The pensions of one person; the totals are a year's, in the currency of the case."""

    person: Migrant
    countries: tuple[CountryPension, ...]
    overlapping: float
    shared: float
    undated: bool
    total: float
    without: float


@dataclass(frozen=True)
class TreatyCost:
    """What a country pays in a year for all persons with the agreement and without, in its own currency."""

    country: str
    currency: str
    pensions_with: float
    pensions_without: float
    paid_with: float
    paid_without: float


@dataclass(frozen=True)
class Totalized:
    """The answer to a case."""

    case: MigrantCase
    persons: tuple[MigrantPension, ...]
    costs: tuple[TreatyCost, ...]

"""The nouns of a scheme of social insurance over time: who is insured, what is assumed, what comes out.

Lives stand on the axes [stock, scenario, sex, class, age, service]. The first stock is heads; each later one
is an account that the law keeps for a person (revalued earnings, a balance), summed over the heads of a cell,
so that whoever moves takes the accounts along. Ages are completed years on 1 January; service is whole years
credited, its last class open. Axes along which nothing changes have length 1.

Money inside is in average insurable wages of the current year; money in results is of the day.
Assumptions by year stand on [year, scenario, sex, class, age, service], each axis of length 1 where nothing
changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np

from socle.ground.axes import Array

Contingency = Literal["old_age", "invalidity", "survivors", "orphans"]


class Ask(Protocol):
    """The law of one scheme, bound to what is assumed: the only thing that a projection knows of law.

    Questions are `insurable_earnings`, `contribution.<payer>`, `credit.<account>`, `revaluation.<account>`,
    `who.<benefit>`, `how_much.<benefit>` and `index.<benefit>`. `ages` are the ages that the law shall read,
    along the axis of ages; keywords are accounts per head, or `pension`, the pension of a deceased
    pensioner. Answers broadcast to [scenario, sex, class, age, service], in average wages (or shares,
    or a growth rate).
    """

    def __call__(self, question: str, year: int, ages: Array, /, **accounts: Array) -> Array:
        """The answer of the law of that year."""
        ...


@dataclass(frozen=True)
class Promise:
    """One benefit as a projection sees it: the event that opens it, and how long it is paid."""

    name: str
    contingency: Contingency
    once: bool = False  # a lump sum: paid at the event, never in payment
    until: int | None = None  # the age at which it ends, completed years


@dataclass(frozen=True, eq=False)
class Pensions:
    """Pensions of one benefit in payment on 1 January."""

    count: Array  # [scenario, sex, age 0..last] persons
    amount: Array  # [scenario, sex, age 0..last] average wages a year, summed over persons


@dataclass(frozen=True, eq=False)
class Insured:
    """Everybody with rights on 1 January of a year."""

    active: Array  # [stock, scenario, sex, class, age, service]
    inactive: Array  # the same: past service, no longer insured
    pensions: Mapping[str, Pensions] = field(default_factory=dict)  # benefit -> in payment


@dataclass(frozen=True, eq=False)
class Experience:
    """What is assumed of people: independent yearly rates by completed age on 1 January.

    Rates act alone (each as if the others did not exist) and evenly over the year. All but mortality stand on
    working ages, [year, scenario, sex, class, age, service]; mortality stands on all ages from 0.
    """

    mortality: Array
    invalid_mortality: Array
    invalidity: Array
    leaving: Array  # the insured who cease to be
    returning: Array  # the inactive who become insured again
    density: Array  # the share of a year as an insured for which contributions are credited
    retirement: Array  # [sex, years since first eligible; the last is held]
    spouses: Array  # [sex and age of the deceased, age of the spouse] spouses per death, of the other sex
    children: Array  # [sex and age of the deceased, age of the child] entitled children per death
    entrants: Array  # [sex, class, age] who enters, by age on 1 January before; sums to 1 for each sex
    insured: Array  # [year, scenario, sex] insured persons wanted at the end of each year


@dataclass(frozen=True, eq=False)
class Money:
    """What is assumed of money, [scenario, year]; growth is over the year before."""

    wage: float  # average insurable wage of the first year, currency a year
    wage_growth: Array
    fund_return: Array
    compliance: Array  # the share of contributions due that is paid
    administration: Array  # as a share of payroll
    reserve: float = 0.0  # on 1 January of the first year, currency


@dataclass(frozen=True, eq=False)
class Valuation:
    """What a projection of insured lives starts from, besides the law."""

    first_year: int
    last_year: int
    first_age: int  # of the working ages
    accounts: tuple[str, ...]
    payers: tuple[str, ...]
    promises: tuple[Promise, ...]
    experience: Experience
    money: Money
    start: Insured

    @property
    def years(self) -> range:
        """The calendar years projected."""
        return range(self.first_year, self.last_year + 1)

    @property
    def ages(self) -> Array:
        """The working ages."""
        return self.first_age + np.arange(self.start.active.shape[-2], dtype=np.float64)

    @property
    def all_ages(self) -> Array:
        """The ages at which pensions are paid."""
        return np.arange(self.experience.mortality.shape[-2], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class InsuredOverTime:
    """A projection: flows of each calendar year, money of the day.

    Series are [scenario, year, sex], with one scenario where all are alike; those of the fund [scenario, year].
    Contributors and pensioners are person-years, so that an average over them is a yearly amount.
    """

    years: tuple[int, ...]
    wages: Array  # [scenario, year] average insurable wage
    contributors: Array
    payroll: Array  # insurable earnings on which contributions were due
    contributions: Mapping[str, Array]  # payer -> paid
    pensioners: Mapping[str, Array]  # benefit -> person-years
    benefits: Mapping[str, Array]  # benefit -> paid
    awards: Mapping[str, Array]  # benefit -> new beneficiaries
    award_amounts: Mapping[str, Array]  # benefit -> their yearly amounts
    administration: Array  # [scenario, year]
    reserve: Array  # [scenario, year + 1] on 1 January
    people: Mapping[str, Array]  # movement -> persons (shortfall: insured above the number wanted)
    varying: tuple[str, ...]  # the series that differ by scenario even in average wages
    end: Insured
    states: tuple[Insured, ...] = ()  # every 1 January, where asked for

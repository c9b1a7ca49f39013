"""The nouns of a scheme of social insurance over time: who is insured, what is assumed, what comes out.

Lives stand on the axes [stock, scenario, sex, class, age, service]. The first stock is heads; each later one
is an account that the law keeps for a person (revalued earnings, a balance), summed over the heads of a cell,
so that whoever moves takes the accounts along. Ages are completed years on 1 January; service is whole years
credited, its last class open. Axes along which nothing changes have length 1.

Money inside is in average insurable wages of the current year; money in results is of the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np

from socle.ground.axes import Array

Event = Literal["old_age", "invalidity", "survivors", "orphans", "death", "leaving"]


class Ask(Protocol):
    """The law of one scheme, bound to what is assumed: the only thing that a projection knows of law.

    Questions are `insurable_earnings`, `contribution.<payer>`, `credit.<account>`, `revaluation.<account>`,
    `who.<benefit>`, `how_much.<benefit>`, `from_pension.<benefit>` and `index.<benefit>`. Keywords are what
    the projection carries: accounts per head, or `pension`, that of a pensioner who died. `who` and
    `how_much` are asked at the age reached in the year. Answers broadcast to [scenario, sex, class, age,
    service], in average wages, or 0 and 1; growth is that above the growth of the average wage. An answer that
    is the same array as the year before says that the law and what it read have not changed.
    """

    def __call__(self, question: str, year: int, /, **carried: Array) -> Array:
        """The answer of the law of that year."""
        ...


@dataclass(frozen=True)
class Promise:
    """One benefit as a projection sees it: the event that opens it, and how long it is paid."""

    name: str
    event: Event
    once: bool = False  # a lump sum: paid at the event, never in payment
    until: int | None = None  # the age at which payment ends, completed years
    follows: bool = False  # whether the death of a pensioner opens it too


@dataclass(frozen=True, eq=False)
class Pensions:
    """Pensions of one benefit, by completed age on 1 January."""

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

    Rates act alone (each as if the others did not exist) and evenly over the year. Those of the insured stand
    on working ages, [year, scenario, sex, class, age, service].
    """

    mortality: Array  # [year, scenario, sex, age 0..last]
    invalid_mortality: Array  # the same
    invalidity: Array
    leaving: Array  # the insured who cease to be
    returning: Array  # the inactive who become insured again
    density: Array  # the share of a year as an insured for which contributions are credited
    retirement: Array  # [sex, years since first eligible; the last is held]
    spouses: Array  # [sex and age of the deceased, age of the spouse] spouses of the other sex per death
    children: Array  # [sex and age of the deceased, age of the child] entitled children per death
    entrants: Array  # [sex, class, age] who enters, by age on 1 January before; sums to 1 for each sex
    insured: Array | None  # [year, scenario, sex] insured wanted at each year's end; None: a closed group


@dataclass(frozen=True, eq=False)
class Money:
    """What is assumed of money, [scenario, year]; growth is over the year before."""

    wage: float  # average insurable wage of the first year, currency a year
    wage_growth: Array
    compliance: Array  # the share of contributions due that is paid
    administration: Array  # as a share of payroll

    @property
    def wages(self) -> Array:
        """The average insurable wage of each year, [scenario, year]; the growth of the first is behind it."""
        grown = np.concatenate([np.ones_like(self.wage_growth[:, :1]), 1 + self.wage_growth[:, 1:]], axis=1)
        return np.asarray(self.wage * np.cumprod(grown, axis=1))


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
    shared: tuple[str, ...] = ()  # accounts whose balances of the dead go to the living of their age

    @property
    def years(self) -> range:
        """The calendar years projected."""
        return range(self.first_year, self.last_year + 1)

    @property
    def working(self) -> slice:
        """Where the working ages stand among all ages."""
        return slice(self.first_age, self.first_age + self.start.active.shape[-2])

    def of(self, *events: Event) -> tuple[Promise, ...]:
        """The benefits that these events open."""
        return tuple(promise for promise in self.promises if promise.event in events)


@dataclass(frozen=True, eq=False)
class InsuredOverTime:
    """A projection: flows of each calendar year, money of the day.

    Series are [scenario, year, sex], with one scenario where all are alike.
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
    people: Mapping[str, Array]  # movement -> persons
    administration: Array  # [scenario, year]
    end: Insured
    states: tuple[Insured, ...] = ()  # every 1 January, where asked for
    ended: Mapping[str, Array] = field(default_factory=dict)  # benefit -> who stop being paid

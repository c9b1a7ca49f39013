"""A branch of social insurance to be valued: what its file says, and what the valuation answers.

Inputs are in the canonical units: money a year in the currency of the case, persons, shares, months or days as
named. `places` tells where in its file each part stands, for refusals. Arrays are [group] or [industry] unless
their names say more; series are [year].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from socle.ground.axes import Array
from socle.model.survey import Flag

UNEMPLOYMENT: Final = "unemployment"
INJURY: Final = "employment_injury"
SICKNESS: Final = "sickness"
MATERNITY: Final = "maternity"
HEALTH: Final = "health"
CARE: Final = "long_term_care"
BRANCHES: Final = (UNEMPLOYMENT, INJURY, SICKNESS, MATERNITY, HEALTH, CARE)


@dataclass(frozen=True, eq=False)
class Head:
    """What every branch has: its name, where and when, and how people and wages grow."""

    name: str
    title: Mapping[str, str]
    branch: str
    country: str
    currency: str
    year: int  # the first
    years: int
    sources: tuple[str, ...]
    people: Array  # growth of the insured in each year over the year before, 0 in the first [year]
    wages: Array  # the same of wages [year]
    administration: float  # share of benefits
    after: float  # what people x wages are multiplied by in the year after the last
    places: Mapping[str, str] = field(default_factory=dict)

    def at(self, part: str) -> str:
        """Where a part of the file stands, or the file itself."""
        return self.places.get(part, self.places.get("", ""))


@dataclass(frozen=True, eq=False)
class Fund:
    """What the branch holds at the start and receives: money, shares of payroll, shares a year."""

    start: float
    rate: float
    returns: float


@dataclass(frozen=True, eq=False)
class Recession:
    """A path of unemployment [year] in shares, its norm, how rates answer to it, and an extension of benefits."""

    normal: float
    path: Array
    separation: float  # b1 of s0 exp(b1 du)
    exit: float  # b2 of e0 exp(-b2 du)
    trigger: float = 1.0
    extension: float = 0.0  # months
    lag: int = 0  # months


@dataclass(frozen=True, eq=False)
class Unemployment:
    """Unemployment insurance by group; wages are money a year, rates are shares a month, durations months."""

    head: Head
    groups: tuple[str, ...]
    insured: Array
    wage: Array
    wage_ratio: Array  # wage of claimants before their spell, over that of the insured of their group
    separation: Array
    exits: tuple[tuple[float, ...], ...]  # by month of the spell for each group; the last holds on
    involuntary: Array
    take_up: Array
    paying: Array  # share of months in which the insured pay; not a number where `eligible` is given
    eligible: Array
    needs: tuple[int, int]  # months paid, of the last so many
    waiting: float
    duration: Array
    replacement: tuple[float, ...]
    floor: float
    cap: float
    durations: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())  # by age: limits and months
    ages: Array | None = None
    fund: Fund | None = None
    recession: Recession | None = None
    history: Mapping[int, float] = field(default_factory=dict)  # cost rates of past years


@dataclass(frozen=True, eq=False)
class Lives:
    """Survivors l from age 0 of men and women [sex, age]."""

    survivors: Array
    rate: float  # real interest: over the indexation of pensions
    disabled: float  # factor of the death rates of disabled pensioners


@dataclass(frozen=True, eq=False)
class Families:
    """What a fatal accident leaves: pensions as shares of the wage and whom they reach, by sex of the dead."""

    spouse: float
    child: float
    family: float
    married: Array  # [sex]
    gap: tuple[int, int]  # age of the spouse less that of the insured, [sex]
    children: Array  # for each dead [sex]
    child_age: int
    child_until: int


@dataclass(frozen=True, eq=False)
class Rated:
    """Enterprises whose rate follows their experience: industry by place, payroll and cost of past years, money."""

    names: tuple[str, ...]
    industry: Array
    payroll: Array
    cost: Array
    bounds: tuple[float, float]  # of the factor on the rate of the industry


@dataclass(frozen=True, eq=False)
class Injury:
    """Employment injury by industry: persons, wages a year, accidents, what they lead to, what is in payment."""

    head: Head
    industries: tuple[str, ...]
    insured: Array
    wage: Array
    women: Array  # share of the insured
    frequency: Array  # accidents a person and year
    ages: Mapping[int, float]  # share of the insured at each age
    temporary: float
    days: float
    temporary_rate: float
    degrees: Array  # [class]
    permanent: Array  # share of accidents [class]
    pension_rate: float
    attendance: float  # of those who lost all earning capacity, share of the wage
    reversion: float  # share of the pension that goes to the spouse left
    death: float
    medical: float  # money an accident
    lives: Lives
    families: Families
    indexation: float  # of pensions in payment, a year
    in_payment: Mapping[str, Array]  # money a year by age: men, women, widowers, widows, orphans
    triangle: Array | None  # cumulative payments [accident year, development year]
    accident_years: tuple[str, ...]
    half: float  # accidents at which an industry's experience is half believed; not a number where not said
    trusted_years: int  # years of accidents that this experience holds
    cost: Array | None  # of past years, money [industry, year]
    payroll: Array | None  # of the same years
    rated: Rated | None = None


@dataclass(frozen=True, eq=False)
class Reserve:
    """The contingency reserve of a branch paid year by year: months of cost, years to build it, money there is."""

    months: float = 0.0
    years: float = 1.0
    held: float = 0.0


@dataclass(frozen=True, eq=False)
class Sickness:
    """Cash benefits of sickness by group: spells a person and year, and how long spells last."""

    head: Head
    groups: tuple[str, ...]
    insured: Array
    wage: Array
    spells: Array
    curve: Array  # share of spells that last d days or more, from day 1
    waiting: int
    days: int  # the last day of a spell that is paid
    rate: float
    reserve: Reserve


@dataclass(frozen=True, eq=False)
class Maternity:
    """Cash benefits of maternity by age group of women; `payroll` is that of all who contribute, money a year."""

    head: Head
    groups: tuple[str, ...]
    women: Array
    wage: Array
    fertility: Array
    eligible: Array
    weeks: float
    rate: float
    payroll: float
    reserve: Reserve


@dataclass(frozen=True, eq=False)
class Health:
    """Health care by group and service: use a person and year, prices, patients' shares, what moves them."""

    head: Head
    groups: tuple[str, ...]
    people: Array
    growth: Array  # of each group a year, beside that of all
    cover: Array
    services: tuple[str, ...]
    use: Array  # [group, service]
    deaths: Array  # share of each group who die in the first year; not a number where not said
    deaths_last: Array  # the same in the last year
    price: Array  # [service]
    copay: Array
    cap: Array  # money a person and year at most, infinite without
    income: float  # growth of real income a head, a year
    elasticity: tuple[float, float]  # in the first and the last year
    residual: float
    dying: float  # how many times as much those who die in the year use; 1 where not said
    prices: float
    labour_share: float
    payroll: float
    product: float  # gross domestic product, money; 0 where not said
    staff: Mapping[str, tuple[float, float]]  # by service: contacts a worker and year, workers
    beds: Mapping[str, tuple[float, float]]  # by service: occupancy, beds


@dataclass(frozen=True, eq=False)
class LongTerm:
    """Long-term care by group, level of dependency and setting."""

    head: Head
    groups: tuple[str, ...]
    people: Array
    growth: Array  # of each group a year, beside that of all
    levels: tuple[str, ...]
    prevalence: Array  # [group, level]
    settings: tuple[str, ...]
    formal: Array  # [level, setting]
    unit_cost: Array  # [level, setting], money a person and year
    product: float


Case = Unemployment | Injury | Sickness | Maternity | Health | LongTerm


@dataclass(frozen=True)
class Figure:
    """One number of a valuation: `unit` as in `UNITS` of the report, `how` one line, `worked` its factors."""

    key: str
    name: str
    unit: str
    value: float
    how: str
    when: str = ""  # a year or a month; empty where none applies
    worked: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a table of a valuation."""

    key: str
    name: str
    unit: str
    values: tuple[float, ...]
    how: str


@dataclass(frozen=True)
class Grid:
    """A table of a valuation: one row a year, a group, or an industry."""

    key: str
    caption: str
    kind: str  # what its rows are: year, group, industry, service, level
    rows: tuple[str, ...]
    columns: tuple[Column, ...]
    about: str = ""  # a name of the file that the caption is about


@dataclass(frozen=True)
class Valuation:
    """What the valuation of a branch answers: the first figure is the answer in short."""

    head: Head
    figures: tuple[Figure, ...]
    grids: tuple[Grid, ...]
    notes: tuple[Flag, ...] = ()

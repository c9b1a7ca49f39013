"""What a valuation of a scheme finds: yearly finances, premiums, debt, what generations pay and get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from socle.ground.axes import Array
from socle.ground.provenance import Trace
from socle.model.institution import InstitutionData
from socle.model.insured import InsuredOverTime
from socle.model.results import Assumption, SourceUse, Text
from socle.model.scheme import Scheme
from socle.model.survey import Flag


@dataclass(frozen=True, eq=False)
class Fund:
    """Yearly finances, money of the day, [scenario, year]; the reserve on each 1 January, [scenario, year + 1]."""

    contributions: Array
    returns: Array  # investment income
    benefits: Array
    administration: Array
    payroll: Array
    reserve: Array
    rate_of_return: Array

    @property
    def spending(self) -> Array:
        """Benefits and administration."""
        return self.benefits + self.administration


@dataclass(frozen=True, eq=False)
class CostRates:
    """Pay-as-you-go cost rates as shares of payroll, [scenario, year], and what they are made of."""

    total: Array  # benefits and administration
    benefits: Mapping[str, Array]  # benefit -> cost rate
    demographic: Mapping[str, Array]  # benefit -> pensioners per contributor
    financial: Mapping[str, Array]  # benefit -> average pension over average insurable earnings
    by_sex: Array  # [scenario, year, sex] benefits paid to a sex over the payroll of both
    contributions: Array  # what is paid in, over payroll


@dataclass(frozen=True, eq=False)
class Premiums:
    """Constant contribution rates over the years of the valuation, and balances, [scenario] or [scenario, year]."""

    general_average: Array  # with the reserve of the start
    without_reserve: Array
    for_ever: Array | None  # none where the return is not above the growth of payroll
    staircase: Array  # successive scaled premiums, [scenario, year]
    periods: tuple[int, ...]  # their lengths in years
    reserve_ratio: (
        Array  # the rate at which the reserve is `ratio` times the spending of the last year, at its end
    )
    ratio: float
    income_rate: Array  # summarised over the years, the reserve of the start included
    cost_rate: Array
    unfunded: Array  # open-group unfunded obligation, money on the first 1 January
    exhaustion: Array  # calendar year in which the reserve falls below 0; not a number where it lasts


@dataclass(frozen=True, eq=False)
class Debt:
    """Implicit debt on the first 1 January, money, [scenario]; each less nothing: the reserve stands beside."""

    in_payment: Array  # pensions in payment and what follows them
    accrued: Array  # and rights earned to date, without further contributions
    closed: Array  # members of today with all their service to come, less their contributions to come
    open: Array  # over the years of the valuation, less contributions


@dataclass(frozen=True)
class Generation:
    """What those who enter in a year pay and get, by sex; not a number where it is not defined."""

    year: int
    sex: int
    age: int  # at entry
    retires: float  # age at award of a full career
    replacement_award: float  # gross pension at award over the last earnings of a full career
    replacement_life: float  # mean pension over life, in wages, over the mean earnings of the career
    internal_rate: float  # of all contributions and benefits of the generation, survivors included
    real_rate: float  # the same above the growth of prices
    moneys_worth: float  # benefits over contributions, at the return of the fund


@dataclass(frozen=True, eq=False)
class Standing:
    """Everybody with rights on the 1 January of a year, persons by sex and completed age, [sex, age from 0]."""

    year: int
    insured: Array
    inactive: Array
    pensioners: Mapping[str, Array]  # benefit -> in payment


@dataclass(frozen=True, eq=False)
class Assumed:
    """What a valuation assumes of its years, for a reader: [year], or [year, sex] where it is of people."""

    economy: Mapping[str, Array]  # wage_growth, inflation, fund_return, compliance, administration
    labour_force: Array  # persons of working age on 31 December
    insured: Array  # persons wanted on 31 December
    life_expectancy: Mapping[int, Array]  # completed age -> years still to live


@dataclass(frozen=True, eq=False)
class Valued:
    """One law valued on one basis."""

    name: str
    title: Text
    scheme: Scheme
    over_time: InsuredOverTime
    fund: Fund
    rates: CostRates
    premiums: Premiums
    debt: Debt | None = None
    generations: tuple[Generation, ...] = ()
    standing: tuple[Standing, ...] = ()  # at the start and after the last year


@dataclass(frozen=True)
class Sensitivity:
    """One assumption changed, everything else kept."""

    name: str
    general_average: float
    cost_rate_middle: float  # in the middle year of the valuation
    cost_rate_last: float
    exhaustion: float


@dataclass(frozen=True, eq=False)
class Band:
    """Percentiles over many futures and their interval, infinite where runs are too few, [percentile, year]."""

    levels: tuple[float, ...]  # of the percentiles, shares
    values: Array
    low: Array
    high: Array
    mean: Array  # [year]
    mean_error: Array  # [year], standard error of the mean


@dataclass(frozen=True, eq=False)
class Chances:
    """What many futures say; intervals have the confidence `confidence`."""

    runs: int
    seed: int
    confidence: float
    bands: Mapping[str, Band]  # cost_rate, funding_ratio (end of year), reserve (of 1 January, over payroll)
    general_average: Band  # one "year"
    exhausted: Mapping[
        int, tuple[float, float, float]
    ]  # on 1 January of a year: share of runs, and its interval
    varying: Mapping[str, tuple[str, ...]]  # question of the law -> why its answer differs by run
    bounded: Mapping[str, float]  # variable -> share of its years that a bound cut
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True, eq=False)
class ValuationResult:
    """A valuation with all that a report needs."""

    data: InstitutionData
    valued: Valued
    against: Valued | None
    sensitivity: tuple[Sensitivity, ...]
    chances: Chances | None
    against_chances: Chances | None
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Flag, ...]
    sources: tuple[SourceUse, ...]
    trace: Trace
    country: Text = field(default_factory=dict)  # its name
    assumed: Assumed | None = None

"""Yearly finances of an insurance scheme: cost rates, discounting, the recursion of the reserve, its ratios.

Series are [..., year], with scenarios in front where there are several. Flows belong to calendar years; the
reserve stands on their bounds, [..., year + 1]: its element t is that on 1 January of year t. All flows of a
year fall at one `moment`, the part of the year gone by then: 0 its start, 1/2 the middle, 1 its end. Half a
year is the convention of the ILO and of the United States.

Symbols: B spending (benefits and administration), S payroll, C contributions, V reserve, r return of the
year, F the value of 1 accumulated from the first 1 January, v the value then of 1 paid in a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal

START_OF_YEAR: Final = 0.0
MID_YEAR: Final = 0.5
END_OF_YEAR: Final = 1.0
WORST_YEARS: Final = 3  # of the average high-cost multiple


@dataclass(frozen=True, eq=False)
class Finances:
    """What a scheme spends, the payroll that pays for it, the returns, and the reserve at the start.

    `spending` and `payroll` are money of the day, [..., year]; `returns` nominal shares, [..., year];
    `reserve` money on the first 1 January, a number or [...]. Refused: series of different lengths, returns
    of -100 % or less, a negative payroll, and a reserve that is negative at the start.
    """

    spending: Array
    payroll: Array
    returns: Array
    reserve: Array | float = 0.0
    moment: float = MID_YEAR
    later: bool = False  # a later stretch of a scheme, whose reserve may be exhausted

    def __post_init__(self) -> None:
        same_years(spending=self.spending, payroll=self.payroll, returns=self.returns)
        known_returns(self.returns)
        if not np.all(self.payroll >= 0):
            raise Refusal("The payroll of a scheme is not negative, and it is known in every year.")
        if not (self.later or np.all(np.asarray(self.reserve) >= 0)):
            raise Refusal(
                "The reserve is negative at the start: a scheme begins with what it owns, or with 0."
            )

    @property
    def years(self) -> int:
        """How many years the series have."""
        return int(np.shape(self.spending)[-1])


@dataclass(frozen=True, eq=False)
class CostFactors:
    """The two factors of the pay-as-you-go cost rate; not a number where there are no pensioners."""

    demographic: Array  # pensioners per contributor
    financial: Array  # average pension over average insurable wage

    @property
    def rate(self) -> Array:
        """Their product: benefits over payroll."""
        return self.demographic * self.financial


def same_years(**series: Array) -> None:
    """Refuse series, given by their names, that do not have the same years."""
    lengths = {name: np.shape(values)[-1] for name, values in series.items()}
    if len(set(lengths.values())) > 1:
        listed = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise Refusal("Yearly series must have the same years; their lengths are: {lengths}.", lengths=listed)


def known_returns(returns: Array) -> None:
    """Refuse a return that loses everything or more, or is not known."""
    if not np.all((np.asarray(returns) > -1) & np.isfinite(returns)):
        raise Refusal("A return must be known in every year, and above minus 100 %.")


def over(money: Array, payroll: Array) -> Array:
    """Money as a share of payroll; refused where there is no payroll to take it from."""
    if not np.all(payroll > 0):
        raise Refusal("There is no payroll to raise a contribution from: the rate is not defined.")
    return np.asarray(money / payroll)


def accumulated(returns: Array) -> Array:
    """What 1 on the first 1 January has become on each, [..., year + 1]: F_t, the product of 1 + r before t."""
    known_returns(returns)
    first = np.ones((*np.shape(returns)[:-1], 1))
    return np.concatenate([first, np.cumprod(1 + np.asarray(returns), axis=-1)], axis=-1)


def discount(returns: Array, moment: float = MID_YEAR) -> Array:
    """The value on the first 1 January of 1 paid in each year, [..., year]: v_t = 1 / (F_t (1 + r_t)^moment)."""
    return np.asarray(1 / (accumulated(returns)[..., :-1] * (1 + np.asarray(returns)) ** moment))


def present_value(flows: Array, returns: Array, moment: float = MID_YEAR) -> Array:
    """The value on the first 1 January of a series of flows, [...]: the sum of v_t times the flow of t."""
    same_years(flows=flows, returns=returns)
    return np.asarray((discount(returns, moment) * flows).sum(axis=-1))


def payg_cost_rate(spending: Array, payroll: Array) -> Array:
    """The contribution rate that pays for each year what the year costs, B_t / S_t."""
    same_years(spending=spending, payroll=payroll)
    return over(spending, payroll)


def cost_factors(benefits: Array, payroll: Array, pensioners: Array, contributors: Array) -> CostFactors:
    """The pay-as-you-go cost rate of benefits as demographic ratio x financial ratio.

    Benefits and pensioners may carry leading axes of branch or sex that payroll and contributors do not:
    then the demographic ratios of the parts add up to that of the whole. Administration has no pensioners.
    """
    same_years(benefits=benefits, payroll=payroll, pensioners=pensioners, contributors=contributors)
    if not np.all(contributors > 0):
        raise Refusal("There are no contributors in some year: the demographic ratio is not defined.")
    over(benefits, payroll)  # refuses a year without payroll
    wage = payroll / contributors
    paid = np.broadcast_to(pensioners > 0, np.shape(benefits))
    pension = np.divide(benefits, pensioners, out=np.full(paid.shape, np.nan), where=paid)
    return CostFactors(np.asarray(pensioners / contributors), np.asarray(pension / wage))


def reserve(contributions: Array, finances: Finances) -> Array:
    """The reserve on every 1 January, [..., year + 1]; negative once it is exhausted.

    V_(t+1) = V_t (1 + r_t) + (C_t - B_t) (1 + r_t)^(1 - moment), where B holds the administration and C every
    income other than returns. Past exhaustion it is a debt at the same return.
    """
    same_years(contributions=contributions, returns=finances.returns)
    growth = 1 + np.asarray(finances.returns)
    flow = (contributions - finances.spending) * growth ** (1 - finances.moment)
    shape = np.broadcast_shapes(flow.shape[:-1], np.shape(finances.reserve))
    held = [np.broadcast_to(np.asarray(finances.reserve, dtype=np.float64), shape)]
    for t in range(finances.years):
        held.append(held[-1] * growth[..., t] + flow[..., t])
    return np.stack(held, axis=-1)


def funding_ratio(reserve: Array, spending: Array, at: Literal["start", "end"]) -> Array:
    """Reserve over the spending of the year, [..., year].

    At the `start` of the year V_t / B_t (the trust fund ratio of the United States), or at its `end`,
    V_(t+1) / B_t (ILO; the asset to expenditure ratio read at year's end). Not a number where nothing is spent.
    """
    years = np.shape(spending)[-1]
    same_years(reserve=reserve[..., 1:], spending=spending)
    held = reserve[..., :years] if at == "start" else reserve[..., 1:]
    ratio = np.full(np.broadcast_shapes(held.shape, np.shape(spending)), np.nan)
    return np.asarray(np.divide(held, spending, out=ratio, where=spending > 0))


def exhaustion_year(reserve: Array, first_year: int, counted: Literal["during", "bound"] = "during") -> Array:
    """The year of exhaustion, [...]; not a number where the reserve lasts.

    `reserve` is [..., year + 1]. `during`: the calendar year in which it falls below 0, as institutions publish
    it. `bound`: the first 1 January on which it is below 0, which is the year after.
    """
    below = np.asarray(reserve) < 0
    bound = first_year + np.argmax(below, axis=-1) - (1 if counted == "during" else 0)
    return np.where(below.any(axis=-1), bound, np.nan)


def trust_fund(
    ratio: Array | float, cost: Array, income: Array, factor: Array, growth: Array | float
) -> Array:
    """A fund over payroll on every 1 January, [..., year + 1], from rates that are shares of payroll.

    a_0 = ratio x cost_0 and a_(t+1) = a_t rho_t + (income_t - cost_t) (rho_t / (1 + g_t))^(1/2), with `factor`
    rho = (1 + i) / (1 + g), i the interest and g the `growth` of payroll. `ratio` is the fund over the cost of the
    first year at its start. `funding_ratio(..., at="start")` of the answer and `cost` is the ratio of each year.
    Source: Socle's form of the recursion of the reserve in the tables of the SSA Office of the Chief Actuary.
    """
    same_years(cost=cost, income=income, factor=factor)
    flow = (income - cost) * np.sqrt(factor / (1 + np.asarray(growth)))
    held = [np.asarray(ratio * cost[..., 0])]
    for t in range(np.shape(cost)[-1]):
        held.append(held[-1] * factor[..., t] + flow[..., t])
    return np.stack(held, axis=-1)


def implied_factor(ratio: Array, cost: Array, income: Array, growth: Array | float) -> Array:
    """The rho = (1 + i) / (1 + g) at which `trust_fund` gives the published ratios, [..., year - 1].

    A quadratic equation in the root of rho, whose positive solution is taken; the arguments are those of
    `trust_fund`, with `ratio` of every year. The factor of the last year is not known from the table.
    """
    same_years(ratio=ratio, cost=cost, income=income)
    held = ratio * cost
    if not np.all(held > 0):
        raise Refusal("The growth of a fund can be read only from years in which there is one.")
    flow = ((income - cost) / np.sqrt(1 + np.asarray(growth)))[..., :-1]
    now, then = held[..., :-1], held[..., 1:]
    return np.asarray(((np.sqrt(flow**2 + 4 * now * then) - flow) / (2 * now)) ** 2)


def average_high_cost_multiple(fund: Array, wages: Array, cost_rates: Array) -> Array:
    """How many years a fund could pay at its worst: fund over wages, over the mean of the worst cost rates, [...].

    `cost_rates` [..., year] are those of the past as shares of wages; the three highest count. Source: the measure
    of adequacy used by the states of the United States for unemployment insurance.
    """
    if np.shape(cost_rates)[-1] < WORST_YEARS:
        raise Refusal(
            "The high-cost multiple needs the cost rates of three years in which something was paid."
        )
    worst = np.sort(np.asarray(cost_rates), axis=-1)[..., -WORST_YEARS:].mean(axis=-1)
    return over(over(fund, wages), worst)

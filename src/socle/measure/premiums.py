"""Premiums: constant contribution rates that finance a scheme over a period, each by its own condition.

All are linear in the rate: with contributions pi S the reserve on a 1 January is the reserve without them
plus pi times what the payrolls accumulate to. Symbols and conventions are those of `measure/actuarial.py`;
the answers have the leading axes of the series. Definitions: Thullen (1973), Iyer (1999) and Plamondon and
others (2002), written for yearly series with varying returns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.measure.actuarial import Finances, accumulated, discount, over, reserve, same_years


@dataclass(frozen=True, eq=False)
class Staircase:
    """Successive premiums: the rate of each year, [..., year], and the reserve they leave, [..., year + 1]."""

    rates: Array
    reserve: Array


def general_average(finances: Finances) -> Array:
    """The rate that pays for all years of the series and uses up the reserve by their end.

    (sum of v B - V_0) / sum of v S: with it the reserve after the last year is 0.
    """
    v = discount(finances.returns, finances.moment)
    spending, payroll = (v * finances.spending).sum(axis=-1), (v * finances.payroll).sum(axis=-1)
    return over(spending - finances.reserve, payroll)


def general_average_for_ever(finances: Finances, growth: Array | float) -> Array:
    """The rate that pays for all years to come: past the series, spending and payroll grow at `growth`.

    The tail is the flow of the last year times (1 + growth) / (r - growth), at the return r of the last
    year. Refused where r is not above the growth: the sum has no limit.
    """
    last = np.asarray(finances.returns)[..., -1]
    if not np.all(last > growth):
        raise Refusal("For an infinite horizon the discount rate must be above the growth of payroll.")
    v = discount(finances.returns, finances.moment)
    tail = v[..., -1] * (1 + np.asarray(growth)) / (last - growth)
    spending = (v * finances.spending).sum(axis=-1) + tail * finances.spending[..., -1]
    payroll = (v * finances.payroll).sum(axis=-1) + tail * finances.payroll[..., -1]
    return over(spending - finances.reserve, payroll)


def scaled(finances: Finances, year: int) -> Array:
    """The scaled premium of the period [0, m]: the rate at which the reserve stops growing in year m = `year`.

    r_m V_m + (pi S_m - B_m) (1 + r_m)^(1 - moment) = 0, so that V_(m+1) = V_m. Years count from 0. The
    reserve may fall before m where the cost rate does not rise.
    """
    without, per_rate = _on_bound(finances, year)
    r = np.asarray(finances.returns)[..., year]
    end = (1 + r) ** (1 - finances.moment)
    return over(
        end * finances.spending[..., year] - r * without, end * finances.payroll[..., year] + r * per_rate
    )


def staircase(finances: Finances, lengths: Sequence[int]) -> Staircase:
    """Successive scaled premiums for periods of `lengths` years, each starting from the reserve left before.

    The period of n years from year s has m = s + n - 1: the reserve does not grow in its last year. Refused
    where the lengths are not positive or do not add up to the years of the series.
    """
    if min(lengths, default=0) < 1 or sum(lengths) != finances.years:
        raise Refusal(
            "The periods of the scaled premiums are {sum} years long, the series {years}.",
            sum=sum(lengths),
            years=finances.years,
        )
    rates, held, start = [], [np.asarray(finances.reserve, dtype=np.float64)[..., None]], 0
    for length in lengths:
        period = replace(_between(finances, start, start + length), reserve=held[-1][..., -1], later=True)
        rate = scaled(period, length - 1)[..., None]
        rates.append(np.broadcast_to(rate, (*rate.shape[:-1], length)))
        held.append(reserve(rate * period.payroll, period)[..., 1:])
        start += length
    first = np.broadcast_to(held[0], (*held[-1].shape[:-1], 1))
    return Staircase(np.concatenate(rates, axis=-1), np.concatenate([first, *held[1:]], axis=-1))


def reserve_ratio(finances: Finances, ratio: Array | float, year: int, at: Literal["start", "end"]) -> Array:
    """The rate from the first year on at which the reserve is `ratio` times the spending of year m = `year`.

    At the `start` of the year V_m = ratio x B_m, or at its `end` V_(m+1) = ratio x B_m.
    """
    without, per_rate = _on_bound(finances, year + (1 if at == "end" else 0), last=year)
    return over(ratio * finances.spending[..., year] - without, per_rate)


def steady_state(finances: Finances, years: tuple[int, int], at: Literal["start", "end"]) -> Array:
    """The lowest constant rate with the same ratio of reserve to spending in two years.

    V_a / B_a = V_b / B_b, on the 1 January of the years (`start`), or on that after them (`end`). In Canada
    the two are 50 years apart. The rate is charged from the first year of the series; a rate already decided
    for the years before is dealt with by starting the series after them.
    """
    shift = 1 if at == "end" else 0
    (a, b), bounds = years, [_on_bound(finances, year + shift, last=year) for year in years]
    spending = [finances.spending[..., year] for year in (a, b)]
    if a >= b or not all(np.all(cost > 0) for cost in spending):
        raise Refusal(
            "A steady state compares two different years, the earlier first, with spending in both."
        )
    (first, first_slope), (second, second_slope) = bounds
    slope = second_slope / spending[1] - first_slope / spending[0]
    if not np.all(slope != 0):
        raise Refusal("The ratios of both years move alike with the rate: no rate makes them equal.")
    return np.asarray((first / spending[0] - second / spending[1]) / slope)


def terminal_funding(capital_values: Array, payroll: Array) -> Array:
    """The rate that pays in each year the capital values of the pensions awarded in it, [..., year]."""
    same_years(capital_values=capital_values, payroll=payroll)
    return over(capital_values, payroll)


def _on_bound(finances: Finances, bound: int, last: int | None = None) -> tuple[Array, Array]:
    """The reserve on a 1 January if nothing were contributed, and what each unit of rate adds to it."""
    if not 0 <= (bound if last is None else last) < finances.years:
        raise Refusal(
            "Year {year} of the premium lies outside the series, whose years are numbered from 0 to {last}.",
            year=bound if last is None else last,
            last=finances.years - 1,
        )
    before = _between(finances, 0, bound)
    v = discount(before.returns, finances.moment)
    grown = accumulated(before.returns)[..., -1]
    spent, payroll = (v * before.spending).sum(axis=-1), (v * before.payroll).sum(axis=-1)
    return np.asarray(grown * (finances.reserve - spent)), np.asarray(grown * payroll)


def _between(finances: Finances, start: int, end: int) -> Finances:
    """The series of the years from `start` up to `end`, without the reserve."""
    spending, payroll, returns = (
        series[..., start:end] for series in (finances.spending, finances.payroll, finances.returns)
    )
    return Finances(spending, payroll, returns, 0.0, finances.moment)

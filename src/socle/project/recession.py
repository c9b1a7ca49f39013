"""What a recession does to a fund of unemployment insurance: claims, extension, low point, reserve needed.

Rates follow unemployment: separation s0 exp(b1 du) and exit e0 exp(-b2 du), where du is how far the rate of
unemployment stands above its norm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.checks import amounts, shares
from socle.ground.refusals import Refusal
from socle.project.unemployment import Benefit

MID_YEAR: Final = 0.5  # flows fall half a year before its end on average
SLACK: Final = 1e-9  # 9 % less 7 % is two points, whatever its last bit


def _tied(name: str, rate: Array, sensitivity: float, du: Array) -> Array:
    """rate x exp(sensitivity du), refused where it passes 1."""
    return shares(name, shares(name, rate) * np.exp(sensitivity * np.asarray(du, dtype=np.float64)))


def separation(normal: Array, sensitivity: float, du: Array) -> Array:
    """Separations a month as shares of the insured: s0 exp(b1 du); du in shares (0.02 = two points)."""
    return _tied("separation", normal, sensitivity, du)


def exit_rate(normal: Array, sensitivity: float, du: Array) -> Array:
    """Exits a month as shares of claimants: e0 exp(-b2 du); du in shares (0.02 = two points)."""
    return _tied("exit", normal, -sensitivity, du)


def triggered(du: Array, trigger: float, lag: int = 0) -> list[bool]:
    """In which months an extension holds: du stood at or above `trigger`, `lag` months before."""
    above = np.asarray(du) >= trigger - SLACK
    return [bool(month >= lag and above[month - lag]) for month in range(len(above))]


def benefits_under(benefit: Benefit, extension: float, holds: list[bool]) -> list[Benefit]:
    """The benefit of each month: longer by `extension` months where the extension holds."""
    longer = benefit.extended(extension)
    return [longer if hold else benefit for hold in holds]


@dataclass(frozen=True, eq=False)
class FundPath:
    """A fund under stress: `fund` at the bounds of periods [period + 1, ...], money; where it is lowest."""

    fund: Array
    growth: Array  # 1 + return of each period

    @property
    def low_point(self) -> Array:
        """The lowest the fund stands at any bound, money [...]."""
        return np.asarray(self.fund.min(axis=0))

    @property
    def low_period(self) -> Array:
        """The bound at which the fund is lowest, counted from 0 at the start [...]."""
        return np.asarray(self.fund.argmin(axis=0))

    @property
    def reserve_needed(self) -> Array:
        """The smallest fund at the start, money [...], with which it is never below 0 at a bound.

        The fund is linear in its start: V(t) = V(0) R(t) + flows; so the start needed is the largest of
        V(0) - V(t) / R(t), and not below 0.
        """
        compound = np.concatenate([np.ones_like(self.growth[:1]), np.cumprod(self.growth, axis=0)])
        lacking = self.fund[0] - self.fund / compound
        return np.asarray(np.maximum(lacking.max(axis=0), 0.0))


def fund_path(start: float, income: Array, expenditure: Array, returns: Array) -> FundPath:
    """V(t + 1) = V(t) (1 + r) + (income - expenditure) (1 + r)^(1/2), by period [period, ...].

    `start` is money at the first bound, `returns` shares a period. Source: the reserve recursion of social
    security actuaries, with flows in the middle of the period.
    """
    flow, growth = np.broadcast_arrays(income - expenditure, 1 + np.asarray(returns, dtype=np.float64))
    if not (growth > 0).all():
        raise Refusal("A return of -100 % or less leaves no fund: say a greater one.")
    fund = np.empty((len(flow) + 1, *flow.shape[1:]))
    fund[0] = amounts("fund at the start", start)
    for period in range(len(flow)):
        fund[period + 1] = fund[period] * growth[period] + flow[period] * growth[period] ** MID_YEAR
    return FundPath(fund, growth)


def stabiliser_ratio(paid: Array, contributions_change: Array, income_lost: Array) -> Array:
    """The share of lost income that the rules of the scheme make good: (benefit paid - change of contributions) / lost.

    The three are money beyond those of a normal year; contributions that the rules no longer ask for are a negative
    change, and left to households. Who lost no income has no ratio (NaN).
    """
    given = np.asarray(amounts("benefit paid", paid) - contributions_change, dtype=np.float64)
    lost = amounts("income lost", income_lost)
    given, lost = np.broadcast_arrays(given, lost)
    return np.asarray(np.divide(given, lost, out=np.full(lost.shape, np.nan), where=lost > 0))

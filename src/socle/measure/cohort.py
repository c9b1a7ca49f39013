"""What a generation pays and gets: replacement rate, pension wealth, internal rate of return, money's worth.

Flows are [..., age] of one birth year, from entry to the last death, expected values over those who entered
(survivors' and invalidity benefits included where the caller wants them). Leading axes are free: scenario,
birth year, sex, career. A measure that is not defined for a cohort is not a number.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.measure.actuarial import MID_YEAR, present_value, same_years

BRACKET: Final = (-0.9, 1.0)  # internal rates of return looked for
HALVINGS: Final = 64


def replacement_rate(
    pension: Array,
    earnings: Array,
    wages: Array,
    over: Literal["award", "life"],
    base: Literal["final", "career"],
) -> Array:
    """The gross replacement rate of one career, [...].

    `pension` and `earnings` [..., age] are those of a person who lives, each 0 at the ages without. The pension is
    that at `award`, or its mean `over` all years of payment; the base is the `final` year of earnings, or the mean
    of the `career`. `wages` [..., age] is the level of average wages: money is compared after division by it, so
    that past earnings count as valorised by wages and a pension indexed below wages falls. OECD: award, career.
    """
    same_years(pension=pension, earnings=earnings, wages=wages)
    got, earned = pension / wages, earnings / wages
    replaced = _first(got) if over == "award" else _mean(got)
    return np.asarray(replaced / (_first(earned[..., ::-1]) if base == "final" else _mean(earned)))


def pension_wealth(benefits: Array, survivors: Array, returns: Array, moment: float = MID_YEAR) -> Array:
    """The value at award of the pensions of one who lives to award, [...].

    `benefits` [..., age] are yearly amounts of one who lives, `survivors` [..., age] those alive when they are
    paid over those alive at award, `returns` the rate of discount: the series begin on the day of award.
    """
    same_years(benefits=benefits, survivors=survivors, returns=returns)
    return present_value(benefits * survivors, returns, moment)


def internal_rate(contributions: Array, benefits: Array, bracket: tuple[float, float] = BRACKET) -> Array:
    """The internal rate of return: the i at which benefits and contributions have the same value, [...].

    The sum of (benefit - contribution) (1 + i)^(-t) is 0; it does not depend on the moment in the year. Found by
    halving the `bracket`. Not a number where no rate in the bracket does, or where the yearly balance changes
    sign more than once, since the rate need not then be unique.
    """
    same_years(contributions=contributions, benefits=benefits)
    low, high = bracket
    if not -1 < low < high:
        raise Refusal("Internal rates of return are looked for between two rates above minus 100 %.")
    net = np.asarray(benefits - contributions, dtype=np.float64)
    years = np.arange(net.shape[-1])

    def value(rate: Array) -> Array:
        return np.asarray((net * (1 + rate[..., None]) ** -years).sum(axis=-1))

    below, above = np.full(net.shape[:-1], low), np.full(net.shape[:-1], high)
    found = (value(below) * value(above) <= 0) & (_changes(net) == 1)
    sign = np.sign(value(below))
    for _ in range(HALVINGS):
        middle = (below + above) / 2
        left = sign * value(middle) > 0
        below, above = np.where(left, middle, below), np.where(left, above, middle)
    return np.where(found, (below + above) / 2, np.nan)


def moneys_worth(contributions: Array, benefits: Array, returns: Array, moment: float = MID_YEAR) -> Array:
    """Present value of benefits over that of contributions, [...]: 1 where the scheme returns what it was given."""
    same_years(contributions=contributions, benefits=benefits, returns=returns)
    paid = present_value(contributions, returns, moment)
    got = present_value(benefits, returns, moment)
    return np.asarray(np.divide(got, paid, out=np.full(got.shape, np.nan), where=paid > 0))


def gender_gap(women: Array, men: Array) -> Array:
    """How much less women get than men, as a share of what men get: 1 - women / men."""
    return np.asarray(np.divide(men - women, men, out=np.full(np.shape(men), np.nan), where=men > 0))


def _changes(net: Array) -> Array:
    """How often the balance changes sign along the last axis; years of 0 do not count."""
    sign = np.sign(net)
    place = np.where(sign != 0, np.arange(net.shape[-1]), 0)
    held = np.take_along_axis(sign, np.maximum.accumulate(place, axis=-1), axis=-1)
    return np.asarray((held[..., 1:] * held[..., :-1] < 0).sum(axis=-1))


def _first(amounts: Array) -> Array:
    """The first amount that is not 0; not a number if there is none."""
    paid = amounts > 0
    place = np.argmax(paid, axis=-1)[..., None]
    return np.where(paid.any(axis=-1), np.take_along_axis(amounts, place, axis=-1)[..., 0], np.nan)


def _mean(amounts: Array) -> Array:
    """The mean of the amounts that are not 0; not a number if there is none."""
    years = (amounts > 0).sum(axis=-1)
    total = amounts.sum(axis=-1)
    return np.asarray(np.divide(total, years, out=np.full(total.shape, np.nan), where=years > 0))

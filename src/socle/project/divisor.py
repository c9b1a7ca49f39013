"""Divisors of notional accounts: for how many years a balance must pay a pension from the age at which it starts.

A pension of balance / divisor costs its balance exactly if the divisor counts years as the projection pays
them, discounted at the rate at which balances grow and the scheme can pay: that of payroll.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal

MONTHS: Final = 12


def divisors(mortality: Array, norm: Array | float, indexation: Array | float = 0.0) -> Array:
    """Years of pension per unit awarded at each completed age on 1 January of the year of award, [..., age].

    `mortality` [..., age] is that of the years from the award on, its last age open; `norm` the yearly growth that
    the divisor promises in advance, `indexation` that of pensions in payment, both [...] and on the same footing
    (both nominal, or both above wages). As `project/pensions.py` pays: an award falls in the middle of the year,
    is at risk for half of it and paid the mean of 1 January (nothing) and 31 December; later years are paid
    1 - q/2, and indexed on 1 January. With v = (1 + indexation) / (1 + norm),

        D_x = (1 - q_x / 2) (1/2 + v A_(x+1)),  A_x = 1 - q_x / 2 + v (1 - q_x) A_(x+1).

    Balances are revalued on 1 January, and those of the year's pensioners forgo half a year's growth as they
    were given a full one in the year of each contribution: no factor of half a year is needed. Then, if `norm`
    is the growth of payroll, balances grow with it and the gains of the dead are shared, the pensions of a
    stable population are its contributions. Refused: rates outside 0 and 1, and an open age that never ends.
    """
    q = np.asarray(mortality, dtype=np.float64)
    if not np.all((q >= 0) & (q <= 1)):
        raise Refusal("Death rates lie between 0 and 1.")
    v = np.asarray((1 + np.asarray(indexation)) / (1 + np.asarray(norm)))
    if not np.all(v * (1 - q[..., -1]) < 1):
        raise Refusal(
            "The last age is open and its pensions grow faster than they are discounted: end the table."
        )
    later = (1 - q[..., -1] / 2) / (1 - v * (1 - q[..., -1]))  # A of the age after
    years = [(1 - q[..., -1] / 2) * (0.5 + v * later)]
    for x in range(q.shape[-1] - 2, -1, -1):
        years.append((1 - q[..., x] / 2) * (0.5 + v * later))
        later = 1 - q[..., x] / 2 + v * (1 - q[..., x]) * later
    return np.stack(years[::-1], axis=-1)


def pooled(divisors: Array, balances: Array) -> Array:
    """One divisor for both sexes at each age, [..., age], from those of each, [..., sex, age].

    Weights are the balances that retire, [..., sex, age]: with them the pensions of an age cost its balances. Where
    nobody retires both sexes weigh alike.
    """
    total = balances.sum(axis=-2, keepdims=True)
    safe = np.where(total > 0, total, 1.0)
    weights = np.where(total > 0, balances / safe, 1 / divisors.shape[-2])
    return np.asarray((weights * divisors).sum(axis=-2))


def annuity_divisors(living: Array, norm: float) -> Array:
    """The Swedish annuity divisor at each age but the last, [..., age - 1], of `living` [..., age] l_x.

    D_i = 1 / (12 l_i) times the sum over ages k >= i and months m = 0..11 of
    (l_k + (l_(k+1) - l_k) m / 12) (1 + norm)^(-(k - i) - m / 12): monthly payments in advance to an exact age, deaths
    even over the year of age. Sweden takes a norm of 1.6 % and the living of both sexes. Source: Pensions Agency,
    calculation factors. Not a number from an age on at which nobody lives; the table must end with nobody.
    """
    lives = np.asarray(living, dtype=np.float64)
    if not np.all(lives[..., -1] == 0):
        raise Refusal("An annuity divisor needs a table at whose last age nobody lives: end the table.")
    month = np.arange(MONTHS) / MONTHS
    now, then = lives[..., :-1, None], lives[..., 1:, None]
    year = ((now + (then - now) * month) * (1 + norm) ** -month).sum(axis=-1) / MONTHS
    value, values = np.zeros(lives.shape[:-1]), []
    for x in range(year.shape[-1] - 1, -1, -1):
        value = year[..., x] + value / (1 + norm)
        values.append(value)
    paid = np.stack(values[::-1], axis=-1)
    empty = np.full(paid.shape, np.nan)
    return np.asarray(np.divide(paid, lives[..., :-1], out=empty, where=lives[..., :-1] > 0))

"""Cash benefits of sickness and maternity: paid days of a spell, births to insured women, the contribution rate.

A spell curve S(d) is the share of spells that last d days or more, [..., day 1, 2, ...]; it starts at 1 or below
and never rises. Wages are money a year.
"""

from __future__ import annotations

import numpy as np

from socle.ground.axes import Array
from socle.ground.checks import amounts, shares
from socle.ground.refusals import Refusal
from socle.ground.units import DAYS_PER_YEAR, MONTHS_PER_YEAR, PERIODS

WEEKS_PER_YEAR = PERIODS["week"]


def paid_days(curve: Array, waiting: int, longest: int) -> Array:
    """Paid days of a spell on average: E[(L - w)+ ^ (D - w)] = sum of S(d) from d = w + 1 to D.

    `waiting` days w come first and are not paid; D = `longest` is the last day that can be paid, counted from the
    start of the spell. A curve shorter than D, one that rises, or w above D is refused.
    """
    survival = shares("spell curve", curve)
    if not 0 <= waiting <= longest:
        raise Refusal(
            "The waiting period, {waiting} days, is longer than the duration, {longest} days.",
            waiting=waiting,
            longest=longest,
        )
    if survival.shape[-1] < longest:
        raise Refusal(
            "The curve of spells ends at day {days}, and benefits are paid until day {longest}.",
            days=survival.shape[-1],
            longest=longest,
        )
    if (np.diff(survival, axis=-1) > 0).any():
        raise Refusal("The share of spells that last so long or longer cannot rise with their length.")
    return np.asarray(survival[..., waiting:longest].sum(axis=-1))


def sickness_cost(insured: Array, spells: Array, days: Array, rate: float, wage: Array) -> Array:
    """Money a year, [sex, age group]: insured x spells a person x paid days a spell x rate x daily wage."""
    daily = amounts("wage", wage) / DAYS_PER_YEAR
    claims = amounts("insured", insured) * amounts("spells", spells) * amounts("days", days)
    return np.asarray(claims * shares("rate", rate) * daily)


def maternity_cost(women: Array, fertility: Array, eligible: Array, weeks: float, pay: Array) -> Array:
    """Money a year, [..., age]: insured women x births a woman x share with a right x weeks x pay a week.

    `pay` is the benefit, money a week: see `weekly_pay`. Confinements are counted as births: multiple births are
    not taken apart.
    """
    births = amounts("insured women", women) * amounts("fertility", fertility)
    if not 0 <= weeks <= WEEKS_PER_YEAR:
        raise Refusal("A leave of {weeks} weeks is not within a year.", weeks=f"{weeks:g}")
    return np.asarray(births * shares("eligible", eligible) * weeks * amounts("pay", pay))


def weekly_pay(wage: Array, rate: float) -> Array:
    """The benefit of a week, money: a share of a week's wage (`wage` a year)."""
    return np.asarray(shares("rate", rate) * amounts("wage", wage) / WEEKS_PER_YEAR)


def contribution_rate(
    cost: Array,
    payroll: Array,
    *,
    administration: float,
    reserve_months: float,
    years: float,
    reserve: float = 0.0,
) -> Array:
    """The share of payroll that pays benefits, administration, and a contingency reserve built over `years`.

    With C = cost x (1 + administration), `administration` being a share of benefits, the rate is
    (C + max(reserve_months / 12 C - reserve, 0) / years) / payroll. Years of 0 or less, or no payroll, are refused.
    """
    if not years > 0 or not (amounts("payroll", payroll) > 0).all():
        raise Refusal(
            "A contribution rate needs a payroll above 0, and years above 0 in which a reserve is built."
        )
    yearly = amounts("cost", cost) * (1 + amounts("administration", administration))
    target = amounts("months of reserve", reserve_months) / MONTHS_PER_YEAR * yearly
    lacking = np.maximum(target - amounts("reserve", reserve), 0.0)
    return np.asarray((yearly + lacking / years) / payroll)

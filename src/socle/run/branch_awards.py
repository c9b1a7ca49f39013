"""What accidents award: lives and annuities of the insured and their families, capital values, pensions paid.

Pensions are valued and projected on one axis of ages of the insured, [sex, age]: a spouse's life is looked up at the
age of the insured and the gap, so that the run-off of awards is their capital value to rounding.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from socle.ground.axes import Array
from socle.measure import contingencies as life
from socle.model.branch_case import Injury
from socle.project import injury as accident
from socle.project.injury import Severity, Survivors


@dataclass(frozen=True, eq=False)
class Values:
    """Annuities of 1 a year and shares in payment a year later, by the age of the insured [sex, age]."""

    disabled: Array
    spouse: Array
    both: Array  # while the disabled and the spouse live
    child: float
    stay: Array
    spouse_stay: Array
    widowed_stay: Array  # of survivors in payment, at their own age and sex
    child_stay: Array  # [age], paid below the age at which it ends


@dataclass(frozen=True, eq=False)
class Awards:
    """What one year's accidents award, money: pensions a year by age of the insured, and their capital value."""

    temporary: Array  # [industry]
    medical: Array  # [industry]
    disabled: Array  # [sex, age] money a year
    spouses: Array
    children: Array
    capital: Array  # [industry]
    accidents: Array  # [industry]
    degrees: Array  # full-degree pensions awarded [industry]
    deaths: Array  # [industry]


def annuities(case: Injury) -> Values:
    """Lives of the insured, their spouses and children, and what 1 a year to each is worth."""
    l, rate = case.lives.survivors, case.lives.rate  # noqa: E741
    ages = np.arange(l.shape[-1], dtype=np.float64)
    worse = life.survivors(np.clip(life.death_rates(l) * case.lives.disabled, 0.0, 1.0))
    partner = np.stack([_at(l[1], case.families.gap[0]), _at(l[0], case.families.gap[1])])
    born = l.mean(axis=0)
    child = life.annuity_until(born, rate, ages, case.families.child_until)[case.families.child_age]
    return Values(
        life.annuity_mid_year(worse, rate),
        life.annuity_mid_year(partner, rate),
        life.annuity_mid_year(worse * partner, rate),
        float(child),
        life.survival(worse, 1),
        life.survival(partner, 1),
        life.survival(l, 1),
        life.survival(born, 1),
    )


def _at(l: Array, gap: int) -> Array:  # noqa: E741
    """The survivors of a spouse at the age of the insured and the gap; from birth where that is before it."""
    place = np.arange(len(l)) + gap
    return np.where(place < len(l), l[np.clip(place, 0, len(l) - 1)], 0.0)


def award(case: Injury, values: Values) -> Awards:
    """Accidents of the first year and what they award, by industry, and by sex and age."""
    shape = values.disabled.shape
    pattern = np.zeros(shape[-1])
    pattern[list(case.ages)] = list(case.ages.values())
    sexes = np.stack([1 - case.women, case.women], axis=-1)
    insured = case.insured[:, None, None] * sexes[..., None] * pattern
    number = accident.accidents(insured, case.frequency)
    severity = Severity(case.temporary, case.permanent, case.death, case.degrees, case.days)
    wage = case.wage[:, None, None]
    total = case.degrees >= 1
    each = [
        share
        * accident.capital_value(degree, case.pension_rate, np.ones(shape), case.attendance if whole else 0.0)
        for share, degree, whole in zip(case.permanent, case.degrees, total, strict=True)
    ]
    pension = np.sum(each, axis=0)  # a year for each accident and unit of wage
    left = accident.reversion(values.spouse, np.minimum(values.both, values.spouse))
    married = case.families.married[:, None] * np.ones(shape)
    disabled = accident.with_reversion(values.disabled, case.reversion, married, left)
    left_behind = survivors(case, values)
    spouses = replace(left_behind, spouse_annuity=np.ones(shape), child_annuity=np.zeros(shape)).capital()
    children = replace(left_behind, spouse_annuity=np.zeros(shape), child_annuity=np.ones(shape)).capital()
    value = pension * disabled + case.death * left_behind.capital()
    people = number.sum(axis=(1, 2))
    return Awards(
        accident.temporary_cost(number, severity, case.temporary_rate, wage).sum(axis=(1, 2)),
        people * case.medical,
        (number * wage).sum(axis=0) * pension,
        (number * wage).sum(axis=0) * case.death * spouses,
        (number * wage).sum(axis=0) * case.death * children,
        (number * wage * value).sum(axis=(1, 2)),
        people,
        accident.degree_awarded(number, severity).sum(axis=(1, 2)),
        people * case.death,
    )


def survivors(case: Injury, values: Values) -> Survivors:
    one, families = np.ones(values.disabled.shape), case.families
    return Survivors(
        families.spouse,
        families.child,
        families.family,
        families.married[:, None] * one,
        families.children[:, None] * one,
        values.spouse,
        values.child * one,
    )


def paid_by_year(case: Injury, values: Values, awards: Awards, flow: Array, start: bool) -> Array:
    """Pensions paid by year for awards that move as `flow` [year], and for those in payment if `start`."""
    rise = np.full(len(flow), case.indexation if start else 0.0)
    given, nothing = case.in_payment, np.zeros(values.disabled.shape)
    disabled = np.stack([given["men"], given["women"]]) if start else nothing
    widowed = np.stack([given["widowers"], given["widows"]]) if start else nothing
    orphans = given["orphans"] if start else nothing[0]
    married = case.reversion * case.families.married[:, None]
    moved = flow[:, None, None]
    at_child = np.zeros((len(flow), values.disabled.shape[-1]))
    at_child[:, case.families.child_age] = flow * awards.children.sum()
    both = values.stay * values.spouse_stay
    streams = [
        accident.pensions_paid(disabled, moved * awards.disabled, values.stay, rise),
        accident.pensions_paid(
            disabled * married, moved * awards.disabled * married, values.spouse_stay, rise
        ),
        -accident.pensions_paid(disabled * married, moved * awards.disabled * married, both, rise),
        accident.pensions_paid(nothing, moved * awards.spouses, values.spouse_stay, rise),
        accident.pensions_paid(widowed, moved * nothing, values.widowed_stay, rise),
    ]
    children = accident.pensions_paid(orphans, at_child, values.child_stay, rise)[
        :, : case.families.child_until
    ]
    return np.asarray(sum(one.sum(axis=(1, 2)) for one in streams) + children.sum(axis=1))

"""Employment injury: accidents by outcome, capital values of pensions, and three forms of financing.

Outcomes of an accident: temporary incapacity (days paid), permanent incapacity by class of degree, death. Annuity
arrays are arguments, [sex, age]: the value of 1 a year from the award to a person of this age. Money is a year's,
in one unit; rates are shares of payroll. Forms of financing: assessment (pay as paid), terminal funding (the
capital value of this year's awards), full funding (what this year's accidents will ever cost).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.ground.checks import amounts, shares
from socle.ground.refusals import Refusal
from socle.ground.units import DAYS_PER_YEAR


def accidents(insured: Array, frequency: Array) -> Array:
    """Accidents a year [industry, sex, age]: `insured` persons x accidents a person and year, [industry]."""
    often = amounts("frequency", frequency)
    return np.asarray(amounts("insured", insured) * often[:, None, None])


@dataclass(frozen=True, eq=False)
class Severity:
    """What accidents lead to, shares of accidents: temporary incapacity, permanent by class [class], death.

    `degree` [class] is the loss of earning capacity of the class; `days` are those paid for a temporary incapacity.
    Accidents without any of the three cost medical care only, so that the shares sum to 1 or less.
    """

    temporary: float
    permanent: Array
    death: float
    degree: Array
    days: float

    def __post_init__(self) -> None:
        total = shares("temporary", self.temporary) + shares("death", self.death)
        total = total + shares("permanent", self.permanent).sum()
        shares("degree", self.degree)
        amounts("days", self.days)
        if len(self.degree) != len(self.permanent):
            raise Refusal(
                "There are {degrees} degrees of incapacity for {classes} classes.",
                degrees=len(self.degree),
                classes=len(self.permanent),
            )
        if total > 1 + 1e-12:
            raise Refusal(
                "The outcomes of accidents sum to {total}, more than all accidents.", total=f"{total:g}"
            )


def temporary_cost(number: Array, severity: Severity, rate: float, wage: Array) -> Array:
    """Benefits of temporary incapacity, money: accidents x share x days x rate x daily wage (`wage` a year)."""
    daily = amounts("wage", wage) / DAYS_PER_YEAR
    return np.asarray(number * severity.temporary * severity.days * shares("rate", rate) * daily)


def degree_awarded(number: Array, severity: Severity) -> Array:
    """Full-degree pensions awarded, [industry, sex, age]: accidents x the sum of share x degree over the classes."""
    return np.asarray(number * float(severity.permanent @ severity.degree))


def capital_value(degree: Array, rate: float, annuity: Array, attendance: float = 0.0) -> Array:
    """Capital value of a permanent incapacity for each unit of yearly wage: (degree x rate + attendance) x annuity.

    `attendance` is the allowance for constant help, a share of the wage. `degree` broadcasts with `annuity`.
    """
    paid = shares("degree", degree) * shares("rate", rate) + amounts("attendance", attendance)
    return np.asarray(paid * amounts("annuity", annuity))


def reversion(survivor: Array, joint: Array) -> Array:
    """The annuity of 1 a year to a survivor after the death of the other: a(y) - a(xy), single less joint lives."""
    if (amounts("joint annuity", joint) > amounts("survivor's annuity", survivor)).any():
        raise Refusal("An annuity while both live cannot be worth more than one while the survivor lives.")
    return np.asarray(survivor - joint)


def with_reversion(own: Array, share: float, married: Array, reversionary: Array) -> Array:
    """Capital value with the pension to survivors: own + share of it x married x reversionary annuity.

    `own` is for one unit of pension (or of wage, with `share` then a share of wage), [sex, age].
    """
    left = shares("share", share) * shares("married", married)
    return np.asarray(own + left * amounts("reversionary annuity", reversionary))


@dataclass(frozen=True, eq=False)
class Survivors:
    """Pensions after a fatal accident, as shares of the wage, with the annuities of those who receive them.

    `married` and `children` (children with a right for each dead) are [sex, age] of the dead; `spouse_annuity`
    and `child_annuity` likewise, of the people they leave; `family` is the most a family receives.
    """

    spouse: float
    child: float
    family: float
    married: Array
    children: Array
    spouse_annuity: Array
    child_annuity: Array

    def capital(self) -> Array:
        """Capital value of a death for each unit of yearly wage, [sex, age], cut as a whole at the family's maximum.

        The cut is on the mean family of an age: where families differ much, give them as classes on a leading axis.
        """
        spouse = shares("spouse", self.spouse) * shares("married", self.married)
        child = shares("child", self.child) * amounts("children", self.children)
        full = spouse + child
        most = np.maximum(full, shares("family", self.family))
        kept = np.divide(self.family, most, out=np.ones_like(most), where=most > 0)
        value = spouse * amounts("annuity", self.spouse_annuity) + child * amounts(
            "annuity", self.child_annuity
        )
        return np.asarray(kept * value)


def pensions_paid(start: Array, awards: Array, stay: Array, index: Array) -> Array:
    """Money paid by year [year, ..., age] for pensions in payment `start` [..., age] and `awards` [year, ..., age].

    Awards come at the start of the year; what is paid is the middle of the year's: half of those who end within it
    (death, recovery) are paid. `stay` [..., age] is the share in payment a year later, `index` [year] the rise of
    amounts at the end of each year.
    """
    alive = shares("stay", stay)
    amount = amounts("pensions at the start", start)
    paid = []
    for award, rise in zip(awards, index, strict=True):
        amount = amount + award
        paid.append(amount * (1 + alive) / 2)
        kept = amount * alive * (1 + rise)
        last = kept[..., -2:].sum(axis=-1, keepdims=True)  # the last age is open
        amount = np.concatenate([np.zeros_like(last), kept[..., :-2], last], axis=-1)
    return np.stack(paid)


@dataclass(frozen=True, eq=False)
class Costs:
    """What the branch pays and owes by year [year, ...], money.

    `temporary`, `medical` and `administration` are paid in the year; `pensions` are those in payment; `capital` is
    the capital value of pensions awarded. `outstanding` stands at the bounds of the years [year + 1, ...]: what will
    still be paid for accidents that have happened (not reported ones included), pensions awarded left out.
    """

    temporary: Array
    medical: Array
    administration: Array
    pensions: Array
    capital: Array
    outstanding: Array

    @property
    def _short(self) -> Array:
        return np.asarray(self.temporary + self.medical + self.administration)

    def assessment(self) -> Array:
        """What is to be raised under assessment: all that is paid in the year."""
        return np.asarray(self._short + self.pensions)

    def terminal(self) -> Array:
        """What is to be raised under terminal funding: short-term costs and this year's awards at capital value."""
        return np.asarray(self._short + self.capital)

    def full(self) -> Array:
        """What is to be raised under full funding: terminal funding and the rise of outstanding claims."""
        return np.asarray(self.terminal() + np.diff(amounts("outstanding", self.outstanding), axis=0))


def contribution_rate(cost: Array, payroll: Array) -> Array:
    """Cost as a share of payroll; a payroll of 0 is refused."""
    if not (amounts("payroll", payroll) > 0).all():
        raise Refusal("A rate needs a payroll above 0.")
    return np.asarray(amounts("cost", cost) / payroll)


def industry_rates(cost: Array, payroll: Array, credibility: Array) -> Array:
    """Rates by industry [industry] that raise the cost of all: Z own rate + (1 - Z) common rate, then one scale.

    The scale gives back what blending lost, so that the rates raise together exactly what all accidents cost.
    """
    own = contribution_rate(cost, payroll)
    common = cost.sum() / payroll.sum()
    trust = shares("credibility", credibility)
    blended = trust * own + (1 - trust) * common
    raised = float((blended * payroll).sum())
    return np.asarray(blended * (cost.sum() / raised if raised > 0 else 1.0))

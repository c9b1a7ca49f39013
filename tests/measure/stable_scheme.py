"""A scheme in a stable population, by direct sums: every year alike but for growth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array

ENTRY, AWARD, LAST = 20, 65, 160  # nobody of the table is alive at the last age
HEADS, WAGES = 1.005, 1.015  # yearly growth factors
ACCRUAL = 0.01


def survivors() -> Array:
    """The survivors to each age from entry of the standard ultimate table, 1 at entry (SOA, LTAM 2018)."""
    a, b, c = 0.00022, 2.7e-6, 1.124
    years = np.arange(LAST - ENTRY + 1)
    return np.exp(-a * years - b * c**ENTRY * (c**years - 1) / np.log(c))


@dataclass(frozen=True, eq=False)
class Stable:
    """Its yearly series, and the flows of one cohort that enters in year 0; wages of year 0 are 1."""

    spending: Array
    payroll: Array
    awards: Array  # capital values of the pensions of a year, at the return asked for
    cohort_wages: Array
    cohort_benefits: Array


def stable(rate: float, years: int = 60, indexation: float = WAGES) -> Stable:
    """The scheme: career-average 1 % a year of service valorised by wages, pensions indexed by a factor a year."""
    alive, ages = survivors(), np.arange(ENTRY, LAST + 1)
    working, since = ages < AWARD, np.maximum(ages - AWARD, 0)
    pension = np.where(working, 0.0, ACCRUAL * (AWARD - ENTRY) * (indexation / WAGES) ** since)
    people = alive * HEADS ** -(ages - ENTRY).astype(float)  # of age x for each who enters in the same year
    growth = (HEADS * WAGES) ** np.arange(years)
    income, spent = (people * working).sum(), (people * pension).sum()
    level = WAGES ** (ages - ENTRY)
    value = (alive * pension * level * (1 + rate) ** -(ages - ENTRY)).sum() * (1 + rate) ** (AWARD - ENTRY)
    award = value * HEADS ** -(AWARD - ENTRY) / level[AWARD - ENTRY]
    return Stable(
        spent * growth, income * growth, award * growth, alive * working * level, alive * pension * level
    )

"""The job as variables of a year that read each other, each an array of all records: for heavylight and modelx.

`m` holds what is given and the variables themselves, which the tool keeps and asks for once.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.block_job.job import ACCRUAL, PENSION_AGE, RATE


def dying(m: Any, t: int) -> Any:
    """The share of those alive on 1 January who die within the year."""
    return m.mortality[m.sex, m.age + t]


def alive(m: Any, t: int) -> Any:
    """Alive on 1 January."""
    return np.ones(len(m.age)) if t == 0 else m.alive(t - 1) * (1 - m.dying(t - 1))


def lived(m: Any, t: int) -> Any:
    """Years lived in the year."""
    return m.alive(t) * (1 - 0.5 * m.dying(t))


def works(m: Any, t: int) -> Any:
    """Whether below the pension age."""
    return m.age + t < PENSION_AGE


def salary(m: Any, t: int) -> Any:
    """The last salary: that of the year for those who work."""
    before = m.before if t == 0 else m.salary(t - 1)
    return np.where(m.works(t), before * (m.wages[t] * m.merit[m.age + t]), before)


def served(m: Any, t: int) -> Any:
    """Years of service on 1 January."""
    return m.service if t == 0 else m.served(t - 1) + m.works(t - 1)


def amount(m: Any, t: int) -> Any:
    """The pension in payment."""
    award = ACCRUAL * m.served(t) * (m.before if t == 0 else m.salary(t - 1))
    moved = award if t == 0 else np.where(m.works(t - 1), award, m.amount(t - 1) * m.prices[t])
    return np.where(m.works(t), 0.0, moved)


def contributions(m: Any, t: int) -> float:
    """The sum of contributions."""
    return float((m.lived(t) * m.works(t) * (RATE * m.salary(t))).sum())


def pensions(m: Any, t: int) -> float:
    """The sum of pensions paid."""
    return float((m.lived(t) * m.amount(t)).sum())


def living(m: Any, t: int) -> float:
    """How many are alive on 1 January."""
    return float(m.alive(t).sum())


KEPT = (dying, alive, lived, works, salary, served, amount, contributions, pensions, living)
TOTALS = ("contributions", "pensions", "living")

"""Life tables, and what follows from them: survival from one birthday to the next, life expectancy.

Symbols of the field: m central death rate, a years lived in the year of age by those who die in it,
q probability of dying, l survivors, L person-years lived, e life expectancy, S survival ratio. The last two
axes of every array are sex and age; any axes may lead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.axes import OPEN_AGE, Array

# Andreev and Kingkade (2015), Demographic Research 33(13): a0 = intercept + slope x m0, in three stretches of
# m0 parted by two limits; each line holds men, women.
_A0_LIMITS = np.array([(0.02300, 0.01724), (0.08307, 0.06891)])
_A0_INTERCEPTS = np.array([(0.14929, 0.14903), (0.02832, 0.04667), (0.29915, 0.31411)])
_A0_SLOPES = np.array([(-1.99545, -2.05527), (3.26021, 3.88089), (0.0, 0.0)])

_MIDDLE = 0.5  # years lived after the first birthday, in the year of age, by those who die in it


def infant_a(m0: Array) -> Array:
    """Years lived in the first year by infants who die in it, from their death rate `m0` [..., sex]."""
    low, middle, high = (
        intercept + slope * m0 for intercept, slope in zip(_A0_INTERCEPTS, _A0_SLOPES, strict=True)
    )
    above = np.where(m0 < _A0_LIMITS[1], middle, high)
    return np.asarray(np.where(m0 < _A0_LIMITS[0], low, above))


@dataclass(frozen=True, eq=False)
class LifeTable:
    """A life table with one birth: all arrays [..., sex, age], the last age open."""

    m: Array
    l: Array  # noqa: E741 - the symbol of the field
    L: Array

    @property
    def e(self) -> Array:
        """Life expectancy at each age, years [..., sex, age]."""
        lived = np.cumsum(self.L[..., ::-1], axis=-1)[..., ::-1]
        return np.asarray(lived / self.l, dtype=np.float64)

    def e_at(self, age: int) -> Array:
        """Life expectancy at one age, years [..., sex]."""
        return np.asarray(self.L[..., age:].sum(axis=-1) / self.l[..., age], dtype=np.float64)

    def dead_by(self, age: int) -> Array:
        """The probability at birth of dying before an age [..., sex]."""
        return np.asarray(1.0 - self.l[..., age], dtype=np.float64)


def life_table(m: Array) -> LifeTable:
    """The life table of single-year death rates `m` [..., sex, age 0..100+].

    q = m / (1 + (1 - a) m), at most 1; L = l - (1 - a) l q; the open age lives l / m.
    """
    unlived = np.full_like(m, 1.0 - _MIDDLE)
    unlived[..., 0] = 1.0 - infant_a(m[..., 0])
    q = np.minimum(m / (1.0 + unlived * m), 1.0)
    survivors = np.ones_like(m)
    np.cumprod(1.0 - q[..., :-1], axis=-1, out=survivors[..., 1:])
    lived = survivors * (1.0 - unlived * q)
    lived[..., -1] = survivors[..., -1] / m[..., -1]
    return LifeTable(m, survivors, lived)


def expectancy_at(m: Array, age: int) -> Array:
    """Life expectancy at `age` [..., sex] from the death rates at this age and later [..., sex, age ...]."""
    if age == 0:
        return life_table(m).e_at(0)
    q = np.minimum(m[..., :-1] / (1.0 + (1.0 - _MIDDLE) * m[..., :-1]), 1.0)
    alive = np.ones_like(m)
    np.cumprod(1.0 - q, axis=-1, out=alive[..., 1:])
    lived = (alive[..., :-1] * (1.0 - (1.0 - _MIDDLE) * q)).sum(axis=-1)
    return np.asarray(lived + alive[..., -1] / m[..., -1], dtype=np.float64)


def dead_within(m: Array) -> Array:
    """The probability of dying [..., sex] within the ages from birth on whose death rates are given."""
    unlived = np.full(m.shape[-1], 1.0 - _MIDDLE)
    later = np.prod(1.0 - m[..., 1:] / (1.0 + unlived[1:] * m[..., 1:]), axis=-1)
    m0 = m[..., 0]
    return np.asarray(1.0 - later * (1.0 - m0 / (1.0 + (1.0 - infant_a(m0)) * m0)), dtype=np.float64)


def survival(m: Array, a0: Array | None = None) -> Array:
    """Shares of people alive at one moment of the year who are alive one year later, by age then [..., sex, age].

    At age 0 of those born in between: L0 / l0. At ages 1 to 99: L(a) / L(a - 1), which for a = 1/2 is
    (2 - m(a - 1)) / (2 + m(a)). In the open age of the people of 99 and over together:
    L(100+) / (L(99) + L(100+)). `a0` is `infant_a` of age 0, if it is at hand.
    """
    above = np.add(m, 2.0, order="C")
    below = np.subtract(4.0, above)
    if below.min() < 0.0:
        np.maximum(below, 0.0, out=below)
    share = np.empty(m.shape)
    # One flat division is three times as fast as one by age; what crosses from a life table to the next
    # falls on age 0, which follows.
    np.divide(below.reshape(-1)[:-1], above.reshape(-1)[1:], out=share.reshape(-1)[1:])
    m0 = m[..., 0]
    a0 = infant_a(m0) if a0 is None else a0
    share[..., 0] = 1.0 / (1.0 + (1.0 - a0) * m0)
    share[..., 1] = np.maximum(1.0 - a0 * m0, 0.0) / (0.5 * above[..., 1])  # L1 / L0 with the infants' a0
    share[..., OPEN_AGE] = below[..., -2] / (below[..., -2] + 2.0 * m[..., -1])
    return share

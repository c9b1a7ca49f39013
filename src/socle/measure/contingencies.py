"""Life contingencies: what a payment that depends on a life is worth, from a life table and a rate of interest.

Symbols of the field: l survivors at each exact age, q the probability of dying within the year of age,
p = 1 - q, v = 1 / (1 + i) the value today of 1 a year from now at the rate i, d = i v the rate in advance,
nEx the value of 1 paid in n years to one who is then alive. A table is an array `l` whose last axis is
single ages, each one year after the last; any axes may lead (sex, scenario). It is closed: nobody outlives
the last age given. A `rate` is a share a year, a number or an array that broadcasts with `l`. Values are
per 1 insured, or per 1 a year, at every age of the table; an age that nobody reaches has no meaning.
Formulas: Bowers, Gerber, Hickman, Jones and Nesbitt, Actuarial Mathematics (1997), chapters 3 to 6 and 9;
Dickson, Hardy and Waters, Actuarial Mathematics for Life Contingent Risks (2020), chapters 3 to 6 and 10.
"""

from __future__ import annotations

import math

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal

Rate = float | Array
HALF = 0.5  # of a year: where payments of a year fall, on average


def discount(rate: Rate) -> Array:
    """v = 1 / (1 + i). Refuses a rate at or below -1, where money of next year has no value today."""
    i = np.asarray(rate, dtype=np.float64)
    if not np.all(np.isfinite(i) & (i > -1.0)):
        raise Refusal("The rate of interest must be above -100 % a year, not {rate}.", rate=_shown(i))
    return np.asarray(1.0 / (1.0 + i))


def survivors(q: Array, radix: float = 1.0) -> Array:
    """l at the age of each `q` [..., age] from `radix` at the first: l(x+1) = l(x) (1 - q(x))."""
    if not np.all((q >= 0.0) & (q <= 1.0)):
        raise Refusal("A probability of dying lies between 0 and 1.")
    first = np.full((*q.shape[:-1], 1), radix)
    return np.concatenate([first, radix * np.cumprod(1.0 - q[..., :-1], axis=-1)], axis=-1)


def death_rates(l: Array) -> Array:  # noqa: E741 - the symbol of the field
    """q(x) = 1 - l(x+1) / l(x); 1 at the last age and where nobody is left."""
    return 1.0 - survival(l, 1)


def makeham_survivors(a: float, b: float, c: float, ages: Array, radix: float = 1.0) -> Array:
    """l at `ages`, from `radix` at the first, of the hazard A + B c^x a year (Makeham 1860; A = 0: Gompertz).

    l(y) / l(x) = exp(-A (y - x) - B (c^y - c^x) / ln c); with c = 1, exp(-(A + B) (y - x)). Ages may be fractions.
    """
    if not (math.isfinite(a) and 0.0 <= b < math.inf and 0.0 < c < math.inf):
        raise Refusal("Makeham's law needs finite A, B and c, with B at least 0 and c above 0.")
    span = ages - ages[0]
    growth = math.log(c)
    with np.errstate(over="ignore"):
        aged = span if growth == 0.0 else np.expm1(growth * span) / growth
        hazard = a * span + (b * math.exp(growth * float(ages[0])) * aged if b else 0.0)
    if np.any(hazard[1:] < hazard[:-1]):
        raise Refusal("Makeham's law gives a negative hazard of death at some age: A is too low.")
    return np.asarray(radix * np.exp(-hazard))


def survival(l: Array, n: int) -> Array:  # noqa: E741
    """npx = l(x+n) / l(x): the probability of living `n` more years; 0 past the last age."""
    alive = later(l, n)
    return np.divide(alive, l, out=np.zeros_like(alive), where=l != 0.0)


def later(values: Array, n: int) -> Array:
    """`values` [..., age] as they stand `n` years of age later, and 0 past the last age."""
    kept = values[..., min(_term(n), values.shape[-1]) :]
    gone = np.zeros((*values.shape[:-1], values.shape[-1] - kept.shape[-1]))
    return np.concatenate([kept, gone], axis=-1)


def pure_endowment(l: Array, rate: Rate, n: int) -> Array:  # noqa: E741
    """nEx = v^n npx: 1 in `n` years, if alive then."""
    return np.asarray(discount(rate) ** n * survival(l, n))


def annuity_due(l: Array, rate: Rate, n: int | None = None) -> Array:  # noqa: E741
    """1 a year for life, or at most `n` years, at the start of each: the sum over k from 0 of v^k kpx."""
    v = discount(rate)
    return _summed(np.ones(np.broadcast(l, v).shape), v * survival(l, 1), n)


def annuity_immediate(l: Array, rate: Rate) -> Array:  # noqa: E741
    """1 a year for life, at the end of each year lived through: the annuity due less its first payment."""
    return annuity_due(l, rate) - 1.0


def annuity_mid_year(l: Array, rate: Rate, n: int | None = None) -> Array:  # noqa: E741
    """1 a year for life, or at most `n` years, at mid-year to those alive then; survival linear inside the year.

    The sum over k of v^(k + 1/2) (kpx + k+1px) / 2, as in the capital values of courts and of employment
    injury: Society of Actuaries in Ireland (2008), Appendix 1.
    """
    v, p = discount(rate), survival(l, 1)
    return _summed(_mid_year(v, p), v * p, n)


def annuity_until(l: Array, rate: Rate, ages: Array, end: float) -> Array:  # noqa: E741
    """`annuity_mid_year` in the years of age before `end`; 0 from that age on."""
    v, p = discount(rate), survival(l, 1)
    return _summed(np.where(ages < end, _mid_year(v, p), 0.0), v * p)


def deferred(l: Array, rate: Rate, n: int, annuity: Array) -> Array:  # noqa: E741
    """The value today of an `annuity` [..., age] that starts in `n` years, if alive then: nEx a(x+n)."""
    return pure_endowment(l, rate, n) * later(annuity, n)


def annuity_certain(rate: float, n: int) -> float:
    """1 a year for `n` years at the start of each, whoever lives: (1 - v^n) / d, and n at no interest."""
    v = float(discount(rate))
    return float(n) if rate == 0.0 else -math.expm1(-n * math.log1p(rate)) / (rate * v)


def annuity_guaranteed(l: Array, rate: float, n: int) -> Array:  # noqa: E741
    """1 a year at the start of each, for `n` years certain and then for life: a certain + nEx a(x+n)."""
    return annuity_certain(rate, n) + deferred(l, rate, n, annuity_due(l, rate))


def whole_life(l: Array, rate: Rate) -> Array:  # noqa: E741
    """A: 1 at the end of the year of death: the sum over k from 0 of v^(k+1) kpx q(x+k)."""
    v, p = discount(rate), survival(l, 1)
    return _summed(np.asarray(v * (1.0 - p)), v * p)


def second_moment(l: Array, rate: Rate) -> Array:  # noqa: E741
    """The mean square of the value of 1 at the end of the year of death: `whole_life` at (1 + i)^2 - 1."""
    return whole_life(l, 1.0 / discount(rate) ** 2 - 1.0)


def term_assurance(l: Array, rate: Rate, n: int) -> Array:  # noqa: E741
    """1 at the end of the year of death, if that is within `n` years: `whole_life` up to k = n - 1."""
    v, p = discount(rate), survival(l, 1)
    return _summed(np.asarray(v * (1.0 - p)), v * p, n)


def endowment(l: Array, rate: Rate, n: int) -> Array:  # noqa: E741
    """1 at the end of the year of death or in `n` years, whichever comes first: term assurance + nEx."""
    return term_assurance(l, rate, n) + pure_endowment(l, rate, n)


def net_premium(benefit: Array, payments: Array) -> Array:
    """The level premium a year that pays for a `benefit` over an annuity of `payments`: benefit / payments.

    Both values are at the same date and rate; no expenses, no profit (the principle of equivalence).
    """
    return benefit / payments


def expectation(l: Array) -> Array:  # noqa: E741
    """Curtate expectation of life, whole years still to be lived through: the sum over k from 1 of kpx."""
    return annuity_immediate(l, 0.0)


def complete_expectation(l: Array) -> Array:  # noqa: E741
    """Complete expectation of life, years, survival being linear inside the year: the curtate + 1/2."""
    return expectation(l) + HALF


def commutation(l: Array, rate: Rate, ages: Array) -> tuple[Array, Array]:  # noqa: E741
    """D(x) = v^x l(x) and N(x) = D(x) + D(x+1) + ... , discounted to the age 0, for comparison with old tables."""
    d = discount(rate) ** ages * l
    return np.asarray(d), np.flip(np.cumsum(np.flip(d, axis=-1), axis=-1), axis=-1)


def joint(l: Array, other: Array, gap: int) -> Array:  # noqa: E741
    """The table of two lives that ends with the first death: l(x) l(x+gap), at each age x of the first life.

    The lives are independent; `other` starts at the same age as `l`. Every function of this module takes the
    result as any table. Not a number where the other is too young for the table, 0 where past its last age.
    """
    width = l.shape[-1]
    place = np.arange(width) + gap
    partner = np.take(other, np.clip(place, 0, other.shape[-1] - 1), axis=-1)
    partner = np.where(place < 0, np.nan, np.where(place < other.shape[-1], partner, 0.0))
    return np.asarray(l * partner)


def reversionary(l: Array, other: Array, gap: int, rate: Rate) -> Array:  # noqa: E741
    """1 a year for the other life after the death of the first, at each age x of the first life.

    a(y) - a(xy), y = x + gap: paid at each anniversary at which the other lives and the first does not, as a
    pension of widows and widowers. 0 where nobody of the other's age is left.
    """
    both = annuity_due(joint(l, other, gap), rate)
    return _of_partner(annuity_due(other, rate), gap, both.shape[-1]) - both


def last_survivor(l: Array, other: Array, gap: int, rate: Rate) -> Array:  # noqa: E741
    """1 a year at the start of each while at least one of two lives lasts: a(x) + a(y) - a(xy)."""
    return annuity_due(l, rate) + reversionary(l, other, gap, rate)


def _of_partner(values: Array, gap: int, width: int) -> Array:
    """`values` at the other's age, by the age of the first life; 1 past the last age, where `joint` gives 1."""
    place = np.arange(width) + gap
    taken = np.take(values, np.clip(place, 0, values.shape[-1] - 1), axis=-1)
    return np.where(place < 0, np.nan, np.where(place < values.shape[-1], taken, 1.0))


def _mid_year(v: Array, p: Array) -> Array:
    """The value at the start of a year of 1 at its middle, to those alive then."""
    return np.asarray(v**HALF * (1.0 + p) * HALF)


def _summed(now: Array, carried: Array, n: int | None = None) -> Array:
    """value(x) = now(x) + carried(x) value(x+1), from the last age down; or the first `n` terms of that sum.

    Terms are added, never taken off a sum over the whole life, which loses its digits at negative rates.
    """
    now = np.array(np.broadcast_to(now, np.broadcast(now, carried).shape))
    if n is not None:
        values = np.zeros_like(now)
        for _ in range(min(_term(n), now.shape[-1])):
            values = now + carried * later(values, 1)
        return values
    for age in range(now.shape[-1] - 2, -1, -1):
        now[..., age] += carried[..., age] * now[..., age + 1]
    return now


def _term(n: int) -> int:
    if n < 0:
        raise Refusal("A term is a whole number of years, 0 or more, not {term}.", term=n)
    return n


def _shown(rate: Array) -> str:
    worst = np.min(np.where(np.isfinite(rate), rate, -np.inf))
    return f"{100 * worst:g} %"

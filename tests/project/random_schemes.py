"""Schemes drawn at random, their law written by hand, and the stable population of each.

A generation is who enters in one year, followed alone. Heads do not depend on the law's money, so that the
generations of the past, each smaller by the growth of the insured, laid over each other are the stable
population; a law that bends money is then run until its accounts and pensions are stable too.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from hypothesis import strategies as st

from socle.measure.actuarial import Finances
from socle.model.insured import Experience, Insured, Money, Pensions, Promise, Valuation
from socle.project.scheme import insured_over_time

FIRST, AGES, LAST = 20, 30, 81  # first working age, working ages, all ages: lives are short to be quick
SERVICES = AGES + 2
REACHED = FIRST + 1 + np.arange(AGES)[:, None]
SERVED = np.arange(SERVICES)
START = 2025
ONE = np.ones((1,) * 5)
SOCIAL = (
    Promise("old_age", "old_age"),
    Promise("invalidity", "invalidity"),
    Promise("survivors", "survivors", follows=True),
    Promise("orphans", "orphans", follows=True, until=18),
    Promise("refund", "leaving", once=True),
)
RETIREMENT = SOCIAL[:1]


@dataclass(frozen=True, eq=False)
class Law:
    """A flat part and a share of revalued earnings, within bounds; or a balance over a divisor."""

    scale: np.ndarray  # [1, sex, class, age, 1] insurable earnings over the average wage
    age: float = 40.0
    years: int = 5
    flat: float = 0.1
    accrual: float = 0.015
    least: object = 0.0  # of pensions [year, scenario], or a number
    most: float = np.inf
    rate: float = 0.1
    index: object = 0.0  # growth of pensions in payment above that of wages [year, scenario], or a number
    revaluation: float = 0.0  # of accounts, above that of wages
    divisor: np.ndarray | None = None  # [1, sex, 1, age, 1]
    cached: dict = field(default_factory=dict, compare=False)

    def __call__(self, question, year, /, **carried):
        kind, _, what = question.partition(".")
        answer = {
            "insurable_earnings": lambda: self.scale,
            "contribution": lambda: self.rate * self.scale,
            "credit": lambda: self.scale if self.divisor is None else self.rate * self.scale,
            "revaluation": lambda: self.revaluation * ONE,
            "index": lambda: dated(self.index, year),
            "who": lambda: self.who(what),
            "from_pension": lambda: {"survivors": 0.6, "orphans": 0.2}[what] * carried["pension"],
            "how_much": lambda: self.how_much(what, carried["career"], year),
        }
        return answer[kind]()

    def who(self, what):
        if not self.cached:
            long = (self.years <= SERVED)[None, None, None, None]
            old = (self.age <= REACHED)[None, None, None]
            some = (SERVED >= 2)[None, None, None, None]
            made = {"old_age": old & long, "invalidity": some, "survivors": some, "orphans": some}
            made["refund"] = ~long
            self.cached.update({name: np.asarray(one, dtype=float) for name, one in made.items()})
        return self.cached[what]

    def how_much(self, what, career, year):
        if self.divisor is not None:
            return career / self.divisor
        if what == "refund":
            return 0.05 * career
        pension = np.clip(self.flat + self.accrual * career, dated(self.least, year), self.most)
        return {"survivors": 0.6, "orphans": 0.2}.get(what, 1.0) * pension


def dated(values, year):
    values = np.asarray(values, dtype=float)
    return (values if values.ndim == 0 else values[year - START])[..., None, None, None, None] * ONE


@dataclass(frozen=True)
class Terms:
    """What is drawn of a scheme; rates are yearly."""

    death: float
    invalidity: float
    leaving: float
    returning: float
    density: float
    retirement: tuple[float, ...]  # by years since first eligible
    entry: int  # how many ages people enter at
    heads: tuple[float, float]
    age: int
    years: int
    flat: float
    index: float
    revaluation: float
    growth: float  # of the insured
    wages: float
    slope: float

    def law(self, **changes):
        made = Law(
            earnings(self.slope),
            self.age,
            self.years,
            self.flat,
            index=self.index,
            revaluation=self.revaluation,
        )
        return replace(made, cached={}, **changes)

    @property
    def payroll_growth(self):
        return (1 + self.growth) * (1 + self.wages) - 1


def earnings(slope):
    rising = 0.6 + slope * np.arange(AGES) / AGES
    return np.stack([rising, 1.2 * rising])[None, :, None, :, None]


zero_or = lambda low, high: st.one_of(st.just(0.0), st.floats(low, high))  # noqa: E731
TERMS = st.builds(
    Terms,
    death=st.floats(0.5, 3.0),
    invalidity=zero_or(0.001, 0.03),
    leaving=zero_or(0.01, 0.2),
    returning=zero_or(0.01, 0.4),
    density=st.one_of(st.just(1.0), st.floats(0.3, 1.0)),
    retirement=st.tuples(*[st.one_of(st.floats(0.1, 0.9), st.just(1.0))] * 4),
    entry=st.integers(1, 12),
    heads=st.tuples(st.floats(10.0, 2000.0), st.floats(10.0, 2000.0)),
    age=st.integers(36, 49),
    years=st.integers(0, 10),
    flat=zero_or(0.05, 0.3),
    index=zero_or(-0.02, 0.01),
    revaluation=zero_or(-0.02, 0.02),
    growth=st.floats(-0.02, 0.03),
    wages=st.floats(0.0, 0.05),
    slope=st.floats(0.0, 1.0),
)


def mortality(level):
    """Makeham's law by sex, [1, 1, sex, age]; nobody outlives the last age."""
    ages = np.arange(LAST)
    hazard = level * np.stack([0.001 + 0.0004 * 1.09 ** (ages - s) for s in (0, 4)])
    deaths = 1 - np.exp(-hazard)
    deaths[:, -1] = 1.0
    return deaths[None, None]


def families():
    spouses, children = np.zeros((2, 2, LAST, LAST))
    for x in range(FIRST, LAST):
        spouses[0, x, max(x - 3, 0)] = 0.5
        spouses[1, x, min(x + 3, LAST - 1)] = 0.4
        if x < 45:
            children[:, x, 0:18] = 0.04
    return spouses, children


def rates(value):
    return np.full((1,) * 6, value)


def experience(terms, insured):
    spouses, children = families()
    entrants = np.zeros((2, 1, AGES))
    entrants[..., : terms.entry] = 1 / terms.entry
    table = mortality(terms.death)
    return Experience(
        table, np.minimum(2 * table, 1.0), rates(terms.invalidity), rates(terms.leaving),
        rates(terms.returning), rates(terms.density), np.array([terms.retirement] * 2),
        spouses, children, entrants, insured,
    )  # fmt: skip


def valuation(terms, years, start, insured=None, *, promises=SOCIAL, shared=(), at=START):
    """A valuation of these terms, money of the day in average wages of the START."""
    growth = np.full((1, years), terms.wages)
    money = Money((1 + terms.wages) ** (at - START), growth, np.ones((1, years)), np.zeros((1, years)))
    people = experience(terms, insured)
    return Valuation(at, at + years - 1, FIRST, ("career",), ("all",), promises, people, money, start, shared)


def nobody(promises=SOCIAL):
    lives = np.zeros((2, 1, 2, 1, AGES, SERVICES))
    none = {p.name: Pensions(np.zeros((1, 2, LAST)), np.zeros((1, 2, LAST))) for p in promises}
    return Insured(lives, lives, none)


def generation(terms, law, promises=SOCIAL, shared=(), keep=False):
    """Who enters in the first year, followed alone to the last death."""
    insured = np.zeros((LAST, 1, 2))
    insured[0] = terms.heads
    plan = valuation(terms, LAST, nobody(promises), insured, promises=promises, shared=shared)
    return insured_over_time(law, plan, keep)


def growing(state, terms, years):
    """Numbers of the insured that grow from those of a state, [year, 1, sex]."""
    return state.active[0].sum((2, 3, 4)) * (1 + terms.growth) ** np.arange(1, years + 1)[:, None, None]


def on_new_year(state, law):
    """A state with its accounts and pensions moved by the law, as a projection wants its start."""
    factor = np.array([1.0, 1.0 + law.revaluation])[:, None, None, None, None, None]
    pensions = {
        name: replace(held, amount=held.amount * (1 + law.index)) for name, held in state.pensions.items()
    }
    return Insured(state.active * factor, state.inactive * factor, pensions)


def laid_over(states, growth):
    """The same sums of states as of generations each smaller than the next one."""
    weight = (1 + growth) ** -np.arange(1.0, len(states) + 1)

    def total(arrays):
        return sum(w * array for w, array in zip(weight, arrays, strict=True))

    pensions = {
        name: Pensions(
            *(total([getattr(s.pensions[name], kind) for s in states]) for kind in ("count", "amount"))
        )
        for name in states[0].pensions
    }
    return Insured(total([s.active for s in states]), total([s.inactive for s in states]), pensions)


def stable(terms, law, promises=SOCIAL, shared=(), years=0):
    """The stable state on 1 January of the START; `years` more to let a law that bends money settle."""
    born = generation(terms, law, promises, shared, keep=True)
    state = laid_over([on_new_year(s, law) for s in born.states[1:]], terms.growth)
    if not years:
        return state
    plan = valuation(terms, years, state, growing(state, terms, years), promises=promises, shared=shared)
    return on_new_year(insured_over_time(law, plan).end, law)


def spending(found):
    """Benefits of each year, [scenario, year]."""
    return sum(paid.sum(-1) for paid in found.benefits.values())


def finances(found, rate, fund=0.0):
    returns = np.full(spending(found).shape, rate)
    return Finances(spending(found), found.payroll.sum(-1), returns, fund)

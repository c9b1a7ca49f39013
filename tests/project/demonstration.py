"""The demonstration scheme of spec_actuarial 1.5, its law written by hand: a projection knows only `ask`."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from socle.model.insured import Experience, Insured, Money, Pensions, Promise, Valuation

FIRST, AGES, TOP, ALL = 15, 55, 55, 111
WORKING = np.arange(FIRST, FIRST + AGES, dtype=float)
SERVICE = np.arange(TOP, dtype=float)
REACHED = WORKING[:, None] + 1


@dataclass(frozen=True)
class Law:
    """Flat 10 % of the average wage and 1.25 % a year of career average, within 20 % and 120 % of the wage."""

    scale: np.ndarray  # [sex, class, age]
    age: float = 60.0
    years: float = 10.0
    least: object = 0.20
    most: float = 1.20
    rate: float = 0.12
    index: object = 0.0  # growth of pensions in payment, above that of wages [year, scenario]
    first_year: int = 2025

    def __call__(self, question, year, /, **carried):
        kind, _, what = question.partition(".")
        step, earned = year - self.first_year, self.scale[None, :, :, :, None]
        answers = {
            "insurable_earnings": lambda: earned,
            "credit": lambda: earned,
            "contribution": lambda: self.rate * earned,
            "revaluation": lambda: np.zeros((1,) * 5),
            "index": lambda: of_step(self.index, step),
            "who": lambda: self.who[what],
            "from_pension": lambda: 0.5 * carried["pension"],
            "how_much": lambda: self.how_much(what, carried["career"], step),
        }
        return answers[kind]()

    @property
    def who(self):
        cached = self.__dict__.get("_who")
        if cached is None:
            old = ((self.age <= REACHED) & (self.years <= SERVICE)).astype(float)[None, None, None]
            five = (SERVICE >= 5).astype(float)[None, None, None, None]
            cached = {"old_age": old, "invalidity": five, "survivors": five}
            object.__setattr__(self, "_who", cached)
        return cached

    def how_much(self, what, career, step):
        pension = np.clip(0.10 + 0.0125 * career, of_step(self.least, step), self.most)
        return 0.5 * pension if what == "survivors" else pension


def of_step(values, step):
    """One year of a number by year and scenario, or of a number."""
    values = np.asarray(values)
    return (values if values.ndim == 0 else values[step])[..., None, None, None, None] * np.ones((1,) * 5)


def law(**changes):
    """The law over a rising profile of earnings."""
    return Law(np.stack([profile(0.9), profile(1.0)])[:, None] * 1.02, **changes)


def profile(level):
    return level * (0.6 + 0.8 * (WORKING - FIRST) / AGES)


def rates(value):
    return np.full((1, 1, 1, 1, 1, 1), value)


def mortality(years=1, shift=0.0):
    """Makeham's law, men above women: [year, 1, sex, age]."""
    ages = np.arange(ALL)
    hazard = np.stack([0.0005 + 0.00003 * 1.1 ** (ages - s) for s in (0, 4)])
    q = 1 - np.exp(-np.minimum(hazard * np.exp(shift), 5.0))
    q[:, -1] = 1.0
    return np.broadcast_to(q, (years, 1, 2, ALL))


def families():
    spouses, children = np.zeros((2, ALL, ALL)), np.zeros((2, ALL, ALL))
    for x in range(20, ALL):
        spouses[0, x, max(x - 4, 0)] = 0.7
        spouses[1, x, min(x + 4, ALL - 1)] = 0.5
        if x < 60:
            children[:, x, 0:18] = 0.05
    return spouses, children


def valuation(years=75, heads=1000.0, growth=0.005, **changes):
    """The scheme, young: contributors with little service, no pensioners."""
    active = np.zeros((2, 1, 2, 1, AGES, TOP))
    for i, age in enumerate(WORKING[:-1]):
        for k in range(int(min(age - FIRST, 12)) + 1):
            active[0, 0, :, 0, i, k] = heads / (min(age - FIRST, 12) + 1) * np.exp(-0.02 * i)
    active[1] = active[0] * SERVICE * 0.9
    spouses, children = families()
    pattern = np.exp(-0.3 * np.arange(AGES - 1))
    entrants = np.broadcast_to(np.append(pattern / pattern.sum(), 0.0), (2, 1, AGES))
    total = active[0].sum((2, 3, 4))
    insured = total * (1 + growth) ** np.arange(1, years + 1)[:, None, None]
    experience = Experience(
        mortality(), np.minimum(3 * mortality(), 1.0), rates(0.003), rates(0.05), rates(0.12), rates(0.85),
        np.array([[0.4, 0.3, 0.3, 0.5, 1.0]] * 2), spouses, children, entrants, insured,
    )  # fmt: skip
    money = Money(1.0, np.zeros((1, years)), np.ones((1, years)), np.full((1, years), 0.01))
    promises = (
        Promise("old_age", "old_age"),
        Promise("invalidity", "invalidity"),
        Promise("survivors", "survivors", follows=True),
    )
    nobody = {p.name: Pensions(np.zeros((1, 2, ALL)), np.zeros((1, 2, ALL))) for p in promises}
    start = Insured(active, np.zeros_like(active), nobody)
    made = Valuation(2025, 2024 + years, FIRST, ("career",), ("all",), promises, experience, money, start)
    return replace(made, **changes)

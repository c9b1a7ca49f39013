"""One person's career asked of a contributory law: what is paid in, what the accounts hold, which pension follows.

The same questions as those of a projection, folded over the years of one life, in money of the day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from socle.engine.numpy_blocks import evaluate
from socle.ground.axes import Array
from socle.ground.expression import Node
from socle.ground.refusals import Refusal
from socle.ground.units import AVERAGE_WAGE
from socle.model.economy import Economy
from socle.model.insurance import EARNINGS, NORM, PAST_EARNINGS, YEARS_COUNTED, InsuranceLaw
from socle.model.law import walk
from socle.model.population import Population
from socle.project.divisor import divisors
from socle.run.asked import IN_A_YEAR
from socle.run.columns import columns_read

GROWTH = {"price_growth": "cpi", "wage_growth": "wages"}  # columns that are the growth of a series
RATES = ("payroll_growth", "fund_return")  # columns that are a series

Deaths = Callable[[int], Array]
"""Probabilities of dying in a year by completed age on its 1 January, both sexes together, [age]."""


@dataclass(frozen=True, eq=False)
class Career:
    """Earnings of one person by calendar year, without gaps between the years; 0 where nothing was insured.

    `earnings` are money of the year [year], of which those above 0 give a year of service each; `columns` are
    further columns of the glossary, a number or one for each year from the first to the award. `parts` are the
    shares of each year that were insured, [year]; by default all of a year with earnings. `served` are years of
    service of before, and `held` what the accounts held on 1 January of the first year, revalued to it.
    """

    begins: int
    earnings: Array
    birth_year: int
    sex: int  # ground.axes: MALE or FEMALE
    columns: Mapping[str, Any] = field(default_factory=dict)
    parts: Array | None = None
    served: float = 0.0
    held: Mapping[str, float] = field(default_factory=dict)

    @property
    def insured(self) -> Array:
        """The share of each year that was insured, [year]."""
        worked = (self.earnings > 0).astype(np.float64)
        return worked if self.parts is None else worked * self.parts


@dataclass(frozen=True, eq=False)
class Movement:
    """An account over the years to the award, [year]: balance = balance before x (1 + growth) + credited."""

    credited: Array
    growth: Array
    balance: Array


@dataclass(frozen=True, eq=False)
class Earned:
    """What a career has earned on 1 January of `year`, money of that year a year (accounts: money x years)."""

    year: int
    eligible: bool
    amount: float  # what how_much gives, whether or not the person is eligible
    service: float
    accounts: Mapping[str, float]


def earned(
    law: InsuranceLaw, career: Career, economy: Economy, benefit: str, year: int, deaths: Deaths | None = None
) -> Earned:
    """The pension of one person who asks for `benefit` (its name in the scheme) at the beginning of `year`.

    Accounts: what is credited in a year moves by the growth of every later year, that of the award included.
    `deaths` are needed where the law has a divisor that the career does not give.
    """
    person = Person(law, career, economy, year)
    known = person.known(deaths)
    eligible, amount = (
        float(person.ask(f"{question}.{benefit}", last=True, **known)[-1]) for question in ("who", "how_much")
    )
    return Earned(year, eligible > 0, amount, known["service"], {name: known[name] for name in law.accounts})


def paid_in(law: InsuranceLaw, career: Career, economy: Economy) -> dict[str, Array]:
    """What the law asks of a career: `insurable_earnings` and `contribution.<payer>`, [year of the career] each."""
    person = Person(law, career, economy, career.begins + len(career.earnings) - 1)
    asked = [name for name in law.questions if name == EARNINGS or name.startswith("contribution.")]
    return {name: career.insured * person.ask(name) for name in asked}


def in_payment(
    law: InsuranceLaw, benefit: str, amount: float, years: tuple[int, ...], economy: Economy, **columns: Any
) -> Array:
    """The amounts in payment at the end of each of `years`, [year], as the law moves them from `amount`.

    `columns` stand for the growth of `economy` where they are given, a number or one for each year.
    """
    last = years[-1]
    asked = Person(law, Career(years[0], np.zeros(len(years)), years[0], 0, columns), economy, last)
    steps = law.questions.get(f"in_payment.{benefit}")
    growth = asked.ask(f"index.{benefit}")
    paid = np.zeros(len(years))
    for i in range(len(years)):
        amount = amount * (1 + growth[i]) if steps is None else float(asked.answer(steps, amount=amount)[i])
        paid[i] = amount
    return paid


class Person:
    """The law bound to one life: every column and parameter by year, from the first of the career to the award."""

    def __init__(self, law: InsuranceLaw, career: Career, economy: Economy, year: int) -> None:
        ends = career.begins + len(career.earnings) - 1
        if not career.birth_year <= career.begins <= ends <= year:
            raise Refusal(
                "A career from {begins} to {ends} of a person born in {birth} cannot end in a pension in {year}.",
                begins=career.begins,
                ends=ends,
                birth=career.birth_year,
                year=year,
            )
        for outer in (career.begins, year):
            economy.at("cpi", outer)  # refuses a year outside those at hand
        self.law, self.economy, self.career = law, economy, career
        first = economy.years.index(career.begins)
        self.here, self.size = slice(first, first + year - career.begins + 1), year - career.begins + 1
        at = np.array(economy.years, dtype=np.float64)
        self.columns: dict[str, Array] = {
            name: economy.growth(series)[0, self.here]
            for name, series in GROWTH.items()
            if series in economy.series
        }
        for name in (AVERAGE_WAGE, *RATES):
            if name in economy.series:
                self.columns[name] = economy.of(name)[0, self.here]
        self.columns |= {
            "age": at[self.here] - career.birth_year,
            "sex": np.full(self.size, float(career.sex)),
            "earnings": np.concatenate([self.of_full_years(), np.zeros(year - ends)]),
            **{name: np.broadcast_to(values, self.size) for name, values in career.columns.items()},
        }

    def of_full_years(self) -> Array:
        """Earnings as if all of each year were insured, as the ceilings and rates of a period see them."""
        whole = self.career.insured
        return np.divide(self.career.earnings, whole, out=np.zeros(len(whole)), where=whole > 0)

    @property
    def insured(self) -> Array:
        """The share of each year that was insured, nothing from the award on."""
        found = np.zeros(self.size)
        before = self.career.insured[: self.size - 1]
        found[: len(before)] = before
        return found

    def movement(self, name: str) -> Movement:
        """An account year by year; that of the award is only revalued."""
        credited, growth = self.insured * self.ask(f"credit.{name}"), self.ask(f"revaluation.{name}")
        level = np.cumprod(1 + growth)
        held = self.career.held.get(name, 0.0) / level[0]
        return Movement(credited, growth, level * (held + np.cumsum(credited / level)))

    def known(self, deaths: Deaths | None = None) -> dict[str, float]:
        """What the career itself gives at the award: accounts, service, and the columns that the law defines."""
        found = {name: float(self.movement(name).balance[-1]) for name in self.law.accounts}
        found["service"] = self.career.served + float(self.insured.sum())
        read = columns_read(self.law, self.career.columns)
        if "last_earnings" in read:
            found["last_earnings"] = self._last_earnings()
        if "divisor" in read:
            found["divisor"] = self._divisor(deaths)
        return found

    def _last_earnings(self) -> float:
        """Mean insurable earnings of the last or best years with insured work, revalued like an account.

        Years insured in part weigh by their part; of fewer years than the law counts, the mean of those there are.
        """
        level = np.cumprod(1 + self.ask(PAST_EARNINGS))
        worth, weights = self.ask(EARNINGS) * level[-1] / level, self.insured
        insurance = self.law.scheme.insurance
        best = bool(insurance and insurance.last_earnings and insurance.last_earnings.best)
        there = np.flatnonzero(weights > 0)
        order = there[np.argsort(worth[there], kind="stable")] if best else there
        counted = order[-max(int(np.round(self.ask(YEARS_COUNTED, last=True)[-1])), 1) :]
        return float(np.average(worth[counted], weights=weights[counted])) if len(counted) else 0.0

    def _divisor(self, deaths: Deaths | None) -> float:
        if deaths is None:
            raise Refusal(
                "The divisor of `{scheme}` rests on deaths by age, and none are given.",
                scheme=self.law.scheme.name,
                where=self.law.scheme.where,
            )
        year = self.career.begins + self.size - 1
        table = divisors(deaths(year), self.ask(NORM, last=True)[-1])
        return float(table[min(year - self.career.birth_year - 1, len(table) - 1)])  # completed on 1 January

    def ask(self, question: str, *, last: bool = False, **known: float) -> Array:
        """The answer of the law in each year; with `last`, only that of the last year has a meaning.

        Ages are those reached in the year; what a year of work brings is asked of the age at its beginning.
        """
        early = 1.0 if question.partition(".")[0] in IN_A_YEAR else 0.0
        return self.answer(self.law.tree(question), last=last, early=early, **known)

    def answer(self, tree: Node, *, last: bool = False, early: float = 0.0, **known: float) -> Array:
        """What an expression of the law gives in each year, asked of an age so many years `early`."""
        columns = {
            **self.columns,
            "age": self.columns["age"] - early,
            **{name: np.full(self.size, value) for name, value in known.items()},
        }
        said = [node.value for node in walk(tree) if node.op == "parameter"]
        values = {path: self.value(path, last=last) for path in said}
        people = Population(np.ones(self.size), columns)
        return np.broadcast_to(evaluate(tree, people, values), self.size)

    def value(self, path: str, *, last: bool = False) -> Array:
        """A parameter, or the switch of a version, in each year; with `last`, only that of the last year."""
        at = np.array(self.economy.years, dtype=np.float64)
        asked = np.zeros(len(at))
        asked[self.here.stop - 1 if last else self.here.start : self.here.stop] = 1.0
        switch = path if path in self.law.in_force else self.law.switch_of.get(path, "")
        if switch:
            begins, ends = self.law.in_force[switch]
            asked = asked * ((at >= begins) & (at < ends))
        if path == switch:
            return asked[self.here]
        births = (at - self.career.birth_year)[:, None]
        value = self.law.parameters[path].resolve(at, self.economy, asked, births)
        sex = self.career.sex if value.shape[2] > 1 else 0
        return np.where(asked > 0, value[0, :, sex, 0], 0.0)[self.here]

"""What a contributory law pays the standard beneficiary, asked of many former wages at once.

The law is that of the last day of one year, and so are its wages: the beneficiary earned the same multiple of the
average wage in every year of service, amounts of the law (ceilings, minima) stood in the same relation to wages as
they do now, and the pension is awarded in that year. What past earnings are worth follows from the law: where it
revalues them by wages, they are today's wage in every year; where by prices or not at all, they lag behind by the
growth of wages that is known, and before the first year known by its mean. The law is asked of a man, as the
standard beneficiaries of Convention 102 are men and their widows; of the ages that men and women reach.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np

from socle.engine.lower import lower
from socle.engine.numpy_blocks import evaluate_lowered
from socle.ground.axes import MALE, Array
from socle.ground.expression import Node
from socle.ground.refusals import Refusal
from socle.ground.units import AVERAGE_WAGE, MONTHS_PER_YEAR
from socle.measure.kinks import bends
from socle.model.economy import Economy
from socle.model.insurance import EARNINGS, NORM, PAST_EARNINGS, YEARS_COUNTED, InsuranceLaw
from socle.model.law import walk
from socle.model.parameter import Parameter
from socle.model.population import Population
from socle.model.practice import EARNINGS as SHARE_OF_EARNINGS
from socle.model.practice import FLAT
from socle.project.divisor import divisors
from socle.run.asked import IN_A_YEAR
from socle.run.career import GROWTH, RATES, Deaths
from socle.run.columns import columns_read

LAST_DAY: Final = 0.999  # of the year, as a share of it
BEGINS: Final = 20.0  # age at which the work of who is later an invalid, or dies, begins
MIDDLE: Final = 50.0  # age at which the years needed by an invalid, or by the dead, are asked for
LONGEST: Final = 60  # years of service that are tried
UNLIMITED: Final = 1e14  # money that stands for no limit
TOP: Final = (
    20.0  # bends are looked for up to so many times the average wage or the highest amount of the law
)


@dataclass(frozen=True, eq=False)
class Moment:
    """A law at the end of a year: its values then, and the growth that past years had."""

    law: InsuranceLaw
    economy: Economy
    year: int
    deaths: Deaths | None = None

    @cached_property
    def _at(self) -> tuple[Array, Array]:
        years = np.array(self.economy.years, dtype=np.float64)
        return years + LAST_DAY, (years == self.year).astype(np.float64)

    @cached_property
    def values(self) -> dict[str, Array]:
        """Values of the law already resolved, [men, women] or [1] each, for one age."""
        return {}

    @cached_property
    def trees(self) -> dict[str, tuple[Node, tuple[str, ...]]]:
        """Questions already prepared: the expression as engines evaluate it, and the values of the law in it."""
        return {}

    @cached_property
    def read(self) -> frozenset[str]:
        """The columns that the law reads."""
        return columns_read(self.law)

    @cached_property
    def grown(self) -> dict[tuple[str, int], Array]:
        """Growth of series already looked up."""
        return {}

    def tree(self, question: str) -> tuple[Node, tuple[str, ...]]:
        """The lowered expression that answers a question, and the paths of the values that it reads."""
        if question not in self.trees:
            tree = self.law.tree(question)
            paths = tuple(dict.fromkeys(node.value for node in walk(tree) if node.op == "parameter"))
            self.trees[question] = lower(tree), paths
        return self.trees[question]

    def value(self, path: str, age: float, sex: int = MALE) -> float:
        """A parameter at the end of the year, or the switch of a version: 1 while it is in force."""
        switch = path if path in self.law.in_force else self.law.switch_of.get(path, "")
        if switch:
            begins, ends = self.law.in_force[switch]
            if not begins <= self.year + LAST_DAY < ends:
                return 0.0
        if path == switch:
            return 1.0
        return self._resolved(self.law.parameters[path], age, sex)

    def _resolved(self, parameter: Parameter, age: float, sex: int) -> float:
        key = f"{parameter.path}@{age:g}"
        if key not in self.values:
            at, asked = self._at
            ages = np.array([age])
            found = parameter.resolve(at, self.economy, asked, ages)
            self.values[key] = found[0, self.economy.years.index(self.year), :, 0]
        value = self.values[key]
        return float(value[min(sex, len(value) - 1)])

    def growth(self, series: str, years: int) -> Array:
        """Growth of a series in each of the last `years`; before the first that is known, the mean of those known."""
        if (series, years) not in self.grown:
            self.grown[series, years] = self._growth(series, years)
        return self.grown[series, years]

    def _growth(self, series: str, years: int) -> Array:
        here = self.economy.years.index(self.year)
        known = self.economy.growth(series)[0, 1 : here + 1]
        known = known[np.isfinite(known)]
        mean = float(np.prod(1 + known) ** (1 / len(known)) - 1) if len(known) else 0.0
        return np.concatenate(
            [np.full(max(years - len(known), 0), mean), known[max(len(known) - years, 0) :]]
        )

    @property
    def average_wage(self) -> float:
        """Of the year."""
        return float(self.economy.at(AVERAGE_WAGE, self.year)[0, 0])


@dataclass(frozen=True, eq=False)
class Service:
    """Years of service up to the year of a moment, at constant multiples of the average wage, for some wages.

    Arrays are [wage, year]: the years of work, then the year of the award.
    """

    moment: Moment
    wages: Array  # money of the year of award, [wage]
    years: float
    age: float  # at the award
    sex: int = MALE

    @cached_property
    def parts(self) -> Array:
        """The share of each year that was insured; nothing in that of the award."""
        worked = math.ceil(self.years - 1e-9)
        found = np.ones(worked + 1)
        found[-1] = 0.0
        if worked:
            found[0] = self.years - (worked - 1)
        return found

    @cached_property
    def columns(self) -> dict[str, Array]:
        """What the law reads of each year."""
        size, moment = len(self.parts), self.moment
        found = {
            name: moment.growth(series, size)
            for name, series in GROWTH.items()
            if series in moment.economy.series
        }
        for name in RATES:
            if name in moment.economy.series:
                found[name] = np.full(size, moment.economy.at(name, moment.year)[0, 0])
        earned = self.wages[:, None] * self.level
        earned[:, -1] = 0.0
        steps = np.arange(1.0 - size, 1.0)
        return {
            **found,
            "age": self.age + steps,
            "sex": np.full(size, float(self.sex)),
            "earnings": earned,
            AVERAGE_WAGE: moment.average_wage * self.level,
        }

    @cached_property
    def level(self) -> Array:
        """Average wages of each year over those of the award."""
        size = len(self.parts)
        grown = np.cumprod(1 + self.moment.growth("wages", size))
        return np.asarray(grown / grown[-1])

    def ask(self, question: str, **known: Array) -> Array:
        """What the law answers in each year, [wage, year]; `known` are columns that the career gives."""
        early = 1.0 if question.partition(".")[0] in IN_A_YEAR else 0.0
        tree, paths = self.moment.tree(question)
        columns = {**self.columns, "age": self.columns["age"] - early, **known}
        values = {path: self._along(path) for path in paths}
        found = evaluate_lowered(tree, Population(np.ones(1), columns), values)
        return np.broadcast_to(found, (len(self.wages), len(self.parts)))

    def award(self, question: str, known: Mapping[str, Array]) -> Array:
        """What the law answers at the award, [wage]."""
        tree, paths = self.moment.tree(question)
        columns = {name: value[..., -1] for name, value in self.columns.items()}
        values = {path: np.array(self.moment.value(path, self.age, self.sex)) for path in paths}
        found = evaluate_lowered(tree, Population(np.ones(1), {**columns, **known}), values)
        return np.broadcast_to(found, len(self.wages))

    def _along(self, path: str) -> Array:
        """A value of the law in each year: amounts of money in the same relation to wages as at the award."""
        value = self.moment.value(path, self.age, self.sex)
        parameter = self.moment.law.parameters.get(path)
        money = parameter.kind.money if parameter is not None else 0
        return np.asarray(value * self.level**money)

    @cached_property
    def known(self) -> dict[str, Array]:
        """Service, accounts and past earnings at the award, [wage] each."""
        law = self.moment.law
        found = {name: self._balance(name) for name in law.accounts}
        found["service"] = np.full(len(self.wages), self.years)
        read = self.moment.read
        if "last_earnings" in read:
            found["last_earnings"] = self._last_earnings()
        if "divisor" in read:
            found["divisor"] = np.full(len(self.wages), self._divisor())
        return found

    def _balance(self, name: str) -> Array:
        """What an account holds: each year's credit, moved by the growth of every later year."""
        credited, growth = self.parts * self.ask(f"credit.{name}"), self.ask(f"revaluation.{name}")
        level = np.cumprod(1 + growth, axis=1)
        return np.asarray((credited * level[:, -1:] / level).sum(axis=1))

    def _last_earnings(self) -> Array:
        """Mean revalued insurable earnings of the last or best years that the law counts; of fewer where there are."""
        level = np.cumprod(1 + self.ask(PAST_EARNINGS), axis=1)
        worth = (self.ask(EARNINGS) * level[:, -1:] / level)[:, :-1]
        if not worth.shape[1]:
            return np.zeros(len(self.wages))
        insurance = self.moment.law.scheme.insurance
        best = bool(insurance and insurance.last_earnings and insurance.last_earnings.best)
        counted = max(round(float(self.ask(YEARS_COUNTED)[0, -1])), 1)
        parts = np.broadcast_to(self.parts[:-1], worth.shape)
        order = np.argsort(worth if best else np.zeros(worth.shape), axis=1, kind="stable")
        taken = order[:, -counted:]
        held = np.take_along_axis(parts, taken, axis=1)
        return np.asarray((np.take_along_axis(worth, taken, axis=1) * held).sum(axis=1) / held.sum(axis=1))

    def _divisor(self) -> float:
        if self.moment.deaths is None:
            raise Refusal(
                "The divisor of `{scheme}` rests on deaths by age, and none are given.",
                scheme=self.moment.law.scheme.name,
            )
        table = divisors(self.moment.deaths(self.moment.year), float(self.ask(NORM)[0, -1]))
        return float(table[min(round(self.age) - 1, len(table) - 1)])


@dataclass(frozen=True, eq=False)
class LawFormula:
    """A benefit of a contributory law as the engine asks it: `practice.Formula`.

    `parts` are the benefits of one family and how many receive each: the widow and two children. `age` is that of
    the award, or not a number where it is the age at which work of so many years ends.
    """

    moment: Moment
    parts: tuple[tuple[str, int], ...]
    age: float = math.nan
    wage_ratio: float = 1.0  # wages of the year of the law over those of the year asked for
    found: dict[float, Array] = field(default_factory=dict)  # bends by years of service
    told: dict[tuple[float, bytes], Array] = field(default_factory=dict)  # amounts by years and wages

    @cached_property
    def kind(self) -> str:
        """A share of earnings, or the same for all."""
        law = self.moment.law
        reads = {*law.accounts, "earnings", EARNINGS, "last_earnings"}
        own = any(law.reads(f"how_much.{name}") & reads for name, _ in self.parts)
        return SHARE_OF_EARNINGS if own else FLAT

    @cached_property
    def qualifying(self) -> float:
        """The lowest years of service, to the month, after which the law gives it; without end where it never does."""
        low, high, months = -1, LONGEST * MONTHS_PER_YEAR, float(MONTHS_PER_YEAR)
        if not self._due(high / months):
            return math.inf
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self._due(middle / months) else (middle, high)
        return high / months

    def _due(self, years: float) -> bool:
        age = MIDDLE if math.isnan(self.age) else self.age
        return has_right(self.moment, self.parts[0][0], years, age)

    @cached_property
    def says(self) -> Mapping[str, float]:
        """The figures of the law that the amount rests on, at the end of the year: money a year."""
        law, age = self.moment.law, BEGINS if math.isnan(self.age) else self.age
        asked = [f"how_much.{name}" for name, _ in self.parts]
        asked += [f"credit.{name}" for name in law.accounts if any(name in law.reads(one) for one in asked)]
        paths = dict.fromkeys(one.path for question in asked for one in law.says(question))
        prefix = f"{law.scheme.name}."
        return {path.removeprefix(prefix): self.moment.value(path, age) for path in paths}

    def amount(self, wages: Array, years: float) -> Array:
        """Money a year for these former wages [wage] after so many years of service; nothing to who has no right."""
        asked = np.asarray(wages, dtype=np.float64)
        key = years, asked.tobytes()
        if key not in self.told:  # instruments ask the same of the law
            self.told[key] = self._amount(asked, years)
        return self.told[key].copy()

    def _amount(self, wages: Array, years: float) -> Array:
        asked = wages * self.wage_ratio
        service = Service(self.moment, np.atleast_1d(asked), years, self._age(years))
        paid = np.zeros(len(service.wages))
        for name, count in self.parts:
            right = service.award(f"who.{name}", service.known) > 0
            paid = paid + count * np.where(right, service.award(f"how_much.{name}", service.known), 0.0)
        return np.asarray(paid.reshape(asked.shape) / self.wage_ratio)

    def kinks(self, years: float) -> Array:
        """Where the amount bends; a bend at an amount of the law is that very amount."""
        if years not in self.found:
            said = np.array(list(self.says.values())) / self.wage_ratio
            wage = self.moment.average_wage / self.wage_ratio
            near = np.concatenate(
                [np.empty(0), *self.found.values()]
            )  # those of other years are often the same
            self.found[years] = bends_of(lambda wages: self._amount(wages, years), said, wage, near)
        return self.found[years]

    def given(self, changes: Mapping[str, Parameter]) -> LawFormula:
        """The same under other values of the law, by path: nothing is read or composed anew."""
        law = replace(self.moment.law, parameters={**self.moment.law.parameters, **changes})
        return replace(self, moment=replace(self.moment, law=law), found={}, told={})

    def _age(self, years: float) -> float:
        return BEGINS + years if math.isnan(self.age) else self.age


def has_right(moment: Moment, name: str, years: float, age: float, sex: int = MALE) -> bool:
    """Whether the law gives a benefit at an age after years of service at the average wage."""
    service = Service(moment, np.array([moment.average_wage]), years, age, sex)
    return bool(service.award(f"who.{name}", service.known)[0] > 0)


def bends_of(
    amount: Callable[[Array], Array], said: Array, wage: float, likely: Array | None = None
) -> Array:
    """Where an amount bends with wages; one at a figure that the law says is that very figure.

    `wage` is an average wage, round which, and round what is said, bends are looked for; `likely` are other places.
    """
    said = said[said < UNLIMITED]
    likely = said if likely is None else np.concatenate([said, likely])
    near = bends(amount, TOP * max([wage, *said]), likely)
    same = np.isclose(near[:, None], said, rtol=1e-8, atol=0.0)
    return np.asarray(np.where(same.any(axis=1), said[same.argmax(axis=1)], near)) if len(said) else near

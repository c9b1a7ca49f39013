"""A closed block of records: the expected path of each, from work to pension to death, added up by year.

The loop over years knows no law: it asks. On 1 January everybody alive who has no pension yet is asked `who`;
those whom the law answers take their pension and keep it, the others work and contribute for the year as long
as people work. Accounts grow on 1 January, before anybody asks, and are credited with the year's work. Deaths
fall evenly over the year, so that who dies is paid, and pays, for half of it on average.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import SEXES, Array
from socle.ground.refusals import Refusal

CHUNK = 4096  # records: their state stays in the processor's cache
WHO, HOW_MUCH, CONTRIBUTION, IN_PAYMENT = QUESTIONS = ("who", "how_much", "contribution", "in_payment")
CREDIT, REVALUATION = "credit.", "revaluation."  # and the name of the account: asked where the law needs one
Ask = Callable[..., Array]
"""(question, year, columns by name [life]) -> what the law of that year answers, [life] or one number."""


@dataclass(frozen=True, eq=False)
class Block:
    """Records on 1 January of the first year, one value each, [record]."""

    sex: NDArray[np.int64]  # ground.axes: MALE or FEMALE
    age: NDArray[np.int64]  # completed years
    service: Array  # years credited
    salary: Array  # earnings of the year before, money of that year
    heads: Array  # lives that the record stands for
    accounts: Mapping[str, Array] = field(default_factory=dict)  # money of the year before x years

    def __post_init__(self) -> None:
        columns = self._columns()
        if len({np.shape(values) for values in columns.values()}) > 1 or np.ndim(self.sex) != 1:
            raise Refusal(
                "The columns of a block have one value for each record; their shapes are {found}.",
                found=", ".join(f"{name} {np.shape(values)}" for name, values in columns.items()),
            )
        for name, values in columns.items():
            most = len(SEXES) - 1 if name == "sex" else np.inf
            wrong = np.flatnonzero(~((values >= 0) & (values <= most) & np.isfinite(values)))
            if wrong.size:
                raise Refusal(
                    "Record {record}, counted from 0: `{name}` cannot be {value}.",
                    record=int(wrong[0]),
                    name=name,
                    value=float(values[wrong[0]]),
                )

    def part(self, records: slice | NDArray[np.int64]) -> Block:
        """Some of the records."""
        taken: dict[str, Any] = {name: values[records] for name, values in self._columns().items()}
        accounts = {name: taken.pop(name) for name in self.accounts}
        return Block(**taken, accounts=accounts)

    def _columns(self) -> dict[str, Array]:
        own = ("sex", "age", "service", "salary", "heads")
        return {**{name: getattr(self, name) for name in own}, **self.accounts}


@dataclass(frozen=True, eq=False)
class Assumed:
    """What is assumed of lives and of salaries; what stands at the last age holds for all later ones."""

    mortality: Array  # [sex, age] probability to die within the year
    growth: Array  # [year] growth of the average salary over the year before
    merit: Array  # [age] growth of a salary beyond that of the average
    works_until: int  # the age from which nobody works, pension or not

    def __post_init__(self) -> None:
        if self.mortality.ndim != 2 or len(self.mortality) != len(SEXES):
            raise Refusal(
                "Mortality is needed by sex and age; its shape is {found}.", found=self.mortality.shape
            )
        wrong = np.argwhere(~((self.mortality >= 0) & (self.mortality <= 1)))
        if len(wrong):
            sex, age = wrong[0]
            raise Refusal(
                "Mortality lies between 0 and 1; {sex} at age {age}: {value}.",
                sex=SEXES[sex],
                age=int(age),
                value=float(self.mortality[sex, age]),
            )

    def until(self, age: int) -> tuple[Array, Array]:
        """Mortality [sex, age] and the yearly factor of merit [age] for ages 0 to `age`."""
        return held(self.mortality, age), 1 + held(self.merit, age)


@dataclass(frozen=True, eq=False)
class BlockTotals:
    """Sums over a block by calendar year, [year], money of the day."""

    years: tuple[int, ...]
    contributions: Array
    pensions: Array  # paid
    alive: Array  # on 1 January


def held(values: Array, last: int) -> Array:
    """Values along a last axis of ages 0 to `last`; those at hand go on as the last of them."""
    return np.ascontiguousarray(values[..., np.minimum(np.arange(last + 1), values.shape[-1] - 1)])


def projected(block: Block, assumed: Assumed, ask: Ask, years: tuple[int, ...]) -> BlockTotals:
    """The totals of each of `years` by the law that answers `ask`.

    Neighbours in age are worked out together, so that most chunks only work or are only paid.
    """
    sums = np.zeros((3, len(years)))
    records = np.argsort(block.age, kind="stable")
    for first in range(0, len(records), CHUNK):
        chunk = _Chunk(block.part(records[first : first + CHUNK]), assumed, ask)
        for t, found in enumerate(chunk.over(years)):
            sums[:, t] += found
    return BlockTotals(years, *sums)


class _Chunk:
    """Some records on their way through the years."""

    def __init__(self, block: Block, assumed: Assumed, ask: Ask) -> None:
        self.assumed, self.ask = assumed, ask
        self.alive, self.salary, self.service = block.heads.copy(), block.salary.copy(), block.service.copy()
        self.sex, self.age = block.sex, block.age.copy()
        self.said_sex = block.sex.astype(np.float64)
        self.accounts = {name: values.copy() for name, values in block.accounts.items()}
        self.amount = np.zeros(len(self.age))
        self.pensioner = np.zeros(len(self.age), dtype=bool)

    def over(self, years: tuple[int, ...]) -> Iterator[tuple[float, float, float]]:
        """Contributions, pensions paid and lives on 1 January of each year, until nobody is left."""
        mortality, merit = self.assumed.until(int(self.age.max()) + len(years))
        for t, year in enumerate(years):
            if not self.alive.any():
                return
            dying = mortality[self.sex, self.age]
            lived = self.alive * (1 - 0.5 * dying)
            paying = self._year(year, lived, merit[self.age] * (1 + self.assumed.growth[t]))
            yield paying, float(self.amount @ lived), float(self.alive.sum())
            self.alive *= 1 - dying
            self.age += 1

    def _year(self, year: int, lived: Array, growth: Array) -> float:
        """Moves pensions, awards new ones, and gives what the others contribute."""
        if self.pensioner.any():
            self.amount = np.where(self.pensioner, self._asked(IN_PAYMENT, year, amount=self.amount), 0.0)
        if self.pensioner.all():
            return 0.0
        for name in self.accounts:
            self.accounts[name] = self.accounts[name] * (1 + self._asked(REVALUATION + name, year))
        self._award(year)
        works = ~self.pensioner & (self.age < self.assumed.works_until)
        if not works.any():
            return 0.0
        self.salary = np.where(works, self.salary * growth, self.salary)
        paid = self._asked(CONTRIBUTION, year, earnings=self.salary) * works
        for name in self.accounts:
            self.accounts[name] = (
                self.accounts[name] + self._asked(CREDIT + name, year, earnings=self.salary) * works
            )
        self.service += works
        return float(lived @ paid)

    def _award(self, year: int) -> None:
        known = {"last_earnings": self.salary, **self.accounts}
        new = ~self.pensioner & (self._asked(WHO, year, **known) > 0)
        if new.any():
            self.amount = np.where(new, self._asked(HOW_MUCH, year, **known), self.amount)
            self.pensioner |= new

    def _asked(self, question: str, year: int, **columns: Array) -> Array:
        return self.ask(question, year, age=self.age, sex=self.said_sex, service=self.service, **columns)

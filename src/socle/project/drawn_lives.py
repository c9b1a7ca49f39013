"""The insured of a closed group as drawn lives: each person a sequence of whole events, year by year.

The same years as those of cells (`movements.py`): exits fall evenly over the year, contributions are credited
to a share of the insured, half of it to those who leave or return during the year. Here each of these is drawn
for the person. Of the causes that act alone and evenly, the one that comes first happens; so the probabilities
in the presence of all causes need no formula. Only those who are not yet pensioners are drawn: what the law
awards falls into cells, where amounts are linear.

Draws are counter-based: a hash of person, year and event (SplitMix64: Steele, Lea and Flood, 2014), so that a
person has the same luck under every law, in every order and on every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import SEXES, Array
from socle.model.insured import Event, Promise

BLOCK: Final = 16384  # lives: their state stays in the processor's cache
POINTS: Final = 1024  # equally likely earnings of a year about those for life
STAYS, DEATH, INVALIDITY, RETIREMENT, MOVE, CREDIT, EARNINGS, AGED = range(8)
"""What happens to a life in a year, and what is drawn; `MOVE` is leaving or returning, `AGED` past the last age."""
EVENTS: Final = 8
OPENS: Final[Mapping[Event, int]] = {"old_age": RETIREMENT, "invalidity": INVALIDITY, "leaving": MOVE}
PEOPLE: Final = ("deaths", "invalid", "retiring", "leaving", "returning", "cashing_out", "aged_out")
CONTRIBUTED: Final = ("contributors", "payroll")
GOLDEN: Final = 0x9E3779B97F4A7C15
MIX: Final = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
LAST_SHIFT: Final = 31
BITS: Final = 11  # of 64 that a number with 53 has no room for
UNIT: Final = 2.0**-53
Ask = Callable[..., Array]
"""(question, step, sex [life], age from the first working age [life], columns) -> [life], in average wages."""


@dataclass(frozen=True, eq=False)
class Lives:
    """Persons on 1 January of the first year, [life] each, money in average wages."""

    luck: NDArray[np.uint64]
    sex: NDArray[np.int64]
    age: NDArray[np.int64]  # from the first working age
    service: Array
    level: Array  # own earnings over the mean of the age and sex, kept for life
    active: NDArray[np.bool_]
    waited: NDArray[np.int64]  # years before the first since the person could first retire
    accounts: Mapping[str, Array]

    def part(self, lives: Any) -> Lives:
        """Some of them."""
        own = {name: getattr(self, name)[lives] for name in LIFE}
        return Lives(**own, accounts={name: held[lives] for name, held in self.accounts.items()})

    def __len__(self) -> int:
        return len(self.sex)


LIFE: Final = ("luck", "sex", "age", "service", "level", "active", "waited")


@dataclass(frozen=True, eq=False)
class Past:
    """Earnings of past years as the law counts them in `last_earnings`; see `reference_years.over_years`."""

    counted: NDArray[np.int64]  # [year of award] how many years
    growth: Array  # [year] by how much they are revalued above the growth of the average wage
    best: bool  # the best of all years since the first working age, not the last


@dataclass(frozen=True, eq=False)
class Rates:
    """What is assumed of lives: independent yearly rates, [year, sex, working age]."""

    first_year: int
    death: Array
    invalidity: Array
    leaving: Array
    returning: Array
    density: Array
    retirement: Array  # [sex, years since first eligible; the last is held]
    earnings: Array  # [sex, working age] mean, in average wages
    spread: Array  # [point] earnings of a year over those for life, equally likely
    revaluation: Mapping[
        str, Array
    ]  # account -> growth above that of the average wage, [year, sex, working age]
    past: Past | None = None  # where the law reads it

    @property
    def years(self) -> int:
        """How many years there are."""
        return len(self.death)

    @property
    def ages(self) -> int:
        """How many working ages there are."""
        return int(self.death.shape[2])


@dataclass(frozen=True)
class Asked:
    """What is asked of a law on behalf of lives."""

    payers: tuple[str, ...]
    promises: tuple[Promise, ...]

    @property
    def flows(self) -> tuple[str, ...]:
        """The yearly sums, in their order."""
        return (*CONTRIBUTED, *self.payers, *PEOPLE)

    def opened_by(self, event: int) -> list[tuple[int, Promise]]:
        """The benefits that an event opens, with their places."""
        return [(i, one) for i, one in enumerate(self.promises) if OPENS.get(one.event, DEATH) == event]


@dataclass(frozen=True, eq=False)
class Drawn:
    """One draw of all lives."""

    flows: Array  # [flow, year, sex] persons, or average wages
    awards: Array  # [benefit, year, sex, working age] persons
    amounts: Array  # the same: average wages a year
    left: NDArray[
        np.int64
    ]  # [life] the year, from 0, in which it left for good; the number of years if it did not
    event: NDArray[np.int64]  # [life] by what
    awarded: Array  # [benefit, life] average wages a year of the award; not a number where none was

    @classmethod
    def empty(cls, lives: int, rates: Rates, asked: Asked) -> Drawn:
        """Before the first year."""
        shape = (len(asked.promises), rates.years, len(SEXES), rates.ages)
        return cls(
            np.zeros((len(asked.flows), rates.years, len(SEXES))),
            np.zeros(shape),
            np.zeros(shape),
            np.full(lives, rates.years, dtype=np.int64),
            np.full(lives, STAYS, dtype=np.int64),
            np.full((len(asked.promises), lives), np.nan),
        )


def started(luck: NDArray[np.uint64], seed: int) -> NDArray[np.uint64]:
    """Where the draws of each life begin, for one seed."""
    with np.errstate(over="ignore"):
        return _mixed(luck + np.uint64(seed) * np.uint64(GOLDEN))


def uniform(start: NDArray[np.uint64], year: int, event: int) -> Array:
    """The number from 0 to 1 that decides on one event of each life in one calendar year."""
    with np.errstate(over="ignore"):
        counter = np.uint64(year * EVENTS + event) * np.uint64(GOLDEN)
        return np.asarray((_mixed(start + counter) >> np.uint64(BITS)) * UNIT)


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    for shift, factor in MIX:
        bits = (bits ^ (bits >> np.uint64(shift))) * np.uint64(factor)
    return np.asarray(bits ^ (bits >> np.uint64(LAST_SHIFT)))


def drawn(lives: Lives, rates: Rates, asked: Asked, ask: Ask, seed: int = 0) -> Drawn:
    """All lives over all years, in blocks: the reference to which the compiled loop is held."""
    made = Drawn.empty(len(lives), rates, asked)
    for first in range(0, len(lives), BLOCK):
        rows = np.arange(first, min(first + BLOCK, len(lives)))
        here = _Here(lives.part(rows), rows, started(lives.luck[rows], seed))
        for step in range(rates.years):
            here = _Year(here, rates, asked, ask, step).into(made)
            if not len(here.rows):
                break
    return made


@dataclass(frozen=True, eq=False)
class _Here:
    """Those of a block who have not left yet."""

    lives: Lives
    rows: NDArray[np.int64]
    start: NDArray[np.uint64]


class _Year:
    """One year of the lives that are there."""

    def __init__(self, here: _Here, rates: Rates, asked: Asked, ask: Ask, step: int) -> None:
        self.here, self.rates, self.asked, self.law, self.step = here, rates, asked, ask, step
        lives = here.lives
        self.at = (np.full(len(lives), step), lives.sex, lives.age)
        self.last = lives.age == rates.ages - 1
        grown = {name: 1 + rates.revaluation[name][self.at] if step else 1.0 for name in lives.accounts}
        self.lives = replace(lives, accounts={n: held * grown[n] for n, held in lives.accounts.items()})

    def into(self, made: Drawn) -> _Here:
        """Adds the year to what was drawn; those who are there on the next 1 January."""
        waited = self._waited()
        hazard = self._hazard(waited)
        event = self._events(hazard)
        self.lives = replace(self.lives, waited=waited)
        moving = event == MOVE
        self._contribute(made, event)
        cashed = self._award(made, event) & moving
        active = self.lives.active
        stays = (event == STAYS) | (moving & ~cashed)
        aged = stays & self.last
        happened = (
            event == DEATH, event == INVALIDITY, event == RETIREMENT, moving & active, moving & ~active, cashed, aged,
        )  # fmt: skip
        first = len(CONTRIBUTED) + len(self.asked.payers)
        for i, some in enumerate(happened, start=first):
            made.flows[i, self.step] += self._by_sex(some)
        gone = ~stays | aged
        made.left[self.here.rows[gone]] = self.step
        made.event[self.here.rows[gone]] = np.where(aged, AGED, event)[gone]
        kept = ~gone
        after = replace(self.lives, active=active ^ moving, age=self.lives.age + 1).part(kept)
        return _Here(after, self.here.rows[kept], self.here.start[kept])

    def _asked(self, question: str, some: Any = slice(None), **columns: Array) -> Array:
        lives = self.lives
        known = {"service": lives.service, **lives.accounts, **columns}
        answer = self.law(
            question, self.step, lives.sex[some], lives.age[some], **{n: v[some] for n, v in known.items()}
        )
        return np.broadcast_to(answer, lives.sex[some].shape)

    def _draw(self, event: int) -> Array:
        return uniform(self.here.start, self.rates.first_year + self.step, event)

    def _by_sex(self, values: Array) -> Array:
        return np.asarray(np.bincount(self.lives.sex, values, len(SEXES)), dtype=np.float64)

    def _waited(self) -> NDArray[np.int64]:
        """Years since first eligible, this one counted; nothing while the law does not allow it."""
        eligible = np.zeros(len(self.lives), dtype=np.bool_)
        for _, promise in self.asked.opened_by(RETIREMENT):
            eligible |= self._asked(f"who.{promise.name}") > 0
        return np.where(eligible, self.lives.waited + 1, 0)

    def _hazard(self, waited: NDArray[np.int64]) -> Array:
        rates = self.rates.retirement
        place = np.clip(waited - 1, 0, rates.shape[1] - 1)
        rate = np.where(self.last, 1.0, rates[self.lives.sex, place])
        return np.where(waited > 0, rate, 0.0)

    def _events(self, hazard: Array) -> NDArray[np.int64]:
        """What comes first; whoever would move at the last working age but may retire does so."""
        rates, active = self.rates, self.lives.active
        alone = {
            DEATH: rates.death[self.at],
            INVALIDITY: np.where(active, rates.invalidity[self.at], 0.0),
            RETIREMENT: hazard,
            MOVE: np.where(active, rates.leaving[self.at], rates.returning[self.at]),
        }
        event = np.full(len(self.lives), STAYS, dtype=np.int64)
        when = np.ones(len(self.lives))
        for what, rate in alone.items():
            u = self._draw(what)
            first = u < rate * when
            when = np.divide(u, rate, out=when, where=first)
            event[first] = what
        return np.where(self.last & (event == MOVE) & (hazard > 0), RETIREMENT, event)

    def _contribute(self, made: Drawn, event: NDArray[np.int64]) -> None:
        """A year is credited, or not: to half as many of those who are insured for a part of the year."""
        lives = self.lives
        part = np.where(lives.active, np.where(event == STAYS, 1.0, 0.5), np.where(event == MOVE, 0.5, 0.0))
        paid = self._draw(CREDIT) < part * self.rates.density[self.at]
        earned = self._earned(slice(None), 0)
        asked = ["insurable_earnings", *(f"contribution.{name}" for name in self.asked.payers)]
        made.flows[0, self.step] += self._by_sex(paid)
        for i, question in enumerate(asked, start=1):
            made.flows[i, self.step] += self._by_sex(paid * self._asked(question, earnings=earned))
        accounts = {
            name: held + paid * self._asked(f"credit.{name}", earnings=earned)
            for name, held in lives.accounts.items()
        }
        self.lives = replace(lives, service=lives.service + paid, accounts=accounts)

    def _earned(self, some: Any, back: int) -> Array:
        """What a year brings who contributes in it, `back` years ago; before the first age as at that."""
        lives, rates = self.lives, self.rates
        u = uniform(self.here.start[some], rates.first_year + self.step - back, EARNINGS)
        age = np.maximum(lives.age[some] - back, 0)
        year = rates.spread[(u * len(rates.spread)).astype(np.int64)]
        return np.asarray(lives.level[some] * rates.earnings[lives.sex[some], age] * year)

    def _past(self, some: NDArray[np.int64], past: Past) -> Array:
        """Mean insured earnings of the years that count, in average wages of this year."""
        lives, counted = self.lives, max(int(past.counted[self.step]), 1)
        age, sex = lives.age[some], lives.sex[some]
        worth, held = 1.0, []
        for back in range(int(age.max()) + 1 if past.best else counted):
            then = max(self.step - back, 0)
            known = {"service": lives.service[some], "earnings": self._earned(some, back)}
            own = self.law("insurable_earnings", then, sex, np.maximum(age - back, 0), **known)
            held.append(np.broadcast_to(own, age.shape) * worth)
            worth *= 1 + float(past.growth[then])
        if not past.best:
            return np.asarray(sum(held) / counted)
        there = np.arange(len(held))[:, None] <= age
        best = np.cumsum(np.sort(np.where(there, held, 0.0), axis=0)[::-1], axis=0)
        taken = np.minimum(counted, age + 1)
        return np.asarray(best[taken - 1, np.arange(age.size)] / taken)

    def _award(self, made: Drawn, event: NDArray[np.int64]) -> NDArray[np.bool_]:
        """What the law gives to those who left, with what was credited until then; who was paid off."""
        cashed = np.zeros(len(self.lives), dtype=np.bool_)
        known: dict[str, Array] = {}
        if self.rates.past and (gone := np.flatnonzero(event != STAYS)).size:
            known["last_earnings"] = np.zeros(len(self.lives))
            known["last_earnings"][gone] = self._past(gone, self.rates.past)
        for what in (RETIREMENT, INVALIDITY, MOVE, DEATH):
            some = np.flatnonzero((event == what) & (self.lives.active | (what != MOVE)))
            for i, promise in self.asked.opened_by(what):
                if not some.size:
                    continue
                given = some[self._asked(f"who.{promise.name}", some, **known) > 0]
                amount = self._asked(f"how_much.{promise.name}", given, **known)
                place = (self.lives.sex[given], self.lives.age[given])
                np.add.at(made.awards[i, self.step], place, 1.0)
                np.add.at(made.amounts[i, self.step], place, amount)
                made.awarded[i, self.here.rows[given]] = amount
                cashed[given] |= what == MOVE
        return cashed

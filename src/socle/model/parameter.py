"""A parameter is a legal history: values with dates, a unit, the index that moves it, and its source.

Before its first date it does not exist. After its last date it moves only by its declared index. The words
of the file are kept beside the canonical value, since the law says 90 a month, not 1,080 a year.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.ground.expression import Kind
from socle.ground.refusals import Refusal
from socle.ground.units import AVERAGE_WAGE, DOLLAR, INTERNATIONAL_DOLLAR
from socle.model.economy import Economy

ALWAYS: Final = -math.inf
BIRTH_YEAR: Final = "birth_year"
COURSES: Final = ("step", "linear", "logistic")
_STEEPNESS: Final = 10.0  # of the logistic path: 99.3 % of the way is done between the two dates' ends


LIFE: Final = "life_expectancy_65"  # years: what it gains is added to an age, not multiplied into it


@dataclass(frozen=True)
class Then:
    """How a value moves after its last date: a mix of indices, plus a real growth, applied every so many years.

    An age moves by a share of what life expectancy at 65 has gained since.
    """

    mix: tuple[tuple[str, float], ...]
    plus: float = 0.0
    every: int = 1

    def factor(self, economy: Economy, since: int) -> Array:
        """The level of the index relative to the year `since`, shape [country, year]; 1 before."""
        years = np.array(economy.years)
        for name, _ in self.mix:
            known = np.isfinite(economy.at(name, since))  # refuses a year outside those at hand
            if not known.any() and np.isfinite(economy.of(name)).any():
                raise Refusal(
                    "The index `{name}` is not known in {since}, so an amount of that year cannot be moved by it: "
                    "give a later amount, or another index.",
                    name=name,
                    since=since,
                )
        grown = sum((weight * economy.growth(name) for name, weight in self.mix), np.zeros((1, len(years))))
        steps = np.where(years > since, (1 + grown) * (1 + self.plus), 1.0)
        level = np.cumprod(steps, axis=1)
        elapsed = np.maximum(years - since, 0)
        moved = np.searchsorted(years, since + elapsed // self.every * self.every)
        return np.asarray(level[:, moved], dtype=np.float64)

    @property
    def adds(self) -> bool:
        """Whether it adds years rather than moving by growth."""
        return any(name == LIFE for name, _ in self.mix)

    def gain(self, economy: Economy, since: int) -> Array:
        """The years added since a year, shape [scenario, year]; 0 before."""
        years = np.array(economy.years)
        elapsed = np.maximum(years - since, 0) // self.every * self.every
        then = economy.of(LIFE)[:, np.searchsorted(years, np.maximum(since + elapsed, years[0]))]
        share = sum(weight for name, weight in self.mix if name == LIFE)
        return np.asarray(np.where(elapsed > 0, share * (then - economy.at(LIFE, since)), 0.0))


@dataclass(frozen=True, eq=False)
class Parameter:
    """A dated value of the law. `values` are canonical; `written` are the words of the file."""

    path: str
    kind: Kind
    moments: tuple[float, ...]
    values: tuple[float, ...]
    written: tuple[str, ...]
    where: str = ""
    currency: str = ""
    per: str = ""
    prices: int | None = None  # the year in whose prices the amounts are, if not their own
    then: Then | None = None
    course: str = "step"
    source: str = ""
    unverified: bool = False
    by_sex: tuple[Parameter, Parameter] | None = None  # men, women
    clock: str = ""  # empty: dated by the calendar; or by the year of birth of each person
    before: Parameter | None = None  # the history that a reform leaves standing until its own first date

    def changes(self) -> tuple[float, ...]:
        """The moments at which the law changes at once; a path from date to date is followed year by year."""
        if self.by_sex:
            return self.by_sex[0].changes() + self.by_sex[1].changes()
        own = self.moments if self.course == "step" and not self.clock else ()
        if self.before is None:
            return own
        first = self.moments[0]
        return (first, *own, *(at for at in self.before.changes() if at < first))

    def frozen_after(self) -> float | None:
        """The moment after which an amount of money stays the same in name because no index is declared."""
        moves = self.then is not None or self.currency == AVERAGE_WAGE
        return self.moments[-1] if self.kind.money and not moves else None

    def said(self, at: float) -> str:
        """The words of the file that are in force at a moment, with unit, date and place."""
        if self.by_sex:
            return f"men {self.by_sex[0].said(at)}; women {self.by_sex[1].said(at)}"
        if self.before is not None and at < self.moments[0]:
            return self.before.said(at)
        i = max((i for i, since in enumerate(self.moments) if since <= at), default=0)
        unit = f" {self.currency} / {self.per}" if self.currency else ""
        since = "" if math.isinf(self.moments[i]) else f" ({_date(self.moments[i])})"
        return f"{self.written[i]}{unit}{since}"

    def overlaid(self, other: Parameter) -> Parameter:
        """The history up to the first date of `other`, then `other`; a value without date replaces all."""
        if other.by_sex:
            men, women = self.by_sex or (self, self)
            return replace(other, by_sex=(men.overlaid(other.by_sex[0]), women.overlaid(other.by_sex[1])))
        return other if math.isinf(other.moments[0]) else replace(other, before=self)

    def resolve(self, at: Array, economy: Economy, in_force: Array, ages: Array | None = None) -> Array:
        """The canonical values at the moments `at` [year], shape [country or 1, year, sex or 1, age or 1].

        `in_force` [year] says where the value is needed: where it is needed before its first date, a refusal.
        A value dated by year of birth has the axis of the completed `ages` of those who are asked of.
        """
        if self.by_sex:
            sexes = np.broadcast_arrays(*(p.resolve(at, economy, in_force, ages) for p in self.by_sex))
            return np.concatenate(sexes, axis=2)
        when = self._when(at, ages)
        early = when < self.moments[0] - 1e-9
        if self.before is None:
            self._refuse_before(when[early & (in_force > 0)[:, None]])
        try:
            own = self._cohorts(when) if self.clock else self._own(at, economy, in_force)[:, :, None, None]
        except Refusal as refusal:
            raise refusal.at(self.where) from None
        if self.before is None or not early.any():
            return own
        earlier = self.before.resolve(at, economy, in_force * early.any(axis=1), ages)
        return np.where(early[None, :, None, :], earlier, own)

    def _when(self, at: Array, ages: Array | None) -> Array:
        """The moments by the clock of the law, shape [year, 1], or [year, age] by year of birth."""
        if not self.clock:
            return at[:, None]
        if ages is None:
            raise Refusal(
                "`{path}` is dated by the year of birth, and here no one's is known: only a valuation resolves it.",
                path=self.path,
                where=self.where,
            )
        return np.asarray(np.floor(at)[:, None] - ages)

    def _cohorts(self, births: Array) -> Array:
        """The values of those born in a year, shape [1, year, 1, age]."""
        times, flat = np.array(self.moments), births.ravel()
        levels = np.array([self.values])
        which = np.clip(np.searchsorted(times, flat + 1e-9, side="right") - 1, 0, None)
        stepped = self.course == "step" or len(times) == 1
        own = levels[:, which] if stepped else _along(levels, times, flat, self.course)
        return own.reshape(1, births.shape[0], 1, births.shape[1])

    def _refuse_before(self, missing: Array) -> None:
        if missing.size and self.clock:
            raise Refusal(
                "`{path}` has no value for those born before {date}, and {year} is asked for: give an earlier value "
                "with its law.",
                path=self.path,
                date=_date(self.moments[0]),
                year=int(missing.min()),
                where=self.where,
            )
        if missing.size:
            raise Refusal(
                "`{path}` has no value before {date}, and {year} is asked for: give an earlier value with its "
                "law, or say from when the benefit exists (from: {date}).",
                path=self.path,
                date=_date(self.moments[0]),
                year=int(missing.min()),
                where=self.where,
            )

    def _own(self, at: Array, economy: Economy, in_force: Array) -> Array:
        """The values of its own dates and of its index, shape [country or 1, year]."""
        times = np.array(self.moments)
        which = np.clip(np.searchsorted(times, at + 1e-9, side="right") - 1, 0, None)
        stepped = self.course == "step" or len(times) == 1
        levels = self._levels(economy, which[in_force > 0] if stepped else np.arange(len(times)))
        level = levels[:, which] if stepped else _along(levels, times, np.floor(at), self.course)
        if self.currency == AVERAGE_WAGE:
            wages = [economy.at(AVERAGE_WAGE, math.floor(year)) for year in at]
            return np.asarray(level * np.concatenate(wages, axis=1))
        reached = bool((which[in_force > 0] == len(times) - 1).any())
        if self.then is None or math.isinf(times[-1]) or not reached:
            return level
        since = math.floor(times[-1])
        if self.then.adds:
            return np.where(which == len(times) - 1, level + self.then.gain(economy, since), level)
        factor = self.then.factor(economy, since)
        return np.where(which == len(times) - 1, level * factor, level)

    def _levels(self, economy: Economy, used: NDArray[np.int64]) -> Array:
        """The value of each date in national currency, shape [country or 1, date]; nothing where it is not used."""
        if not self.kind.money:
            return np.array([self.values])
        unused = np.zeros((1, 1))
        amounts = [self._national(i, economy) if i in used else unused for i in range(len(self.values))]
        return np.concatenate(np.broadcast_arrays(*amounts), axis=1)

    def _national(self, i: int, economy: Economy) -> Array:
        """The i-th amount in national currency at the prices of its own date, shape [country, 1]."""
        value, year = np.array([[self.values[i]]]), self.moments[i]
        if not self.kind.money or self.currency == AVERAGE_WAGE:
            return value
        dollars = {DOLLAR: "exchange_rate", INTERNATIONAL_DOLLAR: "ppp"}
        converted = (
            "exchange_rate" in economy.series
        )  # not in a valuation, whose money is that of its institution
        if self.currency in dollars and self.currency != economy.currency and converted:
            value = value * economy.at(dollars[self.currency], self.prices or int(year))
        elif self.currency != economy.currency:
            raise Refusal(
                "`{path}` is in {currency}, but this country's money is {national}: write amounts in {national}, "
                "in USD (converted at the exchange rate of their date) or in INTL (international dollars)."
                if converted
                else "`{path}` is in {currency}, and no exchange rate is at hand here: write amounts in {national}.",
                path=self.path,
                currency=self.currency or "?",
                national=economy.currency or "not the same in all countries",
                where=self.where,
            )
        if self.prices is not None and self.prices != int(year):
            value = value * economy.at("cpi", int(year)) / economy.at("cpi", self.prices)
        return value


def _along(levels: Array, times: Array, years: Array, course: str) -> Array:
    """The path from date to date, shape [country or 1, year]: straight, or along a logistic curve."""
    i = np.clip(np.searchsorted(times, years, side="right") - 1, 0, len(times) - 2)
    way = np.clip((years - times[i]) / (times[i + 1] - times[i]), 0, 1)
    if course == "logistic":
        ends = 1 / (1 + np.exp(_STEEPNESS / 2))
        way = (1 / (1 + np.exp(-_STEEPNESS * (way - 0.5))) - ends) / (1 - 2 * ends)
    return np.asarray(levels[:, i] + (levels[:, i + 1] - levels[:, i]) * way)


def _date(moment: float) -> str:
    year = math.floor(moment)
    month = round((moment - year) * 12) + 1
    return f"{year}-{month:02d}-01" if month > 1 else f"{year}"

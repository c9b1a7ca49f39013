"""Exposure: how long persons were observed at each completed age, to the day, and what happened to them there.

A year of age runs from one birthday to the day before the next; who was born on 29 February has the birthday
on 1 March in common years. The day of entry counts as observed, the day of exit does not. A year is 365.25 days.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.model.experience import Days, Lives

DAYS_PER_YEAR = 365.25
OLDEST = 120
"""Completed years: an observation beyond is a mistake in the file."""

_EARLY, _LEAP_DAY, _LATE = 0, 1, 2  # born before 29 February, on it, after it
_BEFORE_MARCH = 59  # days, in common years
_EPOCH = 1970


@dataclass(frozen=True, eq=False)
class Exposure:
    """Persons observed by completed age 0, 1, ..., 120.

    `days` is central exposure, in days; `rest` the days that those who had the event lacked to their next
    birthday, so that days + rest is the initial exposure; `events` is a count.
    """

    days: Array
    rest: Array
    events: Array

    @property
    def central(self) -> Array:
        """Years of central exposure."""
        return self.days / DAYS_PER_YEAR

    @property
    def initial(self) -> Array:
        """Years of initial exposure: whoever has the event counts to the end of that year of age."""
        return (self.days + self.rest) / DAYS_PER_YEAR


class _Birthdays:
    """The birthdays of persons; people born alike within the leap cycle share the spacing of them."""

    def __init__(self, birth: Days) -> None:
        self.birth = birth
        year = _year(birth)
        self._first = int(year.min(initial=_EPOCH))
        self.cohort = year - self._first
        after = birth - _january(year)
        leap = _march(year) - _january(year) - _BEFORE_MARCH
        self.kind = np.where(
            after < _BEFORE_MARCH, _EARLY, np.where((after == _BEFORE_MARCH) & (leap == 1), 1, 2)
        )
        years = np.arange(self._first, int(year.max(initial=_EPOCH)) + OLDEST + 3)
        new_year, march = _january(years), _march(years)
        leaps = march - new_year - _BEFORE_MARCH
        self.anchors = np.stack([new_year, march - leaps, march])  # [kind, year]
        self.offset = birth - self.anchors[self.kind, self.cohort]

    def at(self, age: NDArray[np.int64]) -> Days:
        """The day on which each person reaches an age."""
        return np.asarray(self.anchors[self.kind, self.cohort + age] + self.offset)

    def age(self, day: Days) -> NDArray[np.int64]:
        """The completed age of each person on a day."""
        guess = np.clip(_year(day) - self._first - self.cohort, 0, OLDEST + 1)
        return np.asarray(guess - (self.at(guess) > day))


def observed_ages(lives: Lives, until: int) -> NDArray[np.int64]:
    """The completed age of each person when observation ends: at the exit, or the day `until` if that is earlier."""
    return _Birthdays(lives.birth).age(np.minimum(lives.exit, until))


def born_in_january(birth: Days) -> Days:
    """The first 1 January not before each birth: who is taken as born then has the age had on 1 January all year."""
    january = _january(_year(birth))
    return np.where(birth == january, birth, _january(_year(birth) + 1))


def exposure(lives: Lives, first: int, until: int, event: int) -> Exposure:
    """Exposure and events from the day `first` to the day before `until`; `event` is a place in `CAUSES`.

    Every other exit ends the observation and is no event: the rates are those of the event alone. In whole
    days, and without a loop over persons: what a birthday takes from one age it gives to the next, and the
    sum of birthdays follows from counts by year of birth.
    """
    start, end = np.maximum(lives.entry, first), np.minimum(lives.exit, until)
    struck = (lives.cause == event) & (lives.exit >= first) & (lives.exit < until)
    seen = (end > start) | struck
    if not seen.any():
        nothing = np.zeros(OLDEST + 1)
        return Exposure(nothing, nothing, nothing)
    there, start, end, struck = lives.only(seen), start[seen], end[seen], struck[seen]
    born = _Birthdays(there.birth)
    first_age, last_age = born.age(start), born.age(end)
    if last_age.max() > OLDEST:
        raise Refusal("Nobody is observed at an age above {oldest}.", oldest=OLDEST)
    days = _sums(last_age, end) - _sums(first_age, start)
    birthdays = _birthday_sums(born, first_age, last_age)
    days += birthdays[1:] - birthdays[:-1]
    rest = np.where(struck, born.at(last_age + 1) - there.exit, 0)
    return Exposure(days, _sums(last_age, rest), _sums(last_age, struck))


def _sums(age: NDArray[np.int64], values: NDArray[np.generic], length: int = OLDEST + 1) -> Array:
    return np.asarray(np.bincount(age, values.astype(np.float64), minlength=length), dtype=np.float64)


def _birthday_sums(born: _Birthdays, first: NDArray[np.int64], last: NDArray[np.int64]) -> Array:
    """The sum of k-th birthdays over the persons observed across them (first < k <= last), [k = 0 .. 121]."""
    width = OLDEST + 2
    cohorts = born.anchors.shape[1]
    group = born.kind * cohorts + born.cohort
    crossing = _pairs(group, first + 1, (3 * cohorts, width)) - _pairs(group, last + 1, (3 * cohorts, width))
    heads = np.cumsum(crossing, axis=1).reshape(3, cohorts, width)
    offsets = np.cumsum(_sums(first + 1, born.offset, width) - _sums(last + 1, born.offset, width))
    anchored = np.zeros(width)
    for age in range(width):
        shared = min(cohorts - age, cohorts)
        anchored[age] = (heads[:, :shared, age] * born.anchors[:, age : age + shared]).sum()
    return offsets + anchored


def _pairs(row: NDArray[np.int64], column: NDArray[np.int64], shape: tuple[int, int]) -> NDArray[np.int64]:
    return np.bincount(row * shape[1] + column, minlength=shape[0] * shape[1]).reshape(shape)


def _year(day: Days) -> NDArray[np.int64]:
    return np.asarray(day).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + _EPOCH


def _january(year: NDArray[np.int64]) -> Days:
    """The first day of January."""
    return (year - _EPOCH).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)


def _march(year: NDArray[np.int64]) -> Days:
    """The first day of March."""
    return ((year - _EPOCH) * 12 + 2).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)

"""Laws of exposure: days of the calendar counted one by one, and events that add up."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.ground.refusals import Refusal
from socle.model.experience import CAUSES, STILL_THERE, UNSAID, Lives
from socle.project.experience import DAYS_PER_YEAR, OLDEST, exposure, observed_ages

DEATH = CAUSES.index("death")
EPOCH = datetime.date(1970, 1, 1)


def date(day: int) -> datetime.date:
    """The date so many days after 1 January 1970."""
    return EPOCH + datetime.timedelta(days=day)


def completed(birth: datetime.date, on: datetime.date) -> int:
    """Completed years; who was born on 29 February has the birthday on 1 March in common years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def lives(rows: list[tuple[int, int, int, int]]) -> Lives:
    """Lives of birth, entry, exit and cause."""
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return Lives(np.zeros(columns.shape[1], dtype=np.int64), *columns)


@st.composite
def persons(draw: Any) -> tuple[int, int, int, int]:
    """Birth, entry, exit and cause; many are born around the end of February of a leap year."""
    leap = st.sampled_from([datetime.date(year, 2, 29) for year in range(1936, 2001, 4)])
    near = st.builds(lambda day, off: (day - EPOCH).days + off, leap, st.integers(-2, 2))
    birth = draw(st.one_of(st.integers(-14000, 11000), near))
    entry = birth + draw(st.integers(0, 1500))
    leaves = entry + draw(st.integers(0, 1200))
    return (birth, entry, *draw(st.sampled_from([(STILL_THERE, UNSAID), (leaves, DEATH), (leaves, 2)])))


@settings(max_examples=60, deadline=None)
@given(st.lists(persons(), min_size=1, max_size=6), st.integers(-14000, 11000), st.integers(1, 2500))
def test_exposure_is_the_days_of_the_calendar_counted_one_by_one(
    rows: list[tuple[int, int, int, int]], first: int, length: int
) -> None:
    until = first + length
    days, events, rest = np.zeros(OLDEST + 1), np.zeros(OLDEST + 1), np.zeros(OLDEST + 1)
    for birth, entry, leaves, cause in rows:
        for day in range(max(entry, first), min(leaves, until)):
            days[completed(date(birth), date(day))] += 1
        if cause == DEATH and first <= leaves < until:
            age = completed(date(birth), date(leaves))
            events[age] += 1
            rest[age] += next(n for n in range(367) if completed(date(birth), date(leaves + n)) > age)
    found = exposure(lives(rows), first, until, DEATH)
    assert found.days == pytest.approx(days, abs=0)
    assert found.events == pytest.approx(events, abs=0)
    assert found.rest == pytest.approx(rest, abs=0)


def test_exposure_of_two_periods_adds_up_to_that_of_both() -> None:
    rng = np.random.default_rng(5)
    birth = rng.integers(-15000, 5000, 3000)
    entry = birth + rng.integers(0, 20000, 3000)
    leaves = np.where(rng.random(3000) < 0.3, STILL_THERE, entry + rng.integers(0, 9000, 3000))
    cause = np.where(leaves == STILL_THERE, UNSAID, rng.integers(0, 4, 3000))
    all_of = Lives(rng.integers(0, 2, 3000), birth, entry, leaves, cause)
    first, middle, until = 5000, 9001, 18000
    whole = exposure(all_of, first, until, DEATH)
    early, late = exposure(all_of, first, middle, DEATH), exposure(all_of, middle, until, DEATH)
    assert whole.days == pytest.approx(early.days + late.days, abs=0)
    assert whole.events == pytest.approx(early.events + late.events, abs=0)
    men, women = (exposure(all_of.only(all_of.sex == sex), first, until, DEATH) for sex in (0, 1))
    assert whole.days == pytest.approx(men.days + women.days, abs=0)
    died = (cause == DEATH) & (leaves >= first) & (leaves < until)
    assert whole.events.sum() == died.sum()
    lived = np.clip(np.minimum(leaves, until) - np.maximum(entry, first), 0, None).sum()
    assert whole.central.sum() == pytest.approx(lived / DAYS_PER_YEAR, rel=1e-12)


def test_another_cause_ends_exposure_and_is_no_event() -> None:
    one = lives([(0, 7000, 7300, CAUSES.index("leaving"))])
    found = exposure(one, 6000, 9000, DEATH)
    assert found.days.sum() == 300
    assert found.events.sum() == 0
    assert exposure(one, 6000, 9000, CAUSES.index("leaving")).events.sum() == 1


@pytest.mark.parametrize(("leaves", "counted"), [(7999, 0), (8000, 1), (8999, 1), (9000, 0)])
def test_an_event_counts_from_the_first_day_to_the_last(leaves: int, counted: int) -> None:
    found = exposure(lives([(0, 7000, leaves, DEATH)]), 8000, 9000, DEATH)
    assert found.events.sum() == counted
    assert found.days.sum() == min(max(leaves - 8000, 0), 1000)


def test_nobody_observed_gives_no_exposure() -> None:
    assert exposure(lives([(0, 7000, 7300, 0)]), 8000, 9000, DEATH).days.sum() == 0


def test_ages_that_nobody_reaches_are_refused_and_can_be_found() -> None:
    one = lives([(-20000, 0, STILL_THERE, UNSAID)])
    until = 130 * 366
    assert observed_ages(one, until)[0] > OLDEST
    with pytest.raises(Refusal, match="above 120"):
        exposure(one, 0, until, DEATH)

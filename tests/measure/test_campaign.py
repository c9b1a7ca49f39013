"""Counting as of a day and the pace of a campaign: worked by hand, and laws that hold for every register."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.measure.campaign import DAYS_PER_YEAR, Ends, agrees, count, pace, timeline
from socle.model.ratification import Campaign, OfficialCount, Ratification

CAMPAIGN = Campaign("C102", 59, date(2021, 10, 8), 70, date(2026, 12, 31), "", verified=True)


def row(iso3: str, first: date, last: date | None = None) -> Ratification:
    return Ratification(iso3, first, last or first, "high", "", (), None, "unknown", "")


def several(number: int, day: date) -> list[Ratification]:
    return [row(f"{day}{at}", day) for at in range(number)]


days = st.dates(date(1952, 6, 28), date(2026, 11, 21))
rows = st.lists(
    st.one_of(
        days.map(lambda day: row("", day)),
        st.integers(1953, 2026).map(lambda year: row("", date(year, 1, 1), date(year, 12, 31))),
    ),
    max_size=20,
)


def test_a_pace_worked_by_hand() -> None:
    """59 at the start and 65 after 3 years of 5.25: 5 lacking in 2.2286 years, 2 a year so far, so 2.5 years more."""
    day = CAMPAIGN.begins + timedelta(days=round(3 * DAYS_PER_YEAR))
    held = several(59, date(2000, 1, 1)) + several(6, date(2022, 1, 1))
    found = pace(held, CAMPAIGN, day)
    assert found.count == Ends(65, 65) and found.gap == Ends(5, 5)
    left = (CAMPAIGN.ends - day).days / 365.25
    assert found.years_left == pytest.approx(left)
    assert found.needed == Ends(5 / left, 5 / left)
    assert found.so_far is not None and found.so_far.low == pytest.approx(2.0, rel=1e-3)
    assert found.reached[0] == found.reached[1]
    assert found.reached[0] is not None and abs((found.reached[0] - day).days - 2.5 * 365.25) < 2


def test_a_year_without_a_day_makes_two_ends_of_all_that_follows() -> None:
    held = [*several(60, date(2000, 1, 1)), row("A", date(2022, 1, 1), date(2022, 12, 31))]
    found = pace(held, CAMPAIGN, date(2022, 7, 1))
    assert found.count == Ends(60, 61) and found.gap == Ends(9, 10)
    assert found.so_far is not None and found.so_far.low < found.so_far.high
    assert found.reached[0] is not None and found.reached[1] is not None
    assert found.reached[0] < found.reached[1]


def test_nobody_more_never_reaches_the_target() -> None:
    found = pace(several(59, date(2000, 1, 1)), CAMPAIGN, date(2024, 1, 1))
    assert found.so_far == Ends(0, 0) and found.reached == (None, None) and not found.met


def test_after_its_end_nothing_can_be_needed_and_before_it_began_there_is_no_pace() -> None:
    held = several(60, date(2000, 1, 1))
    assert pace(held, CAMPAIGN, CAMPAIGN.ends).needed is None
    assert pace(held, CAMPAIGN, CAMPAIGN.ends - timedelta(days=1)).needed == Ends(10 * 365.25, 10 * 365.25)
    assert pace(held, CAMPAIGN, CAMPAIGN.begins).so_far is None
    assert pace(held, CAMPAIGN, date(2015, 1, 1)).so_far is None


def test_a_target_that_is_passed_is_met_and_nothing_lacks() -> None:
    found = pace(several(72, date(2022, 1, 1)), CAMPAIGN, date(2023, 1, 1))
    assert found.met and found.gap == Ends(0, 0) and found.reached == (date(2023, 1, 1), date(2023, 1, 1))


@pytest.mark.parametrize(
    ("number", "first", "last", "at_least", "expected"),
    [
        (1, date(2022, 6, 1), date(2022, 6, 1), False, True),
        (2, date(2022, 6, 1), date(2022, 6, 1), False, True),
        (3, date(2022, 6, 1), date(2022, 6, 1), False, False),
        (0, date(2022, 6, 1), date(2022, 6, 1), False, False),
        (0, date(1999, 6, 1), date(2022, 6, 1), False, True),
        (1, date(1999, 6, 1), date(1999, 6, 2), False, False),
        (2, date(2023, 1, 1), date(2023, 1, 1), True, True),
        (3, date(2023, 1, 1), date(2023, 1, 1), True, False),
    ],
)
def test_a_count_of_others_agrees_where_it_lies_between_the_ends(
    number: int, first: date, last: date, at_least: bool, expected: bool
) -> None:
    held = [row("A", date(2000, 1, 1)), row("B", date(2022, 1, 1), date(2022, 12, 31))]
    assert agrees(held, OfficialCount(number, first, last, "", True, at_least)) is expected


@given(rows, days, days)
def test_counts_never_fall_and_the_lower_end_is_never_above_the_upper(
    held: list[Ratification], one: date, other: date
) -> None:
    first, last = sorted((one, other))
    before, after = count(held, first), count(held, last)
    assert before.low <= after.low and before.high <= after.high
    assert before.low <= before.high <= len(held)


@given(rows)
def test_at_the_end_of_a_year_nothing_is_in_doubt(held: list[Ratification]) -> None:
    assert all(count(held, date(year, 12, 31)).exact for year in range(1952, 2027))


@given(rows, days)
def test_the_timeline_tells_the_count_of_every_day(held: list[Ratification], day: date) -> None:
    steps = timeline(held)
    told = next((one.count for one in reversed(steps) if one.day <= day), Ends(0, 0))
    assert told == count(held, day)


@given(rows, days)
def test_knowing_the_day_of_a_year_brings_the_ends_closer(held: list[Ratification], day: date) -> None:
    sharper = [row(one.iso3, one.last) for one in held]
    wide, sharp = count(held, day), count(sharper, day)
    assert wide.low <= sharp.low and sharp.high <= wide.high and sharp.exact

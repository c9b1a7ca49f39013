"""Counting ratifications as of a day, and the pace of a campaign towards its target.

A State of which only the year is known counts at the lower end from the last day of that year, and at the upper end
from its first. So every count has two ends, and what is worked out of it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from socle.model.ratification import Campaign, OfficialCount, Ratification

DAYS_PER_YEAR: Final = 365.25


@dataclass(frozen=True)
class Ends:
    """A number between a lower and an upper end."""

    low: float
    high: float

    @property
    def exact(self) -> bool:
        """Whether the two are one number."""
        return self.low == self.high


@dataclass(frozen=True)
class Step:
    """A day on which a count changes: what it is from that day on, and whose ratification that is."""

    day: date
    count: Ends
    countries: tuple[
        str, ...
    ]  # registered on that day, or at the latest that day where only the year is known


@dataclass(frozen=True)
class Pace:
    """A campaign as of a day: how many are lacking, how fast they came, how fast they would have to come.

    `needed` is nothing once the campaign is over, `so_far` nothing before it has begun. `reached` is when the pace so
    far would reach the target: the earliest and the latest day, nothing for never.
    """

    day: date
    count: Ends
    gap: Ends
    years_left: float
    needed: Ends | None  # ratifications a year
    so_far: Ends | None  # ratifications a year since the campaign began
    reached: tuple[date | None, date | None]

    @property
    def met(self) -> bool:
        """Whether the target is reached for certain."""
        return self.gap.high == 0


def count(rows: Iterable[Ratification], day: date) -> Ends:
    """How many were registered by the end of a day."""
    known = [row.by(day) for row in rows]
    sure = sum(one is True for one in known)
    return Ends(sure, sure + sum(one is None for one in known))


def agrees(rows: Sequence[Ratification], official: OfficialCount) -> bool:
    """Whether a count of others is possible on some day between the two on which it was made."""
    low, high = count(rows, official.first).low, count(rows, official.last).high
    return high >= official.count if official.at_least else low <= official.count <= high


def timeline(rows: Sequence[Ratification]) -> tuple[Step, ...]:
    """Every day on which a count changes, in order."""
    days = sorted({day for row in rows for day in (row.first, row.last)})
    return tuple(
        Step(day, count(rows, day), tuple(sorted(row.iso3 for row in rows if row.last == day)))
        for day in days
    )


def pace(rows: Sequence[Ratification], campaign: Campaign, day: date) -> Pace:
    """The campaign as of the end of a day.

    gap = target - count, never below 0; needed = gap / years left; pace so far = (count - baseline) / years since it
    began; reached = day + gap / pace so far. A year is 365.25 days.
    """
    now = count(rows, day)
    gap = Ends(max(campaign.target - now.high, 0), max(campaign.target - now.low, 0))
    left = max((campaign.ends - day).days, 0) / DAYS_PER_YEAR
    since = (day - campaign.begins).days / DAYS_PER_YEAR
    needed = Ends(gap.low / left, gap.high / left) if left else None
    so_far = (
        Ends((now.low - campaign.baseline) / since, (now.high - campaign.baseline) / since)
        if since > 0
        else None
    )
    reached = (
        (_after(day, gap.low, so_far.high), _after(day, gap.high, so_far.low)) if so_far else (None, None)
    )
    return Pace(day, now, gap, left, needed, so_far, reached)


def _after(day: date, gap: float, yearly: float) -> date | None:
    """The day on which a gap is closed at a pace; nothing for never, or beyond all calendars."""
    if gap <= 0:
        return day
    try:
        return day + timedelta(days=gap / yearly * DAYS_PER_YEAR) if yearly > 0 else None
    except OverflowError:
        return None

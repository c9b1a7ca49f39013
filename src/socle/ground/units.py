"""The only converter of units: files declare, the inside is canonical, reports make friendly.

Canonical: money in national currency at current prices a year; persons; shares from 0 to 1; a duration paid
within a year as a share of that year.
"""

from __future__ import annotations

import math
import re
from typing import Final

from socle.ground.expression import CONDITION, FOREVER, MONEY, NUMBER, YEARS, Kind
from socle.ground.refusals import Refusal, nearest

MONTHS_PER_YEAR: Final = 12
DAYS_PER_YEAR: Final = 365
WORKING_DAYS_PER_YEAR: Final = 260

PERIODS: Final[dict[str, float]] = {
    "year": 1,
    "half_year": 2,
    "quarter": 4,
    "two_months": 6,
    "month": MONTHS_PER_YEAR,
    "two_weeks": 26,
    "week": 52,
    "day": DAYS_PER_YEAR,
    "working_day": WORKING_DAYS_PER_YEAR,
    "once": 1,
}
"""How many payments of a period make a year; `once` is one payment in the year of the event."""

DOLLAR: Final = "USD"
INTERNATIONAL_DOLLAR: Final = "INTL"  # purchasing power parity of the macro source

AVERAGE_WAGE: Final = "average_wage"  # a unit beside currencies: multiples of the year's average wage

SHARE: Final = Kind(word="share")
RATIO: Final = Kind(word="ratio")
MONTHS: Final = Kind(word="months")
WORKING_DAYS: Final = Kind(word="working days")
COUNT: Final = Kind(word="count")
PER_YEAR: Final = Kind(years=-1, word="share a year")  # 1.25 % for each year of service
STOCK: Final = Kind(money=1, years=1, word="money years")  # what an account holds: a year's money, for years
COLUMN: Final = Kind(word="column")  # the name of a column, as the key of a table

_SCALE: Final = {"months": MONTHS_PER_YEAR, "working days": WORKING_DAYS_PER_YEAR}
_LIMITS: Final = {
    "share": (0.0, 1.0),
    "share a year": (0.0, 1.0),
    "ratio": (0.0, 1e6),
    "years": (0.0, 130.0),
    "months": (0.0, 12.0),
    "working days": (0.0, 366.0),
    "count": (0.0, 1e11),
    "money": (0.0, 1e15),
}
KINDS: Final = {
    k.word: k
    for k in (NUMBER, MONEY, YEARS, CONDITION, SHARE, RATIO, MONTHS, WORKING_DAYS, COUNT, PER_YEAR, COLUMN)
}
_NUMBER: Final = re.compile(r"^[+-]?(\d{1,3}(_\d{3})+|\d+)(\.\d+)?([eE][+-]?\d+)?$")


def number(text: str, kind: Kind = NUMBER) -> float:
    """The canonical value of what a file says, within the limits of its kind; `25%` is a share of 0.25."""
    if text == "forever" and kind.word == "years":
        return FOREVER
    percent = text.endswith("%") and kind.word in ("share", "ratio", "share a year")
    bare = text[:-1].strip() if percent else text
    if not _NUMBER.match(bare) or not math.isfinite(float(bare)):
        raise Refusal(
            "`{text}` is not a number: a value in {kind} is expected here.", text=text[:60], kind=kind.word
        )
    value = float(bare) / (100 if percent else 1)
    low, high = _LIMITS.get(kind.word, (-math.inf, math.inf))
    if not low <= value <= high:
        raise Refusal(
            "`{text}` is out of range: a value in {kind} lies between {low} and {high}.",
            text=text,
            kind=kind.word,
            low=f"{low:g}",
            high=f"{high:g}",
        )
    return value / _SCALE.get(kind.word, 1)


def payments(period: str) -> float:
    """How many payments of `period` make a year."""
    if period not in PERIODS:
        raise Refusal(
            "`{period}` is not a period: say one of {valid}.",
            period=period,
            valid=", ".join(PERIODS),
            nearest=nearest(period, PERIODS),
        )
    return PERIODS[period]


def moment(text: str) -> float:
    """A date as a number of years: 2024 or 2024-01-01 is 2024.0, 2024-07 is 2024.5."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    year, month, day = (int(part or 1) for part in match.groups()) if match else (0, 0, 0)
    if not match or not (1 <= month <= MONTHS_PER_YEAR and 1 <= day <= _days(year, month)):
        raise Refusal("`{text}` is not a date: write a year (2024) or a day (2024-07-01).", text=text[:40])
    return year + (month - 1 + (day - 1) / _days(year, month)) / MONTHS_PER_YEAR


def is_date(text: str) -> bool:
    """Whether a key of a file is meant as a date."""
    return bool(re.match(r"^\d{4}(-|$)", text))


def _days(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 31 if month not in (2, 4, 6, 9, 11) else 30 if month != 2 else 29 if leap else 28

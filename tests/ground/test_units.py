"""Units: what files say becomes canonical, or is refused."""

from __future__ import annotations

import math

import pytest

from socle.ground import units
from socle.ground.expression import FOREVER, MONEY, YEARS, Kind
from socle.ground.refusals import Refusal


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0.25", units.SHARE, 0.25),
        ("25%", units.SHARE, 0.25),
        ("25 %", units.RATIO, 0.25),
        ("1_500_000", MONEY, 1_500_000),
        ("1e3", MONEY, 1000),
        ("+5", units.RATIO, 5),
        ("012", YEARS, 12),
        ("forever", YEARS, FOREVER),
        ("4", units.MONTHS, 4 / 12),
        ("130", units.WORKING_DAYS, 0.5),
        ("-2.5", units.KINDS["number"], -2.5),
    ],
)
def test_a_number_is_canonical(text: str, kind: Kind, value: float) -> None:
    assert units.number(text, kind) == value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("nan", MONEY),
        ("inf", MONEY),
        ("-inf", YEARS),
        ("1e999", MONEY),
        ("forever", MONEY),
        ("", MONEY),
        ("a", MONEY),
        ("1,400", MONEY),
        ("1_40", MONEY),
        ("1 400", MONEY),
        ("0x10", YEARS),
        ("NO", units.SHARE),
        ("25%", YEARS),
        ("1.2.3", units.RATIO),
    ],
)
def test_what_is_not_a_finite_number_is_refused(text: str, kind: Kind) -> None:
    with pytest.raises(Refusal, match="is not a number") as refused:
        units.number(text, kind)
    assert kind.word in str(refused.value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-1", MONEY),
        ("1.01", units.SHARE),
        ("101%", units.SHARE),
        ("-0.1", units.SHARE),
        ("131", YEARS),
        ("13", units.MONTHS),
        ("367", units.WORKING_DAYS),
        ("1e12", units.COUNT),
    ],
)
def test_a_number_beyond_the_limits_of_its_kind_is_refused(text: str, kind: Kind) -> None:
    with pytest.raises(Refusal, match="out of range"):
        units.number(text, kind)


@pytest.mark.parametrize(
    ("period", "count"), [("year", 1), ("month", 12), ("week", 52), ("day", 365), ("once", 1), ("quarter", 4)]
)
def test_a_period_is_its_payments_in_a_year(period: str, count: float) -> None:
    assert units.payments(period) == count


def test_an_unknown_period_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refusal) as refused:
        units.payments("months")
    assert refused.value.nearest == "month"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024", 2024.0),
        ("2024-01-01", 2024.0),
        ("2024-07", 2024.5),
        ("2024-07-01", 2024.5),
        ("2024-04-01", 2024.25),
        ("2024-02-29", 2024 + (1 + 28 / 29) / 12),
    ],
)
def test_a_date_is_a_moment(text: str, moment: float) -> None:
    assert math.isclose(units.moment(text), moment, rel_tol=0, abs_tol=1e-12)


@pytest.mark.parametrize(
    "text",
    ["2024-13-01", "2024-00-01", "2023-02-29", "2024-01-32", "24-01-01", "2024-1-1", "2024-01-01x", ""],
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="is not a date"):
        units.moment(text)


def test_moments_grow_with_the_calendar() -> None:
    days = [f"2024-{month:02d}-{day:02d}" for month in range(1, 13) for day in (1, 15, 28)]
    moments = [units.moment(day) for day in days]
    assert moments == sorted(set(moments))
    assert moments[-1] < 2025


def test_years_of_century_are_leap_only_by_four_hundred() -> None:
    assert units.moment("2000-02-29") < units.moment("2000-03-01")
    with pytest.raises(Refusal):
        units.moment("1900-02-29")

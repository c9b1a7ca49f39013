"""Bounds of an inquiry: as close as its answers allow, and what would bring them closer."""

from __future__ import annotations

import pytest

from tests.run.asked_inquiries import benefit, inquiry, overlap, reached, scheme
from tests.run.test_indicators import known, of, pensions


def test_in_so_many_households_live_at_most_all_who_do_not_live_in_the_others() -> None:
    """90 of 250 households: the 160 others hold at least 160 of 1000 persons."""
    asked = inquiry(
        schemes=[scheme("help", "means_tested")],
        benefits=[benefit("help.cash", "general_poverty", counted="households")],
        beneficiaries=reached("help.cash", 90),
        populations=[
            {"group": name, "year": 2024, "sex": "both", "count": count}
            for name, count in (("population", 1000), ("households", 250))
        ],
    )
    found = of(asked, "COV_ANY")
    assert [found.low, found.high] == pytest.approx([0.09, 0.84])


def test_bounds_say_what_would_bring_them_closer() -> None:
    """The count that nobody gave; with all counts, the overlap of the two largest of which none is told."""
    open_ = pensions()
    assert (of(open_, "COV_OLDER").said["first"], of(open_, "COV_OLDER").said["second"]) == (
        "fund.pension",
        "social.pension",
    )
    uncounted = inquiry(
        schemes=[scheme("help", "universal")],
        benefits=[
            benefit("help.child", "family_children", counted="children"),
            benefit("help.pupils", "family_children", counted="children"),
        ],
        beneficiaries=reached("help.child", 100),
    )
    whole = of(uncounted, "COV_ANY")
    assert whole.said["uncounted"] == "help.pupils"
    assert [whole.low, whole.high] == pytest.approx([0.1, 0.4]), "at most all children"


def test_bounds_of_both_sexes_are_no_wider_than_those_of_women_and_men_together() -> None:
    for asked in (pensions(), pensions(both=[overlap("fund.pension", "social.pension", 0.5)])):
        found = known(asked)
        for code, group in (("COV_OLDER", (40, 60)), ("COV_ANY", (490, 510))):
            both, men, women = (found[code, sex, "_T", "_T", "_T"] for sex in ("_T", "M", "F"))
            ends = [
                (s.value, s.value) if s.value is not None else (s.low, s.high) for s in (both, men, women)
            ]
            (low, high), (first, last), (begin, end) = [(a or 0.0, b or 0.0) for a, b in ends]
            size = sum(group)
            assert low * size >= first * group[0] + begin * group[1] - 1e-9
            assert high * size <= last * group[0] + end * group[1] + 1e-9


def test_what_is_confidential_of_women_does_not_follow_from_both_sexes_and_men() -> None:
    """45 and 30 older persons in two schemes, of which the women of one are confidential: they may be all 60."""
    rows = [dict(row) for row in reached("social.pension", 30, 10, 20)]
    open_ = [*reached("fund.pension", 45, 25, 20), *rows]
    secret = [*reached("fund.pension", 45, 25, 20), *rows[:2], {**rows[2], "confidential": "yes"}]
    ends = []
    for beneficiaries in (open_, secret):
        asked = inquiry(
            schemes=[scheme("fund"), scheme("social", "universal")],
            benefits=[benefit("fund.pension", "old_age"), benefit("social.pension", "old_age")],
            beneficiaries=beneficiaries,
            overlaps=[overlap("fund.pension", "social.pension", 0.5)],
        )
        women = of(asked, "COV_OLDER", "F")
        ends.append((women.low, women.high))
    assert ends[0][1] is not None and ends[0][1] < 1
    assert ends[1] == (20 / 60, 1.0)

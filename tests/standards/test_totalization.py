"""Periods of several countries, added: the published example, and what must hold for every record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.model.migrant import (
    ADDED,
    ALONE,
    ASSIMILATED,
    DIRECT,
    HIGHER,
    INSURED,
    KINDS,
    LAST,
    METHODS,
    PRO_RATA,
    SMALL,
    TAKEN_OVER,
    TOO_SHORT,
    TOO_YOUNG,
    VOLUNTARY,
    Agreement,
    CountryPension,
    Migrant,
    PensionLaw,
    Period,
)
from socle.standards.totalization import add_periods, national_pension, pensions

TITLE = {"en": "x"}
A = PensionLaw("A", TITLE, "", "EUR", 240, accrual=0.02, most_months=480, full_months=480, full_share=1.0)
B = PensionLaw("B", TITLE, "", "EUR", 300, accrual=0.01, base=0.5, base_months=360, most_months=600)
C = PensionLaw("C", TITLE, "", "EUR", 60, accrual=0.015)
REFERENCES = {"A": 800.0, "B": 1000.0, "C": 500.0}


def lasting(country: str, months: float) -> Period:
    return Period(country, months)


def dated(country: str, begins: float, ends: float, kind: str = INSURED) -> Period:
    return Period(country, ends - begins, kind, begins, ends)


def paid(
    method: str, *periods: Period, laws: tuple[PensionLaw, ...] = (A, B), **more: object
) -> dict[str, CountryPension]:
    agreement = replace(Agreement(TITLE, "", method), **more)
    found = pensions(Migrant("x", periods), laws, agreement, REFERENCES)
    return {one.law.country: one for one in found}


periods = st.lists(
    st.tuples(st.sampled_from("ABC"), st.integers(0, 500), st.integers(1, 300), st.sampled_from(KINDS)).map(
        lambda said: dated(said[0], said[1], said[1] + said[2], said[3])
    ),
    min_size=1,
    max_size=8,
)


def test_direct_method_gives_the_published_example() -> None:
    found = paid(DIRECT, lasting("A", 216), lasting("B", 288))
    assert found["A"].paid == pytest.approx(288)
    assert found["B"].paid == pytest.approx(640)


def test_pro_rata_method_gives_the_published_example() -> None:
    found = paid(PRO_RATA, lasting("A", 216), lasting("B", 288))
    assert (found["A"].theoretical, found["B"].theoretical) == pytest.approx((800, 920))
    assert (found["A"].paid, round(found["B"].paid, 2)) == pytest.approx((360, 525.71))
    assert (found["A"].right, found["B"].right) == (ADDED, ADDED)


def test_without_the_cap_the_divisor_is_the_whole_record() -> None:
    found = paid(PRO_RATA, lasting("A", 216), lasting("B", 288), cap=False)
    assert found["A"].paid == pytest.approx(18 / 42 * 800)


def test_the_higher_of_two_pays_the_national_pension_only_where_it_opens_alone() -> None:
    opened = paid(HIGHER, lasting("A", 240), lasting("B", 360), cap=False)
    assert opened["B"].right == ALONE
    assert opened["B"].paid == pytest.approx(500 + 300)
    assert opened["B"].pro_rata == pytest.approx(1000 * 360 / 600)
    added = paid(HIGHER, lasting("A", 216), lasting("B", 288))
    assert added["B"].paid == added["B"].pro_rata
    assert added["B"].paid < added["B"].direct


def test_a_period_under_the_least_is_taken_over_in_the_amount_and_not_in_the_divisor() -> None:
    found = paid(PRO_RATA, lasting("A", 6), lasting("B", 300))
    assert (found["A"].right, found["A"].paid) == (SMALL, 0)
    assert found["B"].paid == pytest.approx(500 + 1000 * 0.01 * 306 / 12)


def test_a_small_period_that_opens_a_right_is_paid() -> None:
    laws = (replace(C, least_months=6), B)
    assert paid(PRO_RATA, lasting("C", 6), lasting("B", 300), laws=laws)["C"].right == ALONE


def test_where_all_are_small_the_last_pays_for_all() -> None:
    laws = tuple(replace(C, country=name, least_months=18) for name in "AC")
    found = paid(HIGHER, dated("C", 100, 110), dated("A", 0, 10), laws=laws)
    assert (found["A"].right, found["C"].right) == (TAKEN_OVER, LAST)
    assert found["C"].paid == pytest.approx(500 * 0.015 * 20 / 12)
    assert found["A"].paid == 0


def test_all_periods_together_may_be_too_short() -> None:
    assert paid(HIGHER, lasting("A", 100), lasting("B", 100))["A"].right == TOO_SHORT


def test_below_the_pensionable_age_a_country_does_not_pay_yet() -> None:
    laws = (replace(A, age=65.0), B)
    agreement = Agreement(TITLE, "")
    young = Migrant("x", (lasting("A", 300), lasting("B", 300)), age=64.0)
    found = pensions(young, laws, agreement, REFERENCES)
    assert (found[0].right, found[0].paid, found[1].right) == (TOO_YOUNG, 0, ALONE)
    assert pensions(replace(young, age=65.0), laws, agreement, REFERENCES)[0].right == ALONE


@pytest.mark.parametrize(
    ("kinds", "own"),
    [
        ((INSURED, VOLUNTARY), (24, 12)),
        ((VOLUNTARY, INSURED), (12, 24)),
        ((VOLUNTARY, ASSIMILATED), (24, 12)),
        ((INSURED, INSURED), (18, 18)),
    ],
)
def test_what_overlaps_counts_once_by_rank(kinds: tuple[str, str], own: tuple[int, int]) -> None:
    added = add_periods([dated("A", 0, 24, kinds[0]), dated("B", 12, 36, kinds[1])], "AB")
    assert (added.own["A"], added.own["B"]) == own
    assert (added.national["A"], added.national["B"], added.overlapping) == (24, 24, 12)


def test_assimilated_time_goes_where_the_person_was_last_insured_else_first_after() -> None:
    both = [dated("A", 24, 36, ASSIMILATED), dated("B", 24, 36, ASSIMILATED)]
    assert add_periods([*both, dated("A", 0, 12), dated("B", 12, 24)], "AB").own["B"] == 24
    assert add_periods([*both, dated("A", 40, 52), dated("B", 60, 72)], "AB").own["A"] == 24


@given(periods)
def test_total_periods_are_the_time_covered_by_any_country(record: list[Period]) -> None:
    covered = {month for one in record for month in range(int(one.begins or 0), int(one.ends or 0))}
    assert add_periods(record, "ABC").total == pytest.approx(len(covered), abs=1e-9)


@given(periods, periods)
def test_adding_periods_never_lowers_what_is_totalized(record: list[Period], more: list[Period]) -> None:
    assert add_periods([*record, *more], "ABC").total >= add_periods(record, "ABC").total - 1e-9


@given(st.lists(st.integers(60, 200), min_size=3, max_size=3))
def test_shares_sum_to_one_without_cap_and_overlap(months: list[int]) -> None:
    laws = tuple(replace(law, least_months=60.0) for law in (A, B, C))
    found = paid(PRO_RATA, *map(lasting, "ABC", months), laws=laws, cap=False)
    assert sum(one.share for one in found.values()) == pytest.approx(1, abs=1e-12)


@given(st.sampled_from(METHODS), st.integers(12, 700), st.sampled_from([A, B, C]))
def test_one_country_alone_pays_its_national_pension(method: str, months: int, law: PensionLaw) -> None:
    found = paid(method, lasting(law.country, months), laws=(law,))[law.country]
    due = national_pension(law, REFERENCES[law.country], months) if months >= law.least_months else 0.0
    assert found.paid == pytest.approx(due)


@given(st.sampled_from(METHODS), periods, st.permutations([A, B, C]))
def test_the_order_of_countries_and_periods_changes_nothing(
    method: str, record: list[Period], laws: list[PensionLaw]
) -> None:
    one = paid(method, *record, laws=(A, B, C))
    other = paid(method, *reversed(record), laws=tuple(laws))
    for country in "ABC":
        assert other[country].right == one[country].right
        assert other[country].paid == pytest.approx(one[country].paid, abs=1e-9)


@given(periods)
def test_the_higher_of_two_is_never_below_what_is_due_without_the_agreement(record: list[Period]) -> None:
    for one in paid(HIGHER, *record, laws=(A, B, C)).values():
        assert one.paid >= one.independent - 1e-9


def test_national_law_alone_still_counts_what_overlaps() -> None:
    record = (dated("A", 0, 300), dated("C", 240, 420, VOLUNTARY))
    found = paid(HIGHER, *record, laws=(A, C))["C"]
    assert (found.own, found.national) == (120, 180)
    assert found.independent == pytest.approx(500 * 0.015 * 15)


def test_a_method_of_the_country_comes_before_that_of_the_agreement() -> None:
    record = (lasting("A", 216), lasting("B", 288))
    found = paid(PRO_RATA, *record, laws=(replace(A, method=DIRECT), B))
    assert found["A"].paid == pytest.approx(288)
    assert found["B"].paid == pytest.approx(found["B"].pro_rata)


def test_years_beyond_the_most_and_shares_beyond_the_highest_do_not_count() -> None:
    assert national_pension(B, 1000.0, 700) == pytest.approx(1000.0)
    assert national_pension(replace(C, at_most=0.6), 500.0, 600) == pytest.approx(300)

"""Unions: bounds hold the truth of any membership, meet where two and their overlap are known, and are sharp."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.ground.refusals import Refusal
from socle.measure.quantity import Quantity, between, missing
from socle.measure.unions import counted, persons_of, union

SMALL = settings(max_examples=150, deadline=None)


@st.composite
def memberships(draw: st.DrawFn) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Who is in which scheme, [scheme, person], and of which pairs the overlap is told."""
    schemes, persons = draw(st.integers(1, 5)), draw(st.integers(1, 12))
    bits = draw(st.lists(st.booleans(), min_size=schemes * persons, max_size=schemes * persons))
    pairs = list(combinations(range(schemes), 2))
    told = [pair for pair in pairs if draw(st.booleans())]
    return np.array(bits).reshape(schemes, persons), told


def rate(members: np.ndarray, i: int, j: int) -> float:
    """The share of the smaller of two schemes that is in both; of an empty one, nobody."""
    smaller = min(members[i].sum(), members[j].sum())
    return float((members[i] & members[j]).sum() / smaller) if smaller else 0.0


def asked(members: np.ndarray, told: list[tuple[int, int]], group: float | None = None) -> Quantity:
    """The union from counts and the overlaps that are told."""
    counts = [Quantity(float(one.sum())) for one in members]
    size = Quantity(float(members.shape[1]) if group is None else group)
    return union(counts, size, {pair: rate(members, *pair) for pair in told})


@SMALL
@given(memberships())
def test_bounds_hold_the_true_union(drawn: tuple[np.ndarray, list[tuple[int, int]]]) -> None:
    members, told = drawn
    truth = counted(members, np.ones(members.shape[1]))
    low, high = asked(members, told).bounds or (np.nan, np.nan)
    assert low - 1e-9 <= truth <= high + 1e-9


@SMALL
@given(memberships())
def test_another_overlap_told_never_widens_the_bounds(
    drawn: tuple[np.ndarray, list[tuple[int, int]]],
) -> None:
    members, told = drawn
    low, high = asked(members, told).bounds or (np.nan, np.nan)
    wide_low, wide_high = asked(members, []).bounds or (np.nan, np.nan)
    counts = members.sum(axis=1)
    assert low >= wide_low - 1e-9 and high <= wide_high + 1e-9
    assert wide_low == pytest.approx(counts.max())
    assert wide_high == pytest.approx(max(counts.max(), min(members.shape[1], counts.sum())))


@SMALL
@given(memberships())
def test_two_schemes_and_their_overlap_give_the_union_itself(
    drawn: tuple[np.ndarray, list[tuple[int, int]]],
) -> None:
    members = np.concatenate([drawn[0], drawn[0][:1]])[:2]
    truth = counted(members, np.ones(members.shape[1]))
    assert asked(members, [(0, 1)]).value == pytest.approx(truth, abs=1e-9)


def test_bounds_of_three_schemes_with_all_overlaps_are_reached() -> None:
    """Brute force: every membership of six persons in three schemes, by what is told of it."""
    persons = 4
    unions: dict[tuple[int, ...], set[int]] = {}
    kinds = list(product((0, 1), repeat=3))
    for columns in product(range(len(kinds)), repeat=persons):
        members = np.array([kinds[k] for k in columns], dtype=bool).T
        told = (
            *members.sum(axis=1),
            *((members[i] & members[j]).sum() for i, j in combinations(range(3), 2)),
        )
        unions.setdefault(tuple(map(int, told)), set()).add(int(members.any(axis=0).sum()))
    for told, found in unions.items():
        counts, both = told[:3], told[3:]
        rates = {
            pair: shared / min(counts[pair[0]], counts[pair[1]]) if min(counts[i] for i in pair) else 0.0
            for pair, shared in zip(combinations(range(3), 2), both, strict=True)
        }
        low, high = union([Quantity(float(c)) for c in counts], Quantity(float(persons)), rates).bounds or (
            0,
            0,
        )
        assert (low, high) == pytest.approx((min(found), max(found))), told


def test_without_overlaps_it_lies_between_the_largest_and_the_sum() -> None:
    found = union([Quantity(30.0), Quantity(50.0)], Quantity(100.0))
    assert found.value is None and found.bounds == (50.0, 80.0)
    assert union([Quantity(60.0), Quantity(50.0)], Quantity(100.0)).bounds == (60.0, 100.0)


def test_a_scheme_that_nobody_counted_may_hold_anybody() -> None:
    found = union([Quantity(30.0), missing("not counted")], Quantity(100.0))
    assert found.value is None and found.bounds == (30.0, 100.0)
    assert union([missing("not counted")], Quantity(100.0)).reason == "not counted"
    assert union([Quantity(30.0), missing("not counted")], missing("no census")).bounds is None


def test_one_scheme_is_its_own_union() -> None:
    assert union([Quantity(30.0)], missing("no census")).value == 30.0


def test_more_people_than_there_are_stays_visible() -> None:
    assert union([Quantity(120.0)], Quantity(100.0)).value == 120.0


def test_overlaps_that_cannot_be_are_refused() -> None:
    three = [Quantity(10.0)] * 3
    with pytest.raises(Refusal, match="contradict"):
        union(three, Quantity(100.0), {(0, 1): 1.0, (1, 2): 1.0, (0, 2): 0.0})


def test_shares_of_different_groups_come_onto_one_denominator() -> None:
    older, children = Quantity(0.5), between(0.2, 0.4)
    counts = [persons_of(older, Quantity(40.0)), persons_of(children, Quantity(300.0))]
    assert [one.bounds for one in counts] == [(20.0, 20.0), (60.0, 120.0)]
    assert union(counts, Quantity(1000.0)).bounds == (60.0, 140.0)


def test_a_weighted_survey_counts_each_person_once() -> None:
    members = np.array([[True, True, False], [False, True, False]])
    assert counted(members, np.array([10.0, 20.0, 30.0])) == 30.0


def test_the_lower_bound_is_reached_where_everybody_is_in_three_of_six_schemes() -> None:
    people = list(combinations(range(6), 3))
    members = np.array([[scheme in one for one in people] for scheme in range(6)])
    low, _ = asked(members, list(combinations(range(6), 2)), group=1000.0).bounds or (np.nan, np.nan)
    assert low == pytest.approx(len(people))

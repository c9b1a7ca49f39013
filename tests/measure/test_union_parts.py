"""Unions of schemes for parts of a group, and sums of two halves: truth lies inside, and nothing gets wider."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.measure.quantity import Quantity, between, halves, missing
from socle.measure.unions import union

SMALL = settings(max_examples=150, deadline=None)


@st.composite
def children_and_others(draw: st.DrawFn) -> tuple[np.ndarray, int, int, list[bool]]:
    """[scheme, person], of which the first schemes reach only the first persons (children), and which are counted."""
    children, others = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    own, every = draw(st.integers(1, 3)), draw(st.integers(0, 2))
    bits = draw(
        st.lists(
            st.booleans(),
            min_size=(own + every) * (children + others),
            max_size=(own + every) * (children + others),
        )
    )
    members = np.array(bits).reshape(own + every, children + others)
    members[:own, children:] = False
    counted = draw(st.lists(st.booleans(), min_size=own + every, max_size=own + every))
    return members, own, children, counted


@SMALL
@given(children_and_others())
def test_schemes_for_a_part_hold_at_most_this_part_and_the_truth_is_inside(
    drawn: tuple[np.ndarray, int, int, list[bool]],
) -> None:
    members, own, children, counted = drawn
    given_ = [
        Quantity(float(one.sum())) if known else missing("nobody counted")
        for one, known in zip(members, counted, strict=True)
    ]
    everybody = Quantity(float(members.shape[1]))
    found = union(given_, everybody, {}, [(range(own), float(children))])
    wide = union(given_, everybody)
    if found.bounds is None or wide.bounds is None:
        assert not any(one.bounds or one.low for one in given_)
        return
    truth = float(members.any(axis=0).sum())
    assert found.bounds[0] - 1e-9 <= truth <= found.bounds[1] + 1e-9
    assert wide.bounds[0] <= found.bounds[0] + 1e-9 and found.bounds[1] <= wide.bounds[1] + 1e-9


def test_a_scheme_for_children_that_nobody_counted_holds_at_most_all_children() -> None:
    given_ = [Quantity(200.0), missing("nobody counted"), Quantity(50.0)]
    assert union(given_, Quantity(1000.0), {}, [((0, 1), 400.0)]).bounds == (200.0, 450.0)


def test_counts_above_their_part_are_not_cut_to_it() -> None:
    """More children than there are: the counts stand, and what they contradict says nothing."""
    found = union([Quantity(300.0), Quantity(200.0)], Quantity(1000.0), {(0, 1): 0.0}, [((0, 1), 400.0)])
    assert found.value == 500.0


@SMALL
@given(st.data())
def test_halves_and_their_sum_keep_the_truth_and_come_closer(data: st.DataObject) -> None:
    men, women = data.draw(st.integers(0, 50)), data.draw(st.integers(0, 50))
    before = (men + women, men, women)
    wide = tuple(
        between(float(n - data.draw(st.integers(0, 9))), float(n + data.draw(st.integers(0, 9))))
        for n in before
    )
    close = halves(*wide)
    for truth, old, new in zip(before, wide, close, strict=True):
        assert old.bounds is not None and new.bounds is not None
        assert new.bounds[0] <= truth <= new.bounds[1]
        assert old.bounds[0] <= new.bounds[0] and new.bounds[1] <= old.bounds[1]


def test_a_half_is_the_sum_less_the_other() -> None:
    whole, one, other = halves(Quantity(100.0), between(20, 90), Quantity(40.0))
    assert (whole.value, one.value, other.value) == (100.0, 60.0, 40.0)
    assert halves(between(10, 90), Quantity(30.0), Quantity(40.0))[0].value == 70.0


def test_what_contradicts_itself_stays_as_it_was_told() -> None:
    told = (between(0, 10), Quantity(30.0), Quantity(40.0))
    assert halves(*told) == told
    assert halves(missing("nobody"), told[0], told[1])[1] == told[0]


@pytest.mark.parametrize("size", [0.0, 400.0])
def test_a_part_without_schemes_changes_nothing(size: float) -> None:
    given_ = [Quantity(30.0), Quantity(50.0)]
    assert union(given_, Quantity(100.0), {}, [((), size)]).bounds == (50.0, 80.0)

"""Graduation: what is shared out adds up again, passes where it must, and stays positive."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.ground.axes import N_AGES
from socle.ground.refusals import Refusal
from socle.model.demography import Group
from socle.project.graduation import ABRIDGED, in_order, over_years, single_ages, single_years, smoothest

values = st.floats(0.1, 10.0)
series = st.dictionaries(st.integers(2000, 2100), values, min_size=1, max_size=12)


@given(series)
@settings(max_examples=60, deadline=None)
def test_interpolation_passes_through_what_is_known_and_never_beyond_it(path):
    years = range(1990, 2111)
    result = dict(zip(years, over_years(path, years), strict=True))
    known = sorted(path)
    for year in known:
        assert result[year] == pytest.approx(path[year], rel=1e-12)
    for before, after in pairwise(known):
        low, high = sorted((path[before], path[after]))
        between = [result[year] for year in range(before, after + 1)]
        assert low - 1e-9 <= min(between)
        assert max(between) <= high + 1e-9
    assert result[1990] == path[known[0]]
    assert result[2110] == path[known[-1]]


def test_a_straight_line_stays_straight():
    path = {2020: 1.0, 2025: 2.0, 2040: 5.0}
    assert np.allclose(over_years(path, range(2020, 2041)), 1.0 + 0.2 * np.arange(21))


def test_a_bend_is_rounded_by_the_harmonic_mean():
    """By hand: slopes 0.5 and 1 over 10 years give 2/3 at the knot; ends from the three-point formula."""
    middle = over_years({2000: 0.0, 2010: 5.0, 2020: 15.0}, [2005, 2015])
    first, knot, last = 0.25, 2.0 / 3.0, 1.25
    assert middle[0] == pytest.approx(2.5 + 10.0 * (first - knot) / 8.0)
    assert middle[1] == pytest.approx(10.0 + 10.0 * (knot - last) / 8.0)


def test_a_series_without_figures_is_refused():
    with pytest.raises(Refusal, match="at least one figure"):
        over_years({}, [2030])


@given(st.lists(values, min_size=9, max_size=9))
@settings(max_examples=60, deadline=None)
def test_shares_of_five_years_add_up_again_and_stay_positive(groups):
    nodes = tuple(range(10, 56, 5))
    single = single_years(np.array(groups), nodes)
    assert single.shape == (45,)
    assert np.allclose(single.reshape(9, 5).sum(axis=1), groups, rtol=1e-12)
    assert single.min() >= -1e-12


def test_a_smooth_curve_is_recovered_from_its_groups():
    x = np.arange(10, 55) + 0.5
    curve = np.exp(-(((x - 28.0) / 9.0) ** 2))
    single = single_years(curve.reshape(9, 5).sum(axis=1), tuple(range(10, 56, 5)))
    assert np.abs(single - curve).max() < 0.01


@given(st.floats(0.3, 0.7))
@settings(max_examples=20, deadline=None)
def test_single_ages_keep_every_abridged_rate(level):
    abridged = level * np.concatenate([[0.03, 0.004], 0.0005 * np.exp(0.09 * np.arange(5, 101, 5))])
    m = single_ages(np.stack([abridged, 0.8 * abridged]))
    assert m.shape == (2, N_AGES)
    for first, last, rate in zip(ABRIDGED, ABRIDGED[1:], abridged, strict=False):
        assert m[0, first:last].mean() == pytest.approx(rate, rel=1e-9)
    assert m[1, -1] == pytest.approx(0.8 * abridged[-1])


@given(st.lists(st.floats(-50.0, 200.0), min_size=5, max_size=5))
@settings(max_examples=40, deadline=None)
def test_smoothest_ages_meet_their_groups(figures):
    groups = [Group(5 * here, 5 * here + 4, figure) for here, figure in enumerate(figures)]
    weight = np.linspace(1.0, 0.6, 25)
    persons = smoothest(groups, weight) * weight
    assert np.allclose(persons.reshape(5, 5).sum(axis=1), figures, atol=1e-5)


@given(st.lists(st.floats(1.0, 100.0), min_size=5, max_size=5), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_no_other_ages_that_meet_the_groups_are_smoother(figures, seed):
    """Against brute force: what moves within the groups and leaves their sums makes the differences larger."""
    chance = np.random.default_rng(seed)
    sizes, weight = (1, 4, 5, 3, 7), chance.uniform(0.3, 2.0, 20)
    firsts = np.cumsum((0, *sizes))[:-1]
    groups = [
        Group(int(first), int(first) + size - 1, figure)
        for first, size, figure in zip(firsts, sizes, figures, strict=True)
    ]
    found = smoothest(groups, weight)
    assert np.allclose(np.add.reduceat(found * weight, firsts), figures)
    least = np.sum(np.diff(found, n=2) ** 2)
    for _ in range(20):
        step = chance.normal(size=20)
        sums = np.add.reduceat(step * weight, firsts) / np.add.reduceat(weight**2, firsts)
        step -= weight * np.repeat(sums, sizes)
        assert np.sum(np.diff(found + 1e-3 * step, n=2) ** 2) >= least - 1e-7


def test_a_group_in_which_nobody_counts_has_no_smoothest_ages():
    weight = np.ones(10)
    weight[5:] = 0.0
    with pytest.raises(FloatingPointError):
        smoothest([Group(0, 4, 10.0), Group(5, 9, 10.0)], weight)


def test_what_groups_settle_is_not_solved_for(monkeypatch):
    """From ten thousand cells on, a library of linear algebra works with threads."""
    cells, solve = [], np.linalg.solve
    monkeypatch.setattr(np.linalg, "solve", lambda a, b: cells.append(a.size) or solve(a, b))
    smoothest([Group(first, first + 4, 1.0) for first in range(0, 100, 5)], np.ones(100))
    assert cells == [(100 - 20) ** 2]


def test_smoothest_ages_recover_a_straight_line():
    line = 100.0 - 2.0 * np.arange(25)
    groups = [Group(5 * here, 5 * here + 4, line[5 * here : 5 * here + 5].sum()) for here in range(5)]
    assert np.allclose(smoothest(groups, np.ones(25)), line, atol=1e-6)


@pytest.mark.parametrize(
    "groups",
    [
        [],
        [Group(0, 4, 1.0), Group(10, None, 1.0)],
        [Group(0, 4, 1.0), Group(4, None, 1.0)],
        [Group(0, 4, 1.0), Group(5, 9, 1.0)],
        [Group(1, 4, 1.0), Group(5, None, 1.0)],
    ],
)
def test_groups_with_a_hole_or_an_overlap_are_refused(groups):
    with pytest.raises(Refusal, match="cover every age"):
        in_order(groups)


def test_an_open_group_in_the_middle_is_refused():
    with pytest.raises(Refusal, match="Only the last group"):
        in_order([Group(0, None, 1.0), Group(5, None, 1.0)])

"""From counts to arrays: nobody is lost, means stay, ages of families are those given."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.project.starting import by_completed_age, by_service, children, interpolated, profile, spouses

seeds = st.integers(0, 2**32 - 1)
AGES = 101
OWN = np.arange(AGES, dtype=float)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_persons_and_their_mean_service_are_kept_below_the_open_class(seed):
    rng = np.random.default_rng(seed)
    rows = 40
    sex, age = rng.integers(0, 2, rows), rng.integers(0, 5, rows)
    service, persons = rng.uniform(0, 9, rows), rng.uniform(0, 100, rows)
    cells = by_service((sex, age, service), persons, (2, 5, 11))
    for s in (0, 1):
        for x in range(5):
            own = (sex == s) & (age == x)
            assert cells[s, x].sum() == pytest.approx(persons[own].sum(), rel=1e-12)
            assert cells[s, x] @ np.arange(11) == pytest.approx(persons[own] @ service[own], rel=1e-12)


def test_whoever_served_longer_is_in_the_open_class():
    place = (np.zeros(3), np.zeros(3), np.array([9.5, 10.0, 33.25]))
    cells = by_service(place, np.array([4.0, 2.0, 1.0]), (2, 1, 11))
    assert cells[0, 0, 9:].tolist() == [2.0, 5.0]


def test_earnings_are_means_of_persons_straight_between_ages_and_held_beyond():
    sex, age = np.array([0, 0, 0, 1]), np.array([2.0, 2.0, 4.0, 3.0])
    found = profile(sex, age, np.array([1.0, 4.0, 5.0, 7.0]), np.array([2.0, 1.0, 9.0, 1.0]), 6)
    assert found[0] == pytest.approx([2, 2, 2, 3.5, 5, 5])
    assert found[1] == pytest.approx(np.full(6, 7.0))
    alone = profile(np.zeros(1), np.zeros(1), np.array([3.0]), np.ones(1), 2)
    assert alone.tolist() == [[3.0, 3.0], [3.0, 3.0]]  # nobody of the other sex is known


@given(st.floats(0.0005, 0.02), st.floats(0.06, 0.08))
@settings(max_examples=20, deadline=None)
def test_deaths_by_completed_age_are_the_mean_of_those_born_over_the_year(level, slope):
    """Of people spread evenly over a year of age, against the integral over their birthdays."""
    q = np.minimum(level * 1e-2 * np.exp(slope * OWN), 1.0)
    found = by_completed_age(q)
    survivors = np.concatenate([[1.0], np.cumprod(1 - q)])

    def alive(x):
        return np.interp(x, np.arange(AGES + 1), survivors)

    for x in (0, 30, 64, 90):
        at = x + (np.arange(4000) + 0.5) / 4000
        assert found[x] == pytest.approx(1 - alive(at + 1).sum() / alive(at).sum(), rel=1e-6)
    assert found[-1] == q[-1]


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_spouses_are_as_many_and_as_much_older_as_given(seed):
    rng = np.random.default_rng(seed)
    married, gap = rng.uniform(0, 1, (2, AGES)), rng.uniform(-5, 5, (2, AGES))
    found = spouses(married, gap, AGES)
    assert found.sum(-1) == pytest.approx(married, rel=1e-12)
    inner = slice(5, AGES - 5)
    assert (found @ OWN / married)[:, inner] == pytest.approx((OWN + gap)[:, inner], rel=1e-12)
    assert (found >= 0).all()


@given(seeds, st.integers(14, 25))
@settings(max_examples=20, deadline=None)
def test_children_are_as_many_as_given_and_none_is_too_old(seed, until):
    rng = np.random.default_rng(seed)
    number, mean = rng.uniform(0, 3, (2, AGES)), rng.uniform(0, 45, (2, AGES))
    found = children(number, mean, AGES, until)
    assert found.sum(-1) == pytest.approx(number, rel=1e-12)
    assert not found[..., until:].any()
    inside = (mean == np.round(mean)) & (mean >= 5) & (mean < until - 5)
    assert (found @ OWN)[inside] == pytest.approx((number * mean)[inside], rel=1e-12)


def test_children_stand_about_their_mean_age():
    found = children(np.full((2, AGES), 2.0), np.full((2, AGES), 9.0), AGES, 18)
    assert found[0, 40] @ OWN / 2 == pytest.approx(9.0, rel=1e-12)
    assert np.flatnonzero(found[0, 40])[[0, -1]].tolist() == [4, 14]


def test_a_path_is_straight_between_known_years_in_whatever_order_and_held_outside():
    found = interpolated(np.arange(2020.0, 2031), np.array([2028.0, 2022.0]), np.array([8.0, 2.0]))
    assert found.tolist() == [2, 2, 2, 3, 4, 5, 6, 7, 8, 8, 8]

"""Bends of functions that are straight in pieces, against those they were made with."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.ground.axes import Array
from socle.measure.kinks import bends


@given(
    places=st.lists(st.integers(1, 99_000), min_size=1, max_size=6, unique=True),
    slopes=st.lists(st.integers(-5, 5), min_size=7, max_size=7),
)
def test_every_bend_is_found_and_few_places_beside(places: list[int], slopes: list[int]) -> None:
    at = np.sort(np.array(places, dtype=np.float64))
    rates = np.array(slopes[: len(at) + 1], dtype=np.float64)

    def straight_in_pieces(x: Array) -> Array:
        bent = np.maximum(np.asarray(x)[:, None] - at, 0.0) * np.diff(rates)
        return np.asarray(1000.0 + rates[0] * np.asarray(x) + bent.sum(axis=1))

    found = bends(straight_in_pieces, 100_000.0)
    real = at[np.diff(rates) != 0]
    assert all(np.isclose(found, place, rtol=1e-7).any() for place in real)
    assert len(found) <= 10 * len(places)


def test_the_two_sides_of_a_jump_are_given() -> None:
    found = bends(lambda x: np.where(x < 12345.0, 0.0, 100.0), 100_000.0)
    assert found == pytest.approx(12345.0, rel=1e-6)
    assert found.min() <= 12345.0 <= found.max()


def test_what_is_straight_has_no_bends_and_a_staircase_ends() -> None:
    assert len(bends(lambda x: 3 * x + 1, 1e6)) == 0
    assert np.isfinite(bends(np.floor, 1e6)).all()


@given(
    places=st.lists(st.integers(1, 99_000), min_size=1, max_size=6, unique=True),
    guessed=st.lists(st.integers(-10, 120_000), max_size=6),
    shift=st.sampled_from([0.0, 1e-9, 1e-4, 0.5]),
    jump=st.sampled_from([0.0, 500.0]),
)
def test_guesses_right_or_wrong_hide_no_bend_and_no_jump(
    places: list[int], guessed: list[int], shift: float, jump: float
) -> None:
    at = np.sort(np.array(places, dtype=np.float64))

    def broken(x: Array) -> Array:
        bent = np.maximum(np.asarray(x)[:, None] - at, 0.0) * 0.3
        return np.asarray(1000.0 + np.asarray(x) + bent.sum(axis=1) + jump * (np.asarray(x) > at[0]))

    likely = np.array([*(at + shift), *guessed], dtype=np.float64)
    found = bends(broken, 100_000.0, likely)
    assert all(np.isclose(found, place, rtol=0, atol=max(1e-5, 2 * shift)).any() for place in at)


def test_who_guesses_right_asks_twice() -> None:
    asked: list[int] = []

    def capped(x: Array) -> Array:
        asked.append(len(x))
        return np.minimum(x, 12345.0)

    assert bends(capped, 100_000.0, np.array([12345.0])).tolist() == [12345.0]
    assert len(asked) == 2

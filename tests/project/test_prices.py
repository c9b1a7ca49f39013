"""Prices pushed through inputs: by hand, against Leontief's inverse, and the identities of costs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.project.prices import price_changes

FREE = np.nan


def table(size: int, seed: int) -> Array:
    """Inputs [bought, buyer] of sectors that add some value."""
    rng = np.random.default_rng(seed)
    raw = rng.random((size, size))
    return raw / raw.sum(axis=0) * rng.uniform(0.1, 0.9, size)


def test_two_sectors_by_hand() -> None:
    # transport buys 0.3 of energy and 0.2 of itself: p = 0.3 * 0.5 + 0.2 p, so p = 0.15 / 0.8
    inputs = np.array([[0.0, 0.3], [0.1, 0.2]])
    found = price_changes(inputs, np.array([0.5, FREE]), np.ones(2))
    assert found == pytest.approx([0.5, 0.15 / 0.8])


def test_half_of_a_rise_in_costs_passed_on_by_hand() -> None:
    inputs = np.array([[0.0, 0.3], [0.1, 0.2]])
    found = price_changes(inputs, np.array([0.5, FREE]), np.array([1.0, 0.5]))
    assert found == pytest.approx([0.5, 0.5 * 0.15 / (1 - 0.5 * 0.2)])


def test_without_inputs_only_the_controlled_price_rises() -> None:
    found = price_changes(np.zeros((3, 3)), np.array([FREE, 0.4, FREE]), np.ones(3))
    assert found.tolist() == [0.0, 0.4, 0.0]


def test_sectors_that_sell_at_world_prices_do_not_move() -> None:
    found = price_changes(table(4, 1), np.array([0.4, FREE, FREE, FREE]), np.array([1.0, 1.0, 0.0, 1.0]))
    assert found[2] == 0
    assert (found[[1, 3]] > 0).all()


@given(st.integers(2, 6), st.integers(0, 10_000), st.floats(0.01, 3))
def test_prices_are_homogeneous_and_pay_exactly_for_their_inputs(size: int, seed: int, factor: float) -> None:
    inputs, rises = table(size, seed), np.full(size, FREE)
    rises[0] = 0.3
    found = price_changes(inputs, rises, np.ones(size))
    assert price_changes(inputs, factor * rises, np.ones(size)) == pytest.approx(factor * found)
    assert found[1:] == pytest.approx((inputs.T @ found)[1:])
    assert (found >= 0).all()
    assert (found[1:] <= 0.3).all(), "nothing rises by more than the only cost that does"


@given(st.integers(2, 6), st.integers(0, 10_000))
def test_a_cost_pushed_in_from_outside_is_leontiefs_inverse(size: int, seed: int) -> None:
    inputs, outside = table(size, seed), np.zeros(size)
    outside[0] = 0.2
    leontief = np.linalg.inv(np.eye(size) - inputs.T) @ outside
    rises = np.full(size, FREE)
    rises[0] = leontief[0]
    assert price_changes(inputs, rises, np.ones(size)) == pytest.approx(leontief)


def test_a_sector_that_buys_more_than_it_sells_is_refused() -> None:
    with pytest.raises(Refusal, match="below 1"):
        price_changes(np.array([[0.5, 0.0], [0.5, 0.0]]), np.array([0.1, FREE]), np.ones(2))

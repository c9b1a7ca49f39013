"""Who is hit, and what a household loses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.ground.refusals import Refusal
from socle.project.shock import anybody, each_member, hit, price_loss, share_of_workers

STARTS = np.array([0, 2, 3, 6])


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 1000))
def test_who_is_hit_by_a_share_is_hit_by_every_larger_one(one: float, other: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    weight, luck, candidates = rng.uniform(1, 9, 200), rng.random(200), rng.random(200) < 0.6
    small, large = (hit(candidates, weight, share, luck) for share in sorted((one, other)))
    assert (small <= large).all()
    assert (large <= candidates).all()
    assert abs(weight[large].sum() - max(one, other) * weight[candidates].sum()) <= weight.max() / 2 + 1e-9


def test_nobody_and_everybody_can_be_hit() -> None:
    luck, weight = np.array([0.3, 0.1, 0.7]), np.ones(3)
    candidates = np.array([True, False, True])
    assert not hit(candidates, weight, 0.0, luck).any()
    assert (hit(candidates, weight, 1.0, luck) == candidates).all()
    assert not hit(np.zeros(3, dtype=bool), weight, 1.0, luck).any()


def test_a_loss_is_divided_among_the_members() -> None:
    lost = each_member(np.array([4.0, 0, 3, 1, 2, 3]), STARTS)
    assert lost.tolist() == [2, 2, 3, 2, 2, 2]
    chosen = np.array([False, False, True, False, True, False])
    assert anybody(chosen, STARTS).tolist() == [False, False, True, True, True, True]


def test_each_worker_of_a_household_counts_the_same() -> None:
    workers = np.array([True, True, False, True, True, True])
    chosen = np.array([True, False, True, False, True, False])
    assert share_of_workers(chosen, workers, STARTS) == pytest.approx([1 / 2, 1 / 2, 0, 1 / 3, 1 / 3, 1 / 3])


def test_the_loss_is_share_times_price_and_less_when_less_is_bought() -> None:
    shares, rises = np.array([[0.5, 0.1], [0.2, 0.4]]), np.array([0.1, 0.3])
    assert price_loss(shares, rises) == pytest.approx([0.05 + 0.06, 0.01 + 0.12])
    bent = price_loss(shares, rises, 0.5)
    assert bent == pytest.approx([0.05 * 0.975 + 0.06 * 0.925, 0.01 * 0.975 + 0.12 * 0.925])


def test_the_second_order_is_the_area_under_a_straight_demand() -> None:
    # demand falls in a straight line from 1 to 1 - elasticity * rise: its area up to the rise is the loss
    rise, elasticity = 0.8, 0.6
    step = np.linspace(0, rise, 100_001)
    area = np.trapezoid(1 - elasticity * step, step)
    assert price_loss(np.array([[1.0]]), np.array([rise]), elasticity)[0] == pytest.approx(area)


def test_a_loss_of_all_and_a_demand_below_nothing_are_refused() -> None:
    with pytest.raises(Refusal, match="first order"):
        price_loss(np.array([[0.7]]), np.array([1.5]))
    with pytest.raises(Refusal, match="elasticity"):
        price_loss(np.array([[0.7]]), np.array([1.5]), 0.7)

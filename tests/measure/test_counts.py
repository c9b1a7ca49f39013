"""Limits of Poisson counts against published ones; tests of fit against tables and enumeration."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.measure.counts import (
    fit_tests,
    gamma_quantile,
    gamma_tails,
    joined,
    poisson_limits,
    run_chance,
    sign_chance,
)
from socle.measure.credibility import full_credibility, limited_fluctuation
from socle.measure.experience import beside, central_rate, probability, rates

GARWOOD = {0: ("0", "3.689"), 1: ("0.0253", "5.572"), 2: ("0.242", "7.225"), 3: ("0.619", "8.767")}
GARWOOD |= {
    5: ("1.623", "11.668"),
    10: ("4.795", "18.390"),
    50: ("37.111", "65.919"),
    100: ("81.364", "121.627"),
}
"""Exact limits of 95 % for a Poisson count, as tables print them (Garwood 1936; Ulm 1990)."""


@pytest.mark.parametrize("count", GARWOOD)
def test_poisson_limits_are_the_published_ones(count: int) -> None:
    low, high = poisson_limits(np.array([count]), 0.95)
    for found, printed in zip((low[0], high[0]), GARWOOD[count], strict=True):
        decimals = len(printed.partition(".")[2])
        assert found == pytest.approx(float(printed), abs=0.501 * 10.0**-decimals)


@pytest.mark.parametrize("count", [1, 7, 40, 1000, 200_000])
@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
def test_at_its_limits_a_count_is_as_unlikely_as_was_asked(count: int, level: float) -> None:
    low, high = poisson_limits(np.array([count]), level)
    tail = (1.0 - level) / 2.0
    assert gamma_tails(count, low[0])[0] == pytest.approx(tail, rel=1e-9)  # as many or more
    assert gamma_tails(count + 1, high[0])[1] == pytest.approx(tail, rel=1e-9)  # as many or fewer


@pytest.mark.parametrize(("count", "mean"), [(0, 0.3), (3, 1.5), (12, 20.0), (30, 30.0)])
def test_the_upper_tail_is_the_sum_of_poisson_chances(count: int, mean: float) -> None:
    chances = sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(count + 1))
    assert gamma_tails(count + 1, mean)[1] == pytest.approx(chances, rel=1e-12)


@pytest.mark.parametrize(
    ("freedom", "chi", "chance"),
    [
        (1, 3.841459, 0.05),
        (2, 5.991465, 0.05),
        (10, 18.307038, 0.05),
        (10, 23.209251, 0.01),
        (100, 124.342113, 0.05),
    ],
)
def test_chi_square_tails_are_the_published_ones(freedom: int, chi: float, chance: float) -> None:
    assert gamma_tails(freedom / 2, chi / 2)[1] == pytest.approx(chance, rel=1e-6)
    assert 2 * gamma_quantile(freedom / 2, 1 - chance, chance) == pytest.approx(chi, rel=1e-7)


def test_limits_hold_the_true_mean_at_least_as_often_as_they_say() -> None:
    means = np.repeat(np.geomspace(0.5, 300.0, 12), 300)
    low, high = poisson_limits(np.random.default_rng(1).poisson(means), 0.9)
    held = ((low <= means) & (means <= high)).reshape(12, 300).mean(axis=1)
    assert held.min() > 0.9 - 4 * math.sqrt(0.09 / 300)
    assert held[-4:].mean() < 0.95  # and for many events hardly more often


def test_runs_by_counting_every_order_of_the_signs() -> None:
    for above, others in [(1, 3), (3, 4), (5, 2), (4, 4)]:
        orders = list(itertools.combinations(range(above + others), above))
        runs = [1 + sum(b - a > 1 for a, b in itertools.pairwise(order)) for order in orders]
        for most in range(1, above + 1):
            chance = sum(run <= most for run in runs) / len(orders)
            assert run_chance(most, above, others) == pytest.approx(chance, rel=1e-12)


def test_signs_by_counting_every_outcome() -> None:
    outcomes = [sum(signs) for signs in itertools.product((0, 1), repeat=9)]
    as_uneven = sum(abs(found - 4.5) >= 2.5 for found in outcomes) / 512
    assert sign_chance(7, 2) == sign_chance(2, 7) == pytest.approx(as_uneven, rel=1e-12)
    assert sign_chance(4, 4) == 1.0


def test_classes_are_joined_until_enough_is_expected() -> None:
    expected = np.array([1.0, 2.0, 3.0, 6.0, 4.0, 0.5])
    assert [(one.start, one.stop) for one in joined(expected, 5.0)] == [(0, 3), (3, 6)]
    assert joined(np.array([1.0, 1.0]), 5.0) == []


def test_chi_square_of_three_classes_by_hand() -> None:
    found = fit_tests(np.array([12.0, 6.0, 25.0]), np.array([10.0, 10.0, 20.0]))
    assert found is not None
    assert found.chi_square == pytest.approx(0.4 + 1.6 + 1.25)
    chance = math.erfc(math.sqrt(3.25 / 2)) + math.sqrt(2 * 3.25 / math.pi) * math.exp(-3.25 / 2)
    assert found.p_chi_square == pytest.approx(chance, rel=1e-12)  # of three degrees of freedom
    assert (found.classes, found.above, found.below, found.runs) == (3, 2, 1, 2)
    assert fit_tests(np.array([1.0]), np.array([10.0])) is None


def test_actual_over_expected_by_class_and_in_all() -> None:
    found = beside(np.array([2.0, 4.0, 10.0]), np.array([4.0, 4.0, 8.0]), [0, 2], 0.95)
    assert found.classes.rate == pytest.approx([6 / 8, 10 / 8])
    assert found.total.rate[0] == pytest.approx(1.0)
    assert found.classes.high[1] == pytest.approx(18.390 / 8, abs=1e-4)


def test_rates_without_exposure_are_unknown_and_probabilities_go_back() -> None:
    found = rates(np.array([0.0, 3.0]), np.array([0.0, 100.0]), 0.95)
    assert np.isnan(found.rate[0])
    assert found.rate[1] == pytest.approx(0.03)
    assert central_rate(probability(found.rate))[1] == pytest.approx(0.03, rel=1e-12)


def test_full_credibility_is_at_the_published_count() -> None:
    assert full_credibility() == pytest.approx(1082.2, abs=0.05)
    assert limited_fluctuation(np.array([0.0, 270.55, 5000.0]), 1082.2) == pytest.approx([0.0, 0.5, 1.0])


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_levels_outside_0_to_1_are_refused(level: float) -> None:
    with pytest.raises(Refusal, match="between 0 and 1"):
        poisson_limits(np.array([1.0]), level)

"""Intervals of percentiles and chances cover what is true as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.measure.percentiles import chance, exhaustion, percentiles


def test_intervals_of_percentiles_cover_the_true_one_as_often_as_they_say():
    drawn = np.random.default_rng(5).random((200, 4000))  # 4,000 experiments of 200 runs
    said = percentiles(drawn, (0.1, 0.5, 0.9), confidence=0.9)
    for level, low, high in zip(said.levels, said.low, said.high, strict=True):
        assert 0.89 <= ((low <= level) & (level <= high)).mean() <= 0.97


def test_percentiles_are_the_median_unbiased_ones():
    drawn = np.random.default_rng(5).random((37, 3))
    said = percentiles(drawn, (0.05, 0.5), confidence=0.9)
    assert np.allclose(said.values, np.quantile(drawn, (0.05, 0.5), axis=0, method="median_unbiased"))
    assert np.isinf(percentiles(drawn, (0.001,), confidence=0.99).low).all()


def test_exact_interval_of_a_chance_meets_its_closed_form_at_none():
    none = chance(0, 100, confidence=0.95)
    assert none.low == 0
    assert none.high == pytest.approx(1 - 0.025 ** (1 / 100), abs=1e-12)
    assert chance(100, 100, confidence=0.95).low == pytest.approx(0.025 ** (1 / 100), abs=1e-12)


def test_exhaustion_is_the_first_negative_bound():
    reserve = np.array([[1.0, -1, 2], [1, 1, 1], [1, 1, -1], [-1, -1, -1]])
    out = exhaustion(reserve, 2030, confidence=0.9)
    assert out.years.tolist() == [2031, np.inf, 2032, 2030]
    assert [year.value for year in out.by_year] == [0.25, 0.5, 0.75]


def test_results_that_are_no_numbers_are_refused():
    with pytest.raises(Refusal, match="Run 1"):
        percentiles(np.array([0.0, np.nan]), confidence=0.9)


def test_the_least_result_bounds_the_least_possible_from_above_and_the_largest_the_most_from_below():
    said = percentiles(np.array([3.0, 1, 2]), (0, 1), confidence=0.95)
    assert said.values.tolist() == [1, 3]
    assert (said.low.tolist(), said.high.tolist()) == ([-np.inf, 3], [1, np.inf])


@pytest.mark.parametrize("wrong", [-0.1, 1.1, np.nan])
def test_a_level_or_a_confidence_that_is_no_share_is_refused_by_name(wrong):
    drawn = np.arange(9.0)
    with pytest.raises(Refusal, match="`confidence` is a share"):
        percentiles(drawn, confidence=wrong)
    with pytest.raises(Refusal, match="`level` is a share"):
        percentiles(drawn, (wrong,), confidence=0.9)
    with pytest.raises(Refusal, match="`confidence` is a share"):
        chance(1, 9, confidence=wrong)

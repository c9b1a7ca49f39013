"""Progressivity, reranking, impoverishment, marginal contributions and the best use of money."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from socle.ground.axes import Array
from socle.measure import redistribution, sampling
from socle.measure.inequality import concentration, gini
from socle.measure.redistribution import INDICES, best_contribution, progressivity, redistributed
from socle.measure.weighted import Estimate, Sample, total, whole
from tests.measure.surveys import jackknife
from tests.measure.transfers import LINE, assert_derivative, given


def pairs_concentration(values: Array, by: Array, weight: Array) -> float:
    """Twice the covariance with the rank over the mean, from pairs of people."""
    above = (by[:, None] > by) + 0.5 * (by[:, None] == by)
    rank = (above @ weight) / weight.sum()
    mean = float((values * weight).sum() / weight.sum())
    mid = float((rank * weight).sum() / weight.sum())
    return 2 * float((weight * (values - mean) * (rank - mid)).sum() / weight.sum()) / mean


def test_each_statistic_is_its_formula_over_pairs() -> None:
    survey, amount, tax = given(1)
    before, weight = survey.sample, survey.sample.weight
    after = before.holding(before.welfare + amount - tax)
    first = pairs_concentration(before.welfare, before.welfare, weight)
    second = pairs_concentration(after.welfare, after.welfare, weight)
    ordered = pairs_concentration(after.welfare, before.welfare, weight)
    paid = pairs_concentration(tax, before.welfare, weight)
    moved = redistributed(before, after)
    assert progressivity(concentration(before, tax), moved.first).value == pytest.approx(
        paid - first, rel=1e-10
    )
    assert moved.vertical_effect.value == pytest.approx(first - ordered, rel=1e-10)
    assert moved.reranking.value == pytest.approx(second - ordered, rel=1e-10)


def test_redistribution_is_the_vertical_effect_less_reranking() -> None:
    for seed in range(5):
        survey, amount, tax = given(seed)
        before = survey.sample
        after = before.holding(before.welfare + amount - tax)
        moved = redistributed(before, after)
        fall, parts = gini(before) - gini(after), moved.vertical_effect - moved.reranking
        assert moved.whole.value == fall.value
        assert fall.value == pytest.approx(parts.value, rel=1e-12)
        np.testing.assert_allclose(fall.influence, parts.influence, atol=1e-15)
        assert moved.reranking.value > 0


def test_the_vertical_effect_follows_from_progressivity_and_the_rate() -> None:
    survey, amount, tax = given(2)
    before = survey.sample
    for paid in (amount, -tax):
        rate = total(before, paid).value / total(before, before.welfare).value
        after = before.holding(before.welfare + paid)
        aimed = progressivity(concentration(before, paid), gini(before))
        expected = -rate / (1 + rate) * aimed.value
        assert redistributed(before, after).vertical_effect.value == pytest.approx(expected, rel=1e-10)


def test_a_proportional_amount_is_neither_progressive_nor_reranks() -> None:
    survey, _, _ = given(3)
    before = survey.sample
    after = before.holding(0.8 * before.welfare)
    aimed = progressivity(concentration(before, 0.2 * before.welfare), gini(before))
    moved = redistributed(before, after)
    assert aimed.value == pytest.approx(0, abs=1e-12)
    assert moved.vertical_effect.value == pytest.approx(0, abs=1e-12)
    assert moved.reranking.value == pytest.approx(0, abs=1e-12)


def test_impoverishment_and_gains_by_hand() -> None:
    before = whole(np.array([50.0, 80.0, 90.0, 120.0, 150.0]), np.array([1.0, 1.0, 2.0, 1.0, 1.0]))
    after = before.holding(np.array([70.0, 60.0, 130.0, 95.0, 140.0]))
    assert redistribution.impoverished(before, after, 100.0).value == 20 + 5
    assert redistribution.gains_of_poor(before, after, 100.0).value == 20 + 2 * 10


def test_impoverishment_less_gains_is_how_the_gap_grows() -> None:
    survey, amount, tax = given(4)
    before = survey.sample
    after = before.holding(before.welfare + amount - tax)
    gap = [float(np.maximum(LINE - one.welfare, 0) @ one.weight) for one in (before, after)]
    lost = redistribution.impoverished(before, after, LINE) - redistribution.gains_of_poor(
        before, after, LINE
    )
    assert lost.value == pytest.approx(gap[1] - gap[0], rel=1e-10)


def net(sample: Sample, amount: Array) -> Sample:
    """The sample after a transfer."""
    return sample.holding(sample.welfare + amount)


@pytest.mark.parametrize(
    "name", ["progressivity", "vertical_effect", "reranking", "impoverished", "gains_of_poor"]
)
def test_the_influence_of_a_statistic_is_its_derivative(name: str) -> None:
    survey, amount, tax = given(5)

    def statistic(sample: Sample) -> Estimate:
        after = net(sample, amount - tax)
        if name == "progressivity":
            return progressivity(concentration(sample, amount), gini(sample))
        if name in ("impoverished", "gains_of_poor"):
            return getattr(redistribution, name)(sample, after, LINE)  # type: ignore[no-any-return]
        return getattr(redistributed(sample, after), name)  # type: ignore[no-any-return]

    assert_derivative(statistic, survey.sample)


def marginal(index: str, sample: Sample, amount: Array) -> Estimate:
    """What a transfer takes off an index."""
    return INDICES[index](sample, LINE) - INDICES[index](net(sample, amount), LINE)


@pytest.mark.parametrize("money", [0.02, 0.3, 3.0])
@pytest.mark.parametrize("index", INDICES)
def test_the_influence_of_the_best_is_its_derivative(index: str, money: float) -> None:
    survey, amount, _ = given(6)
    assert_derivative(lambda s: best_contribution(index, s, money * amount, LINE), survey.sample)


@pytest.mark.parametrize("index", INDICES)
def test_the_error_of_effectiveness_is_that_of_the_jackknife(index: str) -> None:
    survey, amount, _ = given(7, units=400)

    def statistic(sample: Sample) -> Estimate:
        return marginal(index, sample, amount) / best_contribution(index, sample, amount, LINE)

    error = sampling.standard_error(survey.design(), statistic(survey.sample))
    assert error == pytest.approx(jackknife(survey, statistic), rel=0.03)


@pytest.mark.parametrize("index", INDICES)
def test_no_way_to_give_the_money_beats_the_best(index: str) -> None:
    welfare = np.array([10.0, 40.0, 70.0, 95.0, 200.0])
    sample, coins, line = whole(welfare, np.ones(5)), 6, 100.5  # coins of 10: the best may split them
    found = best_contribution(index, sample, np.array([0.0, 0, 0, 0, 60.0]), line).value
    best = -math.inf
    for shares in product(range(coins + 1), repeat=5):
        if sum(shares) == coins:
            after = net(sample, 10.0 * np.array(shares))
            best = max(best, INDICES[index](sample, line).value - INDICES[index](after, line).value)
    assert found >= best - 1e-12
    slack = {"fgt0": 0.2, "fgt1": 0.0, "fgt2": 0.01, "gini": 0.01}[index]
    assert found - best <= slack + 1e-9


def test_what_is_left_lifts_a_part_of_the_next_nearest_to_the_line() -> None:
    sample = whole(np.array([10.0, 40.0, 70.0, 95.0, 200.0]), np.ones(5))
    found = best_contribution("fgt0", sample, np.array([0.0, 0.0, 0.0, 0.0, 60.0]), 100.0)
    assert found.value == pytest.approx((1 + 1 + (60 - 5 - 30) / 60) / 5)


def test_money_that_is_given_in_the_best_way_is_fully_effective() -> None:
    survey, _, _ = given(8, heaped=0.0)
    sample = survey.sample
    raised = np.maximum(100.0 - sample.welfare, 0.0)
    for index in ("fgt1", "fgt2", "gini"):
        best = best_contribution(index, sample, raised, LINE).value
        assert marginal(index, sample, raised).value == pytest.approx(best, rel=1e-9)
    nearest = np.where(
        (sample.welfare >= 115.0) & (sample.welfare <= LINE), LINE - sample.welfare + 1e-9, 0.0
    )
    best = best_contribution("fgt0", sample, nearest, LINE).value
    assert marginal("fgt0", sample, nearest).value == pytest.approx(best, rel=1e-6)


def test_money_for_everybody_s_gap_ends_poverty_and_much_more_ends_inequality() -> None:
    survey, _, _ = given(9)
    sample = survey.sample
    rich = np.full(sample.welfare.size, float(sample.welfare.max()))
    for index, formula in INDICES.items():
        best = best_contribution(index, sample, rich, LINE)
        assert best.value == pytest.approx(formula(sample, LINE).value, rel=1e-9), index


def test_a_tax_does_most_where_it_takes_the_richest_down() -> None:
    survey, _, tax = given(8)
    sample = survey.sample
    assert_derivative(lambda one: best_contribution("gini", one, -tax, LINE), sample)
    top = np.maximum(sample.welfare - 180.0, 0.0)
    best = best_contribution("gini", sample, -top, LINE).value
    assert marginal("gini", sample, -top).value == pytest.approx(best, rel=1e-9)
    assert best > marginal("gini", sample, -top.sum() / sample.welfare.sum() * sample.welfare).value
    same = total(sample, top).value / total(sample, tax).value
    assert best > marginal("gini", sample, -same * tax).value


def test_no_money_has_no_best() -> None:
    survey, _, tax = given(9)
    for index in INDICES:
        assert math.isnan(best_contribution(index, survey.sample, 0 * tax, LINE).value)
        assert math.isnan(best_contribution(index, survey.sample, -tax, LINE).value) is (index != "gini")


def test_concentration_of_what_only_the_richest_gets_is_nearly_one() -> None:
    sample = whole(np.arange(1.0, 101.0), np.ones(100))
    only = np.zeros(100)
    only[-1] = 5.0
    assert concentration(sample, only).value == pytest.approx(0.99)

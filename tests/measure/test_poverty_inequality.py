"""Laws of the measures of poverty and inequality."""

from __future__ import annotations

import math

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.measure import indicators, inequality, poverty
from socle.measure.indicators import Line
from socle.measure.weighted import (
    density,
    exactly,
    mean,
    people,
    quantile_value,
    ranks,
    total,
    whole,
)
from tests.measure.surveys import EVERY, SMOOTH, drawn, measure


def test_who_stands_on_the_line_is_not_below_it() -> None:
    sample, line = whole(np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4)), Line("", 2.0)
    assert measure("arpr", line)(sample).value == 0.25
    assert measure("fgt0", line)(sample).value == 0.5


def test_shares_of_ten_persons_by_hand() -> None:
    sample = whole(np.arange(1.0, 11.0), np.ones(10))
    assert inequality.palma(sample).value == pytest.approx(10 / (1 + 2 + 3 + 4))
    assert inequality.quintile_share_ratio(sample).value == pytest.approx((9 + 10) / (1 + 2))
    assert measure("p90p10")(sample).value == pytest.approx(9.5 / 1.5)
    assert measure("p80p20")(sample).value == pytest.approx(8.5 / 2.5)


def test_who_is_65_is_old() -> None:
    sample = whole(np.array([8.0, 2.0, 4.0]), np.ones(3))
    assert inequality.relative_median_ratio(sample, np.array([65.0, 64.0, 64.0])).value == pytest.approx(
        8 / 3
    )


@pytest.mark.parametrize("code", [code for code in EVERY if code != "gini_osier"])  # its ranks count records
def test_copying_every_record_changes_no_measure(code: str) -> None:
    sample = drawn(1).sample
    twice = whole(np.repeat(sample.welfare, 2), np.repeat(sample.weight / 2, 2))
    assert measure(code)(twice).value == pytest.approx(measure(code)(sample).value, rel=1e-12)


@pytest.mark.parametrize("code", EVERY)
def test_money_in_other_units_changes_amounts_only(code: str) -> None:
    sample = drawn(2).sample
    dear = whole(1000 * sample.welfare, sample.weight)
    before, after = measure(code)(sample), measure(code)(dear)
    scale = 1000 if indicators.INDICATORS[code.partition(":")[0]].unit == "currency" else 1
    assert after.value == pytest.approx(scale * before.value, rel=1e-9)
    np.testing.assert_allclose(after.influence, scale * before.influence, rtol=1e-6, atol=1e-15 * scale)


@pytest.mark.parametrize("code", [code for code in EVERY if code != "gini_osier"])
def test_the_order_of_records_does_not_matter(code: str) -> None:
    sample = drawn(6).sample
    order = np.random.default_rng(1).permutation(sample.welfare.size)
    mixed = whole(sample.welfare[order], sample.weight[order])
    assert measure(code)(mixed).value == pytest.approx(measure(code)(sample).value, rel=1e-12)


@pytest.mark.parametrize("code", SMOOTH)
def test_influences_cancel_where_all_weights_grow_alike(code: str) -> None:
    sample = drawn(8).sample
    moved = measure(code, Line("", 150.0))(sample).influence @ sample.weight
    assert float(moved) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("code", ["fgt0", "fgt1", "fgt2", "watts"])
def test_poverty_is_the_mean_over_sub_groups(code: str) -> None:
    survey = drawn(9)
    line, part = Line("", 150.0), survey.part
    groups = [measure(code, line, member)(survey.sample).value for member in (part, 1 - part)]
    shares = [float(survey.sample.weight @ member) for member in (part, 1 - part)]
    whole_group = measure(code, line)(survey.sample).value
    assert whole_group == pytest.approx(np.average(groups, weights=shares), rel=1e-12)


def test_theil_is_what_is_within_and_between_sub_groups() -> None:
    survey = drawn(9)
    sample = survey.sample
    within = between = 0.0
    average = mean(sample, sample.welfare).value
    for member in (survey.part, 1 - survey.part):
        group = sample.within(member > 0)
        share = total(group, sample.welfare).value / total(sample, sample.welfare).value
        within += share * inequality.generalized_entropy(group, 1).value
        between += share * math.log(mean(group, sample.welfare).value / average)
    assert inequality.generalized_entropy(sample, 1).value == pytest.approx(within + between, rel=1e-12)


def test_entropy_near_0_and_1_tends_to_its_limits() -> None:
    sample = drawn(10).sample
    for limit in (0.0, 1.0):
        near = inequality.generalized_entropy(sample, limit + 1e-5).value
        assert near == pytest.approx(inequality.generalized_entropy(sample, limit).value, rel=1e-3)


@pytest.mark.parametrize("aversion", [0.25, 0.5, 2.0])
def test_atkinson_is_a_function_of_entropy(aversion: float) -> None:
    sample, parameter = drawn(11).sample, 1 - aversion
    entropy = inequality.generalized_entropy(sample, parameter).value
    linked = 1 - (parameter * (parameter - 1) * entropy + 1) ** (1 / parameter)
    assert inequality.atkinson(sample, aversion).value == pytest.approx(linked, rel=1e-12)


def test_atkinson_of_aversion_1_is_a_function_of_the_mean_log_deviation() -> None:
    sample = drawn(11).sample
    linked = 1 - math.exp(-inequality.generalized_entropy(sample, 0).value)
    assert inequality.atkinson(sample, 1).value == pytest.approx(linked, rel=1e-12)


def test_gini_is_half_the_mean_relative_difference() -> None:
    sample = drawn(12, units=40).sample
    pairs = sample.weight[:, None] * sample.weight * np.abs(sample.welfare[:, None] - sample.welfare)
    average = mean(sample, sample.welfare).value
    expected = float(pairs.sum()) / people(sample).value ** 2 / (2 * average)
    assert inequality.gini(sample).value == pytest.approx(expected, rel=1e-12)


def test_concentration_of_a_flat_amount_is_nothing_and_of_welfare_is_gini() -> None:
    sample = drawn(12).sample
    assert inequality.concentration(sample, np.ones(sample.welfare.size)).value == pytest.approx(0, abs=1e-12)
    shifted = inequality.concentration(sample, sample.welfare + 50)
    share = total(sample, sample.welfare).value / total(sample, sample.welfare + 50).value
    assert shifted.value == pytest.approx(share * inequality.gini(sample).value, rel=1e-12)


def test_gini_of_two_persons_of_whom_one_has_all_is_a_half() -> None:
    assert inequality.gini(whole(np.array([0.0, 9.0]), np.ones(2))).value == 0.5


def test_the_sen_shorrocks_thon_index_is_the_gap_times_one_plus_the_gini_of_gaps() -> None:
    sample, line = drawn(13).sample, 150.0
    gaps = np.maximum(1 - sample.welfare / line, 0.0)
    unequal = inequality.gini(whole(gaps, sample.weight)).value
    gap = poverty.foster_greer_thorbecke(sample, exactly(line, gaps.size), 1).value
    found = poverty.sen_shorrocks_thon(sample, exactly(line, gaps.size)).value
    assert found == pytest.approx(gap * (1 + unequal), rel=1e-12)


def test_the_area_under_the_lorenz_curve_gives_gini() -> None:
    sample = drawn(13).sample
    p = (np.arange(2000) + 0.5) / 2000
    area = float(np.mean([inequality.lorenz(sample, float(share)).value for share in p]))
    assert 1 - 2 * area == pytest.approx(inequality.gini(sample).value, abs=1e-5)


def test_what_the_poorest_two_of_five_hold() -> None:
    sample = whole(np.array([1.0, 2.0, 3.0, 4.0, 10.0]), np.ones(5))
    assert inequality.lorenz(sample, 0.4).value == pytest.approx(3 / 20)
    assert inequality.lorenz(sample, 0.5).value == pytest.approx(4.5 / 20)


def test_ranks_of_ties_are_their_middle() -> None:
    sample = whole(np.array([5.0, 1.0, 5.0, 9.0]), np.array([1.0, 2.0, 3.0, 4.0]))
    assert ranks(sample, sample.welfare).tolist() == [4.0, 1.0, 4.0, 8.0]


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.1, 1.0), (0.25, 1.5), (0.3, 2.0), (0.5, 2.5), (0.75, 3.5), (0.9, 4.0), (1.0, 4.0)],
)
def test_a_quantile_reached_exactly_is_the_middle_of_its_neighbours(share: float, expected: float) -> None:
    sample = whole(np.array([4.0, 2.0, 3.0, 1.0]), np.ones(4))
    assert quantile_value(sample, share) == expected


def test_a_quantile_follows_weights() -> None:
    sample = whole(np.array([1.0, 2.0, 3.0]), np.array([0.2, 0.2, 0.6]))
    assert quantile_value(sample, 0.5) == 3.0
    assert quantile_value(sample, 0.4) == 2.5


def test_the_density_integrates_to_one() -> None:
    sample = drawn(14, units=30).sample
    grid = np.linspace(-500, 2500, 4001)
    heights = [density(sample, float(at)) for at in grid]
    assert float(np.trapezoid(heights, grid)) == pytest.approx(1.0, abs=1e-6)


def test_nobody_in_a_group_gives_no_number_instead_of_nothing() -> None:
    sample = drawn(1).sample
    nobody = np.zeros(sample.welfare.size)
    for code in ("arpr", "gini", "fgt1", "s80s20", "rmpg"):
        assert math.isnan(measure(code, None, nobody)(sample).value)


def test_equal_incomes_have_no_inequality() -> None:
    sample = whole(np.full(20, 7.0), np.ones(20))
    for code in ("gini", "ge:0", "ge:1", "ge:2", "atkinson:1"):
        assert measure(code)(sample).value == pytest.approx(0, abs=1e-12)
    assert measure("arpt")(sample).value == pytest.approx(4.2)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("gni", "gini"),
        ("atkinson", "atkinson:0.5"),
        ("gini:2", "`gini`"),
        ("ge:x", "number"),
        ("atkinson:0", "above 0"),
        ("lorenz:1", "below 1"),
        (" , ", "at least one"),
    ],
)
def test_a_measure_that_is_not_known_is_refused(text: str, named: str) -> None:
    with pytest.raises(Refusal, match=named):
        indicators.asked(text)


@pytest.mark.parametrize("text", ["", "0", "-3", "nan", "median", "median:", "mode:0.6", "median:0"])
def test_a_line_that_is_not_one_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        indicators.line(text)

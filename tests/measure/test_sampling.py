"""Standard errors: by influence, by doing it many times, by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.measure import inequality, sampling
from socle.measure.indicators import Line
from socle.measure.weighted import (
    Estimate,
    Sample,
    mean,
    total,
    whole,
)
from tests.measure.surveys import SMOOTH, bootstrap, drawn, jackknife, measure


@pytest.mark.parametrize("code", SMOOTH)
@pytest.mark.parametrize("whose", ["everybody", "sub-group"])
def test_the_error_by_influence_is_that_of_the_jackknife(code: str, whose: str) -> None:
    survey = drawn(3, units=400)
    part = survey.part if whose == "sub-group" else None
    statistic = measure(code, Line("", 150.0), part)
    error = sampling.standard_error(survey.design(), statistic(survey.sample))
    assert error == pytest.approx(jackknife(survey, statistic), rel=0.02)


@pytest.mark.parametrize("code", [*SMOOTH, "gini_osier", "arpt"])
@pytest.mark.parametrize("whose", ["everybody", "sub-group"])
def test_the_influence_of_a_record_is_the_derivative_by_its_weight(code: str, whose: str) -> None:
    survey = drawn(21, units=40)
    sample, line = survey.sample, Line("", 0.8, "mean")
    statistic = measure(code, line, survey.part if whose == "sub-group" else None)
    found = statistic(sample).influence
    for record in range(0, sample.welfare.size, 7):
        step = np.zeros(sample.weight.size)
        step[record] = 1e-3
        up, down = (statistic(sample.weighted_by(sample.weight + sign * step)).value for sign in (1, -1))
        assert found[record] == pytest.approx((up - down) / 2e-3, rel=1e-5, abs=1e-12)


def test_bootstrap_measures_from_its_mean_and_balanced_replication_from_the_estimate() -> None:
    sample, rows = whole(np.array([1.0, 3.0]), np.ones(2)), np.array([[2.0, 0.0], [2.0, 0.0], [1.0, 1.0]])
    found = {
        way: sampling.replicated_error(
            sample, lambda one: mean(one, one.welfare), sampling.replicates(rows, way)
        )
        for way in ("bootstrap", "brr")
    }
    assert found["bootstrap"] == pytest.approx(math.sqrt(1 / 3))
    assert found["brr"] == pytest.approx(math.sqrt(2 / 3))


def test_the_error_of_osier_s_gini_is_that_of_the_jackknife() -> None:
    survey = drawn(4)
    statistic = measure("gini_osier")
    error = sampling.standard_error(survey.design(), statistic(survey.sample))
    assert error == pytest.approx(jackknife(survey, statistic), rel=0.02)


@pytest.mark.parametrize(
    "code", ["arpt", "arpr", "poor_median", "rmpg", "s80s20", "palma", "fgt1", "sst", "watts"]
)
def test_the_error_with_an_estimated_line_is_that_of_the_bootstrap(code: str) -> None:
    survey = drawn(5, units=2000, heaped=0.0)  # quantiles of heaped welfare jump
    statistic = measure(code)
    error = sampling.standard_error(survey.design(), statistic(survey.sample))
    assert error == pytest.approx(bootstrap(survey, statistic, 300), rel=0.2)


def test_the_change_on_one_sample_is_surer_than_the_difference_of_two() -> None:
    survey = drawn(15)
    line = Line("", 150.0)
    before = measure("fgt1", line)(survey.sample)
    richer = whole(survey.sample.welfare + 10, survey.sample.weight)
    after = measure("fgt1", line)(richer)
    plan = survey.design()
    error = sampling.standard_error(plan, after - before)
    apart = math.hypot(sampling.standard_error(plan, before), sampling.standard_error(plan, after))
    assert after.value < before.value
    assert error < apart / 3

    def change(sample: Sample) -> Estimate:
        later = whole(sample.welfare + 10, sample.weight)
        return measure("fgt1", line)(later) - measure("fgt1", line)(sample)

    assert error == pytest.approx(jackknife(survey, change), rel=0.02)


def test_without_strata_and_clusters_the_error_of_a_mean_is_that_of_textbooks() -> None:
    welfare = np.array([3.0, 5.0, 8.0, 1.0, 9.0])
    sample = whole(welfare, np.full(5, 20.0))
    plan = sampling.design(sample.weight, np.arange(5), np.zeros(5, dtype=np.int64))
    expected = float(np.std(welfare, ddof=1)) / math.sqrt(5)
    assert sampling.standard_error(plan, mean(sample, welfare)) == pytest.approx(expected, rel=1e-12)
    corrected = replace(plan, sampled=sampling.estimated_fractions(plan))
    assert sampling.standard_error(corrected, mean(sample, welfare)) == pytest.approx(
        expected * math.sqrt(1 - 5 / 100), rel=1e-12
    )


def test_clusters_of_copies_count_once() -> None:
    survey = drawn(16, size=1)
    sample = survey.sample
    copied = whole(np.repeat(sample.welfare, 3), np.repeat(sample.weight / 3, 3))
    plan = sampling.design(copied.weight, np.repeat(survey.psu, 3), np.repeat(survey.strata, 3))
    assert sampling.standard_error(plan, inequality.gini(copied)) == pytest.approx(
        sampling.standard_error(survey.design(), inequality.gini(sample)), rel=1e-12
    )


def lonely(way: sampling.Lonely) -> float:
    """The variance of a total in three strata, of which one has one PSU."""
    welfare, weight = np.array([1.0, 3.0, 2.0, 6.0, 8.0]), np.ones(5)
    plan = sampling.design(weight, np.arange(5), np.array([0, 0, 1, 1, 2]), way)
    return sampling.variance(plan, total(whole(welfare, weight), welfare))


def test_a_stratum_of_one_unit_is_treated_as_it_was_chosen() -> None:
    known = 2 * (1 + 1) + 2 * (4 + 4)  # strata of 1 and 3, and of 2 and 6
    assert lonely("certainty") == known
    assert lonely("average") == known * 1.5
    assert lonely("adjust") == known + (8 - 4) ** 2
    plan = sampling.design(np.ones(3), np.arange(3), np.array([0, 0, 1]))
    assert math.isnan(sampling.standard_error(plan, Estimate(1.0, np.ones(3))))
    with pytest.raises(Refusal, match="adjust"):
        sampling.design(np.ones(3), np.arange(3), np.zeros(3, dtype=np.int64), "adjst")  # type: ignore[arg-type]


def test_replicates_have_the_factors_of_their_method() -> None:
    weights = np.ones((80, 3))
    found = {way: sampling.replicates(weights, way, 0.5).factor for way in sampling.REPLICATION}
    assert found == {"bootstrap": 1 / 79, "jackknife": 79 / 80, "brr": 1 / 80, "fay": 1 / 20, "sdr": 1 / 20}
    with pytest.raises(Refusal, match="brr"):
        sampling.replicates(weights, "brrr")


def test_jackknife_replicates_give_the_error_of_a_mean() -> None:
    survey = drawn(17, units=60, size=1)
    sample = whole(survey.sample.welfare, np.ones(60))
    left = (1 - np.eye(60)) * 60 / 59
    replicated = sampling.replicated_error(
        sample, lambda one: mean(one, one.welfare), sampling.replicates(left, "jackknife")
    )
    assert replicated == pytest.approx(float(np.std(sample.welfare, ddof=1)) / math.sqrt(60), rel=1e-9)

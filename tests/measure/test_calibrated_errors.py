"""Standard errors after calibration: what the margins know does not vary, and simulation agrees."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from socle.measure import groups
from socle.measure.groups import Partition
from socle.measure.sampling import design, standard_error
from socle.measure.weighted import Estimate, total, whole
from socle.project.calibration import Margins, calibrate

PEOPLE, DRAWN = 4000, 200


def test_a_calibrated_total_of_a_margin_has_no_error() -> None:
    rng = np.random.default_rng(1)
    weight, x = rng.uniform(1, 2, 60), np.column_stack([np.ones(60), rng.random((60, 2))])
    plan = design(weight, np.arange(60), np.zeros(60, np.int64))
    known = replace(plan, margins=x)
    for column in (x[:, 1], x @ np.array([3.0, -1, 2])):
        one = Estimate(float(weight @ column), column)
        assert standard_error(plan, one) > 1
        assert standard_error(known, one) == pytest.approx(0, abs=1e-9)
    other = rng.random(60)
    one = Estimate(float(weight @ other), other)
    assert 0 < standard_error(known, one) < standard_error(plan, one)


def test_the_error_of_a_calibrated_total_is_that_of_repeated_samples() -> None:
    """500 samples of 200 from one population: the mean of estimated errors is the spread of estimates."""
    rng = np.random.default_rng(2)
    x = np.column_stack([np.ones(PEOPLE), rng.lognormal(0, 0.5, PEOPLE)])
    y = 5 * x[:, 1] + rng.normal(0, 1, PEOPLE)
    found, errors, plain = [], [], []
    for _ in range(500):
        drawn = rng.choice(PEOPLE, DRAWN, replace=True)
        margins = Margins(("people", "x"), x[drawn], x.sum(0))
        weight = calibrate(np.full(DRAWN, PEOPLE / DRAWN), margins).weight
        plan = replace(design(weight, np.arange(DRAWN), np.zeros(DRAWN, np.int64)), margins=x[drawn])
        one = total(whole(y[drawn], weight), y[drawn])
        found.append(one.value)
        errors.append(standard_error(plan, one))
        plain.append(standard_error(replace(plan, margins=None), one))
    assert np.mean(errors) == pytest.approx(np.std(found), rel=0.1)
    assert np.mean(plain) > 2 * np.std(found)


def test_errors_of_groups_summed_by_unit_are_those_of_records() -> None:
    rng = np.random.default_rng(3)
    weight, psu = rng.uniform(1, 2, 90), np.repeat(np.arange(30), 3)
    member, values = rng.integers(0, 3, 90), rng.random(90)
    plan = design(weight, psu, psu % 2)
    plan = replace(plan, margins=np.column_stack([np.ones(90), rng.random((90, 2))]))
    partition = Partition(("a", "b", "c"), member.astype(np.int64))
    sums, ones = (groups.totals(plan, partition, column) for column in (values, np.ones(90)))
    short = groups.summed(plan)
    for code, name in enumerate(partition.names):
        own = (member == code).astype(float)
        sample = whole(values, weight)
        mean = total(sample, values * own) / total(sample, own)
        by_unit = sums.by_group[name] / ones.by_group[name]
        assert by_unit.value == pytest.approx(mean.value)
        assert standard_error(short, by_unit) == pytest.approx(standard_error(plan, mean))
    whole_sum = total(whole(values, weight), values)
    assert sums.everybody.value == pytest.approx(whole_sum.value)
    assert standard_error(short, sums.everybody) == pytest.approx(standard_error(plan, whole_sum))
    nobody = groups.totals(plan, partition, np.zeros(90)).everybody
    assert np.isnan(standard_error(short, sums.everybody / nobody)), "a ratio to nothing has no error"

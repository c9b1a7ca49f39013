"""Calibrated weights: margins hold, known estimators come back, bounds and households are respected."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.ground.axes import N_AGES, Array
from socle.ground.refusals import Refusal
from socle.model.survey_map import Method
from socle.project.calibration import (
    Calibrated,
    Margins,
    by_sex_and_age,
    calibrate,
    spread,
    together,
    weighting_effect,
)

BOUNDS = (0.4, 2.5)
WAYS = [Method("raking"), Method("linear"), Method("linear", BOUNDS), Method("logit", BOUNDS)]
NAMES = ["raking", "linear", "cut", "logit"]


def margins(columns: Array, totals: Array) -> Margins:
    """Margins named by their place."""
    return Margins(tuple(f"m{i}" for i in range(totals.size)), columns, totals)


def sample(seed: int, records: int = 300, columns: int = 5) -> tuple[Array, Array, Array]:
    """Weights, what records add to margins (two say the same thing), and totals within reach."""
    rng = np.random.default_rng(seed)
    weight = rng.uniform(0.5, 2, records)
    part = (rng.random((records, columns)) < 0.4).astype(float)
    x = np.column_stack([part, 1 - part[:, 0], np.ones(records), rng.lognormal(3, 1, records)])
    return weight, x, (weight * rng.uniform(0.6, 1.8, records)) @ x


@pytest.mark.parametrize("way", WAYS, ids=NAMES)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_margins_hold_even_if_they_say_the_same_twice(way: Method, seed: int) -> None:
    weight, x, totals = sample(seed)
    found = calibrate(weight, margins(x, totals), way)
    assert found.after == pytest.approx(totals, rel=1e-9)
    assert found.weight @ x == pytest.approx(totals, rel=1e-9)
    assert found.before == pytest.approx(weight @ x)
    if way.bounds:
        assert (found.ratio >= way.bounds[0] - 1e-12).all()
        assert (found.ratio <= way.bounds[1] + 1e-12).all()
    if way.name == "raking":
        assert (found.weight > 0).all()


def test_linear_is_the_generalized_regression_estimator() -> None:
    """d (1 + x' (X'dX)^-1 (t - X'd)), in closed form (Deville and Sarndal 1992, example 1)."""
    weight, x, totals = sample(1)
    x, totals = np.delete(x, 5, 1), np.delete(totals, 5)
    b = np.linalg.solve(x.T @ (weight[:, None] * x), totals - weight @ x)
    found = calibrate(weight, margins(x, totals), Method("linear"))
    assert found.weight == pytest.approx(weight * (1 + x @ b), rel=1e-9)


def test_raking_is_iterative_proportional_fitting_of_a_two_way_table() -> None:
    rng = np.random.default_rng(2)
    rows, columns = rng.integers(0, 3, 400), rng.integers(0, 4, 400)
    weight = rng.uniform(1, 5, 400)
    wanted_rows, wanted_columns = np.array([500.0, 300, 400]), np.array([100.0, 300, 450, 350])
    fitted = weight.copy()
    for _ in range(500):
        fitted *= (wanted_rows / np.bincount(rows, fitted))[rows]
        fitted *= (wanted_columns / np.bincount(columns, fitted))[columns]
    x = np.column_stack([*(rows == i for i in range(3)), *(columns == i for i in range(4))]).astype(float)
    found = calibrate(weight, margins(x, np.r_[wanted_rows, wanted_columns]))
    assert found.weight == pytest.approx(fitted, rel=1e-9)


def test_bounds_that_bind_are_reached_and_leave_the_rest_linear() -> None:
    """Where no bound binds, the cut line is the line; where one does, weights stop at it."""
    weight, x, _ = sample(3)
    totals = (weight * np.clip(x[:, -1] / 40, 0.7, 1.4)) @ x  # within reach of bounds 0.7 and 1.4
    free = calibrate(weight, margins(x, totals), Method("linear")).ratio
    assert free.max() > 1.5
    wide = calibrate(weight, margins(x, totals), Method("linear", (0, 2 * free.max())))
    assert wide.ratio == pytest.approx(free)
    for name in ("linear", "logit"):
        cut = calibrate(weight, margins(x, totals), Method(name, (0.69, 1.41)))
        assert cut.after == pytest.approx(totals, rel=1e-9)
        assert cut.ratio.max() == pytest.approx(1.41, rel=1e-3)
        assert cut.ratio.max() <= 1.41


@pytest.mark.parametrize("way", WAYS, ids=NAMES)
def test_margins_that_hold_already_change_nothing(way: Method) -> None:
    weight, x, _ = sample(4)
    found = calibrate(weight, margins(x, weight @ x), way)
    assert found.weight == pytest.approx(weight, rel=1e-12)
    assert found.iterations == 0


@pytest.mark.parametrize("way", WAYS, ids=NAMES)
def test_units_do_not_matter(way: Method) -> None:
    weight, x, totals = sample(5)
    plain = calibrate(weight, margins(x, totals), way).ratio
    factor = 10.0 ** np.arange(-4, 4)
    assert calibrate(weight, margins(x * factor, totals * factor), way).ratio == pytest.approx(
        plain, rel=1e-7
    )
    assert calibrate(1000 * weight, margins(x, 1000 * totals), way).ratio == pytest.approx(plain, rel=1e-7)


@pytest.mark.parametrize("way", WAYS, ids=NAMES)
def test_members_of_a_household_keep_one_ratio(way: Method) -> None:
    weight, x, totals = sample(6)
    household = np.arange(weight.size) // 3
    found = calibrate(weight, margins(x, totals), way, household)
    ratio = found.ratio.reshape(-1, 3)
    assert ratio == pytest.approx(np.repeat(ratio[:, :1], 3, axis=1), rel=1e-12)
    assert found.weight @ x == pytest.approx(totals, rel=1e-9)
    alone = calibrate(weight, margins(x, totals), way)
    assert not np.allclose(alone.ratio, found.ratio), "households do bind here"


@pytest.mark.parametrize("way", WAYS[2:], ids=NAMES[2:])
def test_bounds_out_of_reach_are_refused_with_the_margin_furthest_off(way: Method) -> None:
    rng = np.random.default_rng(7)
    weight, x = rng.uniform(0.5, 2, 90), np.eye(3)[np.arange(90) % 3]
    totals = weight @ x * np.array([1.1, 3.0, 0.9])
    with pytest.raises(Refusal, match=r"0\.4 to 2\.5 reach the margins.*`m1`"):
        calibrate(weight, margins(x, totals), way)


def test_margins_that_contradict_each_other_are_refused() -> None:
    x = np.column_stack([np.ones(10), np.ones(10)])
    for way in WAYS:
        with pytest.raises(Refusal, match="reach the margins"):
            calibrate(np.ones(10), margins(x, np.array([10.0, 12.0])), way)


def test_a_margin_of_nobody_is_refused_by_name_and_an_empty_one_of_nobody_holds() -> None:
    x = np.column_stack([np.ones(4), np.zeros(4)])
    with pytest.raises(Refusal, match="`m1`, whose total is 5"):
        calibrate(np.ones(4), margins(x, np.array([8.0, 5.0])))
    assert calibrate(np.ones(4), margins(x, np.array([8.0, 0.0]))).weight == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("way", "told"),
    [
        (Method("rakin"), "Did you mean `raking`"),
        (Method("logit"), "needs bounds"),
        (Method("raking", BOUNDS), "no bounds"),
        (Method("linear", (1.1, 2)), "both sides of 1"),
        (Method("logit", (-1, 2)), "both sides of 1"),
    ],
)
def test_methods_that_make_no_sense_are_refused(way: Method, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        calibrate(np.ones(2), margins(np.ones((2, 1)), np.array([2.0])), way)


def test_records_of_weight_nothing_stay_nothing() -> None:
    weight, x, totals = sample(8)
    more = calibrate(np.r_[weight, 0.0], margins(np.vstack([x, x[0]]), totals))
    assert more.weight[-1] == 0
    assert more.weight[:-1] == pytest.approx(calibrate(weight, margins(x, totals)).weight, rel=1e-9)


def test_persons_are_counted_by_sex_and_age_group() -> None:
    sex, age = np.array([0.0, 0, 1, 1]), np.array([0.0, 15, 14, 99])
    persons = np.outer([1.0, 2.0], np.ones(N_AGES))
    found = by_sex_and_age(sex, age, persons, (0, 15, 65))
    assert found.names == ("M 0-14", "M 15-64", "M 65+", "F 0-14", "F 15-64", "F 65+")
    assert found.columns.argmax(1).tolist() == [0, 1, 3, 5]
    assert found.totals.tolist() == [15, 50, 36, 30, 100, 72]
    assert found.totals.sum() == persons.sum()
    both = together(found, margins(np.ones((4, 1)), np.array([9.0])))
    assert both.columns.shape == (4, 7)
    assert both.totals[-1] == 9


def test_the_spread_of_weights_is_that_of_kish() -> None:
    old = np.ones(4)
    found = Calibrated(np.array([1.0, 1, 1, 5]), np.array([1.0, 1, 1, 5]), np.ones((4, 1)), old, old, 1)
    told = spread(old, found)
    assert told.effect_before == 1
    assert told.effect_after == pytest.approx(4 * 28 / 64)
    assert told.effective == pytest.approx(64 / 28)
    assert (told.quantiles[0], told.quantiles[-1], told.negative) == (1, 5, 0)
    assert weighting_effect(7 * found.weight) == pytest.approx(told.effect_after)

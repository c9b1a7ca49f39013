"""What is drawn has the moments of its law, and one draw never moves another."""

from __future__ import annotations

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.project.lee_carter import lee_carter
from socle.project.stochastic import (
    ECONOMY,
    US_2004_FERTILITY,
    Arma,
    Luck,
    VectorAutoregression,
    batches,
    fitted,
)

PHI = np.array([[0.6, 0.1, 0.0], [-0.1, 0.3, 0.05], [0.0, 0.2, 0.5]])
SHOCKS = np.array([[4.0, -1.0, 0.5], [-1.0, 2.0, 0.3], [0.5, 0.3, 9.0]]) * 1e-4
PROCESS = VectorAutoregression(ECONOMY, PHI, SHOCKS)
LUCK = Luck(7)


def test_stationary_covariance_solves_the_lyapunov_equation():
    S = PROCESS.stationary
    assert np.allclose(S, PHI @ S @ PHI.T + SHOCKS, atol=1e-16)


def test_drawn_paths_have_the_stationary_covariance_and_the_mean_path():
    mean = np.tile([0.03, 0.01, 0.02], (40, 1))
    last = PROCESS.drawn(mean, LUCK, range(4000)).values[:, -1]
    assert np.allclose(np.cov(last.T), PROCESS.stationary, atol=0.08 * PROCESS.stationary.max())
    assert (np.abs(last.mean(axis=0) - mean[-1]) < 4 * np.sqrt(np.diag(PROCESS.stationary) / 4000)).all()


def test_without_shocks_the_path_is_the_assumed_one():
    mean = np.linspace(0.01, 0.05, 30).reshape(10, 3)
    still = VectorAutoregression(ECONOMY, PHI, np.zeros((3, 3)))
    assert np.array_equal(still.drawn(mean, LUCK, range(3)).values, np.tile(mean, (3, 1, 1)))


def test_a_run_is_the_same_in_any_batch_any_horizon_and_beside_any_other_variable():
    mean = np.zeros((12, 3))
    whole = PROCESS.drawn(mean, LUCK, range(10)).values
    parts = [PROCESS.drawn(mean, LUCK, runs).values for runs in batches(10, 3)]
    assert np.allclose(whole, np.concatenate(parts), rtol=0, atol=1e-16)
    assert np.array_equal(LUCK.normals(range(4), "a", 5), LUCK.normals(range(4), "a", 9)[:, :5])
    alone = VectorAutoregression(("x",), np.array([[0.5]]), np.array([[4.0]]))
    both = VectorAutoregression(("x", "y"), np.diag([0.5, 0.2]), np.array([[4.0, 1.0], [1.0, 3.0]]))
    x = both.drawn(np.zeros((9, 2)), LUCK, range(5)).values[..., 0]
    assert np.allclose(x, alone.drawn(np.zeros((9, 1)), LUCK, range(5)).values[..., 0], atol=1e-14)
    assert not np.allclose(LUCK.normals(range(1), "x", 9), LUCK.normals(range(1), "y", 9))


def test_least_squares_finds_the_process_again():
    history = PROCESS.drawn(np.tile([0.03, 0.01, 0.02], (4000, 1)), LUCK, range(1)).values[0]
    found = fitted(history, ECONOMY)
    assert (np.abs(found.process.phi - PHI) < 4.5 * found.errors).all()
    assert np.allclose(found.process.covariance, SHOCKS, atol=0.1 * SHOCKS.max())
    assert np.allclose(found.mean, [0.03, 0.01, 0.02], atol=0.005)


def test_ar1_and_arma11_have_their_textbook_deviation():
    assert Arma("m", (0.8,), 2.0).stationary == pytest.approx(2 / np.sqrt(1 - 0.64))
    assert Arma("m", (0.8,), 2.0, (0.3,)).stationary == pytest.approx(
        2 * np.sqrt((1 + 2 * 0.8 * 0.3 + 0.09) / 0.36)
    )


def test_published_fertility_stays_in_its_bounds_and_says_how_often_they_bind():
    drawn = US_2004_FERTILITY.drawn(np.full(75, 1.95), LUCK, range(3000))
    assert drawn.values.min() >= 0.5
    assert drawn.values.max() <= 3.4
    at_bound = ((drawn.values == 0.5) | (drawn.values == 3.4)).sum(axis=1)
    assert np.array_equal(drawn.bound, at_bound)
    assert drawn.values[:, -1].std() == pytest.approx(US_2004_FERTILITY.stationary, rel=0.06)


def test_processes_that_never_die_out_and_impossible_covariances_are_refused():
    with pytest.raises(Refusal, match="spectral radius is 1"):
        Arma("m", (1.0,), 1.0)
    with pytest.raises(Refusal, match="spectral radius"):
        VectorAutoregression(ECONOMY, 2 * np.eye(3), SHOCKS)
    with pytest.raises(Refusal, match="not positive"):
        VectorAutoregression(("x", "y"), np.zeros((2, 2)), np.array([[1.0, 2.0], [2.0, 1.0]]))
    with pytest.raises(Refusal, match="too few"):
        fitted(np.random.default_rng(1).random((5, 3)), ECONOMY)


def test_lee_carter_is_found_again_and_its_walk_has_the_variance_of_an_uncertain_drift():
    rng = np.random.default_rng(3)
    a, k = -8 + np.arange(60) * 0.1 + np.zeros((2, 1)), np.cumsum(rng.normal(-1, 0.5, 30))
    b, k = rng.uniform(0.2, 1, (2, 60)), k - k.mean()
    b *= 2 / b.sum()
    found = lee_carter(np.exp(a + k[:, None, None] * b), same_response=False)
    for got, true in ((found.a, a), (found.b, b), (found.k, k)):
        assert np.allclose(got, true, rtol=0, atol=1e-8)
    h, drawn = 40, found.deviations(40, LUCK, range(4000))
    assert drawn[:, -1].var() == pytest.approx(h * found.sigma**2 + (h * found.drift_error) ** 2, rel=0.1)
    with pytest.raises(Refusal, match="no logarithm"):
        lee_carter(np.zeros((5, 4)), same_response=False)


def test_a_bound_cuts_the_shock_is_counted_and_the_bounded_value_is_carried_on():
    low, high = np.array([-0.01, -np.inf, -0.02]), np.array([0.02, 0.015, 0.03])
    bounded = VectorAutoregression(ECONOMY, PHI, SHOCKS, low, high)
    mean = np.tile([0.005, 0.0, 0.01], (15, 1))
    drawn = bounded.drawn(mean, LUCK, range(20))
    luck = np.stack([LUCK.normals(range(20), name, 15) for name in ECONOMY], axis=-1)
    root = np.linalg.cholesky(SHOCKS)
    before = np.concatenate([np.zeros((20, 1, 3)), (drawn.values - mean)[:, :-1]], axis=1)
    free = mean + np.einsum("ij,rtj->rti", PHI, before) + np.einsum("ij,rtj->rti", root, luck)
    cut = (free < low) | (free > high)
    assert np.allclose(drawn.values, np.where(free < low, low, np.where(free > high, high, free)), atol=1e-15)
    assert np.array_equal(drawn.bound, cut.sum(axis=1))
    assert (cut.sum(axis=(0, 1)) > 0).all()
    assert not cut.all(axis=(0, 1)).any()
    assert not PROCESS.drawn(mean, LUCK, range(20)).bound.any()


def test_a_known_deviation_dies_out_by_the_powers_of_phi():
    mean, before = np.tile([0.03, 0.01, 0.02], (8, 1)), np.array([0.02, -0.01, 0.03])
    moved = PROCESS.drawn(mean, LUCK, range(4), before).values - PROCESS.drawn(mean, LUCK, range(4)).values
    powers = [np.linalg.matrix_power(PHI, year) @ before for year in range(1, 9)]
    assert np.allclose(moved, np.tile(powers, (4, 1, 1)), rtol=0, atol=1e-15)


def test_deviations_before_die_out_by_the_roots_of_the_process():
    first, second = 0.9, -0.4  # roots of z^2 - 0.5 z - 0.36
    process, mean = Arma("m", (first + second, -first * second), 0.3), np.linspace(2, 3, 9)
    latest, earlier = 1.0 + 2.0, 1.0 / first + 2.0 / second  # first^t + 2 second^t at 0 and at -1
    known = process.drawn(mean, LUCK, range(3), (latest, earlier)).values
    moved = known - process.drawn(mean, LUCK, range(3)).values
    years = np.arange(1, 10)
    assert np.allclose(moved, first**years + 2 * second**years, rtol=0, atol=1e-12)


def test_shocks_before_are_felt_as_long_as_the_moving_average_remembers():
    process, mean = Arma("m", (), 0.3, (0.7, -0.2)), np.zeros(5)
    known = process.drawn(mean, LUCK, range(3), shocks_before=(2.0, 5.0)).values
    moved = known - process.drawn(mean, LUCK, range(3)).values
    assert np.allclose(moved, [0.7 * 2 - 0.2 * 5, -0.2 * 2, 0, 0, 0], rtol=0, atol=1e-14)


def test_a_bound_of_one_variable_cuts_the_shock_that_the_moving_average_remembers():
    process, luck = Arma("m", (0.6,), 1.0, (0.5,), low=-0.8, high=1.1), LUCK.normals(range(1), "m", 200)[0]
    drawn, said, deviation, shock, cut = process.drawn(np.zeros(200), LUCK, range(1)), [], 0.0, 0.0, 0
    for chance in luck:
        expected = 0.6 * deviation + 0.5 * shock
        deviation = min(max(expected + chance, -0.8), 1.1)
        cut += deviation != expected + chance
        shock = deviation - expected
        said.append(deviation)
    assert np.allclose(drawn.values[0], said, rtol=0, atol=1e-12)
    assert drawn.bound.tolist() == [cut]
    assert 0 < cut < 200


@pytest.mark.parametrize("before", [(1.0,), (1.0, 2.0, 3.0)])
def test_some_but_not_all_of_the_deviations_before_are_refused(before):
    with pytest.raises(Refusal, match="looks back 2 years"):
        Arma("m", (0.5, 0.1), 1.0).drawn(np.zeros(3), LUCK, range(1), before)

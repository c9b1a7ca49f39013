"""Mortality that moves as one: the future of a history, the paths around an assumption, sexes that do not part."""

from __future__ import annotations

import numpy as np
import pytest

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.project.lee_carter import LeeCarter, lee_carter
from socle.project.stochastic import Luck

AGES = 50
RNG = np.random.default_rng(12)
LEVEL = -8 + 0.12 * np.arange(AGES) + np.array([[0.0], [0.4]])  # men die earlier
RESPONSE = RNG.uniform(0.2, 1, (2, AGES))
ALIKE = np.tile(RESPONSE[0] / RESPONSE[0].sum(), (2, 1))
LUCK = Luck(4)


def history(years: int, response: Array, noise: float = 0.0) -> Array:
    """Death rates [year, sex, age] that fall evenly, but for chance."""
    k = -1.5 * np.arange(years) + RNG.normal(0, noise, years)
    return np.asarray(np.exp(LEVEL + np.multiply.outer(k - k.mean(), response)))


def test_an_even_decline_goes_on_as_it_would_have() -> None:
    seen = history(30, RESPONSE)
    model = lee_carter(seen[:20], same_response=False)
    for run in model.future(10, LUCK, range(3)):
        np.testing.assert_allclose(model.rates(run), seen[20:], rtol=1e-9)
    assert model.explained == pytest.approx(1, abs=1e-12)


def test_the_future_holds_what_comes_as_often_as_it_says() -> None:
    horizon, steps, b = 40, 30, np.full(2, 0.5)
    held = []
    for seed in range(400):
        k = np.cumsum(np.random.default_rng(seed).normal(-1, 0.7, steps + 1 + horizon))
        model = LeeCarter(np.zeros(2), b, k[: steps + 1], 1.0)
        last = model.future(horizon, Luck(seed), range(99))[:, -1]
        held.append(np.sort(last)[4] < k[-1] < np.sort(last)[94])  # 90 of 100 gaps between 99 runs
    assert 0.84 < np.mean(held) < 0.95  # 0.9 less the error of sigma; 0.71 were the drift certain


def test_rates_around_those_of_a_level_are_those_of_a_level_moved() -> None:
    model = lee_carter(history(25, RESPONSE, 0.8), same_response=False)
    k, moved = np.array([-20.0, -22.0, -23.0]), model.deviations(3, LUCK, range(6))
    np.testing.assert_allclose(model.around(model.rates(k), moved), model.rates(k + moved), rtol=1e-12)


def test_an_assumption_is_the_median_of_the_rates_around_it() -> None:
    model = lee_carter(history(25, RESPONSE, 0.8), same_response=False)
    assumed, moved = model.rates(np.array([-19.0, -30.0])) * 0.9, model.deviations(2, LUCK, range(101))
    paths = model.around(assumed, moved - np.median(moved, axis=0))
    np.testing.assert_allclose(np.median(paths, axis=0), assumed, rtol=1e-12)
    assert (paths.std(axis=0) > 0).all()


def test_rates_of_other_years_or_ages_are_refused() -> None:
    model = lee_carter(history(25, RESPONSE), same_response=False)
    moved = model.deviations(3, LUCK, range(2))
    for wrong in (np.ones((4, 2, AGES)), np.ones((3, 2, AGES - 1)), np.ones((3, AGES))):
        with pytest.raises(Refusal, match="do not suit 3 years"):
            model.around(wrong, moved)


def test_with_one_response_the_ratio_of_the_sexes_stays_what_it_is() -> None:
    seen = history(25, RESPONSE, 0.8)
    k = np.array([0.0, -40.0, -200.0])
    together, apart = (lee_carter(seen, same_response=same).rates(k) for same in (True, False))
    ratio = together[:, 1] / together[:, 0]
    np.testing.assert_allclose(ratio, np.tile(np.exp(LEVEL[1] - LEVEL[0]), (3, 1)), rtol=1e-9)
    assert (apart[-1, 1] / apart[-1, 0] > 2 * ratio[0]).any()  # left free, some age parts


def test_one_response_is_that_of_the_geometric_mean_of_the_sexes() -> None:
    seen = history(25, RESPONSE, 0.8)
    model = lee_carter(seen, same_response=True)
    mean = lee_carter(np.exp(np.log(seen).mean(axis=1)), same_response=True)
    np.testing.assert_allclose(model.b, np.tile(mean.b, (2, 1)), rtol=1e-9)
    np.testing.assert_allclose(model.k, mean.k, rtol=1e-9, atol=1e-9)
    free = lee_carter(seen, same_response=False)
    assert model.explained < free.explained  # no single index explains more than the first singular vector


def test_one_response_is_found_again_where_the_sexes_have_one() -> None:
    model = lee_carter(history(25, ALIKE), same_response=True)
    np.testing.assert_allclose(model.b, ALIKE, rtol=1e-9)
    np.testing.assert_allclose(model.k, -1.5 * (np.arange(25) - 12), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(model.a, LEVEL, rtol=1e-9)

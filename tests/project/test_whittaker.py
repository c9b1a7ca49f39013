"""Laws of Whittaker-Henderson graduation: its limits, its moments, its errors, its own choice of smoothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.project.whittaker import graduate, whittaker

AGES = np.arange(20.0, 90.0)


def scheme(seed: int = 0, size: float = 2000.0) -> tuple[Array, Array, Array]:
    """Deaths drawn from Makeham's law, exposure that peaks in the middle, and the true rates."""
    rng = np.random.default_rng(seed)
    rates = 2e-4 + 5e-6 * 1.124**AGES
    exposure = size * np.exp(-(((AGES - 52.0) / 20.0) ** 2)) + 1.0
    return rng.poisson(exposure * rates).astype(float), exposure, rates


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([1, 2, 3]), st.floats(-3, 6))
def test_the_values_solve_the_normal_equations(seed: int, order: int, power: float) -> None:
    rng = np.random.default_rng(seed)
    y, w = rng.normal(size=30), rng.uniform(0.0, 3.0, 30) * (rng.random(30) < 0.9)
    z = whittaker(y, w, smoothing=10.0**power, order=order)
    d = np.diff(np.eye(30), n=order, axis=0)
    gradient = w * (z - y) + 10.0**power * (d.T @ (d @ z))
    assert np.abs(gradient).max() <= 1e-9 * 10.0 ** max(power, 0.0)


def test_no_smoothing_gives_back_the_values_and_little_is_close_to_them() -> None:
    deaths, exposure, _ = scheme()
    crude = deaths / exposure
    assert whittaker(crude, exposure, smoothing=0) == pytest.approx(crude, abs=0)
    assert whittaker(crude, exposure, smoothing=1e-9) == pytest.approx(crude, abs=1e-9)
    assert graduate(deaths, exposure, smoothing=0).values == pytest.approx(crude, abs=0)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_without_bound_smoothing_leads_to_the_closest_polynomial(order: int) -> None:
    deaths, exposure, _ = scheme()
    crude = deaths / exposure
    polynomial = np.polynomial.Polynomial.fit(AGES, crude, order - 1, w=np.sqrt(exposure))(AGES)
    z = whittaker(crude, exposure, smoothing=1e20, order=order)
    assert z == pytest.approx(polynomial, abs=1e-11)


def test_without_bound_smoothing_of_logarithms_leads_to_the_law_of_gompertz() -> None:
    deaths, exposure, _ = scheme()
    logs = np.log(graduate(deaths, exposure, smoothing=1e13, scale="log").values)
    assert np.abs(np.diff(logs, n=2)).max() < 1e-6


@pytest.mark.parametrize("scale", ["rate", "log"])
@pytest.mark.parametrize("order", [2, 3])
@pytest.mark.parametrize("smoothing", [None, 10.0, 1e6])
def test_events_and_their_moments_are_kept(scale: str, order: int, smoothing: float | None) -> None:
    deaths, exposure, _ = scheme(3)
    found = graduate(deaths, exposure, order=order, smoothing=smoothing, scale=scale)
    for power in range(order):
        moment = ((AGES - 50.0) / 40.0) ** power
        assert (exposure * found.values * moment).sum() == pytest.approx((deaths * moment).sum(), abs=1e-6)


def test_an_age_without_exposure_lies_on_the_curve_of_its_neighbours() -> None:
    w = np.ones(9)
    w[4] = 0.0
    line = np.where(w > 0, 3.0 + 2.0 * np.arange(9.0), np.nan)
    assert whittaker(line, w, smoothing=5.0)[4] == pytest.approx(11.0)


@pytest.mark.parametrize("scale", ["rate", "log"])
def test_the_standard_deviation_is_that_of_repeated_draws(scale: str) -> None:
    _, exposure, rates = scheme(size=20_000)
    rng = np.random.default_rng(11)
    smoothing = 1e5 if scale == "rate" else 100.0
    draws = [
        graduate(rng.poisson(exposure * rates).astype(float), exposure, smoothing=smoothing, scale=scale)
        for _ in range(600)
    ]
    seen = np.std([one.values for one in draws], axis=0)
    said = np.mean([one.deviation for one in draws], axis=0)
    inside = slice(10, -10)
    assert said[inside] == pytest.approx(seen[inside], rel=0.15)


def restricted(y: Array, w: Array, smoothing: float, order: int) -> float:
    """-2 log of the restricted likelihood of y = polynomial + smooth + noise, from the covariance of contrasts."""
    ages = len(y)
    d = np.diff(np.eye(ages), n=order, axis=0)
    smooth = np.linalg.pinv(d)
    x = np.vander(np.linspace(-1.0, 1.0, ages), order)
    contrasts = np.linalg.svd(x)[0][:, order:]
    covariance = contrasts.T @ (np.diag(1.0 / w) + smooth @ smooth.T / smoothing) @ contrasts
    seen = contrasts.T @ y
    free = ages - order
    square = seen @ np.linalg.solve(covariance, seen)
    return float(free * np.log(square) + np.linalg.slogdet(covariance)[1])


@pytest.mark.parametrize("order", [2, 3])
def test_automatic_smoothing_is_the_most_likely(order: int) -> None:
    deaths, exposure, _ = scheme(7)
    found = graduate(deaths, exposure, order=order, scale="rate").smoothing
    best = restricted(deaths / exposure, exposure, found, order)
    for factor in (0.01, 0.3, 0.9, 1.1, 3.0, 100.0):
        assert best < restricted(deaths / exposure, exposure, found * factor, order)


def laplace(deaths: Array, exposure: Array, smoothing: float, order: int) -> float:
    """-2 log of the likelihood of Poisson counts with the smooth integrated out by Laplace, by plain Newton steps."""
    d = np.diff(np.eye(len(deaths)), n=order, axis=0)
    penalty, theta = smoothing * d.T @ d, np.full(len(deaths), np.log(deaths.sum() / exposure.sum()))
    for _ in range(200):
        expected = exposure * np.exp(theta)
        step = np.linalg.solve(np.diag(expected) + penalty, deaths - expected - penalty @ theta)
        theta += np.clip(step, -1.0, 1.0)
    expected = exposure * np.exp(theta)
    fit = 2.0 * (expected - deaths * theta).sum() + theta @ penalty @ theta
    curvature = np.linalg.slogdet(np.diag(expected) + penalty)[1]
    return float(fit + curvature - (len(deaths) - order) * np.log(smoothing))


def test_automatic_smoothing_of_logarithms_is_the_most_likely() -> None:
    deaths, exposure, _ = scheme(7, 50_000.0)
    found = graduate(deaths, exposure).smoothing
    best = laplace(deaths, exposure, found, 2)
    for factor in (0.03, 0.5, 0.9, 1.1, 2.0, 30.0):
        assert best < laplace(deaths, exposure, found * factor, 2)


def test_rates_on_a_line_are_smoothed_as_much_as_is_tried() -> None:
    exposure = np.full(30, 1000.0)
    assert graduate(exposure * 0.04, exposure).at_bound == 1
    deaths, exposure, _ = scheme()
    assert graduate(deaths, exposure).at_bound == 0


def test_graduated_rates_are_closer_to_the_truth_than_crude_ones() -> None:
    for seed in range(5):
        deaths, exposure, rates = scheme(seed)
        found = graduate(deaths, exposure)
        assert (found.values > 0).all()
        weight = exposure / rates
        assert (weight * (found.values - rates) ** 2).sum() < 0.5 * (
            weight * (deaths / exposure - rates) ** 2
        ).sum()


@pytest.mark.parametrize(
    ("events", "options", "said"),
    [
        ([0.0, 0.0, 0.0, 0.0], {}, "no event"),
        ([1.0, 0.0, 0.0, 2.0], {"order": 4}, "5 ages or more; there are 4"),
        ([1.0, 0.0, 0.0, 2.0], {"order": 9}, "not 9"),
        ([1.0, 0.0, 0.0, 2.0], {"smoothing": -1.0}, "0 or more: here -1"),
        ([1.0, 0.0, 0.0, 2.0], {"scale": "lag"}, "`lag`"),
    ],
)
def test_what_cannot_be_graduated_is_refused(
    events: list[float], options: dict[str, float], said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        graduate(np.array(events), np.ones(4), **options)  # type: ignore[arg-type]

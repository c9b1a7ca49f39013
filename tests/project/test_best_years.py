"""The expected best years of earnings that spread: against simulation, and exact where they do not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.project.best_years import expected_best
from socle.project.classes import lognormal_means
from socle.project.reference_years import over_years

SPREAD = 0.3


def simulated(path, counted):
    """The mean of the best years of many careers, every year lognormal about its mean."""
    rng = np.random.default_rng(1)
    careers = path * np.exp(SPREAD * rng.normal(size=(40_000, len(path))) - SPREAD**2 / 2)
    return np.sort(careers, axis=1)[:, ::-1][:, :counted].mean()


@pytest.mark.parametrize(
    ("years", "counted"), [(5, 3), (10, 3), (10, 5), (30, 5), (30, 10), (45, 10), (45, 25)]
)
@pytest.mark.parametrize("slope", [0.0, 0.02])
def test_the_best_years_are_those_of_many_careers(years, counted, slope):
    path = 1 + slope * np.arange(years)
    bands = np.broadcast_to(lognormal_means(SPREAD, 20), (years, 20))
    found = float(expected_best(path, bands, np.array(counted)))
    assert found == pytest.approx(simulated(path, counted), rel=0.006)
    assert found > 1.01 * np.sort(path)[::-1][:counted].mean()


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 12))
@settings(max_examples=40, deadline=None)
def test_without_spread_they_are_the_best_of_the_path(seed, years, counted):
    path = np.random.default_rng(seed).random((3, years))
    taken = min(counted, years)
    found = expected_best(path, np.ones((years, 1)), np.full(3, taken))
    np.testing.assert_allclose(found, np.sort(path)[:, ::-1][:, :taken].mean(axis=1), rtol=1e-12)


def test_an_award_rests_on_its_own_number_of_years_and_spread_leaves_the_last_years_alone():
    earnings = np.linspace(1.0, 2.0, 40).reshape(1, 1, 1, 1, 40)
    bands = np.broadcast_to(lognormal_means(SPREAD, 20), (1, 1, 40, 20))
    counted = np.array([5.0, 10.0, 10.0])
    growth = np.zeros((1, 1))
    best = over_years(earnings, growth, counted, best=True, bands=bands)[:, 0, 0, 0]
    for year, many in enumerate((5, 10, 10)):
        assert best[year, -1] == pytest.approx(simulated(earnings.ravel(), many), rel=0.006)
        np.testing.assert_allclose(best[year, 0], 1.0)  # one year: it is the mean of itself
    for which in (True, False):
        plain = over_years(earnings, growth, counted, best=which)
        assert (best > plain[:, 0, 0, 0] - 1e-12).all()
    last = over_years(earnings, growth, counted, best=False, bands=bands)
    np.testing.assert_array_equal(last, over_years(earnings, growth, counted, best=False))

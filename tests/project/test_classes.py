"""Classes and bands of earnings: shares of a lognormal distribution, whose mean they keep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.ground.refusals import Refusal
from socle.project.classes import classes_and_bands, lognormal_means

spreads = st.floats(0.0, 1.2)


@given(spreads, st.integers(1, 12))
@settings(max_examples=30, deadline=None)
def test_the_parts_of_a_lognormal_rise_and_have_its_mean(spread, parts):
    found = lognormal_means(spread, parts)
    assert found.mean() == pytest.approx(1.0, rel=1e-12)
    assert (np.diff(found) >= -1e-12).all()


def test_the_parts_of_a_lognormal_are_those_of_drawn_earnings():
    drawn = np.exp(np.random.default_rng(0).normal(-0.125, 0.5, 2_000_000))
    means = np.sort(drawn).reshape(10, -1).mean(axis=1)
    assert lognormal_means(0.5, 10) == pytest.approx(means, rel=0.005)


@given(spreads, spreads, st.integers(1, 8), st.integers(1, 8))
@settings(max_examples=30, deadline=None)
def test_classes_have_the_mean_1_and_bands_that_of_their_class(spread, yearly, classes, bands):
    means, within = classes_and_bands(spread, yearly, classes, bands)
    assert means.shape == (classes,)
    assert within.shape == (classes, bands)
    assert means.mean() == pytest.approx(1.0, rel=1e-9)
    assert within.mean(axis=1) == pytest.approx(np.ones(classes), rel=1e-12)
    assert (np.diff(within, axis=1) >= -1e-12).all()


def test_earnings_of_a_year_under_a_ceiling_are_those_of_drawn_earnings():
    rng = np.random.default_rng(1)
    drawn = np.exp(rng.normal(-0.125, 0.5, 2_000_000)) * np.exp(rng.normal(-0.045, 0.3, 2_000_000))
    means, within = classes_and_bands(0.5, 0.3, 10, 10)
    for ceiling in (0.8, 1.5, 3.0):
        known = np.minimum(means[:, None] * within, ceiling).mean()
        assert known == pytest.approx(np.minimum(drawn, ceiling).mean(), rel=0.005)


@pytest.mark.parametrize(("spread", "parts"), [(-0.1, 3), (0.3, 0)])
def test_a_negative_spread_and_no_class_are_refused(spread, parts):
    with pytest.raises(Refusal, match="at least one class"):
        lognormal_means(spread, parts)

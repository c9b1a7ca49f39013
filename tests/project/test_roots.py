"""Solving for many elements at once."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from socle.project.roots import root


@given(st.lists(st.floats(-4.9, 4.9), min_size=1, max_size=20))
def test_every_element_gets_its_own_root(roots):
    wanted = np.array(roots)
    bounds = np.full(wanted.shape, 5.0)
    found = root(lambda x: np.sinh(x - wanted), -bounds, bounds, 1e-12)
    assert np.abs(found - wanted).max() < 1e-10


def test_what_cannot_be_reached_is_approached():
    bounds = np.full(2, 1.0)
    found = root(lambda x: x - np.array([0.3, 7.0]), -bounds, bounds, 1e-12)
    assert np.allclose(found, [0.3, 1.0])


def test_a_root_at_a_bound_is_found():
    bounds = np.full(2, 1.0)
    assert np.allclose(root(lambda x: x - np.array([1.0, -1.0]), -bounds, bounds, 1e-12), [1.0, -1.0])


def test_few_evaluations_suffice():
    asked = []

    def function(x):
        asked.append(1)
        return np.exp(x) - 2.0

    root(function, np.array([-4.0]), np.array([4.0]), 1e-10)
    assert len(asked) < 15

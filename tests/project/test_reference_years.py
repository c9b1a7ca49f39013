"""Earnings of the last and of the best years against a search through whole careers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.project.reference_years import over_years

YEARS, AGES = 6, 9


def by_hand(earnings, growth, counted, year, age, best):
    """The mean of one life, its past valued year by year."""
    worth, past = 1.0, []
    for back in range(age + 1 if best else counted):
        at = max(year - back, 0)
        past.append(earnings[at][max(age - back, 0)] * worth)
        worth *= 1 + growth[at]
    chosen = sorted(past, reverse=True)[:counted] if best else past
    return sum(chosen) / len(chosen)


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.booleans())
@settings(max_examples=30, deadline=None)
def test_every_award_is_the_mean_of_its_own_years(seed, counted, best):
    rng = np.random.default_rng(seed)
    earnings, growth = rng.random((YEARS, AGES)) + 0.5, rng.normal(-0.02, 0.05, YEARS)
    found = over_years(
        earnings[:, None, None, None, :], growth[:, None], np.full(1, float(counted)), best=best
    )[:, 0, 0, 0]
    for year in range(YEARS):
        for age in range(AGES):
            expected = by_hand(earnings, growth, counted, year, age, best)
            assert found[year, age] == pytest.approx(expected, rel=1e-12)


def test_the_best_years_of_a_career_that_falls_are_not_its_last():
    falling = np.linspace(2.0, 1.0, AGES)[None, None, None, None, :]
    last, best = (
        over_years(falling, np.zeros((1, 1)), np.full(1, 3.0), best=which)[0, 0, 0, 0, -1]
        for which in (False, True)
    )
    assert best == pytest.approx(falling.ravel()[:3].mean())
    assert last == pytest.approx(falling.ravel()[-3:].mean())

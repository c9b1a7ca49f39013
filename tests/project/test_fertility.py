"""Fertility: totals, mean ages and scenarios."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.ground.refusals import Refusal
from socle.project.fertility import (
    MODEL_MEAN_AGE,
    MODEL_SEX_RATIO,
    fertility,
    following,
    held,
    sex_ratio_at_birth,
    shares_at_birth,
    shifted,
)
from tests.project.people import census, rates

MIDDLES = np.arange(10, 55) + 0.5
PASFR = {2023: (0.1, 11.0, 22.0, 24.0, 21.0, 14.0, 6.0, 1.6, 0.3)}


def mean_age(f):
    return (f * MIDDLES).sum(axis=-1) / f.sum(axis=-1)


@given(st.floats(0.8, 7.5), st.floats(25.0, 33.0), st.booleans())
@settings(max_examples=40, deadline=None)
def test_schedules_have_the_total_and_the_mean_age_asked(tfr, mac, with_pasfr):
    figures = replace(census(), tfr={2023: tfr}, mac={2023: mac}, pasfr=PASFR if with_pasfr else {})
    f = fertility(figures, range(2023, 2026))
    assert np.allclose(f.sum(axis=-1), tfr, rtol=1e-12)
    assert np.allclose(mean_age(f), mac, atol=1e-7)
    assert f.min() >= 0.0


def test_ages_of_mothers_alone_keep_their_own_mean():
    f = fertility(replace(census(), pasfr=PASFR), [2023])
    assert np.allclose(100.0 * f.reshape(9, 5).sum(axis=1) / f.sum(), PASFR[2023], atol=1e-9)


def test_without_figures_the_models_stand_in():
    assert mean_age(fertility(census(), [2030]))[0] == pytest.approx(MODEL_MEAN_AGE)
    assert sex_ratio_at_birth(census(), [2030])[0] == MODEL_SEX_RATIO
    assert np.allclose(shares_at_birth(census(), [2030]).sum(axis=-1), 1.0)


def test_the_model_curve_has_the_spread_of_the_model():
    f = fertility(census(), [2030])[0]
    spread = np.sqrt((f * (MIDDLES - MODEL_MEAN_AGE) ** 2).sum() / f.sum())
    assert spread == pytest.approx(6.3, abs=0.1)


def test_ages_of_mothers_move_evenly_between_their_dates():
    late = (0.0, 5.0, 15.0, 25.0, 30.0, 18.0, 6.0, 1.0, 0.0)
    figures = replace(census(), pasfr={2020: PASFR[2023], 2040: late})
    half = fertility(figures, [2030])[0].reshape(9, 5).sum(axis=1)
    assert np.allclose(half / half.sum(), np.add(PASFR[2023], late) / 200.0)


def test_shifted_fertility_adds_children_and_keeps_ages():
    before = rates(1)
    after = shifted(before, 0.5, 2026, reached=2028)
    gain = (after.fertility - before.fertility).sum(axis=-1)
    assert np.allclose(gain[:, :3], 0.0)
    assert np.allclose(gain[:, 3:6], [0.5 / 3.0, 1.0 / 3.0, 0.5])
    assert np.allclose(gain[:, 6:], 0.5)
    assert np.allclose(mean_age(after.fertility), mean_age(before.fertility))


def test_fertility_never_falls_below_zero():
    assert shifted(rates(1), -50.0, 2026).fertility[:, 3:].max() == 0.0


def test_fertility_follows_its_path_from_its_first_year():
    after = following(rates(1), {2026: 3.0, 2031: 2.0})
    assert np.array_equal(after.fertility[:, :3], rates(1).fertility[:, :3])
    assert np.allclose(after.fertility[:, 3].sum(axis=-1), 3.0)
    assert np.allclose(after.fertility[:, 8:].sum(axis=-1), 2.0)


def test_held_fertility_no_longer_changes():
    after = held(rates(1), 2026).fertility
    assert (after[:, 3:] == after[:, 3:4]).all()
    assert np.array_equal(after[:, :3], rates(1).fertility[:, :3])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"tfr": {2023: -1.0}}, "below zero"),
        ({"mac": {2023: 12.0}}, "between 15 and 45"),
        ({"pasfr": {2023: (50.0, 50.0)}}, "must be nine"),
        ({"pasfr": {2023: (-1.0, 11.0, 22.0, 24.0, 21.0, 14.0, 6.0, 2.0, 1.0)}}, "must be nine"),
    ],
)
def test_figures_that_break_the_schedule_are_refused(wrong, said):
    with pytest.raises(Refusal, match=said):
        fertility(replace(census(), **wrong), [2023])

"""Migration: totals are met, profiles pass through their dates, scenarios say what they do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.ground.refusals import Refusal
from socle.model.demography import Group, MigrationProfile, Spell
from socle.project.migration import (
    following,
    meeting_totals,
    net_migration,
    none,
    rogers_castro,
    scaled,
)
from tests.project.people import census, population, rates

SPELLS = (Spell(2023, 2023, -900.0), Spell(2024, 2029, -400.0), Spell(2030, 2100, 150.0))


def profile(first, last, scale):
    groups = tuple(
        Group(age, None if age == 65 else age + 4, scale * (20.0 - abs(age - 25.0)))
        for age in range(0, 66, 5)
    )
    return MigrationProfile(first, last, groups, tuple(Group(*g[:2], -0.5 * g.value) for g in groups))


def test_the_model_curve_peaks_in_youth_and_adds_up_to_one():
    curve = rogers_castro()
    assert curve.sum() == pytest.approx(1.0)
    assert curve[0].argmax() in range(20, 26)
    assert np.array_equal(curve[0], curve[1])
    assert not curve[:, 85:].any()


@given(st.floats(-3.0, 3.0))
@settings(max_examples=20, deadline=None)
def test_the_total_of_the_year_is_met_whatever_the_profile(scale):
    figures = replace(census(), migration=SPELLS, profiles=(profile(2028, 2032, scale),))
    by_age = net_migration(figures, [2022, 2023, 2024, 2029, 2030, 2150])
    assert np.allclose(by_age.sum(axis=(1, 2)), [-900.0, -900.0, -400.0, -400.0, 150.0, 150.0], atol=1e-6)


def test_profiles_are_met_in_their_central_years_and_straight_between():
    early, late = profile(2028, 2032, 1.0), profile(2048, 2052, -3.0)
    by_age = net_migration(replace(census(), profiles=(late, early)), [2025, 2030, 2040, 2050, 2060])
    for sex, groups in enumerate((early.male, early.female)):
        for group in groups[:-1]:
            assert by_age[1, sex, group.first : group.last + 1].sum() == pytest.approx(group.value, abs=1e-6)
        assert by_age[1, sex, 65:].sum() == pytest.approx(groups[-1].value, abs=1e-6)
    assert np.allclose(by_age[3], -3.0 * by_age[1])
    assert np.allclose(by_age[2], (by_age[1] + by_age[3]) / 2.0)
    assert np.array_equal(by_age[0], by_age[1])
    assert np.array_equal(by_age[4], by_age[3])
    assert not by_age[..., 90:].any()


def test_without_figures_nobody_moves():
    assert not net_migration(census(), [2023, 2050]).any()


def test_scaling_begins_in_its_year():
    before = rates(1)
    after = scaled(before, 0.5, 2026)
    assert np.array_equal(after.migration[:, :3], before.migration[:, :3])
    assert np.allclose(after.migration[:, 3:], before.migration[:, 3:] / 2.0)
    assert not none(before, 2023).migration.any()


def test_custom_totals_move_at_the_model_ages():
    after = following(rates(1), {2026: 1000.0, 2030: 2000.0})
    assert np.array_equal(after.migration[:, :3], rates(1).migration[:, :3])
    assert np.allclose(after.migration[:, 7:], 2000.0 * rogers_castro())


def test_what_ages_miss_of_the_total_is_spread_like_the_population():
    base, drift = population(1), rates(1)
    total = drift.migration.sum(axis=(2, 3)) + np.array([5.0, -7.0, 0.0])[:, None]
    meant = replace(drift, migration_total=total)
    met = meeting_totals(meant, base)
    assert np.allclose(met.migration.sum(axis=(2, 3)), total)
    added = (met.migration - drift.migration)[0, 0]
    assert np.allclose(added / added.sum(), base.persons[0] / base.persons[0].sum())
    large = meeting_totals(meant, base, below=1.0)
    assert np.array_equal(large.migration, drift.migration)
    assert meeting_totals(drift, base) is drift


def test_a_profile_that_opens_too_late_is_refused():
    groups = (Group(0, 89, 10.0), Group(90, None, 1.0))
    with pytest.raises(Refusal, match="before age 90"):
        net_migration(replace(census(), profiles=(MigrationProfile(2028, 2032, groups, groups),)), [2030])

"""Life tables: identities of the field, and model mortality."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.ground.axes import N_AGES
from socle.ground.refusals import Refusal
from socle.project import model_life_tables
from socle.project.graduation import ABRIDGED
from socle.project.mortality import dead_within, expectancy_at, infant_a, life_table, survival
from tests.project.people import death_rates, rates

levels = st.floats(0.2, 4.0)


def test_infant_deaths_are_placed_as_andreev_and_kingkade_do():
    m0 = np.array([[0.01, 0.01], [0.05, 0.05], [0.2, 0.2]])
    expected = [[0.1293355, 0.1284773], [0.1913305, 0.2407145], [0.29915, 0.31411]]
    assert np.allclose(infant_a(m0), expected, atol=1e-9)


@given(levels, levels)
@settings(max_examples=30, deadline=None)
def test_life_table_identities(men, women):
    m = death_rates(np.array([men, women]))
    table = life_table(m)
    assert np.allclose(table.l[..., 0], 1.0)
    dying = table.l - np.concatenate([table.l[..., 1:], np.zeros((2, 1))], axis=-1)
    assert np.allclose(dying, m * table.L, rtol=1e-12)  # deaths are rates times person-years
    assert np.allclose(dying.sum(axis=-1), 1.0)  # everybody dies
    assert np.allclose(table.e_at(0), table.L.sum(axis=-1), rtol=1e-12)
    for age in (0, 15, 65, 100):
        assert np.allclose(table.e[..., age], table.e_at(age), rtol=1e-10)
        assert np.allclose(expectancy_at(m[..., age:], age), table.e_at(age), rtol=1e-12)
    assert np.allclose(dead_within(m[..., :5]), table.dead_by(5), rtol=1e-12)


@given(levels, levels)
@settings(max_examples=30, deadline=None)
def test_survival_is_the_ratio_of_person_years(men, women):
    m = death_rates(np.array([men, women]))
    lived, share = life_table(m).L, survival(m)
    assert np.allclose(share[..., 0], lived[..., 0], rtol=1e-12)
    assert np.allclose(share[..., 1:-1], lived[..., 1:-1] / lived[..., :-2], rtol=1e-12)
    assert np.allclose(share[..., -1], lived[..., -1] / lived[..., -2:].sum(axis=-1), rtol=1e-12)


def test_a_constant_hazard_leaves_its_inverse_to_live():
    m = np.full((2, N_AGES), 0.05)
    assert np.allclose(life_table(m).e_at(65), 20.0, rtol=1e-3)


def test_nobody_survives_more_than_certain_death():
    m = death_rates(np.array([1.0, 1.0]))
    m[..., 80] = 2.6
    share = survival(m)
    assert share.min() == 0.0
    assert life_table(m).l.min() == 0.0


@pytest.mark.parametrize("e0", [52.0, 60.0, 75.0, 88.0, 93.0])
def test_the_family_reaches_a_life_expectancy(e0):
    wanted = np.array([[e0, e0 + 2.0]])
    m = model_life_tables.reaching(wanted)
    assert np.abs(life_table(m).e_at(0) - wanted).max() < 1e-6
    assert (np.diff(m[..., 35:]) > 0.0).all()


@pytest.mark.parametrize("label", [55.0, 70.0, 85.0])
def test_a_model_table_lives_about_as_long_as_its_label(label):
    """The label of the family is the life expectancy of the tables it was fitted on."""
    table = life_table(np.exp(model_life_tables.family(np.array([label, label]))))
    assert np.abs(table.e_at(0) - label).max() < 0.6


def test_a_pattern_is_kept_where_life_expectancy_is_its_own():
    pattern = death_rates(np.array([1.0, 0.8]))
    m = model_life_tables.reaching(life_table(pattern).e_at(0), pattern)
    assert np.allclose(m, pattern, rtol=1e-6)


def test_longer_lives_are_as_much_longer_as_asked():
    drift = rates(1)
    before = life_table(drift.mortality).e_at(0)
    after = life_table(model_life_tables.shifted(drift, 2.5, 2026).mortality).e_at(0)
    assert np.allclose(after[:, 3:], before[:, 3:] + 2.5, atol=1e-6)
    assert np.array_equal(after[:, :3], before[:, :3])


def test_life_expectancy_follows_its_path():
    paths = {"male": {2025: 70.0, 2030: 74.0}, "female": {2025: 75.0, 2030: 78.0}}
    m = model_life_tables.following(rates(2), paths).mortality
    e0 = life_table(m).e_at(0)
    assert np.allclose(e0[:, 2], [70.0, 75.0], atol=1e-6)
    assert np.allclose(e0[:, -1], [74.0, 78.0], atol=1e-6)
    assert np.array_equal(m[:, :2], rates(2).mortality[:, :2])


def test_held_mortality_no_longer_changes():
    m = model_life_tables.held(rates(3), 2027).mortality
    assert (m[:, 4:] == m[:, 4:5]).all()
    assert np.array_equal(m[:, :5], rates(3).mortality[:, :5])


def test_a_life_expectancy_that_no_table_reaches_is_refused():
    with pytest.raises(Refusal, match="No life table has the `e0`"):
        model_life_tables.shifted(rates(1), 60.0, 2026)
    with pytest.raises(Refusal, match="not 1990"):
        model_life_tables.held(rates(1), 1990)


def test_family_has_a_constant_for_every_abridged_age():
    assert model_life_tables._FAMILY.shape == (4, 2, len(ABRIDGED))

"""Expansion of compact figures: figures are met, fewer figures suffice, contradictions are refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from socle.ground.axes import N_AGES
from socle.ground.refusals import Refusal
from socle.model.demography import Group
from socle.project.demography import project
from socle.project.expansion import expand, with_default_paths
from socle.project.fertility import shares_at_birth
from socle.project.mortality import life_table
from tests.project.people import FIRST_YEAR, census

E65 = {"male": {2023: 13.0, 2050: 15.0}, "female": {2023: 15.0, 2050: 17.5}}
ABRIDGED = tuple(
    float(rate) for rate in np.concatenate([[0.05, 0.006], 0.0007 * np.exp(0.075 * np.arange(5, 101, 5))])
)


def rich():
    """Figures of mortality of every kind."""
    tables = {"male": ABRIDGED, "female": tuple(0.8 * rate for rate in ABRIDGED)}
    path = {"male": {2023: 63.0, 2040: 68.0}, "female": {2023: 67.0, 2040: 72.5}}
    return replace(census(), e0=path, e65=E65, q5={2023: 62.0, 2040: 35.0}, mx=tables)


@pytest.mark.parametrize("drop", [{}, {"mx": {}}, {"e65": {}}, {"q5": {}}, {"mx": {}, "e65": {}, "q5": {}}])
def test_every_figure_of_mortality_is_met_every_year(drop):
    figures = replace(rich(), **drop)
    _, rates = expand(figures, 2040)
    table = life_table(rates.mortality[0])
    assert table.e_at(0)[-1] == pytest.approx([68.0, 72.5], abs=1e-3)
    assert table.e_at(0)[0] == pytest.approx([63.0, 67.0], abs=1e-3)
    if figures.e65:
        assert table.e_at(65)[0] == pytest.approx([13.0, 15.0], abs=1e-3)
    if figures.q5:
        q5 = (shares_at_birth(figures, [2023, 2040]) * table.dead_by(5)[[0, -1]]).sum(axis=-1)
        assert q5 == pytest.approx([0.062, 0.035], abs=1e-5)


def test_the_census_is_met_by_every_group():
    figures = census()
    base, _ = expand(figures, 2025)
    for sex, groups in enumerate(figures.population.values()):
        for group in groups:
            last = N_AGES if group.last is None else group.last + 1
            assert base.persons[0, sex, group.first : last].sum() == pytest.approx(group.value, rel=1e-9)
    assert base.persons.min() > 0.0
    assert base.persons.shape == (1, 2, N_AGES)


def test_known_single_ages_stay_as_they_are():
    figures = census()
    singles = tuple(Group(age, age, 1000.0 + 37.0 * (age % 3)) for age in range(10))
    groups = (*singles, *figures.population["male"][2:])
    base, _ = expand(replace(figures, population={"male": groups, "female": groups}), 2024)
    assert np.allclose(base.persons[0, 0, :10], [group.value for group in singles])


def test_noise_in_single_ages_does_not_bend_their_neighbours():
    census_of = census().population
    men = []
    for noise in (0.0, 200.0):
        singles = tuple(Group(age, age, 1000.0 + noise * (age % 5 - 2)) for age in range(10))
        population = {"male": (*singles, *census_of["male"][2:]), "female": census_of["female"]}
        men.append(expand(replace(census(), population=population), 2023)[0].persons[0, 0])
    assert np.allclose(men[0][10:], men[1][10:], rtol=1e-9)


def test_a_noisy_census_has_no_negative_ages():
    rng = np.random.default_rng(11)
    for _ in range(20):
        groups = tuple(
            Group(g.first, g.last, g.value * rng.uniform(0.4, 1.6)) for g in census().population["male"]
        )
        base, _ = expand(replace(census(), population={"male": groups, "female": groups}), 2023)
        assert base.persons.min() >= 0.0


@pytest.mark.parametrize("open_from", [65, 70, 80, 85, 100])
def test_the_open_group_may_begin_at_many_ages(open_from):
    figures = census(open_from)
    base, rates = expand(figures, 2030)
    total = sum(group.value for groups in figures.population.values() for group in groups)
    assert base.persons.sum() == pytest.approx(total)
    assert np.isfinite(project(base, rates).population).all()


def test_only_the_years_asked_for_are_expanded():
    _, rates = expand(census(), 2031)
    assert list(rates.years) == list(range(FIRST_YEAR, 2032))
    short, long = expand(rich(), 2030)[1], expand(rich(), 2060)[1]
    assert np.allclose(short.mortality, long.mortality[:, : len(short.years)], rtol=1e-6)


def test_default_paths_begin_at_the_figure_and_keep_what_is_known():
    figures = with_default_paths(census(), 2100)
    assert figures.tfr[2023] == 4.2
    assert figures.tfr[2100] == pytest.approx(1.66 + (4.2 - 1.66) * np.exp(-0.029 * 77))
    assert figures.e0["male"][2024] == pytest.approx(63.0 + 0.165 + 0.0054 * 1.2 - 0.0262 * 1.44)
    assert with_default_paths(rich(), 2100).e0 == rich().e0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"e0": {"male": {2023: 43.0}, "female": {2023: 60.0}}}, "between 50 and 95"),
        ({"e0": {"male": {2023: 60.0}}}, "`female` is missing"),
        ({"e65": {"male": {2023: 13.0}}}, "`female` is missing"),
        ({"mx": {"male": ABRIDGED, "female": ABRIDGED[:-1]}}, "22 death rates"),
        ({"mx": {"male": ABRIDGED, "female": (0.0, *ABRIDGED[1:])}}, "22 death rates"),
        ({"e65": {"male": {2023: 60.0}, "female": {2023: 15.0}}}, "contradict each other"),
        ({"q5": {2023: 900.0}}, "contradict each other|No life table"),
        (
            {"population": {sex: (Group(0, 9, 5.0), Group(10, None, 5.0)) for sex in ("male", "female")}},
            "15 or",
        ),
    ],
)
def test_figures_that_contradict_each_other_are_refused(wrong, said):
    with pytest.raises(Refusal, match=said):
        expand(replace(rich(), **wrong), 2025)


def test_an_end_before_the_beginning_is_refused():
    with pytest.raises(Refusal, match="begin in 2023"):
        expand(census(), 2020)

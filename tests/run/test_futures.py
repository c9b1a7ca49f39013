"""Futures drawn around one that is assumed: its own without shocks, apart as years go by, the same for every law."""

from __future__ import annotations

import numpy as np
import pytest

from socle.project.stochastic import Luck
from socle.run.basis import Futures, paths_of
from socle.run.futures import drawn, spread_of
from tests.run.valuations import institution, people

YEARS = range(2025, 2065)


def around():
    return Futures(paths_of(institution().data, YEARS), people(YEARS))


def futures(runs, seed=1):
    return drawn(around(), spread_of(institution().data), runs, seed)


def test_without_shocks_the_future_is_the_one_assumed(monkeypatch):
    monkeypatch.setattr(Luck, "normals", lambda *asked: np.zeros((len(asked[1]), asked[3])))
    found, base = futures(range(2)), around()
    for name in ("wage_growth", "inflation", "fund_return"):
        own = getattr(found.futures.paths, name)
        assert own == pytest.approx(np.repeat(getattr(base.paths, name), 2, axis=0), abs=1e-12), name
    assert found.futures.people.deaths == pytest.approx(np.repeat(base.people.deaths, 2, axis=1), rel=1e-12)
    force = np.repeat(base.people.labour_force, 2, axis=1)
    assert found.futures.people.labour_force == pytest.approx(force, rel=1e-9)
    assert (found.coverage == 1).all()
    assert set(found.bounded.values()) == {0}


def test_a_run_is_the_same_alone_and_among_others():
    many, one = futures(range(6)), futures(range(4, 5))
    assert np.array_equal(many.futures.paths.inflation[4:5], one.futures.paths.inflation)
    assert np.array_equal(many.coverage[4:5], one.coverage)
    assert many.futures.people.deaths[:, 4:5] == pytest.approx(one.futures.people.deaths, rel=1e-13)
    assert many.futures.people.labour_force[:, 4:5] == pytest.approx(
        one.futures.people.labour_force, rel=1e-13
    )


def test_mortality_parts_as_years_go_by_and_rises_or_falls_at_all_ages_together():
    found = futures(range(60))
    relative = np.log(found.futures.people.deaths / around().people.deaths)  # [year, run, sex, age]
    spread = relative[..., 70].std(axis=1)  # [year, sex]
    assert (spread[[5, 15, 39]] > spread[[1, 5, 15]]).all()
    assert np.diff(relative[..., 70], n=2, axis=0).std() > 0.002  # surprises of each year, not a drift alone
    at_60, at_80 = relative[30, :, 0, 60], relative[30, :, 0, 80]
    assert np.corrcoef(at_60, at_80)[0, 1] > 0.99
    assert relative[30, :, 0, 70] == pytest.approx(
        relative[30, :, 1, 70], rel=0.35, abs=0.02
    )  # sexes move as one


def test_births_and_migrants_differ_before_the_first_of_them_work():
    found = futures(range(30))
    force = found.futures.people.labour_force
    assert force[-1, :, 0, 20].std() / force[-1, :, 0, 20].mean() > 0.05  # born in the projection
    assert force[3, :, 0, 40].std() / force[3, :, 0, 40].mean() < 0.02


def test_returns_and_wages_are_real_ones_upon_the_prices_drawn():
    """A high inflation is found in wages and returns of the same year."""
    found, base = futures(range(200)), around()
    prices = found.futures.paths.inflation[:, 10] - base.paths.inflation[0, 10]
    wages = found.futures.paths.wage_growth[:, 10] - base.paths.wage_growth[0, 10]
    assert np.corrcoef(prices, wages)[0, 1] > 0.3
    assert (
        abs(found.futures.paths.inflation[:, 10].mean() - base.paths.inflation[0, 10])
        < 4 * prices.std() / 200**0.5
    )

"""Futures spread as the past of the institution did, and as usual where it does not tell it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.model.form import Table, Where
from socle.project.stochastic import Luck
from socle.run.basis import Futures, paths_of
from socle.run.futures import drawn, spread_of
from tests.run.valuations import institution, people

SPAN = range(2025, 2045)


def data(years=400, sigma=0.02):
    """An institution with a long past of independent years."""
    shocks = np.stack([Luck(7).normals(range(1), name, years)[0] for name in ("a", "b", "c")])
    inflation, wages, returns = 0.03 + sigma * np.array([[1.0], [0.5], [2.0]]) * shocks
    columns = {
        "year": np.arange(2025.0 - years, 2025.0),
        "inflation": inflation,
        "wage_growth": (1 + wages) * (1 + inflation) - 1,
        "fund_return": (1 + returns) * (1 + inflation) - 1,
    }
    table = Table("history", columns, Where("history.csv", tuple(range(2, years + 2)), {}))
    own = institution().data
    return replace(own, tables={**own.tables, "history": table})


def test_the_spread_of_the_past_is_that_of_its_futures():
    spread = spread_of(data())
    assert np.sqrt(np.diag(spread.economy.covariance)) == pytest.approx([0.02, 0.01, 0.04], rel=0.1)
    assert np.abs(np.diag(spread.economy.phi)).max() < 0.2  # four standard errors
    assert "400" in spread.said[0].values["years"] and not spread.said[0].unverified


def test_without_a_past_the_spread_is_assumed_and_marked():
    assert all(one.unverified for one in spread_of(institution().data).said)


def test_a_past_too_short_to_estimate_from_is_refused_where_it_stands():
    with pytest.raises(Refusal) as refusal:
        spread_of(data(years=4))
    assert "history.csv" in refusal.value.where


def test_futures_centre_on_what_is_assumed():
    around = Futures(paths_of(institution().data, SPAN), people(SPAN))
    found = drawn(around, spread_of(data()), range(400), 1).futures
    gap = np.abs(found.paths.inflation.mean(0) - around.paths.inflation[0])
    assert (gap < 4 * found.paths.inflation.std(0) / np.sqrt(400)).all()
    deaths = np.median(found.people.deaths, axis=1)
    assert deaths[:, :, 70] == pytest.approx(around.people.deaths[:, 0, :, 70], rel=0.03)

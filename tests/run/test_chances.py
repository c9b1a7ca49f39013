"""Many futures: the same for every batch and law, around what is assumed, with ordered percentiles."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from socle.model.economy import Economy
from socle.project.scheme import insured_over_time
from socle.project.stochastic import ECONOMY, Luck, VectorAutoregression
from socle.run import chances as module
from socle.run.basis import Futures, basis, paths_of
from socle.run.chances import _a_batch, chances
from socle.run.futures import Spread
from socle.run.institution import Institution
from socle.run.valuation_measures import fund_of
from tests.run.valuations import CAREER, HEAD, based, institution, law, people

YEARS = range(2025, 2045)
RUNS, SEED = 5, 3
BENT = (
    HEAD
    + "insurable_earnings: {capped: {at_most: {unit: XTS, per: month, 2018: 1500, then: prices}}}\n"
    + CAREER.replace(
        "{rate: 0.0125}]", "{rate: 0.0125}, between: {at_least: {unit: average_wage, 2018: 0.3}}]"
    )
)
NOTIONAL = (
    HEAD
    + """\
accounts: {balance: {credit: contributions, revalued_by: {mixed: {payroll: 1}}}}
contributions: {all: {contribution: {rate: 0.1}}}
benefits:
  old_age:
    contingency: old_age
    who: [age_band: {at_least: 60}]
    how_much: [pay_out: {over: 15}]
    indexation: {mixed: {payroll: 1}}
"""
)


def history():
    past = np.arange(2015, 2026)
    level = 1.03 ** (past - 2015.0)[None]
    return Economy("XTS", tuple(past.tolist()), {"cpi": level, "wages": level**1.2})


def bare():
    """An institution that counts persons alone: no path of coverage, no accounts."""
    data = institution().data
    tables = dict(data.tables)
    for name, dropped in (("years", "coverage"), ("contributors", "career"), ("inactive", "career")):
        kept = {key: values for key, values in tables[name].columns.items() if not key.startswith(dropped)}
        tables[name] = replace(tables[name], columns=kept)
    return Institution(replace(data, tables=tables))


def old(text=BENT, own=institution, classes=3):
    """A law whose amounts are older than the valuation."""
    futures = Futures(paths_of(own().data, YEARS), people(YEARS), history=history())
    return basis(law(text), own(), futures, classes)


def silent(_):
    """Progress that nobody reads."""


def quiet(monkeypatch):
    monkeypatch.setattr(Luck, "normals", lambda *asked: np.zeros((len(asked[1]), asked[3])))


def test_without_shocks_every_run_is_the_deterministic_valuation(monkeypatch):
    quiet(monkeypatch)
    made = old()
    fund = fund_of(insured_over_time(made.ask, made.over(20)), made)
    found = _a_batch(made, 20, SEED, range(2))
    assert found.series["cost_rate"] == pytest.approx(
        np.repeat(fund.spending / fund.payroll, 2, axis=0), rel=1e-12
    )


@pytest.mark.parametrize("text", [BENT, NOTIONAL])
@pytest.mark.parametrize("own", [institution, bare])
def test_a_run_is_the_same_in_whatever_batch_it_is_drawn(text, own):
    made = old(text, own)
    together = _a_batch(made, 20, SEED, range(RUNS))
    alone = _a_batch(made, 20, SEED, range(RUNS - 1, RUNS))
    for name, values in together.series.items():
        assert values[-1:] == pytest.approx(alone.series[name], rel=1e-11), name
    assert together.general_average[-1:] == pytest.approx(alone.general_average, rel=1e-11)


def test_the_size_of_batches_and_the_number_of_processes_change_no_percentile(monkeypatch):
    made = based(years=YEARS)
    whole = chances(made, 20, RUNS, SEED, silent)
    monkeypatch.setattr(module, "BATCH", 2)
    monkeypatch.setattr(module, "_in_processes", map)
    parts = chances(made, 20, RUNS, SEED, silent)
    for name, band in whole.bands.items():
        assert band.values == pytest.approx(parts.bands[name].values, rel=1e-11), name


def test_two_processes_give_what_one_gives():
    made = based(years=YEARS)
    found = list(module._in_processes(partial(_a_batch, made, 10, SEED), [range(2), range(2, 3)]))
    for part, runs in zip(found, (range(2), range(2, 3)), strict=True):
        assert part.series["reserve"] == pytest.approx(
            _a_batch(made, 10, SEED, runs).series["reserve"], rel=1e-13
        )


def test_two_laws_meet_the_same_futures():
    one = chances(based(years=YEARS), 20, RUNS, SEED, silent)
    dearer = based(HEAD + CAREER.replace("rate: 0.1}", "rate: 0.2}"), years=YEARS)
    other = chances(dearer, 20, RUNS, SEED, silent)
    assert np.array_equal(one.bands["cost_rate"].values, other.bands["cost_rate"].values)
    assert (one.bands["reserve"].values < other.bands["reserve"].values)[:, 1:].all()


def test_percentiles_are_ordered_and_another_seed_gives_others():
    one, other = (chances(based(years=YEARS), 20, 9, seed, silent) for seed in (SEED, SEED + 1))
    for band in one.bands.values():
        assert (np.diff(band.values, axis=0) >= 0).all()
        assert (band.low <= band.values).all()
        assert (band.values <= band.high).all()
    assert not np.allclose(
        one.bands["cost_rate"].values[:, 5], other.bands["cost_rate"].values[:, 5], rtol=1e-6
    )


def test_a_bound_that_always_cuts_is_said_to_cut_every_year(monkeypatch):
    made = based(years=YEARS)
    level = np.full(3, 1.0)  # no year comes near
    always = VectorAutoregression(ECONOMY, np.zeros((3, 3)), 1e-4 * np.eye(3), level, level + 0.1)
    monkeypatch.setattr(module, "spread_of", lambda _: Spread(always, ()))
    monkeypatch.setattr(module, "_in_processes", map)  # other processes would not know
    assert set(chances(made, 8, 2, SEED, silent).bounded.values()) == {1.0}


def test_payroll_of_which_the_law_reads_the_growth_has_the_insured_of_its_future(monkeypatch):
    met = []
    monkeypatch.setattr(module, "basis", lambda *asked: met.append(basis(*asked)) or met[-1])
    _a_batch(based(NOTIONAL, YEARS), 20, SEED, range(2))
    (made,) = met
    insured = made.valuation.experience.insured.sum(-1)  # [year, scenario]
    more = insured[1:] / insured[:-1]
    wages = 1 + made.futures.paths.wage_growth.T[1:]
    growth = made.ask.columns["payroll_growth"][1:, :, 0, 0, 0, 0]
    assert 1 + growth == pytest.approx(wages * more, rel=1e-12)
    people = made.futures.people
    expected = made.institution.wanted(people.of_working_age, people.of_working_age_before)
    covered = insured / expected.sum(-1)
    assert np.log(covered).std() > 0.005  # coverage is drawn too

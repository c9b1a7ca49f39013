"""Many futures of one valuation: prices, wages, returns, deaths, births, migrants and coverage drawn by run.

All are centred on what is assumed; each draw is keyed by seed, run and variable, so that two laws meet the same
futures. How much they spread is assumed too, and said: the country's own history is not at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.model.demography import BasePopulation
from socle.model.form import Table
from socle.model.institution import InstitutionData
from socle.model.results import Assumption
from socle.project.lee_carter import DRIFT, MORTALITY, LeeCarter, lee_carter
from socle.project.stochastic import ECONOMY, Arma, Luck, VectorAutoregression, fitted
from socle.run.basis import Futures, Paths
from socle.run.national import Demography, national

SPREADS: Final = (0.015, 0.015, 0.04)  # of a year's surprise in inflation, real wage growth, real return
PERSISTENCE: Final = (0.6, 0.2, 0.3)
CORRELATIONS: Final = np.array([[1.0, -0.2, -0.3], [-0.2, 1.0, 0.1], [-0.3, 0.1, 1.0]])
LOWEST: Final = (-0.10, -0.20, -0.50)
HIGHEST: Final = (0.60, 0.20, 0.60)
WALK: Final = 0.651 / 0.365  # of a year's surprise in mortality, over its drift: Lee and Carter (1992)
WALK_DRIFT: Final = 0.069 / 0.365  # of what is not known of the drift, over the drift: the same
FERTILITY: Final = Arma("fertility", (0.95,), 0.03)  # of the logarithm of all rates
MIGRATION: Final = Arma("migration", (0.8,), 0.20)  # of net migration, as a share of what is assumed
COVERAGE: Final = Arma("coverage", (0.8,), 0.02)  # of the logarithm of the number of the insured


@dataclass(frozen=True, eq=False)
class Spread:
    """How far futures lie apart: the process of the economy, and what is said of all of them."""

    economy: VectorAutoregression
    said: tuple[Assumption, ...]


OTHERS: Final = Assumption(
    "futures",
    N_(
        "Mortality spreads as in Lee and Carter (1992), relative to its drift; fertility by 3 % a year, net migration "
        "by 20 %, the number of the insured by 2 %."
    ),
    unverified=True,
)


def spread_of(data: InstitutionData) -> Spread:
    """Prices, wages and returns as the institution's own past moved; as usual where it does not tell it."""
    if "history" in data.tables:
        found = _estimated(data.tables["history"])
        text = N_(
            "Futures of prices, wages and returns spread as in {years} years of the past ({first} to {last})."
        )
        years = data.tables["history"].of("year")
        values = {"years": str(len(years)), "first": f"{years.min():.0f}", "last": f"{years.max():.0f}"}
        return Spread(found, (Assumption("futures", text, values), OTHERS))
    covariance = CORRELATIONS * np.outer(SPREADS, SPREADS)
    usual = VectorAutoregression(
        ECONOMY, np.diag(PERSISTENCE), covariance, np.array(LOWEST), np.array(HIGHEST)
    )
    text = N_(
        "Futures spread around the assumptions: a year's surprise has a standard deviation of {prices} points for "
        "inflation, {wages} for real wages, {returns} for real returns, of which {persistence} lasts into the next "
        "year."
    )
    values = {
        "prices": "1.5",
        "wages": "1.5",
        "returns": "4",
        "persistence": ", ".join(f"{value:g}" for value in PERSISTENCE),
    }
    return Spread(usual, (Assumption("futures", text, values, unverified=True), OTHERS))


def _estimated(table: Table) -> VectorAutoregression:
    """A vector autoregression of past inflation, real wage growth and real returns."""
    order = np.argsort(table.of("year"))
    prices = 1 + table.of("inflation")[order]
    real = [(1 + table.of(name)[order]) / prices - 1 for name in ("wage_growth", "fund_return")]
    try:
        process = fitted(np.column_stack([prices - 1, *real]), ECONOMY).process
    except Refusal as refusal:
        raise refusal.at(table.places.whole()) from None
    return replace(process, low=np.array(LOWEST), high=np.array(HIGHEST))


@dataclass(frozen=True, eq=False)
class Drawn:
    """The futures of some runs, scenarios of one valuation."""

    futures: Futures
    coverage: Array  # [run, year] factor on the number of the insured
    bounded: Mapping[str, int]  # variable -> years in which a bound cut it


def drawn(around: Futures, spread: Spread, runs: range, seed: int) -> Drawn:
    """The futures of these runs around one that is assumed."""
    luck = Luck(seed)
    paths, bounded = _economy(around.paths, spread.economy, luck, runs)
    people = national(_people(around.people.demography, luck, runs), around.people.years)
    size = len(around.people.years)
    cover = COVERAGE.drawn(np.zeros(size), luck, runs)
    return Drawn(replace(around, paths=paths, people=people), np.exp(cover.values), bounded)


def _economy(
    paths: Paths, process: VectorAutoregression, luck: Luck, runs: range
) -> tuple[Paths, Mapping[str, int]]:
    """Inflation, real wages and real returns as one vector autoregression; the rest of the paths stays."""
    prices = 1 + paths.inflation[0]
    mean = np.stack(
        [
            paths.inflation[0],
            (1 + paths.wage_growth[0]) / prices - 1,
            (1 + paths.fund_return[0]) / prices - 1,
        ],
        axis=-1,
    )
    found = process.drawn(mean, luck, runs)
    inflation, wages, returns = np.moveaxis(found.values, -1, 0)
    bounded = dict(zip(ECONOMY, found.bound.sum(axis=0).tolist(), strict=True))
    return replace(
        paths,
        inflation=inflation,
        wage_growth=(1 + wages) * (1 + inflation) - 1,
        fund_return=(1 + returns) * (1 + inflation) - 1,
    ), bounded


def _people(people: Demography, luck: Luck, runs: range) -> Demography:
    """The demography of a country in each run, as if each were a country of its own."""
    rates, names = people.rates, tuple(f"run {run}" for run in runs)
    years = rates.mortality.shape[1]
    births = FERTILITY.drawn(np.zeros(years), luck, runs).values
    moves = MIGRATION.drawn(np.zeros(years), luck, runs).values
    return replace(
        people,
        base=BasePopulation(
            names, people.base.year, np.repeat(people.base.persons, len(runs), axis=0), people.base.moment
        ),
        rates=replace(
            rates,
            countries=names,
            mortality=_mortality(rates.mortality[0], luck, runs),
            fertility=rates.fertility * np.exp(births)[:, :, None],
            sex_ratio_at_birth=np.repeat(rates.sex_ratio_at_birth, len(runs), axis=0),
            migration=rates.migration * (1 + moves)[:, :, None, None],
            migration_total=None,
        ),
    )


def _mortality(m: Array, luck: Luck, runs: range) -> Array:
    """Death rates [run, year, sex, age] around assumed ones, which say how much each age answers."""
    if not (np.ptp(np.log(m), axis=0) > 0).any():
        return np.repeat(m[None], len(runs), axis=0)
    model: LeeCarter = lee_carter(m, same_response=True)
    years = len(m)
    walk = WALK * np.cumsum(luck.normals(runs, MORTALITY, years), axis=1)
    slope = WALK_DRIFT * luck.normals(runs, DRIFT, 1)
    deviations = abs(model.drift) * (walk + slope * np.arange(1, years + 1))
    return model.around(m, deviations)

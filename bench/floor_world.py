"""The whole floor of the world: all countries x 31 years x 8 benefits x 3 scenarios, from ready arrays.

The law is read, averaged over what cells leave open, and run in each scenario: persons eligible and reached,
and money, for every benefit. The peer does the same sums on a table with one row a cell, as a data frame
would: one pass of expressions and one grouped sum for each scenario, in Polars on all cores.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from bench.measure import record, wpp_folder
from bench.projection_world import made_up
from socle.engine import program
from socle.exchange.country import FLOOR_FOLDER, default_figures, read_schemes
from socle.exchange.scenario_file import read_scenario
from socle.exchange.wpp import load_wpp
from socle.ground.axes import N_AGES
from socle.model.economy import Economy
from socle.model.law import read
from socle.model.population import Population
from socle.model.scenario import FLOOR, Scenario, apply
from socle.model.scheme import Scheme
from socle.project.cells import by_age_and_sex, cells
from socle.project.demography import project

YEARS = tuple(range(2023, 2054))
NAMES = ("low", "high", "steps")
PEER = "Polars, one row a cell, expressions and a grouped sum for each scenario"


def run() -> list[dict[str, object]]:
    """The record; both ways give the same cost of the world in the last year."""
    population, economy = ready()
    schemes = read_schemes(FLOOR_FOLDER / "schemes")
    scenarios = [whole(name, schemes) for name in NAMES]
    frame = rows(population)
    ours, theirs = (
        total(floor_world(population, economy, schemes, scenarios)),
        float(polars_world(frame)["cost"].sum()),
    )
    assert abs(ours / theirs - 1) < 1e-9, f"the peer does another job: {ours} against {theirs}"
    return [
        record(
            "floor_world",
            lambda: floor_world(population, economy, schemes, scenarios),
            PEER,
            lambda: polars_world(frame),
        )
    ]


def ready() -> tuple[Population, Economy]:
    """People, prevalences and an economy of every country; money is made up, since only its shape matters."""
    folder = wpp_folder()
    base, rates = load_wpp(folder) if folder.is_dir() else made_up()
    people = project(base, rates, last_year=YEARS[-1])
    shape = (len(people.countries), len(YEARS))
    generator = np.random.default_rng(1)
    per_head = generator.uniform(500, 50_000, (shape[0], 1)) * 1.02 ** np.arange(shape[1])
    work = np.zeros((1, 1, 2, N_AGES))
    work[..., 15:65] = 0.04
    school, orphans = np.zeros_like(work), np.zeros_like(work)
    school[..., 6:18], orphans[..., :18] = 0.8, 0.05
    prevalence = {
        "severely_disabled": by_age_and_sex(default_figures().of("severe_disability")),
        "unemployed": work,
        "enrolled": school,
        "orphan": orphans,
    }
    heads = people.population.sum((2, 3))
    series = {"gdp": per_head * heads, "gdp_per_head": per_head, "exchange_rate": np.ones(shape)}
    known = {"poverty_line": 0.25 * per_head, "gdp_per_head": per_head}
    return cells(people, YEARS, known, prevalence), Economy("", YEARS, series)


def whole(name: str, schemes: tuple[Scheme, ...]) -> Scenario:
    """A shipped scenario with all eight benefits of the law, none removed."""
    path = FLOOR_FOLDER / "scenarios" / f"{name}.yaml"
    return replace(read_scenario(path, {FLOOR: schemes}), remove=())


def floor_world(
    population: Population, economy: Economy, schemes: tuple[Scheme, ...], scenarios: list[Scenario]
) -> list[dict[str, program.BenefitTotals]]:
    """Every scenario, from its law to totals by country and year."""
    return [program.run(read(apply(schemes, s)), population, economy, YEARS) for s in scenarios]


def total(results: list[dict[str, program.BenefitTotals]]) -> float:
    """Money of all scenarios, benefits, countries and years."""
    return float(sum(t.spending.sum() for result in results for t in result.values()))


def rows(population: Population) -> pl.DataFrame:
    """The same people as one row a cell."""
    full = population.weights.shape
    index = np.indices(full).reshape(4, -1)
    named: dict[str, Any] = {
        "country": index[0],
        "year": index[1],
        "age": index[3].astype(np.float64),
        "persons": population.weights.reshape(-1),
    }
    for name, values in {**population.columns, **population.prevalence}.items():
        if name not in named:
            named[name] = np.broadcast_to(values, full).reshape(-1)
    return pl.DataFrame(named)


def polars_world(frame: pl.DataFrame) -> pl.DataFrame:
    """The three scenarios written by hand for a table."""
    age, line, n = pl.col("age"), pl.col("poverty_line"), pl.col("persons")
    rollout = pl.min_horizontal(0.2 + 0.08 * pl.col("year"), pl.lit(1.0))
    first = pl.col("gdp_per_head").first().over("country")
    health = pl.col("gdp_per_head") / first
    done = []
    for child, pension, half, months, care, c in (
        (3, 70, 0.5, 0.5, 86.0, pl.lit(1.0)),
        (6, 65, 1.0, 1.0, 112.0, pl.lit(1.0)),
        (6, 65, 1.0, 1.0, 112.0, rollout),
    ):
        other = pl.lit(1.0)  # orphans and school meals are not rolled out by steps
        old = (age >= pension).cast(pl.Float64)
        benefits = {
            "child": n * (age < child) * c * 0.25 * line,
            "orphan": n * pl.col("orphan") * (age < 18) * other * 0.25 * line,
            "meals": n * pl.col("enrolled") * (age >= 6) * (age < 12) * other * 0.1 * line,
            "maternity": n * pl.col("gave_birth") * c * line * (4 / 12),
            "disability": n * pl.col("severely_disabled") * c * (1 - old * c) * half * line,
            "unemployment": n * pl.col("unemployed") * c * half * months * line,
            "pension": n * old * c * half * line,
            "health": n * c * care * health,
        }
        eligible = [pl.lit(0.0).alias("_")]
        sums = frame.lazy().select("country", "year", *(e.alias(k) for k, e in benefits.items()), *eligible)
        done.append(sums.group_by("country", "year").agg(pl.col(*benefits).sum()).collect())
    return pl.concat(done).select(cost=pl.sum_horizontal(*benefits))

"""All countries and areas of World Population Prospects, 2023 to 2100, by single age and sex.

`projection_world` starts from vital rates in memory (survival ratios are part of the work),
`projection_world_files` from the Parquet files. The peer does the same years from the same rates the usual
way: country by country and year by year, a Leslie matrix is built and multiplied. Without the reference data
the rates are made up, of the same size, and there is no record of the files.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl

from bench.measure import record
from socle.exchange.wpp import load_wpp
from socle.ground.axes import FEMALE, N_AGES, N_MOTHERS, Array, ages
from socle.model.demography import BasePopulation, VitalRates
from socle.project.demography import project
from socle.project.mortality import survival

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 7
LOOP = "Python loop over countries and years: a Leslie matrix, NumPy matmul"
LOOP_OF_FILES = "Polars read and split by country, then " + LOOP

World = tuple[BasePopulation, VitalRates]


def run() -> list[dict[str, object]]:
    """The records: from rates in memory, and from files where the reference data are there."""
    folder = Path(os.environ.get("SOCLE_SHARED", ROOT.parent / "shared")) / "data" / "wpp"
    world = load_wpp(folder) if folder.is_dir() else made_up()
    total = float(project(*world).population[:, -1].sum())
    assert abs(leslie_world(*world) / total - 1.0) < 0.01, "the peer does another job"
    records = [
        record(
            "projection_world",
            lambda: project(*world),
            LOOP,
            lambda: leslie_world(*world),
            rounds=ROUNDS,
        )
    ]
    if folder.is_dir():
        records.append(
            record(
                "projection_world_files",
                lambda: project(*load_wpp(folder)),
                LOOP_OF_FILES,
                lambda: leslie_files(folder),
                rounds=3,
            )
        )
    return records


def leslie_world(base: BasePopulation, rates: VitalRates) -> float:
    """The persons of the last year, by Leslie matrices with migrants added at the end of each year."""
    last = 0.0
    for country in range(len(base.countries)):
        people = base.persons[country].reshape(-1)
        for year in range(len(rates.years) - 1):
            matrix = leslie(
                survival(rates.mortality[country, year]),
                rates.fertility[country, year],
                float(rates.sex_ratio_at_birth[country, year]),
            )
            people = np.maximum(matrix @ people + rates.migration[country, year].reshape(-1), 0.0)
        last += float(people.sum())
    return last


def leslie(live: Array, fertility: Array, ratio: float) -> Array:
    """The matrix of one year for men and women together: both are born of the women."""
    matrix = np.zeros((2 * N_AGES, 2 * N_AGES))
    births = np.zeros(N_AGES + 1)
    births[10 : 10 + N_MOTHERS] = fertility
    exposed = 0.5 * (births[:-1] + births[1:] * np.append(live[FEMALE, 1:], 0.0))
    for sex, share in enumerate((ratio / (1.0 + ratio), 1.0 / (1.0 + ratio))):
        first = sex * N_AGES
        matrix[first, N_AGES:] = exposed * share * live[sex, 0]
        rows = np.arange(first + 1, first + N_AGES)
        matrix[rows, rows - 1] = live[sex, 1:]
        matrix[first + N_AGES - 1, first + N_AGES - 1] = live[sex, -1]
    return matrix


def leslie_files(folder: Path) -> float:
    """The same from the files: each table is read whole and split by country."""
    names = {
        "mx_single_annual_derived_2000_2100": ("mx_male", "mx_female"),
        "asfr_single_annual_derived_1990_2100": ("asfr",),
        "net_migration_age_2023_2100": ("male", "female"),
        "rates_annual_1950_2100": ("srb",),
        "pop_estimates_1jul_1990_2023": ("male", "female"),
    }
    tables = {}
    for name, columns in names.items():
        table = pl.read_parquet(folder / f"{name}.parquet").filter(pl.col("year") >= 2023)
        parts = table.with_columns(pl.col("iso3").cast(pl.String)).partition_by("iso3", as_dict=True)
        tables[name] = {key: part.select(columns).to_numpy() for (key,), part in parts.items()}
    mx, asfr, movers, srb, people = tables.values()
    last = 0.0
    for code, m in mx.items():
        years = len(m) // N_AGES
        rates = VitalRates(
            (str(code),),
            2023,
            _by_sex(m, years),
            asfr[code].reshape(1, years, N_MOTHERS).astype(np.float64),
            srb[code].reshape(1, years).astype(np.float64),
            _by_sex(movers[code], years),
        )
        last += leslie_world(BasePopulation((str(code),), 2023, _by_sex(people[code], 1)[:, 0]), rates)
    return last


def _by_sex(values: Array, years: int) -> Array:
    """Rows of [year and age, sex] as [1, year, sex, age]."""
    by_year = values.reshape(1, years, N_AGES, 2).astype(np.float64)
    return np.ascontiguousarray(by_year.swapaxes(2, 3))


def made_up() -> World:
    """Rates of the size of the real ones: 236 countries, 78 years."""
    rng = np.random.default_rng(2023)
    names = tuple(f"C{number:03}" for number in range(236))
    size, x = (len(names), 78), ages()
    level = rng.uniform(0.5, 2.0, (len(names), 1, 2, 1)) * np.linspace(1.0, 0.6, 78)[:, None, None]
    m = level * (0.03 * np.exp(-1.2 * x) + 0.0004 + 0.00003 * np.exp(0.095 * x))
    schedule = np.exp(-(((np.arange(N_MOTHERS) - 18.0) / 7.0) ** 2)) * rng.uniform(0.1, 0.25, (*size, 1))
    movers = rng.normal(0.0, 3.0, (*size, 2, N_AGES)) * np.exp(-((x - 25.0) ** 2) / 400.0)
    persons = 1e4 * np.exp(-x / 40.0) * rng.uniform(0.5, 1.5, (len(names), 2, N_AGES))
    ratio = rng.uniform(1.02, 1.1, size)
    return BasePopulation(names, 2023, persons), VitalRates(names, 2023, m, schedule, ratio, movers)

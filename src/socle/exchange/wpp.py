"""World Population Prospects in Parquet: the shared layout, which is also that of a local store.

One folder, one file a subject, rows sorted by country, year and age on full grids; the README of the data
says what each column holds. Only estimates and rates are read here, never a projected stock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.model.demography import BasePopulation, VitalRates, positions

BASE_YEAR = 2023  # 1 July 2023 is the last estimate of the 2024 revision
LAST_YEAR = 2100

LOCATIONS = "locations.parquet"
ESTIMATES = "pop_estimates_1jul_1990_2023.parquet"
RATES = "rates_annual_1950_2100.parquet"
MORTALITY = "mx_single_annual_derived_2000_2100.parquet"
FERTILITY = "asfr_single_annual_derived_1990_2100.parquet"
MIGRATION = "net_migration_age_2023_2100.parquet"

FILES = (ESTIMATES, RATES, MORTALITY, FERTILITY, MIGRATION)
"""The files that a projection is read from."""


@dataclass(frozen=True, eq=False)
class _Grid:
    """The columns of one file as arrays [country, year, ...] of the years asked for."""

    countries: tuple[str, ...]
    columns: tuple[NDArray[np.generic], ...]


def countries(folder: Path) -> dict[str, str]:
    """The countries and areas of the folder: ISO 3166 alpha-3 code -> English name."""
    import polars as pl

    table = pl.read_parquet(_existing(folder / LOCATIONS), columns=["iso3", "name"])
    return dict(zip(table["iso3"].to_list(), table["name"].to_list(), strict=True))


def load_wpp(
    folder: Path, countries: Sequence[str] | None = None, *, last_year: int = LAST_YEAR
) -> tuple[BasePopulation, VitalRates]:
    """The population of 1 July 2023 and the vital rates of 2023 to `last_year` (medium variant), by country.

    Without `countries`: every country that has rates, in the order of the files.
    """
    if not BASE_YEAR <= last_year <= LAST_YEAR:
        raise Refusal(
            "World Population Prospects give rates for {first} to {last}, not {year}.",
            first=BASE_YEAR,
            last=LAST_YEAR,
            year=last_year,
        )
    years = range(BASE_YEAR, last_year + 1)
    mortality = _grid(folder / MORTALITY, ("mx_male", "mx_female"), years, countries)
    names = mortality.countries if countries is None else tuple(countries)
    if not set(names) <= set(mortality.countries):
        _refuse_unknown(folder, names)
    asked = positions(mortality.countries, names)
    fertility = _grid(folder / FERTILITY, ("asfr",), years, names)
    migration = _grid(folder / MIGRATION, ("male", "female"), years, names)
    yearly = _grid(folder / RATES, ("srb", "net_migration"), years, names)
    estimate = _grid(folder / ESTIMATES, ("male", "female"), range(BASE_YEAR, BASE_YEAR + 1), names)
    srb, total = (_in_order(yearly, names, column)[:, :, 0] for column in (0, 1))
    rates = VitalRates(
        countries=names,
        first_year=BASE_YEAR,
        mortality=_by_sex(mortality, asked),
        fertility=_in_order(fertility, names, 0),
        sex_ratio_at_birth=srb,
        migration=_by_sex(migration, positions(migration.countries, names)),
        migration_total=total,
    )
    persons = _by_sex(estimate, positions(estimate.countries, names))[:, 0]
    return BasePopulation(names, BASE_YEAR, np.ascontiguousarray(persons)), rates


def _refuse_unknown(folder: Path, asked: Sequence[str]) -> None:
    """The nearest name is looked for among all countries, not only those that were read."""
    positions(tuple(countries(folder)), asked)


def _grid(path: Path, columns: Sequence[str], years: range, countries: Sequence[str] | None) -> _Grid:
    """Columns of a file as [country, year, row], the rows of a country and year as they are sorted."""
    import polars as pl

    wanted = pl.col("year").is_between(years[0], years[-1])
    if countries is not None:
        wanted &= pl.col("iso3").is_in(list(countries))
    table = pl.scan_parquet(_existing(path)).filter(wanted).select("iso3", "year", *columns).collect()
    names = tuple(table["iso3"].unique(maintain_order=True).cast(pl.String).to_list())
    rows, left = divmod(table.height, max(len(names), 1) * len(years))
    if left or (table["year"].to_numpy().reshape(-1, rows or 1)[:: len(years), 0] != years[0]).any():
        raise Refusal(
            "The table does not hold every year from {first} to {last} for every country.",
            where=path.name,
            first=years[0],
            last=years[-1],
        )
    shape = (len(names), len(years), rows)
    return _Grid(names, tuple(table[column].to_numpy().reshape(shape) for column in columns))


def _by_sex(grid: _Grid, order: list[int]) -> Array:
    """The two columns of a grid, men then women, as [country, year, sex, age], years outermost in memory."""
    countries, years, ages = grid.columns[0].shape
    both = np.empty((years, len(order), len(grid.columns), ages)).swapaxes(0, 1)
    for sex, column in enumerate(grid.columns):
        both[:, :, sex] = column if order == list(range(countries)) else column[order]
    return both


def _in_order(grid: _Grid, names: Sequence[str], column: int) -> Array:
    """One column of a grid for these countries, as numbers [country, year, row]."""
    return grid.columns[column][positions(grid.countries, names)].astype(np.float64)


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise Refusal(
            "The file `{name}` is missing from the demographic data.", where=str(path), name=path.name
        )
    return path

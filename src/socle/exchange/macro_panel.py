"""Macroeconomic series, countries, income groups and poverty lines, from a store or the reference folder."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from socle.exchange import macro_layout as layout
from socle.exchange.sources import source_named
from socle.exchange.store import Store, family_folder
from socle.ground.axes import Array
from socle.ground.refusals import Refusal, nearest

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class CountryFacts:
    """What the list of countries says of one: codes, region, groups. Empty text where it does not say."""

    iso3: str
    iso2: str
    m49: int
    name: str
    region: str  # of the SDGs, as the list writes it
    income_group: str  # World Bank, latest classification held
    least_developed: bool
    un_member: bool


@dataclass(frozen=True)
class PovertyLine:
    """A harmonised national poverty line: international dollars of 2017 a person a day."""

    iso3: str
    per_day: float
    survey_year: int
    income_group: str  # at the time of the survey


@dataclass(frozen=True)
class SeriesFacts:
    """What the dictionary says of one series of the panel."""

    series: str
    name: str
    unit: str
    source: str  # key of the list of sources


def load_macro(
    place: Store | Path, *, series: Sequence[str], countries: Sequence[str], years: Sequence[int]
) -> dict[str, Array]:
    """Each series as an array [country, year] in its own unit (`series_facts`), NaN where there is no value."""
    import polars as pl

    path = _file(place, layout.PANEL)
    wanted = (
        pl.col("series").is_in(list(series))
        & pl.col("iso3").is_in(list(countries))
        & pl.col("year").is_in(list(years))
    )
    rows = _read(path, wanted)
    found = {name: np.full((len(countries), len(years)), np.nan) for name in series}
    at_country = {iso3: place_ for place_, iso3 in enumerate(countries)}
    at_year = {year: place_ for place_, year in enumerate(years)}
    columns = (rows[name].to_list() for name in ("series", "iso3", "year", "value"))
    for name, iso3, year, value in zip(*columns, strict=True):
        found[name][at_country[iso3], at_year[year]] = value
    _refuse_unknown(path, [name for name in series if np.isnan(found[name]).all()], "series")
    silent = [iso3 for iso3, row in at_country.items() if all(np.isnan(found[n][row]).all() for n in series)]
    _refuse_unknown(_file(place, layout.COUNTRIES), silent, "iso3")
    return found


def load_countries(place: Store | Path) -> dict[str, CountryFacts]:
    """Every country and area of the list, by ISO 3166 alpha-3 code."""
    table = _read(_file(place, layout.COUNTRIES))
    return {
        row["iso3"]: CountryFacts(
            iso3=row["iso3"],
            iso2=row["iso2"] or "",
            m49=row["m49"] or 0,
            name=row["name"] or "",
            region=(row["region_un_sdg"] or "").removeprefix("un_"),
            income_group=row["income_group_latest"] or "",
            least_developed=row["ldc"] == "un_least_developed",
            un_member=row["un_state"] == "True",
        )
        for row in table.iter_rows(named=True)
    }


def income_groups(place: Store | Path, year: int) -> dict[str, str]:
    """The World Bank's income group of each country classified in `year`."""
    import polars as pl

    path = _file(place, layout.INCOME_GROUPS)
    table = _read(path)
    first, last = min(table["year"]), max(table["year"])
    if not first <= year <= last:
        raise Refusal(
            "income groups are held for {first} to {last}, not for {year}",
            where=path.name,
            first=first,
            last=last,
            year=year,
        )
    return dict(table.filter(pl.col("year") == year).select("iso3", "group").iter_rows())


def poverty_lines(place: Store | Path) -> dict[str, PovertyLine]:
    """The harmonised national poverty lines (Jolliffe and others, 2022), by country."""
    table = _read(_file(place, layout.POVERTY_LINES))
    return {
        row["iso3"]: PovertyLine(
            row["iso3"], row["npl_ppp2017_per_day"], row["survey_year"], row["income_group_at_survey"] or ""
        )
        for row in table.iter_rows(named=True)
    }


def series_facts(place: Store | Path) -> dict[str, SeriesFacts]:
    """Name, unit and source of every series of the panel, in the order of the dictionary."""
    path = family_folder(place, "macro") / f"{layout.SERIES}.csv"
    if not path.is_file():
        raise Refusal("the dictionary of series is absent", where=str(path))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["series"]: SeriesFacts(row["series"], row["name"], row["unit"], source_named(row["source"]).key)
        for row in rows
    }


def last_observed_years(place: Store | Path, iso3: str) -> Mapping[str, int]:
    """The last year that is not an estimate or projection, by series; empty where the edition does not say."""
    import polars as pl

    path = family_folder(place, "macro") / f"{layout.LAST_OBSERVED}.parquet"
    if not path.is_file():
        return {}
    return dict(_read(path, pl.col("iso3") == iso3).select("series", "year").iter_rows())


def _file(place: Store | Path, name: str) -> Path:
    path = family_folder(place, "macro") / f"{name}.parquet"
    if not path.is_file():
        raise Refusal("this table is absent: import it with `socle data import macro`", where=str(path))
    return path


def _read(path: Path, wanted: Any = None) -> pl.DataFrame:
    import polars as pl

    try:
        table = pl.scan_parquet(path)
        return (table if wanted is None else table.filter(wanted)).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refusal("this is not a Parquet file that can be read", where=str(path)) from error


def _refuse_unknown(path: Path, suspects: Sequence[str], column: str) -> None:
    """Refuses a name that the table does not have at all; one without values here is only missing."""
    import polars as pl

    if not suspects:
        return
    known = set(pl.scan_parquet(path).select(pl.col(column).unique()).collect().to_series())
    for name in suspects:
        if name not in known:
            raise Refusal(
                "`{name}` is not in this table", where=path.name, name=name, nearest=nearest(name, known)
            )

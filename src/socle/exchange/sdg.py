"""Social protection in the SDG database of the UN Statistics Division: coverage (1.3.1) and related series.

The database numbers areas by M49, in which countries and groups of countries are mixed: the list of countries
says which are countries. Percentages become shares here; an index stays as published.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from socle.exchange.bulk_text import (
    Layout,
    Progress,
    blocks,
    check_size,
    header_of,
    numbers,
    required,
    silent,
)
from socle.exchange.macro_panel import load_countries
from socle.exchange.parquet_folder import Origin, Table, hold, refuse_twice, take
from socle.exchange.sources import source
from socle.exchange.store import Batch, Store, family_folder
from socle.ground.provenance import sha256_of_file
from socle.ground.refusals import Refusal, nearest

if TYPE_CHECKING:
    import polars as pl

COVERAGE = "sdg_1_3_1"
RELATED = "sdg_related"

NATURES = {
    "C": "country data",
    "CA": "country data, adjusted",
    "E": "estimated",
    "G": "global monitoring data",
    "M": "modelled",
    "N": "not relevant",
}
"""What the database's codes of the nature of a value mean: message keys."""

RELATED_SERIES = (
    "DC_ODA_POVLG",
    "SD_XPD_ESED",
    "SH_ACS_UNHC",
    "SH_XPD_EARN10",
    "SH_XPD_EARN25",
    "SI_POV_50MI",
    "SI_POV_DAY1",
    "SI_POV_EMP1",
    "SI_POV_NAHC",
    "SL_EMP_GTOTL",
    "SL_ISV_IFEM",
)
"""The series beside 1.3.1 that are kept of a download: poverty, health, aid, informality, labour share."""

_KEY = ("series", "m49", "year")
_TEXTS = ("area_name", "sex", "quantile", "nature", "units")
_BROKEN_DOWN = ("sex", "age", "location", "quantile", "activity")
_NUMBERED = {"series": "text", "m49": "whole", "year": "whole"}
_COVERED = {**_NUMBERED, **dict.fromkeys(_TEXTS, "text"), "value": "number"}
TABLES = {
    COVERAGE: Table(_COVERED, _KEY, ("UNSD-SDG-2020-10",), ("value",), ("sex", "quantile")),
    RELATED: Table(
        {**_NUMBERED, **dict.fromkeys((*_TEXTS, *_BROKEN_DOWN), "text"), "value": "number"},
        _KEY,
        ("UNSD-SDG-2020-10",),
        breakdown=_BROKEN_DOWN,
    ),
}
"""The Parquet files of the layout; those of the reference data end in `_unsd_2020-10`."""

_COLUMNS = {
    "SeriesCode": "series",
    "GeoAreaCode": "m49",
    "GeoAreaName": "area_name",
    "TimePeriod": "year",
    "Value": "value",
}
_DIMENSIONS = {
    "Sex": "sex",
    "Age": "age",
    "Location": "location",
    "Quantile": "quantile",
    "Activity": "activity",
    "Nature": "nature",
    "Units": "units",
}
_REPORTING = ("Reporting Type", "[Reporting Type]")
_CODES = {"_T": "BOTHSEX", "F": "FEMALE", "M": "MALE"}
"""SDMX codes of sex since 2021 -> those of the layout."""


@dataclass(frozen=True)
class Observed:
    """One published value: the latest of its series for a country."""

    value: float  # a share where the unit is per cent, else as published
    year: int
    nature: str  # code, see NATURES
    units: str
    sex: str  # "BOTHSEX", or "FEMALE" where the series is about women
    area: str


def coverage(place: Store | Path, iso3s: Sequence[str]) -> dict[str, dict[str, Observed]]:
    """The latest value of every 1.3.1 series (`SI_COV_...`) for each country: whole population, all incomes."""
    return _latest(place, COVERAGE, iso3s, None)


def related(
    place: Store | Path, iso3s: Sequence[str], series: Sequence[str]
) -> dict[str, dict[str, Observed]]:
    """The latest value of related series (`SH_ACS_UNHC`, `SI_POV_NAHC`, ...) for each country."""
    return _latest(place, RELATED, iso3s, series)


def import_sdg(store: Store, path: Path, *, edition: str = "", progress: Progress = silent) -> Batch:
    """Brings the reference Parquet files, or a CSV of the SDG database (with its `edition`), into the store."""
    if not path.exists():
        raise Refusal("there is no such file or folder", where=str(path))
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    parquet = [(name, file) for file in files for name in TABLES if _is_table(file, name)]
    tables = [file for file in files if re.search(r"\.csv(\.gz)?$|\.zip$", file.name)]
    with store.importing() as batch:
        if parquet:
            for name, file in parquet:
                check_size(file)
                take(batch, f"sdg/{name}", file, TABLES[name])
        elif len(tables) == 1:
            _import_csv(batch, tables[0], edition, progress)
        else:
            raise Refusal(
                "there is neither Parquet of the reference layout nor one CSV of the SDG database here",
                where=str(path),
                nearest=nearest(COVERAGE, [file.stem for file in files]),
            )
    return batch


def _is_table(file: Path, name: str) -> bool:
    return file.suffix == ".parquet" and re.fullmatch(rf"{name}(_unsd_.*)?", file.stem) is not None


def _latest(
    place: Store | Path, name: str, iso3s: Sequence[str], series: Collection[str] | None
) -> dict[str, dict[str, Observed]]:
    import polars as pl

    codes = _codes(place, iso3s)
    path = _file(place, name)
    try:
        rows = _whole_population(pl.read_parquet(path)).filter(pl.col("m49").is_in(list(codes)))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refusal("this is not a Parquet file that can be read", where=str(path)) from error
    if series is not None:
        _refuse_unknown(path, series)
        rows = rows.filter(pl.col("series").is_in(list(series)))
    found: dict[str, dict[str, Observed]] = {iso3: {} for iso3 in iso3s}
    for row in rows.sort("series", "year").iter_rows(named=True):
        found[codes[row["m49"]]][row["series"]] = Observed(
            value=row["value"] / 100 if row["units"] == "PERCENT" else row["value"],
            year=row["year"],
            nature=row["nature"] or "",
            units=row["units"] or "",
            sex=row["sex"] or "BOTHSEX",
            area=row["area_name"],
        )
    return found


def _whole_population(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of everybody the series is about: no breakdown, but women where a series has only women."""
    import polars as pl

    everybody = pl.col("sex").fill_null("BOTHSEX") == "BOTHSEX"
    women_only = (pl.col("sex") == "FEMALE").fill_null(False).all().over("series")
    rows = rows.filter(everybody | women_only)
    for name, totals in (
        ("quantile", ["T", "_T"]),
        ("age", ["ALLAGE", "_T", "15"]),  # "15" is 15 and over: everybody, in a series about the employed
        ("location", ["ALLAREA", "_T"]),
        ("activity", ["TOTAL", "_T"]),
    ):
        if name in rows.columns:
            rows = rows.filter(pl.col(name).is_null() | pl.col(name).is_in(totals))
    return rows.drop_nulls("value")


def _codes(place: Store | Path, iso3s: Sequence[str]) -> dict[int, str]:
    countries = load_countries(place)
    for iso3 in iso3s:
        if iso3 not in countries:
            raise Refusal(
                "there is no country with the code `{iso3}`", iso3=iso3, nearest=nearest(iso3, countries)
            )
    return {countries[iso3].m49: iso3 for iso3 in iso3s}


def _file(place: Store | Path, name: str) -> Path:
    folder = family_folder(place, "sdg")
    found = sorted(file for file in folder.glob(f"{name}*.parquet") if _is_table(file, name))
    if len(found) != 1:
        raise Refusal(
            "one table `{name}` is expected here, {count} are there",
            where=str(folder),
            name=name,
            count=len(found),
        )
    return found[0]


def _refuse_unknown(path: Path, series: Collection[str]) -> None:
    import polars as pl

    known = pl.scan_parquet(path).select(pl.col("series").unique()).collect().to_series().to_list()
    for name in series:
        if name not in known:
            raise Refusal(
                "`{name}` is not in this table", where=path.name, name=name, nearest=nearest(name, known)
            )


def _import_csv(batch: Batch, path: Path, edition: str, progress: Progress) -> None:
    """Splits a CSV of the database into coverage and related series, in the layout of the store."""
    import polars as pl

    if not edition:
        raise Refusal(
            "this file does not say which edition it is: add `--edition YEAR-MONTH`, such as 2025-07",
            where=str(path),
        )
    key = source(f"UNSD-SDG-{edition}").key
    rows = _rows(path, progress)
    origin = Origin((key,), {path.name: sha256_of_file(path)})
    covered = pl.col("series").str.starts_with("SI_COV_")
    for name, part in ((COVERAGE, rows.filter(covered)), (RELATED, rows.filter(~covered))):
        if part.height:
            columns = list(TABLES[name].columns)
            target = batch.folder / f"{name}.parquet"
            part.select(columns).sort("series", "m49", "year").write_parquet(target, compression="zstd")
            hold(batch, f"sdg/{name}", target, part.height, origin)


def _rows(path: Path, progress: Progress) -> pl.DataFrame:
    import polars as pl

    dimensions = _dimensions(header_of(path))
    found = []
    for block in blocks(path, Layout(tuple(_COLUMNS), (*dimensions, *_REPORTING)), progress=progress):
        required(block, ["SeriesCode", "GeoAreaCode", "TimePeriod"], path.name)
        typed = numbers(block.filter(_kept(block)), ["GeoAreaCode", "TimePeriod", "Value"], path.name)
        found.append(typed.rename({**_COLUMNS, **dimensions}))
    rows = pl.concat(found)
    absent = [name for name in _DIMENSIONS.values() if name not in rows.columns]
    rows = rows.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in absent).with_columns(
        pl.col("m49").cast(pl.Int64), pl.col("year").cast(pl.Int16), pl.col("sex").replace(_CODES)
    )
    refuse_twice(rows, [*_KEY, *_BROKEN_DOWN], path.name)
    return rows


def _kept(block: pl.DataFrame) -> pl.Expr:
    """Values of the series kept here, as reported to the world: a file may repeat them as the country reports."""
    import polars as pl

    kept = pl.col("SeriesCode").str.starts_with("SI_COV_") | pl.col("SeriesCode").is_in(RELATED_SERIES)
    kept &= ~pl.col("Value").fill_null("").is_in(["", "N", "NA", "NaN"])
    for name in _REPORTING:
        if name in block.columns:
            kept &= pl.col(name) == "G"
    return kept


def _dimensions(header: Sequence[str]) -> Mapping[str, str]:
    """The breakdowns that a file has, whose names stand in brackets in some downloads."""
    return {name: _DIMENSIONS[name.strip("[]")] for name in header if name.strip("[]") in _DIMENSIONS}

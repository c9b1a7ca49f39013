"""Imports of macroeconomic data: the reference folder, an edition of the IMF's WEO or of the World Bank's WDI.

An edition of the World Economic Outlook replaces every series of the edition before, so that vintages never
mix; one of the World Development Indicators replaces the series it brings, since the Bank discontinues some.
The dictionary of series says for each which edition it is from.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from socle.exchange import macro_layout as layout
from socle.exchange.bulk_text import Progress, check_size, silent
from socle.exchange.macro_layout import Edition
from socle.exchange.parquet_folder import Origin, hold, take
from socle.exchange.sources import source, source_named
from socle.exchange.store import Batch, Store
from socle.exchange.wdi import MEMBERS, WANTED, read_wdi
from socle.exchange.weo import read_weo
from socle.ground.provenance import sha256_of_file
from socle.ground.refusals import Refusal, nearest

if TYPE_CHECKING:
    import polars as pl

_SCALES = {"bn": "billions", "million": "millions"}
"""First word of a unit in the dictionary -> the scale that the producer's file must state."""


@dataclass(frozen=True)
class _Held:
    """The panel and its dictionary as the store has them before an import."""

    rows: pl.DataFrame | None
    names: Mapping[str, Mapping[str, str]]  # series -> its row of the dictionary


def import_macro(store: Store, path: Path, *, edition: str = "", progress: Progress = silent) -> Batch:
    """Brings the reference folder, an edition of WEO or of WDI into the store; `edition` is a year and month."""
    if not path.exists():
        raise Refusal("there is no such file or folder", where=str(path))
    if edition:
        source(f"WEO-{edition}")  # refuses what is not a year and month
    with store.importing() as batch:
        files = _parquet(path)
        if files:
            _import_parquet(batch, files, path)
        else:
            _import_edition(batch, _bulk_file(path), edition, progress)
    return batch


def _parquet(path: Path) -> list[Path]:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [file for file in files if file.suffix == ".parquet" and file.stem in layout.TABLES]


def _import_parquet(batch: Batch, files: list[Path], path: Path) -> None:
    for file in files:
        check_size(file)
        take(batch, f"macro/{file.stem}", file, layout.TABLES[file.stem])
    if any(file.stem == layout.PANEL for file in files):
        dictionary = path.with_name("series.csv") if path.is_file() else path / "series.csv"
        check_size(dictionary)
        names = _dictionary(dictionary)
        origin = Origin(_sources(names), {dictionary.name: sha256_of_file(dictionary)})
        _hold_dictionary(batch, names, origin)
        if batch.store.has(f"macro/{layout.LAST_OBSERVED}"):  # what it says is of the edition now replaced
            _hold_table(batch, layout.LAST_OBSERVED, _observed({}), origin)


def _bulk_file(path: Path) -> Path:
    if path.is_file():
        return path
    names = {file.name: file for file in path.iterdir()}
    for name in (*MEMBERS, "WDI_CSV.zip"):
        if name in names:
            return names[name]
    editions = [file for name, file in names.items() if name.startswith("WEO")]
    if len(editions) == 1:
        return editions[0]
    raise Refusal(
        "there is neither Parquet of the reference layout, nor one edition of WEO, nor WDI here",
        where=str(path),
        nearest=nearest("macro_panel.parquet", names),
    )


def _import_edition(batch: Batch, path: Path, stated: str, progress: Progress) -> None:
    held = _held(batch.store)
    if _is_wdi(path):
        wanted = {*WANTED, *(name.removeprefix("WDI.") for name in held.names if name.startswith("WDI."))}
        found = read_wdi(path, series=wanted, countries=_countries(batch.store), progress=progress)
    else:
        found = read_weo(path, progress=progress)
    found = replace(found, vintage=_agreed(found.vintage, stated, path))
    _check_scales(found, held, path)
    key = f"{found.family}-{found.vintage}"
    raw = {path.name: sha256_of_file(path)}
    names = _merged_names(found, held, key)
    gone = tuple(sorted(set(held.names) - set(names)))
    panel = _merged_rows(found, held)
    origin = Origin(_sources(names), raw, gone)
    _hold_table(batch, layout.PANEL, panel, origin)
    _hold_dictionary(batch, names, origin)
    if found.family == "WEO":
        _hold_table(batch, layout.LAST_OBSERVED, _observed(found.last_observed), Origin((key,), raw))


def _is_wdi(path: Path) -> bool:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    with path.open("rb") as file:
        return b"Indicator Code" in file.read(4096)


def _agreed(found: str, stated: str, path: Path) -> str:
    if found and stated and found != stated:
        raise Refusal(
            "the file says it is the edition of {found}, not of {stated}",
            where=str(path),
            found=found,
            stated=stated,
        )
    if not (found or stated):
        raise Refusal(
            "this file does not say which edition it is: add `--edition YEAR-MONTH`, such as 2025-07",
            where=str(path),
        )
    return found or stated


def _held(store: Store) -> _Held:
    import polars as pl

    if not store.has(f"macro/{layout.PANEL}"):
        return _Held(None, {})
    names = _dictionary(store.path(f"macro/{layout.SERIES}"))
    return _Held(pl.read_parquet(store.path(f"macro/{layout.PANEL}")), names)


def _countries(store: Store) -> Collection[str]:
    """The countries that are kept of a file in which groups of countries have codes that look alike."""
    import polars as pl

    for dataset in (f"macro/{layout.COUNTRIES}", "wpp/locations"):
        if store.has(dataset):
            return frozenset(pl.read_parquet(store.path(dataset), columns=["iso3"])["iso3"])
    raise Refusal(
        "the store has no list of countries yet: import the reference data first, with `socle data import macro`",
        where=str(store.folder),
    )


def _check_scales(found: Edition, held: _Held, path: Path) -> None:
    """Refuses a series whose scale is no longer the one under which the dictionary holds it."""
    for series, name in found.names.items():
        unit = held.names.get(series, {}).get("unit", "")
        expected = _SCALES.get(unit.split(" ")[0], "")
        if expected and name.scale and name.scale.lower() != expected:
            raise Refusal(
                "`{series}` is in {found}, but is held in {unit}",
                where=str(path),
                series=series,
                found=name.scale,
                unit=unit,
            )


def _merged_rows(found: Edition, held: _Held) -> pl.DataFrame:
    import polars as pl

    if held.rows is None:
        return found.rows.sort("iso3", "series", "year")
    kept = held.rows.filter(~pl.col("series").is_in(list(found.names)))
    if found.family == "WEO":
        kept = kept.filter(~pl.col("series").str.starts_with("WEO."))
    return pl.concat([kept.cast(found.rows.schema), found.rows]).sort("iso3", "series", "year")


def _merged_names(found: Edition, held: _Held, key: str) -> dict[str, Mapping[str, str]]:
    import polars as pl

    stays = {
        series: row
        for series, row in held.names.items()
        if series not in found.names and not (found.family == "WEO" and series.startswith("WEO."))
    }
    recent = pl.col("year").is_between(2015, 2023)
    extent = found.rows.group_by("series").agg(
        pl.col("iso3").filter(recent).n_unique().alias("countries_2015_2023"),
        recent.sum().alias("obs_2015_2023"),
        pl.col("year").min().alias("first_year"),
        pl.col("year").max().alias("last_year"),
    )
    brought = {}
    for row in extent.sort("series").iter_rows(named=True):
        name, before = found.names[row["series"]], held.names.get(row["series"])
        unit = " ".join(word for word in (name.scale.lower(), name.unit) if word not in ("", "units"))
        words = before or {"name": name.name, "unit": unit}
        numbers = {column: str(value) for column, value in row.items() if column != "series"}
        brought[row["series"]] = {
            "series": row["series"],
            "name": words["name"],
            "unit": words["unit"],
            "source": key,
            **numbers,
        }
    return {**brought, **stays} if found.family == "WEO" else {**stays, **brought}


def _observed(years: Mapping[tuple[str, str], int]) -> pl.DataFrame:
    import polars as pl

    rows = sorted((iso3, series, year) for (iso3, series), year in years.items())
    return pl.DataFrame(rows, schema={"iso3": pl.String, "series": pl.String, "year": pl.Int16}, orient="row")


def _sources(names: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source_named(row["source"]).key for row in names.values()))


def _dictionary(path: Path) -> dict[str, Mapping[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            header, rows = list(reader.fieldnames or ()), list(reader)
    except UnicodeDecodeError as error:
        raise Refusal("this text is not in UTF-8", where=str(path)) from error
    for column in layout.SERIES_COLUMNS:
        if column not in header:
            raise Refusal(
                "there is no column `{column}`",
                where=f"{path.name}:1",
                column=column,
                nearest=nearest(column, header),
            )
    for number, row in enumerate(rows, start=2):
        if not all(row[column] for column in ("series", "source")):
            raise Refusal(
                "the column `{column}` is empty here", where=f"{path.name}:{number}", column="source"
            )
    return {row["series"]: row for row in rows}


def _hold_table(batch: Batch, name: str, frame: pl.DataFrame, origin: Origin) -> None:
    target = batch.folder / f"{name}.parquet"
    frame.write_parquet(target, compression="zstd")
    hold(batch, f"macro/{name}", target, frame.height, origin)


def _hold_dictionary(batch: Batch, names: Mapping[str, Mapping[str, str]], origin: Origin) -> None:
    target = batch.folder / "series.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, layout.SERIES_COLUMNS, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(names.values())
    hold(batch, f"macro/{layout.SERIES}", target, len(names), origin)

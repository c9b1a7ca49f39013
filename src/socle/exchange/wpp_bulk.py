"""World Population Prospects 2024 as the United Nations publish them: CSV files, into the layout of the store.

The official files give populations in thousands, births and deaths in thousands, fertility per 1,000 women
and the sex ratio at birth as boys per 100 girls; the layout holds persons, births per woman and boys per girl.
Only countries and areas are kept (regions are summed where needed) and only the medium variant. Single-age
death rates and fertility come from the complete life tables and Fertility_by_Age1, so they replace the
project's own reconstruction (a file with mothers of 15 to 49 only gives zeros at 10-14 and 50-54). Net
migration by age, abridged tables and prediction intervals are not among the CSV files: Parquet files of them
in the same folder are taken along. A folder of Parquet in the layout itself is taken as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from socle.exchange import wpp_layout as layout
from socle.exchange.bulk_text import (
    ROW,
    Layout,
    Progress,
    blocks,
    check_size,
    never_negative,
    numbers,
    required,
    silent,
)
from socle.exchange.parquet_folder import Origin, hold, refuse_twice, take
from socle.exchange.store import Batch, Store
from socle.exchange.wpp_indicators import FROM_INDICATORS, read_indicators
from socle.ground.axes import MOTHERS_FROM, MOTHERS_TO, OPEN_AGE
from socle.ground.provenance import sha256_of_file
from socle.ground.refusals import Refusal, nearest

if TYPE_CHECKING:
    import polars as pl

_PLACE = ("LocID", "ISO3_code", "LocTypeName", "Location", "Variant", "Time")
_POPULATION = Layout((*_PLACE, "AgeGrpStart", "PopMale", "PopFemale"), ("MidPeriod",))
_MORTALITY = Layout((*_PLACE, "AgeGrpStart", "mx"), ("Sex",))
_FERTILITY = Layout((*_PLACE, "AgeGrpStart", "ASFR"))

_POP = "WPP2024_PopulationBySingleAgeSex_Medium_"
_LIFE = "WPP2024_Life_Table_Complete_Medium_"
_RATES = "WPP2024_Demographic_Indicators_Medium"
_BIRTHS = "WPP2024_Fertility_by_Age1"

NEEDED: Mapping[str, tuple[str, ...]] = {
    layout.LOCATIONS: (_RATES,),
    layout.OUTCOMES: (_RATES,),
    layout.RATES: (_RATES,),
    layout.ESTIMATES: (_POP + "1950-2023",),
    layout.PROJECTED: (_POP + "2024-2100",),
    layout.MORTALITY: tuple(
        f"{_LIFE}{sex}_{years}" for sex in ("Male", "Female") for years in ("1950-2023", "2024-2100")
    ),
    layout.FERTILITY: (_BIRTHS,),
}
"""Each dataset, and the official tables it is made of (file names without `.csv`, `.csv.gz` or `.zip`)."""


@dataclass(frozen=True)
class _Files:
    """The official files at hand, and who watches the reading of them."""

    paths: Mapping[str, Path]  # table -> file
    progress: Progress

    def raw(self, dataset: str) -> dict[str, str]:
        """The hashes of the files that a dataset is made of."""
        return {self.paths[table].name: sha256_of_file(self.paths[table]) for table in NEEDED[dataset]}


def import_wpp(store: Store, path: Path, *, progress: Progress = silent) -> Batch:
    """Brings the official CSV files, or a folder of Parquet in the store's layout, into the store.

    A folder must hold every needed table; a single file brings the datasets that it makes alone.
    """
    tables = _official(path)
    with store.importing() as batch:
        if tables:
            _import_csv(batch, _Files(tables, progress), whole_folder=path.is_dir())
            beside = [file for file in _parquet(path) if file.stem not in NEEDED]
            _take(batch, beside)  # what the official CSV files do not hold, such as net migration by age
        else:
            _import_parquet(batch, _parquet(path), path)
    return batch


def _official(path: Path) -> dict[str, Path]:
    if not path.exists():
        raise Refusal("there is no such file or folder", where=str(path))
    known = {table for tables in NEEDED.values() for table in tables}
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    found: dict[str, Path] = {}
    for file in files:
        table = file.name.split(".")[0]
        if file.suffix in (".csv", ".gz", ".zip") and table in known:
            if table in found:
                raise Refusal(
                    "this table is there twice, as {first} and {second}",
                    where=str(path),
                    first=found[table].name,
                    second=file.name,
                )
            found[table] = file
    return found


def _parquet(path: Path) -> list[Path]:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [file for file in files if file.suffix == ".parquet" and file.stem in layout.TABLES]


def _import_parquet(batch: Batch, files: list[Path], path: Path) -> None:
    if not files:
        known = [*layout.TABLES, *(table for tables in NEEDED.values() for table in tables)]
        raise Refusal(
            "there is no table of World Population Prospects 2024 here, neither official CSV nor Parquet",
            where=str(path),
            nearest=nearest(path.name.split(".")[0], known) if path.is_file() else "",
        )
    _take(batch, files)


def _take(batch: Batch, files: list[Path]) -> None:
    for file in files:
        check_size(file)
        take(batch, f"wpp/{file.stem}", file, layout.TABLES[file.stem])


def _import_csv(batch: Batch, files: _Files, *, whole_folder: bool) -> None:
    possible = [name for name, tables in NEEDED.items() if all(table in files.paths for table in tables)]
    missing = sorted({table for tables in NEEDED.values() for table in tables} - set(files.paths))
    if missing and (whole_folder or not possible):
        raise Refusal("these tables are missing: {tables}", where="WPP 2024", tables=", ".join(missing))
    if _RATES in files.paths:
        indicators = read_indicators(files.paths[_RATES], files.progress)
        for name, make in FROM_INDICATORS.items():
            _hold(batch, files, name, make(indicators), ("WPP2024-indicators",))
    for name, (make_one, source) in _FROM_AGES.items():
        if name in possible:
            _hold(batch, files, name, make_one(files), (source,))


def _hold(batch: Batch, files: _Files, name: str, frame: pl.DataFrame, sources: tuple[str, ...]) -> None:
    target = batch.folder / f"{name}.parquet"
    frame.write_parquet(target, compression="zstd")
    hold(batch, f"wpp/{name}", target, frame.height, Origin(sources, files.raw(name)))


def _estimates(files: _Files) -> pl.DataFrame:
    return _population(files, _POP + "1950-2023", (1990, 2023))


def _projected(files: _Files) -> pl.DataFrame:
    return _population(files, _POP + "2024-2100", (2024, 2100))


def _population(files: _Files, table: str, years: tuple[int, int]) -> pl.DataFrame:
    """Persons by single age and sex on 1 July."""
    import polars as pl

    def persons(block: pl.DataFrame, file: str) -> pl.DataFrame:
        if "MidPeriod" in block.columns:
            _refuse_other_moment(numbers(block, ["MidPeriod"], file), file)
        counts = required(numbers(block, ["PopMale", "PopFemale"], file), ["PopMale", "PopFemale"], file)
        never_negative(counts, ["PopMale", "PopFemale"], file)
        whole = [(1000 * pl.col(name)).round().cast(pl.Int32) for name in ("PopMale", "PopFemale")]
        return counts.select(*_KEY, whole[0].alias("male"), whole[1].alias("female"))

    frame = _read(files, table, _POPULATION, persons)
    return _on_grid(frame, years, (0, OPEN_AGE), files.paths[table].name)


def _mortality(files: _Files) -> pl.DataFrame:
    """Central death rates by single age and sex, calendar year."""
    men, women = (_death_rates(files, sex) for sex in ("Male", "Female"))
    key = ["iso3", "loc", "year", "age"]
    if not men.select(key).equals(women.select(key)):
        raise Refusal("the life tables of men and of women do not cover the same places", where="WPP 2024")
    return men.rename({"mx": "mx_male"}).with_columns(women["mx"].alias("mx_female"))


def _death_rates(files: _Files, sex: str) -> pl.DataFrame:
    import polars as pl

    def rates(block: pl.DataFrame, file: str) -> pl.DataFrame:
        if "Sex" in block.columns and not (block["Sex"] == sex).all():
            raise Refusal("this is not the life table of `{sex}`", where=file, sex=sex)
        typed = never_negative(required(numbers(block, ["mx"], file), ["mx"], file), ["mx"], file)
        return typed.select(*_KEY, pl.col("mx").cast(pl.Float32)).filter(pl.col("year") >= 2000)

    tables = [f"{_LIFE}{sex}_{years}" for years in ("1950-2023", "2024-2100")]
    frame = pl.concat([_read(files, table, _MORTALITY, rates) for table in tables])
    return _on_grid(frame, (2000, 2100), (0, OPEN_AGE), files.paths[tables[0]].name)


def _fertility(files: _Files) -> pl.DataFrame:
    """Births per woman by single age of mother, calendar year."""
    import polars as pl

    def rates(block: pl.DataFrame, file: str) -> pl.DataFrame:
        typed = never_negative(required(numbers(block, ["ASFR"], file), ["ASFR"], file), ["ASFR"], file)
        return typed.select(*_KEY, (pl.col("ASFR") / 1000).cast(pl.Float32).alias("asfr"))

    frame = _with_all_mothers(_read(files, _BIRTHS, _FERTILITY, rates))
    return _on_grid(frame, (1990, 2100), (MOTHERS_FROM, MOTHERS_TO), files.paths[_BIRTHS].name)


def _with_all_mothers(frame: pl.DataFrame) -> pl.DataFrame:
    """The rates at ages 10 to 54: where only 15 to 49 are published, the producer counts no birth elsewhere."""
    import polars as pl

    if (frame["age"].min(), frame["age"].max()) != (15, 49):
        return frame
    ages = [age for age in range(MOTHERS_FROM, MOTHERS_TO + 1) if not 15 <= age <= 49]
    none = frame.select("iso3", "loc", "year").unique().join(pl.DataFrame({"age": ages}), how="cross")
    none = none.with_columns(pl.col("age").cast(pl.Int16), pl.lit(0.0, dtype=pl.Float32).alias("asfr"))
    return pl.concat([frame, none])


_KEY = ("iso3", "loc", "year", "age")

_Typed = Callable[["pl.DataFrame", str], "pl.DataFrame"]


def _read(files: _Files, table: str, columns: Layout, typed: _Typed) -> pl.DataFrame:
    """The countries and areas of one official table, medium variant, typed block by block."""
    import polars as pl

    path, found = files.paths[table], []
    for block in blocks(path, columns, progress=files.progress):
        kept = block.filter((pl.col("LocTypeName") == "Country/Area") & (pl.col("Variant") == "Medium"))
        kept = numbers(kept, ["LocID", "Time", "AgeGrpStart"], path.name)
        required(kept, ["ISO3_code", "LocID", "Time", "AgeGrpStart"], path.name)
        kept = kept.with_columns(
            pl.col("ISO3_code").alias("iso3"),
            pl.col("LocID").cast(pl.Int16).alias("loc"),
            pl.col("Time").cast(pl.Int16).alias("year"),
            pl.col("AgeGrpStart").cast(pl.Int16).alias("age"),
        )
        found.append(typed(kept, path.name))
    if not any(frame.height for frame in found):
        raise Refusal("this table has no country in the medium variant", where=str(path))
    return pl.concat(found)


def _on_grid(frame: pl.DataFrame, years: tuple[int, int], ages: tuple[int, int], file: str) -> pl.DataFrame:
    """The rows of these years, sorted by country, year and age, after checking that none lacks or is twice."""
    import polars as pl

    frame = frame.filter(pl.col("year").is_between(*years)).sort("iso3", "year", "age")
    refuse_twice(frame, ["iso3", "year", "age"], file)
    outside = frame.filter(~pl.col("age").is_between(*ages))
    if outside.height:
        raise Refusal("the age {age} is not expected here", where=file, age=outside["age"][0])
    _refuse_gaps(frame, years, ages, file)
    return frame.with_columns(pl.col("iso3").cast(pl.Categorical), pl.col("age").cast(pl.Int8))


def _refuse_gaps(frame: pl.DataFrame, years: tuple[int, int], ages: tuple[int, int], file: str) -> None:
    import polars as pl

    expected = (years[1] - years[0] + 1) * (ages[1] - ages[0] + 1)
    short = frame.group_by("iso3", maintain_order=True).len().filter(pl.col("len") != expected)
    if short.height:
        raise Refusal(
            "{country} has {found} rows, not the {expected} of the years {first} to {last} and ages {young} to {old}",
            where=file,
            country=short["iso3"][0],
            found=short["len"][0],
            expected=expected,
            first=years[0],
            last=years[1],
            young=ages[0],
            old=ages[1],
        )


def _refuse_other_moment(block: pl.DataFrame, file: str) -> None:
    wrong = (block["MidPeriod"] % 1 != 0.5).fill_null(False)
    if wrong.any():
        raise Refusal(
            "this population is not that of 1 July", where=f"{file}:{block[ROW][wrong.arg_true()[0]]}"
        )


_FROM_AGES: Mapping[str, tuple[Callable[[_Files], pl.DataFrame], str]] = {
    layout.ESTIMATES: (_estimates, "WPP2024-pop1"),
    layout.PROJECTED: (_projected, "WPP2024-pop1"),
    layout.MORTALITY: (_mortality, "WPP2024-life-tables"),
    layout.FERTILITY: (_fertility, "WPP2024-fertility1"),
}

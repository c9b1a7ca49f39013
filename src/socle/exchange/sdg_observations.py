"""The SDG data that Socle holds as observations of the global flow: every row, with the codes of today.

The database changed its codes in 2021; those of before are mapped here, and what is already of today stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socle.exchange import flow_frame
from socle.exchange.areas import to_iso3
from socle.exchange.flow_file import flow
from socle.exchange.flow_frame import keyed
from socle.exchange.parquet_folder import read_checked
from socle.exchange.sdg import COVERAGE, RELATED, TABLES
from socle.exchange.store import Store, family_folder
from socle.ground.refusals import Refusal, nearest
from socle.model import observation

if TYPE_CHECKING:
    import polars as pl

CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "sex": {"BOTHSEX": "_T", "FEMALE": "F", "MALE": "M"},
    "age": {"ALLAGE": "_T", "15": "Y_GE15", "25": "Y_GE25", "15_24": "Y15T24"},
    "location": {"ALLAREA": "_T", "URBAN": "U", "RURAL": "R"},
    "quantile": {"T": "_T"},
    "activity": {"TOTAL": "_T"},
    "units": {"PERCENT": "PT", "INDEX": "IX"},
}
"""Codes of the database before 2021 -> those of its structure since."""
DIMENSIONS: Final[Mapping[str, str]] = {
    "sex": "SEX",
    "age": "AGE",
    "location": "URBANISATION",
    "quantile": "INCOME_WEALTH_QUANTILE",
    "activity": "ACTIVITY",
}
ESTIMATED: Final = ("E", "M")  # natures of values that somebody estimated or modelled


@dataclass(frozen=True)
class Edition:
    """An edition of the SDG database as Socle holds it."""

    frame: pl.DataFrame  # RECORDED columns, flow SDG
    vintage: str  # "2020-10"
    source: str  # key of the list of sources


def observations(place: Store | Path, vintage: str = "") -> Edition:
    """Every row of the tables of a store, a folder laid out like the reference data, or one such file.

    `vintage` is the edition of files whose names do not say it. Raises `Refusal` for a table or a code that the
    structure does not have, for tables of different editions, and where nothing says the edition.
    """
    import polars as pl

    found = _files(place)
    editions = sorted({_edition(place, name, path) or vintage for name, path in found})
    if "" in editions:
        raise Refusal(
            "Nothing says which edition this is: name it, as in --vintage 2025-07, or in the name of the file "
            "(sdg_1_3_1_unsd_2025-07.parquet).",
            where=str(place),
        )
    if len(editions) != 1:
        raise Refusal(
            "The tables here are of different editions ({editions}): import them one by one.",
            editions=", ".join(editions),
            where=str(place),
        )
    source = f"UNSD-SDG-{editions[0]}"
    frames = [_recorded(_table(path, name), source, path.name) for name, path in found]
    return Edition(pl.concat(frames), editions[0], source)


def _files(place: Store | Path) -> list[tuple[str, Path]]:
    if isinstance(place, Path) and place.is_file():
        name = next((name for name in TABLES if place.stem.startswith(name)), "")
        if not name:
            raise Refusal(
                "This is not a table of SDG data.",
                where=place.name,
                nearest=nearest(place.stem, TABLES),
            )
        return [(name, place)]
    folder = family_folder(place, "sdg")
    found = [(name, path) for name in (COVERAGE, RELATED) for path in sorted(folder.glob(f"{name}*.parquet"))]
    if not found:
        raise Refusal(
            "There is no table of SDG data here; bring one in with `socle data import`.", where=str(folder)
        )
    return found


def _edition(place: Store | Path, name: str, path: Path) -> str:
    """What the store or the name of a file says; nothing where it does not."""
    if isinstance(place, Store):
        return place.entry(f"sdg/{name}").sources[0].removeprefix("UNSD-SDG-")
    said = re.search(r"_unsd_(\d{4}-\d{2})$", path.stem)
    return said.group(1) if said else ""


def _table(path: Path, name: str) -> pl.DataFrame:
    """The rows of a file in the layout of its table; a value is a number, or is missing."""
    rows = read_checked(path, TABLES[name])
    if not rows["value"].is_finite().all():
        raise Refusal("the column `{column}` holds what is no number", where=path.name, column="value")
    return rows


def _recorded(rows: pl.DataFrame, source: str, file: str) -> pl.DataFrame:
    import polars as pl

    one = flow("SDG")
    coded = rows.with_columns(
        pl.col(name).replace(codes) for name, codes in CODES.items() if name in rows.columns
    ).rename({"series": "SERIES", **{name: to for name, to in DIMENSIONS.items() if name in rows.columns}})
    wide = coded.with_columns(pl.col("m49").cast(pl.String).alias("REF_AREA"))
    for name in ("SERIES", "REF_AREA", *DIMENSIONS.values()):
        _refuse_unknown(wide, name, file)
    countries = {code: to_iso3(code) or code for code in wide["REF_AREA"].unique()}
    kinds = flow_frame.schema(observation.RECORDED)
    nature = pl.col("nature")
    return (
        keyed(one, wide)
        .with_columns(
            pl.col("AREA").replace(countries),
            pl.col("year").alias("TIME_PERIOD"),
            pl.col("value").alias("OBS_VALUE"),
            pl.when(pl.col("value").is_null())
            .then(pl.lit(observation.MISSING))
            .when(nature.is_in(ESTIMATED))
            .then(pl.lit(observation.ESTIMATED))
            .otherwise(pl.lit(observation.FINAL))
            .alias("OBS_STATUS"),
            pl.col("units").alias("UNIT_MEASURE"),
            pl.lit(source).alias("SOURCE"),
            pl.lit(None, dtype=pl.String).alias("METHOD"),
            pl.when(nature.is_not_null())
            .then(pl.struct(nature.alias("NATURE")).struct.json_encode())
            .alias("ATTRIBUTES"),
        )
        .select(kinds.names())
        .cast(kinds)
    )


def _refuse_unknown(wide: pl.DataFrame, name: str, file: str) -> None:
    codes = flow("SDG").component(name).codelist
    if codes is None or name not in wide.columns:
        return
    for said in wide[name].unique().drop_nulls():
        if not codes.has(said):
            raise Refusal(
                "`{code}` is not a code of `{column}` (rows: {count}).",
                code=said,
                column=name,
                count=int((wide[name] == said).sum()),
                nearest=nearest(said, codes.codes),
                where=file,
            )

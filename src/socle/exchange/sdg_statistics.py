"""The SDG database as statistics, of countries and of the groups of countries that it publishes."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from socle.exchange.areas import load_groups, to_iso3
from socle.exchange.sdg import COVERAGE, RELATED, TABLES, _file, _refuse_unknown, _whole_population
from socle.exchange.store import Store
from socle.ground.refusals import Refusal
from socle.model.observation import ESTIMATED, FINAL
from socle.model.statistic import Statistic

if TYPE_CHECKING:
    import polars as pl

_SEX = {"F": ["FEMALE"], "M": ["MALE"]}
_STATUS = {"C": FINAL, "CA": FINAL}
_UNIT = {"PERCENT": "share"}
_PER_CENT = 100


def statistics(
    place: Store | Path, series: Collection[str], *, sex: str = "_T", quantile: str = ""
) -> list[Statistic]:
    """Every value of these series for everybody, or for one sex, or for the poorest fifth (`Q1`).

    Countries are ISO3, groups of countries M49; areas that are neither (former countries, groups of the World
    Bank) are left out. Per cent become shares.
    """
    import polars as pl

    found: list[Statistic] = []
    edition = vintage(place)
    for name in (COVERAGE, RELATED):
        path = _file(place, name)
        held = set(pl.scan_parquet(path).select(pl.col("series").unique()).collect()["series"].to_list())
        wanted = [one for one in series if one in held]
        if wanted:
            rows = pl.read_parquet(path).filter(pl.col("series").is_in(wanted))
            found.extend(_statistic(row, edition) for row in _of(rows, sex, quantile).iter_rows(named=True))
    if not found:
        _refuse_unknown(_file(place, COVERAGE), list(series))
    return [one for one in found if one.area]


def held(place: Store | Path) -> bool:
    """Whether the SDG database has been imported."""
    if isinstance(place, Store):
        return place.has(f"sdg/{COVERAGE}")
    return any((place / "sdg").glob(f"{COVERAGE}*.parquet"))


def vintage(place: Store | Path) -> str:
    """Key of the source whose edition is held."""
    if isinstance(place, Store):
        return place.entry(f"sdg/{COVERAGE}").sources[0]
    return TABLES[COVERAGE].sources[0]


def _of(rows: pl.DataFrame, sex: str, quantile: str) -> pl.DataFrame:
    import polars as pl

    if quantile:
        return rows.filter(pl.col("quantile") == quantile).drop_nulls("value")
    if sex == "_T":
        return _whole_population(rows)
    if sex not in _SEX:
        raise Refusal("`{sex}` is no code of sex: _T, F or M.", sex=sex)
    one = rows.filter(pl.col("sex").is_in(_SEX[sex]))
    whole = _whole_population(one.with_columns(pl.lit(None, pl.String).alias("sex")))
    return whole.with_columns(pl.lit(_SEX[sex][0]).alias("sex"))


def _statistic(row: dict[str, object], edition: str) -> Statistic:
    number, share = int(str(row["m49"])), row["units"] == "PERCENT"
    value = float(str(row["value"]))
    sex = {"FEMALE": "F", "MALE": "M"}.get(str(row["sex"]), "_T")
    return Statistic(
        str(row["series"]),
        to_iso3(number) or (str(number) if str(number) in load_groups() else ""),
        int(str(row["year"])),
        value / _PER_CENT if share else value,
        _UNIT.get(str(row["units"]), str(row["units"] or "").lower()),
        sex=sex,
        status=_STATUS.get(str(row["nature"]), ESTIMATED),
        source=edition,
        vintage=edition,
    )

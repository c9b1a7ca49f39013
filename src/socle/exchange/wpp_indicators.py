"""The official file of demographic indicators: yearly rates, yearly outcomes, and the list of places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from socle.exchange import wpp_layout as layout
from socle.exchange.bulk_text import ROW, Layout, Progress, blocks, never_negative, numbers, required
from socle.exchange.parquet_folder import refuse_twice
from socle.ground.refusals import Refusal

if TYPE_CHECKING:
    import polars as pl

_PLACE = ("LocID", "ISO3_code", "LocTypeName", "Location", "Variant", "Time", "ParentID")
_MEASURES = (*layout.RATE_COLUMNS.values(), *layout.OUTCOME_COLUMNS.values())
_INDICATORS = Layout((*_PLACE, *_MEASURES))

_THOUSANDS = ("NetMigrations", "TPopulation1Jan", "TPopulation1July", "Births", "Deaths")
_WHOLE = ("pop_1jan", "pop_1jul", "births", "deaths")
_REGIONS = ("Africa", "Asia", "Europe", "Latin America and the Caribbean", "Northern America", "Oceania")


def read_indicators(path: Path, progress: Progress) -> pl.DataFrame:
    """Every place and year of the official indicators, in persons and in boys per girl."""
    import polars as pl

    whole = ("LocID", "Time")
    read = [
        required(numbers(block, [*_MEASURES, *whole, "ParentID"], path.name), [*whole, "Location"], path.name)
        for block in blocks(path, _INDICATORS, progress=progress)
    ]
    frame = pl.concat(read).filter(pl.col("Variant") == "Medium")
    counts = ("TPopulation1Jan", "TPopulation1July", "Births", "Deaths")
    never_negative(frame, counts, path.name)
    frame = frame.with_columns(
        *((1000 * pl.col(name)).alias(name) for name in _THOUSANDS), pl.col("SRB") / 100
    )
    odd = ~frame["SRB"].is_between(0.9, 1.4).fill_null(True)
    if odd.any():
        raise Refusal(
            "a sex ratio at birth is not in boys per 100 girls",
            where=f"{path.name}:{frame[ROW][odd.arg_true()[0]]}",
        )
    countries = frame.filter(pl.col("LocTypeName") == "Country/Area")
    required(countries, ["ISO3_code"], path.name)
    refuse_twice(countries, ["ISO3_code", "Time"], path.name)
    return frame


def _countries(indicators: pl.DataFrame, columns: Mapping[str, str]) -> pl.DataFrame:
    import polars as pl

    return (
        indicators.filter(pl.col("LocTypeName") == "Country/Area")
        .sort("ISO3_code", "Time")
        .select(
            pl.col("ISO3_code").alias("iso3").cast(pl.Categorical),
            pl.col("LocID").alias("loc").cast(pl.Int16),
            pl.col("Time").alias("year").cast(pl.Int16),
            *(
                pl.col(theirs).round().cast(pl.Int32).alias(ours)
                if ours in _WHOLE
                else pl.col(theirs).cast(pl.Float32).alias(ours)
                for ours, theirs in columns.items()
            ),
        )
    )


def _rates(indicators: pl.DataFrame) -> pl.DataFrame:
    return _countries(indicators, layout.RATE_COLUMNS)


def _outcomes(indicators: pl.DataFrame) -> pl.DataFrame:
    return _countries(indicators, layout.OUTCOME_COLUMNS)


def _locations(indicators: pl.DataFrame) -> pl.DataFrame:
    """The countries and areas, with the regions that the file itself puts them in."""
    import polars as pl

    now = indicators.filter(pl.col("Time") == 2023)
    parents = {row["LocID"]: (row["Location"], row["ParentID"]) for row in now.iter_rows(named=True)}
    rows = []
    for row in now.filter(pl.col("LocTypeName") == "Country/Area").sort("ISO3_code").iter_rows(named=True):
        above = _above(row["ParentID"], parents)
        rows.append(
            {
                "iso3": row["ISO3_code"],
                "loc": int(row["LocID"]),
                "name": row["Location"],
                "region": next((name for name in above if name in _REGIONS), None),
                "subregion": next((name for name in above[:1] if name not in _REGIONS), None),
                "pop_2023_persons": round(row["TPopulation1July"] or 0),
                "in_projection_inputs": row["NetMigrations"] is not None and row["TFR"] is not None,
            }
        )
    schema = {"iso3": pl.String, "loc": pl.Int16, "name": pl.String, "region": pl.String}
    return pl.DataFrame(rows, schema_overrides={**schema, "subregion": pl.String})


def _above(place: float | None, parents: Mapping[float, tuple[str, float | None]]) -> list[str]:
    names: list[str] = []
    while place is not None and place in parents and parents[place][0] not in names:
        name, place = parents[place]
        names.append(name)
    return names


FROM_INDICATORS: Mapping[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    layout.LOCATIONS: _locations,
    layout.OUTCOMES: _outcomes,
    layout.RATES: _rates,
}
"""Each dataset made of the indicators, and how."""

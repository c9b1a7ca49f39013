"""What World Population Prospects published, for comparison only: never an input of a projection."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from socle.ground.axes import N_AGES, Array

FIRST_YEAR = 2024
WITHHELD = ("IND", "TLS", "CPV", "SLV")
"""Of the countries of the programme, those whose published projection is kept out of the reference data."""

GROUPS = {
    "total": slice(None),
    "0-5": slice(0, 6),
    "0-14": slice(0, 15),
    "15-64": slice(15, 65),
    "65+": slice(65, None),
}


def published_population(shared: Path) -> dict[str, Array]:
    """The medium variant at 1 July by country [year from 2024, sex, age]."""
    table = pl.read_parquet(shared / "data/wpp/pop_projected_medium_1jul_2024_2100.parquet")
    names = table["iso3"].unique(maintain_order=True).cast(pl.String).to_list()
    shape = (len(names), -1, N_AGES)
    by_sex = [table[sex].to_numpy().reshape(shape).astype(np.float64) for sex in ("male", "female")]
    return dict(zip(names, np.stack(by_sex, axis=2), strict=True))


def published(shared: Path, column: str) -> dict[str, Array]:
    """A yearly outcome of each country, from 2024 on where it is published."""
    table = pl.read_parquet(shared / "data/wpp/outcomes_annual_1950_2100.parquet")
    rows = table.filter(pl.col("year") >= FIRST_YEAR).select(pl.col("iso3").cast(pl.String), column)
    series: dict[str, list[float]] = {}
    for name, value in rows.iter_rows():
        series.setdefault(name, []).append(value)
    return {name: np.array(values, dtype=np.float64) for name, values in series.items()}


def errors(ours: Array, theirs: Array) -> Array:
    """Relative errors in per cent."""
    return np.asarray(100.0 * (ours / theirs - 1.0))


def worst(values: Array) -> float:
    """The largest error."""
    return float(np.abs(values).max())


def middle(values: Array) -> float:
    """The median error."""
    return float(np.median(np.abs(values)))

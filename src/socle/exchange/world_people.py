"""What is known of the people of every country in a year: by sex and age, births, work. For regional values."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from socle.exchange import wpp
from socle.exchange.macro_panel import load_macro
from socle.exchange.store import Store, family_folder
from socle.exchange.wpp_layout import OUTCOMES
from socle.ground.axes import N_AGES, Array
from socle.ground.refusals import Refusal

FIRST_YEAR = 1990
PARTICIPATION = ("WDI.SL.TLF.CACT.MA.ZS", "WDI.SL.TLF.CACT.FE.ZS")
UNEMPLOYMENT = ("WDI.SL.UEM.TOTL.MA.ZS", "WDI.SL.UEM.TOTL.FE.ZS")
_PER_CENT = 100


def estimates(place: Store | Path, year: int) -> tuple[tuple[str, ...], Array, Array]:
    """Countries, persons [country, sex, age] on 1 July of a year that is estimated, and births [country]."""
    import polars as pl

    if not FIRST_YEAR <= year <= wpp.BASE_YEAR:
        raise Refusal(
            "The population by age is estimated for {first} to {last}, not {year}.",
            first=FIRST_YEAR,
            last=wpp.BASE_YEAR,
            year=year,
        )
    folder = family_folder(place, "wpp")
    rows = pl.scan_parquet(_existing(folder / wpp.ESTIMATES)).filter(pl.col("year") == year).collect()
    names = tuple(rows["iso3"].unique(maintain_order=True).cast(pl.String).to_list())
    shape = (len(names), N_AGES)
    persons = np.stack([rows[sex].to_numpy().reshape(shape) for sex in ("male", "female")], axis=1)
    born = pl.scan_parquet(_existing(folder / f"{OUTCOMES}.parquet")).filter(pl.col("year") == year).collect()
    births = dict(zip(born["iso3"].cast(pl.String).to_list(), born["births"].to_list(), strict=True))
    return names, persons.astype(np.float64), np.array([births.get(name, np.nan) for name in names], float)


def nearest_year(
    place: Store | Path, series: tuple[str, str], countries: tuple[str, ...], year: int, window: int
) -> Array:
    """Shares [country, sex] of a pair of series in `year`, else of the nearest year within `window`, else NaN."""
    years = range(year - window, year + window + 1)
    found = load_macro(place, series=series, countries=countries, years=years)
    values = np.stack([found[name] for name in series], axis=1) / _PER_CENT
    order = sorted(range(len(years)), key=lambda at: (abs(years[at] - year), years[at]))
    share = np.full(values.shape[:2], np.nan)
    for at in order:
        share = np.where(np.isfinite(share), share, values[:, :, at])
    return share


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise Refusal(
            "The file `{name}` is missing from the demographic data.", where=str(path), name=path.name
        )
    return path

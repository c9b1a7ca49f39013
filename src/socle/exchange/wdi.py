"""The World Development Indicators of the World Bank, as their bulk file: WDICSV.csv, plain or in WDI_CSV.zip.

A row for each country (or group) and indicator, a column for each year. The file holds some 1,500 indicators;
only those asked for are kept. It does not state its edition, which whoever imports it has to say.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
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
from socle.exchange.macro_layout import FIRST_YEAR, Edition, SeriesName
from socle.exchange.parquet_folder import refuse_twice
from socle.ground.refusals import Refusal, nearest

if TYPE_CHECKING:
    import polars as pl

MEMBERS = ("WDICSV.csv", "WDIData.csv")  # the second until 2023
_PLACE = ("Country Code", "Indicator Name", "Indicator Code")
_UNIT = re.compile(r"^(?P<name>.*\S)\s*\((?P<unit>[^()]*)\)$")

WANTED = (
    "SH.XPD.GHED.GD.ZS",  # government health expenditure, % of GDP
    "SH.XPD.GHED.PC.CD",
    "SH.XPD.OOPC.CH.ZS",  # out-of-pocket, % of health expenditure
    "DT.ODA.ODAT.GN.ZS",  # aid received, % of GNI
    "FI.RES.TOTL.CD",
    "FI.RES.TOTL.MO",
    "GC.XPN.INTP.RV.ZS",  # interest paid, % of revenue
    "SL.EMP.VULN.ZS",  # vulnerable employment
    "SL.EMP.WORK.ZS",  # wage and salaried workers
    "SI.POV.DDAY",
    "PA.NUS.PRVT.PP",  # PPP of private consumption
)
"""Indicators that are wanted although the reference data lacks them."""


def read_wdi(
    path: Path, *, series: Collection[str], countries: Collection[str], progress: Progress = silent
) -> Edition:
    """The indicators in `series` (codes of the World Bank) of `countries`, named `WDI.<code>`."""
    import polars as pl

    member = _member(path)
    years = _years(path, member)
    layout = Layout((*_PLACE, *years))
    found, names = [], {}
    for block in blocks(path, layout, member=member, progress=progress):
        kept = block.filter(pl.col("Indicator Code").is_in(list(series)))
        named = kept.select("Indicator Code", "Indicator Name").unique()
        names.update({f"WDI.{code}": _series_name(name) for code, name in named.iter_rows()})
        kept = required(kept, ["Country Code"], path.name).filter(
            pl.col("Country Code").is_in(list(countries))
        )
        found.append(numbers(kept, years, path.name).select("Country Code", "Indicator Code", *years))
    wide = pl.concat(found)
    refuse_twice(wide, ["Country Code", "Indicator Code"], path.name)
    rows = _long(wide, years)
    if rows.is_empty():
        raise Refusal("this file holds none of the indicators and countries that are kept", where=str(path))
    return Edition("WDI", "", rows, names)


def _long(wide: pl.DataFrame, years: list[str]) -> pl.DataFrame:
    import polars as pl

    return (
        wide.unpivot(on=years, index=["Country Code", "Indicator Code"], variable_name="year")
        .drop_nulls("value")
        .select(
            pl.col("Country Code").alias("iso3"),
            pl.col("year").cast(pl.Int16),
            (pl.lit("WDI.") + pl.col("Indicator Code")).alias("series"),
            "value",
        )
    )


def _member(path: Path) -> str:
    """The name of the table in an archive; nothing for a plain file."""
    check_size(path)
    if not zipfile.is_zipfile(path):
        return ""
    with zipfile.ZipFile(path) as archive:
        names = [name.rsplit("/", 1)[-1] for name in archive.namelist()]
    for name in MEMBERS:
        if name in names:
            return name
    raise Refusal(
        "the archive has no file `{name}`",
        where=str(path),
        name=MEMBERS[0],
        nearest=nearest(MEMBERS[0], names),
    )


def _years(path: Path, member: str) -> list[str]:
    header = header_of(path, member=member)
    years = [name for name in header if re.fullmatch(r"(?:19|20)\d\d", name) and int(name) >= FIRST_YEAR]
    if not years:
        raise Refusal("there is no column of a year", where=f"{path.name}:1")
    return years


def _series_name(text: str) -> SeriesName:
    found = _UNIT.match(text)
    return SeriesName(found["name"], found["unit"]) if found else SeriesName(text, "")

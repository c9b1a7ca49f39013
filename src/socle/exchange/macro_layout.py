"""The layout in which macroeconomic series, countries and poverty lines are held, and an edition about to join it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from socle.exchange.parquet_folder import Table

if TYPE_CHECKING:
    import polars as pl

FIRST_YEAR = 1990  # earlier years of a bulk file are left aside: no calculation reads them

PANEL = "macro_panel"
COUNTRIES = "countries"
INCOME_GROUPS = "income_group_by_year"
POVERTY_LINES = "national_poverty_lines_2017ppp"
LAST_OBSERVED = "last_observed"
SERIES = "series"  # a CSV: the dictionary of the panel

TABLES = {
    PANEL: Table(
        {"iso3": "text", "year": "whole", "series": "text", "value": "number"},
        ("iso3", "year", "series"),
        ("WEO-2023-10", "WDI-2024-10", "WDI-2023-early", "GAPMINDER-2026-07"),
    ),
    COUNTRIES: Table(
        {
            "iso3": "text",
            "iso2": "text",
            "m49": "whole",
            "name": "text",
            "un_state": "text",
            "region_un_sdg": "text",
            "region_6": "text",
            "ldc": "text",
            "income_group_latest": "text",
        },
        ("iso3",),
        ("UNSD-M49", "WB-income-2024"),
    ),
    INCOME_GROUPS: Table(
        {"iso3": "text", "year": "whole", "group": "text"}, ("iso3", "year"), ("WB-income-2024",)
    ),
    POVERTY_LINES: Table(
        {
            "iso3": "text",
            "survey_year": "whole",
            "income_group_at_survey": "text",
            "npl_ppp2017_per_day": "number",
        },
        ("iso3",),
        ("JOLLIFFE-2022",),
        ("npl_ppp2017_per_day",),
    ),
    LAST_OBSERVED: Table(
        {"iso3": "text", "series": "text", "year": "whole"}, ("iso3", "series"), ("WEO-2023-10",)
    ),
}
"""The Parquet files of the layout, by name without `.parquet`."""

SERIES_COLUMNS = (
    "series",
    "name",
    "unit",
    "source",
    "countries_2015_2023",
    "obs_2015_2023",
    "first_year",
    "last_year",
)


@dataclass(frozen=True)
class SeriesName:
    """How a producer names a series."""

    name: str
    unit: str
    scale: str = ""  # "Billions", "Millions", "Units"


@dataclass(frozen=True, eq=False)
class Edition:
    """One edition of a producer's database, as read from its bulk file."""

    family: str  # "WEO" or "WDI"
    vintage: str  # "2025-04"; empty where the file does not say it
    rows: pl.DataFrame  # iso3, year, series, value
    names: Mapping[str, SeriesName]
    last_observed: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (iso3, series) -> year

"""The layout in which World Population Prospects are held: one Parquet file a subject (see `exchange/wpp.py`)."""

from __future__ import annotations

from socle.exchange.parquet_folder import Table

_PLACE = {"iso3": "text", "loc": "whole"}
_YEAR = {**_PLACE, "year": "whole"}
_AGE = {**_YEAR, "age": "whole"}
_BY_AGE = ("iso3", "year", "age")
_BY_YEAR = ("iso3", "year")

ESTIMATES = "pop_estimates_1jul_1990_2023"
PROJECTED = "pop_projected_medium_1jul_2024_2100"
OUTCOMES = "outcomes_annual_1950_2100"
RATES = "rates_annual_1950_2100"
LOCATIONS = "locations"
MORTALITY = "mx_single_annual_derived_2000_2100"
FERTILITY = "asfr_single_annual_derived_1990_2100"

RATE_COLUMNS = {
    "tfr": "TFR",
    "nrr": "NRR",
    "mac": "MAC",
    "e0": "LEx",
    "e0_m": "LExMale",
    "e0_f": "LExFemale",
    "e15": "LE15",
    "e15_m": "LE15Male",
    "e15_f": "LE15Female",
    "e65": "LE65",
    "e65_m": "LE65Male",
    "e65_f": "LE65Female",
    "e80": "LE80",
    "e80_m": "LE80Male",
    "e80_f": "LE80Female",
    "imr": "IMR",
    "q5": "Q5",
    "q0040": "Q0040",
    "q0040_m": "Q0040Male",
    "q0040_f": "Q0040Female",
    "q0060": "Q0060",
    "q0060_m": "Q0060Male",
    "q0060_f": "Q0060Female",
    "q1550": "Q1550",
    "q1550_m": "Q1550Male",
    "q1550_f": "Q1550Female",
    "q1560": "Q1560",
    "q1560_m": "Q1560Male",
    "q1560_f": "Q1560Female",
    "srb": "SRB",
    "net_migration": "NetMigrations",
}
"""Yearly rates: the name in the layout -> the name in the official file of indicators."""

OUTCOME_COLUMNS = {
    "pop_1jan": "TPopulation1Jan",
    "pop_1jul": "TPopulation1July",
    "medianage": "MedianAgePop",
    "growthrate": "PopGrowthRate",
    "cbr": "CBR",
    "cdr": "CDR",
    "births": "Births",
    "deaths": "Deaths",
    "cnmr": "CNMR",
}
"""Yearly outcomes: the name in the layout -> the name in the official file of indicators."""

_UNCERTAIN = [
    f"{name}_{limit}"
    for name in ("tfr", "e0m", "e0f", "e0b", "mig")
    for limit in ("80l", "80u", "95l", "95u")
]


def _numbers(names: list[str]) -> dict[str, str]:
    return dict.fromkeys(names, "number")


TABLES = {
    LOCATIONS: Table(
        {
            **_PLACE,
            "name": "text",
            "region": "text",
            "subregion": "text",
            "pop_2023_persons": "whole",
            "in_projection_inputs": "truth",
        },
        ("iso3",),
        ("WPP2024-indicators",),
        ("pop_2023_persons",),
    ),
    ESTIMATES: Table(
        {**_AGE, "male": "whole", "female": "whole"}, _BY_AGE, ("WPP2024-pop1",), ("male", "female")
    ),
    PROJECTED: Table(
        {**_AGE, "male": "whole", "female": "whole"}, _BY_AGE, ("WPP2024-pop1",), ("male", "female")
    ),
    OUTCOMES: Table(
        {**_YEAR, **_numbers(list(OUTCOME_COLUMNS))},
        _BY_YEAR,
        ("WPP2024-indicators",),
        ("pop_1jan", "pop_1jul", "births", "deaths"),
    ),
    RATES: Table(
        {**_YEAR, **_numbers(list(RATE_COLUMNS))},
        _BY_YEAR,
        ("WPP2024-indicators",),
        tuple(name for name in RATE_COLUMNS if name != "net_migration"),
    ),
    MORTALITY: Table(
        {**_AGE, "mx_male": "number", "mx_female": "number"},
        _BY_AGE,
        ("WPP2024-derived",),
        ("mx_male", "mx_female"),
    ),
    FERTILITY: Table({**_AGE, "asfr": "number"}, _BY_AGE, ("WPP2024-derived",), ("asfr",)),
    "mx_abridged_5year": Table(
        {**_PLACE, "period_start": "whole", "age": "whole", **_numbers(["mx_male", "mx_female", "mx_both"])},
        ("iso3", "period_start", "age"),
        ("WPP2024-mx-abridged",),
        ("mx_male", "mx_female", "mx_both"),
    ),
    "pasfr_5year_annual_1990_2100": Table(
        {**_YEAR, "age_start": "whole", "pasfr_percent": "number"},
        ("iso3", "year", "age_start"),
        ("WPP2024-pasfr",),
        ("pasfr_percent",),
    ),
    "net_migration_age_2023_2100": Table(
        {**_AGE, "male": "whole", "female": "whole"}, _BY_AGE, ("WPP2024-netmig",)
    ),
    "uncertainty_annual_2024_2100": Table(
        {**_YEAR, **_numbers([*_UNCERTAIN, "tfr_low", "tfr_high"])}, _BY_YEAR, ("WPP2024-uncertainty",)
    ),
}
"""The files of the layout, by name without `.parquet`."""

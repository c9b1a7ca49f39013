"""Poverty and hardship: SDG indicators 1.1.1, 1.2.1, 3.8.2 and 10.2.1, from a survey or as published."""

from __future__ import annotations

from socle.ground.words import N_
from socle.measure.catalogue_entry import indicator


@indicator(
    "POV_INTERNATIONAL",
    N_("Population below the international poverty line"),
    N_("Share of the population below the international poverty line (SDG indicator 1.1.1)."),
    unit="share",
    formula="below_international / population",
    by=("sex",),
    sdg="SI_POV_DAY1",
)
def poor_internationally(*, below_international: float, population: float) -> float:
    """1.1.1."""
    return below_international / population


@indicator(
    "POV_WORKING",
    N_("Employed population below the international poverty line"),
    N_("Share of the employed below the international poverty line (SDG indicator 1.1.1)."),
    unit="share",
    formula="employed_below_international / employed",
    by=("sex",),
    sdg="SI_POV_EMP1",
)
def working_poor(*, employed_below_international: float, employed: float) -> float:
    """Poor despite work."""
    return employed_below_international / employed


@indicator(
    "POV_NATIONAL",
    N_("Population below the national poverty line"),
    N_("Share of the population below the national poverty line (SDG indicator 1.2.1)."),
    unit="share",
    formula="poor / population",
    by=("sex",),
    sdg="SI_POV_NAHC",
)
def poor_nationally(*, poor: float, population: float) -> float:
    """1.2.1."""
    return poor / population


@indicator(
    "POV_HALF_MEDIAN",
    N_("Population below half the median income"),
    N_("Share of the population below half the median income (SDG indicator 10.2.1)."),
    unit="share",
    formula="below_half_median / population",
    by=("sex",),
    sdg="SI_POV_50MI",
)
def relatively_poor(*, below_half_median: float, population: float) -> float:
    """10.2.1."""
    return below_half_median / population


@indicator(
    "HEALTH_SPENDING_10",
    N_("Population with large household expenditure on health (10 %)"),
    N_(
        "Share of persons in households whose own payments for health exceed 10 % of their budget (SDG indicator "
        "3.8.2, definition before 2025)."
    ),
    unit="share",
    formula="health_above_10 / population",
    sdg="SH_XPD_EARN10",
)
def hardship_at_a_tenth(*, health_above_10: float, population: float) -> float:
    """3.8.2."""
    return health_above_10 / population


@indicator(
    "HEALTH_SPENDING_25",
    N_("Population with large household expenditure on health (25 %)"),
    N_(
        "Share of persons in households whose own payments for health exceed 25 % of their budget (SDG indicator "
        "3.8.2, definition before 2025)."
    ),
    unit="share",
    formula="health_above_25 / population",
    sdg="SH_XPD_EARN25",
)
def hardship_at_a_quarter(*, health_above_25: float, population: float) -> float:
    """3.8.2."""
    return health_above_25 / population

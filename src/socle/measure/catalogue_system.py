"""The system: how many areas of social security a country has anchored in law, and what it has ratified."""

from __future__ import annotations

from socle.ground.words import N_
from socle.measure.catalogue_entry import indicator


@indicator(
    "LEGAL_AREAS",
    N_("Areas of social security anchored in law, of eight"),
    N_(
        "Number of areas in which a law provides cash benefits: sickness, unemployment, old age, employment injury, "
        "family, maternity, disability, survivors (branches of Convention 102 without medical care)."
    ),
    unit="number",
    formula="sickness_in_law + unemployment_in_law + old_age_in_law + injury_in_law + family_in_law"
    " + maternity_in_law + disability_in_law + survivors_in_law",
)
def cash_areas(
    *,
    sickness_in_law: float,
    unemployment_in_law: float,
    old_age_in_law: float,
    injury_in_law: float,
    family_in_law: float,
    maternity_in_law: float,
    disability_in_law: float,
    survivors_in_law: float,
) -> float:
    """Of the eight areas of cash benefits."""
    long_term = old_age_in_law + disability_in_law + survivors_in_law
    short_term = sickness_in_law + unemployment_in_law + injury_in_law + maternity_in_law
    return long_term + short_term + family_in_law


@indicator(
    "LEGAL_AREAS_WITH_CARE",
    N_("Areas of social security anchored in law, of nine"),
    N_("Number of areas in which a law provides benefits: the eight of cash benefits, and medical care."),
    unit="number",
    formula="areas_in_law + health_in_law",
)
def all_areas(*, areas_in_law: float, health_in_law: float) -> float:
    """Of the nine branches of Convention 102."""
    return areas_in_law + health_in_law


@indicator(
    "RATIFIED_C102",
    N_("Convention No. 102 ratified"),
    N_(
        "1 if the State had ratified the Social Security (Minimum Standards) Convention, 1952 (No. 102), by the end of "
        "the year, 0 if not."
    ),
    unit="number",
    formula="ratified_c102",
)
def ratified(*, ratified_c102: float) -> float:
    """One or nothing."""
    return ratified_c102


@indicator(
    "PARTS_OF_C102",
    N_("Parts of Convention No. 102 accepted"),
    N_(
        "Number of Parts of Convention No. 102, of nine, that the State accepted when it ratified or later; 0 if it "
        "has not ratified."
    ),
    unit="number",
    formula="parts_of_c102",
)
def accepted_parts(*, parts_of_c102: float) -> float:
    """Of the nine Parts that are branches."""
    return parts_of_c102

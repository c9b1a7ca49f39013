"""Adequacy: what a benefit is worth, a month against a month."""

from __future__ import annotations

from socle.ground.words import N_
from socle.measure.catalogue_entry import indicator


@indicator(
    "BENEFIT_TO_WAGE",
    N_("Mean benefit against the average wage"),
    N_("Mean benefit of a recipient a month over the average wage of employees a month."),
    unit="ratio",
    formula="mean_benefit / average_wage",
    by=("function", "scheme_type"),
)
def against_wage(*, mean_benefit: float, average_wage: float) -> float:
    """Against what workers earn."""
    return mean_benefit / average_wage


@indicator(
    "BENEFIT_TO_MINIMUM_WAGE",
    N_("Mean benefit against the minimum wage"),
    N_("Mean benefit of a recipient a month over the lowest wage in law a month."),
    unit="ratio",
    formula="mean_benefit / minimum_wage",
    by=("function", "scheme_type"),
)
def against_minimum_wage(*, mean_benefit: float, minimum_wage: float) -> float:
    """Against the lowest wage."""
    return mean_benefit / minimum_wage


@indicator(
    "BENEFIT_TO_POVERTY_LINE",
    N_("Mean benefit against the poverty line"),
    N_("Mean benefit of a recipient a month over the national poverty line of one person a month."),
    unit="ratio",
    formula="mean_benefit / poverty_line",
    by=("function", "scheme_type"),
)
def against_poverty_line(*, mean_benefit: float, poverty_line: float) -> float:
    """Against what one person needs."""
    return mean_benefit / poverty_line


@indicator(
    "REPLACEMENT_RATE",
    N_("Replacement rate"),
    N_(
        "Old-age pension in law of a person who begins work now and is insured for 30 years at the average wage until "
        "the pension age, over the earnings before."
    ),
    unit="ratio",
    formula="pension_in_law / former_earnings",
    by=("sex", "function"),
)
def replacement(*, pension_in_law: float, former_earnings: float) -> float:
    """Against what was earned before."""
    return pension_in_law / former_earnings

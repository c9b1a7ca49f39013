"""Expenditure: what social protection costs, against product, government, people and its own whole."""

from __future__ import annotations

from socle.ground.words import N_
from socle.measure.catalogue_entry import indicator


@indicator(
    "EXP_GDP",
    N_("Expenditure on social protection, share of GDP"),
    N_(
        "Expenditure on social protection over gross domestic product, by function and age group of those it is for."
    ),
    unit="share",
    formula="spending / gdp",
    by=("group", "function"),
)
def of_product(*, spending: float, gdp: float) -> float:
    """Of gross domestic product."""
    return spending / gdp


@indicator(
    "EXP_GDP_WITHOUT_HEALTH",
    N_("Expenditure without health, share of GDP"),
    N_("Expenditure on social protection less that on health benefits, over gross domestic product."),
    unit="share",
    formula="(spending - health_spending) / gdp",
)
def of_product_without_health(*, spending: float, health_spending: float, gdp: float) -> float:
    """Of gross domestic product, health apart."""
    return (spending - health_spending) / gdp


@indicator(
    "EXP_GOVERNMENT",
    N_("Expenditure on social protection, share of government expenditure"),
    N_("Expenditure on social protection over the expenditure of general government, by function."),
    unit="share",
    formula="spending / government_expenditure",
    by=("group", "function"),
)
def of_government(*, spending: float, government_expenditure: float) -> float:
    """Of what government spends."""
    return spending / government_expenditure


@indicator(
    "EXP_GOVERNMENT_WITHOUT_HEALTH",
    N_("Expenditure without health, share of government expenditure"),
    N_(
        "Expenditure on social protection less that on health benefits, over the expenditure of general government."
    ),
    unit="share",
    formula="(spending - health_spending) / government_expenditure",
)
def of_government_without_health(
    *, spending: float, health_spending: float, government_expenditure: float
) -> float:
    """Of what government spends, health apart."""
    return (spending - health_spending) / government_expenditure


@indicator(
    "EXP_PER_HEAD",
    N_("Expenditure on social protection per head"),
    N_("Expenditure on social protection over the resident population, national currency a person and year."),
    unit="money",
    formula="spending / population",
)
def per_head(*, spending: float, population: float) -> float:
    """A person and year."""
    return spending / population


@indicator(
    "EXP_COMPOSITION",
    N_("Composition of expenditure by function"),
    N_("Expenditure on the benefits of one function over expenditure on all benefits."),
    unit="share",
    formula="part_spending / spending",
    by=("function",),
)
def composition(*, part_spending: float, spending: float) -> float:
    """One function in all."""
    return part_spending / spending


@indicator(
    "ADMINISTRATION",
    N_("Share of administration in expenditure"),
    N_("Expenditure on administration over expenditure on benefits and administration."),
    unit="share",
    formula="administration / spending",
    by=("scheme_type",),
)
def administration_share(*, administration: float, spending: float) -> float:
    """What running the schemes takes."""
    return administration / spending

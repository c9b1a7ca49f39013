"""Every statistic that an indicator may need: its unit and a sentence. One name per quantity.

Persons are counted once each; money is national currency at current prices, of a year unless said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from socle.ground.words import N_


@dataclass(frozen=True)
class Meant:
    """A statistic: its unit and what it is, a key of the message catalogues."""

    unit: str  # persons, money, share, yes or no
    sentence: str


def _persons(sentence: str) -> Meant:
    return Meant("persons", sentence)


def _money(sentence: str) -> Meant:
    return Meant("money", sentence)


def _in_law(sentence: str) -> Meant:
    return Meant("yes or no", sentence)


STATISTICS: Final[dict[str, Meant]] = {
    "population": _persons(N_("Resident population in the middle of the year.")),
    "children": _persons(N_("Children.")),
    "adults": _persons(N_("Adults below pension age.")),
    "older": _persons(N_("Persons above pension age.")),
    "births": _persons(N_("Women giving birth in the year.")),
    "disabled": _persons(N_("Persons with severe disability.")),
    "unemployed": _persons(N_("Unemployed persons.")),
    "employed": _persons(N_("Employed persons.")),
    "labour_force": _persons(N_("Persons who work or look for work.")),
    "working_age": _persons(N_("Persons of working age.")),
    "poor": _persons(N_("Persons below the national poverty line.")),
    "poorest_fifth": _persons(N_("Persons of the poorest fifth of the population.")),
    "protected": _persons(
        N_(
            "Persons who contribute actively or receive at least one cash benefit, health care excluded, each "
            "counted once."
        )
    ),
    "children_receiving": _persons(N_("Children for whom a child or family benefit is paid.")),
    "mothers_receiving": _persons(N_("Women who receive a cash benefit for maternity in the year.")),
    "disabled_receiving": _persons(N_("Persons who receive a cash benefit for disability.")),
    "unemployed_receiving": _persons(N_("Persons who receive a cash benefit for unemployment.")),
    "injury_protected": _persons(N_("Workers protected against employment injury.")),
    "older_receiving": _persons(N_("Persons above pension age who receive a pension.")),
    "assisted": _persons(N_("Persons who receive a cash benefit of social assistance.")),
    "adults_insured": _persons(N_("Adults below pension age with contributory cover.")),
    "older_insured": _persons(N_("Persons above pension age with a contributory pension.")),
    "pension_contributors": _persons(N_("Active contributors to a pension scheme.")),
    "health_affiliated": _persons(N_("Persons affiliated to a health scheme, dependants included.")),
    "covered": _persons(N_("Persons of the group who are covered in practice.")),
    "covered_by_law": _persons(N_("Persons of the group to whom a statute applies.")),
    "branch_group": _persons(N_("Persons of the group that the branch is for.")),
    "reached_assistance": _persons(
        N_("Persons in households that receive social assistance, from a survey.")
    ),
    "reached_insurance": _persons(N_("Persons in households that receive social insurance, from a survey.")),
    "reached_labour": _persons(N_("Persons in households that take part in labour market programmes.")),
    "reached_assistance_poorest": _persons(
        N_("Persons of the poorest fifth in households that receive social assistance, from a survey.")
    ),
    "reached_insurance_poorest": _persons(
        N_("Persons of the poorest fifth in households that receive social insurance, from a survey.")
    ),
    "reached_labour_poorest": _persons(
        N_("Persons of the poorest fifth in households that take part in labour market programmes.")
    ),
    "below_international": _persons(N_("Persons below the international poverty line, from a survey.")),
    "employed_below_international": _persons(
        N_("Employed persons below the international poverty line, from a survey.")
    ),
    "below_half_median": _persons(N_("Persons below half the median income, from a survey.")),
    "health_above_10": _persons(
        N_("Persons in households that spend more than 10 % of their budget on health, from a survey.")
    ),
    "health_above_25": _persons(
        N_("Persons in households that spend more than 25 % of their budget on health, from a survey.")
    ),
    "mean_benefit": _money(N_("Mean benefit of a recipient a month.")),
    "average_wage": _money(N_("Average gross wage of employees a month.")),
    "minimum_wage": _money(N_("Lowest wage in law a month.")),
    "poverty_line": _money(N_("National poverty line of one person a month.")),
    "former_earnings": _money(N_("Earnings before the benefit, a month.")),
    "pension_in_law": _money(
        N_("Old-age pension that the law gives a person of 30 years of service, a month.")
    ),
    "due_from_employers": _money(N_("Contributions that employers owe in law on the average wage, a month.")),
    "due_from_employees": _money(N_("Contributions that employees owe in law on the average wage, a month.")),
    "due_from_self_employed": _money(
        N_("Contributions that the self-employed owe in law on earnings of the average wage, a month.")
    ),
    "spending": _money(
        N_("Expenditure on social protection: benefits, and where it is not broken down, administration.")
    ),
    "health_spending": _money(N_("Expenditure on health benefits.")),
    "part_spending": _money(N_("Expenditure on the benefits of one function.")),
    "administration": _money(N_("Expenditure on administration.")),
    "gdp": _money(N_("Gross domestic product.")),
    "government_expenditure": _money(N_("Expenditure of general government.")),
    "education_spending": _money(N_("Expenditure of government on education.")),
    "receipts": _money(N_("All receipts of the schemes, transfers between schemes excluded.")),
    "paid_by_employers": _money(N_("Contributions of employers.")),
    "paid_by_workers": _money(N_("Contributions of employees and the self-employed.")),
    "paid_by_recipients": _money(N_("Contributions of recipients of benefits.")),
    "paid_by_government": _money(N_("Taxes and other revenue that government pays to the schemes.")),
    "investment_income": _money(N_("Income of investments.")),
    "other_receipts": _money(N_("Other receipts.")),
    "reserves": _money(N_("Reserves at the end of the year.")),
    "outgo": _money(N_("All expenditure of the schemes that hold reserves.")),
    "sickness_in_law": _in_law(N_("Whether a law provides cash benefits for sickness.")),
    "unemployment_in_law": _in_law(N_("Whether a law provides cash benefits for unemployment.")),
    "old_age_in_law": _in_law(N_("Whether a law provides cash benefits for old age.")),
    "injury_in_law": _in_law(N_("Whether a law provides cash benefits for employment injury.")),
    "family_in_law": _in_law(N_("Whether a law provides cash benefits for children and families.")),
    "maternity_in_law": _in_law(N_("Whether a law provides cash benefits for maternity.")),
    "disability_in_law": _in_law(N_("Whether a law provides cash benefits for disability.")),
    "survivors_in_law": _in_law(N_("Whether a law provides cash benefits for survivors.")),
    "areas_in_law": Meant(
        "number", N_("Areas of social security in which a law provides cash benefits, of eight.")
    ),
    "health_in_law": _in_law(N_("Whether a law provides health care.")),
    "ratified_c102": Meant("number", N_("Whether the State has ratified Convention No. 102.")),
    "parts_of_c102": Meant("number", N_("Parts of Convention No. 102 that the State has accepted.")),
}
"""The statistics by name: the parameters that functions of the catalogue may have."""

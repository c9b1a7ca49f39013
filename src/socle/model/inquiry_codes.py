"""The words that a Social Security Inquiry may write, each with its name: the one list of codes.

The structure is compatible with ESSPROS (Eurostat, European System of integrated Social Protection Statistics,
manual of 2016) and SOCX (OECD, Social Expenditure Database): functions, natures of benefits, receipts by origin.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from socle.ground.words import N_

Words = Mapping[str, str]  # code -> its name, a key of the message catalogues

TYPES: Final[Words] = {
    "social_insurance": N_("social insurance"),
    "universal": N_("universal scheme"),
    "means_tested": N_("means-tested scheme"),
    "provident_fund": N_("provident fund"),
    "employer_liability": N_("liability of the employer"),
    "public_employees": N_("scheme of public employees"),
    "mutual": N_("mutual scheme"),
    "other": N_("other scheme"),
}
CONTRIBUTORY: Final = ("social_insurance", "provident_fund", "public_employees", "mutual")
"""Types of schemes whose benefits are earned by contributions."""

FINANCED: Final[Words] = {
    "contributions": N_("contributions"),
    "taxes": N_("taxes and other revenue of government"),
    "mixed": N_("contributions and taxes"),
    "employer": N_("the employer who pays the benefit"),
    "external": N_("partners abroad"),
    "other": N_("other means"),
}
PARTICIPATION: Final[Words] = {"mandatory": N_("mandatory"), "voluntary": N_("voluntary")}

FUNCTIONS: Final[Words] = {
    "old_age": N_("old age"),
    "survivors": N_("survivors"),
    "disability": N_("disability"),
    "sickness": N_("sickness"),
    "health": N_("health"),
    "maternity": N_("maternity"),
    "family_children": N_("family and children"),
    "employment_injury": N_("employment injury"),
    "unemployment": N_("unemployment"),
    "housing": N_("housing"),
    "general_poverty": N_("general poverty and social exclusion"),
}
NATURES: Final[Words] = {
    "cash_periodic": N_("periodic cash benefit"),
    "cash_lump": N_("lump sum"),
    "in_kind": N_("benefit in kind"),
}
PERIODICITY: Final[Words] = {
    "month": N_("every month"),
    "two_months": N_("every two months"),
    "quarter": N_("every quarter"),
    "half_year": N_("every half-year"),
    "year": N_("every year"),
    "two_weeks": N_("every two weeks"),
    "week": N_("every week"),
    "day": N_("for every day"),
    "once": N_("once"),
}
COUNTED: Final[Words] = {
    "persons": N_("persons"),
    "children": N_("children"),
    "households": N_("households"),
}

TOTAL: Final = "total"
"""The item that stands for the sum of all items, where a source gives it."""

RECEIPTS: Final[Words] = {
    "contrib_employer": N_("contributions of employers"),
    "contrib_employee": N_("contributions of employees"),
    "contrib_self_employed": N_("contributions of the self-employed"),
    "contrib_beneficiary": N_("contributions of recipients of benefits"),
    "government_earmarked": N_("earmarked revenue of government"),
    "government_general": N_("general revenue of government"),
    "investment_income": N_("income of investments"),
    "transfers_in": N_("transfers from other schemes"),
    "other": N_("other receipts"),
}
EXPENDITURE: Final[Words] = {
    "benefit_cash": N_("benefits in cash"),
    "benefit_kind": N_("benefits in kind"),
    "administration": N_("administration"),
    "transfers_out": N_("transfers to other schemes"),
    "other": N_("other expenditure"),
}
COUNT_TYPES: Final[Words] = {
    "registered": N_("registered persons"),
    "active_contributor": N_("active contributors"),
    "affiliated_dependant": N_("affiliated dependants"),
    "legally_covered": N_("persons covered in law"),
}
MEASURES: Final[Words] = {
    "stock_at_date": N_("persons at a date"),
    "yearly_average": N_("average of the year"),
    "cases_in_year": N_("cases in the year"),
}
STATS: Final[Words] = {
    "mean": N_("mean"),
    "min": N_("lowest"),
    "max": N_("highest"),
    "statutory": N_("amount in law"),
}
STATUSES: Final = {"final": "A", "provisional": "P", "estimated": "E", "imputed": "I", "missing": "O"}
"""What a cell may say of its value, and OBS_STATUS as `model.observation` writes it."""

SEXES: Final = ("male", "female", "both")
EMPLOYMENT: Final[Words] = {
    "all": N_("all persons"),
    "employee": N_("employees"),
    "employer": N_("employers"),
    "own_account": N_("own-account workers"),
    "family_worker": N_("contributing family workers"),
    "unemployed": N_("the unemployed"),
    "outside": N_("persons outside the labour force"),
}
"""Status in employment (International Classification of Status in Employment, 1993) and beyond."""

EVERY_AGE: Final = "all"
PENSION_AGE: Final = "older"
AGES: Final = (
    EVERY_AGE,
    *(f"{age}-{age + 4}" for age in range(0, 85, 5)),
    "85+",
    "0-2",
    "0-5",
    "0-14",
    "0-15",
    "0-17",
    "6-14",
    "6-17",
    "15-24",
    "15-59",
    "15-64",
    "18-59",
    "18-64",
    "25-54",
    "55-64",
    "15+",
    "18+",
    "60+",
    "65+",
    "70+",
    "75+",
    "80+",
    PENSION_AGE,
)
"""Groups of ages in completed years, as in figures; `older` is at or above the pension age of the facts."""

GROUPS: Final[Words] = {
    "population": N_("whole population"),
    "children": N_("children"),
    "births": N_("women giving birth in the year"),
    "severe_disability": N_("persons with severe disability"),
    "unemployed": N_("the unemployed"),
    "employed": N_("employed persons"),
    "employees": N_("employees"),
    "labour_force": N_("labour force"),
    "working_age": N_("persons of working age"),
    "older": N_("persons above pension age"),
    "poor": N_("persons below the national poverty line"),
    "vulnerable": N_("vulnerable persons"),
    "households": N_("households"),
    "households_with_children": N_("households with children"),
}
"""Groups of people that shares refer to."""

SHARED: Final = {
    "old_age": "older",
    "disability": "severe_disability",
    "maternity": "births",
    "family_children": "children",
    "unemployment": "unemployed",
    "general_poverty": "population",
}
"""The group whose members a benefit of a function is for, where there is one."""

MONEY_UNITS: Final = {"units": 1.0, "thousands": 1e3, "millions": 1e6}

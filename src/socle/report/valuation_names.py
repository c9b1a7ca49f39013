"""What the measures of a valuation are called: title, unit, moment and definition of each, and why answers vary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from socle.ground.words import N_


@dataclass(frozen=True)
class Name:
    """One measure. `unit` is a key of `UNIT`, `moment` one of `MOMENT`; title and definition are messages."""

    title: str
    unit: str
    moment: str
    definition: str


UNIT: Final[Mapping[str, str]] = {
    "money": "{currency}",
    "persons": N_("persons"),
    "share": N_("%"),  # the number itself is a share: 0.12 is shown as 12 %
    "ratio": N_("ratio"),
    "years": N_("years"),
    "year": N_("calendar year"),
    "age": N_("age"),
}
MOMENT: Final[Mapping[str, str]] = {
    "year": N_("during the year"),
    "start": N_("on 1 January"),
    "end": N_("on 31 December"),
    "first": N_("on the first 1 January"),
    "all": N_("over all years of the valuation"),
    "life": N_("over the life of a generation"),
}
FINANCES: Final[Mapping[str, Name]] = {
    "contributors": Name(
        N_("Contributors"), "persons", "year", N_("Years of contributions credited in the year, in persons.")
    ),
    "pensioners": Name(
        N_("Pensioners"), "persons", "year", N_("Persons in payment, each for the part of the year paid.")
    ),
    "awards": Name(N_("New pensioners"), "persons", "year", N_("Persons to whom a benefit is awarded.")),
    "wage": Name(
        N_("Average wage"),
        "money",
        "year",
        N_("Mean insurable earnings of the insured, a year, before any ceiling."),
    ),
    "payroll": Name(
        N_("Payroll"), "money", "year", N_("Insurable earnings on which contributions were due.")
    ),
    "contributions": Name(N_("Contributions"), "money", "year", N_("Contributions that are paid.")),
    "returns": Name(N_("Investment income"), "money", "year", N_("What the reserve earns.")),
    "benefits": Name(N_("Benefits"), "money", "year", N_("Benefits that are paid.")),
    "administration": Name(N_("Administration"), "money", "year", N_("What running the scheme costs.")),
    "reserve": Name(
        N_("Reserve"),
        "money",
        "start",
        N_("What the scheme owns, by the year that begins; below 0 it is a debt at the same rate of return."),
    ),
    "reserve_end": Name(
        N_("Reserve at the end"),
        "money",
        "end",
        N_("The same, by the year that ends: the flows of the year are in it."),
    ),
    "cost_rate": Name(
        N_("Cost rate"),
        "share",
        "year",
        N_("Pay-as-you-go: spending over payroll; of a benefit or sex, what is paid of it over all payroll."),
    ),
    "demographic_ratio": Name(
        N_("Demographic ratio"), "share", "year", N_("Pensioners of a benefit per contributor.")
    ),
    "financial_ratio": Name(
        N_("Financial ratio"),
        "share",
        "year",
        N_(
            "Average pension of a benefit over average insurable earnings; times the demographic ratio, its cost rate."
        ),
    ),
    "income_rate": Name(
        N_("Contributions over payroll"), "share", "year", N_("Contributions paid, over payroll.")
    ),
    "funding_ratio": Name(
        N_("Funding ratio"),
        "ratio",
        "end",
        N_("The reserve at the end of the year over the benefits and administration of the year."),
    ),
}
PREMIUMS: Final[Mapping[str, Name]] = {
    "general_average": Name(
        N_("General average premium"),
        "share",
        "all",
        N_(
            "The constant rate that pays for all years together with the reserve, and leaves none at their end."
        ),
    ),
    "general_average_without_reserve": Name(
        N_("General average premium without the reserve"),
        "share",
        "all",
        N_("The same for a scheme that owns nothing at the start."),
    ),
    "general_average_for_ever": Name(
        N_("General average premium for ever"),
        "share",
        "first",
        N_("The same over all years to come, the flows growing as the payroll of the last year does."),
    ),
    "scaled_premium": Name(
        N_("Scaled premium"),
        "share",
        "year",
        N_(
            "Successive constant rates, each so that the reserve does not grow in the last year of its period."
        ),
    ),
    "reserve_ratio_premium": Name(
        N_("Reserve-ratio premium"),
        "share",
        "all",
        N_("The constant rate that leaves, at the end, a reserve of the years of spending named."),
    ),
}
BALANCE: Final[Mapping[str, Name]] = {
    "summarised_income_rate": Name(
        N_("Summarised income rate"),
        "share",
        "all",
        N_("Present value of contributions, with the reserve at the start, over that of payroll."),
    ),
    "summarised_cost_rate": Name(
        N_("Summarised cost rate"),
        "share",
        "all",
        N_("Present value of spending, with a year of spending left at the end, over that of payroll."),
    ),
    "actuarial_balance": Name(
        N_("Actuarial balance"),
        "share",
        "all",
        N_("The summarised income rate less the summarised cost rate; below 0 it is a deficit."),
    ),
    "unfunded_obligation": Name(
        N_("Unfunded obligation, open group"),
        "money",
        "first",
        N_(
            "Present value of spending, less that of contributions and less the reserve; below 0 it is a surplus."
        ),
    ),
    "exhaustion": Name(
        N_("Year of exhaustion"), "year", "all", N_("The calendar year in which the reserve falls below 0.")
    ),
}
DEBT: Final[Mapping[str, Name]] = {
    "debt_in_payment": Name(
        N_("Pensions in payment"),
        "money",
        "first",
        N_("Present value of what pensioners of the start, and those whom they leave, will be paid."),
    ),
    "debt_accrued": Name(
        N_("Accrued rights"),
        "money",
        "first",
        N_("The same, and what the insured of the start would be paid if nobody contributed any more."),
    ),
    "debt_closed": Name(
        N_("Closed group"),
        "money",
        "first",
        N_(
            "What everybody insured or paid at the start will be paid until the last death, less their contributions."
        ),
    ),
    "debt_open": Name(
        N_("Open group"),
        "money",
        "first",
        N_(
            "Benefits and administration of all years of the valuation, less contributions, new entrants included."
        ),
    ),
}
GENERATION: Final[Mapping[str, Name]] = {
    "entry_age": Name(N_("Age at entry"), "age", "life", N_("Completed age at which the generation enters.")),
    "retirement_age": Name(
        N_("Age at award"),
        "age",
        "life",
        N_("Age at award after a full career, on the first day the law allows."),
    ),
    "replacement_award": Name(
        N_("Replacement rate at award"),
        "share",
        "life",
        N_("Gross pension at award after a full career over the last insurable earnings."),
    ),
    "replacement_life": Name(
        N_("Replacement rate over life"),
        "share",
        "life",
        N_("Mean pension in wages, from award to the death expected, over the mean earnings of the career."),
    ),
    "internal_rate": Name(
        N_("Internal rate of return"),
        "share",
        "life",
        N_(
            "The yearly rate at which contributions of the generation are worth its benefits, survivors’ included."
        ),
    ),
    "real_rate": Name(
        N_("Real internal rate of return"), "share", "life", N_("The same, above the growth of prices.")
    ),
    "moneys_worth": Name(
        N_("Money’s worth"),
        "ratio",
        "life",
        N_("Present value of benefits over that of contributions, at the return of the fund."),
    ),
}
CHANCES: Final[Mapping[str, Name]] = {
    "cost_rate": FINANCES["cost_rate"],
    "funding_ratio": FINANCES["funding_ratio"],
    "reserve_over_payroll": Name(
        N_("Reserve over payroll"),
        "ratio",
        "start",
        N_("The reserve on 1 January over the payroll of the year before (of the same year at the start)."),
    ),
    "general_average": PREMIUMS["general_average"],
    "exhausted": Name(
        N_("Reserve exhausted"),
        "share",
        "start",
        N_("The share of futures whose reserve has fallen below 0 by then."),
    ),
}
BAND: Final[Mapping[str, str]] = {"reserve": "reserve_over_payroll"}
"""Names of the bands of `model.valued.Chances` that differ from those of the measures."""

NAMES: Final[Mapping[str, Name]] = {**FINANCES, **PREMIUMS, **BALANCE, **DEBT, **GENERATION, **CHANCES}
SEX: Final = (N_("men"), N_("women"))
QUESTION: Final[Mapping[str, str]] = {  # what is asked of the law, by the first part of its name
    "insurable_earnings": N_("insurable earnings"),
    "contribution": N_("contribution"),
    "credit": N_("credit of the account"),
    "revaluation": N_("revaluation of the account"),
    "who": N_("who is entitled"),
    "how_much": N_("amount at award"),
    "from_pension": N_("amount from the pension of who died"),
    "in_payment": N_("amount in payment"),
    "index": N_("indexation"),
}
REASON: Final[
    Mapping[str, str]
] = {  # what makes an answer differ between futures, where it is not a parameter
    "price_growth": N_("growth of prices"),
    "wage_growth": N_("growth of wages"),
    "payroll_growth": N_("growth of payroll"),
    "fund_return": N_("return of the fund"),
}
BENEFIT: Final[Mapping[str, str]] = {  # usual names of benefits, for those without a title
    "old_age": N_("Old age"),
    "invalidity": N_("Invalidity"),
    "survivors": N_("Survivors"),
    "orphans": N_("Orphans"),
}

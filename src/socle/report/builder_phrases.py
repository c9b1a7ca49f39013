"""The words of the law in the builder: for each rule of which a file says something, a sentence with its values inside.

Where a rule has none, its own sentence stands before its values. `{value}` is the one value of what a benefit says
beside its rules.
"""

from __future__ import annotations

from typing import Final

from socle.ground.words import N_

PHRASES: Final = {
    "age_band": N_("Persons aged {at_least} or more, and under {below}"),
    "average_earnings": N_(
        "Of the average revalued earnings, {base}, and {rate} for each year of service beyond {after}"
    ),
    "between": N_("Not less than {at_least}, not more than {at_most}"),
    "by_age": N_("An amount that depends on the age: {amounts}"),
    "by_size": N_("One amount for the household, by the number of its members: {amounts}"),
    "capped": N_("A person's earnings, not below {at_least} and not above {at_most}"),
    "consumption_below": N_("Members of households that consume less than {limit} for each member"),
    "consumption_tax": N_("A tax of {rate} on the price before tax of {taxed} of all consumption"),
    "contribution": N_("{rate} of earnings up to {at_most}; {compliance} of it is collected"),
    "days_of_work": N_("A wage of {wage}, for {days} days of public works in the year"),
    "donors": N_("Donors pay {share} of the cost that contributions leave"),
    "early_late": N_(
        "Reduced by {early} for each year before the age of {normal_age}, increased by {late} for each year after it"
    ),
    "final_earnings": N_(
        "Of the last years' earnings, {base}, and {rate} for each year of service beyond {after}"
    ),
    "flat": N_("The same amount for everyone: {amount}"),
    "for_members": N_("One amount for the household, the sum of one for each member by age: {amounts}"),
    "for_months": N_("Paid for {months} months in the year"),
    "gap_to_line": N_("To each member, {share} of what the household lacks to the reference line"),
    "general_revenue": N_("The state budget pays {share} of the cost that contributions leave"),
    "household_income_below": N_(
        "Members of households whose income, named by the law, is below {limit} for each member"
    ),
    "household_size": N_("Members of households of {at_least} persons or more, and {at_most} at most"),
    "in_covered_areas": N_(
        "Residents of the areas in which the programme runs, who are {share} of the persons concerned"
    ),
    "income_below": N_("Persons whose own income, named by the law, is below {limit}"),
    "income_tax": N_(
        "A tax on earnings beyond {allowance}, by bracket: {rates}; {compliance} of it is collected"
    ),
    "less_household_income": N_(
        "Less {share} of the household's income beyond a free part of {above}; never below nothing"
    ),
    "less_income": N_("Less {share} of the income beyond a free part of {above}; never below nothing"),
    "lives_with": N_("Members of households in which somebody is aged {at_least} or more, and under {below}"),
    "lowest_scores": N_(
        "Members of the households with the lowest scores, {share} of all people; points for what can be seen: "
        "{characteristics}, for each member by age: {ages}, for all: {constant}"
    ),
    "means_tested": N_(
        "The poor, found by a test that misses {exclusion_error} of them and lets in {inclusion_error} of the others"
    ),
    "not_affluent": N_("Everyone but the affluent, who are {affluent} of the persons concerned"),
    "pay_out": N_("The balance of the account, paid in equal parts over {over} years"),
    "per_household": N_("The same amount for every household: {amount}"),
    "per_year_of_service": N_("For each year of service, {rate} of that year's revalued insurable earnings"),
    "plus": N_("And in addition {flat}"),
    "poorest": N_("Members of the poorest households, who are {share} of all people"),
    "progressive": N_(
        "Of the career's earnings, averaged over {averaged_over} years, each rate on the part in its bracket: {rates}"
    ),
    "proxy_means": N_(
        "Members of households with a score below {limit}; points for what can be seen: {characteristics}, for each "
        "member by age: {ages}, for all: {constant}"
    ),
    "rounded_down": N_("Rounded down to whole units of {to}"),
    "service": N_("Insured persons with at least {at_least} years of credited service"),
    "services": N_("{units_a_year} units a person and year, at {price} each"),
    "share_of": N_("{share} of the pension that the law names"),
    "share_of_average_wage": N_("{share} of the average wage"),
    "share_of_earnings": N_("{share} of the person's earnings, which count up to {at_most}"),
    "share_of_gdp_per_head": N_("{share} of gross domestic product per person"),
    "share_of_insurable_earnings": N_("{share} of the earnings on which contributions are due"),
    "share_of_line": N_("{share} of the reference line, which is what a person needs in a year"),
    "share_of_median_income": N_("{share} of the income that half of the population exceeds"),
    "share_of_minimum_wage": N_("{share} of the legal minimum wage"),
    "times": N_("Multiplied by {factor}, such as payments in a year or members counted"),
    "visits": N_("{visits_a_year} visits a person and year, at {price} each"),
    "with_materials": N_("With its materials: wages are {labour_share} of the cost of the works"),
}
OWN_PHRASES: Final = {
    "coverage": N_("The programme reaches {value} of those whom the law names"),
    "take_up": N_("Of those reached, {value} claim"),
    "already_served": N_("Others serve {value} of them already"),
    "caseload": N_("{value} recipients, as the administration counts them"),
    "spending": N_("Published expenditure: {value}"),
}
RUNNING_PHRASES: Final = {
    "share": N_("Administration costs {value} of the benefits"),
    "per_recipient": N_("Administration costs {value} for each recipient"),
    "fixed": N_("Administration has a fixed cost of {value}"),
    "set_up": N_("Setting it up costs {value}"),
}
NO_LIMIT: Final = N_("no limit")
"""What stands where nothing bounds a value."""
KEYWORD: Final = {
    "above": N_("free part"),
    "affluent": N_("share of the affluent"),
    "after": N_("years after which the rate counts"),
    "ages": N_("points by age"),
    "allowance": N_("allowance"),
    "amount": N_("amount"),
    "amounts": N_("amount"),
    "at_least": N_("at least"),
    "at_most": N_("at most"),
    "averaged_over": N_("years averaged over"),
    "base": N_("base"),
    "below": N_("below"),
    "characteristics": N_("points"),
    "compliance": N_("part that complies"),
    "constant": N_("constant"),
    "days": N_("days"),
    "early": N_("for each year before it"),
    "exclusion_error": N_("poor who are missed"),
    "factor": N_("factor"),
    "fee": N_("fee"),
    "flat": N_("flat amount"),
    "inclusion_error": N_("others who are let in"),
    "labour_share": N_("share of wages in the cost"),
    "late": N_("for each year after it"),
    "limit": N_("limit"),
    "months": N_("months"),
    "normal_age": N_("normal age"),
    "over": N_("years"),
    "payroll": N_("weight of payroll"),
    "plus": N_("addition"),
    "price": N_("price"),
    "prices": N_("weight of prices"),
    "rate": N_("rate"),
    "rates": N_("rate"),
    "share": N_("share"),
    "taxed": N_("part that is taxed"),
    "to": N_("unit"),
    "units_a_year": N_("units a year"),
    "visits_a_year": N_("visits a year"),
    "wage": N_("wage"),
    "wages": N_("weight of wages"),
}
AGED: Final = ("age_band", "lives_with")
AGE_KEYWORD: Final = {"at_least": N_("starting age"), "below": N_("age limit")}
"""The ends of a band of ages, in the rules that have one."""
OWN: Final = {
    "coverage": N_("Share of those named by the law whom the programme reaches so far"),
    "take_up": N_("Share of those reached who claim"),
    "already_served": N_("Share whom others serve already"),
    "caseload": N_("Recipients, counted by the administration"),
    "spending": N_("Published expenditure"),
}
RUNNING: Final = {
    "share": N_("Administration, as a share of the benefits"),
    "per_recipient": N_("Administration, for each recipient"),
    "fixed": N_("Administration, fixed cost"),
    "set_up": N_("Administration, cost of setting up"),
}
KIND: Final = {
    "share": N_("in percent"),
    "ratio": N_("in percent"),
    "share a year": N_("in percent a year"),
    "years": N_("years"),
    "months": N_("months"),
    "working days": N_("working days"),
    "count": N_("a number"),
    "number": N_("a number"),
}
PERIOD: Final = {
    "year": N_("a year"),
    "half_year": N_("a half-year"),
    "quarter": N_("a quarter"),
    "two_months": N_("every two months"),
    "month": N_("a month"),
    "two_weeks": N_("every two weeks"),
    "week": N_("a week"),
    "day": N_("a day"),
    "working_day": N_("a working day"),
    "once": N_("once"),
}
COURSE: Final = {
    "step": N_("each value holds until the next"),
    "linear": N_("evenly from one value to the next"),
    "logistic": N_("slowly, fast, slowly from one to the next"),
}


def keyword_title(rule: str, name: str) -> str:
    """What a keyword of a rule is called, in English; as it is written where it has no words."""
    return AGE_KEYWORD.get(name, name) if rule in AGED else KEYWORD.get(name, name)

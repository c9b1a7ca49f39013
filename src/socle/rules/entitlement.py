"""How much: amounts in money a year, in the order in which the law works them out."""

from __future__ import annotations

from socle.ground import vocabulary
from socle.ground.expression import FOREVER
from socle.ground.vocabulary import (
    by_band,
    by_bracket,
    larger,
    members,
    smaller,
    sum_in_household,
    to_household,
    whole,
)
from socle.model.rulebook import (
    AmountsByAge,
    AmountsBySize,
    Money,
    Months,
    Number,
    PerYear,
    RatesByMoney,
    Ratio,
    Share,
    Stock,
    WorkingDays,
    Years,
    rule,
)


@rule
def flat(*, amount: Money) -> Money:
    """The same amount for everyone."""
    return amount


@rule
def by_age(age: Years, *, amounts: AmountsByAge) -> Money:
    """An amount that depends on the age."""
    return by_band(age, amounts)


@rule
def share_of_line(poverty_line: Money, *, share: Ratio) -> Money:
    """A share of the reference line, which is what a person needs in a year."""
    return share * poverty_line


@rule
def share_of_gdp_per_head(gdp_per_head: Money, *, share: Ratio) -> Money:
    """A share of gross domestic product per person."""
    return share * gdp_per_head


@rule
def share_of_average_wage(average_wage: Money, *, share: Ratio) -> Money:
    """A share of the average wage."""
    return share * average_wage


@rule
def share_of_minimum_wage(minimum_wage: Money, *, share: Ratio) -> Money:
    """A share of the legal minimum wage."""
    return share * minimum_wage


@rule
def share_of_median_income(median_income: Money, *, share: Ratio) -> Money:
    """A share of the income that half of the population exceeds."""
    return share * median_income


@rule
def share_of_earnings(earnings: Money, *, share: Ratio, at_most: Money = FOREVER) -> Money:
    """A share of the person's earnings, which count up to a ceiling."""
    return share * smaller(earnings, at_most)


@rule
def visits(*, visits_a_year: Number, price: Money) -> Money:
    """Care by use: the number of visits a person makes in a year, times the price of one."""
    return visits_a_year * price


@rule
def services(*, units_a_year: Number, price: Money) -> Money:
    """A benefit in kind: the number of units a person receives in a year, times the price of one."""
    return units_a_year * price


@rule
def days_of_work(*, wage: Money, days: WorkingDays) -> Money:
    """Public works: a daily wage for a number of days in the year."""
    return wage * days


@rule
def for_months(amount: Money, *, months: Months) -> Money:
    """Paid for a number of months in the year."""
    return amount * months


@rule
def between(amount: Money, *, at_least: Money = 0, at_most: Money = FOREVER) -> Money:
    """The amount, not below the minimum and not above the maximum."""
    return larger(smaller(amount, at_most), at_least)


@rule
def times(amount: Money, *, factor: Ratio) -> Money:
    """The amount, multiplied by a factor, such as payments in a year or members counted."""
    return factor * amount


@rule
def less_income(amount: Money, other_income: Money, *, share: Share, above: Money = 0) -> Money:
    """The amount less a share of the income, beyond a free part, that the law counts; never below nothing."""
    return larger(amount - share * larger(other_income - above, 0), 0)


@rule
def less_household_income(
    household_amount: Money, other_income: Money, *, share: Share, above: Money = 0
) -> Money:
    """The household's amount less a share of its members' income beyond a free part; never below nothing."""
    counted = larger(sum_in_household(other_income) - above, 0)
    return larger(household_amount - share * counted, 0)


@rule
def per_household(*, amount: Money) -> Money:
    """The same amount for every household, however many members it has."""
    return to_household(amount)


@rule
def by_size(*, amounts: AmountsBySize) -> Money:
    """One amount for the household, which depends on the number of its members."""
    return by_band(members(), amounts)


@rule
def for_members(age: Years, *, amounts: AmountsByAge) -> Money:
    """One amount for the household: the sum of an amount for each member by age."""
    return sum_in_household(by_band(age, amounts))


@rule
def gap_to_line(consumption: Money, poverty_line: Money, *, share: Share) -> Money:
    """To each member, a share of what the household's consumption for each member lacks to the reference line."""
    return vocabulary.to_each_member(share * larger(poverty_line - consumption / members(), 0))


@rule
def to_each_member(household_amount: Money) -> Money:
    """The household's amount, paid in full to each member."""
    return vocabulary.to_each_member(household_amount)


@rule
def shared(household_amount: Money) -> Money:
    """The household's amount, divided equally among all its members, of whom those selected receive their part."""
    return vocabulary.shared(household_amount)


@rule
def with_materials(amount: Money, *, labour_share: Share) -> Money:
    """Public works with their materials: the wage bill divided by its share in the total cost."""
    return amount / labour_share


@rule
def capped(earnings: Money, *, at_least: Money = 0, at_most: Money = FOREVER) -> Money:
    """A person's earnings, not below the floor and not above the ceiling of insurance."""
    return larger(smaller(earnings, at_most), at_least)


@rule
def share_of_insurable_earnings(insurable_earnings: Money, *, share: Share) -> Money:
    """A share of the earnings on which contributions are due."""
    return share * insurable_earnings


@rule
def per_year_of_service(career_earnings: Stock, *, rate: PerYear) -> Money:
    """For each year of service, a share of that year's revalued insurable earnings."""
    return rate * career_earnings


@rule
def average_earnings(
    career_earnings: Stock, service: Years, *, rate: PerYear, base: Share = 0, after: Years = 0
) -> Money:
    """A share of the average revalued earnings: a base, and a rate for each year of service beyond a number."""
    return (base + rate * larger(service - after, 0)) * (career_earnings / service)


@rule
def final_earnings(
    last_earnings: Money, service: Years, *, rate: PerYear, base: Share = 0, after: Years = 0
) -> Money:
    """A share of the last years' earnings: a base, and a rate for each year of service beyond a number."""
    return (base + rate * larger(service - after, 0)) * last_earnings


@rule
def progressive(career_earnings: Stock, *, averaged_over: Years, rates: RatesByMoney) -> Money:
    """Of the career's earnings, averaged over a number of years, each rate on the part that lies in its bracket."""
    return by_bracket(career_earnings / averaged_over, rates)


@rule
def notional(balance: Stock, divisor: Years) -> Money:
    """The balance of the account, spread over the years for which it must pay."""
    return balance / divisor


@rule
def pay_out(balance: Stock, *, over: Years) -> Money:
    """The balance of the account, paid in equal parts over a number of years; over one year, all at once."""
    return balance / over


@rule
def share_of(pension: Money, *, share: Ratio) -> Money:
    """A share of the pension that the law names, as a survivor receives of the deceased's."""
    return share * pension


@rule
def plus(amount: Money, *, flat: Money) -> Money:
    """The amount and a flat addition."""
    return amount + flat


@rule
def early_late(amount: Money, age: Years, *, normal_age: Years, early: PerYear, late: PerYear) -> Money:
    """Reduced for each year before the normal age, increased for each year after it; never below nothing."""
    return amount * larger(1 - early * larger(normal_age - age, 0) + late * larger(age - normal_age, 0), 0)


@rule
def rounded_down(amount: Money, *, to: Money) -> Money:
    """The amount, rounded down to whole units of money."""
    return whole(amount / to) * to

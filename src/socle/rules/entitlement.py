"""How much: amounts in money a year, in the order in which the law works them out."""

from __future__ import annotations

from socle.ground import vocabulary
from socle.ground.expression import FOREVER
from socle.ground.vocabulary import by_band, larger, members, smaller, sum_in_household, to_household
from socle.model.rulebook import (
    AmountsByAge,
    AmountsBySize,
    Money,
    Months,
    Number,
    Ratio,
    Share,
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

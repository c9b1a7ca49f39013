"""How much: amounts in money a year, in the order in which the law works them out."""

from __future__ import annotations

from socle.ground.expression import FOREVER
from socle.ground.vocabulary import by_band, larger, smaller
from socle.model.rulebook import AmountsByAge, Money, Months, Number, Ratio, Share, WorkingDays, Years, rule


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
def less_income(amount: Money, other_income: Money, *, share: Share) -> Money:
    """The amount less a share of the income that the law counts, never below nothing."""
    return larger(amount - share * other_income, 0)


@rule
def with_materials(amount: Money, *, labour_share: Share) -> Money:
    """Public works with their materials: the wage bill divided by its share in the total cost."""
    return amount / labour_share

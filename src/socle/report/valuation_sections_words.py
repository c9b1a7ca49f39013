"""What a valuation report says in sentences: findings, method, what is left out, and the actuary's part."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from socle.ground.words import N_
from socle.report import labels, numbers
from socle.report import valuation_words as words
from socle.report.sections import Card
from socle.report.valuation_sections import Told, middle
from socle.report.valuation_sections_risk import chance

METHOD: Final = (
    N_(
        "The law is read from its file and asked of each person’s age, sex, service and earnings; the "
        "projection holds no law of its own."
    ),
    N_(
        "The model is a projection of cohorts by sex, completed age, years of service and class of earnings, "
        "one calendar year after another. The group is open: new entrants bring the insured to the number "
        "assumed."
    ),
    N_(
        "Stocks are of 1 January. Who enters or leaves does so evenly over the year and counts for half of "
        "it; awards of a year are paid for half of it; money falls at mid-year and earns half a year’s "
        "return."
    ),
    N_(
        "Order of a year: accounts and pensions in payment are revalued; death, invalidity, retirement and "
        "leaving act together on the insured, death, retirement and return on the inactive; awards are "
        "computed; survivors follow; everybody grows a year older."
    ),
    N_(
        "Rates given are independent: each acts as if the others did not, evenly over the year, and they are "
        "combined as competing risks."
    ),
    N_(
        "Only those who contribute gain service and are credited on their accounts; the density of "
        "contributions splits each cell before it is credited."
    ),
    N_(
        "Money inside the model is in average insurable wages of the year; what is shown is money of the day."
    ),
    N_(
        "The cost rate of a year is benefits and administration over payroll: the demographic ratio times the "
        "financial ratio, summed over benefits, and administration."
    ),
    N_("Premiums, debt and balances are present values at the return of the reserve, year by year."),
    N_(
        "The method follows the ISSA-ILO Guidelines on Actuarial Work for Social Security and the standard "
        "ISAP 2 of the International Actuarial Association."
    ),
)
LIMITS: Final = (
    N_(
        "This report was written by a program from the files named below. It is not an actuarial opinion "
        "until an actuary has judged data, assumptions and method, completed it and signed it."
    ),
    N_(
        "One future is computed for the tables; assumptions hold after the last year given. Sensitivity and "
        "drawn futures show part of the uncertainty, not that of the law or of the model itself."
    ),
    N_(
        "The economy and the scheme do not act on each other: contributions change neither employment nor "
        "wages, and nobody changes behaviour because the reserve runs low."
    ),
    N_(
        "Classes of earnings are kept for life; who earns little one year and much the next is seen only "
        "within a class."
    ),
    N_("Spouses and children are averages by age; families are not followed."),
)
ASKED: Final = (
    N_("Why the valuation was asked for, and by whom"),
    N_("Whether the data suffice, and what was done where they do not"),
    N_("Why the assumptions are reasonable, and who chose each of them"),
    N_("What happened since the previous valuation, and why results differ"),
    N_("What is recommended"),
)
SIGN: Final = (
    N_("Name of the actuary"),
    N_("Professional body and qualification"),
    N_("Date and place"),
    N_("Signature"),
)


def findings(told: Told) -> list[str]:
    """What decision makers read first, one sentence each."""
    said = [_cost(told), _when_short(told), _premium(told), _owed(told), _entrants(told), _doubt(told)]
    return [text for text in (*said, chance(told)) if text]


def _cost(told: Told) -> str:
    rates, at = told.valued.rates, middle(told.years)
    text = N_(
        "Benefits and administration cost {first} of payroll in {year}, {half} in {middle} and {last} in {end}; "
        "contributions bring in {paid} at first and {then} at the end."
    )
    return told._(text).format(
        first=_share(rates.total[0, 0], told),
        half=_share(rates.total[0, at], told),
        last=_share(rates.total[0, -1], told),
        year=told.years[0],
        middle=told.years[at],
        end=told.years[-1],
        paid=_share(rates.contributions[0, 0], told),
        then=_share(rates.contributions[0, -1], told),
    )


def _when_short(told: Told) -> str:
    """When spending first passes contributions, and when the reserve is gone."""
    fund = told.valued.fund
    short = np.flatnonzero(fund.spending[0] > fund.contributions[0])
    if not short.size:
        return told._(N_("In no year does spending pass contributions."))
    text = N_("Spending passes contributions from {year} on; the reserve {fate}.")
    end = float(told.valued.premiums.exhaustion[0])
    lasts = told._(N_("lasts through {year}")).format(year=told.years[-1])
    gone = told._(N_("is used up in {year}")).format(year=told.year(end))
    return told._(text).format(year=told.years[short[0]], fate=gone if math.isfinite(end) else lasts)


def _premium(told: Told) -> str:
    found, rates = told.valued.premiums, told.valued.rates
    text = N_(
        "One constant rate for all {count} years would be {premium} of payroll; {paid} is paid in at the end. The "
        "actuarial balance is {balance} points of payroll."
    )
    return told._(text).format(
        count=len(told.years),
        premium=_share(float(found.general_average[0]), told),
        paid=_share(rates.contributions[0, -1], told),
        balance=words.signed(100 * float(found.income_rate[0] - found.cost_rate[0]), told.lang, 1),
    )


def _owed(told: Told) -> str:
    if told.valued.debt is None:
        return ""
    text = N_("Rights earned to date are worth {debt} on 1 January {year}; the reserve is {reserve}.")
    return told._(text).format(
        debt=told.money(told.valued.debt.accrued[0]),
        reserve=told.money(told.valued.fund.reserve[0, 0]),
        year=told.years[0],
    )


def _entrants(told: Told) -> str:
    """Men and women of the first generation side by side."""
    first = [one for one in told.valued.generations if one.year == told.valued.generations[0].year]
    if len(first) < len(told.sexes):
        return ""
    men, women = sorted(first, key=lambda one: one.sex)
    if not (math.isfinite(men.replacement_award) and math.isfinite(women.replacement_award)):
        return ""  # nothing is paid for life
    text = N_(
        "A man who enters in {year} and works without a break has a pension of {men} of his last earnings, a woman "
        "{women} of hers; their generations earn {his} and {hers} a year above prices on what is paid for them."
    )
    return told._(text).format(
        year=men.year,
        men=_share(men.replacement_award, told),
        women=_share(women.replacement_award, told),
        his=_share(men.real_rate, told),
        hers=_share(women.real_rate, told),
    )


def _doubt(told: Told) -> str:
    rows = told.result.sensitivity
    if len(rows) < 2:
        return ""
    base = rows[0].general_average
    most = max(rows[1:], key=lambda one: abs(one.general_average - base))
    text = N_("Of the assumptions changed one by one, “{name}” moves the premium most, by {points} points.")
    return told._(text).format(
        name=told._(most.name), points=words.signed(100 * (most.general_average - base), told.lang, 1)
    )


def cards(told: Told) -> list[Card]:
    """The valuation at a glance."""
    _, valued = told._, told.valued
    rates, found = valued.rates, valued.premiums
    end = float(found.exhaustion[0])
    made = [
        Card(
            told.name("cost_rate"),
            labels.COLOUR["working_age"],
            f"{_share(rates.total[0, 0], told)} → {_share(rates.total[0, -1], told)}",
            _(N_("of payroll, {first} and {last}")).format(first=told.years[0], last=told.years[-1]),
        ),
        Card(
            told.name("general_average"),
            labels.COLOUR["baseline"],
            _share(float(found.general_average[0]), told),
            _(N_("of payroll; contributions are {paid} in {year}")).format(
                paid=_share(rates.contributions[0, 0], told), year=told.years[0]
            ),
        ),
        Card(
            _(N_("The reserve lasts")),
            labels.COLOUR["alert"] if math.isfinite(end) else labels.COLOUR["old_age"],
            _(N_("until {year}")).format(year=told.year(end))
            if math.isfinite(end)
            else _(N_("beyond {year}")).format(year=told.years[-1]),
            _(N_("{money} on 1 January {year}")).format(
                money=told.money(valued.fund.reserve[0, 0]), year=told.years[0]
            ),
        ),
    ]
    if valued.debt is not None:
        accrued = told.money(valued.debt.accrued[0]).replace(numbers.HARD_SPACE, " ")
        body = _(N_("present value on 1 January {year}")).format(year=told.years[0])
        made.append(Card(_(N_("Accrued rights")), labels.COLOUR["children"], accrued, body))
    return made


def method(told: Told) -> list[str]:
    """How it was computed, and what of the law differs between drawn futures."""
    return [told._(text) for text in METHOD]


def _share(value: float, told: Told) -> str:
    return numbers.share(float(value), told.lang)

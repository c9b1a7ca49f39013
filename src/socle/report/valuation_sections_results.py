"""What a valuation finds: persons, money, cost rates and their factors, premiums, debt, generations."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.model.valued import Generation, Valued
from socle.report import numbers
from socle.report import valuation_words as words
from socle.report.sections import Table
from socle.report.valuation_names import BALANCE, DEBT, GENERATION, NAMES, PREMIUMS
from socle.report.valuation_rows import SEXES, funding_ratio
from socle.report.valuation_sections import FEW, Told, steps, titles, total

Row = tuple[str, ...]
Flow = tuple[str, str, Array]
"""Measure and benefit of persons, and how many, [scenario, year, sex]."""


def demographic(told: Told) -> Table:
    """Contributors, pensioners by benefit, and pensioners per contributor, person-years."""
    _, found = told._, told.valued.over_time
    rows = []
    for at in steps(told.years):
        pensioners = {name: float(found.pensioners[name][0, at].sum()) for name in told.benefits}
        ratio, year = sum(pensioners.values()) / float(found.contributors[0, at].sum()), told.years[at]
        rows.append(
            (
                str(year),
                told.number(told.count(found.contributors[0, at].sum()), "contributors", year=year),
                *(
                    told.number(told.count(value), "pensioners", name, year)
                    for name, value in pensioners.items()
                ),
                told.share(ratio),
            )
        )
    head = (
        _(N_("Year")),
        _(N_("Contributors")),
        *told.benefits.values(),
        told.name("demographic_ratio"),
    )
    caption = _(N_("Demographic projection, persons (person-years of the calendar year)"))
    note = _(
        N_("Who receives two pensions counts in both columns. Contributors count as far as they contribute.")
    )
    return Table(caption, head, (("", tuple(rows)),), notes=(note,))


def by_sex(told: Told) -> Table:
    """Contributors and first entries, pensioners and awards of each benefit, by sex."""
    _, found = told._, told.valued.over_time
    series: dict[str, tuple[Flow, ...]] = {
        told.name("contributors"): (
            ("contributors", "", found.contributors),
            ("", "", found.people["entering"]),
        )
    }
    series |= {
        title: (("pensioners", name, found.pensioners[name]), ("awards", name, found.awards[name]))
        for name, title in told.benefits.items()
    }
    groups = tuple(
        (
            title,
            tuple(
                (str(told.years[at]), *(cell for flow in flows for cell in _of_each_sex(told, flow, at)))
                for at in steps(told.years, FEW)
            ),
        )
        for title, flows in series.items()
    )
    head = [_(N_("Year")), *told.sexes]
    head += [_(N_("New, {sex}")).format(sex=sex.lower()) for sex in told.sexes]
    note = _(
        N_("New: first entries of contributors, pensions awarded. The others are person-years of the year.")
    )
    caption = _(N_("Contributors and pensioners by sex, persons"))
    return Table(caption, tuple(head), groups, notes=(note,))


def _of_each_sex(told: Told, flow: Flow, at: int) -> Iterator[str]:
    """Persons of a year, men and women; what is no measure of its own leads nowhere."""
    measure, benefit, values = flow
    for sex, value in zip(SEXES, values[0, at], strict=True):
        text = told.count(value)
        yield told.number(text, measure, benefit, told.years[at], sex) if measure else text


def financial(told: Told) -> Table:
    """Income, spending and reserve, in current money."""
    _, fund = told._, told.valued.fund
    series = {
        "payroll": fund.payroll[0],
        "contributions": fund.contributions[0],
        "returns": fund.returns[0],
        "benefits": fund.benefits[0],
        "administration": fund.administration[0],
        "reserve_end": fund.reserve[0, 1:],
    }
    names, ratio = tuple(series), funding_ratio(told.valued)
    rows = tuple(
        (
            str(year),
            *(told.number(told.millions(one[at]), name, year=year) for name, one in series.items()),
            told.number(told.plain(ratio[at], 1), "funding_ratio", year=year),
        )
        for at, year in ((at, told.years[at]) for at in steps(told.years))
    )
    head = (
        _(N_("Year")),
        *(told.name(name) for name in names),
        _(N_("Reserve, years of spending")),
    )
    caption = _(N_("Financial projection, {unit}, current prices")).format(unit=told.unit)
    notes = (
        _(
            N_(
                "Flows of the calendar year, at its middle; the reserve on 31 December. Below 0, the reserve is a debt."
            )
        ),
    )
    return Table(caption, head, (("", rows),), notes=notes)


def cost_rates(told: Told) -> Table:
    """Cost rates by benefit, of men and women, and what is paid in."""
    _, rates, fund = told._, told.valued.rates, told.valued.fund
    rows = tuple(
        (
            str(year),
            *(
                told.number(told.share(rates.benefits[name][0, at]), "cost_rate", name, year)
                for name in told.benefits
            ),
            told.number(
                told.share(fund.administration[0, at] / fund.payroll[0, at]),
                "cost_rate",
                "administration",
                year,
            ),
            told.number(told.share(rates.total[0, at]), "cost_rate", year=year),
            told.number(told.share(rates.contributions[0, at]), "income_rate", year=year),
        )
        for at, year in ((at, told.years[at]) for at in steps(told.years))
    )
    head = (
        _(N_("Year")),
        *told.benefits.values(),
        told.name("administration"),
        told.name("cost_rate"),
        told.name("income_rate"),
    )
    return Table(_(N_("Pay-as-you-go cost rate by benefit, % of payroll")), head, (("", rows),))


def cost_by_sex(told: Told) -> Table:
    """What each sex receives and brings in, over the payroll of both."""
    _, found, rates = told._, told.valued.over_time, told.valued.rates
    rows = tuple(
        (
            str(told.years[at]),
            *(
                told.number(told.share(value), "cost_rate", "", told.years[at], sex)
                for sex, value in zip(SEXES, rates.by_sex[0, at], strict=True)
            ),
            *(
                told.number(told.millions(value), "payroll", "", told.years[at], sex)
                for sex, value in zip(SEXES, found.payroll[0, at], strict=True)
            ),
        )
        for at in steps(told.years, FEW)
    )
    head = [_(N_("Year"))]
    head += [_(N_("Benefits to {sex}, % of payroll")).format(sex=sex.lower()) for sex in told.sexes]
    head += [_(N_("Payroll of {sex}, {unit}")).format(sex=sex.lower(), unit=told.unit) for sex in told.sexes]
    note = _(N_("Benefits paid to each sex are over the payroll of both."))
    caption = _(N_("Cost rate by sex of who receives"))
    return Table(caption, tuple(head), (("", rows),), notes=(note,))


def factors(told: Told) -> Table:
    """The demographic and the financial ratio of each benefit, whose product is its cost rate."""
    _, rates = told._, told.valued.rates
    groups = []
    for name, title in told.benefits.items():
        if not np.isfinite(rates.financial[name][0]).any():
            continue  # paid once: it has no pensioners
        rows = tuple(
            (
                str(year),
                told.number(told.share(rates.demographic[name][0, at]), "demographic_ratio", name, year),
                told.number(told.share(rates.financial[name][0, at]), "financial_ratio", name, year),
                told.number(told.share(rates.benefits[name][0, at]), "cost_rate", name, year),
            )
            for at, year in ((at, told.years[at]) for at in steps(told.years, FEW))
        )
        groups.append((title, rows))
    head = (
        _(N_("Year")),
        _(N_("Pensioners, % of contributors")),
        _(N_("Average pension, % of average insured earnings")),
        _(N_("Cost rate, % of payroll")),
    )
    caption = _(N_("Factors of the cost rate: demographic ratio x financial ratio = cost rate"))
    return Table(caption, head, tuple(groups))


def premiums(told: Told, others: tuple[Valued, ...] = ()) -> Table:
    """Level contribution rates, balances and exhaustion; of several laws side by side."""
    laws = (told.valued, *others)
    _ = told._
    rows = [
        (told.name(name), *cells, _(NAMES[name].definition))
        for name in (*PREMIUMS, *BALANCE)
        if name != "scaled_premium"
        and (
            cells := [told.number(_premium(told.valued, name, told), name)]
            + [_premium(one, name, told) for one in others]
        )
    ]
    heads = [_heading(one, told) for one in laws] if others else [_(N_("Value"))]
    caption = _(
        N_("Premiums and balances over {years} years from 1 January {first}, % of payroll or as said")
    ).format(years=len(told.years), first=told.years[0])
    ratio = _(N_("The reserve-ratio premium leaves {ratio} years of spending at the end.")).format(
        ratio=told.plain(told.valued.premiums.ratio, 0)
    )
    return Table(
        caption,
        (_(N_("Measure")), *heads, _(N_("Definition"))),
        (("", tuple(rows)),),
        words=1,
        notes=(ratio,),
    )


def _premium(law: Valued, name: str, told: Told) -> str:
    found = law.premiums
    if name == "general_average_for_ever":
        without = told._(N_("not defined: the return is not above the growth of payroll"))
        return without if found.for_ever is None else told.share(found.for_ever[0])
    if name == "actuarial_balance":
        return told.share(found.income_rate[0] - found.cost_rate[0])
    if name == "unfunded_obligation":
        return told.money(found.unfunded[0])
    if name == "exhaustion":
        return told.year(found.exhaustion[0])
    series = {
        "general_average": found.general_average,
        "general_average_without_reserve": found.without_reserve,
        "reserve_ratio_premium": found.reserve_ratio,
        "summarised_income_rate": found.income_rate,
        "summarised_cost_rate": found.cost_rate,
    }
    return told.share(series[name][0])


def _heading(law: Valued, told: Told) -> str:
    return words.law(law, told.lang)


def staircase(told: Told) -> Table:
    """The successive scaled premiums with their years."""
    _, found = told._, told.valued.premiums
    rows, at = [], 0
    for length in found.periods:
        years = f"{told.years[at]}–{told.years[at + length - 1]}"
        premium = told.number(told.share(found.staircase[0, at]), "scaled_premium", year=told.years[at])
        rows.append((years, told.count(length), premium))
        at += length
    head = (_(N_("Period")), _(N_("Years")), _(N_("Scaled premium, % of payroll")))
    caption = _(N_("Successive scaled premiums"))
    return Table(caption, head, (("", tuple(rows)),), notes=(_(NAMES["scaled_premium"].definition),))


def debt(told: Told, others: tuple[Valued, ...] = ()) -> Table | None:
    """Implicit debt on the first 1 January by group, and the reserve beside it."""
    laws = [one for one in (told.valued, *others) if one.debt is not None]
    if not laws:
        return None
    _ = told._
    keys = {
        "debt_in_payment": "in_payment",
        "debt_accrued": "accrued",
        "debt_closed": "closed",
        "debt_open": "open",
    }
    rows = []
    for name, key in keys.items():
        cells: list[str] = []
        for one in laws:
            owed = float(getattr(one.debt, key)[0])
            text = told.millions(owed)
            cells += [
                told.number(text, name) if one is told.valued else text,
                told.share(owed / float(one.fund.payroll[0, 0])),
            ]
        rows.append((told._(DEBT[name].title), *cells, _(DEBT[name].definition)))
    reserve = [
        cell
        for one in laws
        for cell in (
            told.number(told.millions(one.fund.reserve[0, 0]), "reserve", year=told.years[0])
            if one is told.valued
            else told.millions(one.fund.reserve[0, 0]),
            told.share(one.fund.reserve[0, 0] / one.fund.payroll[0, 0]),
        )
    ]
    rows.append((told.name("reserve"), *reserve, _(NAMES["reserve"].definition)))
    head = [_(N_("Whose rights"))]
    for one in laws:
        law = f"{_heading(one, told)}, " if others else ""
        head += [law + told.unit, law + _(N_("% of the first payroll"))]
    caption = _(N_("Implicit debt on 1 January {year}, present values at the return of the reserve")).format(
        year=told.years[0]
    )
    return Table(caption, (*head, _(N_("Definition"))), (("", tuple(rows)),), words=1)


def generations(told: Told, law: Valued | None = None) -> Table | None:
    """What those who enter in some years pay and get, by sex."""
    chosen, _ = law or told.valued, told._
    if not chosen.generations:
        return None
    groups = []
    for sex, name in enumerate(told.sexes):
        rows = tuple(
            _generation(one, told, chosen is told.valued) for one in chosen.generations if one.sex == sex
        )
        groups.append((name, rows))
    head = (_(N_("Year of entry")), *(_(GENERATION[key].title) for key in GENERATION))
    notes = (
        _(N_("Rates of return are of the whole generation; ages and replacement rates, of a full career.")),
    )
    caption = _(N_("Generations by year of entry and sex"))
    return Table(caption, head, tuple(groups), notes=notes)


def _generation(one: Generation, told: Told, opens: bool) -> Row:
    """What a generation pays and gets; its numbers open where they are of the law that pages value."""
    said = {
        "entry_age": str(one.age),
        "retirement_age": told.plain(one.retires, 0) if math.isfinite(one.retires) else numbers_unknown(told),
        "replacement_award": told.share(one.replacement_award),
        "replacement_life": told.share(one.replacement_life),
        "internal_rate": told.share(one.internal_rate),
        "real_rate": told.share(one.real_rate),
        "moneys_worth": told.plain(one.moneys_worth, 2),
    }
    sex = SEXES[one.sex]
    cells = (told.number(text, name, "", one.year, sex) if opens else text for name, text in said.items())
    return (str(one.year), *cells)


def numbers_unknown(told: Told) -> str:
    """The word for what is not defined."""
    return told._(numbers.UNKNOWN)


def spending_by_benefit(told: Told) -> Table:
    """Benefits paid by benefit, in current money."""
    _, found = told._, told.valued.over_time
    rows = tuple(
        (
            str(told.years[at]),
            *(
                told.number(told.millions(total(found.benefits[name])[at]), "benefits", name, told.years[at])
                for name in told.benefits
            ),
        )
        for at in steps(told.years, FEW)
    )
    caption = _(N_("Benefits paid, {unit}, current prices")).format(unit=told.unit)
    return Table(caption, (_(N_("Year")), *titles(told.valued, told.lang).values()), (("", rows),))

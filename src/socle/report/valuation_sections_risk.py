"""How sure a valuation is, and what a reform changes: sensitivity, drawn futures, one law against another."""

from __future__ import annotations

import math

from socle.ground.words import N_
from socle.report import valuation_words as words
from socle.report.sections import Table
from socle.report.valuation_sections import Told, middle, steps


def sensitivity(told: Told) -> Table | None:
    """One assumption changed at a time."""
    rows, _ = told.result.sensitivity, told._
    if not rows:
        return None
    base = rows[0].general_average
    body = tuple(
        (
            _(one.name),
            told.share(one.general_average),
            f"{words.signed(100 * (one.general_average - base), told.lang, 2)}" if at else "–",
            told.share(one.cost_rate_middle),
            told.share(one.cost_rate_last),
            told.year(one.exhaustion),
        )
        for at, one in enumerate(rows)
    )
    head = (
        _(N_("Assumption")),
        told.name("general_average"),
        _(N_("Difference, points")),
        _(N_("Cost rate {year}")).format(year=told.years[middle(told.years)]),
        _(N_("Cost rate {year}")).format(year=told.years[-1]),
        told.name("exhaustion"),
    )
    caption = _(N_("Sensitivity: one assumption changed, all others kept, % of payroll"))
    return Table(caption, head, (("", body),))


def against(told: Told) -> Table | None:
    """Cost rates and reserves of two laws side by side, at some years."""
    other, _ = told.result.against, told._
    if other is None:
        return None
    laws = (told.valued, other)
    rows = tuple(
        (
            str(told.years[at]),
            *(told.share(law.rates.total[0, at]) for law in laws),
            words.signed(100 * float(laws[0].rates.total[0, at] - other.rates.total[0, at]), told.lang, 2),
            *(told.share(law.rates.contributions[0, at]) for law in laws),
            *(told.millions(law.fund.reserve[0, at + 1]) for law in laws),
        )
        for at in steps(told.years)
    )
    names = [words.law(law, told.lang) for law in laws]
    head = [_(N_("Year"))]
    head += [f"{told.name('cost_rate')}, {name}" for name in names]
    head.append(_(N_("Difference, points")))
    head += [f"{told.name('income_rate')}, {name}" for name in names]
    head += [f"{told.name('reserve_end')}, {name}" for name in names]
    caption = _(N_("{law} against {other}: % of payroll; reserve on 31 December, {unit}")).format(
        law=names[0], other=names[1], unit=told.unit
    )
    return Table(caption, tuple(head), (("", rows),))


def bounded(told: Told) -> Table | None:
    """How often a bound cut what was drawn."""
    chances, _ = told.result.chances, told._
    if chances is None or not chances.bounded:
        return None
    rows = tuple((_(VARIABLE.get(name, name)), told.share(share)) for name, share in chances.bounded.items())
    head = (_(N_("Variable")), _(N_("Years of all futures that a bound cut, %")))
    return Table(_(N_("Bounds on what is drawn")), head, (("", rows),))


VARIABLE = {
    "inflation": N_("Inflation"),
    "real_wage_growth": N_("Real growth of wages"),
    "real_return": N_("Real return of the reserve"),
}


def chance(told: Told) -> str:
    """The chance that the reserve is used up by the middle and by the end, each with its interval."""
    chances, _ = told.result.chances, told._
    if chances is None:
        return ""
    said = []
    for year in (told.years[middle(told.years)], told.years[-1] + 1):
        share, low, high = chances.exhausted[year]
        if math.isfinite(share):
            text = _(N_("{share} by 1 January {year} (interval {low} % to {high} %)"))
            low_, high_ = (words.cell(value, "exhausted", told.lang) for value in (low, high))
            said.append(text.format(share=told.share(share).strip(), year=year, low=low_, high=high_))
    return _(N_("In {runs} drawn futures the reserve is used up in {list}.")).format(
        runs=told.count(chances.runs), list=told.listed(said)
    )

"""What adds up: persons, pensions and the reserve from the first 1 January to the last 31 December."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.model.valued import ValuationResult
from socle.report.sections import Table
from socle.report.valuation_rows import scalars
from socle.report.valuation_sections import Told

TOLERANCE: Final = 1e-6  # of the larger of the sums
GONE: Final = {
    "deaths": N_("deaths"),
    "invalid": N_("new invalidity"),
    "retiring": N_("retirement"),
    "cashing_out": N_("paid off on leaving"),
    "aged_out": N_("past the last working age without a right"),
}


@dataclass(frozen=True)
class Balance:
    """An opening, what is added and taken, and the closing of the projection, which their sum must be."""

    title: str
    opening: float
    flows: Mapping[str, float]  # signed
    closing: float

    @property
    def sum(self) -> float:
        """What the opening and the flows come to."""
        return self.opening + float(sum(self.flows.values()))

    @property
    def agrees(self) -> bool:
        """Whether they come to the closing."""
        size = max(abs(self.opening), abs(self.closing), *(abs(flow) for flow in self.flows.values()), 1.0)
        return abs(self.sum - self.closing) <= TOLERANCE * size


def balances(result: ValuationResult) -> tuple[Balance, ...]:
    """The insured by sex, the pensions of each benefit, the reserve: titles are messages or names of benefits."""
    return (*_insured(result), *_pensions(result), _reserve(result))


def _insured(result: ValuationResult) -> tuple[Balance, ...]:
    valued = result.valued
    if not valued.standing:
        return ()
    first, last = valued.standing
    people = {name: series[0].sum(axis=0) for name, series in valued.over_time.people.items()}
    made = []
    for sex, title in enumerate((N_("Insured and inactive men"), N_("Insured and inactive women"))):
        flows = {N_("first entries"): float(people["entering"][sex])}
        flows |= {text: -float(people[name][sex]) for name, text in GONE.items()}
        ends = [float(one.insured[sex].sum() + one.inactive[sex].sum()) for one in (first, last)]
        made.append(Balance(title, ends[0], flows, ends[1]))
    return tuple(made)


def _pensions(result: ValuationResult) -> tuple[Balance, ...]:
    valued = result.valued
    if not valued.standing or not valued.over_time.ended:
        return ()
    first, last = valued.standing
    made = []
    for name, awards in valued.over_time.awards.items():
        if name in first.pensioners:
            flows = {
                N_("new pensions"): _sum(awards),
                N_("deaths and other ends"): -_sum(valued.over_time.ended[name]),
            }
            ends = [float(one.pensioners[name].sum()) for one in (first, last)]
            made.append(Balance(name, ends[0], flows, ends[1]))
    return tuple(made)


def _reserve(result: ValuationResult) -> Balance:
    fund = result.valued.fund
    flows = {
        N_("contributions"): _sum(fund.contributions),
        N_("investment income"): _sum(fund.returns),
        N_("benefits"): -_sum(fund.benefits),
        N_("administration"): -_sum(fund.administration),
    }
    return Balance(N_("Reserve"), float(fund.reserve[0, 0]), flows, float(fund.reserve[0, -1]))


def _sum(series: Array) -> float:
    """All of the first scenario."""
    return float(np.asarray(series[0]).sum())


def reconciled(told: Told) -> Table:
    """Opening, flows, closing, and whether they agree."""
    _ = told._
    groups = []
    for one in balances(told.result):
        money = one.title == "Reserve"
        shown = told.millions if money else told.count
        unit = told.unit if money else _(N_("persons"))
        title = told.benefits.get(one.title) or _(one.title)
        rows = [(_(N_("1 January {year}")).format(year=told.years[0]), shown(one.opening))]
        rows += [(_(text), shown(flow)) for text, flow in one.flows.items() if flow]
        rows.append((_(N_("sum of these")), shown(one.sum)))
        rows.append(
            (_(N_("31 December {year}, as projected")).format(year=told.years[-1]), shown(one.closing))
        )
        rows.append((_(N_("they agree")), _(N_("yes")) if one.agrees else _(N_("NO"))))
        groups.append((f"{title}, {unit}", tuple(rows)))
    caption = _(N_("Reconciliation of totals, {first}–{last}: opening + flows = closing")).format(
        first=told.years[0], last=told.years[-1]
    )
    return Table(caption, (_(N_("Flow")), _(N_("Sum over the years"))), tuple(groups))


def previous(told: Told, before: ValuationResult | None) -> Table | None:
    """The main results of the previous valuation beside these; nothing where none was given."""
    if before is None:
        return None
    _, years = told._, before.valued.over_time.years
    now, then = scalars(told.valued), scalars(before.valued)
    rows = []
    for name in ("general_average", "summarised_cost_rate", "exhaustion"):
        cells = [
            told.year(np.nan if value is None else value)
            if name == "exhaustion"
            else told.share(value or 0.0)
            for value in (then[name], now[name])
        ]
        rows.append((told.name(name), *cells))
    if told.years[0] in years:
        at = years.index(told.years[0])
        expected, found = before.valued.fund.reserve[0, at], told.valued.fund.reserve[0, 0]
        rows.append((told.name("reserve"), told.millions(expected), told.millions(found)))
        rates = (before.valued.rates.total[0, at], told.valued.rates.total[0, 0])
        rows.append((told.name("cost_rate"), *(told.share(rate) for rate in rates)))
    head = (
        _(N_("Measure")),
        _(N_("Valuation of {year}")).format(year=years[0]),
        _(N_("This valuation, {year}")).format(year=told.years[0]),
    )
    caption = _(
        N_("Against the previous valuation, % of payroll; reserve and cost rate of {year}, {unit}")
    ).format(year=told.years[0], unit=told.unit)
    return Table(caption, head, (("", tuple(rows)),))

"""The fund of unemployment insurance: its path in normal years, and what a recession does to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.ground.units import MONTHS_PER_YEAR as MONTHS
from socle.ground.words import N_
from socle.measure.actuarial import WORST_YEARS, average_high_cost_multiple
from socle.model.branch_case import Figure, Grid, Unemployment
from socle.model.survey import Flag
from socle.project.recession import FundPath, fund_path, stabiliser_ratio
from socle.project.unemployment import Projection, by_year
from socle.run.branch_parts import by_year as grid_by_year
from socle.run.branch_parts import column, ratio, said_in, span

BORROWED = N_(
    "In the recession the fund is below 0 from {when}: what is shown is what it would have borrowed, at "
    "the rate at which it earns."
)
EMPLOYMENT = N_(
    "In the recession the insured, their payroll and the months they pay move with employment: 1 - u over 1 - "
    "the normal u."
)
MONTHLY = N_("The fund is followed month by month; its return of a year is spread over twelve months.")
HELD = N_("The extension of benefits holds in {months} months.")
PAST = N_("fund over payroll of the first year, over the mean of the three highest cost rates of the past")
SIMULATED = N_(
    "fund over payroll of the first year, over the mean of the three highest cost rates of the recession: the "
    "file gives no past ones"
)


@dataclass(frozen=True, eq=False)
class Course:
    """A branch month by month: insured, payroll, flows of claims, and in how many months an extension holds."""

    insured: Array
    payroll: Array
    flows: Projection
    extended: int
    holds: Sequence[bool]

    @property
    def heads(self) -> Array:
        """Insured persons, mean of a year."""
        return by_year(self.insured) / MONTHS

    @property
    def paid(self) -> Array:
        """Payroll of a year, money."""
        return by_year(self.payroll)

    @property
    def claims(self) -> Array:
        """Claims of a year."""
        return np.asarray(self.flows.yearly().entrants.sum(axis=-1))

    @property
    def beneficiaries(self) -> Array:
        """Beneficiaries of a year on average."""
        return np.asarray(self.flows.yearly().beneficiary_months.sum(axis=-1) / MONTHS)

    @property
    def spent(self) -> Array:
        """Benefits of a year, money."""
        return np.asarray(self.flows.yearly().expenditure.sum(axis=-1))


def path(case: Unemployment, run: Course) -> FundPath:
    """The fund at the bounds of months: contributions less benefits and administration."""
    fund = case.fund
    assert fund is not None
    monthly = (1 + fund.returns) ** (1 / MONTHS) - 1 if fund.returns > -1 else -1.0
    out = run.flows.expenditure.sum(axis=-1) * (1 + case.head.administration)
    with said_in(case.head, "fund"):
        return fund_path(fund.start, fund.rate * run.payroll, out, np.full(len(out), monthly))


def fund_grid(case: Unemployment, run: Course, key: str, caption: str) -> Grid:
    """Contributions, cost, return and fund at the end of each year."""
    assert case.fund is not None
    ends = path(case, run).fund[::MONTHS]
    income, cost = case.fund.rate * run.paid, run.spent * (1 + case.head.administration)
    interest = np.diff(ends) - income + cost
    cells = [
        column("contributions", N_("contributions"), "money", income, N_("contribution rate x payroll")),
        column("cost", N_("cost"), "money", cost, N_("benefits and administration")),
        column("return", N_("return"), "money", interest,
               N_("on the fund at the start of each month, and on its flows for half a month")),
        column("fund", N_("fund at the end"), "money", ends[1:],
               N_("fund at the start + contributions - cost + return")),
        column("years_held", N_("fund over cost"), "ratio", ratio(ends[1:], cost),
               N_("fund at the end over cost of the year")),
    ]  # fmt: skip
    return grid_by_year(key, caption, case.head, cells)


Answer = tuple[list[Figure], list[Grid], list[Flag]]


def recession(case: Unemployment, base: Course, hit: Course) -> Answer:
    """The same branch on the path of unemployment: low point, reserve needed, high-cost multiple, stabiliser."""
    stress = case.recession
    assert stress is not None
    fund = path(case, hit)
    more = 1 + case.head.administration
    cells = [
        column("unemployment", N_("unemployment"), "share", stress.path, N_("the path of the file")),
        column("beneficiaries", N_("beneficiaries"), "persons", hit.beneficiaries,
               N_("months of benefit paid, over 12")),
        column("extended", N_("months extended"), "months", by_year(np.array(hit.holds, dtype=np.float64)),
               N_("months in which unemployment stood above its norm by the trigger or more, the lag before")),
        column("benefits", N_("benefits"), "money", hit.spent, N_("months paid x benefit of their month")),
        column("cost_rate", N_("cost rate"), "share", ratio(hit.spent * more, hit.paid),
               N_("benefits and administration over payroll")),
    ]  # fmt: skip
    grids = [
        grid_by_year("recession", N_("The recession by year"), case.head, cells),
        fund_grid(case, hit, "recession_fund", N_("The fund in the recession")),
    ]
    notes = [Flag(EMPLOYMENT), Flag(MONTHLY)]
    if stress.extension:
        notes.append(Flag(HELD, {"months": str(hit.extended)}))
    below = np.flatnonzero(fund.fund < 0)
    if below.size:
        year, month = _bound(case, int(below[0]))
        notes.append(Flag(BORROWED, {"when": f"{year}-{month}"}))
    return _stress_figures(case, base, hit, fund), grids, notes


def _stress_figures(case: Unemployment, base: Course, hit: Course, fund: FundPath) -> list[Figure]:
    year, month = _bound(case, int(fund.low_period))
    figures = [
        Figure("low_point", N_("Low point of the fund in the recession"), "money", float(fund.low_point),
               N_("the lowest the fund stands at the end of a month"), f"{year}-{month}"),
        Figure("reserve_needed", N_("Reserve needed at the start"), "money", float(fund.reserve_needed),
               N_("the smallest fund at the start that is never below 0 at the end of a month"), str(case.head.year)),
    ]  # fmt: skip
    rates = np.array(list(case.history.values()))
    how = PAST
    if not case.history:
        rates, how = ratio(hit.spent * (1 + case.head.administration), hit.paid), SIMULATED
    assert case.fund is not None
    if len(rates) >= WORST_YEARS or case.history:
        with said_in(case.head, "history"):
            multiple = average_high_cost_multiple(np.array(case.fund.start), base.paid[0], rates)
        figures.append(
            Figure(
                "high_cost_multiple",
                N_("Average high-cost multiple"),
                "years",
                float(multiple),
                how,
                str(case.head.year),
            )
        )
    return [*figures, *_stabiliser(case, base, hit)]


def _stabiliser(case: Unemployment, base: Course, hit: Course) -> list[Figure]:
    """Benefits beyond the normal ones over wages lost; contributions follow wages by one rate, not by a rule."""
    extra = float(hit.spent.sum() - base.spent.sum())
    lost = float(np.maximum(base.paid - hit.paid, 0.0).sum())
    if not lost or extra < 0:
        return []
    value = float(stabiliser_ratio(np.array(extra), np.array(0.0), np.array(lost)))
    return [
        Figure("extra_cost", N_("Benefits beyond those of normal years"), "money", extra,
               N_("benefits of the recession less those without it, all years"), span(case.head)),
        Figure("stabiliser", N_("Stabiliser: share of lost wages made good"), "share", value,
               N_("benefits beyond those of normal years over wages lost; rates of contribution do not change"),
               span(case.head)),
    ]  # fmt: skip


def _bound(case: Unemployment, bound: int) -> tuple[str, str]:
    """The year and month whose end is the bound; bound 0 is the start of the first year, December before it."""
    month = bound - 1
    return str(case.head.year + month // MONTHS), f"{month % MONTHS + 1:02d}"

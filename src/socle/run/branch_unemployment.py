"""The valuation of unemployment insurance: claims and cost year by year, the closed form, and a recession.

The scheme starts in the steady state of its rates, month by month. In a recession the labour force is that of
the projection: employment, and with it the insured, payroll and the months they pay, moves with 1 - u over
1 - its norm. Money moves with wages, floors and caps of benefits too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.ground.units import MONTHS_PER_YEAR as MONTHS
from socle.ground.words import N_
from socle.model.branch_case import Column, Figure, Grid, Unemployment, Valuation
from socle.model.survey import Flag
from socle.project import unemployment as claims
from socle.project.recession import benefits_under, exit_rate, separation, triggered
from socle.project.unemployment import Benefit, Projection, durations_by_age
from socle.run.branch_fund import Course, fund_grid, recession
from socle.run.branch_parts import by_year, column, index, ratio, said_in, span

SETTLED = 1e-14  # a record that moves by less in a month is steady
RULE = N_("cost rate = entry rate x mean paid duration x replacement x wage ratio")
STEADY = N_(
    "The scheme starts in the steady state of its rates: claimants of a month are those of the month before "
    "who stay, and the entrants."
)
RECORDS = N_(
    "The right to benefit needs {months} months paid in the last {last}; where in them is not followed."
)
LIMITS = N_("Floor and cap of benefits move with wages.")


@dataclass(frozen=True, eq=False)
class Setting:
    """A case made ready: the benefit, rates by month of spell [group, spell month], the share with a right."""

    case: Unemployment
    benefit: Benefit
    longest: Benefit  # with the extension of a recession
    exits: Array
    record: Array  # [group, months paid], empty where no months are needed
    eligible: Array
    entry: Array  # claims a month and insured person [group]

    @property
    def claimed(self) -> Array:
        """Wage of claimants before their spell, money a month [group]."""
        return self.case.wage * self.case.wage_ratio / MONTHS


@dataclass(frozen=True, eq=False)
class Steady:
    """The closed form: a month of the steady state by group, and the four factors of its cost rate."""

    claims: Array  # entrants a month
    duration: Array  # months paid a claim
    replacement: Array  # mean benefit over the wage before the spell
    rate: Array  # of the payroll of the group
    total: float
    factors: tuple[float, float, float, float]


def unemployment(case: Unemployment) -> Valuation:
    """The branch valued: first the cost rate, then the years, the groups, and the recession if there is one."""
    setting = _ready(case)
    base = course(setting, np.zeros(case.head.years * MONTHS))
    with said_in(case.head, "groups"):
        closed = steady(setting)
    figures = [*_rates(case, base, closed), *_checks(case, base, closed)]
    grids = [by_year("years", N_("The branch by year"), case.head, _years(base, case.head.administration))]
    if case.fund is not None:
        grids.append(fund_grid(case, base, "fund", N_("The fund")))
    grids.append(_groups(setting, closed))
    notes = [Flag(STEADY)]
    if case.needs[1]:
        notes.append(Flag(RECORDS, {"months": str(case.needs[0]), "last": str(case.needs[1])}))
    if case.floor or np.isfinite(case.cap):
        notes.append(Flag(LIMITS))
    if case.recession is not None:
        more = recession(case, base, course(setting, _away(case)))
        figures, grids, notes = [*figures, *more[0]], [*grids, *more[1]], [*notes, *more[2]]
    return Valuation(case.head, tuple(figures), tuple(grids), tuple(notes))


def _ready(case: Unemployment) -> Setting:
    limits, months = case.durations
    with said_in(case.head, "benefit"):
        duration = case.duration
        if months:
            duration = durations_by_age(np.asarray(case.ages), np.array(limits), np.array(months))
        length = max(int(np.ceil(duration.max())), 1)
        rates = case.replacement
        if len(rates) > 1:
            rates = (*rates[:length], *[rates[-1]] * (length - len(rates)))
        benefit = Benefit(case.waiting, duration, np.array(rates), case.floor / MONTHS, case.cap / MONTHS)
    longest = benefit.extended(case.recession.extension) if case.recession else benefit
    exits = np.array(
        [[one[min(month, len(one) - 1)] for month in range(longest.months)] for one in case.exits]
    )
    record = _steady_record(case)
    eligible = claims.with_record(record, case.needs[0]) if record.size else np.zeros(len(case.groups))
    eligible = np.where(np.isnan(case.paying), case.eligible, eligible)
    entry = claims.entrants(np.ones(len(eligible)), case.separation, eligible, case.involuntary, case.take_up)
    return Setting(case, benefit, longest, exits, record, eligible, entry)


def _steady_record(case: Unemployment) -> Array:
    """Months paid in the window by those who pay with the same chance each month [group, months paid]."""
    window = case.needs[1]
    if not window:
        return np.zeros((0,))
    paying = np.where(np.isnan(case.paying), 0.0, case.paying)
    record = np.zeros((len(paying), window + 1))
    record[:, 0] = 1.0
    while True:
        after = claims.next_record(record, paying, window)
        if float(np.abs(after - record).max()) < SETTLED:
            return after
        record = after


def steady(setting: Setting) -> Steady:
    """A month of the steady state by the closed form, and its cost rate as the product of four factors."""
    case, law = setting.case, setting.benefit
    exits = setting.exits[:, : law.months]
    curve = claims.staying(exits) * law.paid_share()
    duration = claims.mean_paid_duration(exits, law)
    paid = (curve * law.amount(setting.claimed)).sum(axis=-1)
    replacement = ratio(paid, duration * setting.claimed)
    rate = claims.steady_cost_rate(setting.entry, duration, np.nan_to_num(replacement), case.wage_ratio)
    entrants, payroll = case.insured * setting.entry, case.insured * case.wage / MONTHS
    months = entrants * duration
    before = float((months * setting.claimed).sum())
    factors = (
        float(ratio(entrants.sum(), case.insured.sum())),
        float(ratio(months.sum(), entrants.sum())),
        float(ratio((entrants * paid).sum(), before)),
        float(ratio(ratio(before, months.sum()), ratio(payroll.sum(), case.insured.sum()))),
    )
    total = float(ratio((rate * payroll).sum(), payroll.sum()))
    return Steady(entrants, duration, replacement, rate, total, factors)


def _away(case: Unemployment) -> Array:
    """How far unemployment stands from its norm in each month of the path."""
    assert case.recession is not None
    return np.repeat(case.recession.path - case.recession.normal, MONTHS)


def course(setting: Setting, du: Array) -> Course:
    """The branch month by month where unemployment stands `du` [month] above its norm."""
    case, stress = setting.case, setting.case.recession
    b1, b2, normal = (stress.separation, stress.exit, stress.normal) if stress else (0.0, 0.0, 0.0)
    people = np.repeat(index(case.head.people), MONTHS)
    wages = np.repeat(index(case.head.wages), MONTHS)
    employed = 1 - du / (1 - normal)
    insured = case.insured * (people * employed)[:, None]
    with said_in(case.head, "recession"):
        leaving = separation(case.separation, b1, du[:, None])
        exits = exit_rate(setting.exits, b2, du[:, None, None])
    right = _rights(setting, employed)
    new = claims.entrants(insured, leaving, right, case.involuntary, case.take_up)
    holds = triggered(du, stress.trigger, stress.lag) if stress else [False] * len(du)
    extra = stress.extension if stress else 0.0
    laws = benefits_under(setting.benefit, extra, holds)
    first = case.insured * setting.entry
    spells = first[:, None] * claims.staying(setting.exits)
    run = claims.project(spells, new, exits, np.broadcast_to(setting.claimed, new.shape), laws)
    money = Projection(run.entrants, run.beneficiary_months, run.expenditure * wages[:, None])
    payroll = (insured * case.wage / MONTHS).sum(axis=-1) * wages
    return Course(insured.sum(axis=-1), payroll, money, sum(holds), holds)


def _rights(setting: Setting, employed: Array) -> Array:
    """The share of the insured with a right in each month [month, group]; who has less work pays less often."""
    case, record, found = setting.case, setting.record, []
    if not record.size:
        return np.broadcast_to(setting.eligible, (len(employed), len(case.groups)))
    paying = np.where(np.isnan(case.paying), 0.0, case.paying)
    for share in employed:
        record = claims.next_record(record, np.clip(paying * share, 0.0, 1.0), case.needs[1])
        enough = claims.with_record(record, case.needs[0])
        found.append(np.where(np.isnan(case.paying), case.eligible, enough))
    return np.stack(found)


def _rates(case: Unemployment, base: Course, closed: Steady) -> list[Figure]:
    when, more = str(case.head.year), 1 + case.head.administration
    worked = tuple(zip(closed.factors, ("share_month", "months", "share", "ratio"), strict=True))
    level = float(ratio(base.spent.sum() * more, base.paid.sum()))
    first = float(ratio(base.spent[0] * more, base.paid[0]))
    return [
        Figure("cost_rate", N_("Cost rate, pay-as-you-go"), "share", first,
               N_("benefits and administration of the year over its payroll"), when),
        Figure("closed_form", N_("Cost rate of benefits, closed form of the steady state"), "share", closed.total,
               RULE, when, worked),
        Figure("level_rate", N_("Level rate over all years"), "share", level,
               N_("benefits and administration of all years over their payroll, undiscounted"),
               span(case.head)),
    ]  # fmt: skip


def _checks(case: Unemployment, base: Course, closed: Steady) -> list[Figure]:
    """The months counted one by one beside the closed form; both are the same in the first year."""
    run = float(ratio(base.spent[0], base.paid[0]))
    return [
        Figure("difference", N_("Projection by month less the closed form"), "points", run - closed.total,
               N_("benefits of the first year over its payroll, less the closed form: 0 but for rounding"),
               str(case.head.year)),
    ]  # fmt: skip


def _years(base: Course, administration: float) -> list[Column]:
    cost = base.spent * (1 + administration)
    return [
        column("insured", N_("insured"), "persons", base.heads, N_("mean of the months of the year")),
        column("claims", N_("claims"), "claims", base.claims,
               N_("insured x separations x with a right x involuntary x take-up, twelve months")),
        column("beneficiaries", N_("beneficiaries"), "persons", base.beneficiaries,
               N_("months of benefit paid, over 12")),
        column("benefits", N_("benefits"), "money", base.spent, N_("months paid x benefit of their month")),
        column("cost_rate", N_("cost rate"), "share", ratio(cost, base.paid),
               N_("benefits and administration over payroll")),
    ]  # fmt: skip


def _groups(setting: Setting, closed: Steady) -> Grid:
    case = setting.case
    cells = (
        column("right", N_("with a right"), "share", setting.eligible,
               N_("share of the insured who have the months needed, or as the file says")),
        column("entry", N_("entry rate"), "share_month", ratio(closed.claims, case.insured),
               N_("claims a month over the insured")),
        column("duration", N_("paid duration"), "months", closed.duration,
               N_("sum over the months of a spell of the share paid x the share of claimants still there")),
        column("replacement", N_("replacement"), "share", closed.replacement,
               N_("mean benefit over the wage before the spell, floor and cap applied")),
        column("wage_ratio", N_("wage ratio"), "ratio", case.wage_ratio,
               N_("wage of claimants over that of the insured of the group")),
        column("rate", N_("cost rate"), "share", closed.rate, RULE),
    )  # fmt: skip
    return Grid(
        "groups", N_("The steady state by group, without administration"), "group", case.groups, cells
    )

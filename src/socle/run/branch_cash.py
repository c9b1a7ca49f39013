"""The valuation of cash benefits of sickness and of maternity."""

from __future__ import annotations

import numpy as np

from socle.ground.axes import Array
from socle.ground.units import DAYS_PER_YEAR
from socle.ground.words import N_
from socle.model.branch_case import Column, Figure, Grid, Head, Maternity, Reserve, Sickness, Valuation
from socle.model.survey import Flag
from socle.project.sickness import (
    WEEKS_PER_YEAR,
    contribution_rate,
    maternity_cost,
    paid_days,
    sickness_cost,
    weekly_pay,
)
from socle.run.branch_parts import by_year, column, index, ratio, said_in

PAYG = N_("benefits and administration of the year over its payroll")
BUILT = N_(
    "(cost + the reserve still lacking / years to build it) / payroll; cost is benefits and administration"
)
GROWTH = N_("People grow and wages rise as the file says; how often benefits are used stays.")
CURVE = N_("The share of spells is straight between the days that the file gives.")
BIRTHS = N_("Confinements are counted as births: multiple births are not taken apart.")


def sickness(case: Sickness) -> Valuation:
    """Paid days of a spell, cost by group and year, the contribution rate."""
    head = case.head
    with said_in(head, "benefit"):
        days = float(paid_days(case.curve, case.waiting, case.days))
    cost = sickness_cost(case.insured, case.spells, np.array(days), case.rate, case.wage)
    people, wages = index(head.people), index(head.wages)
    benefits, payroll = cost.sum() * people * wages, float(case.insured @ case.wage) * people * wages
    spells = float(case.insured @ case.spells)
    wage_ratio = float(
        ratio(ratio(case.insured * case.spells @ case.wage, spells), ratio(payroll[0], case.insured.sum()))
    )
    worked = (
        (float(ratio(spells, case.insured.sum())), "ratio"),
        (days, "days"),
        (case.rate, "share"),
        (wage_ratio, "ratio"),
        (1 / DAYS_PER_YEAR, "ratio"),
    )
    figures = [
        *_rates(head, benefits, payroll, case.reserve),
        Figure("closed_form", N_("Cost rate of benefits, as a product"), "share", float(ratio(cost.sum(), payroll[0])),
               N_("spells a person x paid days x rate of benefit x wage ratio / 365"), str(head.year), worked),
        Figure("paid_days", N_("Paid days of a spell on average"), "days", days,
               N_("sum of the shares of spells that reach each day from the first paid to the last"), str(head.year)),
    ]  # fmt: skip
    beneficiaries = spells * days / DAYS_PER_YEAR * people
    columns = [
        column("insured", N_("insured"), "persons", case.insured.sum() * people, N_("sum over the groups")),
        column("beneficiaries", N_("beneficiaries"), "persons", beneficiaries,
               N_("mean of the year: spells x paid days / 365")),
        *_money(head, benefits, payroll),
    ]  # fmt: skip
    grids = (by_year("years", N_("The branch by year"), head, columns), _by_group(case, days, cost))
    return Valuation(head, tuple(figures), grids, (Flag(CURVE), Flag(GROWTH)))


def _by_group(case: Sickness, days: float, cost: Array) -> Grid:
    cells = (
        column("spells", N_("spells"), "spells", case.insured * case.spells, N_("insured x spells a person and year")),
        column("days", N_("paid days"), "days", case.insured * case.spells * days, N_("spells x paid days of a spell")),
        column("benefits", N_("benefits"), "money", cost, 
               N_("paid days x rate of benefit x daily wage (1/365 of the year's)")),
        column("cost_rate", N_("cost rate"), "share", ratio(cost, case.insured * case.wage),
               N_("benefits over the payroll of the group")),
    )  # fmt: skip
    return _groups(case.groups, cells)


def maternity(case: Maternity) -> Valuation:
    """Births to insured women, cost by age group and year, the contribution rate."""
    head = case.head
    with said_in(head, "benefit"):
        pay = weekly_pay(case.wage, case.rate)
        cost = maternity_cost(case.women, case.fertility, case.eligible, case.weeks, pay)
    people, wages = index(head.people), index(head.wages)
    births = case.women * case.fertility * case.eligible
    benefits, payroll = cost.sum() * people * wages, case.payroll * people * wages
    mean = float(ratio(births @ case.wage, births.sum()))
    worked = (
        (float(births.sum()), "births"),
        (case.weeks, "weeks"),
        (case.rate, "share"),
        (mean / WEEKS_PER_YEAR, "money"),
    )
    figures = [
        *_rates(head, benefits, payroll, case.reserve),
        Figure("closed_form", N_("Cost of benefits, as a product"), "money", float(cost.sum()),
               N_("births with a right x weeks x rate of benefit x weekly wage (1/52 of the year's)"), str(head.year),
               worked),
    ]  # fmt: skip
    on_leave = births.sum() * case.weeks / WEEKS_PER_YEAR * people
    columns = [
        column("births", N_("births with a right"), "births", births.sum() * people,
               N_("insured women x births a woman x share with a right")),
        column("beneficiaries", N_("beneficiaries"), "persons", on_leave, N_("mean of the year: births x weeks / 52")),
        *_money(head, benefits, payroll),
    ]  # fmt: skip
    by_group = (
        column("women", N_("insured women"), "persons", case.women, N_("as the file says")),
        column("births", N_("births with a right"), "births", births,
               N_("insured women x births a woman x share with a right")),
        column("pay", N_("pay a week"), "money", pay, N_("rate of benefit x wage / 52")),
        column("benefits", N_("benefits"), "money", cost, N_("births x weeks x pay a week")),
    )  # fmt: skip
    grids = (by_year("years", N_("The branch by year"), head, columns), _groups(case.groups, by_group))
    return Valuation(head, tuple(figures), grids, (Flag(BIRTHS), Flag(GROWTH)))


def _groups(names: tuple[str, ...], columns: tuple[Column, ...]) -> Grid:
    return Grid("groups", N_("The first year by group, without administration"), "group", names, columns)


def _money(head: Head, benefits: Array, payroll: Array) -> list[Column]:
    return [
        column("benefits", N_("benefits"), "money", benefits, N_("sum over the groups")),
        column("payroll", N_("payroll"), "money", payroll, N_("of all who contribute")),
        column(
            "cost_rate", N_("cost rate"), "share", ratio(benefits * (1 + head.administration), payroll), PAYG
        ),
    ]


def _rates(head: Head, benefits: Array, payroll: Array, reserve: Reserve) -> list[Figure]:
    """The pay-as-you-go rate, and the rate that builds the reserve as well."""
    when = str(head.year)
    figures = [
        Figure("cost_rate", N_("Cost rate, pay-as-you-go"), "share",
               float(ratio(benefits[0] * (1 + head.administration), payroll[0])), PAYG, when),
    ]  # fmt: skip
    if not reserve.months:
        return figures
    with said_in(head, "reserve"):
        rate = contribution_rate(
            benefits[:1],
            payroll[:1],
            administration=head.administration,
            reserve_months=reserve.months,
            years=reserve.years,
            reserve=reserve.held,
        )
    return [
        *figures,
        Figure(
            "contribution_rate",
            N_("Contribution rate that builds the reserve"),
            "share",
            float(rate[0]),
            BUILT,
            when,
        ),
    ]

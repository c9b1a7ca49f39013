"""The valuation of employment injury: accidents and their cost under three forms of financing, rates by industry."""

from __future__ import annotations

import numpy as np

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.measure import contingencies as life
from socle.measure.credibility import credibility, experience_factor, structure
from socle.model.branch_case import Column, Figure, Grid, Injury, Rated, Valuation
from socle.model.survey import Flag
from socle.project import injury as accident
from socle.project.claims import development, outstanding
from socle.project.injury import Costs
from socle.run.branch_awards import Awards, Values, annuities, award, paid_by_year, survivors
from socle.run.branch_parts import by_year, column, index, ratio, said_in

CAPITAL = N_(
    "Capital values are at the date of the award, at {rate} % a year over the indexation of pensions; 1 a year is paid "
    "at mid-year, survival being linear inside the year. Death rates of the disabled are those of the table x {factor}."
)
GROWTH = N_(
    "Accidents move with the insured, all their costs with wages; pensions in payment with their indexation."
)
PAST = N_(
    "Outstanding claims are those of the chain ladder at the start, undiscounted, and then move with accidents and "
    "wages."
)
NO_PAST = N_(
    "The file gives no `claims`: outstanding claims are not known, and full funding equals terminal funding."
)
NO_TRUST = N_("The file gives no credibility: every industry pays its own rate.")
ADMINISTRATION = N_(
    "Administration is a share of all benefits paid in the year, the same in the three forms."
)
OWN = N_("temporary incapacity, medical care and capital values of the industry over its payroll")


def injury(case: Injury) -> Valuation:
    """The branch valued: rates of three forms of financing, years, capital values, claims, industries."""
    values = annuities(case)
    with said_in(case.head, "permanent"):
        awards = award(case, values)
    scale = index(case.head.people) * index(case.head.wages)
    past = _outstanding(case)
    costs = _costs(case, values, awards, past)
    payroll = float(case.insured @ case.wage) * scale
    rates = {
        form: accident.contribution_rate(raised, payroll)
        for form, raised in (
            ("assessment", costs.assessment()),
            ("terminal", costs.terminal()),
            ("full", costs.full()),
        )
    }
    grids = [
        _heads(case, awards),
        by_year("costs", N_("What is paid and awarded by year"), case.head, _money(costs)),
        by_year("financing", N_("Three forms of financing"), case.head, _forms(payroll, rates, costs)),
        _capitals(case, values),
        *([_ladder(case)] if case.triangle is not None else []),
        *_industries(case, awards),
    ]
    figures = [*_rates(case, rates), *_owed(case, values, past), _check(case, values, awards)]
    return Valuation(case.head, tuple(figures), tuple(grids), _notes(case))


def _notes(case: Injury) -> tuple[Flag, ...]:
    said = {"rate": f"{case.lives.rate * 100:g}", "factor": f"{case.lives.disabled:g}"}
    notes = [
        Flag(CAPITAL, said),
        Flag(GROWTH),
        Flag(ADMINISTRATION),
        Flag(PAST if case.triangle is not None else NO_PAST),
    ]
    if np.isnan(case.half) and case.cost is None:
        notes.append(Flag(NO_TRUST))
    return tuple(notes)


def _outstanding(case: Injury) -> float:
    """What accidents of the past will still cost at the start, pensions awarded left out, money."""
    if case.triangle is None:
        return 0.0
    with said_in(case.head, "claims"):
        return float(outstanding(case.triangle).sum())


def _costs(case: Injury, values: Values, awards: Awards, past: float) -> Costs:
    head = case.head
    scale = index(head.people) * index(head.wages)
    after = scale[-1] * head.after
    pensions = paid_by_year(case, values, awards, scale, start=True)
    temporary, medical = float(awards.temporary.sum()) * scale, float(awards.medical.sum()) * scale
    administration = head.administration * (temporary + medical + pensions)
    bounds = past * np.append(scale, after)
    return Costs(temporary, medical, administration, pensions, float(awards.capital.sum()) * scale, bounds)


def _rates(case: Injury, rates: dict[str, Array]) -> list[Figure]:
    when = str(case.head.year)
    said = (
        ("assessment", N_("Rate under assessment"), N_("all that is paid in the year over payroll")),
        ("terminal", N_("Rate under terminal funding"),
         N_("temporary incapacity, medical care, administration and capital of awards of the year over payroll")),
        ("full", N_("Rate under full funding"), N_("terminal funding and the rise of outstanding claims over payroll")),
    )  # fmt: skip
    return [Figure(f"{key}_rate", name, "share", float(rates[key][0]), how, when) for key, name, how in said]


def _owed(case: Injury, values: Values, past: float) -> list[Figure]:
    """What full funding must hold at the start."""
    given, married = case.in_payment, case.reversion * case.families.married[:, None]
    disabled = np.stack([given["men"], given["women"]])
    one = life.annuity_mid_year(case.lives.survivors, case.lives.rate)
    widowed = np.stack([given["widowers"], given["widows"]])
    ages = np.arange(one.shape[-1], dtype=np.float64)
    child = life.annuity_until(
        case.lives.survivors.mean(axis=0), case.lives.rate, ages, case.families.child_until
    )
    left = values.disabled + married * (values.spouse - values.both)
    value = float((disabled * left).sum() + (widowed * one).sum() + given["orphans"] @ child)
    figures = [
        Figure("pensions_value", N_("Capital value of pensions in payment at the start"), "money", value,
               N_("pensions in payment x annuity of their age and sex"), str(case.head.year)),
    ]  # fmt: skip
    if case.triangle is not None:
        figures.append(
            Figure(
                "outstanding",
                N_("Outstanding claims at the start, reported or not"),
                "money",
                past,
                N_("chain ladder: last payment known x factors still to come, less what is paid"),
                str(case.head.year),
            )
        )
    return figures


def _check(case: Injury, values: Values, awards: Awards) -> Figure:
    """One year's awards paid until the last of them ends, discounted, beside their capital value."""
    ages = values.disabled.shape[-1]
    flow = np.append(1.0, np.zeros(ages))
    paid = paid_by_year(case, values, awards, flow, start=False)
    worth = float(paid @ (1 + case.lives.rate) ** -(np.arange(len(flow)) + 0.5))
    capital = float(awards.capital.sum())
    return Figure("run_off", N_("Run-off of the awards less their capital value"), "points",
                  worth / capital - 1 if capital else 0.0,
                  N_("awards of a year paid to the last and discounted, over their capital value, less 1: "
                     "0 but for rounding"),
                  str(case.head.year))  # fmt: skip


def _heads(case: Injury, awards: Awards) -> Grid:
    scale = index(case.head.people)
    counts = [
        column("insured", N_("insured"), "persons", case.insured.sum() * scale, N_("sum over the industries")),
        column("accidents", N_("accidents"), "accidents", awards.accidents.sum() * scale,
               N_("insured x accidents a person and year, by industry")),
        column("temporary", N_("temporary incapacity"), "persons", awards.accidents.sum() * case.temporary * scale,
               N_("accidents x share with temporary incapacity")),
        column("degrees", N_("pensions awarded"), "degrees", awards.degrees.sum() * scale,
               N_("accidents x the sum of share x degree over the classes of permanent incapacity")),
        column("deaths", N_("deaths"), "persons", awards.deaths.sum() * scale, N_("accidents x share that is fatal")),
    ]  # fmt: skip
    return by_year("years", N_("Accidents and what they lead to"), case.head, counts)


def _money(costs: Costs) -> list[Column]:
    return [
        column("temporary", N_("temporary incapacity"), "money", costs.temporary,
               N_("accidents x share x days paid x rate x daily wage (1/365 of the year's)")),
        column("medical", N_("medical care"), "money", costs.medical, N_("accidents x cost of an accident")),
        column("pensions", N_("pensions paid"), "money", costs.pensions,
               N_("those in payment at the start and awarded since, mid-year")),
        column("capital", N_("capital of awards"), "money", costs.capital,
               N_("pensions awarded in the year x annuity: incapacity and survivors")),
        column("administration", N_("administration"), "money", costs.administration, N_("share of the benefits paid")),
    ]  # fmt: skip


def _forms(payroll: Array, rates: dict[str, Array], costs: Costs) -> list[Column]:
    return [
        column("payroll", N_("payroll"), "money", payroll, N_("insured x wage")),
        column("assessment", N_("assessment"), "share", rates["assessment"],
               N_("temporary incapacity, medical care, administration and pensions paid over payroll")),
        column("terminal", N_("terminal funding"), "share", rates["terminal"],
               N_("the same with the capital of awards in place of pensions paid")),
        column("full", N_("full funding"), "share", rates["full"],
               N_("terminal funding and the rise of outstanding claims")),
        column("outstanding", N_("outstanding claims"), "money", costs.outstanding[1:], N_("at the end of the year")),
    ]  # fmt: skip


def _capitals(case: Injury, values: Values) -> Grid:
    """Capital values at the ages of the insured."""
    at = sorted(case.ages)
    lost = survivors(case, values).capital()
    cells = (
        column("men", N_("pension of men"), "ratio", values.disabled[0, at],
               N_("value of 1 a year for life to a disabled man, without reversion")),
        column("women", N_("pension of women"), "ratio", values.disabled[1, at],
               N_("value of 1 a year for life to a disabled woman, without reversion")),
        column("death_men", N_("death of a man"), "ratio", lost[0, at],
               N_("survivors' pensions over the yearly wage of the dead, within the family's maximum")),
        column("death_women", N_("death of a woman"), "ratio", lost[1, at],
               N_("survivors' pensions over the yearly wage of the dead, within the family's maximum")),
    )  # fmt: skip
    return Grid("capital_values", N_("Capital values by age at the award"), "age", tuple(map(str, at)), cells)


def _ladder(case: Injury) -> Grid:
    """The chain ladder by year of accident."""
    assert case.triangle is not None
    known = (~np.isnan(case.triangle)).sum(axis=1)
    paid = case.triangle[np.arange(len(known)), known - 1]
    left = outstanding(case.triangle)
    factors = np.append(development(case.triangle), 1.0)[known - 1]
    cells = (
        column("paid", N_("paid to date"), "money", paid, N_("the last payment known, cumulative")),
        column("factor", N_("next factor"), "ratio", factors,
               N_("sum of the next year of development over the sum of this one, of the rows that know both")),
        column("outstanding", N_("outstanding"), "money", left, N_("final cost less what is paid")),
    )  # fmt: skip
    return Grid("claims", N_("Claims by year of accident: chain ladder"), "year", case.accident_years, cells)


def _industries(case: Injury, awards: Awards) -> list[Grid]:
    """Own rates, how far they are believed, and the rates that raise the cost of all."""
    payroll = case.insured * case.wage
    cost = awards.temporary + awards.medical + awards.capital
    trust, weigh = _trust(case, awards)
    with said_in(case.head, "credibility"):
        charged = accident.industry_rates(cost, payroll, trust)
    cells = (
        column("accidents", N_("accidents"), "accidents", awards.accidents,
               N_("insured x accidents a person and year")),
        column("payroll", N_("payroll"), "money", payroll, N_("insured x wage")),
        column("own", N_("own rate"), "share", ratio(cost, payroll), OWN),
        column("credibility", N_("credibility"), "ratio", trust, weigh),
        column("rate", N_("rate to pay"), "share", charged,
               N_("Z own rate + (1 - Z) common rate, scaled to raise the cost of all; no administration")),
    )  # fmt: skip
    grids = [Grid("industries", N_("Rates by industry, first year"), "industry", case.industries, cells)]
    if case.rated is not None:
        with said_in(case.head, "rating"):
            grids.append(_enterprises(case, case.rated, charged))
    return grids


def _enterprises(case: Injury, rated: Rated, charged: Array) -> Grid:
    """The rate of each enterprise: that of its industry, moved by its own experience as far as it is believed."""
    place = rated.industry
    expected = rated.payroll * charged[place]
    accidents = ratio(rated.payroll, case.wage[place]) * case.frequency[place]
    trust = credibility(accidents, case.half)
    factor = experience_factor(rated.cost, expected, trust, rated.bounds)
    cells = (
        column("actual", N_("cost"), "money", rated.cost, N_("of past years, as the file says")),
        column("expected", N_("expected cost"), "money", expected, N_("payroll of past years x rate of the industry")),
        column("credibility", N_("credibility"), "ratio", trust,
               N_("Z = n / (n + k): n accidents expected, payroll / wage x accidents a person")),
        column("factor", N_("factor"), "ratio", factor,
               N_("1 + Z (cost / expected cost - 1), within the bounds of the file")),
        column("rate", N_("rate to pay"), "share", factor * charged[place], N_("rate of the industry x factor")),
    )  # fmt: skip
    return Grid("enterprises", N_("Experience rating of enterprises"), "enterprise", rated.names, cells)


def _trust(case: Injury, awards: Awards) -> tuple[Array, str]:
    """Z of each industry and how it was found."""
    if case.cost is not None and case.payroll is not None:
        with said_in(case.head, "experience"):
            found = structure(case.cost / case.payroll, case.payroll)
        return found.trust, N_(
            "Z = w / (w + k): w payroll of past years, k from their rates (Bühlmann and Straub)"
        )
    if np.isnan(case.half):
        return np.ones(len(case.industries)), N_("1: the file gives none")
    with said_in(case.head, "credibility"):
        trust = credibility(awards.accidents * case.trusted_years, case.half)
    return trust, N_(
        "Z = n / (n + k): n accidents in the years of the file, k those at which half is believed"
    )

"""The valuation of health care and of long-term care: use, bills, who pays, staff and beds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from socle.ground.axes import Array
from socle.ground.words import N_
from socle.model.branch_case import Column, Figure, Grid, Health, LongTerm, Valuation
from socle.model.survey import Flag
from socle.project import care
from socle.project.care import Bill, Supply
from socle.run.branch_parts import by_year, column, index, ratio, said_in

MEAN_CAP = N_(
    "A cap on what patients pay is applied to the mean use of each group; caps rise with the price of care."
)
SAME_USE = N_("People who are not covered use as much care as those who are, and pay for it.")
FIXED = N_("Groups grow as the file says, each with its use; staff and beds keep their number.")
INFORMAL = N_("The dependent without formal care are cared for informally, at no cost to the scheme.")
DYING = N_(
    "Those who die in the year use more, and the share who die moves straight from the first year to the last: as "
    "people live longer, use at a given age falls."
)
SHORT = N_("Supply is short: {resource} deliver {share} % of the care asked for in {year} (`{service}`).")
FIXED_CARE = N_("Groups grow as the file says, each with its prevalence.")
UNIT_COST = N_("Unit costs of long-term care move with wages.")


def health(case: Health) -> Valuation:
    """Bills by service and year, the rate on payroll, the share that people pay themselves, supply."""
    head = case.head
    use, price = _drivers(case)
    people = _people(case)
    bills = _bills(case, people, use, price)
    scheme = np.array([care.health_expenditure(one, head.administration) for one in bills])
    payroll = case.payroll * index(head.people) * index(head.wages)
    with said_in(head, "groups"):
        own = np.array([one.out_of_pocket_share() for one in bills])
    figures = _health_figures(case, float(scheme[0]), float(payroll[0]), float(own[0]))
    columns = [
        column("covered", N_("covered"), "persons", people @ case.cover,
               N_("people x share covered")),
        column("scheme", N_("scheme"), "money", scheme, N_("bills less patients' shares, and administration")),
        column("own", N_("copayments"), "money", [one.copayment.sum() for one in bills],
               N_("patients' shares of the bills of people covered")),
        column("uncovered", N_("not covered"), "money", [one.uncovered.sum() for one in bills],
               N_("care of people without cover")),
        column("out_of_pocket", N_("out of pocket"), "share", own, N_("copayments and not covered over all care")),
    ]  # fmt: skip
    asked = np.stack([now @ one for now, one in zip(people, _use(case, use), strict=True)])
    supply, short = _supplies(case, asked)
    grids = (
        by_year("years", N_("The branch by year"), head, columns),
        by_year(
            "drivers",
            N_("What moves the cost, 1 in the first year"),
            head,
            _moved(use, price, payroll, scheme),
        ),
        _by_service(case, bills[0]),
        *supply,
    )
    notes = (Flag(MEAN_CAP), Flag(SAME_USE), Flag(FIXED), *([Flag(DYING)] if case.dying != 1 else []), *short)
    return Valuation(head, tuple(figures), grids, notes)


def _health_figures(case: Health, scheme: float, payroll: float, own: float) -> list[Figure]:
    when = str(case.head.year)
    figures = [
        Figure("cost_rate", N_("Cost rate, pay-as-you-go"), "share", float(ratio(scheme, payroll)),
               N_("the scheme's part of all bills and administration, over payroll"), when),
        Figure("out_of_pocket", N_("Out-of-pocket share of all care"), "share", own,
               N_("patients' shares and the care of people not covered, over all care"), when),
    ]  # fmt: skip
    if case.product:
        figures.append(_of_product(scheme, case.product, when))
    return figures


def _bills(case: Health, people: Array, use: Array, price: Array) -> list[Bill]:
    """The bills of each year."""
    with said_in(case.head, "services"):
        return [
            care.bill(
                people[at][None],
                case.cover[None],
                used[None],
                case.price * price[at],
                case.copay,
                case.cap * price[at],
            )
            for at, used in enumerate(_use(case, use))
        ]


def _use(case: Health, driver: Array) -> list[Array]:
    """Use by group and service in each year, [group, service]; those who die use more, and their share moves."""
    moved = [case.use * one for one in driver]
    if case.dying == 1:
        return moved
    path = np.linspace(0, 1, case.head.years)
    with said_in(case.head, "drivers"):
        return [
            care.near_death(
                used, case.deaths, case.deaths + (case.deaths_last - case.deaths) * at, case.dying
            )
            for used, at in zip(moved, path, strict=True)
        ]


def _moved(use: Array, price: Array, payroll: Array, scheme: Array) -> list[Column]:
    return [
        column("use", N_("use a person"), "ratio", use,
               N_("income growth to its elasticity x what ages and income leave unexplained")),
        column("price", N_("price of care"), "ratio", price,
               N_("wages to the labour share x other prices to the rest")),
        column("payroll", N_("payroll"), "money", payroll, N_("of all who contribute")),
        column("cost_rate", N_("cost rate"), "share", ratio(scheme, payroll), N_("scheme over payroll")),
    ]  # fmt: skip


def _drivers(case: Health) -> tuple[Array, Array]:
    """Use a person and the price of care by year, 1 in the first."""
    years = case.head.years
    with said_in(case.head, "drivers"):
        elasticity = care.fading(*case.elasticity, years)
        use = care.income_driver(np.full(years, case.income), elasticity)
        use = use * care.residual_driver(np.full(years, case.residual))
        price = care.service_price(case.head.wages, np.full(years, case.prices), case.labour_share)
    return use, price


def _of_product(money: float, product: float, when: str) -> Figure:
    return Figure("of_gdp", N_("Cost as a share of gross domestic product"), "share", money / product,
                  N_("cost of the scheme in the first year over the product of the file"), when)  # fmt: skip


def _by_service(case: Health, paid: Bill) -> Grid:
    used = (case.people[:, None] * case.use).sum(axis=0)
    total, scheme = paid.total.sum(axis=(0, 1)), paid.scheme.sum(axis=(0, 1))
    cells = (
        column("use", N_("use"), "contacts", used, N_("people x use a person: contacts, days or items")),
        column("price", N_("price"), "price", case.price, N_("money a unit of use")),
        column("all", N_("all care"), "money", total, N_("use x price")),
        column("scheme", N_("scheme"), "money", scheme, N_("cover x (price - patient's share within the cap) x use")),
        column("out_of_pocket", N_("out of pocket"), "share", ratio(total - scheme, total),
               N_("copayments and not covered over all care")),
    )  # fmt: skip
    return Grid(
        "services", N_("The first year by service, without administration"), "service", case.services, cells
    )


def _supplies(case: Health, used: Array) -> tuple[list[Grid], list[Flag]]:
    """Staff and beds needed beside those there are, year by year; which are short."""
    grids, notes = [], []
    for part, given, word in (("staff", case.staff, N_("workers")), ("beds", case.beds, N_("beds"))):
        for service, (each, there) in given.items():
            asked = used[:, case.services.index(service)]
            with said_in(case.head, part):
                make = care.staff if part == "staff" else care.beds
                found: Supply = make(asked, np.array(each), np.full(len(asked), there))
            met = Supply(found.needed[:, None], found.available[:, None]).deliverable()
            columns = [
                column("needed", N_("needed"), "count", found.needed,
                       N_("use / (contacts a worker, or 365 x occupancy)")),
                column("available", N_("available"), "count", found.available, N_("as the file says")),
                column("met", N_("share met"), "share", met, N_("available over needed, at most 1")),
            ]  # fmt: skip
            grids.append(replace(by_year(f"{part}_{service}", word, case.head, columns), about=service))
            if float(met[-1]) < 1:
                said = {"resource": word, "share": f"{float(met[-1]) * 100:.0f}", "service": service,
                        "year": str(case.head.year + case.head.years - 1)}  # fmt: skip
                notes.append(Flag(SHORT, said))
    return grids, notes


def long_term_care(case: LongTerm) -> Valuation:
    """People in need of care, who receives formal care in which setting, and what it costs by year."""
    head, people = case.head, _people(case)
    with said_in(head, "levels"):
        years = [
            care.long_term_care(now[None], case.prevalence[None], case.formal, case.unit_cost * wage)
            for now, wage in zip(people, index(head.wages), strict=True)
        ]
    cost = np.array([one.expenditure.sum() for one in years])
    spent = cost * (1 + head.administration)
    columns = [
        column("dependent", N_("in need of care"), "persons", [one.dependent.sum() for one in years],
               N_("people x prevalence, all levels")),
        column("recipients", N_("formal care"), "persons", [one.recipients.sum() for one in years],
               N_("in need of care x shares of the settings")),
        column("informal", N_("informal care"), "persons", [one.informal.sum() for one in years],
               N_("in need of care without formal care")),
        column("cost", N_("cost"), "money", spent, N_("recipients x cost a person, and administration")),
    ]  # fmt: skip
    grids = (by_year("years", N_("The branch by year"), head, columns), *_levels(case, years[0]))
    figures = _care_figures(case, years[0], float(cost[0]))
    return Valuation(head, figures, grids, (Flag(INFORMAL), Flag(UNIT_COST), Flag(FIXED_CARE)))


def _care_figures(case: LongTerm, first: care.LongTermCare, cost: float) -> tuple[Figure, ...]:
    """The cost of the first year, as the product of its factors and beside the product of the country."""
    when, spent = str(case.head.year), cost * (1 + case.head.administration)
    dependent, formal = float(first.dependent.sum()), float(first.recipients.sum())
    worked = (
        (float(case.people.sum()), "persons"),
        (float(ratio(dependent, case.people.sum())), "share"),
        (float(ratio(formal, dependent)), "share"),
        (float(ratio(cost, formal)), "money"),
    )
    figures = (
        Figure("cost", N_("Cost of long-term care"), "money", spent,
               N_("recipients of formal care x cost a person, and administration"), when),
        Figure("closed_form", N_("Cost of benefits, as a product"), "money", cost,
               N_("people x prevalence of dependency x share in formal care x cost a recipient"), when, worked),
    )  # fmt: skip
    return (*figures, _of_product(spent, case.product, when)) if case.product else figures


def _people(case: Health | LongTerm) -> Array:
    """People by year and group, [year, group]: the growth of all and that of the group beside it."""
    years = np.arange(case.head.years)[:, None]
    return np.asarray(case.people * index(case.head.people)[:, None] * (1 + case.growth) ** years)


def _levels(case: LongTerm, found: care.LongTermCare) -> list[Grid]:
    """By level, then by level and setting."""
    needing = found.dependent.sum(axis=(0, 1))
    by_level = (
        column("dependent", N_("in need of care"), "persons", needing, N_("people x prevalence")),
        column("recipients", N_("formal care"), "persons", found.recipients.sum(axis=-1),
               N_("in need of care x shares of the settings")),
        column("informal", N_("informal care"), "persons", found.informal, N_("in need of care without formal care")),
        column("cost", N_("cost"), "money", found.expenditure.sum(axis=-1), N_("recipients x cost a person")),
    )  # fmt: skip
    by_setting = (
        column("recipients", N_("recipients"), "persons", found.recipients.sum(axis=0),
               N_("in need of care x share of the setting, all levels")),
        column("unit_cost", N_("cost a person"), "money",
               ratio(found.expenditure.sum(axis=0), found.recipients.sum(axis=0)), N_("cost over recipients")),
        column("cost", N_("cost"), "money", found.expenditure.sum(axis=0), N_("recipients x cost a person")),
    )  # fmt: skip
    return [
        Grid("levels", N_("The first year by level of dependency"), "level", case.levels, by_level),
        Grid("settings", N_("The first year by setting"), "setting", case.settings, by_setting),
    ]

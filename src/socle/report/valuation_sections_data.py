"""What a valuation was given, and what it assumes: tables of data, checks and assumptions."""

from __future__ import annotations

from typing import Final

import numpy as np

from socle.ground.axes import SEXES, Array
from socle.ground.words import N_
from socle.model.form import Table as Given
from socle.model.institution_tables import TABLES
from socle.report import figure_names, labels
from socle.report.reweight_tables import worded
from socle.report.sections import Table
from socle.report.valuation_sections import Told, steps

Row = tuple[str, ...]
AGES: Final = range(20, 70, 5)
THOUSAND: Final = 1e3
LONGEST: Final = 10  # years waited that are shown
ECONOMY: Final = {
    "wage_growth": N_("Growth of wages"),
    "inflation": N_("Inflation"),
    "fund_return": N_("Return of the reserve"),
    "compliance": N_("Compliance"),
    "administration": N_("Administration, % of payroll"),
}
RATES: Final = {
    "invalidity": N_("Invalidity"),
    "leaving": N_("Leaving"),
    "returning": N_("Returning"),
    "density": N_("Density"),
}


def received(told: Told) -> Table:
    """The tables that came, their size and where they come from."""
    _, data = told._, told.result.data
    rows = tuple(
        (
            f"{name}",
            told.count(len(data.tables[name])) if name in data.tables else "0",
            _(spec.sentence),
            data.facts.sources.get(name, _(N_("not said"))) if name in data.tables else _(N_("not given")),
        )
        for name, spec in TABLES.items()
    )
    head = (
        _(N_("Table")),
        _(N_("Rows")),
        _(N_("What it holds")),
        _(N_("Source, as the institution says it")),
    )
    caption = _(N_("Data received, stocks on 1 January {year}")).format(year=data.facts.year)
    return Table(caption, head, (("", rows),), words=2)


def totals(told: Told) -> Table:
    """Persons, mean age, service and money of each group, by sex."""
    _, data = told._, told.result.data
    groups = []
    for name in ("contributors", "inactive"):
        if name in data.tables:
            table = data.tables[name]
            groups.append((_(TITLES[name]), _by_sex(table, np.ones(len(table), bool), told)))
    if "pensioners" in data.tables:
        table = data.tables["pensioners"]
        words = np.array(table.words("benefit"))
        groups += [
            (title, _by_sex(table, words == name, told))
            for name, title in told.benefits.items()
            if (words == name).any()
        ]
    head = (
        _(N_("Group")),
        _(N_("Persons")),
        _(N_("Mean age")),
        _(N_("Mean service, years")),
        _(N_("Mean earnings or pension, {currency} a year")).format(currency=told.currency),
    )
    caption = _(N_("The insured and the pensioners on 1 January {year}, as the data have them")).format(
        year=data.facts.year
    )
    note = _(N_("Ages are completed years; means are over persons. A dash: it does not apply."))
    return Table(caption, head, tuple(groups), notes=(note,))


TITLES: Final = {"contributors": N_("Contributors"), "inactive": N_("Inactive with past service")}


def _by_sex(table: Given, rows: Array, told: Told) -> tuple[Row, ...]:
    sexes = (*told.sexes, told._(N_("Both")))
    masks = [rows & (table.of("sex") == sex) for sex in range(len(SEXES))] + [rows]
    return tuple(_means(name, table, mask, told) for name, mask in zip(sexes, masks, strict=True))


def _means(name: str, table: Given, rows: Array, told: Told) -> Row:
    persons = table.of("persons")[rows]
    cells = [name, told.count(persons.sum())]
    money = "earnings" if table.has("earnings") else "amount"
    for column, digits in (("age", 1), ("service", 1), (money, 0)):
        known = table.has(column) and persons.sum() > 0
        cells.append(
            told.plain(np.average(table.of(column)[rows], weights=persons), digits) if known else "–"
        )
    return tuple(cells)


def coverage(told: Told) -> Table | None:
    """Contributors at the start against the labour force of the first year, by sex."""
    _, held, standing = told._, told.result.assumed, told.valued.standing
    if held is None or not standing:
        return None
    there = standing[0].insured.sum(axis=-1)
    rows = tuple(
        (name, told.count(people), told.count(force), told.share(people / force), told.count(wanted))
        for name, people, force, wanted in zip(
            (*told.sexes, _(N_("Both"))),
            (*there, there.sum()),
            (*held.labour_force[0], held.labour_force[0].sum()),
            (*held.insured[0], held.insured[0].sum()),
            strict=True,
        )
    )
    head = (
        _(N_("Sex")),
        _(N_("Contributors, 1 January")),
        _(N_("Labour force, ages 15 to 69, 31 December")),
        _(N_("Contributors, % of the labour force")),
        _(N_("Insured assumed, 31 December")),
    )
    caption = _(N_("Contributors against the labour force in {year}, persons")).format(year=told.years[0])
    note = _(
        N_(
            "Contributors above the labour force of their sex in any five years of age are refused, not reported."
        )
    )
    return Table(caption, head, (("", rows),), notes=(note,))


def known_totals(told: Told) -> Table | None:
    """Totals known from elsewhere, with which the tables agree."""
    _, data = told._, told.result.data
    if "totals" not in data.tables:
        return None
    table = data.tables["totals"]
    sexes = {"male": told.sexes[0], "female": told.sexes[1], "both": _(N_("Both"))}
    averages = table.of("average") if table.has("average") else np.full(len(table), np.nan)
    names = {**{key: _(text) for key, text in TITLES.items()}, "pensioners": _(N_("Pensioners"))}
    ages = table.of("age") if table.has("age") else np.full(len(table), np.nan)
    rows = tuple(
        (
            names[name],
            sexes[sex],
            told.count(age) if np.isfinite(age) else _(N_("all")),
            told.count(persons),
            told.count(average) if np.isfinite(average) else "–",
        )
        for name, sex, age, persons, average in zip(
            table.words("table"), table.words("sex"), ages, table.of("persons"), averages, strict=True
        )
    )
    head = (
        _(N_("Table")),
        _(N_("Sex")),
        _(N_("Age")),
        _(N_("Persons")),
        _(N_("Average, {currency} a year")).format(currency=told.currency),
    )
    note = _(N_("Tables that differ from these totals by more than 0.5 % are refused: these agree."))
    return Table(_(N_("Totals known from elsewhere")), head, (("", rows),), notes=(note,))


def flags(told: Told) -> list[str]:
    """What a person should look at, in words."""
    return [worded(flag, told.lang) for flag in told.result.warnings]


def economy(told: Told) -> Table | None:
    """The economy and the running of the scheme, at some years."""
    _, held = told._, told.result.assumed
    if held is None:
        return None
    rows = tuple(
        (str(told.years[at]), *(told.share(held.economy[name][at]) for name in ECONOMY))
        for at in steps(told.years)
    )
    caption = _(N_("Economic assumptions, % a year, in current money"))
    note = _(N_("Compliance: the share of contributions due that is collected."))
    return Table(
        caption, (_(N_("Year")), *(_(text) for text in ECONOMY.values())), (("", rows),), notes=(note,)
    )


def people(told: Told) -> Table | None:
    """The labour force, those insured of it, and how long people live, at some years."""
    _, held = told._, told.result.assumed
    if held is None:
        return None
    men, women = told.sexes
    rows = tuple(
        (
            str(told.years[at]),
            *(told.count(value / THOUSAND) for value in held.labour_force[at]),
            *(told.share(value) for value in held.insured[at] / held.labour_force[at]),
            *(told.plain(value, 1) for by_age in held.life_expectancy.values() for value in by_age[at]),
        )
        for at in steps(told.years)
    )
    head = [_(N_("Year"))]
    head += [_(N_("Labour force, {sex}, thousands")).format(sex=sex.lower()) for sex in (men, women)]
    head += [_(N_("Share insured, {sex}")).format(sex=sex.lower()) for sex in (men, women)]
    head += [
        _(N_("Years to live at {age}, {sex}")).format(age=age, sex=sex.lower())
        for age in held.life_expectancy
        for sex in (men, women)
    ]
    caption = _(N_("Demographic assumptions: labour force aged 15 to 69 on 31 December, life expectancy"))
    note = _(
        N_(
            "Life expectancy: of persons of that completed age on 1 January, by the death rates of the one year."
        )
    )
    return Table(caption, tuple(head), (("", rows),), notes=(note,))


def behaviour(told: Told) -> Table:
    """Rates of the insured by age and sex."""
    _, table = told._, told.result.data.table("rates")
    groups = []
    for sex, name in enumerate(told.sexes):
        own = table.of("sex") == sex
        rows = tuple(
            (
                str(age),
                *(told.share(table.of(column)[own & (table.of("age") == age)][0]) for column in RATES),
            )
            for age in AGES
            if (own & (table.of("age") == age)).any()
        )
        groups.append((name, rows))
    caption = _(N_("Behaviour: independent yearly rates by age on 1 January, %"))
    note = _(N_("Density: the share of a year as an insured person for which contributions are credited."))
    head = (_(N_("Age")), *(_(text) for text in RATES.values()))
    return Table(caption, head, tuple(groups), notes=(note,))


def retirement(told: Told) -> Table:
    """Who retires of those who may, by years since they first could."""
    _, table = told._, told.result.data.table("retirement")
    rates = {
        (int(sex), int(waited)): rate
        for sex, waited, rate in zip(table.of("sex"), table.of("waited"), table.of("rate"), strict=True)
    }
    waits = sorted({waited for _sex, waited in rates})[:LONGEST]
    rows = tuple(
        (
            str(waited),
            *(told.share(rates[sex, waited]) if (sex, waited) in rates else "–" for sex in range(len(SEXES))),
        )
        for waited in waits
    )
    caption = _(N_("Behaviour: who retires in a year, % of those who may, by years since first eligible"))
    note = _(N_("A higher pensionable age moves these rates with it; the last rate holds afterwards."))
    return Table(caption, (_(N_("Years waited")), *told.sexes), (("", rows),), notes=(note,))


def families(told: Told) -> Table | None:
    """Whom the insured leave behind, at some ages."""
    _, data = told._, told.result.data
    if "families" not in data.tables:
        return None
    table = data.tables["families"]
    columns = {
        "with_spouse": N_("With a spouse, %"),
        "spouse_gap": N_("Age of the spouse less the own"),
        "children": N_("Children"),
        "child_age": N_("Age of the children"),
    }
    shown = {name: text for name, text in columns.items() if table.has(name)}
    groups = []
    for sex, name in enumerate(told.sexes):
        own = table.of("sex") == sex
        rows = []
        for age in (20, *range(30, 100, 10)):
            row = np.flatnonzero(own & (table.of("age") == age))
            if row.size:
                values = [float(table.of(column)[row[0]]) for column in shown]
                rows.append(
                    (str(age), told.share(values[0]), *(told.plain(value, 1) for value in values[1:]))
                )
        groups.append((name, tuple(rows)))
    head = (_(N_("Own age")), *(_(text) for text in shown.values()))
    return Table(_(N_("Families of the insured, by their own sex and age")), head, tuple(groups))


def sources(told: Told) -> Table | None:
    """Where law, data and country figures come from, and what each is used for."""
    _, used = told._, told.result.sources
    if not used:
        return None
    rows = tuple(
        (
            figure_names.listed(one.used_for, _) or "–",
            labels.join([one.producer, one.title, one.vintage, one.licence]),
            _(N_("worked out by Socle from this source")) if one.derived else _(N_("as published")),
        )
        for one in used
    )
    head = (_(N_("Used for")), _(N_("Source")), _(N_("Form")))
    return Table(_(N_("Sources")), head, (("", rows),), words=2)

"""What can be wrong with an institution's data beyond its cells: holes, repetitions, sums that disagree.

What cannot be is refused by its cell. What may be right but is often wrong is flagged.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import numpy as np

from socle.exchange.form_checks import named
from socle.exchange.institution_totals import MONEY_OF, check_totals
from socle.ground import units
from socle.ground.axes import SEXES, Array
from socle.ground.refusals import Faults, nearest
from socle.ground.words import N_
from socle.model.form import Table
from socle.model.institution import Facts, InstitutionData
from socle.model.institution_tables import TABLES
from socle.model.survey import Flag

YOUNGEST: Final = 10  # completed years; nobody is insured before
GROUP: Final = 5  # years of age in which contributors are held against the labour force
ODD: Final = 10  # times the mean, or a tenth of it: earnings that are flagged
FAR: Final = 0.25  # relative; an average wage that differs by more from mean earnings is flagged
ROUNDING: Final = 1e-9
JUMP: Final = 0.1  # relative; the insured of the first year differ by more from those at its start: flagged
COVERED: Final = slice(15, 70)  # ages of the labour force of which coverage is a share
EXCLUSIVE: Final = ("coverage_men", "insured_men")


def check_tables(
    facts: Facts, tables: Mapping[str, Table], refused: Collection[str], faults: Faults
) -> list[Flag]:
    """Add to `faults` what cannot be in the tables that could be read; what a person should look at.

    `refused` are the tables that could not be read: what follows from that alone is not told again.
    """
    for table in tables.values():
        _runs(table, faults)
    _sexes_and_ages(tables, faults)
    _service(facts, tables, faults)
    _decrements(facts, tables, faults)
    _years(facts, tables, faults)
    _weights(tables, faults)
    _paid(tables, faults)
    check_totals(tables, units.payments(facts.per), refused, faults)
    return [
        *_last_deaths(facts, tables),
        *_holes_of_persons(tables),
        *_odd_money(tables, units.payments(facts.per)),
        *_odd_wage(facts, tables),
    ]


def _runs(table: Table, faults: Faults) -> None:
    """Ages, or years waited, follow one another without holes for each sex."""
    spec = TABLES[table.name]
    if not spec.run:
        return
    sexes, values = table.of("sex"), table.of(spec.run)
    for sex, name in enumerate(SEXES):
        held = set(values[sexes == sex].astype(int).tolist())
        if not held:
            continue
        low = min(held) if spec.begins is None else spec.begins
        lacking = sorted(set(range(low, max(held) + 1)) - held)
        if lacking:
            after = [row for row in np.flatnonzero(sexes == sex) if values[row] > lacking[0]]
            row = int(min(after, key=lambda row: values[row]))
            faults.add(
                N_("`{column}` {value} is missing for `{sex}`: from {low} to {high} every one has a row."),
                table.where(row, spec.run),
                column=spec.run,
                value=_spans(lacking),
                sex=name,
                low=low,
                high=max(held),
            )


def _spans(numbers: list[int]) -> str:
    """Numbers as a short list: 3, 7-9."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(f"{low}" if low == high else f"{low}-{high}" for low, high in spans)


def _sexes_and_ages(tables: Mapping[str, Table], faults: Faults) -> None:
    """Rates, exits and families are there for the sexes of the insured; rates for each of their ages."""
    insured = [tables[name] for name in ("contributors", "inactive", "entrants") if name in tables]
    for name in ("rates", "mortality", "retirement", "families", "entrants"):
        table = tables.get(name)
        if table is None:
            continue
        sexes = {int(sex) for other in insured for sex in other.of("sex")}
        for sex in sorted(sexes - set(table.of("sex").astype(int).tolist())):
            faults.add(
                N_("`{table}` has no row for `{sex}`."), table.places.whole(), table=name, sex=SEXES[sex]
            )
    if "rates" not in tables:
        return
    rates = tables["rates"]
    for sex, name in enumerate(SEXES):
        held = rates.of("age")[rates.of("sex") == sex]
        for other in insured if held.size else ():
            age = other.of("age")
            outside = (other.of("sex") == sex) & ((age < held.min()) | (age > held.max()))
            if outside.any():  # holes between the first age and the last are told elsewhere
                row = int(np.argmax(outside))
                faults.add(
                    N_("`{table}` has somebody of age {age} (`{sex}`), for whom `rates` has no row."),
                    other.where(row, "age"),
                    table=other.name,
                    age=named(other, "age", row),
                    sex=name,
                )


def _service(facts: Facts, tables: Mapping[str, Table], faults: Faults) -> None:
    for name in ("contributors", "inactive"):
        table = tables.get(name)
        if table is None:
            continue
        service, age = table.of("service"), table.of("age")
        for row in np.flatnonzero(service > age - YOUNGEST):
            faults.add(
                N_("{service} years of service at age {age}: nobody is insured before age {youngest}."),
                table.where(int(row), "service"),
                service=named(table, "service", int(row)),
                age=named(table, "age", int(row)),
                youngest=YOUNGEST,
            )
        for row in np.flatnonzero((service > facts.top_service) & (service <= age - YOUNGEST)):
            faults.add(
                N_(
                    "{service} years of service are above {top}, the last that is told apart (`top_service`)."
                ),
                table.where(int(row), "service"),
                service=named(table, "service", int(row)),
                top=facts.top_service,
            )


def _decrements(facts: Facts, tables: Mapping[str, Table], faults: Faults) -> None:
    """Those who leave by one cause or another are not more than there are."""
    if "rates" not in tables:
        return
    rates, deaths = tables["rates"], dict[tuple[float, float], float]()
    if "mortality" in tables and facts.mortality == "table":
        table = tables["mortality"]
        deaths = dict(zip(zip(table.of("sex"), table.of("age"), strict=True), table.of("death"), strict=True))
    for row in range(len(rates)):
        death = deaths.get((rates.of("sex")[row], rates.of("age")[row]), 0.0)
        for names in (("invalidity", "leaving"), ("returning",)):
            causes = {name: float(rates.of(name)[row]) for name in names} | {"death": death}
            if sum(causes.values()) > 1 + ROUNDING:
                faults.add(
                    N_("Decrements above 1 at age {age} (`{sex}`): {causes} add up to {total}."),
                    rates.where(row, names[0]),
                    age=named(rates, "age", row),
                    sex=SEXES[int(rates.of("sex")[row])],
                    causes=", ".join(f"{name} {value:g}" for name, value in causes.items() if value),
                    total=f"{sum(causes.values()):g}",
                )


def _years(facts: Facts, tables: Mapping[str, Table], faults: Faults) -> None:
    if "years" not in tables:
        return
    table = tables["years"]
    first = int(table.of("year").min())
    if first > facts.year:
        faults.add(
            N_("`years` begins in {first}, after the first year projected, {year}."),
            table.where(int(np.argmin(table.of("year"))), "year"),
            first=first,
            year=facts.year,
        )
    if all(table.has(name) for name in EXCLUSIVE):
        faults.add(
            N_("`years` gives both `{one}` and `{other}`, which may disagree: keep one of them."),
            table.places.cell(min(table.places.lines), EXCLUSIVE[1]),
            one=EXCLUSIVE[0],
            other=EXCLUSIVE[1],
        )


def _weights(tables: Mapping[str, Table], faults: Faults) -> None:
    """Somebody contributes, and somebody enters."""
    for name, column in (("contributors", "persons"), ("entrants", "share")):
        table = tables.get(name)
        for sex in sorted({int(sex) for sex in table.of("sex")}) if table is not None else ():
            assert table is not None
            if not table.of(column)[table.of("sex") == sex].any():
                row = int(np.argmax(table.of("sex") == sex))
                faults.add(
                    N_("`{column}` of `{table}` is 0 at every age for `{sex}`."),
                    table.where(row, column),
                    column=column,
                    table=name,
                    sex=SEXES[sex],
                )


def _paid(tables: Mapping[str, Table], faults: Faults) -> None:
    """Whoever contributes has earnings."""
    table = tables.get("contributors")
    if table is None:
        return
    for row in np.flatnonzero((table.of("persons") > 0) & ~(table.of("earnings") > 0)):
        faults.add(
            N_("`earnings` is 0 where {persons} persons contribute."),
            table.where(int(row), "earnings"),
            persons=named(table, "persons", int(row)),
        )


def _last_deaths(facts: Facts, tables: Mapping[str, Table]) -> list[Flag]:
    if "mortality" not in tables:
        return []
    table = tables["mortality"]
    if facts.mortality != "table":
        return [Flag(N_("The table `mortality` is not used: the fact of that name says `national`."))]
    flags = []
    for sex, name in enumerate(SEXES):
        rows = np.flatnonzero(table.of("sex") == sex)
        if rows.size:
            last = int(rows[np.argmax(table.of("age")[rows])])
            if table.of("death")[last] < 1:
                text = N_("The last death rate of `{sex}`, at age {age}, is {value} and not 1.")
                said = {"sex": name, "age": named(table, "age", last), "value": named(table, "death", last)}
                flags.append(Flag(text, said))
    return flags


def _holes_of_persons(tables: Mapping[str, Table]) -> list[Flag]:
    if "contributors" not in tables:
        return []
    table, flags = tables["contributors"], []
    for sex, name in enumerate(SEXES):
        held = set(table.of("age")[table.of("sex") == sex].astype(int).tolist())
        lacking = sorted(set(range(min(held), max(held) + 1)) - held) if held else []
        if lacking:
            text = N_("Nobody of `{sex}` contributes at age {ages}, although some are younger and older.")
            flags.append(Flag(text, {"sex": name, "ages": _spans(lacking)}))
    return flags


def _odd_money(tables: Mapping[str, Table], per: float) -> list[Flag]:
    """Averages far from the mean: a slip of the point, or a month for a year."""
    flags = []
    for name, column in MONEY_OF.items():
        table = tables.get(name)
        if table is None or not table.of("persons").any():
            continue
        values, mean = table.of(column), float(np.average(table.of(column), weights=table.of("persons")))
        odd = np.flatnonzero(((values > ODD * mean) | (values < mean / ODD)) & (table.of("persons") > 0))
        if odd.size:
            text = N_("`{column}` is {value} in line {line} of `{table}`, far from the mean of {mean}.")
            said = {
                "column": column,
                "value": named(table, column, int(odd[0])),
                "mean": f"{mean / per:,.0f}",
            }
            said |= {"line": f"{table.places.lines[odd[0]]}", "table": name}
            flags.append(Flag(text, said))
    return flags


def _odd_wage(facts: Facts, tables: Mapping[str, Table]) -> list[Flag]:
    """An average wage far from what contributors earn on average: all that the law says in wages would follow it."""
    table = tables.get("contributors")
    if facts.average_wage is None or table is None or not table.of("persons").any():
        return []
    mean, per = (
        float(np.average(table.of("earnings"), weights=table.of("persons"))),
        units.payments(facts.per),
    )
    if abs(facts.average_wage - mean) <= FAR * mean:
        return []
    text = N_("The fact `average_wage` is {wage}, but contributors earn {mean} on average.")
    return [Flag(text, {"wage": f"{facts.average_wage / per:,.0f}", "mean": f"{mean / per:,.0f}"})]


def check_against(
    data: InstitutionData,
    labour_force: Array | None = None,
    accounts: Collection[str] | None = None,
    benefits: Collection[str] | None = None,
) -> tuple[Flag, ...]:
    """Refuse data that a country or a law contradicts; what a person should look at.

    labour_force [sex, age]: persons by completed age 0, 1, ...; contributors may not be more in any five
    years of age. `accounts` and `benefits` are the names in the law of the scheme.
    """
    faults = Faults()
    if labour_force is not None:
        _within(data.table("contributors"), labour_force, faults)
    for name in ("contributors", "inactive") if accounts is not None else ():
        table = data.tables.get(name)
        for account in table.further if table is not None else ():
            assert table is not None
            if account not in (accounts or ()):
                faults.add(
                    N_("`{name}` is no column of `{table}` and no account of the law, which keeps {valid}."),
                    table.where(0, account),
                    nearest=nearest(account, [*(accounts or ()), *(c.name for c in TABLES[name].columns)]),
                    name=account,
                    table=name,
                    valid=", ".join(accounts or ()) or "-",
                )
    if benefits is not None and "pensioners" in data.tables:
        table, seen = data.tables["pensioners"], set[str]()
        for row, benefit in enumerate(table.words("benefit")):
            if benefit not in benefits and benefit not in seen:
                faults.add(
                    N_("`{benefit}` is no benefit of the law, which pays {valid}."),
                    table.where(row, "benefit"),
                    nearest=nearest(benefit, benefits),
                    benefit=benefit,
                    valid=", ".join(benefits),
                )
            seen.add(benefit)
    faults.stop()
    return _beginning(data, labour_force)


def _beginning(data: InstitutionData, labour_force: Array | None) -> tuple[Flag, ...]:
    """Where the insured of the first year are far from the contributors who are there when it begins."""
    years, flags = data.table("years"), []
    at, insured = float(data.facts.year), data.table("contributors")
    for sex, (name, who) in enumerate(zip(("men", "women"), SEXES, strict=True)):
        if years.has(f"insured_{name}"):
            first = float(np.interp(at, years.of("year"), years.of(f"insured_{name}")))
        elif years.has(f"coverage_{name}") and labour_force is not None:
            share = float(np.interp(at, years.of("year"), years.of(f"coverage_{name}")))
            first = share * float(labour_force[sex, COVERED].sum())
        else:
            continue
        there = float(insured.of("persons")[insured.of("sex") == sex].sum())
        if abs(first - there) > JUMP * max(there, 1.0):
            text = N_(
                "{there} persons of `{sex}` contribute at the start, but `years` has {first} for {year}."
            )
            said = {"there": f"{there:,.0f}", "sex": who, "first": f"{first:,.0f}", "year": f"{at:.0f}"}
            flags.append(Flag(text, said))
    return tuple(flags)


def _within(table: Table, labour_force: Array, faults: Faults) -> None:
    """Contributors are not more than the labour force of their sex, in any five years of age and in all."""
    last = labour_force.shape[1]
    for sex, name in enumerate(SEXES):
        rows = np.flatnonzero(table.of("sex") == sex)
        ages = np.minimum(table.of("age")[rows].astype(int), last - 1)
        insured = np.bincount(ages, weights=table.of("persons")[rows], minlength=last)
        for low in range(0, last, GROUP):
            high = min(low + GROUP, last)
            persons, force = insured[low:high].sum(), labour_force[sex, low:high].sum()
            if persons > force * (1 + ROUNDING):
                row = int(rows[np.argmax((ages >= low) & (ages < high))])
                faults.add(
                    N_(
                        "{persons} contributors of ages {low}-{high} (`{sex}`) are above the labour force, {force}."
                    ),
                    table.where(row, "persons"),
                    persons=f"{persons:,.0f}",
                    low=low,
                    high=high - 1,
                    sex=name,
                    force=f"{force:,.0f}",
                )

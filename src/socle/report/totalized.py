"""The pension of a migrant worker as text and as JSON: who pays what, each step with its rule, the cost of a treaty."""

from __future__ import annotations

import json
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from socle.ground.units import MONTHS_PER_YEAR
from socle.ground.words import N_
from socle.model.migrant import (
    ADDED,
    ALONE,
    DIRECT,
    HIGHER,
    LAST,
    NO_PERIODS,
    PRO_RATA,
    SMALL,
    TAKEN_OVER,
    TOO_SHORT,
    TOO_YOUNG,
    CountryPension,
    MigrantPension,
    PensionLaw,
    Totalized,
)
from socle.report import numbers
from socle.report.text import named, translator

WIDTH = 80
COLUMNS = (11, 11, 12, 11, 11, 11)
COSTS = (10, 10, 14, 14, 14)
RIGHTS = {
    ALONE: N_("opened by its own periods"),
    ADDED: N_("opened by adding periods"),
    SMALL: N_("none: its periods are too short to be paid, the others take them over"),
    TOO_SHORT: N_("none: all periods together are too short"),
    TOO_YOUNG: N_("none yet: the person is below its pensionable age"),
    TAKEN_OVER: N_("none: the last country pays for all periods"),
    NO_PERIODS: N_("none: no period under its law"),
    LAST: N_("all periods count as its own"),
}
CHOSEN = {DIRECT: N_("direct calculation"), PRO_RATA: N_("pro rata amount")}
NATIONAL = N_("what is due by national law alone")
BELOW_ALL = N_(
    "The periods of each country are below the least period: the last country that can pays for all of them as "
    "its own ((EC) 883/2004 art. 57(3))."
)
WHY = {
    "national": (N_("Periods counted by its own law alone, years."), ""),
    "own": (
        N_(
            "What overlaps is counted once: compulsory insurance before voluntary insurance, and both before "
            "assimilated periods, years."
        ),
        "(EC) 987/2009 art. 12",
    ),
    "total": (N_("Periods of all countries, years."), "(EC) 883/2004 art. 6, 51"),
    "right": (
        N_("A right is opened by own periods, or by the periods of all countries added."),
        "(EC) 883/2004 art. 51, 52, 57; C157 Part III",
    ),
    "theoretical": (
        N_("What this law would pay if all periods were its own."),
        "(EC) 883/2004 art. 52(1)(b)(i)",
    ),
    "share": (
        N_("Own periods over those of all paying countries, at most the country's own full career."),
        "(EC) 883/2004 art. 52(1)(b)(ii), 56(1)(a), 57(2)",
    ),
    "pro_rata": (N_("The theoretical amount times the share."), "(EC) 883/2004 art. 52(1)(b)(ii)"),
    "direct": (
        N_("Own formula on own periods; what does not depend on periods is due in their proportion."),
        "C157, R167 Annex I",
    ),
    "independent": (
        N_("What is due without the agreement, by national law alone."),
        "(EC) 883/2004 art. 52(1)(a)",
    ),
    "paid": (N_("What the agreement's method gives."), ""),
    "higher": (
        N_("The higher of the pro rata amount and what is due by national law alone."),
        "(EC) 883/2004 art. 52(3)",
    ),
}
NAMES = {
    "national": N_("periods by its own law"),
    "own": N_("own periods"),
    "total": N_("totalized periods"),
    "right": N_("right"),
    "theoretical": N_("theoretical amount"),
    "share": N_("pro rata share"),
    "pro_rata": N_("pro rata amount"),
    "direct": N_("direct calculation"),
    "independent": N_("without agreement"),
    "paid": N_("pays"),
    "higher": N_("pays"),
}


@dataclass(frozen=True)
class Step:
    """One step of one country: its key, its value in words and as a number, and how it was worked out."""

    key: str
    shown: str
    value: float | str
    worked: str = ""


def told(result: Totalized, lang: str) -> str:
    """The answer, the table of countries, the steps of one person (or the list of persons), and the cost."""
    one = len(result.persons) == 1
    lines = _head(result, lang)
    for person in result.persons:
        if not one:
            lines += ["", _person_line(result, person, lang)]
        lines += ["", *_table(result, person, lang), *_notes(person, lang)]
        if one:
            for country in person.countries:
                lines += _steps_told(country, lang)
    if not one:
        lines += ["", *_costs(result, lang)]
    lines += ["", *_foot(result, lang)]
    return numbers.plain("\n".join(lines).rstrip()) + "\n"


def _head(result: Totalized, lang: str) -> list[str]:
    _, case = translator(lang), result.case
    total = sum(one.total * one.person.count for one in result.persons)
    without = sum(one.without * one.person.count for one in result.persons)
    template = _(N_("{title}: {total} {currency} a month with the agreement, {without} without."))
    text = template.format(
        title=named(case.title, lang),
        total=_month(total, lang),
        without=_month(without, lang),
        currency=case.currency,
    )
    law = f"{named(case.agreement.name, lang)}. {case.agreement.law}."
    return [*wrap(numbers.together(text), WIDTH), *wrap(law, WIDTH)]


def _person_line(result: Totalized, one: MigrantPension, lang: str) -> str:
    text = translator(lang)(
        N_("{person} (counted {count} times): {total} {currency} a month, {without} without.")
    )
    return text.format(
        person=one.person.name,
        count=numbers.number(one.person.count, lang),
        total=_month(one.total, lang),
        without=_month(one.without, lang),
        currency=result.case.currency,
    )


def _table(result: Totalized, person: MigrantPension, lang: str) -> list[str]:
    _ = translator(lang)
    head = [_(N_("its years")), _(N_("all years")), _(N_("theoretical")), _(N_("pro rata")), _(N_("direct"))]
    rows = [*_row(_(N_("a month")), [*head, _(NAMES["paid"])], COLUMNS), "-" * WIDTH]
    for one in person.countries:
        amounts = (one.theoretical, one.pro_rata, one.direct, one.paid)
        cells = [_years(one.own, lang), _years(one.total, lang), *(_month(value, lang) for value in amounts)]
        rows += _row(f"{named(one.law.title, lang)}, {one.law.currency}", cells, COLUMNS)
    total = f"{_(N_('Total'))}, {result.case.currency}"
    return [*rows, *_row(total, ["", "", "", "", "", _month(person.total, lang)], COLUMNS)]


def _row(name: str, cells: list[str], sizes: tuple[int, ...]) -> list[str]:
    """A row of a table; a name that is too long has a line for itself."""
    first = WIDTH - sum(sizes)
    texts = "".join(cell.rjust(size) for cell, size in zip(cells, sizes, strict=True))
    if len(name) < first:
        return [(name.ljust(first) + texts).rstrip()]
    return [*wrap(name, WIDTH), (" " * first + texts).rstrip()]


def _notes(person: MigrantPension, lang: str) -> list[str]:
    _, notes = translator(lang), []
    if person.overlapping > 0:
        text = _(N_("Years in which periods of several countries overlap, counted once: {years}."))
        notes.append(text.format(years=_years(person.overlapping, lang)))
    if person.shared > 0:
        text = _(N_("Years of equal rank in several countries, shared equally between them: {years}."))
        notes.append(text.format(years=_years(person.shared, lang)))
    if person.undated:
        notes.append(_(N_("Some periods have no dates: whether they overlap is not known.")))
    notes += [
        f"{named(one.law.title, lang)} ({_(RIGHTS[one.right])})."
        for one in person.countries
        if one.right in (SMALL, TOO_SHORT, TOO_YOUNG)
    ]
    if any(one.right == TAKEN_OVER for one in person.countries):
        notes.append(_(BELOW_ALL))
    return [line for note in notes for line in wrap(f"* {note}", WIDTH, subsequent_indent="  ")]


def _steps_told(one: CountryPension, lang: str) -> list[str]:
    _ = translator(lang)
    amount = f"{_month(one.paid, lang)} {one.law.currency}"
    name = named(one.law.title, lang)
    lines = ["", name + amount.rjust(WIDTH - len(name)), *wrap(one.law.law, WIDTH)]
    for step in steps(one, lang):
        sentence, law = WHY[step.key]
        title = f"  {_(NAMES[step.key])}"
        shown = step.shown if len(title) + len(step.shown) < WIDTH else ""
        lines.append((title + shown.rjust(WIDTH - len(title))).rstrip())
        if not shown:
            lines += wrap(step.shown, WIDTH, initial_indent="    ", subsequent_indent="    ")
        text = f"{_(sentence)} [{law}]" if law else _(sentence)
        lines += wrap(text, WIDTH, initial_indent="    ", subsequent_indent="    ")
        if step.worked:
            lines += wrap(step.worked, WIDTH, initial_indent="    ", subsequent_indent="    ")
    return lines


def steps(one: CountryPension, lang: str) -> list[Step]:
    """The steps of one country, from its periods to what it pays; money is a month's."""
    _, law = translator(lang), one.law
    found = [
        Step("national", _years(one.national, lang), one.national / MONTHS_PER_YEAR),
        Step("own", _years(one.own, lang), one.own / MONTHS_PER_YEAR),
        Step("total", _years(one.total, lang), one.total / MONTHS_PER_YEAR),
        Step("right", _(RIGHTS[one.right]), one.right, _needs(law, lang)),
    ]
    if one.right in (ALONE, ADDED, LAST):
        found.append(_money("theoretical", one.theoretical, lang, _worked(one, one.total, lang)))
    if one.right in (ALONE, ADDED):
        share = f"{_years(one.own, lang)} / {_years(one.divisor, lang)}"
        product = f"{_month(one.theoretical, lang)} × {share}"
        found.append(Step("share", numbers.share(one.share, lang), one.share, share))
        found.append(_money("pro_rata", one.pro_rata, lang, product))
    if one.right == ADDED:
        found.append(_money("direct", one.direct, lang, _worked(one, one.own, lang, direct=True)))
    if one.right == ALONE:
        found.append(_money("independent", one.independent, lang, _worked(one, one.national, lang)))
    return [*found, _paid(one, lang)]


def _paid(one: CountryPension, lang: str) -> Step:
    """What is paid, and which of the amounts it is."""
    alone = one.right == ALONE
    which = translator(lang)(NATIONAL if alone and one.chosen == DIRECT else CHOSEN[one.chosen])
    key = "higher" if alone and one.method == HIGHER else "paid"
    return _money(key, one.paid, lang, which if one.right in (ALONE, ADDED) else "")


def _needs(law: PensionLaw, lang: str) -> str:
    _ = translator(lang)
    text = _(N_("Needed: {years} years.")).format(years=_years(law.least_months, lang))
    if law.age is None:
        return text
    return f"{text} {_(N_('Pensionable age: {age}.')).format(age=_plain(law.age, lang))}"


def _worked(one: CountryPension, months: float, lang: str, direct: bool = False) -> str:
    """The formula with its numbers, as `24/30 × 50 % × 1,000.00 + 24 × 1 % × 1,000.00`."""
    law, money = one.law, _month(one.reference, lang)
    if not direct and law.full_share is not None and months >= (law.full_months or 0.0) - 1e-9:
        return f"{_percent(law.full_share, lang)} × {money}"
    parts = []
    if law.base:
        part = f"{_percent(law.base, lang)} × {money}"
        short = direct and months < law.base_months
        of = f"{_years(months, lang)} / {_years(law.base_months, lang)} × " if short else ""
        parts.append(of + part)
    if law.accrual:
        counted = months if law.most_months is None else min(months, law.most_months)
        parts.append(f"{_years(counted, lang)} × {_percent(law.accrual, lang)} × {money}")
    text = " + ".join(parts)
    if law.at_most is None:
        return text
    most = translator(lang)(N_("at most {share} × {amount}"))
    return f"{text}; {most.format(share=_percent(law.at_most, lang), amount=money)}"


def _costs(result: Totalized, lang: str) -> list[str]:
    """What each country pays in a year for all persons, with the agreement and without."""
    _ = translator(lang)
    columns = [_(N_("pensions")), _(N_("without")), _(N_("paid")), _(N_("without")), _(N_("more"))]
    lines = wrap(_(N_("What each country pays a year, with the agreement and without:")), WIDTH)
    lines += [*_row("", columns, COSTS), "-" * WIDTH]
    for law, one in zip(result.case.laws, result.costs, strict=True):
        counts = [numbers.number(value, lang) for value in (one.pensions_with, one.pensions_without)]
        money = (one.paid_with, one.paid_without, one.paid_with - one.paid_without)
        cells = [*counts, *(numbers.number(value, lang) for value in money)]
        lines += _row(f"{named(law.title, lang)}, {one.currency}", cells, COSTS)
    return lines


def _foot(result: Totalized, lang: str) -> list[str]:
    _, case, lines = translator(lang), result.case, []
    for code, rate in sorted(case.rates.items()):
        text = _(N_("1 {code} = {rate} {currency} ({date})."))
        shown = numbers.number(rate, lang, 4)
        lines.append(text.format(code=code, rate=shown, currency=case.currency, date=case.rates_of))
    if case.source:
        lines += wrap(_(N_("Source: {source}.")).format(source=case.source), WIDTH)
    return lines


def as_json(result: Totalized) -> str:
    """Every person with every country and its steps, and the cost by country; money of persons is a month's."""
    persons = [_record(one) for one in result.persons]
    costs = [vars(one) | {"per": "year"} for one in result.costs]
    agreement = {"name": named(result.case.agreement.name, "en"), "law": result.case.agreement.law}
    top = {"case": result.case.name, "source": result.case.source, "currency": result.case.currency}
    rates = {"date": result.case.rates_of, **result.case.rates} if result.case.rates else {}
    whole = {**top, "rates": rates, "agreement": agreement, "persons": persons, "costs": costs}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _record(one: MigrantPension) -> dict[str, Any]:
    countries = [
        {
            "country": country.law.country,
            "law": country.law.law,
            "currency": country.law.currency,
            "per": "month",
            "method": country.method,
            "chosen": country.chosen,
            "divisor_years": country.divisor / MONTHS_PER_YEAR,
            "steps": [
                {
                    "step": step.key,
                    "value": step.value,
                    "worked": step.worked,
                    "sentence": WHY[step.key][0],
                    "law": WHY[step.key][1],
                }
                for step in steps(country, "en")
            ],
        }
        for country in one.countries
    ]
    return {
        "person": one.person.name,
        "count": one.person.count,
        "per": "month",
        "total": one.total / MONTHS_PER_YEAR,
        "without": one.without / MONTHS_PER_YEAR,
        "overlapping_years": one.overlapping / MONTHS_PER_YEAR,
        "shared_years": one.shared / MONTHS_PER_YEAR,
        "undated": one.undated,
        "countries": countries,
    }


def _money(key: str, value: float, lang: str, worked: str) -> Step:
    return Step(key, _month(value, lang), value / MONTHS_PER_YEAR, numbers.plain(worked))


def _month(value: float, lang: str) -> str:
    return numbers.number(value / MONTHS_PER_YEAR, lang, 2)


def _years(months: float, lang: str) -> str:
    return _plain(months / MONTHS_PER_YEAR, lang)


def _plain(value: float, lang: str) -> str:
    return numbers.number(value, lang, 0 if abs(value - round(value)) < 5e-3 else 2)


def _percent(share: float, lang: str) -> str:
    """A share as the law says it, with as many decimals as it has."""
    percent = round(share * 100, 6)
    digits = next(digits for digits in range(7) if abs(percent - round(percent, digits)) < 1e-9)
    return f"{numbers.number(percent, lang, digits)} %"

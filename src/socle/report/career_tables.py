"""One person's career as text: the answer, the statement of account, the pension step by step, other years."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from socle.ground import units
from socle.ground.words import N_
from socle.model.trace import HEAD, Said, Step
from socle.report import labels, numbers, plain_table
from socle.report.calculated import NOT_ASKED, PERIODS, Sheet, condition, details
from socle.report.reweight_tables import flag_lines
from socle.report.sections import Table
from socle.report.text import named, translator
from socle.run.career_life import INDEX, rate_of
from socle.run.career_statement import Award, CareerTold, CareerYear, PensionTold

WIDTH = 80
SMALL, LARGE = 1e5, 1e7  # amounts with cents, and accounts without
MILLIONS = 1e10  # accounts in millions, and payers in one column
MILLION = 1e6
FULL = 1 - 1e-9
MOST_PAYERS = 3
OLD_AGE = "old_age"
LAST = 2  # rows that are always shown


@dataclass(frozen=True)
class CareerSheet(Sheet):
    """Amounts in the period of the file, of which so many make a year."""

    payments: float = 1.0
    width: int = WIDTH

    def money(self, value: float | None) -> str:
        """Money a year as that of the period, with cents below a hundred thousand."""
        if value is None:
            return NOT_ASKED
        own = value / self.payments
        return numbers.number(own, self.lang, 2 if abs(own) < SMALL else 0)

    def said(self, one: Said, value: float | None) -> str:
        """A parameter, money in the period of all other amounts."""
        known = value is not None and math.isfinite(value)
        return self.money(value) if one.kind == "money" and known else super().said(one, value)


def career_text(found: CareerTold, every: int, lang: str) -> str:
    """The answers in sentences, then the statement, and each pension with its steps, payment and alternatives."""
    lines: list[str] = []
    for pension in found.pensions:
        lines += [*([""] if lines else []), *_wrapped(answered(found, pension, lang))]
    lines += ["", *_wrapped(_made_on(found, lang)), *flag_lines(found.notes, lang)]
    lines += ["", *_earnings(found, every, lang), *_accounts(found, every, lang), *_rules(found, lang)]
    for pension in found.pensions:
        lines += ["", *_steps(found, pension, lang), *_payment(found, pension, lang)]
        lines += ["", *_others(found, pension, lang)]
    return numbers.plain("\n".join(lines)).rstrip() + "\n"


def answered(found: CareerTold, pension: PensionTold, lang: str) -> str:
    """Whether and from when, how much, and what it replaces, in sentences."""
    return " ".join((_granted if pension.award.eligible else _refused)(found, pension, lang))


def _granted(found: CareerTold, pension: PensionTold, lang: str) -> Iterator[str]:
    _ = translator(lang)
    award, first = pension.award, pension.first
    yes = N_("{title}: yes, in {year} at {age}: {amount} {currency} {per}, {today} in wages of {now}.")
    if pension.once:
        yes = N_("{title}: yes, in {year} at {age}: {amount} {currency} at once, {today} in wages of {now}.")
    title = _title(pension, lang)
    yield _(yes).format(title=title, year=award.year, age=award.age, **_money(found, pension, award, lang))
    if math.isfinite(award.of_final) and not pension.once:
        text = N_(
            "It replaces {final} of the last year’s earnings and {career} of the career’s, before taxes."
        )
        yield _(text).format(**_rates(award, lang))
    if pension.event != OLD_AGE:
        text = N_(
            "Counted as if the event (`{event}`) came on 1 January {year}; ages are those of the insured."
        )
        yield _(text).format(event=pension.event, year=award.year)
    elif first and first.year == found.statement[0].year + 1 < award.year:
        yield _(N_("The conditions are met from {year} on at the latest.")).format(year=first.year)
    elif first and first.year < award.year:
        text = N_("The conditions are met from {year} on, at {age}.")
        yield _(text).format(year=first.year, age=first.age)
    elif first:
        yield _(N_("It is the first year in which the conditions are met."))


def _refused(found: CareerTold, pension: PensionTold, lang: str) -> Iterator[str]:
    _ = translator(lang)
    award, first = pension.award, pension.first
    title = _title(pension, lang)
    yield _(N_("{title}: no, not in {year} at {age}.")).format(title=title, year=award.year, age=award.age)
    lacking = dict.fromkeys(f"`{name}`" for name in _lacking(pension))
    if lacking:
        yield _(N_("Not met: {names}.")).format(names=", ".join(lacking))
    if not first:
        yield _(N_("Never, with the work told."))
    elif first.year > award.year:
        text = _(
            N_(
                "From {year} on, at {age}, if the work told goes on until then: {amount} {currency} {per}, {today} in "
                "wages of {now}."
            )
        )
        yield text.format(year=first.year, age=first.age, **_money(found, pension, first, lang))


def _lacking(pension: PensionTold) -> Iterator[str]:
    """The rules because of which a condition is not met; of joined ones, those that decide against it."""
    heads: dict[str, Step] = {}
    for step in pension.answer.steps:
        clause = step.place.rpartition(".")[0]
        if step.kind == HEAD:
            heads[step.place] = step
        elif step.place.startswith("who"):
            head = heads.get(clause)
            met = bool(step.values[0])
            if (head is None and not met) or (head and not head.values[0] and met == (head.name == "none")):
                yield step.name


def _money(found: CareerTold, pension: PensionTold, award: Award, lang: str) -> dict[str, str]:
    sheet = _sheet(found, pension, lang)
    per = translator(lang)(PERIODS[pension.per])
    amount, today = sheet.money(award.amount), sheet.money(award.todays)
    return {"amount": amount, "currency": found.currency, "per": per, "today": today, "now": str(found.today)}


def _sheet(found: CareerTold, pension: PensionTold, lang: str) -> CareerSheet:
    payments = 1.0 if pension.once else units.payments(pension.per)
    return CareerSheet(lang, found.currency, payments=payments)


def _per(pension: PensionTold) -> str:
    return "once" if pension.once else pension.per


def _title(pension: PensionTold, lang: str) -> str:
    """The name of the benefit, or its path where it has none."""
    title = named(pension.title, lang)
    return title if title == pension.path else labels.capital(title)


def _rates(award: Award, lang: str) -> dict[str, str]:
    return {"final": numbers.share(award.of_final, lang), "career": numbers.share(award.of_career, lang)}


def _wrapped(text: str) -> list[str]:
    return wrap(numbers.together(text), WIDTH)


def _made_on(found: CareerTold, lang: str) -> str:
    """Whose law and whose economy, and how earnings grow."""
    _ = translator(lang)
    law = _(N_("{scheme} ({law}), {country}; {around}; money of each year, ages reached in it.")).format(
        scheme=named(found.scheme, lang),
        law=found.law,
        country=named(found.country, lang),
        around=_(found.around).format(year=found.today),
    )
    work = found.request.work
    if not work.earnings:
        return law
    grown = {
        "wages": N_("Earnings grow with the average wage."),
        "prices": N_("Earnings grow with prices."),
    }.get(work.growth, N_("Earnings grow by {growth} a year."))
    rate = numbers.share(rate_of(work.growth), lang) if work.growth not in INDEX else ""
    return f"{law} {_(grown).format(growth=rate)}"


def _shown(found: CareerTold, every: int) -> list[CareerYear]:
    """Every so many years of the statement, its first and its last two."""
    rows = found.statement
    return [row for i, row in enumerate(rows) if i % every == 0 or i >= len(rows) - LAST]


def _earnings(found: CareerTold, every: int, lang: str) -> list[str]:
    """What was earned, insured and paid in, {currency} a year."""
    _ = translator(lang)
    payers = list(found.statement[0].paid)
    months = any(0 < row.part < FULL for row in found.statement)
    head = [
        _(N_("year")),
        _(N_("age")),
        *([_(N_("months"))] if months else []),
        _(N_("earnings")),
        _(N_("insurable")),
    ]
    many = len(payers) > MOST_PAYERS or max(row.earnings for row in found.statement) >= MILLIONS
    head += [_(N_("paid in"))] if many else payers
    rows = []
    for row in _shown(found, every)[:-1]:
        paid = [math.fsum(row.paid.values())] if many else [row.paid[name] for name in payers]
        part = [numbers.number(row.part * units.MONTHS_PER_YEAR, lang)] if months else []
        cells = [numbers.number(value, lang) for value in (row.earnings, row.insurable, *paid)]
        rows.append((str(row.year), str(row.age), *part, *cells))
    caption = _(N_("Earnings and contributions, {currency} a year")).format(currency=found.currency)
    return plain_table.lines(Table(caption, tuple(head), (("", tuple(rows)),)), WIDTH)


def _accounts(found: CareerTold, every: int, lang: str) -> Iterator[str]:
    """Each account: what was there, what was added by revaluation and credit, what is there."""
    _ = translator(lang)
    head = (N_("year"), N_("growth"), N_("before"), N_("revalued"), N_("credited"), N_("on 31 December"))
    note = _(N_("* At the award, on 1 January."))
    for name in found.statement[0].accounts:
        most = max(row.accounts[name].balance for row in found.statement)
        unit = MILLION if most >= MILLIONS else 1.0
        digits = 0 if LARGE <= most < MILLIONS else 2
        cells: list[tuple[str, ...]] = []
        for row in _shown(found, every):
            one = row.accounts[name]
            amounts = [
                x / unit for x in (one.balance - one.credited - one.revalued, one.credited, one.balance)
            ]
            cells.append(
                (str(row.year), *_account_cells(one.growth if cells else math.nan, amounts, digits, lang))
            )
        cells[-1] = (cells[-1][0] + " *", *cells[-1][1:])
        caption = N_("Account `{name}`, {currency}")
        if unit > 1:
            caption = N_("Account `{name}`, millions of {currency}")
        words = _(caption).format(name=name, currency=found.currency)
        yield ""
        table = Table(words, tuple(map(_, head)), (("", tuple(cells)),), notes=(note,))
        yield from plain_table.lines(table, WIDTH)


def _account_cells(growth: float, amounts: Sequence[float], digits: int, lang: str) -> list[str]:
    """Rounded so that the row adds up: what is rounded off falls to the revaluation."""
    opened, credited, balance = (round(value, digits) for value in amounts)
    added = round(balance - opened - credited, digits)
    shown = [numbers.number(value, lang, digits) for value in (opened, added, credited, balance)]
    return [numbers.share(growth, lang) if math.isfinite(growth) else NOT_ASKED, *shown]


def _rules(found: CareerTold, lang: str) -> Iterator[str]:
    """The rules behind the statement, each with its parameters."""
    _ = translator(lang)
    sheet = CareerSheet(lang, found.currency, payments=units.payments(found.pensions[0].per))
    yield ""
    text = _(N_("The rules behind it, as of {year}, {currency} {per}"))
    yield from wrap(
        text.format(year=found.rules_of, currency=found.currency, per=_(PERIODS[found.pensions[0].per])),
        WIDTH,
    )
    for step in found.rules:
        yield f"  {step.place}: {step.name}"
        yield from details(step, sheet, 4)


def _steps(found: CareerTold, pension: PensionTold, lang: str) -> Iterator[str]:
    """Conditions and steps in the order of the law, each with what it read and what the law says to it."""
    _ = translator(lang)
    sheet = _sheet(found, pension, lang)
    year = pension.award.year
    yield from wrap(": ".join(dict.fromkeys((pension.path, named(pension.title, lang)))), WIDTH)
    who = [step for step in pension.answer.steps if step.place.startswith("who")]
    joined = {step.place for step in who if step.kind == HEAD}
    if who:
        yield _(N_("Who, asked in {year}")).format(year=year)
    for step in who:
        yield from condition(step, sheet, joined)
    yield from sheet.row(_("meets the conditions"), [sheet.answer(float(pension.award.eligible))])
    per = PERIODS[_per(pension)]
    much = N_("How much, {currency} {per} in money of {year}")
    if not pension.award.eligible:
        much = N_("How much it would be, {currency} {per} in money of {year}, if the conditions were met")
    text = _(much)
    yield text.format(currency=found.currency, per=_(per), year=year)
    rest: list[Step] = [step for step in pension.answer.steps if not step.place.startswith("who")]
    for step in rest:
        yield from sheet.row(step.name, [sheet.money(step.values[0])])
        yield from details(step, sheet, 4)
    if sheet.payments > 1 and any(
        name in found.statement[0].accounts for step in rest for name, _v in step.read
    ):
        text = _(N_("An account stands here divided by {payments}: amounts are {currency} {per}."))
        yield from _wrapped(text.format(payments=f"{sheet.payments:g}", currency=found.currency, per=_(per)))


def _payment(found: CareerTold, pension: PensionTold, lang: str) -> Iterator[str]:
    """The pension in the years after the award, as the law moves it."""
    if not pension.payment:
        return
    _ = translator(lang)
    sheet = _sheet(found, pension, lang)
    head = (
        _(N_("year")),
        _(N_("age")),
        _(N_("growth")),
        _(PERIODS[pension.per]),
        _(N_("in wages of {year}")).format(year=found.today),
        _(N_("of the average wage")),
    )
    rows = tuple(
        (
            str(p.year),
            str(p.age),
            numbers.share(p.growth, lang),
            sheet.money(p.amount),
            sheet.money(p.todays),
            numbers.share(p.of_wage, lang),
        )
        for p in pension.payment
    )
    caption = _(N_("In payment, {currency}, moved by the law’s indexation")).format(currency=found.currency)
    yield ""
    yield from plain_table.lines(Table(caption, head, (("", rows),)), WIDTH)


def _others(found: CareerTold, pension: PensionTold, lang: str) -> list[str]:
    """The same pension asked for in other years, the work told going on until then."""
    _ = translator(lang)
    sheet = _sheet(found, pension, lang)
    head = (
        _(N_("award")),
        _(N_("age")),
        _(N_("service")),
        _(N_("entitled")),
        _(PERIODS[_per(pension)]),
        _(N_("in wages of {year}")).format(year=found.today),
        _(N_("of last earnings")),
    )
    rows = []
    for one in pension.others:
        money = [sheet.money(one.amount), sheet.money(one.todays)] if one.eligible else [NOT_ASKED, NOT_ASKED]
        rate = numbers.share(one.of_final, lang) if one.eligible else NOT_ASKED
        mark = " *" if one.year == pension.award.year else ""
        rows.append(
            (
                f"{one.year}{mark}",
                str(one.age),
                sheet.plain(one.service),
                sheet.answer(float(one.eligible)),
                *money,
                rate,
            )
        )
    caption = _(N_("Asked for in another year, {currency}, work going on until then")).format(
        currency=found.currency
    )
    return plain_table.lines(Table(caption, head, (("", tuple(rows)),)), WIDTH)

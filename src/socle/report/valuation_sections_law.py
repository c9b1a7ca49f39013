"""The law of a valued scheme in words: who is entitled, how much, what moves it, who pays."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from socle.ground import units
from socle.ground.units import AVERAGE_WAGE
from socle.ground.words import N_
from socle.model.parameter import Parameter, Then
from socle.model.scheme import Account, Benefit, Call, Clause, Insurance, ParameterTable, Payer, Version
from socle.report import labels, numbers
from socle.report.calculated import HEADS, PERIODS
from socle.report.sections import Table
from socle.report.text import named
from socle.report.valuation_sections import Told, exact, percent

Row = tuple[str, ...]
SHARES: Final = ("share", "ratio")
A_YEAR: Final = "share a year"
KEYWORD: Final = {
    "at_least": N_("at least"),
    "at_most": N_("at most"),
    "below": N_("below"),
    "rate": N_("rate"),
    "share": N_("share"),
    "flat": N_("flat amount"),
    "amount": N_("amount"),
    "normal_age": N_("normal age"),
    "early": N_("for each year before it"),
    "late": N_("for each year after it"),
    "prices": N_("weight of prices"),
    "wages": N_("weight of wages"),
    "payroll": N_("weight of payroll"),
    "plus": N_("addition"),
    "base": N_("base"),
    "after": N_("years after which the rate counts"),
    "averaged_over": N_("years averaged over"),
    "over": N_("years"),
    "fee": N_("fee"),
    "factor": N_("factor"),
    "to": N_("unit"),
}
FOLLOWS: Final = {
    "cpi": N_("prices"),
    "wages": N_("wages"),
    "gdp": N_("gross domestic product"),
    "life_expectancy_65": N_("life expectancy at 65"),
}
CONTINGENCY: Final = {
    "old_age": N_("at retirement"),
    "invalidity": N_("at invalidity"),
    "survivors": N_("to the spouse at a death"),
    "orphans": N_("to the children at a death"),
    "death": N_("at a death"),
    "leaving": N_("when leaving the scheme"),
}
PAYER: Final = {"employee": N_("Employees"), "employer": N_("Employers"), "state": N_("The State")}
GAINS: Final = {
    "lost": N_("Balances of the dead stay with the scheme."),
    "shared": N_("Balances of the dead are shared among the living of their age."),
}


def provisions(told: Told) -> Table:
    """Every provision: what the law says, its values with their dates, and where it stands in the file."""
    _, insurance, scheme = told._, told.valued.scheme.insurance, told.valued.scheme
    groups = [(_(N_("What is insured and counted")), tuple(_counted(told)))]
    if insurance:
        paid = [row for name, payer in insurance.contributions.items() for row in _payer(name, payer, told)]
        groups.append((_(N_("Contributions")), tuple(paid)))
    groups += [(_title(one, told), tuple(_benefit(one, told))) for one in scheme.benefits]
    head = (_(N_("Provision")), _(N_("What it says, file and line")))
    caption = _(N_("Provisions of the law: {law}")).format(law=_(scheme.law))
    return Table(caption, head, tuple(one for one in groups if one[1]), words=1)


def _title(benefit: Benefit, told: Told) -> str:
    event = told._(CONTINGENCY.get(benefit.insured.contingency, benefit.insured.contingency))
    return labels.join([labels.capital(named(benefit.title, told.lang)), event])


def _counted(told: Told) -> Iterator[Row]:
    insurance, _ = told.valued.scheme.insurance, told._
    if insurance is None:
        return
    for call in insurance.insurable_earnings:
        yield _row(_(N_("Insurable earnings")), call, told)
    for account in insurance.accounts.values():
        yield from _account(account, told)
    yield from _columns(insurance, told)


def _columns(insurance: Insurance, told: Told) -> Iterator[Row]:
    """The earnings of some years, and what the divisor of accounts promises in advance."""
    _ = told._
    if counted := insurance.last_earnings:
        text = (
            N_("Mean earnings of the best years: {years}.")
            if counted.best
            else N_("Mean earnings of the last years: {years}.")
        )
        said = _(text).format(years=_said(counted.years, told))
        yield _placed(told, _(N_("Reference earnings")), said, counted.years.where)
        if counted.revalued_by:
            yield _row(_(N_("Revaluation of past earnings")), counted.revalued_by, told)
    if insurance.norm:
        said = _(N_("The divisor promises {norm} a year in advance.")).format(
            norm=_said(insurance.norm, told)
        )
        yield _placed(told, _(N_("Divisor")), said, insurance.norm.where)


def _account(account: Account, told: Told) -> Iterator[Row]:
    _ = told._
    name = _(N_("Account `{name}`")).format(name=account.name)
    if isinstance(account.credit, Call):
        yield _row(name, account.credit, told)
    else:
        credits = {
            "insurable_earnings": N_("Insurable earnings are credited."),
            "contributions": N_("Contributions are credited."),
        }
        text = f"{_(credits[account.credit])} {_(GAINS[account.gains])}"
        yield _placed(told, name, text, account.where)
    if account.revalued_by:
        yield _row(_(N_("Revaluation of the account")), account.revalued_by, told)


def _payer(name: str, payer: Payer, told: Told) -> Iterator[Row]:
    who = told._(PAYER[name]) if name in PAYER else f"`{name}`"
    yield _row(who, payer.call, told)
    yield from _clauses(payer.who, told)


def _benefit(benefit: Benefit, told: Told) -> Iterator[Row]:
    _ = told._
    if benefit.not_computed:
        yield _placed(told, _(N_("Not computed")), _(benefit.not_computed), benefit.where)
    for version in benefit.versions:
        if len(benefit.versions) > 1:
            yield _placed(told, _(N_("In force")), _dates(version, told), benefit.where)
        yield from _clauses(version.who, told)
        for at, call in enumerate(version.how_much):
            yield _row(_(N_("How much")) if at == 0 else _(N_("then")), call, told)
    for call in benefit.insured.indexation:
        yield _row(_(N_("In payment")), call, told)
    if not benefit.insured.indexation and benefit.insured.paid == "for_life":
        text = _(N_("Pensions in payment are not indexed."))
        yield _placed(told, _(N_("In payment")), text, benefit.where)
    if benefit.insured.paid == "once":
        yield _placed(told, _(N_("Paid")), _(N_("Once, at the event.")), benefit.where)
    if benefit.insured.until_age is not None:
        text = _(N_("Until the age of {age}.")).format(age=benefit.insured.until_age)
        yield _placed(told, _(N_("Paid")), text, benefit.where)


def _clauses(clauses: tuple[Clause, ...], told: Told) -> Iterator[Row]:
    for clause in clauses:
        joined = f" ({told._(HEADS[clause.joined]).rstrip(': ')})" if clause.joined != "all" else ""
        for call in clause.calls:
            yield _row(told._(N_("Who")) + joined, call, told)


def _row(part: str, call: Call, told: Told) -> Row:
    """One rule with its values."""
    values = [_argument(name, value, told) for name, value in call.arguments.items()]
    values += [f"{told._(N_('reads'))} `{on}`" for name in call.on.values() for on in name]
    said = f" {labels.capital(told.listed(values))}." if values else ""
    return _placed(told, part, f"{told._(call.rule.sentence)}{said}", call.where)


def _argument(name: str, value: Parameter | ParameterTable, told: Told) -> str:
    key = told._(KEYWORD[name]) if name in KEYWORD else f"`{name}`"
    if isinstance(value, Parameter):
        return f"{key}{_colon(told)}{_said(value, told)}"
    bands = [
        f"{_bound(bound, told)}{_colon(told)}{_said(one, told)}"
        for bound, one in zip(value.bounds, value.values, strict=False)
    ]
    return f"{key}{_colon(told)}{told.listed(bands)}"


def _bound(bound: float | str | Parameter, told: Told) -> str:
    if isinstance(bound, Parameter):
        said = _said(bound, told)
    else:
        said = bound if isinstance(bound, str) else exact(bound, told.lang)
    return told._(N_("from {bound}")).format(bound=said)


def _said(parameter: Parameter, told: Told, until: float = math.inf) -> str:
    """A value of the law with its dates, by sex where it differs, and what moves it afterwards.

    `until` is the moment from which a reform says something else.
    """
    _ = told._
    if parameter.by_sex:
        who = (_(N_("men")), _(N_("women")))
        both = (_said(one, told, until) for one in parameter.by_sex)
        return told.listed(f"{sex} {text}" for sex, text in zip(who, both, strict=True))
    parts = [_dated(parameter, at, told) for at, since in enumerate(parameter.moments) if since < until]
    text = ", ".join(parts)
    if parameter.before is not None:
        earlier = parameter.moments[0] if parameter.before.clock == parameter.clock else until
        text = f"{_said(parameter.before, told, earlier)}, {text}"
    if parameter.then and math.isinf(until):
        text += ", " + _(N_("then moved by {index}")).format(index=_mix(parameter.then, told))
    return text + (f" ({_(N_('unverified'))})" if parameter.unverified else "")


def _mix(then: Then, told: Told) -> str:
    """What moves a value: its indices, with their weights where these are not 1."""
    parts = []
    for name, weight in then.mix:
        index = told._(FOLLOWS[name]) if name in FOLLOWS else f"`{name}`"
        parts.append(index if weight == 1 else f"{index} x {exact(weight, told.lang)}")
    return " + ".join([*parts, *([percent(then.plus, told.lang)] if then.plus else [])])


def _dated(parameter: Parameter, at: int, told: Told) -> str:
    value, moment = _value(parameter, parameter.values[at], told), parameter.moments[at]
    if math.isinf(moment):
        return value
    year = math.floor(moment)
    month = round((moment - year) * 12) + 1
    date = f"{year}-{month:02d}" if month > 1 else str(year)
    if parameter.clock:
        return told._(N_("{value} for those born from {date} on")).format(value=value, date=date)
    return told._(N_("{value} from {date}")).format(value=value, date=date)


def _value(parameter: Parameter, value: float, told: Told) -> str:
    _, kind = told._, parameter.kind
    if kind.money and parameter.currency == AVERAGE_WAGE:
        return _(N_("{share} of the average wage")).format(share=percent(value, told.lang))
    if kind.money:
        each = value / units.payments(parameter.per or "year")
        amount = numbers.money(each, parameter.currency, told.lang)
        return f"{amount} {_(PERIODS[parameter.per])}" if parameter.per in PERIODS else amount
    if kind.word in SHARES:
        return percent(value, told.lang)
    if kind.word == A_YEAR:
        return _(N_("{share} a year")).format(share=percent(value, told.lang))
    scale = {"months": units.MONTHS_PER_YEAR, "working days": units.WORKING_DAYS_PER_YEAR}
    number = exact(value * scale.get(kind.word, 1), told.lang)
    return _(N_("{number} years")).format(number=number) if kind.word == "years" else number


def _dates(version: Version, told: Told) -> str:
    begins = "" if math.isinf(version.begins) else str(math.floor(version.begins))
    ends = "" if math.isinf(version.ends) else str(math.floor(version.ends))
    return told._(N_("From {begins} to {ends}")).format(begins=begins or "…", ends=ends or "…")


def _colon(told: Told) -> str:
    return f"{numbers.HARD_SPACE}: " if told.lang == "fr" else ": "


def _placed(told: Told, part: str, text: str, where: str) -> Row:
    """A provision, and where it stands: file and line, without folders."""
    file, _colon, line = PurePath(where).name.partition(":")
    place = ", ".join([file, told._(N_("line {line}")).format(line=line)] if line else [file])
    return (part, f"{text} ({place})" if file else text)

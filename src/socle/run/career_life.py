"""A working life from a few words: what was earned by a file, and what is earned from then on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from socle.exchange.career_file import CareerFile, read_career
from socle.ground import units
from socle.ground.axes import Array
from socle.ground.expression import MONEY
from socle.ground.refusals import Refusal, nearest
from socle.ground.units import AVERAGE_WAGE
from socle.ground.words import N_
from socle.model.survey import Flag
from socle.run.career import Career
from socle.run.career_ground import Ground

WAGES: Final = "wages"
INDEX: Final = {WAGES: AVERAGE_WAGE, "prices": "cpi"}
YOUNGEST: Final = 10  # nobody is insured before this age
OLDEST: Final = 110  # nor asks for a pension after this one


@dataclass(frozen=True)
class Work:
    """What a person says of her work.

    `earnings` are words such as `1200/month`, in money of the first year in which they are earned: `begins`, or that
    after the last of `file`; they grow by `growth` (wages, prices, or a share a year). `service` are years, and
    `accounts` words such as `career_earnings=120000`, as they stood on 1 January of the first year.
    """

    born: int
    sex: int  # ground.axes
    begins: int | None = None
    earnings: str = ""
    growth: str = WAGES
    file: Path | None = None
    service: float = 0.0
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Life:
    """Work year by year: what a file says, then earnings that go on until the award."""

    born: int
    sex: int
    begins: int
    past: CareerFile
    level: Array  # [year from `begins`] what is earned where the file says nothing; 0 without
    served: float
    held: Mapping[str, float]
    notes: tuple[Flag, ...] = field(default_factory=tuple)

    def until(self, year: int) -> Career:
        """The career that ends on 31 December before `year`."""
        years = range(self.begins, year)
        earnings = [self.past.earnings.get(y, float(self.level[y - self.begins])) for y in years]
        parts = [self.past.parts.get(y, 1.0) for y in years]
        return Career(
            self.begins,
            np.array(earnings),
            self.born,
            self.sex,
            parts=np.array(parts),
            served=self.served,
            held=self.held,
        )


def life_of(work: Work, award: int, around: Ground) -> Life:
    """The working life that is meant, within the years of the economy."""
    past = read_career(work.file) if work.file else CareerFile({}, {})
    begins = min(past.earnings) if past.earnings else around.today if work.begins is None else work.begins
    _check(work, begins, past, award, around)
    last = around.economy.years[-1]
    since = max(past.earnings) + 1 if past.earnings else begins
    level = np.zeros(last + 1 - begins)
    if work.earnings:
        level[since - begins :] = _money(work.earnings, around) * _grown(
            work.growth, range(since, last + 1), around
        )
    held = _accounts(work.accounts, around)
    return Life(
        work.born, work.sex, begins, past, level, work.service, held, tuple(_notes(work, past, award))
    )


def _check(work: Work, begins: int, past: CareerFile, award: int, around: Ground) -> None:
    if work.begins is not None and past.earnings:
        raise Refusal("`--{option}` does not go with `--{other}`.", option="from", other="file")
    if not past.earnings and not work.earnings:
        raise Refusal("Say what is earned (--earnings 1200/month), or give a file of it (--file career.csv).")
    if begins < work.born + YOUNGEST:
        raise Refusal(
            "Work from {begins} on of a person born in {born}: nobody is insured before age {age}.",
            begins=begins,
            born=work.born,
            age=YOUNGEST,
        )
    _check_known(begins, around)
    if award > work.born + OLDEST:
        raise Refusal("An award at age {age}: at most {most}.", age=award - work.born, most=OLDEST)
    if award > around.economy.years[-1]:
        last = around.economy.years[-1]
        raise Refusal("People are projected until {last}, and {year} is asked for.", last=last, year=award)
    latest = max([begins, *past.earnings])
    if award <= latest:
        raise Refusal(
            "An award in {award} cannot follow work in {latest}: pensions begin on 1 January.",
            award=award,
            latest=latest,
        )


def _check_known(begins: int, around: Ground) -> None:
    """Refuses years before wages and prices are known, or what the law says of the insured."""
    insurance = around.law.scheme.insurance
    first, path, where = around.economy.years[0], "", ""
    for said in insurance.parameters() if insurance else ():
        for one in said.by_sex or (said,):
            if not one.clock and one.before is None and one.moments[0] > first:
                first, path, where = math.ceil(one.moments[0]), one.path, one.where
    if begins < first:
        known = N_(
            "`{path}` has no value before {first}, and the career begins in {begins}. Begin it then, and say "
            "what there was before: {way}"
        )
        prices = N_(
            "Wages and prices are known from {first} on, and the career begins in {begins}. Begin it then, and say "
            "what there was before: {way}"
        )
        account = next(iter(around.law.accounts), "name")
        raise Refusal(
            known if path else prices,
            way=f"--from {first} --service {first - begins} --account {account}=250000.",
            path=path,
            first=first,
            begins=begins,
            where=where,
        )


def _money(text: str, around: Ground) -> float:
    """Money a year, from an amount with its period."""
    amount, slash, period = (piece.strip() for piece in text.partition("/"))
    if not slash:
        raise Refusal(
            "`{name}` is money: say its period, as in {name}={amount}/month or {name}={amount}/year.",
            name="earnings",
            amount=amount[:60],
        )
    value, _, currency = (piece.strip() for piece in amount.partition(" "))
    if currency and currency != around.economy.currency:
        raise Refusal(
            "`{name}` is in {said}, but the money of this law is {currency}.",
            name="earnings",
            said=currency[:60],
            currency=around.economy.currency,
        )
    return units.number(value, MONEY) * units.payments(period)


def _grown(growth: str, years: range, around: Ground) -> Array:
    """The level of earnings over `years`, 1 in the first."""
    if growth in INDEX:
        first = around.economy.years.index(years[0])
        level = around.economy.of(INDEX[growth])[0, first : first + len(years)]
        return np.asarray(level / level[0])
    return np.asarray((1 + rate_of(growth)) ** np.arange(len(years)))


def rate_of(growth: str) -> float:
    """A growth that is a share a year; `2%` is 0.02."""
    try:
        rate = float(growth.removesuffix("%")) / (100.0 if growth.endswith("%") else 1.0)
    except ValueError:
        rate = np.nan
    if not abs(rate) < 1:
        raise Refusal(
            "`{text}` is no growth of earnings: say wages, prices, or a share a year such as 2%.",
            text=growth[:60],
            nearest=nearest(growth, INDEX),
        )
    return rate


def _accounts(said: tuple[str, ...], around: Ground) -> dict[str, float]:
    """What the accounts held, by name."""
    held: dict[str, float] = {}
    for text in said:
        name, equals, amount = (piece.strip() for piece in text.partition("="))
        if name not in around.law.accounts or not equals:
            raise Refusal(
                "`{text}` is no account with its amount: `{scheme}` keeps {valid}, as in {example}.",
                text=text[:60],
                scheme=around.law.scheme.name,
                valid=", ".join(around.law.accounts) or "-",
                example=f"{next(iter(around.law.accounts), 'name')}=250000",
                nearest=nearest(name, around.law.accounts),
            )
        held[name] = units.number(amount, MONEY)
    return held


def _notes(work: Work, past: CareerFile, award: int) -> list[Flag]:
    """What was taken to be so because nobody says it."""
    notes = []
    if past.earnings:
        gaps = [
            str(year) for year in range(min(past.earnings), max(past.earnings)) if year not in past.earnings
        ]
        if gaps:
            notes.append(
                Flag(
                    N_("Years that the file does not name count as not insured: {years}."),
                    {"years": ", ".join(gaps)},
                )
            )
        if not work.earnings and max(past.earnings) + 1 < award:
            text = N_("No insured work after {year}: say what is earned from then on with --earnings.")
            notes.append(Flag(text, {"year": str(max(past.earnings))}))
    if past.unread:
        notes.append(Flag(N_("Not read of the file: {columns}."), {"columns": ", ".join(past.unread)}))
    if work.service and not work.accounts:
        text = N_(
            "{years} years of service from before, with nothing in the accounts: say --account too if there was."
        )
        notes.append(Flag(text, {"years": f"{work.service:g}"}))
    return notes

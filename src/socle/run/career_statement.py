"""One person's career asked of a contributory law: its account, the pension step by step, other years of award."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.ground.refusals import Refusal, nearest
from socle.ground.units import AVERAGE_WAGE
from socle.ground.words import N_
from socle.measure.cohort import replacement_rate
from socle.model.insurance import NORM, InsuranceLaw
from socle.model.parameter import Parameter
from socle.model.results import Text
from socle.model.scheme import Benefit
from socle.model.survey import Flag
from socle.model.trace import Answer, Step
from socle.run.career import Career, Earned, Person, earned, in_payment, paid_in
from socle.run.career_ground import Ground, ground
from socle.run.career_life import OLDEST, Life, Work, life_of
from socle.run.career_steps import Taken, rules_said

ALL: Final = "all"
LATER: Final = 10  # years of payment that may be shown
OTHERS: Final = 5  # years of award before and after


@dataclass(frozen=True)
class CareerRequest:
    """What is asked: a scheme (file, or COUNTRY/scheme), of whose work, and for an award in which year.

    `benefit` is its name in the scheme, or `all`.
    """

    scheme: str
    award: int
    work: Work
    benefit: str = "old_age"
    country: str = ""
    data: Path | None = None


@dataclass(frozen=True, eq=False)
class AccountYear:
    """An account in a year: balance = balance before + revalued + credited, money of the year."""

    growth: float
    revalued: float
    credited: float
    balance: float


@dataclass(frozen=True, eq=False)
class CareerYear:
    """A year of the statement, money a year; that of the award only revalues the accounts."""

    year: int
    age: int  # reached in the year
    part: float  # of the year that was insured
    earnings: float
    insurable: float
    paid: Mapping[str, float]  # by payer
    accounts: Mapping[str, AccountYear]


@dataclass(frozen=True)
class Award:
    """A pension if it is asked for at the beginning of a year; money of that year a year.

    `todays` is the amount in average wages' money of today; rates are gross, of earnings counted in wages of the
    award, and not numbers where there are no earnings.
    """

    year: int
    age: int
    eligible: bool
    service: float
    amount: float  # what the formula gives, whether eligible or not
    todays: float
    of_final: float
    of_career: float


@dataclass(frozen=True)
class InPayment:
    """The pension in a year after the award, money of that year a year, and its place among wages."""

    year: int
    age: int
    amount: float
    growth: float
    todays: float
    of_wage: float  # over the average wage of the year


@dataclass(frozen=True, eq=False)
class PensionTold:
    """One benefit of the career: the award asked for, the first that may be had, and what follows."""

    path: str
    title: Text
    event: str  # at which it is paid: old_age, invalidity, survivors, ...
    per: str  # the period of the file's own amounts
    once: bool
    award: Award
    first: Award | None  # the first year in which the conditions are met, working until then
    answer: Answer
    payment: tuple[InPayment, ...]
    others: tuple[Award, ...]  # the chosen year among them


@dataclass(frozen=True, eq=False)
class CareerTold:
    """Everything that the law says to one career."""

    request: CareerRequest
    scheme: Text
    law: str
    currency: str
    today: int
    country: Text
    around: str
    statement: tuple[CareerYear, ...]
    rules: tuple[Step, ...]  # behind the statement, as of `rules_of`
    rules_of: int
    pensions: tuple[PensionTold, ...]
    notes: tuple[Flag, ...] = field(default_factory=tuple)


def told(request: CareerRequest) -> CareerTold:
    """The career of a request, year by year and benefit by benefit."""
    return told_on(ground(request.scheme, request.data, request.country, request.award + LATER), request)


def told_on(around: Ground, request: CareerRequest) -> CareerTold:
    """The same on a law and an economy at hand."""
    benefits = _wanted(around.law, request.benefit)
    life = life_of(request.work, request.award, around)
    career = life.until(request.award)
    statement = _statement(around, career, request.award)
    worked = [row.year for row in statement if row.part > 0] or [career.begins]
    person = Person(around.law, career, around.economy, request.award)
    return CareerTold(
        request,
        around.law.scheme.title,
        around.law.scheme.law,
        around.economy.currency,
        around.today,
        around.country,
        around.around,
        statement,
        rules_said(person, benefits[0], worked[-1]),
        worked[-1],
        tuple(_pension(around, life, benefit, request.award) for benefit in benefits),
        (*life.notes, *around.notes, *_without_deaths(around, request.award)),
    )


def _without_deaths(around: Ground, award: int) -> tuple[Flag, ...]:
    """Whether the divisor of the award rests on deaths of a later year."""
    if NORM not in around.law.questions or award >= around.today:
        return ()
    text = N_("Deaths before {year} are not known: the divisor takes those of {year}.")
    return (Flag(text, {"year": str(around.today)}),)


def _wanted(law: InsuranceLaw, name: str) -> tuple[Benefit, ...]:
    """The benefits asked for, by name or path."""
    known = {b.path.rpartition(".")[2]: b for b in law.scheme.benefits if b.computable}
    if name == ALL:
        return tuple(known.values())
    short = name.removeprefix(f"{law.scheme.name}.")
    if short not in known:
        raise Refusal(
            "`{scheme}` has no benefit `{name}`; it has {valid}, and `all` asks for every one.",
            scheme=law.scheme.name,
            name=name,
            valid=", ".join(known) or "-",
            nearest=nearest(short, [*known, ALL]),
            where=law.scheme.where,
        )
    return (known[short],)


def _statement(around: Ground, career: Career, award: int) -> tuple[CareerYear, ...]:
    law, economy = around.law, around.economy
    person = Person(law, career, economy, award)
    paid = paid_in(law, career, economy)
    insurable = paid.pop("insurable_earnings")
    moves = {name: person.movement(name) for name in law.accounts}
    rows = []
    for i, year in enumerate(range(career.begins, award + 1)):
        accounts = {}
        for name, move in moves.items():
            before = move.balance[i - 1] if i else career.held.get(name, 0.0)
            growth = float(move.growth[i]) if i else 0.0
            accounts[name] = AccountYear(
                growth, float(before * growth), float(move.credited[i]), float(move.balance[i])
            )
        here = i < len(career.earnings)
        rows.append(
            CareerYear(
                year,
                year - career.birth_year,
                float(person.insured[i]),
                float(career.earnings[i]) if here else 0.0,
                float(insurable[i]) if here else 0.0,
                {name.partition(".")[2]: float(value[i]) if here else 0.0 for name, value in paid.items()},
                accounts,
            )
        )
    return tuple(rows)


def _pension(around: Ground, life: Life, benefit: Benefit, award: int) -> PensionTold:
    name = benefit.path.rpartition(".")[2]
    first = _first(around, life, benefit)
    last = min(award + OTHERS, around.economy.years[-1], life.born + OLDEST)
    years = range(max(award - OTHERS, life.begins + 1), last + 1)
    others = tuple(_award(around, life, name, year) for year in years if _exists(benefit, year))
    taken = Taken(around.law, benefit.path, life.until(award), around.economy, award, around.deaths)
    answer = taken.answer()
    chosen = _award(around, life, name, award)
    once = benefit.insured.paid == "once"
    paid = _in_payment(around, life, name, chosen) if chosen.eligible and not once else ()
    return PensionTold(
        benefit.path,
        benefit.title,
        benefit.insured.contingency,
        _period(around.law, benefit),
        once,
        chosen,
        first,
        answer,
        paid,
        others,
    )


def _exists(benefit: Benefit, year: int) -> bool:
    return any(v.begins <= year < v.ends for v in benefit.versions)


def _first(around: Ground, life: Life, benefit: Benefit) -> Award | None:
    """The first year of award whose conditions are met, if work goes on until then."""
    name = benefit.path.rpartition(".")[2]
    for year in range(life.begins + 1, min(around.economy.years[-1], life.born + OLDEST) + 1):
        if _exists(benefit, year) and _earned(around, life, name, year).eligible:
            return _award(around, life, name, year)
    return None


def _earned(around: Ground, life: Life, benefit: str, year: int) -> Earned:
    return earned(around.law, life.until(year), around.economy, benefit, year, around.deaths)


def _award(around: Ground, life: Life, benefit: str, year: int) -> Award:
    """The pension of one year of award, and what it replaces."""
    career = life.until(year)
    found = _earned(around, life, benefit, year)
    if not np.isfinite(found.amount):
        raise Refusal(
            "What `{benefit}` gives in {year} rests on wages or prices that are not known here: name the data of its "
            "institution (--data), or another country.",
            benefit=benefit,
            year=year,
            where=around.law.scheme.where,
        )
    wages = _wages(around, range(career.begins, year + 1))
    worked = Person(around.law, career, around.economy, year).of_full_years()
    pension = np.zeros(len(wages))
    pension[-1] = found.amount
    earnings = np.append(worked, np.zeros(len(wages) - len(worked)))
    final = replacement_rate(pension, earnings, wages, "award", "final")
    whole = replacement_rate(pension, earnings, wages, "award", "career")
    return Award(
        year,
        year - life.born,
        found.eligible,
        found.service,
        found.amount,
        _todays(around, found.amount, year),
        float(final),
        float(whole),
    )


def _in_payment(around: Ground, life: Life, benefit: str, award: Award) -> tuple[InPayment, ...]:
    years = tuple(y for y in range(award.year + 1, award.year + LATER + 1) if y <= around.economy.years[-1])
    if not years:
        return ()
    amounts = in_payment(around.law, benefit, award.amount, years, around.economy)
    before = np.append(award.amount, amounts[:-1])
    growth = np.divide(amounts, before, out=np.ones_like(amounts), where=before > 0) - 1
    rows = zip(years, amounts, growth, _wages(around, range(years[0], years[-1] + 1)), strict=True)
    return tuple(
        InPayment(y, y - life.born, float(a), float(g), _todays(around, float(a), y), float(a / wage))
        for y, a, g, wage in rows
    )


def _wages(around: Ground, years: range) -> Array:
    first = around.economy.years.index(years[0])
    return around.economy.of(AVERAGE_WAGE)[0, first : first + len(years)]


def _todays(around: Ground, amount: float, year: int) -> float:
    """An amount of a year, moved by average wages to today's."""
    then, now = (float(around.economy.at(AVERAGE_WAGE, at)[0, 0]) for at in (year, around.today))
    return amount * now / then


def _amounts(parameters: Iterable[Parameter]) -> Iterator[Parameter]:
    """Those that are amounts of a currency."""
    for parameter in parameters:
        yield from (one for one in parameter.by_sex or (parameter,) if one.currency not in ("", AVERAGE_WAGE))


def _period(law: InsuranceLaw, benefit: Benefit) -> str:
    """The period in which the file says its amounts: of the benefit, else of the scheme, else a month."""
    said = [p.per for p in _amounts((*benefit.parameters(), *law.scheme.parameters())) if p.per]
    return said[0] if said else "month"

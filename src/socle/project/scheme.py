"""A scheme of social insurance over the years: the insured, their pensions, and what both pay and get.

The law comes in through `ask`; this module knows the calendar and no law. What does not differ from scenario to
scenario keeps a length of 1 on that axis, so that a thousand scenarios of prices cost one projection of the
insured and a thousand of amounts in payment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from socle.ground.axes import Array
from socle.model.insured import Ask, Event, Insured, InsuredOverTime, Pensions, Promise, Valuation
from socle.project.movements import Exits, moved, of_year
from socle.project.pensions import YearOfPensions, a_year_of_pensions, awarded, following, left_behind
from socle.project.waiting import Waiting, at_first, in_year
from socle.project.window import Window, may_narrow, narrowed, widened

Flows = dict[str, dict[str, Array]]  # kind -> payer, benefit or movement -> [scenario, sex], in average wages
Held = Mapping[str, Pensions]  # by benefit
PENSIONER: Final[tuple[Event, ...]] = (
    "old_age",
    "invalidity",
)  # the events whose pensioners leave somebody behind


def insured_over_time(ask: Ask, valuation: Valuation, keep: bool = False) -> InsuredOverTime:
    """Every year from the first to the last; with `keep`, the whole state on each 1 January too."""
    state, waiting = valuation.start, at_first(ask, valuation)
    states, years, count = [state], [], state.active.shape[-2]
    window, narrows = Window(slice(0, count), ask, valuation), may_narrow(ask, valuation)
    for year in valuation.years:
        if narrows:
            window, state = narrowed(ask, valuation, state, window.ages)
        waiting = in_year(ask, valuation, year, waiting, state)
        state, flows = _a_year(window, state, waiting, year)
        years.append(flows)
        states = [*states, widened(state, window.ages, count)] if keep else states
    end = widened(state, window.ages, count) if narrows else state
    return over_time(valuation, years, end, tuple(states) if keep else ())


def _a_year(window: Window, state: Insured, waiting: Waiting, year: int) -> tuple[Insured, Flows]:
    """The state on the next 1 January, and the flows that led there; the state stands on the ages of the window."""
    ask, valuation = window.ask, window.valuation
    state = _on_new_year(ask, valuation, state, year)
    done = moved(ask, valuation, state, window.of(waiting), year)
    opened = {p.name: _opened(ask, valuation, p, done.exits, year) for p in valuation.promises}
    pensions, flows = pensions_over(ask, valuation, state.pensions, opened, year)
    flows["people"] = done.people
    flows |= _contributions(ask, valuation, done.contributors, year)
    return Insured(done.active, done.inactive, pensions), flows


def _on_new_year(ask: Ask, valuation: Valuation, state: Insured, year: int) -> Insured:
    """Accounts and pensions moved by what the law declares, above the growth of the average wage."""
    if year == valuation.first_year:
        return state
    growth = [ask(f"revaluation.{name}", year) for name in valuation.accounts]
    pensions = indexed(ask, valuation, state.pensions, year)
    if _still(growth):
        return Insured(state.active, state.inactive, pensions)
    factor = np.stack(np.broadcast_arrays(np.ones((1,) * 5), *(1 + rate for rate in growth)))
    return Insured(state.active * factor, state.inactive * factor, pensions)


def indexed(ask: Ask, valuation: Valuation, pensions: Held, year: int) -> Held:
    """Pensions in payment moved by their indices, above the growth of the average wage."""
    moved = {}
    for promise in valuation.promises:
        if not promise.once:
            index = ask(f"index.{promise.name}", year)[:, :, 0, :, 0]
            held = pensions[promise.name]
            moved[promise.name] = held if _still([index]) else replace(held, amount=held.amount * (1 + index))
    return moved


def _still(growth: Sequence[Array]) -> bool:
    """Whether nothing moves."""
    return all(rate.size == 1 and not rate.any() for rate in growth)


def pensions_over(
    ask: Ask, valuation: Valuation, pensions: Held, opened: Held, year: int
) -> tuple[Held, Flows]:
    """Every benefit over the year; those of pensioners first, whose deaths open those of survivors.

    `opened` has what the exits of the year open, by sex and age of those who left or died.
    """
    order = sorted(valuation.promises, key=lambda promise: promise.event not in PENSIONER)
    done: dict[str, YearOfPensions] = {}
    awards: dict[str, Pensions] = {}
    for promise in order:
        ended = [done[p.name].deaths for p in valuation.of(*PENSIONER) if p.name in done]
        more = [following(ask, promise, year, deaths) for deaths in ended] if _follows(promise) else []
        new = [opened[promise.name], *more]
        total = Pensions(
            np.asarray(sum(one.count for one in new)), np.asarray(sum(one.amount for one in new))
        )
        awards[promise.name] = left_behind(promise, total, valuation.experience)
        if not promise.once:
            death = _mortality(valuation, promise, year)
            start = pensions[promise.name]
            done[promise.name] = a_year_of_pensions(start, awards[promise.name], death, promise.until)
    paid = {name: one.paid for name, one in done.items()}
    paid |= {p.name: Pensions(0 * awards[p.name].count, awards[p.name].amount) for p in order if p.once}
    flows = {
        "ended": {name: _by_sex(one.deaths.count + one.ended.count) for name, one in done.items()},
        "pensioners": {name: _by_sex(one.count) for name, one in paid.items()},
        "benefits": {name: _by_sex(one.amount) for name, one in paid.items()},
        "awards": {name: _by_sex(one.count) for name, one in awards.items()},
        "award_amounts": {name: _by_sex(one.amount) for name, one in awards.items()},
    }
    return {name: one.after for name, one in done.items()}, flows


def _opened(ask: Ask, valuation: Valuation, promise: Promise, exits: Exits, year: int) -> Pensions:
    """What the exits of a year open, by sex and age of those who left or died."""
    left = {"old_age": exits.old_age, "invalidity": exits.invalidity, "leaving": exits.leaving}
    opened = awarded(ask, promise, year, left.get(promise.event, exits.death), valuation.accounts)
    return Pensions(*(on_all_ages(valuation, values) for values in (opened.count, opened.amount)))


def _follows(promise: Promise) -> bool:
    """Whether the death of a pensioner opens the benefit too."""
    return promise.follows and promise.event in ("survivors", "orphans", "death")


def on_all_ages(valuation: Valuation, values: Array) -> Array:
    """Values on working ages, with nothing at the others."""
    ages = valuation.experience.mortality.shape[-1]
    shape = values.shape[:-1]
    before = np.zeros((*shape, valuation.working.start))
    after = np.zeros((*shape, ages - valuation.working.stop))
    return np.concatenate([before, values, after], axis=-1)


def _mortality(valuation: Valuation, promise: Promise, year: int) -> Array:
    rates = valuation.experience
    table = rates.invalid_mortality if promise.event == "invalidity" else rates.mortality
    return of_year(table, year - valuation.first_year)


def _by_sex(values: Array) -> Array:
    return np.asarray(values.sum(axis=-1))


def _contributions(ask: Ask, valuation: Valuation, contributors: Array, year: int) -> Flows:
    """Contributor-years, what was insured of their earnings, and what each payer paid."""
    over_service = (contributors @ np.ones(contributors.shape[-1]))[..., None]

    def total(rate: Array) -> Array:
        people = contributors if rate.shape[-1] > 1 else over_service
        return np.asarray((people * rate).sum(axis=(-3, -2, -1)))

    step = year - valuation.first_year
    complied = valuation.money.compliance[:, step, None]
    paid = {name: total(ask(f"contribution.{name}", year)) * complied for name in valuation.payers}
    insured = {
        "contributors": total(np.ones((1,) * 5)),
        "payroll": total(ask("insurable_earnings", year)),
    }
    return {"contributions": paid, "insured": insured}


def over_time(
    valuation: Valuation, years: Sequence[Flows], end: Insured, states: tuple[Insured, ...]
) -> InsuredOverTime:
    """The flows of all years in money of the day."""
    money = valuation.money
    wages = money.wages[:, : len(years)]
    people = {kind: _series(years, kind) for kind in ("people", "pensioners", "awards")}
    paid = {
        kind: {name: series * wages[:, :, None] for name, series in _series(years, kind).items()}
        for kind in ("contributions", "benefits", "award_amounts")
    }
    insured = _series(years, "insured")
    payroll = insured["payroll"] * wages[:, :, None]
    administration = money.administration[:, : len(years)] * payroll.sum(axis=-1)
    return InsuredOverTime(
        tuple(valuation.years), wages, insured["contributors"], payroll, paid["contributions"],
        people["pensioners"], paid["benefits"], people["awards"], paid["award_amounts"], people["people"],
        administration, end, states, _series(years, "ended") if "ended" in years[0] else {},
    )  # fmt: skip


def _series(years: Sequence[Flows], kind: str) -> Mapping[str, Array]:
    """Each flow over the years, [scenario, year, sex]."""
    return {
        name: np.stack(np.broadcast_arrays(*(flows[kind][name] for flows in years)), axis=1)
        for name in years[0][kind]
    }

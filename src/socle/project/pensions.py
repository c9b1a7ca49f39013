"""Pensions: how many are awarded, how they are paid over a year, and who follows a pensioner who dies.

Arrays are [scenario, sex, age], ages completed on 1 January, amounts in average wages a year summed over
persons. Awards fall evenly over the year: those of a year are paid half of it on average, and their holders
are at risk of death for half of it. Person-years are the mean of 1 January and 31 December, so that whoever
reaches the age at which payment ends is paid half of that year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socle.ground.axes import Array
from socle.model.insured import Ask, Experience, Pensions, Promise

NOBODY = 0.0
AT_ONCE = 16  # scenarios in one product of matrices
SERVICE = "service"  # as an account: years credited, where the axis of service does not tell them


@dataclass(frozen=True, eq=False)
class YearOfPensions:
    """One benefit over one year."""

    after: Pensions  # on 1 January of the next year, before its indexation
    paid: Pensions  # person-years and money
    deaths: Pensions
    ended: Pensions  # those who reached the age at which payment ends


def per_head(total: Array, heads: Array) -> Array:
    """What stands behind one head of a cell; nothing where there is nobody."""
    safe = np.where(heads > NOBODY, heads, 1.0)
    return np.asarray(total / safe)


def served(accounts: tuple[str, ...], lives: Array) -> dict[str, Array]:
    """The mean service of each cell, where it is carried as an account; else nothing, since the axis tells it."""
    return {name: per_head(lives[i], lives[0]) for i, name in enumerate(accounts, start=1) if name == SERVICE}


def awarded(ask: Ask, promise: Promise, year: int, exits: Array, accounts: tuple[str, ...]) -> Pensions:
    """What the law gives to those who leave the insured: `exits` [stock, scenario, sex, class, age, service].

    The answer stands on the age of those who left.
    """
    heads = exits[0]
    known = {name: per_head(exits[i], heads) for i, name in enumerate(accounts, start=1)}
    own = {name: value for name, value in known.items() if name == SERVICE}
    entitled = heads * ask(f"who.{promise.name}", year, **own)
    amounts = entitled * ask(f"how_much.{promise.name}", year, **known)
    return Pensions(_over_cells(entitled), _over_cells(amounts))


def _over_cells(values: Array) -> Array:
    """The sum over class and service; the product with ones adds up short rows faster than a sum."""
    over_service = values @ np.ones(values.shape[-1])
    return np.asarray(over_service.sum(axis=-2))


def following(ask: Ask, promise: Promise, year: int, deaths: Pensions) -> Pensions:
    """What follows the death of pensioners, by the age of the deceased: a share of their pension, as the law has it."""
    own = per_head(deaths.amount, deaths.count)[:, :, None, :, None]
    given = ask(f"from_pension.{promise.name}", year, pension=own)[:, :, 0, :, 0]
    return Pensions(deaths.count, np.asarray(deaths.count * given))


def left_behind(promise: Promise, opened: Pensions, experience: Experience) -> Pensions:
    """The same pensions by sex and age of those who receive them: spouses, or children of either sex."""
    if promise.event == "survivors":
        count, amount = (_across(v, experience.spouses) for v in (opened.count, opened.amount))
        return Pensions(count[:, ::-1], amount[:, ::-1])
    if promise.event == "orphans":
        count, amount = (_across(v, experience.children) for v in (opened.count, opened.amount))
        return Pensions(_either_sex(count), _either_sex(amount))
    return opened


def _across(values: Array, families: Array) -> Array:
    """[scenario, sex, age of the deceased] on the ages of their families.

    Some scenarios at a time: products of large matrices are shared out among threads, which take ten times as
    long where they wait for a processor.
    """
    parts = [values[first : first + AT_ONCE] for first in range(0, len(values), AT_ONCE)]
    return np.concatenate([(part.swapaxes(0, 1) @ families).swapaxes(0, 1) for part in parts])


def _either_sex(values: Array) -> Array:
    """Children are boys and girls alike."""
    half = 0.5 * values.sum(axis=1, keepdims=True)
    return np.concatenate([half, half], axis=1)


def a_year_of_pensions(start: Pensions, award: Pensions, death: Array, until: int | None) -> YearOfPensions:
    """From one 1 January to the next, for pensions whose index of the year is already applied."""
    half = 0.5 * death
    died = Pensions(
        start.count * death + award.count * half,
        start.amount * death + award.amount * half,
    )
    count, amount = start.count + award.count - died.count, start.amount + award.amount - died.amount
    there = Pensions(count, amount)
    if until is not None:
        there, _ = _cut(there, until - 1)  # one year older by then
    paid = Pensions(0.5 * (start.count + there.count), 0.5 * (start.amount + there.amount))
    grown, ended = _cut(Pensions(_older(count), _older(amount)), until)
    return YearOfPensions(grown, paid, died, ended)


def _older(values: Array) -> Array:
    """One year older; the last age is open."""
    last = values[..., -2:-1] + values[..., -1:]
    return np.concatenate([np.zeros_like(last), values[..., :-2], last], axis=-1)


def _cut(pensions: Pensions, until: int | None) -> tuple[Pensions, Pensions]:
    """Those still in payment, and those beyond the age at which payment ends."""
    if until is None:
        none = np.zeros((1,) * pensions.count.ndim)
        return pensions, Pensions(none, none)
    paid = np.arange(pensions.count.shape[-1]) < until
    kept = Pensions(pensions.count * paid, pensions.amount * paid)
    return kept, Pensions(pensions.count - kept.count, pensions.amount - kept.amount)

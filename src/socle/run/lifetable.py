"""A life table and what payments that depend on a life are worth on it, age by age.

The table comes from a file, or from Makeham's law carried on until nobody is left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from socle.exchange.life_table_file import OLDEST, TableText, read_life_tables
from socle.ground.axes import Array
from socle.ground.refusals import Refusal
from socle.ground.words import N_
from socle.measure import contingencies as life
from socle.model.survey import Flag

RADIX = 100_000.0
SHORTEST = 5  # years: the pure endowment that tables give beside those of the terms asked for
SHOWN, CARRIED = 1e-15, 1e-32  # shares of the radix: down to which ages are shown, and the law is carried on
MOST = 20_000  # ages that a law is carried on at most

CLOSED = N_("Table closed at the last age given, {age}: nobody lives past it.")
CLOSED_EARLY = N_("The file gives q = {q} at the last age, {age}; 1 is used.")
VANISHED = N_(
    "Makeham's law carried on to age {last}, where one in 10^{power} of the first survivors is left; "
    "ages shown to {shown}."
)
UNREAD = N_("Columns not read: {names}.")


@dataclass(frozen=True)
class TableRequest:
    """A table of a file or of Makeham's law, and what is asked on it. `rate` is a share a year."""

    rate: float
    file: Path | None = None
    makeham: tuple[float, float, float] | None = None  # A, B and c of the hazard A + B c^x
    radix: float | None = None  # survivors at the first age; by default those of the file, or 100,000
    start: int | None = None  # the first age; by default that of the file, or 0
    terms: tuple[int, ...] = (10, 20)
    until: int = 65


@dataclass(frozen=True, eq=False)
class ValuedTable:
    """Columns of one life table by name, all [age]; `notes` are what to know before quoting it."""

    sex: str
    ages: Array
    columns: Mapping[str, Array]
    notes: tuple[Flag, ...] = field(default=())


def lifetable(request: TableRequest) -> list[ValuedTable]:
    """The table of each sex of the file, or the one of the law, with its values."""
    _check(request)
    tables = [_of_law(request)] if request.file is None else _of_file(request.file, request)
    with np.errstate(
        over="ignore", invalid="ignore"
    ):  # rates close to -1: values without bound are shown as unknown
        return [_valued(request, *table) for table in tables]


Table = tuple[str, Array, Array, Callable[[Array], Array], tuple[Flag, ...]]
"""Sex, ages, survivors, which ages are shown, notes."""


def _check(request: TableRequest) -> None:
    if (request.file is None) == (request.makeham is None):
        raise Refusal(N_("Name a file of a life table, or give Makeham's law as --makeham A,B,c."))
    if request.rate > 1.0:
        raise Refusal(
            "A rate of {rate} is {percent} % a year: write 5 % as 5% or 0.05.", **_rate(request.rate)
        )
    life.discount(request.rate)
    if request.radix is not None and not 0.0 < request.radix < np.inf:
        raise Refusal("The radix, survivors at the first age, is a number above 0.")
    if any(term < 1 for term in request.terms):
        raise Refusal("A term is a whole number of years, 1 or more.")


def _rate(rate: float) -> dict[str, str]:
    return {"rate": f"{rate:g}", "percent": f"{100 * rate:g}"}


def _of_law(request: TableRequest) -> Table:
    assert request.makeham is not None
    start = request.start or 0
    if not 0 <= start <= OLDEST:
        raise Refusal("A table begins at an age from 0 to {oldest}.", oldest=OLDEST)
    ages = np.arange(start, start + MOST, dtype=np.float64)
    part = life.makeham_survivors(*request.makeham, ages)
    alive = int(np.searchsorted(-part, -CARRIED, side="right"))
    if alive == MOST:
        raise Refusal(
            "With this law more than one in 10^{power} lives to age {age}: the table has no end.",
            power=-round(np.log10(CARRIED)),
            age=start + MOST - 1,
        )
    ages, part = ages[:alive], part[:alive]
    shown = ages[part >= SHOWN]
    if np.log(part[-1]) - alive * np.log1p(request.rate) > np.log(SHOWN):
        raise Refusal("At this rate the payments to the last survivors of the law have no bounded value.")
    note = Flag(
        VANISHED,
        {"last": f"{ages[-1]:g}", "power": str(-round(np.log10(CARRIED))), "shown": f"{shown[-1]:g}"},
    )
    return "", ages, part * (request.radix or RADIX), lambda l: l >= SHOWN * l[0], (note,)  # noqa: E741


def _of_file(path: Path, request: TableRequest) -> list[Table]:
    tables, unread = read_life_tables(path)
    notes = (Flag(UNREAD, {"names": ", ".join(unread)}),) if unread else ()
    return [_given(table, request, path, notes) for table in tables]


def _given(table: TableText, request: TableRequest, path: Path, notes: Sequence[Flag]) -> Table:
    values = np.array(table.values)
    l = values if table.kind == "l" else life.survivors(values, RADIX)  # noqa: E741
    ages = table.first + np.arange(len(l), dtype=np.float64)
    last = int(ages[l > 0.0][-1])
    told = [Flag(CLOSED, {"age": str(last)}), *notes]
    if table.kind == "q" and last == int(ages[-1]) and values[-1] < 1.0:
        told.append(Flag(CLOSED_EARLY, {"q": f"{values[-1]:g}", "age": str(last)}))
    start = table.first if request.start is None else request.start
    if not table.first <= start <= last:
        raise Refusal(
            "The table runs from age {first} to {last}; it cannot begin at {start}.",
            where=str(path),
            first=table.first,
            last=last,
            start=start,
        )
    ages, l = ages[start - table.first :], l[start - table.first :]  # noqa: E741
    if request.radix is not None or (table.kind == "q" and start > table.first):
        l = l * ((request.radix or RADIX) / l[0])  # noqa: E741
    return table.sex, ages, l, lambda l: l > 0.0, tuple(told)  # noqa: E741


def _valued(
    request: TableRequest,
    sex: str,
    ages: Array,
    l: Array,  # noqa: E741
    shown: Callable[[Array], Array],
    notes: tuple[Flag, ...],
) -> ValuedTable:
    rate = request.rate
    d, n = life.commutation(l, rate, ages)
    columns = {
        "l": l,
        "q": life.death_rates(l),
        "e": life.complete_expectation(l),
        "e_curtate": life.expectation(l),
        "a_due": life.annuity_due(l, rate),
        "A": life.whole_life(l, rate),
        "A2": life.second_moment(l, rate),
    }
    for term in dict.fromkeys(request.terms):
        columns[f"a_due_{term}"] = life.annuity_due(l, rate, term)
        columns[f"A_endow_{term}"] = life.endowment(l, rate, term)
    for term in sorted({SHORTEST, *request.terms}):
        columns[f"E{term}"] = life.pure_endowment(l, rate, term)
    columns |= {"D": d, "N": n}
    columns[f"capital_to_{request.until}"] = life.annuity_until(l, rate, ages, request.until)
    columns["capital_for_life"] = life.annuity_mid_year(l, rate)
    kept = shown(l)
    return ValuedTable(sex, ages[kept], {name: column[kept] for name, column in columns.items()}, notes)

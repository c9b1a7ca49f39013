"""Checks of an inquiry against that of the year before: what moved much, what did not move at all, what went."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from socle.exchange.inquiry_check import INFO, WARNING, Case, Found, check, found
from socle.exchange.inquiry_checks_money import money
from socle.ground.words import N_
from socle.model.inquiry import SUMS, VALUES, Inquiry, Row
from socle.model.inquiry_tables import TABLES

MOVED: Final = 0.25  # of the value of the year before
CARRIED: Final = 0.01  # between a closing reserve and the opening one of the next year
Key = tuple[object, ...]


def _values(inquiry: Inquiry) -> dict[Key, tuple[Row, str, float]]:
    """The values of the year of an inquiry, by everything but the year."""
    kept = {}
    for table in VALUES:
        names = [name for name in TABLES[table].key if name != "year"]
        for row in inquiry.rows(table):
            for column in VALUES[table]:
                if row["year"] == inquiry.year and row[column] is not None:
                    kept[table, column, *(row[name] or "" for name in names)] = row, column, row[column]
    return kept


def _pairs(case: Case) -> Iterator[tuple[Row, str, float, float]]:
    """Each value that both years have: its row, its column, then and now."""
    if case.previous is None or case.previous.currency != case.inquiry.currency:
        return
    before = _values(case.previous)
    for key, (row, column, value) in _values(case.inquiry).items():
        if key in before:
            yield row, column, before[key][2], value


FACTS: Final = ("population", "labour_force", *SUMS)
WAGES: Final = ("average_wage", "minimum_wage", "poverty_line")


def _facts(case: Case) -> Iterator[tuple[str, float, float]]:
    """Each fact that both years have, then and now; wages and lines a month."""
    if case.previous is None or case.previous.currency != case.inquiry.currency:
        return
    for name in (*FACTS, *WAGES):
        before, now = (
            one.monthly(name) if name in WAGES else one.fact(name) for one in (case.previous, case.inquiry)
        )
        if before is not None and now is not None:
            yield name, before, now


@check("change", WARNING, N_("A value moves by at most 25 % in a year."))
def change(case: Case) -> Iterator[Found]:
    """Against the inquiry of the year before; from nothing to something is a change too."""
    moved: list[tuple[Row | str, str, float, float]] = [
        (name, name, before, now) for name, before, now in _facts(case)
    ]
    moved += [pair for pair in _pairs(case) if pair[0].table != "overlaps"]
    for row, column, before, now in moved:
        if abs(now - before) > MOVED * abs(before):
            share = f"{100 * (now / before - 1):+.1f} %" if before else "-"
            yield found(
                row,
                column,
                N_("{value} against {before} in {year}: {share}."),
                value=money(now),
                before=money(before),
                year=case.previous.year if case.previous else 0,
                share=share,
            )


@check("unchanged", INFO, N_("Values that are exactly those of the year before are to be confirmed."))
def unchanged(case: Case) -> Iterator[Found]:
    """They may have been prefilled and forgotten; amounts in law often stay."""
    for row, column, before, now in _pairs(case):
        if row.table != "overlaps" and now == before and now:
            yield found(
                row,
                column,
                N_("{value} is exactly the value of {year}: is it confirmed?"),
                value=money(now),
                year=case.previous.year if case.previous else 0,
            )


@check("dropped", INFO, N_("What was given the year before is given again."))
def dropped(case: Case) -> Iterator[Found]:
    """Told by the row of the year before, since there is none in this one."""
    if case.previous is None:
        return
    now = {key[0:1] + key[2:] for key in _values(case.inquiry)}
    for key, (row, _, _) in _values(case.previous).items():
        if key[0:1] + key[2:] not in now and case.inquiry.rows(row.table):
            yield Found(
                "year",
                row.table,
                N_("`{key}` was given for {year}, and is not given now."),
                {"key": row.key, "year": case.previous.year},
                key=row.key,
            )


@check("carried", WARNING, N_("The reserve opens as it closed the year before, within 1 %."))
def carried(case: Case) -> Iterator[Found]:
    """Nothing happens between the last day of a year and the first of the next."""
    if case.previous is None or case.previous.year != case.inquiry.year - 1:
        return
    closed = {row.scheme: row["closing"] for row in case.previous.rows("reserves")}
    for row in case.inquiry.rows("reserves"):
        before, opens = closed.get(row.scheme), row["opening"]
        if before is None or opens is None or row["year"] != case.inquiry.year:
            continue
        if abs(opens - before) > CARRIED * abs(before):
            yield found(
                row,
                "opening",
                N_("The reserve of `{scheme}` opens at {opens}, and closed at {before} the year before."),
                scheme=row.scheme,
                opens=money(opens),
                before=money(before),
            )

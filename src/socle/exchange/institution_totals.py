"""Totals known from elsewhere, and the tables of an institution that must agree with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import numpy as np

from socle.exchange.form_checks import named
from socle.ground.axes import SEXES, Array
from socle.ground.refusals import Faults
from socle.ground.words import N_
from socle.model.form import Table

AGREES: Final = 0.005  # relative; totals that differ by more do not agree
LEAST: Final = 1e-9
MONEY_OF: Final = {"contributors": "earnings", "pensioners": "amount"}


def check_totals(tables: Mapping[str, Table], per: float, refused: Collection[str], faults: Faults) -> None:
    """Add to `faults` where tables differ from what is known; refusals speak of the period of the file.

    `per` payments make a year; tables that are `refused` already cannot be compared.
    """
    if "totals" not in tables:
        return
    totals = tables["totals"]
    ages = totals.of("age") if totals.has("age") else np.full(len(totals), np.nan)
    averages = totals.of("average") if totals.has("average") else np.full(len(totals), np.nan)
    for row, (name, sex) in enumerate(zip(totals.words("table"), totals.words("sex"), strict=True)):
        who = sex if np.isnan(ages[row]) else f"{sex} {ages[row]:g}"
        if name not in tables:
            if name not in refused:
                faults.add(
                    N_("`totals` says something of `{table}`, which is missing."),
                    totals.where(row, "table"),
                    table=name,
                )
            continue
        table = tables[name]
        here = np.ones(len(table), bool) if sex == "both" else table.of("sex") == SEXES.index(sex)
        if not np.isnan(ages[row]):
            here = here & (table.of("age") == ages[row])
        persons = table.of("persons")[here]
        said = float(totals.of("persons")[row])
        if abs(persons.sum() - said) > AGREES * max(said, 1.0):
            faults.add(
                N_(
                    "Inconsistent counts: `{table}` adds up to {sum} persons (`{who}`), `totals` says {said}."
                ),
                totals.where(row, "persons"),
                table=name,
                sum=f"{persons.sum():.10g}",
                who=who,
                said=named(totals, "persons", row),
            )
        if not np.isnan(averages[row]):
            _average(table, here, (who, totals, row), per, faults)


def _average(table: Table, here: Array, said: tuple[str, Table, int], per: float, faults: Faults) -> None:
    """The mean of earnings or pensions, against what a row of the totals says of `who`."""
    who, totals, row = said
    column, where = MONEY_OF.get(table.name), totals.where(row, "average")
    persons, average = table.of("persons")[here], float(totals.of("average")[row])
    if column is None:
        faults.add(N_("`{table}` has no money whose average could be known."), where, table=table.name)
    elif persons.sum():
        mean = float(np.average(table.of(column)[here], weights=persons))
        if abs(mean - average) > AGREES * max(average, LEAST):
            faults.add(
                N_("The average `{column}` of `{table}` is {mean} (`{who}`), `totals` says {said}."),
                where,
                column=column,
                table=table.name,
                mean=f"{mean / per:,.2f}",
                who=who,
                said=named(totals, "average", row),
            )

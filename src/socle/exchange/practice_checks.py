"""What holds in a form of law and practice beyond its cells: known names, shares that can be, figures that agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from socle.ground.refusals import Faults, nearest
from socle.ground.words import N_
from socle.model.form import Filled, Table
from socle.model.practice import CONTINGENCIES, EARNINGS, PROTECTED
from socle.model.practice_form import OPTIONS
from socle.model.results import Text

CODE: Final = re.compile("[A-Z]{3}")
BENEFIT: Final = re.compile(r"[\w-]+(\.[\w-]+)?")
DAY: Final = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))?")
PARTS: Final = (
    ("economically_active", "residents"),
    ("employees", "economically_active"),
    ("employed_women", "economically_active"),
    ("industry_employees", "employees"),
    ("industrial_employees", "industry_employees"),
    ("industrial_employees", "employees"),
    ("children_of_residents", "residents"),
    ("children_of_protected", "children_of_residents"),
    ("employee_contributions", "protection_resources"),
)
"""Facts that are part of another."""

ORDERED: Final = (
    ("at_least", "at_most"),
    ("reduced_after_years", "qualifying_years"),
    ("postnatal_weeks", "leave_weeks"),
)
"""Cells of a benefit of which the first is not above the second."""


@dataclass(frozen=True)
class Words:
    """What may be named beside the form's own words: name -> sentence."""

    conditions: Mapping[str, Text]
    care: Mapping[str, Text]


def known_words() -> Words:
    """The rules and the items of care of the instruments."""
    from socle.exchange.standard_file import standard_words

    return Words(*standard_words())


def check_practice(filled: Filled, words: Words, faults: Faults) -> None:
    """Add all that cannot be."""
    _codes(filled, faults)
    _parts(filled, faults)
    tables = filled.tables
    if "conditions" in tables:
        _known(tables["conditions"], "condition", words.conditions, faults)
    if "care" in tables:
        _known(tables["care"], "item", words.care, faults)
    if "branches" in tables:
        _protected(filled, tables["branches"], faults)
        _relied(filled, tables["branches"], faults)
    if "benefits" in tables:
        _benefits(tables["benefits"], faults)
    if "wages" in tables:
        _increasing(tables["wages"], faults)
    for table in tables.values():
        for row, text in enumerate(table.words("date") if table.has("date") else ()):
            if text and not DAY.fullmatch(text):
                _no_day(text, table.where(row, "date"), faults)


def _codes(filled: Filled, faults: Faults) -> None:
    for name in ("country", "currency"):
        text = filled.facts.get(name, "AAA")
        if not CODE.fullmatch(text):
            faults.add(
                N_("`{text}` is no `{column}`: write a code of three capital letters."),
                filled.where(name),
                text=text[:60],
                column=name,
            )
    if (day := filled.facts.get("date")) and not DAY.fullmatch(day):
        _no_day(day, filled.where("date"), faults)
    for name, options in OPTIONS.items():
        fact = f"{name}_options"
        for text in filled.facts.get(fact, ()):
            if text not in options:
                _no_word(text, fact, options, filled.where(fact), faults)


def _no_day(text: str, where: str, faults: Faults) -> None:
    faults.add(N_("`{text}` is no year and no day: write 2024 or 2024-12-31."), where, text=text[:60])


def _no_word(text: str, column: str, valid: Iterable[str], where: str, faults: Faults) -> None:
    names = tuple(valid)
    faults.add(
        N_("`{text}` is no `{column}`: write {valid}."),
        where,
        nearest=nearest(text, names),
        text=text[:60],
        column=column,
        valid=" / ".join(names),
    )


def _known(table: Table, column: str, valid: Mapping[str, Text], faults: Faults) -> None:
    """Names of rules and of care are those of the instruments."""
    for row, text in enumerate(table.words(column)):
        if text not in valid:
            faults.add(
                N_("No instrument asks for the `{column}` `{text}`."),
                table.where(row, column),
                nearest=nearest(text, valid),
                column=column,
                text=text[:60],
            )


def _parts(filled: Filled, faults: Faults) -> None:
    for part, total in PARTS:
        if filled.facts.get(part, -np.inf) > filled.facts.get(total, np.inf):
            _above((part, filled.written[part]), (total, filled.written[total]), filled.where(part), faults)


def _above(part: tuple[str, str], total: tuple[str, str], where: str, faults: Faults) -> None:
    faults.add(
        N_("`{part}` is {value}, more than `{total}`, which is {most}."),
        where,
        part=part[0],
        value=part[1],
        total=total[0],
        most=total[1],
    )


def _protected(filled: Filled, table: Table, faults: Faults) -> None:
    """Nobody is protected who is not there."""
    for name, total in dict.fromkeys(PROTECTED.values()):
        if not table.has(name):
            continue
        for row, value in enumerate(table.of(name)):
            if total in filled.facts:
                most, said = filled.facts[total], filled.written[total]
            elif table.has(total):
                most, said = table.of(total)[row], table.written[total][row]
            else:
                break
            if value > most:
                _above((name, table.written[name][row]), (total, said), table.where(row, name), faults)


def _relied(filled: Filled, branches: Table, faults: Faults) -> None:
    """The benefits that a branch relies on are of that branch."""
    if "benefits" not in filled.tables or not branches.has("relies"):
        return
    table = filled.tables["benefits"]
    of = {
        name: CONTINGENCIES[word]
        for name, word in zip(table.words("benefit"), table.words("contingency"), strict=True)
    }
    for row, branch in enumerate(branches.words("branch")):
        for name in branches.of("relies")[row]:
            if of.get(name, branch) != branch:
                faults.add(
                    N_("`{benefit}` answers a contingency of `{other}`, not of `{branch}`."),
                    branches.where(row, "relies"),
                    nearest=nearest(name, [one for one, held in of.items() if held == branch]),
                    benefit=name,
                    other=of[name],
                    branch=branch,
                )


def _benefits(table: Table, faults: Faults) -> None:
    """Names, and figures of one benefit that contradict each other."""
    words = table.words("formula") if table.has("formula") else ("",) * len(table)
    for row, name in enumerate(table.words("benefit")):
        if not BENEFIT.fullmatch(name):
            faults.add(
                N_("`{text}` is no name of a benefit: write letters, digits, - and _, or SCHEME.BENEFIT."),
                table.where(row, "benefit"),
                text=name[:60],
            )
        for low, high in ORDERED:
            if table.has(low) and table.has(high) and _between(table, low, high, row):
                said = table.written[low][row], table.written[high][row]
                _above((low, said[0]), (high, said[1]), table.where(row, low), faults)
        for figure in _shares(table, row) if words[row] not in ("", EARNINGS) else ():
            faults.add(
                N_("A benefit that is `{formula}` has no `{figure}`: it is not a share of earnings."),
                table.where(row, figure),
                formula=words[row],
                figure=figure,
            )


def _between(table: Table, low: str, high: str, row: int) -> bool:
    """Whether the first is above the second where both are known; no lower limit is below all."""
    one, other = float(table.of(low)[row]), float(table.of(high)[row])
    return one > other and not np.isinf(one)


def _shares(table: Table, row: int) -> Iterator[str]:
    for figure in ("rate", "accrual"):
        if table.has(figure) and table.of(figure)[row] > 0:
            yield figure


def _increasing(table: Table, faults: Faults) -> None:
    """Percentiles go up from row to row, and wages do not go down."""
    for column in ("percentile", "wage"):
        values = table.of(column)
        for row in range(1, len(table)):
            if values[row] < values[row - 1]:  # the same percentile twice is refused as the same row
                faults.add(
                    N_(
                        "`{column}` goes from {before} to {after}: rows stand in the order of earnings, lowest first."
                    ),
                    table.where(row, column),
                    column=column,
                    before=table.written[column][row - 1],
                    after=table.written[column][row],
                )

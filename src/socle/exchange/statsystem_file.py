"""The door for the assessment of a statistical system: a form, and what holds of it beyond its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from socle.exchange.form_file import gather_form
from socle.ground.refusals import Faults, nearest
from socle.ground.words import N_
from socle.measure.statsystem import Action, Cell, Item
from socle.model.form import Filled, Table
from socle.model.statsystem import ESTABLISHED, QUESTIONS, STATSYSTEM
from socle.model.survey import Flag

YEARS: Final = 5  # before that of the assessment, of which figures are required
CODE: Final = re.compile("[A-Z]{3}")
SPAN: Final = re.compile(r"(\d{4})(?:\s*-\s*(\d{4}))?")
LONGEST: Final = 100  # years of one span


@dataclass(frozen=True)
class Assessed:
    """An assessment as it was filled in, checked. Every question is there, those not answered without a level."""

    country: str
    day: date
    currency: str
    team: tuple[str, ...]
    years: range  # of which figures are required
    target: int
    items: tuple[Item, ...]
    evidence: Mapping[tuple[str, str], str]
    actions: tuple[Action, ...]
    cells: Mapping[Cell, tuple[str, ...]]  # required beyond the register -> the sources that have it
    flags: tuple[Flag, ...] = ()
    file: str = ""


def read_statsystem(path: Path) -> Assessed:
    """The assessment at a path; everything that is wrong is refused at once, by cell or by file and line."""
    faults = Faults()
    filled = gather_form(STATSYSTEM, path, faults)
    for name in ("country", "currency"):
        if name in filled.facts and not CODE.fullmatch(filled.facts[name]):
            faults.add(
                N_("`{text}` is no `{column}`: write a code of three capital letters."),
                filled.where(name),
                text=filled.facts[name][:60],
                column=name,
            )
    for table in filled.tables.values():
        if table.has("item"):
            _known(table, faults)
    cells = _cells(filled.tables.get("cells"), faults)
    faults.stop()
    items, evidence = _items(filled)
    actions = _actions(filled, {(item.domain, item.code): item for item in items}, faults)
    faults.stop()
    day: date = filled.facts["date"]
    return Assessed(
        filled.facts["country"],
        day,
        filled.facts["currency"],
        filled.facts.get("team", ()),
        range(day.year - int(filled.facts.get("years", YEARS)), day.year),
        int(filled.facts.get("target", ESTABLISHED)),
        items,
        evidence,
        actions,
        cells,
        tuple(_flags(items, evidence, actions, day)),
        filled.file,
    )


def _known(table: Table, faults: Faults) -> None:
    """Questions are those of their domain."""
    for row, pair in enumerate(zip(table.words("domain"), table.words("item"), strict=True)):
        if pair not in QUESTIONS:
            valid = [code for domain, code in QUESTIONS if domain == pair[0]]
            faults.add(
                N_("There is no question `{item}` in the domain `{domain}`; there are {valid}."),
                table.where(row, "item"),
                nearest=nearest(pair[1], valid),
                item=pair[1][:60],
                domain=pair[0],
                valid=", ".join(valid),
            )


def _items(filled: Filled) -> tuple[tuple[Item, ...], dict[tuple[str, str], str]]:
    held = {pair: Item(*pair, None) for pair in QUESTIONS}
    evidence: dict[tuple[str, str], str] = {}
    for row in _rows(filled.table("items")):
        pair = (row["domain"], row["item"])
        level, weight = row.get("level", np.nan), row.get("weight", np.nan)
        held[pair] = Item(
            *pair, None if np.isnan(level) else int(level), 1.0 if np.isnan(weight) else float(weight)
        )
        if row.get("evidence"):
            evidence[pair] = row["evidence"]
    return tuple(held.values()), evidence


def _rows(table: Table) -> Iterator[dict[str, Any]]:
    for row in range(len(table)):
        yield {name: values[row] for name, values in table.columns.items()}


def _actions(filled: Filled, items: Mapping[tuple[str, str], Item], faults: Faults) -> tuple[Action, ...]:
    """Actions raise a question, from its level or from where another action leaves it."""
    if "actions" not in filled.tables:
        return ()
    table, found = filled.table("actions"), list[Action]()
    for row in _rows(table):
        cost = row.get("cost", np.nan)
        found.append(
            Action(
                row["domain"],
                row["item"],
                row["action"],
                row["owner"],
                row["date"],
                None if np.isnan(cost) else float(cost),
                int(row["from"]),
                int(row["to"]),
            )
        )
    for place, one in enumerate(found):
        if one.ends <= one.begins:
            faults.add(
                N_("An action raises a question: from {begins} to {ends} is no rise."),
                table.where(place, "to"),
                begins=one.begins,
                ends=one.ends,
            )
        before = [other.ends for other in found if (other.domain, other.code) == (one.domain, one.code)]
        level = items[one.domain, one.code].level
        if level is not None and one.begins not in (level, *before):
            faults.add(
                N_(
                    "`{item}` has the level {level}, and no action brings it to {begins}, from where this one begins."
                ),
                table.where(place, "from"),
                item=one.code,
                level=level,
                begins=one.begins,
            )
    _overlaps(found, table, faults)
    return tuple(found)


def _overlaps(found: list[Action], table: Table, faults: Faults) -> None:
    """No two actions gain the same level."""
    taken: dict[tuple[str, str, int], int] = {}
    for place, one in enumerate(found):
        for level in range(one.begins, one.ends):
            other = taken.setdefault((one.domain, one.code, level), place)
            if other != place:
                faults.add(
                    N_("The action on line {line} raises `{item}` from {level} already: a gain counts once."),
                    table.where(place, "from"),
                    line=table.places.lines[other],
                    item=one.code,
                    level=level,
                )
                break


def _cells(table: Table | None, faults: Faults) -> dict[Cell, tuple[str, ...]]:
    found: dict[Cell, tuple[str, ...]] = {}
    if table is None:
        return found
    for place, row in enumerate(_rows(table)):
        required = _years(row["years"], table, (place, "years"), faults)
        available = _years(row.get("available", ()), table, (place, "available"), faults)
        for year in sorted(available - required):
            faults.add(
                N_("{year} is available and not among the years required."),
                table.where(place, "available"),
                year=year,
            )
        for year in required:
            cell = Cell(row["indicator"], row["part"], year)
            found[cell] = (*found.get(cell, ()), *((row["source"],) if year in available else ()))
    return found


def _years(texts: tuple[str, ...], table: Table, at: tuple[int, str], faults: Faults) -> set[int]:
    """Years of texts such as 2019 and 2015-2018; commas stand between years as well."""
    found: set[int] = set()
    for text in (part.strip() for said in texts for part in said.split(",")):
        span = SPAN.fullmatch(text)
        first, last = (int(span[1]), int(span[2] or span[1])) if span else (0, -1)
        if not first <= last < first + LONGEST:
            faults.add(
                N_("`{text}` is no year, and no years such as 2015-2018."), table.where(*at), text=text[:60]
            )
        else:
            found.update(range(first, last + 1))
    return found


def _flags(
    items: tuple[Item, ...], evidence: Mapping[tuple[str, str], str], actions: tuple[Action, ...], day: date
) -> Iterator[Flag]:
    bare = [item for item in items if item.level and (item.domain, item.code) not in evidence]
    if bare:
        yield Flag(
            N_("Levels without evidence: {count}, of which {names}."),
            {"count": str(len(bare)), "names": ", ".join(f"{item.domain}.{item.code}" for item in bare[:3])},
        )
    late = [one for one in actions if one.by < day]
    if late:
        yield Flag(
            N_("Actions due before the day of the assessment: {count}, of which {names}."),
            {"count": str(len(late)), "names": ", ".join(one.code for one in late[:3])},
        )

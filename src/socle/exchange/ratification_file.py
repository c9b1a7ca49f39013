"""Ratifications shipped with Socle: `library/ratifications`, a register by country, counts, and the campaign.

Read strictly: a country once, days that exist, Parts of the Convention, and a source for all that is not recalled; what
is recalled has none. The line of the file is in every refusal.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from socle.exchange import yaml_text
from socle.exchange.areas import load_areas
from socle.exchange.file_words import known_keys, map_at, place, required
from socle.exchange.form_meant import near_date
from socle.exchange.sources import source
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_
from socle.model.ratification import (
    DATES,
    PARTS,
    Campaign,
    Library,
    OfficialCount,
    Ratification,
    Register,
    Replacing,
    Undated,
)

FOLDER: Final = Path(__file__).parents[1] / "library" / "ratifications"
COLUMNS: Final = (
    *("iso3", "registered", "date_confidence", "date_source", "parts", "count", "parts_confidence"),
    *("parts_source", "official", "official_on", "ended_by", "exceptions"),
)
NO_DAY: Final = N_("`{text}` is no date: write year, month and day (2021-10-08), or a year (2021).")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR: Final = re.compile(r"\d{4}")
_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-\d{2})?")


@cache
def load_library() -> Library:
    """All that is shipped."""
    return read_library(FOLDER)


def read_library(folder: Path) -> Library:
    """A folder with `counts.yaml`, `campaign.yaml` and the registers that the former names."""
    said = yaml_text.load(folder / "counts.yaml", "ratifications/counts.yaml")
    known_keys(said, ("registers", "official", "undated", "replaced"), "`counts.yaml`")
    registers = {
        str(code): _register(folder, str(code), facts, said.get("official", {}).get(code, ()))
        for code, facts in map_at(said, "registers", "`counts.yaml`").items()
    }
    undated = {
        str(code): Undated(
            str(code), _number(one, "least"), _number(one, "most"), _yes(one.get("verified", "no"))
        )
        for code, one in said.get("undated", {}).items()
    }
    replaced = tuple(
        Replacing(str(code), tuple(map(str, one["parts"])), _yes(one.get("verified", "no")))
        for code, one in said.get("replaced", {}).items()
    )
    campaigns = yaml_text.load(folder / "campaign.yaml", "ratifications/campaign.yaml")
    return Library(
        registers,
        undated,
        {str(code): _campaign(str(code), one) for code, one in campaigns.items()},
        replaced,
    )


def days(text: str, where: str = "") -> tuple[date, date]:
    """The first and the last day that a text means: of one day, or of a year."""
    text = str(text).strip()
    if _YEAR.fullmatch(text) and text > "0000":
        return date(int(text), 1, 1), date(int(text), 12, 31)
    try:
        if _DAY.fullmatch(text):
            return (date.fromisoformat(text),) * 2
    except ValueError:
        pass
    raise Refusal(NO_DAY, text=text[:40], where=where, nearest=near_date(text))


def read_rows(text: str, register: Register, where: str) -> tuple[Ratification, ...]:
    """The rows of a register, in the order of their days; `where` names the file in refusals."""
    lines = csv.reader(text.splitlines())
    head = tuple(next(lines, ()))
    if head != COLUMNS:
        lacking = next((name for name in COLUMNS if name not in head), "")
        raise Refusal(
            "A register of ratifications has the columns {columns}, in this order; {lacking}.",
            columns=", ".join(COLUMNS),
            lacking=lacking or ", ".join(head)[:80],
            where=f"{where}:1",
        )
    rows: dict[str, Ratification] = {}
    for cells in lines:
        here = f"{where}:{lines.line_num}"
        if len(cells) != len(COLUMNS):
            raise Refusal(
                "This line has {count} cells; a row has {needed}.",
                count=len(cells),
                needed=len(COLUMNS),
                where=here,
            )
        one = _row(dict(zip(COLUMNS, map(str.strip, cells), strict=True)), register, here)
        if one.iso3 in rows:
            raise Refusal("`{iso3}` stands twice: a State ratifies once.", iso3=one.iso3, where=here)
        rows[one.iso3] = one
    if not rows:
        raise Refusal("The register has no rows.", where=where)
    return tuple(sorted(rows.values(), key=lambda one: (one.first, one.last, one.iso3)))


def _register(folder: Path, code: str, facts: Any, official: Sequence[Any]) -> Register:
    known_keys(facts, ("file", "adopted", "complete_to", "latest_read", "read_on", "parts"), f"`{code}`")
    bare = Register(
        code,
        _number(facts, "adopted"),
        _day(facts, "complete_to"),
        _day(facts, "latest_read"),
        _day(facts, "read_on"),
        tuple(map(str, required(facts, "parts", f"`{code}`"))),
        (),
        tuple(_official(one) for one in official),
    )
    path = folder / str(required(facts, "file", f"`{code}`"))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            "The file cannot be read ({reason}).", reason=type(error).__name__, where=path.name
        ) from None
    return replace(bare, rows=read_rows(text, bare, path.name))


def _official(said: Any) -> OfficialCount:
    known_keys(said, ("count", "from", "to", "source", "verified", "at_least"), "`official`")
    return OfficialCount(
        _number(said, "count"),
        _day(said, "from"),
        _day(said, "to"),
        _source(str(said["source"]), said["source"].where),
        _yes(said.get("verified", "no")),
        _yes(said.get("at_least", "no")),
    )


def _campaign(code: str, said: Any) -> Campaign:
    known_keys(said, ("baseline", "target"), f"`{code}`")
    began, aim = map_at(said, "baseline", f"`{code}`"), map_at(said, "target", f"`{code}`")
    return Campaign(
        code,
        _number(began, "count"),
        _day(began, "on"),
        _number(aim, "count"),
        _day(aim, "by"),
        _source(str(aim["source"]), aim["source"].where),
        _yes(aim.get("verified", "no")) and _yes(began.get("verified", "no")),
    )


def _row(cells: Mapping[str, str], register: Register, where: str) -> Ratification:
    iso3 = cells["iso3"]
    _among(iso3, load_areas(), "iso3", where)
    first, last = days(cells["registered"], where)
    _in_time(first, last, register, where)
    _among(cells["date_confidence"], DATES, "date_confidence", where)
    _among(cells["parts_confidence"], PARTS, "parts_confidence", where)
    if cells["date_confidence"] == "high" and first != last:
        raise Refusal("Only a year is given, so the day was not read: `high` cannot be.", where=where)
    for what in ("date", "parts"):
        _sourced(cells[f"{what}_confidence"], cells[f"{what}_source"], what, where)
    parts, official = (_parts(cells[name], register, where) for name in ("parts", "official"))
    many = _counted(cells, parts, where)
    if set(official) - set(parts) or bool(official) != bool(cells["official_on"]):
        raise Refusal("The official list has Parts that are among the accepted ones, and a day.", where=where)
    if official and not _MONTH.fullmatch(cells["official_on"]):
        raise Refusal(NO_DAY, text=cells["official_on"], where=where)
    return Ratification(
        iso3,
        first,
        last,
        cells["date_confidence"],
        cells["date_source"],
        parts,
        many,
        cells["parts_confidence"],
        cells["parts_source"],
        official,
        cells["official_on"],
        tuple(cells["ended_by"].split()),
        tuple(cells["exceptions"].split()),
    )


def _in_time(first: date, last: date, register: Register, where: str) -> None:
    if first.year < register.adopted or first > register.read_on:
        raise Refusal(
            "{day} is before the Convention ({adopted}), or after the day on which the sources were read ({read_on}).",
            day=first if first == last else first.year,
            adopted=register.adopted,
            read_on=register.read_on,
            where=where,
        )


def _sourced(confidence: str, key: str, what: str, where: str) -> None:
    """What was read has a source, and what is recalled has none."""
    recalled = confidence in ("low", "unknown")
    if recalled == bool(key):
        raise Refusal(
            "`{what}_confidence` is `{confidence}`: what was read has a source, what is recalled has none.",
            what=what,
            confidence=confidence,
            where=where,
        )
    if key:
        _source(key, where)


def _source(key: str, where: str) -> str:
    try:
        return source(key).key
    except Refusal as refusal:
        raise refusal.at(where) from None


def _parts(text: str, register: Register, where: str) -> tuple[str, ...]:
    found = tuple(text.split())
    for part in found:
        _among(part, register.parts, "parts", where)
    if list(found) != [part for part in register.parts if part in found]:
        raise Refusal("The Parts `{text}` are out of order, or one stands twice.", text=text, where=where)
    return found


def _counted(cells: Mapping[str, str], parts: Sequence[str], where: str) -> int | None:
    """How many Parts: as many as are named, or said alone, or nothing where nothing was established."""
    many = int(cells["count"]) if cells["count"].isdecimal() else None
    confidence = cells["parts_confidence"]
    named = {"unknown": not cells["count"] and not parts, "count_only": bool(many) and not parts}
    if not named.get(confidence, bool(parts) and many == len(parts)):
        raise Refusal(
            "`{confidence}`, {count} and {parts} Parts do not go together: a count is that of the Parts named; alone "
            "it is `count_only`; without any it is `unknown`.",
            confidence=confidence,
            count=cells["count"] or "-",
            parts=len(parts),
            where=where,
        )
    return many


def _among(text: str, valid: Any, column: str, where: str) -> None:
    if text not in valid:
        raise Refusal(
            "There is no `{text}` in the column `{column}`.",
            text=text[:40],
            column=column,
            nearest=nearest(text, valid),
            where=where,
        )


def _number(raw: Any, key: str) -> int:
    said = str(required(raw, key, "`counts.yaml`"))
    if not said.isdecimal():
        raise Refusal("`{key}` is a whole number, not `{text}`.", key=key, text=said[:40], where=raw.at(key))
    return int(said)


def _day(raw: Any, key: str) -> date:
    first, last = days(str(required(raw, key, "`counts.yaml`")), raw.at(key) if key in raw else place(raw))
    return last if key in ("to", "by") else first


def _yes(said: Any) -> bool:
    if str(said) not in ("yes", "no"):
        raise Refusal("`{text}` stands where yes or no is expected.", text=str(said)[:40], where=place(said))
    return str(said) == "yes"


def conventions() -> Iterator[str]:
    """The Conventions of which ratifications are held, those with a register first."""
    held = load_library()
    yield from held.registers
    yield from held.undated

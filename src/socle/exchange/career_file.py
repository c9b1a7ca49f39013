"""The door for one person's career: a CSV with `year`, `earnings` of the year and, if they are known, `months`.

Read strictly, or refused with file and line: every year once, earnings that are not negative, at most 12 months.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from socle.ground.refusals import Refusal, nearest
from socle.ground.units import MONTHS_PER_YEAR

COLUMNS: Final = ("year", "earnings", "months")
LARGEST: Final = 100_000  # bytes: a life has a hundred years
YEARS: Final = (1900, 2200)


@dataclass(frozen=True)
class CareerFile:
    """Earnings of each year in money of that year, and the share of it that was insured; columns not read."""

    earnings: Mapping[int, float]
    parts: Mapping[int, float]
    unread: tuple[str, ...] = ()


def read_career(path: Path) -> CareerFile:
    """The years of a file; a year without months is insured in full where it has earnings."""
    if not path.is_file():
        raise Refusal("There is no such file.", where=str(path))
    if path.stat().st_size > LARGEST:
        raise Refusal("A career has a line a year; this file is too large for one.", where=str(path))
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True))
    except (csv.Error, UnicodeDecodeError):
        raise Refusal("This is no text of comma separated values in UTF-8.", where=str(path)) from None
    header = [name.strip() for name in rows[0]] if rows else []
    at = _columns([name.lower() for name in header], f"{path}:1")
    earnings: dict[int, float] = {}
    parts: dict[int, float] = {}
    for line, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: row[i].strip() if i < len(row) else "" for name, i in at.items()}
        year = _year(cells["year"], earnings, f"{path}:{line}")
        earnings[year] = _number("earnings", cells["earnings"], math.inf, f"{path}:{line}")
        parts[year] = 1.0
        if cells.get("months"):
            parts[year] = (
                _number("months", cells["months"], MONTHS_PER_YEAR, f"{path}:{line}") / MONTHS_PER_YEAR
            )
        if earnings[year] > 0 and not parts[year] > 0:
            raise Refusal("Earnings in a year of which no month was insured.", where=f"{path}:{line}")
    if not earnings:
        raise Refusal("This career has no years.", where=str(path))
    return CareerFile(earnings, parts, tuple(name for name in header if name and name.lower() not in COLUMNS))


def _columns(header: list[str], where: str) -> dict[str, int]:
    for name in COLUMNS[:-1]:
        if name not in header:
            raise Refusal(
                "A career has the columns year and earnings, and months if they are known; `{name}` is not there.",
                name=name,
                nearest=nearest(name, [one for one in header if one not in COLUMNS]),
                where=where,
            )
    return {name: header.index(name) for name in COLUMNS if name in header}


def _year(text: str, taken: Mapping[int, float], where: str) -> int:
    first, last = YEARS
    if not (text.isascii() and text.isdigit() and len(text) == 4 and first <= int(text) <= last):
        raise Refusal("`{text}` is not a year, such as 2019.", text=text[:60], where=where)
    if int(text) in taken:
        raise Refusal("The year {year} stands twice.", year=int(text), where=where)
    return int(text)


def _number(name: str, text: str, most: float, where: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if value > most:
        raise Refusal(
            "A year has at most {most} months: {text}.", text=text[:60], most=f"{most:g}", where=where
        )
    if not (value >= 0 and math.isfinite(value)):
        raise Refusal(
            "`{text}` in the column `{column}` is not a number from 0 on.",
            text=text[:60],
            column=name,
            where=where,
        )
    return value

"""A value with dates as rows of year and value: how people fill it in, and the line that a file holds of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from socle.ground.expression import Kind
from socle.ground.units import is_date

SHARES: Final = ("share", "ratio", "share a year")
SEXES: Final = ("men", "women")
STEP: Final = "step"
NO_YEAR: Final = "no_year"  # the key of a row in which a value stands without a year
FLAT: Final = re.compile(r"\{([^{}\"'\[\]]*)\}")
THOUSANDS: Final = re.compile(r"(?<=\d)[ \u00a0\u202f'](?=\d{3}(?!\d))")
COMMA: Final = re.compile(
    r"(\d+),(\d{1,2}|\d{4,})(\s*%)?"
)  # 2,5 or 12,50 %; 75,000 could be meant either way


@dataclass(frozen=True)
class Rows:
    """A value with dates: year and value by row, the way between them, and what else its line says."""

    rows: tuple[tuple[str, str], ...]
    course: str = STEP
    rest: str = ""


def cleaned(text: str) -> str:
    """A number as files write it, from how people do: 75 000, 2,5 %."""
    text = THOUSANDS.sub("", text.strip())
    decimal = COMMA.fullmatch(text)
    return f"{decimal[1]}.{decimal[2]}{(decimal[3] or '').strip()}" if decimal else text


def shown(text: str, kind: Kind) -> str:
    """One value as people read it: shares in percent."""
    text = cleaned(text)
    if kind.word not in SHARES:
        return text
    bare, sign, _ = text.partition("%")
    try:
        value = Decimal(bare.strip())
    except InvalidOperation:
        return text
    if not value.is_finite() or abs(value.adjusted()) > 9:
        return text
    return f"{(value if sign else 100 * value).normalize():f}%"


def rows_of(line: str) -> Rows | None:
    """The rows of a line, `{2025: 20%, 2030: 100%, path: linear}`; nothing where it is no such line."""
    pairs = _pairs(line)
    if not pairs or not any(is_date(key) or key == NO_YEAR for key in pairs):
        return None
    dated = tuple((key, value) for key, value in pairs.items() if is_date(key) or key == NO_YEAR)
    others = {key: value for key, value in pairs.items() if not is_date(key) and key != NO_YEAR}
    course = others.pop("path", STEP)
    rest = ", ".join(f"{key}: {value}" for key, value in others.items())
    return Rows(tuple(("" if key == NO_YEAR else key, value) for key, value in dated), course, rest)


def sexes_of(line: str) -> tuple[str, str] | None:
    """The value of men and that of women, of a line that says both without dates."""
    pairs = _pairs(line)
    return (pairs["men"], pairs["women"]) if tuple(pairs) == SEXES else None


def _pairs(line: str) -> dict[str, str]:
    flat = FLAT.fullmatch(line.strip())
    parts = [part.partition(":") for part in flat[1].split(",")] if flat else []
    return {key.strip(): value.strip() for key, _, value in parts}


def line_of_rows(rows: Rows, of_start: str = STEP) -> str:
    """The line of some rows; empty without any. One value without a year holds always.

    `of_start` is the way between the dates of the law that is changed, from which a step differs by being said.
    """
    told = [(year.strip(), cleaned(value)) for year, value in rows.rows]
    told = [one for one in told if any(one)]
    if not told:
        return ""
    if len(told) == 1 and not told[0][0]:
        return told[0][1]
    said = [f"{_key(year)}: {_bare(value)}" for year, value in told]
    said += [rows.rest] if rows.rest else []
    said += [f"path: {_bare(rows.course)}"] if rows.course != STEP or of_start != STEP else []
    return f"{{{', '.join(said)}}}"


def line_of_sexes(men: str, women: str) -> str:
    """The line of a value for each sex; empty where neither is said."""
    return (
        f"{{men: {_bare(cleaned(men))}, women: {_bare(cleaned(women))}}}"
        if men.strip() or women.strip()
        else ""
    )


def _key(year: str) -> str:
    return _bare(year) if year else NO_YEAR


def _bare(text: str) -> str:
    """Without the signs that have a meaning in a line."""
    return re.sub(r"[{}\[\]\"':,#&*!|>\x00-\x1f]", " ", text).strip()


def normal(line: str, kind: Kind) -> str:
    """A line by which two that say the same are equal."""
    rows = rows_of(line)
    if rows is None:
        sexes = sexes_of(line)
        return line_of_sexes(*_shown(sexes, kind)) if sexes else shown(line, kind)
    dated = sorted((year, shown(value, kind)) for year, value in rows.rows)
    return line_of_rows(Rows(tuple(dated), rows.course, rows.rest), STEP)


def _shown(values: Iterable[str], kind: Kind) -> list[str]:
    return [shown(value, kind) for value in values]

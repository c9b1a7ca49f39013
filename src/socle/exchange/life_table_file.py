"""The door for life tables: a CSV of single ages with survivors `l` or probabilities of dying `q`, maybe by sex.

Read strictly, or refused with file and line: every age once and in order, nothing empty, no rate outside
[0, 1], no survivors who rise. The table is closed at its last age.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from socle.ground.axes import SEX_CODES
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_

ALIASES = {"age": "age", "x": "age", "sex": "sex", "l": "l", "lx": "l", "q": "q", "qx": "q"}
OLDEST = 150
LARGEST = 1_000_000  # bytes
NOT_A_NUMBER = N_(
    "`{text}` in the column `{column}` is not a number; write digits with a point, such as 0.0125."
)


@dataclass(frozen=True)
class TableText:
    """The table of one sex as its file gives it: `values` at single ages from `first`, which are l or q."""

    sex: str  # male, female, both, or empty where the file has no sex
    first: int
    kind: str  # l or q
    values: tuple[float, ...]


@dataclass(frozen=True)
class _Line:
    where: str
    sex: str
    age: int
    value: float


def read_life_tables(path: Path) -> tuple[tuple[TableText, ...], tuple[str, ...]]:
    """The tables of a file, one for each sex, and the columns of the file that were not read."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        columns, kind = _columns(header, f"{path}:1")
        lines = list(_lines(reader, columns, kind, path))
    except csv.Error:
        raise Refusal(
            "This line cannot be read as comma separated values; is a quotation mark left open?",
            where=f"{path}:{reader.line_num}",
        ) from None
    if not lines:
        raise Refusal("This life table has no lines.", where=str(path))
    sexes = dict.fromkeys(line.sex for line in lines)
    tables = tuple(_table(sex, kind, [line for line in lines if line.sex == sex]) for sex in sexes)
    return tables, tuple(name for name in header if name and name.lower() not in ALIASES)


def _text(path: Path) -> str:
    if not path.is_file():
        raise Refusal("There is no such file.", where=str(path))
    if (size := path.stat().st_size) > LARGEST:
        raise Refusal(
            "The file has {size} bytes; a life table has at most {largest}.",
            where=str(path),
            size=size,
            largest=LARGEST,
        )
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Refusal("The file is not UTF-8; save it as `CSV UTF-8`.", where=f"{path}:{line}") from None


def _columns(header: list[str], where: str) -> tuple[dict[str, int], str]:
    """Where each known column stands, and whether the table gives `l` or `q`."""
    columns: dict[str, int] = {}
    for place, name in enumerate(header):
        known = ALIASES.get(name.lower())
        if known in columns:
            raise Refusal("The column `{name}` stands twice.", where=where, name=name)
        if known:
            columns[known] = place
    kinds = [kind for kind in ("l", "q") if kind in columns]
    if len(kinds) > 1:
        raise Refusal(
            "The table has both `l` and `q`, which may disagree: keep one of them and rename the other.",
            where=where,
        )
    if "age" not in columns or not kinds:
        lacking = "age" if "age" not in columns else "l"
        others = [name for name in header if name.lower() not in ALIASES]
        raise Refusal(
            "A life table needs the column `age` and one of `l` (survivors) and `q` (probability of dying); "
            "there are: {columns}.",
            where=where,
            columns=", ".join(header) or "-",
            nearest=lacking if nearest(lacking, others) else "",
        )
    return columns, kinds[0]


def _lines(rows: Iterator[list[str]], columns: dict[str, int], kind: str, path: Path) -> Iterator[_Line]:
    for number, fields in enumerate(rows, start=2):
        where = f"{path}:{number}"
        if not any(field.strip() for field in fields):
            raise Refusal("This line is empty.", where=where)
        if len(fields) <= max(columns.values()):
            raise Refusal("This line has fewer columns than the first.", where=where)
        said = {name: fields[place].strip() for name, place in columns.items()}
        yield _Line(where, _sex(said.get("sex"), where), _age(said["age"], where), _value(said, kind, where))


def _sex(text: str | None, where: str) -> str:
    if text is None:
        return ""
    codes = {code.lower(): sex for sex, code in SEX_CODES.items()}
    sex = codes.get(text.lower(), text.lower())
    if sex not in SEX_CODES:
        raise Refusal(
            "`{text}` is not a sex; write {valid}.",
            where=where,
            nearest=nearest(text, SEX_CODES),
            text=text[:60],
            valid=", ".join(SEX_CODES),
        )
    return sex


def _age(text: str, where: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text[:9]) > OLDEST:
        raise Refusal(
            "`{text}` is not an age: ages are whole years from 0 to {oldest}.",
            where=where,
            text=text[:60],
            oldest=OLDEST,
        )
    return int(text)


def _value(said: dict[str, str], kind: str, where: str) -> float:
    text = said[kind]
    try:
        value = float(text)
    except ValueError:
        raise Refusal(NOT_A_NUMBER, where=where, text=text[:60], column=kind) from None
    if not math.isfinite(value):
        raise Refusal(NOT_A_NUMBER, where=where, text=text[:60], column=kind)
    if kind == "q" and not 0.0 <= value <= 1.0:
        raise Refusal(
            "The probability of dying {value} at age {age} is outside 0 to 1; rates in thousands or in per cent are "
            "divided first.",
            where=where,
            value=text,
            age=said["age"],
        )
    if kind == "l" and value < 0.0:
        raise Refusal(
            "Survivors cannot be fewer than 0: {value} at age {age}.",
            where=where,
            value=text,
            age=said["age"],
        )
    return value


def _table(sex: str, kind: str, lines: list[_Line]) -> TableText:
    """The table of one sex; ages follow one another, and survivors never rise."""
    if kind == "l" and lines[0].value == 0.0:
        raise Refusal("Nobody is alive at the first age of the table.", where=lines[0].where)
    for before, line in pairwise(lines):
        if line.age != before.age + 1:
            raise Refusal(
                "Age {age} follows age {before}: a table gives every single age once, in order.",
                where=line.where,
                age=line.age,
                before=before.age,
            )
        if kind == "l" and line.value > before.value:
            raise Refusal(
                "Survivors rise from {before} at age {age} to {value} a year later.",
                where=line.where,
                before=f"{before.value:g}",
                age=before.age,
                value=f"{line.value:g}",
            )
    return TableText(sex, lines[0].age, kind, tuple(line.value for line in lines))

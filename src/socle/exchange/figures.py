"""The door for a country's `figures.csv`: read strictly, or refuse with the line and what to write instead."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Final

from socle.ground.axes import OPEN_AGE, SEXES
from socle.ground.refusals import Refusal, nearest
from socle.model.figures import CATALOGUE, FERTILE, Figure, Figures, age_span

HEADER: Final = ("figure", "sex", "age", "year", "value", "unit", "source", "vintage")
LARGEST: Final = 4_000_000  # bytes: some 50,000 rows, a hundred times a full country

_NUMBER: Final = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_NOT_FINITE: Final = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_AGE: Final = re.compile(r"all|[0-9]{1,3}(\+|-[0-9]{1,3})?")
_YEAR: Final = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?")
_VINTAGE: Final = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


def read_figures(path: Path, sources: Collection[str] | None = None) -> Figures:
    """The figures of a file; the country is the name of its folder.

    Where `sources` is given, a source that is not among these keys is refused.
    """
    shown = f"{path.parent.name}/{path.name}" if path.parent.name else path.name
    rows = tuple(_rows(_text(path, shown), shown))
    figures = Figures(path.parent.name, shown, rows)
    _check_sources(figures, sources)
    for check in _CHECKS:
        check(figures)
    return figures


def _text(path: Path, shown: str) -> str:
    if not path.is_file():
        raise Refusal("There is no file of figures here.", where=shown)
    if (size := path.stat().st_size) > LARGEST:
        raise Refusal(
            "The file has {size} bytes; a file of figures has at most {largest}.",
            where=shown,
            size=size,
            largest=LARGEST,
        )
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Refusal("The file is not UTF-8; save it as `CSV UTF-8`.", where=f"{shown}:{line}") from None


def _rows(text: str, shown: str) -> Iterable[Figure]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        _check_header(next(reader, []), f"{shown}:1")
        for fields in reader:
            where = f"{shown}:{reader.line_num}"
            if len(fields) != len(HEADER):
                raise Refusal(
                    "This line has {count} columns instead of {expected}.",
                    where=where,
                    count=len(fields),
                    expected=len(HEADER),
                )
            yield _figure(fields, reader.line_num, where)
    except csv.Error:
        raise Refusal(
            "This line cannot be read as comma separated values; is a quotation mark left open?",
            where=f"{shown}:{reader.line_num}",
        ) from None


def _check_header(fields: list[str], where: str) -> None:
    if tuple(fields) == HEADER:
        return
    missing = [name for name in HEADER if name not in fields]
    extra = [name for name in fields if name not in HEADER]
    if missing and extra:
        raise Refusal(
            "`{name}` is not a column; the first line must be `{header}`.",
            where=where,
            nearest=nearest(extra[0], missing),
            name=extra[0],
            header=",".join(HEADER),
        )
    if missing:
        raise Refusal(
            "The column `{name}` is missing; the first line must be `{header}`.",
            where=where,
            name=missing[0],
            header=",".join(HEADER),
        )
    raise Refusal(
        "There are more columns than asked, or in another order; the first line must be `{header}`.",
        where=where,
        header=",".join(HEADER),
    )


def _figure(fields: list[str], line: int, where: str) -> Figure:
    name, sex, age, year, text, unit, source, vintage = fields
    if name not in CATALOGUE:
        raise Refusal(
            "`{figure}` is not a figure that a country may have.",
            where=where,
            nearest=nearest(name, CATALOGUE),
            figure=name,
        )
    usual = CATALOGUE[name]
    if sex not in usual.sexes:
        raise Refusal(
            "`{figure}` is by sex {valid}, not `{sex}`.",
            where=where,
            nearest=nearest(sex, usual.sexes),
            figure=name,
            valid=" / ".join(usual.sexes),
            sex=sex,
        )
    _check_age(name, age, where)
    first, last = _span(name, year, where)
    _check_unit(name, unit, where)
    value = _number(text, where)
    if not usual.low <= value <= usual.high:
        raise Refusal(
            "`{figure}` must lie between {low} and {high}; {value} does not.",
            where=where,
            figure=name,
            low=f"{usual.low:g}",
            high=f"{usual.high:g}",
            value=text,
        )
    _check_origin(source, vintage, where)
    return Figure(name, sex, age, first, last, value, unit, source, vintage, line)


def _check_age(name: str, age: str, where: str) -> None:
    usual = CATALOGUE[name]
    if age in usual.ages:
        return
    if not usual.groups:
        raise Refusal(
            "`{figure}` is not given for the ages `{age}`; valid: {valid}.",
            where=where,
            nearest=nearest(age, usual.ages),
            figure=name,
            age=age,
            valid=", ".join(usual.ages),
        )
    if not _AGE.fullmatch(age) or age == "all" or _impossible(age):
        raise Refusal(
            "`{age}` is not an age: write one age `7`, a group `20-24` or the open group `85+`.",
            where=where,
            age=age,
        )


def _impossible(age: str) -> bool:
    first, last = age_span(age)
    return first > OPEN_AGE or (last is not None and not first <= last <= OPEN_AGE)


def _span(name: str, year: str, where: str) -> tuple[int, int]:
    found = _YEAR.fullmatch(year)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if last < first:
        raise Refusal("`{year}` is not a year: write `2023`, or `2024-2029`.", where=where, year=year)
    if first != last and not CATALOGUE[name].spans:
        raise Refusal(
            "`{figure}` is given for one year, not for `{year}`.", where=where, figure=name, year=year
        )
    return first, last


def _check_unit(name: str, unit: str, where: str) -> None:
    template = CATALOGUE[name].unit
    pattern = re.escape(template).replace(re.escape("{currency}"), "[A-Z]{3}")
    if not re.fullmatch(pattern, unit):
        raise Refusal(
            "The unit of `{figure}` is `{expected}`, not `{unit}`.",
            where=where,
            figure=name,
            expected=template.replace("{currency}", "XOF"),
            unit=unit,
        )


def _number(text: str, where: str) -> float:
    if _NUMBER.fullmatch(text) and math.isfinite(value := float(text)):
        return value
    if _NOT_FINITE.fullmatch(text) or _NUMBER.fullmatch(text):
        raise Refusal(
            "`{text}` is not finite; a number that is not known has no line.", where=where, text=text
        )
    raise Refusal(
        "`{text}` is not a number; write digits with a point, such as 1234.5.", where=where, text=text
    )


def _check_origin(source: str, vintage: str, where: str) -> None:
    if not source.strip():
        raise Refusal("A number without a source cannot be read.", where=where)
    if not _VINTAGE.fullmatch(vintage):
        raise Refusal(
            "The vintage is the month or year of issue, such as `2024-07`, not `{vintage}`.",
            where=where,
            vintage=vintage,
        )


def _check_sources(figures: Figures, sources: Collection[str] | None) -> None:
    for row in figures.rows if sources is not None else ():
        if row.source not in (sources or ()):
            raise Refusal(
                "`{source}` is not a source that is written down.",
                where=_where(figures, row),
                nearest=nearest(row.source, sources or ()),
                source=row.source,
            )


def _where(figures: Figures, row: Figure) -> str:
    return f"{figures.file}:{row.line}"


def _check_once(figures: Figures) -> None:
    """A year is present once; spans of years of one figure do not overlap."""
    seen: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for row in figures.rows:
        others = seen[row.figure, row.sex, row.age]
        for other in others:
            if row.first_year <= other.last_year and other.first_year <= row.last_year:
                raise Refusal(
                    "`{figure}` ({sex}, {age}) of {year} is already on line {line}.",
                    where=_where(figures, row),
                    figure=row.figure,
                    sex=row.sex,
                    age=row.age,
                    year=row.year,
                    line=other.line,
                )
        others.append(row)


def _check_ages(figures: Figures) -> None:
    """Groups of ages do not overlap; where all ages are meant, they cover 0 to an open end once."""
    tables: dict[tuple[str, str, int], list[Figure]] = defaultdict(list)
    for row in figures.rows:
        if CATALOGUE[row.figure].groups and row.age not in CATALOGUE[row.figure].ages[:1]:
            tables[row.figure, row.sex, row.first_year].append(row)
    for rows in tables.values():
        _check_groups(figures, sorted(rows, key=lambda row: row.ages[0]))


def _check_groups(figures: Figures, rows: list[Figure]) -> None:
    whole = CATALOGUE[rows[0].figure].whole
    due: int | None = 0  # the next age to come; none after an open group
    for row in rows:
        first, last = row.ages
        if due is None or first < due:
            raise Refusal(
                "The ages `{age}` of `{figure}` ({sex}, {year}) overlap with those of another line.",
                where=_where(figures, row),
                **_names(row),
            )
        if whole and first > due:
            raise Refusal(
                "`{figure}` ({sex}, {year}) is missing for the ages {due} to {before}, just before `{age}`.",
                where=_where(figures, row),
                due=due,
                before=first - 1,
                **_names(row),
            )
        due = None if last is None else last + 1
    if whole and due is not None:
        raise Refusal(
            "`{figure}` ({sex}, {year}) ends at `{age}`: the last group must be open, such as `85+`.",
            where=_where(figures, rows[-1]),
            **_names(rows[-1]),
        )


def _names(row: Figure) -> dict[str, str]:
    return {"figure": row.figure, "sex": row.sex, "year": row.year, "age": row.age}


def _check_both_sexes(figures: Figures) -> None:
    for name in ("population", "e0", "e65", "mx", "net_migration_by_age"):
        rows = figures.of(name)
        missing = [sex for sex in SEXES if rows and all(row.sex != sex for row in rows)]
        if missing:
            raise Refusal(
                "`{figure}` is given for one sex only; `{sex}` is missing.",
                where=_where(figures, rows[0]),
                figure=name,
                sex=missing[0],
            )


def _check_fertility(figures: Figures) -> None:
    """Shares of fertility by age of mother are complete and sum to 100."""
    tables: dict[int, list[Figure]] = defaultdict(list)
    for row in figures.of("pasfr"):
        tables[row.first_year].append(row)
    for year, rows in tables.items():
        total = sum(row.value for row in rows)
        absent = [age for age in FERTILE if age not in {row.age for row in rows}]
        if absent:
            raise Refusal(
                "`pasfr` of {year} has no line for the ages `{age}`.",
                where=_where(figures, rows[-1]),
                year=year,
                age=absent[0],
            )
        if abs(total - 100) > 0.1:
            raise Refusal(
                "`pasfr` of {year} sums to {total}, not to 100.",
                where=_where(figures, rows[0]),
                year=year,
                total=f"{total:.2f}",
            )


def _check_life_table(figures: Figures) -> None:
    """One life table for each sex, complete, and never falling from age 30 on."""
    for sex in SEXES:
        rows = sorted((row for row in figures.of("mx") if row.sex == sex), key=lambda row: row.ages[0])
        ages = CATALOGUE["mx"].ages
        if rows and tuple(row.age for row in rows) != ages:
            raise Refusal(
                "`mx` ({sex}) must be one life table with one line for each of {count} groups of ages; "
                "it has {found} lines.",
                where=_where(figures, rows[-1]),
                sex=sex,
                count=len(ages),
                found=len(rows),
            )
        for younger, older in pairwise(rows):
            if younger.ages[0] >= 30 and older.value < younger.value:
                raise Refusal(
                    "`mx` ({sex}) falls from `{younger}` to `{older}`; from age 30 on it may not.",
                    where=_where(figures, older),
                    sex=sex,
                    younger=younger.age,
                    older=older.age,
                )


def _check_currency(figures: Figures) -> None:
    """One currency in the whole file."""
    currency = ""
    for row in figures.rows:
        if "{currency}" not in CATALOGUE[row.figure].unit:
            continue
        found = _CURRENCY.match(row.unit)
        currency = currency or (found[0] if found else "")
        if found and found[0] != currency:
            raise Refusal(
                "This line is in {found}, an earlier one in {currency}: a file has one currency.",
                where=_where(figures, row),
                found=found[0],
                currency=currency,
            )


_CHECKS: Final[tuple[Callable[[Figures], None], ...]] = (
    _check_once,
    _check_ages,
    _check_both_sexes,
    _check_fertility,
    _check_life_table,
    _check_currency,
)

"""The World Economic Outlook database of the International Monetary Fund, as its bulk file.

Two layouts are read. Until 2025: text separated by tabs although named `.xls`, in UTF-16 or Latin-1, a row for
each country and subject, a column for each year, numbers with commas, `n/a` and `--` where there is none, the
edition in the last line. Since then: CSV of the IMF data portal, `SERIES_CODE` (`SEN.NGDPD.A`) and a column
for each year. Values keep the producer's scale (billions, millions), which the name of the series carries.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from socle.exchange.bulk_text import Progress, check_size, opened, silent
from socle.exchange.macro_layout import FIRST_YEAR, Edition, SeriesName
from socle.ground.refusals import Refusal, nearest

LARGEST = 256 << 20  # bytes of text; the largest edition is about 30 MB
MISSING = ("", "n/a", "--", "na", "...")
CODES = {"UVK": "XKX", "KOS": "XKX", "WBG": "PSE"}
"""Codes of the IMF that are not those of ISO 3166 in common use."""

_MONTHS = {"April": "04", "September": "09", "October": "10"}
_EDITION = re.compile(r"World Economic Outlook Database, (April|September|October) (\d{4})")
_COUNTRY = re.compile(r"[A-Z]{3}")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class _Line:
    """One series of one country, whichever the layout."""

    number: int  # row of the file
    iso3: str
    subject: str
    name: SeriesName
    last_observed: int  # 0 where unknown
    values: Mapping[int, str]


def read_weo(path: Path, *, progress: Progress = silent) -> Edition:
    """The countries of one edition, series named `WEO.<subject>`; groups of countries are left aside."""
    import polars as pl

    table, footer = _table(path)
    rows: list[tuple[str, int, str, float]] = []
    names: dict[str, SeriesName] = {}
    observed: dict[tuple[str, str], int] = {}
    seen: set[tuple[str, str]] = set()
    for line in _lines(table, path.name):
        key = line.iso3, f"WEO.{line.subject}"
        if key in seen:
            raise Refusal(
                "this row is there twice: {row}", where=f"{path.name}:{line.number}", row=" ".join(key)
            )
        seen.add(key)
        names.setdefault(key[1], line.name)
        if line.last_observed:
            observed[key] = line.last_observed
        values = ((year, _number(text, path.name, line)) for year, text in line.values.items())
        rows.extend((key[0], year, key[1], value) for year, value in values if not math.isnan(value))
    progress(path.name, 1, 1)
    if not rows:
        raise Refusal("this file holds no value of any country", where=str(path))
    schema = {"iso3": pl.String, "year": pl.Int16, "series": pl.String, "value": pl.Float64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return Edition("WEO", _vintage(table, footer), frame, names, observed)


@dataclass(frozen=True)
class _Table:
    header: list[str]
    rows: list[tuple[int, list[str]]]  # row of the file, cells


def _table(path: Path) -> tuple[_Table, str]:
    text = _text(path)
    first = text.split("\n", 1)[0]
    separator = max("\t;,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = [name.strip() for name in next(reader, [])]
    rows, footer = [], ""
    for number, cells in enumerate(reader, start=2):
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) == 1 and cells[0].strip():
            footer = cells[0]
        elif filled:
            rows.append((number, _fitted(cells, len(header), f"{path.name}:{number}")))
    return _Table(header, rows), footer


def _fitted(cells: list[str], width: int, where: str) -> list[str]:
    """The cells of a row without empty ones behind the header's last, with empty ones up to it."""
    if any(cell.strip() for cell in cells[width:]):
        raise Refusal(
            "this row has {found} cells, the header {expected}", where=where, found=len(cells), expected=width
        )
    return [*cells[:width], *[""] * (width - len(cells))]


def _text(path: Path) -> str:
    check_size(path)
    with path.open("rb") as file:
        start = file.read(8)
    if start[:4] == b"\xd0\xcf\x11\xe0" or start[:4] == b"PK\x03\x04":
        raise Refusal(
            "this is a workbook, not the bulk file: of the World Economic Outlook, take the tab delimited"
            " values or the CSV",
            where=str(path),
        )
    with opened(path) as source:
        content = source.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Refusal(
            "this file is too large to be an edition of the World Economic Outlook", where=str(path)
        )
    if content[:512].lstrip()[:1] == b"<":
        raise Refusal("this is a web page, not a table: the download did not give the file", where=str(path))
    return _decoded(content, path)


def _decoded(content: bytes, path: Path) -> str:
    """The text: UTF-16 (with or without a mark), UTF-8, or else Latin-1, as the editions vary."""
    utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    little = content[1:64:2].count(0) > 16
    try:
        if utf16 or little:
            return content.decode("utf-16" if utf16 else "utf-16-le")
        if b"\x00" not in content:
            return _utf8_or_latin(content)
    except UnicodeDecodeError:
        pass
    raise Refusal("this is not a text file", where=str(path))


def _utf8_or_latin(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _lines(table: _Table, file: str) -> Iterator[_Line]:
    portal = "SERIES_CODE" in table.header
    needed = (
        ("SERIES_CODE", "INDICATOR") if portal else ("ISO", "WEO Subject Code", "Subject Descriptor", "Units")
    )
    for name in needed:
        if name not in table.header:
            raise Refusal(
                "there is no column `{column}`",
                where=f"{file}:1",
                column=name,
                nearest=nearest(name, table.header),
            )
    at = {name: place for place, name in enumerate(table.header)}
    years = {
        int(name): place for name, place in at.items() if _YEAR.fullmatch(name) and int(name) >= FIRST_YEAR
    }
    if not years:
        raise Refusal("there is no column of a year", where=f"{file}:1")
    read = _portal_line if portal else _tabbed_line
    for number, cells in table.rows:
        said = {name: cells[place].strip() for name, place in at.items()}
        line = read(number, said, {year: cells[place] for year, place in years.items()})
        if _COUNTRY.fullmatch(line.iso3) and line.subject:
            yield line


def _tabbed_line(number: int, said: Mapping[str, str], values: Mapping[int, str]) -> _Line:
    name = SeriesName(said["Subject Descriptor"], said["Units"], said.get("Scale", ""))
    last = _year(said.get("Estimates Start After", ""))
    return _Line(number, CODES.get(said["ISO"], said["ISO"]), said["WEO Subject Code"], name, last, values)


def _portal_line(number: int, said: Mapping[str, str], values: Mapping[int, str]) -> _Line:
    iso3, _, rest = said["SERIES_CODE"].partition(".")
    subject, _, frequency = rest.rpartition(".")
    name = SeriesName(said["INDICATOR"], said.get("UNIT", ""), said.get("SCALE", ""))
    last = _year(said.get("LATEST_ACTUAL_ANNUAL_DATA", ""))
    annual = subject if frequency == "A" else ""
    return _Line(number, CODES.get(iso3, iso3), annual, name, last, values)


def _year(text: str) -> int:
    """The year of `2021`, or the first of a fiscal year such as `FY2024/25`; 0 where there is none."""
    found = _YEAR.search(text)
    return int(found.group()) if found else 0


def _number(text: str, file: str, line: _Line) -> float:
    plain = text.strip().replace(",", "")
    if plain.lower() in MISSING:
        return math.nan
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Refusal(
            "`{text}` in the column `{column}` is not a number",
            where=f"{file}:{line.number}",
            text=text.strip()[:40],
            column=f"{line.iso3} {line.subject}",
        )
    return value


def _vintage(table: _Table, footer: str) -> str:
    found = _EDITION.search(footer)
    if found:
        return f"{found[2]}-{_MONTHS[found[1]]}"
    if "PUBLICATION_DATE" in table.header and table.rows:
        dates = {cells[table.header.index("PUBLICATION_DATE")][:7] for _, cells in table.rows}
        return max(dates)
    return ""

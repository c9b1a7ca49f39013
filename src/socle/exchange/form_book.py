"""A form filled in as a workbook: a sheet of facts, and one for each table.

A workbook comes from anybody: what its archive would unpack to is known before anything of it is read.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from socle.exchange.form_cells import COMMENT, Said, Written, grid_of
from socle.ground.refusals import Faults, Place, Refusal, nearest
from socle.ground.words import N_
from socle.model.form import Form

FACTS_SHEET: Final = "facts"
READ_ME: Final = ("read me", "lisez-moi", "léame")  # for people; so is a sheet whose name begins with #
LARGEST: Final = 50_000_000  # bytes
UNPACKED: Final = 300_000_000  # bytes of all the parts of a workbook
RATIO: Final = 200  # to which a part may be packed; what spreadsheets write is packed 5 to 50 times
SMALL: Final = 2_000_000  # bytes; parts below may be packed as tightly as they will
CELLS: Final = 5_000_000  # of a sheet, empty ones between others counted
EXCEL: Final = (".xlsx", ".xlsm")  # whose sheets are XML in a ZIP archive (ECMA-376)
CELL: Final = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
VALUE: Final = re.compile(r"<v[^>]*>([^<]+)</v>")
AT: Final = re.compile(r"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
ROW: Final = re.compile(r"<(?:\w+:)?row\b([^>]*)>")
ROW_NUMBER: Final = re.compile(r"""\br=["']([0-9]{1,7})["']""")
CELL_TAG: Final = re.compile(r"<(?:\w+:)?c\b")
ODS_TABLE: Final = "<table:table "
ODS_ROW: Final = "<table:table-row"
ODS_CELL: Final = re.compile(r"<table:(?:covered-)?table-cell\b([^>]*)>")
TIMES: Final = re.compile(r'number-(?:rows|columns)-repeated="([0-9]{1,9})"')
DAMAGED: Final = N_(
    "This workbook cannot be read: it is damaged, protected by a password, or another kind of file than its name says. "
    "Save it again as .xlsx or .ods, without a password."
)


def read_book(form: Form, path: Path, faults: Faults) -> Written:
    """The texts of a workbook, with the places of its cells; sheets that are unknown are added to `faults`."""
    _refuse_bombs(path)
    valid = (FACTS_SHEET, *form.tables)
    sheets, unknown = _sheets(path, valid)
    for name in unknown:
        faults.add(
            N_(
                "There is no table `{name}` in this form; there are {valid}. The name of a sheet of your own"
                " begins with #."
            ),
            Place(N_("{file}, sheet {sheet}"), file=path.name, sheet=name),
            nearest=nearest(name, valid),
            name=name,
            valid=", ".join(valid),
        )
    if path.suffix.lower() in EXCEL:
        _add_lost(path, sheets, faults)
    if FACTS_SHEET not in sheets:
        faults.add(N_("The sheet `{name}` is missing."), path.name, name=FACTS_SHEET)
    grids = [grid_of(name, (path.name, name), rows) for name, rows in sheets.items() if name != FACTS_SHEET]
    return Written(
        path.name,
        _facts(path.name, sheets.get(FACTS_SHEET, ()), faults),
        tuple(grid for grid in grids if grid is not None),
    )


def sheet_names(path: Path) -> tuple[str, ...]:
    """The sheets of a workbook, so that its form can be told; nothing else of it is read."""
    _refuse_bombs(path)
    import python_calamine as calamine

    try:
        return tuple(calamine.CalamineWorkbook.from_path(path).sheet_names)
    except (calamine.CalamineError, OSError):
        raise Refusal(DAMAGED, where=path.name) from None


def _refuse_bombs(path: Path) -> None:
    """Refuse what is too large, or would be once unpacked; sizes that the archive declares falsely too."""
    if (size := path.stat().st_size) > LARGEST:
        raise Refusal(
            "The file has {size} bytes; a workbook has at most {largest}.",
            where=path.name,
            size=size,
            largest=LARGEST,
        )
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
            tight = any(one.file_size > max(SMALL, RATIO * one.compress_size) for one in parts)
            if tight or sum(one.file_size for one in parts) > UNPACKED:
                raise Refusal(
                    "This workbook would unpack to {size} bytes from {packed}: it is refused as hostile.",
                    where=path.name,
                    size=sum(one.file_size for one in parts),
                    packed=size,
                )
            for part in parts:  # no more of it is read than was declared, and its checksum is compared
                _refuse_vast(archive.read(part), path, part.filename)
    except (BadZipFile, OSError, RuntimeError, EOFError, ValueError, zlib.error):
        raise Refusal(DAMAGED, where=path.name) from None


def _refuse_vast(content: bytes, path: Path, part: str) -> None:
    """A sheet of few cells may span so many that they fit in no memory; a workbook may keep it in any part."""
    if b"s\0h\0e\0e\0t\0D" in content:  # another encoding, in which the patterns would find nothing
        raise BadZipFile("UTF-16")
    if part != "content.xml" and b"sheetData" not in content:
        return
    text = content.decode("utf-8", "replace")
    for width, height in _spans_of_ods(text) if part == "content.xml" else [_span(text)]:
        if width * height > CELLS:
            raise Refusal(
                "A sheet spans {cells} cells; at most {most} are read: delete what stands far from the table.",
                where=path.name,
                cells=width * height,
                most=CELLS,
            )


def _span(text: str) -> tuple[int, int]:
    """The width and height of what a sheet of ECMA-376 fills; rows and cells may say where they are, or follow on."""
    width = height = row = 0
    parts = ROW.split(text)
    for head, inside in zip(parts[1::2], parts[2::2], strict=True):
        found = ROW_NUMBER.search(head)
        row = int(found[1]) if found else row + 1
        if cells := len(CELL_TAG.findall(inside)):
            width, height = max(width, cells), max(height, row)
        for column, line in AT.findall(inside):
            place = 0
            for letter in column:
                place = place * 26 + ord(letter) - ord("A") + 1
            width, height = max(width, place), max(height, int(line))
    return width, height


def _spans_of_ods(text: str) -> Iterator[tuple[int, int]]:
    """The same of each sheet of OpenDocument; what is empty at the end is repeated by thousands and does not count."""
    for sheet in text.split(ODS_TABLE)[1:]:
        width = height = row = 0
        for chunk in sheet.split(ODS_ROW)[1:]:
            row += _times(chunk.partition(">")[0])
            place = last = 0
            for said in ODS_CELL.findall(chunk):
                place += _times(said)
                last = place if "office:value-type" in said else last
            if last:
                width, height = max(width, last), row
        yield width, height


def _times(said: str) -> int:
    found = TIMES.search(said)
    return int(found[1]) if found else 1


def _sheets(path: Path, valid: Collection[str]) -> tuple[dict[str, list[list[str]]], list[str]]:
    """The cells of the known sheets, and the names of unknown ones."""
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            names = [
                name for name in book.sheet_names if not name.startswith(COMMENT) and name not in READ_ME
            ]
            empty = [name for name in names if name not in valid and not book.get_sheet_by_name(name).height]
            held = {
                name: [
                    [_text(cell) for cell in row]
                    for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                ]
                for name in names
                if name in valid
            }
    except (calamine.CalamineError, OSError):
        raise Refusal(DAMAGED, where=path.name) from None
    return held, [name for name in names if name not in (*valid, *empty)]


def _add_lost(path: Path, sheets: Collection[str], faults: Faults) -> None:
    """Add cells whose formula gives an error, or has not been worked out: they would be read as empty."""
    with ZipFile(path) as archive:
        for sheet, part in _parts(archive):
            text = archive.read(part).decode("utf-8", "replace") if sheet in sheets else ""
            for said, inside in CELL.findall(text):
                value, at = VALUE.search(inside), re.search(r'\br="([A-Z]+[0-9]+)"', said)
                where = Place(
                    N_("{file}, sheet {sheet}, cell {cell}"),
                    file=path.name,
                    sheet=sheet,
                    cell=at[1] if at else "?",
                )
                if 't="e"' in said:
                    faults.add(
                        N_("The formula of this cell gives the error {error}."),
                        where,
                        error=value[1] if value else "?",
                    )
                elif "<f" in inside and value is None and 't="str"' not in said:
                    faults.add(
                        N_(
                            "The formula of this cell has not been worked out: open the workbook and save it."
                        ),
                        where,
                    )


def _parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet of a workbook, and its place in the archive."""
    names, lists = set(archive.namelist()), ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    book, links = (archive.read(name).decode("utf-8", "replace") if name in names else "" for name in lists)
    targets = {}
    for link in re.findall(r"<Relationship\b[^>]*>", links):
        said = dict(re.findall(r'(\w+)="([^"]*)"', link))
        targets[said.get("Id", "")] = said.get("Target", "").removeprefix("/xl/")
    for sheet in re.findall(r"<sheet\b[^>]*>", book):
        said = dict(re.findall(r'([\w:]+)="([^"]*)"', sheet))
        part = "xl/" + targets.get(said.get("r:id", ""), "")
        if part in names:
            yield unescape(said.get("name", "")), part


def _text(cell: Any) -> str:
    """A cell as text; a number in the shortest form that gives it back."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)


def _facts(book: str, rows: Sequence[Sequence[str]], faults: Faults) -> dict[str, Said]:
    """Names in the first column, values in the second; empty values say nothing."""
    facts: dict[str, Said] = {}
    for line, row in enumerate(rows, start=1):
        name, value = ([*row, "", ""])[:2]
        name, value = name.strip(), value.strip()
        if not name or name.startswith(COMMENT) or (line == 1 and name == "name"):
            continue
        where = Place(N_("{file}, sheet {sheet}, cell {cell}"), file=book, sheet=FACTS_SHEET, cell=f"B{line}")
        if name in facts:
            faults.add(N_("The fact `{name}` stands twice."), where, name=name)
        facts[name] = Said(value, where)
    return facts

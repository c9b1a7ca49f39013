"""The data of an institution in a workbook: a sheet of facts, and one for each table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from socle.exchange.institution_cells import COMMENT, Faults, Said, Written, grid_of
from socle.ground.refusals import Place, Refusal, nearest
from socle.ground.words import N_
from socle.model.institution_tables import TABLES

FACTS_SHEET: Final = "facts"
READ_ME: Final = ("read me", "lisez-moi", "léame")  # for people; so is a sheet whose name begins with #
LARGEST: Final = 50_000_000  # bytes
EXCEL: Final = (".xlsx", ".xlsm")  # whose sheets are XML in a ZIP archive (ECMA-376)
CELL: Final = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
VALUE: Final = re.compile(r"<v[^>]*>([^<]+)</v>")


def read_book(path: Path) -> Written:
    """The texts of a workbook, with the places of its cells."""
    sheets = _sheets(path)
    valid = (FACTS_SHEET, *TABLES)
    for name in sheets:
        if name not in valid:
            raise Refusal(
                "There is no table `{name}` in the data of an institution; there are {valid}.",
                name=name,
                valid=", ".join(valid),
                nearest=nearest(name, valid),
                where=Place(N_("{file}, sheet {sheet}"), file=path.name, sheet=name),
            )
    if path.suffix.lower() in EXCEL:
        _refuse_lost(path, sheets)
    if FACTS_SHEET not in sheets:
        raise Refusal("The sheet `{name}` is missing.", name=FACTS_SHEET, where=path.name)
    grids = [grid_of(name, (path.name, name), rows) for name, rows in sheets.items() if name != FACTS_SHEET]
    return Written(
        path.name, _facts(path.name, sheets[FACTS_SHEET]), tuple(grid for grid in grids if grid is not None)
    )


def _sheets(path: Path) -> dict[str, list[list[str]]]:
    if path.stat().st_size > LARGEST:
        raise Refusal(
            "The file has {size} bytes; a workbook of an institution has at most {largest}.",
            where=path.name,
            size=path.stat().st_size,
            largest=LARGEST,
        )
    try:
        import python_calamine as calamine
    except ImportError:
        raise Refusal(
            "Reading `{suffix}` needs one more library: install opensocle[survey], or save the file as CSV.",
            where=path.name,
            suffix=path.suffix,
        ) from None
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        names = [name for name in book.sheet_names if not name.startswith(COMMENT) and name not in READ_ME]
        return {
            name: [
                [_text(cell) for cell in row]
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in names
        }
    except (calamine.CalamineError, OSError) as error:
        raise Refusal(
            "This workbook cannot be read ({reason}): is it damaged, or protected by a password?",
            reason=str(error)[:80],
            where=path.name,
        ) from None


def _refuse_lost(path: Path, sheets: Collection[str]) -> None:
    """Refuse cells whose formula gives an error, or has not been worked out: they would be read as empty."""
    faults = Faults()
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
    faults.stop()


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


def _facts(book: str, rows: Sequence[Sequence[str]]) -> dict[str, Said]:
    """Names in the first column, values in the second; empty values say nothing."""
    facts: dict[str, Said] = {}
    for line, row in enumerate(rows, start=1):
        name, value = ([*row, "", ""])[:2]
        name, value = name.strip(), value.strip()
        if not name or name.startswith(COMMENT) or (line == 1 and name == "name"):
            continue
        where = Place(N_("{file}, sheet {sheet}, cell {cell}"), file=book, sheet=FACTS_SHEET, cell=f"B{line}")
        if name in facts:
            raise Refusal("The fact `{name}` stands twice.", name=name, where=where)
        facts[name] = Said(value, where)
    return facts

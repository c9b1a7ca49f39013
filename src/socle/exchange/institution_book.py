"""The data of an institution in a workbook: a sheet of facts, and one for each table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from socle.exchange.institution_cells import COMMENT, Said, Written, grid_of
from socle.ground.refusals import Place, Refusal, nearest
from socle.ground.words import N_
from socle.model.institution_tables import TABLES

FACTS_SHEET: Final = "facts"
READ_ME: Final = ("read me", "lisez-moi", "léame")  # for people; so is a sheet whose name begins with #
LARGEST: Final = 50_000_000  # bytes


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

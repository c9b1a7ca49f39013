"""A small invented form with a cell of every kind, to be filled in and broken."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from openpyxl import Workbook

from socle.model.form import Column, Form, TableSpec

SHOPS: Final = TableSpec(
    "shops",
    "Shops.",
    (
        Column("shop", "name", "Its name."),
        Column(
            "kind",
            "word",
            "What it sells.",
            words=("bread", "fish"),
            meanings={"bread": "Bread", "fish": "Fish"},
        ),
        Column("opened", "date", "Since when.", False, blank=True),
        Column("tags", "texts", "What people say of it.", False, blank=True),
        Column("street", "flag", "Whether it is on a street.", False, blank=True),
        Column("staff", "count", "Who works there.", False, blank=True),
    ),
    key=("shop",),
    given=(),
)
SALES: Final = TableSpec(
    "sales",
    "What they sold.",
    (
        Column("shop", "name", "The shop.", refers="shops.shop"),
        Column("item", "word", "What.", words=("loaf", "trout")),
        Column("amount", "change", "Money, less what was given back.", blank=True),
        Column("note", "text", "A word on it.", False, blank=True),
    ),
    key=("shop", "item"),
    required=False,
)
MARKET: Final = Form(
    "market",
    "market.yaml",
    "The market of {place}",
    (
        Column("place", "word", "Where."),
        Column("day", "date", "When."),
        Column("best", "name", "The best shop.", False, refers="shops.shop"),
        Column("guests", "texts", "Who came.", False),
    ),
    {"shops": SHOPS, "sales": SALES},
    given=("shop", "item"),
    read_me=("Fill in.", "Nothing else."),
    each=(Column("sources", "word", "Where it comes from.", False),),
)

FACTS: Final = "place: Quay\nday: 2024-05-01\nbest: b1\nguests: [Ada, Bo]\nsources: {shops: Register}\n"
TABLES: Final = {
    "shops": "shop,kind,opened,tags,street,staff\nb1,bread,1999-12-31,warm; good,yes,3\nf1,fish,,,no,\n",
    "sales": "shop,item,amount,note\nb1,loaf,-2.5,returned\nf1,trout,,\nf1,loaf,,closed\n",
}


def folder(path: Path, facts: str = FACTS, tables: dict[str, str] = TABLES) -> Path:
    """The form as a folder of texts."""
    path.mkdir(parents=True)
    (path / MARKET.file).write_text(facts, encoding="utf-8")
    for name, text in tables.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def cells() -> dict[str, list[list[object]]]:
    """The same as cells of sheets; numbers are numbers."""
    sheets: dict[str, list[list[object]]] = {
        "facts": [["place", "Quay"], ["day", "2024-05-01"], ["best", "b1"], ["guests", "Ada; Bo"]],
    }
    sheets["facts"].append(["sources.shops", "Register"])
    for name, text in TABLES.items():
        rows = [line.split(",") for line in text.splitlines()]
        sheets[name] = [[_typed(cell) for cell in row] for row in rows]
    return sheets


def _typed(cell: str) -> object:
    try:
        return float(cell)
    except ValueError:
        return cell or None


def book(path: Path, sheets: dict[str, list[list[object]]] | None = None) -> Path:
    """The form as a workbook of another hand than ours."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in (sheets or cells()).items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path

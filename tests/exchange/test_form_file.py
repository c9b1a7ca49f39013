"""Forms that were filled in: every kind of cell, each way to write them, all faults at once, hostile workbooks."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from socle.exchange.form_file import read_form
from socle.ground.refusals import Refusal, Refusals
from socle.model.form import Filled
from tests.exchange.forms import FACTS, MARKET, TABLES, book, cells, folder

ONE = (
    FACTS
    + """\
shops:
  - {shop: b1, kind: bread, opened: 1999-12-31, tags: [warm, good], street: yes, staff: 3}
  - {shop: f1, kind: fish, street: no}
sales:
  - {shop: b1, item: loaf, amount: -2.5, note: returned}
  - {shop: f1, item: trout}
  - shop: f1
    item: loaf
    note: closed
"""
)


def refused(path: Path) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_form(MARKET, path)
    return caught.value


def lines(refusal: Refusal) -> list[str]:
    each = refusal.each if isinstance(refusal, Refusals) else (refusal,)
    return [one.worded() for one in each]


def check(filled: Filled) -> None:
    assert filled.facts == {
        "place": "Quay",
        "day": datetime.date(2024, 5, 1),
        "best": "b1",
        "guests": ("Ada", "Bo"),
        "sources.shops": "Register",
    }
    shops, sales = filled.table("shops"), filled.table("sales")
    assert shops.words("shop") == ("b1", "f1")
    assert list(shops.of("opened")) == [datetime.date(1999, 12, 31), None]
    assert list(shops.of("tags")) == [("warm", "good"), ()]
    assert shops.of("street").tolist() == [1, 0]
    np.testing.assert_array_equal(shops.of("staff"), [3, np.nan])
    assert sales.words("shop") == ("b1", "f1")  # the row of trout has nothing but what a template gives
    np.testing.assert_array_equal(sales.of("amount"), [-2.5, np.nan])
    assert sales.words("note") == ("returned", "closed")


def test_a_workbook_a_folder_and_one_yaml_say_the_same(tmp_path: Path) -> None:
    check(read_form(MARKET, folder(tmp_path / "market")))
    check(read_form(MARKET, tmp_path / "market" / "market.yaml"))
    check(read_form(MARKET, book(tmp_path / "market.xlsx")))
    (tmp_path / "one.yaml").write_text(ONE, encoding="utf-8")
    check(read_form(MARKET, tmp_path / "one.yaml"))


def test_dates_and_truths_of_a_workbook_are_those_of_a_text(tmp_path: Path) -> None:
    sheets = cells()
    sheets["facts"][1][1] = datetime.datetime(2024, 5, 1)
    sheets["shops"][1][2], sheets["shops"][1][4] = datetime.date(1999, 12, 31), True
    sheets["shops"][2][4] = False
    check(read_form(MARKET, book(tmp_path / "market.xlsx", sheets)))


BROKEN = [
    ("facts", 1, 1, "1 May", "B2", "is no date"),
    ("shops", 1, 0, "b 1", "A2", "a short name has"),
    ("shops", 1, 1, "Breed", "B2", "Did you mean `bread`?"),
    ("shops", 1, 4, "perhaps", "E2", "write yes / no"),
    ("shops", 2, 0, "b1", "A3", "This row says again what line 2 says: shop b1"),
    ("sales", 1, 0, "b2", "A2", "stands in no row of the column `shop` of `shops`. Did you mean `b1`?"),
    ("facts", 2, 1, "b3", "B3", "stands in no row"),
    ("shops", 1, 5, -1, "F2", "cannot be negative"),
    ("shops", 0, 5, "staf", "F1", "Did you mean `staff`?"),
    ("facts", 0, 0, "plaice", "B1", "Did you mean `place`?"),
]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case[5][:30])
def test_each_broken_cell_is_refused_by_its_sheet_and_cell(
    tmp_path: Path, case: tuple[str, int, int, object, str, str]
) -> None:
    sheet, row, column, text, cell, said = case
    sheets = cells()
    sheets[sheet][row][column] = text
    found = lines(refused(book(tmp_path / "market.xlsx", sheets)))
    assert any(f"sheet {sheet}, cell {cell}:" in line and said in line for line in found), found


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    sheets = cells()
    sheets["sails"] = [["shop"]]
    sheets["facts"][0][1] = None
    sheets["shops"][1][1] = "bred"
    sheets["sales"][1][2] = "much"
    sheets["facts"].append(["day", "2024-05-02"])
    found = lines(refused(book(tmp_path / "market.xlsx", sheets)))
    assert len(found) == 5
    for said in (
        "no table `sails`",
        "`place` is missing",
        "`bred` is no `kind`",
        "`much` in",
        "`day` stands twice",
    ):
        assert sum(said in line for line in found) == 1
    wrong = folder(tmp_path / "market", FACTS + "weather: fine\n", {**TABLES, "sails": "shop\n"})
    (wrong / "shops.csv").write_bytes(b"shop,kind\nb1,\xff\n")
    assert [line.partition(":")[0] for line in lines(refused(wrong))] == [
        "sails.csv",
        "shops.csv, line 2",
        "market.yaml, line 6",
    ]


def test_tables_of_a_yaml_are_refused_by_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(
        ONE.replace("kind: fish", "kind: flesh").replace("item: trout", "item: {a: b}"), encoding="utf-8"
    )
    found = lines(refused(path))
    assert any(line.startswith("one.yaml, line 8, column kind: `flesh`") for line in found)
    assert any(line.startswith("one.yaml, line 11: `item` needs one value") for line in found)
    path.write_text(FACTS + "shops: b1\n", encoding="utf-8")
    assert any("`shops` is a list of rows" in line for line in lines(refused(path)))
    (tmp_path / "market").mkdir()
    (tmp_path / "market" / "market.yaml").write_text(ONE, encoding="utf-8")
    (tmp_path / "market" / "sales.csv").write_text(TABLES["sales"], encoding="utf-8")
    assert "`sales` is given twice" in refused(tmp_path / "market").worded()


def repacked(path: Path, part: str, change: bytes, to: bytes) -> Path:
    """The workbook with something of a part replaced."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    assert change in parts[part]
    parts[part] = parts[part].replace(change, to, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path) -> None:
    path = book(tmp_path / "market.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", b"\0" * 30_000_000)
    assert path.stat().st_size < 100_000
    assert "refused as hostile" in refused(path).worded()


def test_an_archive_that_lies_of_its_sizes_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "market.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", b"\0" * 3_000_000)
        archive.getinfo("xl/media/bomb.bin").file_size = 10  # as the directory of the archive then says
    assert "cannot be read" in refused(path).worded()


def test_two_cells_far_apart_do_not_make_a_sheet_of_billions(tmp_path: Path) -> None:
    path = book(tmp_path / "market.xlsx")
    opened = load_workbook(path)
    opened["sales"]["XFD1048576"] = "here"
    opened.save(path)
    assert "spans 17179869184 cells" in refused(path).worded()


@pytest.mark.parametrize(
    ("change", "to"),
    [
        (b"</sheetData>", b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData>"),
        (b"</sheetData>", b'<row r="1048576">' + b"<c><v>1</v></c>" * 20 + b"</row></sheetData>"),
        (b"</sheetData>", b'<x:row r="1048576"><x:c r="XFD1"/></x:row></sheetData>'),
    ],
)
def test_a_far_cell_is_seen_however_it_is_written(tmp_path: Path, change: bytes, to: bytes) -> None:
    path = repacked(book(tmp_path / "market.xlsx"), "xl/worksheets/sheet2.xml", change, to)
    assert "spans" in refused(path).worded()


def test_a_far_cell_is_seen_in_whatever_part_it_is(tmp_path: Path) -> None:
    path = book(tmp_path / "market.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["hidden.bin"] = parts.pop("xl/worksheets/sheet2.xml").replace(b'r="A1"', b'r="XFD1048576"')
    links = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = links.replace(b"/xl/worksheets/sheet2.xml", b"/hidden.bin")
    assert links != parts["xl/_rels/workbook.xml.rels"]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert "spans" in refused(path).worded()


def test_a_sheet_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "market.xlsx")
    with zipfile.ZipFile(path) as archive:
        whole = archive.read("xl/worksheets/sheet2.xml")
    repacked(path, "xl/worksheets/sheet2.xml", whole, whole.decode().encode("utf-16"))
    assert "cannot be read" in refused(path).worded()


def test_an_entity_of_a_workbook_is_not_put_in_place(tmp_path: Path) -> None:
    path = book(tmp_path / "market.xlsx")
    (tmp_path / "secret").write_text("treasure", encoding="utf-8")
    head = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file://' + str(tmp_path / "secret").encode() + b'">]>'
    repacked(path, "xl/worksheets/sheet1.xml", b"<worksheet", head + b"<worksheet")
    repacked(path, "xl/worksheets/sheet1.xml", b"Quay", b"&e;")
    try:
        filled = read_form(MARKET, path)
    except Refusal as refusal:
        assert "treasure" not in refusal.worded()
    else:
        assert "treasure" not in str(filled.written)


@pytest.mark.parametrize(
    "content", [b"PK no workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, b""]
)
def test_a_damaged_or_locked_workbook_is_refused_as_such(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "market.xlsx").write_bytes(content)
    assert "protected by a password" in refused(tmp_path / "market.xlsx").worded()


def test_a_cut_workbook_is_refused_wherever_it_is_cut(tmp_path: Path) -> None:
    whole = book(tmp_path / "market.xlsx").read_bytes()
    for size in range(50, len(whole) - 1, 401):
        (tmp_path / "cut.xlsx").write_bytes(whole[:size])
        assert "cannot be read" in refused(tmp_path / "cut.xlsx").worded()


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="facts">{rows}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
PLACE = '<table:table-cell{times} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
EMPTY = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'


@pytest.mark.parametrize(
    ("rows", "cells", "hostile"),
    [(1, 1, False), (1_000_000, 1, True), (1, 9_000_000, True), (3_000, 3_000, True)],
)
def test_a_cell_of_opendocument_is_not_repeated_by_millions(
    tmp_path: Path, rows: int, cells: int, hostile: bool
) -> None:
    path = tmp_path / "market.ods"
    row = PLACE.format(times="", text="place") + PLACE.format(
        times=f' table:number-columns-repeated="{cells}"', text="Quay"
    )
    row *= 6 if rows == 1_000_000 else 1
    text = f'<table:table-row table:number-rows-repeated="{rows}">{row}</table:table-row>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows=text + EMPTY))
    assert ("spans" in refused(path).worded()) == hostile


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 255))
def test_a_flipped_byte_is_refused_or_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, at: int, change: int
) -> None:
    path = book(tmp_path_factory.mktemp("market") / "market.xlsx")
    whole = bytearray(path.read_bytes())
    whole[at % len(whole)] ^= change
    path.write_bytes(whole)
    try:
        filled = read_form(MARKET, path)
    except Refusal as refusal:
        assert refusal.worded()
    else:
        check(filled)

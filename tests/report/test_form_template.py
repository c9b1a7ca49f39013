"""The template of any form: what is written comes back, what is of an earlier year looks so, lists hold the codes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from textwrap import wrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from socle.exchange.form_file import read_form
from socle.model.form import Column, Filled
from socle.model.inquiry_tables import INQUIRY
from socle.report.form_template import Before, Template, write_template
from socle.report.text import LANGUAGES, translator
from tests.exchange.forms import FACTS, MARKET, folder

EMPTY = Template(MARKET, "The market")
LONG = tuple(f"a_rather_long_code_{number}" for number in range(30))


def as_template(filled: Filled) -> Template:
    rows = {
        name: [
            dict(zip(table.written, row, strict=True)) for row in zip(*table.written.values(), strict=True)
        ]
        for name, table in filled.tables.items()
    }
    return Template(MARKET, "The market", filled.written, rows)


def said(filled: Filled) -> object:
    tables = {
        name: {c: v.tolist() for c, v in table.columns.items()} for name, table in filled.tables.items()
    }
    return str((filled.facts, tables))  # as a text: a missing number is no equal of itself


@pytest.mark.parametrize("name", ["market.xlsx", "market"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_filled_in_comes_back(tmp_path: Path, name: str, lang: str) -> None:
    filled = read_form(MARKET, folder(tmp_path / "one"))
    write_template(as_template(filled), tmp_path / name, lang)
    assert said(read_form(MARKET, tmp_path / name)) == said(filled)


WORD = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=20).filter(
    lambda text: not text.startswith("#")
)


@settings(max_examples=10, deadline=None)
@given(
    WORD,
    st.decimals(-(10**10), 10**10, places=4),
    st.dates(),
    st.lists(WORD.filter(lambda text: ";" not in text), max_size=3),
)
def test_any_text_number_and_date_comes_back(
    tmp_path_factory: pytest.TempPathFactory, note: str, amount: Decimal, day: object, tags: list[str]
) -> None:
    place = tmp_path_factory.mktemp("market")
    facts = {"place": note, "day": str(day)}
    shop = {"shop": "b1", "kind": "bread", "tags": "; ".join(tags)}
    sale = {"shop": "b1", "item": "loaf", "amount": str(amount), "note": note}
    for name in ("market.xlsx", "market"):
        write_template(
            replace(EMPTY, facts=facts, rows={"shops": [shop], "sales": [sale]}), place / name, "fr"
        )
        found = read_form(MARKET, place / name)
        assert (found.facts["place"], found.facts["day"]) == (note, day)
        assert found.table("sales").of("amount").tolist() == [
            float(amount)
        ]  # fifteen digits: as many as a cell holds
        assert found.table("sales").words("note") == (note,)
        assert not tags or list(found.table("shops").of("tags")) == [tuple(tags)]


def test_what_an_earlier_year_said_is_grey_and_noted(tmp_path: Path) -> None:
    rows = {"shops": [{"shop": "b1", "kind": Before("bread", 2023), "staff": Before("3", 2023)}]}
    write_template(
        replace(EMPTY, facts={"place": Before("Quay", 2022)}, rows=rows), tmp_path / "m.xlsx", "es"
    )
    book = load_workbook(tmp_path / "m.xlsx")
    old, new = book["shops"]["F3"], book["shops"]["A3"]
    assert (old.value, old.font.italic, "2023" in old.comment.text) == (3, True, True)
    assert (new.value, new.font.italic, new.comment) == ("b1", False, None)
    assert "2022" in book["facts"]["B2"].comment.text
    (first,) = [sheet for sheet in book.sheetnames if sheet == translator("es")("read me")]
    assert any("cursiva" in str(cell.value) for row in book[first] for cell in row)
    write_template(EMPTY, tmp_path / "n.xlsx", "es")
    plain = load_workbook(tmp_path / "n.xlsx")[first]
    assert not any("cursiva" in str(cell.value) for row in plain for cell in row)


def test_lists_hold_the_codes_however_many(tmp_path: Path) -> None:
    shops = MARKET.tables["shops"]
    more = replace(shops, columns=(*shops.columns, Column("size", "word", "Its size.", False, words=LONG)))
    form = replace(MARKET, tables={**MARKET.tables, "shops": more})
    write_template(Template(form, "The market"), tmp_path / "m.xlsx", "fr")
    book = load_workbook(tmp_path / "m.xlsx")
    rules = {str(r.sqref).partition(":")[0]: r for r in book["shops"].data_validations.dataValidation}
    assert rules["B3"].formula1 == '"bread,fish"'
    assert rules["E3"].formula1 == '"yes,no"'
    sheet, _, cells = rules["G3"].formula1.strip("=").rpartition("!")
    found = [row[0].value for row in book[sheet.strip("'")][cells.replace("$", "")]]
    assert tuple(found) == LONG
    (other,) = book["sales"].data_validations.dataValidation[:1]
    assert other.formula1.startswith("'shops'!$A$3:$A$")
    assert other.errorStyle == "warning"
    codes = [[cell.value for cell in row] for row in book["# codes"]]
    assert ["kind", "bread", "Bread"] in codes


def test_facts_of_each_table_are_asked_for_where_they_are_named(tmp_path: Path) -> None:
    write_template(replace(EMPTY, facts={"sources.shops": ""}), tmp_path / "market", "en")
    text = (tmp_path / "market" / "market.yaml").read_text(encoding="utf-8")
    assert "sources:\n  shops: #" in text
    assert "sales" not in text
    assert FACTS.startswith("place:")


def test_every_sentence_of_a_sheet_has_the_lines_it_needs(tmp_path: Path) -> None:
    write_template(Template(INQUIRY, "The inquiry"), tmp_path / "inquiry.xlsx", "fr")
    book = load_workbook(tmp_path / "inquiry.xlsx")
    for name in (*INQUIRY.tables, "facts"):
        sheet, widths = book[name], dict[int, float]()
        for one in sheet.column_dimensions.values():  # one for columns of the same width
            widths |= dict.fromkeys(range(one.min, one.max + 1), one.width)
        for row in sheet.iter_rows(min_row=2, max_row=2 if name != "facts" else sheet.max_row):
            lines = max(len(wrap(str(cell.value or ""), int(widths[cell.column]))) for cell in row)
            tall = sheet.row_dimensions[row[0].row].height or 15
            assert tall >= 13 * lines, (name, row[0].row)

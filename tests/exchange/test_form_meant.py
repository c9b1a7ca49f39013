"""A cell means one thing however it is written; what may mean two is refused, with what it comes nearest to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.exchange.form_cells import value_of
from socle.exchange.form_file import read_form
from socle.exchange.form_meant import meant
from socle.exchange.inquiry_content import content_of
from socle.ground.refusals import Refusal
from socle.model.form import Column
from tests.exchange.forms import FACTS, MARKET, TABLES, book, cells, folder

COUNT = Column("count", "count", "How many.", blank=True)
RATE = Column("rate", "share", "How much of it.")
FLAG = Column("ours", "flag", "Whether it is ours.")
WORD = Column("sex", "word", "Whose.", words=("male", "female", "both"))


@pytest.mark.parametrize(
    ("column", "text", "means"),
    [
        (COUNT, "810 000", "810000"),
        (COUNT, "810\u00a0000", "810000"),
        (COUNT, "1\u202f810\u202f000,5", "1810000.5"),
        (COUNT, "810'000.25", "810000.25"),
        (COUNT, "572,5", "572.5"),
        (COUNT, "0,125", "0.125"),
        (COUNT, "+5.0", "5"),
        (COUNT, "1e3", "1000"),
        (RATE, "7.3%", "0.073"),
        (RATE, "60 %", "0.6"),
        (RATE, "7,3 %", "0.073"),
        (WORD, "Both", "both"),
        (FLAG, "Oui", "yes"),
        (FLAG, "Sí", "yes"),
        (FLAG, "FAUX", "no"),
        (FLAG, "True", "yes"),
    ],
)
def test_what_is_obvious_is_read(column: Column, text: str, means: str) -> None:
    assert meant(column, text) == means
    assert value_of(column, text) == value_of(column, means)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("810,000", ""),  # of thousands, or with three decimals
        ("1.572,5", "1572.5"),
        ("1,572.5", "1572.5"),
        ("1.572.000", "1572000"),
        ("(572.5)", "-572.5"),
        ("81 00", "8100"),
        ("n.a.", ""),
        ("12 millions", ""),
        ("1_000", ""),
        ("nan", ""),
        ("inf", ""),
        ("٣", ""),
        ("True", ""),
        ("2025-05-02", ""),
    ],
)
def test_what_may_mean_two_things_or_none_is_refused(text: str, near: str) -> None:
    with pytest.raises(Refusal) as caught:
        value_of(COUNT, text)
    assert "is not a number" in caught.value.worded()
    assert (f"Did you mean `{near}`?" in caught.value.worded()) is bool(near)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("31/12/2025", "2025-12-31"),
        ("12/31/2025", "2025-12-31"),
        ("31.12.2025", "2025-12-31"),
        ("5/5/2025", "2025-05-05"),
        ("5/6/2025", ""),
        ("31/02/2025", ""),
        ("0/0/2025", ""),
        ("2025", ""),
    ],
)
def test_a_date_of_another_order_is_refused_with_the_day_it_must_be(text: str, near: str) -> None:
    with pytest.raises(Refusal) as caught:
        value_of(Column("day", "date", "When."), text)
    assert caught.value.nearest == near


@given(st.decimals(0, 10**9, allow_nan=False, places=4))
def test_groups_of_three_digits_change_no_number(number: object) -> None:
    for space in (" ", "\u00a0", "\u202f", "'"):
        assert value_of(COUNT, f"{number:,}".replace(",", space)) == float(str(number))


def test_one_content_however_it_was_written(tmp_path: Path) -> None:
    plain = content_of(read_form(MARKET, folder(tmp_path / "plain")))
    sheets = cells()
    sheets["shops"][1][4], sheets["shops"][1][5], sheets["sales"][1][1] = True, "3,0", "Loaf"
    assert content_of(read_form(MARKET, book(tmp_path / "market.xlsx", sheets))) == plain
    french = {
        name: text.replace(",", ";").replace("warm; good", '"warm; good"') for name, text in TABLES.items()
    }
    french["sales"] = french["sales"].replace("-2.5", "-2,5")
    for name, text in french.items():
        french[name] = "\ufeff" + text.replace("\n", "\r\n")
    assert content_of(read_form(MARKET, folder(tmp_path / "french", FACTS, french))) == plain


def test_a_sheet_of_calculations_is_named_and_an_empty_one_is_nothing(tmp_path: Path) -> None:
    plain = content_of(read_form(MARKET, folder(tmp_path / "plain")))
    for name, rows in {"Sheet1": [], "# sums": [[1]]}.items():
        made = book(tmp_path / f"{name}.xlsx", {**cells(), name: rows})
        assert content_of(read_form(MARKET, made)) == plain
    with pytest.raises(Refusal, match="begins with #"):
        read_form(MARKET, book(tmp_path / "own.xlsx", {**cells(), "Sheet1": [[1]]}))


def test_a_title_above_the_columns_is_told_once(tmp_path: Path) -> None:
    sheets = cells()
    sheets["sales"].insert(0, ["What was sold on Monday"])
    with pytest.raises(Refusal) as caught:
        read_form(MARKET, book(tmp_path / "market.xlsx", sheets))
    assert "sheet sales, cell A1" in caught.value.worded()
    assert "names of the columns" in caught.value.worded()


def test_a_workbook_of_another_kind_is_asked_for_as_xlsx(tmp_path: Path) -> None:
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(Refusal, match=r"save it as \.xlsx"):
        read_form(MARKET, tmp_path / "old.xls")

"""The template of an institution's data: what is asked, in three languages, and that what is written is read back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from socle.exchange.country import COUNTRIES
from socle.exchange.form_book import READ_ME
from socle.exchange.institution_file import read_institution
from socle.ground.refusals import Refusal, Refusals
from socle.model.form import UNITS, letters
from socle.model.institution import InstitutionData
from socle.model.institution_tables import FACTS, TABLES
from socle.report.institution_template import Template, made, write_template
from socle.report.text import LANGUAGES, translator
from tests.exchange.institution_files import TABLES as SMALL
from tests.exchange.institution_files import folder

TOY = COUNTRIES / "XXX" / "insurance" / "national_pension"
EMPTY = Template("XXX", "Exampleland", "XTS", 2025, accounts=("career_earnings",))


def same(one: InstitutionData, other: InstitutionData) -> None:
    """Equal in every number and fact; where they stand may differ."""
    assert replace(one.facts, places={}) == replace(other.facts, places={})
    assert one.tables.keys() == other.tables.keys()
    for name, table in one.tables.items():
        assert list(table.columns) == list(other.tables[name].columns)
        for column, values in table.columns.items():
            np.testing.assert_array_equal(values, other.tables[name].columns[column])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_data_come_back_unchanged_through_workbook_and_folder(tmp_path: Path, lang: str) -> None:
    data = read_institution(TOY)
    for name in ("fund.xlsx", "fund"):
        write_template(replace(EMPTY, data=data), tmp_path / name, lang)
        same(data, read_institution(tmp_path / name))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.decimals(1, 10**7, places=3), min_size=5, max_size=5), st.sampled_from(["month", "year"]))
def test_any_written_money_comes_back_to_the_last_bit(
    tmp_path_factory: pytest.TempPathFactory, money: list[object], per: str
) -> None:
    place = tmp_path_factory.mktemp("fund")
    lines = [line.split(",") for line in SMALL["contributors"].splitlines()]
    rows = [[*line[:4], str(one), line[5]] for line, one in zip(lines[1:], money, strict=True)]
    tables = {**SMALL, "contributors": "".join(",".join(row) + "\n" for row in (lines[0], *rows))}
    del tables["totals"]
    source = folder(place / "one", tables=tables)
    facts = (source / "valuation.yaml").read_text(encoding="utf-8").replace("per: month", f"per: {per}")
    (source / "valuation.yaml").write_text(facts, encoding="utf-8")
    data = read_institution(source)
    write_template(replace(EMPTY, data=data), place / "two.xlsx", "en")
    back = read_institution(place / "two.xlsx").table("contributors")
    np.testing.assert_array_equal(back.of("earnings"), data.table("contributors").of("earnings"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_says_in_the_language_what_each_column_is(tmp_path: Path, lang: str) -> None:
    _ = translator(lang)
    write_template(EMPTY, tmp_path / "fund.xlsx", lang)
    book = load_workbook(tmp_path / "fund.xlsx")
    assert book.sheetnames == [_("read me"), "facts", *TABLES]
    assert book.sheetnames[0] in READ_ME
    for name, spec in TABLES.items():
        sheet = book[name]
        columns = [*spec.columns, *(c for c in [spec.column("career_earnings")] if c and spec.others)]
        assert [cell.value for cell in sheet[1]] == [column.name for column in columns]
        for cell, column in zip(sheet[2], columns, strict=True):
            assert _(column.sentence) in str(cell.value)
            assert column.words or _(UNITS[column.kind]) in str(cell.value)
    notes = {row[0]: row[3] for row in book["facts"].iter_rows(min_row=2, max_col=4, values_only=True)}
    assert all(_(fact.sentence) in str(notes[fact.name]) for fact in FACTS)
    assert {f"sources.{name}" for name in TABLES} < set(notes)


def test_cells_take_only_what_the_importer_takes(tmp_path: Path) -> None:
    write_template(replace(EMPTY, benefits=("pension", "grant")), tmp_path / "fund.xlsx", "en")
    book = load_workbook(tmp_path / "fund.xlsx")

    def rule(sheet: str, column: str) -> tuple[str, str, str]:
        at = next(cell for cell in book[sheet][1] if cell.value == column).column - 1
        rules = book[sheet].data_validations.dataValidation
        (found,) = [one for one in rules if str(one.sqref).startswith(f"{letters(at)}3:")]
        return found.type, found.formula1, found.formula2 or ""

    assert rule("contributors", "sex") == ("list", '"male,female"', "")
    assert rule("pensioners", "benefit") == ("list", '"pension,grant"', "")
    assert rule("rates", "leaving") == ("decimal", "0", "1")
    assert rule("contributors", "age") == ("whole", "0", "130")
    assert rule("years", "inflation") == ("decimal", "-0.5", "1")
    for name, spec in TABLES.items():
        for column in spec.columns:
            assert column.kind == "word" or rule(name, column.name)[0] in ("list", "whole", "decimal")


def test_ages_are_filled_in_and_persons_are_not() -> None:
    columns, rows = made(EMPTY, "en").table(TABLES["rates"])
    assert [column.name for column in columns][:2] == ["sex", "age"]
    assert [row[1] for row in rows if row[0] == "female"] == [str(age) for age in range(15, 70)]
    assert not any(any(row[2:]) for row in rows)


@pytest.mark.parametrize("name", ["fund.xlsx", "fund"])
def test_an_unfilled_template_is_refused_by_what_it_lacks(tmp_path: Path, name: str) -> None:
    write_template(EMPTY, tmp_path / name, "en")
    with pytest.raises(Refusals) as caught:
        read_institution(tmp_path / name)
    told = caught.value.worded()
    for lacking in (
        "`per`",
        "`reserve`",
        *(f"`{table.name}`" for table in TABLES.values() if table.required),
    ):
        assert lacking in told
    assert len(caught.value.each) == 7
    assert not any(table.name in told for table in TABLES.values() if not table.required)


def test_a_template_filled_by_hand_is_read(tmp_path: Path) -> None:
    write_template(EMPTY, tmp_path / "fund.xlsx", "fr")
    book = load_workbook(tmp_path / "fund.xlsx")
    values: dict[str, str | float] = {"per": "year", "reserve": 5e6}
    for row in book["facts"].iter_rows(min_row=2):
        if row[0].value in values:
            row[1].value = values[str(row[0].value)]
    filled: dict[str, list[float | None]] = {
        "contributors": [None, None, 1, 10, 900, 950],
        "rates": [None, None, 0.01, 0.05, 0.1, 0.8],
        "retirement": [None, None, 0.3],
        "entrants": [None, None, 1],
        "years": [None, 0.05, 0.03, 0.06, 0.9, 0.02],
    }
    for name, cells in filled.items():
        for row in book[name].iter_rows(min_row=3):
            for at, value in enumerate(cells):
                if value is not None:
                    row[at].value = value
    book.save(tmp_path / "filled.xlsx")
    data = read_institution(tmp_path / "filled.xlsx")
    assert set(data.tables) == set(filled)
    assert data.table("contributors").of("persons").sum() == 2 * 55 * 10
    assert data.table("years").of("year").tolist()[-1] == 2100
    assert data.average_wage == 900
    assert len(data.flags) == len(filled)  # no source is said


def test_nothing_that_exists_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "fund.xlsx").write_text("work of a week", encoding="utf-8")
    for name, said in (
        ("fund.xlsx", "exists already"),
        ("fund.xls", "is neither"),
        ("no/fund", "does not exist"),
    ):
        with pytest.raises(Refusal, match=said):
            write_template(EMPTY, tmp_path / name, "en")
    assert [path.name for path in tmp_path.iterdir()] == ["fund.xlsx"]
    assert (tmp_path / "fund.xlsx").read_text(encoding="utf-8") == "work of a week"

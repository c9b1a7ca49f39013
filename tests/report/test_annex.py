"""The world annex: the same numbers on page, in CSV and in the workbook, in three languages; formulas that live."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from socle.report import (
    annex_chart,
    annex_page,
    annex_tables,
    annex_tidy,
    annex_words,
    annex_workbook,
    drawing,
    numbers,
)
from socle.report.text import LANGUAGES
from tests.report import annex_sample
from tests.report.annex_sample import BENEFITS, PEOPLE
from tests.report.evaluator import Book
from tests.report.test_page import Reader

FOUND = annex_sample.found()
WORLD = sum(PEOPLE[area] * value for area, value in BENEFITS.items()) / sum(PEOPLE[area] for area in BENEFITS)


@pytest.fixture(scope="module", params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def written(lang: str) -> str:
    drawn = {name: one.svg for name, one in drawing.draw(annex_chart.specs(FOUND, lang), lang).items()}
    return annex_page.page(FOUND, lang, drawn, ["annex_2026.xlsx"])


@pytest.fixture(scope="module")
def book(lang: str, tmp_path_factory: pytest.TempPathFactory) -> Book:
    return _book(lang, tmp_path_factory.mktemp("annex"))


def _book(lang: str, folder: Path) -> Book:
    annex_workbook.write(FOUND, folder / "annex.xlsx", lang)
    return Book(folder / "annex.xlsx")


def _find(book: Book, sheet: str, text: str) -> tuple[int, int]:
    return next(
        (row, column) for (name, row, column), held in book.cells.items() if name == sheet and held == text
    )


def test_the_page_is_whole_light_and_runs_no_script(written: str, lang: str) -> None:
    reader = Reader(written)
    assert reader.open == [] and ("html", {"lang": lang, "dir": "ltr"}) in reader.tags
    identifiers = re.findall(r'\bid="([^"]*)"', written)
    assert len(identifiers) == len(set(identifiers))
    assert len(written.encode()) < 150_000
    assert not {tag for tag, _ in reader.tags} & {"script", "iframe", "img", "object", "embed"}
    references = re.findall(r'(?:src|href)="([^"]*)"', written)
    assert all(one.startswith(("#", "data:")) or one == "annex_2026.xlsx" for one in references)


def test_edition_vintage_threshold_and_fingerprint_are_on_the_page(written: str) -> None:
    text = numbers.plain(Reader(written).text)
    for said in ("2026", "2019", annex_sample.VINTAGE, "40 %", FOUND.trace.fingerprint):
        assert said in text


def test_what_is_not_available_says_so(written: str, lang: str) -> None:
    nothing = {"en": "Not available", "fr": "Non disponible", "es": "No disponible"}[lang]
    assert Reader(written).text.count(nothing) == 3  # expenditure, adequacy, legal coverage
    legal = replace(annex_sample.statistic("LEGAL_COVERAGE", "SEN", 0.35, 2024), function="old_age")
    page = annex_page.page(annex_sample.found((legal,)), lang, {})
    assert Reader(page).text.count(nothing) == 2 and annex_words.percent(0.35, lang) in Reader(page).text


def test_page_csv_and_workbook_hold_the_same_numbers(written: str, book: Book, lang: str) -> None:
    table = annex_tables.coverage(FOUND, lang, ["SI_COV_BENFTS"])
    assert table is not None
    shown = [row for _, rows in table.groups for row in rows]
    rows = [
        row
        for row in csv.DictReader(io.StringIO(annex_tidy.groups(FOUND, lang)))
        if row["series"] == "SI_COV_BENFTS" and row["sex"] == "_T"
    ]
    assert len(rows) == len(shown) == 21 and float(rows[0]["value"]) == pytest.approx(WORLD)
    for row, (name, text) in zip(rows, shown, strict=True):
        at, _ = _find(book, "SI_COV_BENFTS", row["area"])
        cell = book.value("SI_COV_BENFTS", at, 3)
        assert name == row["area_name"]
        if row["value"]:
            assert cell == pytest.approx(float(row["value"]), abs=1e-12)
            assert text == annex_words.percent(float(row["value"]), lang)
        else:
            assert isinstance(cell, str) and row["reason"] and text == "–"
    assert annex_words.percent(WORLD, lang) in Reader(written).text


def test_every_check_of_the_workbook_says_ok_when_it_is_computed(book: Book, lang: str) -> None:
    checks = {"en": "Checks", "fr": "Contrôles", "es": "Comprobaciones"}[lang]
    name = next((sheet for sheet, *_ in book.cells if sheet == checks), "")
    assert name, sorted({sheet for sheet, *_ in book.cells})
    verdicts = [
        book.value(name, row, column)
        for sheet, row, column in book.formulas()
        if sheet == name and column == 4
    ]
    assert len(verdicts) == 3 * len(FOUND.branches[0].groups) and set(verdicts) == {"OK"}
    assert book.value(name, 4, 2) == "OK"


def test_a_changed_country_moves_its_groups_and_the_check_notices(tmp_path: Path) -> None:
    book = _book("en", tmp_path)
    row, _ = _find(book, "SI_COV_BENFTS", "IND")
    book.change("SI_COV_BENFTS", row, annex_workbook.VALUE + 1, 0.5)
    world, _ = _find(book, "SI_COV_BENFTS", "World")
    asia, _ = _find(book, "SI_COV_BENFTS", "Central and Southern Asia")
    more = (0.5 - BENEFITS["IND"]) * PEOPLE["IND"] / sum(PEOPLE[area] for area in BENEFITS)
    assert book.value("SI_COV_BENFTS", world, 3) == pytest.approx(WORLD + more)
    assert book.value("SI_COV_BENFTS", asia, 3) == 0.5
    assert book.value("Summary", *_right_of(book, "World")) == pytest.approx(WORLD + more)
    assert book.value("Checks", 4, 2) == "differs"


def test_a_country_that_falls_silent_and_a_higher_threshold_take_values_away(tmp_path: Path) -> None:
    book = _book("en", tmp_path)
    row, _ = _find(book, "SI_COV_BENFTS", "IND")
    del book.cells["SI_COV_BENFTS", row, annex_workbook.VALUE + 1]
    world, _ = _find(book, "SI_COV_BENFTS", "World")
    assert book.value("SI_COV_BENFTS", world, 3) == "unknown"  # India is four fifths of this world
    again = _book("en", tmp_path)
    at = next(key for key, held in again.cells.items() if key[0] == "Summary" and held == 0.4)
    again.change(*at, 0.99)
    assert again.value("SI_COV_BENFTS", world, 3) == "unknown"
    again.change(*at, 0.1)
    assert again.value("SI_COV_BENFTS", world, 3) == pytest.approx(WORLD)


def _right_of(book: Book, text: str) -> tuple[int, int]:
    row, column = _find(book, "Summary", text)
    return row, column + 1


def test_the_terminal_has_eighty_columns_and_the_answer_first(lang: str) -> None:
    text = annex_tables.summary(FOUND, lang, [Path("annex/annex_2026.html")])
    assert max(map(len, text.splitlines())) <= 80
    assert numbers.plain(numbers.share(WORLD, lang)) in text.splitlines()[0]


def test_equal_annexes_give_equal_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        annex_workbook.write(annex_sample.found(), tmp_path / name, "en")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_charts_are_of_the_house_and_say_what_they_find(lang: str) -> None:
    specs = annex_chart.specs(FOUND, lang)
    assert set(specs) == {"world", "regions_benfts", "regions_pensn", "sexes"}
    for spec in specs.values():
        assert any(any(map(str.isdigit, line)) for line in spec["title"]["text"])
        assert "2020-10" in " ".join(spec["title"]["subtitle"])

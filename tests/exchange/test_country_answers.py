"""What a country folder holds beside its law: which form, which inquiry, and that changed files are read again."""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree

from socle.exchange.country import copy_country
from socle.exchange.country_answers import country_of, files_of, shipped_cases, shipped_form, shipped_inquiry


def test_the_inquiry_is_that_of_the_year_or_the_last_before_it() -> None:
    asked = {2023: 2023, 2024: 2024, 2030: 2024, None: 2024, 2020: 2024}
    for year, expected in asked.items():
        found = shipped_inquiry("XXX", year)
        assert found is not None
        assert found.year == expected
    assert shipped_inquiry("SEN", 2024) is None


def test_forms_and_cases_are_found_where_there_are_some(tmp_path: Path) -> None:
    assert shipped_form("XXX") is not None
    folder = tmp_path / "mine"
    copy_country("SEN", folder)
    rmtree(folder / "standards")
    assert shipped_form(str(folder)) is None
    assert [case.head.branch for case in shipped_cases("XXX", ("sickness", "maternity"))] == [
        "maternity",
        "sickness",
    ]
    assert shipped_cases("SEN", ("sickness",)) == ()


def test_a_country_is_read_once_until_a_file_of_it_changes(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    copy_country("XXX", folder)
    first = country_of(str(folder))
    assert country_of(str(folder)) is first
    law = folder / "schemes" / "old_age.yaml"
    law.write_text(law.read_text(encoding="utf-8").replace("2023: 130", "2023: 1300"), encoding="utf-8")
    assert country_of(str(folder)) is not first


def test_a_form_is_known_by_its_content(tmp_path: Path) -> None:
    file = tmp_path / "standards.yaml"
    file.write_text("year: 2024\n")
    before = files_of(file)
    file.write_text("year: 2025\n")
    assert set(files_of(file)) == set(before) == {"form/standards.yaml"}
    assert files_of(file) != before
    assert set(files_of(tmp_path)) == {"form/standards.yaml"}
    (tmp_path / "wages.csv").write_text("percentile,wage\n50,900\n")
    (tmp_path / "notes.txt").write_text("is not read")
    for named in (file, tmp_path):  # the file of facts stands for its folder, as the reader takes it
        assert set(files_of(named)) == {"form/standards.yaml", "form/wages.csv"}
    book = tmp_path / "mine.xlsx"
    book.write_bytes(b"PK")
    assert set(files_of(book)) == {"form/mine.xlsx"}

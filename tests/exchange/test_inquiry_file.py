"""An inquiry as a workbook, a folder and stored content."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from socle.exchange.country import COUNTRIES
from socle.exchange.inquiry_checks import check_inquiry
from socle.exchange.inquiry_content import content_of
from socle.exchange.inquiry_file import inquiry_of, read_inquiry
from socle.ground.refusals import Refusal
from socle.report.inquiry_template import write_inquiry_template
from socle.run.inquiry import checked, prefilled

FOLDER = COUNTRIES / "XXX" / "inquiry"


def test_what_is_stored_reads_again_and_is_the_same() -> None:
    inquiry = read_inquiry(FOLDER / "2024")
    content = content_of(inquiry.filled)
    again = inquiry_of(content)
    assert content_of(again.filled) == content
    assert [row.key for row in again.rows("expenditure")] == [row.key for row in inquiry.rows("expenditure")]
    assert checked(again).passed


def test_other_content_is_refused() -> None:
    with pytest.raises(Refusal, match="not the content"):
        inquiry_of({"form": "statsystem", "facts": {}, "tables": {}})


def test_a_template_with_the_year_before_reads_as_an_inquiry_with_its_values_to_confirm(
    tmp_path: Path,
) -> None:
    before = read_inquiry(FOLDER / "2023")
    known = prefilled("XXX", 2024, before)
    for path in (tmp_path / "inquiry.xlsx", tmp_path / "folder"):
        write_inquiry_template(known, path, "es")
        inquiry = read_inquiry(path)
        assert (inquiry.country, inquiry.year, inquiry.currency) == ("XXX", 2024, "XTS")
        assert set(inquiry.schemes) == set(before.schemes)
        assert set(before.benefits) < set(inquiry.benefits)  # the law has more since
        assert inquiry.money("expenditure", "old_age") == before.money("expenditure", "old_age")
        opening = {row.scheme: row["opening"] for row in inquiry.rows("reserves")}
        assert opening == {row.scheme: row["closing"] for row in before.rows("reserves")}
        assert not inquiry.rows("reasons")  # each year explains itself
        found = checked(inquiry, before)
        told = {one.row for one in found.infos if one.check == "unchanged"}
        assert "receipts:old_age/2024/total" in told
        assert "explained" in {one.check for one in found.errors}  # a closing reserve is asked for


def test_an_empty_template_holds_the_law_and_the_people_and_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "inquiry"
    write_inquiry_template(prefilled("SEN", 2024), path, "fr")
    text = (path / "inquiry.yaml").read_text(encoding="utf-8")
    assert 'country: "SEN"' in text and 'currency: "XOF"' in text
    assert "ipres_general" in (path / "schemes.csv").read_text(encoding="utf-8")
    with pytest.raises(Refusal, match="respondent"):
        read_inquiry(path)


def test_a_wrong_number_is_found_at_its_cell_of_the_workbook(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "inquiry.xlsx"
    write_inquiry_template(prefilled("XXX", 2024, read_inquiry(FOLDER / "2023")), path, "en")
    book = openpyxl.load_workbook(path)
    sheet = book["receipts"]
    header = [cell.value for cell in sheet[1]]
    line = next(
        row[0].row
        for row in sheet.iter_rows(min_row=2)
        if [cell.value for cell in row[:3]] == ["old_age", 2024, "total"]
        or [str(cell.value) for cell in row[:3]] == ["old_age", "2024", "total"]
    )
    cell = sheet.cell(line, header.index("amount") + 1)
    cell.value = 400
    book.save(path)
    found = [one for one in check_inquiry(read_inquiry(path)).errors if one.check == "receipts_total"]
    assert len(found) == 1
    assert found[0].where == f"inquiry.xlsx, sheet receipts, cell {cell.coordinate}"
    assert "400,000,000" in found[0].worded()


def test_a_file_with_its_own_country_is_not_compared_with_another(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "2024", tmp_path / "own")
    file = tmp_path / "own" / "inquiry.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("country: XXX", "country: QQQ"), encoding="utf-8"
    )
    assert "law" not in {one.check for one in checked(read_inquiry(tmp_path / "own")).warnings}

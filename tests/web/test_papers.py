"""Reports on paper and workbooks from the web application: the same files as from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from socle.cli.main import main
from socle.web.app import create_app

START = {"pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK"}
REPORTS = {
    "report": "floor_XXX_fr",
    "valuation/national_pension/report": "valuation_XXX_national_pension_fr",
    "standards/report": "standards_XXX_fr",
}


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app())


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_report_of_a_country_is_that_of_the_command_line(
    client: TestClient, kind: str, tmp_path: Path
) -> None:
    answer = client.get(f"/xxx/report.{kind}", params={"lang": "fr"})
    assert answer.status_code == 200
    assert f"floor_XXX_fr.{kind}" in answer.headers["content-disposition"]
    assert main(["report", "XXX", "--lang", "fr", "-o", str(tmp_path / f"r.{kind}")]) == 0
    assert answer.content == (tmp_path / f"r.{kind}").read_bytes()
    assert answer.content.startswith(START[kind])


def test_the_workbook_of_a_country_is_that_of_the_command_line(client: TestClient, tmp_path: Path) -> None:
    answer = client.get("/XXX/report.xlsx", params={"lang": "es"})
    assert main(["floor", "XXX", "--lang", "es", "--out", str(tmp_path), "--formats", "xlsx"]) == 0
    assert answer.content == (tmp_path / "floor_XXX.xlsx").read_bytes()


@pytest.mark.parametrize("place", [place for place in REPORTS if place != "report"])
def test_every_report_is_given_as_pdf_word_and_workbook_under_its_name(
    client: TestClient, place: str
) -> None:
    for kind, start in START.items():
        answer = client.get(f"/XXX/{place}.{kind}", params={"lang": "fr"})
        assert answer.status_code == 200, answer.text[:300]
        assert f"{REPORTS[place]}.{kind}" in answer.headers["content-disposition"]
        assert answer.content.startswith(start)


def test_pages_lead_to_their_reports_as_they_are_read(client: TestClient) -> None:
    page = client.get("/XXX/standards", params={"convention": "C102", "exceptions": "yes", "lang": "fr"}).text
    assert 'href="/XXX/standards/report.pdf?lang=fr&amp;convention=C102&amp;exceptions=yes"' in page
    page = client.get("/XXX/valuation/national_pension", params={"lang": "en"}).text
    assert 'href="/XXX/valuation/national_pension/report.xlsx?lang=en"' in page


@pytest.mark.parametrize("place", ["QQQ/report.pdf", "QQQ/report.xlsx", "QQQ/standards/report.pdf"])
def test_what_is_not_there_has_no_report(client: TestClient, place: str) -> None:
    assert client.get(f"/{place}").status_code == 404


def test_a_scheme_that_cannot_be_valued_is_refused_in_words(client: TestClient) -> None:
    answer = client.get("/XXX/valuation/none/report.pdf", params={"lang": "en"})
    assert answer.status_code == 422
    assert "no scheme `none`" in answer.text or "no scheme <code>none</code>" in answer.text

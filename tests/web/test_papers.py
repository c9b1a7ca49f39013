"""Reports on paper from the web application: the same file as from the command line, under its own name."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from socle.cli.main import main
from socle.web.app import create_app

START = {"pdf": b"%PDF", "docx": b"PK"}


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app())


@pytest.mark.parametrize("kind", START)
def test_the_report_of_a_country_is_that_of_the_command_line(
    client: TestClient, kind: str, tmp_path: Path
) -> None:
    answer = client.get(f"/xxx/report.{kind}", params={"lang": "fr"})
    assert answer.status_code == 200
    assert f"floor_XXX_fr.{kind}" in answer.headers["content-disposition"]
    assert main(["report", "XXX", "--lang", "fr", "-o", str(tmp_path / f"r.{kind}")]) == 0
    assert answer.content == (tmp_path / f"r.{kind}").read_bytes()
    assert answer.content.startswith(START[kind])


def test_a_country_that_is_not_shipped_has_no_report(client: TestClient) -> None:
    assert client.get("/QQQ/report.pdf").status_code == 404

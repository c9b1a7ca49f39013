"""Statistics on the web: cited by a fingerprint, opened to their numbers, the system behind them assessed."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from socle.cli.main import main
from socle.exchange.country import COUNTRIES
from socle.exchange.statsystem_figures import Figures
from socle.ground.provenance import sha256_of_file
from socle.report import numbers
from socle.report.text import LANGUAGES
from socle.run.statsystem import assess, read
from socle.web.app import create_app
from socle.web.settings import Settings
from tests.exchange.statsystem_files import folder
from tests.web.inquiry_office import answers, book, published, sent
from tests.web.test_api_uploads import archive

PAGE = "/XXX/statistics"


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A register in which an inquiry is published."""
    place = str(tmp_path_factory.mktemp("statistics") / "register.sqlite")
    published(place)
    return place


@pytest.fixture(scope="module")
def client(where: str) -> TestClient:
    return TestClient(create_app(Settings(register=where, writes_a_minute=1000)))


def test_the_fingerprint_is_that_of_the_values_in_every_language(client: TestClient) -> None:
    found = {client.get(f"{PAGE}.json?lang={lang}").json()["fingerprint"] for lang in LANGUAGES}
    other = client.get("/SEN/statistics.json").json()["fingerprint"]
    assert len(found) == 1 and "" not in found and other not in found
    assert found.pop() in client.get(PAGE).text


def test_a_value_is_opened_to_the_numbers_that_the_command_line_shows(
    client: TestClient, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    asked = (
        "--country",
        "XXX",
        "--explain",
        "COV_OLDER",
        "--by",
        "sex",
        "--json",
        "--register",
        where,
        "--user",
        "ron",
    )
    assert main(["indicators", *asked]) == 0
    told = json.loads(capsys.readouterr().out)["indicators"]
    assert f'href="{PAGE}/explain/COV_OLDER"' in client.get(PAGE).text
    shown: list[Any] = client.get(f"{PAGE}/explain/COV_OLDER.json?lang=en").json()["tables"]
    assert len(shown) == len(told) > 1
    for table, row in zip(shown, told, strict=True):
        assert [one[0] for one in table["groups"][0][1]] == list(row["GIVEN"])
        assert row["SUBMISSION"] in " ".join(table["notes"]) and "rev" in " ".join(table["notes"])
    assert client.get(f"{PAGE}/explain/NONE").status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_statistical_system_is_assessed_from_the_form_that_is_given(
    client: TestClient, tmp_path: Path, lang: str
) -> None:
    given = client.get(f"{PAGE}/system.xlsx?lang={lang}")
    empty = sent(client, f"{PAGE}/system?lang={lang}", ("assessment.xlsx", given.content))
    assert (given.status_code, empty.status_code) == (200, 200)
    filled = folder(tmp_path / "sen")
    content = archive(**{one.name: one.read_bytes() for one in filled.iterdir()})
    found = sent(client, f"/SEN/statistics/system?lang={lang}", ("sen.zip", content))
    score = assess(read(filled), Figures()).overall.value
    assert found.status_code == 200 and score is not None
    title = html.unescape(found.text).partition("<h1>")[2].partition("</h1>")[0]
    assert numbers.number(score, lang, 1) in title
    for wrong in (("sen.zip", content), ("a.xlsx", book(answers(2024))), ("a.zip", content[:99])):
        refused = sent(client, f"{PAGE}/system?lang={lang}", wrong)
        assert refused.status_code == 422 and "<tbody" in refused.text


def test_the_catalogue_shows_licence_vintage_and_checksum(client: TestClient) -> None:
    sources, countries = client.get("/data.json?lang=en").json()["tables"][:2]
    assert {"Licence", "Vintage", "Checksum"} <= set(sources["head"])
    assert all(len(row) == len(sources["head"]) and all(row) for _, rows in sources["groups"] for row in rows)
    digest = sha256_of_file(COUNTRIES / "XXX" / "figures.csv")
    own = next(row for _, rows in countries["groups"] for row in rows if "XXX" in row)
    assert own[-1] and digest.startswith(own[-1])
    assert digest in html.unescape(client.get("/data/countries/XXX").text)
    assert 'href="/data/check"' in client.get("/data").text

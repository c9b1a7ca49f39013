"""The chapters of a country: each page says what its command says; what is asked wrongly is refused."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from socle.cli.main import main
from socle.exchange.country import shipped
from socle.report.text import LANGUAGES
from socle.report.valuation_words import headline
from socle.run.valuation import ValuationRequest, valuation
from socle.web.app import create_app
from socle.web.settings import Settings

WEIGHT = 100_000  # bytes over the wire
SAID = {
    "{iso3}/standards?convention=C102": "standards check {iso3} --convention C102",
    "{iso3}/standards?convention=C102&exceptions=yes": "standards check {iso3} --convention C102 --exceptions",
    "{iso3}/standards/gap?convention=C102&part=IX": "standards gap {iso3} --convention C102 --part IX --no-cost",
    "{iso3}/standards/floor": "standards floor {iso3}",
    "{iso3}/households?scenario=low": "impact {iso3} --survey invented --scenario low",
    "{iso3}/statistics": "indicators --country {iso3}",
}
WORLD = {
    "ratifications": "ratifications",
    "ratifications?convention=C128": "ratifications --convention C128",
    "ratifications?as-of=2010": "ratifications --as-of 2010",
}
CASES = [
    (page.format(iso3=code), command.format(iso3=code))
    for code in ("XXX", "SEN")
    for page, command in SAID.items()
]
CASES += [*WORLD.items()]
VALUED = "XXX/valuation/national_pension"
PAGES = [page for page, _ in CASES]
PAGES += [VALUED, "XXX/valuation", "SEN/valuation", "XXX/standards", "SEN/standards"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as nowhere:
        nowhere.setenv("SOCLE_DATA", str(tmp_path_factory.mktemp("store")))
        yield TestClient(create_app(Settings(reads_a_minute=1_000_000)))


def heading(text: str) -> str:
    """The answer of a page."""
    found = re.search(r"<h1>(.*?)</h1>", text, re.S)
    assert found
    return spoken(html.unescape(found[1]))


def spoken(text: str) -> str:
    """Words as they are read: any space is a space, and no point ends the sentence."""
    return re.sub(r"\s+", " ", text).strip().rstrip(".").replace("\u2212", "-")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("path", "command"), CASES)
def test_the_answer_of_a_page_is_that_of_the_command(
    client: TestClient, capsys: pytest.CaptureFixture[str], path: str, command: str, lang: str
) -> None:
    answer = client.get(f"/{path}{'&' if '?' in path else '?'}lang={lang}")
    assert answer.status_code == 200
    assert main([*command.split(), "--lang", lang]) == 0
    told = spoken(capsys.readouterr().out)
    assert told.startswith(heading(answer.text)), told[:300]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_all_instruments_each_has_the_answer_of_the_command(
    client: TestClient, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    held = client.get("/SEN/standards.json", params={"lang": lang}).json()["held"]
    assert main(["standards", "check", "SEN", "--lang", lang]) == 0
    told = spoken(capsys.readouterr().out)
    assert len(held) > 10
    assert [one["code"] for one in held if spoken(one["headline"]) not in told] == []


def test_the_answer_of_a_valuation_is_that_of_the_verb(client: TestClient) -> None:
    found = valuation(ValuationRequest("XXX/national_pension", sensitivity=False))
    for lang in LANGUAGES:
        answer = client.get(f"/{VALUED}?lang={lang}")
        assert heading(answer.text) == spoken(headline(found, lang))
        assert found.trace.fingerprint in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_and_safe_and_is_also_data(client: TestClient, path: str) -> None:
    stem, _, query = path.partition("?")
    query = f"{query}&lang=es".lstrip("&")
    answer = client.get(f"/{stem}?{query}")
    assert answer.status_code == 200
    assert len(gzip.compress(answer.content)) < WEIGHT
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", answer.text)
    data = client.get(f"/{stem}.json?{query}").json()
    assert spoken(data["title"]) == heading(answer.text)
    rows = client.get(f"/{stem}.csv?{query}")
    assert rows.text.startswith("table,group,row,column,value\n")


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("XXX/standards?convention=C103", "C183"),
        ("XXX/standards?convention=../c102", "C102"),
        ("XXX/standards?exceptions=perhaps", "yes"),
        ("XXX/standards/gap?part=ZZ", "IX"),
        ("XXX/standards/gap?convention=R999", "R202"),
        ("XXX/standards/floor?scenario=hig", "high"),
        ("XXX/households?scenario=hig", "high"),
        ("XXX/households?scenario=/etc/passwd.yaml", "high"),
        ("XXX/households?against=scenario.yaml", "status_quo"),
        ("XXX/valuation/national_pensio", "national_pension"),
        ("SEN/valuation/national_pension", "SEN"),
        ("XXX/valuation/a.b", "national_pension"),
        ("ratifications?convention=C999", "C102"),
        ("ratifications?as-of=yesterday", "2021"),
        ("ratifications?region=nowhere", "nowhere"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(client: TestClient, path: str, word: str) -> None:
    answer = client.get(f"/{path}", headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert word in html.unescape(answer.text)


@pytest.mark.parametrize(
    "path", ["ZZZ/standards", "ZZZ/valuation", "XXX/valuation/a/b", "XXX/valuation/..%2fx"]
)
def test_what_is_no_country_or_no_name_is_no_page(client: TestClient, path: str) -> None:
    assert client.get(f"/{path}").status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_country_without_an_institution_says_what_would_bring_one(client: TestClient, lang: str) -> None:
    text = client.get("/SEN/valuation", params={"lang": lang}).text
    assert "socle template valuation" in text
    assert "/SEN/valuation/" not in text
    assert "/XXX/valuation/national_pension" in client.get("/XXX/valuation", params={"lang": lang}).text


def test_an_invented_survey_is_called_invented_before_its_numbers(client: TestClient) -> None:
    for lang, word in (("en", "invented"), ("fr", "inventée"), ("es", "inventada")):
        text = client.get("/SEN/households", params={"lang": lang}).text
        alert = text.index('class="alert"')
        assert word in text[alert : text.index("<form method")].lower()


def test_a_part_that_is_not_met_leads_to_its_reforms(client: TestClient) -> None:
    text = html.unescape(client.get("/XXX/standards?convention=C102").text)
    links = re.findall(r'href="(/XXX/standards/gap\?convention=C102&part=[^"]+)"', text)
    assert links
    for link in links:
        assert client.get(link).status_code == 200


def test_the_country_page_leads_to_every_chapter(client: TestClient) -> None:
    texts = {code: html.unescape(client.get(f"/{code}").text) for code in ("SEN", "XXX")}
    for code, text in texts.items():
        for path in ("standards", "standards/floor", "standards/gap?convention=C102", "households", "statistics"):
            assert f'href="/{code}/{path}"' in text
        assert 'href="/ratifications?convention=C102"' in text
    assert 'href="/XXX/valuation"' in texts["XXX"] and 'href="/SEN/valuation"' not in texts["SEN"]


@pytest.mark.parametrize(
    "chapter", ["standards", "standards/gap", "standards/floor", "valuation", "statistics"]
)
def test_every_shipped_country_has_every_chapter(client: TestClient, chapter: str) -> None:
    assert {client.get(f"/{code}/{chapter}").status_code for code in shipped()} == {200}


def test_the_map_holds_every_country_once_and_the_register_those_that_count(client: TestClient) -> None:
    page = client.get("/ratifications.json?as-of=2010&lang=en").json()
    states = [row[0] for row in page["long"][0]["groups"][0][1]]
    status = [row[2] for row in page["long"][0]["groups"][0][1]]
    assert len(set(states)) == len(states) > 200
    assert status.count("ratified") == len(page["read"][1]["groups"][0][1]) == 47


def test_what_is_entered_in_the_register_is_seen_at_once(tmp_path: Path) -> None:
    where = str(tmp_path / "register.sqlite")
    client = TestClient(create_app(Settings(register=where, reads_a_minute=1_000_000)))
    assert client.get("/XXX/statistics").status_code == 422  # named, and not there
    assert main(["register", "init", "--register", where, "--user", "ada"]) == 0
    before = client.get("/XXX/statistics").text
    assert "No inquiry of this country is published" in before

"""The first page: the map, its table, and the search, in three languages and without JavaScript."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from socle.exchange.country import shipped
from socle.report.text import LANGUAGES
from socle.web.app import create_app

FIRST, AFTER = 50_000, 20_000  # bytes over the wire: of a first load, and of one more


@pytest.fixture(scope="module")
def application() -> FastAPI:
    return create_app()


@pytest.fixture
def client(application: FastAPI) -> TestClient:
    return TestClient(application)  # without the cookies of another reader


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("show", ["coverage", "cost"])
def test_the_page_leads_to_every_shipped_country_from_its_table_and_from_its_tiles(
    client: TestClient, show: str, lang: str
) -> None:
    text = client.get("/", params={"lang": lang, "show": show}).text
    table = re.findall(r'<th scope="row"[^>]*><a href="/(\w{3})"', text)
    tiles = re.findall(r'<a href="/(\w{3})" aria-label', text)
    assert sorted(table) == sorted(tiles) == sorted(set(shipped()) - {"XXX"})
    assert 'href="/XXX"' in text


def wire(client: TestClient, path: str) -> int:
    """The bytes of an answer as they travel."""
    with client.stream("GET", path) as answer:
        return sum(map(len, answer.iter_raw()))


def test_a_first_visit_is_light_and_one_in_another_language_costs_the_page_alone(client: TestClient) -> None:
    asks = [
        re.findall(r'"(/static/[^"#]+)', client.get("/", params={"lang": lang}).text) for lang in LANGUAGES
    ]
    assert set(asks[0]) == set(asks[1]) == set(asks[2]) and any("world.svg" in one for one in asks[0])
    kept = [client.get(path).headers["cache-control"] for path in set(asks[0])]
    assert all("immutable" in one for one in kept)
    assert wire(client, "/") + sum(wire(client, path) for path in set(asks[0])) < FIRST
    assert all(wire(client, f"/?lang={lang}") < AFTER for lang in LANGUAGES)


def test_what_the_map_shows_is_chosen_by_a_link_and_anything_else_is_coverage(client: TestClient) -> None:
    shown = [client.get("/index.json", params={"show": show}).json() for show in ("coverage", "cost", "<b>")]
    assert [one["shown"] for one in shown] == ["coverage", "cost", "coverage"]
    assert shown[0]["finding"] != shown[1]["finding"]
    assert shown[0]["finding"] == shown[2]["finding"]


@pytest.mark.parametrize(
    ("query", "leads"),
    [("Sénégal", ["SEN"]), ("senegal", ["SEN"]), ("sn", ["SEN"]), ("Senegla", ["SEN"]), ("vietnam", ["VNM"])],
)
def test_a_search_leads_to_a_country_that_is_held(client: TestClient, query: str, leads: list[str]) -> None:
    text = client.get("/", params={"q": query}).text
    found = re.search(r'<section aria-label="Search">(.*?)</section>', text, re.DOTALL)
    assert found and re.findall(r'href="/(\w{3})"', found[1])[:1] == leads


@pytest.mark.parametrize(("query", "said"), [("France", "no data"), ("☃☃☃", "or nearly so")])
def test_a_search_says_in_words_what_is_not_held(client: TestClient, query: str, said: str) -> None:
    text = client.get("/", params={"q": query}).text
    found = re.search(r'<section aria-label="Search">(.*?)</section>', text, re.DOTALL)
    assert found and said in found[1] and "href" not in found[1]


def test_what_is_searched_for_is_shown_as_text(client: TestClient) -> None:
    text = client.get("/", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in text


def test_the_numbers_come_as_data_without_the_drawings(client: TestClient) -> None:
    data = client.get("/index.json").json()
    assert "drawings" not in data and len(data["tables"][0]["groups"][0][1]) == len(shipped()) - 1
    assert "no data" in client.get("/index.csv").text  # a country without coverage has words, not a zero
    assert data["fingerprint"] == client.get("/index.json", params={"show": "cost"}).json()["fingerprint"]

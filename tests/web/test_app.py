"""The application around its pages: languages, data, tags, refusals, headers, forgery, sizes and rates."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from socle.exchange import country_answers
from socle.ground.refusals import Refusal
from socle.report.text import LANGUAGES
from socle.web import assets, countries
from socle.web.app import create_app
from socle.web.guard import Rates
from socle.web.language import language_of
from socle.web.page import PAGES
from socle.web.settings import Settings, settings_of


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_speaks_the_language_of_its_address(client: TestClient, lang: str) -> None:
    answer = client.get("/XXX", params={"lang": lang})
    assert answer.status_code == 200
    assert f'<html lang="{lang}"' in answer.text


@pytest.mark.parametrize(
    ("query", "cookies", "accepted", "lang"),
    [
        ({"lang": "es"}, {"socle_lang": "fr"}, "fr", "es"),
        ({"lang": "zz"}, {"socle_lang": "fr"}, "es", "fr"),
        ({}, {}, "de, fr-SN;q=0.8, es;q=0.9", "es"),
        ({}, {}, "fr;q=nonsense, en;q=0.1", "en"),
        ({}, {}, "", "en"),
    ],
)
def test_the_language_is_said_by_the_address_then_the_cookie_then_the_browser(
    query: dict[str, str], cookies: dict[str, str], accepted: str, lang: str
) -> None:
    assert language_of(query, cookies, accepted) == lang


def test_every_page_is_also_json_and_csv(client: TestClient) -> None:
    page = client.get("/XXX.json").json()
    assert page["title"] and page["fingerprint"]
    assert client.get("/XXX.csv").text.startswith("table,group,row,column,value\n")


def test_what_the_reader_has_already_is_not_sent_again(client: TestClient) -> None:
    english = {"lang": "en"}
    tag = client.get("/XXX", params=english).headers["etag"]
    again = client.get("/XXX", params=english, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/XXX", params={"lang": "fr"}, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("path", ["/ZZZ", "/ABCD", "/..%2fetc", "/etc/passwd", "/static/../app.py"])
def test_what_is_no_page_is_refused_and_nothing_of_the_machine_is_read(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_every_answer_carries_the_headers_of_safety(client: TestClient) -> None:
    for path in ("/", "/XXX", "/ZZZ", "/static/socle.css"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy


def test_no_page_has_a_script_or_a_style_within_or_asks_another_host(client: TestClient) -> None:
    for path in ("/", "/XXX"):
        text = client.get(path).text
        assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", text)
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text.partition("<main")[0])


def test_a_form_of_another_site_is_refused(client: TestClient) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.org"}):
        assert client.post("/sign-in", content=b"x", headers=headers).status_code == 403


def test_what_is_too_large_is_refused_before_it_is_read() -> None:
    small = TestClient(create_app(Settings(upload_limit=1_000_000)))
    assert small.post("/", content=b"x" * 1_000_001).status_code == 413


def test_too_many_requests_from_one_address_are_refused() -> None:
    slow = TestClient(create_app(Settings(reads_a_minute=3)))
    assert [slow.get("/static/socle.css").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_rates_count_the_minute_that_ends_now_and_each_kind_and_address_apart() -> None:
    seconds = [0.0]
    rates = Rates(Settings(writes_a_minute=4, api_posts_a_minute=1), lambda: seconds[0])
    assert [rates.allows("write", "a") for _ in range(5)] == [True] * 4 + [False]
    assert rates.allows("write", "b") and rates.allows("api", "a") and not rates.allows("api", "a")
    for seconds[0], allowed in ((61.0, False), (90.0, True), (91.0, True), (92.0, False)):
        assert rates.allows("write", "a") is allowed, seconds[0]
    seconds[0] = 300.0
    assert [rates.allows("write", "a") for _ in range(5)] == [True] * 4 + [False]


def test_a_program_that_computes_takes_nothing_from_people_and_their_forms() -> None:
    client = TestClient(create_app(Settings(api_posts_a_minute=1, writes_a_minute=1)))
    assert [client.post("/api/v1/none", content=b"{}").status_code for _ in range(2)] == [404, 429]
    assert [client.post("/none", content=b"").status_code for _ in range(2)] == [404, 429]


@pytest.mark.parametrize("path", ["/", "/XXX", "/XXX.json", "/index.csv", "/static/socle.css"])
def test_a_head_has_the_headers_of_the_answer(client: TestClient, path: str) -> None:
    head, answer = client.head(path), client.get(path)
    assert (head.status_code, head.headers["etag"]) == (200, answer.headers["etag"])


def test_an_answer_is_the_same_packed_or_not_and_for_servers_that_change_its_tag(client: TestClient) -> None:
    plain = client.get("/XXX", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.text == client.get("/XXX").text
    assert "Accept-Encoding" in plain.headers["vary"]
    tag = plain.headers["etag"]
    for said in (tag, tag.removeprefix("W/"), f'"other", {tag}'):
        assert client.get("/XXX", headers={"If-None-Match": said}).status_code == 304
    assert client.get("/XXX", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_shared_file_is_kept_for_good_under_the_address_of_its_content_alone(client: TestClient) -> None:
    address = assets.address("socle.css")
    assert "immutable" in client.get(address).headers["cache-control"]
    for other in ("/static/socle.css", address + "0"):
        assert client.get(other).headers["cache-control"] == "public, no-cache"
    assert client.get("/static/nothing.css").status_code == 404


def test_files_of_a_country_are_looked_at_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    looks, moment = [], [-10]
    monkeypatch.setattr(countries, "looked", lambda: moment[0])
    monkeypatch.setattr(country_answers, "stamp", lambda code: looks.append(code) or ((code, len(looks), 0),))
    assert countries.stamp("XXX") == countries.stamp("XXX") == (("XXX", 1, 0),)
    moment[0] += 1
    assert countries.stamp("XXX") == (("XXX", 2, 0),)


def test_settings_come_from_a_file_and_the_environment_goes_before_it() -> None:
    found = settings_of({"port": "9000", "anonymous": "no"}, {"SOCLE_WEB_PORT": "9001"})
    assert (found.port, found.anonymous) == (9001, False)


@pytest.mark.parametrize("said", [{"prt": "1"}, {"port": "many"}, {"secure": "perhaps"}])
def test_a_setting_that_is_none_is_refused(said: dict[str, str]) -> None:
    with pytest.raises(Refusal):
        settings_of(said, {})


def test_every_page_has_a_template_of_its_name() -> None:
    from socle.web.layout import _templates

    for page in PAGES.values():
        assert _templates("en").get_template(page.template)

"""The API: the numbers of the verbs, typed answers, pieces, tags, languages and refusals."""

from __future__ import annotations

import html
import json
import re

import httpx2
import pytest
from starlette.testclient import TestClient

from socle.measure import tidy
from socle.run.floor import floor
from socle.web.api import ENDPOINTS
from socle.web.app import create_app
from socle.web.problem import KINDS
from socle.web.settings import Settings

V1 = "/api/v1"
PROBLEM = {"type", "title", "status", "detail", "where", "nearest"}


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app(Settings(writes_a_minute=10_000)), raise_server_exceptions=False)


def test_a_floor_has_the_rows_of_the_verb(client: TestClient) -> None:
    ours = floor("XXX", None, ("low",))
    found = client.get(f"{V1}/floor/XXX", params={"scenario": "low", "limit": 10_000}).json()
    assert found["rows"] == json.loads(json.dumps(tidy.rows(ours)))
    assert (found["fingerprint"], found["total"]) == (ours.trace.fingerprint, len(found["rows"]))


def test_filters_only_leave_rows_out(client: TestClient) -> None:
    asked = {"scenario": "low", "limit": 10_000}
    whole = client.get(f"{V1}/floor/XXX", params=asked).json()["rows"]
    some = client.get(
        f"{V1}/floor/XXX", params=asked | {"measure": "pct_gdp", "year": 2030, "guarantee": "_T"}
    )
    wanted = [r for r in whole if (r["measure"], r["year"], r["guarantee"]) == ("pct_gdp", 2030, "_T")]
    assert some.json()["rows"] == wanted != []


def test_pieces_followed_by_their_links_are_the_whole(client: TestClient) -> None:
    whole = client.get(f"{V1}/countries/XXX/figures", params={"limit": 10_000}).json()["rows"]
    rows, address = [], f"{V1}/countries/XXX/figures?limit=97"
    while address:
        found = client.get(address)
        rows += found.json()["rows"]
        linked = links(found)
        assert ("next" in linked) == (found.json()["next"] is not None)
        if len(rows) > 97:
            before = client.get(linked["prev"]).json()["rows"]
            assert rows[-len(found.json()["rows"]) - len(before) : -len(found.json()["rows"])] == before
            assert client.get(linked["first"]).json()["rows"] == whole[:97]
        address = linked.get("next", "")
    assert rows == whole and len(whole) > 97


def links(found: httpx2.Response) -> dict[str, str]:
    """The links of an answer by what they lead to."""
    said = found.headers.get("link", "")
    return {name: address for address, name in re.findall('<([^>]+)>; rel="([^"]+)"', said)}


def test_beyond_the_end_there_is_nothing(client: TestClient) -> None:
    found = client.get(f"{V1}/countries", params={"after": 10_000})
    assert (found.json()["rows"], found.json()["next"]) == ([], None)


def test_an_answer_that_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    address = f"{V1}/floor/XXX?scenario=low&limit=2"
    tag = client.get(address).headers["etag"]
    again = client.get(address, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    for other in (address + "&after=2", address + "&lang=fr", address.replace("low", "high")):
        assert client.get(other, headers={"If-None-Match": tag}).status_code == 200


def test_changes_of_a_scenario_change_its_cost_in_proportion(client: TestClient) -> None:
    path = "children.child_benefit.share_of_line.share"

    def cost(share: float) -> float:
        asked = {"measure": "expenditure", "year": 2024}
        body = {"scenario": "mine", "changes": {path: share}}
        rows = client.post(f"{V1}/floor/XXX", params=asked, json=body).json()["rows"]
        (own,) = [r for r in rows if r["benefit"] == "children.child_benefit"]
        return float(own["value"])

    assert cost(0.5) == pytest.approx(2 * cost(0.25), rel=1e-9)


@pytest.mark.parametrize(
    ("body", "nearest"),
    [
        ({"changes": {"old_age.pension.share_of_line.shar": 1}}, "old_age.pension.share_of_line.share"),
        ({"changes": {}, "builds_on": "flor"}, "floor"),
        ({"changes": {}, "beside": ["hihg"]}, "high"),
    ],
)
def test_what_the_law_does_not_know_is_refused_with_the_nearest(
    client: TestClient, body: dict[str, object], nearest: str
) -> None:
    found = client.post(f"{V1}/floor/XXX", json=body)
    assert (found.status_code, found.json()["nearest"]) == (422, nearest)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/countries/ZZZ", 404),
        ("/floor/ZZZ", 404),
        ("/rules/ag_band", 404),
        ("/standards/C1", 404),
        ("/sources/nothing", 404),
        ("/nothing", 404),
        ("/floor/XXX?years=900", 422),
        ("/floor/XXX?scenario=..%2F..%2Fetc%2Fpasswd", 422),
        ("/floor/XXX?scenario=a.yaml", 422),
        ("/countries/..%2F..", 404),
        ("/explain/XXX/old_age.pension?year=2149", 422),
        ("/population?countries=AAA,BBB", 422),
        ("/countries?limit=0", 422),
        ("/countries?lang=de", 422),
    ],
)
def test_refusals_have_words_place_and_nearest(client: TestClient, path: str, status: int) -> None:
    found = client.get(V1 + path)
    told = found.json()
    assert (found.status_code, told["status"], set(told)) == (status, status, PROBLEM)
    assert found.headers["content-type"] == "application/problem+json"
    assert told["title"] and told["detail"] and "/" not in told["where"]
    assert told["type"].removeprefix("/api#") in {slug for slug, _ in KINDS.values()}


def test_refusals_and_words_speak_the_language_asked_for(client: TestClient) -> None:
    said = {
        client.get(f"{V1}/countries/ZZZ", headers={"Accept-Language": lang}).json()["detail"]
        for lang in ("en", "fr-SN, en;q=0.5", "es")
    }
    assert len(said) == 3
    found = client.get(f"{V1}/rules/age_band", headers={"Accept-Language": "fr"})
    assert found.headers["content-language"] == "fr"
    assert (
        found.json()["content"]["sentence"]
        != client.get(f"{V1}/rules/age_band").json()["content"]["sentence"]
    )


@pytest.mark.parametrize("scheme", ["../../etc", "XXX/../../x.yaml", "my_scheme.yaml", "/etc/passwd"])
def test_no_scheme_of_the_machine_is_asked(client: TestClient, scheme: str) -> None:
    assert client.post(f"{V1}/calculator", json={"scheme": scheme}).status_code == 422


def test_the_calculator_asks_back_what_must_be_known(client: TestClient) -> None:
    found = client.post(f"{V1}/calculator", json={"scheme": "XXX/old_age", "persons": ["sex=female"]})
    assert found.status_code == 422 and "age" in found.json()["detail"]


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"\xff", b"[" * 100_000, b'{"changes": {"a": NaN}}', b"1" * 5000]
)
def test_a_body_that_is_no_scenario_is_refused(client: TestClient, body: bytes) -> None:
    found = client.post(f"{V1}/floor/XXX", content=body, headers={"Content-Type": "application/json"})
    assert found.status_code in (400, 422) and found.json()["detail"]


def test_who_may_not_read_gets_nothing() -> None:
    found = TestClient(create_app(Settings(anonymous=False))).get(f"{V1}/countries", follow_redirects=False)
    assert (found.status_code, found.json()["detail"] != "") == (401, True)


def test_limits_are_told_as_json() -> None:
    client = TestClient(create_app(Settings(reads_a_minute=1, upload_limit=10)))
    assert client.get(f"{V1}/rules").status_code == 200
    late = client.get(f"{V1}/rules")
    assert (late.status_code, late.headers["retry-after"], "detail" in late.json()) == (429, "60", True)
    assert "detail" in client.post(f"{V1}/calculator", json={"scheme": "XXX/old_age"}).json()


def test_what_is_sent_to_be_computed_is_kept_nowhere(client: TestClient) -> None:
    found = client.post(f"{V1}/calculator", json={"scheme": "XXX/old_age", "persons": ["age=3"]})
    assert (found.headers["cache-control"], "etag" in found.headers) == ("no-store", False)


def test_the_page_lists_every_address_with_its_examples() -> None:
    client = TestClient(create_app())
    text = html.unescape(client.get("/api", params={"lang": "es"}).text)
    for name, one in ENDPOINTS.items():
        assert one.path in text and one.curl in text and one.code in text and f'id="{name}"' in text
    for slug, _ in KINDS.values():
        assert f'id="{slug}"' in text
    assert client.get("/api.csv").text.count("\n") > len(ENDPOINTS)

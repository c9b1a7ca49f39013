"""The builder and the comparison as pages: addresses, refusals at their fields, languages, weight, downloads."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from starlette.testclient import TestClient

from socle.report.text import LANGUAGES
from socle.run.checking import check
from socle.run.floor import floor
from socle.web.app import create_app
from socle.web.guard import token_of
from socle.web.scenario_address import place_of

PENSION_AGE = "old_age.pension.age_band.at_least"
CARE = "health.essential_care.flat.amount"
FIRST_LOAD = 100_000


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app()) as client:
        yield client


def page_of(client: TestClient, query: str, country: str = "SEN") -> str:
    client.cookies.clear()  # which remember a language
    answer = client.get(f"/{country}/scenarios/new?{query}")
    assert answer.status_code == 200
    return answer.text


def field(text: str, path: str) -> str:
    """What stands between the field of a path and the next."""
    return re.split(r'<span class="field', text.partition(f'id="f-{path}"')[2])[0]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("country", ["SEN", "XXX"])
def test_the_page_is_light_and_speaks_its_language(client: TestClient, country: str, lang: str) -> None:
    for start in ("low", "status_quo"):
        text = page_of(client, f"from={start}&lang={lang}", country)
        assert f'<html lang="{lang}"' in text
        assert ("Show what it does" in text) == (lang == "en")
        assert len(gzip.compress(text.encode())) < FIRST_LOAD
        assert "style=" not in text
        assert not re.search(r"<script(?! src=)", text)


def test_a_form_with_every_field_has_the_short_address_of_what_is_changed(client: TestClient) -> None:
    text = page_of(client, "from=low")
    fields = re.findall(r'<input id="f-[^"]*" name="([^"]*)" value="([^"]*)"', text)
    sent = [("from", "low"), *((name, "66" if name == PENSION_AGE else unescape(v)) for name, v in fields)]
    answer = client.get(f"/SEN/scenarios/new?{urlencode(sent)}")
    assert str(answer.url.query, "ascii") == f"from=low&{PENSION_AGE}=66"
    assert answer.text == page_of(client, f"from=low&{PENSION_AGE}=66")


def test_the_file_of_an_address_is_in_order_and_costs_the_same(client: TestClient, tmp_path: Path) -> None:
    query = urlencode({"from": "low", PENSION_AGE: "67", CARE: "90", "restore": "children.school_meals"})
    answer = client.get(f"/SEN/scenarios/new.yaml?{query}")
    assert "attachment" in answer.headers["content-disposition"]
    path = tmp_path / "own.yaml"
    path.write_bytes(answer.content)
    assert check(path, "SEN").what
    found = floor("SEN", scenarios=["status_quo", str(path)])
    cost = sum(float(one.cost[0]) for one in found.scenario("low_changed").benefits)
    said = f"{100 * cost / found.macro.gdp[0]:.1f}"
    assert f"<h1>Senegal: {said}\N{NO-BREAK SPACE}% of GDP" in page_of(client, query)
    rows = client.get(f"/SEN/scenarios/new.tidy.csv?{query}").text
    assert "low_changed" in rows


@pytest.mark.parametrize(
    "said", ["banana", "NaN", "1e999", "<script>alert(1)</script>", '"><b>', "x" * 10_000, "{", "{2024: 6"]
)
def test_a_refusal_stands_at_its_field_and_all_else_stays_as_typed(client: TestClient, said: str) -> None:
    text = page_of(client, urlencode({"from": "low", PENSION_AGE: said, CARE: "90"}))
    assert 'aria-invalid="true"' in field(text, PENSION_AGE)
    assert 'class="wrong"' in field(text, PENSION_AGE)
    assert text.count('aria-invalid="true"') == 1
    assert 'value="90"' in field(text, CARE)
    assert "<script>alert" not in text
    assert "<b>" not in text


def test_a_name_that_nothing_has_is_told_with_the_nearest(client: TestClient) -> None:
    text = page_of(client, "from=low&old_age.pension.age_band.at_leest=67")
    assert PENSION_AGE in text.partition('class="alert"')[2].partition("</p>")[0]


def test_each_change_has_a_link_that_takes_it_back(client: TestClient) -> None:
    text = page_of(client, urlencode({"from": "low", PENSION_AGE: "67", CARE: "90"}))
    back = re.search(r'href="\?([^"]*)" class="reset"', field(text, PENSION_AGE))
    assert back is not None
    assert unescape(back[1]) == urlencode({"from": "low", CARE: "90"})
    assert 'value="70"' in field(page_of(client, unescape(back[1])), PENSION_AGE)


@pytest.mark.parametrize("query", ["from=nothing", "from=/etc/passwd", "from=..%2f..%2flow.yaml"])
def test_a_start_that_is_none_is_refused(client: TestClient, query: str) -> None:
    answer = client.get(f"/SEN/scenarios/new?{query}")
    assert answer.status_code == 422
    assert "root:" not in answer.text


def test_too_many_changes_are_refused(client: TestClient) -> None:
    query = urlencode([(f"a.b{i}", "1") for i in range(300)])
    assert client.get(f"/SEN/scenarios/new?{query}").status_code == 422


def test_the_data_of_a_scenario_are_those_of_its_page(client: TestClient) -> None:
    query = f"from=low&{PENSION_AGE}=67"
    data = client.get(f"/SEN/scenarios/new.json?{query}").json()
    text = page_of(client, query)
    assert data["title"] in unescape(text)
    assert data["fingerprint"] in text
    assert client.get(f"/SEN/scenarios/new.csv?{query}").text.startswith("table,group,row,column,value\n")


def test_equal_addresses_have_equal_fingerprints_and_others_have_others(client: TestClient) -> None:
    prints = [
        client.get(f"/SEN/scenarios/new.json?from=low&{PENSION_AGE}={age}").json()["fingerprint"]
        for age in ("67", "67", "68")
    ]
    assert prints[0] == prints[1] != prints[2]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_scenarios_and_countries_stand_side_by_side(client: TestClient, lang: str) -> None:
    own = quote(f"SEN:low?from=low&{PENSION_AGE}=67")
    answer = client.get(f"/compare?a=SEN:low&b={own}&c=TGO:high&d=SEN:nothing&lang={lang}")
    assert answer.status_code == 200
    assert answer.text.count('aria-invalid="true"') == 1
    head = answer.text.partition("<thead>")[2].partition("</thead>")[0]
    assert head.count("<th ") == 4


def test_a_column_of_a_comparison_is_the_scenario_of_its_address(client: TestClient) -> None:
    built = place_of(f"sen:low?{PENSION_AGE}=67").built
    assert built is not None
    data = client.get(f"/SEN/scenarios/new.json?from=low&{PENSION_AGE}=67").json()
    assert built.floor.trace.fingerprint == data["fingerprint"]


@pytest.mark.parametrize(
    "said", ["", "x", "SEN", "ZZZ:low", "../etc:low", "SEN:" + "x" * 9000, "SEN:low?" + "a.b=1&" * 900]
)
def test_a_column_that_is_no_scenario_is_told(client: TestClient, said: str) -> None:
    answer = client.get("/compare", params={"a": said})
    assert answer.status_code == 200
    assert ('aria-invalid="true"' in answer.text) == bool(said)


def test_a_file_opens_in_the_builder(client: TestClient) -> None:
    content = client.get(f"/SEN/scenarios/new.yaml?from=low&{PENSION_AGE}=67").content
    answer = client.post(
        "/SEN/scenarios/open", data={"token": token_of("")}, files={"file": ("own.yaml", content)}
    )
    assert answer.status_code == 200
    assert str(answer.url.query, "ascii") == f"from=low&{PENSION_AGE}=67"
    wrong = client.post("/SEN/scenarios/open", data={"token": token_of("")}, files={"file": ("a", b"[")})
    assert wrong.status_code == 422


def test_the_scenarios_of_a_country_lead_to_the_builder(client: TestClient) -> None:
    text = client.get("/XXX/scenarios").text
    for name in ("status_quo", "low", "high", "steps", "expansion"):
        assert f'href="/XXX/scenarios/new?from={name}"' in text

"""The builder and the comparison as pages: addresses, refusals at their fields, languages, weight, downloads."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from socle.report.text import LANGUAGES
from socle.run.checking import check
from socle.run.floor import floor
from socle.run.impact import line_of, setting_of
from socle.web.app import create_app
from socle.web.guard import token_of
from socle.web.scenario_address import place_of
from socle.web.settings import Settings

PENSION_AGE = "old_age.pension.age_band.at_least"
CARE = "health.essential_care.flat.amount"
FIRST_LOAD = 100_000
SURVEY = """\
survey: Homes of the toy country
household: hh
weight: w
psu: ea
welfare: {column: spending, unit: XTS, per: month, prices: 2022}
columns: {age: age, sex: sex}
"""


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
    """The sentence in which the field of a path stands, with what is told of it."""
    before, _, after = text.partition(f'id="f-{path}"')
    return before.rpartition("<li>")[2] + after.partition("</li>")[0]


def back_of(text: str) -> str:
    """The address of the link that undoes the last change."""
    found = re.search(r'<a id="undo" href="\?([^"]*)"', text)
    assert found is not None
    return unescape(found[1])


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
    fields = re.findall(r'<input id="f-[^"]*" name="([^"@]*)" value="([^"]*)"', text)
    assert len(fields) > 40
    values = {name: "66" if name == PENSION_AGE else unescape(value) for name, value in fields}
    form = {"token": token_of(""), "was": "from=low", "from": "low", **values}
    answer = client.post("/SEN/scenarios/built", data=form)  # as a browser without script sends it
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
    assert f">Senegal: {said}\N{NO-BREAK SPACE}% of GDP" in page_of(client, query)
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


def test_each_change_has_a_button_that_takes_it_back(client: TestClient) -> None:
    steps = urlencode({"from": "low", PENSION_AGE: "67", CARE: "90"})
    text = page_of(client, steps)
    assert f'name="reset" value="{PENSION_AGE}"' in field(text, PENSION_AGE)
    again = client.get("/SEN/scenarios/new", params={"was": steps, "reset": PENSION_AGE})
    form = {"token": token_of(""), "was": steps, "reset": PENSION_AGE, PENSION_AGE: "67", CARE: "90"}
    assert (
        client.post("/SEN/scenarios/built", data=form).url == again.url
    )  # with all its fields, without script
    text = again.text
    assert 'value="70"' in field(text, PENSION_AGE)
    assert 'value="90"' in field(text, CARE)
    assert 'value="67"' in field(page_of(client, back_of(text)), PENSION_AGE)


def test_undo_goes_back_one_step_at_a_time(client: TestClient) -> None:
    first = page_of(client, f"from=low&{PENSION_AGE}=66&{CARE}=90&{PENSION_AGE}=67")
    second = page_of(client, back_of(first))
    third = page_of(client, back_of(second))
    assert [re.findall(r'value="(6\d|90)"', one) for one in (first, second, third)] == [
        ["90", "67"],
        ["90", "66"],
        ["66"],
    ]
    assert 'id="undo"' not in page_of(client, "from=low")


def test_one_field_is_sent_with_the_steps_of_its_page(client: TestClient) -> None:
    was = urlencode({"from": "low", CARE: "90"})
    answer = client.get("/SEN/scenarios/new", params={"was": was, PENSION_AGE: "67", "saved": "3.1"})
    assert str(answer.url.query, "ascii") == urlencode(
        {"from": "low", CARE: "90", PENSION_AGE: "67", "saved": "3.1"}
    )


def test_a_value_gets_rows_and_rows_get_one_line(client: TestClient) -> None:
    coverage = "old_age.pension.coverage"
    text = page_of(client, f"from=low&by_year={coverage}")
    assert f'name="{coverage}@year" value="2023"' in text
    assert "Nothing: this is the start" in text
    form = [("was", "from=low"), *((f"{coverage}@{part}", said) for part, said in (
        ("first", "2023"), ("year", "2026"), ("value", "20 %"), ("year", "2030"), ("value", "1"), ("year", ""),
        ("value", ""), ("course", "linear"),
    ))]  # fmt: skip
    answer = client.get(f"/SEN/scenarios/new?{urlencode(form)}")
    assert str(answer.url.query, "ascii") == urlencode(
        {"from": "low", coverage: "{2026: 20 %, 2030: 1, path: linear}"}
    )
    assert "20% (2026) → 100% (2030)" in answer.text
    assert "{2026" not in re.sub(r'(href|value|hx-get)="[^"]*"', "", answer.text)  # no reader sees the line


def test_a_row_without_its_year_is_refused_at_its_field(client: TestClient) -> None:
    coverage = "old_age.pension.coverage"
    fields = (("year", ""), ("value", "20%"), ("year", "2030"), ("value", "1"))
    form = [("was", "from=low"), *((f"{coverage}@{part}", said) for part, said in fields)]
    answer = client.get(f"/SEN/scenarios/new?{urlencode(form)}")
    assert "without a year" in field(answer.text, coverage)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_scenario_is_downloaded_as_workbook_and_on_paper(client: TestClient, lang: str) -> None:
    query = f"from=low&{PENSION_AGE}=67&lang={lang}"
    title = {"en": "Low, changed", "fr": "Bas, modifié", "es": "Bajo, modificado"}[lang]
    sheet = client.get(f"/SEN/scenarios/new.xlsx?{query}")
    assert sheet.headers["content-disposition"].endswith(f"SEN_low_changed_{lang}.xlsx")
    book = load_workbook(io.BytesIO(sheet.content), read_only=True)
    cells = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert any(title in cell for cell in cells)
    assert sum(cell.startswith("=") for cell in cells) > 20
    if lang != "en":  # of the same document in other languages there are tests
        return
    word = client.get(f"/SEN/scenarios/new.docx?{query}").content
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        assert title in parts.read("word/document.xml").decode()
    assert client.get(f"/SEN/scenarios/new.pdf?{query}").content.startswith(b"%PDF")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_standards_and_poverty_are_told_beside_the_start(client: TestClient, lang: str) -> None:
    query = urlencode({"from": "low", "old_age.pension.share_of_line.share": "100%", "lang": lang})
    for name, rows in (("standards", 24), ("poverty", 4)):
        answer = client.get(f"/SEN/scenarios/new/{name}?{query}")
        assert answer.status_code == 200
        assert answer.text.count('<th scope="row">') == rows
    data = client.get(f"/SEN/scenarios/new/standards.json?{query}").json()
    told = dict(data["tables"][0]["groups"])
    level = list(told.values())[-1][3]
    assert level[1] != level[2]  # a whole line is enough, half of it was not
    poverty = client.get(f"/SEN/scenarios/new/poverty.json?{query}").json()["tables"][0]["groups"][0][1]
    assert poverty[0][-2].startswith("\u2212")  # fewer are poor


def test_the_chart_has_its_words_and_the_start_is_in_it(client: TestClient) -> None:
    text = page_of(client, f"from=low&{PENSION_AGE}=67")
    drawn = text.partition("<svg")[2].partition("</svg>")[0]
    assert "<title" in drawn
    assert "<desc" in drawn
    assert re.findall(r"<text [^>]*>([^<%0-9]+)</text>", drawn) == ["Low, changed", "Low", "Status quo"]
    assert drawn.count("<path fill") == 3


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


def test_a_file_that_is_none_is_refused_in_words_beside_what_was_pasted(client: TestClient) -> None:
    good = client.get(f"/SEN/scenarios/new.yaml?from=low&{PENSION_AGE}=67").text
    place, token = "/SEN/scenarios/open", token_of("")
    pasted = client.post(place, data={"token": token, "content": good})
    assert str(pasted.url.query, "ascii") == f"from=low&{PENSION_AGE}=67"
    wrong = client.post(
        place, data={"token": token, "content": good.replace("old_age.pension.age", "old_age.penson.age")}
    )
    assert wrong.status_code == 422
    alert = unescape(wrong.text.partition('id="scenario-wrong"')[2].partition("</p>")[0])
    assert PENSION_AGE in alert  # the nearest
    assert "YAML:" in alert  # the line
    assert "old_age.penson.age_band" in wrong.text.partition("<textarea")[2].partition("</textarea>")[0]
    for content in ("", "x" * 200_001):
        assert client.post(place, data={"token": token, "content": content}).status_code == 422


def test_who_pays_is_told_beside_the_start_and_follows_the_shares_of_the_law(client: TestClient) -> None:
    share = "family_grant.financing.donors.share"

    def donors(query: str) -> list[str]:
        data = client.get(f"/XXX/scenarios/new.json?lang=en&{query}").json()
        return {row[0]: row[1:] for row in data["payers"]["groups"][0][1]}["Donors"]

    changed, start = donors(urlencode({"from": "status_quo", share: "50%"}))
    assert changed > start
    assert donors("from=status_quo") == [start]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_verdicts_that_change_are_told_and_no_others(client: TestClient, lang: str) -> None:
    place = f"/XXX/scenarios/new/convention.json?lang={lang}&from=status_quo"
    assert client.get(place).json()["tables"] == []
    (table,) = client.get(f"{place}&unemployment_insurance.benefit.share_of_earnings.share=20%25").json()[
        "tables"
    ]
    ((_part, rows),) = table["groups"]
    assert rows[0][1] == "22"
    assert len(rows) == 2  # the level, and what is still lacking


def test_poverty_is_that_of_the_survey_that_whoever_runs_it_keeps(tmp_path: Path) -> None:
    line = line_of(setting_of("XXX"))
    rows = [
        f"{home},10,{home % 4},{line / 12 * (0.5 + home / 40):.2f},{age},{age % 2}"
        for home in range(40)
        for age in (70, 30, 4)
    ]
    (tmp_path / "XXX.csv").write_text("hh,w,ea,spending,age,sex\n" + "\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "XXX.yaml").write_text(SURVEY, encoding="utf-8")
    query = "from=low&old_age.pension.share_of_line.share=100%25&lang=en"
    with TestClient(create_app(Settings(surveys=str(tmp_path)))) as surveyed:
        found = surveyed.get(f"/XXX/scenarios/new/poverty.json?{query}").json()
        text = surveyed.get(f"/XXX/scenarios/new/poverty?{query}").text
        assert found["survey"] == "Homes of the toy country"
        assert "120 persons in 40 households" in found["tables"][0]["notes"][0]
        assert "Invented survey" not in text
        assert str(tmp_path) not in text
        poverty = found["tables"][0]["groups"][0][1][0]
        assert poverty[-2].startswith("\u2212")  # fewer are poor
        again = rows[:60]
        (tmp_path / "XXX.csv").write_text(
            "hh,w,ea,spending,age,sex\n" + "\n".join(again) + "\n", encoding="utf-8"
        )
        found = surveyed.get(f"/XXX/scenarios/new/poverty.json?{query}").json()
        assert (
            "60 persons in 20 households" in found["tables"][0]["notes"][0]
        )  # a file that changes is read again
        assert surveyed.get(f"/SEN/scenarios/new/poverty.json?{query}").json()["survey"] == ""
        (tmp_path / "XXX.yaml").unlink()
        refused = surveyed.get(f"/XXX/scenarios/new/poverty?{query}")
        assert refused.status_code == 422
        assert "XXX.yaml" in refused.text
        for path in ("/XXX.csv", "/static/XXX.csv", "/surveys/XXX.csv"):
            assert "spending" not in surveyed.get(path).text

"""The chapters of a country: each page says what its command says; what is asked wrongly is refused."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from socle.cli.main import main
from socle.exchange.country import insurance_files, shipped
from socle.model.valued import ValuationResult
from socle.report import assessment_page
from socle.report.text import LANGUAGES
from socle.report.valuation_words import headline
from socle.run.practice import PracticeRequest
from socle.run.standards import StandardsRequest, check
from socle.run.valuation import ValuationRequest, valuation
from socle.web.app import create_app
from socle.web.layout import fragment
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
CASES = [("XXX", page, command) for page, command in SAID.items()]
CASES += [("SEN", page, command) for page, command in SAID.items() if "households" not in page]
CASES += [("", page, command) for page, command in WORLD.items()]
ANSWERS = [  # each in one language, and each command in two
    (page.format(iso3=code), command.format(iso3=code), LANGUAGES[at % len(LANGUAGES)])
    for at, (code, page, command) in enumerate(CASES)
]
REQUEST = ValuationRequest("XXX/national_pension", sensitivity=False)
VALUED = "XXX/valuation/national_pension"
PAGES = ["XXX/valuation", "SEN/valuation", "XXX/standards", "SEN/standards"]
CHAPTERS = ("standards", "standards/gap", "standards/floor", "valuation", "statistics")


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


def assert_light_and_safe(client: TestClient, path: str, lang: str) -> str:
    """The page is small and without script of its own, and the same as data; its answer."""
    stem, _, query = path.partition("?")
    query = f"{query}&lang={lang}".lstrip("&")
    answer = client.get(f"/{stem}?{query}")
    assert answer.status_code == 200
    assert len(gzip.compress(answer.content)) < WEIGHT
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", answer.text)
    data = client.get(f"/{stem}.json?{query}")
    assert spoken(data.json()["title"]) == heading(answer.text) and "<svg" not in data.text
    rows = client.get(f"/{stem}.csv?{query}")
    assert rows.text.startswith("table,group,row,column,value\n")
    return heading(answer.text)


@pytest.mark.parametrize(("path", "command", "lang"), ANSWERS)
def test_a_page_says_what_its_command_says_is_light_and_is_also_data(
    client: TestClient, capsys: pytest.CaptureFixture[str], path: str, command: str, lang: str
) -> None:
    answer = assert_light_and_safe(client, path, lang)
    assert main([*command.split(), "--lang", lang]) == 0
    told = spoken(capsys.readouterr().out)
    assert told.startswith(answer), told[:300]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_without_a_command_is_light_and_is_also_data(client: TestClient, path: str) -> None:
    assert_light_and_safe(client, path, "es")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_all_instruments_each_has_the_answer_of_the_command(
    client: TestClient, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    held = client.get("/SEN/standards.json", params={"lang": lang}).json()["held"]
    assert main(["standards", "check", "SEN", "--lang", lang]) == 0
    told = spoken(capsys.readouterr().out)
    assert len(held) > 10
    assert [one["code"] for one in held if spoken(one["headline"]) not in told] == []


def test_the_answer_of_a_valuation_is_that_of_the_verb(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, found = [], valuation(REQUEST)

    def value(request: ValuationRequest) -> ValuationResult:
        asked.append(request)
        return found

    monkeypatch.setattr("socle.web.pages.valuation.value", value)  # it takes seconds: once for both
    for lang in LANGUAGES:
        assert assert_light_and_safe(client, VALUED, lang) == spoken(headline(found, lang))
        assert found.trace.fingerprint in client.get(f"/{VALUED}?lang={lang}").text
        monkeypatch.setattr("socle.web.pages.valuation.svgs", nothing_drawn)  # once is enough
    assert asked == [REQUEST]
    text = client.get(f"/{VALUED}?lang=en").text
    held = re.findall(r'<a class="number" href="([^"]+)">([^<]+)</a>', text)
    assert len(held) > 200
    for address, shown in held[::17]:
        stem, _, query = html.unescape(address).partition("?")
        number = client.get(f"{stem}.json?{query}").json()
        assert number["shown"] == shown and number["fingerprint"] == found.trace.fingerprint, address
    said = " ".join(address for address, _shown in held)
    for name in (
        "debt_accrued",
        "payroll.male",
        "pensioners.old_age.female",
        "real_rate.male",
        "scaled_premium",
    ):
        assert f"national_pension.{name}" in said


def test_the_numbers_of_a_valuation_give_one_another(client: TestClient) -> None:
    stem = "/explain/XXX/valuation.national_pension"
    men, women, both = (
        client.get(f"{stem}.payroll{sex}.json?year=2030").json()["value"] for sex in (".male", ".female", "")
    )
    assert men + women == pytest.approx(both)
    *given, end = [one["value"] for one in client.get(f"{stem}.reserve_end.json?year=2030").json()["steps"]]
    reserve, contributions, returns, benefits, administration = given
    assert end == pytest.approx(reserve + contributions + returns - benefits - administration)
    pension, earnings, rate = [
        one["value"] for one in client.get(f"{stem}.cost_rate.old_age.json?year=2030").json()["steps"]
    ]
    assert rate == pytest.approx(pension / earnings)
    for wrong in ("none", "cost_rate.none", "reserve_end.old_age"):
        assert client.get(f"{stem}.{wrong}?year=2030").status_code == 422
    assert client.get(f"{stem}.cost_rate?year=1900").status_code == 422
    assert client.get("/explain/SEN/valuation.national_pension.cost_rate?year=2030").status_code == 404


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
    template = re.findall(r'href="(/api/v1/template/valuation[^"]*)"', text)
    assert [client.get(html.unescape(one)).status_code for one in template] == [200]
    assert "/SEN/valuation/" not in text
    assert "/XXX/valuation/national_pension" in client.get("/XXX/valuation", params={"lang": lang}).text


def test_every_number_of_households_leads_to_its_definition_on_the_page(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socle.web.pages.households.svgs", nothing_drawn)
    text = client.get("/XXX/households?scenario=low&against=high&lang=en").text
    places = re.findall(r' id="(means-[^"]+)"', text)
    led = re.findall(r'<a class="number" href="#([^"]+)">[^<]*\d', text)
    assert len(set(places)) == len(places) and len(led) > 100 and set(led) <= set(places)
    cells = re.findall(r"<td>([^<]*\d[^<]*)</td>", text)
    assert cells == [], "numbers without a definition"
    head = text[text.index('id="means-fgt0"') :]
    assert "at or below the line" in head[:300]
    data = client.get("/XXX/households.json?scenario=low&lang=en").text
    assert "means-" not in data and "<a " not in data


def led_on(text: str) -> list[tuple[str, str]]:
    """The place on its page that each number leads to, and the number; every place is there, and there once."""
    places = re.findall(r' id="([^"]+)"', text)
    found = re.findall(r'<a class="number" href="#([^"]+)">([^<]+)</a>', text)
    assert len(set(places)) == len(places) and {place for place, _shown in found} <= set(places)
    return [(html.unescape(place), html.unescape(shown)) for place, shown in found]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_of_a_test_leads_to_the_evidence_that_says_it(client: TestClient, lang: str) -> None:
    text = client.get(f"/XXX/standards?convention=C102&lang={lang}").text
    evidence = {
        html.unescape(place): html.unescape(value)
        for place, value in re.findall(
            r'<span id="(rests-[^"]+)">[^<]*</span></th><td[^>]*>([^<]*)</td>', text
        )
    }
    led = [(place, shown) for place, shown in led_on(text) if place.startswith("rests-")]
    assert len(led) > 100 and {place for place, _shown in led} <= set(evidence)
    assert [(place, shown) for place, shown in led if "%" not in shown and evidence[place] not in shown] == []


def test_how_many_tests_a_part_has_leads_to_them_and_all_instruments_to_each(client: TestClient) -> None:
    text = client.get("/XXX/standards?convention=C102&lang=en").text
    assert re.findall(r": \d[^<]*; required", text) == [], "a value of a test that leads nowhere"
    assert {f"p-{part}" for part in ("II", "V", "XII")} <= {place for place, _shown in led_on(text)}
    every = led_on(client.get("/XXX/standards?lang=en").text)
    assert {place for place, _shown in every} >= {"h-C102", "h-R202"}


def test_a_file_of_the_assessment_and_its_data_lead_nowhere(client: TestClient) -> None:
    found = check(StandardsRequest(PracticeRequest("XXX"), ("C102",), False))
    assert 'class="number"' not in assessment_page.page(found, "en")
    data = client.get("/XXX/standards.json?convention=C102&lang=en").text
    assert "<a " not in data and "<span" not in data and "#rests-" not in data


def test_a_reform_leads_to_the_tests_of_its_part(client: TestClient) -> None:
    text = html.unescape(client.get("/XXX/standards/gap?convention=C102&exceptions=yes&lang=en").text)
    links = re.findall(r'<a href="(/XXX/standards\?[^"#]+)#(p-[^"]+)">([^<]+)</a>', text)
    assert len(links) > 5
    tests = {address: html.unescape(client.get(f"{address}&lang=en").text) for address, *_ in links}
    for address, place, shown in links:
        assert "convention=C102&exceptions=yes" in address
        part = tests[address].split(f'id="{place}"')[1].split("</details>")[0]
        assert shown in part, (place, shown)


@pytest.mark.parametrize(
    ("code", "scenario", "lang", "step"), [("SEN", "high", "en", 1), ("XXX", "steps", "fr", 7)]
)
def test_a_number_of_the_guarantees_is_the_number_that_it_leads_to(
    client: TestClient, code: str, scenario: str, lang: str, step: int
) -> None:
    text = client.get(f"/{code}/standards/floor?scenario={scenario}&lang={lang}").text
    held = re.findall(r'<a class="number" href="([^"]+)">([^<]+)</a>', text)
    assert len(held) > 20
    assert {re.findall("measure=([a-z_]+)", address)[0] for address, _shown in held} >= {
        *("line", "line_month", "persons", "share", "persons_reached", "per_month", "pct_line")
    }
    for address, clicked in held[::step]:
        stem, _, query = html.unescape(address).partition("?")
        answer = client.get(f"{stem}.json?{query}&lang={lang}").json()
        assert figure_of(clicked) == figure_of(answer["shown"]), address
    for scheme in set(re.findall(r'href="(/[A-Z]{3}/schemes/[^"]+)"', text)):
        assert client.get(scheme).status_code == 200


def figure_of(text: str) -> str:
    """The first number of a text, without its unit."""
    found = re.search(r"\d(?:[\d.,]|\s(?=\d{3}(?!\d)))*", html.unescape(text).partition(" 20")[0])
    assert found, text
    return re.sub(r"\s", " ", found[0])


@pytest.mark.parametrize("code", ["SEN", "XXX"])
def test_benefits_are_called_by_their_titles_not_by_names_of_files(client: TestClient, code: str) -> None:
    for lang in LANGUAGES:
        text = client.get(f"/{code}/standards/floor", params={"lang": lang}).text
        assert re.findall(r"`[^`]*`", text) == []
        verdicts = re.findall(r"<td[^>]*>(?:yes|no|oui|non|sí)</td>", text)
        assert len(verdicts) > 5 and all('class="text"' in one for one in verdicts)  # words stand as words


def nothing_drawn(_specs: object, _lang: str) -> dict[str, str]:
    """No chart, where the words are looked at."""
    return {}


def test_an_invented_survey_is_called_invented_before_its_numbers(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socle.web.pages.households.svgs", nothing_drawn)
    for lang, word in (("en", "invented"), ("fr", "inventée"), ("es", "inventada")):
        text = client.get("/XXX/households", params={"scenario": "low", "lang": lang}).text
        alert = text.index('class="alert"')
        assert word in text[alert : text.index("<form method")].lower()


def test_a_part_that_is_not_met_leads_to_its_reforms(client: TestClient) -> None:
    text = html.unescape(client.get("/XXX/standards?convention=C102").text)
    links = re.findall(r'href="(/XXX/standards/gap\?convention=C102&part=[^"]+)"', text)
    assert links
    for link in links:
        assert client.get(link).status_code == 200


@pytest.mark.parametrize(("code", "valued"), [("SEN", False), ("XXX", True)])
def test_a_country_leads_to_the_chapters_that_it_has(code: str, valued: bool) -> None:
    text = html.unescape(fragment("chapters.html", "en", page=SimpleNamespace(iso3=code, valued=valued)))
    for path in ("standards", "standards/floor", "standards/gap?convention=C102", "households", "statistics"):
        assert f'href="/{code}/{path}"' in text
    assert 'href="/ratifications?convention=C102"' in text
    assert (f'href="/{code}/valuation"' in text) == valued == bool(insurance_files(code))


@pytest.mark.parametrize(("at", "code"), list(enumerate(shipped())))
def test_every_shipped_country_has_its_chapters(client: TestClient, at: int, code: str) -> None:
    for chapter in (CHAPTERS[at % len(CHAPTERS)], CHAPTERS[(at + 2) % len(CHAPTERS)]):  # each by many
        assert client.get(f"/{code}/{chapter}").status_code == 200, chapter


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

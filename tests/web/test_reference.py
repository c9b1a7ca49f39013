"""Pages of reference: every rule, indicator, instrument and source has its page, links lead somewhere, numbers open."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

import socle.rules  # noqa: F401, fills the rulebook
from socle.exchange.country import load_country, shipped
from socle.exchange.standard_file import load_standards
from socle.measure.catalogue import CATALOGUE
from socle.model.rulebook import RULES
from socle.report.builder_phrases import OWN, keyword_title
from socle.report.explained_tables import opens_in
from socle.report.text import LANGUAGES, translator
from socle.run.explain import explain
from socle.run.floor import floor
from socle.run.holdings import every_source
from socle.web.app import create_app
from socle.web.reference import address
from socle.web.settings import Settings

LISTS = ("/rules", "/indicators", "/standards", "/methods", "/data", "/explain/XXX", "/data/countries/XXX")
ENTRIES = {
    "rule": [f"/rules/{name}" for name in RULES],
    "indicator": [f"/indicators/{code}" for code in CATALOGUE],
    "instrument": [f"/standards/{code}" for code in load_standards()],
    "source": [
        f"/data/sources/{key}" for key in every_source({code: load_country(code) for code in shipped()})
    ],
}
NUMBER = "/explain/XXX/old_age.pension?year=2030&scenario=high"


@pytest.fixture(scope="module")
def server() -> TestClient:
    return TestClient(create_app(Settings(reads_a_minute=1_000_000)))


@pytest.fixture
def client(server: TestClient) -> TestClient:
    """A reader who has not chosen a language before."""
    server.cookies.clear()
    return server


class Outline(HTMLParser):
    """What matters of a page: headings in order, addresses, tables without a caption, fields without a label."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.links: list[str] = []
        self.tables = self.captions = 0
        self.fields: set[str] = set()
        self.labels: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One tag."""
        said = {name: value or "" for name, value in attrs}
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.links += [said["href"]] if tag == "a" else []
        self.tables += tag == "table"
        self.captions += tag == "caption"
        shown = tag in ("input", "select") and said.get("type") != "hidden"
        self.fields |= {said["id"]} if shown else set()
        self.labels |= {said["for"]} if tag == "label" else set()


def heading(text: str) -> str:
    """The title of a page."""
    found = re.search("<h1>(.*?)</h1>", text)
    assert found
    return found[1]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ENTRIES)
def test_everything_registered_has_a_page_with_a_title_of_its_own(
    client: TestClient, kind: str, lang: str
) -> None:
    titles = []
    for path in ENTRIES[kind]:
        answer = client.get(path, params={"lang": lang})
        assert answer.status_code == 200, path
        titles.append(heading(answer.text))
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("path", [*LISTS, NUMBER, *(each[0] for each in ENTRIES.values())])
def test_a_page_of_reference_is_orderly_and_is_said_in_three_languages(client: TestClient, path: str) -> None:
    said = set()
    for lang in LANGUAGES:
        text = client.get(path, headers={"Accept-Language": lang}).text
        page = Outline(text)
        assert page.headings[0] == 1 and page.headings.count(1) == 1
        assert page.tables == page.captions
        assert page.fields <= page.labels
        assert 'aria-current="page"' in text and "{" not in heading(text)
        said.add(text.partition("<main")[2])
    assert len(said) == len(LANGUAGES)


def test_every_link_leads_somewhere(client: TestClient) -> None:
    paths = [*LISTS, NUMBER, *(path for each in ENTRIES.values() for path in each)]
    found: dict[str, str] = {}
    for path in paths:
        main = client.get(path).text.partition('<main id="answer">')[2]
        main = re.sub('<a class="number"[^>]*>', "", main)  # those are walked with the country
        found |= {link.replace("&amp;", "&"): path for link in Outline(main).links if link.startswith("/")}
    assert set(paths) - set(LISTS) - {NUMBER} <= set(found), "a page that no other leads to"
    for link, path in found.items():
        if re.fullmatch("/[A-Z]{3}", link) and link != "/XXX":  # drawing every country takes long
            assert link[1:] in shipped()
        elif link not in paths:
            assert client.get(link).status_code == 200, f"{path} leads to {link}"


@pytest.mark.parametrize("scenario", ["status_quo", "low", "high"])
def test_every_number_of_the_floor_opens_and_is_what_explain_says(client: TestClient, scenario: str) -> None:
    costed_in = floor("XXX")
    costed = next(one for one in costed_in.scenarios if one.name == scenario)
    for benefit in costed.benefits:
        year = opens_in(costed_in, benefit)
        if year is None:
            continue
        page = client.get(f"/explain/XXX/{benefit.benefit}.json?year={year}&scenario={scenario}").json()
        steps = explain("XXX", benefit.benefit, year, scenario).steps
        assert [(one["name"], one["unit"]) for one in page["steps"]] == [
            (one.name, one.unit) for one in steps
        ]
        for shown, step in zip(page["steps"], steps, strict=True):
            assert shown["value"] == (step.value if step.value == step.value else None)
        cost = next(one["value"] for one in page["steps"] if one["name"] == "cost")
        assert cost == pytest.approx(float(benefit.cost[costed_in.years.index(year)]), rel=1e-12)


def test_an_explanation_shows_the_law_file_and_line_and_can_be_cited(client: TestClient) -> None:
    text = client.get(NUMBER).text
    for step in explain("XXX", "old_age.pension", 2030, "high").steps:
        assert step.sentence in text
        for name, words, where in step.said:
            called = OWN.get(name) or keyword_title(step.name, name)
            assert f"{called[0].upper()}{called[1:]}</td>" in text and words in text and where in text
    assert re.search("<code>[0-9a-f]{16,}</code>", text)
    assert ".json?year=2030&amp;scenario=high" in text
    assert 'href="/rules/age_band"' in text


def test_the_fingerprint_moves_with_the_scenario_and_the_year_beyond_the_run(client: TestClient) -> None:
    def told(**asked: object) -> str:
        page = client.get("/explain/XXX/old_age.pension.json", params=dict(asked)).json()  # type: ignore[arg-type]
        return str(page["fingerprint"])

    assert told(scenario="high") == told(scenario="high")
    assert told(scenario="high") != told(scenario="low")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/rules/age_bond", 404),
        ("/indicators/COV", 404),
        ("/standards/C999", 404),
        ("/data/sources/none", 404),
        ("/data/countries/ZZZ", 404),
        ("/explain/ZZZ", 404),
        ("/explain/XXX/old_age", 422),
        ("/explain/XXX/old_age.pensions", 422),
        ("/explain/XXX/old_age.pension?year=1700", 422),
        ("/explain/XXX/old_age.pension?year=99999", 422),
        ("/explain/XXX/old_age.pension?year=²", 422),
        ("/explain/XXX/old_age.pension?scenario=/etc/passwd.yaml", 422),
        ("/explain/XXX/old_age.pension?scenario=none", 422),
        ("/explain/XXX/..%2f..%2fold_age.pension", 404),
    ],
)
def test_what_nobody_knows_is_refused_and_never_fails(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_pages_of_reference_are_data_and_the_formula_is_well_formed(client: TestClient) -> None:
    for path in ("/rules/less_income", "/indicators/COV_OLDER"):
        page = client.get(f"{path}.json").json()
        tree = ET.fromstring(page["formula"])
        assert tree.get("alttext") and page["formula_text"].endswith(tree.get("alttext"))
        assert page["formula"] in client.get(path).text
    for path in (*LISTS, "/data/sources/CH-SR-0.831.102", "/explain/XXX/old_age.pension"):
        assert json.loads(client.get(f"{path}.json").text)["title"]
        assert len(client.get(f"{path}.csv").text.splitlines()) >= 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_rule_says_its_own_sentence_and_every_keyword(client: TestClient, lang: str) -> None:
    for name, rule in RULES.items():
        page = client.get(f"/rules/{name}.json", params={"lang": lang}).json()
        assert page["title"] == f"{name}: {translator(lang)(rule.sentence)}"
        tables = json.dumps(page["tables"])
        assert all(f'"{keyword}"' in tables for keyword in (*rule.keywords, *rule.columns))


def test_the_address_of_a_number_opens_it(client: TestClient) -> None:
    assert client.get(address("XXX", "old_age.pension", 2023, "high")).status_code == 200

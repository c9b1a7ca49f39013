"""The country at a glance, its people by year and its schemes: without JavaScript, in three languages, light."""

from __future__ import annotations

import gzip
import html
import math
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from socle.exchange.country import load_country, shipped
from socle.ground.axes import MALE
from socle.measure import tidy
from socle.model.parameter import Parameter
from socle.report import pyramid, scheme_tables, sections
from socle.report.country_tables import adequacy, coverage, glance
from socle.report.numbered import Numbered
from socle.report.numbers import FIGURE_SPACE
from socle.report.text import LANGUAGES
from socle.run.explain_floor import EACH, KINDS, MEASURES
from socle.run.floor import floor
from socle.web.app import create_app
from socle.web.page import Asked
from socle.web.pages.country import country as country_page
from socle.web.reference import opener
from socle.web.settings import Settings
from socle.web.viewer import NOBODY

WIRE = 100_000  # bytes of a first load
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def application() -> FastAPI:
    return create_app(Settings(reads_a_minute=1_000_000))


@pytest.fixture
def client(application: FastAPI) -> TestClient:
    return TestClient(application)  # without the cookies of another reader


def numbers_of(text: str) -> dict[str, str]:
    """The numbers of a page that lead to their explanation: text by address."""
    found = re.findall(r'<a class="number" href="([^"]+)">([^<]+)</a>', text)
    return {html.unescape(address): shown.strip(FIGURE_SPACE) for address, shown in found}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["/SEN", "/SEN/people?year=2040", "/SEN/schemes/pnbsf", "/explain/SEN"])
def test_every_number_opens_on_the_number_that_was_clicked(client: TestClient, path: str, lang: str) -> None:
    held = numbers_of(client.get(path, params={"lang": lang} if "?" not in path else {}).text)
    few = lang != LANGUAGES[0] or path.startswith("/explain")
    chosen = dict(list(held.items())[::7]) if few else held
    assert len(held) > 5
    for address, shown in chosen.items():
        answer = client.get(address.replace("?", ".json?"), params=None)
        assert answer.status_code == 200, address
        page = answer.json()
        assert page["shown"] == shown, address
        assert page["value"] is not None and page["fingerprint"] and page["tables"]


def test_no_number_of_the_tables_of_a_country_is_without_its_explanation(client: TestClient) -> None:
    page = country_page(Asked({"iso3": "SEN"}, {}, "en", NOBODY))
    for table in page.tables:
        for _, rows in table.groups:
            for cell in (cell for row in rows for cell in row[1 : len(row) - table.words or None]):
                known = any(map(str.isdigit, cell)) and not re.fullmatch(r"(19|20)\d\d", cell)
                assert not known or isinstance(cell, Numbered), f"{table.caption}: {cell}"


def test_the_number_of_an_explanation_is_that_of_the_floor(client: TestClient) -> None:
    found = floor("SEN")
    for row in tidy.rows(found):
        kept = row["measure"] in MEASURES and row["year"] == 2030 and row["value"] is not None
        if not kept or row["measure"] in EACH or row["branch"] not in (tidy.ALL, "old_age"):
            continue
        name = row["benefit"]
        if name == tidy.ALL:
            name = "sum." + ("total" if row["guarantee"] == tidy.ALL else row["guarantee"])
        asked = {"year": row["year"], "scenario": row["scenario"], "measure": row["measure"]}
        value = client.get(f"/explain/SEN/{name}.json", params=asked).json()["value"]
        scale = 100 if row["measure"].startswith("pct_") else 1
        assert value * scale == pytest.approx(row["value"], rel=1e-12), (name, asked)


def test_the_steps_of_a_number_give_the_number(client: TestClient) -> None:
    def steps(address: str) -> list[float]:
        return [one["value"] for one in client.get(address).json()["steps"]]

    *each, cost, product, share = steps("/explain/SEN/sum.total.json?year=2030&scenario=high")
    assert math.fsum(each) == pytest.approx(cost, rel=1e-12) and cost / product == pytest.approx(share)
    benefit, full, covered, missing, product, share = steps("/explain/SEN/gap.old_age.json")
    assert benefit == full and missing == pytest.approx((1 - covered) * full)
    assert share == pytest.approx(missing / product)
    *ages, persons = steps("/explain/SEN/people.65-69.json?year=2040&measure=women")
    assert len(ages) == 5 and math.fsum(ages) == pytest.approx(persons)
    *branches, total, product, share = steps("/explain/SEN/gap.total.json")
    assert len(branches) == 3 and math.fsum(branches) == pytest.approx(total)


def test_no_scheme_is_called_like_the_other_numbers() -> None:
    names = {
        one.name for code in shipped() for one in (*load_country(code).schemes, *load_country(code).floor_law)
    }
    assert not names & set(KINDS)


@pytest.mark.parametrize(
    "name",
    ["sum.none", "gap.none", "line.none", "published.none", "people.9-2", "people.x-y", "people.0-9999999"],
)
def test_a_number_that_there_is_not_is_refused(client: TestClient, name: str) -> None:
    assert client.get(f"/explain/SEN/{name}").status_code == 422
    assert client.get(f"/explain/SEN/{name}?measure=none").status_code == 422


def test_a_number_of_another_run_has_no_link() -> None:
    cell = next(iter(sections.lines(floor("SEN"), "en").groups[0][1]))[1]
    assert isinstance(cell, Numbered) and cell.number and opener()(cell)
    cell.number = replace(cell.number, run="0" * 16)
    assert not opener()(cell) and not opener()("12")


def test_the_country_at_a_glance_says_unit_year_and_source_and_what_is_missing() -> None:
    for code in ("SEN", "TGO"):
        held, found = load_country(code), floor(code)
        coverage, cost, gap_, worth, line = glance(held, found, "en")
        assert all(
            re.search(r"\b20\d\d\b", one.unit) for one in (cost, gap_, worth, line) if one.value != "missing"
        )
        assert all(one.source for one in (coverage, cost, worth, line) if one.value != "missing")
        assert "estimated" in cost.words
        assert (coverage.value == "missing") == (held.figures.latest("coverage_any") is None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_scheme_in_force_has_its_page(client: TestClient, lang: str) -> None:
    text = client.get("/SEN", params={"lang": lang}).text
    linked = re.findall(r'href="/SEN/schemes/(\w+)"', text)
    assert linked == [scheme.name for scheme in load_country("SEN").schemes]
    for name in linked:
        answer = client.get(f"/SEN/schemes/{name}", params={"lang": lang})
        assert answer.status_code == 200
        assert client.get(f"/SEN/schemes/{name}.json").json()["name"]
    assert client.get("/SEN/schemes/nothing").status_code == 404
    builder = client.get("/SEN/scenarios/new?from=status_quo").text
    place = re.search(
        r'href="/SEN/scenarios/new\?from=status_quo#([^"]+)"', client.get("/SEN/schemes/pnbsf").text
    )
    assert place and f'id="{place[1]}"' in builder


def test_a_first_visit_of_a_country_is_light_and_its_pyramid_small(client: TestClient) -> None:
    sent = [client.get(path).content for path in ("/SEN", "/static/socle.css", "/static/map.css")]
    assert sum(len(gzip.compress(body)) for body in sent) < WIRE / 2
    assert len(gzip.compress(pyramid.drawing(floor("SEN"), 2050, "fr").encode())) < 10_000


@pytest.mark.parametrize("path", ["/SEN", "/SEN/people?year=2040", "/SEN/schemes/pnbsf"])
def test_no_page_has_a_style_or_script_of_its_own(client: TestClient, path: str) -> None:
    assert not re.search(r"\sstyle=|<style|<script(?! src)|\son\w+=", client.get(path).text)


def test_the_pyramid_moves_by_year_by_a_form_and_by_links(client: TestClient) -> None:
    base, later = (client.get("/SEN/people", params={"year": year}).text for year in ("", "2050"))
    assert "in 2050" in later and "in 2050" not in re.sub(r"<option.*?</option>", "", base)
    assert '<form class="find" action="/SEN/people" method="get">' in later
    assert "<option selected>2050</option>" in later
    assert "/SEN/people?year=2028" in later


@pytest.mark.parametrize("year", ["1900", "2500", "x", "-1", "2050.5", "²"])
def test_a_year_outside_the_run_is_refused_with_those_it_has(client: TestClient, year: str) -> None:
    answer = client.get("/SEN/people", params={"year": year})
    assert answer.status_code == 422 and "2023" in answer.text


def test_the_bars_are_the_persons(client: TestClient) -> None:
    found = floor("SEN")
    at = found.years.index(2040)
    drawn = ElementTree.fromstring(pyramid.drawing(found, 2040, "en"))
    widths = [float(one.get("width", "")) for one in drawn.iter(f"{SVG}rect")]
    men, women = widths[0::2], widths[1::2]
    persons = found.population[at]
    for band, (his, hers) in enumerate(zip(men, women, strict=True)):
        own = persons[:, 5 * band : 5 * band + 5] if band < 20 else persons[:, 100:]
        scale = pyramid.SIDE / float(pyramid.bands(found.population.max(axis=0)).max())
        assert his == pytest.approx(float(own[MALE].sum()) * scale, abs=0.06)
        assert hers == pytest.approx(float(own[1 - MALE].sum()) * scale, abs=0.06)
    assert pyramid.bands(persons).sum() == pytest.approx(persons.sum(), rel=1e-12)
    assert max(widths) <= pyramid.SIDE


def test_no_known_coverage_is_a_word_and_no_zero() -> None:
    country, found = load_country("TGO"), floor("TGO")
    rows = coverage(country, found, "en").groups[0][1]
    unknown = [row for row in rows if row[1] == "no data"]
    assert unknown and all(row[2:] == ("", "", "") for row in unknown)
    known = [row for row in rows if row[1] != "no data"]
    assert all(re.fullmatch(r"\d{4}", row[2]) and row[3] and row[4] for row in known)


def test_adequacy_says_each_benefit_of_the_floor() -> None:
    found = floor("SEN")
    assert len(adequacy(found, "en").groups[0][1]) == len(found.scenarios[-1].benefits)


def test_a_scheme_says_every_value_of_its_law() -> None:
    country = load_country("SEN")
    for scheme in country.schemes:
        said = repr(scheme_tables.benefits(scheme, "en"))
        for benefit in scheme.benefits:
            for parameter in benefit.parameters():
                assert isinstance(parameter, Parameter)
                assert all(text in said for text in parameter.written), parameter.path


@pytest.mark.parametrize(
    ("cited", "said"),
    [
        (("A, B, 2019, https://x.org/2001",), "2019"),
        (("A, B, 2019, https://x", "C, D, 2026, https://y"), "2019–2026"),
        (("A, B, undated, https://x",), "undated"),
        ((), "not said"),
    ],
)
def test_the_vintage_of_a_scheme_is_that_of_its_sources(cited: tuple[str, ...], said: str) -> None:
    scheme = replace(load_country("SEN").schemes[0], sources=cited)
    assert scheme_tables.vintage(scheme, str) == said

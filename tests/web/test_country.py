"""The country at a glance, its people by year and its schemes: without JavaScript, in three languages, light."""

from __future__ import annotations

import gzip
import re
from xml.etree import ElementTree

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from socle.exchange.country import load_country
from socle.ground.axes import MALE
from socle.model.parameter import Parameter
from socle.report import pyramid, scheme_tables
from socle.report.country_tables import adequacy, coverage
from socle.report.text import LANGUAGES
from socle.run.floor import floor
from socle.web.app import create_app

WIRE = 100_000  # bytes of a first load
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def application() -> FastAPI:
    return create_app()


@pytest.fixture
def client(application: FastAPI) -> TestClient:
    return TestClient(application)  # without the cookies of another reader


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
    from dataclasses import replace

    scheme = replace(load_country("SEN").schemes[0], sources=cited)
    assert scheme_tables.vintage(scheme, str) == said

"""What cannot be shown: each status as a page in the reader's language, that says what to do next."""

from __future__ import annotations

import json
import logging
import re

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from socle.report.text import LANGUAGES, translator
from socle.web.app import create_app
from socle.web.refusing import NEXT, TITLES, near
from socle.web.settings import Settings
from socle.web.watch import LOG, Lines

SECRET = "a word that nobody may read"
PATHS = {  # of a request that is answered with each status
    403: ("POST", "/sign-in", {"Sec-Fetch-Site": "cross-site"}),
    404: ("GET", "/ZZZ", {}),
    405: ("PUT", "/rules", {}),
    413: ("POST", "/sign-in", {"Content-Length": "99000000"}),
    422: ("GET", "/XXX/people?year=1066", {}),
    500: ("GET", "/broken/inside", {}),
}


@pytest.fixture(scope="module")
def application() -> FastAPI:
    app = create_app()

    async def broken(_: Request) -> Response:
        raise RuntimeError(SECRET)

    app.add_route("/broken/inside", broken)
    app.router.routes.insert(0, app.router.routes.pop())
    return app


@pytest.fixture
def client(application: FastAPI) -> TestClient:
    return TestClient(application, raise_server_exceptions=False)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("status", PATHS)
def test_a_refusal_is_a_page_that_says_what_to_do_next(client: TestClient, status: int, lang: str) -> None:
    method, path, headers = PATHS[status]
    answer = client.request(method, path, headers={**headers, "Accept-Language": lang})
    assert answer.status_code == status
    _, text = translator(lang), answer.text.replace("&#39;", "'")
    assert f'<html lang="{lang}" dir="ltr">' in text
    assert f"<h1>{_(TITLES[status])}</h1>" in text
    assert status not in NEXT or f"<p>{_(NEXT[status])}</p>" in text
    assert ('class="alert"' in text) == (status != 404)  # of which there is no more to say than the title
    assert '<main id="answer">' in text and "default-src" in str(answer.headers)


def test_too_many_requests_are_told_in_words_and_when_to_come_back() -> None:
    slow = TestClient(create_app(Settings(reads_a_minute=1)))
    answers = [slow.get("/ZZZ", headers={"Accept-Language": "es"}) for _ in range(2)]
    assert answers[-1].status_code == 429 and answers[-1].headers["retry-after"]
    assert translator("es")(NEXT[429]) in answers[-1].text


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/SEM", "/SEN"),
        ("/SEN/standard", "/SEN/standards"),
        ("/SEN/nothing-of-the-kind", "/SEN"),
        ("/rulez", "/rules"),
        ("/rules/age_bend", "/rules"),
        ("/indicator", "/indicators"),
    ],
)
def test_an_address_that_leads_nowhere_names_the_nearest_page(
    client: TestClient, path: str, leads: str
) -> None:
    found = near(path, "en")
    assert found and found.address == leads
    text = client.get(path, headers={"Accept-Language": "en"}).text
    assert f'<a href="{leads}">' in text.partition("<main")[2]


def test_a_fault_shows_no_trace_and_stands_in_the_log_under_its_number(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger=LOG.name):
        answer = client.get("/broken/inside", headers={"Accept-Language": "en"})
    assert SECRET not in answer.text and "Traceback" not in answer.text
    number = re.search(r"the number (\w+)", answer.text)
    assert number
    lines = [json.loads(Lines().format(record)) for record in caplog.records if record.name == LOG.name]
    assert any(line.get("request") == number[1] and SECRET in line.get("trace", "") for line in lines)


def test_data_is_refused_as_data(client: TestClient) -> None:
    answer = client.get("/ZZZ.json", headers={"Accept-Language": "fr"})
    assert answer.status_code == 404 and answer.json()["error"]

"""The client of the API against a Socle that is served: the answers of the verbs, typed, and its refusals."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from socle.exchange.api_answers import FloorRow
from socle.exchange.api_client import Client
from socle.exchange.country import FLOOR_FOLDER
from socle.ground.refusals import Refusal
from socle.measure import tidy
from socle.run.floor import floor
from socle.web.app import create_app


@pytest.fixture(scope="module")
def socle() -> Iterator[Client]:
    server = uvicorn.Server(uvicorn.Config(create_app(), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Client(f"http://127.0.0.1:{port}", lang="fr")
    server.should_exit = True
    thread.join(10)


def test_a_floor_is_that_of_the_verb_row_by_row(socle: Client) -> None:
    found = socle.floor("XXX", scenario=["low"], limit=10_000)
    ours = floor("XXX", None, ("low",))
    assert found.rows == [FloorRow(**row) for row in tidy.rows(ours)]
    assert found.fingerprint == ours.trace.fingerprint


def test_a_scenario_of_ones_own_is_costed(socle: Client) -> None:
    path = "old_age.pension.share_of_line.share"
    found = socle.floor_of("XXX", {path: 0.5}, beside=["low"], measure="pct_gdp", year=2024)
    assert found.scenarios == ["low", "own"]


def test_every_question_is_answered_with_its_type(socle: Client) -> None:
    assert "XXX" in [one.iso3 for one in socle.countries().rows]
    assert socle.country("XXX").scenarios[0] == "status_quo"
    assert socle.figures("XXX", "gdp").rows[0].value > 0
    key = socle.sources(limit=1).rows[0].key
    assert socle.source(key).content.key == key
    assert socle.explain("XXX", "old_age.pension", year=2030).steps[0].unit == "persons"
    people = socle.population(["XXX"], [2030], limit=202).rows
    assert (len(people), people[0].sex) == (202, people[0].sex)
    assert socle.standards().total == len(socle.standards().rows)
    assert socle.standard("C102", part="V").content.instrument == "C102"
    assert socle.standards_check("XXX", convention="C102").content.country == "XXX"
    assert socle.standards_gap("XXX", part="V", cost=False).content.instrument == "C102"
    assert socle.standards_floor("XXX", limit=1).content.country == "XXX"
    assert socle.ratifications(as_of="2021-10-08").content.convention == "C102"
    assert socle.ratification_needs("XXX").rows[0].iso3 == "XXX"
    assert socle.rule("age_band").content == socle.rules().rows[1]
    assert socle.rules_schema().content
    assert socle.country_indicators("XXX", by="sex").country == "XXX"
    assert socle.indicators(limit=1).rows
    assert socle.calculator("XXX/old_age", ["age=70, sex=female, receives_contributory_pension=no"]).total > 1


def test_a_file_is_checked_and_a_wrong_one_refused_with_its_place(socle: Client, tmp_path: Path) -> None:
    path = FLOOR_FOLDER / "schemes" / "old_age.yaml"
    assert socle.check(path).file == path.name
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(path.read_text(encoding="utf-8").replace("age_band", "age_bant"), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        socle.check(wrong)
    assert refused.value.where.startswith("wrong.yaml:") and refused.value.nearest == "age_band"


def test_refusals_of_the_server_are_refusals_here_in_the_language_of_the_client(socle: Client) -> None:
    with pytest.raises(Refusal, match="Il n’y a pas de pays") as refused:
        socle.country("XXY")
    assert refused.value.nearest == "XXX"


@pytest.mark.parametrize("address", ["file:///etc", "ftp://127.0.0.1", "http://127.0.0.1:9"])
def test_where_no_socle_is_it_is_said(address: str) -> None:
    with pytest.raises(Refusal):
        Client(address, timeout=2).countries()

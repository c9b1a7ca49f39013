"""Countries side by side: the numbers of each country, their order, and what is asked for in vain."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from socle.exchange.country import load_country
from socle.report import beside as told
from socle.report.text import LANGUAGES
from socle.run.beside import NUMBERS, Beside, beside
from socle.run.floor import floor
from socle.run.world_floor import standing
from socle.web.app import create_app

CODES = ("SEN", "VNM", "PRY")  # Paraguay: nobody publishes its coverage


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app())


@pytest.fixture(scope="module")
def shown() -> tuple[Beside, ...]:
    return beside([(load_country(code), floor(code)) for code in CODES])


def test_every_number_is_there_or_none(shown: tuple[Beside, ...]) -> None:
    for one in shown:
        assert set(one.numbers) == set(NUMBERS) == set(told.TITLES)


def test_coverage_and_cost_are_those_of_the_first_page(shown: tuple[Beside, ...]) -> None:
    for one in shown:
        same = standing(load_country(one.floor.iso3))
        coverage, cost = one.numbers["coverage"], one.numbers["cost_gdp"]
        assert (coverage and coverage.value) == (same.coverage and same.coverage.share)
        assert cost and cost.value == pytest.approx(same.cost, rel=1e-9) and cost.partial == same.partial


def test_shares_of_public_spending_and_of_product_tell_the_size_of_the_state(
    shown: tuple[Beside, ...],
) -> None:
    for one in shown:
        gdp, spending = one.numbers["cost_gdp"], one.numbers["cost_spending"]
        assert gdp and spending
        state = float(one.floor.macro.expenditure[0] / one.floor.macro.gdp[0])
        assert gdp.value / spending.value == pytest.approx(state, rel=1e-9)


def test_a_gap_is_no_more_than_the_cost(shown: tuple[Beside, ...]) -> None:
    for one in shown:
        gap, cost = one.numbers["gap"], one.numbers["cost_gdp"]
        assert gap and cost and 0 < gap.value <= cost.value


def test_the_line_is_the_same_in_money_and_in_international_dollars(shown: tuple[Beside, ...]) -> None:
    for one in shown:
        money, ppp = one.numbers["line_money"], one.numbers["line_ppp"]
        assert money and ppp
        assert ppp.value * 365 * float(one.floor.macro.ppp[0]) == pytest.approx(money.value, rel=1e-9)


def test_bars_begin_with_the_largest_and_what_is_not_known_is_grey_and_last(
    shown: tuple[Beside, ...],
) -> None:
    drawn = told.drawings(shown, "en")
    long = [float(one) for one in re.findall(r'class="bar"[^>]*width="([\d.]+)"', drawn["cost_gdp"])]
    assert long == sorted(long, reverse=True) and len(long) == len(CODES)
    assert re.findall(r'class="(bar|none)"', drawn["coverage"]) == ["bar", "bar", "none"]
    assert "no data" in drawn["coverage"].partition('class="none"')[2]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_leads_to_each_country_and_to_their_scenarios(client: TestClient, lang: str) -> None:
    text = client.get("/compare", params={"country": CODES, "lang": lang}).text
    assert all(f'href="/{code}"' in text for code in CODES)
    assert 'href="/compare?a=SEN:high&amp;b=VNM:high&amp;c=PRY:high"' in text
    assert len(re.findall("<figure", text)) == len(told.DRAWN)


def test_the_numbers_come_as_data(client: TestClient) -> None:
    data = client.get("/compare.json", params={"country": CODES}).json()
    assert data["fingerprint"] and "drawings" not in data
    rows = client.get("/compare.csv", params={"country": CODES, "lang": "en"}).text.splitlines()
    assert any("Cost of the floor, % of GDP" in row and ",Viet Nam," in row for row in rows)


@pytest.mark.parametrize(
    ("asked", "held", "said"),
    [
        (("SEM",), [], "Nearest: SEN"),
        (("SEN", "ZZZ", "sen"), ["SEN"], "“ZZZ”"),
        (("SEN", "VNM", "PRY", "TGO", "XXX"), ["SEN", "VNM", "PRY", "TGO"], "XXX"),
        (("", "", "", ""), [], ""),
        (("<b>",), [], "&lt;B&gt;"),
    ],
)
def test_what_is_asked_for_in_vain_is_said_and_the_rest_is_shown(
    client: TestClient, asked: tuple[str, ...], held: list[str], said: str
) -> None:
    answer = client.get("/compare", params={"country": asked, "lang": "en"})
    assert answer.status_code == 200
    chosen = re.findall(r'<option value="(\w+)" selected', answer.text)
    assert chosen == held
    alerts = re.findall(r'<p class="alert" role="alert">(.*?)</p>', answer.text)
    assert bool(alerts) == bool(said) and said in " ".join(alerts)

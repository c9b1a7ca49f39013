"""Countries side by side: the numbers of each country, their order, and what is asked for in vain."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from socle.exchange.country import load_country
from socle.report import beside as told
from socle.report.numbers import FIGURE_SPACE
from socle.report.text import LANGUAGES
from socle.run.beside import NUMBERS, Beside, beside
from socle.run.explain_sources import Rests
from socle.run.floor import floor, scenario_of
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


CHANGED = "low?old_age.pension.age_band.at_least=67&remove=health.care"
WALKED = {
    "/compare?country=SEN&country=VNM&country=PRY": 20,
    f"/compare?a=SEN:high&b={quote('SEN:' + CHANGED)}&c=VNM:status_quo": 60,
    f"/SEN/scenarios/new?{CHANGED.replace('low?', 'from=low&')}": 60,
}


@pytest.mark.parametrize(("path", "least"), WALKED.items())
def test_every_number_beside_another_opens_on_the_number_that_was_clicked(
    client: TestClient, path: str, least: int
) -> None:
    found = re.findall(r'<a class="number" href="([^"]+)">([^<]+)</a>', client.get(path).text)
    held = {html.unescape(address): shown.strip(FIGURE_SPACE) for address, shown in found}
    assert len(held) > least
    for address, shown in list(held.items())[:: 1 if len(held) < 60 else 5]:
        answer = client.get(address.replace("?", ".json?"))
        assert answer.status_code == 200 and answer.json()["shown"] == shown, (address, answer.text[:200])


def test_an_explanation_of_a_built_scenario_is_that_of_the_scenario(client: TestClient) -> None:
    """At the age of 75 fewer receive than at that of the start, and every address on the page builds the same."""
    asked = "from=low&old_age.pension.age_band.at_least=75"
    built = client.get(f"/explain/SEN/old_age.pension?{asked}&measure=persons_reached").text
    start = client.get("/explain/SEN/old_age.pension.json?scenario=low&measure=persons_reached").json()
    told = client.get(f"/explain/SEN/old_age.pension.json?{asked}&measure=persons_reached").json()
    steps = {one["name"]: one["value"] for one in told["steps"]}
    assert steps["recipients"] == told["value"] < start["value"]
    assert told["fingerprint"] != start["fingerprint"] and "75" in str(told["tables"])
    assert f'href="/SEN/scenarios/new?{html.escape(asked)}"' in built
    links = [html.unescape(one) for one in re.findall(r'href="(/explain/SEN/[^"]+)"', built)]
    assert links and all("at_least=75" in one for one in links if "line." not in one)
    again = client.get(f"/explain/SEN/old_age.pension.json{told['query']}").json()
    assert again["value"] == told["value"]
    for wrong in ("from=none", "from=low&old_age.pension.age_band.at_least=old", "from=low&none.none=1"):
        assert client.get(f"/explain/SEN/sum.total?{wrong}").status_code == 422


def test_an_explanation_cites_only_what_its_number_rests_on(client: TestClient) -> None:
    country, found = load_country("SEN"), floor("SEN")

    def cited(name: str, measure: str, ahead: bool = False) -> set[str]:
        rests = Rests(country, found.lines, scenario_of(country, "high"), ahead)
        return {
            one for each in rests.sources(found.sources, name, measure) for one in each.used_for.split(", ")
        }

    assert cited("published.coverage_any", "share") == {"coverage_any"}
    assert cited("people.0-14", "persons") == cited("old_age.pension", "persons_reached") == {"population"}
    assert "tfr" in cited("people.0-14", "persons", ahead=True)
    spending = cited("sum.total", "pct_government_expenditure") - cited("sum.total", "expenditure")
    assert spending == {"government_expenditure"}
    assert cited("gap.old_age", "gap") - cited("old_age.pension", "pct_gdp") == {"coverage_old_age"}
    rows = client.get("/explain/SEN/published.coverage_any.json").json()["tables"][-1]["groups"][0][1]
    assert len(rows) == 1 < len(found.sources)


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

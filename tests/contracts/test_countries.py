"""Every shipped country folder: complete, cited, and equal to the reference data it was made from."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlparse

import pytest
import yaml

from socle.exchange.figures import read_figures
from socle.exchange.sources import load_sources
from socle.model.figures import Figures

ROOT = Path(__file__).resolve().parents[2]
COUNTRIES = ROOT / "src/socle/library/countries"
FLAGSHIP = set(
    "KHM IND IDN LAO MMR PAK TLS VNM CPV CMR MWI MOZ NER SEN TGO ZMB KGZ PSE SLV HND PRY".split()  # noqa: SIM905
)
TOY = "XXX"
EVERY = sorted(folder.name for folder in COUNTRIES.iterdir() if (folder / "country.yaml").is_file())
REAL = [iso3 for iso3 in EVERY if iso3 != TOY]
DEMOGRAPHY = {
    "population": 68,
    "tfr": 17,
    "mac": 10,
    "pasfr": 27,
    "srb": 4,
    "e0": 24,
    "e65": 16,
    "q5": 10,
    "mx": 44,
    "net_migration": 9,
    "net_migration_by_age": 56,
}


@cache
def facts(iso3: str) -> dict[str, Any]:
    text = (COUNTRIES / iso3 / "country.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)


@cache
def figures(iso3: str) -> Figures:
    known = {*load_sources(), *facts(iso3).get("sources", {})}
    return read_figures(COUNTRIES / iso3 / "figures.csv", known)


@cache
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_figures", ROOT / "tools/make_figures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_figures"] = module
    spec.loader.exec_module(module)
    return module


def test_the_countries_of_the_programme_are_all_shipped_beside_the_toy() -> None:
    assert FLAGSHIP | {TOY} <= set(EVERY)


@pytest.mark.parametrize("iso3", EVERY)
def test_every_figure_has_a_source_that_is_written_down_and_a_vintage(iso3: str) -> None:
    written = load_sources()
    for row in figures(iso3).rows:
        own = facts(iso3).get("sources", {}).get(row.source)
        vintage = own["vintage"] if own else written[row.source].vintage
        assert row.vintage == vintage, f"{row.source} in line {row.line}"


@pytest.mark.parametrize("iso3", EVERY)
def test_the_facts_name_the_country_in_three_languages_and_agree_with_its_figures(iso3: str) -> None:
    said = facts(iso3)
    assert said["iso3"] == iso3
    assert set(said["name"]) == set(said["currency"]["name"]) == {"en", "fr", "es"}
    assert all([*said["name"].values(), *said["currency"]["name"].values()])
    assert said["currency"]["code"] == figures(iso3).currency
    assert int(said["base_year"]) == figures(iso3).demography().year
    assert all(set(note) == {"topic", "text"} for note in said.get("notes", []))


@pytest.mark.parametrize("iso3", EVERY)
def test_a_national_poverty_line_is_cited(iso3: str) -> None:
    found = figures(iso3).latest("national_poverty_line")
    if iso3 == TOY:
        assert found is not None
        return
    assert (found is not None) == ("national_poverty_line" in facts(iso3))
    if found is not None:
        cited = facts(iso3)["sources"][found.source]
        assert cited["producer"]
        assert cited["title"]
        assert urlparse(cited["url"]).netloc
        assert cited["confidence"] in ("high", "medium")
        assert str(found.first_year) == facts(iso3)["national_poverty_line"]["year"]
    elif iso3 in FLAGSHIP:
        assert any(note["topic"] == "poverty_line" for note in facts(iso3)["notes"])


@pytest.mark.parametrize("iso3", REAL)
def test_every_country_has_the_whole_set_of_demographic_figures(iso3: str) -> None:
    counts = {name: len(figures(iso3).of(name)) for name in DEMOGRAPHY}
    assert counts == DEMOGRAPHY
    assert sum(counts.values()) == 285


@pytest.mark.parametrize("iso3", REAL)
def test_every_country_has_product_prices_and_a_labour_force(iso3: str) -> None:
    for name in ("gdp", "gdp_real_growth", "gdp_deflator", "cpi", "government_revenue", "ppp_rate"):
        assert set(figures(iso3).series(name)) == set(range(2017, 2029)), name
    assert all(figures(iso3).series("labour_force_participation", sex) for sex in ("male", "female"))
    assert figures(iso3).latest("unemployment_rate", "both")


@pytest.mark.parametrize("iso3", REAL)
def test_product_and_its_deflator_and_growth_tell_the_same_story(iso3: str) -> None:
    own = figures(iso3)
    for year in range(2018, 2029):
        nominal = own.value("gdp", year) / own.value("gdp", year - 1)
        prices = own.value("gdp_deflator", year) / own.value("gdp_deflator", year - 1)
        assert nominal / prices - 1 == pytest.approx(own.value("gdp_real_growth", year) / 100, abs=1e-3)


@pytest.mark.parametrize("iso3", REAL)
def test_the_line_is_a_plausible_share_of_product_per_person(iso3: str) -> None:
    # a line in another currency or price base than product shows up here, as Liberia's would
    own = figures(iso3)
    persons = sum(row.value for row in own.of("population"))
    per_person = own.value("gdp", 2023) / persons
    line = own.latest("poverty_line")
    if line is not None:
        prices = own.value("cpi", 2023) / own.value("cpi", 2017)
        assert 0.05 < line.value * 365 * own.value("ppp_rate", 2017) * prices / per_person < 0.8
    national = own.latest("national_poverty_line")
    if national is not None:
        prices = own.value("cpi", 2023) / own.value("cpi", national.first_year)
        assert 0.05 < national.value * prices / per_person < 0.8


@pytest.mark.parametrize("iso3", REAL)
def test_a_country_that_uses_the_dollar_has_one_product(iso3: str) -> None:
    own = figures(iso3)
    if own.currency == "USD":
        for year, dollars in own.series("gdp_usd").items():
            assert dollars == pytest.approx(own.value("gdp", year), rel=0.005)
    else:
        rates = [own.value("gdp", year) / dollars for year, dollars in own.series("gdp_usd").items()]
        assert all(rate > 1.02 for rate in rates)
        assert max(b / a for a, b in pairwise(rates)) < 2


def test_the_toy_country_is_invented_in_every_line() -> None:
    assert set(figures(TOY).sources) == {"invented"}
    assert "invented" in facts(TOY)["name"]["en"]
    assert figures(TOY).currency == "XTS"


@pytest.mark.external
@pytest.mark.parametrize("iso3", REAL)
def test_making_the_figures_again_gives_the_same_bytes(iso3: str, shared: Path) -> None:
    make = maker()
    country = yaml.safe_load((COUNTRIES / iso3 / "country.yaml").read_text(encoding="utf-8"))
    made = make.figures(_reference(shared), iso3, country)
    assert made.encode() == (COUNTRIES / iso3 / "figures.csv").read_bytes()


@cache
def _reference(shared: Path) -> Any:
    return maker().Shared(shared)


@pytest.mark.external
@pytest.mark.parametrize("iso3", REAL)
def test_the_population_is_that_of_the_united_nations(iso3: str, shared: Path) -> None:
    import polars as pl

    places = pl.read_parquet(shared / "data/wpp/locations.parquet").filter(pl.col("iso3") == iso3)
    published = places["pop_2023_persons"].item()
    persons = sum(row.value for row in figures(iso3).of("population"))
    assert abs(persons - published) <= 60  # the rounding of single ages
    assert int(facts(iso3)["m49"]) == places["loc"].item()
    assert facts(iso3)["name"]["en"] == places["name"].item()


@pytest.mark.external
@pytest.mark.parametrize("iso3", REAL)
def test_product_and_line_are_those_of_the_independent_costing(iso3: str, shared: Path) -> None:
    import polars as pl

    table = pl.read_csv(shared / "reference/universal_cash_cost_2023_open_data.csv")
    found = table.filter(pl.col("iso3") == iso3)
    own = figures(iso3)
    if found.is_empty():
        assert own.latest("poverty_line") is None
        return
    line = own.latest("poverty_line")
    assert line is not None
    prices = own.value("cpi", 2023) / own.value("cpi", 2017)
    amount = line.value * 365 * own.value("ppp_rate", 2017) * prices
    assert own.value("gdp", 2023) == pytest.approx(found["gdp_lcu"].item())
    assert amount == pytest.approx(found["npl_lcu_year_2023"].item(), rel=1e-6)


@pytest.mark.external
@pytest.mark.parametrize("iso3", [iso3 for iso3 in REAL if "national_poverty_line" in facts(iso3)])
def test_national_lines_are_those_of_the_inventory(iso3: str, shared: Path) -> None:
    path = shared / f"reference/schemes/{iso3}.yaml"
    said = facts(iso3)["national_poverty_line"]
    context = yaml.safe_load(path.read_text(encoding="utf-8"))["context"]
    entries = context["poverty_line"].get("values", [context["poverty_line"]])
    amounts = {entry["amount"] for entry in entries}
    assert {float(entry["amount"]) for entry in said["published"]} <= amounts
    assert context["currency"].split()[0] == facts(iso3)["currency"]["code"]
    assert context["poverty_line"]["confidence"] in ("high", "medium")


@pytest.mark.external
def test_the_shipped_countries_are_those_of_the_programme(shared: Path) -> None:
    targets = yaml.safe_load((shared / "reference/targets.yaml").read_text(encoding="utf-8"))
    groups = targets["flagship_2016_2020_countries"]
    assert {iso3 for name, group in groups.items() if name != "source" for iso3 in group} == FLAGSHIP

"""Regional values against those that the release of October 2020 of the SDG database publishes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from socle.exchange.areas import load_areas, members
from socle.exchange.macro_panel import load_countries
from socle.run.aggregates import Asked, regional
from tools.make_aggregates import COMPARED, PAGE, Pair, pairs, section, vulnerable, windows

pytestmark = pytest.mark.external


def _where(found: list[Pair], share: float) -> dict[str, float]:
    return {
        one.ours.statistic.area: one.difference
        for one in found
        if one.difference is not None and one.ours.share >= share
    }


def test_the_index_of_health_coverage_is_the_published_one_in_all_regions(shared: Path) -> None:
    """The WHO weights by population and nearly all countries report.

    It publishes whole numbers, of countries and of regions: one point of rounding, and populations since revised.
    """
    for year in (2015, 2017):
        differences = _where(pairs(shared / "data", "SH_ACS_UNHC", year), 0.9)
        assert len(differences) >= 20
        assert all(abs(one) <= 1.1 for one in differences.values()), differences


@pytest.mark.parametrize("series", ["SI_COV_SOCAST", "SI_COV_SOCINS"])
def test_coverage_in_surveys_is_near_the_published_in_all_regions(shared: Path, series: str) -> None:
    """The World Bank averages reporting countries; populations have been revised since.

    By its documentation surveys of ten years count; those of the release begin in 2008 (docs/aggregates.md).
    """
    for window, points in ((None, 1.3), (8, 1.0)):
        differences = _where(pairs(shared / "data", series, 2016, window=window), 0.4)
        assert len(differences) >= 25
        assert all(abs(one) <= points for one in differences.values()), differences


@pytest.mark.parametrize(
    ("series", "points"), [("SI_COV_VULN", 2.8), ("SI_COV_MATNL", 3.0), ("SI_COV_DISAB", 1.5)]
)
def test_where_everybody_reports_the_ilo_values_follow(shared: Path, series: str, points: float) -> None:
    """Nothing is left to impute; what remains are revisions of countries and of populations."""
    differences = _where(pairs(shared / "data", series, 2016), 0.95)
    assert len(differences) >= 3
    assert all(abs(one) <= points for one in differences.values()), differences


def test_neither_weight_of_the_vulnerable_meets_every_region_that_reports_fully(shared: Path) -> None:
    """Why the definition decides: what docs/aggregates.md says of both."""
    found = {
        name: _where(pairs(shared / "data", "SI_COV_VULN", 2016, concept=name), 0.97)
        for name in ("vulnerable", "population")
    }
    met = {name: {area for area, one in of.items() if abs(one) <= 0.05} for name, of in found.items()}
    assert met == {"vulnerable": {"53"}, "population": {"21"}} and len(found["population"]) == 3


def test_published_values_that_the_country_values_allow_are_the_rule(shared: Path) -> None:
    """The ILO imputes: its value must be one that some coverage of the silent countries gives."""
    found = [one for series in COMPARED for one in pairs(shared / "data", series, COMPARED[series])]
    possible = [not one.outside for one in found if one.ours.least is not None and one.ours.countries]
    assert sum(possible) / len(possible) >= 0.8


def test_sexes_average_to_everybody_where_both_are_known(shared: Path) -> None:
    of = {sex: regional(shared / "data", Asked("SI_COV_PENSN", 2016, sex=sex)) for sex in ("_T", "F", "M")}
    women, men = of["F"][0], of["M"][0]
    assert women.statistic.sex == "F" and women.share < of["_T"][0].share
    assert {part.area for part in women.parts} == {part.area for part in men.parts}


def test_our_list_of_countries_agrees_with_the_reference_list(shared: Path) -> None:
    listed = load_countries(shared / "data")
    words = {
        "202": "sub_saharan_africa",
        "747": "northern_africa_and_western_asia",
        "62": "central_and_southern_asia",
        "753": "eastern_and_south_eastern_asia",
        "419": "latin_america_and_the_caribbean",
        "53": "australia_and_new_zealand",
        "543": "oceania_exc_australia_and_new_zealand",
        "513": "europe_and_northern_america",
    }
    for code, word in words.items():
        theirs = {iso3 for iso3, one in listed.items() if one.region == word}
        assert theirs == set(members(code)) & set(listed), code
    for iso3, one in listed.items():
        assert (load_areas()[iso3].m49 or 0) == one.m49
        assert load_areas()[iso3].income_2024 == one.income_group.lower().replace(" income", "").replace(
            " ", "_"
        )
    assert set(pl.read_parquet(shared / "data/wpp/locations.parquet")["iso3"]) <= set(load_areas())


def test_the_page_of_comparisons_is_of_this_code(shared: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert "".join(section(shared / "data", "SI_COV_MATNL", 2016)).strip() in text
    assert vulnerable(shared / "data") in text and windows(shared / "data") in text

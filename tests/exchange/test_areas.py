"""Countries and groups of countries: codes find each other, groups partition the world as M49 says."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from socle.exchange.areas import area, group, groups, load_areas, load_groups, members, to_iso3, to_m49
from socle.exchange.sources import source
from socle.ground.refusals import Refusal


def test_a_country_is_found_by_each_of_its_codes_and_an_unknown_one_names_the_nearest() -> None:
    assert {area(code).iso3 for code in ("SEN", "sn", 686, "686")} == {"SEN"}
    assert area("NA").iso3 == "NAM" and area("008").iso3 == "ALB" and to_iso3("004") == "AFG"
    assert to_m49("FRA") == 250 and to_iso3(1) is None and to_iso3(202) is None
    with pytest.raises(Refusal) as said:
        area("SNE")
    assert said.value.nearest
    with pytest.raises(Refusal, match="no group of countries"):
        group("X99")
    with pytest.raises(Refusal, match="family"):
        groups("sdg_region")


def test_codes_are_unique_and_complete() -> None:
    rows = list(
        csv.DictReader(files("socle").joinpath("library", "areas.csv").read_text("utf-8").splitlines())
    )
    for column in ("iso3", "iso2", "m49"):
        written = [row[column] for row in rows if row[column]]
        assert len(set(written)) == len(written) == len(rows) == 250
    assert [one.iso3 for one in load_areas().values() if one.subregion is None] == ["ATA", "XKX"]


@pytest.mark.parametrize("family", ["continents", "sdg_regions", "subregions", "ilo_regions"])
def test_every_country_is_in_one_region_of_each_family(family: str) -> None:
    placed = [iso3 for one in groups(family) if one.code != "X01" for iso3 in members(one.code)]
    assert len(placed) == len(set(placed))
    without = set(load_areas()) - set(placed) - (set(members("53")) if family == "subregions" else set())
    assert without == ({"ATA"} if family == "ilo_regions" else {"ATA", "XKX"})


def test_groups_have_names_in_three_languages_and_a_source_and_refer_to_known_groups() -> None:
    for one in load_groups().values():
        assert all(one.name(language) for language in ("en", "fr", "es"))
        assert source(one.source)
        assert all(part in load_groups() for part in one.of)
        assert members(one.code)


def test_counts_of_development_groups_are_those_published() -> None:
    assert len(members("199")) == 44 and len(members("432")) == 32  # of the end of 2024
    assert len(members("199", year=2016)) == 48  # before Equatorial Guinea left
    assert set(members("199", year=2016)) - set(members("199")) == {"BTN", "GNQ", "STP", "VUT"}
    assert len(members("X36")) == 12


def test_income_groups_of_another_year_come_from_its_own_classification() -> None:
    assert "IND" in members("X03")
    assert members("X03", incomes={"IND": "Low income", "PER": "Lower middle income"}) == ("PER",)
    assert members("X02", incomes={"IND": "Low income", "PER": "Lower middle income"}) == ("IND",)

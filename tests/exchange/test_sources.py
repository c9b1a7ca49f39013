"""The list of sources: told once, complete, and never naming a registry of packages."""

from __future__ import annotations

import re

import pytest

from socle.exchange.sources import load_sources, parse_sources, source, source_named
from socle.ground.refusals import Refusal
from socle.model.source import national

NEEDED = [
    "WPP2024-pop1",
    "WPP2024-pop1-sum",
    "WPP2024-indicators",
    "WPP2024-netmig-mean",
    "WPP2024-netmig",
    "WPP2024-mx-abridged",
    "WPP2024-pasfr",
    "WPP2024-derived",
    "WEO-2023-10",
    "WDI-2024-10",
    "WDI-2023-early",
    "JOLLIFFE-2022",
    "UNSD-SDG-2020-10",
    "GAPMINDER-2026-07",
    "WHO-WRD-2011",
    "WB-income-2024",
]

ENTRY = """
sources:
  A-1: {producer: P, title: T, vintage: 2020, licence: L, citation: C, url: https://example.org/%s}
"""


@pytest.mark.parametrize("key", NEEDED)
def test_every_source_the_library_cites_is_listed(key: str) -> None:
    assert source(key).key == key


def test_every_source_states_producer_title_vintage_licence_citation_and_address() -> None:
    for one in load_sources().values():
        assert all((one.producer, one.title, one.vintage, one.licence, one.citation)), one.key
        assert one.url.startswith("https://"), one.key
        assert all(file.url.startswith("https://") for file in one.files), one.key


def test_addresses_are_those_of_producers_and_never_of_package_registries() -> None:
    addresses = " ".join(
        " ".join([one.url, *(file.url for file in one.files)]) for one in load_sources().values()
    )
    assert not re.search(r"pypi|npm|cran\.|anaconda|rubygems|crates\.io|packages\.", addresses)


def test_what_the_project_worked_out_itself_is_flagged_as_derived() -> None:
    derived = {one.key for one in load_sources().values() if one.derived}
    assert derived == {"WPP2024-pop1-sum", "WPP2024-netmig-mean", "WPP2024-derived", "NATURAL-EARTH"}
    assert source("WPP2024-derived").used_for("mortality").derived


def test_the_prevalence_of_disability_stays_flagged_until_it_is_checked() -> None:
    assert source("WHO-WRD-2011").unverified


def test_an_edition_not_listed_is_made_from_its_family() -> None:
    later = source("WEO-2025-04")
    assert (later.producer, later.vintage) == ("International Monetary Fund", "2025-04")
    assert "2025-04" in later.citation


def test_a_data_dictionary_may_name_a_source_by_alias_or_key() -> None:
    assert source_named("IMF World Economic Outlook, October 2023 edition").key == "WEO-2023-10"
    assert source_named("WEO-2023-10").key == "WEO-2023-10"


def test_an_unknown_source_is_refused_with_the_nearest_key() -> None:
    with pytest.raises(Refusal) as refusal:
        source("WPP2024-popl")
    assert refusal.value.nearest == "WPP2024-pop1"


def test_a_national_source_is_cited_in_the_words_it_was_given() -> None:
    decree = national("  Décret 2013-889,\n  article 4 ")
    assert decree.citation == decree.title == "Décret 2013-889, article 4"


def test_an_unknown_field_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(Refusal) as refusal:
        parse_sources((ENTRY % "x").replace("licence", "license"), "mine.yaml")
    assert refusal.value.nearest == "licence"


def test_a_source_without_licence_is_refused() -> None:
    with pytest.raises(Refusal, match="licence"):
        parse_sources((ENTRY % "x").replace(" licence: L,", ""), "mine.yaml")


def test_yaml_that_cannot_be_read_is_refused_by_name() -> None:
    with pytest.raises(Refusal, match=r"mine\.yaml"):
        parse_sources("sources: [", "mine.yaml")

"""Groups of people of a year are those of the figures and of the projection."""

from __future__ import annotations

import pytest

from socle.exchange.country import load_country
from socle.run.inquiry import prefilled
from socle.run.inquiry_people import known_people


@pytest.mark.parametrize("code", ["XXX", "SEN", "KHM"])
def test_groups_add_up(code: str) -> None:
    country = load_country(code)
    year = country.figures.demography().year
    people = known_people(country, year + 1)
    for name in {group for group, _ in people} - {"births", "poor"}:
        men, women, both = (people[name, sex].persons for sex in ("male", "female", "both"))
        assert both == round(men) + round(women)
    force = people["labour_force", "both"].persons
    assert people["employed", "both"].persons + people["unemployed", "both"].persons == pytest.approx(
        force, abs=4
    )
    assert people["working_age", "both"].persons < people["population", "both"].persons


def test_the_population_of_the_first_year_is_that_of_the_figures() -> None:
    country = load_country("XXX")
    year = country.figures.demography().year
    counted = sum(row.value for row in country.figures.of("population") if row.first_year == year)
    assert known_people(country, year)["population", "both"].persons == pytest.approx(counted, abs=1)
    assert known_people(country, year - 1) == {}


def test_older_persons_are_those_above_the_pension_ages() -> None:
    country = load_country("XXX")
    year = country.figures.demography().year
    usual, later = known_people(country, year), known_people(country, year, (67, 65))
    assert later["older", "female"] == usual["older", "female"]._replace(definition="men 67+, women 65+")
    assert later["older", "male"].persons < usual["older", "male"].persons


@pytest.mark.parametrize("code", ["SEN", "XXX", "VNM"])
def test_a_template_names_every_scheme_and_benefit_of_the_law_once(code: str) -> None:
    from socle.exchange.inquiry_law import law_of

    known = prefilled(code, 2024)
    law = law_of(code)
    assert [row["scheme"] for row in known.rows["schemes"]] == [scheme.name for scheme in law]
    paths = [f"{row['scheme']}.{row['benefit']}" for row in known.rows["benefits"]]
    assert paths == [benefit.path for scheme in law for benefit in scheme.benefits]
    asked = {f"{row['scheme']}.{row['benefit']}" for row in known.rows["beneficiaries"]}
    assert asked == set(paths)


def test_who_was_counted_another_way_the_year_before_is_asked_for_in_that_way_alone() -> None:
    from socle.exchange.country import country_folder
    from socle.exchange.inquiry_file import read_inquiry

    before = read_inquiry(country_folder("XXX") / "inquiry" / "2024")
    known = prefilled("XXX", 2025, before)
    said = {(row["scheme"], row["benefit"]) for row in known.rows["beneficiaries"] if row.get("count")}
    assert ("old_age", "pension") in said  # of the ages of a pension
    asked = [row for row in known.rows["beneficiaries"] if not row.get("count")]
    assert asked
    assert said.isdisjoint({(row["scheme"], row["benefit"]) for row in asked})
    order = list(dict.fromkeys((row["scheme"], row["benefit"]) for row in known.rows["beneficiaries"]))
    assert order == [(row["scheme"], row["benefit"]) for row in known.rows["benefits"]]

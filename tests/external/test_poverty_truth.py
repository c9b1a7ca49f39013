"""Poverty and inequality in the synthetic EU-SILC survey and the Ilocos survey against published values."""

from __future__ import annotations

from pathlib import Path

import pytest

from socle.model.survey import Measured, Roles
from socle.run.poverty import PovertyRequest, poverty

pytestmark = pytest.mark.external
PERSON = Roles("rb050", "", "db040", "rb030")
HOUSEHOLD = Roles("rb050", "db030", "db040")
EVERY = "arpt,arpr,rmpg,poor_median,s80s20,gini,gini_osier,palma,fgt0,fgt1,fgt2,watts,sst,atkinson:0.5,ge:0,ge:1,rmir"


@pytest.fixture(scope="module")
def eusilc(shared: Path) -> Path:
    """The survey of 14,827 persons."""
    return shared / "data" / "eusilc" / "eusilc.parquet"


def measured(path: Path, roles: Roles = PERSON, **asked: str) -> dict[str, Measured]:
    """The measures of everybody, by code."""
    options = {"line": "median:0.6", "welfare": "eqIncome", "age": "age", "measures": EVERY, **asked}
    return {
        one.measure: one for one in poverty(path, PovertyRequest(roles=roles, **options)) if one.group == "_T"
    }


def test_the_values_are_those_of_laeken(eusilc: Path) -> None:
    """Alfons and Templ (2013), Journal of Statistical Software 54(15), section 3: eusilc, weights rb050."""
    found = measured(eusilc)
    assert found["arpt"].value == pytest.approx(10859.24, abs=0.005)
    assert 100 * (found["arpr"].value or 0) == pytest.approx(14.44422, abs=5e-6)
    assert 100 * (found["rmpg"].value or 0) == pytest.approx(18.9286, abs=5e-5)
    assert 100 * (found["gini"].value or 0) == pytest.approx(26.48962, abs=5e-6)


def test_the_values_of_the_definitions_of_convey(eusilc: Path) -> None:
    """The convey book (Jacob, Damico and Pessoa): S80/S20 of eusilc is 3.97, its Gini in Osier's form 0.26497."""
    found = measured(eusilc)
    assert found["s80s20"].value == pytest.approx(3.97, abs=0.005)
    assert found["gini_osier"].value == pytest.approx(0.26497, abs=5e-6)


def test_the_error_of_a_mean_is_that_of_another_package(eusilc: Path) -> None:
    """svy 0.35.0, Taylor linearization, households in federal states."""
    found = measured(eusilc, HOUSEHOLD, measures="mean")["mean"]
    assert found.value == pytest.approx(19890.8069, abs=5e-5)
    assert found.se == pytest.approx(141.1641, abs=5e-5)
    rows = poverty(eusilc, PovertyRequest("eqIncome", HOUSEHOLD, "median:0.6", by="rb090", measures="mean"))
    errors = {one.group: one.se for one in rows}
    assert errors["female"] == pytest.approx(146.9810, abs=5e-5)
    assert errors["male"] == pytest.approx(160.1068, abs=5e-5)


def test_households_as_units_make_the_errors_of_persons_much_larger(eusilc: Path) -> None:
    """The project's specification of microsimulation, section 2: 1.6 to 1.7 times for rates and Gini."""
    persons, households = measured(eusilc), measured(eusilc, HOUSEHOLD)
    for code in ("arpt", "arpr", "gini", "s80s20", "fgt1", "rmpg", "sst"):
        ratio = (households[code].se or 0) / (persons[code].se or 1)
        assert 1.5 < ratio < 1.8
        assert households[code].value == persons[code].value


def test_every_measure_has_its_error(eusilc: Path) -> None:
    found = measured(eusilc, HOUSEHOLD)
    assert len(found) == EVERY.count(",") + 1
    assert all(one.se is not None and one.se > 0 for one in found.values())


def test_records_without_welfare_are_left_out_of_logarithms_and_counted(eusilc: Path) -> None:
    found = measured(eusilc)
    assert found["gini"].n == 14827
    assert found["ge:1"].n == 14824
    assert "left out" in found["ge:1"].definition


def test_provinces_add_up_to_the_whole(eusilc: Path) -> None:
    request = PovertyRequest("eqIncome", HOUSEHOLD, "median:0.6", by="db040", measures="fgt1,arpt")
    rows = poverty(eusilc, request)
    assert [one.group for one in rows if one.measure == "arpt"] == ["_T"]
    groups = [one for one in rows if one.measure == "fgt1" and one.group != "_T"]
    assert len(groups) == 9
    assert sum(one.n for one in groups) == 14827
    values = [one.value or 0 for one in groups]
    (overall,) = (one.value or 0 for one in rows if one.measure == "fgt1" and one.group == "_T")
    assert min(values) < overall < max(values)


def test_a_survey_of_households_without_design_is_measured(shared: Path) -> None:
    """Ilocos, package ineq: the income of 632 households, each counted once."""
    found = measured(
        shared / "data" / "ilocos" / "ilocos.parquet", Roles(), welfare="income", age="", measures="gini,ge:1"
    )
    assert found["gini"].n == 632
    assert 0.3 < (found["gini"].value or 0) < 0.6

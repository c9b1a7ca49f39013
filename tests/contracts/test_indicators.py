"""Contracts of the catalogue: every indicator has a worked case, its text is its function, missing stays missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from socle.exchange.flow_file import flow
from socle.measure.catalogue import CATALOGUE, OF_ILO, OF_SDG, indicator_named
from socle.measure.catalogue_entry import BREAKDOWNS, Indicator
from socle.measure.quantity import Quantity, between, missing
from socle.measure.statistics_glossary import STATISTICS
from socle.report.numbers import plain
from socle.report.text import LANGUAGES, translator

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).resolve().parents[1] / "cases" / "indicators.yaml").read_text(encoding="utf-8")
)
EVERY = list(CATALOGUE.values())
every = pytest.mark.parametrize("one", EVERY, ids=lambda one: one.code)
worked = pytest.mark.parametrize("case", CASES, ids=lambda case: case["indicator"])


def test_every_indicator_has_a_worked_case_with_its_source() -> None:
    assert {case["indicator"] for case in CASES} == set(CATALOGUE)
    assert all(str(case.get("source", "")).strip() for case in CASES)


@worked
def test_the_function_gives_the_worked_result(case: dict[str, Any]) -> None:
    one = indicator_named(case["indicator"])
    assert set(case["given"]) == set(one.inputs)
    found = one.of({name: Quantity(float(value)) for name, value in case["given"].items()})
    assert found.value == pytest.approx(float(case["expected"]), rel=1e-12)


@worked
def test_the_text_of_the_formula_is_the_function(case: dict[str, Any]) -> None:
    one = indicator_named(case["indicator"])
    given = {name: float(value) for name, value in case["given"].items()}
    assert one.written(given) == pytest.approx(one.function(**given), rel=1e-12)


@worked
def test_whatever_is_missing_makes_it_missing_and_never_nothing(case: dict[str, Any]) -> None:
    one = indicator_named(case["indicator"])
    given = {name: Quantity(float(value)) for name, value in case["given"].items()}
    for name in one.inputs:
        found = one.of({**given, name: missing("not counted")})
        assert found.value is None and found.bounds is None and found.reason == "not counted", name
        left_out = one.of({key: value for key, value in given.items() if key != name})
        assert left_out.value is None and left_out.said["statistic"] == name


@worked
def test_bounds_of_a_statistic_hold_the_indicator_of_every_number_between(case: dict[str, Any]) -> None:
    one = indicator_named(case["indicator"])
    given = {name: Quantity(float(value)) for name, value in case["given"].items()}
    for name in one.inputs:
        value = float(case["given"][name])
        found = one.of({**given, name: between(0.9 * value, 1.05 * value)}).bounds
        inside = one.of({**given, name: Quantity(value)}).value
        assert found is not None and inside is not None and found[0] <= inside <= found[1]


@every
def test_units_follow_from_those_of_the_statistics(one: Indicator) -> None:
    units = {STATISTICS[name].unit for name in one.inputs}
    if one.unit == "persons":
        assert units == {"persons"}
    if one.unit == "money":
        assert "money" in units
    assert set(one.by) <= set(BREAKDOWNS) and (one.unit != "number" or units <= {"yes or no", "number"})


@every
def test_titles_and_definitions_are_said_in_three_languages(one: Indicator) -> None:
    texts = [one.title, one.definition, *(STATISTICS[name].sentence for name in one.inputs)]
    for lang in ("fr", "es"):
        same = [text for text in texts if translator(lang)(text) == text]
        assert not same, f"{lang}: {same}"


def test_no_statistic_is_there_for_nothing() -> None:
    assert set(STATISTICS) == {name for one in EVERY for name in one.inputs}


def test_series_of_the_goals_are_those_of_the_database() -> None:
    coverage = {"BENFTS", "CHLD", "MATNL", "DISAB", "UEMP", "WKINJRY", "PENSN", "VULN", "POOR"}
    coverage |= {"SOCAST", "SOCINS", "LMKT", "SOCASTPQ", "SOCINSPQ", "LMKTPQ"}
    assert {f"SI_COV_{name}" for name in coverage} <= set(OF_SDG)
    assert {"SH_XPD_EARN10", "SH_XPD_EARN25", "SD_XPD_ESED"} <= set(OF_SDG)
    assert len(OF_ILO) == 9


def test_the_flow_names_the_indicators_of_the_catalogue() -> None:
    codes = flow("SOCIAL_PROTECTION").component("INDICATOR").codelist
    assert codes is not None
    told = {code: dict(text) for code, text in codes.codes.items()}
    wanted = {one.code: {lang: plain(translator(lang)(one.title)) for lang in LANGUAGES} for one in EVERY}
    assert told == wanted

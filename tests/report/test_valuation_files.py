"""The rows of a valuation: each number once with all that names it, and they agree with one another."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from typing import Any

import pytest

from socle.report import valuation_files
from socle.report.valuation_names import NAMES, UNIT
from tests.report import valuation_sample

KEYS = ("scenario", "measure", "benefit", "sex", "year", "percentile", "assumption")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    text = valuation_files.as_csv(valuation_sample.found(), "en")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return dict(json.loads(valuation_files.as_json(valuation_sample.found(), "en")))


def number(rows: list[dict[str, str]], scenario: str = "reform", **named: str) -> dict[int, float]:
    """The numbers of a measure by year; benefit and sex are all where they are not named."""
    wanted = {
        "scenario": scenario,
        "benefit": "all",
        "sex": "all",
        "percentile": "",
        "assumption": "",
        **named,
    }
    return {
        int(row["year"]): float(row["value"])
        for row in rows
        if all(row[key] == value for key, value in wanted.items())
    }


def test_every_number_stands_once_with_unit_moment_and_definition(rows: list[dict[str, str]]) -> None:
    seen = [tuple(row[key] for key in KEYS) for row in rows]
    assert len(seen) == len(set(seen))
    for row in rows:
        assert row["unit"] in UNIT
        assert row["moment"] and row["definition"]
        assert (row["currency"] == "XTS") == (row["unit"] == "money")
        assert (row["value"] == "") == (row["status"] != "computed")


def test_every_measure_that_has_a_name_has_rows(rows: list[dict[str, str]]) -> None:
    assert {row["measure"] for row in rows} == set(NAMES)


def test_json_holds_the_numbers_of_the_csv(rows: list[dict[str, str]], told: dict[str, Any]) -> None:
    assert len(told["rows"]) == len(rows)
    for row, record in zip(rows, told["rows"], strict=True):
        assert (row["value"] == "") == (record["value"] is None)
        assert row["value"] == "" or float(row["value"]) == record["value"]
        assert row["unit"] == record["unit"] == told["measures"][record["measure"]]["unit"]
        assert [row[key] for key in KEYS] == [str(record.get(key, "")) for key in KEYS]


def test_cost_rates_of_benefits_and_administration_add_up_and_are_products_of_their_factors(
    rows: list[dict[str, str]],
) -> None:
    total = number(rows, measure="cost_rate")
    added: dict[int, float] = defaultdict(float)
    for benefit in ("old_age", "invalidity", "survivors", "orphans"):
        rate = number(rows, measure="cost_rate", benefit=benefit)
        people = number(rows, measure="demographic_ratio", benefit=benefit)
        pension = number(rows, measure="financial_ratio", benefit=benefit)
        for year in total:
            assert rate[year] == pytest.approx(people[year] * pension[year], rel=1e-12)
            added[year] += rate[year]
    for year, rate_of_running in number(rows, measure="cost_rate", benefit="administration").items():
        assert total[year] == pytest.approx(added[year] + rate_of_running, rel=1e-12)


def test_men_and_women_add_up_to_all(rows: list[dict[str, str]]) -> None:
    for measure in ("contributors", "payroll", "contributions", "benefits"):
        whole = number(rows, measure=measure)
        men, women = (number(rows, measure=measure, sex=sex) for sex in ("male", "female"))
        for year, value in whole.items():
            assert value == pytest.approx(men[year] + women[year], rel=1e-12)


@pytest.mark.parametrize("scenario", ["reform", "status_quo"])
def test_the_flows_of_a_year_lead_from_one_reserve_to_the_next(
    rows: list[dict[str, str]], scenario: str
) -> None:
    names = ("reserve", "returns", "contributions", "benefits", "administration", "reserve_end")
    start, won, paid, benefits, running, end = (number(rows, scenario, measure=name) for name in names)
    assert set(start) == {*end, max(end) + 1}
    for year, value in end.items():
        led = start[year] + won[year] + paid[year] - benefits[year] - running[year]
        assert value == pytest.approx(led, rel=1e-9)
        assert value == start[year + 1]


def test_the_year_of_exhaustion_is_the_first_whose_end_is_below_zero(rows: list[dict[str, str]]) -> None:
    said = {row["scenario"]: row for row in rows if row["measure"] == "exhaustion" and not row["assumption"]}
    end = number(rows, "status_quo", measure="reserve_end")
    assert float(said["status_quo"]["value"]) == min(year for year, value in end.items() if value < 0)
    assert said["reform"]["value"] == "" and said["reform"]["status"] == "lasts"
    assert min(number(rows, measure="reserve_end").values()) >= 0


def test_percentiles_rise_and_lie_in_their_intervals(rows: list[dict[str, str]]) -> None:
    by_place: dict[tuple[str, str, str], list[tuple[int, float]]] = defaultdict(list)
    for row in rows:
        if row["percentile"].startswith("p"):
            place = (row["scenario"], row["measure"], row["year"])
            by_place[place].append((int(row["percentile"][1:]), float(row["value"])))
        if row["low"] and row["high"]:
            assert float(row["low"]) <= float(row["value"]) <= float(row["high"])
    assert by_place
    for found in by_place.values():
        values = [value for _level, value in sorted(found)]
        assert len(values) == 5 and values == sorted(values)

"""Tidy rows add up, say their units, and leave unknown what is unknown."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from socle.measure import tidy
from tests.report import sample

FLOOR = sample.floor()
ROWS = tidy.rows(FLOOR)


def chosen(**names: Any) -> list[dict[str, Any]]:
    return [row for row in ROWS if all(row[name] == value for name, value in names.items())]


def test_each_row_has_every_column_and_no_number_stands_twice() -> None:
    keys = [tuple(row[column] for column in tidy.COLUMNS[:8]) for row in ROWS]
    assert all(tuple(row) == tidy.COLUMNS for row in ROWS)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "measure", ["expenditure", "pct_gdp", "usd", "expenditure_constant", "persons_reached"]
)
def test_benefits_sum_to_guarantees_and_guarantees_to_totals(measure: str) -> None:
    for scenario in ("low", "high"):
        sums: dict[str, dict[int, float]] = {
            level: defaultdict(float) for level in ("benefit", "guarantee", "all")
        }
        for row in chosen(measure=measure, scenario=scenario):
            level = (
                "all"
                if row["guarantee"] == tidy.ALL
                else "guarantee"
                if row["benefit"] == tidy.ALL
                else "benefit"
            )
            sums[level][row["year"]] += row["value"]
        assert set(sums["all"]) == set(FLOOR.years)
        for year, value in sums["all"].items():
            assert sums["benefit"][year] == pytest.approx(value, rel=1e-12)
            assert sums["guarantee"][year] == pytest.approx(value, rel=1e-12)


def test_shares_and_prices_come_from_the_economy_of_the_same_year() -> None:
    at = 10
    names = {"scenario": "high", "benefit": "pension", "year": FLOOR.years[at]}
    value = {row["measure"]: row["value"] for row in chosen(**names)}
    macro = FLOOR.macro
    assert value["pct_gdp"] == pytest.approx(100 * value["expenditure"] / macro.gdp[at])
    assert value["pct_government_expenditure"] == pytest.approx(
        100 * value["expenditure"] / macro.expenditure[at]
    )
    assert value["pct_revenue"] == pytest.approx(100 * value["expenditure"] / macro.revenue[at])
    assert value["expenditure_constant"] == pytest.approx(value["expenditure"] / macro.deflator[at])
    assert value["ppp"] == pytest.approx(value["expenditure"] / macro.ppp[at])
    paid = value["expenditure"] - value["administration"]
    assert value["per_recipient"] == pytest.approx(paid / value["persons_reached"])


def test_a_sum_that_leaves_something_unknown_out_says_partial() -> None:
    rows = chosen(scenario="status_quo", measure="persons_eligible", guarantee=tidy.ALL)
    grant = chosen(scenario="status_quo", measure="persons_eligible", benefit="child_grant")
    assert [row["value"] for row in rows] == [row["value"] for row in grant]
    assert {row["status"] for row in rows} == {"partial"}


def test_a_sum_of_which_nothing_is_known_is_missing() -> None:
    rows = chosen(scenario="status_quo", measure="persons_eligible", guarantee="old_age")
    assert rows
    assert all(row["value"] is None and row["status"] == "missing" for row in rows)


def test_status_says_published_projected_and_unverified() -> None:
    published = chosen(scenario="status_quo", benefit="pension", measure="expenditure")
    assert {row["status"] for row in published} == {"published, unverified"}
    disability = chosen(scenario="high", benefit="disability", measure="expenditure")
    assert [row["status"] for row in disability[:2]] == ["computed, unverified", "projected, unverified"]
    total = chosen(scenario="high", guarantee=tidy.ALL, measure="expenditure")
    assert [row["status"] for row in total[:2]] == ["computed", "projected"]


def test_a_sum_over_no_benefit_is_nothing() -> None:
    assert np.array_equal(tidy.sums([], 3).cost, np.zeros(3))

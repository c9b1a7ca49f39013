"""Costs, the gap and reference lines: worked figures of the costing specification, and accounting identities."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from socle.ground.axes import Array
from socle.measure.adequacy import above_product, doubts, harmonised
from socle.measure.cost import Running, erosion, net, of_caseload
from socle.measure.fiscal import gap, weighted_share
from socle.measure.tidy import of_guarantee, rows, total
from tests.report import sample

YEARS = 4
money = arrays(np.float64, YEARS, elements=st.floats(0, 1e12))
shares = arrays(np.float64, YEARS, elements=st.floats(0, 2))
nothing = np.zeros(YEARS)


def test_administration_by_a_share_of_benefits() -> None:
    running = Running(np.full(YEARS, 0.05), nothing, nothing, nothing)
    assert running.cost(np.array([100.0, 200.0, 0.0, 50.0]), nothing) == pytest.approx([5, 10, 0, 2.5])


@pytest.mark.parametrize(("already", "first"), [(False, 30.0), (True, 0.0)])
def test_set_up_is_paid_for_new_recipients_only(already: bool, first: float) -> None:
    running = Running(nothing, np.full(YEARS, 2.0), np.full(YEARS, 7.0), np.full(YEARS, 3.0), already)
    recipients = np.array([10.0, 15.0, 12.0, 12.0])
    assert running.cost(nothing, recipients) == pytest.approx([20 + 7 + first, 30 + 7 + 15, 24 + 7, 24 + 7])


def test_a_caseload_is_paid_the_mean_amount_of_the_law() -> None:
    recipients, spending = of_caseload(np.array([30.0, 30.0]), np.array([100.0, 0.0]), np.array([500.0, 0.0]))
    assert recipients.tolist() == [30.0, 0.0]
    assert spending.tolist() == [150.0, 0.0]


@given(money, shares)
def test_the_gap_is_never_negative_and_never_more_than_the_cost(cost: Array, coverage: Array) -> None:
    found = gap(cost, coverage)
    assert (found >= 0).all()
    assert (found <= cost).all()
    assert gap(cost, np.ones(YEARS)).tolist() == [0.0] * YEARS
    assert np.isnan(gap(cost, np.full(YEARS, np.nan))).all()


def test_a_group_is_weighted_by_product_and_unknown_countries_stay_out() -> None:
    product = np.array([100.0, 300.0, 50.0])
    whole = np.ones(3, dtype=bool)
    assert weighted_share(np.array([10.0, 3.0, np.nan]), product, whole) == pytest.approx(13 / 400)
    assert math.isnan(weighted_share(np.full(3, np.nan), product, whole))


@given(money, money, money)
def test_net_cost_and_what_is_subtracted_add_up(cost: Array, existing: Array, paid: Array) -> None:
    assert net(cost, existing, paid) + existing + paid == pytest.approx(cost, abs=1e-2)


def test_a_frozen_amount_erodes_with_prices() -> None:
    assert erosion(np.full(3, 50.0), np.array([1.0, 1.25, 2.0])) == pytest.approx([0, 0.2, 0.5])


def test_the_line_of_senegal_is_the_printed_one() -> None:
    """Costing specification, section 6: 262,557 CFA francs a person in 2023."""
    line = harmonised(2.35623, 246.787, np.array([127.698 / 103.227]))
    assert line[0] == pytest.approx(262_557, rel=1e-5)
    assert doubts(line, np.array([1_033_462.0]), 12) != ()
    assert doubts(line, np.array([1_033_462.0]), 3) == ()


def test_a_line_above_product_per_head_is_seen() -> None:
    assert above_product(np.array([1.56]), np.array([1.0]))
    assert not above_product(np.array([0.25]), np.array([1.0]))
    assert len(doubts(np.array([0.7]), np.array([1.0]), 1)) == 1


def test_net_of_existing_never_subtracts_another_guarantee() -> None:
    floor = sample.floor()
    table = rows(floor)

    def value(scenario: str, guarantee: str, measure: str) -> float:
        (found,) = (
            row["value"]
            for row in table
            if (row["scenario"], row["guarantee"], row["benefit"], row["measure"], row["year"])
            == (scenario, guarantee, "_T", measure, floor.base_year)
        )
        return float(found)

    for guarantee in ("children", "old_age"):
        cost, paid = value("high", guarantee, "expenditure"), value("high", guarantee, "contributions")
        now = [
            r["value"]
            for r in table
            if (r["scenario"], r["guarantee"], r["benefit"], r["measure"], r["year"])
            == ("status_quo", guarantee, "_T", "expenditure", floor.base_year)
        ]
        existing = float(now[0]) if now else 0.0
        assert value("high", guarantee, "net_of_existing") == pytest.approx(cost - existing - paid)


def test_a_benefit_that_is_not_computed_makes_its_sums_partial_or_missing() -> None:
    floor = sample.floor()
    now = floor.scenario("status_quo")
    guarantee = now.not_computed[0].guarantee
    computed = any(benefit.guarantee == guarantee for benefit in now.benefits)
    own, whole = of_guarantee(floor, now, guarantee), total(floor, now)
    assert own.partial["cost"].all() if computed else np.isnan(own.cost).all()
    assert whole.partial["cost"].all()
    nothing = replace(now, benefits=())
    assert np.isnan(total(floor, nothing).cost).all(), "unknown, not nothing"
    assert (total(floor, replace(nothing, not_computed=())).cost == 0).all()
    status = {
        row["status"]
        for row in rows(floor)
        if (row["scenario"], row["guarantee"], row["measure"]) == ("status_quo", "_T", "expenditure")
    }
    assert status == {"partial"}

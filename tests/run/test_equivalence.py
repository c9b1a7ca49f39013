"""Welfare of an adult equivalent: money is money of persons, and what it does is felt by adult equivalents."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from socle.run import Choices
from socle.run.impact import Impact, impact, setting_of
from socle.run.people import People, invented_people
from socle.run.setting import Setting


@pytest.fixture(scope="module")
def setting() -> Setting:
    return setting_of("XXX", Choices())


@pytest.fixture(scope="module")
def people(setting: Setting) -> People:
    return invented_people(setting, 3000, 5)


def value(found: Impact, measure: str, group: str = "all") -> float:
    return next(row.value for row in found.rows if (row.measure, row.group) == (measure, group))


def of_square_roots(people: People) -> People:
    """The same people, their welfare divided by the square root of the size instead of the size."""
    starts = people.population.households
    assert starts is not None
    sizes = np.repeat(np.diff(starts), np.diff(starts)).astype(float)
    heads = np.sqrt(sizes)
    return replace(people, welfare=people.welfare * heads, heads=heads)


def test_one_person_for_each_adult_equivalent_changes_nothing(setting: Setting, people: People) -> None:
    same = impact(setting, replace(people, heads=np.ones(people.welfare.size)), "high")
    kept = [row for row in impact(setting, people, "high").rows if ":effectiveness_" not in row.measure]
    assert [(r.measure, r.group) for r in same.rows] == [(r.measure, r.group) for r in kept]
    np.testing.assert_allclose([r.value for r in same.rows], [r.value for r in kept], rtol=1e-12, atol=1e-14)


def test_money_does_not_depend_on_the_scale_and_poverty_does(setting: Setting, people: People) -> None:
    alone, shared = impact(setting, people, "high"), impact(setting, of_square_roots(people), "high")
    for measure in ("all:spending", "mean_gain"):
        assert value(shared, measure) == pytest.approx(value(alone, measure), rel=1e-12)
    assert value(shared, "fgt0", "before") < value(alone, "fgt0", "before")


def test_the_welfare_of_after_is_what_the_household_then_has_over_its_adult_equivalents(
    setting: Setting, people: People
) -> None:
    scaled = of_square_roots(people)
    found = impact(setting, scaled, "high")
    assert scaled.heads is not None
    after = scaled.welfare + found.gains * scaled.heads
    weight = people.population.weights
    poor = float(((after <= found.line) * weight).sum() / weight.sum())
    assert value(found, "fgt0", "after") == pytest.approx(poor, rel=1e-12)
    lacking = np.maximum(found.line - scaled.welfare, 0) / scaled.heads
    left = np.maximum(found.line - after, 0) / scaled.heads
    closed = float(((lacking - left) * weight).sum() / (found.gains * weight).sum())
    assert value(found, "all:benefit_cost") == pytest.approx(closed, rel=1e-9)
    together = float((found.gains * weight).sum() / ((people.welfare + 0 * left) * weight).sum())
    assert value(found, "relative_gain") == pytest.approx(together, rel=1e-12)

"""Indicators of a survey: persons are counted once, in the household and in the poorest fifth."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from socle.measure.catalogue import CATALOGUE
from socle.measure.hardship import hardship
from socle.model.observation import MISSING
from socle.model.statistic import Statistic
from socle.run.floor import scenario_of
from socle.run.impact import case_of, law_on, setting_of
from socle.run.indicator_survey import Asked, sorted_by_kind, survey_indicators
from socle.run.people import invented_people


@pytest.fixture(scope="module")
def asked() -> Asked:
    """An invented survey of the toy country, with invented payments for health."""
    setting = setting_of("XXX")
    people = invented_people(setting, 3000, 1)
    budget = np.full(people.welfare.size, 100.0)
    paid = np.where(np.arange(people.welfare.size) % 4 == 0, 30.0, 5.0)
    return Asked(setting, people, source="invented", out_of_pocket=paid, budget=budget)


def known(asked: Asked) -> dict[str, Statistic]:
    """Statistics of everybody (of mothers, women) by indicator, each once."""
    found = [one for one in survey_indicators(asked) if one.sex == "_T" or one.indicator == "COV_MOTHERS"]
    by_code = {one.indicator: one for one in found}
    assert len(by_code) == len(found)
    return by_code


def test_every_statistic_is_one_of_the_catalogue_and_a_share(asked: Asked) -> None:
    found = known(asked)
    assert set(found) <= set(CATALOGUE)
    assert all(one.value is None or 0 <= one.value <= 1 for one in found.values())


def test_reached_by_assistance_are_the_persons_of_households_with_any_of_its_benefits(asked: Asked) -> None:
    """By brute force: household by household, from what each member receives."""
    found = known(asked)
    law, ready, _ = law_on(asked.setting, asked.people, scenario_of(asked.setting.country, "status_quo"))
    case = case_of(asked.setting, law, ready, "status_quo", 0)
    paths = sorted_by_kind(law, case)["assistance"]
    starts, weights = asked.people.population.households, asked.people.population.weights
    assert starts is not None and len(paths) > 1
    reached = 0.0
    for first, end in pairwise(starts):
        if any(case.cash[path][first:end].sum() > 0 for path in paths):
            reached += weights[first:end].sum()
    assert found["COV_ASSISTANCE"].value == pytest.approx(reached / weights.sum())
    separate = [weights[case.cash[path] > 0].sum() / weights.sum() for path in paths]
    share = found["COV_ASSISTANCE"].value
    assert share is not None and max(separate) <= share < sum(separate)


def test_hardship_counts_the_persons_above_the_share(asked: Asked) -> None:
    found = known(asked)
    weights = asked.people.population.weights
    above = weights[::4].sum() / weights.sum()
    assert found["HEALTH_SPENDING_10"].value == pytest.approx(above)
    assert found["HEALTH_SPENDING_25"].value == pytest.approx(above)
    without = known(Asked(asked.setting, asked.people))
    assert without["HEALTH_SPENDING_10"].value is None and without["HEALTH_SPENDING_10"].status == MISSING


def test_hardship_is_strict_and_falls_with_the_share() -> None:
    paid, budget, weights = np.array([10.0, 30.0, 5.0, 1.0]), np.array([100.0, 100.0, 100.0, 0.0]), np.ones(4)
    assert [hardship(paid, budget, weights, above) for above in (0.0, 0.1, 0.25, 0.4)] == [4, 2, 2, 1]
    assert hardship(1e6 * paid, 1e6 * budget, weights, 0.1) == 2  # whatever the currency

"""The invented survey looks like the population it is drawn from."""

from __future__ import annotations

import numpy as np
import pytest

from socle.ground.axes import N_AGES, Array
from socle.ground.refusals import Refusal
from socle.project.survey import ADULT, WORK, earnings, synthetic_survey

MEAN, GINI = 5000.0, 0.4


def drawn(seed: int = 1, persons: int = 20_000) -> tuple[Array, dict[str, Array]]:
    cells = np.outer([1.0, 1.1], np.exp(-np.arange(N_AGES) / 30.0)) * 1e5
    work = np.zeros((2, N_AGES))
    work[:, 15:65] = 1.0
    prevalence = {"severely_disabled": np.full((2, N_AGES), 0.03)}
    prevalence |= {
        "unemployed": 0.1 * work,
        "formally_employed": 0.3 * work,
        "informally_employed": 0.4 * work,
    }
    rng = np.random.default_rng(seed)
    return cells, synthetic_survey(cells, prevalence, persons=persons, mean=MEAN, gini=GINI, rng=rng)


def test_weights_add_up_to_the_population_and_ages_follow_it() -> None:
    cells, survey = drawn()
    assert survey["weight"].sum() == pytest.approx(cells.sum())
    for first, last in ((0, 15), (15, 65), (65, 101)):
        ours = ((survey["age"] >= first) & (survey["age"] < last)).mean()
        assert ours == pytest.approx(cells[:, first:last].sum() / cells.sum(), abs=0.01)
    assert survey["sex"].mean() == pytest.approx(cells[1].sum() / cells.sum(), abs=0.01)


def test_consumption_has_the_stated_mean_and_about_the_stated_inequality() -> None:
    _, survey = drawn(persons=60_000)
    values = np.sort(survey["consumption"])
    ranks = 2 * np.arange(1, len(values) + 1) - len(values) - 1
    assert values.mean() == pytest.approx(MEAN)
    assert ranks @ values / (len(values) * values.sum()) == pytest.approx(GINI, abs=0.03)


def test_households_stand_together_share_consumption_and_have_an_adult() -> None:
    _, survey = drawn()
    household = survey["household"].astype(int)
    assert (np.diff(household) >= 0).all()
    adults = np.bincount(household, survey["age"] >= ADULT)
    assert (adults > 0).all()
    spread = np.bincount(household, survey["consumption"]) / np.bincount(household)
    assert survey["consumption"] == pytest.approx(spread[household])


def test_nobody_has_two_places_in_the_labour_market() -> None:
    _, survey = drawn()
    together = np.sum([survey[name] for name in WORK], axis=0)
    assert together.max() == 1
    working_age = (survey["age"] >= 15) & (survey["age"] < 65)
    assert survey["informally_employed"][working_age].mean() == pytest.approx(0.4, abs=0.02)


def test_workers_earn_the_wage_on_average_and_more_where_more_is_consumed() -> None:
    _, survey = drawn()
    earned = earnings(survey, 9000.0)["earnings"]
    works = survey["formally_employed"] + survey["informally_employed"] > 0
    assert earned[works].mean() == pytest.approx(9000)
    assert not earned[~works].any()
    assert np.corrcoef(earned[works], survey["consumption"][works])[0, 1] == pytest.approx(1)
    assert not earnings(survey, float("nan"))


def test_one_seed_gives_one_survey() -> None:
    first, again, other = (drawn(seed)[1] for seed in (1, 1, 2))
    assert all((first[name] == again[name]).all() for name in first)
    assert not np.array_equal(first["age"], other["age"])


def test_too_small_a_survey_is_refused() -> None:
    with pytest.raises(Refusal, match="at least 100"):
        drawn(persons=10)


def test_budgets_are_shares_that_leave_something_and_the_better_off_eat_a_smaller_one() -> None:
    _, survey = drawn()
    budgets = [survey[name] for name in ("food_share", "energy_share", "transport_share")]
    assert all(((share >= 0) & (share <= 1)).all() for share in budgets)
    assert np.sum(budgets, axis=0).max() < 1
    order = np.argsort(survey["consumption"])
    assert (np.diff(survey["food_share"][order]) <= 0).all(), "Engel's law"
    assert survey["food_share"][order[0]] > survey["food_share"][order[-1]]


def test_who_works_has_a_branch_of_work_and_nobody_else() -> None:
    _, survey = drawn()
    works = survey["formally_employed"] + survey["informally_employed"]
    assert ((survey["sector"] > 0) == (works > 0)).all()
    assert set(survey["sector"]) == {0, 1, 2, 3}

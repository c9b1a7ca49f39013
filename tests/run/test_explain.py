"""Explain: the steps of a number add up to the number of the floor, for every benefit."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.model.results import BenefitCost, Floor
from socle.run import Choices, floor
from socle.run.explain import Explanation, explain

SHORT = Choices(years_ahead=3)
YEARS = (2024, 2026)


@cache
def costed(code: str) -> Floor:
    return floor(code, SHORT, ("status_quo", "high"))


def computed() -> list[tuple[str, str, str, int]]:
    """Every benefit that is computed and in force, with its country, scenario and year."""
    return [
        (result.iso3, scenario.name, benefit.benefit, year)
        for result in map(costed, ("XXX", "SEN"))
        for scenario in result.scenarios
        for benefit in scenario.benefits
        for year in YEARS
        if benefit.recipients[result.years.index(year)] > 0
    ]


def values(explained: Explanation, name: str) -> list[float]:
    return [step.value for step in explained.steps if step.name == name]


CASES = computed()


@pytest.mark.parametrize(
    ("code", "scenario", "path", "year"), CASES, ids=[f"{c}-{s}-{b}-{y}" for c, s, b, y in CASES]
)
def test_the_steps_add_up_to_the_number_of_the_floor(code: str, scenario: str, path: str, year: int) -> None:
    result = costed(code)
    benefit: BenefitCost = next(b for b in result.scenario(scenario).benefits if b.benefit == path)
    here = result.years.index(year)
    told = explain(code, path, year, scenario, SHORT)
    assert values(told, "residents") == [pytest.approx(result.population[here].sum())]
    reached = values(told, "recipients")
    assert sum(reached) == pytest.approx(benefit.recipients[here])
    amounts = [
        step.value
        for step, after in zip(told.steps, told.steps[1:], strict=False)
        if step.unit == "money a person and year" and after.unit != step.unit
    ]
    assert np.dot(reached, amounts) == pytest.approx(benefit.spending[here])
    assert values(told, "spending") == [pytest.approx(benefit.spending[here])]
    assert values(told, "spending")[0] + values(told, "administration")[0] == pytest.approx(
        benefit.cost[here]
    )
    assert values(told, "cost") == [pytest.approx(benefit.cost[here])]
    assert values(told, "share of product") == [pytest.approx(benefit.cost[here] / result.macro.gdp[here])]


def test_there_are_numbers_to_explain() -> None:
    assert len({(code, scenario, path) for code, scenario, path, _ in CASES}) > 25


def test_each_condition_leaves_fewer_people_than_the_one_before() -> None:
    told = explain("XXX", "child_benefit.orphan_benefit", 2024, "status_quo", SHORT)
    persons = [step.value for step in told.steps if step.unit == "persons"]
    assert persons == sorted(persons, reverse=True)
    assert persons[0] > persons[1] >= persons[2] > persons[3]


def test_the_words_of_the_file_are_told_with_their_place() -> None:
    told = explain("XXX", "child_benefit.benefit", 2024, "status_quo", SHORT)
    said = [words for step in told.steps for words in step.said]
    amounts = [words for name, words, _ in said if name == "amount"]
    assert amounts == ["45 XTS / month (2022-04-01)"]
    assert any(where.startswith("XXX/schemes/child_benefit.yaml:") for _, _, where in said)
    assert len([step for step in told.steps if step.name == "age_band"]) == 2, (
        "the law changed its form in July"
    )


@pytest.mark.parametrize(
    ("path", "year", "said", "near"),
    [
        ("old_age.pensoin", 2024, "There is no benefit `old_age.pensoin`", "old_age.pension"),
        ("old_age.pension", 1990, "is not in force in 1990|outside", ""),
        ("old_age.pension", 2150, "outside the data", ""),
    ],
)
def test_what_cannot_be_explained_is_refused(path: str, year: int, said: str, near: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        explain("XXX", path, year, "status_quo", SHORT)
    assert refused.value.nearest == near


def test_a_benefit_that_is_not_computed_says_why() -> None:
    with pytest.raises(Refusal, match="is not computed: This is a benefit in kind"):
        explain("SEN", "cec.card", 2024, "status_quo", SHORT)

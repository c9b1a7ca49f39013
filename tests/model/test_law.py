"""How schemes become law: conditions joined, amounts in steps, other benefits read, contributions, levels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from socle.engine import program
from socle.exchange.country import FLOOR_FOLDER, read_schemes
from socle.ground.expression import MONEY, Node
from socle.ground.refusals import Refusal
from socle.ground.vocabulary import shared, sum_in_household
from socle.measure.cost import of_caseload
from socle.model.law import read
from socle.model.population import banded
from socle.model.rulebook import Rule
from socle.model.scenario import parameters
from socle.model.scheme import Call
from tests.engine.small import economy, law, people, run, scheme

ONE = "how_much: [share_of_line: {share: 1}]"


def reached(who: str, **prevalence: float) -> float:
    """Persons of 101 women and 101 men whom the law names."""
    return float(
        run(law(f"who: {who}\n{ONE}"), people(each=1.0, prevalence=prevalence))["s.b"].recipients.item()
    )


@pytest.mark.parametrize(
    ("who", "count"),
    [
        ("[women, age_band: {at_least: 65}]", 36),
        ("[any_of: [women, age_band: {at_least: 65}]]", 101 + 36),
        ("[none_of: [women, age_band: {at_least: 65}]]", 65),
        ("[{any_of: [women]}, {none_of: [age_band: {at_least: 65}]}]", 65),
        ("[men, none_of: [age_band: {below: 65}]]", 36),
        ("[{any_of: women}, age_band: {below: 10}]", 10),
        ("[{any_of: [age_band: {below: 6}, age_band: {name: old, at_least: 65}]}, women]", 6 + 36),
    ],
)
def test_conditions_are_joined_as_the_file_says(who: str, count: float) -> None:
    assert reached(who) == pytest.approx(count)


def test_open_conditions_are_joined_as_independent() -> None:
    shares = {"poor": 0.3, "unemployed": 0.2}
    assert reached("[any_of: [poor, unemployed]]", **shares) == pytest.approx(202 * (1 - 0.7 * 0.8))
    assert reached("[none_of: [poor, unemployed]]", **shares) == pytest.approx(202 * 0.7 * 0.8)
    assert reached("[poor, unemployed]", **shares) == pytest.approx(202 * 0.3 * 0.2)


def test_steps_follow_the_order_of_the_law() -> None:
    steps = "who: everyone\nhow_much: [share_of_line: {share: 1}, %s]"
    cap = "between: {at_most: {unit: XTS, per: year, 2020: 900}}"
    double = "times: {factor: 2}"
    first, second = (
        run(law(steps % order), people(each=1.0))["s.b"].spending.item()
        for order in (f"{cap}, {double}", f"{double}, {cap}")
    )
    assert (first, second) == (pytest.approx(202 * 1800), pytest.approx(202 * 900))


def test_income_of_several_benefits_is_added_before_it_counts() -> None:
    grant = "who: [women]\nhow_much: [share_of_line: {share: 0.1}]"
    pension = "who: [age_band: {at_least: 65}]\nhow_much: [share_of_line: {share: 0.3}]"
    top_up = """
        who: everyone
        how_much:
          - share_of_line: {share: 0.5}
          - less_income: {share: 1, on: {other_income: [s.b, t.b]}}
    """
    paid = run(law(grant, pension, top_up), people(each=1.0))["u.b"].spending.item() / 1200
    assert paid == pytest.approx(65 * (0.5 + 0.4) + 36 * (0.2 + 0.1))


def test_contributions_are_taken_from_those_named_up_to_the_ceiling() -> None:
    financing = """
        financing:
          - contribution: {name: worker, rate: 0.05, at_most: {unit: XTS, per: year, 2020: 900}}
            who: [women]
          - contribution: {name: employer, rate: 0.1}
          - general_revenue
    """
    rules = read([scheme(f"who: everyone\n{ONE}", rest=financing)])
    persons = people(each=1.0, earnings=np.full((1, 1, 1, 1), 1000.0))
    paid = program.contributions(rules, persons, economy(), (2024,))["s"].item()
    assert paid == pytest.approx(101 * 0.05 * 900 + 202 * 0.1 * 1000)
    spread = banded(replace(persons, means=frozenset({"earnings"})), "earnings", sigma=0.6)
    assert program.contributions(rules, spread, economy(), (2024,))["s"].item() < paid


def test_a_caseload_is_paid_what_the_law_gives_on_average() -> None:
    recipients, spending = of_caseload(
        np.array([50.0, 80.0]), np.array([200.0, 0.0]), np.array([1000.0, 0.0])
    )
    np.testing.assert_array_equal(recipients, [50, 0])
    np.testing.assert_array_equal(spending, [250, 0])


def household_rule(give: object) -> Rule:
    return Rule("of_the_household", "entitlement", give, ("earnings",), {}, MONEY, "What a household lacks.")  # type: ignore[arg-type]


@pytest.mark.parametrize("spread", [False, True])
def test_a_household_amount_for_persons_must_say_how_it_is_divided(spread: bool) -> None:
    def lacks(earnings: Node) -> Node:
        return shared(sum_in_household(earnings)) if spread else sum_in_household(earnings)

    base = scheme("who: [women]\n" + ONE)
    version = replace(base.benefits[0].versions[0], how_much=(Call(household_rule(lacks), "s.b.x", {}),))
    changed = replace(base, benefits=(replace(base.benefits[0], versions=(version,)),))
    if spread:
        assert read([changed]).benefits["s.b"].amount.level == "person"
        return
    with pytest.raises(Refusal, match=r"s\.b is an amount per household, and its `who` selects persons"):
        read([changed])


def test_every_parameter_of_the_floor_has_one_path_and_its_place() -> None:
    schemes = read_schemes(FLOOR_FOLDER / "schemes")
    every = [p for s in schemes for p in s.parameters()]
    assert len({p.path for p in every}) == len(every) == len(parameters(schemes))
    assert all(p.where.startswith("floor/schemes/") for p in every)


def test_the_columns_of_a_law_are_those_it_reads() -> None:
    rules = law("who: [women, severely_disabled]\n" + ONE + "\ntake_up: 0.5")
    assert rules.columns == {"sex", "severely_disabled", "poverty_line"}

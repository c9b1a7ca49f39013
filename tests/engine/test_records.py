"""A law on records: benefits and contributions of every person, with luck that reforms and households share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import socle.rules  # noqa: F401, fills the rulebook
from socle.engine import program
from socle.engine.records import LawRecords, run_records, with_draws
from socle.ground.axes import Array
from socle.ground.expression import MONEY, NUMBER, Node, by_chance, column, parameter
from socle.ground.refusals import Refusal
from socle.ground.vocabulary import shared, sum_in_household, where
from socle.model.law import Law, read
from socle.model.population import Population
from tests.engine.small import economy, scheme

YEAR = 2024
PENSION = """
who: [age_band: {at_least: {2020: 65}}]
how_much: [flat: {amount: {unit: XTS, per: year, 2020: 100, 2024-07-01: 140}}]
take_up: {2020: 0.6}
"""
PAID_BY = """
financing:
  - contribution: {rate: 8%, at_most: {unit: XTS, per: year, 2020: 30}}
  - contribution: {rate: 5%, name: employers}
  - general_revenue
"""


def people(households: int = 400, seed: int = 1) -> Population:
    """Households of 1 to 5 with ages and earnings."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 6, households)
    n = int(sizes.sum())
    columns = {
        "age": rng.integers(0, 95, n).astype(float),
        "sex": rng.integers(0, 2, n).astype(float),
        "earnings": rng.integers(0, 60, n) * rng.integers(0, 2, n) * 1.0,
    }
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return Population(rng.uniform(1, 9, n), columns, households=starts)


def law(benefit: str = PENSION) -> Law:
    return read([scheme(benefit, rest=PAID_BY)])


def answered(rules: Law, some: Population, seed: int = 0) -> LawRecords:
    return run_records(rules, some, economy(), YEAR, seed)


def same_luck(one: Population, other: Population, name: str) -> bool:
    return bool((one.columns[name] == other.columns[name]).all())


def test_every_person_contributes_what_the_law_says_up_to_its_ceiling() -> None:
    some = people()
    earnings = some.columns["earnings"]
    found = answered(law(), some).contributions
    np.testing.assert_allclose(found["s"], 0.08 * np.minimum(earnings, 30) + 0.05 * earnings, rtol=1e-12)


def test_contributions_of_records_add_up_to_those_of_cells() -> None:
    some = people()
    cells = Population(
        some.weights.reshape(1, 1, 1, -1),
        {name: values.reshape(1, 1, 1, -1) for name, values in some.columns.items()},
    )
    truth = program.contributions(law(), cells, economy(), (YEAR,))["s"].item()
    assert truth > 0
    assert answered(law(), some).contributions["s"] @ some.weights == pytest.approx(truth, rel=1e-12)


def test_a_scheme_that_nobody_pays_for_has_contributions_of_nothing() -> None:
    some = people()
    found = run_records(read([scheme(PENSION)]), some, economy(), YEAR, 0).contributions
    assert found["s"].shape == some.weights.shape
    assert not found["s"].any()


def test_an_amount_that_changes_in_july_counts_by_months() -> None:
    some = people()
    pension = answered(law(), some).benefits["s.b"]
    np.testing.assert_allclose(pension.amount, 120 * pension.recipients, rtol=1e-12)
    assert (pension.eligible == (some.columns["age"] >= 65)).all()
    assert 0 < pension.recipients.sum() < pension.eligible.sum()


def test_a_reform_meets_the_same_people_with_the_same_luck() -> None:
    some = people()
    few, more = (
        answered(law(PENSION.replace("0.6", share)), some, seed=7).benefits["s.b"].recipients
        for share in ("0.4", "0.8")
    )
    assert (more >= few).all()
    assert more.sum() > few.sum()
    older = answered(law(PENSION.replace("65", "70")), some, seed=7).benefits["s.b"].recipients
    met = some.columns["age"] >= 70
    before = answered(law(), some, seed=7).benefits["s.b"].recipients
    np.testing.assert_array_equal(older[met], before[met])


def changed(rules: Law, tree: Node) -> Law:
    """The law with another condition of being reached."""
    benefit = rules.benefits["s.b"]
    return replace(rules, benefits={"s.b": replace(benefit, recipients=tree, amount=tree)})


def luck(name: str, level: str) -> Node:
    share = parameter("s.b.take_up", NUMBER)
    chance = column(f"chance:{name}", by_chance("any", share).kind, level)
    chance.chance = share
    return chance


def test_a_chance_of_households_is_one_draw_for_all_members() -> None:
    some, rules = people(), changed(law(), where(luck("together", "household"), 1, 0))
    starts = some.households
    assert starts is not None
    draws = with_draws(some, rules, 3).columns["draw:together"]
    first = np.repeat(draws[starts[:-1]], np.diff(starts))
    np.testing.assert_array_equal(draws, first)
    assert len(np.unique(draws)) == len(starts) - 1
    reached = answered(rules, some, seed=3).benefits["s.b"].recipients
    np.testing.assert_array_equal(reached, draws < 0.6)


def test_draws_of_persons_depend_on_seed_and_name_alone() -> None:
    some = people()
    alone, both = law(), changed(law(), where(luck("s.b.take_up", "person") & luck("x", "household"), 1, 0))
    name = "draw:s.b.take_up"
    assert same_luck(with_draws(some, alone, 3), with_draws(some, both, 3), name)
    assert not same_luck(with_draws(some, alone, 3), with_draws(some, alone, 4), name)
    assert len(np.unique(with_draws(some, alone, 3).columns[name])) == len(some.weights)


def by_hand(some: Population, draws: Array) -> Array:
    """Each household that is lucky as a whole shares what its members earn."""
    starts = some.households
    assert starts is not None
    sums = np.add.reduceat(some.columns["earnings"], starts[:-1]) / np.diff(starts)
    return np.repeat(sums, np.diff(starts)) * (draws < 0.6)


def test_a_household_that_is_lucky_together_shares_together() -> None:
    some = people()
    tree = where(luck("together", "household"), shared(sum_in_household(column("earnings", MONEY))), 0)
    rules = changed(law(), tree)
    draws = with_draws(some, rules, 0).columns["draw:together"]
    np.testing.assert_allclose(
        answered(rules, some).benefits["s.b"].amount, by_hand(some, draws), rtol=1e-12, atol=1e-12
    )


def test_draws_need_persons_in_households() -> None:
    with pytest.raises(Refusal, match="records in households"):
        with_draws(replace(people(), households=None), law(), 0)

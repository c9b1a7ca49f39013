"""A law on records: benefits and contributions of every person, with luck that reforms and households share."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

import socle.rules  # noqa: F401, fills the rulebook
from socle.engine import machine, numba_kernel, program, records
from socle.engine.choice import MANY_ANSWERS, MANY_PERSONS, Engine
from socle.engine.numba_kernel import LARGEST
from socle.engine.numpy_blocks import evaluate
from socle.engine.records import BenefitRecords, LawRecords, prepared, run_records, sweep, with_draws
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


BY_SEX = """
who: [age_band: {at_least: {men: {2020: 65}, women: {2020: 60}}}]
how_much: [flat: {amount: {unit: XTS, per: year, 2020: 100, 2024-07-01: 140}}]
take_up: {2020: 0.6}
"""
ENGINES = pytest.mark.parametrize("engine", [Engine("numpy"), Engine("fast")], ids=["numpy", "fast"])


def by_stretches(rules: Law, some: Population) -> LawRecords:
    """The reference: every expression by itself, each value of a parameter a column."""
    lucky, size = with_draws(some, rules, 0), len(some.weights)
    sex = some.columns["sex"].astype(int)

    def over_the_year(tree: Node) -> Array:
        result = np.zeros(size)
        for shares, resolved in program.stretches_of(rules, economy(), (YEAR,)):
            own = {
                path: np.broadcast_to(value, (1, 1, 2, 1))[0, 0, sex, 0] for path, value in resolved.items()
            }
            result += shares[0] * evaluate(tree, lucky, own)
        return result

    benefits = {
        path: BenefitRecords(*(over_the_year(t) for t in (b.eligible, b.recipients, b.amount)))
        for path, b in rules.benefits.items()
    }
    paid = {
        name: over_the_year(trees[0]) + over_the_year(trees[1]) for name, trees in rules.contributions.items()
    }
    return LawRecords(benefits, paid)


def assert_same(found: LawRecords, truth: LawRecords) -> None:
    for path, benefit in truth.benefits.items():
        for name in ("eligible", "recipients", "amount"):
            own = getattr(found.benefits[path], name)
            np.testing.assert_allclose(own, getattr(benefit, name), rtol=1e-12, atol=1e-12, err_msg=name)
    for name, paid in truth.contributions.items():
        np.testing.assert_allclose(found.contributions[name], paid, rtol=1e-12, atol=1e-12)


@ENGINES
@pytest.mark.parametrize("benefit", [PENSION, BY_SEX])
def test_every_engine_gives_the_reference_on_records(engine: Engine, benefit: str) -> None:
    some = people()
    found = run_records(law(benefit), some, economy(), YEAR, 0, engine)
    assert_same(found, by_stretches(law(benefit), some))
    assert found.benefits["s.b"].amount.sum() > 0


@ENGINES
def test_a_sweep_gives_what_separate_laws_give(engine: Engine) -> None:
    some, ready = people(), prepared(law(), people(), economy(), YEAR, 0, engine)
    grid = [
        {"s.b.take_up": share, "s.b.flat.amount": money, "s.b.age_band.at_least": age}
        for share, money, age in ((0.2, 100, 50), (0.9, 7.5, 65), (0.6, 0, 20))
    ]
    for found, point in zip(sweep(ready, grid), grid, strict=True):
        text = PENSION.replace("2020: 100, 2024-07-01: 140", f"2020: {point['s.b.flat.amount']}")
        text = text.replace("0.6", str(point["s.b.take_up"])).replace(
            "65", str(point["s.b.age_band.at_least"])
        )
        assert_same(found, by_stretches(law(text), some))


@ENGINES
def test_a_number_for_all_may_replace_one_that_differs_by_sex(engine: Engine) -> None:
    some, ready = people(), prepared(law(BY_SEX), people(), economy(), YEAR, 0, engine)
    found = ready.run({"s.b.age_band.at_least": 62.0})
    assert_same(
        found, by_stretches(law(BY_SEX.replace("{men: {2020: 65}, women: {2020: 60}}", "{2020: 62}")), some)
    )


def test_a_sweep_compiles_nothing_and_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ready = prepared(law(), people(), economy(), YEAR, 0, Engine("fast"))
    monkeypatch.setattr(numba_kernel, "_machine", None)
    monkeypatch.setattr(records, "with_draws", None)
    few, more = (found.benefits["s.b"].amount.sum() for found in sweep(ready, [{"s.b.take_up": 0.3}, {}]))
    assert 0 < few < more


def test_an_unknown_parameter_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refusal) as refused:
        prepared(law(), people(), economy(), YEAR, 0).run({"s.b.flat.amout": 1.0})
    assert refused.value.nearest == "s.b.flat.amount"


def kept(name: str, text: str) -> machine.Kernel:
    """As if the code was in a file."""
    return machine.in_memory(name, text)


def test_the_engine_is_compiled_for_many_persons_or_many_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    by_size = [Engine(load=kept).compiles(persons) for persons in (1_000, MANY_PERSONS - 1, MANY_PERSONS)]
    assert by_size == [False, False, True]
    assert not Engine().compiles(MANY_PERSONS)  # nothing is kept, so compiling would not pay
    assert Engine().compiles(MANY_ANSWERS)
    assert Engine(runs=MANY_ANSWERS // 1_000).compiles(1_000)
    assert not Engine("numpy", kept, MANY_ANSWERS).compiles(MANY_PERSONS)
    assert Engine("fast").compiles(1)
    assert not Engine(load=kept).compiles(MANY_PERSONS, LARGEST + 1)
    machine.machine.cache_clear()
    monkeypatch.setitem(sys.modules, "numba", None)
    assert not Engine(load=kept).compiles(MANY_PERSONS)
    with pytest.raises(Refusal, match=r"opensocle\[fast\]"):
        run_records(law(), people(), economy(), YEAR, 0, Engine("fast"))
    with pytest.raises(Refusal) as refused:
        Engine("fats")
    assert refused.value.nearest == "fast"

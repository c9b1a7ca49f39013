"""Shocks on an invented survey: what is lost is what was said, and what is paid back is what was saved."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.model.shock import (
    BudgetShare,
    Compensation,
    Condition,
    Effect,
    IncomeLoss,
    JobLoss,
    PriceRise,
    Shock,
    SubsidyRemoval,
)
from socle.run import Setting
from socle.run.impact import impact, line_of, setting_of
from socle.run.people import People, invented_people
from socle.run.shock import AFTER, BEFORE, COMPENSATED, Shocked, outcome, shock_named, shocked
from tests.run.without import without

JOBS = JobLoss(0.2, "formally_employed", "unemployed", earned=0.6)
ENERGY = SubsidyRemoval(
    prices={"energy": 0.4},
    inputs={"transport": {"energy": 0.25}, "food": {"transport": 0.1, "food": 0.2}},
    pass_through={},
    budgets={
        "energy": BudgetShare("energy_share"),
        "food": BudgetShare("food_share"),
        "transport": BudgetShare("", (0.05,)),
    },
)


@pytest.fixture(scope="module")
def setting() -> Setting:
    return setting_of("XXX")


@pytest.fixture(scope="module")
def people(setting: Setting) -> People:
    return without(invented_people(setting, 6000, 1), "earnings")


def after(setting: Setting, people: People, *effects: Effect, seed: int = 0) -> Shocked:
    return shocked(setting, people, Shock("test", {"en": "Test"}, {"en": ""}, "", effects), seed)


def facts(found: Shocked) -> list[float]:
    return [value for fact in found.facts for value in fact.values.values() if isinstance(value, float)]


def test_higher_prices_cost_share_times_rise_and_leave_the_columns_alone(
    setting: Setting, people: People
) -> None:
    found = after(setting, people, PriceRise(0.1, "food", BudgetShare("food_share")))
    share = people.population.columns["food_share"]
    assert found.people.welfare == pytest.approx(people.welfare * (1 - 0.1 * share))
    assert found.people.population.columns == people.population.columns


def test_budget_shares_by_quantile_are_those_of_the_poorest_first(setting: Setting, people: People) -> None:
    found = after(setting, people, PriceRise(0.1, "food", BudgetShare("", (0.8, 0.2))))
    lost = 1 - found.people.welfare / people.welfare
    poorer = people.welfare <= np.median(people.welfare)
    assert lost[poorer] == pytest.approx(0.08)
    assert lost[~poorer] == pytest.approx(0.02)


def test_as_many_jobs_are_lost_as_said_and_benefits_see_who_lost_them(
    setting: Setting, people: People
) -> None:
    found = after(setting, people, JOBS)
    weight, before = people.population.weights, people.population.columns
    now = found.people.population.columns
    lost = before["formally_employed"] - now["formally_employed"]
    assert weight @ lost == pytest.approx(0.2 * (weight @ before["formally_employed"]), abs=weight.max() / 2)
    assert now["unemployed"] - before["unemployed"] == pytest.approx(lost)
    assert facts(found) == [pytest.approx(weight @ lost)]
    paid = [impact(setting, one, "high").gains @ weight for one in (people, found.people)]
    assert paid[1] > paid[0]


def test_without_earnings_each_worker_brings_the_same_part_of_what_work_brings(
    setting: Setting, people: People
) -> None:
    found = after(setting, people, replace(JOBS, share=1.0))
    starts = people.population.households
    assert starts is not None
    columns = people.population.columns
    for first, last in pairwise(starts[:200].tolist()):
        formal, informal = (
            columns[name][first:last].sum() for name in ("formally_employed", "informally_employed")
        )
        part = formal / (formal + informal) if formal + informal else 0.0
        lost = 1 - found.people.welfare[first:last] / people.welfare[first:last]
        assert lost == pytest.approx(0.6 * part)


def test_with_earnings_households_lose_what_their_members_earned_down_to_nothing(
    setting: Setting, people: People
) -> None:
    earnings = people.population.columns["formally_employed"] * 3.0 * people.welfare
    rich = replace(people, population=people.population.with_columns(earnings=earnings))
    found = after(setting, rich, replace(JOBS, share=1.0))
    starts = people.population.households
    assert starts is not None
    sizes = np.diff(starts)
    a_head = np.repeat(np.add.reduceat(earnings, starts[:-1]) / sizes, sizes)
    assert found.people.welfare == pytest.approx(np.maximum(people.welfare - a_head, 0.0))
    assert not found.people.population.columns["earnings"].any()
    assert people.population.weights[a_head > people.welfare].sum() == pytest.approx(facts(found)[0])


def test_income_of_a_sector_is_lost_by_its_workers_only(setting: Setting, people: People) -> None:
    loss = IncomeLoss(0.5, "welfare", where=(Condition("sector", 1, 1), Condition("age", 15, 40)))
    found = after(setting, people, loss)
    columns = people.population.columns
    meant = (columns["sector"] == 1) & (columns["age"] >= 15) & (columns["age"] < 40)
    starts = people.population.households
    assert starts is not None
    hit = np.repeat(np.logical_or.reduceat(meant, starts[:-1]), np.diff(starts))
    assert hit.any()
    assert found.people.welfare == pytest.approx(np.where(hit, 0.5, 1.0) * people.welfare)


def test_the_same_people_are_hit_whatever_comes_after_and_other_seeds_hit_others(
    setting: Setting, people: People
) -> None:
    jobs = [
        after(setting, people, *effects, seed=seed).people.population.columns["unemployed"]
        for effects, seed in (
            ((JOBS,), 0),
            ((PriceRise(0.1, "food", BudgetShare("food_share")), JOBS), 0),
            ((JOBS,), 1),
        )
    ]
    assert (jobs[0] == jobs[1]).all()
    assert not np.array_equal(jobs[0], jobs[2])
    fewer = after(setting, people, replace(JOBS, share=0.1)).people.population.columns["unemployed"]
    assert (fewer <= jobs[0]).all()


def test_a_subsidy_costs_its_direct_and_its_indirect_part_by_hand(setting: Setting, people: People) -> None:
    found = after(setting, people, ENERGY)
    transport = 0.25 * 0.4
    food = 0.1 * transport / (1 - 0.2)
    columns = people.population.columns
    share = columns["energy_share"] * 0.4 + 0.05 * transport + columns["food_share"] * food
    assert found.people.welfare == pytest.approx(people.welfare * (1 - share))
    weight = people.population.weights * people.welfare
    direct = weight @ (0.4 * columns["energy_share"]) / weight.sum()
    assert facts(found)[:2] == [pytest.approx(direct), pytest.approx(weight @ share / weight.sum() - direct)]
    assert facts(found)[2] == pytest.approx(weight @ share), "all that people lose is what the state saves"


def test_without_inputs_a_subsidy_costs_its_direct_part_only(setting: Setting, people: People) -> None:
    alone = replace(ENERGY, inputs={})
    price = PriceRise(0.4, "energy", BudgetShare("energy_share"))
    found, same = (after(setting, people, effect) for effect in (alone, price))
    assert found.people.welfare == pytest.approx(same.people.welfare)
    assert facts(found)[1] == pytest.approx(0, abs=1e-15)


def test_what_firms_do_not_pass_on_is_saved_by_the_state_all_the_same(
    setting: Setting, people: People
) -> None:
    whole, part = (
        after(setting, people, replace(ENERGY, pass_through=passed)) for passed in ({}, {"transport": 0.5})
    )
    assert facts(part)[1] < facts(whole)[1]
    assert facts(part)[2] == pytest.approx(facts(whole)[2])


@pytest.mark.parametrize(
    "plan",
    [
        Compensation(),
        Compensation(kept=0.3),
        Compensation(kept=0.3, poorest=0.4),
        Compensation(kept=0.1, benefit="children.child_benefit", scenario="high"),
        Compensation(kept=0.1, benefit="old_age.pension"),
    ],
)
def test_compensation_pays_back_the_saving_to_the_last_cent(
    setting: Setting, people: People, plan: Compensation
) -> None:
    found = after(setting, people, replace(ENERGY, compensation=plan))
    weight = people.population.weights
    saved = weight @ (people.welfare - found.stages[AFTER])
    repaid = weight @ (found.stages[COMPENSATED] - found.stages[AFTER])
    assert repaid == pytest.approx((1 - plan.kept) * saved, rel=1e-9)
    assert (found.people.welfare == found.stages[COMPENSATED]).all()


def test_compensation_of_the_poorest_reaches_them_and_nobody_else_with_one_amount(
    setting: Setting, people: People
) -> None:
    found = after(setting, people, replace(ENERGY, compensation=Compensation(poorest=0.4)))
    repaid = found.stages[COMPENSATED] - found.stages[AFTER]
    reached = repaid > 0
    assert people.welfare[reached].max() < people.welfare[~reached].min()
    assert people.population.weights[reached].sum() == pytest.approx(
        0.4 * people.population.weights.sum(), rel=0.01
    )
    assert np.ptp(repaid[reached]) == pytest.approx(0, abs=1e-9 * repaid.max())


def test_compensation_through_a_benefit_is_its_amounts_times_one_factor(
    setting: Setting, people: People
) -> None:
    plan = Compensation(benefit="children.child_benefit", scenario="high")
    found = after(setting, people, replace(ENERGY, compensation=plan))
    repaid = found.stages[COMPENSATED] - found.stages[AFTER]
    starts = people.population.households
    assert starts is not None
    children = np.add.reduceat((people.population.columns["age"] < 6).astype(float), starts[:-1])
    a_head = np.repeat(children / np.diff(starts), np.diff(starts))
    assert (repaid > 0).tolist() == (a_head > 0).tolist()
    ratio = repaid[a_head > 0] / a_head[a_head > 0]
    assert ratio == pytest.approx(ratio[0])


def test_poverty_is_told_at_each_stage_with_the_error_of_its_change(setting: Setting, people: People) -> None:
    found = after(setting, people, replace(ENERGY, compensation=Compensation(kept=0.5)))
    gains = impact(setting, found.people, "high").gains
    rows = list(outcome(found, {"high": gains}, line_of(setting), people))
    value = {(row.measure, row.group): row for row in rows}
    last = f"{COMPENSATED}, high"
    assert {row.group for row in rows} == {BEFORE, AFTER, COMPENSATED, last}
    order = [value["fgt1", group].value for group in (AFTER, COMPENSATED, last)]
    assert order == sorted(order, reverse=True)
    weight, line = people.population.weights, line_of(setting)
    poor = (found.people.welfare + gains <= line) @ weight / weight.sum()
    assert value["fgt0", last].value == pytest.approx(poor)
    for group in (AFTER, COMPENSATED, last):
        change = value["fgt0:change", group]
        assert change.value == pytest.approx(value["fgt0", group].value - value["fgt0", BEFORE].value)
        assert 0 < change.se < value["fgt0", group].se


@pytest.mark.parametrize(
    ("effect", "named"),
    [
        (replace(JOBS, earned=None), "no column `earnings`"),
        (PriceRise(0.1, "food", BudgetShare("livestock")), "`livestock`"),
        (IncomeLoss(0.1, "welfare", where=(Condition("livestock", 1, 2),)), "no column `livestock`, which"),
        (
            replace(ENERGY, budgets={"energy": BudgetShare("rooms"), "food": BudgetShare("livestock")}),
            "`rooms`, `livestock`",
        ),
        (PriceRise(3.0, "food", BudgetShare("food_share")), "first order"),
        (PriceRise(0.1, "food", BudgetShare("age")), "between 0 and 1"),
        (
            replace(ENERGY, budgets={"energy": BudgetShare("", (0.5,)), "food": BudgetShare("food_share")}),
            "more than all",
        ),
        (
            replace(ENERGY, compensation=Compensation(benefit="old_age.pensio")),
            "Did you mean `old_age.pension`?",
        ),
        (replace(ENERGY, compensation=Compensation(benefit="a.b", scenario="hihg")), "Did you mean `high`?"),
    ],
)
def test_what_the_survey_or_the_law_cannot_answer_is_refused_at_its_line(
    setting: Setting, people: People, effect: Effect, named: str
) -> None:
    with pytest.raises(Refusal) as refused:
        after(setting, people, replace(effect, place="shock.yaml:7"))
    assert named in str(refused.value)
    assert refused.value.where == "shock.yaml:7"


def test_shipped_shocks_run_and_an_unknown_name_is_refused_with_the_nearest(
    setting: Setting, people: People
) -> None:
    for name in ("drought", "energy_prices"):
        found = shocked(setting, people, shock_named("XXX", name))
        weight = people.population.weights
        assert weight @ found.stages[AFTER] < weight @ found.stages[BEFORE]
    with pytest.raises(Refusal, match="Did you mean `drought`"):
        shock_named("XXX", "drougth")


def test_what_households_consume_moves_with_their_welfare(setting: Setting, people: People) -> None:
    asked = replace(people, population=people.population.with_columns(consumption=7 * people.welfare))
    effect = replace(ENERGY, compensation=Compensation(kept=0.5))
    found = after(setting, asked, effect)
    assert found.people.population.columns["consumption"] == pytest.approx(7 * found.people.welfare)

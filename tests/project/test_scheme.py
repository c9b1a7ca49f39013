"""A scheme over the years: nobody and nothing is lost, and scenarios share what does not differ."""

from __future__ import annotations

import numpy as np
import pytest

from socle.model.insured import InsuredOverTime
from socle.project.scheme import insured_over_time
from tests.project.demonstration import SERVICE, law, valuation


def cost_rate(found: InsuredOverTime):
    """Benefits over payroll, [scenario, year]."""
    return sum(paid.sum(-1) for paid in found.benefits.values()) / found.payroll.sum(-1)


def heads(state):
    return (state.active[0] + state.inactive[0]).sum((0, 2, 3, 4))


def test_heads_are_conserved_in_every_year():
    found = insured_over_time(law(), valuation(40), keep=True)
    people = {name: values[0] for name, values in found.people.items()}
    for step in range(40):
        gone = sum(people[cause][step] for cause in ("deaths", "invalid", "retiring", "aged_out"))
        expected = heads(found.states[step]) + people["entering"][step] - gone
        assert heads(found.states[step + 1]) == pytest.approx(expected, rel=1e-12)


def test_the_insured_reach_their_number_at_each_years_end():
    plan = valuation(30)
    found = insured_over_time(law(), plan, keep=True)
    for step in range(30):
        there = found.states[step + 1].active[0].sum((2, 3, 4))
        assert there == pytest.approx(plan.experience.insured[step], rel=1e-12)


def test_too_many_insured_are_reported_and_nobody_enters_backwards():
    found = insured_over_time(law(), valuation(10, growth=-0.3))
    assert found.people["entering"].min() == 0.0
    assert found.people["above_target"][0, 0].min() > 0.0


def test_service_credited_is_the_contributor_years():
    found = insured_over_time(law(), valuation(1), keep=True)
    before, after = (((s.active[0] + s.inactive[0]).sum((0, 1, 2, 3)) * SERVICE).sum() for s in found.states)
    assert after - before < found.contributors.sum()  # the rest is with those who left


def test_pensioners_are_conserved():
    found = insured_over_time(law(), valuation(20), keep=True)
    pensions = [state.pensions["old_age"].count.sum((0, 2)) for state in found.states]
    for step in range(20):
        died = pensions[step] + found.awards["old_age"][0, step] - pensions[step + 1]
        assert (died >= 0).all()
        years = found.pensioners["old_age"][0, step]
        assert years == pytest.approx((pensions[step] + pensions[step + 1]) / 2, rel=1e-12)


def test_one_scenario_among_many_is_the_run_of_its_own():
    index = np.random.default_rng(1).normal(0.0, 0.02, (30, 5))
    least = 0.2 * np.exp(np.cumsum(index, axis=0))
    many = cost_rate(insured_over_time(law(index=index, least=least), valuation(30)))
    for i in (0, 3):
        alone = law(index=index[:, i : i + 1], least=least[:, i : i + 1])
        assert cost_rate(insured_over_time(alone, valuation(30)))[0] == pytest.approx(many[i], rel=1e-12)


def test_the_insured_are_projected_once_where_only_pensions_in_payment_differ():
    found = insured_over_time(law(index=np.zeros((10, 7))), valuation(10))
    assert found.end.active.shape[1] == 1
    assert found.benefits["old_age"].shape == (7, 10, 2)


def test_doubling_heads_doubles_money():
    one, two = (insured_over_time(law(), valuation(25, heads=heads)) for heads in (1000.0, 2000.0))
    assert two.payroll == pytest.approx(2 * one.payroll, rel=1e-12)
    for name, paid in one.benefits.items():
        assert two.benefits[name] == pytest.approx(2 * paid, rel=1e-12)


def test_a_later_pension_age_saves_less_in_people_than_a_hazard_by_age_would_lose():
    early, late = (insured_over_time(law(age=age), valuation(60)) for age in (60.0, 63.0))
    assert cost_rate(late)[0, 40] < cost_rate(early)[0, 40]
    before, after = (found.people["retiring"][0, 50:].sum() for found in (early, late))
    assert after == pytest.approx(before, rel=0.1)  # they wait and then retire

"""Notional accounts that grow with payroll pay out what they take in, generation by generation.

Balances are credited with contributions and revalued by the growth of payroll, the dead leave theirs to their
age, pensions are balance over divisor. Nothing else is financed: no invalidity, no survivors.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.ground.refusals import Refusal
from socle.measure.cohort import internal_rate
from socle.measure.solvency import annuity, balance_ratio
from socle.project.divisor import annuity_divisors, divisors, pooled
from socle.project.movements import moved
from socle.project.scheme import insured_over_time
from socle.project.waiting import at_first
from tests.project.random_schemes import (
    AGES,
    FIRST,
    LAST,
    RETIREMENT,
    TERMS,
    generation,
    growing,
    mortality,
    spending,
    stable,
    valuation,
)  # fmt: skip

few = settings(max_examples=8, deadline=None)
WORKING = slice(FIRST, FIRST + AGES)
SHARED = {"promises": RETIREMENT, "shared": ("career",)}
SETTLED = AGES + LAST  # years after which nobody of the start is left


def accounts(terms):
    """A scheme of notional accounts whose balances grow with payroll: with the insured, above wages."""
    return replace(terms, invalidity=0.0, years=0, revaluation=terms.growth)


def by_sex(terms):
    """[sex, working age]"""
    return divisors(mortality(terms.death)[0, 0], terms.growth, terms.index)[:, WORKING]


def notional(terms, divisor):
    return terms.law(divisor=np.broadcast_to(divisor, (2, AGES))[None, :, None, :, None])


def in_stable_state(terms, law, years=3):
    state = stable(terms, law, years=SETTLED, **SHARED)
    plan = valuation(terms, years, state, growing(state, terms, years), **SHARED)
    return insured_over_time(law, plan, keep=True)


def contributions(found):
    return found.contributions["all"].sum(-1)


@given(TERMS)
@few
def test_pensions_from_notional_accounts_are_the_contributions_of_the_year(terms):
    terms = accounts(terms)
    found = in_stable_state(terms, notional(terms, by_sex(terms)))
    assert spending(found) == pytest.approx(contributions(found), rel=1e-10)


@given(TERMS)
@few
def test_a_divisor_of_both_sexes_weighted_by_balances_does_not_move_the_balance_of_the_scheme(terms):
    terms = accounts(terms)
    law = notional(terms, by_sex(terms))
    state = in_stable_state(terms, law, 1).states[0]
    plan = valuation(terms, 1, state, growing(state, terms, 1), **SHARED)
    retiring = moved(law, plan, state, at_first(law, plan), plan.first_year).exits.old_age[1]
    one = pooled(by_sex(terms), retiring.sum((0, 2, 4)))
    low, high = np.sort(by_sex(terms), axis=0)
    assert (low <= one + 1e-12).all() and (one <= high + 1e-12).all()
    found = in_stable_state(terms, notional(terms, one))
    assert spending(found) == pytest.approx(contributions(found), rel=1e-10)


@given(TERMS)
@few
def test_every_generation_earns_the_growth_of_payroll_on_its_account(terms):
    terms = replace(accounts(terms), entry=1)  # who enters at one age shares the gains of the same dead
    law = notional(terms, by_sex(terms))
    one = generation(terms, law, **SHARED)
    found = internal_rate(contributions(one)[0], spending(one)[0])
    assert found == pytest.approx(terms.payroll_growth, abs=1e-9)


@given(TERMS)
@few
def test_contributions_times_turnover_are_the_liability(terms):
    """The balance ratio is 1: money stays in the scheme as long as what is owed takes to be contributed.

    The liability is in the money of the middle of the year, as balances are: accounts, and pensions in payment
    at annuities that count no half-year of discount.
    """
    terms = replace(accounts(terms), entry=1)
    law = notional(terms, by_sex(terms))
    found = in_stable_state(terms, law)
    one = generation(terms, law, **SHARED)
    weight = (1 + terms.payroll_growth) ** -np.arange(LAST)
    late, soon = ((weight * paid)[0] for paid in (spending(one), contributions(one)))
    turnover = (late @ np.arange(LAST)) / late.sum() - (soon @ np.arange(LAST)) / soon.sum()
    state, death = found.states[0], mortality(terms.death)[0, 0][:, None]
    half = (1 + terms.growth) ** 0.5
    value = half * annuity(death, np.array([terms.growth]), np.ones(LAST), np.array([terms.index]))[:, 0]
    owed = (state.active[1] + state.inactive[1]).sum() + (state.pensions["old_age"].amount[0] * value).sum()
    ratio = balance_ratio(contributions(found)[0, 0], turnover, np.array(0.0), np.array(owed))
    assert ratio == pytest.approx(1.0, rel=1e-9)


# ---- divisors


@given(st.floats(0.3, 3.0), st.floats(-0.01, 0.05), st.floats(-0.02, 0.03))
@few
def test_a_divisor_is_what_a_pension_of_one_costs_when_it_is_paid(level, norm, index):
    """Sums over the years of a pension, not the recursion; and the annuity of the measures."""
    death = mortality(level)[0, 0]
    found = divisors(death, norm, index)
    for sex, age in ((0, 40), (1, 55), (1, LAST - 2)):
        alive, paid = 1 - death[sex, age] / 2, [0.5 * (1 - death[sex, age] / 2)]
        for later, q in enumerate(death[sex, age + 1 :], start=1):
            paid.append(alive * (1 - q / 2) * ((1 + index) / (1 + norm)) ** later)
            alive *= 1 - q
        assert found[sex, age] == pytest.approx(sum(paid), rel=1e-12)
    value = (
        annuity(death[:, None], np.array([norm]), np.ones(LAST), np.array([index]))[:, 0] * (1 + norm) ** 0.5
    )
    after = (1 + index) / (1 + norm) * value[:, 1:]
    assert found[:, :-1] == pytest.approx((1 - death[:, :-1] / 2) * (0.5 + after), rel=1e-12)


def living():
    return np.cumprod(np.append(1.0, 1 - mortality(1.0)[0, 0, 0]))


def test_without_a_norm_the_swedish_divisor_is_the_expectation_of_life_and_half_a_month():
    alive = living()
    expected = alive[1:][::-1].cumsum()[::-1] / alive[:-1] + 0.5
    assert annuity_divisors(alive, 0.0) == pytest.approx(expected + 0.5 / 12, rel=1e-12)


def test_the_swedish_divisor_sums_the_months():
    alive, age, total = living(), 60, 0.0
    for k in range(age, LAST):
        for month in range(12):
            there = alive[k] + (alive[k + 1] - alive[k]) * month / 12
            total += there * 1.016 ** (-(k - age) - month / 12)
    assert annuity_divisors(alive, 0.016)[age] == pytest.approx(total / (12 * alive[age]), rel=1e-12)


def test_tables_that_do_not_end_are_refused_where_the_value_has_no_limit():
    endless = np.full(LAST, 0.01)
    with pytest.raises(Refusal, match="end the table"):
        divisors(endless, 0.0, 0.02)
    assert divisors(endless, 0.02)[-1] == pytest.approx(divisors(endless, 0.02)[0])
    with pytest.raises(Refusal, match="end the table"):
        annuity_divisors(np.linspace(1.0, 0.5, LAST), 0.016)

"""Identities that any valuation of a pension scheme obeys, over schemes drawn at random.

Those of stable populations are classical (Iyer, 1999; Cichon and others, 1999); the tolerance is that of sums.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from socle.measure import premiums
from socle.measure.actuarial import payg_cost_rate, present_value, reserve
from socle.measure.cohort import internal_rate
from socle.model.insured import Insured
from socle.project.scheme import insured_over_time
from tests.project.random_schemes import (
    LAST,
    START,
    TERMS,
    finances,
    generation,
    growing,
    nobody,
    on_new_year,
    spending,
    stable,
    valuation,
)  # fmt: skip

few = settings(max_examples=8, deadline=None)
discount = st.floats(-0.01, 0.09)
BENDS = {"least": 0.25, "most": 0.5}  # money that the law bends: pensions of a cell are not those of its sum


def in_stable_state(terms, law, years, bends=False):
    state = stable(terms, law, years=2 * LAST if bends else 0)
    return insured_over_time(law, valuation(terms, years, state, growing(state, terms, years)))


def paid_as_they_go(terms, law):
    return payg_cost_rate(*(f(in_stable_state(terms, law, 1)) for f in (spending, payroll)))[0, 0]


def payroll(found):
    return found.payroll.sum(-1)


# ---- 1: in a stable population every method asks the same premium


@given(TERMS, discount, st.integers(0, 24), st.booleans())
@few
def test_in_a_stable_population_the_average_and_scaled_premiums_are_the_cost_of_a_year(
    terms, rate, year, bends
):
    law = terms.law(**(BENDS if bends else {}))
    found = in_stable_state(terms, law, 25, bends)
    payg = payg_cost_rate(spending(found), payroll(found))[0]
    assert payroll(found)[0, 1:] / payroll(found)[0, :-1] == pytest.approx(
        1 + terms.payroll_growth, rel=1e-10
    )
    assert payg == pytest.approx(payg[0], rel=1e-10)
    assert premiums.general_average(finances(found, rate))[0] == pytest.approx(payg[0], rel=1e-10)
    assert premiums.scaled(finances(found, rate), year)[0] == pytest.approx(payg[0], rel=1e-10)


# ---- 2: methods that fund sooner ask less where money grows faster than payroll, and as much where it does not


def entry_age(terms, law, rate):
    """What a generation costs over what it earns."""
    return premiums.general_average(finances(generation(terms, law), rate))[0]


def terminal_funding(terms, law, rate):
    """The capital value in the middle of the year of the awards of a year, over its payroll."""
    state = stable(terms, law)
    bare = Insured(state.active, state.inactive, nobody().pensions)
    year = insured_over_time(law, valuation(terms, 1, bare, growing(state, terms, 1)))
    awarded = Insured(nobody().active, nobody().inactive, on_new_year(year.end, law).pensions)
    later = insured_over_time(law, valuation(terms, LAST, awarded, at=START + 1))
    paid = np.concatenate([spending(year), spending(later)], axis=1)[0]
    assert paid[-1] == 0.0
    capital = (paid * (1 + rate) ** -np.arange(len(paid))).sum(keepdims=True)
    return premiums.terminal_funding(capital, payroll(year)[0])[0]


@given(TERMS)
@few
def test_all_funding_methods_ask_the_cost_of_a_year_where_money_grows_as_payroll(terms):
    law = terms.law()
    payg = paid_as_they_go(terms, law)
    assert entry_age(terms, law, terms.payroll_growth) == pytest.approx(payg, rel=1e-10)
    assert terminal_funding(terms, law, terms.payroll_growth) == pytest.approx(payg, rel=1e-10)


@given(TERMS, st.floats(0.005, 0.04))
@few
def test_funding_sooner_is_cheaper_where_money_grows_faster_than_payroll(terms, above):
    law, rate = terms.law(), terms.payroll_growth + above
    payg = paid_as_they_go(terms, law)
    assert entry_age(terms, law, rate) < terminal_funding(terms, law, rate) < payg


# ---- 3: what a generation gets for its contributions is the growth of payroll


@given(TERMS)
@few
def test_every_generation_earns_the_growth_of_payroll_on_its_contributions(terms):
    law = terms.law()
    paid = paid_as_they_go(terms, law)
    one = generation(terms, law)
    contributed, received = paid * payroll(one)[0], spending(one)[0]
    found = internal_rate(contributed, received)
    assume(np.isfinite(found))  # refunds and invalidity may come before contributions are made
    assert found == pytest.approx(terms.payroll_growth, abs=1e-9)


# ---- 5: closed groups


@given(TERMS, st.floats(0.0, 0.08))
@few
def test_the_fund_that_generations_saved_at_their_premium_is_empty_at_the_last_death(terms, rate):
    """Retrospective liability of all generations, entry-age normal contributions: nothing is left, nothing lacks."""
    law = terms.law()
    premium = entry_age(terms, law, rate)
    one = finances(generation(terms, law), rate)
    saved = reserve(premium * one.payroll, one)[0, 1:]
    fund = (saved / (1 + terms.payroll_growth) ** np.arange(1, LAST + 1)).sum()
    closed = insured_over_time(law, valuation(terms, LAST, stable(terms, law)))
    money = replace(finances(closed, rate), reserve=fund, later=True)
    held = reserve(premium * money.payroll, money)[0]
    last = np.flatnonzero(spending(closed)[0])[-1]
    assert np.abs(held[last + 1 :]).max() <= 1e-8 * np.abs(held).max()
    assert held[last] > 1e3 * abs(held[last + 1])  # and not before


@given(TERMS, st.floats(0.0, 0.08), st.floats(0.0, 0.2), st.integers(3, 40))
@few
def test_a_fund_of_the_prospective_liability_is_empty_at_the_last_death(terms, rate, normal, age):
    """Any group, not stable, and any normal contribution: liability is future benefits less future contributions."""
    law = terms.law(**BENDS)
    early = insured_over_time(law, valuation(terms, age, nobody(), np.full((1, 1, 2), 100.0)))
    closed = insured_over_time(law, valuation(terms, LAST, on_new_year(early.end, law)))
    money = finances(closed, rate)
    fund = present_value(money.spending - normal * money.payroll, money.returns)[0]
    held = reserve(normal * money.payroll, replace(money, reserve=fund, later=True))[0]
    last = np.flatnonzero(money.spending[0])[-1]
    assert last < LAST - 1
    assert np.abs(held[last + 1 :]).max() <= 1e-8 * np.abs(held).max()

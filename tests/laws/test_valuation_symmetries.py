"""What every projection of the insured keeps, over schemes drawn at random: people, service, accounts, scale.

Schemes start young and are not stable; some causes never act, some law bends money.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.measure.actuarial import present_value
from socle.measure.solvency import annuity
from socle.model.insured import Insured, Pensions
from socle.project.insured import dependent, staying
from socle.project.movements import moved
from socle.project.scheme import insured_over_time
from socle.project.waiting import at_first, in_year
from tests.project.random_schemes import (
    LAST,
    SERVED,
    SOCIAL,
    START,
    TERMS,
    mortality,
    nobody,
    on_new_year,
    spending,
    valuation,
)

few = settings(max_examples=8, deadline=None)
seeds = st.integers(0, 2**32 - 1)
ages = st.integers(1, 45)  # of the scheme, years
BENDS = {"least": 0.25, "most": 0.5}
CASHED = ("old_age", "invalidity", "leaving", "aged_out")  # of those who leave alive


def young(terms, law, age, **changes):
    """A state after some years of a scheme that began with nobody."""
    insured = np.full((1, 1, 2), 1.0) * terms.heads
    return on_new_year(insured_over_time(law, valuation(terms, age, nobody(), insured, **changes)).end, law)


def numbers(terms, years):
    """The insured wanted, up and down: sometimes more than there is room for."""
    return np.array(terms.heads) * (1 + 0.2 * np.sin(np.arange(years)))[:, None, None]


def over(lives):
    return lives.sum((0, 2, 3))


# ---- invariants of a year


@given(TERMS, ages)
@few
def test_heads_of_each_sex_are_conserved_in_every_year(terms, age):
    law = terms.law(**BENDS)
    plan = valuation(terms, 8, young(terms, law, age), numbers(terms, 8))
    found = insured_over_time(law, plan, keep=True)
    there = [over((s.active + s.inactive)[0]).sum(-1) for s in found.states]
    causes = ("deaths", "invalid", "retiring", "cashing_out", "aged_out")
    gone = sum(found.people[cause][0] for cause in causes)
    for step in range(8):
        joined = found.people["entering"][0, step]
        assert there[step + 1] == pytest.approx(there[step] + joined - gone[step], rel=1e-10, abs=1e-9)


@given(TERMS, ages, st.booleans())
@few
def test_service_credited_is_contributor_years_and_accounts_the_earnings_contributed_on(terms, age, shared):
    law, kept = terms.law(), {"shared": ("career",) if shared else ()}
    plan = valuation(terms, 6, young(terms, law, age, **kept), numbers(terms, 6), **kept)
    state, waiting = plan.start, at_first(law, plan)
    for year in plan.years:
        waiting = in_year(law, plan, year, waiting)
        done = moved(law, plan, state, waiting, year)
        left = sum(getattr(done.exits, cause).sum((1, 2, 3, 4)) for cause in CASHED)
        dead = done.exits.death.sum((1, 2, 3, 4))
        before, after = (of.active + of.inactive for of in (state, done))
        gained = after.sum((1, 2, 3, 4)) + left - before.sum((1, 2, 3, 4))
        served = (gained[0] + dead[0]) @ SERVED
        assert served == pytest.approx(done.contributors.sum(), rel=1e-9)
        credited = gained[1].sum() + (0.0 if shared else dead[1].sum())  # the living have what the dead held
        assert credited == pytest.approx((done.contributors * law.scale).sum(), rel=1e-9)
        state = on_new_year(Insured(done.active, done.inactive), law)


@given(TERMS, ages)
@few
def test_an_account_of_one_a_year_is_the_service_of_every_cell(terms, age):
    """Accrual follows the contributor: who has not contributed has neither service nor account of the year."""
    law = replace(terms.law(), scale=np.ones((1, 1, 1, 1, 1)), revaluation=0.0)
    plan = valuation(terms, 5, young(terms, law, age), numbers(terms, 5))
    for state in insured_over_time(law, plan, keep=True).states:
        for lives in (state.active, state.inactive):
            assert lives[1] == pytest.approx(lives[0] * SERVED, rel=1e-9, abs=1e-9)


@given(TERMS, ages)
@few
def test_nobody_who_may_retire_is_lost_at_the_last_working_age(terms, age):
    terms = replace(terms, years=0)
    law = terms.law()
    plan = valuation(terms, 40, young(terms, law, age), numbers(terms, 40))
    aged_out = insured_over_time(law, plan).people["aged_out"]
    assert aged_out.max() <= 1e-12 * sum(terms.heads)


@given(seeds)
@few
def test_where_one_cause_takes_all_nobody_is_left_and_no_fewer_than_nobody(seed):
    """By rounding the payroll of a closed group ended below 0, and could not be valued."""
    rates = np.random.default_rng(seed).uniform(0, 0.3, (3, 500))
    left = staying(dependent([*rates, np.ones(500)]))
    assert left.min() >= 0.0
    assert left.max() <= 1e-15


@given(TERMS, ages)
@few
def test_a_closed_group_ends_with_nobody_and_never_has_fewer(terms, age):
    terms = replace(terms, retirement=(1.0,))
    law = terms.law()
    found = insured_over_time(law, valuation(terms, LAST, young(terms, law, age)), keep=True)
    assert min(min(s.active.min(), s.inactive.min()) for s in found.states) >= 0.0
    assert found.payroll.min() >= 0.0
    assert not found.end.active.any()


# ---- 6: scale, currency, scenarios


def money(found):
    return found.contributions | found.benefits | found.award_amounts | {"payroll": found.payroll}


def persons(found):
    return found.people | found.pensioners | found.awards | {"contributors": found.contributors}


def same(found, expected, times=1.0):
    for name, series in expected.items():
        assert found[name] == pytest.approx(times * series, rel=1e-12, abs=1e-12 * np.abs(series).max())


@given(TERMS, ages)
@few
def test_doubling_heads_doubles_people_and_money(terms, age):
    law, twice = terms.law(**BENDS), replace(terms, heads=tuple(2 * heads for heads in terms.heads))
    one, two = (
        insured_over_time(law, valuation(of, 10, young(of, law, age), numbers(of, 10)))
        for of in (terms, twice)
    )
    same(money(two), money(one), 2.0)
    same(persons(two), persons(one), 2.0)


@given(TERMS, ages, st.floats(0.001, 1000.0))
@few
def test_another_currency_changes_money_and_neither_rates_nor_people(terms, age, currency):
    law = terms.law(**BENDS)
    plan = valuation(terms, 10, young(terms, law, age), numbers(terms, 10))
    one = insured_over_time(law, plan)
    two = insured_over_time(law, replace(plan, money=replace(plan.money, wage=currency * plan.money.wage)))
    same(money(two), money(one), currency)
    same(persons(two), persons(one))
    assert spending(two) / two.payroll.sum(-1) == pytest.approx(
        spending(one) / one.payroll.sum(-1), rel=1e-12
    )


def scenarios(terms, age, seed, chosen=slice(None)):
    """Four scenarios of mortality, density, wages and indexation, or some of them."""
    rng, years, common = np.random.default_rng(seed), 10, terms.law()
    index, least = rng.normal(0, 0.02, (years, 4)), rng.uniform(0.1, 0.4, (years, 4))
    law = terms.law(index=index[:, chosen], least=least[:, chosen])
    plan = valuation(terms, years, young(terms, common, age), numbers(terms, years))
    levels, density = terms.death * rng.uniform(0.7, 1.3, 4), rng.uniform(0.4, 1.0, (years, 4))
    people = replace(
        plan.experience,
        mortality=np.concatenate([mortality(level) for level in levels[chosen]], axis=1),
        density=density[:, chosen, None, None, None, None],
    )
    growth = rng.normal(0.03, 0.02, (4, years))[chosen]
    paid = replace(plan.money, wage_growth=growth, compliance=np.ones_like(growth), administration=0 * growth)
    return insured_over_time(law, replace(plan, experience=people, money=paid))


@given(TERMS, ages, seeds)
@few
def test_scenarios_permute_and_each_is_the_run_of_its_own(terms, age, seed):
    together = scenarios(terms, age, seed)
    order = [2, 0, 3, 1]
    apart, moved_about = (
        [scenarios(terms, age, seed, [i]) for i in range(4)],
        scenarios(terms, age, seed, order),
    )
    for every in (money, persons):
        for name, series in every(together).items():
            assert every(moved_about)[name] == pytest.approx(series[order], rel=1e-12, abs=1e-9)
            alone = np.concatenate([every(one)[name] for one in apart])
            assert alone == pytest.approx(series, rel=1e-12, abs=1e-9)


# ---- 7: what is owed on pensions in payment


@given(TERMS, seeds)
@few
def test_debt_by_annuities_is_debt_by_a_closed_group(terms, seed):
    """By sex and benefit, with mortality that improves and returns, wages and indexation of each year."""
    rng, alone = np.random.default_rng(seed), [replace(promise, follows=False) for promise in SOCIAL[:4]]
    better = np.exp(-rng.uniform(0, 0.03) * np.arange(LAST))[:, None, None, None]
    death = np.concatenate([mortality(terms.death)[..., :-1] * better, np.ones((LAST, 1, 2, 1))], axis=-1)
    index, returns, wages = rng.normal((0.0, 0.03, 0.02), 0.01, (LAST, 3)).T
    held = {p.name: Pensions(*rng.random((2, 1, 2, LAST))) for p in alone}
    held["orphans"] = Pensions(*(v * (np.arange(LAST) < 18) for v in rng.random((2, 1, 2, LAST))))
    start = Insured(nobody().active, nobody().inactive, held)
    plan = valuation(terms, LAST, start, promises=tuple(alone), at=START)
    ill = np.minimum(2 * death, 1.0)
    plan = replace(
        plan,
        experience=replace(plan.experience, mortality=death, invalid_mortality=ill),
        money=replace(plan.money, wage_growth=wages[None]),
    )
    found = insured_over_time(terms.law(index=index[:, None]), plan)
    for promise in alone:
        table = (ill if promise.event == "invalidity" else death)[:, 0]  # [year, sex, age]
        nominal = np.append((1 + index[1:]) * (1 + wages[1:]) - 1, 0.0)  # on the next 1 January
        table, last = table.swapaxes(0, 1), (promise.until or LAST + 1) - 1
        half = 0.5 / (1 - 0.5 * table)  # in the year of the last age there is nobody on 31 December
        paid = np.where(np.arange(LAST) == last, half, np.arange(LAST) < last)
        values = annuity(table, returns, paid, nominal)[:, 0]
        by_annuity = (held[promise.name].amount[0] * values).sum(-1)
        run = present_value(found.benefits[promise.name][0].T, returns)
        assert run == pytest.approx(by_annuity, rel=1e-10)

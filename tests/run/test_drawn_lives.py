"""Cells and drawn lives are each a contract test of the other; the two engines of drawn lives give the same lives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.lives_job.people import bent, people, straight, toy
from socle.engine.choice import Engine
from socle.ground.refusals import Refusal
from socle.project.drawn_lives import DEATH, INVALIDITY, MOVE, RETIREMENT, STAYS
from socle.run.asked import Asked
from socle.run.career import Career, earned
from socle.run.drawn_lives import Compared, Group, compared, draw, group_of, over_time
from socle.run.drawn_lives_told import rights, spreads
from tests.model.insurance_files import NATIONAL

NUMPY, FAST = Engine("numpy"), Engine("fast")
MORE = """\
  bonus:
    contingency: old_age
    paid: once
    who: [service: {at_least: 20}]
    how_much: [pay_out: {over: 1, on: {balance: savings}}]
  second:
    contingency: old_age
    who: [age_band: {at_least: 62}]
    how_much: [notional: {on: {balance: savings}}]
  refund:
    contingency: leaving
    paid: once
    who: [none_of: [service: {at_least: 3}]]
    how_much: [pay_out: {over: 2, on: {balance: savings}}]
  orphans:
    contingency: orphans
    until_age: 18
    who: [service: {at_least: 2}]
    how_much: [share_of: {pension: national_pension.invalidity, share: 0.2}]
  grant:
    contingency: death
    paid: once
    who: [age_band: {at_least: 0}]
    how_much: [flat: {amount: {unit: average_wage, 2020: 0.3}}]
"""
SAVINGS = """\
divisor: {norm: 0.01}
accounts:
  savings: {credit: contributions, revalued_by: {returns: {fee: 0.01}}}
"""
CHANGED = """\
    versions:
      - {who: [age_band: {at_least: 60}], how_much: [per_year_of_service: {rate: 0.02}]}
      - {from: 2035, who: [age_band: {at_least: 58}, service: {at_least: 3}],
         how_much: [per_year_of_service: {rate: 0.01}, between: {at_least: {unit: average_wage, 2020: 0.2}}]}
    indexation: {mixed: {wages: 1}}
"""
FINAL = "- final_earnings: {rate: 0.02, base: 0.1, after: 5}"
LAST = "last_earnings: {years: 7, revalued_by: {mixed: {prices: 1}}}\naccounts:"
BEST = "last_earnings: {years: {2020: 3, 2030: 10}, which: best, revalued_by: {mixed: {wages: 1}}}\naccounts:"


def last_years(which: str) -> str:
    """A law whose pension rests on the earnings of some years."""
    return bent().replace("accounts:", which).replace("- per_year_of_service: {rate: 0.0125}", FINAL)


LAWS = {
    "the last seven years": last_years(LAST),
    "the best years": last_years(BEST),
    "straight": straight(),
    "bent": bent(),
    "sexes, years of birth, early and late": NATIONAL,
    "two accounts, lump sums, paid off on leaving": bent().replace("accounts:\n", SAVINGS) + MORE,
    "a law that changes its form": bent()[: bent().index("    who:")] + CHANGED,
}


@pytest.mark.parametrize("name", LAWS)
def test_both_engines_give_the_same_lives(name: str) -> None:
    found = group_of(toy(LAWS[name].replace("XXX", "XTS")), people(6000, seed=4), classes=10)
    ours, theirs = (draw(found, 7, engine) for engine in (NUMPY, FAST))
    for same in ("left", "event", "awards"):
        np.testing.assert_array_equal(getattr(ours, same), getattr(theirs, same))
    for close in ("flows", "amounts", "awarded"):
        np.testing.assert_allclose(getattr(ours, close), getattr(theirs, close), rtol=1e-12)
    assert (ours.awards.sum(axis=(1, 2, 3)) > 0).all()


def certain(group: Group) -> Group:
    """Nobody dies, leaves or fails to contribute; all earn the same for life, and retire as soon as they may."""
    nothing, always = np.zeros_like(group.rates.death), np.ones_like(group.rates.death)
    rates = replace(
        group.rates, death=nothing, invalidity=nothing, leaving=nothing, density=always,
        retirement=np.ones((2, 1)), spread=np.ones(1),
    )  # fmt: skip
    return replace(group, rates=rates)


def test_a_life_without_chance_has_the_pension_of_its_career() -> None:
    """Half of them are credited for the year in which they retire; the others are what the calculator says."""
    some = people(400, seed=8, inactive=0.0)
    young = replace(some, service=0 * some.service, accounts={"career_earnings": 0 * some.service})
    basis = toy(LAWS["sexes, years of birth, early and late"].replace("XXX", "XTS"))
    group = certain(group_of(basis, young))
    made, lives = draw(group, 3, NUMPY), group.lives
    wages = group.valuation.money.wages[0]
    right = []
    for i in np.flatnonzero(made.event == RETIREMENT):
        years = made.left[i]
        paths = group.rates.earnings[lives.sex[i], lives.age[i] : lives.age[i] + years] * lives.level[i]
        career = Career(2025, paths * wages[:years], 2024 - int(young.age[i]), int(lives.sex[i]))
        found = earned(basis.law, career, basis.ask.economy, "old_age", 2025 + int(years))
        before = earned(basis.law, career, basis.ask.economy, "old_age", 2025 + int(years) - 1)
        assert found.eligible
        assert not before.eligible
        right.append(made.awarded[0, i] == pytest.approx(found.amount / wages[years], rel=1e-11))
    assert len(right) > 300
    assert 0.4 < np.mean(right) < 0.6


def test_lives_of_a_valuation_end_with_it() -> None:
    found = group_of(toy(straight()), people(3000), years=10)
    made = draw(found, 0, NUMPY)
    assert made.flows.shape[1] == 10
    assert over_time(found, made).years == tuple(range(2025, 2035))
    assert (made.left == 10).sum() == (made.event == STAYS).sum() > 1000


# ---- each a contract test of the other


def drawn_beside(group: Group, draws: int) -> dict[str, Compared]:
    made = tuple(draw(group, seed, FAST) for seed in range(draws))
    return {one.name: one for one in compared(group, made)}


def within_noise(one: Compared, beyond: float = 0.0) -> bool:
    """Whether cells lie within five standard errors of the mean of the draws, and a share beyond."""
    return abs(one.difference) <= 5 * one.error + beyond


LINEAR = ("contributors", "payroll", "contributions", "benefits")


@pytest.mark.parametrize(("density", "years"), [(0.85, 10), (0.45, 15)])
def test_under_a_law_that_bends_nothing_cells_are_the_mean_of_drawn_lives(density: float, years: int) -> None:
    group = group_of(toy(straight(years), density), people(200_000, seed=1))
    assert group.classes == 1
    found = drawn_beside(group, 8)
    for name, one in found.items():
        assert within_noise(one), (name, one.difference, one.error)
    assert max(found[name].error for name in LINEAR) < 0.001


@pytest.mark.parametrize(("density", "years"), [(0.85, 10), (0.45, 15)])
def test_under_a_law_that_bends_money_ten_classes_are_within_half_a_per_cent(
    density: float, years: int
) -> None:
    group = group_of(toy(bent(years), density), people(200_000, seed=2))
    assert group.classes == 10
    found = drawn_beside(group, 8)
    for name, one in found.items():
        assert within_noise(one, beyond=0.005), (name, one.difference, one.error)
    assert found["award_amounts.old_age"].error < 0.002


@pytest.mark.parametrize("which", ["the last seven years", "the best years"])
def test_the_years_that_count_are_those_of_persons(which: str) -> None:
    """Earnings spread from year to year, so that the best years of persons beat those of their mean path."""
    found = drawn_beside(group_of(toy(LAWS[which]), people(100_000, seed=6)), 4)
    for name in ("award_amounts.old_age", "award_amounts.invalidity", "benefits"):
        assert within_noise(found[name], beyond=0.005), (name, found[name].difference)


def test_one_class_of_earnings_would_be_wrong_by_more_than_noise() -> None:
    group = group_of(toy(bent()), people(100_000, seed=3))
    mean = np.broadcast_to(group.rates.earnings[:, None], (2, 10, group.rates.ages))
    cells = replace(group.ask.cells, earnings=mean, bands=np.ones((10, 2)))
    blind = replace(group, ask=Asked(group.ask.law, group.ask.economy, cells))
    assert drawn_beside(blind, 4)["contributions"].difference > 0.05


def test_parts_of_years_of_service_agree_too() -> None:
    """A cell has some of those with a part of a year in the next class, a person waits for the whole year."""
    some = people(200_000, seed=5)
    part = np.random.default_rng(6).integers(0, 12, 200_000) / 12
    found = drawn_beside(group_of(toy(straight(), 0.85), replace(some, service=some.service + part)), 4)
    for name in ("contributions", "award_amounts.old_age", "award_amounts.invalidity"):
        assert within_noise(found[name], beyond=0.002), (name, found[name].difference)


def test_who_was_paid_off_has_left_for_good() -> None:
    group = group_of(toy(LAWS["two accounts, lump sums, paid off on leaving"]), people(20_000))
    made = draw(group, 3, NUMPY)
    paid = [promise.name for promise in group.asked.promises].index("refund")
    flows = dict(zip(group.asked.flows, made.flows.sum(axis=(1, 2)), strict=True))
    assert flows["cashing_out"] == made.awards[paid].sum() == (made.event == MOVE).sum() > 100
    assert flows["leaving"] > flows["cashing_out"]
    assert within_noise(drawn_beside(group, 6)["awards.refund"], beyond=0.005)


# ---- what only persons can say


def test_cells_and_lives_start_with_the_same_persons_and_accounts() -> None:
    found = group_of(toy(bent()), people(5000))
    start, lives = found.valuation.start, found.lives
    for state, some in ((start.active, lives.active), (start.inactive, ~lives.active)):
        assert state[0].sum() == pytest.approx(some.sum())
        assert state[1].sum() == pytest.approx(lives.accounts["career_earnings"][some].sum())
        served = np.arange(state.shape[-1])
        assert (state[0].sum((0, 1, 2, 3)) * served).sum() == pytest.approx(lives.service[some].sum())
    earned = (found.ask.cells.earnings[None, :, :, :, None] * start.active[0]).sum()
    own = lives.level * found.rates.earnings[lives.sex, lives.age]
    assert earned == pytest.approx(own[lives.active].sum(), rel=0.01)


def test_without_the_account_it_is_what_a_year_credits_now_for_each_year_of_service() -> None:
    some = replace(people(2000), accounts={})
    found = group_of(toy(bent()), some)
    capped = np.minimum(found.lives.level * found.rates.earnings[some.sex, found.lives.age], 1.5)
    np.testing.assert_allclose(found.lives.accounts["career_earnings"], capped * some.service, rtol=1e-12)


def test_shares_at_the_bounds_and_percentiles_are_those_of_the_awards() -> None:
    group = group_of(toy(bent()), people(20_000))
    made = draw(group, 1, NUMPY)
    told = spreads(group, (made,))
    assert {one.benefit for one in told} >= {"old_age", "invalidity"}
    for one in told:
        place = [promise.name for promise in group.asked.promises].index(one.benefit)
        some = (made.left >= one.first - 2025) & (made.left <= one.last - 2025)
        amount = made.awarded[place][some]
        amount = amount[~np.isnan(amount)]
        assert one.awards == amount.size >= 100
        assert one.values[2] == pytest.approx(np.median(amount))
        if one.benefit != "survivors":
            assert one.at_least == pytest.approx(np.mean(np.isclose(amount, 0.30)))
            assert one.at_most == pytest.approx(np.mean(np.isclose(amount, 0.70)))
            assert amount.min() > 0.30 - 1e-12
            assert amount.max() < 0.70 + 1e-12
    assert any(one.at_least > 0.05 for one in told)
    assert sum(one.awards for one in told) <= np.isfinite(made.awarded).sum()


def test_rights_are_what_the_law_gives_for_the_service_and_accounts_of_today() -> None:
    group = group_of(toy(bent()), people(3000))
    (found,) = rights(group)
    some = group.people
    opens = np.where((some.sex == 0) & (some.age + 2030 - 2025 < 60), 61, 60)  # men: 61 from 2030 on
    assert (found.age == np.maximum(opens, some.age + 1)).mean() > 0.98
    np.testing.assert_array_equal(found.enough, some.service >= 10)
    earned = np.clip(0.0125 * group.lives.accounts["career_earnings"] + 0.10, 0.30, 0.70)
    np.testing.assert_allclose(found.amount, 16000 * earned, rtol=1e-12)


def test_events_are_those_that_the_law_knows() -> None:
    made = draw(group_of(toy(bent()), people(20_000)), 1, NUMPY)
    assert set(made.event) >= {DEATH, INVALIDITY, RETIREMENT}
    awarded = ~np.isnan(made.awarded)
    assert not (awarded[0] & (made.event != RETIREMENT)).any()
    assert not (awarded[1] & (made.event != INVALIDITY)).any()
    assert not (awarded[2] & (made.event != DEATH)).any()


# ---- refusals


def test_gains_that_others_share_are_refused() -> None:
    shared = straight().replace("{credit: insurable_earnings,", "{gains: shared, credit: insurable_earnings,")
    with pytest.raises(Refusal, match="records on their own do not see"):
        group_of(toy(shared), people(10))

"""What a generation pays and gets, where it is known by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from socle.run.basis import Futures, Paths, basis
from socle.run.generations import LIFE, _alone, generations
from tests.run.valuations import CAREER, HEAD, institution, law, people

YEARS = range(2025, 2025 + LIFE + 21)
EVENTS = ("old_age", "invalidity", "death", "leaving")
GIVEN_BACK = """\
accounts: {balance: {credit: contributions, revalued_by: {REVALUED}}}
contributions: {all: {contribution: {rate: 0.1}}}
benefits:
""" + "".join(
    f"""\
  {event}:
    contingency: {event}
    who: [age_band: {{at_least: {60 if event == "old_age" else 0}}}]
    how_much: [pay_out: {{over: 1}}]
    paid: once
"""
    for event in EVENTS
)


@cache
def made(text, growing=True):
    """A law on the institution; growth and returns of each year, everybody pays."""
    level, wave = np.ones((1, len(YEARS))), 0.01 * np.sin(np.arange(len(YEARS)))[None] * growing
    paths = Paths(0.04 * level + wave, 0.03 * level, 0.06 * level - wave, level, 0.0 * level)
    return basis(law(text), institution(), Futures(paths, people(YEARS)))


def test_who_is_given_back_the_contributions_as_wages_grow_has_that_growth_as_return():
    text = HEAD + GIVEN_BACK.replace("REVALUED", "mixed: {wages: 1}")
    for one in generations(made(text, growing=False), 21):
        assert one.internal_rate == pytest.approx(0.04, abs=1e-9)
        assert one.real_rate == pytest.approx(1.04 / 1.03 - 1, abs=1e-9)


def test_who_is_given_back_the_contributions_with_the_return_of_the_fund_gets_their_worth():
    text = HEAD + GIVEN_BACK.replace("REVALUED", "returns: {fee: 0}")
    rows = generations(made(text, growing=False), 21)
    assert [one.moneys_worth for one in rows] == pytest.approx(6 * [1.0], abs=1e-9)
    assert all(
        np.isnan(one.replacement_award) and one.retires == 60 for one in rows
    )  # nothing is paid for life


def test_two_pensions_of_one_person_replace_together():
    """A tenth of the average wage until 65 beside the pension: both in the first year, one of them later."""
    bridge = """\
  bridge:
    contingency: old_age
    who: [age_band: {at_least: 60}]
    how_much: [flat: {amount: {unit: average_wage, 2020: 0.1}}]
    indexation: {mixed: {wages: 1}}
    until_age: 65
"""
    found = made(HEAD + CAREER + bridge)
    for alone, both in zip(generations(made(HEAD + CAREER), 21), generations(found, 21), strict=True):
        last = found.ask.cells.earnings[both.sex, 0, 59 - found.valuation.first_age]
        assert both.replacement_award == pytest.approx(alone.replacement_award + 0.1 / last, rel=1e-12)
        assert alone.replacement_life < both.replacement_life < alone.replacement_life + 0.1 / last


def test_a_full_career_replaces_what_its_years_have_earned():
    """By hand: half a year of the last one is credited; wages revalue and index, so that money stands still."""
    found, years = made(HEAD + CAREER), set()
    for one in generations(found, 21):
        earnings = found.ask.cells.earnings[one.sex, 0]
        first, last = one.age - found.valuation.first_age, 59 - found.valuation.first_age
        pension = 0.0125 * (earnings[first:last].sum() + 0.5 * earnings[last])
        assert one.retires == 60
        assert one.replacement_award == pytest.approx(pension / earnings[last], rel=1e-12)
        career = earnings[first : last + 1].mean()
        assert one.replacement_life == pytest.approx(pension / career, rel=1e-12)
        years.add(one.year)
    assert years == {2025, 2035, 2045}


def test_a_pension_that_prices_index_falls_behind_over_life_and_not_at_award():
    prices = CAREER.replace("indexation: {mixed: {wages: 1}}", "indexation: {mixed: {prices: 1}}")
    for one, other in zip(
        generations(made(HEAD + CAREER), 1), generations(made(HEAD + prices), 1), strict=True
    ):
        assert other.replacement_award == pytest.approx(one.replacement_award, rel=1e-12)
        assert other.replacement_life < 0.95 * one.replacement_life


def test_generations_are_one_as_another_where_nothing_changes():
    """The years of a later generation are its own: here all are alike but for mortality, which is held."""
    found = made(HEAD + CAREER, growing=False)
    held = found.valuation.experience
    still = replace(held, mortality=held.mortality[:1], invalid_mortality=held.invalid_mortality[:1])
    found = replace(found, valuation=replace(found.valuation, experience=still))
    first, *later = (generations(found, 21)[i::2] for i in (0, 1))
    for own in (first, *later):
        for one in own[1:]:
            for name in (
                "replacement_award",
                "replacement_life",
                "internal_rate",
                "real_rate",
                "moneys_worth",
            ):
                assert getattr(one, name) == pytest.approx(getattr(own[0], name), rel=1e-9), name


def test_a_later_generation_has_the_mortality_and_money_of_its_years():
    found = made(HEAD + CAREER)
    alone = _alone(found.valuation, 2035)
    assert np.array_equal(alone.experience.mortality[0], found.valuation.experience.mortality[10])
    assert alone.money.wages[0] == pytest.approx(found.valuation.money.wages[0, 10:], rel=1e-12)
    assert alone.start.active[0].sum((2, 3, 4)) == pytest.approx(np.eye(2))

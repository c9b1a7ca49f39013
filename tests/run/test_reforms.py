"""Reforms are data: each of them a change of a file, none of them a second projector."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.measure.actuarial import present_value
from socle.model.insured import Insured
from tests.run.valuations import CAREER, HEAD, based, paid, people, projected, received

GRANDFATHERED = """\
accounts:
  before: {credit: {share_of_insurable_earnings: {share: {2020: 1, 2035: 0}}}, revalued_by: {mixed: {wages: 1}}}
  since: {credit: {share_of_insurable_earnings: {share: {2020: 0, 2035: 1}}}, revalued_by: {mixed: {wages: 1}}}
contributions: {all: {contribution: {rate: 0.1}}}
benefits:
  old:
    contingency: old_age
    who: [age_band: {at_least: 60}]
    how_much: [per_year_of_service: {rate: 0.0125, on: {career_earnings: before}}]
    indexation: {mixed: {wages: 1}}
  new:
    contingency: old_age
    who: [age_band: {at_least: 60}]
    how_much: [per_year_of_service: {rate: RATE, on: {career_earnings: since}}]
    indexation: {mixed: {wages: 1}}
"""
PROVIDENT = """\
accounts: {balance: {credit: contributions, revalued_by: {returns: {fee: 0}}}}
contributions: {all: {contribution: {rate: 0.1}}}
benefits:
""" + "".join(
    f"""\
  {event}:
    contingency: {event}
    who: [age_band: {{at_least: {0 if event != "old_age" else 60}}}]
    how_much: [pay_out: {{over: 1}}]
    paid: once
"""
    for event in ("old_age", "invalidity", "death", "leaving")
)
NOTIONAL = """\
accounts: {balance: {credit: contributions, revalued_by: {mixed: {payroll: 1}}, gains: shared}}
divisor: {norm: 0.01}
contributions: {all: {contribution: {rate: 0.16}}}
benefits:
  old_age:
    contingency: old_age
    who: [age_band: {at_least: 60}]
    how_much: [notional]
    indexation: {mixed: {payroll: 1, plus: -0.01}}
"""
FINAL = """\
accounts: {career_earnings: {credit: insurable_earnings, revalued_by: {mixed: {wages: 1}}}}
last_earnings: {years: 5, which: last, revalued_by: {mixed: {wages: 1}}}
contributions: {all: {contribution: {rate: 0.1}}}
benefits:
  old_age:
    contingency: old_age
    who: [age_band: {at_least: 60}]
    how_much: [final_earnings: {rate: 0.02}]
    indexation: {mixed: {wages: 1}}
"""


def later_age(text, ages):
    return text.replace("at_least: 60", f"at_least: {ages}")


def test_grandfathering_at_equal_rates_is_the_old_law():
    plain = projected(based())
    split = projected(based(HEAD + GRANDFATHERED.replace("RATE", "0.0125")))
    # Rights of before the valuation begin in both accounts alike, so only those that the years credit are compared.
    made = based(HEAD + GRANDFATHERED.replace("RATE", "0.0125"))
    nobody = replace(made.valuation.start, active=made.valuation.start.active * 0)
    fresh = [
        projected(replace(one, valuation=replace(one.valuation, start=empty(one.valuation.start))))
        for one in (based(), made)
    ]
    assert nobody.active.shape == made.valuation.start.active.shape
    assert paid(fresh[1]) == pytest.approx(paid(fresh[0]), rel=1e-12)
    assert received(split) == pytest.approx(received(plain), rel=1e-12)


def empty(start):
    """The same scheme on the day of its foundation: heads, without service."""
    heads = start.active[:1].sum(-1, keepdims=True)
    active = np.zeros_like(start.active)
    active[:1, ..., :1] = heads
    nobody = {
        name: replace(one, count=one.count * 0, amount=one.amount * 0) for name, one in start.pensions.items()
    }
    return Insured(active, np.zeros_like(start.inactive), nobody)


def test_grandfathering_leaves_what_was_earned_before():
    kept, cut = (
        projected(based(HEAD + GRANDFATHERED.replace("RATE", rate))) for rate in ("0.0125", "0.0100")
    )
    years = np.array(kept.years)
    assert cut.benefits["old"] == pytest.approx(kept.benefits["old"], rel=1e-12)
    assert paid(cut)[years <= 2034] == pytest.approx(paid(kept)[years <= 2034], rel=1e-12)
    assert (paid(cut)[years > 2036] < paid(kept)[years > 2036]).all()


def test_a_pension_age_by_year_of_birth_reaches_each_generation_in_its_time():
    base = projected(based(later_age(HEAD + CAREER, "60")))
    reform = projected(based(later_age(HEAD + CAREER, "{by: birth_year, 1900: 60, 1975: 63}")))
    years = np.array(base.years)
    assert paid(reform)[years < 2035] == pytest.approx(paid(base)[years < 2035], rel=1e-12)
    assert paid(reform)[years == 2038] < paid(base)[years == 2038]


def test_a_pension_age_follows_two_thirds_of_what_life_expectancy_gains():
    made = based(
        later_age(
            HEAD + CAREER,
            "{2030: 60, then: {life_expectancy_65: 0.67}}".replace("2030: 60", "2020: 60, 2030: 60"),
        )
    )
    expectancy = people().life_expectancy(range(2030, 2065))[0]
    for year in (2040, 2064):
        age = 60 + 0.67 * (expectancy[year - 2030] - expectancy[0])
        who = made.ask("who.old_age", year)[0, 0, 0, :, 0]
        reached = made.valuation.first_age + 1 + np.arange(who.size)
        assert (who > 0).tolist() == (reached >= age - 1e-9).tolist()
    assert expectancy[-1] > expectancy[0]


def test_life_expectancy_moves_ages_and_no_money():
    with pytest.raises(Refusal, match="no age"):
        based((HEAD + CAREER).replace("rate: 0.0125", "rate: {2025: 0.0125, then: {life_expectancy_65: 1}}"))


def test_a_provident_fund_pays_out_what_was_paid_in_with_its_returns():
    made = based(HEAD + PROVIDENT, years=range(2025, 2090), flat=True)
    start = empty(made.valuation.start)
    made = replace(made, valuation=replace(made.valuation, start=start))
    found = projected(made, closed=True)
    returns = np.full((1, len(found.years)), 0.06)
    worth = [present_value(flow[None], returns)[0] for flow in (received(found), paid(found))]
    assert worth[1] == pytest.approx(worth[0], rel=1e-10)
    assert found.end.active.sum() == pytest.approx(0.0, abs=1e-6)


def test_a_fee_takes_its_share_of_the_balance():
    rich, poor = (
        projected(based((HEAD + PROVIDENT).replace("fee: 0", f"fee: {fee}"), flat=True)) for fee in (0, 0.01)
    )
    assert (paid(poor)[1:] < paid(rich)[1:]).all()


def test_a_notional_pension_is_the_balance_over_the_divisor():
    made = based(HEAD + NOTIONAL)
    divisor = made.ask("how_much.old_age", 2030, balance=np.ones((1,) * 5))
    ages = made.valuation.first_age + 1 + np.arange(made.valuation.start.active.shape[-2])
    at_60 = 1 / divisor[0, 0, 0, :, 0][ages == 60][0]
    expectancy = people().life_expectancy(range(2030, 2031))[0, 0]
    assert expectancy < at_60 < expectancy + 5  # years of pension, less the growth of 1 % promised in advance
    assert (np.diff(1 / divisor[0, 0, 0, :, 0]) < 0).all()


def test_a_law_that_reads_a_divisor_says_which():
    with pytest.raises(Refusal, match="divisor"):
        based((HEAD + NOTIONAL).replace("divisor: {norm: 0.01}\n", ""))


def test_a_switch_recognises_past_service_as_a_frozen_pension():
    switch = (
        (HEAD + NOTIONAL)
        .replace(
            "accounts: {balance: {credit: contributions,",
            "accounts:\n  career_earnings: {credit: {share_of_insurable_earnings: {share: {2020: 1, 2026: 0}}}, "
            "revalued_by: {mixed: {wages: 1}}}\n  balance: {credit: {share_of_insurable_earnings: "
            "{share: {2020: 0, 2026: 0.16}}},",
        )
        .replace("gains: shared}}", "gains: shared}")
        + """\
  past_service:
    contingency: old_age
    who: [age_band: {at_least: 60}]
    how_much: [per_year_of_service: {rate: 0.0125}]
    indexation: {mixed: {wages: 1}}
"""
    )
    found, old = projected(based(switch)), projected(based())
    frozen, whole = (
        one.award_amounts[name].sum(-1)[0] for one, name in ((found, "past_service"), (old, "old_age"))
    )
    assert frozen[0] == pytest.approx(whole[0], rel=1e-9)
    assert (frozen[5:] < whole[5:]).all()
    assert (found.benefits["old_age"].sum(-1)[0, 5:] > 0).all()


def test_more_last_years_average_a_rising_career_down():
    short, long = (
        projected(based((HEAD + FINAL).replace("years: 5", f"years: {years}"))) for years in (1, 30)
    )
    assert (paid(long)[1:] < paid(short)[1:]).all()


def test_past_earnings_that_follow_prices_fall_behind_wages():
    wages = projected(based(HEAD + FINAL))
    prices = projected(
        based(
            (HEAD + FINAL).replace(
                "which: last, revalued_by: {mixed: {wages: 1}}",
                "which: last, revalued_by: {mixed: {prices: 1}}",
            )
        )
    )
    nominal = projected(
        based((HEAD + FINAL).replace(", revalued_by: {mixed: {wages: 1}}}\ncontr", "}\ncontr"))
    )
    assert (paid(prices)[1:] < paid(wages)[1:]).all()
    assert (paid(nominal)[1:] < paid(prices)[1:]).all()


FUNERAL = """\
  funeral:
    contingency: death
    who: [service: {at_least: 0}]
    how_much: [flat: {amount: {unit: average_wage, 2020: 0.2}}]
    paid: once
"""


def test_a_grant_that_rests_on_no_service_is_opened_by_the_death_of_pensioners_too():
    found = projected(based(HEAD + CAREER + FUNERAL))
    deaths = found.people["deaths"].sum(-1)[0]
    grants = found.awards["funeral"].sum(-1)[0]
    assert grants[0] > 0
    assert (grants[5:] > deaths[5:]).all()  # deaths are those of the insured; the rest were pensioners
    money = found.benefits["funeral"].sum(-1)[0] / found.wages[0]
    assert money == pytest.approx(0.2 * grants, rel=1e-12)


def test_a_survivors_pension_from_service_says_that_pensioners_open_none():
    text = (
        (HEAD + CAREER + FUNERAL)
        .replace("funeral", "widow")
        .replace("contingency: death", "contingency: survivors")
    )
    said = based(
        text.replace("flat: {amount: {unit: average_wage, 2020: 0.2}}", "per_year_of_service: {rate: 0.01}")
    )
    assert any("opens no" in one.text for one in said.assumptions)
    assert not any("opens no" in one.text for one in based(HEAD + CAREER + FUNERAL).assumptions)

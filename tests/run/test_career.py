"""One person's career asked of the law: against a calculation by hand, and the published examples of one country."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from socle.ground.axes import FEMALE, MALE
from socle.ground.refusals import Refusal
from socle.model.economy import Economy
from socle.run.career import Career, earned, in_payment, paid_in
from socle.run.checking import check
from tests.engine.small import economy
from tests.model.insurance_files import NATIONAL, insured

YEARS = tuple(range(2025, 2061))
BASE = economy(YEARS, "XXX", wages=0.03, cpi=0.02)
ECONOMY = Economy("XXX", YEARS, {**BASE.series, "average_wage": 20000 * BASE.series["wages"] / 100})
LAW = insured()


def career(first: float, count: int = 25, growth: float = 0.05, sex: int = MALE, born: int = 1988) -> Career:
    return Career(2025, first * (1 + growth) ** np.arange(count), born, sex)


def by_hand(first: float, growth: float = 0.05) -> float:
    """The law of the file in plain numbers: 25 years from 2025, awarded in 2050 at 62 to a man."""
    account = sum(min(first * (1 + growth) ** t, 36000 * 1.03**t) * 1.03 ** (25 - t) for t in range(25))
    wage = 20000 * 1.03**25
    amount = (0.0125 * account + 0.10 * wage) * (1 - 3 * 0.05)
    return max(260 * 12 * 1.02**25, min(amount, 1.2 * wage))


@pytest.mark.parametrize("first", [1000, 12000, 30000, 200000])
def test_a_pension_is_that_of_the_calculation_by_hand(first: float) -> None:
    found = earned(LAW, career(first), ECONOMY, "old_age", 2050)
    assert found.eligible
    assert found.service == 25
    assert found.amount == pytest.approx(by_hand(first), rel=1e-13)


def test_years_without_insured_work_give_no_service_and_no_credit() -> None:
    full = career(20000)
    gaps = Career(2025, np.where(np.arange(25) % 2 == 0, full.earnings, 0.0), 1988, MALE)
    half = earned(LAW, gaps, ECONOMY, "old_age", 2050)
    assert half.service == 13
    expected = sum(min(20000 * 1.05**t, 36000 * 1.03**t) * 1.03 ** (25 - t) for t in range(0, 25, 2))
    assert half.accounts["career_earnings"] == pytest.approx(expected, rel=1e-13)


def test_age_by_sex_and_year_of_birth_decides_who_may() -> None:
    def may(born: int, sex: int, year: int, count: int = 10) -> bool:
        return earned(LAW, career(20000, count, sex=sex, born=born), ECONOMY, "old_age", year).eligible

    assert [may(1978, FEMALE, year) for year in (2035, 2036)] == [False, True]  # born 1975 to 1979: at 58
    assert [may(1980, FEMALE, year) for year in (2038, 2039, 2040)] == [False, False, True]  # at 60
    assert [may(1975, MALE, year) for year in (2035, 2036, 2037)] == [False, False, True]  # 62 from 2035
    assert not may(1975, MALE, 2037, count=9)  # ten years of service are needed


def test_contributions_follow_the_rates_of_their_years_up_to_the_ceiling() -> None:
    found = paid_in(LAW, Career(2026, np.array([10000.0, 0.0, 90000.0]), 1990, MALE), ECONOMY)
    assert found["insurable_earnings"] == pytest.approx([10000, 0, 36000 * 1.03**3])
    assert found["contribution.employee"] == pytest.approx([500, 0, 0.06 * 36000 * 1.03**3])
    assert found["contribution.employer"] == pytest.approx([700, 0, 0.08 * 36000 * 1.03**3])


def test_pensions_in_payment_follow_half_prices_and_half_wages() -> None:
    found = in_payment(LAW, "old_age", 1000.0, (2051, 2052), ECONOMY)
    assert found == pytest.approx([1025, 1025 * 1.025])


def test_notional_accounts_pay_the_balance_over_the_divisor() -> None:
    account = "  balance: {credit: contributions, revalued_by: {mixed: {payroll: 1}}, gains: shared}\n"
    text = NATIONAL.replace("  career_earnings: {", account + "  career_earnings: {")
    text = text.replace("[per_year_of_service: {rate: 0.015}]", "[notional]")
    person = Career(2025, np.full(10, 10000.0), 1985, MALE, {"payroll_growth": 0.04, "divisor": 16.0})
    found = earned(insured(text), person, ECONOMY, "invalidity", 2035)
    balance = sum((0.12 if t < 3 else 0.14) * 10000 * 1.04 ** (10 - t) for t in range(10))
    assert found.accounts["balance"] == pytest.approx(balance, rel=1e-13)
    assert found.amount == pytest.approx(balance / 16, rel=1e-13)


UNITED_STATES = """\
scheme: oasdi
accounts: {career_earnings: {credit: insurable_earnings}}
benefits:
  retirement:
    contingency: old_age
    who: everyone
    how_much:
      - progressive:
          averaged_over: 35
          rates: {unit: USD, per: month, 2000: {0: 90%, BEND_1: 32%, BEND_2: 15%}}
      - rounded_down: {to: {unit: USD, per: month, 2000: 0.10}}
    indexation:
      - mixed: {prices: 1}
      - rounded_down: {to: {unit: USD, per: month, 2000: 0.10}}
"""


def retirement(aime: float, *bends: int) -> tuple[float, float]:
    """The formula of 2017's examples: the amount a month, and after the increases of case B."""
    law = insured(UNITED_STATES.replace("BEND_1", str(bends[0])).replace("BEND_2", str(bends[1])))
    dollars = economy(tuple(range(1975, 2021)), "USD")
    person = Career(1975, np.full(35, aime * 12), 1945, MALE)  # earnings already indexed
    found = earned(law, person, dollars, "retirement", 2010)
    increases = np.array([0.015, 0.017, 0.0, 0.003])
    paid = in_payment(
        law, "retirement", found.amount, (2011, 2012, 2013, 2014), dollars, price_growth=increases
    )
    return found.amount / 12, paid[-1] / 12


def test_the_published_examples_of_the_united_states_come_out_to_the_dime() -> None:
    """SSA Office of the Chief Actuary, Benefit Calculation Examples (2017), cases A and B."""
    assert retirement(4010, 885, 5336)[0] == pytest.approx(1796.50, abs=1e-9)
    first, last = retirement(8843, 791, 4768)
    assert first == pytest.approx(2595.70, abs=1e-9)  # 2,595.79 before truncation
    assert last == pytest.approx(2687.30, abs=1e-9)


@pytest.mark.parametrize(("born", "year"), [(2030, 2050), (1988, 2048)])
def test_a_career_before_birth_or_after_its_pension_is_refused(born: int, year: int) -> None:
    with pytest.raises(Refusal, match="cannot end in a pension"):
        earned(LAW, career(1000, born=born), ECONOMY, "old_age", year)


def test_what_the_law_reads_and_nobody_says_is_refused() -> None:
    bare = economy(YEARS, "XXX")
    with pytest.raises(Refusal, match="average_wage"):
        earned(LAW, career(1000), bare, "old_age", 2050)


def test_a_law_that_changes_its_form_gives_the_form_of_the_year_of_award() -> None:
    text = NATIONAL.replace(
        "    who: [service: {at_least: 5}]\n    how_much: [per_year_of_service: {rate: 0.015}]\n",
        "    versions:\n"
        "      - {who: [service: {at_least: 5}], how_much: [per_year_of_service: {rate: 0.015}]}\n"
        "      - {from: 2035, who: [service: {at_least: 3}], how_much: [final_earnings: {rate: 0.02}]}\n",
    )
    law = insured(text)
    person = Career(2025, np.full(4, 10000.0), 1985, MALE, {"last_earnings": 12000.0})
    before, after = (earned(law, person, ECONOMY, "invalidity", year) for year in (2034, 2035))
    account = sum(10000 * 1.03 ** (9 - t) for t in range(4))
    assert (before.eligible, after.eligible) == (False, True)
    assert before.amount == pytest.approx(0.015 * account, rel=1e-13)
    assert after.amount == pytest.approx(0.02 * 4 * 12000, rel=1e-13)


def test_a_contributory_file_is_checked_as_a_valuation_reads_it(tmp_path: Path) -> None:
    text = NATIONAL.replace("career_earnings:", "since_reform:")
    path = tmp_path / "national.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match="reads the account `career_earnings`"):
        check(path)
    named = text.replace(
        "per_year_of_service: {rate", "per_year_of_service: {on: {career_earnings: since_reform}, rate"
    )
    path.write_text(named, encoding="utf-8")
    assert check(path).what == "scheme"

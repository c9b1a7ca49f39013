"""What a valuation is made on: an economy with a past, earnings as they are counted, classes where money is bent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.model.economy import Economy
from socle.run.basis import Futures, basis, economy, paths_of
from socle.run.institution import Institution, Shift
from tests.run.valuations import CAREER, HEAD, based, institution, law, people

YEARS = range(2025, 2045)
PAST = tuple(range(2012, 2027))
PRICES, WAGES = (np.cumprod(1 + mean + 0.01 * np.sin(np.arange(15)))[None] for mean in (0.03, 0.05))
HISTORY = Economy("XTS", PAST, {"cpi": PRICES, "wages": WAGES})
LEAST = """\
    how_much: [per_year_of_service: {rate: 0}, between: {at_least: {unit: XTS, per: month, 2015: 100, then: INDEX}}]
"""


def with_least(index):
    return HEAD + CAREER.replace(
        "    how_much: [per_year_of_service: {rate: 0.0125}]\n", LEAST.replace("INDEX", index)
    )


def futures(history=HISTORY, shift=None):
    return Futures(paths_of(institution().data, YEARS, shift), people(YEARS), shift or Shift(), history)


@pytest.mark.parametrize(
    ("index", "past", "path"), [("prices", PRICES, "inflation"), ("wages", WAGES, "wage_growth")]
)
def test_an_amount_older_than_the_valuation_is_moved_through_past_and_future(index, past, path):
    """The past to the year before the first; then the growth that the institution assumes, the first year's too."""
    made = basis(law(with_least(index)), institution(), futures(), 3)
    growth, wages = getattr(made.futures.paths, path)[0], made.valuation.money.wages[0]
    for year in (2025, 2030, 2044):
        behind = past[0, PAST.index(2024)] / past[0, PAST.index(2015)]
        amount = 1200 * behind * np.prod(1 + growth[: year - 2025 + 1])
        asked = made.ask("how_much.old_age", year, career_earnings=np.zeros((1,) * 5))
        assert asked.ravel()[0] * wages[year - 2025] == pytest.approx(amount, rel=1e-12)


def test_an_index_that_is_known_only_later_is_refused():
    with pytest.raises(Refusal, match="2015"):
        made = basis(law(with_least("prices")), institution(), futures(None), 3)
        made.ask("how_much.old_age", 2025, career_earnings=np.zeros((1,) * 5))


@pytest.mark.parametrize(("holes", "back"), [((), 13), ((2014, 2018), 6), ((2024,), 1), ((2012,), 12)])
def test_the_past_reaches_back_to_its_last_hole(holes, back):
    prices = PRICES.copy()
    prices[0, [PAST.index(hole) for hole in holes]] = np.nan
    known = futures(Economy("XTS", PAST, {"cpi": prices, "wages": WAGES}))
    found = economy(institution().data, known, np.ones((len(YEARS), 1, 2)))
    assert found.years[0] == 2025 - back
    assert np.isfinite(found.of("cpi")).all()
    assert found.at("average_wage", 2025)[0, 0] == pytest.approx(institution().data.average_wage)


def test_payroll_grows_with_wages_and_with_the_insured():
    wanted = np.cumprod(1 + np.linspace(0.01, 0.05, len(YEARS)))[:, None, None] * np.array([3.0, 2.0])
    found = economy(institution().data, futures(None), wanted)
    growth = found.of("payroll_growth")[0, 1:]
    payroll = wanted.sum((1, 2)) * found.of("average_wage")[0, 1:]
    assert 1 + growth[1:] == pytest.approx(payroll[1:] / payroll[:-1], rel=1e-12)


@pytest.mark.parametrize("ceiling", [2000, 3000])
def test_insurable_earnings_have_the_mean_that_the_institution_counts(ceiling):
    text = (
        HEAD
        + f"insurable_earnings: {{capped: {{at_most: {{unit: XTS, per: month, 2025: {ceiling}}}}}}}\n"
        + CAREER
    )
    made = based(text, YEARS)
    insured = made.ask("insurable_earnings", 2025)[0, ..., 0]
    assert insured.shape[1] == 10
    assert insured.mean(axis=1) == pytest.approx(institution().earnings, rel=1e-8)
    assert insured.max() <= 12 * ceiling / institution().data.average_wage * (1 + 1e-12)


def test_earnings_above_what_the_law_insures_are_refused():
    text = HEAD + "insurable_earnings: {capped: {at_most: {unit: XTS, per: month, 2025: 300}}}\n" + CAREER
    with pytest.raises(Refusal, match="insures no more than"):
        based(text, YEARS)
    with pytest.raises(Refusal, match="insures no less than"):
        based(text.replace("at_most", "at_least").replace("300", "90000"), YEARS)


def test_persons_are_told_apart_only_where_the_law_bends_money():
    assert based(years=YEARS).valuation.start.active.shape[3] == 1
    assert based(with_least("prices").replace("2015", "2025"), YEARS).valuation.start.active.shape[3] == 10
    with pytest.raises(Refusal, match=r"`fund.how_much.old_age` bends money"):
        based(with_least("prices").replace("2015", "2025"), YEARS, classes=1)


def test_a_law_to_which_nobody_contributes_is_refused():
    with pytest.raises(Refusal, match="contributions") as refused:
        based(HEAD + CAREER.replace("contributions: {all: {contribution: {rate: 0.1}}}\n", ""), YEARS)
    assert refused.value.where == "fund.yaml:1"


def test_money_of_another_country_is_refused_where_no_exchange_rate_is_known():
    for currency in ("USD", "EUR"):
        text = (
            HEAD
            + f"insurable_earnings: {{capped: {{at_most: {{unit: {currency}, per: month, 2025: 900}}}}}}\n"
        )
        with pytest.raises(
            Refusal, match=f"is in {currency}, and no exchange rate is at hand here"
        ) as refused:
            based(text + CAREER, YEARS)
        assert refused.value.where == "fund.yaml:3"


def test_a_column_that_a_valuation_does_not_know_is_refused_with_the_line_of_its_benefit():
    text = HEAD + CAREER.replace("per_year_of_service: {rate: 0.0125}", "share_of_minimum_wage: {share: 0.5}")
    with pytest.raises(Refusal, match="minimum_wage") as refused:
        based(text, YEARS).ask("how_much.old_age", 2025)
    line = text.splitlines().index("    contingency: old_age") + 1
    assert refused.value.where == f"fund.yaml:{line}"


LEFT = """\
  left:
    contingency: EVENT
    who: [service: {at_least: 5}]
    how_much: [share_of: {pension: fund.old_age, share: 0.5}]
"""


@pytest.mark.parametrize("event", ["survivors", "orphans"])
def test_pensions_of_those_left_behind_need_the_table_that_counts_them(event):
    """Without it their pensions would cost nothing, and nobody would be told."""
    data = institution().data
    without = {name: table for name, table in data.tables.items() if name != "families"}
    ready = law(HEAD + CAREER + LEFT.replace("EVENT", event)), Institution(replace(data, tables=without))
    with pytest.raises(Refusal, match="of the table `families`"):
        basis(*ready, futures())
    assert basis(law(), ready[1], futures()).valuation.promises


def test_a_law_without_old_age_is_refused():
    with pytest.raises(Refusal, match="old_age"):
        based(HEAD + CAREER.replace("contingency: old_age", "contingency: invalidity"), YEARS)


def test_shifts_move_the_paths_and_compliance_stays_a_share():
    plain = paths_of(institution().data, YEARS)
    moved = paths_of(
        institution().data, YEARS, Shift(wage_growth=0.01, inflation=-0.02, fund_return=0.03, compliance=9.0)
    )
    assert moved.wage_growth == pytest.approx(plain.wage_growth + 0.01)
    assert moved.inflation == pytest.approx(plain.inflation - 0.02)
    assert moved.fund_return == pytest.approx(plain.fund_return + 0.03)
    assert (moved.compliance == 1.0).all()

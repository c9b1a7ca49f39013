"""Mean service in place of years of service told apart: right where service is one, and its error always measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.project.scheme import insured_over_time
from socle.report import mean_service_tables
from socle.run.mean_service import (
    carrying_service,
    mean_service,
    of_mean_service,
    with_service_carried,
)
from socle.run.valuation import ValuationRequest
from socle.run.valuation_measures import cost_rates, fund_of
from tests.project import demonstration
from tests.run.test_reforms import FINAL, NOTIONAL, PROVIDENT
from tests.run.valuations import CAREER, HEAD, YEARS, based, law

ALMOST = 1e-9  # equal within a billionth is equal


class Carried(demonstration.Law):
    """The law of the demonstration scheme, asked with the service that a cell carries."""

    def __call__(self, question, year, /, **carried):
        kind, _, what = question.partition(".")
        if what == "service":
            return np.full((1,) * 5, float(kind == "credit"))
        if kind == "who":
            enough = carried["service"] >= (self.years if what == "old_age" else 5) - ALMOST
            return (enough & ((self.age <= demonstration.REACHED) | (what != "old_age"))).astype(float)
        return super().__call__(question, year, **carried)


def both(plan, **terms):
    """The demonstration scheme in full and with mean service."""
    told = demonstration.law(**terms)
    short = insured_over_time(Carried(told.scale, **terms), with_service_carried(plan))
    return insured_over_time(told, plan), short


def cost(found):
    spent = sum(paid[0].sum(-1) for paid in found.benefits.values()) + found.administration[0]
    return spent / found.payroll[0].sum(-1)


@pytest.mark.parametrize("years", [10, 42, 45, 48])
def test_where_all_of_an_age_have_one_service_the_mean_is_no_error(years):
    start = demonstration.valuation().start
    active, inactive = np.zeros_like(start.active), np.zeros_like(start.inactive)
    active[0, 0, :, 0, 15, 12] = 1000.0  # aged 30, with 12 years
    inactive[0, 0, :, 0, 15, 8] = 500.0  # who never have enough for old age
    active[1], inactive[1] = active[0] * 12 * 0.9, inactive[0] * 8 * 0.9
    plan = demonstration.valuation(start=replace(start, active=active, inactive=inactive))
    none = demonstration.rates(0.0)
    sure = replace(plan.experience, density=none + 1, leaving=none, returning=none, insured=None)
    found, short = both(replace(plan, experience=sure), years=years, least=0.0)
    assert found.awards["old_age"].sum() > 100
    for name in found.benefits:
        assert short.benefits[name] == pytest.approx(found.benefits[name], rel=1e-11)
        assert short.awards[name] == pytest.approx(found.awards[name], rel=1e-11)


@pytest.mark.parametrize(
    "text", [CAREER, NOTIONAL, PROVIDENT, FINAL], ids=["career", "notional", "provident", "final"]
)
def test_a_law_that_is_linear_in_service_is_served_exactly(text):
    made = based(HEAD + text, years=YEARS[:25])  # until somebody reaches the open class of service
    short, found = (insured_over_time(one.ask, one.valuation) for one in (of_mean_service(made), made))
    rates = [cost_rates(one, fund_of(one, made)).total for one in (short, found)]
    assert rates[0] == pytest.approx(rates[1], rel=1e-12)


def test_service_carried_is_the_years_of_service_of_all():
    made = based(years=range(YEARS[0], YEARS[0] + 12))
    one = of_mean_service(made)
    short, found = (insured_over_time(b.ask, b.valuation, keep=True) for b in (one, made))
    years = np.arange(made.ask.cells.services)
    for brief, full in zip(short.states, found.states, strict=True):
        for lives, whole in ((brief.active, full.active), (brief.inactive, full.inactive)):
            assert lives[0].sum(-1) == pytest.approx(whole[0].sum(-1), rel=1e-11)
            assert not whole[0, ..., -1].any()  # nobody is in the open class, whose service is not known
            assert lives[-1].sum(-1) == pytest.approx((whole[0] * years).sum(-1), rel=1e-11)


def test_low_density_and_long_service_are_where_it_errs():
    worst = []
    for density, years in ((0.85, 10), (0.65, 20), (0.45, 15)):
        plan = demonstration.valuation()
        plan = replace(plan, experience=replace(plan.experience, density=demonstration.rates(density)))
        found, short = both(plan, years=years)
        worst.append(np.abs(cost(short) / cost(found) - 1)[50:].max())  # the last 25 years: a mature scheme
    assert worst[0] < min(worst[1:])


@pytest.fixture(scope="module")
def toy():
    ticks = iter([10.0, 10.5, 20.0, 22.0])
    return mean_service(ValuationRequest("XXX/national_pension", years=15), lambda: next(ticks))


def test_its_error_is_measured_against_a_full_run_and_both_are_timed(toy):
    assert (toy.short_seconds, toy.full_seconds) == (0.5, 2.0)
    assert abs(toy.error[toy.worst]) == np.abs(toy.short / toy.full - 1).max() > 0.001
    content = mean_service_tables.content(toy, "en")
    assert content["largest_error"] == toy.error[toy.worst]
    assert content["year_of_largest_error"] == toy.years[toy.worst]


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_the_error_and_the_times_are_always_said(toy, lang):
    text = mean_service_tables.as_text(toy, lang)
    error = f"{100 * abs(toy.error[toy.worst]):.2f}"
    for number in (error, "0.50", "2.00"):
        assert number.replace(".", "." if lang == "en" else ",") in text
    assert all(len(line) <= mean_service_tables.WIDTH for line in text.splitlines())


def test_a_law_that_needs_service_elsewhere_is_refused():
    text = HEAD + CAREER.replace(
        "{contribution: {rate: 0.1}}", "{contribution: {rate: 0.1}, who: [service: {at_least: 5}]}"
    )
    with pytest.raises(Refusal, match="reads `service`"):
        carrying_service(law(text))

"""Laws that hold for every law: identities, scales, sums, order, and conditions that are not factors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.engine import program
from socle.exchange.country import FLOOR_FOLDER, load_country, read_schemes
from socle.ground.axes import Array
from socle.measure.fiscal import gap
from socle.model.law import read
from socle.model.parameter import Parameter
from socle.model.population import Population
from socle.model.scenario import FLOOR, Scenario, apply, parameters
from socle.model.scheme import Scheme
from socle.run.costing import cost_scenario
from socle.run.floor import fixed, floor
from socle.run.setting import Choices, Setting, prepare
from tests.engine.small import economy, law, people, run

YEARS = (2024, 2025)
SCHEMES = read_schemes(FLOOR_FOLDER / "schemes")
SHARES = sorted(path for path in parameters(SCHEMES) if path.endswith((".coverage", ".take_up", ".share")))
OPEN = {"gave_birth": 0.03, "severely_disabled": 0.05, "unemployed": 0.04, "orphan": 0.02, "enrolled": 0.6}


def reform(changes: dict[str, float], base: Sequence[Scheme] = SCHEMES) -> Scenario:
    """An overlay of values without dates."""
    known = parameters(base)
    values: dict[str, Parameter] = {path: fixed(known[path], value) for path, value in changes.items()}
    return Scenario("r", {"en": "r"}, {"en": ""}, FLOOR, values)


def totals(schemes: Sequence[Scheme], population: Population) -> dict[str, program.BenefitTotals]:
    return program.run(read(schemes), population, economy(), YEARS)


def everybody(seed: int = 0, countries: int = 1) -> Population:
    rng = np.random.default_rng(seed)
    base = people(len(YEARS), countries, prevalence=OPEN, gdp_per_head=np.full((1, 1, 1, 1), 4000.0))
    return replace(base, weights=rng.uniform(0, 100, base.weights.shape))


def money(found: dict[str, program.BenefitTotals]) -> Array:
    return np.stack([total.spending for total in found.values()])


reforms = st.dictionaries(st.sampled_from(SHARES), st.floats(0, 1).map(lambda x: round(x, 3)), max_size=4)


def test_the_empty_overlay_changes_nothing() -> None:
    before, after = totals(SCHEMES, everybody()), totals(apply(SCHEMES, reform({})), everybody())
    for path, total in before.items():
        for one, other in (
            (total.spending, after[path].spending),
            (total.recipients, after[path].recipients),
        ):
            np.testing.assert_array_equal(one, other)


@settings(max_examples=15, deadline=None)
@given(reforms, st.integers(0, 50))
def test_doubling_the_weights_doubles_persons_and_money(changes: dict[str, float], seed: int) -> None:
    schemes, once = apply(SCHEMES, reform(changes)), everybody(seed)
    twice = replace(once, weights=2 * once.weights)
    one, two = totals(schemes, once), totals(schemes, twice)
    np.testing.assert_allclose(money(two), 2 * money(one), rtol=1e-12)
    for path, total in one.items():
        np.testing.assert_allclose(two[path].eligible, 2 * total.eligible, rtol=1e-12)


@settings(max_examples=15, deadline=None)
@given(reforms, st.floats(0, 1))
def test_splitting_a_population_adds_up(changes: dict[str, float], part: float) -> None:
    schemes, whole = apply(SCHEMES, reform(changes)), everybody(4)
    parts = [replace(whole, weights=share * whole.weights) for share in (part, 1 - part)]
    summed = sum(money(totals(schemes, one)) for one in parts)
    np.testing.assert_allclose(summed, money(totals(schemes, whole)), rtol=1e-9)


def test_countries_do_not_touch_each_other() -> None:
    three, order = everybody(8, countries=3), [2, 0, 1]
    mixed = replace(three, weights=three.weights[order])
    together = money(totals(SCHEMES, three))
    np.testing.assert_allclose(money(totals(SCHEMES, mixed)), together[:, order], rtol=1e-12)
    for c in range(3):
        alone = replace(three, weights=three.weights[c : c + 1])
        np.testing.assert_allclose(money(totals(SCHEMES, alone))[:, 0], together[:, c], rtol=1e-12)


def test_a_change_of_currency_scales_money_and_no_person() -> None:
    benefit = "who: [age_band: {below: 6}]\nhow_much: [flat: {amount: {unit: XTS, per: month, 2020: %s, then: cpi}}]"
    old, new = (run(law(benefit % amount), people())["s.b"] for amount in (5, 5000))
    np.testing.assert_allclose(new.spending, 1000 * old.spending)
    np.testing.assert_array_equal(new.recipients, old.recipients)


@settings(max_examples=25, deadline=None)
@given(st.integers(40, 100), st.integers(0, 30))
def test_raising_the_pension_age_never_raises_beneficiaries(age: int, more: int) -> None:
    path = "old_age.pension.age_band.at_least"
    younger, older = (
        totals(apply(SCHEMES, reform({path: a})), everybody(2))["old_age.pension"] for a in (age, age + more)
    )
    assert (older.recipients <= younger.recipients).all()
    if more and age < 100:
        assert older.recipients.sum() < younger.recipients.sum()


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from([p for p in SHARES if p.endswith("take_up")]))
def test_raising_take_up_never_lowers_the_cost_of_a_benefit(one: float, other: float, path: str) -> None:
    low, high = sorted((one, other))
    benefit = path.removesuffix(".take_up")
    few, more = (
        totals(apply(SCHEMES, reform({path: share})), everybody(3))[benefit] for share in (low, high)
    )
    assert (more.spending >= few.spending - 1e-6).all()
    np.testing.assert_allclose(more.spending * low, few.spending * high, atol=1e-6)


def test_who_does_not_claim_the_pension_receives_what_is_for_those_without_it() -> None:
    pension = (
        "who: [age_band: {at_least: 65}]\nhow_much: [share_of_line: {share: 1}]\ntake_up: 0.8\ncoverage: 0.5"
    )
    grant = "who: [not_receiving: {on: {other_benefit: s.b}}]\nhow_much: [share_of_line: {share: 0.1}]"
    found = run(law(pension, grant), people(each=1.0))
    assert found["s.b"].recipients.item() == pytest.approx(72 * 0.4)
    assert found["t.b"].recipients.item() == pytest.approx(202 - 72 * 0.4)
    assert found["t.b"].eligible.item() == pytest.approx(202 - 72 * 0.4)


def test_persons_already_served_are_taken_from_coverage_and_never_below_nobody() -> None:
    benefit = (
        "who: everyone\nhow_much: [share_of_line: {share: 1}]\ncoverage: %s\nalready_served: %s\ntake_up: 0.5"
    )
    for cover, served in ((0.6, 0.2), (0.2, 0.6)):
        found = run(law(benefit % (cover, served)), people(each=1.0))["s.b"]
        assert found.recipients.item() == pytest.approx(202 * max(0.0, cover - served) * 0.5)


def test_a_reform_changes_what_contributors_pay_too() -> None:
    schemes = load_country("XXX").schemes
    path = next(path for path in parameters(schemes) if ".financing." in path and path.endswith(".rate"))
    reformed = apply(schemes, reform({path: 0.0123}, schemes))
    assert parameters(reformed)[path].values == (0.0123,)


def test_removed_benefits_are_gone_and_unknown_ones_refused_by_name() -> None:
    smaller = apply(SCHEMES, replace(reform({}), remove=("children.school_meals", "health")))
    assert "health" not in {scheme.name for scheme in smaller}
    assert "children.school_meals" not in {b.path for scheme in smaller for b in scheme.benefits}


@pytest.fixture(scope="module")
def toy() -> Setting:
    return prepare(load_country("XXX"), Choices(years_ahead=8))


@settings(max_examples=8, deadline=None)
@given(reforms)
def test_cost_is_spending_and_administration_and_never_negative(
    toy: Setting, changes: dict[str, float]
) -> None:
    costed = cost_scenario(toy, SCHEMES, reform(changes))
    for benefit in costed.benefits:
        np.testing.assert_array_equal(benefit.cost, benefit.spending + benefit.administration)
        assert (benefit.cost >= 0).all()
        assert (benefit.recipients <= benefit.eligible + 1e-6).all()
        assert (benefit.eligible <= toy.persons.sum((1, 2)) + 1e-6).all()


def test_the_administration_of_half_a_year_is_that_of_what_is_paid(toy: Setting) -> None:
    half = next(
        b for s in toy.country.schemes for b in s.benefits if b.path == "child_benefit.orphan_benefit"
    )
    late = replace(half, versions=tuple(replace(v, begins=2024.5) for v in half.versions))
    schemes = tuple(
        replace(s, benefits=tuple(late if b.path == half.path else b for b in s.benefits))
        for s in toy.country.schemes
    )
    costed = {b.benefit: b for b in cost_scenario(toy, schemes, reform({}, ())).benefits}[half.path]
    assert costed.spending[0] == 0 < costed.spending[1] < 0.6 * costed.spending[2]
    np.testing.assert_allclose(costed.administration[1:], 0.05 * costed.spending[1:], rtol=1e-12)


@given(st.floats(0, 1e12), st.floats(0, 2))
def test_a_gap_is_never_negative_and_full_coverage_leaves_none(cost: float, coverage: float) -> None:
    found = float(gap(np.array(cost), np.array(coverage)))
    assert found >= 0
    assert found == pytest.approx(max(0.0, (1 - coverage) * cost))
    assert float(gap(np.array(cost), np.array(1.0))) == 0.0


def test_the_totals_of_a_floor_are_the_sums_of_its_benefits() -> None:
    found = floor("XXX", Choices(years_ahead=5), ("status_quo", "high"))
    high = found.scenario("high")
    for row in found.gaps:
        own = [b.cost for b in high.benefits if b.branch == row.branch]
        np.testing.assert_allclose(row.cost, np.sum(own, axis=0))
        if np.isfinite(row.coverage).all():
            np.testing.assert_allclose(row.gap, np.maximum(1 - row.coverage, 0) * row.cost)
            assert (row.gap >= 0).all()
    assert sum(float(row.cost[0]) for row in found.gaps) == pytest.approx(
        sum(float(b.cost[0]) for b in high.benefits)
    )

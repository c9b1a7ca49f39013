"""Sweeps and searches: every point is what the whole machinery gives, and what was looked for is reached."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.model.scenario import Scenario
from socle.run import Setting
from socle.run.floor import scenario_of
from socle.run.impact import impact, setting_of
from socle.run.people import People, invented_people
from socle.run.seek import Question, Range, Sought, Target, range_of, seek, target_of
from socle.run.sweep import Found, Sweep, bench, dated, sweep
from tests.run.without import without

PENSION = "old_age.pension.share_of_line.share"
CHILD = "children.child_benefit.share_of_line.share"
AMOUNT = "old_age.pension.flat.amount"


@pytest.fixture(scope="module")
def setting() -> Setting:
    return setting_of("XXX")


@pytest.fixture(scope="module")
def people(setting: Setting) -> People:
    return invented_people(setting, 6000, 1)


@pytest.fixture(scope="module")
def grid(setting: Setting, people: People) -> Sweep:
    return sweep(setting, people, "high", {PENSION: ["0", "50%", "1", "2"], CHILD: ["0.25", "0.5"]})


def by(found: tuple[Found, ...]) -> dict[str, Found]:
    return {one.measure: one for one in found}


def changed(setting: Setting, name: str, path: str, text: str) -> Scenario:
    """A scenario with one value more, by way of a scenario and not of a sweep."""
    chosen = scenario_of(setting.country, name)
    (dial,) = bench(setting, invented_people(setting, 200, 1), name, [path]).dials
    return replace(chosen, changes={**chosen.changes, path: dated(dial.parameter, text, setting.years[0])})


def test_every_point_is_what_a_scenario_with_these_values_gives(
    setting: Setting, people: People, grid: Sweep
) -> None:
    assert [point.values for point in grid.points] == [
        (a, b) for a in ("0", "50%", "1", "2") for b in ("0.25", "0.5")
    ]
    half = impact(setting, people, changed(setting, "high", PENSION, "50%"))
    rows = {row.measure: row for row in half.rows if row.group in ("after", "all")}
    here = by(grid.points[2].found)
    for measure in ("fgt0", "fgt1", "gini"):
        assert here[measure].value == pytest.approx(rows[measure].value, rel=1e-12)
        assert here[measure].se == pytest.approx(rows[measure].se, rel=1e-12)
    spent = half.gains @ people.population.weights
    assert here["spending"].value == pytest.approx(spent, rel=1e-9)
    assert here["spending_gdp"].value == pytest.approx(spent / setting.macro.gdp[0], rel=1e-9)


def test_the_values_of_the_scenario_change_nothing_and_have_no_error(grid: Sweep) -> None:
    (same,) = [point for point in grid.points if point.values == ("1", "0.25")]
    assert all(one.change == one.change_se == 0 for one in same.found)
    assert all(one.se > 0 for one in same.found)
    assert [one.value for one in same.found] == [one.value for one in grid.standing.found]


def test_the_error_of_a_change_is_smaller_than_that_of_the_level(grid: Sweep) -> None:
    here = by(grid.points[0].found)
    assert 0 < here["fgt1"].change_se < here["fgt1"].se


def test_more_money_never_raises_poverty(grid: Sweep) -> None:
    points = [by(point.found) for point in grid.points[::2]]
    for measure in ("fgt0", "fgt1"):
        assert (np.diff([point[measure].value for point in points]) <= 0).all()


def test_what_a_benefit_pays_is_in_proportion_to_its_amount(setting: Setting, people: People) -> None:
    ready = bench(setting, people, "high", [PENSION])
    spent = [ready.at([share]).measure("old_age.pension:spending").value for share in (0.0, 0.5, 1.0, 2.0)]
    assert spent == pytest.approx([0.0, spent[2] / 2, spent[2], 2 * spent[2]])


def test_everybody_for_all_time_can_be_turned_into_some(setting: Setting, people: People) -> None:
    paths = {"old_age.pension.coverage": ["0", "0.4", "1"]}
    spent = [by(point.found)["spending"].value for point in sweep(setting, people, "high", paths).points]
    assert spent[0] < spent[1] < spent[2]
    assert (spent[1] - spent[0]) / (spent[2] - spent[0]) == pytest.approx(0.4, abs=0.06)


def test_ages_that_differ_by_sex_become_one_and_money_is_in_the_unit_of_its_file(
    setting: Setting, people: People
) -> None:
    ready = bench(setting, people, "status_quo", ["old_age.pension.age_band.at_least", AMOUNT])
    age, amount = ready.dials
    assert np.isnan(age.standing)
    assert (age.unit, amount.unit) == ("years", "XTS / month")
    assert amount.standing == pytest.approx(130)
    assert amount.canonical("130") == pytest.approx(12 * 130)
    old, young = ready.at([90.0, 1560.0]), ready.at([60.0, 1560.0])
    assert old.measure("spending").value < young.measure("spending").value


def test_amounts_in_dollars_are_turned_in_dollars(setting: Setting, people: People) -> None:
    (care,) = bench(setting, people, "high", ["health.essential_care.flat.amount"]).dials
    assert care.unit == "USD / year"
    rate = setting.economy.at("exchange_rate", setting.years[0])[0, 0]
    assert care.canonical("10") == pytest.approx(10 * rate)


def test_months_are_shares_of_a_year_inside(setting: Setting, people: People) -> None:
    (months,) = bench(setting, people, "high", ["unemployment.unemployment_benefit.for_months.months"]).dials
    assert (months.standing, months.unit) == (12, "months")
    assert months.canonical("6") == pytest.approx(0.5)


def test_what_the_law_takes_is_taken_at_every_point(setting: Setting, people: People) -> None:
    earnings = people.population.columns["formally_employed"] * people.welfare
    paying = replace(people, population=people.population.with_columns(earnings=earnings))
    found = sweep(setting, paying, "status_quo", {AMOUNT: ["130"]})
    rows = {row.measure: row for row in impact(setting, paying, "status_quo").rows if row.group == "after"}
    free = impact(setting, paying, "status_quo")
    assert free.paid.any()
    for point in (found.standing, *found.points):
        assert by(point.found)["fgt1"].value == pytest.approx(rows["fgt1"].value, rel=1e-12)


def sought(setting: Setting, people: People, path: str, said: str, within: str = "") -> Sought:
    return seek(setting, people, "high", Question(path, target_of(said), range_of(within)))


@pytest.mark.parametrize(
    ("path", "said", "measure", "target"),
    [
        (CHILD, "spending=3.5% of GDP", "spending_gdp", 0.035),
        (CHILD, "spending=3_000_000_000", "spending", 3e9),
        (PENSION, "old_age.pension:spending=800_000_000", "old_age.pension:spending", 8e8),
        (CHILD, "fgt1=3%", "fgt1", 0.03),
        (CHILD, "gini=0.38", "gini", 0.38),
    ],
)
def test_a_budget_and_a_smooth_target_are_met_exactly(
    setting: Setting, people: People, path: str, said: str, measure: str, target: float
) -> None:
    found = sought(setting, people, path, said)
    assert found.exact
    assert by(found.reached)[measure].value == pytest.approx(target, rel=1e-8)
    again = impact(setting, people, changed(setting, "high", path, f"{found.value:.15g}"))
    if measure in ("fgt1", "gini"):
        (row,) = [row for row in again.rows if (row.measure, row.group) == (measure, "after")]
        assert row.value == pytest.approx(target, rel=1e-8)


def test_a_head_count_is_reached_by_the_smallest_value_that_reaches_it(
    setting: Setting, people: People
) -> None:
    found = sought(setting, people, CHILD, "fgt0=13%")
    assert not found.exact
    assert found.smallest
    ready = bench(setting, people, "high", [CHILD])
    here, just_less = (
        ready.at([value]).measure("fgt0").value for value in (found.value, found.value - found.step)
    )
    assert here <= 0.13 < just_less


def test_an_age_is_sought_in_whole_years_and_kept_within_the_budget(setting: Setting, people: People) -> None:
    found = sought(
        setting, people, "old_age.pension.age_band.at_least", "old_age.pension:spending=700_000_000"
    )
    ready = bench(setting, people, "high", ["old_age.pension.age_band.at_least"])
    spent = [
        ready.at([age]).measure("old_age.pension:spending").value for age in (found.value - 1, found.value)
    ]
    assert found.value == int(found.value)
    assert spent[1] <= 7e8 < spent[0]
    half = (ready.at([64.0]).measure("spending").value + ready.at([65.0]).measure("spending").value) / 2
    path, said = "old_age.pension.age_band.at_least", f"spending={half:.0f}"
    assert sought(setting, people, path, said, "63.5,80").value == 65
    with pytest.raises(Refusal, match="out of reach"):
        sought(setting, people, path, said, "64.5,80")


def test_the_range_is_widened_as_far_as_the_target_needs(setting: Setting, people: People) -> None:
    far = sought(setting, people, CHILD, "spending=12% of GDP")
    assert far.within.high > 2 * far.dial.standing
    assert far.exact
    near = sought(setting, people, CHILD, "spending=3.5% of GDP")
    assert near.within == Range(0, 2 * near.dial.standing)
    narrow = sought(setting, people, CHILD, "spending=3% of GDP", "0,0.4")
    assert narrow.within == Range(0, 0.4)


@pytest.mark.parametrize(
    ("path", "said", "within", "named"),
    [
        (CHILD, "fgt0=0.01%", "", "out of reach"),
        (CHILD, "spending=9% of GDP", "0,0.5", "to 0.5 (ratio)"),
        (CHILD, "fgt9=10%", "", "Did you mean `fgt"),
        (CHILD, "fgt0=ten", "", "not a number"),
        (CHILD, "fgt0", "", "fgt0=15%"),
        (CHILD, "gini=2% of GDP", "", "Only `spending`"),
        (CHILD, "fgt0=15%", "5", "not a range"),
        (CHILD, "fgt0=15%", "5,5", "below the second"),
        ("children.child_benefit.share_of_line.shar", "fgt0=15%", "", f"Did you mean `{CHILD}`?"),
        ("old_age.pension.administration.share", "fgt0=15%", "", "does not move any benefit"),
        ("old_age.pension.coverage", "fgt0=15%", "0,2", "out of range"),
        ("old_age.pension.age_band.at_least", "fgt0=14%", "60.2,60.8", "whole years"),
    ],
)
def test_what_cannot_be_reached_or_read_is_refused(
    setting: Setting, people: People, path: str, said: str, within: str, named: str
) -> None:
    with pytest.raises(Refusal) as refused:
        sought(setting, people, path, said, within)
    assert named in str(refused.value)


@pytest.mark.parametrize(
    "path",
    ["unemployment_insurance.benefit.take_up", "family_grant.energy_supplement.flat.amount"],
)
def test_what_the_survey_cannot_answer_or_is_not_in_force_cannot_be_turned(
    setting: Setting, people: People, path: str
) -> None:
    with pytest.raises(Refusal, match="does not move any benefit"):
        bench(setting, without(people, "earnings"), "status_quo", [path])


def test_multiples_are_of_what_stands_there(setting: Setting, people: People) -> None:
    age, amount = bench(setting, people, "status_quo", ["old_age.pension.age_band.at_least", AMOUNT]).dials
    assert amount.canonical("x1.5") == pytest.approx(1.5 * 12 * 130)
    with pytest.raises(Refusal, match="multiplied"):
        age.canonical("x1.1")
    with pytest.raises(Refusal, match="out of range"):
        bench(setting, people, "status_quo", ["old_age.pension.coverage"]).dials[0].canonical("x2")


def test_a_value_that_pays_a_budget_is_as_uncertain_as_what_it_pays(setting: Setting, people: People) -> None:
    # what is paid is the value times what one of it pays, so the relative errors are the same
    found = sought(setting, people, PENSION, "old_age.pension:spending=800_000_000")
    paid = by(found.reached)["old_age.pension:spending"]
    assert found.se / found.value == pytest.approx(paid.se / paid.value, rel=1e-6)
    assert np.isnan(sought(setting, people, CHILD, "fgt0=13%").se)


def test_targets_are_read_as_written() -> None:
    assert target_of("fgt0=15%") == Target("fgt0", 0.15)
    for said in (
        "spending = 1.5% of GDP",
        "spending=1.5 % du PIB",
        "spending=1.5%del PIB",
        "spending=0.015 GDP",
    ):
        assert target_of(said) == Target("spending_gdp", 0.015)
    assert target_of("a.b:spending=2_000") == Target("a.b:spending", 2000)


def test_too_large_a_grid_is_refused(setting: Setting, people: People) -> None:
    many = [str(value / 1000) for value in range(200)]
    with pytest.raises(Refusal, match="at most"):
        sweep(setting, people, "high", {PENSION: many, CHILD: many})

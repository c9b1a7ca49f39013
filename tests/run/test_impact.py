"""The law on the households of an invented survey: the same law on cells is its truth, and identities hold."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.measure import incidence
from socle.measure.inequality import gini
from socle.measure.weighted import whole
from socle.run import Choices, Setting, floor
from socle.run.impact import EVERYBODY, Impact, Row, contrast, impact, setting_of
from socle.run.impact_catalogue import catalogue
from socle.run.impact_groups import GROUPS, household_types, partitions
from socle.run.impact_welfare import CLASSES
from socle.run.people import People, invented_people, people_of_survey
from tests.run.without import without

PERSONS = 12_000


@pytest.fixture(scope="module")
def setting() -> Setting:
    return setting_of("XXX")


@pytest.fixture(scope="module")
def people(setting: Setting) -> People:
    return invented_people(setting, PERSONS, 1)


@pytest.fixture(scope="module")
def high(setting: Setting, people: People) -> Impact:
    return impact(setting, people, "high")


def value(result: Impact, measure: str, group: str = EVERYBODY) -> float:
    (row,) = [row for row in result.rows if (row.measure, row.group) == (measure, group)]
    return row.value


def test_a_sample_of_the_population_pays_what_cells_pay_within_its_error(high: Impact) -> None:
    cells = {
        b.benefit: b.spending[0] for b in floor("XXX", Choices(years_ahead=0), ["high"]).scenarios[0].benefits
    }
    rows = [row for row in high.rows if row.measure.endswith(":spending") and row.group == EVERYBODY]
    compared = [
        (row, cells[row.measure.partition(":")[0]]) for row in rows if row.measure.partition(":")[0] in cells
    ]
    assert len(compared) == len(cells)
    for row, truth in compared:
        assert abs(row.value - truth) < 4 * row.se + 0.01 * truth, row.measure


def test_spending_adds_up_to_all_but_for_care_which_is_no_money_to_live_on(high: Impact) -> None:
    parts = [row.value for row in high.rows if row.measure.endswith(":spending")]
    total, care = value(high, "all:spending"), value(high, "health.essential_care:spending")
    assert care > 0
    assert sum(parts) - total == pytest.approx(total + care)


def test_incidence_over_deciles_adds_up_to_one(high: Impact) -> None:
    for path in ("all", "old_age.pension", "children.child_benefit"):
        shares = [value(high, f"{path}:benefit_incidence", f"decile {i}") for i in range(1, 11)]
        assert sum(shares) == pytest.approx(1)


def test_gifts_never_raise_poverty_and_the_change_is_the_difference(high: Impact) -> None:
    for measure in ("fgt0", "fgt1", "fgt2", "gini"):
        before, after, change = (value(high, measure, group) for group in ("before", "after", "change"))
        assert change == pytest.approx(after - before)
        assert after <= before


def test_the_error_of_a_change_is_smaller_than_that_of_two_surveys(high: Impact) -> None:
    se = {row.group: row.se for row in high.rows if row.measure == "fgt1"}
    assert 0 < se["change"] < math.hypot(se["before"], se["after"])


def test_gains_are_shared_within_the_household(high: Impact, people: People) -> None:
    starts = people.population.households
    assert starts is not None
    size = np.diff(starts)
    spread = np.repeat(np.add.reduceat(high.gains, starts[:-1]) / size, size)
    assert high.gains == pytest.approx(spread)


def test_a_reform_meets_the_same_people_with_the_same_luck(
    setting: Setting, people: People, high: Impact
) -> None:
    again = impact(setting, people, "high")
    assert (again.gains == high.gains).all()
    same = contrast(high, again, people)
    assert all(row.value == 0 for row in same if row.measure in ("fgt0", "fgt1", "fgt2", "gini"))
    assert [row.value for row in same if row.measure == "moved:within 1 %" and row.group == EVERYBODY] == [
        1.0
    ]
    steps, other = impact(setting, people, "steps", 1), impact(setting, people, "steps", 2)
    assert not np.array_equal(steps.gains, other.gains)
    assert ((steps.gains > 0) <= (high.gains > 0)).all(), "who is reached by steps is reached by all at once"


def test_winners_and_losers_are_everybody(setting: Setting, people: People, high: Impact) -> None:
    rows = contrast(impact(setting, people, "low"), high, people)
    assert sum(
        row.value for row in rows if row.measure.startswith("moved:") and row.group == EVERYBODY
    ) == pytest.approx(1)
    assert {row.value for row in rows if row.measure == "moved:loses > 5 %"} == {0.0}


def test_what_the_survey_cannot_answer_is_listed_with_its_reason(setting: Setting, people: People) -> None:
    result = impact(setting, without(people, "earnings"), "status_quo")
    assert {m.values.get("column") for m in result.not_computed} == {"earnings", None}


def rows_of(result: Impact, measure: str) -> dict[str, Row]:
    """The rows of a measure by group."""
    return {row.group: row for row in result.rows if row.measure == measure}


def test_every_row_says_what_it_is_and_has_one_place(high: Impact) -> None:
    places = [(row.measure, row.group) for row in high.rows]
    assert len(places) == len(set(places))
    assert all(row.definition.endswith(".") for row in high.rows)


def test_every_number_stands_in_the_catalogue_with_its_definition(taxed: tuple[Impact, People]) -> None:
    known = {text for _, text in catalogue()}
    assert {row.definition for row in taxed[0].rows} <= known
    listed = " ".join(code for code, _ in catalogue())
    ends = {row.measure.partition(":")[2] for row in taxed[0].rows if row.measure.startswith("all:")}
    assert all(f"BENEFIT:{end}" in listed for end in ends)


@pytest.mark.parametrize(
    "groups",
    [
        ("sex male", "sex female"),
        ("age 0-4", "age 5-14", "age 15-24", "age 25-59", "age 60+"),
        ("disability no", "disability yes"),
        tuple(name for name in GROUPS if name.startswith("household")),
        tuple(f"decile {i}" for i in range(1, 11)),
    ],
)
def test_the_parts_of_each_grouping_add_up_to_everybody(high: Impact, groups: tuple[str, ...]) -> None:
    for measure in ("all:benefit_incidence", "all:beneficiary_incidence"):
        rows = rows_of(high, measure)
        assert sum(rows[group].value for group in groups if group in rows) == pytest.approx(1)
    moved = [rows_of(high, f"moved:{word}") for word in CLASSES]
    for group in (one for one in groups if one in moved[0]):
        assert sum(rows[group].value for rows in moved) == pytest.approx(1)
    overlap = [rows_of(high, f"overlap:{word}") for word in ("0", "1", "2+")]
    for group in (one for one in groups if one in overlap[0]):
        assert sum(rows[group].value for rows in overlap) == pytest.approx(1)


def test_groups_have_the_poverty_of_their_own_people(high: Impact, people: People) -> None:
    weight, welfare = people.population.weights, people.welfare
    girl = (people.population.columns["sex"] == 1) & (weight > 0)
    for moment, money in (("before", welfare), ("after", welfare + high.gains)):
        expected = np.average(money[girl] <= high.line, weights=weight[girl])
        row = rows_of(high, f"fgt0_{moment}")["sex female"]
        assert row.value == pytest.approx(expected)
        assert row.n == girl.sum()
    change = rows_of(high, "fgt1_change")["sex female"]
    gap = [np.maximum(1 - m[girl] / high.line, 0) for m in (welfare, welfare + high.gains)]
    assert change.value == pytest.approx(np.average(gap[1] - gap[0], weights=weight[girl]))


def test_mean_and_relative_gain_of_a_tenth_are_its_people_s(high: Impact, people: People) -> None:
    weight, welfare = people.population.weights, people.welfare
    poorest = incidence.tenths(whole(welfare, weight)).member == 0
    gain = float((weight * high.gains)[poorest].sum())
    assert value(high, "mean_gain", "decile 1") == pytest.approx(gain / weight[poorest].sum())
    assert value(high, "relative_gain", "decile 1") == pytest.approx(gain / (weight * welfare)[poorest].sum())


def test_people_without_welfare_or_in_debt_give_numbers_or_none_but_no_nonsense(
    setting: Setting, people: People
) -> None:
    welfare = np.where(people.welfare < np.quantile(people.welfare, 0.25), -10.0, people.welfare)
    result = impact(setting, replace(people, welfare=welfare), "high")
    poorest = {row.measure: row for row in result.rows if row.group == "decile 1"}
    assert math.isnan(poorest["relative_gain"].value)
    assert poorest["mean_gain"].value > 0
    assert math.isnan(poorest["all:coverage"].se) is False
    gaining = poorest["moved:gains > 5 %"].value
    assert gaining == pytest.approx(poorest["all:coverage"].value)
    empty = next(row for row in result.rows if (row.measure, row.group) == ("all:coverage", "decile 2"))
    assert empty.n == 0
    assert math.isnan(empty.value)
    weights = value(result, "all:distributional_1")
    assert 0 < weights <= 10


def test_curves_end_at_all_and_lorenz_lies_below_the_diagonal(high: Impact) -> None:
    for measure in ("lorenz_before", "lorenz_after", "all:concentration_curve"):
        rows = rows_of(high, measure)
        assert list(rows) == [f"share {i / 20:.2f}" for i in range(1, 21)]
        assert rows["share 1.00"].value == pytest.approx(1)
        assert rows["share 0.50"].se > 0
    before, after = rows_of(high, "lorenz_before"), rows_of(high, "lorenz_after")
    assert all(before[group].value < after[group].value < float(group[6:]) for group in list(before)[:-1])


def test_what_is_redistributed_is_vertical_less_reranking(high: Impact) -> None:
    vertical, moved = value(high, "vertical_effect"), value(high, "reranking")
    assert value(high, "redistribution") == pytest.approx(vertical - moved)
    assert value(high, "redistribution") == pytest.approx(-value(high, "gini", "change"))
    assert moved > 0


def test_what_a_scheme_adds_is_the_scenario_without_it(high: Impact, people: People) -> None:
    assert value(high, "all:marginal_fgt1") == pytest.approx(-value(high, "fgt1", "change"))
    parts = [row.value for row in high.rows if row.measure.endswith(":marginal_fgt1")]
    assert len(parts) > 2
    assert not any(row.measure.startswith("health.") and "marginal" in row.measure for row in high.rows)
    effect = [row.value for row in high.rows if ":effectiveness_" in row.measure and np.isfinite(row.value)]
    assert effect
    assert all(one <= 1 + 1e-9 for one in effect)


def test_household_types_are_those_of_their_members() -> None:
    families = [
        (30,),
        (30, 5),
        (30, 40),
        (30, 40, 5),
        (30, 40, 1, 2, 3),
        (30, 40, 1, 2, 3, 4, 5),
        (20, 30, 40, 2),
    ]
    families.append((12, 9))
    sizes = [len(ages) for ages in families]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    found = household_types(np.array([float(age) for ages in families for age in ages]), starts)
    assert found.tolist() == np.repeat(np.arange(8), sizes).tolist()


def test_a_survey_that_knows_towns_is_told_by_area(people: People) -> None:
    urban = (np.arange(people.welfare.size) % 3 == 0).astype(np.float64)
    found = {
        name: one.of(name)
        for one in partitions(people.population.with_columns(urban=urban))
        for name in one.names
    }
    assert (found["area urban"] == (urban > 0)).all()
    assert (found["area rural"] == (urban == 0)).all()
    assert (found["age 60+"] == (people.population.columns["age"] >= 60)).all()
    assert (found["age 5-14"] == np.isin(people.population.columns["age"], range(5, 15))).all()
    unknown = replace(people.population, columns={"age": people.population.columns["age"]})
    assert not any(name.startswith("area") for one in partitions(unknown) for name in one.names)


@pytest.fixture(scope="module")
def taxed(setting: Setting, people: People) -> tuple[Impact, People]:
    """The schemes of the country on people whose earnings are known."""
    columns = people.population.columns
    earnings = np.where(columns["formally_employed"] > 0, 20_000.0 + 100 * columns["age"], 0.0)
    earning = replace(people, population=people.population.with_columns(earnings=earnings))
    return impact(setting, earning, "status_quo"), earning


def test_what_people_pay_is_their_loss(taxed: tuple[Impact, People]) -> None:
    result, people = taxed
    revenue, spending = value(result, "contributions:revenue"), value(result, "all:spending")
    assert 0 < revenue < spending
    assert value(result, "mean_gain") * people.population.weights.sum() == pytest.approx(spending - revenue)
    parts = [row.value for row in result.rows if row.measure.endswith(".contributions:revenue")]
    assert len(parts) >= 2
    assert sum(parts) == pytest.approx(revenue)
    poorer = people.welfare + result.gains < people.welfare
    lost = np.minimum(people.welfare, result.line) - np.minimum(people.welfare + result.gains, result.line)
    hurt = float((people.population.weights * np.maximum(lost, 0.0))[poorer].sum())
    assert value(result, "fiscal_impoverishment") == pytest.approx(hurt)
    assert value(result, "contributions:marginal_gini") == pytest.approx(
        gini(whole(people.welfare + result.gains + result.paid, people.population.weights)).value
        - value(result, "gini", "after")
    )


def test_rates_are_what_is_paid_over_gross_income(taxed: tuple[Impact, People]) -> None:
    result, people = taxed
    gross = float((people.population.weights * people.welfare).sum()) + value(result, "all:spending")
    revenue = value(result, "contributions:revenue")
    assert value(result, "contributions:rate") == pytest.approx(revenue / gross)
    assert value(result, "contributions:net_rate") == pytest.approx(
        (revenue - value(result, "all:spending")) / gross
    )
    incidence_rows = rows_of(result, "contributions:payment_incidence")
    assert sum(incidence_rows[f"decile {i}"].value for i in range(1, 11)) == pytest.approx(1)
    assert value(result, "contributions:payers") > 0
    assert value(result, "contributions:effectiveness_gini") < 1
    assert not rows_of(result, "contributions:effectiveness_fgt1")


def test_who_contributes_is_covered_and_not_vulnerable(taxed: tuple[Impact, People]) -> None:
    result, people = taxed
    columns, weight = people.population.columns, people.population.weights
    formal = np.average(columns["formally_employed"] > 0, weights=weight)
    assert value(result, "floor_coverage:total") > formal
    assert "vulnerable" in {row.measure.partition(":")[2] for row in result.rows}


def test_without_earnings_what_is_paid_is_listed_as_unknown(setting: Setting, people: People) -> None:
    columns = {name: one for name, one in people.population.columns.items() if name != "earnings"}
    poorer = replace(people, population=replace(people.population, columns=columns))
    result = impact(setting, poorer, "status_quo")
    unpaid = {one.benefit for one in result.not_computed if one.benefit.endswith(".contributions")}
    assert "unemployment_insurance.contributions" in unpaid
    assert not rows_of(result, "contributions:revenue")
    assert not rows_of(result, "floor_coverage:vulnerable")


def test_the_floor_covers_those_whom_its_functions_name(high: Impact, people: People) -> None:
    columns, weight = people.population.columns, people.population.weights
    assert value(high, "floor_coverage:old_age") == pytest.approx(1)
    assert rows_of(high, "floor_coverage:old_age")[EVERYBODY].n == int((columns["age"] >= 65).sum())
    assert 0 < value(high, "floor_coverage:children") < 1
    assert value(high, "floor_coverage:total") < value(high, "all:coverage")
    assert weight.sum() > 0


MAPPING = """\
survey: Invented
household: hh
weight: w
psu: ea
welfare: {column: spending, unit: XTS, per: month, prices: 2022}
columns:
  age: years_old
  sex: {column: gender, codes: {m: 0, f: 1}}
"""


def survey_files(folder: Path, mapping: str = MAPPING, gender: str = "f") -> tuple[Path, Path]:
    rows = [
        "hh,w,ea,spending,years_old,gender",
        "2,10,1,100,70,m",
        "1,10,1,50,30,f",
        "2,10,1,100,66,f",
        f"3,5,2,80,4,{gender}",
    ]
    (folder / "s.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "m.yaml").write_text(mapping, encoding="utf-8")
    return folder / "s.csv", folder / "m.yaml"


def test_a_survey_is_sorted_by_household_uprated_and_made_yearly(tmp_path: Path, setting: Setting) -> None:
    people = people_of_survey(*survey_files(tmp_path), setting)
    assert people.population.households is not None
    assert people.population.households.tolist() == [0, 1, 3, 4]
    assert people.population.columns["age"].tolist() == [30, 70, 66, 4]
    assert people.population.columns["sex"].tolist() == [1, 0, 1, 1]
    prices = setting.economy.at("cpi", 2023)[0, 0] / setting.economy.at("cpi", 2022)[0, 0]
    assert people.welfare == pytest.approx(np.array([50, 100, 100, 80]) * 12 * prices)
    pension = impact(setting, people, "high")
    line = pension.line
    assert value(pension, "old_age.pension:spending") == pytest.approx(20 * line)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("codes: {m: 0, f: 1}", "codes: {m: 0}", "`f`"),
        ("unit: XTS", "unit: XOF", "XOF"),
        ("per: month", "per: mont", "month"),
        ("  age:", "  ages:", "Did you mean `age`?"),
        ("weight: w\n", "", "weight"),
        ("column: spending", "column: spendin", "spending"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(
    tmp_path: Path, setting: Setting, old: str, new: str, named: str
) -> None:
    assert old in MAPPING
    with pytest.raises(Refusal) as refused:
        people_of_survey(*survey_files(tmp_path, MAPPING.replace(old, new)), setting)
    assert named in str(refused.value)

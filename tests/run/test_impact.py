"""The law on the households of an invented survey: the same law on cells is its truth, and identities hold."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from socle.ground.refusals import Refusal
from socle.run import Choices, Setting, floor
from socle.run.impact import EVERYBODY, Impact, contrast, impact, setting_of
from socle.run.people import People, invented_people, people_of_survey

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
    result = impact(setting, people, "status_quo")
    assert {m.values.get("column") for m in result.not_computed} == {"earnings", None}


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

"""The floor of a country of three benefits, every number derived by hand from its people and its law."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from socle.exchange.country import COUNTRIES, load_country
from socle.model.guarantee import Case, Guarantees
from socle.model.scenario import STATUS_QUO
from socle.model.verdict import FAIL, PASS, UNKNOWN, Verdict
from socle.run.guarantees import GuaranteeRequest, guarantees
from socle.run.setting import Choices, prepare

AMOUNTS = {"child": "month, 2020: 100", "old": "year, 2020: 1500", "birth": "week, 2020: 30"}
LAWS = {
    "child": ("children", "age_band: {below: 18}", ""),
    "old": ("old_age", "age_band: {at_least: 65}", "    take_up: 0.5\n"),
    "birth": ("maternity", "gave_birth", ""),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("small") / "small"
    shutil.copytree(COUNTRIES / "XXX", made)
    for name in ("insurance", "schemes", "scenarios"):
        shutil.rmtree(made / name)
    (made / "schemes").mkdir()
    for name, (branch, who, more) in LAWS.items():
        how_much = f"flat: {{amount: {{unit: XTS, per: {AMOUNTS[name]}}}}}"
        months = "      - for_months: {months: 3}\n" if name == "birth" else ""
        (made / "schemes" / f"{name}.yaml").write_text(
            f"scheme: {name}\ntitle: {name}\nlaw: {name.title()} Act\nbranch: {branch}\nbenefits:\n  benefit:\n"
            f"    title: {name}\n    who:\n      - {who}\n    how_much:\n      - {how_much}\n{months}{more}"
            "financing:\n  - general_revenue\nsources: [test]\n"
            "confidence: {who: high, how_much: high, financing: high, coverage: high, expenditure: none}\n"
        )
    figures = (made / "figures.csv").read_text().splitlines(keepends=True)
    (made / "figures.csv").write_text("".join(row for row in figures if not row.startswith("coverage_")))
    return made


@pytest.fixture(scope="module")
def found(folder: Path) -> Guarantees:
    asked = GuaranteeRequest(str(folder), (), line="1200/year", choices=Choices(years_ahead=0))
    return guarantees(asked)


@pytest.fixture(scope="module")
def case(found: Guarantees) -> Case:
    return found.case(STATUS_QUO)


def test_persons_are_those_of_the_ages_of_the_law(folder: Path, case: Case) -> None:
    setting = prepare(load_country(str(folder)), Choices(years_ahead=0))
    people = np.asarray(setting.persons[0])
    young, old = float(people[:, :18].sum()), float(people[:, 65:].sum())
    for branch, persons, reached in (("children", young, young), ("old_age", old, 0.5 * old)):
        one = case.covered[branch]
        assert one.persons[0] == one.entitled.low[0] == one.entitled.high[0] == pytest.approx(persons)
        assert one.reached.low[0] == one.reached.high[0] == pytest.approx(reached)
    births = case.covered["maternity"]
    assert births.persons[0] == pytest.approx(births.reached.low[0]) and births.persons[0] > 0


def test_transfers_and_their_adequacy_are_the_law_over_the_line(case: Case) -> None:
    amounts = {one.branch: float(one.amount[0]) for one in case.transfers}
    assert amounts == {
        "children": pytest.approx(12 * 100), "old_age": pytest.approx(1500), "maternity": pytest.approx(52 * 30)
    }  # fmt: skip
    assert case.progress["children"].adequacy[0] == pytest.approx(1.0)
    assert case.progress["old_age"].adequacy[0] == pytest.approx(1500 / 1200)
    birth = next(one for one in case.transfers if one.branch == "maternity")
    assert birth.paid[0] == pytest.approx(3 / 12)
    assert birth.cost[0] == pytest.approx(birth.reached[0] * 52 * 30 * 3 / 12)


def test_each_guarantee_stands_as_its_tests_do(found: Guarantees, case: Case) -> None:
    statuses = {name: [one.status for one in case.tests[name]] for name in ("children", "old_age")}
    assert statuses["children"] == [PASS] * 5 and case.status("children") == PASS
    assert statuses["old_age"] == [PASS, PASS, FAIL, PASS, FAIL] and case.status("old_age") == FAIL
    assert case.status("health") == case.status("working_age") == UNKNOWN  # nobody wrote down what there is
    assert case.progress["children"].full == found.years[0] and case.progress["old_age"].full is None


def verdict(case: Case, guarantee: str, test: str, branch: str) -> Verdict:
    found = next(one for one in case.tests[guarantee] if one.test == test)
    return next(one for one in found.verdicts if one.contingency == branch)


def test_a_benefit_in_sickness_is_guaranteed_by_its_law_and_is_no_benefit_of_disability() -> None:
    """Mozambique has its sickness insurance beside that of invalidity; the toy country has no scheme of either kind."""
    case = guarantees(GuaranteeRequest("MOZ", choices=Choices(years_ahead=0))).case(STATUS_QUO)
    toy = guarantees(GuaranteeRequest("XXX", choices=Choices(years_ahead=0)))
    law = verdict(case, "working_age", "law", "sickness")
    assert law.status == PASS and "Decreto 51/2017" in law.said["law"]
    assert "inss_sickness" not in verdict(case, "working_age", "law", "disability").inputs
    assert not any(path.startswith("inss_sickness") for path in case.covered["disability"].left)
    assert verdict(case, "working_age", "reached", "sickness").status == UNKNOWN
    assert verdict(toy.case(STATUS_QUO), "working_age", "law", "sickness").status == UNKNOWN
    assert verdict(toy.case("high"), "working_age", "law", "sickness").status == UNKNOWN


def test_an_own_folder_is_asked_for_its_own_contributory_schemes(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(COUNTRIES / "XXX", folder)
    shutil.rmtree(folder / "insurance")
    with_pensions, without = (
        guarantees(GuaranteeRequest(code, choices=Choices(years_ahead=0)))
        .case(STATUS_QUO)
        .covered["old_age"]
        .left
        for code in ("XXX", str(folder))
    )
    assert any(path.startswith("national_pension") for path in with_pensions)
    assert not any(path.startswith("national_pension") for path in without)


def test_those_who_are_only_counted_may_be_others_or_the_same(tmp_path: Path) -> None:
    """Of the pioneers' pension the law is not asked: its recipients are among those reached, or beside them."""
    folder = tmp_path / "mine"
    shutil.copytree(COUNTRIES / "XXX", folder)
    shutil.rmtree(folder / "insurance")
    case = guarantees(GuaranteeRequest(str(folder), choices=Choices(years_ahead=0))).case(STATUS_QUO)
    counted = next(one.reached[0] for one in case.transfers if one.benefit == "old_age.pioneers_pension")
    reached = case.covered["old_age"].reached
    assert counted > 0 and reached.high[0] == pytest.approx(reached.low[0] + counted)

"""The law of the toy country's pensions as the standard beneficiary meets it, worked out by hand.

The National Pensions Act (invented) in 2025, money a year. Insured are earnings up to 4,200 a month = 50,400. Old age:
1.25 % of revalued earnings for each year, plus 10 % of the average wage, between 260 a month = 3,120 and 120 % of the
average wage; normal age 65 for men and 62 for women. Invalidity: the same with 15 % and no ages. The spouse has half of
the pension of invalidity, an orphan a fifth.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from socle.exchange.country import COUNTRIES
from socle.ground.axes import MALE
from socle.model.economy import Economy
from socle.model.practice import EARNINGS
from socle.model.scenario import Scenario, apply, parameters, scaled
from socle.run.career import Career, earned
from socle.run.career_ground import ground
from socle.run.practice_career import LawFormula, Moment, Service
from socle.run.practice_law import Derived, law_benefits, of_insurance
from tests.model.insurance_files import NATIONAL, insured

NAME = "national_pension"
ACT = (COUNTRIES / "XXX" / "insurance" / f"{NAME}.yaml").read_text("utf-8")
AROUND = ground(f"XXX/{NAME}", None, "", 2060)
SCHEME = AROUND.law.scheme
WAGE = float(AROUND.economy.at("average_wage", 2025)[0, 0])
FOUND = law_benefits([SCHEME], {NAME: AROUND}, 2025)


def old_age(wages: np.ndarray, years: float = 30) -> np.ndarray:
    """The law in plain numbers."""
    return np.clip(0.0125 * years * np.minimum(wages, 50_400) + 0.10 * WAGE, 3_120, 1.2 * WAGE)


@pytest.mark.parametrize("years", [10, 15, 22.5, 30])
def test_the_pension_is_that_of_the_act(years: float) -> None:
    wages = np.linspace(0, 90_000, 41)
    assert FOUND[f"{NAME}.old_age"].amount(wages, years) == pytest.approx(old_age(wages, years), rel=1e-12)
    assert FOUND[f"{NAME}.old_age"].kind == EARNINGS


def test_a_pension_of_round_numbers() -> None:
    # 30 years at 20,000: 0.375 x 20,000 = 7,500, and a tenth of the average wage.
    assert FOUND[f"{NAME}.old_age"].amount(np.array([20_000.0]), 30)[0] == pytest.approx(7_500 + 0.1 * WAGE)
    # The widow and two orphans after 15 years: (0.5 + 2 x 0.2) x (0.1875 x 20,000 + 15 % of the average wage).
    family = 0.9 * (3_750 + 0.15 * WAGE)
    assert FOUND[f"{NAME}.survivors"].amount(np.array([20_000.0]), 15)[0] == pytest.approx(family)


def test_nothing_before_the_years_of_the_law() -> None:
    wages = np.array([20_000.0])
    for name, needed in (("old_age", 10), ("invalidity", 5), ("survivors", 5)):
        formula = FOUND[f"{NAME}.{name}"]
        assert formula.amount(wages, needed - 1) == 0
        assert formula.amount(wages, needed) > 0
        assert formula.qualifying == needed


def test_bends_are_at_the_minimum_the_ceiling_and_the_maximum() -> None:
    minimum = lambda years: (3_120 - 0.1 * WAGE) / (0.0125 * years)  # noqa: E731
    assert FOUND[f"{NAME}.old_age"].kinks(10) == pytest.approx([minimum(10), 50_400])
    # After thirty years the maximum of the pension is reached below the ceiling of earnings.
    assert FOUND[f"{NAME}.old_age"].kinks(30) == pytest.approx([minimum(30), 1.1 * WAGE / 0.375])


@pytest.mark.parametrize("name", ["old_age", "invalidity", "survivors"])
def test_between_two_bends_the_amount_is_a_straight_line(name: str) -> None:
    formula = FOUND[f"{NAME}.{name}"]
    edges = np.concatenate([[0.0], formula.kinks(15), [200_000.0]])
    for low, high in pairwise(edges):
        ends, inner = formula.amount(np.array([low, high]), 15), np.linspace(low, high, 9)
        assert formula.amount(inner, 15) == pytest.approx(np.interp(inner, [low, high], ends), rel=1e-9)


@pytest.mark.parametrize("multiple", [0.1, 0.5, 1.0, 2.0, 4.0])
@pytest.mark.parametrize("benefit", ["old_age", "invalidity"])
def test_the_same_as_one_life_under_the_law_year_by_year(multiple: float, benefit: str) -> None:
    """Thirty years from 2025 on at a multiple of the average wage, put to the law by another engine."""
    begins, award, age = 2025, 2055, 65 if benefit == "old_age" else 50
    first = AROUND.economy.years.index(begins)
    wages = multiple * AROUND.economy.of("average_wage")[0, first : first + 30]
    life = Career(begins, np.asarray(wages), award - age, MALE)
    known = earned(AROUND.law, life, AROUND.economy, benefit, award, AROUND.deaths)
    here = law_benefits([SCHEME], {NAME: AROUND}, award)[f"{NAME}.{benefit}"]
    former = multiple * AROUND.economy.at("average_wage", award)[0]
    assert known.eligible
    assert here.amount(former, 30)[0] == pytest.approx(known.amount, rel=1e-9)


def test_what_is_revalued_by_prices_alone_lags_behind_wages() -> None:
    """Two years at a wage, wages 5 % and prices 2 % a year: the older year counts 1.02 / 1.05 of the younger."""
    years = tuple(range(2020, 2031))
    grown = np.arange(len(years))
    series = {"wages": 1.05**grown, "average_wage": 100 * 1.05**grown, "cpi": 1.02**grown}
    economy = Economy("XXX", years, {name: value[None] for name, value in series.items()})
    service = law = insured(NATIONAL.replace("{mixed: {wages: 1}}", "{mixed: {prices: 1}}", 1))
    service = Service(Moment(law, economy, 2030), np.array([1050.0]), 2, 65)
    # Earned 1000 in 2029 and 1000 / 1.05 in 2028, moved by prices to 2030.
    assert service.known["career_earnings"][0] == pytest.approx(1000 * 1.02 + 1000 / 1.05 * 1.02**2)


def test_inputs_and_where_they_stand() -> None:
    found = of_insurance(SCHEME, AROUND, 2025)
    values = {key: one.value for key, one in found.inputs.items()}
    assert values[f"benefit.{NAME}.old_age.pension_age"] == 65
    assert values[f"benefit.{NAME}.old_age.qualifying_years"] == 10
    assert values[f"benefit.{NAME}.survivors.qualifying_years"] == 5
    assert values["condition.survivors_reviewed"] is True
    assert found.benefits["survivors"] == (f"{NAME}.survivors",)
    for one in found.inputs.values():
        assert (one.origin, one.date) == ("law", "2025-12-31")
        assert one.source.startswith("National Pensions Act (invented)")


def test_a_law_of_later_is_said_to_be_so_and_scales_with_wages() -> None:
    later, same = (law_benefits([SCHEME], {NAME: AROUND}, year)[f"{NAME}.old_age"] for year in (2024, 2025))
    ratio = WAGE / float(AROUND.economy.at("average_wage", 2024)[0, 0])
    wages = np.linspace(0, 60_000, 13)
    assert later.amount(wages, 30) * ratio == pytest.approx(same.amount(wages * ratio, 30))
    assert any("first that is known" in flag.text for flag in of_insurance(SCHEME, AROUND, 2024).flags)


def test_a_law_that_is_not_known_gives_no_amount_and_says_why() -> None:
    """Its benefits are named all the same: another one of the contingency alone must not decide."""
    found = of_insurance(SCHEME, AROUND, 2020)
    assert found.benefits["invalidity"] == (f"{NAME}.invalidity",)
    assert any("has no value before" in flag.text for flag in found.flags)
    assert not any(key.endswith(".formula") for key in found.inputs)


def law(text: str) -> Derived:
    """What a changed pensions act gives in 2025."""
    return of_insurance(insured(text).scheme, AROUND, 2025)


def test_a_benefit_of_which_a_figure_is_lacking_hides_no_other() -> None:
    found = law(ACT.replace("{unit: average_wage, 2020: 0.15}", "{unit: average_wage, 2030: 0.15}"))
    assert f"benefit.{NAME}.old_age.formula" in found.inputs
    assert f"benefit.{NAME}.invalidity.formula" not in found.inputs
    assert found.benefits["survivors"] == (f"{NAME}.survivors",)  # a share of the pension that is not known
    reasons = [flag for flag in found.flags if "has no value before" in flag.text]
    assert {flag.values["path"] for flag in reasons} == {f"{NAME}.invalidity.plus.flat"}
    assert sum("is not known in this year" in flag.text for flag in found.flags) == 2


def test_a_benefit_that_begins_later_is_not_there_yet() -> None:
    head = "    contingency: invalidity                        # sections 35 to 38\n"
    later = ACT.replace(head, head + "    from: 2031\n").replace(
        "share_of: {pension: national_pension.invalidity", "share_of: {pension: national_pension.old_age"
    )
    assert later != ACT
    found = law(later)
    assert "invalidity" not in found.benefits
    assert "branch.invalidity.provided" not in found.inputs
    assert "branch.survivors.provided" in found.inputs


@pytest.mark.parametrize(("written", "age"), [("62.5", 62.5), ("63", 63), ("64.25", 64.25)])
def test_an_age_of_the_law_is_found_to_the_month(written: str, age: float) -> None:
    text = ACT.replace(
        "      - early_late: {normal_age: {men: 65, women: 62}, early: 0.05, late: 0.04}\n", "", 1
    ).replace("men: {2020: 60, 2030: 61, 2035: 62}", f"men: {{2020: {written}}}")
    assert law(text).inputs[f"benefit.{NAME}.old_age.pension_age"].value == pytest.approx(age)


def test_a_changed_value_is_that_of_a_scenario() -> None:
    formula = FOUND[f"{NAME}.old_age"]
    path = f"{NAME}.old_age.per_year_of_service.rate"
    new = scaled(parameters([SCHEME])[path], 1.2)
    reformed = apply([SCHEME], Scenario("t", {}, {}, "status_quo", {path: new}))
    by_scenario = law_benefits(reformed, {NAME: AROUND}, 2025)[f"{NAME}.old_age"]
    wages = np.linspace(0, 60_000, 13)
    changed: LawFormula = formula.given({path: new})
    assert changed.amount(wages, 30) == pytest.approx(by_scenario.amount(wages, 30))
    assert changed.amount(wages[3:4], 30) > formula.amount(wages[3:4], 30)


def _uneven(years: tuple[int, ...]) -> Economy:
    """Wages and prices that grow by another rate every year."""
    steps = np.arange(len(years))
    wages, prices = (np.cumprod(1 + base + 0.02 * np.sin(steps)) for base in (0.04, 0.025))
    series = {"wages": wages, "average_wage": 12_000 * wages, "cpi": prices}
    return Economy("XXX", years, {name: value[None] for name, value in series.items()})


REFERENCE = "last_earnings: {{years: 3, which: {which}, revalued_by: {{mixed: {{prices: 1}}}}}}\nbenefits:"
FINAL_PAY = "      - final_earnings: {rate: 0.0125}"
NOTIONAL = "      - notional"


@pytest.mark.parametrize(
    ("words", "how_much"),
    [
        (REFERENCE.format(which="last"), FINAL_PAY),
        (REFERENCE.format(which="best"), FINAL_PAY),
        ("divisor: {norm: 0.016}\nbenefits:", NOTIONAL),
    ],
)
def test_other_forms_of_law_are_those_of_one_life_too(words: str, how_much: str) -> None:
    """Earnings of the last or the best years, and notional accounts, against the engine of careers year by year."""
    text = NATIONAL.replace("benefits:", words, 1).replace(
        "      - per_year_of_service: {rate: 0.0125}", how_much, 1
    )
    if how_much == NOTIONAL:
        text = text.replace(
            "accounts:", "accounts:\n  balance: {credit: contributions, revalued_by: {mixed: {wages: 1}}}", 1
        )
    law, economy = insured(text), _uneven(tuple(range(2025, 2051)))
    deaths = lambda year: np.linspace(0.001, 0.4, 101)  # noqa: E731, ARG005
    multiple, award = 0.8, 2045
    first = economy.years.index(2030)
    life = Career(2030, multiple * economy.of("average_wage")[0, first : first + 15], award - 65, MALE)
    known = earned(law, life, economy, "old_age", award, deaths)
    formula = LawFormula(Moment(law, economy, award, deaths), (("old_age", 1),), 65.0)
    former = multiple * economy.at("average_wage", award)[0]
    assert known.eligible
    assert known.amount > 3_200 * economy.at("cpi", award)[0, 0] / economy.at("cpi", 2025)[0, 0]  # no minimum
    assert formula.amount(former, 15)[0] == pytest.approx(known.amount, rel=1e-9)

"""How a contributory scheme becomes the questions of a projection: what they read, in which unit, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from socle.engine.numpy_blocks import evaluate
from socle.ground.expression import MONEY, NUMBER
from socle.ground.glossary import column_of
from socle.ground.refusals import Refusal
from socle.ground.vocabulary import larger, whole
from socle.model.insurance import read_insurance
from socle.model.law import walk
from socle.model.parameter import Parameter
from socle.model.population import Population
from socle.model.scenario import Scenario, apply, parameters
from tests.engine.small import economy
from tests.model.insurance_files import NATIONAL, file, insured

LAW = insured()
FROM_2025 = economy(tuple(range(2025, 2031)), "XXX", wages=0.03)


def asked(question: str, text: str = NATIONAL, **said: float) -> float:
    """The answer of the law to one person; parameters are those that the file says first."""
    law = insured(text)
    values = {path: np.array(p.values[0]) for path, p in law.parameters.items()}
    columns = {name: np.array(value) for name, value in said.items()}
    return evaluate(law.tree(question), Population(np.array(1.0), columns), values).item()


def test_every_question_of_a_projection_has_an_answer_in_its_unit() -> None:
    money = {"insurable_earnings", "contribution.employee", "contribution.employer", "credit.career_earnings"}
    growth = {"revaluation.career_earnings"}
    for benefit in ("old_age", "invalidity", "survivors"):
        money.add(f"how_much.{benefit}")
        growth |= {f"who.{benefit}", f"index.{benefit}"}
    money.add("from_pension.survivors")
    assert set(LAW.questions) == money | growth
    assert all(LAW.tree(question).kind.same_unit(MONEY) for question in money)
    assert all(LAW.tree(question).kind.same_unit(NUMBER) for question in growth)


def test_what_reads_no_account_can_be_asked_once_for_all_years() -> None:
    assert {q for q in LAW.questions if "career_earnings" in LAW.reads(q)} == {
        "how_much.old_age", "how_much.invalidity", "how_much.survivors"
    }  # fmt: skip
    assert LAW.reads("how_much.old_age") == {"age", "career_earnings"}
    assert LAW.reads("index.old_age") == {"price_growth", "wage_growth"}
    assert {p.path for p in LAW.says("contribution.employer")} == {
        "national_pension.contributions.employer.contribution.rate",
        "national_pension.insurable_earnings.capped.at_most",
    }


def test_payers_contribute_on_what_is_insured_and_each_up_to_its_own_ceiling() -> None:
    assert asked("contribution.employee", earnings=100000) == pytest.approx(0.05 * 36000)
    assert asked("contribution.employer", earnings=20000) == pytest.approx(0.07 * 20000)
    own = NATIONAL.replace(
        "rate: {2025: 0.07", "at_most: {unit: XXX, per: year, 2025: 30000}, rate: {2025: 0.07"
    )
    assert asked("contribution.employer", own, earnings=100000) == pytest.approx(0.07 * 30000)
    raw = NATIONAL.replace("rate: {2025: 0.07", "on: {earnings: earnings}, rate: {2025: 0.07")
    assert asked("contribution.employer", raw, earnings=100000) == pytest.approx(0.07 * 100000)


def test_an_account_is_credited_with_insured_earnings_with_contributions_or_by_a_rule() -> None:
    assert asked("credit.career_earnings", earnings=100000) == 36000
    paid = NATIONAL.replace("credit: insurable_earnings", "credit: contributions")
    assert asked("credit.career_earnings", paid, earnings=100000) == pytest.approx(0.12 * 36000)
    share = NATIONAL.replace(
        "credit: insurable_earnings", "credit: {share_of_insurable_earnings: {share: 0.16}}"
    )
    assert asked("credit.career_earnings", share, earnings=100000) == pytest.approx(0.16 * 36000)


def test_survivors_share_what_the_law_would_give_or_the_pension_already_in_payment() -> None:
    assert asked("how_much.survivors", career_earnings=400000) == pytest.approx(0.5 * 0.015 * 400000)
    assert asked("from_pension.survivors", pension=9000) == pytest.approx(4500)


def test_a_rule_reads_the_account_that_the_file_names() -> None:
    text = NATIONAL.replace("career_earnings:", "since_reform:")
    text = text.replace("{rate: 0.015}", "{rate: 0.015, on: {career_earnings: since_reform}}")
    text = text.replace("{rate: 0.0125}", "{rate: 1%, on: {career_earnings: since_reform}}")
    assert asked("how_much.invalidity", text, since_reform=400000) == pytest.approx(6000)
    assert set(insured(text).accounts) == {"since_reform"}


def test_no_law_can_depend_on_the_unit_of_money() -> None:
    """An expression that passes the check of units is homogeneous of degree one in money."""
    amount, account = column_of("amount"), column_of("career_earnings")
    for wrong in (
        lambda: amount + account,
        lambda: amount**2,
        lambda: amount > 1,
        lambda: amount == 1,
        lambda: amount + 1,
        lambda: account > 1,
        lambda: account + 1,
    ):
        with pytest.raises(Refusal, match="cannot combine"):
            wrong()
    for wrong in (lambda: whole(amount), lambda: whole(account), lambda: larger(amount, 1)):
        with pytest.raises(Refusal, match="cannot combine"):
            wrong()


@pytest.mark.parametrize("factor", [7.0, 0.01])
def test_a_pension_in_another_unit_of_money_is_the_same_pension(factor: float) -> None:
    tree = LAW.tree("how_much.old_age")
    paths = {node.value for node in walk(tree) if node.op == "parameter"}
    for stock in (1e3, 4e5, 9e6):
        found = []
        for unit in (1.0, factor):
            values = {
                path: np.array(
                    LAW.parameters[path].values[0] * (unit if LAW.parameters[path].kind.money else 1)
                )
                for path in paths
            }
            columns = {"age": np.array(62.0), "career_earnings": np.array(stock * unit)}
            found.append(evaluate(tree, Population(np.array(1.0), columns), values).item())
        assert found[1] == pytest.approx(found[0] * factor, rel=1e-13)


def test_a_reform_reaches_accounts_contributions_and_indices() -> None:
    scheme = file()
    known = parameters([scheme])
    paths = [
        "national_pension.insurable_earnings.capped.at_most",
        "national_pension.accounts.career_earnings.revalued_by.mixed.wages",
        "national_pension.contributions.employer.contribution.rate",
        "national_pension.old_age.indexation.mixed.prices",
    ]
    changes = {path: Parameter(path, known[path].kind, (2020.0,), (0.25,), ("0.25",)) for path in paths}
    (reformed,) = apply([scheme], Scenario("r", {"en": "r"}, {"en": ""}, "status_quo", changes))
    law = read_insurance(reformed)
    assert all(law.parameters[path].values == (0.25,) for path in paths)
    assert law.tree("contribution.employer").key == LAW.tree("contribution.employer").key


def test_a_value_by_year_of_birth_is_that_of_each_cohort() -> None:
    age = LAW.parameters["national_pension.old_age.age_band.at_least"]
    at, ages = np.array(FROM_2025.years, dtype=float), np.array([50.0, 51.0, 60.0, 125.0])
    found = age.resolve(at, FROM_2025, np.ones(len(at)), ages)
    assert found.shape == (1, 6, 2, 4)
    assert found[0, :, 1].tolist() == [
        [58 if year - a < 1980 and year - a >= 1975 else 60 if year - a >= 1980 else 57 for a in ages]
        for year in FROM_2025.years
    ]
    assert found[0, :, 0, 0].tolist() == [60] * 5 + [61]
    with pytest.raises(Refusal, match="no value for those born before 1900, and 1899 is asked for"):
        age.resolve(at, FROM_2025, np.ones(len(at)), np.array([126.0]))
    with pytest.raises(Refusal, match="only a valuation resolves it"):
        age.resolve(at, FROM_2025, np.ones(len(at)))


def test_an_amount_in_average_wages_moves_with_them() -> None:
    flat = LAW.parameters["national_pension.old_age.plus.flat"]
    series = {**FROM_2025.series, "average_wage": FROM_2025.series["wages"] * 300}
    rich = type(FROM_2025)("XXX", FROM_2025.years, series)
    at = np.array(FROM_2025.years, dtype=float)
    found = flat.resolve(at, rich, np.ones(6)).ravel()
    np.testing.assert_allclose(found, 0.10 * 30000 * 1.03 ** np.arange(6), rtol=1e-14)
    assert flat.frozen_after() is None
    with pytest.raises(Refusal, match="no yearly series `average_wage`"):
        flat.resolve(at, FROM_2025, np.ones(6))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("national_pension.invalidity,", "national_pension.invalidty,", "neither a benefit"),
        ("per_year_of_service: {rate: 0.015}", "notional", "reads the account `balance`"),
        ("per_year_of_service: {rate: 0.015}", "plus: {flat: {unit: average_wage, 2025: 1}}", "cannot be the first"),
        (
            "per_year_of_service: {rate: 0.015}",
            "share_of: {share: 1, pension: national_pension.survivors}",
            "needs national_pension.invalidity",
        ),
        ("contingency: invalidity\n    who", "branch: disability\n    who", "does not say at which contingency"),
        ("contingency: invalidity\n", "contingency: invalidity\n    take_up: 0.9\n", "is no law of a contributory"),
        ("{capped: {at_most", "{between: {at_most", "cannot be the first step of insurable_earnings"),
        ("career_earnings: {credit", "age: {credit", "account cannot be called `age`"),
    ],
)  # fmt: skip
def test_what_cannot_be_bound_is_refused(old: str, new: str, said: str) -> None:
    text = NATIONAL.replace(
        "insurable_earnings:\n  capped: {at_most", "insurable_earnings:\n  {capped: {at_most"
    )
    text = text.replace("2025: 3000, then: wages}}", "2025: 3000, then: wages}}}")
    assert text.count(old) == 1
    with pytest.raises(Refusal, match=said):
        insured(text.replace(old, new))


def test_a_scheme_without_insured_persons_and_an_unknown_question_are_refused() -> None:
    text = "scheme: s\nbranch: old_age\nbenefits: {b: {who: everyone, how_much: [share_of_line: {share: 1}]}}"
    with pytest.raises(Refusal, match="no contributory scheme"):
        insured(text)
    with pytest.raises(Refusal) as refused:
        LAW.tree("how_much.oldage")
    assert refused.value.nearest == "how_much.old_age"

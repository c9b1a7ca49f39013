"""Inputs of the toy country worked out from its files by plain arithmetic, with nothing of Socle but the answer.

Read here: the contributors of its pension fund, its law, its inquiry of 2024, its figures and its form.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from socle.exchange.country import COUNTRIES
from socle.run.practice import PracticeRequest, practice_of

XXX = COUNTRIES / "XXX"
FOUND = practice_of(PracticeRequest("XXX"))
GROWTH = 1.068  # of wages in 2025: years.csv
MONTHS = 12


def table(*path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(Path(XXX, *path).read_text("utf-8").splitlines()))


def mean_earnings() -> float:
    """Of the contributors of the fund in 2025, money a year."""
    rows = table("insurance", "national_pension", "contributors.csv")
    persons = [float(row["persons"]) for row in rows]
    earned = [float(row["earnings"]) for row in rows]
    return MONTHS * sum(n * w for n, w in zip(persons, earned, strict=True)) / sum(persons)


MEAN = mean_earnings() / GROWTH  # the law of 2025 is in the money of 2024
SKILLED = np.array([1.25 * MEAN])  # option d of Article 65(6)
LEAST, MOST = 260 * MONTHS / GROWTH, 1.2 * MEAN


def paid(benefit: str, years: float) -> float:
    return float(FOUND.value(f"benefit.{benefit}.formula").amount(SKILLED, years)[0])


def test_mean_earnings_of_the_persons_protected() -> None:
    assert FOUND.value("mean_earnings") == pytest.approx(MEAN, rel=1e-9)


def test_the_old_age_pension_of_a_skilled_worker_after_thirty_years() -> None:
    amount = 0.0125 * 30 * SKILLED[0] + 0.10 * MEAN
    assert LEAST < amount < MOST
    assert paid("national_pension.old_age", 30) == pytest.approx(amount, rel=1e-9)


def test_the_invalidity_pension_of_a_skilled_worker_after_fifteen_years() -> None:
    amount = 0.0125 * 15 * SKILLED[0] + 0.15 * MEAN
    assert LEAST < amount < MOST
    assert paid("national_pension.invalidity", 15) == pytest.approx(amount, rel=1e-9)
    assert paid("national_pension.invalidity", 5) == pytest.approx(
        max(0.0625 * SKILLED[0] + 0.15 * MEAN, LEAST)
    )


def test_the_widow_with_two_orphans_has_nine_tenths_of_it() -> None:
    amount = (0.5 + 2 * 0.2) * (0.0125 * 15 * SKILLED[0] + 0.15 * MEAN)
    assert paid("national_pension.survivors", 15) == pytest.approx(amount, rel=1e-9)


def test_the_maternity_benefit_of_a_skilled_worker() -> None:
    assert paid("maternity.insured_benefit", 0) == pytest.approx(0.8 * SKILLED[0])
    assert FOUND.value("benefit.maternity.insured_benefit.duration_weeks") == pytest.approx(3.5 * 52 / 12)


def test_the_disability_benefit_is_a_share_of_product_per_head() -> None:
    product = next(
        float(r["value"]) for r in table("figures.csv") if (r["figure"], r["year"]) == ("gdp", "2024")
    )
    # 12 % of product per head of the people projected to 2024, of which the inquiry counts as many.
    assert paid("disability.benefit", 0) == pytest.approx(0.12 * product / FOUND.value("residents"), rel=2e-4)


def test_persons_are_those_of_the_inquiry_and_the_form() -> None:
    protected = {
        (row["scheme"], row["count_type"], row["sex"], row["employment"]): float(row["count"])
        for row in table("inquiry", "2024", "protected.csv")
    }
    pension = protected["national_pension", "active_contributor", "both", "employee"]
    assert FOUND.value("branch.old_age.employees_protected") == pension
    women = protected["maternity", "active_contributor", "female", "all"]
    assert FOUND.value("branch.maternity.women_protected") == women
    people = {
        (row["group"], row["sex"]): float(row["count"]) for row in table("inquiry", "2024", "populations.csv")
    }
    assert FOUND.value("residents") == people["population", "both"]
    assert FOUND.value("employed_women") == people["employed", "female"]
    assert FOUND.value("employees") == 1_240_000  # the inquiry does not count them, the form does


def test_money_of_the_inquiry_is_in_units() -> None:
    received = table("inquiry", "2024", "receipts.csv")
    insured = ("national_pension", "maternity", "unemployment_insurance")
    employees = sum(float(r["amount"]) for r in received if r["item"] == "contrib_employee")
    everything = sum(float(r["amount"]) for r in received if r["scheme"] in insured and r["item"] == "total")
    assert FOUND.value("employee_contributions") == pytest.approx(1e6 * employees)
    assert FOUND.value("protection_resources") == pytest.approx(1e6 * everything)
    family = {
        (r["scheme"], r["benefit"])
        for r in table("inquiry", "2024", "benefits.csv")
        if r["function"] == "family_children"
    }
    spent = sum(
        float(r["amount"])
        for r in table("inquiry", "2024", "expenditure.csv")
        if (r["scheme"], r["benefit"]) in family and r["item"].startswith("benefit_")
    )
    assert FOUND.value("family_benefits") == pytest.approx(1e6 * spent)


def test_wages_and_allowances_of_the_form_are_those_of_twelve_months() -> None:
    assert FOUND.value("family_allowance") == 35 * MONTHS
    assert FOUND.value("labourer_wage") == 720 * MONTHS
    # Half-way between the seventieth and the eightieth percentile.
    assert FOUND.value("p75_earnings") == pytest.approx((1_420 + 1_680) / 2 * MONTHS)


@pytest.mark.parametrize(("year", "age"), [(2024, 67), (2027, 66)])
def test_the_pension_age_is_the_later_of_men_and_women(year: int, age: int) -> None:
    """Of the social pension: 67 for men until July 2027, then 66; 65 for women."""
    found = practice_of(PracticeRequest("XXX", year))
    assert found.value("benefit.old_age.pension.pension_age") == age
    assert found.value("benefit.national_pension.old_age.pension_age") == 65


def test_answers_of_one_other_year_are_told_once() -> None:
    flags = [
        flag.values for flag in practice_of(PracticeRequest("XXX", 2026)).flags if "stand beside" in flag.text
    ]
    assert flags == [{"said": "2024", "year": "2026"}]  # of the form, and of the inquiry

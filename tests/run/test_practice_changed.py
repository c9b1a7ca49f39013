"""A ministry changes the law in a copy of the country; what the standards read follows, worked out by hand."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from socle.exchange.country import copy_country
from socle.model.practice import EARNINGS, FLAT, MEANS, Practice
from socle.run.practice import PracticeRequest, practice_of

WAGES = np.array([6_000.0, 20_000.0, 80_000.0])  # a year
MATERNITY, UNEMPLOYMENT = "maternity.insured_benefit", "unemployment_insurance.benefit"
SOCIAL = "old_age.pension"
WEEKS = "\n      - for_months: {months: 3.5}"
CEILING = "at_most: {unit: XTS, per: month, 2020: 3000, then: wages}}" + WEEKS
FIVE = "at_most: {unit: XTS, per: month, 2021: 2500, then: wages}}\n"
LEAST = "      - between: {at_least: {unit: XTS, per: month, 2021: 250, then: wages}}\n"
LIMITS = "at_least: {unit: XTS, per: month, 2021: 300}, at_most: {unit: XTS, per: month, 2021: 900}"
HUNDRED = "flat: {amount: {unit: XTS, per: month, 2019: 100}}"
AGED = "{0: {2019: 0}, 65: {2019: 100}, 67: {2019: 120}, 80: {2019: 200}}"
LESS = "\n      - less_income: {share: 0.5, on: {other_income: %s}}"
AMOUNT = (
    "flat: {amount: {unit: XTS, per: month, 2019: 110, 2023: 130, then: {cpi: 0.5, wages: 0.5, every: 2}}}"
)
TESTED = "      - without_contributory_pension\n"

Changes = Sequence[tuple[str, str]]


def changed(tmp_path: Path, file: str, changes: Changes, year: int = 2025, lowest: str = "") -> Practice:
    """The practice of a copy in which some words of a file of law are others; scenarios are left out."""
    folder = tmp_path / "mine"
    tmp_path.mkdir(exist_ok=True)
    copy_country("XXX", folder)
    for one in ("scenarios", "standards", "inquiry"):
        shutil.rmtree(folder / one)
    path = folder / "schemes" / file
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    if lowest:
        (folder / "standards").mkdir()
        head = f"country: XXX\nyear: {year}\ncurrency: XTS\nper: week\nsource: mine\nminimum_wage: {lowest}\n"
        (folder / "standards" / "standards.yaml").write_text(head, "utf-8")
    return practice_of(PracticeRequest(str(folder), year))


@pytest.mark.parametrize(
    ("file", "benefit", "changes", "kind", "paid"),
    [
        pytest.param(
            "maternity.yaml",
            MATERNITY,
            [(CEILING, "at_most: {unit: XTS, per: month, 2020: 3000, 2025-07-01: 1000}}" + WEEKS)],
            EARNINGS,
            [4_800, 9_600, 9_600],  # 80 % up to 12,000, in force at the end of the year
            id="a lower ceiling since July",
        ),
        pytest.param(
            "maternity.yaml",
            MATERNITY,
            [(CEILING, "at_most: {unit: XTS, per: month, 2020: 3000, 2026-07-01: 1000}}" + WEEKS)],
            EARNINGS,
            [4_800, 16_000, 28_800],  # 80 % up to 36,000: the year after does not count yet
            id="a lower ceiling from next July",
        ),
        pytest.param(
            "maternity.yaml",
            MATERNITY,
            [(CEILING, "at_most: {unit: XTS, per: week, 2020: 200}}" + WEEKS)],
            EARNINGS,
            [4_800, 8_320, 8_320],  # 80 % up to 52 x 200
            id="a ceiling a week",
        ),
        pytest.param(
            "maternity.yaml",
            MATERNITY,
            [("share_of_earnings: {share: 0.8, at_most: {unit: XTS, per: month, 2020: 3000, then: wages}}",
              "flat: {amount: {unit: XTS, per: month, 2020: 500}}")],
            FLAT,
            [6_000, 6_000, 6_000],
            id="the same for all",
        ),
        pytest.param(
            "unemployment_insurance.yaml",
            UNEMPLOYMENT,
            [(FIVE, "at_most: {unit: XTS, per: month, 2021: 4000}}\n"), (LEAST, f"      - between: {{{LIMITS}}}\n")],
            EARNINGS,
            [3_600, 10_800, 10_800],  # 55 % between 300 and 900 a month
            id="between a minimum and a maximum",
        ),
        pytest.param(
            "old_age.yaml",
            SOCIAL,
            [(AMOUNT, HUNDRED + "\n      - times: {factor: 1.5}")],
            FLAT,
            [1_800, 1_800, 1_800],
            id="one and a half times",
        ),
        pytest.param(
            "old_age.yaml",
            SOCIAL,
            [(AMOUNT, f"by_age: {{amounts: {{unit: XTS, per: month, bands: {AGED}}}}}")],
            FLAT,
            [1_440, 1_440, 1_440],  # at 67, the age of men
            id="by age",
        ),
        pytest.param(
            "old_age.yaml",
            SOCIAL,
            [(TESTED, "      - poor\n"), (AMOUNT, HUNDRED)],
            MEANS,
            [1_200, 1_200, 1_200],
            id="of the poor",
        ),
        pytest.param(
            "old_age.yaml",
            SOCIAL,
            [(AMOUNT, HUNDRED + LESS % "earnings")],
            MEANS,
            [1_200, 1_200, 1_200],  # who is old has no earnings any more: former ones do not count against it
            id="less what is earned",
        ),
    ],
)  # fmt: skip
def test_the_amount_follows_the_law(
    tmp_path: Path, file: str, benefit: str, changes: Changes, kind: str, paid: list[float]
) -> None:
    formula = changed(tmp_path, file, changes).value(f"benefit.{benefit}.formula")
    assert formula.kind == kind
    assert formula.amount(WAGES, 30) == pytest.approx(paid)


def test_a_share_of_the_minimum_wage_needs_one_and_takes_that_of_the_form(tmp_path: Path) -> None:
    changes = [(AMOUNT, "share_of_minimum_wage: {share: 50%}")]
    found = changed(tmp_path / "with", "old_age.yaml", changes, lowest="150")
    assert found.value(f"benefit.{SOCIAL}.formula").amount(WAGES, 0) == pytest.approx([3_900] * 3)  # 26 x 150
    alone = changed(tmp_path / "without", "old_age.yaml", changes)
    assert f"benefit.{SOCIAL}.formula" not in alone.inputs
    assert {"benefit": SOCIAL} in [flag.values for flag in alone.flags]


def test_a_new_version_since_july_changes_share_ceiling_and_weeks(tmp_path: Path) -> None:
    dated = """    versions:
      - from: 2020
        who: [gave_birth, formally_employed]
        how_much:
          - share_of_earnings: {share: 0.8}
          - for_months: {months: 3}
      - from: 2025-07-01
        who: [gave_birth, formally_employed]
        how_much:
          - share_of_earnings: {share: 0.5}
          - for_months: {months: 6}
"""
    who = "    who:\n      - gave_birth\n      - formally_employed\n"
    text = f"{who}    how_much:\n      - share_of_earnings: {{share: 0.8, {CEILING}\n"
    for year, share, weeks in ((2024, 0.8, 13), (2025, 0.5, 26)):
        found = changed(tmp_path / str(year), "maternity.yaml", [(text, dated)], year)
        formula = found.value(f"benefit.{MATERNITY}.formula")
        assert formula.amount(WAGES, 0) == pytest.approx(share * WAGES)
        assert found.value(f"benefit.{MATERNITY}.duration_weeks") == pytest.approx(weeks)


def test_a_pension_of_all_old_residents_protects_them_all(tmp_path: Path) -> None:
    found = changed(tmp_path, "old_age.yaml", [(TESTED, "")])
    assert found.value("branch.old_age.residents_protected") == found.value("residents")
    assert found.value("branch.old_age.dependants") is True


def test_what_is_paid_once_is_no_periodical_payment(tmp_path: Path) -> None:
    monthly = f"      - share_of_earnings: {{share: 0.55, {FIVE}{LEAST}      - for_months: {{months: 5}}\n"
    once = "      - flat: {amount: {unit: XTS, per: once, 2020: 900}}\n"
    found = changed(tmp_path, "unemployment_insurance.yaml", [(monthly, once)])
    assert UNEMPLOYMENT not in found.benefits.get("unemployment", ())
    assert f"benefit.{UNEMPLOYMENT}.formula" not in found.inputs
    assert any(
        "is paid once" in flag.text and flag.values == {"benefit": UNEMPLOYMENT} for flag in found.flags
    )


@pytest.mark.parametrize(
    "law",
    [
        "      - means_tested: {exclusion_error: 10%, inclusion_error: 5%}\n",  # too many open conditions
        "",  # with an amount less another benefit that has versions
    ],
)
def test_what_cannot_be_costed_hides_nothing_else_of_the_law(tmp_path: Path, law: str) -> None:
    changes = [(TESTED, law)] if law else [(AMOUNT, AMOUNT + LESS % "child_benefit.benefit")]
    found = changed(tmp_path, "old_age.yaml", changes)
    assert found.value(f"benefit.{MATERNITY}.formula").amount(WAGES, 0)[0] == pytest.approx(4_800)
    assert "family_benefits" not in found.inputs
    assert any(flag.text.startswith("The total of family benefits") for flag in found.flags)

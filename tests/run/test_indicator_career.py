"""Replacement and contribution rates of the law: what the sentences of the law give by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from socle.exchange.country import country_folder, insurance_files
from socle.model.observation import ESTIMATED, MISSING
from socle.model.statistic import Statistic
from socle.run.indicator_career import NO_LAW, of_careers


def told(*files: Path) -> dict[tuple[str, str], Statistic]:
    return {(one.indicator, one.sex): one for one in of_careers("XXX", 2024, files)}


def changed(folder: Path, before: str, after: str) -> Path:
    """The toy country with another sentence in the law of its pension."""
    shutil.copytree(country_folder("XXX"), folder / "XXX")
    file = folder / "XXX" / "insurance" / "national_pension.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    return file


def test_thirty_years_at_the_average_wage_replace_what_the_law_says() -> None:
    """1.25 % a year for 30 years and 10 % of the average wage, at the normal age of each sex: 47.5 %."""
    found = told(*insurance_files("XXX"))
    men, women = found["REPLACEMENT_RATE", "M"], found["REPLACEMENT_RATE", "F"]
    assert [men.value, women.value] == pytest.approx([0.0125 * 30 + 0.10] * 2)
    assert (men.said["age"], women.said["age"]) == ("65", "62")
    assert men.status == ESTIMATED and "National Pensions Act" in men.source


def test_rates_are_those_of_the_first_year_of_the_law() -> None:
    found = told(*insurance_files("XXX"))
    assert found["RATE_WORKERS", "_T"].value == pytest.approx(0.05)
    assert found["RATE_EMPLOYERS", "_T"].value == pytest.approx(0.07)
    assert ("RATE_SELF_EMPLOYED", "_T") not in found


def test_a_ceiling_below_the_average_wage_lowers_the_rate(tmp_path: Path) -> None:
    """A ceiling of half the average wage halves what is due, and the part of the pension that is earned."""
    file = changed(
        tmp_path,
        "at_most: {unit: XTS, per: month, 2025: 4200, then: wages}}",
        "at_most: {unit: average_wage, 2020: 0.5}}",
    )
    found = told(file)
    assert found["RATE_WORKERS", "_T"].value == pytest.approx(0.025)
    assert found["REPLACEMENT_RATE", "M"].value == pytest.approx(0.0125 * 30 / 2 + 0.10)


def test_without_a_normal_age_the_pension_is_asked_at_the_first_age_of_the_law(tmp_path: Path) -> None:
    file = changed(
        tmp_path, "      - early_late: {normal_age: {men: 65, women: 62}, early: 0.05, late: 0.04}\n", ""
    )
    found = told(file)
    assert (found["REPLACEMENT_RATE", "M"].said["age"], found["REPLACEMENT_RATE", "F"].said["age"]) == (
        "62",
        "60",
    )


def test_a_law_that_is_known_only_later_says_nothing_of_years_before() -> None:
    """The data of the fund begin in 2025: two years before they are near enough, and the method says the years."""
    early, near = (list(of_careers("XXX", year, insurance_files("XXX"))) for year in (2015, 2023))
    assert [(one.value, one.year) for one in early] == [(None, 2015)] and early[0].said["year"] == "2025"
    assert {one.year for one in near} == {2023} and near[0].said["begins"] == "2025"


def test_without_a_law_the_replacement_rate_is_missing_and_says_so() -> None:
    found = told()
    assert list(found) == [("REPLACEMENT_RATE", "_T")]
    one = found["REPLACEMENT_RATE", "_T"]
    assert (one.value, one.status, one.reason, one.year) == (None, MISSING, NO_LAW, 2024)

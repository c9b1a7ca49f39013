"""`socle indicators --survey`: a survey beside what an office counted; expected values by hand."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from socle.cli.main import main

Said = pytest.CaptureFixture[str]

SURVEY = """hh,w,age,sex,gave,disabled,enrolled,lf,unemployed,formal,pension,eats,pays,each
1,100,40,0,0,0,0,1,0,1,0,400,40,2400
1,100,38,1,0,0,0,1,0,0,0,400,40,2400
2,200,70,1,0,0,0,0,0,0,0,300,36,3600
3,100,30,0,0,1,0,0,0,0,0,200,60,800
3,100,28,1,1,0,0,0,0,0,0,200,60,800
3,100,2,0,0,0,0,0,0,0,0,200,60,800
4,50,68,0,0,0,0,0,0,0,1,900,0,10800
"""
"""Payments for health: 10 % (no more), 12 %, 30 % and nothing of what a household consumes in a month."""

MAPPING = """survey: Survey by hand
household: hh
weight: w
welfare: {column: each, unit: XTS, per: year, prices: 2023}
columns:
  age: age
  sex: sex
  gave_birth: gave
  severely_disabled: disabled
  enrolled: enrolled
  in_labour_force: lf
  unemployed: unemployed
  formally_employed: formal
  receives_contributory_pension: pension
  consumption: {column: eats, per: month}
  out_of_pocket_health: {column: pays, per: month}
"""
ABOVE_10 = (200 + 300) / 750
ABOVE_25 = 300 / 750


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOCLE_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("SOCLE_REGISTER", raising=False)


def written(folder: Path, mapping: str = MAPPING) -> list[str]:
    """The survey and its mapping as files, and the options that name them."""
    (folder / "survey.csv").write_text(SURVEY, encoding="utf-8")
    (folder / "survey.yaml").write_text(mapping, encoding="utf-8")
    return ["--survey", str(folder / "survey.csv"), "--map", str(folder / "survey.yaml")]


def told(capsys: Said, *words: str) -> dict[tuple[str, str], dict[str, str]]:
    """The rows of the survey, by indicator and sex."""
    assert main(["indicators", "--country", "XXX", "--csv", "--by", "sex", *words]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    return {(row["INDICATOR"], row["SEX"]): row for row in rows if row["VINTAGE"] == "Survey by hand"}


def test_payments_for_health_are_those_of_the_household_over_what_it_consumes(
    capsys: Said, tmp_path: Path
) -> None:
    found = told(capsys, *written(tmp_path))
    assert float(found["HEALTH_SPENDING_10", "_T"]["OBS_VALUE"]) == pytest.approx(100 * ABOVE_10)
    assert float(found["HEALTH_SPENDING_25", "_T"]["OBS_VALUE"]) == pytest.approx(100 * ABOVE_25)
    assert found["HEALTH_SPENDING_10", "_T"]["SOURCE"] == "Survey by hand"


def test_without_a_column_of_payments_hardship_is_not_known_and_says_what_is_needed(
    capsys: Said, tmp_path: Path
) -> None:
    for column in ("consumption", "out_of_pocket_health"):
        mapping = "".join(row for row in MAPPING.splitlines(keepends=True) if column not in row)
        found = told(capsys, *written(tmp_path, mapping))["HEALTH_SPENDING_10", "_T"]
        assert found["OBS_VALUE"] == "" and "out_of_pocket_health" in found["REASON"]


def test_half_the_median_is_counted_person_by_person_and_sex_by_sex(capsys: Said, tmp_path: Path) -> None:
    """Half of 750 persons have 2400 a year or less, so that those of 800 are below half the median."""
    found = told(capsys, *written(tmp_path))
    shares = {sex: float(found["POV_HALF_MEDIAN", sex]["OBS_VALUE"]) for sex in ("_T", "M", "F")}
    assert shares == pytest.approx({"_T": 100 * 300 / 750, "M": 100 * 200 / 350, "F": 100 * 100 / 400})


def test_sexes_add_up_to_everybody(capsys: Said, tmp_path: Path) -> None:
    found = told(capsys, *written(tmp_path))
    for code in ("COV_ANY", "POV_NATIONAL"):
        whole, men, women = (float(found[code, sex]["OBS_VALUE"]) for sex in ("_T", "M", "F"))
        assert 750 * whole == pytest.approx(350 * men + 400 * women)


def test_what_the_office_counted_stays_the_headline(capsys: Said) -> None:
    """An invented survey is told beside it, with its name and with the law it was asked."""
    assert main(["indicators", "--country", "SEN", "--lang", "en"]) == 0
    before = " ".join(capsys.readouterr().out.split("\n\n")[0].split())
    assert (
        main(["indicators", "--country", "SEN", "--lang", "en", "--survey", "invented", "--persons", "2000"])
        == 0
    )
    after = " ".join(capsys.readouterr().out.split("\n\n")[0].split())
    assert after.startswith(before) and "In the survey" in after


def test_the_law_of_a_scenario_needs_a_survey(capsys: Said) -> None:
    assert main(["indicators", "--country", "XXX", "--scenario", "high"]) == 2
    assert "--survey" in capsys.readouterr().err

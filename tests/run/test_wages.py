"""Earnings of the persons protected from a survey: who counts, with which weight, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from socle.ground.refusals import Refusal
from socle.run.wages import WageSurvey, wages_of_survey

ROWS = "wage,weight,insured\n100,1,1\n200,2,1\n400,1,1\n9000,5,0\n0,3,1\n"


def survey(tmp_path: Path, text: str = ROWS) -> WageSurvey:
    path = tmp_path / "lfs.csv"
    path.write_text(text)
    return WageSurvey(path, "wage", "weight", "insured", date="2023")


def test_only_earners_who_are_protected_count_by_their_weight(tmp_path: Path) -> None:
    found = wages_of_survey(survey(tmp_path))
    assert found["mean_earnings"].value == pytest.approx((100 + 2 * 200 + 400) / 4 * 12)
    assert found["p75_earnings"].value == pytest.approx(300 * 12)  # three of four earn 200 or less
    one = found["mean_earnings"]
    assert (one.source, one.date, one.origin, one.where) == ("lfs.csv", "2023", "survey", "lfs.csv: wage")
    everybody = wages_of_survey(replace(survey(tmp_path), protected=""))
    assert everybody["p75_earnings"].value == pytest.approx(9000 * 12)


def test_a_week_and_a_year_say_their_period(tmp_path: Path) -> None:
    asked = survey(tmp_path)
    year, week = (wages_of_survey(replace(asked, per=per))["mean_earnings"].value for per in ("year", "week"))
    assert week == pytest.approx(52 * year)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("100,1,1", "-100,1,1", "lfs.csv:2: `wage` is negative: -100"),
        ("200,2,1", "200,2,3", "lfs.csv:3: `insured` says who is protected, 1 or 0, and is 3 here."),
        ("wage,", "wages,", "Did you mean `wages`?"),
    ],
)
def test_what_cannot_be_is_refused_with_its_record(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(Refusal) as caught:
        wages_of_survey(survey(tmp_path, ROWS.replace(old, new, 1)))
    assert said in caught.value.worded()


def test_nobody_protected_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Nobody in this survey"):
        wages_of_survey(survey(tmp_path, "wage,weight,insured\n100,1,0\n0,1,1\n"))

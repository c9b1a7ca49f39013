"""A contributor file: read from CSV and Parquet alike, or refused with its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from socle.exchange.contributor_file import Expected, luck_of, read_contributors
from socle.ground.refusals import Refusal

FILE = """\
id,sex,birth_year,service,earnings,status,career_earnings,branch
A1,male,1980,12.5,1000,active,140000,north
A2,F,1999,0,850.5,active,0,south
A3,female,1964,31,,inactive,500000,south
"""
EXPECTED = Expected(2025, 15, 69, 12.0, ("career_earnings",))


def read(folder: Path, text: str = FILE, expected: Expected = EXPECTED):
    path = folder / "lives.csv"
    path.write_text(text, encoding="utf-8")
    return read_contributors(path, expected)


def test_every_column_is_read_as_it_says(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert len(found) == 3
    assert found.ids.tolist() == ["A1", "A2", "A3"]
    assert found.sex.tolist() == [0, 1, 1]
    assert found.age.tolist() == [44, 25, 60]  # completed on 1 January 2025
    assert found.service.tolist() == [12.5, 0, 31]
    assert found.earnings[:2].tolist() == [12000, 10206]  # a month becomes a year
    assert np.isnan(found.earnings[2])
    assert found.active.tolist() == [True, True, False]
    assert found.accounts["career_earnings"].tolist() == [140000, 0, 500000]
    assert found.unread == ("branch",)
    assert [flag.values for flag in found.flags] == [{"count": "1"}, {"columns": "branch"}]


def test_parquet_gives_the_same_persons(tmp_path: Path) -> None:
    text = read(tmp_path)
    path = tmp_path / "lives.parquet"
    pl.read_csv(tmp_path / "lives.csv").write_parquet(path)
    binary = read_contributors(path, EXPECTED)
    for name in ("sex", "age", "service", "earnings", "active", "luck"):
        np.testing.assert_array_equal(getattr(text, name), getattr(binary, name))


def test_an_age_may_stand_instead_of_the_year_of_birth(tmp_path: Path) -> None:
    aged = FILE.replace("birth_year", "age").replace("1980", "44").replace("1999", "25").replace("1964", "60")
    assert read(tmp_path, aged).age.tolist() == [44, 25, 60]


def test_luck_rests_on_the_id_alone() -> None:
    luck = luck_of(np.array(["A1", "A2", "A1"], dtype=object))
    assert luck[0] == luck[2] != luck[1]
    assert len(set(luck_of(np.array([str(i) for i in range(50_000)], dtype=object)))) == 50_000


def test_an_account_that_is_not_there_is_said_to_be_assumed(tmp_path: Path) -> None:
    found = read(tmp_path, expected=Expected(2025, 15, 69, 12.0, ("career_earnings", "savings")))
    assert set(found.accounts) == {"career_earnings"}
    assert {"name": "savings"} in [flag.values for flag in found.flags]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("A2,F", "A1,F", "lives.csv:3", "first in row 2"),
        ("A2,F", ",F", "lives.csv:3", "`id` is empty"),
        ("A2,F", "A2,femal", "lives.csv:3", "Did you mean `female`?"),
        ("active,0", "activ,0", "lives.csv:3", "Did you mean `active`?"),
        ("1999", "1939", "lives.csv:3", "Age 85 on 1 January 2025 has no rates"),
        ("1999", "2015", "lives.csv:3", "`rates` has ages 15 to 69"),
        ("1999", "1999.5", "lives.csv:3", "whole number"),
        ("12.5,1000", "35.5,1000", "lives.csv:2", "More years of service"),
        ("12.5,1000", "-1,1000", "lives.csv:2", "`-1` in the column `service`"),
        ("850.5", "-850.5", "lives.csv:3", "`-850.5` in the column `earnings`"),
        ("850.5", "n/a", "lives.csv:3", "`n/a` in the column `earnings`"),
        ("850.5", "inf", "lives.csv:3", "`inf` in the column `earnings`"),
        ("850.5", "", "lives.csv:3", "`earnings` is empty"),
        ("140000", "", "lives.csv:2", "`career_earnings` is empty"),
        ("service,", "servce,", "lives.csv:1", "Did you mean `service`?"),
        ("birth_year", "birthyear", "lives.csv:1", "Did you mean `birth_year`?"),
        ("branch", "age", "lives.csv:1", "say the same"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: str, said: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        read(tmp_path, FILE.replace(old, new, 1))
    assert str(refusal.value).startswith(line)
    assert said in str(refusal.value)


def test_a_file_of_nobody_and_no_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no persons"):
        read(tmp_path, FILE.partition("\n")[0] + "\n")
    with pytest.raises(Refusal, match="no such file"):
        read_contributors(tmp_path / "other.csv", EXPECTED)

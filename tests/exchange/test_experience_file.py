"""A file of persons: what it says, and what is refused with its line."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pytest

from socle.exchange.experience_file import read_lives
from socle.ground.refusals import Refusal
from socle.model.experience import STILL_THERE, UNSAID

HEADER = "id,sex,birth_date,entry_date,exit_date,cause"
GOOD = "1,male,1960-03-15,2001-05-01,,"


def written(folder: Path, *lines: str) -> Path:
    """A file of these lines."""
    path = folder / "p.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def day(text: str) -> int:
    """Days since 1970."""
    return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days


def test_a_file_is_read_in_its_order(tmp_path: Path) -> None:
    path = written(
        tmp_path, HEADER + ",town", GOOD + ",x", "2,F,1970-02-28,2002-01-01,2010-12-31,Invalidity,y"
    )
    lives, unread = read_lives(path)
    assert unread == ("town",)
    assert lives.sex.tolist() == [0, 1]
    assert lives.birth.tolist() == [day("1960-03-15"), day("1970-02-28")]
    assert lives.entry.tolist() == [day("2001-05-01"), day("2002-01-01")]
    assert lives.exit.tolist() == [STILL_THERE, day("2010-12-31")]
    assert lives.cause.tolist() == [UNSAID, 1]
    assert lives.at(1) == f"{path}:3"


def test_a_year_of_birth_is_its_first_of_july_or_the_entry(tmp_path: Path) -> None:
    lines = (
        "id,sex,birth_year,entry_date,exit_date,cause",
        "1,male,1960,2001-05-01,,",
        "2,male,1990,1990-03-01,,",
    )
    lives, _ = read_lives(written(tmp_path, *lines))
    assert lives.birth.tolist() == [day("1960-07-01"), day("1990-03-01")]
    assert lives.years_only == 2


def test_semicolons_and_other_names_of_columns_are_read(tmp_path: Path) -> None:
    lives, _ = read_lives(
        written(tmp_path, "Person;Sex;DOB;Entry;Exit;Reason", "1;m;1960-03-15 00:00:00;2001-05-01;;")
    )
    assert np.array_equal(lives.birth, [day("1960-03-15")])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2,male,1960-03-15,2001-05-01,2000-01-01,death", "p.csv:3: The exit is before the entry."),
        ("2,male,2001-05-02,2001-05-01,,", "p.csv:3: The birth is after the entry."),
        ("1,male,1960-03-15,2001-05-01,,", "p.csv:3: The person `1` is there twice, first in row 2"),
        ("2,male,1960-03-15,2001-05-01,2003-01-01,deth", "p.csv:3: `deth` .* Did you mean `death`"),
        ("2,mole,1960-03-15,2001-05-01,,", "p.csv:3: `mole` .* Did you mean `male`"),
        ("2,male,15/03/1960,2001-05-01,,", "p.csv:3: `15/03/1960` in the column `birth_date` is not a date"),
        ("2,male,1960-02-30,2001-05-01,,", "p.csv:3: `1960-02-30`"),
        ("2,male,1960-03-15,,,", "p.csv:3: the column `entry_date` is empty here"),
        ("2,male,,2001-05-01,,", "p.csv:3: the column `birth_date` is empty here"),
        (",male,1960-03-15,2001-05-01,,", "p.csv:3: the column `id` is empty here"),
        ("2,male,1960-03-15,2001-05-01,,death", "p.csv:3: A cause of exit without a date of exit."),
    ],
)
def test_a_wrong_line_is_refused_where_it_stands(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        read_lives(written(tmp_path, HEADER, GOOD, line))


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (
            "id,sex,birth_date,entry_dat,exit_date,cause",
            "`entry_date` is not there. Did you mean `entry_date`",
        ),
        ("id,sex,age,entry_date,exit_date,cause", "`birth_date` is not there"),
        ("id,sex,birth,dob,entry_date,exit_date,cause", "say the same"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path: Path, header: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        read_lives(written(tmp_path, header, GOOD + "," * (header.count(",") - 5)))


def test_a_file_without_persons_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no persons"):
        read_lives(written(tmp_path, HEADER))
    with pytest.raises(Refusal, match="no such file"):
        read_lives(tmp_path / "none.csv")

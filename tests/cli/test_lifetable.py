"""`socle lifetable` as a person uses it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from socle.cli.main import main
from tests.measure.tables import CASES, half_unit

Said = pytest.CaptureFixture[str]
ULTIMATE = ("--makeham", "0.00022,0.0000027,1.124", "--radix", "100000", "--from", "20", "--rate", "0.05")


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder, and no locale."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(*lines: str) -> None:
    """The file `t.csv` of these lines."""
    Path("t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def answered(capsys: Said, *words: str) -> dict[str, Any]:
    """The answer of `socle lifetable --json`."""
    assert main(["lifetable", *words, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def refused(capsys: Said, *words: str) -> str:
    """The refusal of `socle lifetable`."""
    assert main(["lifetable", *words]) == 2
    said = capsys.readouterr()
    assert not said.out
    return said.err


def test_the_published_ultimate_table_through_the_command(capsys: Said) -> None:
    rows = {row["age"]: row for row in answered(capsys, *ULTIMATE)["rows"]}
    values = CASES["standard_ultimate"]["values"]
    for name in set(values[0]) - {"age"}:
        room = half_unit(*(row[name] for row in values))
        for row in values:
            assert rows[row["age"]][name] == pytest.approx(float(row[name]), abs=room), (name, row["age"])


def test_capital_values_of_a_file_of_both_sexes(capsys: Said) -> None:
    tables = CASES["irish_14"]["l"].items()
    lines = [f"{age},{sex},{alive}" for sex, ls in tables for age, alive in enumerate(ls)]
    written("age,sex,lx", *lines)
    for case in CASES["irish_14"]["capitals"]:
        rows = answered(capsys, "t.csv", "--rate", str(case["rate"]))["rows"]
        (row,) = [row for row in rows if (row["sex"], row["age"]) == (case["sex"], case["age"])]
        assert row["capital_to_65"] == pytest.approx(float(case["to_65"]), abs=0.005 + 1e-9)
        assert row["capital_for_life"] == pytest.approx(float(case["for_life"]), abs=0.015)


def test_rates_of_dying_and_survivors_give_the_same_values(capsys: Said) -> None:
    written("age,l", "60,1000", "61,900", "62,450", "63,0")
    by_l = answered(capsys, "t.csv", "--rate", "5%")["rows"]
    written("age,q", "60,0.1", "61,0.5", "62,1")
    by_q = answered(capsys, "t.csv", "--rate", "0.05", "--radix", "1000")["rows"]
    assert [row["age"] for row in by_l] == [60, 61, 62]
    for one, other in zip(by_l, by_q, strict=True):
        assert one == pytest.approx(other, rel=1e-12)


def test_values_of_three_ages_by_hand(capsys: Said) -> None:
    written("age,l", "60,1000", "61,900", "62,450")
    first = answered(capsys, "t.csv", "--rate", "0.25", "--terms", "1,2", "--until", "61")["rows"][0]
    v = 0.8
    expected = {
        "a_due": 1 + v * 0.9 + v**2 * 0.45,
        "A": v * 0.1 + v**2 * 0.45 + v**3 * 0.45,
        "A2": v**2 * 0.1 + v**4 * 0.45 + v**6 * 0.45,
        "a_due_2": 1 + v * 0.9,
        "A_endow_2": v * 0.1 + v**2 * 0.9,
        "E1": v * 0.9,
        "E5": 0.0,
        "e": 1.35 + 0.5,
        "e_curtate": 1.35,
        "D": v**60 * 1000,
        "N": v**60 * 1000 + v**61 * 900 + v**62 * 450,
        "capital_to_61": v**0.5 * 0.95,
        "capital_for_life": v**0.5 * 0.95 + v**1.5 * 0.675 + v**2.5 * 0.225,
    }
    assert {name: first[name] for name in expected} == pytest.approx(expected, rel=1e-12)


def test_a_table_may_begin_later_with_another_radix(capsys: Said) -> None:
    written("age,l", "60,1000", "61,900", "62,450")
    rows = answered(capsys, "t.csv", "--rate", "0", "--from", "61", "--radix", "10")["rows"]
    assert [(row["age"], row["l"]) for row in rows] == [(61, 10.0), (62, 5.0)]
    assert "it cannot begin at 70" in refused(capsys, "t.csv", "--rate", "0", "--from", "70")


def test_a_closed_table_says_so(capsys: Said) -> None:
    written("age,q,source", "60,0.1,x", "61,0.5,x")
    answer = answered(capsys, "t.csv", "--rate", "0")
    assert answer["rows"][-1]["q"] == 1.0
    notes = " ".join(answer["notes"])
    assert "closed at the last age given, 61" in notes
    assert "q = 0.5" in notes
    assert "not read: source" in notes


def test_a_law_says_how_far_it_was_carried_on(capsys: Said) -> None:
    answer = answered(capsys, *ULTIMATE)
    assert "carried on to age 128" in answer["notes"][0]
    assert answer["rows"][-1]["age"] == 121
    # A constant hazard knows no last age: the shown ages must not feel where the law was cut.
    rows = answered(capsys, "--makeham", "0.05,0,1", "--rate", "0")["rows"]
    assert rows[-1]["e_curtate"] == pytest.approx(rows[0]["e_curtate"], rel=1e-9)


def test_csv_is_the_same_numbers(capsys: Said) -> None:
    rows = answered(capsys, *ULTIMATE)["rows"]
    assert main(["lifetable", *ULTIMATE, "--csv", "out.csv"]) == 0
    assert capsys.readouterr().out.endswith("out.csv\n")
    text = Path("out.csv").read_text(encoding="utf-8")
    assert [{k: float(x) for k, x in row.items()} for row in csv.DictReader(io.StringIO(text))] == rows
    assert main(["lifetable", *ULTIMATE, "--csv"]) == 0
    assert capsys.readouterr().out == text


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "Life table at 5"), ("fr", "Table de mortalité"), ("es", "Tabla de mortalidad")],
)
def test_the_terminal_shows_every_tenth_age_in_80_columns(capsys: Said, lang: str, words: str) -> None:
    assert main(["lifetable", *ULTIMATE, "--lang", lang]) == 0
    shown = capsys.readouterr().out
    assert words in shown
    assert max(map(len, shown.splitlines())) <= 80
    ages = [line.split()[0] for line in shown.split("\n\n")[1].splitlines()[2:]]
    assert ages == ["20", "30", "40", "50", "60", "70", "80", "90", "100", "110", "120", "121"]
    assert ("19,9664" if lang != "en" else "19.9664") in shown


def test_values_too_large_to_show_or_to_hold_keep_the_table_in_80_columns(capsys: Said) -> None:
    written("age,l", *[f"{age},1000" for age in range(101)])
    assert main(["lifetable", "t.csv", "--rate", "-0.99"]) == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    assert "unknown" in shown  # (1 + i)^-2 for a hundred years is more than a double holds
    assert "e203" in shown  # 1000 x 100^100, discounted to age 0
    rows = answered(capsys, "t.csv", "--rate", "-0.99")["rows"]
    assert rows[0]["A2"] is None
    assert rows[-1]["A2"] == pytest.approx(1e4)


@pytest.mark.parametrize(
    ("lines", "place", "words"),
    [
        (["age,q", "0,0.1", "1,1.2"], "t.csv:3", "outside 0 to 1"),
        (["age,q", "0,-0.1"], "t.csv:2", "outside 0 to 1"),
        (["age,l", "0,100", "2,90"], "t.csv:3", "Age 2 follows age 0"),
        (["age,l", "0,100", "0,90"], "t.csv:3", "Age 0 follows age 0"),
        (["age,l", "0,100", "1,101"], "t.csv:3", "Survivors rise from 100"),
        (["age,l", "0,100", "1,"], "t.csv:3", "not a number"),
        (["age,l", "0,100", "1,nan"], "t.csv:3", "not a number"),
        (["age,l", "0,100", "1,9O"], "t.csv:3", "`9O`"),
        (["age,l", "0,100", "1,-1"], "t.csv:3", "fewer than 0"),
        (["age,l", "0,100", ""], "t.csv:3", "empty"),
        (["age,l", "0,100", "1"], "t.csv:3", "fewer columns"),
        (["age,l", "0,100", "1+,90"], "t.csv:3", "not an age"),
        (["age,l", "0,0"], "t.csv:2", "Nobody"),
        (["age,l"], "t.csv", "no lines"),
        (["age,sex,l", "0,male,100", "0,woman,90"], "t.csv:3", "not a sex"),
        (["age,deaths", "0,100"], "t.csv:1", "needs the column `age`"),
        (["age,l,q", "0,100,0.1"], "t.csv:1", "both `l` and `q`"),
        (["age,l,lx", "0,100,100"], "t.csv:1", "twice"),
    ],
)
def test_a_faulty_table_is_refused_by_file_and_line(
    capsys: Said, lines: list[str], place: str, words: str
) -> None:
    written(*lines)
    said = refused(capsys, "t.csv", "--rate", "0.05")
    assert said.startswith(f"{place}: ")
    assert words in said


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["--makeham", "0.1,0.1,1", "--rate", "-1"], "above -100 %"),
        (["--makeham", "0.1,0.1,1", "--rate", "5"], "5% or 0.05"),
        (["--makeham", "0.1,0.1,1", "--rate", "five"], "`five` is not a number"),
        (["--makeham", "0.1,0.1", "--rate", "0.05"], "three numbers"),
        (["--makeham", "0.0001,0,1", "--rate", "0.05"], "no end"),
        (["--makeham", "0.05,0,1", "--rate", "-0.2"], "no bounded value"),
        (["--makeham", "0.1,0.1,1", "--rate", "0", "--radix", "0"], "above 0"),
        (["--makeham", "0.1,0.1,1", "--rate", "0", "--terms", "0"], "1 or more"),
        (["--makeham", "0.1,0.1,1", "--rate", "0", "--terms", "x"], "number of years"),
        (["--makeham", "0.1,0.1,1", "--rate", "0", "--every", "0"], "1 or more"),
        (["--makeham", "0.1,0.1,1", "--rate", "0", "--from", "-3"], "from 0 to"),
        (["--rate", "0.05"], "--makeham A,B,c"),
        (["t.csv", "--makeham", "0.1,0.1,1", "--rate", "0.05"], "--makeham A,B,c"),
        (["none.csv", "--rate", "0.05"], "none.csv: There is no such file"),
    ],
)
def test_what_cannot_be_valued_is_refused(capsys: Said, asked: list[str], words: str) -> None:
    assert words in refused(capsys, *asked)

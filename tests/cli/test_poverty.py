"""`socle survey` and `socle poverty` as a person uses them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from socle.cli.main import main

Said = pytest.CaptureFixture[str]
TEXT = """id,home,income,before,weight,region,age
1,10,100,90,15,north,30
2,10,100,90,15,north,70
3,20,250,250,20,north,41
4,30,60,40,30,south,80
5,40,180,180,10,south,20
6,40,180,180,10,south,9
"""
ASKED = ("--welfare", "income", "--weight", "weight", "--household", "home", "--strata", "region")


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder with one survey, and no locale."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(TEXT, encoding="utf-8")
    return tmp_path


def records(capsys: Said, *words: str) -> list[dict[str, object]]:
    """The records of `socle poverty --json`."""
    assert main(["poverty", "people.csv", *ASKED, *words, "--json"]) == 0
    return list(json.loads(capsys.readouterr().out))


def test_records_have_the_fields_that_were_promised(capsys: Said) -> None:
    found = records(capsys, "--line", "median:0.6")
    assert {tuple(one) for one in found} == {("measure", "group", "value", "se", "unit", "n", "definition")}
    assert {"arpt", "arpr", "gini", "s80s20", "fgt0", "atkinson:0.5", "ge:1"} <= {
        one["measure"] for one in found
    }
    assert {one["group"] for one in found} == {"_T"}


def test_the_head_count_is_that_of_a_hand(capsys: Said) -> None:
    (one,) = records(capsys, "--line", "150", "--measures", "arpr")
    assert one["value"] == pytest.approx(60 / 100)
    assert one["n"] == 6
    (gap,) = records(capsys, "--line", "150", "--measures", "fgt1")
    assert gap["value"] == pytest.approx((30 * 50 / 150 + 30 * 90 / 150) / 100)


def test_the_error_of_a_mean_by_hand(capsys: Said) -> None:
    (one,) = records(capsys, "--line", "150", "--measures", "fgt0")
    north, south = [30 * 0.4 / 100, -20 * 0.6 / 100], [30 * 0.4 / 100, -20 * 0.6 / 100]
    expected = sum(2 * sum((unit - sum(units) / 2) ** 2 for unit in units) for units in (north, south))
    assert one["se"] == pytest.approx(expected**0.5)


def test_groups_follow_everybody_at_the_same_line(capsys: Said) -> None:
    found = records(capsys, "--line", "median:0.6", "--by", "region", "--measures", "arpt,fgt0")
    assert [(one["measure"], one["group"]) for one in found] == [
        ("arpt", "_T"),
        ("fgt0", "_T"),
        ("fgt0", "north"),
        ("fgt0", "south"),
    ]


def test_a_change_is_the_difference_at_the_line_of_before(capsys: Said) -> None:
    words = ("--line", "mean:0.5", "--measures", "fgt1")
    after, change = records(capsys, *words, "--compare", "before")
    assert (after["measure"], change["measure"]) == ("fgt1", "change.fgt1")
    assert main(["poverty", "people.csv", "--welfare", "before", *ASKED[2:], *words, "--json"]) == 0
    (before,) = json.loads(capsys.readouterr().out)
    assert isinstance(after["value"], float)
    assert change["value"] == pytest.approx(after["value"] - before["value"])
    assert "before" in str(change["definition"])
    half = 0.5 * (30 * 90 + 20 * 250 + 30 * 40 + 20 * 180) / 100
    (anchored,) = records(capsys, "--line", str(half), "--measures", "fgt1")
    assert after["value"] == pytest.approx(anchored["value"])


def test_poverty_that_lasts_and_households_as_units(capsys: Said, folder: Path) -> None:
    words = ("--line", "150", "--measures", "persistent_arpr", "--panel", "before,income,before")
    (one,) = records(capsys, *words)
    assert one["value"] == pytest.approx(60 / 100)
    assert "Persons are counted" in str(one["definition"])
    (one,) = records(capsys, "--line", "200", "--measures", "arpr", "--count", "households")
    assert one["value"] == pytest.approx((15 + 30 + 10) / (15 + 20 + 30 + 10))
    assert (one["n"], "Households are counted" in str(one["definition"])) == (4, True)
    words = ("poverty", "people.csv", *ASKED, "--line", "150", "--measures", "persistent_arpr")
    assert main([*words, "--panel", "before,income"]) == 2
    assert "--panel" in capsys.readouterr().err


def test_the_ratio_of_medians_needs_an_age(capsys: Said) -> None:
    (one,) = records(capsys, "--line", "100", "--measures", "rmir", "--age", "age")
    assert one["value"] == pytest.approx(60 / 180)


def test_replicate_weights_give_the_error_by_hand(capsys: Said, folder: Path) -> None:
    text = "y,w,r1,r2,r10,rest\n1,1,2,0,1,9\n3,1,0,2,1,9\n"
    (folder / "people.csv").write_text(text, encoding="utf-8")
    words = [
        "poverty",
        "people.csv",
        "--welfare",
        "y",
        "--weight",
        "w",
        "--line",
        "2",
        "--measures",
        "mean",
        "--json",
    ]
    assert main([*words, "--replicates", "r", "--replication", "brr"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert one["se"] == pytest.approx((2 / 3) ** 0.5)
    assert main([*words, "--replicates", "r", "--replication", "fay:0.5"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert one["se"] == pytest.approx((2 / 3 / 0.25) ** 0.5)
    for told, wrong in (("`brr`", "brrr"), ("fay:0.5", "fay:x"), ("below 1", "fay:1")):
        assert main([*words, "--replicates", "r", "--replication", wrong]) == 2
        assert told in capsys.readouterr().err
    assert main([*words, "--replicates", "rep"]) == 2
    assert "`rep1`" in capsys.readouterr().err


def test_csv_and_json_say_the_same(capsys: Said, folder: Path) -> None:
    assert main(["poverty", "people.csv", *ASKED, "--line", "150", "--csv", "out.csv"]) == 0
    assert "out.csv" in capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO((folder / "out.csv").read_text(encoding="utf-8"))))
    found = records(capsys, "--line", "150")
    assert [row["measure"] for row in rows] == [one["measure"] for one in found]
    assert [float(row["value"]) for row in rows if row["value"]] == [
        one["value"] for one in found if one["value"] is not None
    ]


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_the_table_fits_a_terminal_in_every_language(capsys: Said, lang: str) -> None:
    assert (
        main(["poverty", "people.csv", *ASKED, "--line", "median:0.6", "--by", "region", "--lang", lang]) == 0
    )
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert "`home`" in out
    assert {"en": "Everybody", "fr": "Ensemble", "es": "Total"}[lang] in out


def test_persons_taken_as_drawn_by_themselves_are_mentioned(capsys: Said) -> None:
    assert main(["poverty", "people.csv", *ASKED[:4], "--line", "150"]) == 0
    assert "--household" in capsys.readouterr().out


def test_a_survey_is_described(capsys: Said) -> None:
    assert main(["survey", "describe", "people.csv", "--weight", "weight", *ASKED[4:], "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["records"], found["people"], found["households"]) == (6, 100.0, 4)
    assert (found["units"], found["strata"], found["lonely"]) == (4, 2, [])
    assert main(["survey", "describe", "people.csv", "--psu", "region", "--strata", "region"]) == 0
    out = capsys.readouterr().out
    assert "north, south" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("poverty", "people.csv", "--welfare", "incme", *ASKED[2:], "--line", "1"),
            "Did you mean `income`?",
        ),
        (("poverty", "people.csv", *ASKED, "--line", "medan:0.6"), "Did you mean `median`?"),
        (("poverty", "people.csv", *ASKED, "--line", "1", "--measures", "gni"), "Did you mean `gini`?"),
        (("poverty", "people.csv", *ASKED, "--line", "1", "--measures", "rmir"), "--age"),
        (
            ("poverty", "people.csv", *ASKED, "--line", "1", "--psu", "region"),
            "people.csv:2: The stratum `north`",
        ),
        (("poverty", "people.csv", *ASKED, "--line", "1", "--lonely", "adjst"), "Did you mean `adjust`?"),
        (("poverty", "people.csv", *ASKED, "--line", "1", "--by", "regoin"), "Did you mean `region`?"),
        (("poverty", "people.csv", *ASKED), "--line"),
        (("poverty", "absent.csv", *ASKED, "--line", "1"), "no such file"),
        (("survey", "describe", "people.csv", "--weight", "wieght"), "Did you mean `weight`?"),
        (("survey", "descrbe", "people.csv"), "describe"),
    ],
)
def test_each_mistake_gets_one_paragraph_that_names_it(
    capsys: Said, words: tuple[str, ...], told: str
) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("y,w\n-3,1\n-2,1\n", "median:0.6", "above 0"),
        ("y,w\n3,1\n", "median:0.6", "one primary sampling unit"),
        ("y,w\nNaN,1\n3,1\n", "1", "odd.csv:2: `NaN`"),
    ],
)
def test_surveys_that_cannot_answer_are_refused(
    capsys: Said, folder: Path, text: str, line: str, told: str
) -> None:
    (folder / "odd.csv").write_text(text, encoding="utf-8")
    assert main(["poverty", "odd.csv", "--welfare", "y", "--weight", "w", "--line", line]) == 2
    assert told in capsys.readouterr().err


def test_a_group_within_one_household_has_no_standard_error(capsys: Said) -> None:
    found = records(capsys, "--line", "150", "--by", "home", "--measures", "mean")
    assert [one["se"] is None for one in found] == [False, True, True, True, True]
    assert found[1]["value"] == 100


def test_welfare_of_nothing_is_refused(capsys: Said, folder: Path) -> None:
    (folder / "zero.csv").write_text("y,w\n0,1\n0,2\n", encoding="utf-8")
    assert main(["poverty", "zero.csv", "--welfare", "y", "--weight", "w", "--line", "1"]) == 2
    assert "0 for everybody" in capsys.readouterr().err


def test_a_stratum_of_one_unit_is_measured_as_chosen(capsys: Said) -> None:
    found = records(capsys, "--line", "150", "--psu", "region", "--lonely", "certainty", "--measures", "fgt0")
    assert found[0]["se"] == 0.0
    (adjusted,) = records(
        capsys, "--line", "150", "--psu", "region", "--lonely", "adjust", "--measures", "fgt0"
    )
    assert isinstance(adjusted["se"], float)


POINTS = "people,welfare\n0.2,0.08\n0.4,0.2\n0.6,0.37\n0.8,0.6\n1,1\n"
GROUPED = ("--welfare", "welfare", "--weight", "people", "--grouped", "3", "--line", "1.9")


def test_grouped_data_give_poverty_under_two_curves(capsys: Said, folder: Path) -> None:
    (folder / "points.csv").write_text(POINTS, encoding="utf-8")
    assert main(["poverty", "points.csv", *GROUPED, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {(one["group"], one["measure"]) for one in found} == {
        (curve, code) for curve in ("quadratic", "beta") for code in ("fgt0", "fgt1", "fgt2", "gini")
    }
    # 0.4 of people hold chords of slope up to 1.8, and the next ones 2.55: the slope passes 1.9 about there.
    assert all(0.3 < one["value"] < 0.5 for one in found if one["measure"] == "fgt0")
    assert main(["poverty", "points.csv", *GROUPED]) == 0
    out = capsys.readouterr().out
    assert "The better of the two curves." in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("points", "words", "told"),
    [
        (POINTS.replace("0.4,0.2", "0.2,0.2"), GROUPED, "points.csv:3: Cumulative shares"),
        (POINTS.replace("0.4,0.2", "0.4,0.5"), GROUPED, "points.csv:3: Cumulative shares"),
        (POINTS.replace("1,1", "0.9,0.8"), GROUPED, "points.csv:6: Cumulative shares"),
        (POINTS.replace("0.2,0.08\n", ""), GROUPED, "at least 5 points"),
        (POINTS, (*GROUPED[:-1], "median:0.6"), "an amount"),
        (POINTS, (*GROUPED, "--grouped", "-2"), "above 0"),
        (POINTS, (*GROUPED, "--by", "welfare"), "`--by`"),
    ],
)
def test_points_that_are_no_lorenz_curve_are_refused(
    capsys: Said, folder: Path, points: str, words: tuple[str, ...], told: str
) -> None:
    (folder / "points.csv").write_text(points, encoding="utf-8")
    assert main(["poverty", "points.csv", *words]) == 2
    assert told in capsys.readouterr().err

"""`socle sweep`, `socle seek` and shocks as a person uses them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from shutil import copytree

import pytest

from socle.cli.main import main
from socle.exchange.country import COUNTRIES
from socle.report.text import LANGUAGES

Said = pytest.CaptureFixture[str]
ON = ("XXX", "--survey", "invented", "--persons", "1500")
CHILD = "children.child_benefit.share_of_line.share"
SWEEP = ("sweep", *ON, "--set", f"{CHILD}=0.25,0.5", "--set", "old_age.pension.coverage=0.5,1")
SEEK = ("seek", *ON, "--change", CHILD, "--reach")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "words",
    [
        SWEEP,
        (*SEEK, "spending=4% of GDP"),
        (*SEEK, "fgt0=12%", "--shock", "drought"),
        (*SEEK, f"{CHILD.rpartition('.share_of')[0]}:spending=800_000_000"),
        ("impact", *ON, "--shock", "energy_prices"),
    ],
)
def test_answers_fit_eighty_columns_in_every_language(
    capsys: Said, words: tuple[str, ...], lang: str
) -> None:
    assert main([*words, "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert {"en": "invented", "fr": "inventé", "es": "inventad"}[lang] in out


def test_the_grid_is_written_as_tidy_rows_and_the_same_as_json(capsys: Said, tmp_path: Path) -> None:
    file = tmp_path / "grid.csv"
    assert main([*SWEEP, "--csv", str(file), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) == len(said) == 5 * 5, "the scenario as it stands and four points, five measures"
    assert [float(row["value"]) for row in rows] == [row["value"] for row in said]
    assert {(row[CHILD], row["old_age.pension.coverage"]) for row in rows[5:]} == {
        (a, b) for a in ("0.25", "0.5") for b in ("0.5", "1")
    }
    assert main([*SWEEP, "--csv", "-"]) == 0
    assert capsys.readouterr().out == file.read_text(encoding="utf-8")


def test_the_chart_is_a_picture_or_refused_before_anything_is_left(capsys: Said, tmp_path: Path) -> None:
    assert main([*SWEEP, "--chart", str(tmp_path / "grid.svg")]) == 0
    assert (tmp_path / "grid.svg").read_text(encoding="utf-8").startswith("<svg")
    assert main([*SWEEP, "--chart", str(tmp_path / "grid.gif")]) == 2
    assert ".svg or .png" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["grid.svg"]


def test_what_was_sought_as_json_says_value_unit_and_how_it_was_met(capsys: Said) -> None:
    assert main([*SEEK, "spending=4% of GDP", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["exact"]
    assert (said["path"], said["unit"], said["standing"]) == (CHILD, "ratio", 0.25)
    (share,) = [row for row in said["rows"] if row["measure"] == "spending_gdp"]
    assert share["value"] == pytest.approx(0.04)


def test_a_shock_shows_poverty_at_each_stage_and_in_the_rows(capsys: Said) -> None:
    assert main(["impact", *ON, "--shock", "energy_prices", "--against", "low", "--json"]) == 0
    rows = [row for row in json.loads(capsys.readouterr().out) if row["scenario"] == "energy_prices"]
    stages = list(dict.fromkeys(row["group"] for row in rows))
    assert stages == [
        "before shock",
        "after shock",
        "after shock, compensated",
        "after shock, compensated, high",
        "after shock, compensated, low",
    ]


def test_a_shock_of_ones_own_is_read_from_its_file(capsys: Said, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    text = "shock: mine\neffects:\n  - price_rise: {rate: 20%, on: food, budget_share: food_share}\n"
    file.write_text(text, encoding="utf-8")
    assert main(["impact", *ON, "--shock", str(file)]) == 0
    assert "Shock: mine" in capsys.readouterr().out
    file.write_text(text.replace("food_share", "fod_share"), encoding="utf-8")
    assert main(["impact", *ON, "--shock", str(file)]) == 2
    assert "mine.yaml:3" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("sweep", *ON), "--set"),
        (("sweep", *ON, "--set", CHILD), "is not a parameter with its values"),
        (("sweep", *ON, "--set", f"{CHILD}=1", "--set", f"{CHILD}=2"), "set twice"),
        (
            ("sweep", *ON, "--set", "old_age.pension.coverage=0.5,2"),
            "old_age.pension.coverage: `2` is out of range",
        ),
        (("sweep", *ON, "--set", f"{CHILD[:-1]}=1"), f"Did you mean `{CHILD}`?"),
        ((*SEEK, "fgt0=0.1%"), "out of reach"),
        ((*SEEK, "fgt0=10%", "--shock", "drougth"), "Did you mean `drought`?"),
        (("seek", "XXX", "--survey", "people.csv", "--change", CHILD, "--reach", "fgt0=10%"), "--map"),
    ],
)
def test_mistakes_are_refused_in_one_paragraph(capsys: Said, words: tuple[str, ...], named: str) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert named in err
    assert "Traceback" not in err


def test_a_shock_file_is_checked_alone_and_with_its_country(capsys: Said, tmp_path: Path) -> None:
    file = COUNTRIES / "XXX" / "shocks" / "drought.yaml"
    assert main(["check", str(file)]) == 0
    assert "job_loss" in capsys.readouterr().out
    own = tmp_path / "mine"
    copytree(COUNTRIES / "XXX", own)
    shock = own / "shocks" / "drought.yaml"
    shock.write_text(file.read_text(encoding="utf-8").replace("rate: 10%", "rate: ten"), encoding="utf-8")
    assert main(["check", str(own)]) == 2
    assert "shocks/drought.yaml:12" in capsys.readouterr().err

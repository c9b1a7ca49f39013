"""`socle valuation --lives`: a contributor file as a person uses it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from socle.cli.main import main

Said = pytest.CaptureFixture[str]
ASKED = ("valuation", "XXX/national_pension", "--years", "60", "--lives", "lives.csv")


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder with an invented file of 3,000 persons, and no locale."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(1)
    lines = ["id,sex,birth_year,service,earnings,status,career_earnings"]
    for person in range(3000):
        age = int(rng.integers(20, 64))
        service = round(float(rng.uniform(0, min(age - 18, 30))), 1)
        earnings = float(1300 * np.exp(0.5 * rng.normal()))
        status = "active" if rng.random() < 0.9 else "inactive"
        row = (f"P{person}", rng.choice(["male", "female"]), 2024 - age, service, f"{earnings:.2f}", status)
        lines.append(",".join(map(str, (*row, round(12 * min(earnings, 4200) * service)))))
    Path("lives.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_the_page_sets_cells_beside_draws_in_three_languages(capsys: Said) -> None:
    for lang, word in (("en", "mean of draws"), ("fr", "moyenne des"), ("es", "media de los")):
        assert main([*ASKED, "--draws", "2", "--lang", lang]) == 0
        page = capsys.readouterr().out
        assert word in page
        assert "3,000" in page or "3 000" in page or "3000" in page or "3.000" in page
        assert all(len(line) <= 80 for line in page.splitlines())


def test_the_numbers_hold_together(capsys: Said) -> None:
    assert main([*ASKED, "--json", "--seed", "5"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["persons"], found["draws"], found["seed"], found["classes"]) == (3000, 4, 5, 10)
    assert found["years"] == list(range(2025, 2085))
    told = {one["name"]: one for one in found["compared"]}
    paid = told["contributions"]
    assert abs(paid["difference"]) < 0.03  # of 12,000 lives
    assert sum(paid["cells"]) / sum(paid["mean_of_draws"]) - 1 == pytest.approx(paid["difference"])
    assert len(paid["noise_of_a_draw"]) == 60
    for one in found["awards"]:
        assert one["p10"] <= one["p25"] <= one["p50"] <= one["p75"] <= one["p90"]
    assert told["awards.old_age"]["cells"][-1] == 0.0  # nobody is left to retire


def test_the_same_seed_gives_the_same_answer(capsys: Said) -> None:
    answers = []
    for seed in ("1", "1", "2"):
        assert main([*ASKED, "--json", "--draws", "1", "--seed", seed]) == 0
        answers.append(json.loads(capsys.readouterr().out)["compared"])
    assert answers[0] == answers[1] != answers[2]


def test_what_each_has_earned_goes_into_a_file(capsys: Said) -> None:
    assert main([*ASKED, "--draws", "1", "--csv", "rights.csv"]) == 0
    assert "rights.csv" in capsys.readouterr().out
    with Path("rights.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [f"P{person}" for person in range(3000)]
    for row in rows:
        assert int(row["award_year"]) - 2025 == int(row["award_age"]) - int(row["age"]) - 1
        assert (row["service_enough"] == "1") == (float(row["service"]) >= 10)
        assert float(row["amount"]) > 0


@pytest.mark.parametrize("option", [("--runs", "10"), ("--out", "x"), ("--against", "status_quo")])
def test_what_does_not_go_together_is_refused(option: tuple[str, str], capsys: Said) -> None:
    assert main([*ASKED, *option]) == 2
    assert f"{option[0]}` does not go with --lives" in capsys.readouterr().err


def test_no_draws_are_refused(capsys: Said) -> None:
    assert main([*ASKED, "--draws", "0"]) == 2
    assert "At least one draw" in capsys.readouterr().err

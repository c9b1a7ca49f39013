"""`socle valuation --beside` and `--mean-service` as a person uses them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from socle.cli.main import REFUSED, main

Said = pytest.CaptureFixture[str]
ASKED = ("valuation", "XXX/national_pension", "--years", "8")
BESIDE = (*ASKED, "--beside", "XXX/old_age")


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder, and no locale."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_both_lines_are_told_in_three_languages(capsys: Said) -> None:
    for lang, word in (("en", "Universal tier"), ("fr", "Niveau universel"), ("es", "Nivel universal")):
        assert main([*BESIDE, "--lang", lang]) == 0
        page = capsys.readouterr().out
        assert word in page
        assert max(map(len, page.splitlines())) <= 80


def test_csv_and_json_hold_the_same_numbers(capsys: Said) -> None:
    assert main([*BESIDE, "--csv", "tiers.csv", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    with Path("tiers.csv").open(encoding="utf-8", newline="") as file:
        assert [float(row["value"]) for row in csv.DictReader(file)] == [row["value"] for row in rows]
    assert {row["scheme"] for row in rows} == {"old_age", "national_pension"}


def test_a_scheme_of_ones_own_counts_the_pensions_of_the_other(capsys: Said) -> None:
    Path("own.yaml").write_text(
        "scheme: own\nlaw: Act\nbranch: old_age\nbenefits:\n  pension:\n    who: [age_band: {at_least: 60}]\n"
        "    how_much:\n      - flat: {amount: {unit: XTS, per: month, 2020: 500, then: wages}}\n"
        "      - less_income: {share: 0.4, on: {other_income: [national_pension.old_age, "
        "national_pension.survivors]}}\n"
        "financing: [general_revenue]\n"
    )
    assert main([*ASKED, "--beside", "own.yaml", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    last = {row["measure"]: row["value"] for row in rows if row["year"] == 2032}
    assert last["reduced"] > 0 < last["saved"]
    assert last["cost"] + last["saved"] == pytest.approx(last["untested"], rel=1e-12)


def test_the_error_of_mean_service_is_printed_with_both_times(capsys: Said) -> None:
    assert main([*ASKED, "--mean-service"]) == 0
    page = capsys.readouterr().out
    assert "errs by" in page
    assert "seconds in place of" in page
    assert main([*ASKED, "--mean-service", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    errors = [a / b - 1 for a, b in zip(told["cost_rate_mean_service"], told["cost_rate_full"], strict=True)]
    assert told["largest_error"] == pytest.approx(max(errors, key=abs), rel=1e-9)


REFUSALS = {
    "a scheme that is not shipped": ((*ASKED, "--beside", "XXX/old_ages"), "Did you mean `old_age`?"),
    "a scheme of another country": ((*ASKED, "--beside", "SEN/old_age"), "XXX ships no scheme"),
    "a file that is not there": ((*ASKED, "--beside", "none.yaml"), "none.yaml"),
    "two laws at once": ((*BESIDE, "--against", "status_quo"), "`--against` does not go with `--beside`"),
    "drawn futures of it": ((*BESIDE, "--runs", "10"), "`--runs` does not go with `--beside`"),
    "both asides": ((*BESIDE, "--mean-service"), "`--mean-service` does not go with `--beside`"),
    "rows of mean service": (
        (*ASKED, "--mean-service", "--csv"), "`--csv` does not go with `--mean-service`",
    ),
    "years without a population": (
        (*ASKED[:3], "90", "--beside", "XXX/old_age"), "outside the data",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_asked_is_refused(case: str, capsys: Said) -> None:
    asked, words = REFUSALS[case]
    assert main([*asked]) == REFUSED
    said = capsys.readouterr()
    assert words in said.err
    assert said.out == ""

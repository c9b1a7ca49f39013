"""`socle branch` as a person uses it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from socle.cli.main import main
from socle.report.text import LANGUAGES

Said = pytest.CaptureFixture[str]
CASES = {
    "unemployment": "cost_rate",
    "injury": "assessment_rate",
    "sickness": "cost_rate",
    "maternity": "cost_rate",
    "health": "cost_rate",
    "care": "cost",
}


def said(capsys: Said, *words: str) -> str:
    assert main(["branch", *words]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_shipped_case_is_told_in_80_columns(capsys: Said, case: str, lang: str) -> None:
    out = said(capsys, f"XXX/{case}", "--lang", lang)
    assert max(map(len, out.splitlines())) <= 80
    assert "nan" not in out.split()
    assert {"en": "Source: ", "fr": "Source : ", "es": "Fuente: "}[lang] in out


@pytest.mark.parametrize("case", CASES)
def test_every_number_has_unit_and_how_and_csv_holds_those_of_json(capsys: Said, case: str) -> None:
    record = json.loads(said(capsys, f"XXX/{case}", "--json"))
    figures = {one["key"]: one for one in record["figures"]}
    assert figures[CASES[case]]["value"] > 0
    assert all(one["unit"] and one["how"] and one["when"] for one in record["figures"])
    rows = list(csv.DictReader(io.StringIO(said(capsys, f"XXX/{case}", "--csv"))))
    assert all(row["unit"] and row["how"] for row in rows)
    told = {(row["table"], row["row"], row["column"]): row["value"] for row in rows}
    numbers = len(record["figures"])
    for table in record["tables"]:
        for key, column in table["columns"].items():
            numbers += len(column["values"])
            for name, value in zip(table["rows"], column["values"], strict=True):
                found = told[table["key"], name, key]
                assert found == "" if value is None else float(found) == value
    assert len(rows) == numbers


def test_checks_of_the_shipped_cases_close(capsys: Said) -> None:
    for case, key in (("unemployment", "difference"), ("injury", "run_off")):
        record = json.loads(said(capsys, f"XXX/{case}", "--json"))
        value = next(one["value"] for one in record["figures"] if one["key"] == key)
        assert value == pytest.approx(0, abs=1e-12)


def test_csv_goes_to_a_file_beside_the_text(capsys: Said, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    out = said(capsys, "XXX/care", "--csv", str(path))
    assert out.endswith(f"{path}\n")
    assert path.read_text(encoding="utf-8").startswith("branch,table,row,column,unit,currency,value,how\n")


def test_a_name_close_to_a_case_or_a_branch_is_offered(capsys: Said, tmp_path: Path) -> None:
    assert main(["branch", "XXX/unemploymnt"]) == 2
    assert "Did you mean `unemployment`?" in capsys.readouterr().err
    path = tmp_path / "case.yaml"
    path.write_text("case: a\nbranch: sicknes\n", encoding="utf-8")
    assert main(["branch", str(path)]) == 2
    assert "case.yaml:2: `sicknes` is not a branch" in (err := capsys.readouterr().err)
    assert "Did you mean `sickness`?" in err

"""`socle statsystem` from the questionnaire to the plan, with and without a register."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from socle.cli.main import main
from socle.exchange.statsystem_figures import Figures, of_register
from socle.measure.catalogue import CATALOGUE
from socle.measure.statsystem import Cell
from socle.model.statsystem import DOMAINS, QUESTIONS, TITLES
from socle.report.text import LANGUAGES, translator
from socle.run.statsystem import assess, parts, read
from tests.exchange.statsystem_files import folder


@pytest.fixture(autouse=True)
def nothing_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No register and no data."""
    monkeypatch.setenv("SOCLE_DATA", str(tmp_path / "store"))
    monkeypatch.delenv("SOCLE_REGISTER", raising=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_template_asks_every_question_and_is_assessed_once_filled_in(
    tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _ = translator(lang)
    file = tmp_path / "assessment.xlsx"
    assert (
        main(
            ["statsystem", "template", "--country", "SEN", "--year", "2024", "-o", str(file), "--lang", lang]
        )
        == 0
    )
    book = load_workbook(file)
    sheet = book["items"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    asked = {(row[0], row[1]): row[2] for row in rows if row[0]}
    assert asked == {pair: _(text) for pair, text in QUESTIONS.items()}
    sheet["D3"], sheet["D4"] = 3, 1
    book.save(file)
    capsys.readouterr()
    assert main(["statsystem", "assess", str(file), "--lang", lang]) == 0
    said = capsys.readouterr().out
    assert (", " if lang == "en" else " ") in said
    assert all(len(line) <= 80 for line in said.splitlines())
    assert ("50,0" if lang != "en" else "50.0") in said.splitlines()[0] + said.splitlines()[1]
    assert all(any(_(title)[:20] in line for line in said.splitlines()) for title in TITLES.values())
    assert f"2/{len(QUESTIONS)}" in said


def test_what_is_worked_by_hand_comes_out_as_json_rows_and_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Weights 2, 1 and 4 with levels 1, 2 and 4: 20 x 25 / 7. All weights: 7 + 1 + the rest, 1 each."""
    file, out = folder(tmp_path / "sen"), tmp_path / "out"
    assert main(["statsystem", "assess", str(file), "--json", "--out", str(out)]) == 0
    found = json.loads(capsys.readouterr().out)
    whole = 7 + len(QUESTIONS) - 3
    assert found["score"]["score"] == pytest.approx(500 / 7)
    assert found["score"]["lowest"] == pytest.approx(500 / whole)
    assert found["score"]["highest"] == pytest.approx((500 + 100 * (whole - 7)) / whole)
    assert len(found["score"]["missing"]) == len(QUESTIONS) - 3
    assert found["figures"]["required"] == 3
    assert found["figures"]["available"] == 2
    assert found["figures"]["lag"] == {"households": 1}
    first, *rest = found["plan"]["steps"]
    assert (first["item"], first["gain"]) == ("statistics_law", pytest.approx(25 * 2 * 2 / whole))
    assert [step["item"] for step in rest] == ["accounts", "statistics_law"]
    assert found["plan"]["by_year"] == {"2025": 1_500_000}
    assert found["plan"]["by_owner"] == {"Fund": 500_000, "Ministry": 1_000_000}
    assert json.loads((out / "statsystem_SEN.json").read_text(encoding="utf-8")) == found
    rows = list(csv.DictReader(io.StringIO((out / "statsystem_SEN.csv").read_text(encoding="utf-8"))))
    assert [row["value"] for row in rows if row["name"] == "level" and row["item"] == "coordination"] == [""]
    scores = {row["domain"]: row["value"] for row in rows if row["name"] == "score"}
    assert set(scores) == {domain.code for domain in DOMAINS} | {"_T"}
    assert float(scores["_T"]) == pytest.approx(500 / 7)
    book = load_workbook(out / "statsystem_SEN.xlsx")
    plan = [[cell.value for cell in row] for row in book["Plan"].iter_rows(min_row=2, max_row=4)]
    assert [row[0] for row in plan] == ["Decree", "Chart", "Review"]
    assert plan[2][7] == "missing"
    figures = [[cell.value for cell in row] for row in book["Figures"].iter_rows()]
    assert figures[1][3:] == ["missing", "Survey", "Census", 1]


def test_the_register_fills_the_cells_that_the_catalogue_requires(tmp_path: Path) -> None:
    given = read(folder(tmp_path / "sen"))
    key = "A.SEN.COV_ANY.{}._T._T._T"
    own = pl.DataFrame(
        {
            "KEY": [key.format("_T"), key.format("F"), key.format("M"), key.format("_T")],
            "TIME_PERIOD": [2023, 2023, 2023, 2010],
            "OBS_VALUE": [40.0, 30.0, None, 20.0],
            "SOURCE": ["Inquiry", None, "Inquiry", "Old"],
            "VINTAGE": ["SSI-1"] * 4,
        },
    )
    sdg = own.clear()
    figures = of_register(own, sdg, "here")
    assert figures.observed == {
        Cell("COV_ANY", "_T", 2023): {"Inquiry"},
        Cell("COV_ANY", "F", 2023): {"SSI-1"},
        Cell("COV_ANY", "_T", 2010): {"Old"},
    }
    found = assess(given, figures)
    required = sum(len(parts(one)) for one in CATALOGUE.values()) * 3 + 3
    assert (found.availability.required, found.availability.available) == (required, 4)
    assert found.availability.lag["COV_ANY"] == 1
    assert assess(given, Figures()).availability.required == 3

"""`socle template` and `socle check` of an institution's data, as a person uses them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from socle.cli.main import main
from socle.exchange.country import COUNTRIES, LIBRARY
from socle.report.text import LANGUAGES
from tests.exchange.institution_files import FACTS, TABLES, folder

Said = pytest.CaptureFixture[str]
TOY = str(COUNTRIES / "XXX" / "insurance" / "national_pension")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_template_is_written_for_the_law_of_the_country_and_refused_until_filled(
    tmp_path: Path, capsys: Said, lang: str
) -> None:
    out = tmp_path / "fund.xlsx"
    words = ["--country", "XXX", "--year", "2026", "--lang", lang, "-o", str(out)]
    assert main(["template", "valuation", *words]) == 0
    book = load_workbook(out)
    facts = {row[0]: row[1] for row in book["facts"].iter_rows(max_col=2, values_only=True)}
    assert (facts["country"], facts["currency"], facts["year"], facts["prices"]) == ("XXX", "XTS", 2026, 2026)
    assert [cell.value for cell in book["contributors"][1]][-1] == "career_earnings"
    assert {cell.value for cell in book["pensioners"]["A"][2:]} == {
        "old_age", "invalidity", "survivors", "orphans",
    }  # fmt: skip
    capsys.readouterr()
    assert main(["check", str(out), "--lang", lang]) == 2
    said = capsys.readouterr().err
    assert "fund.xlsx, " + {"en": "sheet", "fr": "feuille", "es": "hoja"}[lang] + " facts, " in said
    assert "B5" in said


def test_data_go_from_folder_to_workbook_and_are_in_order(tmp_path: Path, capsys: Said) -> None:
    out = str(tmp_path / "fund.xlsx")
    assert main(["template", "valuation", "--data", TOY, "-o", out]) == 0
    assert main(["check", out, TOY, str(Path(TOY) / "valuation.yaml")]) == 0
    said = capsys.readouterr().out
    assert said.count("in order (data of an institution)") == 3
    assert said.count("contributors: 276 rows") == 3


def test_check_tells_what_a_person_should_look_at(tmp_path: Path, capsys: Said) -> None:
    place = folder(tmp_path / "fund", FACTS.replace("families: Census", "families: unknown"), TABLES)
    assert main(["check", str(place)]) == 0
    assert "Note: The source of `families` is not known." in capsys.readouterr().out


def test_check_knows_the_contributory_scheme_and_the_case_of_migrants(capsys: Said) -> None:
    case = LIBRARY / "countries" / "XXX" / "cases" / "migrant.yaml"
    assert main(["check", f"{TOY}.yaml", str(case)]) == 0
    said = capsys.readouterr().out
    assert "national_pension.yaml: in order (scheme)" in said
    assert "migrant.yaml: in order (case of migrant workers)" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "fund.xlsx"], "--country XXX"),
        (["--country", "XXY", "-o", "fund.xlsx"], "Did you mean `XXX`"),
        (["--data", TOY, "--year", "2030", "-o", "fund.xlsx"], "those of 2025"),
    ],
)
def test_what_cannot_be_written_is_refused(
    words: list[str], said: str, capsys: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["template", "valuation", *words]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())

"""`socle impact` as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from socle.cli.main import main
from socle.report.text import LANGUAGES

Said = pytest.CaptureFixture[str]
SMALL = ("--survey", "invented", "--persons", "1500")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_fits_eighty_columns_and_says_that_the_survey_is_invented(capsys: Said, lang: str) -> None:
    assert main(["impact", "XXX", *SMALL, "--against", "low", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert {"en": "invented", "fr": "inventée", "es": "inventada"}[lang] in out


def test_json_is_a_list_of_records(capsys: Said) -> None:
    assert main(["impact", "XXX", *SMALL, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"scenario", "measure", "group", "value", "se", "unit", "n", "definition"} == set(rows[0])
    assert {"before", "after", "change"} <= {row["group"] for row in rows if row["measure"] == "fgt0"}


def test_one_seed_gives_one_answer(capsys: Said) -> None:
    answers = []
    for seed in ("1", "1", "2"):
        assert main(["impact", "XXX", *SMALL, "--seed", seed, "--json"]) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1] != answers[2]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("impact", "XXX"), "--survey"),
        (("impact", "XXX", "--survey", "people.csv"), "--map"),
        (("impact", "XXX", "--survey", "absent.csv", "--map", "absent.yaml"), "absent"),
        (("impact", "XXX", *SMALL, "--scenario", "hihg"), "Did you mean `high`?"),
        (("impact", "XXX", "--survey", "invented", "--persons", "3"), "100 persons"),
        (("impact", "KHM", *SMALL), "Gini"),
    ],
)
def test_mistakes_are_refused_in_one_paragraph(capsys: Said, words: tuple[str, ...], named: str) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert named in err
    assert "Traceback" not in err


def test_out_writes_page_charts_rows_and_workbook_and_says_where(capsys: Said, tmp_path: Path) -> None:
    assert main(["impact", "XXX", *SMALL, "--out", str(tmp_path / "new")]) == 0
    out = capsys.readouterr().out
    written = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert {Path(name).suffix for name in written} == {".html", ".svg", ".png", ".csv", ".xlsx"}
    assert all(name in out for name in written)


def test_rows_go_to_a_file_or_to_the_terminal_and_are_the_same(capsys: Said, tmp_path: Path) -> None:
    assert main(["impact", "XXX", *SMALL, "--csv", str(tmp_path / "rows.csv")]) == 0
    assert "rows.csv" in capsys.readouterr().out
    assert main(["impact", "XXX", *SMALL, "--csv", "-"]) == 0
    said = capsys.readouterr().out
    assert said == (tmp_path / "rows.csv").read_text(encoding="utf-8")
    assert said.startswith("country,scenario,")


def test_a_second_scenario_adds_the_difference_and_its_winners(capsys: Said) -> None:
    assert main(["impact", "XXX", *SMALL]) == 0
    alone = capsys.readouterr().out
    assert main(["impact", "XXX", *SMALL, "--against", "low"]) == 0
    both = " ".join(capsys.readouterr().out.split())
    assert "high scenario less low scenario" not in " ".join(alone.split())
    assert both.count("high scenario less low scenario") == 2


def test_the_floor_has_a_households_section_only_if_asked(capsys: Said, tmp_path: Path) -> None:
    for name, more in (("alone", ()), ("both", SMALL)):
        assert main(["floor", "XXX", "--out", str(tmp_path / name), "--formats", "html", *more]) == 0
    pages = {
        name: (tmp_path / name / "floor_XXX.html").read_text(encoding="utf-8") for name in ("alone", "both")
    }
    assert 'id="h-households"' not in pages["alone"]
    assert 'id="h-households"' in pages["both"]
    assert "high scenario" in pages["both"]
    assert "poverty goes from" in capsys.readouterr().out
    assert main(["floor", "XXX", "--out", str(tmp_path), "--survey", "people.csv"]) == 2
    assert "--map" in capsys.readouterr().err

"""The command line as a person uses it: answers, refusals, languages, files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from socle.cli.main import VERBS, main
from socle.report.text import LANGUAGES, translator

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No locale, no store, an empty folder to stand in."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOCLE_DATA", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)


def refused(capsys: Said, *words: str) -> str:
    """The one-paragraph refusal of a command that must be refused."""
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    (paragraph,) = [line for line in err.strip().splitlines() if not line.endswith("...")]
    return paragraph


def helped(*words: str) -> None:
    """Ask for help, which ends the program well."""
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_of_every_command_is_in_the_reader_s_language(capsys: Said, lang: str) -> None:
    helped("--lang", lang, "--help")
    text = " ".join(capsys.readouterr().out.split())
    for verb, sentence in VERBS.items():
        told = " ".join(translator(lang)(sentence).split())
        assert told in text
        helped(verb, "--lang", lang, "--help")
        assert told in " ".join(capsys.readouterr().out.split())
    if lang != "en":
        assert translator(lang)("usage: ") != "usage: "
        assert "show this help" not in text.lower()


def test_no_command_shows_the_help(capsys: Said) -> None:
    helped()
    assert "socle floor SEN" in capsys.readouterr().out


def test_the_locale_gives_the_language(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_SN.UTF-8")
    assert "Sénégal" in refused(capsys, "floor", "SENN") or "n’" in refused(capsys, "floor", "SENN")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("flor", "SEN"), "Did you mean `floor`?"),
        (("floor",), "country"),
        (("floor", "SENN"), "Did you mean `SEN`?"),
        (("floor", "Senegal"), "Did you mean `SEN`?"),
        (("floor", "XXX", "--scenario", "hihg"), "Did you mean `high`?"),
        (("floor", "XXX", "--line", "nationl"), "Did you mean `national`?"),
        (("floor", "XXX", "--index", "deflater"), "Did you mean `deflator`?"),
        (("floor", "XXX", "--base-year", "1990"), "2023 to 2100"),
        (("floor", "XXX", "--years", "-1"), "outside the data"),
        (("floor", "XXX", "--years", "many"), "many"),
        (("floor", "XXX", "--formats", "htlm"), "Did you mean `html`?"),
        (("floor", "XXX", "--lang", "de"), "en, fr, es"),
        (("floor", "XXX", "--variant", "hihg"), "Did you mean `high`?"),
        (("explain", "XXX", "old_age.penson"), "Did you mean `old_age.pension`?"),
        (("explain", "XXX", "old_age.pension", "--year", "2300"), "2100"),
        (("rules", "age_bnd"), "Did you mean `age_band`?"),
        (("check", "absent.yaml"), "absent.yaml"),
        (("population", "--countries", "FRA", "--year", "2030"), "socle data import wpp"),
        (("population", "--countries", "SEN", "--year", "1950"), "2023"),
        (("population", "--countries", "SEN", "--year", "2101"), "2100"),
        (("population", "--countries", ",", "--year", "2030"), "at least one country"),
        (("gap", "--countries", "SEN", "--guarantees", "childern"), "Did you mean `children`?"),
        (("gap", "--countries", "SEN"), "socle data import macro"),
        (("countries", "XXX", "--copy", "absent/folder"), "absent"),
        (("population", "--countries", "SEN", "--year", "2030", "--csv", "."), "cannot be written"),
        (("floor", "XXX", "--json", "--csv"), "not allowed"),
        (("data", "list", "--store", __file__), "a store is a folder"),
    ],
)
def test_each_mistake_gets_one_paragraph_that_names_it(
    capsys: Said, words: tuple[str, ...], named: str
) -> None:
    assert named in refused(capsys, *words)


def test_a_refused_run_leaves_nothing_behind(capsys: Said, tmp_path: Path) -> None:
    refused(capsys, "floor", "XXX", "--scenario", "hihg", "--out", str(tmp_path / "out"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_leaves_everything_as_it_was(capsys: Said, tmp_path: Path) -> None:
    (tmp_path / "out" / "floor_XXX.csv").mkdir(parents=True)
    words = ("floor", "XXX", "--out", "out", "--formats", "csv,xlsx", "--years", "2")
    assert "floor_XXX.csv" in refused(capsys, *words)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["floor_XXX.csv"]


def test_help_has_no_empty_words(capsys: Said) -> None:
    helped("--help")
    assert "None" not in capsys.readouterr().out


def test_the_floor_writes_page_charts_rows_and_workbook(capsys: Said, tmp_path: Path) -> None:
    assert main(["floor", "XXX", "--out", "out", "--years", "5"]) == 0
    out = capsys.readouterr().out
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    for kind in (".html", "_cost.svg", "_cost.png", "_pyramid.svg", "_gap.png", ".csv", ".xlsx"):
        assert f"floor_XXX{kind}" in written
    assert all(name in out for name in written)
    assert max(map(len, out.splitlines())) <= 80


def test_json_and_csv_on_standard_output_are_clean_and_equal(capsys: Said) -> None:
    assert main(["floor", "XXX", "--formats", "none", "--years", "2", "--json"]) == 0
    table = json.loads(capsys.readouterr().out)
    rows = table["rows"] if isinstance(table, dict) else table
    assert main(["floor", "XXX", "--formats", "none", "--years", "2", "--csv"]) == 0
    lines = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(lines) == len(rows) > 100
    assert {"year", "measure", "unit", "value", "status", "source"} <= set(lines[0])


def test_a_copied_country_gives_the_same_floor(capsys: Said) -> None:
    assert main(["countries", "SEN", "--copy", "mine"]) == 0
    assert main(["check", "mine"]) == 0
    capsys.readouterr()
    answers = []
    for code in ("SEN", "mine"):
        assert main(["floor", code, "--formats", "none", "--years", "3"]) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]
    assert "exists already" in refused(capsys, "countries", "SEN", "--copy", "mine")


def test_population_rows_have_the_columns_that_were_promised(capsys: Said, tmp_path: Path) -> None:
    assert main(["population", "--countries", "SEN,XXX", "--year", "2030", "--csv", "people.csv"]) == 0
    rows = list(csv.DictReader((tmp_path / "people.csv").open(encoding="utf-8")))
    assert list(rows[0]) == ["iso3", "year", "sex", "age", "population"]
    assert len(rows) == 2 * 2 * 101
    assert {row["age"] for row in rows} == {str(age) for age in range(101)}


def test_variants_order_the_population_as_their_names_say(capsys: Said) -> None:
    totals = {}
    for name in ("low", "medium", "high"):
        assert (
            main(["population", "--countries", "SEN", "--year", "2060", "--variant", name, "--csv", "-"]) == 0
        )
        rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
        totals[name] = sum(float(row["population"]) for row in rows)
    assert totals["low"] < totals["medium"] < totals["high"]


@pytest.mark.external
def test_gap_rows_have_the_columns_that_were_promised(capsys: Said, tmp_path: Path, shared: Path) -> None:
    words = ["gap", "--countries", "SEN,KHM", "--data", str(shared / "data"), "--csv", "gap.csv"]
    assert main(words) == 0
    rows = list(csv.DictReader((tmp_path / "gap.csv").open(encoding="utf-8")))
    assert list(rows[0]) == ["iso3", "year", "guarantee", "cost_pct_gdp", "gap_pct_gdp", "coverage", "flag"]
    assert len(rows) == 2 * 4
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


@pytest.mark.parametrize("lang", LANGUAGES)
def test_explain_names_the_law_its_file_and_line(capsys: Said, lang: str) -> None:
    assert main(["explain", "SEN", "old_age.pension", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert "floor/schemes/old_age.yaml:" in out
    assert translator(lang)("Residents at 1 July.") in out
    assert max(map(len, out.splitlines())) <= 80


def test_rules_are_told_with_what_a_file_may_say(capsys: Said) -> None:
    assert main(["rules", "age_band"]) == 0
    assert "at_least (years?), below (years?)" in capsys.readouterr().out
    assert main(["rules", "--json-schema"]) == 0
    assert "age_band" in json.dumps(json.loads(capsys.readouterr().out)["$defs"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_of_every_command_fits_a_terminal(
    capsys: Said, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for verb in VERBS:
        with pytest.raises(SystemExit) as left:
            main([verb, "--help", "--lang", lang])
        assert left.value.code == 0
        *said, _example = capsys.readouterr().out.splitlines()  # an example is one line, to be copied
        assert max(map(len, said)) <= 80, verb

"""`socle experience` as a person uses it."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from socle.cli.main import main

Said = pytest.CaptureFixture[str]
CASE = yaml.safe_load((Path(__file__).parents[1] / "cases" / "experience.yaml").read_text(encoding="utf-8"))
PERIOD = ("--from", CASE["from"], "--to", CASE["to"])


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder with the file of the case, and no locale."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    Path("four.csv").write_text(CASE["file"], encoding="utf-8")
    return tmp_path


@pytest.fixture
def scheme() -> float:
    """A file `many.csv` of 4,000 pensioners who die at 3 % a year, seen for five years; the deaths in it."""
    rng = np.random.default_rng(2)
    lines, deaths = ["id,sex,birth_date,entry_date,exit_date,cause"], 0
    start = np.datetime64("2015-01-01")
    for person in range(4000):
        sex = ("male", "female")[person % 2]
        birth = start - int(rng.integers(60 * 365, 80 * 365))
        days = int(rng.exponential(365.25 / 0.03))
        died = days < 1826
        deaths += died
        lines.append(
            f"{person},{sex},{birth},{start},{start + days if died else ''},{'death' if died else ''}"
        )
    Path("many.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    Path("t.csv").write_text(
        "age,q\n" + "".join(f"{age},{1 - math.exp(-0.03):.10f}\n" for age in range(50, 110)), encoding="utf-8"
    )
    return deaths


def answered(capsys: Said, *words: str) -> dict[str, Any]:
    """The answer of `socle experience --json`."""
    assert main(["experience", *words, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def refused(capsys: Said, *words: str) -> str:
    """The refusal of `socle experience`."""
    assert main(["experience", *words]) == 2
    said = capsys.readouterr()
    assert not said.out
    return said.err


def test_the_case_counted_by_hand(capsys: Said) -> None:
    found = answered(capsys, "four.csv", *PERIOD, "--by", "sex", "--initial", "--smoothing", "1")
    assert found["persons"] == 4
    rows = {(row["sex"], row["age"]): row for row in found["rows"]}
    for sex, ages in CASE["days"].items():
        for age, days in ages.items():
            row = rows[sex, age]
            assert row["exposure"] * 365.25 == pytest.approx(days, abs=1e-9)
            assert row["events"] == CASE["events"][sex][age]
            if sex == "female":
                rest = CASE["days_to_next_birthday"][sex][age]
                assert row["initial_exposure"] * 365.25 == pytest.approx(days + rest, abs=1e-9)
    assert rows["female", 60]["crude_m"] == pytest.approx(365.25 / 314)
    assert rows["female", 60]["crude_q"] == pytest.approx(1 - math.exp(-365.25 / 314))
    assert rows["female", 60]["crude_m_high"] == pytest.approx(5.572 * 365.25 / 314, rel=1e-4)
    assert any("1 July" in note for note in found["notes"])
    assert any("without a day of exposure" in note for note in found["notes"])


def test_a_scheme_that_dies_as_its_table(capsys: Said, scheme: float) -> None:
    found = answered(capsys, "many.csv", "--to", "2019-12-31", "--standard", "t.csv")
    (group,) = found["groups"]
    assert group["events"] == scheme
    assert sum(row["events"] for row in found["rows"]) == scheme
    assert group["crude_m_low"] < 0.03 < group["crude_m_high"]
    beside = group["compared"]
    assert beside["ratio"] == pytest.approx(group["crude_m"] / 0.03, rel=1e-7)
    assert beside["ratio_low"] < 1 < beside["ratio_high"]
    assert beside["tests"]["p_chi_square"] > 0.01
    held = [row["crude_m_low"] <= 0.03 <= row["crude_m_high"] for row in found["rows"] if row["exposure"] > 0]
    assert sum(held) >= len(held) - 2
    z = beside["credibility"]
    assert z == pytest.approx(math.sqrt(scheme / 1082.217), rel=1e-5)
    for row in found["rows"]:
        credible = z * row["graduated_m"] + (1 - z) * 0.03
        assert row["credible_m"] == pytest.approx(credible, rel=1e-7)
        assert row["q"] == pytest.approx(1 - math.exp(-row["credible_m"]), rel=1e-12)


def test_credibility_of_buhlmann_is_half_at_k_expected_events(capsys: Said, scheme: float) -> None:
    first = answered(capsys, "many.csv", "--to", "2019-12-31", "--standard", "t.csv")["groups"][0]["compared"]
    spread = str(first["expected"] ** -0.5)
    found = answered(capsys, "many.csv", "--to", "2019-12-31", "--standard", "t.csv", "--spread", spread)
    assert found["groups"][0]["compared"]["credibility"] == pytest.approx(0.5)


def test_a_standard_table_by_sex_expects_of_each_sex_its_own(capsys: Said, scheme: float) -> None:
    rates = {"male": 0.04, "female": 0.02}
    lines = [f"{sex},{age},{1 - math.exp(-m):.12f}" for sex, m in rates.items() for age in range(50, 110)]
    Path("t.csv").write_text("\n".join(["sex,age,q", *lines]) + "\n", encoding="utf-8")
    words = ("many.csv", "--to", "2019-12-31", "--standard", "t.csv")
    both = answered(capsys, *words)["groups"][0]["compared"]
    by_sex = {one["sex"]: one for one in answered(capsys, *words, "--by", "sex")["groups"]}
    for sex, m in rates.items():
        assert by_sex[sex]["compared"]["expected"] == pytest.approx(by_sex[sex]["exposure"] * m, rel=1e-8)
    assert both["expected"] == pytest.approx(sum(one["compared"]["expected"] for one in by_sex.values()))


def test_lifetable_reads_what_experience_writes(capsys: Said, scheme: float) -> None:
    assert main(["experience", "many.csv", "--to", "2019-12-31", "--by", "sex", "--csv", "rates.csv"]) == 0
    capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(Path("rates.csv").read_text(encoding="utf-8"))))
    assert main(["lifetable", "rates.csv", "--rate", "3%", "--json"]) == 0
    valued = json.loads(capsys.readouterr().out)["rows"]
    assert {row["sex"] for row in valued} == {"male", "female"}
    for row, value in zip(rows[:5], valued[:5], strict=True):
        assert value["q"] == pytest.approx(float(row["q"]), rel=1e-12)


def test_the_chart_says_its_finding_and_is_written_whole(capsys: Said, scheme: float) -> None:
    words = ("many.csv", "--to", "2019-12-31", "--by", "sex", "--standard", "t.csv")
    groups = answered(capsys, *words)["groups"]
    assert main(["experience", *words, "--chart", "rates.svg"]) == 0
    assert capsys.readouterr().out.endswith("rates.svg\n")
    drawn = Path("rates.svg").read_text(encoding="utf-8")
    for group in groups:
        assert f"{100 * group['compared']['ratio']:.1f}" in drawn
    assert "x.gif: A chart is written" in refused(capsys, *words, "--chart", "x.gif", "--csv", "rates.csv")
    assert not Path("rates.csv").exists()


def test_by_age_on_the_first_of_january_whole_years_are_exposed(capsys: Said) -> None:
    Path("two.csv").write_text(
        "id,sex,birth_date,entry_date,exit_date,cause\n"
        "a,male,1960-03-15,2019-01-01,2021-01-31,invalidity\n"  # 58 on 1 January 2019; 30 days at 60
        "b,male,1961-01-01,2019-07-01,,\n",  # 58 on 1 January 2019
        encoding="utf-8",
    )
    words = ("two.csv", "--to", "2021-12-31", "--event", "invalidity", "--age", "january", "--smoothing", "1")
    found = {row["age"]: row for row in answered(capsys, *words)["rows"]}
    days = {age: row["exposure"] * 365.25 for age, row in found.items()}
    assert days == pytest.approx({58: 365 + 184, 59: 366 + 366, 60: 30 + 365})
    assert [found[age]["events"] for age in (58, 59, 60)] == [0, 0, 1]
    assert found[60]["invalidity"] == pytest.approx(1 - math.exp(-found[60]["graduated_m"]))
    assert "q" not in found[60]  # a life table is by completed age


def test_smoothing_and_its_scale_are_as_asked(capsys: Said, scheme: float) -> None:
    words = ("many.csv", "--to", "2019-12-31")
    crude = answered(capsys, *words, "--smoothing", "0")
    assert all(row["graduated_m"] == row["crude_m"] for row in crude["rows"])
    line = answered(capsys, *words, "--smoothing", "1e12", "--scale", "rate")
    values = [row["graduated_m"] for row in line["rows"]]
    assert np.abs(np.diff(values, n=2)).max() < 1e-7
    automatic = answered(capsys, *words)["groups"][0]["graduation"]
    assert (automatic["scale"], automatic["order"], automatic["chosen_by"]) == ("log", 2, "REML")


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_the_terminal_shows_what_matters_within_its_width(capsys: Said, scheme: float, lang: str) -> None:
    assert main(["experience", "many.csv", "--standard", "t.csv", "--lang", lang]) == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    for word in ("A/E", "Whittaker-Henderson", "Garwood", "2019-12-", "Z ="):
        assert word in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--event", "deth"), "`deth` is not a cause of exit; .* `death`"),
        (("--from", "2022-01-01", "--to", "2021-01-01"), "after its end"),
        (("--from", "1990-01-01", "--to", "1991-01-01"), "Nobody in this file is observed"),
        (("--to", "31/12/2021"), "`31/12/2021` is not a date"),
        (("--to", "2099-01-01"), "four.csv:2: This person is still observed at an age above 120"),
        (("--smoothing", "much"), "`much` is not a number"),
        (("--spread", "0"), "above 0"),
        (("--age", "january", "--standard", "t.csv"), "by completed age"),
        (("--order", "9"), "the order 1, 2, 3, 4, not 9"),
        (("--standard", "none.csv"), "none.csv: There is no such file"),
    ],
)
def test_what_cannot_be_done_is_refused(capsys: Said, words: tuple[str, ...], said: str) -> None:
    assert re.search(said, refused(capsys, "four.csv", *words))


def test_too_few_ages_are_not_graduated_and_it_is_said(capsys: Said) -> None:
    found = answered(capsys, "four.csv", *PERIOD, "--order", "3")
    assert all(row["graduated_m"] is None and row["crude_m"] is not None for row in found["rows"])
    assert any("order 3 needs 4 or more" in note for note in found["notes"])


def test_without_events_there_are_limits_and_no_graduation(capsys: Said) -> None:
    found = answered(capsys, "four.csv", *PERIOD, "--event", "invalidity")
    assert found["groups"][0]["events"] == 0
    assert all(row["graduated_m"] is None for row in found["rows"])
    assert found["groups"][0]["crude_m_high"] > 0
    assert any("nothing to graduate" in note for note in found["notes"])

"""`socle ratifications` as a person types it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from socle.cli.main import main
from socle.report import numbers
from socle.report.text import LANGUAGES, translator

languages = pytest.mark.parametrize("lang", LANGUAGES)


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["ratifications", *words]) == code
    printed = capsys.readouterr()
    return printed.err if code else printed.out


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@languages
@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--as-of", "2022-03-01"),
        ("--campaign",),
        ("--region", "X06"),
        ("--convention", "C183"),
        ("--country", "SEN"),
        ("--country", "ALL"),
    ],
)
def test_every_answer_fits_a_terminal_and_is_in_the_language(
    lang: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, *words, "--lang", lang)
    assert max(map(len, text.splitlines())) <= 80
    assert "{" not in text
    english = said(capsys, *words, "--lang", "en")
    assert (text.splitlines()[0] == english.splitlines()[0]) is (lang == "en")


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2011", "47 States had ratified Convention No. 102 by 31 December 2011."),
        ("2021-10-08", "59 States had ratified"),
        ("2021-10-25", "60 States had ratified"),
        ("2022-03-01", "Between 60 and 62 States"),
        ("2023-03-22", "64 States had ratified"),
        ("2026", "At least 65 States had ratified Convention No. 102 by 21 November 2026."),
    ],
)
def test_the_first_line_is_the_answer(day: str, first: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--as-of", day, "--lang", "en").startswith(first)


@languages
def test_a_lower_bound_says_so_and_what_is_complete_does_not(
    lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _ = translator(lang)
    assert numbers.day("2023-03-22", lang) in " ".join(said(capsys, "--lang", lang).split()[:60])
    assert "≥" in said(capsys, "--campaign", "--lang", lang).splitlines()[1]
    assert "≥" not in said(capsys, "--as-of", "2021", "--campaign", "--lang", lang)


def test_what_is_not_verified_is_said_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "--lang", "en").splitlines()
    told = {line.split()[-1]: line for line in lines if line[:4].isdecimal()}
    assert (
        "day, Parts" in told["Sweden"] and "  Parts  " in told["Mexico"] and "some Parts" in told["Germany"]
    )
    assert "Parts" not in told["Greece"] and "day" not in told["Greece"]
    assert "  year  " in told["Comoros"] and "not established" in told["Comoros"]


def test_rows_hold_every_state_once_and_leave_out_what_is_not_established(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = rows(said(capsys, "--csv"))
    assert len(found) == 65 == len({row["iso3"] for row in found})
    paraguay = next(row for row in found if row["iso3"] == "PRY")
    assert (paraguay["registered"], paraguay["parts"], paraguay["count"]) == ("2021-10-25", "", "")
    before = rows(said(capsys, "--csv", "--as-of", "2022-03-01"))
    assert {row["iso3"] for row in before if row["counted"] == "perhaps"} == {"COM", "SLE"}


def test_json_gives_no_upper_end_where_there_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    now = json.loads(said(capsys, "--json"))
    assert now["count"] == {"low": 65, "high": None} and now["complete"] is False
    assert now["campaign"]["as_of"][-1]["gap_low"] is None and now["campaign"]["as_of"][-1]["gap_high"] == 5
    then = json.loads(said(capsys, "--json", "--as-of", "2021-10-08"))
    assert then["count"] == {"low": 59, "high": 59} and then["campaign"]["target"] == 70
    assert len(then["ratifications"]) == 59 and then["ratifications"][0]["date_source"] is None


@languages
def test_files_of_a_folder_agree_with_one_another(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, "--campaign", "--out", str(tmp_path / "out"), "--lang", lang)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    stem = "ratifications_C102"
    assert names == {
        *(f"{stem}{end}" for end in (".csv", ".json", ".xlsx", "_map.csv", "_timeline.csv", "_campaign.csv")),
        *(f"{stem}_campaign.{end}" for end in ("svg", "png")),
    }
    assert all(name in text for name in names)
    held = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out").glob("*.csv")}
    whole = rows(held[f"{stem}.csv"])
    mapped = [row for row in rows(held[f"{stem}_map.csv"]) if row["status"] == "ratified"]
    assert {row["iso3"] for row in mapped} == {row["iso3"] for row in whole}
    steps = rows(held[f"{stem}_timeline.csv"])
    assert sum(bool(row["iso3"]) for row in steps) == 65 and steps[-1]["low"] == "65"
    assert (steps[-1]["high"], steps[-1]["complete"]) == ("", "no")
    root = ElementTree.fromstring((tmp_path / "out" / f"{stem}_campaign.svg").read_bytes())
    assert root.get("role") == "img" and [one.tag.rpartition("}")[2] for one in root[:2]] == ["title", "desc"]
    assert "65" in (root[0].text or "") and "70" in (root[0].text or "") and root[1].text
    book = load_workbook(tmp_path / "out" / f"{stem}.xlsx")
    assert len(book.sheetnames) == 3 and book.worksheets[1].max_row == 66


def test_the_map_does_not_say_that_a_state_has_not_ratified_where_nobody_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    statuses = []
    for day in ("2022-03-01", "2026"):
        said(capsys, "--as-of", day, "--out", str(tmp_path / day))
        found = rows((tmp_path / day / "ratifications_C102_map.csv").read_text(encoding="utf-8"))
        statuses.append({row["iso3"]: row["status"] for row in found})
    assert (statuses[0]["KHM"], statuses[1]["KHM"]) == ("not_ratified", "not_in_register")
    assert (statuses[0]["COM"], statuses[1]["COM"]) == ("possible", "ratified")


def test_what_a_country_would_need_names_parts_tests_and_articles(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (found,) = json.loads(said(capsys, "--country", "sen", "--json"))
    assert found["iso3"] == "SEN" and found["accepted"] == ["VI", "VII", "VIII"]
    assert found["lacking"] + len(found["passing"]) >= 3
    told = {row["part"] for row in rows(said(capsys, "--country", "SEN", "--csv"))}
    assert told == {one["part"] for one in found["parts"]}


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("--as-of", "31/12/2021"), "`2021-12-31`"),
        (("--as-of", "2021-02-30"), "2021-10-08"),
        (("--as-of", "2027"), "`2026-11-21`"),
        (("--convention", "C12"), "C102"),
        (("--convention", "C183", "--campaign"), "`C102`"),
        (("--convention", "C183", "--as-of", "2020"), "C102"),
        (("--convention", "C183", "--out", "x"), "C183"),
        (("--region", "X07"), "X0"),
        (("--region", "X06", "--campaign"), "--region"),
        (("--country", "SNE"), "`SEN`"),
        (("--country", "SEN", "--campaign"), "--campaign"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(
    words: tuple[str, ...], near: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert near in said(capsys, *words, "--lang", "en", code=2)


def test_before_any_count_of_others_it_says_so_and_before_the_campaign_nothing_is_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    early = said(capsys, "--as-of", "2010", "--out", str(tmp_path / "out"), "--lang", "en")
    assert "No count of others confirms" in early
    assert not [path for path in (tmp_path / "out").iterdir() if path.suffix in (".svg", ".png")]
    assert "No count of others" not in said(capsys, "--as-of", "2011", "--lang", "en")


def test_rows_go_into_the_file_that_is_named_and_the_answer_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.csv"
    text = said(capsys, "--as-of", "2011", "--csv", str(file), "--lang", "en")
    assert text.startswith("47 States") and text.splitlines()[-1].strip() == str(file)
    assert len(rows(file.read_text(encoding="utf-8"))) == 47


def test_years_in_the_workbook_are_years(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "--out", str(tmp_path / "out"))
    sheet = load_workbook(tmp_path / "out" / "ratifications_C102.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == 2024]
    assert cells and all(cell.number_format == "General" for cell in cells)


@languages
def test_a_state_has_one_name_wherever_it_is_named(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    from socle.exchange.country import load_names, shipped
    from socle.report.text import named

    needs = flat(said(capsys, "--country", "ALL", "--lang", lang))
    register = flat(said(capsys, "--lang", lang))
    for name in (named(load_names(iso3), lang) for iso3 in shipped() if iso3 != "XXX"):
        assert len(name) > 25 or name in needs  # a longer one is on two lines
    for iso3 in ("CPV", "SLV"):
        assert named(load_names(iso3), lang) in register


@pytest.mark.parametrize(
    ("day", "lang", "text"),
    [
        ("2026-11-21", "en", "21 November 2026"),
        ("2022-01-01", "fr", "1er janvier 2022"),
        ("2021-10-08", "fr", "8 octobre 2021"),
        ("2021-10-08", "es", "8 de octubre de 2021"),
        ("2022", "es", "2022"),
    ],
)
def test_sentences_say_days_in_words(day: str, lang: str, text: str) -> None:
    assert numbers.day(day, lang) == text


def test_countries_are_in_the_order_of_their_names(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "--country", "ALL", "--lang", "fr").splitlines()
    places = [
        next(n for n, line in enumerate(lines) if line.startswith(name))
        for name in ("El Salvador", "État de", "Honduras", "Zambie")
    ]
    assert places == sorted(places)


def flat(text: str) -> str:
    """Lines as one."""
    return " ".join(text.split())

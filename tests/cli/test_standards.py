"""`socle standards` as a person types it: answers in each shape and language, refusals, nothing half-written."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from socle.cli.main import main
from socle.exchange.country import COUNTRIES, shipped
from socle.exchange.standard_file import load_standards
from socle.report.text import LANGUAGES
from tests.conftest import ROOT

Said = pytest.CaptureFixture[str]
languages = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No locale, no store, no register, an empty folder to stand in."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "SOCLE_REGISTER", "SOCLE_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOCLE_DATA", str(tmp_path / "store"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def said(capsys: Said, *words: str) -> str:
    """What the command prints."""
    capsys.readouterr()
    assert main(["standards", *words]) == 0
    return capsys.readouterr().out


def refused(capsys: Said, *words: str) -> str:
    """The refusal of a command, which leaves nothing behind."""
    before = sorted(Path().rglob("*"))
    capsys.readouterr()
    assert main(["standards", *words]) == 2
    out, err = capsys.readouterr()
    assert (out, sorted(Path().rglob("*"))) == ("", before)
    assert "Traceback" not in err
    return err


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def template(capsys: Said, path: str, *words: str) -> Path:
    """A form of the toy country, filled in as far as a person must."""
    said(capsys, "template", "--country", "XXX", "-o", path, *words)
    book = load_workbook(path)
    facts = {row[0].value: row[1] for row in book["facts"].iter_rows() if row[0].value}
    facts["source"].value = "Ministry of Labour"
    book.save(path)
    return Path(path)


@languages
@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("show", "C102"),
        ("show", "c102", "--part", "v"),
        ("check", "XXX"),
        ("check", "xxx", "--convention", "C102,C183", "--details"),
        ("check", "XXX", "--convention", "C102", "--part", "V"),
        ("check", "SEN", "--convention", "C102", "--exceptions", "--skilled", "d", "--labourer", "b"),
        ("check", "ALL", "--convention", "C102,R202"),
        ("gap", "XXX", "--part", "IX", "--no-cost"),
        ("floor", "XXX"),
    ],
    ids=" ".join,
)
def test_every_answer_fits_a_terminal_and_is_in_the_language(
    lang: str, words: tuple[str, ...], capsys: Said
) -> None:
    text = said(capsys, *words, "--lang", lang)
    assert max(map(len, text.splitlines())) <= 80
    assert "{" not in text
    assert (text == said(capsys, *words, "--lang", "en")) is (lang == "en")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ((), "ACTION"),
        (("chek", "XXX"), "check"),
        (("show", "C120"), "C102, C118"),
        (("show", "C102", "--part", "XX"), "XX"),
        (("check", "SENN"), "Did you mean `SEN`?"),
        (("check", "Senegal"), "Did you mean `SEN`?"),
        (("check", "XXX", "--convention", "C1022"), "Did you mean `C102`?"),
        (("check", "XXX", "--convention", "C102", "--part", "XVI"), "XVI"),
        (("check", "XXX", "--skilled", "e"), "d_125mean"),
        (("check", "XXX", "--skilled", "d_125meen"), "Did you mean `d_125mean`?"),
        (("check", "XXX", "--scenario", "hihg"), "Did you mean `high`?"),
        (("check", "XXX", "--scenario", "absent.yaml"), "absent.yaml"),
        (("check", "XXX", "--year", "soon"), "soon"),
        (("check", "XXX", "--year", "99999"), "1952 to 2100"),
        (("check", "ALL", "--year", "24"), "1952 to 2100"),
        (("check", "XXX", "--form", "absent.xlsx"), "absent.xlsx"),
        (("check", "XXX", "--wages", "people.csv"), "people.csv:wage"),
        (("check", "XXX", "--wages", "absent.csv:wage"), "absent.csv"),
        (("check", "XXX", "--weight", "weight"), "`--weight` goes with `--wages`"),
        (("check", "XXX", "--register", "absent.sqlite"), "absent.sqlite"),
        (("check", "ALL", "--part", "V"), "`--part` is of one country"),
        (("check", "ALL", "--form", "mine.xlsx"), "`--form` is of one country"),
        (("check", "ALL", "--wages", "a.csv:b"), "`--wages` is of one country"),
        (("check", "ALL", "--scenario", "high"), "`--scenario` is of one country"),
        (("check", "ALL", "--out", "report"), "`--out` is of one country"),
        (("check", "all", "--convention", "C1022"), "Did you mean `C102`?"),
        (("gap", "ALL"), "This is of one country"),
        (("floor", "ALL"), "This is of one country"),
        (("article76", "ALL", "-o", "a.xlsx"), "This is of one country"),
        (("gap", "XXX", "--valuation", "--no-cost"), "contradict"),
        (("floor", "XXX", "--level", "childern=50%"), "Did you mean `children`?"),
        (("template", "--country", "XXX", "-o", "a.xlsx", "--per", "fortnight"), "fortnight"),
        (("template", "--country", "XXX", "-o", "a.xlsx", "--per", "day"), "none of week, month, year"),
        (("check", "absent.xlsx"), "absent.xlsx: there is no such file"),
        (("template", "--country", "XXX", "-o", "a.pdf"), "a.pdf"),
        (("check", "XXX", "--csv", "absent/tests.csv"), "absent"),
        (("check", "XXX", "--json", "--csv", "absent/tests.csv"), "absent"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else "",
)
def test_each_mistake_is_refused_and_leaves_nothing_behind(
    capsys: Said, words: tuple[str, ...], named: str
) -> None:
    assert named in refused(capsys, *words)


def test_all_instruments_are_listed_in_each_shape(capsys: Said) -> None:
    codes = list(load_standards())
    assert all(code in said(capsys, "list") for code in codes)
    assert {row["INSTRUMENT"] for row in rows(said(capsys, "list", "--csv"))} == set(codes)
    assert {one["instrument"] for one in json.loads(said(capsys, "list", "--json"))} == set(codes)
    assert said(capsys, "list", "--csv", "all.csv").strip() == "all.csv"
    assert {row["INSTRUMENT"] for row in rows(Path("all.csv").read_text("utf-8"))} == set(codes)


def test_text_rows_and_json_of_a_check_say_the_same(capsys: Said) -> None:
    words = ("check", "XXX", "--convention", "C102")
    held = json.loads(said(capsys, *words, "--json"))
    parts = {one["part"]: one["status"] for one in held["instruments"][0]["parts"]}
    assert {row["part"]: row["part_status"] for row in rows(said(capsys, *words, "--csv"))} == parts
    met = ", ".join(part for part, status in parts.items() if status == "pass" and part < "X")
    assert f"Parts met: {met}." in said(capsys, *words)


def test_the_json_of_a_check_has_stable_keys(capsys: Said) -> None:
    """As the manual lists them; a program that reads them must go on reading them."""
    held = json.loads(said(capsys, "check", "XXX", "--convention", "C102", "--json"))
    assert list(held) == [
        *("country", "name", "year", "currency", "version", "fingerprint", "instruments", "inputs"),
        *("benefits", "choices", "notes", "files"),
    ]
    (one,) = held["instruments"]
    assert list(one) == ["instrument", "title", "kind", "ratification", "said", "parts", "unverified"]
    part = one["parts"][0]
    grounds = ["article", "verified", "sources"]
    assert list(part) == ["part", "common", "branch", "title", "status", *grounds, "tests"]
    test = part["tests"][0]
    keys = ["test", "contingency", "alternative", "status", "value", "relation", "required", "unit", *grounds]
    keys += ["inputs", "missing", "figures", "reason", "flips"]
    assert [key for key in test if not key.endswith("_unlimited")][: len(keys)] == keys
    known = next(iter(held["inputs"].values()))
    assert list(known) == ["value", "source", "date", "origin", "status", "where"]
    assert {"standards/c102.yaml", "XXX/standards/standards.yaml"} <= set(held["files"])
    manual = (ROOT / "docs" / "tutorials" / "standards.md").read_text("utf-8").partition("## For programs")[2]
    assert [key for key in (*held, *known) if f"`{key}`" not in manual] == []


def test_all_countries_are_those_that_are_shipped_and_take_the_options_of_one(capsys: Said) -> None:
    countries = [code for code in shipped() if code != "XXX"]
    words = ("check", "ALL", "--convention", "C102")
    found = rows(said(capsys, *words, "--csv"))
    assert list(dict.fromkeys(row["country"] for row in found)) == countries
    assert [one["country"] for one in json.loads(said(capsys, *words, "--json"))] == countries
    chosen = json.loads(said(capsys, *words, "--skilled", "d", "--year", "2024", "--json"))
    assert {tuple(one["choices"]["skilled"]) for one in chosen} == {("d_125mean",)}
    assert {one["year"] for one in chosen} == {2024}


def test_a_form_alone_with_its_country_and_beside_it_say_the_same(capsys: Said) -> None:
    path = template(capsys, "practice.xlsx")
    words = ("--convention", "C102", "--csv")
    alone = said(capsys, "check", str(path), *words)
    assert said(capsys, "check", "XXX", "--form", str(path), *words) == alone
    assert [row["status"] for row in rows(alone)] == [
        row["status"] for row in rows(said(capsys, "check", "XXX", *words))
    ]
    assert "Two forms are named" in refused(capsys, "check", str(path), "--form", str(path))
    assert "are about XXX in XTS" in refused(capsys, "check", "SEN", "--form", str(path))
    assert "name the country" in refused(capsys, "check", str(path), "--scenario", "high")
    Path("note.txt").write_text("no form")
    assert "This is no form" in refused(capsys, "check", "note.txt")


def test_a_form_is_of_a_week_a_month_or_a_year(capsys: Said) -> None:
    answers = set()
    for per in ("week", "month", "year"):
        path = template(capsys, f"{per}.xlsx", "--per", per)
        found = rows(said(capsys, "check", str(path), "--convention", "C102", "--csv"))
        answers.add(tuple((row["article"], row["status"]) for row in found))
    assert len(answers) == 1


def test_a_template_asks_for_what_its_instruments_need(capsys: Said) -> None:
    said(capsys, "template", "--country", "SEN", "-o", "all")
    said(capsys, "template", "--country", "SEN", "-o", "one", "--convention", "C183")
    conditions = {name: Path(name, "conditions.csv").read_text("utf-8") for name in ("all", "one")}
    assert "right_of_appeal" in conditions["all"]
    assert "right_of_appeal" not in conditions["one"]


def test_a_country_of_ones_own_is_held_against_standards(
    capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["countries", "XXX", "--copy", "mine"]) == 0
    words = ("check", "mine", "--convention", "C102")
    before = said(capsys, *words)
    assert before == said(capsys, "check", "XXX", "--convention", "C102")
    law = Path("mine/insurance/national_pension.yaml")
    law.write_text(law.read_text("utf-8").replace("rate: 0.0125", "rate: 0.002"), "utf-8")
    assert said(capsys, *words) != before
    assert main(["check", "mine"]) == 0
    law.write_text(law.read_text("utf-8").replace("rate: 0.002", "rate: much"), "utf-8")
    assert "national_pension.yaml" in refused(capsys, *words)


def test_a_scenario_by_name_or_file_changes_the_law_that_is_held(capsys: Said) -> None:
    Path("later.yaml").write_text(
        "scenario: later\nchanges:\n  national_pension.old_age.early_late.normal_age: {men: 70, women: 70}\n",
        "utf-8",
    )
    words = ("check", "XXX", "--convention", "C102", "--part", "V")
    assert said(capsys, *words, "--scenario", "later.yaml") != said(capsys, *words)
    assert said(capsys, *words, "--scenario", "status_quo") == said(capsys, *words)


def test_wages_of_a_survey_are_weighted(capsys: Said) -> None:
    lines = ["wage,weight", "100,3", "300,1"]
    Path("people.csv").write_text("\n".join(lines) + "\n", "utf-8")
    asked = ("check", "SEN", "--convention", "C102", "--json", "--wages", "people.csv:wage")
    plain = json.loads(said(capsys, *asked))["inputs"]["mean_earnings"]
    assert (plain["value"], plain["origin"]) == (200 * 12, "survey")
    weighted = json.loads(said(capsys, *asked, "--weight", "weight", "--wages-per", "week"))
    assert weighted["inputs"]["mean_earnings"]["value"] == 150 * 52
    assert "survey/people.csv" in weighted["files"]


def test_a_report_is_written_whole(capsys: Said) -> None:
    text = said(capsys, "check", "XXX", "--convention", "C102", "--out", "report", "--lang", "es")
    written = sorted(path.suffix for path in Path("report").iterdir())
    assert {".html", ".xlsx", ".csv", ".json"} <= set(written)
    for path in Path("report").iterdir():
        assert str(path) in text.replace("\n", "")
    assert said(capsys, "article76", "XXX", "-o", "a76.xlsx").strip() == "a76.xlsx"
    assert load_workbook("a76.xlsx").sheetnames


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A register with ana, who answers for her country, and ben, who reviews and publishes."""
    monkeypatch.setenv("SOCLE_REGISTER", str(tmp_path / "register.sqlite"))
    asked("root", "register", "init")
    asked("root", "register", "user", "add", "ana", "--role", "respondent:XXX")
    asked("root", "register", "user", "add", "ben", "--role", "reviewer", "--role", "publisher")
    return tmp_path


def asked(user: str, *words: str) -> None:
    assert main([*words, "--user", user]) == 0


def answers(folder: Path, year: int, rows_of: dict[str, tuple[str, str]]) -> Path:
    """The shipped inquiry of a year with some words changed: table -> (before, after)."""
    made = folder / f"answers{year}"
    shutil.copytree(COUNTRIES / "XXX" / "inquiry" / str(year), made)
    for name, (before, after) in rows_of.items():
        text = (made / name).read_text("utf-8")
        assert before in text
        (made / name).write_text(text.replace(before, after), "utf-8")
    return made


def inputs(capsys: Said, user: str, *words: str) -> dict[str, dict[str, object]]:
    asked_for = ("check", *(words or ("XXX",)), "--convention", "C102", "--json", "--user", user)
    found: dict[str, dict[str, object]] = json.loads(said(capsys, *asked_for))["inputs"]
    return found


def test_the_inquiry_that_two_people_published_is_what_is_held_against_standards(
    capsys: Said, register: Path
) -> None:
    key, row = (
        "branch.old_age.active_protected",
        "national_pension,2024,active_contributor,both,all,all,673350",
    )
    men = "national_pension,2024,active_contributor,male,all,all,410170"
    folder = answers(register, 2024, {"protected.csv": (row, row.replace("673350", "673450"))})
    text = (folder / "protected.csv").read_text("utf-8").replace(men, men.replace("410170", "410270"))
    (folder / "protected.csv").write_text(text, "utf-8")
    assert inputs(capsys, "ron")[key]["value"] == 673_350  # a register without an inquiry: the shipped one
    asked("ana", "inquiry", "submit", str(folder))
    assert inputs(capsys, "ana")[key]["value"] == 673_350  # not published yet, even for her
    asked("ben", "inquiry", "review", "XXX-2024-1", "--accept")
    asked("ben", "inquiry", "publish", "XXX-2024-1")
    for user in ("ana", "ben", "ron"):
        assert inputs(capsys, user)[key]["value"] == 673_450
    path = template(capsys, "form.xlsx")
    assert inputs(capsys, "ron", str(path))[key]["value"] == 673_450  # of the country that a form is about
    assert main(["countries", "XXX", "--copy", "mine"]) == 0
    assert inputs(capsys, "ron", "mine")[key]["value"] == 673_450
    assert (
        inputs(capsys, "ron", "XXX", "--year", "2023")[key]["value"] != 673_450
    )  # published for a later year


def test_what_is_confidential_is_in_nobody_s_check(capsys: Said, register: Path) -> None:
    folder = answers(register, 2024, {})
    path = folder / "receipts.csv"
    table = rows(path.read_text("utf-8"))
    for row in table:
        secret = row["scheme"] == "national_pension" and row["item"] == "contrib_employee"
        row["confidential"] = "yes" if secret else "no"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    asked("ana", "inquiry", "submit", str(folder))
    asked("ben", "inquiry", "review", "XXX-2024-1", "--accept")
    asked("ben", "inquiry", "publish", "XXX-2024-1")
    for user in ("ana", "ben", "ron"):
        found = inputs(capsys, user)
        assert "employee_contributions" not in found
        assert found["branch.old_age.active_protected"]["origin"] == "inquiry"

"""`socle career` as a person uses it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from socle.cli.main import main
from socle.exchange.valuation_files import ValuationFiles
from socle.report.text import LANGUAGES

Said = pytest.CaptureFixture[str]
HER = ("XXX/national_pension", "--born", "2000", "--sex", "female", "--earnings", "1200/month")
OTHER_LAW = """\
scheme: provident
law: {title: Provident Fund Act, section: "3"}
accounts: {balance: {credit: contributions, revalued_by: {returns: {fee: 1%}}}}
contributions: {all: {contribution: {rate: 0.1}}}
benefits:
  old_age:
    contingency: old_age
    who:
      - any_of:
          - age_band: {at_least: 60}
          - service: {at_least: 30}
    how_much: [pay_out: {over: 1}]
    paid: once
"""


def said(capsys: Said, *words: str) -> str:
    assert main(["career", *words]) == 0
    return capsys.readouterr().out


def refused(capsys: Said, *words: str) -> str:
    assert main(["career", *words]) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_comes_first_and_all_fits_a_terminal(capsys: Said, lang: str) -> None:
    out = said(capsys, *HER, "--award", "2062", "--benefit", "all", "--lang", lang)
    yes = {"en": "yes, in 2062 at 62", "fr": "oui, en 2062 à 62 ans", "es": "sí, en 2062 a los 62 años"}
    assert yes[lang] in out.splitlines()[0]
    assert max(map(len, out.splitlines())) <= 80
    assert out.count("(`survivors`)") == 1  # counted as if it came then
    assert not re.search(r"\{\w+\}", out)


def test_the_printed_account_adds_up_row_by_row(capsys: Said) -> None:
    out = said(capsys, *HER, "--growth", "3.3%", "--award", "2062")
    rows = re.findall(
        r"^(\d{4})(?: \*)? +(?:[\d.]+ %|-) +([\d,.]+) +([\d,.]+) +([\d,.]+) +([\d,.]+)$", out, re.M
    )
    account = [[round(float(cell.replace(",", "")) * 100) for cell in row[1:]] for row in rows[:38]]
    assert [row[0] for row in rows[:38]] == [str(year) for year in range(2025, 2063)]
    before = 0
    for opened, revalued, credited, balance in account:
        assert opened == before
        assert balance == opened + revalued + credited
        before = balance


def test_amounts_of_the_steps_are_of_the_period_of_the_file(capsys: Said) -> None:
    out = said(capsys, *HER, "--award", "2062", "--every", "20")
    pension = json.loads(said(capsys, *HER, "--award", "2062", "--json"))["pensions"][0]
    assert pension["per"] == "month"
    shown = f"{pension['award']['amount'] / 12:,.2f}"
    assert f"{shown} XTS a month" in out
    assert re.search(rf"between +{shown}\n", out)
    assert re.search(r"at_least: 260 XTS / month \(2025\) \[national_pension.yaml:\d+\] +[\d.]+\n", out)
    account = re.search(r"career_earnings +([\d,]+)\n", out)
    step = next(s for s in pension["steps"] if s["name"] == "per_year_of_service")
    assert account is not None
    assert float(account[1].replace(",", "")) == pytest.approx(step["read"]["career_earnings"] / 12, abs=0.5)


def test_what_is_not_met_is_named_with_the_first_year(capsys: Said) -> None:
    out = " ".join(said(capsys, *HER, "--award", "2050").split())
    assert "no, not in 2050 at 50. Not met: `age_band`. From 2060 on, at 60" in out
    never = " ".join(said(capsys, *HER[:1], "--born", "2000", "--sex", "male", "--award", "2050", "--file",
                          _file("year,earnings\n2025,9000\n")).split())  # fmt: skip
    assert "Not met: `age_band`, `service`. Never, with the work told." in never
    assert "No insured work after 2025" in never


def _file(text: str) -> str:
    Path("career.csv").write_text(text)
    return "career.csv"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_csv_has_every_number_of_the_statement(capsys: Said) -> None:
    out = said(capsys, *HER, "--award", "2062", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    value = {(r["part"], r["year"], r["name"]): float(r["value"]) for r in rows if r["value"]}
    for year in range(2026, 2063):
        name = "account.career_earnings."
        before, now = (value["statement", str(y), f"{name}balance"] for y in (year - 1, year))
        moved = (
            value["statement", str(year), f"{name}revalued"]
            + value["statement", str(year), f"{name}credited"]
        )
        assert now == pytest.approx(before + moved)
    content = json.loads(said(capsys, *HER, "--award", "2062", "--json"))
    assert value["award", "2062", "amount"] == content["pensions"][0]["award"]["amount"]
    assert len(content["statement"]) == 38
    (capped, *_, indexation) = content["rules"]
    assert capped["of"] == "insurable_earnings"
    assert capped["parameters"][0]["said"] == "4200 XTS / month (2025)"
    assert [one["name"] for one in indexation["parameters"]] == ["prices", "wages"]
    said(capsys, *HER, "--award", "2062", "--csv", "rows.csv")
    assert Path("rows.csv").read_text() == out


def test_a_lump_sum_is_paid_at_once_and_not_in_payment(capsys: Said) -> None:
    Path("law.yaml").write_text(OTHER_LAW)
    data = str(ValuationFiles.of("XXX/national_pension").data)
    words = ("law.yaml", "--data", data, "--born", "1985", "--sex", "male", "--from", "2024", "--earnings")
    out = said(capsys, *words, "1200/month", "--award", "2050", "--every", "20")
    assert "XTS at once" in out
    assert "In payment" not in out
    assert "one of these" in out
    assert "`fund_return` is not known before 2025" in out
    content = json.loads(said(capsys, *words, "1200/month", "--award", "2050", "--json"))
    balance = content["statement"][-1]["accounts"]["balance"]["balance"]
    assert content["pensions"][0]["award"]["amount"] == pytest.approx(balance)
    assert content["pensions"][0]["in_payment"] == []


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("XXX/national_pensions", *HER[1:], "--award", "2062"), "`national_pension`"),
        ((*HER[:3], "--sex", "femal", "--earnings", "1/month", "--award", "2062"), "`female`"),
        ((*HER, "--award", "2062", "--benefit", "oldage"), "`old_age`"),
        ((*HER, "--award", "2450"), "110"),
        ((*HER, "--award", "2062", "--every", "0"), "--every"),
        ((*HER, "--award", "2062", "--service", "-3"), "--service"),
        ((*HER, "--award", "2062", "--from", "2030", "--file", "c.csv"), "There is no such file"),
        ((*HER, "--from", "2016", "--award", "2062"), "--from 2025 --service 9 --account career_earnings="),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(
    capsys: Said, words: tuple[str, ...], answer: str
) -> None:
    assert answer in refused(capsys, *words)
    assert refused(capsys, *words, "--lang", "fr") != refused(capsys, *words, "--lang", "es")


def test_the_calculator_sends_a_career_here(capsys: Said) -> None:
    assert main(["calculator", "XXX/national_pension"]) == 2
    assert "`socle career " in capsys.readouterr().err


def test_a_country_without_an_average_wage_is_told_so(capsys: Said) -> None:
    Path("law.yaml").write_text(OTHER_LAW.replace("returns: {fee: 1%}", "mixed: {wages: 1}"))
    words = ("law.yaml", "--country", "IDN", *HER[1:], "--award", "2062")
    assert "no average wage" in refused(capsys, *words)

"""`socle totalize` as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from socle.cli.main import main
from socle.report.text import LANGUAGES

Said = pytest.CaptureFixture[str]
CASE = """\
case: corridor
currency: EUR
date: 2024-01-01
rates: {date: 2024-01-01, XTS: 0.25}
agreement: {name: Treaty, law: Article 5}
countries:
  A: {law: Act, currency: EUR, per: month, needs_years: 10, accrual: 1.25%, pension_age: 62}
  B: {law: Act B, currency: XTS, per: month, needs_years: 20, accrual: 1%}
persons:
  anna:
    born: 1959-05-03
    count: 100
    earnings: {A: 2000, B: 4000}
    periods:
      - {country: A, from: 1980-01, to: 1989-12}
      - {country: B, from: 1989-01-01, to: 1999, kind: voluntary}
  ben:
    age: 63
    earnings: {A: 2000}
    periods: [{country: A, from: 1990-01-01, to: 2019}]
"""


def said(capsys: Said, *words: str) -> str:
    assert main(["totalize", *words]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_shipped_case_is_the_published_example_and_fits(capsys: Said, lang: str) -> None:
    out = said(capsys, "XXX/migrant", "--lang", lang)
    assert max(map(len, out.splitlines())) <= 80
    amount = {"en": "885.71", "fr": "885,71", "es": "885,71"}[lang]
    assert amount in out.splitlines()[0]
    for cells in ("800.00 360.00 288.00", "920.00 525.71 640.00"):
        assert cells.replace(".", amount[3]) in " ".join(out.split())


def test_json_has_every_step_with_its_law(capsys: Said) -> None:
    record = json.loads(said(capsys, "XXX/migrant", "--json"))
    steps = {step["step"]: step for step in record["persons"][0]["countries"][1]["steps"]}
    assert steps["theoretical"]["value"] == pytest.approx(920)
    assert steps["theoretical"]["worked"] == "50 % × 1,000.00 + 42 × 1 % × 1,000.00"
    assert "52(1)(b)(i)" in steps["theoretical"]["law"]
    assert steps["share"]["value"] == pytest.approx(24 / 42)


def test_many_persons_give_the_cost_of_the_treaty_by_country(capsys: Said, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    record = json.loads(said(capsys, str(path), "--json"))
    a, b = record["costs"]
    anna, ben = 100 * 12 * 2000 * 0.0125 * 10, 12 * 2000 * 0.0125 * 30
    assert (a["paid_with"], a["paid_without"]) == pytest.approx((anna + ben, anna + ben))
    assert (b["pensions_with"], b["pensions_without"], b["paid_without"]) == (100, 0, 0)
    assert b["paid_with"] == pytest.approx(100 * 12 * 4000 * 0.01 * 10)
    assert record["persons"][0]["total"] == pytest.approx(250 + 400 * 0.25)
    assert record["persons"][0]["overlapping_years"] == pytest.approx(1)
    assert "What each country pays a year" in said(capsys, str(path))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("country: B, from", "country: Bb, from", 16, "Did you mean `B`?"),
        ("needs_years: 20", "need_years: 20", 8, "Did you mean `needs_years`?"),
        ("to: 1989-12}", "to: 1979-12}", 15, "ends before it begins"),
        ("from: 1980-01,", "from: 1950-01,", 15, "before the person is born"),
        ("to: 2019}", "years: 2}", 20, "how many `years`"),
        ("from: 1990-01-01, to: 2019", "years: -3", 20, "out of range"),
        ("to: 1989-12}", "to: 1989-13}", 15, "is not a date"),
        ("kind: voluntary", "kind: voluntry", 16, "Did you mean `voluntary`?"),
        (", XTS: 0.25", "", 4, "No rate from XTS into EUR"),
        ("XTS: 0.25", "XTS: 0", 4, "above zero"),
        ("law: Act B, ", "", 8, "`B` needs `law`"),
        (", per: month, needs_years: 20", ", needs_years: 20", 8, "`B` needs `per`"),
        ("    age: 63\n", "", 19, "has a pensionable age"),
        ("    earnings: {A: 2000}\n", "", 7, "names no `reference`"),
        ("to: 1999,", "to: 2024,", 16, "after the date of the pension"),
        ("accrual: 1%", "accrual: 101%", 8, "out of range"),
        ("law: Article 5}", "law: Article 5, method: prorata}", 5, "Did you mean `pro_rata`?"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(
    capsys: Said, tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in CASE
    path = tmp_path / "case.yaml"
    path.write_text(CASE.replace(old, new), encoding="utf-8")
    assert main(["totalize", str(path)]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.startswith(f"case.yaml:{line}:")


def test_an_unknown_case_is_refused_with_the_nearest(capsys: Said) -> None:
    assert main(["totalize", "XXX/migrants"]) == 2
    assert "Did you mean `migrant`?" in capsys.readouterr().err

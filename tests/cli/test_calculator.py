"""`socle calculator` and `socle explain --household` as a person uses them."""

from __future__ import annotations

import json
import re
import shlex

import pytest

from socle.cli.main import EXAMPLES, main
from socle.report.calculated import WIDTH
from socle.report.text import LANGUAGES

Said = pytest.CaptureFixture[str]
PENSION = ("calculator", "XXX/old_age", "--date", "2023-07-01")
WOMAN = ("--person", "age=70, sex=female, receives_contributory_pension=no")
CHILD = ("--person", "age=8")
INVENTED = ("--survey", "invented", "--persons", "600", "--scenario", "status_quo")


def said(capsys: Said, *words: str) -> str:
    assert main(list(words)) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_fits_and_the_first_says_the_answer(capsys: Said, lang: str) -> None:
    out = said(capsys, *PENSION, *WOMAN, *CHILD, "--lang", lang)
    assert max(map(len, out.splitlines())) <= WIDTH
    first = out.splitlines()[0]
    assert {"en": "1,560 XTS a year", "fr": "1 560 XTS par an", "es": "1.560 XTS al año"}[lang] in first


def test_each_rule_stands_with_its_sentence_value_parameter_date_law_and_inputs(capsys: Said) -> None:
    out = said(capsys, *PENSION, *WOMAN)
    for words in (
        "Social Pensions Act (invented), sections 3 and 8",
        "Persons whose completed age lies from the first age",
        "at_least: men 67 (2019); women 65 (2019) [XXX/schemes/old_age.yaml:10]",
        "amount: 130 XTS / month (2023) [XXX/schemes/old_age.yaml:13]",
        "depends on: age, sex, receives_contributory_pension",
        "Not asked, taken as met: `coverage`, `take_up`.",
        "that is, XTS a month",
    ):
        assert words in out
    lines = {
        line.split("  ")[0] + line.strip().split(" ")[0]: line.split()[-1]
        for line in out.splitlines()
        if line
    }
    assert next(line for line in out.splitlines() if "amount: 130 XTS / month" in line).split()[-1] == "130"
    assert lines["age_band"] == "yes"
    assert lines["receives,"] == "1,560"


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "unverified"), ("fr", "non vérifié"), ("es", "no verificado")]
)
def test_what_is_not_verified_says_so(capsys: Said, lang: str, words: str) -> None:
    law = ("calculator", "XXX/health", "--scenario", "high", "--person", "age=3", "--lang", lang)
    told = " ".join(said(capsys, *law).split())
    assert f"; {words}]" in told.replace(" 560 ", " ")


def test_what_is_given_in_kind_is_not_called_money(capsys: Said) -> None:
    out = said(capsys, "calculator", "XXX/health", "--person", "age=45, sex=male")
    assert "is in kind." in " ".join(out.split())
    assert "receives in kind, worth XTS a year" in out
    assert "receives, XTS a year" not in out
    assert "in kind" not in said(capsys, *PENSION, *WOMAN)


def test_french_words_are_understood_and_answered(capsys: Said) -> None:
    words = "age=70, sex=femme, receives_contributory_pension=non"
    out = said(capsys, *PENSION, "--person", words, "--lang", "fr")
    assert "Cette personne reçoit" in out
    assert "remplit les conditions" in out
    assert "Personnes dont l’âge révolu" in out


def test_json_has_every_step_of_every_member(capsys: Said) -> None:
    rows = json.loads(said(capsys, *PENSION, *WOMAN, *CHILD, "--json"))
    amounts = {row["member"]: row["value"] for row in rows if row["step"] == "amount"}
    assert amounts == {1: 1560, 2: 0}
    band = next(row for row in rows if row.get("name") == "age_band" and row["member"] == 1)
    assert band["read"] == {"age": 70}
    assert band["parameters"][0] == {
        "name": "at_least",
        "said": "men 67 (2019); women 65 (2019)",
        "where": "XXX/schemes/old_age.yaml:10",
        "value": 65,
        "kind": "years",
    }
    assert {row["date"] for row in rows} == {"2023-07-01"}
    assert any(row["step"] == "not_computed" for row in rows)


def test_many_members_stand_in_tables_that_fit(capsys: Said) -> None:
    out = said(capsys, *PENSION, *(WOMAN * 6))
    assert max(map(len, out.splitlines())) <= WIDTH
    assert "member 6" in out
    assert "9,360 XTS a year" in out


def test_a_name_longer_than_its_room_stands_on_a_line_of_its_own(capsys: Said) -> None:
    words = "age=40, unemployed=no, formally_employed=yes, earnings=9000/month"
    law = ("calculator", "XXX/unemployment_insurance", "--year", "2023")
    out = said(capsys, *law, *(("--person", words) * 3))
    assert max(map(len, out.splitlines())) <= WIDTH
    name = out.splitlines().index("unemployment_insurance.financing.contribution")
    assert out.splitlines()[name + 1].split()[0].startswith("\N{MINUS SIGN}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nothing_can_be_worked_out_the_way_on_is_shown(capsys: Said, lang: str) -> None:
    out = said(capsys, "calculator", "SEN/pnbsf", "--person", "age=70", "--lang", lang)
    assert "pnbsf.grant" in out
    way = re.search(r"socle (calculator SEN --scenario high)", " ".join(out.split()))
    assert way
    words = "age=70, sex=female, severely_disabled=no, gave_birth=no, unemployed=no"
    assert "XOF" in said(capsys, *way[1].split(), "--person", words)


def test_questions_come_together_on_the_error_channel(capsys: Said) -> None:
    assert main(["calculator", "XXX/maternity", "--person", "age=30", "--lang", "es"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    for words in ("gave_birth: sí o no", "earnings: dinero al mes o al año", "Dio a luz", "--person"):
        assert words in err
    assert "Traceback" not in err


def test_the_whole_law_of_a_country_is_short_where_nobody_is_meant(capsys: Said) -> None:
    words = (
        "age=70, sex=female, gave_birth=no, severely_disabled=no, unemployed=no, formally_employed=no, "
        "informally_employed=no, poor=no, receives_contributory_pension=no, earnings=0/month"
    )
    out = said(capsys, "calculator", "XXX", "--person", words)
    part = out.partition("\nunemployment_insurance.benefit: ")[2].partition("\n\n")[0]
    assert "unemployed" in part
    assert "How much" not in part
    assert "together" in out


def test_the_examples_of_the_help_are_answered(capsys: Said) -> None:
    for verb in ("calculator", "explain"):
        assert main(shlex.split(EXAMPLES[verb])[1:]) == 0
        assert capsys.readouterr().out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_household_of_a_survey_is_explained_with_its_draws(capsys: Said, lang: str) -> None:
    out = said(capsys, "explain", "XXX", "family_grant.grant", *INVENTED, "--household", "5", "--lang", lang)
    assert max(map(len, out.splitlines())) <= WIDTH
    assert {"en": "drawn, met if below", "fr": "tiré au sort", "es": "sorteado"}[lang] in out


def test_one_household_as_json_has_its_draws(capsys: Said) -> None:
    rows = json.loads(
        said(capsys, "explain", "XXX", "family_grant.grant", *INVENTED, "--household", "5", "--json")
    )
    draws = [one for row in rows for one in row.get("chance", [])]
    assert draws
    assert all(one["met"] == (one["draw"] < one["share"]) for one in draws)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("calculator",), "SCHEME"),
        (("calculator", "XXX/old_age", "--date", "2023-07-01", "--year", "2023"), "--date"),
        (("calculator", "XXX/old_age", "--date", "1st July"), "2024-07-01"),
        (("calculator", "pension.yaml", "--scenario", "high"), "COUNTRY/scheme"),
        (("explain", "XXX", "old_age.pension", "--household", "5"), "--survey"),
        (("explain", "XXX", "old_age.pension", "--survey", "people.csv", "--household", "5"), "--map"),
        (("explain", "XXX", "old_age.pension", *INVENTED, "--household", "many"), "households"),
    ],
)
def test_mistakes_are_refused_in_one_paragraph(capsys: Said, words: tuple[str, ...], named: str) -> None:
    assert main(list(words)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert named in err
    assert "Traceback" not in err

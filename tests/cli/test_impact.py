"""`socle impact` as a person uses it."""

from __future__ import annotations

import json

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

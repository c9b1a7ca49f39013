"""`socle indicators --explain`: what is shown can be worked out again by hand, and says where it comes from."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from socle.cli.main import main
from socle.measure.catalogue import CATALOGUE
from socle.report.text import LANGUAGES
from tests.cli.test_indicators import Said, done, office, published  # noqa: F401 (fixtures)

ASKED = "COV_DISABILITY,EXP_GDP,RESERVE_RATIO,REPLACEMENT_RATE,RATE_WORKERS,LEGAL_AREAS,SHARE_VULNERABLE"


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOCLE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SOCLE_USER", "adm")
    monkeypatch.delenv("SOCLE_REGISTER", raising=False)


def explained(capsys: Said, *words: str) -> list[dict[str, Any]]:
    answer: dict[str, Any] = json.loads(done(capsys, "indicators", "--country", "XXX", "--json", *words))
    return list(answer["indicators"])


def test_the_numbers_that_are_shown_give_the_value(
    capsys: Said,
    published: None,  # noqa: F811
) -> None:
    rows = explained(capsys, "--explain", ASKED)
    assert {row["INDICATOR"] for row in rows} == set(ASKED.split(","))
    exact = [row for row in rows if row["OBS_VALUE"] is not None]
    assert len(exact) >= 6
    for row in exact:
        given = {name: one["value"] for name, one in row["GIVEN"].items()}
        scale = 100 if row["UNIT"] == "per cent" else 1
        assert row["OBS_VALUE"] == pytest.approx(scale * CATALOGUE[row["INDICATOR"]].written(given)), row


def test_it_says_from_which_answers_a_value_comes_and_who_reviewed_them(
    capsys: Said,
    published: None,  # noqa: F811
) -> None:
    row = explained(capsys, "--explain", "COV_DISABILITY")[0]
    assert (row["SUBMISSION"], row["REVIEWER"]) == ("XXX-2024-1", "ben")
    text = done(capsys, "indicators", "--country", "XXX", "--explain", "COV_DISABILITY", "--lang", "en")
    assert "XXX-2024-1" in text and "reviewed by ben" in text and "= disabled_receiving / disabled" in text
    assert "192,235" in text, "as many digits as the answer has"


def test_what_comes_out_otherwise_today_shows_no_numbers(
    capsys: Said,
    published: None,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A formula that was improved since: the published value stands, and its explanation does not pretend."""
    from socle.register import explaining

    before = explaining.country_indicators
    monkeypatch.setattr(
        explaining,
        "country_indicators",
        lambda inquiry: [replace(one, value=0.5) if one.value else one for one in before(inquiry)],
    )
    row = explained(capsys, "--explain", "COV_DISABILITY")[0]
    assert row["OBS_VALUE"] is not None and row["GIVEN"] == {}
    text = done(capsys, "indicators", "--country", "XXX", "--explain", "COV_DISABILITY", "--lang", "en")
    assert "another value today" in " ".join(text.split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_fits_a_terminal(
    capsys: Said,
    published: None,  # noqa: F811
    lang: str,
) -> None:
    answer = done(capsys, "indicators", "--country", "XXX", "--explain", ASKED, "--lang", lang)
    assert max(map(len, answer.splitlines())) <= 80


def test_published_values_say_that_their_numbers_are_not_held(capsys: Said) -> None:
    answer = done(capsys, "indicators", "--country", "SEN", "--explain", "COV_OLDER", "--lang", "en")
    assert "are not held" in answer and "29.9 %" in answer


def test_an_unknown_indicator_is_refused_with_the_nearest(capsys: Said) -> None:
    assert main(["indicators", "--country", "SEN", "--explain", "COV_OLDR"]) == 2
    assert "COV_OLDER" in capsys.readouterr().err

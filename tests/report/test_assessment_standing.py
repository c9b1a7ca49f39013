"""What a result rests on says so where it is not final: in the terminal, on the page, in each language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from socle.model.observation import ESTIMATED, FINAL, PROVISIONAL
from socle.model.practice import Input
from socle.report.assessment_sections import source
from socle.report.assessment_tables import assessment_text
from socle.run.practice import PracticeRequest
from socle.run.standards import Checked, StandardsRequest, check

WEEKS = "benefit.maternity.insured_benefit.leave_weeks"
WORDS = {"en": "estimated", "fr": "estimé", "es": "estimado"}


def checked(status: str) -> Checked:
    told = Input(16.0, "A page of a law firm", "2020", "form", status, "here")
    return check(StandardsRequest(PracticeRequest("XXX", given={WEEKS: told}), ("C183",)))


@pytest.mark.parametrize("lang", WORDS)
def test_a_result_that_rests_on_an_estimate_names_its_source(lang: str) -> None:
    text = " ".join(assessment_text(checked(ESTIMATED), lang, details=True).split())
    assert f"({WORDS[lang]})" in text
    assert "A page of a law firm" in text


def test_a_result_that_rests_on_what_is_final_says_nothing_of_its_standing() -> None:
    assert "A page of a law firm" not in assessment_text(checked(FINAL), "en", details=True)
    assert "(provisional)" in assessment_text(checked(PROVISIONAL), "en", details=True)


@pytest.mark.parametrize("lang", WORDS)
def test_the_evidence_says_the_standing_in_words(lang: str) -> None:
    one = checked(ESTIMATED).practice.inputs[WEEKS]
    assert source(one, lang).split(" · ")[-1] == WORDS[lang]
    assert WORDS[lang] not in source(replace(one, status=FINAL), lang)

"""What a career earns is not asked of one day: the calculator and explain say who answers instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from socle.exchange.country import copy_country, insurance_files
from socle.ground.refusals import Refusal
from socle.run.calculator import Request, calculate
from socle.run.contributory import EARNED
from socle.run.explain import explain
from tests.model.insurance_files import NATIONAL

ANSWERS = "ask `socle valuation .*national.*yaml`"
MEN = ("age=70, sex=male, receives_contributory_pension=no, severely_disabled=no, gave_birth=no,"
       "formally_employed=no, earnings=0/month",)  # fmt: skip


@pytest.fixture
def country(tmp_path: Path) -> str:
    """The toy country, with a contributory scheme among those of its floor."""
    copy_country("XXX", tmp_path / "CTY")
    (tmp_path / "CTY" / "schemes" / "national.yaml").write_text(NATIONAL.replace("national_pension", "ours"))
    return str(tmp_path / "CTY")


def test_the_file_of_a_contributory_scheme_is_sent_to_its_valuation() -> None:
    (file,) = insurance_files("XXX")
    with pytest.raises(Refusal, match=ANSWERS):
        calculate(Request(str(file), MEN))


@pytest.mark.parametrize("asked", ["national_pension", "national_pension.old_age"])
def test_a_scheme_beside_those_of_the_floor_is_known_and_sent_to_its_valuation(asked: str) -> None:
    with pytest.raises(Refusal, match=ANSWERS):
        calculate(Request(f"XXX/{asked}", MEN))
    with pytest.raises(Refusal, match=ANSWERS):
        explain("XXX", asked, 2025)


@pytest.mark.parametrize("asked", ["ours", "ours.old_age"])
def test_a_scheme_among_those_of_the_floor_is_sent_to_its_valuation(country: str, asked: str) -> None:
    with pytest.raises(Refusal, match=ANSWERS):
        calculate(Request(f"{country}/{asked}", MEN))


def test_explain_sends_a_benefit_among_those_of_the_floor_to_its_valuation(country: str) -> None:
    with pytest.raises(Refusal, match=ANSWERS):
        explain(country, "ours.old_age", 2025, "status_quo")


def test_other_schemes_answer_and_what_is_earned_says_why_it_does_not(country: str) -> None:
    found = calculate(Request(country, MEN))
    silent = {one.path for one in found.unanswered if one.reason == EARNED}
    assert silent == {"ours.old_age", "ours.survivors", "ours.invalidity"}
    alone = calculate(Request("XXX", MEN))
    assert {one.path: list(one.amounts) for one in found.answers} == {
        one.path: list(one.amounts) for one in alone.answers
    }

"""A country held against the standards: which instruments, what is traced, all countries at once."""

from __future__ import annotations

from dataclasses import replace

from socle.exchange.country import shipped
from socle.exchange.standard_file import load_standards
from socle.model.practice import Input
from socle.model.verdict import FAIL, STATUSES, UNKNOWN
from socle.run.practice import PracticeRequest
from socle.run.standards import StandardsRequest, check, check_all

ONE = StandardsRequest(PracticeRequest("XXX"), ("C102",))


def test_one_some_and_all_instruments() -> None:
    assert [one.instrument.code for one in check(ONE).assessments] == ["C102"]
    assert [one.instrument.code for one in check("XXX", "C102", "C128").assessments] == ["C102", "C128"]
    assert [one.instrument.code for one in check("XXX").assessments] == list(load_standards())


def test_all_shipped_countries_and_all_instruments_have_an_answer() -> None:
    found = check_all()
    assert [one.practice.iso3 for one in found] == [code for code in shipped() if code != "XXX"]
    for checked in found:
        assert len(checked.assessments) == len(load_standards())
        for assessment in checked.assessments:
            assert {part.status for part in assessment.parts} <= set(STATUSES)


def test_a_country_of_which_little_is_known_fails_no_test_for_want_of_data() -> None:
    """A level fails only by a formula, persons only by a count of those protected: real countries have neither."""
    for checked in check_all(codes=("C102",)):
        for part in checked.assessments[0].parts:
            for verdict in part.verdicts:
                if verdict.test in ("level", "persons"):
                    assert verdict.status == UNKNOWN, (checked.practice.iso3, part.part.name, verdict)


def test_equal_runs_have_equal_fingerprints_and_what_was_asked_changes_them() -> None:
    first = check(ONE).trace.fingerprint
    assert check(ONE).trace.fingerprint == first
    given = {"residents": Input(9e6, "mine", "2024", "form", where="here")}
    others = (
        replace(ONE, codes=("C128",)),
        replace(ONE, exceptions=True),
        replace(ONE, practice=replace(ONE.practice, given=given)),
        replace(ONE, practice=replace(ONE.practice, country="SEN")),
    )
    assert len({first, *(check(one).trace.fingerprint for one in others)}) == len(others) + 1


def test_what_is_given_decides() -> None:
    """A pension age of 70 without a reason for it fails Article 26, whatever else is known."""
    late = Input(70.0, "mine", "2024", "form", where="here")
    no = Input(False, "mine", "2024", "form", where="here")
    given = {
        "benefit.national_pension.old_age.pension_age": late,
        "condition.higher_pension_age_justified": no,
    }
    choices = {"relies.old_age": ("national_pension.old_age",)}
    asked = PracticeRequest("XXX", given=given, choices=choices)
    found = check(StandardsRequest(asked, ("C102",))).assessments[0].part("V")
    assert next(one for one in found.verdicts if one.test == "age").status == FAIL

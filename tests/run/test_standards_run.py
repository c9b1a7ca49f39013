"""A country held against the standards: which instruments, what is traced, all countries at once."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from socle.exchange import standard_file
from socle.exchange.country import shipped
from socle.exchange.standard_file import load_standards
from socle.model.practice import Input
from socle.model.verdict import FAIL, STATUSES
from socle.run.practice import PracticeRequest
from socle.run.standards import StandardsRequest, check, check_all
from socle.run.wages import WageSurvey

FORM = "country: XXX\nyear: 2024\ncurrency: XTS\nper: month\nsource: mine\n"
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
    """What is met or not met rests on inputs that are known, one by one; without any it is unknown."""
    decided = 0
    for checked in check_all():
        known = {key for key, one in checked.practice.inputs.items() if one.value is not None}
        for assessment in checked.assessments:
            for part in (*assessment.parts, *assessment.common):
                for leaf in (one for verdict in part.verdicts for one in verdict.leaves()):
                    if leaf.status == FAIL:
                        assert leaf.inputs, (checked.practice.iso3, part.part.name, leaf)
                        assert set(leaf.inputs) <= known, (checked.practice.iso3, part.part.name, leaf)
                    decided += leaf.status == FAIL
    assert decided > 100


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


def test_the_trace_names_every_kind_of_file_that_was_read(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("wage,weight\n900,1\n1100,1\n", encoding="utf-8")
    form = tmp_path / "form" / "standards.yaml"
    form.parent.mkdir()
    form.write_text(FORM, encoding="utf-8")
    asked = PracticeRequest("XXX", form=form, survey=WageSurvey(people, "wage", "weight"))
    files = set(check(StandardsRequest(asked, ("R131",))).trace.files)
    assert {
        "standards/r131.yaml",
        "standards/c128.yaml",
        "standards/words.yaml",
    } <= files  # R131 follows C128
    assert "standards/c102.yaml" not in files
    assert {"form/standards.yaml", "survey/people.csv"} <= files
    law = {"XXX/schemes/maternity.yaml", "XXX/insurance/national_pension.yaml", "XXX/figures.csv"}
    assert law | {"XXX/inquiry/2024/protected.csv", "XXX/cases/sickness.yaml"} <= files


def test_a_corrected_percentage_changes_the_fingerprint_of_its_instrument_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    codes = ("C102", "C121", "R121")
    before = {code: check("SEN", code).trace.fingerprint for code in codes}
    folder = tmp_path / "standards"
    shutil.copytree(standard_file._folder(), folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    file = folder / "c121.yaml"
    text = file.read_text(encoding="utf-8")
    assert "60%" in text
    file.write_text(text.replace("60%", "61%", 1), encoding="utf-8")
    _forget()
    monkeypatch.setattr(standard_file, "_folder", lambda: folder)
    after = {code: check("SEN", code).trace.fingerprint for code in codes}
    monkeypatch.undo()
    _forget()
    assert [code for code in codes if before[code] != after[code]] == ["C121"]
    assert {code: check("SEN", code).trace.fingerprint for code in codes} == before


def _forget() -> None:
    """What was read of the instruments is read again."""
    for one in vars(standard_file).values():
        if hasattr(one, "cache_clear"):
            one.cache_clear()


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

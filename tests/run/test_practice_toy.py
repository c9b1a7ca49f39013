"""The toy country held against Convention 102: some Parts are met, one fails by a little, others are not known."""

from __future__ import annotations

from pathlib import Path

import pytest

from socle.exchange.practice_file import read_practice
from socle.exchange.standard_file import load_standard
from socle.model.verdict import FAIL, PASS, UNKNOWN
from socle.run.practice import PracticeRequest, practice_of
from socle.standards.compliance import judge

EXEMPLIA = Path(__file__).parents[1] / "cases" / "exemplia.yaml"


def test_the_toy_country_shows_what_is_met_what_is_not_and_what_nobody_knows() -> None:
    found = judge(load_standard("C102"), practice_of(PracticeRequest("XXX")))
    statuses = {one.part.name: one.status for one in (*found.parts, *found.common)}
    assert (statuses["V"], statuses["VII"], statuses["XII"], statuses["XIII"]) == (PASS,) * 4
    assert (statuses["VI"], statuses["VIII"]) == (UNKNOWN, UNKNOWN)
    failing = [one for one in found.part("III").verdicts if one.status == FAIL]
    assert [one.test for one in failing] == ["duration"]
    assert failing[0].value == pytest.approx(177 / 7)  # from the fourth to the 180th day of a spell


def test_the_worked_example_has_the_ratios_of_its_reference() -> None:
    found = judge(load_standard("C102"), read_practice(EXEMPLIA))
    sickness, unemployment = (
        next(one for one in found.part(part).verdicts if one.test == "level") for part in ("III", "IV")
    )
    leaves = {one.alternative: one for one in sickness.leaves()}
    assert leaves["d_125mean"].value == pytest.approx(0.566038, abs=5e-7)
    assert next(one.value for one in unemployment.leaves() if one.value) == pytest.approx(0.482759, abs=5e-7)
    old_age = next(one for one in found.part("V").verdicts if one.test == "level")
    ratios = {one.alternative: (one.value, one.status) for one in old_age.leaves() if one.value is not None}
    assert ratios["d_125mean"] == (pytest.approx(0.405, abs=5e-7), PASS)
    assert ratios["c_p75"] == (pytest.approx(0.389423, abs=5e-7), FAIL)
    persons = next(one for one in found.part("V").verdicts if one.test == "persons")
    assert persons.status == PASS
    value = next(one for one in found.part("VII").verdicts if one.test == "value")
    assert {round(one.required or 0) for one in value.leaves()} == {74_880_000, 112_320_000}
    financing = [one for one in found.part("XIII").verdicts if one.value is not None]
    assert [one.value for one in financing] == [pytest.approx(0.4)]

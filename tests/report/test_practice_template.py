"""The form of law and practice as a template: what is known stands in its cells, and comes back when it is read."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from openpyxl import load_workbook

from socle.exchange.practice_file import read_practice
from socle.ground.refusals import Refusal
from socle.model.practice import BRANCHES, Input, Practice, Written
from socle.model.standard import Grounds, Instrument, Part, Requirement, Way
from socle.report.form_template import Template, write_template
from socle.report.practice_template import Asked, asked_by, practice_template, write_practice_template
from socle.report.text import LANGUAGES
from tests.exchange.practice_files import WORDS, folder, one_yaml

ASKED = Asked(
    WORDS.conditions,
    WORDS.care,
    (
        ("medical_care", "hospital_care"),
        ("medical_care", "general_practitioner"),
        ("maternity", "hospital_care"),
    ),
)
NOBODY = Practice("ABC", {"en": "Abecedia", "fr": "Abécédie"}, 2024, "XTS")


def confirmed(template: Template) -> Template:
    """The template as who fills it in sends it back: a source, as every form has."""
    return replace(template, facts={**template.facts, "source": "Ministry", "date": "2024-12-31"})


def bare(practice: Practice) -> Practice:
    """What is said, without where it stands in which file."""
    inputs = {key: replace(one, where="", source="", status="A") for key, one in practice.inputs.items()}
    return replace(practice, inputs=inputs, flags=())


@pytest.mark.parametrize("name", ["form.xlsx", "form"])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("per", ["month", "year"])
def test_what_is_known_comes_back(tmp_path: Path, name: str, lang: str, per: str) -> None:
    known = read_practice(folder(tmp_path / "abc"), WORDS)
    write_template(confirmed(practice_template(known, ASKED, lang, per)), tmp_path / name, lang)
    found = read_practice(tmp_path / name, WORDS)
    for one, other in zip(
        sorted(bare(found).inputs.items()), sorted(bare(known).inputs.items()), strict=True
    ):
        assert one[0] == other[0]
        assert_same(one[1], other[1])
    assert (found.benefits, found.choices, found.name) == (known.benefits, known.choices, known.name)
    assert found.inputs["residents"].source == "Census"
    assert found.inputs["branch.sickness.provided"].source == "Survey"
    assert not found.flags


def assert_same(one: Input, other: Input) -> None:
    if isinstance(one.value, Written):
        for name in (
            "kind",
            "rate",
            "accrual",
            "flat",
            "rate_limit",
            "ceiling",
            "at_least",
            "at_most",
            "qualifying",
        ):
            assert getattr(one.value, name) == pytest.approx(getattr(other.value, name)), name
    else:
        assert one.value == pytest.approx(other.value)
    assert one.date == other.date


@pytest.mark.parametrize("name", ["form.xlsx", "form"])
def test_an_empty_form_says_nothing(tmp_path: Path, name: str) -> None:
    write_template(confirmed(practice_template(NOBODY, ASKED, "en")), tmp_path / name, "en")
    found = read_practice(tmp_path / name, WORDS)
    assert (found.inputs, found.benefits, found.choices, found.flags) == ({}, {}, {}, ())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_branches_rules_and_care_are_listed_with_their_sentences(tmp_path: Path, lang: str) -> None:
    sentence = {"en": "May appeal.", "fr": "Peut recourir.", "es": "Puede apelar."}
    asked = replace(ASKED, conditions={"right_of_appeal": sentence})
    write_practice_template(NOBODY, asked, tmp_path / "form.xlsx", lang)
    book = load_workbook(tmp_path / "form.xlsx")
    assert [cell.value for cell in book["branches"]["A"][2:11]] == list(BRANCHES)
    row = [cell.value for cell in book["conditions"][3]]
    assert row[:2] == ["right_of_appeal", sentence[lang]]
    assert [[cell.value for cell in line[:2]] for line in book["care"]["A3:C5"]] == [
        list(one) for one in ASKED.packages
    ]
    lists = {str(one.sqref).split(":")[0]: one for one in book["branches"].data_validations.dataValidation}
    assert lists["B3"].formula1 == '"yes,no"'
    benefits = {str(one.sqref).split(":")[0]: one for one in book["benefits"].data_validations.dataValidation}
    assert "earnings,flat,means" in benefits["C3"].formula1
    assert benefits["H3"].formula1 == 'OR(H3="none",AND(ISNUMBER(H3),H3>=0))'


def test_a_formula_of_law_stays_with_the_law(tmp_path: Path) -> None:
    class OfLaw:
        kind = "earnings"
        says = MappingProxyType({"rate": 0.4})

    known = replace(
        NOBODY,
        inputs={
            "benefit.a.formula": Input(OfLaw(), "Act 1"),
            "benefit.a.pension_age": Input(60.0, "Act 1", "2024", "law"),
        },
        benefits={"old_age": ("a",)},
    )
    write_template(confirmed(practice_template(known, ASKED, "en")), tmp_path / "form", "en")
    found = read_practice(tmp_path / "form", WORDS)
    assert list(found.inputs) == ["benefit.a.pension_age"]
    assert found.inputs["benefit.a.pension_age"].source == "Act 1"
    assert not found.flags


def test_what_was_estimated_stays_estimated(tmp_path: Path) -> None:
    known = replace(
        NOBODY,
        inputs={
            "residents": Input(10.0, "Office", status="E"),
            "employees": Input(5.0, "Office"),
            "branch.family.provided": Input(True, "Act"),
            "branch.family.poor": Input(3.0, "Office", status="P"),
            "branch.sickness.poor": Input(2.0, "Office", status="I"),
        },
    )
    write_template(confirmed(practice_template(known, ASKED, "en")), tmp_path / "form.xlsx", "en")
    found = {key: one.status for key, one in read_practice(tmp_path / "form.xlsx", WORDS).inputs.items()}
    assert (found["residents"], found["employees"]) == ("E", "A")
    assert (found["branch.family.provided"], found["branch.sickness.poor"]) == ("P", "E")


def test_no_limit_is_written_as_none(tmp_path: Path) -> None:
    known = replace(
        NOBODY, inputs={"benefit.a.duration_weeks": Input(math.inf)}, benefits={"sickness": ("a",)}
    )
    template = practice_template(known, ASKED, "en")
    assert template.rows["benefits"][0]["duration_weeks"] == "none"


def test_what_instruments_ask_for_is_gathered_from_their_ways() -> None:
    grounds = Grounds("1", True)
    ways = (Way(grounds, {"condition": "right_of_appeal"}), Way(grounds, {"items": ["hospital_care"]}))
    requirement = Requirement("appeal", "condition", grounds, ways)
    part = Part("II", "medical_care", {"en": "Care"}, grounds, (requirement,))
    found = asked_by([Instrument("C1", {}, "convention", 1952, (part,))], (WORDS.conditions, WORDS.care))
    assert list(found.conditions) == ["right_of_appeal"]
    assert found.packages == (("medical_care", "hospital_care"),)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path = one_yaml(tmp_path / "form.xlsx")
    with pytest.raises(Exception, match="exists already"):
        write_practice_template(NOBODY, ASKED, path, "en")


def test_a_form_whose_money_nobody_could_read_back_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="none of week, month, year"):
        write_practice_template(NOBODY, Asked(), tmp_path / "a.xlsx", "en", "day")
    assert not list(tmp_path.iterdir())

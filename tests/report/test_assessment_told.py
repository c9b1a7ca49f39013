"""An assessment read aloud: nothing twice, every way apart, words that agree, lists that add up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from socle.exchange.standard_file import load_standards
from socle.report import assessment_shown as shown
from socle.report import assessment_tables as tables
from socle.report import assessment_words as words
from socle.report.assessment_words import Told
from socle.run.practice import PracticeRequest
from socle.run.standards import StandardsRequest, check
from socle.standards.compliance import judge
from tests.report import assessment_sample

CHECKED = assessment_sample.checked()
SHIPPED = {
    (code, of): check(StandardsRequest(PracticeRequest(code), (of,)))
    for code, of in (("XXX", "C102"), ("XXX", "R131"), ("XXX", "R121"))
}


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_the_unverified_of_each_part_add_up_to_the_list(lang: str) -> None:
    held = SHIPPED["XXX", "C102"]
    found = held.assessments[0]
    listed = shown.unverified(found, held.practice, lang)
    rows = tables.parts_table(found, Told(held.practice, found.instrument, lang)).groups
    assert sum(int(row[-1]) for _title, group in rows for row in group) == len(
        [one for one in listed if one.part]
    )


def test_a_fact_of_another_standing_than_its_line_is_in_the_list_of_the_unverified() -> None:
    held = SHIPPED["XXX", "C102"]
    listed = shown.unverified(held.assessments[0], held.practice, "en")
    beneficiaries = {one.part for one in listed if one.asked == "standard beneficiary"}
    own = {
        part.name
        for part, requirement in held.assessments[0].instrument.every()
        for name, grounds in requirement.facts.get("grounds", {}).items()
        if name == "beneficiary" and not grounds.verified
    }
    assert own and beneficiaries == own


def test_nothing_is_said_twice_of_a_test_and_the_way_below_it() -> None:
    found, most = judge(load_standards()["C102"], CHECKED.practice), 0
    told = Told(CHECKED.practice, found.instrument, "en")
    for one in (*found.parts, *found.common):
        for verdict in one.verdicts:
            flips = [each for _depth, each in verdict.every() if each.flips]
            text = "\n".join(tables._lines(shown.shown_test(verdict, told), told, 0))
            assert text.count("depends on the choice") == min(len(flips), 1)
            most = max(most, len(flips))
    assert most > 1


def test_ways_of_one_article_are_told_apart() -> None:
    text = tables.assessment_text(SHIPPED["XXX", "C102"], "en", part="V")
    said = " ".join(text.split())
    assert "Art. 29(1)(a), years of contribution or employment before the benefit is due: 10 years" in said
    assert "Art. 29(1)(a), years of residence before the benefit is due: not known" in said


def test_of_several_benefits_each_is_named() -> None:
    sen = check(StandardsRequest(PracticeRequest("SEN"), ("C102",)))
    part = sen.assessments[0].part("V")
    told = Told(sen.practice, sen.assessments[0].instrument, "en")
    duration = next(one for one in part.verdicts if one.test == "duration")
    labels = words.ways(duration, told)
    assert len(labels) == len(set(labels)) > 1
    assert all("benefit `" in label for label in labels)


def test_an_instrument_without_numbered_parts_is_told_by_their_titles() -> None:
    text = tables.assessment_text(SHIPPED["XXX", "R131"], "en")
    assert "old_age" not in text and "Old-age benefit" in text
    whole = tables.assessment_text(SHIPPED["XXX", "R121"], "en")
    assert whole.startswith("Exampleland (invented), 2024, R121: not met; there is nothing to ratify.")
    assert "Parts not met" not in whole


def test_what_is_said_of_parts_agrees_with_them_in_french() -> None:
    text = " ".join(tables.assessment_text(SHIPPED["XXX", "C102"], "fr").split())
    assert "XII est satisfaite, XIII est satisfaite." in text


def test_an_accent_does_not_send_a_country_to_the_end() -> None:
    named = [
        replace(CHECKED.practice, name={"fr": name}) for name in ("Zambie", "État de Palestine", "Fidji")
    ]
    rows = tables.all_table([replace(CHECKED, practice=one) for one in named], "fr").groups[0][1]
    assert [row[0] for row in rows] == ["État de Palestine", "Fidji", "Zambie"]

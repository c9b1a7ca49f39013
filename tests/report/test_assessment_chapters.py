"""Reforms and the floor as chapters of an assessment: every option and every reason, once, in three languages."""

from __future__ import annotations

import re

import pytest

from socle.model.guarantee import Guarantees
from socle.model.practice import Input, Written
from socle.model.reform import Gap
from socle.report import numbers
from socle.report.assessment_chapters import floor_chapter, reforms_chapter
from socle.report.assessment_sections import Chapter, failing
from socle.report.guarantee_words import unverified
from socle.report.text import LANGUAGES, translator
from socle.run.guarantees import GuaranteeRequest, guarantees
from socle.run.practice import PracticeRequest, practice_of
from socle.run.reform_costs import Coster
from socle.run.reform_search import Bench
from socle.run.reforms import gap_of
from socle.standards.compliance import judge
from tests.report.assessment_sample import Held
from tests.run.gaps import load_standard, of_sickness


@pytest.fixture(scope="module")
def gap() -> Gap:
    held = of_sickness(Written("earnings", rate=0.4, ceiling=5400.0), waiting_days=6.0)
    return gap_of(Bench(load_standard("C102"), held), ("III",), cost=Coster("ZZZ", 2024, 30, 75, False))


@pytest.fixture(scope="module")
def floor() -> Guarantees:
    return guarantees(GuaranteeRequest("XXX"))


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def said(chapter: Chapter) -> str:
    cells = [
        text
        for table in chapter.tables
        for _title, rows in table.groups
        for row in rows
        for text in (table.caption, *table.head, *row, *table.notes)
    ]
    return numbers.plain("\n".join((chapter.title, *chapter.lead, *cells)))


def test_every_row_has_a_cell_for_each_heading(gap: Gap, floor: Guarantees, lang: str) -> None:
    for chapter in (reforms_chapter(gap, lang), floor_chapter(floor, lang)):
        assert chapter.tables
        for table in chapter.tables:
            rows = [row for _title, group in table.groups for row in group]
            assert rows and {len(row) for row in rows} == {len(table.head)}, table.caption


def test_every_option_and_every_reason_why_not_is_in_the_chapter(gap: Gap) -> None:
    chapter, (part,) = reforms_chapter(gap, "en"), gap.parts
    options = [change for one in part.failing for option in one.options for change in option.changes]
    assert options and len(chapter.tables[0].groups[0][1]) == len(options)
    text = said(chapter)
    for change in options:
        assert f"({change.path})" in text
    for one in (each for lost in part.failing for each in lost.impossible):
        assert f"({one.path}):" in text
    assert part.package
    assert len(chapter.tables[-1].groups[0][1]) == len(part.package.changes)


def test_figures_of_the_chapter_are_those_of_the_terminal(gap: Gap, lang: str) -> None:
    text = said(reforms_chapter(gap, lang))
    share = "43.56 %" if lang == "en" else "43,56 %"
    assert share in text and "40 %" in text and "44 %" in text


def test_where_all_is_met_the_chapter_says_so(lang: str) -> None:
    held = of_sickness(Written("earnings", rate=0.5, ceiling=9e9), waiting_days=3.0)
    found = gap_of(Bench(load_standard("C102"), held), ("III",), cost=Coster("ZZZ", 2024, 30, 75, False))
    chapter = reforms_chapter(found, lang)
    assert not chapter.tables and len(chapter.lead) == 1


def test_what_is_unverified_of_the_floor_is_said_once(floor: Guarantees, lang: str) -> None:
    text = unverified(floor, lang)
    assert text and floor_chapter(floor, lang).lead.count(text) == 1


def test_reasons_of_the_floor_stand_beside_what_they_are_of(floor: Guarantees, lang: str) -> None:
    rows = floor_chapter(floor, lang).tables[-1].groups[0][1]
    assert all(what.endswith(")") and found[-1] in ".]" for what, found in rows)


def test_french_has_its_spaces_before_double_signs(gap: Gap, floor: Guarantees) -> None:
    text = said(reforms_chapter(gap, "fr")) + said(floor_chapter(floor, "fr"))
    wrong = [
        line
        for line in text.splitlines()
        if re.search(r"[^\s(]: ", line) and "Act (invented)" not in line and "Socle: " not in line
    ]
    assert not wrong


def test_one_change_that_is_enough_is_a_note_and_no_second_table(lang: str) -> None:
    held = of_sickness(Written("earnings", rate=0.5, ceiling=9e9), waiting_days=6.0)
    found = gap_of(Bench(load_standard("C102"), held), ("III",), cost=Coster("ZZZ", 2024, 30, 75, False))
    (package,) = [part.package for part in found.parts if part.package]
    (table,) = reforms_chapter(found, lang).tables
    assert len(package.changes) == 1
    assert f"({package.changes[0].path})" in table.notes[0]


def test_a_branch_that_is_not_there_is_said_in_one_sentence(lang: str) -> None:
    held = practice_of(PracticeRequest("SEN"))
    gone = held.given({"branch.unemployment.provided": Input(False, "The law", "2024")})
    table = failing(Held(gone, (judge(load_standard("C102"), gone),)), lang)
    assert table is not None
    said = {row[3] for _title, rows in table.groups for row in rows if row[0] == "C102 IV"}
    assert said == {translator(lang)("The branch is not provided.")}

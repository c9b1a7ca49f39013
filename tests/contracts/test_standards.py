"""Every instrument: its figures in one place, with article, sources and words; and a new one needs one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from socle.exchange.standard_file import load_standards, read_standard, standard_words
from socle.model.practice import CONTINGENCIES, INPUTS, PROTECTED, Input, Practice
from socle.model.standard import KINDS, TESTS, Instrument
from socle.model.verdict import FAIL, PASS
from socle.standards.compliance import judge
from tests.contracts.source_trees import PACKAGE, faults, python_files
from tests.contracts.test_budgets import literals

CODES = (
    "C102", "C118", "C121", "C128", "C130", "C157", "C168", "C183",
    "R121", "R131", "R134", "R167", "R191", "R202", "R204",
)  # fmt: skip
ALL = pytest.mark.parametrize("one", load_standards().values(), ids=load_standards())


def test_the_instruments_of_the_floor_and_above_are_all_there() -> None:
    assert tuple(sorted(load_standards())) == CODES


@ALL
def test_every_fact_stands_on_an_article_and_on_what_was_read(one: Instrument) -> None:
    grounds = [r.grounds for _, r in one.every()] + [w.grounds for _, r in one.every() for w in r.ways]
    grounds += [part.grounds for part in (*one.parts, *one.common)]
    assert grounds
    for each in grounds:
        assert each.article, "a fact without its article"
        assert set(each.sources) <= set(one.sources)
        assert each.sources or not each.verified, f"{each.article}: verified, but in what?"


@ALL
def test_every_requirement_is_of_a_kind_that_the_engine_tests_and_reads_what_a_practice_may_hold(
    one: Instrument,
) -> None:
    conditions, care = standard_words()
    for part, requirement in one.every():
        assert requirement.test in TESTS and requirement.kind in KINDS and requirement.ways
        assert not requirement.contingency or CONTINGENCIES[requirement.contingency] == part.branch
        for way in requirement.ways:
            assert way.facts.get("share_of", "employees") in PROTECTED
            assert way.facts.get("input", "residents") in INPUTS
            assert way.facts.get("condition") in (None, *conditions)
            assert set(way.facts.get("items", ())) <= set(care)


@ALL
def test_titles_are_said_in_three_languages(one: Instrument) -> None:
    for text in [one.title, *(part.title for part in (*one.parts, *one.common))]:
        assert set(text) == {"en", "fr", "es"} and all(text.values())


@ALL
def test_nothing_known_is_never_met_nor_failed(one: Instrument) -> None:
    found = judge(one, Practice("XXX", {"en": "Nowhere"}, 2024, "XTS"))
    statuses = {verdict.status for part in (*found.parts, *found.common) for verdict in part.verdicts}
    assert statuses and not statuses & {PASS, FAIL}


def test_the_engine_knows_no_figure_of_a_convention() -> None:
    engine = [path for path in python_files(PACKAGE / "standards") if path.stem != "totalization"]
    found = faults(engine, literals)
    assert engine and not found, "\n".join(found)


NEW = """\
instrument: C999
kind: convention
year: 2027
title: {en: A new Convention, fr: Une nouvelle convention, es: Un nuevo convenio}
sources: {TEXT: "the text"}
parts:
  II:
    branch: maternity
    title: {en: Maternity, fr: Maternité, es: Maternidad}
    article: "1-3"
    verified: yes
    source: TEXT
    requirements:
      - test: leave
        article: "2"
        contingency: maternity
        any_of:
          - {article: "2(1)", input: leave_weeks, at_least: 15, unit: weeks, verified: yes, source: TEXT}
"""


@pytest.mark.parametrize(("weeks", "status"), [(15.0, PASS), (14.0, FAIL)])
def test_a_new_convention_is_one_file(tmp_path: Path, weeks: float, status: str) -> None:
    (tmp_path / "c999.yaml").write_text(NEW, encoding="utf-8")
    practice = Practice(
        "XXX", {"en": "x"}, 2027, "XTS", {"benefit.m.leave_weeks": Input(weeks)}, {"maternity": ("m",)}
    )
    assert judge(read_standard(tmp_path / "c999.yaml"), practice).part("II").status == status

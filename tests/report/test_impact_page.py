"""The page of an impact and the households section of a floor: complete, light, honest about their survey."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from socle.report import (
    chart,
    drawing,
    impact_chart,
    impact_page,
    impact_sections,
    impact_tables,
    numbers,
    plain_table,
)
from socle.report import impact_words as words
from socle.report.page import page
from socle.report.sections import Table
from socle.report.text import LANGUAGES
from tests.report import impact_sample, sample
from tests.report.test_page import Reader

FOUND = impact_sample.found()
FIRST = {"en": "Invented survey", "fr": "Enquête inventée", "es": "Encuesta inventada"}
CAUTION = {"en": "Caution", "fr": "Prudence", "es": "Precaución"}
FLAG = {"en": "nobody real", "fr": "sans personne de réel", "es": "sin nadie real"}


@pytest.fixture(scope="module", params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def written(lang: str) -> str:
    drawn = drawing.draw(impact_chart.specs(FOUND, lang), lang)
    return impact_page.page(FOUND, lang, {name: one.svg for name, one in drawn.items()}, ["impact_XXX.csv"])


@pytest.fixture(scope="module")
def floor_written(lang: str) -> str:
    specs = chart.specs(sample.floor(), lang) | impact_chart.specs(FOUND, lang, impact_chart.BRIEF)
    drawn = {name: one.svg for name, one in drawing.draw(specs, lang).items()}
    return page(sample.floor(), lang, drawn, (), impact_page.section(FOUND, lang))


def test_every_tag_closes_and_no_identifier_stands_twice(written: str, floor_written: str, lang: str) -> None:
    for text in (written, floor_written):
        reader = Reader(text)
        assert reader.open == []
        assert ("html", {"lang": lang, "dir": "ltr"}) in reader.tags
        identifiers = re.findall(r'\bid="([^"]*)"', text)
        assert len(identifiers) == len(set(identifiers))


def test_pages_are_light_need_nothing_from_elsewhere_and_run_no_script(
    written: str, floor_written: str
) -> None:
    for text in (written, floor_written):
        assert len(text.encode()) < 150_000
        assert not {tag for tag, _ in Reader(text).tags} & {"script", "iframe", "img", "object", "embed"}
        references = re.findall(r'(?:src|href)="([^"]*)"', text)
        assert all(one.startswith(("#", "data:")) or one == "impact_XXX.csv" for one in references)


def test_the_title_is_the_answer_and_the_survey_is_said_to_be_invented(written: str, lang: str) -> None:
    assert f"<h1>{words.headline(FOUND, lang)}</h1>" in written
    text = numbers.plain(Reader(written).text)
    assert f"{CAUTION[lang]} · {FIRST[lang]}" in text
    assert FLAG[lang] in text
    assert FOUND.trace.fingerprint in text


def test_every_table_of_numbers_says_country_year_and_scenario(lang: str) -> None:
    tables = impact_page.section(FOUND, lang).tables
    numeric = [table for table in tables.values() if table and not table.words]
    assert len(numeric) >= 9
    for table in numeric:
        assert words.country(FOUND, lang) in table.caption
        assert str(FOUND.year) in table.caption
        assert words.scenario(FOUND, lang) in table.caption


def test_tables_by_decile_print_the_concept(lang: str) -> None:
    tables = impact_page.section(FOUND, lang).tables
    for name in ("coverage", "incidence", "by_decile", "moves", "against"):
        table = tables[name]
        assert table is not None
        assert any("1" in note and len(note) > 80 for note in table.notes), name


def test_the_shares_of_the_money_of_each_benefit_add_up_to_all_of_it() -> None:
    for _title, rows in impact_sections.matrix(FOUND, "benefit_incidence", "en").groups:
        for row in rows:
            assert sum(float(cell) for cell in row[1:] if cell != "unknown") == pytest.approx(100, abs=0.6)


def test_the_parts_of_the_answer_are_those_of_the_run(lang: str) -> None:
    there = words.cells(FOUND.impact.rows)
    text = numbers.plain(words.headline(FOUND, lang) + " ".join(words.lead(FOUND, lang)))
    for row in (there["fgt0", "before"], there["fgt0", "after"], there["all:coverage", "all"]):
        assert numbers.plain(numbers.share(row.value, lang)) in text
    change = there["fgt0", "change"]
    for end in (change.value - 1.96 * change.se, change.value + 1.96 * change.se):
        assert numbers.number(100 * end, lang, 1) in text


def test_where_nobody_is_poor_nothing_is_said_of_the_gap(lang: str) -> None:
    nobody = impact_sample.without(":gap_efficiency")
    assert len(words.lead(nobody, lang)) == len(words.lead(FOUND, lang)) - 1
    assert not any("XTS" in text for text in words.lead(nobody, lang)[1:])


def test_a_real_survey_is_named_and_carries_no_flag(lang: str) -> None:
    real = replace(FOUND, survey=replace(FOUND.survey, invented=False, title="Survey of living conditions"))
    reader = Reader(impact_page.page(real, lang, {}))
    assert "Survey of living conditions" in reader.text
    assert FLAG[lang] not in reader.text
    assert words.tagged("", FOUND, lang).strip() not in reader.text


def test_names_cannot_break_the_page() -> None:
    bad = replace(FOUND, name={"en": "<script>alert(1)</script>"})
    drawn = {name: one.svg for name, one in drawing.draw(impact_chart.specs(bad, "en"), "en").items()}
    assert "<script" not in impact_page.page(bad, "en", drawn)


def test_a_page_without_charts_or_second_scenario_still_reads() -> None:
    alone = replace(FOUND, change=(), against=None)
    assert Reader(impact_page.page(alone, "en", {})).open == []


def test_a_table_of_numbers_too_long_for_the_terminal_is_wider_than_it() -> None:
    digits = "9" * 30
    table = Table(
        "Sums", ("what", "2025", "2026", "2027"), (("", (("the reserve", digits, digits, digits),)),)
    )
    lines = plain_table.lines(table, 80)
    assert lines[-1].split() == ["the", "reserve", digits, digits, digits]


@pytest.mark.parametrize("width", [80, 100])
def test_a_table_in_a_terminal_keeps_every_cell_within_its_width(lang: str, width: int) -> None:
    for table in impact_tables.tables(FOUND, lang):
        lines = plain_table.lines(table, width)
        assert max(map(len, lines)) <= width
        text = re.sub(r"\s+", "", " ".join(lines))
        for _title, rows in table.groups:
            for row in rows:
                assert all(
                    re.sub(r"\s+", "", numbers.plain(cell)) in text for cell in row[1:] if not table.words
                )

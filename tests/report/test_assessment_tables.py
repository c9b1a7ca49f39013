"""An assessment in a terminal and for programs: every verdict with its article, what is unverified, what is missing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from math import inf, nan

import pytest

from socle.exchange.standard_file import load_standards
from socle.ground.refusals import Refusal
from socle.model.practice import Input
from socle.model.verdict import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Verdict
from socle.report import assessment_shown as shown
from socle.report import assessment_tables as tables
from socle.report import assessment_tidy as tidy
from socle.report import assessment_words as words
from socle.report import numbers
from socle.report.assessment_words import Told
from socle.report.text import LANGUAGES, translator
from socle.standards.compliance import judge
from tests.report import assessment_sample
from tests.report.assessment_sample import Held, grounds

CHECKED = assessment_sample.checked()
JUDGED = Held(CHECKED.practice, tuple(judge(one, CHECKED.practice) for one in load_standards().values()))
C102 = Held(CHECKED.practice, JUDGED.assessments[:1])


@pytest.fixture(scope="module", params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def flat(text: str) -> str:
    return " ".join(numbers.plain(text).split())


def verdicts(held: Held) -> Iterator[tuple[str, Verdict]]:
    for found in held.assessments:
        for part in (*found.parts, *found.common):
            for test in part.verdicts:
                for _depth, one in test.every():
                    yield part.part.name, one


@pytest.mark.parametrize("held", [CHECKED, JUDGED], ids=["by hand", "judged"])
def test_no_line_is_wider_than_the_terminal(held: Held, lang: str) -> None:
    text = tables.assessment_text(held, lang, details=True) + tables.all_text([held, held], lang)
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("held", [CHECKED, C102], ids=["by hand", "judged"])
def test_every_verdict_stands_in_the_text_with_its_article_and_status(held: Held, lang: str) -> None:
    text = flat(tables.assessment_text(held, lang, details=True))
    for found in held.assessments:
        for part in (*found.parts, *found.common):
            for test in part.verdicts:
                title = flat(words.title_of(test, lang))
                article = flat(words.article(test.grounds.article, found.instrument, lang))
                assert f"{words.status(test.status, lang)} · {title} ({article})" in text


def test_each_way_is_shown_with_value_and_what_is_asked() -> None:
    text = flat(tables.assessment_text(CHECKED, "en", details=True))
    for said in (
        "✗ not met · Art. 27(a): 48.0 %; required: at least 50 %",
        "✓ met · Art. 27(b): 21.7 %; required: at least 20 %",
        "? unknown · Art. 27(c): not known; required: at least 100 %",
        "– not applicable · Art. 27(d)",
        "✗ not met · Waiting period (Art. 18): 4 days; required: at most 3 days",
        "? unknown · Duration (Art. 18): not known; required: at least 26 weeks",
        "Met by: Art. 27(b).",
        "The result depends on the choice of the reference wage.",
    ):
        assert said in text


def test_the_rate_of_a_level_that_was_not_read_is_marked_at_every_reference_wage() -> None:
    found = C102.assessments[0].part("V")
    level = next(one for one in found.verdicts if one.test == "level")
    held = [one for one in level.leaves() if one.alternative == "d_125mean"]
    assert held
    assert all(one.grounds.verified for one in held)
    assert not any(words.verified(one, level) for one in held)


def test_each_figure_that_was_not_read_is_marked(lang: str) -> None:
    told = Told(CHECKED.practice, CHECKED.assessments[0].instrument, lang)
    mark = translator(lang)("unverified")
    for part in (*CHECKED.assessments[0].parts, *CHECKED.assessments[0].common):
        lines = tables.part_lines(shown.shown_part(part, told, False), told)
        expected = sum(not words.verified(one, test) for test in part.verdicts for _d, one in test.every())
        assert flat(" ".join(lines)).count(f"[{mark}]") == expected + (not part.part.grounds.verified)


def test_what_is_missing_is_said_with_its_sentence_and_key(lang: str) -> None:
    text = flat(tables.assessment_text(CHECKED, lang, details=True))
    assert flat(words.sentence("benefit.sick.duration_weeks", lang)) in text
    assert "[benefit.sick.duration_weeks]" in text
    assert "socle standards template --country XXX" in text
    assert "[branch.old_age.poor]" not in text  # of a way that the test did not need


def test_the_ratification_test_says_which_parts_and_how_many_lack() -> None:
    text = flat(tables.assessment_text(CHECKED, "en"))
    assert text.startswith("Exemplia, 2024: C102 cannot be ratified as things stand.")
    assert "Parts met: V. Parts not met: III." in text
    assert "at least 3 of 9 Parts must be met. Met: 1; lacking: 2." in text
    assert "One of IV, V, VI, IX, X is needed: V is met." in text


def test_none_of_the_parts_of_which_one_is_needed_is_said() -> None:
    found = CHECKED.assessments[0]
    without = replace(found, parts=found.parts[:1])
    assert "none of them is met" in flat(tables.assessment_text(Held(CHECKED.practice, (without,)), "en"))


def test_a_part_can_be_asked_for_and_an_unknown_one_is_refused() -> None:
    text = tables.assessment_text(CHECKED, "en", part="III")
    assert "Waiting period" in text
    assert "Pension age" not in text
    with pytest.raises(Refusal) as refused:
        tables.assessment_text(CHECKED, "en", part="IIII")
    assert refused.value.nearest == "III"


def test_countries_by_instruments_count_the_parts() -> None:
    table = tables.all_table([CHECKED, JUDGED], "en")
    assert table.head[:3] == ("Country", "C102", "C118")
    assert table.groups[0][1][0][:3] == ("Exemplia", "1/1/0", "–")


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.5, "share", "50.0 %"),
        (14.0, "weeks", "14 weeks"),
        (1.0, "days", "1 day"),
        (inf, "weeks", "as long as it lasts"),
        (inf, "days", "no limit"),
        (nan, "years", "unknown"),
        (2430.0, "money", "XXD 2,430 a year"),
    ],
)
def test_values_are_in_friendly_units(value: float, unit: str, said: str) -> None:
    told = Told(CHECKED.practice, CHECKED.assessments[0].instrument, "en")
    assert numbers.plain(words.measured(value, unit, told)) == said


def test_rounding_never_hides_that_a_value_misses_what_is_asked() -> None:
    told = Told(CHECKED.practice, CHECKED.assessments[0].instrument, "fr")
    one = Verdict("persons", grounds("27(a)"), FAIL, 0.49996, 0.5, "share")
    assert numbers.plain(words.compared(one, told)) == "49,996 % ; exigé : au moins 50 %"


def test_a_limited_duration_is_told_beside_one_that_must_last() -> None:
    told = Told(CHECKED.practice, CHECKED.assessments[0].instrument, "en")
    one = Verdict("duration", grounds("38"), FAIL, 180 / 7, inf, "weeks")
    assert numbers.plain(words.compared(one, told)) == "25.7 weeks; required: as long as it lasts"


def test_json_holds_every_verdict_with_stable_keys(lang: str) -> None:
    held = json.loads(tidy.assessment_json(JUDGED, lang))
    keys = {
        "test",
        "alternative",
        "value",
        "required",
        "unit",
        "status",
        "article",
        "verified",
        "inputs",
        "missing",
    }
    count = 0

    def walk(one: dict[str, object]) -> None:
        nonlocal count
        count += 1
        assert keys <= set(one)
        for below in one.get("ways", ()):  # type: ignore[attr-defined]
            walk(below)

    for instrument in held["instruments"]:
        for part in instrument["parts"]:
            for test in part["tests"]:
                walk(test)
    assert count == sum(1 for _ in verdicts(JUDGED))
    assert held["inputs"]["benefit.pension.duration_weeks"]["value_unlimited"] is True
    assert held["inputs"]["benefit.pension.formula"]["value"]["formula"] == "earnings"


def test_one_part_is_shown_alone_as_rows_and_as_json_too() -> None:
    held = json.loads(tidy.assessment_json(CHECKED, "en", "V"))
    assert {part["part"] for one in held["instruments"] for part in one["parts"]} == {"V"}
    rows = list(csv.DictReader(io.StringIO(tidy.assessment_csv(CHECKED, "en", "V"))))
    whole = csv.DictReader(io.StringIO(tidy.assessment_csv(CHECKED)))
    assert rows
    assert rows == [row for row in whole if row["part"] == "V"]
    for show in (tidy.assessment_json, tidy.assessment_csv):
        with pytest.raises(Refusal):
            show(CHECKED, "en", "XXV")


def test_csv_has_one_row_a_way_and_empty_cells_for_what_is_not_known() -> None:
    rows = list(csv.DictReader(io.StringIO(tidy.assessment_csv(CHECKED))))
    leaves = [one for found in CHECKED.assessments for row in tidy.ways(found) for one in [row.leaf]]
    assert [row["status"] for row in rows] == [one.status for one in leaves]
    assert {row["status"] for row in rows} == {PASS, FAIL, UNKNOWN, NOT_APPLICABLE}
    assert all(row["article"] for row in rows)
    of_poor = next(row for row in rows if row["article"] == "27(c)")
    assert (of_poor["value"], of_poor["required"]) == ("", "1.0")


def test_texts_of_files_are_never_formulas_nor_steer_a_terminal() -> None:
    evil = assessment_sample.hostile()
    assert "\x1b" not in tables.assessment_text(evil, "en", details=True)
    country = replace(evil.practice, iso3="=1+1", inputs={"x": Input(1.0, "@cmd")})
    for row in csv.reader(io.StringIO(tidy.assessment_csv(Held(country, evil.assessments)))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_obey_is_words(text: str) -> None:
    assert words.harmless(text).startswith("'")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_asks_about_floors_is_told_where_the_guarantees_are_counted(lang: str) -> None:
    practice = assessment_sample.hostile().practice
    asked = {code: Held(practice, (judge(load_standards()[code], practice),)) for code in ("R202", "C102")}
    texts = {code: tables.assessment_text(held, lang) for code, held in asked.items()}
    assert "socle standards floor" in " ".join(texts["R202"].split())
    assert "socle standards floor" not in " ".join(texts["C102"].split())

"""The floor of guarantees as text, JSON, CSV and page: 80 columns, three languages, nothing unknown shown as met."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter

import pytest

from socle.model.guarantee import ORDER, Guarantees
from socle.model.verdict import PASS, STATUSES
from socle.report.guarantee_rows import COLUMNS
from socle.report.guarantee_tables import floor_csv, floor_json, floor_sections, floor_text, tables
from socle.report.text import LANGUAGES, translator
from socle.run.guarantees import GuaranteeRequest, guarantees
from socle.run.households import SurveyRequest
from socle.run.setting import Choices


@pytest.fixture(scope="module", params=["XXX", "IND", "survey"])
def found(request: pytest.FixtureRequest) -> Guarantees:
    """The toy country, a real one, and the toy country with a survey and thresholds of its own."""
    choices = Choices(years_ahead=10)
    if request.param != "survey":
        return guarantees(GuaranteeRequest(request.param, choices=choices))
    return guarantees(
        GuaranteeRequest(
            "XXX",
            ("steps",),
            basket="300/month",
            assistance="1200/year@2022",
            levels={"children": 0.25},
            survey=SurveyRequest(persons=600),
            choices=choices,
        )
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_is_longer_than_a_terminal_and_no_name_is_left_open(found: Guarantees, lang: str) -> None:
    text = floor_text(found, lang)
    assert max(map(len, text.splitlines())) <= 80
    assert not re.search(r"\{[a-z_]+\}|\bnan\b|\binf\b|None", text)


def test_every_language_has_its_own_words(found: Guarantees) -> None:
    """A sentence without translation would stay the same."""
    texts = {lang: set(floor_text(found, lang).splitlines()) for lang in LANGUAGES}
    same = {line for line in texts["en"] & texts["fr"] if re.search("[a-z]{3} [a-z]{3}", line)}
    assert not {line for line in same if re.match(r"\* ", line)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_what_is_met_says_yes(found: Guarantees, lang: str) -> None:
    _ = translator(lang)
    titled = [table for table in tables(found, lang) if table.head[0] == _("Guarantee")]
    assert len(titled) == len(found.cases)
    for case, table in zip(found.cases, titled, strict=True):
        rows = table.groups[0][1]
        for guarantee, row in zip(ORDER, rows, strict=True):
            tests = case.tests[guarantee]
            assert [cell == _("yes") for cell in row[1:-1]] == [one.status == PASS for one in tests]
            assert (row[-1] == _("yes")) == (case.status(guarantee) == PASS)


def test_unverified_paragraphs_and_figures_are_marked(found: Guarantees) -> None:
    text = " ".join(floor_text(found, "en").split())
    assert "paragraph 7 (unverified)" in text and "paragraph 5(d)]" in text
    assert "Unverified: " in text and "Essential health care" in text
    assert floor_sections(found, "en").flag.startswith("Unverified: ")


def test_json_and_csv_hold_the_same_rows_and_null_for_what_is_unknown(found: Guarantees) -> None:
    content = json.loads(floor_json(found), parse_constant=pytest.fail)
    read = list(csv.DictReader(io.StringIO(floor_csv(found))))
    assert tuple(read[0]) == COLUMNS and len(read) == len(content["rows"])
    for row, line in zip(content["rows"], read, strict=True):
        for name in ("value", "low", "high"):
            assert (row[name] is None) == (line[name] == "")
            assert row[name] is None or float(line[name]) == pytest.approx(row[name])
    assert {row["status"] for row in content["rows"] if row["measure"] == "guarantee"} <= set(STATUSES)
    assert content["fingerprint"] and content["country"] == found.iso3


def test_every_row_is_named_once(found: Guarantees) -> None:
    names = ("scenario", "guarantee", "branch", "benefit", "threshold", "year", "measure", "source")
    rows = json.loads(floor_json(found))["rows"]
    plain = [row for row in rows if not row["measure"].startswith("test_")]
    twice = [key for key, n in Counter(tuple(row[name] for name in names) for row in plain).items() if n > 1]
    assert not twice


def test_adequacy_times_threshold_is_the_transfer(found: Guarantees) -> None:
    rows = json.loads(floor_json(found))["rows"]
    lines = {(row["threshold"], row["year"]): row["value"] for row in rows if row["measure"] == "threshold"}
    paid = {
        (row["scenario"], row["benefit"], row["year"]): row["value"]
        for row in rows
        if row["measure"] == "transfer" and row["value"] is not None
    }
    ratios = [row for row in rows if row["measure"] == "adequacy" and row["value"] is not None]
    assert ratios
    for row in ratios:
        line = lines[row["threshold"], row["year"]]
        assert row["value"] * line == pytest.approx(paid[row["scenario"], row["benefit"], row["year"]])


def test_the_section_holds_the_tables_of_the_text(found: Guarantees) -> None:
    section = floor_sections(found, "es")
    captions = {table.caption for table in section.tables.values() if table}
    assert {table.caption for table in tables(found, "es")} <= captions
    assert section.headline and section.source and section.lead

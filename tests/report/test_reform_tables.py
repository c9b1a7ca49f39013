"""Reforms as people and programs read them: within the width of a terminal, in three languages, each number once."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from socle.model.practice import Written
from socle.model.reform import Change, Gap
from socle.report import numbers
from socle.report.assessment_words import Told
from socle.report.reform_files import write_reforms
from socle.report.reform_tables import HEADINGS, gap_csv, gap_json, gap_text
from socle.report.reform_words import turned
from socle.run.practice import PracticeRequest, practice_of
from socle.run.reform_costs import Coster
from socle.run.reform_search import Bench
from socle.run.reforms import gap_of
from tests.run.gaps import load_standard, of_old_age, of_sickness


@pytest.fixture(scope="module")
def found() -> Gap:
    held = of_sickness(Written("earnings", rate=0.4, ceiling=5400.0), waiting_days=6.0)
    pension = of_old_age(Written("earnings", accrual=0.01, qualifying=35.0))
    held = held.given(pension.inputs)
    held = type(held)(**{**held.__dict__, "benefits": {**held.benefits, **pension.benefits}})
    bench = Bench(load_standard("C102"), held)
    return gap_of(bench, ("III", "V", "VII", "XIII"), cost=Coster("ZZZ", 2024, 30, 75, False))


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_no_line_is_wider_than_a_terminal(found: Gap, lang: str) -> None:
    assert max(map(len, gap_text(found, lang).splitlines())) <= 80


def test_each_proposal_is_shown_with_the_least_that_is_needed(found: Gap) -> None:
    said = " ".join(gap_text(found, "en").split())
    assert "(benefit.ill.formula.rate): 40 % → 44 % (at least needed: 43.84 %)" in said
    assert "XTS 0 a month → XTS 200 a month (at least needed: XTS 197.3 a month)" in said
    assert "(benefit.ill.waiting_days): 6 days → 3 days" in said
    assert "(employee_contributions): XTS 90,000,000 a year → XTS 75,000,000 a year" in said


def test_the_least_is_rounded_to_the_side_on_which_it_is_still_enough(found: Gap) -> None:
    # 197.25 a month would be 197.2 to four figures, which is too little.
    said = " ".join(gap_text(found, "en").split())
    assert "197.3 a month" in said and "197.2 a month" not in said


def test_json_holds_every_option_and_the_package(found: Gap) -> None:
    told = json.loads(gap_json(found, "en"))
    sickness = next(part for part in told["parts"] if part["part"] == "III")
    assert [one["test"] for one in sickness["failing"]] == ["level", "waiting"]
    assert {change["path"] for change in sickness["package"]["changes"]} == {
        "benefit.ill.formula.rate",
        "benefit.ill.waiting_days",
    }
    family = next(part for part in told["parts"] if part["part"] == "VII")
    assert family["failing"][0]["options"][0]["cost"]["money"] == [15e6]


def test_rows_have_one_change_each_and_as_many_cells_as_headings(found: Gap) -> None:
    rows = list(csv.reader(io.StringIO(gap_csv(found, "en"))))
    assert tuple(rows[0]) == HEADINGS
    assert {len(row) for row in rows} == {len(HEADINGS)}
    told = [dict(zip(HEADINGS, row, strict=True)) for row in rows[1:]]
    waiting = next(
        one for one in told if one["path"] == "benefit.ill.waiting_days" and one["kind"] == "option"
    )
    assert (waiting["before"], waiting["least"], waiting["proposed"]) == ("6.0", "3.0", "3.0")
    assert {one["kind"] for one in told} >= {"option", "package", "not_enough"}
    ceiling = next(one for one in told if one["kind"] == "not_enough" and one["path"].endswith("ceiling"))
    assert "43.56 %" in ceiling["reason"]


def test_changes_of_a_form_are_listed_with_their_cells(found: Gap, tmp_path: Path) -> None:
    (path,) = write_reforms(found, tmp_path / "new", "en")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    by_input = {(row["test"], row["input"]): row for row in rows}
    assert by_input["waiting", "benefit.ill.waiting_days"]["proposed"] == "3.0"
    assert by_input["level", "benefit.ill.formula.rate"]["proposed"] == "0.44"
    assert not (tmp_path / "new" / "form_changes.csv.tmp").exists()


def test_figures_of_a_reason_are_written_as_the_language_writes_them(found: Gap) -> None:
    said = {lang: " ".join(gap_text(found, lang).split()) for lang in ("en", "fr", "es")}
    assert "43.56 %" in said["en"] and "43,56 %" not in said["en"]
    for lang in ("fr", "es"):
        assert "43,56 %" in said[lang] and "43.56" not in said[lang]


def test_french_puts_a_space_before_every_colon(found: Gap) -> None:
    assert not re.search(r"[\w)]:(\s|$)", gap_text(found, "fr"))


def test_a_change_shows_no_more_decimals_than_tell_its_ends_apart() -> None:
    told = Told(of_sickness(None), load_standard("C102"), "fr")
    weeks = Change("benefit.ill.duration_weeks", "", "weeks", "form", 25.285714, 26.0, 26.0)
    assert numbers.plain(turned(weeks, told)).endswith("25,3 semaines → 26 semaines")
    close = Change("benefit.ill.duration_weeks", "", "weeks", "form", 25.99, 26.0, 26.0)
    assert "25,99 semaines" in numbers.plain(turned(close, told))
    one = Change("benefit.ill.waiting_days", "", "days", "form", 1.0, 0.0, 0.0)
    assert numbers.plain(turned(one, told)).endswith("1 jour → 0 jour")


def test_one_change_is_not_said_to_be_together(found: Gap) -> None:
    counts = {
        part.part.name: len(part.package.changes) for part in (*found.parts, *found.common) if part.package
    }
    assert sorted(counts.values())[0] == 1 < sorted(counts.values())[-1], counts
    text = gap_text(found, "en")
    assert text.count("One change is enough") == sum(count == 1 for count in counts.values())
    assert text.count("Together, tested") == sum(count > 1 for count in counts.values())


def test_what_is_lacking_stands_a_thing_a_line() -> None:
    held = practice_of(PracticeRequest("SEN"))
    found = gap_of(Bench(load_standard("C102"), held), ("V",), cost=Coster("SEN", 2024, 30, 75, False))
    several = [one for one in found.parts[0].unknown if len(one.missing) > 1]
    assert several
    lines = gap_text(found, "en").splitlines()
    for one in several:
        assert sum(line.startswith("    * ") for line in lines) >= len(one.missing)
    assert not any(".;" in line for line in lines)

"""Scenarios in words: what they change without a code, and years in which a law that stands pays nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from socle.model.results import Floor
from socle.report import numbers, scenario_words, sections
from socle.report.text import LANGUAGES
from socle.run.floor import floor
from tests.report import sample

SAID = {
    "en": ("under 3 years", "50 %", "86 USD a year", "Paid for 6 months in the year"),
    "fr": ("moins de 3 ans", "50 %", "86 USD par an", "6 mois"),
    "es": ("menos de 3 a\u00f1os", "50 %", "86 USD al a\u00f1o", "6 meses"),
}


@pytest.fixture(scope="module")
def senegal() -> Floor:
    return floor("SEN", scenarios=["status_quo", "low"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_scenario_changes_is_said_with_its_unit_and_never_as_a_path(senegal: Floor, lang: str) -> None:
    rows = scenario_words.changes(senegal, senegal.scenario("low"), lang)
    text = numbers.plain("\n".join(f"{what} {said}" for what, said in rows))
    assert len(rows) == len(senegal.scenario("low").changes)
    assert not any("_" in what + said or "`" in what + said for what, said in rows)
    assert all(words in text for words in SAID[lang])


ENDS = {
    "en": ("from 70 years", "at least 70", "at most 70"),
    "fr": ("d\u00e8s 70 ans", "au moins 70", "au plus 70"),
    "es": ("desde los 70 a\u00f1os", "al menos 70", "como m\u00e1ximo 70"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_end_that_changes_reads_as_a_phrase(senegal: Floor, lang: str) -> None:
    low = senegal.scenario("low")
    age = replace(low.parameters["children.child_benefit.age_band.below"], values=(70.0,), written=("70",))
    paths = tuple(
        f"old_age.pension.{end}"
        for end in ("age_band.at_least", "household_size.at_least", "household_size.at_most")
    )
    changed = replace(
        low, changes=tuple((path, "70") for path in paths), parameters=dict.fromkeys(paths, age)
    )
    said = [numbers.plain(text) for _what, text in scenario_words.changes(senegal, changed, lang)]
    assert said[0] == ENDS[lang][0]
    assert all(text.startswith(words) for text, words in zip(said, ENDS[lang], strict=True))


def test_a_change_of_what_no_benefit_has_keeps_its_path() -> None:
    found = sample.floor()
    one = replace(found.scenarios[0], changes=(("nobody.knows.this", "1"),))
    assert scenario_words.changes(found, one, "en") == (("`nobody.knows.this`", "`1`"),)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_year_in_which_the_law_pays_nothing_is_said_under_the_table(senegal: Floor, lang: str) -> None:
    """Grants of Senegal were suspended after the first quarter of 2024 and paid again from March 2026."""
    grant = next(one for one in senegal.scenario("status_quo").benefits if one.benefit == "pnbsf.grant")
    paid = dict(zip(senegal.years, grant.recipients, strict=True))
    assert paid[2025] == 0 < paid[2024] < paid[2023] and paid[2026] > 0
    notes = sections.benefits(senegal, senegal.scenario("status_quo"), lang).notes
    assert len(notes) == 1 and "2025" in notes[0] and "2024" not in notes[0]


def test_a_benefit_that_ends_or_begins_is_not_said_to_pause() -> None:
    found = sample.floor()
    scenario = found.scenarios[0]
    years = len(found.years)
    late = replace(scenario.benefits[0], spending=np.arange(years, dtype=float))
    ended = replace(scenario.benefits[0], spending=np.arange(years, dtype=float)[::-1].copy())
    assert scenario_words.paused(found, replace(scenario, benefits=(late, ended)), "en") == ()

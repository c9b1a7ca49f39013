"""The terminal: the answer first, eighty columns, words where a number is not known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from socle.report import table
from socle.report.text import LANGUAGES, translator
from tests.report import sample

FLOOR = sample.floor()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_fits_eighty_columns_in_every_language(lang: str) -> None:
    lines = table.summary(FLOOR, lang).splitlines()
    assert max(map(len, lines)) <= 80
    assert not any("\u00a0" in line or "\u202f" in line for line in lines)


def test_the_first_line_is_the_answer() -> None:
    text = " ".join(table.summary(FLOOR, "en").split("\n\n")[0].splitlines())
    assert text == (
        "A floor for Examplia would cost 2.3 % of GDP in 2023 (high scenario), 8.9 % of government expenditure. "
        "Of this, 1.2 % of GDP is income security and 1.2 % health care, before what the state already spends on it."
    )


def test_without_health_care_nothing_is_said_of_it() -> None:
    cash = tuple(
        replace(s, benefits=tuple(b for b in s.benefits if b.branch != "health")) for s in FLOOR.scenarios
    )
    assert "health care" not in table.summary(replace(FLOOR, scenarios=cash), "en").split("\n\n")[0]


def test_a_guarantee_without_computed_benefit_is_a_word_and_not_a_zero() -> None:
    block = table.summary(FLOOR, "en").split("Status quo\n")[1].split("\n\n")[0].splitlines()
    rows = {line[:20].strip(): line[20:].strip() for line in block}
    assert rows["Working age"] == "not computed"
    assert rows["Health"] == "none"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_economy_gives_words(lang: str) -> None:
    unknown = np.full(len(FLOOR.years), np.nan)
    floor = replace(FLOOR, macro=replace(FLOOR.macro, gdp=unknown, expenditure=unknown))
    text = table.summary(floor, lang)
    assert translator(lang)("missing") in text
    assert "nan" not in text.lower().split()
    assert max(map(len, text.splitlines())) <= 80


def test_a_short_run_shows_its_first_and_last_year() -> None:
    floor = sample.shortened(FLOOR, 6)
    head = table.summary(floor, "en").split("\n\n")[1].splitlines()[1].split()
    assert head == ["2023", "2028", "2023", "2023"]


def test_what_was_written_is_listed_last() -> None:
    lines = table.summary(FLOOR, "en", [Path("out/floor_XXX.csv")]).splitlines()
    assert lines[-2:] == ["Written:", f"  {Path('out/floor_XXX.csv')}"]


def test_a_partial_sum_reads_at_least_and_the_sign_is_explained() -> None:
    floor = sample.without_pension_from(FLOOR, 10)
    text = table.summary(floor, "en")
    total = next(line for line in text.split("High scenario\n")[1].splitlines() if line.startswith("  Total"))
    assert total.split()[1] == "2.3"
    assert total.count("\u2265") == 2
    assert "\u2265: at least" in text
    assert "\u2265" not in table.summary(replace(FLOOR, scenarios=FLOOR.scenarios[1:]), "en")

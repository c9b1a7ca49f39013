"""A valuation in a terminal: every language, 80 columns, words where there is no number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.model.survey import Flag
from socle.report import valuation_tables, valuation_words
from socle.report.sections import Table
from socle.report.text import LANGUAGES
from socle.report.valuation_rows import scalars
from tests.report import valuation_sample


def said(table: Table, name: str) -> tuple[str, ...]:
    """The cells of the row of a name."""
    rows = [row for _title, group in table.groups for row in group]
    return next(row[1:] for row in rows if row[0] == name)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("sample", [valuation_sample.found, valuation_sample.alone])
def test_the_page_fits_80_columns_and_says_what_is_not_a_number(sample, lang: str) -> None:
    text = valuation_tables.summary(sample(), lang)
    assert max(map(len, text.splitlines())) <= 80
    assert not {"nan", "inf", "None"} & set(text.replace(",", " ").split())
    assert "{" not in text


def test_the_first_line_answers_how_long_the_reserve_lasts() -> None:
    found, alone = valuation_sample.found(), valuation_sample.alone()
    year = scalars(alone.valued)["exhaustion"]
    assert f"the reserve is exhausted in {year:.0f}" in valuation_words.headline(alone, "en")
    assert "the reserve lasts beyond 2064" in valuation_words.headline(found, "en")


def test_a_reserve_that_pays_for_all_years_needs_no_premium_below_nothing() -> None:
    found = valuation_sample.found()
    premiums = replace(found.valued.premiums, general_average=np.array([-0.02]))
    said = valuation_words.headline(replace(found, valued=replace(found.valued, premiums=premiums)), "en")
    assert "the reserve alone would pay for 2025-2064" in said
    assert "2.00" not in said


def test_two_laws_stand_side_by_side_with_their_difference() -> None:
    found = valuation_sample.found()
    tables = valuation_tables.tables(found, "en")
    table = next(one for one in tables if one.caption.startswith("Premiums"))
    assert table.head == ("", "Pay more", "Status quo", "difference")
    cells = [cell.replace("−", "-").split()[0] for cell in map(plain, said(table, "General average premium"))]
    assert float(cells[2]) == pytest.approx(float(cells[0]) - float(cells[1]), abs=0.011)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_premium_without_limit_is_said_to_be_not_defined_and_why() -> None:
    found = valuation_sample.alone()
    valued = replace(found.valued, premiums=replace(found.valued.premiums, for_ever=None))
    text = valuation_tables.summary(replace(found, valued=valued), "en")
    assert "General average premium for ever" in text
    assert "not defined, because in the last year the return is not above" in " ".join(text.split())


def test_what_is_unverified_is_marked() -> None:
    found = valuation_sample.found()
    text = " ".join(valuation_tables.summary(found, "en").split())
    unverified = [one for one in valuation_words.stated(found) if one.unverified]
    assert unverified
    assert text.count("[unverified]") == len(unverified)


def test_each_assumption_of_the_sensitivity_has_its_year_of_exhaustion_in_words() -> None:
    table = valuation_tables.sensitivity(valuation_sample.found(), "en")
    assert table is not None
    assert said(table, "As computed")[-1] == "lasts beyond 2064"
    assert said(table, "Death rates 10 % lower")[-1] == "2050"


@given(st.lists(st.floats(min_value=-1e15, max_value=1e15), min_size=1, max_size=7))
def test_numbers_side_by_side_have_one_scale_in_which_the_largest_has_room(values: list[float]) -> None:
    divisor, _words = valuation_words.scale(values, "XTS", "en")
    largest = max(map(abs, values))
    assert divisor in (1, 1e3, 1e6, 1e9)
    assert largest / divisor < 1e6 or divisor == 1e9
    if divisor > 1:
        least = min(abs(value) for value in values if value)
        assert least >= divisor or largest >= 1e6 * divisor / 1e3


def test_a_benefit_without_a_title_has_its_own_name_in_each_language() -> None:
    valued = valuation_sample.found().valued
    names = tuple(valued.over_time.benefits)
    told = {lang: [valuation_words.benefit(valued, name, lang) for name in names] for lang in LANGUAGES}
    assert told["en"] == ["Old age", "Invalidity", "Survivors", "Orphans"]
    assert all(len(set(titles)) == len(names) for titles in told.values())


def test_what_to_know_before_the_numbers_stands_before_them() -> None:
    found = replace(
        valuation_sample.found(), warnings=(Flag("{count} rows are {what}.", {"count": "3", "what": "odd"}),)
    )
    text = valuation_tables.summary(found, "en")
    assert text.index("! 3 rows are odd.") < text.index("Contributors")

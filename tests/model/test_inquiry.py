"""An inquiry says what was said: money in the currency, nothing where nothing is known, how much is filled in."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from socle.exchange.country import COUNTRIES
from socle.exchange.inquiry_content import content_of
from socle.exchange.inquiry_file import inquiry_of, read_inquiry
from socle.model import inquiry_codes as codes
from socle.model.inquiry import Inquiry
from socle.model.inquiry_tables import INQUIRY, METADATA, TABLES

CONTENT = content_of(read_inquiry(COUNTRIES / "XXX" / "inquiry" / "2024").filled)


def changed(**tables: list[dict[str, str]]) -> Inquiry:
    content = copy.deepcopy(CONTENT)
    content["tables"].update(tables)
    return inquiry_of(content)


def rows(table: str, *without: str) -> list[dict[str, str]]:
    return [row for row in CONTENT["tables"][table] if not (without and set(without) <= set(row.values()))]


def test_sums_are_in_the_currency_and_levels_as_written() -> None:
    inquiry = changed()
    assert inquiry.money("receipts", "national_pension", "contrib_employer") == pytest.approx(647.5e6)
    assert inquiry.fact("gdp") == pytest.approx(105_440e6)
    assert inquiry.monthly("average_wage") == pytest.approx(1570)
    assert {row.value for row in inquiry.rows("levels") if row.path == "old_age.pension"} == {136.0}
    units = copy.deepcopy(CONTENT)
    units["facts"] |= {"money_unit": "thousands", "average_wage": "18840", "average_wage_per": "year"}
    other = inquiry_of(units)
    assert other.money("receipts", "national_pension", "contrib_employer") == pytest.approx(647.5e3)
    assert other.monthly("average_wage") == pytest.approx(1570)


def test_the_total_is_that_of_the_accounts_or_else_the_sum_of_known_items() -> None:
    whole = changed().money("expenditure", "national_pension")
    without = changed(expenditure=rows("expenditure", "national_pension", "total"))
    assert without.money("expenditure", "national_pension") == pytest.approx(whole)
    lacking = [dict(row) for row in rows("expenditure", "national_pension", "total")]
    for row in lacking:
        if row["scheme"] == "national_pension" and row["item"] == "administration":
            row |= {"amount": "", "status": "missing", "method": "Not closed"}
    assert changed(expenditure=lacking).money("expenditure", "national_pension") is None  # never nought
    assert changed().money("expenditure", "no_such_scheme") is None


def test_an_item_of_the_scheme_stands_for_those_of_its_benefits() -> None:
    added = [
        *rows("expenditure"),
        {"scheme": "old_age", "year": "2024", "item": "benefit_cash", "amount": "345"},
    ]
    assert changed(expenditure=added).money("expenditure", "old_age", "benefit_cash") == pytest.approx(345e6)
    assert changed().money("expenditure", "old_age", "benefit_cash") == pytest.approx((336.2 + 7.4) * 1e6)
    assert changed().money("expenditure", "old_age", "benefit_cash", "pension") == pytest.approx(336.2e6)


def test_both_sexes_are_added_up_only_where_both_are_known() -> None:
    asked = {"scheme": "national_pension", "benefit": "survivors", "measure": "yearly_average"}
    assert changed().people("beneficiaries", asked) == 20_701
    unsaid = rows("beneficiaries", "survivors", "both")
    assert changed(beneficiaries=unsaid).people("beneficiaries", asked) == 20_701
    one = [row for row in unsaid if not {"survivors", "male"} <= set(row.values())]
    assert changed(beneficiaries=one).people("beneficiaries", asked) is None
    assert changed(beneficiaries=one).people("beneficiaries", asked | {"sex": "female"}) == 17_501


def test_groups_are_those_of_the_table_or_of_the_facts() -> None:
    assert changed().group("births") == changed().group("births", "female") == 211_100
    assert changed().group("births", "male") is None
    unsaid = changed(populations=rows("populations", "population"))
    assert unsaid.group("population") == 8_339_738 and unsaid.group("population", "male") is None


def test_a_row_says_its_own_source_and_status_or_those_of_the_facts() -> None:
    inquiry = changed()
    level = next(row for row in inquiry.rows("levels") if row.path == "old_age.pension")
    assert (level.status, level.reference_date) == ("P", "2024-12-31")
    assert level.source == "Invented figures of the toy country, Socle, 2026"
    missing = next(row for row in inquiry.rows("beneficiaries") if row.path == "school.stipend")
    assert missing.status == "O" and missing.value is None and "registers" in missing.method
    assert {row.status for row in inquiry.rows("populations")} == {"E"}


def section(inquiry: Inquiry, name: str) -> Any:
    return next(one for one in inquiry.sections if one.name == name)


def test_a_part_of_the_questionnaire_is_shown_as_a_share() -> None:
    whole = changed()
    assert section(whole, "beneficiaries").given == len(whole.benefits) - 1
    assert section(whole, "beneficiaries").explained == 1  # the stipend, with its reason
    half = changed(receipts=[row for row in rows("receipts") if row["scheme"] in ("old_age", "health")])
    assert section(half, "receipts").share == pytest.approx(2 / 10)
    content = copy.deepcopy(CONTENT)
    del content["tables"]["reserves"]
    none = section(inquiry_of(content), "reserves")
    assert (none.given, none.expected, none.share) == (0, 3, 0.0)


def test_every_table_of_values_says_where_they_come_from_and_how_sure_they_are() -> None:
    for name, spec in TABLES.items():
        columns = tuple(column.name for column in spec.columns)
        if name not in ("schemes", "benefits", "reasons", "missing"):
            assert columns[-len(METADATA) :] == METADATA
        assert set(spec.key) <= set(columns)
    assert set(INQUIRY.given) <= {column.name for spec in TABLES.values() for column in spec.columns}


def test_functions_and_groups_are_known_words() -> None:
    assert set(codes.SHARED) <= set(codes.FUNCTIONS) and set(codes.SHARED.values()) <= set(codes.GROUPS)
    assert set(codes.CONTRIBUTORY) <= set(codes.TYPES)

"""An inquiry as content and as observations: nothing is lost, nothing is invented."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from socle.exchange.flow_file import flow
from socle.exchange.flow_frame import schema, split
from socle.exchange.form_file import read_form
from socle.exchange.inquiry_content import content_of, differences, filled_of, without_confidential
from socle.exchange.inquiry_observations import inquiry_frame
from socle.model.form import Filled
from socle.model.inquiry_tables import INQUIRY
from socle.model.observation import RECORDED

SMALL = """
country: XXX
year: 2024
currency: XXD
money_unit: millions
respondent: Ministry of Labour
population: 1000000
gdp: 2500
minimum_wage: 300
pension_age_men: 65
pension_age_women: 60
status: provisional
reference_date: 2024-12-31
schemes:
  - {scheme: old_age, name_en: Pensions, type: social_insurance, financing: contributions, participation: mandatory}
  - {scheme: grant, name_en: Grant, type: universal, financing: taxes}
benefits:
  - {scheme: old_age, benefit: pension, name_en: Pension, function: old_age, nature: cash_periodic,
     periodicity: month, means_tested: no, counted: persons}
  - {scheme: grant, benefit: family, name_en: Grant, function: family_children, nature: cash_periodic,
     periodicity: month, means_tested: no, counted: households}
receipts:
  - {scheme: old_age, year: 2024, item: contrib_employer, amount: 1.5, status: final}
  - {scheme: old_age, year: 2024, item: total, amount: 2}
reserves:
  - {scheme: old_age, year: 2024, opening: 10, closing: 11}
beneficiaries:
  - {scheme: old_age, benefit: pension, year: 2024, measure: stock_at_date, sex: female, age: 60+, count: 5000,
     confidential: yes}
  - {scheme: old_age, benefit: pension, year: 2024, measure: stock_at_date, sex: male, age: older, status: missing,
     method: not counted by sex}
  - {scheme: grant, benefit: family, year: 2024, measure: yearly_average, sex: both, age: all, count: 700}
levels:
  - {scheme: old_age, benefit: pension, year: 2024, stat: mean, amount: 120, period: month}
overlaps:
  - {scheme: old_age, benefit: pension, other_scheme: grant, year: 2024, sex: both, rate: 0.25}
"""


@pytest.fixture
def inquiry(tmp_path: Path) -> Filled:
    """A small inquiry."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return read_form(INQUIRY, path)


def values(frame: pl.DataFrame) -> dict[str, tuple[float | None, str, str]]:
    """Value, status and unit by key."""
    chosen = frame.select("KEY", "OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE").iter_rows()
    return {key: (value, status, unit) for key, value, status, unit in chosen}


def test_every_number_is_an_observation_in_the_currency_itself(inquiry: Filled) -> None:
    frame = inquiry_frame(inquiry)
    assert values(frame) == {
        "A.XXX._T._T.POPULATION._T._T._T._T": (1e6, "P", "PS"),
        "A.XXX._T._T.GDP._T._T._T._T": (2.5e9, "P", "XDC"),
        "A.XXX._T._T.REFERENCE.MINIMUM_WAGE._T._T._T": (300.0, "P", "XDC"),
        "A.XXX._T._T.REFERENCE.PENSION_AGE.M._T._T": (65.0, "P", "YR"),
        "A.XXX._T._T.REFERENCE.PENSION_AGE.F._T._T": (60.0, "P", "YR"),
        "A.XXX.old_age._T.RECEIPTS.CONTRIB_EMPLOYER._T._T._T": (1.5e6, "A", "XDC"),
        "A.XXX.old_age._T.RECEIPTS._T._T._T._T": (2e6, "P", "XDC"),
        "A.XXX.old_age._T.RESERVES.OPENING._T._T._T": (10e6, "P", "XDC"),
        "A.XXX.old_age._T.RESERVES.CLOSING._T._T._T": (11e6, "P", "XDC"),
        "A.XXX.old_age.pension.BENEFICIARIES.STOCK_AT_DATE.F.Y_GE60._T": (5000.0, "P", "PS"),
        "A.XXX.old_age.pension.BENEFICIARIES.STOCK_AT_DATE.M.OLDER._T": (None, "O", "PS"),
        "A.XXX.grant.family.BENEFICIARIES.YEARLY_AVERAGE._T._T._T": (700.0, "P", "HH"),
        "A.XXX.old_age.pension.BENEFIT_LEVEL.MEAN._T._T._T": (120.0, "P", "XDC"),
        "A.XXX.old_age$grant.pension$_T.OVERLAP._T._T._T._T": (25.0, "P", "PT"),
    }
    assert frame.schema == schema(RECORDED)
    assert frame["KEY"].is_unique().all()


def test_a_value_says_its_source_its_date_and_why_it_is_missing(inquiry: Filled) -> None:
    frame = inquiry_frame(inquiry)
    assert frame["SOURCE"].unique().to_list() == ["Ministry of Labour"]
    missing = frame.row(by_predicate=pl.col("OBS_STATUS") == "O", named=True)
    assert missing["METHOD"] == "not counted by sex"
    women = frame.row(by_predicate=pl.col("KEY").str.contains("Y_GE60"), named=True)
    assert json.loads(women["ATTRIBUTES"]) == {"CONFIDENTIAL": "yes", "REFERENCE_DATE": "2024-12-31"}
    level = frame.row(by_predicate=pl.col("CODE") == "BENEFIT_LEVEL", named=True)
    assert json.loads(level["ATTRIBUTES"])["PERIOD"] == "MONTH"


def test_every_code_is_one_of_the_flow(inquiry: Filled) -> None:
    wide = split(flow("INQUIRY"), inquiry_frame(inquiry).drop("AREA", "CODE"))
    for one in flow("INQUIRY").dimensions:
        if one.codelist is not None:
            assert [code for code in wide[one.id].unique() if not one.codelist.has(code)] == []


def test_content_reads_again_as_what_it_was(inquiry: Filled) -> None:
    content = json.loads(json.dumps(content_of(inquiry)))
    again = filled_of(INQUIRY, content, "XXX-2024-1")
    assert content_of(again) == content
    assert inquiry_frame(again).equals(inquiry_frame(inquiry))


def test_what_is_confidential_is_left_out_by_row(inquiry: Filled) -> None:
    content = content_of(inquiry)
    shown = without_confidential(content)
    assert len(content["tables"]["beneficiaries"]) == 3
    assert [row["count"] for row in shown["tables"]["beneficiaries"] if "count" in row] == ["700"]


def test_differences_are_named_by_cell(inquiry: Filled) -> None:
    before = content_of(inquiry)
    after = json.loads(json.dumps(before))
    after["facts"]["population"] = "1000000.0"
    after["facts"]["gdp"] = "2600"
    after["tables"]["receipts"][0]["amount"] = "1.6"
    after["tables"]["receipts"].reverse()
    del after["tables"]["overlaps"]
    found = [
        (one.table, one.row, one.column, one.before, one.after) for one in differences(INQUIRY, before, after)
    ]
    assert found[:2] == [
        ("facts", "", "gdp", "2500", "2600"),
        ("receipts", "old_age/2024/contrib_employer", "amount", "1.5", "1.6"),
    ]
    assert found[2][:3] == ("overlaps", "old_age/pension/grant///2024/both", "")
    assert len(found) == 3

"""Both tiers as text, CSV and JSON: one set of numbers, in three languages."""

from __future__ import annotations

import csv
import io
import json

import pytest

from socle.report import tiers_tables
from socle.run.tiers import tiers
from socle.run.valuation import ValuationRequest

LAW = """\
scheme: universal
title: {en: Universal pension, fr: Pension universelle, es: Pensión universal}
law: {title: Act, section: '1'}
branch: old_age
benefits:
  pension:
    who: [age_band: {at_least: 65}]
    how_much:
      - flat: {amount: {unit: XTS, per: month, 2023: 400, then: wages}}
      - less_income: {share: 0.5, on: {other_income: national_pension.old_age}}
financing: [general_revenue]
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    file = tmp_path_factory.mktemp("law") / "universal.yaml"
    file.write_text(LAW)
    return tiers(ValuationRequest("XXX/national_pension", years=12), str(file))


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_the_page_keeps_within_its_width_and_says_both_lines(found, lang):
    text = tiers_tables.as_text(found, lang)
    assert all(len(line) <= tiers_tables.WIDTH for line in text.splitlines())
    for year in ("2025", "2036"):
        assert year in text
    cost = found.cost[-1] / found.gdp[-1]
    assert f"{100 * cost:.1f}".replace(".", "." if lang == "en" else ",") in text


def test_the_csv_has_every_year_of_every_measure_once(found):
    rows = list(csv.DictReader(io.StringIO(tiers_tables.as_csv(found, "en"))))
    keys = {(row["scheme"], row["benefit"], row["measure"], row["year"]) for row in rows}
    assert len(keys) == len(rows) == 12 * (len(tiers_tables.MEASURES) + len(tiers_tables.LINES))
    said = dict.fromkeys(("cost", "saved", "untested", "spending"), 0.0)
    for row in rows:
        if row["measure"] in said and row["year"] == "2036":
            said[row["measure"]] += float(row["value"])
    assert said["cost"] + said["saved"] == pytest.approx(said["untested"], rel=1e-12)
    assert said["cost"] == pytest.approx(found.cost[-1], rel=1e-12)
    assert said["spending"] == pytest.approx(found.spending[-1], rel=1e-12)


def test_json_says_the_same_numbers_as_the_csv(found):
    content = json.loads(json.dumps(tiers_tables.content(found, "fr"), allow_nan=False))
    rows = list(csv.DictReader(io.StringIO(tiers_tables.as_csv(found, "fr"))))
    assert [float(row["value"]) for row in rows] == [row["value"] for row in content["rows"]]

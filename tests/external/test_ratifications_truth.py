"""The shipped register against the reference list, fact by fact, where that is at hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from socle.exchange.ratification_file import load_library

pytestmark = pytest.mark.external


def test_the_register_is_the_reference_list_fact_by_fact(shared: Path) -> None:
    path = shared / "reference/c102_ratifications.csv"
    with path.open(encoding="utf-8", newline="") as file:
        wanted = {row["iso3"]: row for row in csv.DictReader(file)}
    held = {row.iso3: row for row in load_library().registers["C102"].rows}
    assert set(held) == set(wanted)
    for iso3, row in held.items():
        told = wanted[iso3]
        found = {
            "year": str(row.first.year),
            "registration_date": row.registered if row.day_known else "",
            "parts_accepted": " ".join(row.parts),
            "n_parts": "" if row.count is None else str(row.count),
            "date_confidence": row.date_confidence,
            "parts_confidence": row.parts_confidence,
            "parts_official": " ".join(row.official),
            "parts_official_status_date": row.official_on,
        }
        assert found == {name: told[name] for name in found}, iso3
        assert all(one in told["source_note"] for one in (*row.exceptions, *row.ended_by)), iso3
        assert bool(row.date_source) is ("date from recall" not in told["source_note"]), iso3

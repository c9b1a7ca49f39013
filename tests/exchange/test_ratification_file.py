"""The register of ratifications is read strictly: what is wrong is refused with its line and the nearest."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from socle.exchange.areas import load_areas
from socle.exchange.ratification_file import COLUMNS, FOLDER, days, load_library, read_library, read_rows
from socle.exchange.sources import source
from socle.ground.refusals import Refusal
from socle.model.ratification import Register

EMPTY = Register(
    "C102", 1952, date(2023, 3, 22), date(2024, 6, 7), date(2026, 11, 21), ("II", "III", "IV", "V"), ()
)
GOOD = "GRC,1955-06-16,high,NL-TRB-2011-198,II V,2,high,AT-BGBL-III-2014-151,V,2014-07-01,C128,27(d) 41(d)"


def read(*lines: str, head: str = ",".join(COLUMNS)) -> Register:
    rows = read_rows("\n".join([head, *lines]) + "\n", EMPTY, "c102.csv")
    return Register(**{**vars(EMPTY), "rows": rows})


def refused(*lines: str, head: str = ",".join(COLUMNS)) -> str:
    with pytest.raises(Refusal) as caught:
        read(*lines, head=head)
    return caught.value.worded()


def test_a_row_says_what_its_cells_say() -> None:
    (row,) = read(GOOD).rows
    assert (row.iso3, row.first, row.last, row.parts, row.count) == (
        "GRC",
        date(1955, 6, 16),
        date(1955, 6, 16),
        ("II", "V"),
        2,
    )
    assert row.replaced == ("II",) and row.ended_by == ("C128",) and row.exceptions == ("27(d)", "41(d)")


def test_a_year_is_all_its_days_and_counts_for_certain_only_at_its_end() -> None:
    (row,) = read("COM,2022,low,,,,unknown,,,,,").rows
    assert (row.first, row.last, row.registered) == (date(2022, 1, 1), date(2022, 12, 31), "2022")
    assert [row.by(date(2022, 1, 1)), row.by(date(2022, 12, 30))] == [None, None]
    assert row.by(date(2022, 12, 31)) is True and row.by(date(2021, 12, 31)) is False


def test_rows_are_in_the_order_of_their_days_whatever_that_of_the_file() -> None:
    later = "IRQ,2023-03-22,high,ILO-NEWS-2023-03,,,unknown,,,,,"
    assert [row.iso3 for row in read(later, GOOD).rows] == ["GRC", "IRQ"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("GRC", "GRCX", "`GRC`"),
        ("1955-06-16", "1955-02-30", "`1955-02-30`"),
        ("1955-06-16", "16/06/1955", "`1955-06-16`"),
        ("1955-06-16", "1951-06-16", "1951-06-16"),
        ("1955-06-16", "2026-11-22", "2026-11-22"),
        ("1955-06-16", "1955", "`high`"),
        ("1955-06-16,high", "1955-06-16,hgh", "`high`"),
        ("NL-TRB-2011-198", "NL-TRB-2011-199", "`NL-TRB-2011-198`"),
        ("NL-TRB-2011-198", "", "date_confidence"),
        ("high,NL-TRB", "low,NL-TRB", "date_confidence"),
        (",AT-BGBL-III-2014-151,", ",,", "parts_confidence"),
        ("II V,2", "II VX,2", "`V`"),
        ("II V,2", "V II,2", "`V II`"),
        ("II V,2", "V V,2", "`V V`"),
        ("II V,2", "II V,3", "3"),
        ("II V,2", "II V,", "`high`"),
        ("II V,2,high", "II V,2,count_only", "`count_only`"),
        ("2014-07-01", "", "official"),
        ("2014-07-01", "2014-13", "`2014-13`"),
        (",V,2014", ",III,2014", "official"),
        ("27(d) 41(d)", "27(d),41(d)", "13"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line_and_what_was_meant(old: str, new: str, said: str) -> None:
    assert old in GOOD
    other = "IRQ,2023-03-22,high,ILO-NEWS-2023-03,,,unknown,,,,,"
    text = refused(other, GOOD.replace(old, new, 1))
    assert text.startswith("c102.csv:3:"), text
    assert said in text


def test_a_state_stands_once_and_a_register_is_not_empty() -> None:
    assert refused(GOOD, GOOD).startswith("c102.csv:3: `GRC` stands twice")
    assert "no rows" in refused()


def test_columns_are_refused_by_name_at_the_first_line() -> None:
    text = refused(GOOD, head=",".join(COLUMNS).replace("official_on,", ""))
    assert text.startswith("c102.csv:1:") and text.rstrip(".").endswith("official_on")


@pytest.mark.parametrize("text", ["", "21", "2021-1-1", "20211008", "2021-10-08T00", "0000", "last year"])
def test_what_is_neither_a_day_nor_a_year_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        days(text)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("counts.yaml", "adopted: 1952", "adoptd: 1952", "`adopted`"),
        ("counts.yaml", "count: 47", "count: many", "`many`"),
        ("counts.yaml", "from: 2011-12-31", "from: 2011-31-12", "`2011-31-12`"),
        ("counts.yaml", "source: ILO-GB343-INS-3-1", "source: ILO-GB343", "ILO-GB343"),
        ("counts.yaml", "verified: yes", "verified: surely", "`surely`"),
        ("counts.yaml", "file: c102.csv", "file: c103.csv", "c103.csv"),
        ("campaign.yaml", "by: 2026-12-31", "by: soon", "`soon`"),
        ("campaign.yaml", "target:", "goal:", "`goal`"),
    ],
)
def test_the_files_beside_are_read_strictly_too(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    shutil.copytree(FOLDER, tmp_path / "held")
    path = tmp_path / "held" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        read_library(tmp_path / "held")
    assert said in caught.value.worded()
    assert file in caught.value.worded() or "c103" in said


def test_every_shipped_row_is_of_a_country_of_today_and_names_sources_that_are_told() -> None:
    register = load_library().registers["C102"]
    assert max(Counter(row.iso3 for row in register.rows).values()) == 1
    assert all(row.iso3 in load_areas() for row in register.rows)
    keys = {key for row in register.rows for key in (row.date_source, row.parts_source) if key}
    assert all(source(key).citation for key in keys)
    assert max(row.first for row in register.rows) == register.latest_read


def test_what_nobody_verified_is_marked_so() -> None:
    library = load_library()
    assert library.undated and not any(one.verified for one in library.undated.values())
    assert all(not row.date_source for row in library.registers["C102"].rows if row.date_confidence == "low")

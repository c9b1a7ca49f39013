"""The bulk files of the World Economic Outlook, old layout and new, whole and damaged."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from socle.exchange.weo import read_weo
from socle.ground.refusals import Refusal

HEADER = [
    "WEO Country Code",
    "ISO",
    "WEO Subject Code",
    "Country",
    "Subject Descriptor",
    "Subject Notes",
    "Units",
    "Scale",
    "Country/Series-specific Notes",
    "1980",
    "2021",
    "2022",
    "2023",
    "Estimates Start After",
]
FOOTER = "International Monetary Fund, World Economic Outlook Database, October 2023"


def row(iso: str, subject: str, *values: str, scale: str = "Billions", last: str = "2021") -> list[str]:
    """A row of the old layout, with notes that hold quotes and commas."""
    notes = ['Côte, "quoted"', "National currency", scale, "note"]
    return ["722", iso, subject, "Senegal", "Gross domestic product, current prices", *notes, *values, last]


ROWS = [
    row("SEN", "NGDP", "1.5", "15,287.930", "17,268.33", "n/a"),
    row("SEN", "PCPIPCH", "", "2.2", "--", "-0.5", scale=""),
    row("UVK", "NGDP", "", "7", "8", "9", last=""),
    row("WBG", "NGDP", "", "7", "8", "9", last="2022"),
    row("", "NGDP", "", "1", "1", "1"),
]


def old(
    path: Path, rows: list[list[str]] = ROWS, *, encoding: str = "utf-16-le", footer: str = FOOTER
) -> Path:
    """Writes the old layout: tabs, quotes where a cell needs them, the edition in the last line."""
    cells = [['"' + cell.replace('"', '""') + '"' if '"' in cell else cell for cell in line] for line in rows]
    text = "\n".join("\t".join(line) for line in [HEADER, *cells]) + f"\n\n{footer}\n"
    path.write_bytes(text.encode(encoding))
    return path


def values(frame: pl.DataFrame) -> dict[tuple[str, str, int], float]:
    """The rows as a mapping."""
    return {(row["iso3"], row["series"], row["year"]): row["value"] for row in frame.iter_rows(named=True)}


PORTAL = "\n".join(
    [
        '"DATASET","SERIES_CODE","OBS_MEASURE","COUNTRY","INDICATOR","FREQUENCY","SCALE","UNIT",'
        '"PUBLICATION_DATE","LATEST_ACTUAL_ANNUAL_DATA","2023","2024"',
        '"IMF.RES:WEO(9.0.0)","SEN.NGDP.A","OBS_VALUE","Senegal","GDP, current prices","Annual","Billions",'
        '"Domestic currency","2026-04-14T13:00:00Z","2024","18769.5","20,100.25"',
        '"IMF.RES:WEO(9.0.0)","IND.NGDP.A","OBS_VALUE","India","GDP, current prices","Annual","Billions",'
        '"Domestic currency","2026-04-14T13:00:00Z","FY2023/24","300","310"',
        '"IMF.RES:WEO(9.0.0)","KOS.NGDP.A","OBS_VALUE","Kosovo","GDP, current prices","Annual","Billions",'
        '"Domestic currency","2026-04-14T13:00:00Z","","9",""',
        '"IMF.RES:WEO(9.0.0)","G001.NGDPD.A","OBS_VALUE","World","GDP","Annual","Billions",'
        '"US dollar","2026-04-14T13:00:00Z","","1","2"',
        '"IMF.RES:WEO(9.0.0)","SEN.NGDP.Q","OBS_VALUE","Senegal","GDP","Quarterly","Billions",'
        '"Domestic currency","2026-04-14T13:00:00Z","","1","2"',
    ]
)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16", "utf-8", "utf-8-sig", "latin-1"])
def test_every_encoding_of_the_editions_gives_the_same_values(tmp_path: Path, encoding: str) -> None:
    edition = read_weo(old(tmp_path / "WEOOct2023all.xls", encoding=encoding))
    found = values(edition.rows)
    assert found["SEN", "WEO.NGDP", 2021] == 15287.93
    assert found["SEN", "WEO.PCPIPCH", 2023] == -0.5
    assert edition.vintage == "2023-10"


def test_what_is_not_available_is_absent_and_early_years_and_groups_are_left_aside(tmp_path: Path) -> None:
    found = values(read_weo(old(tmp_path / "weo.xls")).rows)
    assert ("SEN", "WEO.NGDP", 2023) not in found
    assert ("SEN", "WEO.PCPIPCH", 2022) not in found
    assert min(year for _, _, year in found) == 2021
    assert {iso3 for iso3, _, _ in found} == {"SEN", "XKX", "PSE"}


def test_the_last_observed_year_is_known_by_country_and_series(tmp_path: Path) -> None:
    observed = read_weo(old(tmp_path / "weo.xls")).last_observed
    assert observed["SEN", "WEO.NGDP"] == 2021
    assert observed["PSE", "WEO.NGDP"] == 2022
    assert ("XKX", "WEO.NGDP") not in observed


def test_the_scale_of_a_series_is_kept_with_its_name(tmp_path: Path) -> None:
    name = read_weo(old(tmp_path / "weo.xls")).names["WEO.NGDP"]
    assert (name.unit, name.scale) == ("National currency", "Billions")


def test_the_layout_of_the_data_portal_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "WEO_2026.csv"
    path.write_text(PORTAL, encoding="utf-8")
    edition = read_weo(path)
    assert values(edition.rows) == {
        ("SEN", "WEO.NGDP", 2023): 18769.5,
        ("SEN", "WEO.NGDP", 2024): 20100.25,
        ("IND", "WEO.NGDP", 2023): 300,
        ("IND", "WEO.NGDP", 2024): 310,
        ("XKX", "WEO.NGDP", 2023): 9,
    }
    assert edition.vintage == "2026-04"
    assert edition.last_observed == {("SEN", "WEO.NGDP"): 2024, ("IND", "WEO.NGDP"): 2023}


def test_a_file_without_its_last_line_does_not_say_its_edition(tmp_path: Path) -> None:
    assert read_weo(old(tmp_path / "weo.xls", footer="")).vintage == ""


@pytest.mark.parametrize("text", ["abc", "12.3.4", "inf", "nan "])
def test_a_word_among_the_numbers_is_refused_with_its_row(tmp_path: Path, text: str) -> None:
    rows = [*ROWS[:1], row("SEN", "NGDPD", "", "1", text, "2"), *ROWS[1:]]
    with pytest.raises(Refusal, match=r"weo\.xls:3: .*`SEN NGDPD` is not a number"):
        read_weo(old(tmp_path / "weo.xls", rows))


def test_a_row_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r":7: .*twice: SEN WEO\.NGDP"):
        read_weo(old(tmp_path / "weo.xls", [*ROWS, ROWS[0]]))


def test_a_row_with_too_many_cells_is_refused_and_one_that_ends_early_is_not(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r":2: .* 15 cells, the header 14"):
        read_weo(old(tmp_path / "weo.xls", [[*ROWS[0], "more"], *ROWS[1:]]))
    short = ROWS[0][:-2]
    assert values(read_weo(old(tmp_path / "weo.xls", [short])).rows)["SEN", "WEO.NGDP", 2022] == 17268.33


def test_a_missing_column_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    path = old(tmp_path / "weo.xls", encoding="utf-8")
    path.write_text(
        path.read_text(encoding="utf-8").replace("WEO Subject Code", "Subject Code"), encoding="utf-8"
    )
    with pytest.raises(Refusal) as refusal:
        read_weo(path)
    assert (refusal.value.values["column"], refusal.value.nearest) == ("WEO Subject Code", "Subject Code")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04rest", "workbook"),
        (b"\xd0\xcf\x11\xe0rest", "workbook"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"", "no column `ISO`"),
        (b"a\x00\x01\x02b", "not a text file"),
        ("\t".join(HEADER).encode(), "no value of any country"),
        (b"ISO\tWEO Subject Code\tSubject Descriptor\tUnits\nSEN\tNGDP\tx\ty\n", "no column of a year"),
    ],
)
def test_what_is_not_an_edition_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "weo.xls"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=words):
        read_weo(path)


def test_a_file_that_is_absent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no such file"):
        read_weo(tmp_path / "weo.xls")

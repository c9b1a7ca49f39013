"""The bulk file of the World Development Indicators, plain and packed, whole and damaged."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from socle.exchange.wdi import read_wdi
from socle.ground.refusals import Refusal

GINI = "SI.POV.GINI"
TEXT = (
    '\ufeff"Country Name","Country Code","Indicator Name","Indicator Code","1960","2021","2022",\n'
    f'"Senegal","SEN","Gini index","{GINI}","40","36.2","",\n'
    f'"Gambia, The","GMB","Gini index","{GINI}","","","38.8",\n'
    f'"Africa Eastern and Southern","AFE","Gini index","{GINI}","","50","50",\n'
    '"Senegal","SEN","Government expenditure, total (% of GDP)","SE.XPD.TOTL.GD.ZS","","5.5","5.6",\n'
    '"Senegal","SEN","Not asked for","XX.YY","","1","2",\n'
)
COUNTRIES = {"SEN", "GMB"}
SERIES = {GINI, "SE.XPD.TOTL.GD.ZS"}


def plain(folder: Path, text: str = TEXT) -> Path:
    """Writes WDICSV.csv."""
    path = folder / "WDICSV.csv"
    path.write_text(text, encoding="utf-8")
    return path


def packed(folder: Path, member: str = "WDICSV.csv") -> Path:
    """Writes WDI_CSV.zip, with the other tables that it holds."""
    path = folder / "WDI_CSV.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("WDICountry.csv", "a,b\n")
        archive.writestr(member, TEXT)
    return path


@pytest.mark.parametrize("write", [plain, packed, lambda folder: packed(folder, "WDIData.csv")])
def test_countries_and_series_asked_for_are_kept_in_long_form(tmp_path: Path, write) -> None:
    edition = read_wdi(write(tmp_path), series=SERIES, countries=COUNTRIES)
    assert sorted(edition.rows.rows()) == [
        ("GMB", 2022, "WDI.SI.POV.GINI", 38.8),
        ("SEN", 2021, "WDI.SE.XPD.TOTL.GD.ZS", 5.5),
        ("SEN", 2021, "WDI.SI.POV.GINI", 36.2),
        ("SEN", 2022, "WDI.SE.XPD.TOTL.GD.ZS", 5.6),
    ]


def test_the_unit_is_what_the_name_says_in_parentheses(tmp_path: Path) -> None:
    names = read_wdi(plain(tmp_path), series=SERIES, countries=COUNTRIES).names
    assert names["WDI.SE.XPD.TOTL.GD.ZS"].unit == "% of GDP"
    assert (names["WDI.SI.POV.GINI"].name, names["WDI.SI.POV.GINI"].unit) == ("Gini index", "")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("36.2", "many"), r"\.csv:2: `many` in the column `2021` is not a number"),
        (("Indicator Code", "Series Code"), "no column `Indicator Code`"),
        (('"Gambia, The","GMB"', '"Senegal","SEN"'), "twice: SEN SI.POV.GINI"),
        (('"Gambia, The","GMB"', '"Gambia, The",""'), r"\.csv:3: .*`Country Code` is empty"),
        (('"38.8",', '"38.8",,,7'), r"\.csv:3: .* 10 cells, the header 8"),
        (('"2021","2022"', '"a","b"'), "no column of a year"),
        (("SI.POV.GINI", "SI.POV.OTHER"), None),
    ],
)
def test_a_damaged_file_is_refused_with_its_place(
    tmp_path: Path, change: tuple[str, str], words: str | None
) -> None:
    path = plain(tmp_path, TEXT.replace(*change))
    if words is None:
        with pytest.raises(Refusal, match="none of the indicators"):
            read_wdi(path, series={GINI}, countries=COUNTRIES)
        return
    with pytest.raises(Refusal, match=words):
        read_wdi(path, series=SERIES, countries=COUNTRIES)


def test_an_archive_without_the_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"no file `WDICSV\.csv`") as refusal:
        read_wdi(packed(tmp_path, "WDICSV2.csv"), series=SERIES, countries=COUNTRIES)
    assert refusal.value.nearest == "WDICSV2.csv"


def test_an_archive_that_declares_an_absurd_size_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "WDI_CSV.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("WDICSV.csv", b"0" * (80 << 20))
    with pytest.raises(Refusal, match="absurd size"):
        read_wdi(path, series=SERIES, countries=COUNTRIES)

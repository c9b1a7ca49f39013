"""The macroeconomic panel: what loaders return, and what an import changes and leaves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from socle.exchange.macro_bulk import import_macro
from socle.exchange.macro_panel import (
    income_groups,
    last_observed_years,
    load_countries,
    load_macro,
    poverty_lines,
    series_facts,
)
from socle.exchange.store import Store
from socle.ground.refusals import Refusal

PANEL = [
    ("SEN", 2020, "WEO.NGDP", 14.0),
    ("SEN", 2021, "WEO.NGDP", 15.0),
    ("SEN", 2021, "WEO.LUR", 3.0),
    ("SEN", 2021, "WDI.SI.POV.GINI", 36.0),
    ("SEN", 2019, "WDI.IC.TAX.TOTL.CP.ZS", 44.0),
    ("GMB", 2021, "GM.TFR", 4.6),
]
COUNTRY_COLUMNS = [
    "iso3",
    "iso2",
    "m49",
    "name",
    "un_state",
    "region_un_sdg",
    "region_6",
    "ldc",
    "income_group_latest",
]
AFRICA, LEAST, OTHER = "un_sub_saharan_africa", "un_least_developed", "un_not_least_developed"
COUNTRIES = [
    ("SEN", "SN", 686, "Senegal", "True", AFRICA, "a", LEAST, "Lower middle income"),
    ("GMB", "GM", 270, "Gambia", "True", AFRICA, "a", LEAST, None),
    ("ABW", "AW", 533, "Aruba", "False", None, "b", OTHER, None),
]
DICTIONARY = """series,name,unit,source,countries_2015_2023,obs_2015_2023,first_year,last_year
WEO.NGDP,"GDP, current prices",bn LCU (national),"IMF World Economic Outlook, October 2023 edition",1,2,2020,2021
WEO.LUR,Unemployment,% of labour force,"IMF World Economic Outlook, October 2023 edition",1,1,2021,2021
WDI.SI.POV.GINI,Gini index,0-100,"World Bank WDI, about October 2024 edition",1,1,2021,2021
WDI.IC.TAX.TOTL.CP.ZS,Total tax,% of profit,"World Bank WDI, about early-2023 edition",1,1,2019,2019
GM.TFR,Fertility,births,Gapminder fasttrack (July 2026 snapshot; UN WPP based for POP.*),1,1,2021,2021
"""
WEO_FILE = """ISO\tWEO Subject Code\tSubject Descriptor\tUnits\tScale\t2021\t2022\tEstimates Start After
SEN\tNGDP\tGDP, current prices\tNational currency\t{scale}\t15.5\t16.5\t2021
GMB\tPCPI\tInflation\tIndex\t\t101\t102\t2022
{footer}
"""
FOOTER = "International Monetary Fund, World Economic Outlook Database, April 2025"
WDI_FILE = """"Country Name","Country Code","Indicator Name","Indicator Code","2021","2022"
"Senegal","SEN","Gini index","SI.POV.GINI","37","38"
"World","WLD","Gini index","SI.POV.GINI","60","60"
"Senegal","SEN","Interest payments (% of revenue)","GC.XPN.INTP.RV.ZS","8","9"
"Senegal","SEN","Not held","AA.BB","1","2"
"""


def table(rows: list[tuple[object, ...]], schema: dict[str, object], path: Path) -> None:
    """Writes a Parquet file."""
    pl.DataFrame(rows, schema=schema, orient="row").write_parquet(path)


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    """A small folder in the layout of the reference data."""
    folder = tmp_path / "macro"
    folder.mkdir()
    table(
        PANEL,
        {"iso3": pl.String, "year": pl.Int16, "series": pl.String, "value": pl.Float64},
        folder / "macro_panel.parquet",
    )
    pl.DataFrame(COUNTRIES, schema=COUNTRY_COLUMNS, orient="row").write_parquet(folder / "countries.parquet")
    table(
        [("SEN", 2020, "Low income"), ("SEN", 2021, "Lower middle income"), ("GMB", 2021, "Low income")],
        {"iso3": pl.String, "year": pl.Int64, "group": pl.String},
        folder / "income_group_by_year.parquet",
    )
    table(
        [("SEN", "Senegal", 2011, "Low income", 2.36)],
        {
            "iso3": pl.String,
            "name": pl.String,
            "survey_year": pl.Int64,
            "income_group_at_survey": pl.String,
            "npl_ppp2017_per_day": pl.Float64,
        },
        folder / "national_poverty_lines_2017ppp.parquet",
    )
    (folder / "series.csv").write_text(DICTIONARY, encoding="utf-8")
    return folder


@pytest.fixture
def store(reference: Path, tmp_path: Path) -> Store:
    """A store that holds the small reference folder."""
    store = Store(tmp_path / "store")
    import_macro(store, reference)
    return store


def weo(folder: Path, *, scale: str = "Billions", footer: str = FOOTER) -> Path:
    """Writes an edition of WEO."""
    path = folder / "WEOApr2025all.xls"
    path.write_text(WEO_FILE.format(scale=scale, footer=footer), encoding="utf-16")
    return path


def wdi(folder: Path) -> Path:
    """Writes an edition of WDI."""
    path = folder / "WDICSV.csv"
    path.write_text(WDI_FILE, encoding="utf-8")
    return path


def one(store: Store | Path, series: str, iso3: str, year: int) -> float:
    """One value of the panel."""
    return float(load_macro(store, series=[series], countries=[iso3], years=[year])[series][0, 0])


def test_values_stand_at_their_country_and_year_and_gaps_are_not_numbers(reference: Path) -> None:
    found = load_macro(
        reference, series=["WEO.NGDP", "GM.TFR"], countries=["GMB", "SEN"], years=[2021, 2020, 2019]
    )
    np.testing.assert_array_equal(found["WEO.NGDP"], [[np.nan] * 3, [15.0, 14.0, np.nan]])
    np.testing.assert_array_equal(found["GM.TFR"], [[4.6, np.nan, np.nan], [np.nan] * 3])


def test_a_store_and_a_folder_give_the_same(reference: Path, store: Store) -> None:
    for place in (reference, reference.parent):
        assert one(place, "WEO.NGDP", "SEN", 2021) == one(store, "WEO.NGDP", "SEN", 2021) == 15.0
        assert load_countries(place) == load_countries(store)
        assert series_facts(place) == series_facts(store)


@pytest.mark.parametrize(
    ("series", "iso3", "nearest"), [("WEO.NGPD", "SEN", "WEO.NGDP"), ("WEO.NGDP", "SNE", "SEN")]
)
def test_an_unknown_series_or_country_is_refused_and_a_known_one_without_values_is_not(
    reference: Path, series: str, iso3: str, nearest: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        one(reference, series, iso3, 2021)
    assert refusal.value.nearest == nearest
    assert np.isnan(one(reference, "GM.TFR", "ABW", 2021))


def test_countries_say_their_codes_region_and_groups(reference: Path) -> None:
    senegal, aruba = (load_countries(reference)[iso3] for iso3 in ("SEN", "ABW"))
    assert (senegal.m49, senegal.iso2, senegal.region) == (686, "SN", "sub_saharan_africa")
    assert (senegal.income_group, senegal.least_developed, senegal.un_member) == (
        "Lower middle income",
        True,
        True,
    )
    assert (aruba.income_group, aruba.region, aruba.least_developed, aruba.un_member) == (
        "",
        "",
        False,
        False,
    )


def test_income_groups_are_those_of_the_year_and_of_no_other(reference: Path) -> None:
    assert income_groups(reference, 2021) == {"SEN": "Lower middle income", "GMB": "Low income"}
    assert income_groups(reference, 2020) == {"SEN": "Low income"}
    with pytest.raises(Refusal, match="2020 to 2021, not for 2030"):
        income_groups(reference, 2030)


def test_a_poverty_line_says_its_survey(reference: Path) -> None:
    line = poverty_lines(reference)["SEN"]
    assert (line.per_day, line.survey_year, line.income_group) == (2.36, 2011, "Low income")


def test_every_series_says_its_source(store: Store) -> None:
    assert {name: facts.source for name, facts in series_facts(store).items()} == {
        "WEO.NGDP": "WEO-2023-10",
        "WEO.LUR": "WEO-2023-10",
        "WDI.SI.POV.GINI": "WDI-2024-10",
        "WDI.IC.TAX.TOTL.CP.ZS": "WDI-2023-early",
        "GM.TFR": "GAPMINDER-2026-07",
    }


def test_a_new_edition_of_weo_replaces_every_series_of_the_one_before(store: Store, tmp_path: Path) -> None:
    import_macro(store, weo(tmp_path))
    assert one(store, "WEO.NGDP", "SEN", 2021) == 15.5
    assert np.isnan(one(store, "WEO.NGDP", "SEN", 2020)), "vintages do not mix"
    assert one(store, "GM.TFR", "GMB", 2021) == 4.6
    facts = series_facts(store)
    assert "WEO.LUR" not in facts
    with pytest.raises(Refusal, match=r"WEO\.LUR"):
        one(store, "WEO.LUR", "SEN", 2021)
    assert store.entry("macro/macro_panel").dropped == ("WEO.LUR",)
    assert (facts["WEO.NGDP"].source, facts["WEO.NGDP"].unit) == ("WEO-2025-04", "bn LCU (national)")
    assert facts["WEO.PCPI"].unit == "Index"


def test_the_last_observed_years_come_with_the_edition_and_go_with_it(
    store: Store, reference: Path, tmp_path: Path
) -> None:
    assert last_observed_years(store, "SEN") == {}
    import_macro(store, weo(tmp_path))
    assert last_observed_years(store, "SEN") == {"WEO.NGDP": 2021}
    import_macro(store, reference)
    assert last_observed_years(store, "SEN") == {}


def test_an_edition_of_wdi_replaces_the_series_it_brings_and_leaves_the_discontinued(
    store: Store, tmp_path: Path
) -> None:
    import_macro(store, wdi(tmp_path), edition="2025-07")
    assert one(store, "WDI.SI.POV.GINI", "SEN", 2022) == 38
    assert one(store, "WDI.IC.TAX.TOTL.CP.ZS", "SEN", 2019) == 44
    assert one(store, "WDI.GC.XPN.INTP.RV.ZS", "SEN", 2022) == 9
    facts = series_facts(store)
    assert facts["WDI.SI.POV.GINI"].source == "WDI-2025-07"
    assert facts["WDI.IC.TAX.TOTL.CP.ZS"].source == "WDI-2023-early"
    assert "WDI.AA.BB" not in facts
    assert {"WDI-2025-07", "WDI-2023-early", "WEO-2023-10"} < set(store.entry("macro/macro_panel").sources)


def test_groups_of_countries_are_left_aside(store: Store, tmp_path: Path) -> None:
    import_macro(store, wdi(tmp_path), edition="2025-07")
    panel = pl.read_parquet(store.path("macro/macro_panel"))
    assert set(panel["iso3"]) == {"SEN", "GMB"}


def test_importing_the_same_edition_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    import_macro(store, weo(tmp_path))
    before = store.entries()
    assert import_macro(store, weo(tmp_path)).changed == ()
    assert store.entries() == before


def test_the_dictionary_counts_what_the_panel_holds(store: Store, tmp_path: Path) -> None:
    import_macro(store, wdi(tmp_path), edition="2025-07")
    line = next(
        line
        for line in store.path("macro/series").read_text().split("\n")
        if line.startswith("WDI.SI.POV.GINI")
    )
    assert line.endswith("WDI-2025-07,1,2,2021,2022")


def test_a_file_that_does_not_say_its_edition_is_refused_until_it_is_stated(
    store: Store, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="--edition"):
        import_macro(store, wdi(tmp_path))
    with pytest.raises(Refusal, match="--edition"):
        import_macro(store, weo(tmp_path, footer=""))
    with pytest.raises(Refusal, match="edition of 2025-04, not of 2024-10"):
        import_macro(store, weo(tmp_path), edition="2024-10")
    with pytest.raises(Refusal, match="WEO-2025-13"):
        import_macro(store, wdi(tmp_path), edition="2025-13")


def test_a_series_whose_scale_changed_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"`WEO\.NGDP` is in Millions, but is held in bn LCU"):
        import_macro(store, weo(tmp_path, scale="Millions"))
    assert one(store, "WEO.NGDP", "SEN", 2021) == 15.0


def test_wdi_needs_the_list_of_countries_first(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="list of countries"):
        import_macro(Store(tmp_path / "store"), wdi(tmp_path), edition="2025-07")


def test_weo_alone_makes_a_panel(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    import_macro(store, weo(tmp_path))
    assert one_value(store) == 15.5


def one_value(store: Store) -> float:
    """GDP of Senegal in 2021, in a store that has no list of countries."""
    panel = pl.read_parquet(store.path("macro/macro_panel"))
    return float(panel.filter(iso3="SEN", year=2021, series="WEO.NGDP")["value"][0])


def test_a_folder_without_any_of_it_is_refused(store: Store, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(Refusal, match="neither Parquet"):
        import_macro(store, empty)
    with pytest.raises(Refusal, match="no such file"):
        import_macro(store, tmp_path / "nothing")


def test_a_dictionary_that_is_absent_or_damaged_is_refused(reference: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    dictionary = reference / "series.csv"
    for text, words in (
        (DICTIONARY.replace("source", "origin"), "no column `source`"),
        (DICTIONARY.replace('"World Bank WDI, about October 2024 edition"', ""), "empty here"),
        (DICTIONARY.replace("October 2024", "October 2099"), "no source called"),
    ):
        dictionary.write_text(text, encoding="utf-8")
        with pytest.raises(Refusal, match=words):
            import_macro(store, reference)
    dictionary.write_bytes(b"\xff\xfe")
    with pytest.raises(Refusal, match="UTF-8"):
        import_macro(store, reference)
    dictionary.unlink()
    with pytest.raises(Refusal, match="no such file"):
        import_macro(store, reference)
    assert store.entries() == ()


def test_a_table_that_is_absent_or_not_parquet_is_refused_by_name(reference: Path) -> None:
    (reference / "countries.parquet").write_text("no")
    with pytest.raises(Refusal, match="countries"):
        load_countries(reference)
    (reference / "countries.parquet").unlink()
    with pytest.raises(Refusal, match=r"countries\.parquet"):
        load_countries(reference)


@pytest.mark.external
def test_the_reference_panel_is_what_its_readme_says(shared: Path) -> None:
    data = shared / "data"
    facts = series_facts(data)
    assert len(facts) == 70
    assert {fact.source for fact in facts.values()} == {
        "WEO-2023-10",
        "WDI-2024-10",
        "WDI-2023-early",
        "GAPMINDER-2026-07",
    }
    assert len(load_countries(data)) == 248
    assert len(poverty_lines(data)) == 157
    found = load_macro(data, series=["WEO.NGDP", "WEO.LP", "WEO.NGDPPC"], countries=["SEN"], years=[2023])
    per_head = found["WEO.NGDP"][0, 0] * 1e9 / (found["WEO.LP"][0, 0] * 1e6)
    assert per_head == pytest.approx(found["WEO.NGDPPC"][0, 0], rel=1e-3), (
        "the units are those of the dictionary"
    )

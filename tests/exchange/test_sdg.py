"""Coverage of social protection in the SDG database: the latest value of everybody, and imports of it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from socle.exchange.sdg import NATURES, RELATED_SERIES, coverage, import_sdg, related
from socle.exchange.store import Store
from socle.ground.refusals import Refusal

COUNTRIES = [("SEN", 686), ("TGO", 768)]
CSV = """Goal,Indicator,SeriesCode,GeoAreaCode,GeoAreaName,TimePeriod,Value,{sex},{quantile},{nature},Units,{type}
1,1.3.1,SI_COV_PENSN,686,Senegal,2018,25.0,BOTHSEX,,E,PERCENT,G
1,1.3.1,SI_COV_PENSN,686,Senegal,2022,33.5,BOTHSEX,,E,PERCENT,G
1,1.3.1,SI_COV_PENSN,686,Senegal,2022,99.0,FEMALE,,E,PERCENT,G
1,1.3.1,SI_COV_PENSN,686,Senegal,2022,12.0,BOTHSEX,,C,PERCENT,N
1,1.3.1,SI_COV_PENSN,1,World,2022,77.0,BOTHSEX,,M,PERCENT,G
1,1.3.1,SI_COV_MATNL,686,Senegal,2022,8.1,FEMALE,,E,PERCENT,G
1,1.3.1,SI_COV_SOCAST,686,Senegal,2021,20,,T,CA,PERCENT,G
1,1.3.1,SI_COV_SOCAST,686,Senegal,2021,40,,Q1,CA,PERCENT,G
1,1.3.1,SI_COV_UEMP,686,Senegal,2022,N,BOTHSEX,,E,PERCENT,G
3,3.8.1,SH_ACS_UNHC,686,Senegal,2021,50,,,E,INDEX,G
2,2.1.1,SN_ITK_DEFC,686,Senegal,2021,<2.5,,,E,PERCENT,G
"""
PLAIN = {"sex": "Sex", "quantile": "Quantile", "nature": "Nature", "type": "Reporting Type"}
BRACKETS = {name: f"[{word}]" for name, word in PLAIN.items()}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store that holds a list of countries and nothing else."""
    folder = tmp_path / "macro"
    folder.mkdir()
    columns = [
        "iso3",
        "m49",
        "iso2",
        "name",
        "un_state",
        "region_un_sdg",
        "region_6",
        "ldc",
        "income_group_latest",
    ]
    rows = [(*country, *"abcdefg") for country in COUNTRIES]
    pl.DataFrame(rows, schema=columns, orient="row").write_parquet(folder / "countries.parquet")
    from socle.exchange.macro_bulk import import_macro

    store = Store(tmp_path / "store")
    import_macro(store, folder)
    return store


def download(folder: Path, text: str = CSV.format(**PLAIN)) -> Path:
    """Writes a download of the database."""
    path = folder / "Goal1.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("words", [PLAIN, BRACKETS])
def test_the_latest_value_of_everybody_is_found(store: Store, tmp_path: Path, words: dict[str, str]) -> None:
    import_sdg(store, download(tmp_path, CSV.format(**words)), edition="2025-07")
    found = coverage(store, ["SEN", "TGO"])
    assert {name: (seen.value, seen.year) for name, seen in found["SEN"].items()} == {
        "SI_COV_PENSN": (0.335, 2022),
        "SI_COV_MATNL": (pytest.approx(0.081), 2022),
        "SI_COV_SOCAST": (0.2, 2021),
    }
    assert found["TGO"] == {}


def test_a_value_says_its_nature_and_whom_it_is_about(store: Store, tmp_path: Path) -> None:
    import_sdg(store, download(tmp_path), edition="2025-07")
    found = coverage(store, ["SEN"])["SEN"]
    assert (found["SI_COV_PENSN"].nature, found["SI_COV_PENSN"].sex) == ("E", "BOTHSEX")
    assert found["SI_COV_MATNL"].sex == "FEMALE"
    assert found["SI_COV_SOCAST"].nature in NATURES


def test_an_index_stays_an_index_and_other_series_are_left_aside(store: Store, tmp_path: Path) -> None:
    import_sdg(store, download(tmp_path), edition="2025-07")
    seen = related(store, ["SEN"], ["SH_ACS_UNHC"])["SEN"]["SH_ACS_UNHC"]
    assert (seen.value, seen.units) == (50, "INDEX")
    with pytest.raises(Refusal, match="SN_ITK_DEFC"):
        related(store, ["SEN"], ["SN_ITK_DEFC"])


def test_the_codes_of_sdmx_are_understood(store: Store, tmp_path: Path) -> None:
    text = CSV.format(**PLAIN).replace("BOTHSEX", "_T").replace("FEMALE", "F")
    import_sdg(store, download(tmp_path, text), edition="2025-07")
    assert coverage(store, ["SEN"])["SEN"]["SI_COV_MATNL"].sex == "FEMALE"


def test_the_edition_is_the_source(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="--edition"):
        import_sdg(store, download(tmp_path))
    import_sdg(store, download(tmp_path), edition="2025-07")
    assert store.entry("sdg/sdg_1_3_1").sources == ("UNSD-SDG-2025-07",)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("33.5", "about a third"), r"\.csv:3: `about a third` in the column `Value`"),
        (("SeriesCode", "Series"), "no column `SeriesCode`"),
        (("2018,25.0", "2022,25.0"), "twice: SI_COV_PENSN 686 2022 BOTHSEX"),
        (("SI_COV_PENSN,686,Senegal,2018", "SI_COV_PENSN,,Senegal,2018"), "`GeoAreaCode` is empty"),
    ],
)
def test_a_damaged_download_is_refused(
    store: Store, tmp_path: Path, change: tuple[str, str], words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        import_sdg(store, download(tmp_path, CSV.format(**PLAIN).replace(*change)), edition="2025-07")
    assert not store.has("sdg/sdg_1_3_1")


def test_a_folder_without_any_of_it_and_an_unknown_country_are_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="neither Parquet"):
        import_sdg(store, tmp_path / "macro")
    with pytest.raises(Refusal, match="no `sdg` data"):
        coverage(store, ["SEN"])
    import_sdg(store, download(tmp_path), edition="2025-07")
    with pytest.raises(Refusal) as refusal:
        coverage(store, ["SNE"])
    assert refusal.value.nearest == "SEN"


@pytest.mark.external
def test_the_reference_data_are_read_alike_from_the_folder_and_from_a_store(
    shared: Path, tmp_path: Path
) -> None:
    from socle.exchange.macro_bulk import import_macro

    store, data = Store(tmp_path), shared / "data"
    import_macro(store, data / "macro")
    import_sdg(store, data / "sdg")
    assert coverage(store, ["SEN", "TGO"]) == coverage(data, ["SEN", "TGO"])
    assert related(store, ["SEN"], RELATED_SERIES) == related(data, ["SEN"], RELATED_SERIES)


@pytest.mark.external
def test_the_pensions_of_senegal_are_those_of_the_release_of_2020(shared: Path) -> None:
    seen = coverage(shared / "data", ["SEN"])["SEN"]["SI_COV_PENSN"]
    assert (seen.value, seen.year, seen.nature) == (pytest.approx(0.299), 2019, "E")

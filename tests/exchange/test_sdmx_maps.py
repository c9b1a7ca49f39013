"""The same value under three names, and the SDG tables as observations: nothing lost, nothing guessed."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from socle.exchange.flow_file import flow
from socle.exchange.flow_frame import split
from socle.exchange.sdg import import_sdg
from socle.exchange.sdg_observations import CODES, DIMENSIONS, observations
from socle.exchange.sdmx import FORMATS, read_sdmx, write_sdmx
from socle.exchange.sdmx_maps import mapped
from socle.exchange.store import Store
from socle.ground.refusals import Refusal
from socle.measure.catalogue import OF_ILO, OF_SDG
from tests.exchange.sdmx_frames import HEAD, content
from tests.exchange.test_sdmx import some

COLUMNS = ("series", "m49", "area_name", "year", "sex", "age", "location", "quantile", "activity")


def table(folder: Path, *rows: tuple[object, ...]) -> Path:
    """A table of related series in the layout of the reference data."""
    names = (*COLUMNS, "nature", "units", "value")
    path = folder / "sdg_related_unsd_2020-10.parquet"
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    frame.cast({"m49": pl.Int64, "year": pl.Int16, "value": pl.Float64}).write_parquet(path)
    return path


def test_codes_of_before_2021_become_those_of_the_structure(tmp_path: Path) -> None:
    row = (
        "SI_POV_EMP1",
        "686",
        "Senegal",
        "2015",
        "FEMALE",
        "15_24",
        "RURAL",
        "Q1",
        "NONAGR",
        "M",
        "PERCENT",
        "12.5",
    )
    found = observations(table(tmp_path, row))
    assert (found.vintage, found.source) == ("2020-10", "UNSD-SDG-2020-10")
    said = found.frame.row(0, named=True)
    assert said["KEY"] == "A.G.SI_POV_EMP1.686.F.Y15T24.R.Q1._T._T._T._T._T.NONAGR._T"
    assert (said["AREA"], said["OBS_STATUS"], said["UNIT_MEASURE"]) == ("SEN", "E", "PT")
    assert said["ATTRIBUTES"] == '{"NATURE":"M"}'


def test_a_code_that_the_structure_does_not_have_is_refused(tmp_path: Path) -> None:
    row = ("SI_POV_EMP1", "686", "Senegal", "2015", "WOMEN", None, None, None, None, "C", "PERCENT", "12.5")
    with pytest.raises(Refusal, match="`WOMEN` is not a code of `SEX`"):
        observations(table(tmp_path, row))


def test_a_place_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no table of SDG data"):
        observations(tmp_path)
    with pytest.raises(Refusal, match="not a table of SDG data"):
        observations(Path(__file__))


def test_every_row_of_the_published_tables_is_an_observation_and_back(shared: Path) -> None:
    found = observations(shared / "data")
    assert found.frame.height == 4371 + 27726
    assert found.frame.select("KEY", "TIME_PERIOD").is_unique().all()
    wide = split(flow("SDG"), found.frame)
    for name, rows in (("sdg_1_3_1", 4371), ("sdg_related", 27726)):
        published = pl.read_parquet(shared / "data" / "sdg" / f"{name}_unsd_2020-10.parquet")
        part = wide.filter(pl.col("SERIES").is_in(published["series"].unique().implode()))
        assert part.height == rows == published.height
        said = published.select(
            pl.col("series").alias("SERIES"),
            pl.col("m49").cast(pl.String).alias("REF_AREA"),
            pl.col("year").cast(pl.Int32).alias("TIME_PERIOD"),
            *(
                pl.col(old).replace(CODES[old]).fill_null("_T").alias(new)
                for old, new in DIMENSIONS.items()
                if old in published.columns
            ),
            "value",
            "nature",
            pl.col("units").replace_strict(CODES["units"]).alias("unit"),
        )
        both = said.join(part, on=[each for each in said.columns if each in part.columns], how="inner")
        assert both.height == rows
        assert (both["value"] == both["OBS_VALUE"]).all()
        assert (both["unit"] == both["UNIT_MEASURE"]).all()
        assert both["ATTRIBUTES"].str.json_path_match("$.NATURE").equals(both["nature"])


@pytest.mark.parametrize("format", FORMATS)
def test_the_published_tables_go_out_and_come_back_whole(shared: Path, tmp_path: Path, format: str) -> None:
    frame = observations(shared / "data").frame
    path = tmp_path / "sdg"
    write_sdmx([frame], flow("SDG"), format, path, head=HEAD)
    assert content(read_sdmx(path).frame) == content(frame)


def test_a_store_gives_the_same_observations_as_the_folder_it_was_filled_from(
    shared: Path, tmp_path: Path
) -> None:
    store = Store(tmp_path / "store")
    import_sdg(store, shared / "data" / "sdg")
    assert content(observations(store).frame) == content(observations(shared / "data").frame)
    assert observations(store).vintage == "2020-10"


def test_an_indicator_goes_to_its_series_and_to_its_contingency_and_back() -> None:
    rows = [
        {"KEY": f"A.SEN.{one.code}.{sex}._T._T._T", "CODE": one.code, "OBS_STATUS": "E", "METHOD": "counted"}
        for one in OF_ILO.values()
        for sex in ("_T", "F", "M")
    ]
    ours = some(rows)
    sdg = mapped(ours, "SOCIAL_PROTECTION", "SDG")
    assert sdg.flags == ()
    assert set(split(flow("SDG"), sdg.frame)["REPORTING_TYPE"]) == {"N"}
    assert set(sdg.frame["CODE"]) == {one.sdg for one in OF_ILO.values()}
    assert {one.sdg for one in OF_ILO.values()} <= set(OF_SDG)
    ilo = mapped(ours, "SOCIAL_PROTECTION", "ILO_1_3_1")
    assert set(ilo.frame["CODE"]) == set(OF_ILO)
    assert content(mapped(sdg.frame, "SDG", "SOCIAL_PROTECTION").frame) == content(ours)
    assert content(mapped(ilo.frame, "ILO_1_3_1", "SOCIAL_PROTECTION").frame) == content(ours)
    assert content(mapped(sdg.frame, "SDG", "ILO_1_3_1").frame) == content(ilo.frame)


def test_bounds_comments_and_the_world_go_along() -> None:
    row = {
        "KEY": "A.1.COV_ANY._T._T._T._T",
        "AREA": "1",
        "ATTRIBUTES": '{"LOWER_BOUND":40.0,"UPPER_BOUND":43.0}',
    }
    sdg = mapped(some([row]), "SOCIAL_PROTECTION", "SDG").frame.row(0, named=True)
    assert (sdg["AREA"], sdg["ATTRIBUTES"]) == ("1", '{"LOWER_BOUND":40.0,"NATURE":"C","UPPER_BOUND":43.0}')
    ilo = mapped(some([row]), "SOCIAL_PROTECTION", "ILO_1_3_1").frame.row(0, named=True)
    assert (ilo["AREA"], ilo["KEY"]) == ("X01", "X01.A.SDG_0131_RT.SEX_T.SOC_CONTIG_TOTAL")


def test_what_has_no_name_on_the_other_side_is_counted_and_not_guessed() -> None:
    rows = [
        {"KEY": "A.SEN.COV_ANY._T._T._T._T"},
        {"KEY": "A.SEN.COV_ANY._T.Q1._T._T"},  # ILOSTAT has no quintiles
        {"KEY": "A.SEN.NOTHING_LIKE_IT._T._T._T._T"},
        {"KEY": "A.142.COV_ANY._T._T._T._T"},  # Asia of M49 is no region of ILOSTAT
        {"KEY": "A.SEN.COV_ANY._T._T.OLD_AGE._T"},
    ]
    ilo = mapped(some(rows), "SOCIAL_PROTECTION", "ILO_1_3_1")
    assert ilo.frame.height == 1
    assert ilo.flags[0].values == {"count": "4", "all": "5", "flow": "ILO_1_3_1"}
    sdg = mapped(some(rows), "SOCIAL_PROTECTION", "SDG_1_3_1")
    assert split(flow("SDG"), sdg.frame)["INCOME_WEALTH_QUANTILE"].to_list() == ["_T", "Q1", "_T"]
    assert sdg.flags[0].values["count"] == "2"


def test_a_series_broken_down_twice_has_no_group_of_ours() -> None:
    keys = [
        "A.G.SI_COV_BENFTS.686._T._T._T.Q1._T._T._T._T._T._T._T",
        "A.G.SI_COV_BENFTS.686._T.Y0T14._T.Q1._T._T._T._T._T._T._T",
        "A.G.SI_COV_BENFTS.686._T._T._T._T._T._T._T._T._T.ISIC4_A._T",
    ]
    ours = mapped(some([{"KEY": key} for key in keys]), "SDG", "SOCIAL_PROTECTION")
    assert ours.frame["KEY"].to_list() == ["A.SEN.COV_ANY._T.Q1._T._T"]
    assert ours.flags[0].values["count"] == "2"


@pytest.mark.parametrize("target", ["SDG", "ILO_1_3_1"])
def test_why_a_value_is_missing_goes_along(tmp_path: Path, target: str) -> None:
    row = {
        "KEY": "A.SEN.COV_ANY._T._T._T._T",
        "OBS_VALUE": None,
        "OBS_STATUS": "O",
        "ATTRIBUTES": '{"REASON":"not collected"}',
    }
    frame = mapped(some([row]), "SOCIAL_PROTECTION", target).frame
    assert frame["METHOD"].to_list() == ["not collected"]
    for format in FORMATS:
        write_sdmx([frame], flow(target), format, tmp_path / format, head=HEAD)
        read = read_sdmx(tmp_path / format).frame
        assert read.select("OBS_VALUE", "OBS_STATUS", "METHOD").rows() == [(None, "O", "not collected")]

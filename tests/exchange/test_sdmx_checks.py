"""What a structure does not allow is refused: every fault with its row, all at once; messages of others are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from socle.exchange.flow_file import flow
from socle.exchange.sdmx import read_sdmx
from socle.ground.refusals import Refusal

HEADER = (
    "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REPORTING_TYPE,SERIES,REF_AREA,SEX,"
    "TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE"
)
HEAD_OF_ROW = "dataflow,IAEG-SDGs:DF_SDG_GLH(1.24),I,A,G,"


def sdg(folder: Path, *rows: str, header: str = HEADER) -> Path:
    """An SDMX-CSV file of the global flow."""
    path = folder / "sdg.csv"
    path.write_text("\n".join([header, *(HEAD_OF_ROW + row for row in rows)]) + "\n", encoding="utf-8")
    return path


def refused(path: Path) -> str:
    """The words of the refusal."""
    with pytest.raises(Refusal) as caught:
        read_sdmx(path)
    return caught.value.worded()


FAULTS = {
    "SI_COV_PENSION,686,_T,2020,30,A,PT": [
        "row 2",
        "`SI_COV_PENSION` is not a code of `SERIES`",
        "Did you mean `SI_COV_PENSN`",
    ],
    "SI_COV_PENSN,SEN,_T,2020,30,A,PT": ["`SEN` is not a code of `REF_AREA`"],
    "SI_COV_PENSN,686,FEMALE,2020,30,A,PT": ["`FEMALE` is not a code of `SEX`", "Did you mean `F`"],
    "SI_COV_PENSN,686,,2020,30,A,PT": ["`SEX` is empty here"],
    "SI_COV_PENSN,686,_T,2020,thirty,A,PT": ["`thirty` in the column `OBS_VALUE` is not a number"],
    "SI_COV_PENSN,686,_T,2020,inf,A,PT": ["`inf` in the column `OBS_VALUE` is not a number"],
    "SI_COV_PENSN,686,_T,2020-Q1,30,A,PT": ["`2020-Q1` is not a year"],
    "SI_COV_PENSN,686,_T,,30,A,PT": ["`` is not a year"],
    "SI_COV_PENSN,686,_T,2020,-1,A,PT": ["-1 is below 0 in `PT`"],
    "SI_COV_PENSN,686,_T,2020,,A,PT": ["The value is missing and nothing says why"],
    "SI_COV_PENSN,686,_T,2020,30,A,": ["`UNIT_MEASURE` is empty here"],
    "SI_COV_PENSN,686,_T,2020,30,?,PT": ["`?` is not a code of `OBS_STATUS`"],
}


@pytest.mark.parametrize("row", FAULTS)
def test_a_fault_is_named_with_its_row(tmp_path: Path, row: str) -> None:
    said = refused(sdg(tmp_path, row))
    assert "sdg.csv, row 2" in said
    for words in FAULTS[row]:
        assert words in said


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    said = refused(
        sdg(tmp_path, *FAULTS, "SI_COV_PENSN,686,_T,2019,30,A,PT", "SI_COV_PENSN,686,_T,2019,31,A,PT")
    )
    for wanted in (words for each in FAULTS.values() for words in each if words != "row 2"):
        assert wanted in said
    assert "sdg.csv, row 15: The same key stands on 2 rows, first on row 14" in said


def test_a_wrong_code_that_stands_on_many_rows_is_told_once_with_their_number(tmp_path: Path) -> None:
    said = refused(sdg(tmp_path, *(f"SI_COV_PENSN,686,FEMALE,{year},30,A,PT" for year in range(2000, 2020))))
    assert said.count("FEMALE") == 1
    assert "rows: 20" in said


def test_an_unknown_column_and_an_absent_dimension_are_refused_with_the_nearest(tmp_path: Path) -> None:
    header = HEADER.replace("OBS_VALUE", "OBS_VALU").replace("SERIES", "SERIE")
    said = refused(sdg(tmp_path, "SI_COV_PENSN,686,_T,2020,30,A,PT", header=header))
    assert "has no `OBS_VALU`. Did you mean `OBS_VALUE`" in said
    assert "has no `SERIE`. Did you mean `SERIES`" in said
    assert "there is no column `OBS_VALUE`" in said


def test_three_letters_that_are_no_country_are_refused_in_our_own_flows(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    row = "dataflow,SOCLE:DF_SOCIAL_PROTECTION(1.0),I,{area},COV_ANY,2020,30,A,PT\n"
    header = (
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE\n"
    )
    path.write_text(header + "".join(row.format(area=area) for area in ("SEN", "XXX", "202", "SNE")))
    assert "row 5: `SNE` is not a code of `REF_AREA` (rows: 1). Did you mean" in refused(path)
    path.write_text(header + "".join(row.format(area=area) for area in ("SEN", "XXX", "202", "X06")))
    assert read_sdmx(path).frame["AREA"].to_list() == ["SEN", "XXX", "202", "X06"]


def test_our_own_missing_values_say_why_in_words(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    header = "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE,REASON\n"
    row = "dataflow,SOCLE:DF_SOCIAL_PROTECTION(1.0),I,SEN,COV_ANY,2020,,O,PT,{reason}\n"
    path.write_text(header + row.format(reason=""))
    assert "nothing says why" in refused(path)
    path.write_text(header + row.format(reason="not collected"))
    assert read_sdmx(path).frame["OBS_VALUE"].to_list() == [None]


def test_a_share_above_100_is_kept_and_told(tmp_path: Path) -> None:
    read = read_sdmx(sdg(tmp_path, "SI_COV_PENSN,686,_T,2020,30,A,PT", "SI_COV_PENSN,8,_T,2020,104.6,A,PT"))
    assert read.frame["OBS_VALUE"].to_list() == [30, 104.6]
    assert read.frame["AREA"].to_list() == ["SEN", "ALB"]
    assert [flag.values for flag in read.flags] == [{"count": "1", "row": "3"}]


def test_dimensions_that_a_file_leaves_out_are_their_totals(tmp_path: Path) -> None:
    read = read_sdmx(sdg(tmp_path, "SI_COV_PENSN,686,F,2020,30,A,PT"))
    assert read.frame["KEY"].to_list() == ["A.G.SI_COV_PENSN.686.F._T._T._T._T._T._T._T._T._T._T"]


def test_another_version_of_a_flow_is_told_another_flow_is_refused(tmp_path: Path) -> None:
    path = sdg(tmp_path, "SI_COV_PENSN,686,F,2020,30,A,PT")
    text = path.read_text()
    path.write_text(text.replace("(1.24)", "(1.19)"))
    assert [flag.values["theirs"] for flag in read_sdmx(path).flags] == ["1.19"]
    path.write_text(text.replace("DF_SDG_GLH", "DF_SDG_GHL"))
    assert "Did you mean `IAEG-SDGs:DF_SDG_GLH`" in refused(path)
    path.write_text(text)
    with pytest.raises(Refusal, match="belongs to the flow `SDG`"):
        read_sdmx(path, flow=flow("INQUIRY"))


def test_a_part_of_a_flow_takes_only_its_series(tmp_path: Path) -> None:
    path = sdg(tmp_path, "SI_POV_DAY1,686,_T,2020,30,A,PT")
    assert read_sdmx(path).frame.height == 1
    with pytest.raises(Refusal, match="`SI_POV_DAY1` is not a code of `SERIES`"):
        read_sdmx(path, flow=flow("SDG_1_3_1"))


def test_a_deletion_is_refused(tmp_path: Path) -> None:
    path = sdg(tmp_path, "SI_COV_PENSN,686,F,2020,30,A,PT")
    path.write_text(path.read_text().replace(",I,A", ",D,A"))
    assert "`D` is not read" in refused(path)


def test_csv_of_version_1_with_labels_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ilo.csv"
    path.write_text(
        "DATAFLOW,REF_AREA: Reference area,FREQ: Frequency,MEASURE: Measure,SEX: Sex,SOC: Contingency,"
        "TIME_PERIOD: Time,OBS_VALUE: Value,OBS_STATUS: Status,SOURCE: Source\n"
        "ILO:DF_SDG_0131_SEX_SOC_RT(1.0),SEN: Senegal,A: Annual,SDG_0131_RT: Coverage,SEX_T: Total,"
        "SOC_CONTIG_PENSION: Old age,2020,30.1,,Inquiry: ILO\n"
    )
    read = read_sdmx(path)
    assert (read.format, read.flow.code) == ("csv1", "ILO_1_3_1")
    assert read.frame.row(0)[:6] == (
        "SEN.A.SDG_0131_RT.SEX_T.SOC_CONTIG_PENSION",
        "SEN",
        "SOC_CONTIG_PENSION",
        2020,
        30.1,
        "A",
    )


ML_2_1 = """<?xml version="1.0" encoding="UTF-8"?>
<mes:StructureSpecificData xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
    xmlns:com="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
    xmlns:ss="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ns1="urn:here">
  <mes:Header>
    <mes:ID>T1</mes:ID><mes:Test>false</mes:Test><mes:Prepared>2026-01-01T00:00:00</mes:Prepared>
    <mes:Sender id="ILO"/>
    <mes:Structure structureID="S1" namespace="urn:here" dimensionAtObservation="TIME_PERIOD">
      <com:StructureUsage>
<Ref agencyID="ILO" id="DF_SDG_0131_SEX_SOC_RT" version="1.0" class="Dataflow"/></com:StructureUsage>
    </mes:Structure>
  </mes:Header>
  <mes:DataSet ss:structureRef="S1" xsi:type="ns1:DataSetType" action="Replace">
    <Series FREQ="A" REF_AREA="SEN" MEASURE="SDG_0131_RT" SEX="SEX_F" SOC="SOC_CONTIG_PENSION" UNIT_MEASURE="PT">
      <Obs TIME_PERIOD="2020" OBS_VALUE="21.5" OBS_STATUS="B"/>
      <Obs TIME_PERIOD="2021" OBS_VALUE="NaN" OBS_STATUS="O"/>
    </Series>
  </mes:DataSet>
</mes:StructureSpecificData>
"""


def test_structure_specific_xml_of_version_2_1_is_read_with_attributes_of_its_series(tmp_path: Path) -> None:
    path = tmp_path / "ilo.xml"
    path.write_text(ML_2_1)
    read = read_sdmx(path)
    assert (read.format, read.flow.code) == ("xml21", "ILO_1_3_1")
    assert read.frame["OBS_VALUE"].to_list() == [21.5, None]
    assert read.frame["OBS_STATUS"].to_list() == ["A", "O"]
    assert read.frame["UNIT_MEASURE"].to_list() == ["PT", "PT"]


def test_a_fault_in_xml_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "ilo.xml"
    path.write_text(ML_2_1.replace('"21.5"', '"many"').replace("SEX_F", "F"))
    said = refused(path)
    assert "ilo.xml, line 16: `many` in the column `OBS_VALUE`" in said
    assert "Did you mean `SEX_F`" in said


def json_message(**changed: object) -> dict[str, object]:
    """A message of SDMX-JSON with flat observations, as others write it."""
    ids = {
        "REF_AREA": ["SEN", "NOR"],
        "FREQ": ["A"],
        "MEASURE": ["SDG_0131_RT"],
        "SEX": ["SEX_T"],
        "SOC": ["SOC_CONTIG_UNE"],
    }
    found = [
        {"id": name, "keyPosition": at, "values": [{"id": code, "name": code} for code in codes]}
        for at, (name, codes) in enumerate({**ids, "TIME_PERIOD": ["2020", "2021"]}.items())
    ]
    structure = {
        "links": [
            {
                "rel": "dataflow",
                "urn": "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=ILO:DF_SDG_0131_SEX_SOC_RT(1.0)",
            }
        ],
        "dimensions": {"observation": found},
        "measures": {"observation": [{"id": "OBS_VALUE"}]},
        "attributes": {
            "dataSet": [{"id": "UNIT_MEASURE", "values": [{"id": "PT", "name": "Per cent"}]}],
            "observation": [{"id": "SOURCE", "values": [None, {"value": "Survey"}]}],
        },
    }
    observations = {"0:0:0:0:0:0": [12.5, 1], "1:0:0:0:0:1": [50, None], **changed}
    return {
        "data": {
            "structures": [structure],
            "dataSets": [{"structure": 0, "attributes": [0], "observations": observations}],
        }
    }


def test_json_with_flat_observations_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ilo.json"
    path.write_text(json.dumps(json_message()))
    frame = read_sdmx(path).frame
    assert frame.select("AREA", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "SOURCE").rows() == [
        ("SEN", 2020, 12.5, "PT", "Survey"),
        ("NOR", 2021, 50.0, "PT", None),
    ]


@pytest.mark.parametrize("key", ["0:0:0:0:0:9", "0:0:0:0:0", "-1:0:0:0:0:0", "a:0:0:0:0:0"])
def test_a_position_that_json_does_not_have_is_refused(tmp_path: Path, key: str) -> None:
    path = tmp_path / "ilo.json"
    path.write_text(json.dumps(json_message(**{key: [1.0]})))
    assert "not a data message of SDMX-JSON" in refused(path)

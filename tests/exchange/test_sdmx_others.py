"""Messages as other offices publish them: older versions, labels beside codes, generic data, several flows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from socle.exchange.sdmx import read_sdmx
from socle.ground.refusals import Refusal
from tests.exchange.test_sdmx_checks import HEAD_OF_ROW, HEADER, ML_2_1, json_message

_URL = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/"
GENERIC = f"""<?xml version="1.0" encoding="UTF-8"?>
<m:GenericData xmlns:m="{_URL}message" xmlns:c="{_URL}common" xmlns:g="{_URL}data/generic">
<m:Header><m:ID>G1</m:ID><m:Test>false</m:Test><m:Prepared>2026-01-01T00:00:00</m:Prepared><m:Sender id="ILO"/>
<m:Structure structureID="S1" dimensionAtObservation="TIME_PERIOD">
<c:StructureUsage><Ref agencyID="ILO" id="DF_SDG_0131_SEX_SOC_RT" version="1.0"/></c:StructureUsage>
</m:Structure></m:Header>
<m:DataSet structureRef="S1">
<g:Attributes><g:Value id="UNIT_MEASURE" value="PT"/></g:Attributes>
<g:Series>
<g:SeriesKey><g:Value id="FREQ" value="A"/><g:Value id="REF_AREA" value="SEN"/>
<g:Value id="MEASURE" value="SDG_0131_RT"/>
<g:Value id="SEX" value="SEX_F"/><g:Value id="SOC" value="SOC_CONTIG_PENSION"/></g:SeriesKey>
<g:Attributes><g:Value id="SOURCE" value="Inquiry: 2021"/></g:Attributes>
<g:Obs><g:ObsDimension value="2020"/><g:ObsValue value="21.5"/>
<g:Attributes><g:Value id="OBS_STATUS" value="E"/></g:Attributes></g:Obs>
<g:Obs><g:ObsDimension value="2021"/><g:ObsValue value="NaN"/>
<g:Attributes><g:Value id="OBS_STATUS" value="O"/></g:Attributes></g:Obs>
</g:Series>
<g:Obs><g:ObsKey><g:Value id="FREQ" value="A"/><g:Value id="REF_AREA" value="NOR"/>
<g:Value id="MEASURE" value="SDG_0131_RT"/>
<g:Value id="SEX" value="SEX_T"/><g:Value id="SOC" value="SOC_CONTIG_TOTAL"/><g:Value id="TIME_PERIOD" value="2020"/>
</g:ObsKey><g:ObsValue value="100"/></g:Obs>
</m:DataSet>
</m:GenericData>
"""
COLUMNS = ("AREA", "CODE", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE", "SOURCE")


def refused(path: Path) -> str:
    """The words of the refusal."""
    with pytest.raises(Refusal) as caught:
        read_sdmx(path)
    return caught.value.worded()


def test_generic_data_give_the_series_its_key_and_its_attributes(tmp_path: Path) -> None:
    path = tmp_path / "ilo.xml"
    path.write_text(GENERIC)
    read = read_sdmx(path)
    assert (read.format, read.flow.code) == ("xml21", "ILO_1_3_1")
    assert read.frame.select(COLUMNS).rows()[:2] == [
        ("SEN", "SOC_CONTIG_PENSION", 2020, 21.5, "E", "PT", "Inquiry: 2021"),
        ("SEN", "SOC_CONTIG_PENSION", 2021, None, "O", "PT", "Inquiry: 2021"),
    ]
    assert read.frame.select(COLUMNS).row(2)[:5] == ("NOR", "SOC_CONTIG_TOTAL", 2020, 100.0, "A")


def test_a_fault_in_generic_data_is_named_with_the_line_of_its_observation(tmp_path: Path) -> None:
    path = tmp_path / "ilo.xml"
    path.write_text(GENERIC.replace('"21.5"', '"many"'))
    line = next(at for at, text in enumerate(GENERIC.splitlines(), start=1) if "21.5" in text)
    assert f"ilo.xml, line {line}: `many`" in refused(path)


def older(message: dict[str, Any]) -> dict[str, Any]:
    """The message as version 1.0 would say it: one structure, texts by their name."""
    data = message["data"]
    (structure,) = data.pop("structures")
    texts = [{"name": "Census: 2019"}, {"name": "Survey"}]
    structure["attributes"]["observation"] = [{"id": "SOURCE", "values": texts}]
    del structure["measures"]
    return {"data": {"structure": structure, "dataSets": [{**data["dataSets"][0], "action": "Replace"}]}}


def test_json_of_version_1_is_read_with_its_texts(tmp_path: Path) -> None:
    path = tmp_path / "ilo.json"
    path.write_text(json.dumps(older(json_message(**{"1:0:0:0:0:1": [50, 0]}))))
    read = read_sdmx(path)
    assert read.format == "json1"
    assert read.frame.select("AREA", "TIME_PERIOD", "OBS_VALUE", "SOURCE").rows() == [
        ("SEN", 2020, 12.5, "Survey"),
        ("NOR", 2021, 50.0, "Census: 2019"),
    ]


LABELS = {
    "csv1": (
        "DATAFLOW,REF_AREA: Reference area,FREQ: Frequency,MEASURE: Measure,SEX: Sex,SOC: Contingency,"
        "TIME_PERIOD: Time,OBS_VALUE: Value,OBS_STATUS: Status,SOURCE: Source\n"
        'ILO:DF_SDG_0131_SEX_SOC_RT(1.0): SDG indicator 1.3.1 = coverage,"SEN: Senegal: all",A: Annual,'
        "SDG_0131_RT: Coverage,SEX_T: Total,SOC_CONTIG_PENSION: Old age,2020,30.1,,Inquiry: ILO\n"
    ),
    "csv2": (
        "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,SERIES_KEY,FREQ:Frequency,REF_AREA:Area,MEASURE:Measure,"
        "SEX:Sex,SOC:Contingency,TIME_PERIOD:Time,OBS_VALUE:Value,SOURCE:Source\n"
        "dataflow,ILO:DF_SDG_0131_SEX_SOC_RT(1.0),Coverage,I,A.SEN,A:Annual,SEN:Senegal,SDG_0131_RT:Coverage,"
        "SEX_T:Total,SOC_CONTIG_PENSION:Old age,2020,30.1,Inquiry: ILO\n"
    ),
}


@pytest.mark.parametrize("format", LABELS)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_labels_are_taken_off_codes_and_off_nothing_else(tmp_path: Path, format: str, mark: str) -> None:
    path = tmp_path / "ilo.csv"
    path.write_text(mark + LABELS[format], encoding="utf-8")
    read = read_sdmx(path)
    assert (read.format, read.flags) == (format, ())
    assert read.frame.select("AREA", "CODE", "OBS_VALUE", "SOURCE").rows() == [
        ("SEN", "SOC_CONTIG_PENSION", 30.1, "Inquiry: ILO")
    ]


def test_data_of_two_flows_in_one_file_are_refused_in_every_format(tmp_path: Path) -> None:
    row = f"{HEAD_OF_ROW}SI_COV_PENSN,686,_T,2020,30,A,PT\n"
    other = row.replace("IAEG-SDGs:DF_SDG_GLH(1.24)", "ILO:DF_SDG_0131_SEX_SOC_RT(1.0)")
    path = tmp_path / "two"
    path.write_text(f"{HEADER}\n{row}{other}")
    assert "two:3: This file mixes the flows" in refused(path)
    second = '<Ref agencyID="SOCLE" id="DF_INQUIRY" version="1.0"/>'
    path.write_text(ML_2_1.replace("</com:StructureUsage>", f"{second}</com:StructureUsage>"))
    assert "mixes the flows `ILO_1_3_1` and `INQUIRY`" in refused(path)
    message: Any = json_message()
    urn = "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=SOCLE:DF_INQUIRY(1.0)"
    message["data"]["structures"].append({"links": [{"rel": "dataflow", "urn": urn}], "dimensions": {}})
    path.write_text(json.dumps(message))
    assert "mixes the flows `ILO_1_3_1` and `INQUIRY`" in refused(path)


def test_attributes_of_groups_are_counted_and_told(tmp_path: Path) -> None:
    path = tmp_path / "groups.xml"
    path.write_text(ML_2_1.replace("<Series ", '<Group xsi:type="ns1:G" SEX="SEX_F" SOURCE="x"/><Series ', 1))
    assert [flag.values for flag in read_sdmx(path).flags] == [{"count": "1"}]


def test_a_deletion_in_json_is_refused(tmp_path: Path) -> None:
    message: Any = json_message()
    message["data"]["dataSets"][0]["action"] = "Delete"
    path = tmp_path / "ilo.json"
    path.write_text(json.dumps(message))
    assert "`Delete` is not read" in refused(path)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("SEN,2020,30,A,PT,many", "`many` in the column `LOWER_BOUND` is not a number"),
        ("SEN,2020,30,A,PT,inf", "`inf` in the column `LOWER_BOUND` is not a number"),
        ("SEN,2020,-3,A,PS,", "-3 is below 0 in `PS`"),
    ],
)
def test_bounds_are_numbers_and_people_are_not_below_zero(tmp_path: Path, row: str, words: str) -> None:
    path = tmp_path / "own.csv"
    head = "STRUCTURE,STRUCTURE_ID,ACTION,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE,LOWER_BOUND"
    path.write_text(f"{head}\ndataflow,SOCLE:DF_SOCIAL_PROTECTION(1.0),I,COV_ANY,{row}\n")
    assert f"row 2: {words}" in refused(path)


def test_the_first_share_above_100_is_the_one_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sdg.csv"
    rows = [
        f"{HEAD_OF_ROW}SI_COV_PENSN,686,_T,{year},{value},A,PT"
        for year, value in ((2019, 99), (2020, 101), (2021, 102))
    ]
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    (flag,) = read_sdmx(path).flags
    assert (flag.values["count"], flag.values["row"]) == ("2", "3")

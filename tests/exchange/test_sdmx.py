"""SDMX both ways: what is written is read back, by us and by others, and is valid by the official schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socle.exchange import flow_frame
from socle.exchange.flow_file import flow, flows
from socle.exchange.sdmx import FORMATS, read_sdmx, write_sdmx
from socle.exchange.sdmx_structures import structure_json, structure_xml, write_structure
from socle.ground.refusals import Refusal
from socle.model import observation
from tests.exchange.sdmx_frames import HEAD, content, frames

QUICK = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
pysdmx = pytest.importorskip("pysdmx")


def some(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """A frame of SOCIAL_PROTECTION."""
    usual = {"AREA": "SEN", "CODE": "COV_ANY", "OBS_STATUS": "A", "UNIT_MEASURE": "PT", "TIME_PERIOD": 2024}
    usual |= {"KEY": "A.SEN.COV_ANY._T._T._T._T", "SOURCE": "Office", "METHOD": None, "ATTRIBUTES": None}
    schema = flow_frame.schema(observation.RECORDED)
    return pl.DataFrame([{**usual, "OBS_VALUE": 41.5, **row} for row in rows], schema=schema)


def series(count: int) -> list[dict[str, Any]]:
    """Rows of `count` series of three years."""
    keys = [f"A.SEN.COV_ANY._T.Q{at % 5 + 1}.OLD_AGE.SCHEME_{at:03}" for at in range(count)]
    return [{"KEY": key, "TIME_PERIOD": year} for key in keys for year in (2020, 2021, 2022)]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("code", sorted(flows()))
@given(data=st.data())
@QUICK
def test_what_is_written_is_read_back(tmp_path: Path, code: str, format: str, data: st.DataObject) -> None:
    frame = data.draw(frames(code))
    path = tmp_path / "observations"
    assert write_sdmx([frame], flow(code), format, path, head=HEAD) == frame.height
    read = read_sdmx(path, flow=flow(code))
    assert content(read.frame) == content(frame)
    assert read.flow == flow(code)


@pytest.mark.parametrize("code", sorted(flows()))
@given(data=st.data())
@QUICK
def test_messages_are_valid_by_the_official_schemas(tmp_path: Path, code: str, data: st.DataObject) -> None:
    from pysdmx.io.json.sdmxjson2.reader.doc_validation import validate_sdmx_json
    from pysdmx.io.xml.doc_validation import validate_doc

    frame, path = data.draw(frames(code)), tmp_path / "message"
    write_sdmx([frame], flow(code), "xml30", path, head=HEAD)
    validate_doc(path.read_text(encoding="utf-8"))
    write_sdmx([frame], flow(code), "json", path, head=HEAD)
    validate_sdmx_json(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("format", ["csv2", "xml30"])
def test_pysdmx_reads_what_we_write(tmp_path: Path, format: str) -> None:
    from pysdmx.io import read_sdmx as theirs

    path = tmp_path / "observations"
    frame = some([*series(4), {"SOURCE": 'Office "A" & <B>', "OBS_VALUE": 1 / 3}])
    write_sdmx([frame], flow("SOCIAL_PROTECTION"), format, path, head=HEAD)
    found = theirs(path).data[0]
    assert str(found.structure).endswith("SOCLE:DF_SOCIAL_PROTECTION(1.0)")
    back = found.data.set_index(["SCHEME_TYPE", "TIME_PERIOD"])
    assert len(back) == 13
    assert float(back.loc[("_T", "2024"), "OBS_VALUE"]) == 1 / 3
    assert back.loc[("_T", "2024"), "SOURCE"] == 'Office "A" & <B>'


@pytest.mark.parametrize("format", ["csv2", "xml30"])
@pytest.mark.parametrize("code", sorted(flows()))
@given(data=st.data())
@QUICK
def test_pysdmx_finds_every_value_of_every_flow_where_we_put_it(
    tmp_path: Path, code: str, format: str, data: st.DataObject
) -> None:
    from pysdmx.io import read_sdmx as theirs

    one, frame = flow(code), data.draw(frames(code))
    path = tmp_path / "observations"
    write_sdmx([frame], one, format, path, head=HEAD)
    (found,) = theirs(path).data
    assert str(found.structure).endswith(f"{one.agency}:{one.id}({one.version})")
    keys = found.data[list(one.names)].agg(".".join, axis=1)
    back = {
        (key, int(said["TIME_PERIOD"])): said
        for key, said in zip(keys, found.data.to_dict("records"), strict=True)
    }
    assert len(back) == frame.height
    for row in frame.iter_rows(named=True):
        said = {name: _plain(value) for name, value in back[row["KEY"], row["TIME_PERIOD"]].items()}
        value = said.get("OBS_VALUE")
        assert (None if value is None else float(value)) == row["OBS_VALUE"]
        held = {each.id: row[each.column] for each in one.attributes if each.column}
        further = json.loads(row["ATTRIBUTES"] or "{}")
        for name, wanted in {**held, **further}.items():
            is_number = isinstance(wanted, float)
            assert (float(said[name]) if is_number else said.get(name)) == (
                wanted or (0.0 if is_number else None)
            )


def _plain(value: object) -> str | None:
    """A cell as text; a reader of tables may say that there is none in several ways."""
    return None if value is None or value != value or value == "" else str(value)  # noqa: PLR0124


@pytest.mark.parametrize("code", sorted(flows()))
def test_structures_are_valid_and_pysdmx_finds_the_components_in_order(tmp_path: Path, code: str) -> None:
    from pysdmx.io import read_sdmx as theirs
    from pysdmx.io.json.sdmxjson2.reader.doc_validation import validate_sdmx_json
    from pysdmx.io.xml.doc_validation import validate_doc

    one = flow(code)
    validate_doc(structure_xml(one, HEAD).decode())
    validate_sdmx_json(structure_json(one, HEAD).decode())
    for format in ("xml30", "json"):
        write_structure(one, format, tmp_path / "structure", HEAD)
        message = theirs(tmp_path / "structure")
        (found,) = message.get_data_structure_definitions()
        assert [each.id for each in found.components.dimensions] == [*one.names, "TIME_PERIOD"]
        assert {each.id for each in found.components.attributes} == {each.id for each in one.attributes}
        lists = {each.id: each for each in message.get_codelists()}
        for each in (*one.dimensions, *one.attributes):
            if each.codelist is not None and each.codelist.codes:
                assert {item.id for item in lists[each.codelist.id].items} == set(each.codelist.codes)


def test_names_of_a_structure_are_in_three_languages() -> None:
    said = json.loads(structure_json(flow("SOCIAL_PROTECTION"), HEAD))["data"]
    sexes = next(each for each in said["codelists"] if each["id"] == "CL_SEX")
    assert sexes["codes"][0]["names"] == {"en": "Both sexes", "fr": "Les deux sexes", "es": "Ambos sexos"}
    assert "Fonction de protection sociale" in structure_xml(flow("SOCIAL_PROTECTION"), HEAD).decode()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("cut", [1, 2, 4, 7])
def test_a_series_may_go_on_in_the_next_block(tmp_path: Path, format: str, cut: int) -> None:
    whole = some(series(5))
    blocks = [whole[:0], *(whole[at : at + cut] for at in range(0, whole.height, cut)), whole[:0]]
    path, at_once = tmp_path / "blocks", tmp_path / "whole"
    write_sdmx(iter(blocks), flow("SOCIAL_PROTECTION"), format, path, head=HEAD)
    write_sdmx([whole], flow("SOCIAL_PROTECTION"), format, at_once, head=HEAD)
    assert path.read_bytes() == at_once.read_bytes()
    assert content(read_sdmx(path).frame) == content(whole)


@pytest.mark.parametrize("format", FORMATS)
def test_a_series_goes_on_before_others_whose_keys_come_first_in_the_alphabet(
    tmp_path: Path, format: str
) -> None:
    first, second = some(series(2))[:3], some(series(2))[3:]
    assert first["KEY"][0] < second["KEY"][0]
    blocks = [second[:2], pl.concat([first, second[2:]])]
    path = tmp_path / "out"
    write_sdmx(blocks, flow("SOCIAL_PROTECTION"), format, path, head=HEAD)
    assert content(read_sdmx(path).frame) == content(some(series(2)))
    if format == "xml30":
        assert path.read_text().count("<Series ") == 2


def test_a_series_that_comes_back_later_is_an_error_of_whoever_gives_the_blocks(tmp_path: Path) -> None:
    whole = some(series(2))
    blocks = [whole[:2], whole[3:], whole[2:3]]
    with pytest.raises(ValueError, match="series by series"):
        write_sdmx(blocks, flow("SOCIAL_PROTECTION"), "json", tmp_path / "out.json", head=HEAD)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_that_fails_leaves_the_file_as_it_was(tmp_path: Path, format: str) -> None:
    path = tmp_path / "out"
    path.write_text("before")

    def broken() -> Iterator[pl.DataFrame]:
        yield some(series(3))
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        write_sdmx(broken(), flow("SOCIAL_PROTECTION"), format, path, head=HEAD)
    with pytest.raises(Refusal, match="no observation"):
        write_sdmx([], flow("SOCIAL_PROTECTION"), format, path, head=HEAD)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_an_attribute_that_the_flow_does_not_have_is_refused_and_not_lost(tmp_path: Path) -> None:
    frame = some([{"ATTRIBUTES": '{"LOWER_BOND": 3, "COMMENT_OBS": "a \\"b\\": c"}'}])
    with pytest.raises(Refusal, match="Did you mean `LOWER_BOUND`"):
        write_sdmx([frame], flow("SOCIAL_PROTECTION"), "csv2", tmp_path / "out.csv")


def test_a_status_that_only_sdmx_knows_is_kept_beside_ours(tmp_path: Path) -> None:
    path = tmp_path / "un.csv"
    path.write_text(
        "STRUCTURE,STRUCTURE_ID,ACTION,SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE\n"
        "dataflow,IAEG-SDGs:DF_SDG_GLH(1.24),I,SI_COV_PENSN,686,2020,30.1,U,PT\n"
        "dataflow,IAEG-SDGs:DF_SDG_GLH(1.24),I,SI_COV_PENSN,686,2021,,M,PT\n"
    )
    read = read_sdmx(path)
    assert read.frame["OBS_STATUS"].to_list() == ["A", "O"]
    assert read.frame["ATTRIBUTES"].to_list() == ['{"OBS_STATUS":"U"}', '{"OBS_STATUS":"M"}']
    write_sdmx([read.frame], read.flow, "csv2", path)
    assert ",30.1,U," in path.read_text()


def test_an_unknown_format_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Did you mean `xml30`"):
        write_sdmx([some(series(1))], flow("SOCIAL_PROTECTION"), "xml3", tmp_path / "out")


@pytest.mark.parametrize("format", FORMATS)
def test_who_reads_is_told_how_far_it_is(tmp_path: Path, format: str) -> None:
    path, told = tmp_path / "out", []
    write_sdmx([some(series(5))], flow("SOCIAL_PROTECTION"), format, path, head=HEAD)
    read_sdmx(path, progress=told.append)
    assert told[-1] == 15

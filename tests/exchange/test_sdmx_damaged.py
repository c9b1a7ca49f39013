"""Damage anywhere in a file of any format is refused in words or changes nothing else: never an error of Python."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socle.exchange.flow_file import flow
from socle.exchange.sdmx import FORMATS, read_sdmx, write_sdmx
from socle.ground.refusals import Refusal
from tests.exchange.sdmx_frames import HEAD, content
from tests.exchange.test_sdmx import series, some
from tests.exchange.test_sdmx_checks import HEAD_OF_ROW, HEADER, ML_2_1, json_message
from tests.exchange.test_sdmx_others import GENERIC, LABELS

TOKENS = (
    b'"',
    b"'",
    b"<",
    b">",
    b"\x00",
    b"\r",
    b"\n",
    b",",
    b":",
    b"\xff",
    b"\xef\xbf\xbf",
    b"[",
    b"]",
    b"{",
    b"}",
)
WORDS = (
    b"null",
    b"1e999",
    b"-0",
    b"NaN",
    b"9" * 5000,
    b"true",
    b"&#0;",
    b"\\ud800",
    b"0:0:0",
    b"-1",
    b"=1",
    b"",
)
OWN = flow("SOCIAL_PROTECTION")


def written(folder: Path, format: str) -> bytes:
    """A whole file of ours."""
    frame = some([*series(3), {"SOURCE": 'Office "A", <b> &\n x', "ATTRIBUTES": '{"LOWER_BOUND":3.5}'}])
    write_sdmx([frame], OWN, format, folder / "whole", head=HEAD)
    return (folder / "whole").read_bytes()


def wholes(folder: Path) -> list[bytes]:
    """A valid file of each kind that is read."""
    theirs = (ML_2_1, GENERIC, LABELS["csv1"], LABELS["csv2"], json.dumps(json_message()))
    return [*(written(folder, format) for format in FORMATS), *(text.encode() for text in theirs)]


def refused(path: Path) -> str:
    """The words of the refusal."""
    with pytest.raises(Refusal) as caught:
        read_sdmx(path)
    return caught.value.worded()


@given(data=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_refused_or_what_is_read_of_it_can_be_written_again(
    tmp_path: Path, data: st.DataObject
) -> None:
    whole = data.draw(st.sampled_from(wholes(tmp_path)))
    start = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.sampled_from([0, 0, 1, 1, 5, 40, len(whole)]))
    path = tmp_path / "damaged"
    path.write_bytes(whole[:start] + data.draw(st.sampled_from(TOKENS + WORDS)) + whole[start + length :])
    try:
        read = read_sdmx(path)
    except Refusal as refusal:
        assert refusal.worded()
        return
    for format in FORMATS:
        write_sdmx([read.frame], read.flow, format, path, head=HEAD)
        assert content(read_sdmx(path, flow=read.flow).frame) == content(read.frame)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("STRUCTURE_ID," + "x" * 300_000 + "\n1,2\n", "cannot be read"),
        ("STRUCTURE_ID" + ",c" * 400_000 + "\n", "400001 columns"),
        (f"{HEADER},SEX\n", "`SEX` is there twice"),
        (f"{HEADER},SEX: Sex\n", "`SEX` is there twice"),
        (HEADER.replace("FREQ,", "FR\rEQ,") + "\n", "cannot be read"),
        (HEADER.replace(",", "\r"), "cannot be read"),
        (f"{HEADER}\n", "no observation"),
    ],
)
def test_a_header_that_no_table_has_is_refused_at_once(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode())
    assert words in refused(path)


def change(message: dict[str, Any], place: list[Any], value: object) -> dict[str, Any]:
    """The message with another value at a place."""
    at: Any = message["data"]
    for name in place[:-1]:
        at = at[name]
    at[place[-1]] = value
    return message


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (["structures", 0, "links"], 5),
        (["structures", 0, "links"], [{"rel": "dataflow", "urn": 5}]),
        (["structures", 0, "dimensions"], None),
        (["structures", 0, "dimensions", "observation", 0, "id"], ["x"]),
        (["structures", 0, "dimensions", "observation", 0, "values"], "SEN"),
        (["structures", 0, "attributes", "observation"], [{"id": "SOURCE"}, {"id": "SOURCE"}]),
        (["structures", 0, "attributes", "observation"], [{"id": "row number"}]),
        (["structures", 0, "attributes", "observation"], [{"id": f"a{at}"} for at in range(100_000)]),
        (["dataSets", 0, "observations", "0:0:0:0:0:0"], [[1, 2]]),
        (["dataSets", 0, "observations", "0:0:0:0:0:0"], [True]),
        (["dataSets", 0, "structure"], -1),
        (["dataSets", 0, "structure"], "0"),
    ],
)
def test_json_of_another_shape_is_refused(tmp_path: Path, place: list[Any], value: object) -> None:
    path = tmp_path / "message.json"
    path.write_text(json.dumps(change(json_message(), place, value)))
    assert refused(path)


def test_a_number_of_thousands_of_digits_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "message.json"
    path.write_text('{"data": ' + "9" * 5000 + "}")
    assert "not valid JSON" in refused(path)


def test_attributes_of_many_names_take_no_memory(tmp_path: Path) -> None:
    many = "".join(f'<Obs TIME_PERIOD="2020" a{at}="1"/>' for at in range(30_000))
    path = tmp_path / "names.xml"
    path.write_text(ML_2_1.replace("<Obs ", many + "<Obs ", 1))
    assert "20 things are wrong" in refused(path)


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "packed.gz").write_bytes(gzip.compress(gzip.compress(ML_2_1.encode())))
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("pipe", "loop", "nothing", ".", "packed.gz"):
        assert refused(tmp_path / name)
    for device in ("/dev/zero", "/dev/null"):
        assert refused(Path(device))
    (tmp_path / "data.xml").write_text(ML_2_1)
    (tmp_path / "link").symlink_to("data.xml")
    assert read_sdmx(tmp_path / "link").frame.height == 2


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\ufffeb", "a\uffffb"])
def test_texts_that_no_message_can_carry_are_not_written(tmp_path: Path, format: str, text: str) -> None:
    with pytest.raises(Refusal, match="control characters"):
        write_sdmx([some([{"METHOD": text}])], OWN, format, tmp_path / "out", head=HEAD)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_finite_number_is_not_written(tmp_path: Path, format: str, value: float) -> None:
    with pytest.raises(Refusal, match="no finite number"):
        write_sdmx([some([{"OBS_VALUE": value}])], OWN, format, tmp_path / "out", head=HEAD)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", FORMATS)
@given(
    values=st.lists(
        st.floats(allow_nan=False, allow_infinity=False)
        | st.sampled_from([-0.0, 5e-324, 1e300, -1.7976931348623157e308, 0.1 + 0.2, 2**53 + 1.0, 1e16, 1e22]),
        min_size=1,
        max_size=20,
    )
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_number_comes_back_to_its_last_bit(tmp_path: Path, format: str, values: list[float]) -> None:
    rows = [
        {"TIME_PERIOD": 1950 + at, "OBS_VALUE": value, "UNIT_MEASURE": "IX"}
        for at, value in enumerate(values)
    ]
    bounds = [json.dumps({"LOWER_BOUND": value}) for value in values]
    frame = some(rows).with_columns(pl.Series("ATTRIBUTES", bounds))
    path = tmp_path / "out"
    write_sdmx([frame], OWN, format, path, head=HEAD)
    read = read_sdmx(path).frame.sort("TIME_PERIOD")
    assert list(map(repr, read["OBS_VALUE"])) == list(map(repr, values))
    said = [json.loads(text)["LOWER_BOUND"] for text in read["ATTRIBUTES"]]
    assert said == values


def test_rows_are_numbered_as_a_reader_of_tables_counts_them(tmp_path: Path) -> None:
    row = f"{HEAD_OF_ROW}SI_COV_PENSN,686,_T,{{year}},30,A,PT"
    lines = [
        f'{row.format(year=2019)},"two\nlines"',
        f"{row.format(year=2020)},x",
        f"{row.format(year='20z1')},x",
    ]
    path = tmp_path / "sdg.csv"
    path.write_text("\ufeff" + "\n".join([f"{HEADER},COMMENT_OBS", *lines]) + "\n", encoding="utf-8")
    assert "row 4: `20z1` is not a year" in refused(path)
    path.write_text(path.read_text(encoding="utf-8").replace("20z1", "2021"), encoding="utf-8")
    assert read_sdmx(path).frame["METHOD"].to_list() == ["two\nlines", "x", "x"]


def test_a_fault_in_json_is_named_with_the_number_of_its_observation(tmp_path: Path) -> None:
    path = tmp_path / "ilo.json"
    path.write_text(json.dumps(json_message(**{"1:0:0:0:0:1": ["many"]})))
    assert "ilo.json, observation 2: `many`" in refused(path)

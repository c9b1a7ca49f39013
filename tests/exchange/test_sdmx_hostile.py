"""Files made to do harm, and files cut short: each is refused in words, quickly, with nothing opened or written."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from socle.exchange.flow_file import flow
from socle.exchange.sdmx import FORMATS, read_sdmx, write_sdmx
from socle.ground.refusals import Refusal
from tests.exchange.sdmx_frames import HEAD
from tests.exchange.test_sdmx import series, some
from tests.exchange.test_sdmx_checks import HEAD_OF_ROW, HEADER, ML_2_1, json_message

ROOT = '<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message"'
LAUGHS = "".join(
    f'<!ENTITY l{at} "{"".join([f"&l{at - 1};"] * 10)}">' if at else '<!ENTITY l0 "ha">' for at in range(12)
)
BODY = ML_2_1.partition("?>")[2]
SECRET = "nobody may read this"


def refused(path: Path) -> str:
    """The words of the refusal; the folder is as it was before."""
    before = sorted(path.parent.iterdir())
    with pytest.raises(Refusal) as caught:
        read_sdmx(path)
    assert sorted(path.parent.iterdir()) == before
    return caught.value.worded()


def doctypes(folder: Path) -> dict[str, str]:
    """Document types that ask a parser for something."""
    (folder / "secret").write_text(SECRET)
    return {
        "billion laughs": f"<!DOCTYPE x [{LAUGHS}]>",
        "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>',
        "file": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{folder}/secret">]>',
        "http": '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/x">]>',
        "outside": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
        "empty": "<!DOCTYPE x>",
    }


@pytest.mark.parametrize(
    "kind", ["billion laughs", "quadratic", "file", "http", "outside", "parameter", "empty"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_anything_in_it_is_looked_at(
    tmp_path: Path, kind: str, encoding: str
) -> None:
    said = doctypes(tmp_path)[kind]
    body = BODY.replace("<mes:ID>T1", "<mes:ID>&l11;&a;&e;")
    path = tmp_path / "bomb.xml"
    path.write_bytes(f'<?xml version="1.0" encoding="{encoding}"?>{said}{body}'.encode(encoding))
    words = refused(path)
    assert "DOCTYPE" in words
    assert SECRET not in words


def test_entities_without_a_document_type_are_not_well_formed(tmp_path: Path) -> None:
    path = tmp_path / "entity.xml"
    path.write_text(ML_2_1.replace("T1", "&secret;"))
    assert "not well-formed" in refused(path)


@pytest.mark.parametrize("depth", [31, 200_000])
def test_nesting_without_end_is_refused(tmp_path: Path, depth: int) -> None:
    path = tmp_path / "deep.xml"
    path.write_text(ROOT + ">" + "<a>" * depth)
    assert "at most 30 levels" in refused(path)
    path.write_text(ML_2_1.split("</mes:DataSet>")[0] + "<Obs>" * depth)
    assert "at most 30 levels" in refused(path)


def test_an_attribute_of_many_megabytes_is_refused_before_it_is_held(tmp_path: Path) -> None:
    path = tmp_path / "huge.xml"
    path.write_text(ROOT + ' a="' + "x" * 30_000_000 + '"/>')
    tracemalloc.start()
    try:
        assert "longer than" in refused(path)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_many_texts_in_a_head_are_not_gathered(tmp_path: Path) -> None:
    path = tmp_path / "head.xml"
    path.write_text(ML_2_1.replace("<Ref ", "x<b/>" * 100_000 + "<Ref "))
    assert read_sdmx(path).frame.height == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"<html><body>Not found</body></html>", "not a message of SDMX-ML"),
        (b"<a", "not well-formed"),
        (ML_2_1[:-40].encode(), "not well-formed"),
        (ML_2_1.replace("UTF-8", "klingon").encode(), "not well-formed"),
        (ML_2_1.replace("T1", "é").encode("latin-1"), "not well-formed"),
        (ML_2_1.replace("StructureSpecificData", "GenericMetadata").encode(), "holds no data"),
        (ML_2_1.replace("StructureSpecificData", "GenericData").encode(), "no column `REF_AREA`"),
        (ML_2_1.replace("<Ref ", "<Reference ").encode(), "does not say which structure"),
        (ML_2_1.replace("Replace", "Delete").encode(), "`Delete` is not read"),
        (b"[" * 200_000, "levels"),
        (b'{"data":' + b'{"a":' * 200_000, "levels"),
        (b'{"data": {', "not valid JSON"),
        (b'{"data": NaN}', "not a number of JSON"),
        (b'{"data": []}', "not a data message"),
        (b"[1, 2]", "not a data message"),
        (b'{"data": {"structures": [1], "dataSets": [2]}}', "not a data message"),
        (b'{"data": {"dataSets": [{}]}}', "not a data message"),
        (b'{"data": "\xff\xfe"}', "not UTF-8"),
        (b"a,b,c\n1,2,3\n", "not SDMX-CSV"),
        (b"PK\x03\x04 and no archive", "cannot be read"),
        (b"\x1f\x8b\x08 and no gzip", "cannot be read"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not"),
    ],
)
def test_what_is_no_message_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert words in refused(path)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("=HYPERLINK(1)", "formula"),
        ("@SUM(A1)", "formula"),
        ("a\x00b", "control characters"),
        ("a\x1bb", "control characters"),
        ("x" * 30_000, "beyond reason"),
    ],
)
def test_a_cell_that_no_office_writes_is_refused_with_its_row(tmp_path: Path, cell: str, words: str) -> None:
    path = tmp_path / "cells.csv"
    row = f"{HEAD_OF_ROW}SI_COV_PENSN,686,_T,2020,30,A,PT,{cell}\n"
    path.write_bytes(f"{HEADER},COMMENT_OBS\n{row}".encode())
    said = refused(path)
    assert words in said
    assert "row 2" in said


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_text_in_another_encoding_is_refused_and_not_misread(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "cells.csv"
    path.write_bytes(
        f"{HEADER},COMMENT_OBS\n{HEAD_OF_ROW}SI_COV_PENSN,686,_T,2020,30,A,PT,é\n".encode(encoding)
    )
    assert "UTF-8" in refused(path)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_message_cut_short_is_refused_or_holds_only_whole_rows(
    tmp_path: Path, format: str, share: float
) -> None:
    whole, path = tmp_path / "whole", tmp_path / "cut"
    write_sdmx([some(series(40))], flow("SOCIAL_PROTECTION"), format, whole, head=HEAD)
    content = whole.read_bytes()
    cut = content[: int(len(content) * share)]
    path.write_bytes(cut[: cut.rfind(b",")] if format == "csv2" else cut)
    assert refused(path)


def test_archives_that_unpack_to_an_absurd_size_are_refused(tmp_path: Path) -> None:
    content = (ML_2_1.split("</mes:DataSet>")[0] + "<!--x-->\n" * 10_000_000).encode()
    packed = tmp_path / "bomb.xml.gz"
    packed.write_bytes(gzip.compress(content))
    assert "absurd size" in refused(packed)
    archive = tmp_path / "bomb.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("../../outside.xml", content)
    assert "absurd size" in refused(archive)


@pytest.mark.parametrize("name", ["data.xml", "../../outside.xml", "/outside.xml"])
def test_an_honest_archive_is_read_and_never_unpacked_to_a_name_it_says(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "data.zip", "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(name, ML_2_1)
    (folder / "data.xml.gz").write_bytes(gzip.compress(ML_2_1.encode()))
    assert read_sdmx(folder / "data.zip").frame.height == 2
    assert read_sdmx(folder / "data.xml.gz").frame.height == 2
    assert not (tmp_path / "outside.xml").exists()


def test_a_message_of_200_megabytes_is_looked_at_in_little_memory(tmp_path: Path) -> None:
    observation = '<Obs TIME_PERIOD="2020" OBS_VALUE="21.5" X="' + "x" * 20_000 + '"/>\n'
    path = tmp_path / "large.xml"
    head, foot = ML_2_1.split("      <Obs", 1)[0], "</Series></mes:DataSet></mes:StructureSpecificData>"
    with path.open("w") as target:
        target.write(head.replace("T1", "L"))
        for _ in range(10_000):
            target.write(observation)
        target.write(foot)
    tracemalloc.start()
    try:
        assert "has no `X`" in refused(path)
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()


def test_a_message_of_json_beyond_the_bound_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socle.exchange.sdmx_json.LARGEST", 1000)
    path = tmp_path / "large.json"
    path.write_text(json.dumps(json_message()) + " " * 2000)
    assert "too large" in refused(path)
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as target:
        target.write(path.read_bytes())
    (tmp_path / "large.json.gz").write_bytes(packed.getvalue())
    assert "exchange larger tables" in refused(tmp_path / "large.json.gz")

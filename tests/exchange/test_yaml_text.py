"""YAML as text: scalars keep their letters and lines; what a file of law does not need is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.exchange import yaml_text
from socle.exchange.yaml_text import DEEPEST, LARGEST, WRONG, load, loads
from socle.ground.refusals import Refusal
from socle.report.text import translator


@pytest.mark.parametrize(
    "word",
    [
        "NO",
        "no",
        "on",
        "yes",
        "012",
        "0x1F",
        "1_000",
        "2024-04-01",
        "1e3",
        "null",
        "~",
        "1:30",
        ".inf",
        "=",
        "<<",
    ],
)
def test_every_scalar_is_the_text_that_stands_there(word: str) -> None:
    read = loads(f"key: {word}\nlist: [{word}]\n".encode(), "f.yaml")
    assert read == {"key": word, "list": [word]}
    assert type(read["key"]) is yaml_text.Text
    assert read["key"].where == "f.yaml:1"
    assert read["list"][0].where == "f.yaml:2"


def test_mappings_lists_and_keys_know_their_lines() -> None:
    read = loads(b"a: 1\nb:\n  c: 2\n  d:\n    - x\n    - {e: 3}\n", "f.yaml")
    assert read.at("b") == "f.yaml:2"
    assert read["b"].where == "f.yaml:3"
    assert read["b"].at("d") == "f.yaml:4"
    assert read["b"]["d"].where == "f.yaml:5"
    assert read["b"]["d"][1].at("e") == "f.yaml:6"
    assert read.at("nothing") == read.where == "f.yaml:1"


@pytest.mark.parametrize(
    ("raw", "place", "said"),
    [
        (b"a: 1\nb: 2\na: 3\n", "f.yaml:3", "`a` stands twice in the same mapping; the first is on line 1"),
        (b"a: &x 1\nb: *x\n", "f.yaml:1", "Anchors and aliases"),
        (b"a: &x 1\n", "f.yaml:1", "Anchors and aliases"),
        (b"&k a: 1\n", "f.yaml:1", "Anchors and aliases"),
        (b"a: 1\nb: !!int 5\n", "f.yaml:2", "Tags (!) are not read"),
        (b"a: !!python/object/apply:os.system ['true']\n", "f.yaml:1", "Tags (!) are not read"),
        (b"? [a, b]\n: 1\n", "f.yaml:1", "A key must be one word"),
        (b"a: [1, 2\nb: 3\n", "f.yaml:2", "not valid YAML"),
        (b"a: 1\n\tb: 2\n", "f.yaml:2", "not valid YAML"),
        (b"a: 1\n---\nb: 2\n", "f.yaml:2", "one document"),
        (b"- a\n- b\n", "f.yaml", "A mapping (`key: value` lines) is expected"),
        (b"", "f.yaml", "A mapping (`key: value` lines) is expected"),
        (b"# only a comment\n", "f.yaml", "A mapping (`key: value` lines) is expected"),
        (b"just words\n", "f.yaml", "A mapping (`key: value` lines) is expected"),
        (b"a: \xff\xfe\n", "f.yaml", "not UTF-8"),
        ("a: é".encode("latin-1"), "f.yaml", "not UTF-8"),
        (b"a: \x00\n", "f.yaml", "not valid YAML"),
        (b"a: " + b"[" * 100_000, "f.yaml:1", f"at most {DEEPEST} levels"),
        (b"a: " + b"{b: " * 5_000 + b"}" * 5_000, "f.yaml:1", f"at most {DEEPEST} levels"),
        (
            b"\n".join(b" " * i + b"a:" for i in range(100)),
            f"f.yaml:{DEEPEST + 1}",
            f"at most {DEEPEST} levels",
        ),
    ],
)
def test_what_law_does_not_need_is_refused_at_its_line(raw: bytes, place: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        loads(raw, "f.yaml")
    assert refused.value.where == place
    assert said in str(refused.value)


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert loads("﻿a: é\n".encode(), "f.yaml") == {"a": "é"}


def test_a_huge_or_absent_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    path.write_bytes(b"a: 1\n" + b"#" * LARGEST)
    with pytest.raises(Refusal, match=r"huge\.yaml: The file has 2000005 bytes"):
        load(path)
    for absent in (tmp_path / "absent.yaml", tmp_path):
        with pytest.raises(Refusal, match="cannot be read"):
            load(absent)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        assert isinstance(loads(raw, "f.yaml"), dict)
    except Refusal as refusal:
        assert refusal.where.startswith("f.yaml")


@pytest.mark.parametrize(
    "raw", [b"a: [1, 2\nb: 3\n", b"a: b: c\n", b"- a\nb: 1\n", b"a: @x\n", b"a: 'x\n", b"a: 1\n- b\n"]
)
def test_what_the_parser_says_is_told_in_the_language_of_the_reader(raw: bytes) -> None:
    with pytest.raises(Refusal) as said:
        yaml_text.loads(raw, "f.yaml")
    problem = said.value.values["problem"]
    assert problem.template in WRONG.values()
    assert translator("fr")(problem.template) != problem.template in str(said.value)

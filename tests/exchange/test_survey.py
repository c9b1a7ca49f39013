"""Surveys in files: every format gives the same survey, and what cannot be used is refused with its row."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from socle.exchange import survey_formats
from socle.exchange.survey import Wanted, column_facts, load_survey
from socle.exchange.survey_formats import read_raw
from socle.ground.refusals import Refusal
from socle.model.survey import Roles, Survey

TEXT = """id,home,income,weight,region
1,10,100,1.5,north
2,10,100,1.5,north
3,20,250.5,2,south
4,30,-4,3,east
"""
ROLES = Roles("weight", "home", "region")
WANTED = Wanted(ROLES, ("income",), ("region",))


def written(folder: Path, text: str, name: str = "people.csv") -> Path:
    """A file with a text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def same(one: Survey, other: Survey) -> bool:
    """Whether two surveys have the same numbers and names."""
    pairs = [
        (one.weight, other.weight),
        (one.psu.codes, other.psu.codes),
        (one.strata.codes, other.strata.codes),
    ]
    pairs.append((one.numbers["income"], other.numbers["income"]))
    return (
        all(np.array_equal(a, b) for a, b in pairs)
        and one.groups["region"].names == other.groups["region"].names
    )


def test_a_text_is_read_as_it_stands(tmp_path: Path) -> None:
    found = load_survey(written(tmp_path, TEXT), WANTED)
    assert found.weight.tolist() == [1.5, 1.5, 2, 3]
    assert found.numbers["income"].tolist() == [100, 100, 250.5, -4]
    assert found.psu.codes.tolist() == [0, 0, 1, 2]
    assert found.groups["region"].names == ("east", "north", "south")
    assert found.groups["region"].codes.tolist() == [1, 1, 2, 0]
    assert found.at(0) == "people.csv:2"


def test_the_unit_is_the_household_unless_another_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT)
    by_person = load_survey(path, Wanted(Roles("weight", "home", "", "id")))
    assert by_person.psu.codes.tolist() == [0, 1, 2, 3]
    alone = load_survey(path, Wanted(Roles("weight")))
    assert alone.psu.codes.tolist() == [0, 1, 2, 3]
    assert set(alone.strata.codes.tolist()) == {0}


def as_parquet(path: Path, frame: pl.DataFrame) -> None:
    """Write Parquet."""
    frame.write_parquet(path)


def as_excel(path: Path, frame: pl.DataFrame) -> None:
    """Write a workbook."""
    frame.write_excel(path)


def as_stata(path: Path, frame: pl.DataFrame) -> None:
    """Write a Stata file."""
    pytest.importorskip("pyreadstat").write_dta(frame, path)


def as_spss(path: Path, frame: pl.DataFrame) -> None:
    """Write an SPSS file."""
    pytest.importorskip("pyreadstat").write_sav(frame, path)


def as_gzip(path: Path, frame: pl.DataFrame) -> None:
    """Write packed text."""
    path.write_bytes(gzip.compress(frame.write_csv().encode()))


def as_semicolons(path: Path, frame: pl.DataFrame) -> None:
    """Write text with semicolons."""
    frame.write_csv(path, separator=";")


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.parquet", as_parquet),
        ("a.xlsx", as_excel),
        ("a.dta", as_stata),
        ("a.sav", as_spss),
        ("a.csv.gz", as_gzip),
        ("a.txt", as_semicolons),
    ],
)
def test_every_format_gives_the_same_survey(
    tmp_path: Path, name: str, write: Callable[[Path, pl.DataFrame], None]
) -> None:
    path = written(tmp_path, TEXT)
    write(tmp_path / name, pl.read_csv(path))
    assert same(load_survey(tmp_path / name, WANTED), load_survey(path, WANTED))


def test_a_byte_order_mark_is_not_part_of_a_name(tmp_path: Path) -> None:
    assert load_survey(written(tmp_path, "\ufeff" + TEXT), Wanted(Roles("weight", "id"))).psu.codes.size == 4


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("250.5", "25o", "people.csv:4: `25o` in the column `income` is not a number"),
        ("250.5", "inf", "people.csv:4: `inf`"),
        ("250.5", "", "people.csv:4: the column `income` is empty here"),
        (",2,south", ",-2,south", "people.csv:4: `weight` is negative: -2"),
        (",2,south", ",,south", "people.csv:4: the column `weight` is empty here"),
        (",2,south", ",2, ", "people.csv:4: the column `region` is empty here"),
        ("\n3,20", "\n3,", "people.csv:4: the column `home` is empty here"),
        ("income", "incom", "there is no column `income` Did you mean `incom`?"),
        ("2,10,100,1.5,north", "2,10,100,1.5,north,9", "people.csv:3: this row has 6 cells, the header 5"),
        ("4,30,-4,3,east\n", "4,30,-4,3", "people.csv:5: this row has 4 cells, the header 5"),
        ("id,", "home,", "`home` is there twice"),
        (TEXT.partition("\n")[2], "", "this table is empty"),
        (TEXT, "", "0 bytes"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_row(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in TEXT
    path = written(tmp_path, TEXT.replace(old, new, 1))
    with pytest.raises(Refusal) as refused:
        load_survey(path, WANTED)
    assert told in refused.value.worded()


def test_weights_of_nothing_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "weight,home,region,income\n0,1,a,1\n0,2,a,2\n")
    with pytest.raises(Refusal, match="nobody"):
        load_survey(path, WANTED)


@pytest.mark.parametrize("name", ["a.parquet", "a.xlsx", "a.dta", "a.sav", "a.csv.gz"])
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path, name: str) -> None:
    if name.endswith(("dta", "sav")):
        pytest.importorskip("pyreadstat")
    path = tmp_path / name
    path.write_bytes(gzip.compress(TEXT.encode())[:40] if name.endswith("gz") else TEXT.encode())
    with pytest.raises(Refusal, match="cut short or damaged"):
        load_survey(path, WANTED)


def test_a_format_that_is_not_known_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        load_survey(written(tmp_path, TEXT, "people.cvs"), WANTED)
    assert refused.value.nearest == ".csv"
    with pytest.raises(Refusal, match="no such file"):
        load_survey(tmp_path / "absent.csv", WANTED)


def test_a_missing_library_is_said_with_its_extra(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"opensocle\[survey\]"):
        survey_formats._extra("a_library_that_nobody_has", tmp_path / "a.dta")


def test_facts_of_columns_are_counted(tmp_path: Path) -> None:
    text = TEXT.replace("250.5", "").replace("3,20", "3,")
    facts = {one.name: one for one in column_facts(read_raw(written(tmp_path, text)))}
    assert (facts["income"].kind, facts["income"].missing, facts["income"].low, facts["income"].high) == (
        "number",
        1,
        -4.0,
        100.0,
    )
    assert (facts["region"].kind, facts["region"].distinct, facts["region"].low) == ("text", 3, None)


def test_lists_in_a_column_are_refused(tmp_path: Path) -> None:
    pl.DataFrame(
        {"income": [[1.0], [2.0]], "weight": [1, 2], "home": [1, 2], "region": [1, 2]}
    ).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(Refusal, match="holds List"):
        load_survey(tmp_path / "a.parquet", WANTED)

"""Bad surveys, each a real file: what cannot be is refused with its rows, what is odd is flagged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from socle.exchange.survey import Wanted, load_survey, survey_of
from socle.exchange.survey_checks import flags
from socle.exchange.survey_formats import read_raw
from socle.ground.refusals import Refusal
from socle.model.survey import Flag, Roles

TEXT = """\
hh,person,w,stratum,ea,income
1,1,10,a,1,100
1,2,10,a,1,100
2,1,20,a,2,50
3,1,15,b,3,70
3,2,15,b,4,70
"""
ROLES = Roles("w", "hh", "stratum", "ea", "person")


def written(folder: Path, text: str) -> Path:
    """A survey of a text."""
    path = folder / "s.csv"
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path, roles: Roles = ROLES) -> str:
    """What the refusal of a survey says."""
    with pytest.raises(Refusal) as found:
        load_survey(path, Wanted(roles, ("income",)))
    return found.value.worded()


def flagged(path: Path, roles: Roles = ROLES) -> list[str]:
    """What is flagged in a survey, as English sentences."""
    raw = read_raw(path)
    found: tuple[Flag, ...] = flags(raw, survey_of(raw, Wanted(roles, ("income",))), "income")
    return [one.text.format(**one.values) for one in found]


def test_a_sound_survey_is_neither_refused_nor_flagged(tmp_path: Path) -> None:
    assert flagged(written(tmp_path, TEXT)) == []


def test_a_person_who_stands_twice_is_refused_with_both_rows(tmp_path: Path) -> None:
    told = refused(written(tmp_path, TEXT.replace("3,2,15", "1,1,15")))
    assert told.startswith("s.csv:6: the person `1` of household `1` stands twice, in rows 2 and 6 (1 in all")
    told = refused(written(tmp_path, TEXT), Roles("w", person="person"))
    assert "the person `1` stands twice, in rows 2 and 4 (3 in all); if `person` counts within" in told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2,1,20", "2,1,-20", "s.csv:4: `w` is negative: -20"),
        ("2,1,20", "2,1,", "s.csv:4: the column `w` is empty here"),
        ("2,1,20", "2,1,nan", "s.csv:4: `nan` in the column `w` is not a number"),
        ("2,1,20", "2,1,two", "s.csv:4: `two` in the column `w` is not a number"),
        ("a,2,50", 'a,2,"50,5"', "s.csv:4: `50,5` in the column `income` has a decimal comma: write a point"),
    ],
)
def test_cells_that_cannot_be_are_refused_with_their_row(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in TEXT
    assert refused(written(tmp_path, TEXT.replace(old, new))) == told


def test_weights_and_welfare_of_nothing_are_refused(tmp_path: Path) -> None:
    text = TEXT.replace(",10,", ",0,").replace(",20,", ",0,").replace(",15,", ",0,")
    assert "The weights in `w` are all 0" in refused(written(tmp_path, text))
    nothing = TEXT.replace(",100\n", ",0\n").replace(",50\n", ",0\n").replace(",70\n", ",0\n")
    with pytest.raises(Refusal, match="`income` is 0 for everybody"):
        flagged(written(tmp_path, nothing))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("1,2,10", "1,2,11", "`w` differs within households: 1 of them, first `1` (row 2)."),
        (",4,70", ",4,71", "`income` differs within households: 1 of them, first `3` (row 5)."),
        (",2,50", ",2,-50", "`income` is 0 or below in some records: 1 of them, first in row 4."),
        ("2,1,20", "2,1,0", "Records of weight 0, which represent nobody: 1."),
        (
            "4,70\n",
            "4,70",
            "The last row has no line break. If the file was cut short, its last cell is not whole.",
        ),
    ],
)
def test_what_is_odd_is_flagged_not_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in TEXT
    assert flagged(written(tmp_path, TEXT.replace(old, new))) == [told]


def test_households_of_one_record_each_are_flagged(tmp_path: Path) -> None:
    (told,) = flagged(written(tmp_path, "hh,w,income\n1,2,3\n2,2,4\n"), Roles("w", "hh"))
    assert told.startswith("Every household has one record.")


def test_another_separator_or_encoding_is_refused_in_words(tmp_path: Path) -> None:
    assert "the header is one cell, `hh^person^w" in refused(written(tmp_path, TEXT.replace(",", "^")))
    assert "the header is one cell, `hh person w" in refused(written(tmp_path, TEXT.replace(",", " ")))
    latin = tmp_path / "latin.csv"
    latin.write_bytes(TEXT.replace(",a,", ",Thiès,").encode("latin-1"))
    assert refused(latin) == "latin.csv:2: this text is not in UTF-8"
    latin.write_bytes(TEXT.replace("hh,", "ménage,").encode("latin-1"))
    assert refused(latin) == "latin.csv:1: this text is not in UTF-8"
    latin.write_bytes(TEXT.encode("utf-16"))
    assert "not a text file in UTF-8" in refused(latin)


def as_stata(path: Path, frame: pl.DataFrame) -> None:
    """Write a Stata file."""
    pytest.importorskip("pyreadstat").write_dta(
        frame, path, variable_value_labels={"stratum": {1: "North", 2: "South"}}
    )


def as_spss(path: Path, frame: pl.DataFrame) -> None:
    """Write an SPSS file."""
    pytest.importorskip("pyreadstat").write_sav(
        frame, path, variable_value_labels={"stratum": {1: "North", 2: "South"}}
    )


FORMATS: dict[str, Callable[[Path, pl.DataFrame], object]] = {
    "s.csv": lambda path, frame: frame.write_csv(path),
    "s.parquet": lambda path, frame: frame.write_parquet(path),
    "s.xlsx": lambda path, frame: frame.write_excel(path),
    "s.dta": as_stata,
    "s.sav": as_spss,
}


def numbered(rows: int) -> pl.DataFrame:
    """A survey of numbers only."""
    at = range(rows)
    return pl.DataFrame(
        {
            "hh": [i // 2 for i in at],
            "person": [i % 2 for i in at],
            "w": [1.5 for _ in at],
            "stratum": [1 + i // 4 % 2 for i in at],
            "ea": [i // 4 for i in at],
            "income": [100.0 + i for i in at],
        }
    )


@pytest.mark.parametrize("name", FORMATS)
def test_files_of_nothing_and_files_cut_anywhere_are_refused(tmp_path: Path, name: str) -> None:
    path, cut = tmp_path / name, tmp_path / f"cut{Path(name).suffix}"
    FORMATS[name](path, numbered(60))
    assert load_survey(path, Wanted(ROLES, ("income",))).weight.size == 60
    whole = path.read_bytes()
    cut.write_bytes(b"")
    assert "0 bytes" in refused(cut)
    places = [len(whole) * i // 20 for i in range(1, 20)] + [len(whole) - 10]
    if name == "s.csv":  # a text that loses whole rows is a shorter text: only a cut within a row shows
        places = [
            at
            for at in places
            if whole[:at].rpartition(b"\n")[2].count(b",") < 5 and whole[at - 1 : at] != b"\n"
        ]
        assert len(places) > 5
    for at in places:
        cut.write_bytes(whole[:at])
        assert refused(cut), f"cut after {at} of {len(whole)} bytes"


@pytest.mark.parametrize("name", ["s.dta", "s.sav"])
def test_labels_of_statistical_packages_are_names_and_their_codes_stay(tmp_path: Path, name: str) -> None:
    FORMATS[name](tmp_path / name, numbered(60))
    held = load_survey(tmp_path / name, Wanted(ROLES, groups=("stratum",))).groups["stratum"]
    assert held.names == ("North", "South")
    assert held.said == ("1", "2")


@pytest.mark.parametrize(
    ("column", "expected"),
    [(("8", "8", "8", "4", "4"), [2 / 8, 2 / 4]), (("0.5", "0.5", "0.5", "1", "1"), [0.5, 1.0])],
)
def test_a_column_of_units_or_of_shares_gives_the_share_sampled(
    tmp_path: Path, column: tuple[str, ...], expected: list[float]
) -> None:
    lines = TEXT.splitlines()
    text = (
        "\n".join([lines[0] + ",fpc", *(f"{a},{b}" for a, b in zip(lines[1:], column, strict=True))]) + "\n"
    )
    roles = Roles("w", "hh", "stratum", "ea", "person", "fpc")
    sampled = load_survey(written(tmp_path, text), Wanted(roles)).sampled
    assert sampled is not None
    assert sampled.tolist() == expected
    second = text.splitlines()[2]
    differs = text.replace(second, second.rpartition(",")[0] + ",0.7", 1)
    assert "differs within the stratum `a`" in refused(written(tmp_path, differs), roles)
    few = text.replace(f",{column[0]}\n", ",1.5\n")
    assert "the stratum `a` has 2 primary sampling units, but `fpc` says that there are 1.5" in refused(
        written(tmp_path, few), roles
    )

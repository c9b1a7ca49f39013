"""`socle export` and `socle import` at the command line: what was asked for, nothing twice, nothing lost unsaid."""

from __future__ import annotations

import csv
import gzip
import io
import shutil
from pathlib import Path

import polars as pl
import pytest

from socle.cli.main import main
from socle.exchange.sdmx import read_sdmx
from tests.cli.test_indicators import done, office, refused  # noqa: F401

Said = pytest.CaptureFixture[str]
ILO = "DATAFLOW,REF_AREA,SEX,SOC,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
ROW = "ILO:DF_SDG_0131_SEX_SOC_RT(1.0),{area},SEX_T,{what},{year},{value},PT\n"
ANY = "SOC_CONTIG_TOTAL"


@pytest.fixture(autouse=True)
def _register(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """A register with two published years of the invented country; the store is empty."""
    monkeypatch.setenv("SOCLE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SOCLE_USER", "adm")
    monkeypatch.setenv("SOCLE_REGISTER", shutil.copy(office, tmp_path))
    monkeypatch.chdir(tmp_path)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(Path(name).read_text(encoding="utf-8"))))


def exported(capsys: Said, *words: str) -> tuple[list[dict[str, str]], str]:
    """The rows of an export, and what it said of what is not in it."""
    assert main(["export", "sdmx", *words, "-o", "out.csv", "--lang", "en"]) == 0
    return rows("out.csv"), capsys.readouterr().err


def of_senegal(capsys: Said) -> None:
    """The same indicators as if they were of a country that the UN numbers."""
    exported(capsys, "--flow", "SOCIAL_PROTECTION")
    Path("own.csv").write_text(Path("out.csv").read_text().replace(",XXX,", ",SEN,"))
    done(capsys, "import", "sdmx", "own.csv", "--vintage", "copy")


def imported(capsys: Said, *lines: str, vintage: str = "ilo") -> None:
    """ILOSTAT's values into the register."""
    Path("ilo.csv").write_text(ILO + "".join(lines))
    done(capsys, "import", "sdmx", "ilo.csv", "--vintage", vintage)


def test_what_has_no_name_in_the_flow_of_others_is_counted(capsys: Said) -> None:
    own, nothing = exported(capsys, "--flow", "SOCIAL_PROTECTION")
    assert nothing == ""
    ilo, said = exported(capsys, "--flow", "ILO_1_3_1")
    assert ilo
    assert f"{len(own) - len(ilo)} of {len(own)} computed indicators have no name in ILO_1_3_1" in said
    assert "computed indicators have no name in SDG" in refused(
        capsys, "export", "sdmx", "--flow", "SDG", "-o", "none.csv", "--lang", "en"
    )
    of_senegal(capsys)
    part, said = exported(capsys, "--flow", "SDG_1_3_1")
    assert f"{2 * len(own) - len(part)} of {2 * len(own)} computed indicators" in said
    assert {row["REF_AREA"] for row in part} == {"686"}
    assert {row["REPORTING_TYPE"] for row in part} == {"N"}


def test_a_series_that_was_imported_is_given_as_imported_and_ours_with_own(capsys: Said) -> None:
    before, _ = exported(capsys, "--flow", "ILO_1_3_1")
    ours = [row for row in before if (row["SOC"], row["SEX"]) == (ANY, "SEX_T")]
    assert {row["TIME_PERIOD"] for row in ours} == {"2023", "2024"}
    lines = (ROW.format(area="XXX", what=ANY, year=year, value=12.5) for year in (2020, 2024))
    imported(capsys, *lines, ROW.format(area="SEN", what=ANY, year=2024, value=30))
    for format in ("csv2", "xml30", "json"):
        done(capsys, "export", "sdmx", "--flow", "ILO_1_3_1", "--format", format, "-o", format)
        found = read_sdmx(Path(format)).frame
        there = found.filter((pl.col("AREA") == "XXX") & (pl.col("CODE") == ANY))
        total = there.filter(pl.col("KEY").str.contains("SEX_T"))
        assert sorted(total.select("TIME_PERIOD", "OBS_VALUE").rows()) == [(2020, 12.5), (2024, 12.5)]
        assert found.height == len(before) - len(ours) + 3
    both, said = exported(capsys, "--flow", "ILO_1_3_1")
    assert f"{len(ours)} computed indicators are left aside" in said
    assert len(both) == len(before) - len(ours) + 3
    own, said = exported(capsys, "--flow", "ILO_1_3_1", "--own")
    assert own == before
    assert "left aside" not in said


def test_national_values_of_ours_stand_beside_the_published_ones(capsys: Said) -> None:
    of_senegal(capsys)
    own, _ = exported(capsys, "--flow", "SDG_1_3_1")
    Path("un.csv").write_text(
        "STRUCTURE,STRUCTURE_ID,ACTION,SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
        "dataflow,IAEG-SDGs:DF_SDG_GLH(1.24),I,SI_COV_BENFTS,686,2024,30,PT\n"
    )
    done(capsys, "import", "sdmx", "un.csv", "--vintage", "un")
    both, said = exported(capsys, "--flow", "SDG_1_3_1")
    assert len(both) == len(own) + 1
    assert "left aside" not in said
    done(capsys, "import", "sdmx", "out.csv", "--vintage", "un2")  # ours come back under their own names
    again, said = exported(capsys, "--flow", "SDG_1_3_1")
    assert len(again) == len(both)
    assert f"{len(own)} computed indicators are left aside" in said


def test_only_the_years_the_countries_and_the_edition_that_were_asked_for(capsys: Said) -> None:
    lines = [ROW.format(area=area, what=ANY, year=2020, value=30) for area in ("SEN", "NOR")]
    imported(capsys, *lines)
    imported(capsys, *lines, ROW.format(area="SEN", what=ANY, year=2021, value=31), vintage="later")
    flow = ("--flow", "ILO_1_3_1")
    assert {row["REF_AREA"] for row in exported(capsys, *flow, "--country", "sen,nor")[0]} == {"SEN", "NOR"}
    assert {row["TIME_PERIOD"] for row in exported(capsys, *flow, "--year", "2023")[0]} == {"2023"}
    assert {row["TIME_PERIOD"] for row in exported(capsys, *flow, "--year", "2020-2023")[0]} == {
        "2020",
        "2021",
        "2023",
    }
    assert len(exported(capsys, *flow, "--vintage", "ilo")[0]) == 2
    assert len(exported(capsys, *flow, "--vintage", "later")[0]) == 3
    now, _ = exported(capsys, *flow)
    assert exported(capsys, *flow, "--as-of", "2999-12-31")[0] == now


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--country", "XXY"), "nothing of `XXY` in SOCIAL_PROTECTION. Did you mean `XXX`"),
        (
            ("--vintage", "SSI-2"),
            "no edition `SSI-2` of SOCIAL_PROTECTION; it has SSI-1. Did you mean `SSI-1`",
        ),
        (("--year", "1999"), "the years 2023 to 2024, the editions SSI-1"),
        (("--as-of", "2001-01-01"), "recorded since 2"),
        (("--as-of", "yesterday"), "is no date"),
        (("--year", "2024-2020"), "is no year"),
        (("--own",), "Socle's own flow"),
    ],
)
def test_an_empty_answer_is_refused_with_what_there_is(
    capsys: Said, words: tuple[str, ...], said: str
) -> None:
    flow = ("export", "sdmx", "--flow", "SOCIAL_PROTECTION", "-o", "out.csv", "--lang", "en")
    assert said in refused(capsys, *flow, *words)
    assert not Path("out.csv").exists()


def test_a_flow_of_which_there_is_nothing_says_where_it_comes_from(capsys: Said, tmp_path: Path) -> None:
    done(capsys, "register", "init", "--register", "empty.sqlite")
    words = ("export", "sdmx", "--flow", "SDG", "-o", "out.csv", "--register", "empty.sqlite", "--lang", "en")
    assert "no observation of SDG: import a file" in refused(capsys, *words)


@pytest.mark.parametrize("format", ["csv2", "xml30", "json"])
def test_equal_exports_are_equal_files_packed_or_not(capsys: Said, format: str) -> None:
    flow = ("export", "sdmx", "--flow", "SOCIAL_PROTECTION", "--format", format)
    for name in ("one", "two", "one.gz", "two.gz"):
        done(capsys, *flow, "-o", name)
    assert (
        Path("one").read_bytes() == Path("two").read_bytes() == gzip.decompress(Path("one.gz").read_bytes())
    )
    assert Path("one.gz").read_bytes() == Path("two.gz").read_bytes()
    assert "0 changed" in done(capsys, "import", "sdmx", "one.gz", "--vintage", "packed", "--lang", "en")
    for name in ("s1", "s2"):
        done(capsys, *flow, "--structure", "-o", name)
    assert Path("s1").read_bytes() == Path("s2").read_bytes()


def test_what_is_no_file_is_not_written_over(capsys: Said, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("text")
    for name in ("folder", "file/below", "/dev/null"):
        assert refused(capsys, "export", "sdmx", "--flow", "SOCIAL_PROTECTION", "-o", name, "--lang", "en")
    assert Path("/dev/null").is_char_device()

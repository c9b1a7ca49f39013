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


def bring(capsys: Said, *words: str) -> str:
    """What an import says."""
    return done(capsys, "import", *words, "--reason", "a test", "--lang", "en")


def of_senegal(capsys: Said) -> None:
    """The same indicators as if they were of a country that the UN numbers."""
    exported(capsys, "--flow", "SOCIAL_PROTECTION")
    Path("own.csv").write_text(Path("out.csv").read_text().replace(",XXX,", ",SEN,"))
    bring(capsys, "sdmx", "own.csv", "--vintage", "copy")


def imported(capsys: Said, *lines: str, vintage: str = "ilo") -> None:
    """ILOSTAT's values into the register."""
    Path("ilo.csv").write_text(ILO + "".join(lines))
    bring(capsys, "sdmx", "ilo.csv", "--vintage", vintage)


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
    bring(capsys, "sdmx", "un.csv", "--vintage", "un")
    both, said = exported(capsys, "--flow", "SDG_1_3_1")
    assert len(both) == len(own) + 1
    assert "left aside" not in said
    bring(capsys, "sdmx", "out.csv", "--vintage", "un2")  # ours come back under their own names
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
    assert "0 changed" in bring(capsys, "sdmx", "one.gz", "--vintage", "packed")
    for name in ("s1", "s2", "s3.gz"):
        done(capsys, *flow, "--structure", "-o", name)
    packed = Path("s3.gz").read_bytes()
    assert Path("s1").read_bytes() == Path("s2").read_bytes() == gzip.decompress(packed)


def test_what_is_no_file_is_not_written_over(capsys: Said, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("text")
    for name in ("folder", "file/below", "/dev/null"):
        assert refused(capsys, "export", "sdmx", "--flow", "SOCIAL_PROTECTION", "-o", name, "--lang", "en")
    assert Path("/dev/null").is_char_device()


COLUMNS = ("series", "m49", "area_name", "year", "sex", "quantile", "nature", "units", "value")


def sdg_table(value: float, name: str) -> pl.DataFrame:
    """A table of coverage in the layout of the reference data, also as a file of that name."""
    row = ("SI_COV_BENFTS", 788, "Tunisia", 2019, "BOTHSEX", None, "E", "PERCENT", value)
    types = dict.fromkeys(COLUMNS, pl.String) | {"m49": pl.Int64, "year": pl.Int16, "value": pl.Float64}
    frame = pl.DataFrame([row], schema=types, orient="row")
    frame.write_parquet(f"{name}.parquet")
    return frame


def sdg(capsys: Said, *words: str) -> str:
    """What an import of SDG data says."""
    return bring(capsys, "sdg", *words)


def test_a_newer_edition_stands_beside_the_older_and_is_the_one_that_answers(capsys: Said) -> None:
    sdg_table(39.1, "sdg_1_3_1_unsd_2020-10")
    sdg_table(41.6, "sdg_1_3_1_unsd_2025-07")
    assert "edition 2025-07: 1 new" in sdg(capsys, "sdg_1_3_1_unsd_2025-07.parquet")
    assert "edition 2020-10: 1 new" in sdg(capsys, "sdg_1_3_1_unsd_2020-10.parquet")  # later, and yet older
    assert "0 new, 0 changed, 1 as before" in sdg(capsys, "sdg_1_3_1_unsd_2020-10.parquet")
    tunisia = ("indicators", "--country", "TUN", "--lang", "en")
    now = done(capsys, *tunisia)
    assert now.startswith("Tunisia: 41.6 %")
    assert "Other editions of the same series are held: 2020-10" in now
    assert done(capsys, *tunisia, "--vintage", "2020-10").startswith("Tunisia: 39.1 %")
    flow = ("--flow", "SDG_1_3_1", "--country", "TUN")
    assert [row["OBS_VALUE"] for row in exported(capsys, *flow)[0]] == ["41.6"]
    assert [row["OBS_VALUE"] for row in exported(capsys, *flow, "--vintage", "2020-10")[0]] == ["39.1"]


def test_the_sdg_data_of_the_store_are_read_from_its_folder(capsys: Said, shared: Path) -> None:
    done(capsys, "data", "import", "sdg", str(shared / "data" / "sdg"))
    assert "edition 2020-10: 32097 new" in sdg(capsys, "data")
    assert "0 new, 0 changed, 32097 as before" in sdg(capsys, str(shared / "data"))


def test_an_edition_that_nothing_names_is_asked_for(capsys: Said) -> None:
    sdg_table(39.1, "sdg_1_3_1")
    said = refused(capsys, "import", "sdg", "--check", "sdg_1_3_1.parquet", "--lang", "en")
    assert "Nothing says which edition" in said
    assert "edition 2026-01: 1 new" in sdg(capsys, "sdg_1_3_1.parquet", "--vintage", "2026-01")
    assert exported(capsys, "--flow", "SDG")[0][0]["SOURCE_DETAIL"] == "UNSD-SDG-2026-01"


def test_a_table_of_another_layout_is_refused_in_words(capsys: Said) -> None:
    whole = sdg_table(39.1, "sdg_1_3_1_unsd_2020-10")
    wrong = {
        "no column `value`": whole.drop("value"),
        "holds String": whole.with_columns(pl.lit("much").alias("value")),
        "is there twice": pl.concat([whole, whole]),
        "is no number": whole.with_columns(pl.lit(float("inf")).alias("value")),
        "`99999` is not a code": whole.with_columns(pl.lit(99999).alias("m49")),
        "is empty": whole[:0],
    }
    for words, frame in wrong.items():
        frame.write_parquet("sdg_1_3_1_unsd_2021-01.parquet")
        assert words in refused(
            capsys, "import", "sdg", "--check", "sdg_1_3_1_unsd_2021-01.parquet", "--lang", "en"
        )
    Path("sdg_1_3_1_unsd_2021-01.parquet").write_text("no Parquet at all")
    said = refused(capsys, "import", "sdg", "--check", "sdg_1_3_1_unsd_2021-01.parquet", "--lang", "en")
    assert "not a Parquet file" in said


def test_an_import_of_nothing_or_of_another_flow_is_refused(capsys: Said) -> None:
    assert "no table of SDG data" in refused(capsys, "import", "sdg", "--check", ".", "--lang", "en")
    sdg_table(1.0, "sdg_1_3_1_unsd_2020-10")
    words = (
        "import",
        "sdg",
        "--check",
        "sdg_1_3_1_unsd_2020-10.parquet",
        "--flow",
        "INQUIRY",
        "--lang",
        "en",
    )
    assert "belongs to the flow `SDG`" in refused(capsys, *words)

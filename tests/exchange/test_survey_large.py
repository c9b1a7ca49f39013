"""Files larger than memory may be: read by rows or by columns, only what is wanted, or refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from socle.exchange import bulk_text, memory, survey_formats, survey_large
from socle.exchange.survey import Wanted, coded, column_facts, load_survey
from socle.exchange.survey_formats import read_raw
from socle.exchange.survey_large import described
from socle.ground.refusals import Refusal
from socle.model.survey import Roles
from socle.run.survey import describe

RECORDS = 500
ROLES = Roles("weight", "home")


def people() -> pl.DataFrame:
    """Records with numbers, codes, words, empty cells, an empty column, and words that come late."""
    rng = np.random.default_rng(1)
    late: list[str | None] = [None if i % 7 == 0 else str(i % 5) for i in range(RECORDS)]
    late[-1] = "word"
    return pl.DataFrame(
        {
            "home": np.arange(RECORDS) // 3,
            "weight": rng.uniform(1, 2, RECORDS).round(3),
            "income": [None if i % 11 == 0 else f"{v:.1f}" for i, v in enumerate(rng.normal(0, 9, RECORDS))],
            "region": rng.choice(["north", "south, or west", "east"], RECORDS),
            "late": late,
            "nothing": [None] * RECORDS,
        },
        schema_overrides={"income": pl.String, "nothing": pl.String},
    )


def as_text(path: Path) -> None:
    """Write CSV."""
    people().write_csv(path)


def as_parquet(path: Path) -> None:
    """Write Parquet."""
    people().with_columns(pl.col("income").cast(pl.Float64)).write_parquet(path)


def as_stata(path: Path) -> None:
    """Write a Stata file."""
    import pyreadstat

    pyreadstat.write_dta(people().drop("nothing").to_pandas(), str(path))


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is large; a batch is about 20 records or one column."""
    monkeypatch.setattr(survey_large, "LARGE", 0)
    monkeypatch.setattr(survey_large, "TOGETHER", RECORDS)
    monkeypatch.setattr(bulk_text, "BLOCK", 500)
    monkeypatch.setattr(bulk_text, "_header", _short_header)


def _short_header(source: Any, path: Path, layout: bulk_text.Layout) -> tuple[list[str], bytes]:
    line = b""
    while not line.endswith(b"\n"):
        line += source.read(1)
    return line.decode().strip().split(layout.separator), b""


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(
    ("name", "write"), [("a.csv", as_text), ("a.parquet", as_parquet), ("a.dta", as_stata)]
)
def test_a_large_file_is_described_as_a_small_one(tmp_path: Path, name: str, write: Any) -> None:
    path = tmp_path / name
    write(path)
    truth = column_facts(read_raw(path))
    for asked in (["weight", "home"], []):
        raw = described(path, asked)
        assert column_facts(raw) == truth
        assert raw.frame.height == RECORDS
        assert set(raw.frame.columns) == set(asked or raw.names[:1])
        assert list(raw.names) == read_raw(path).names
    assert describe(path, ROLES).households == len(set(people()["home"]))


@pytest.mark.usefixtures("large")
def test_of_a_large_file_a_column_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    as_text(tmp_path / "a.csv")
    raw = described(tmp_path / "a.csv", ["weight"])
    assert raw.frame.columns == ["weight"]
    small = read_raw(tmp_path / "a.csv")
    assert coded(raw, "region").names == coded(small, "region").names == ("east", "north", "south, or west")
    np.testing.assert_array_equal(coded(raw, "region").codes, coded(small, "region").codes)
    with pytest.raises(Refusal, match="there is no column `regoin`"):
        coded(raw, "regoin")


@pytest.mark.usefixtures("large")
def test_a_large_text_comes_in_batches_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_text(tmp_path / "a.csv")
    heights, read = [], survey_large.blocks

    def counted(*args: Any, **options: Any) -> Iterator[pl.DataFrame]:
        for batch in read(*args, **options):
            heights.append(batch.height)
            yield batch

    monkeypatch.setattr(survey_large, "blocks", counted)
    described(tmp_path / "a.csv", ["weight"])
    assert sum(heights) == RECORDS
    assert max(heights) < RECORDS / 10


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("describing", [True, False])
def test_of_a_large_parquet_file_a_column_is_read_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, describing: bool
) -> None:
    as_parquet(tmp_path / "a.parquet")
    asked, read = [], pl.read_parquet

    def counted(path: Path, columns: list[str]) -> pl.DataFrame:
        asked.append(columns)
        return read(path, columns=columns)

    monkeypatch.setattr(pl, "read_parquet", counted)
    if describing:
        described(tmp_path / "a.parquet", ["weight"])
        assert asked == [["weight"], *([name] for name in people().columns)]
    else:
        load_survey(tmp_path / "a.parquet", Wanted(ROLES, (), ("region",)))
        assert asked == [["weight", "home", "region"]]


@pytest.mark.usefixtures("large")
def test_distinct_values_beyond_those_kept_are_said_to_be_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey_large, "KEPT", 0)
    monkeypatch.setattr(survey_large, "FEWEST", 40)
    as_text(tmp_path / "a.csv")
    truth = {one.name: one for one in column_facts(read_raw(tmp_path / "a.csv"))}
    found = {one.name: one for one in described(tmp_path / "a.csv", []).facts}
    assert {name for name, one in found.items() if one.more} == {"home", "weight", "income"}
    for name, one in found.items():
        expected = truth[name]
        assert 40 < one.distinct < expected.distinct if one.more else one == expected
        assert replace(one, distinct=0, more=False) == replace(expected, distinct=0)


@pytest.mark.parametrize(
    ("name", "write"), [("a.csv", as_text), ("a.parquet", as_parquet), ("a.dta", as_stata)]
)
def test_what_does_not_fit_in_memory_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, write: Any
) -> None:
    path = tmp_path / name
    write(path)
    monkeypatch.setattr(memory, "available", lambda: RECORDS * 180)
    assert read_raw(path, ("weight",)).frame.height == RECORDS
    with pytest.raises(Refusal, match=r"columns of this file needs about .* GB .*name fewer columns"):
        read_raw(path)


@pytest.mark.parametrize("error", [MemoryError(), OSError(12, "Cannot allocate memory")])
def test_memory_that_runs_out_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def exhausted(*_: Any, **__: Any) -> None:
        raise error

    as_parquet(tmp_path / "a.parquet")
    monkeypatch.setattr(pl, "read_parquet", exhausted)
    with pytest.raises(Refusal, match=r"a\.parquet: memory ran out"):
        read_raw(tmp_path / "a.parquet")


def test_the_tightest_limit_of_memory_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine, container, held = tmp_path / "meminfo", tmp_path / "memory.max", tmp_path / "statm"
    machine.write_text("MemTotal: 9000 kB\nMemAvailable: 5000 kB\n", encoding="ascii")
    held.write_text("900 100 0 0 0 0 0\n", encoding="ascii")
    monkeypatch.setattr(memory, "MEMORY", str(machine))
    monkeypatch.setattr(memory, "HELD", str(held))
    monkeypatch.setattr(memory, "LIMITS", (str(container), str(tmp_path / "absent")))
    monkeypatch.setattr(memory, "_of_process", lambda: None)
    assert memory.available() == 5000 * 1024
    container.write_text("max\n", encoding="ascii")
    assert memory.available() == 5000 * 1024
    container.write_text("2000000\n", encoding="ascii")
    assert memory.available() == 2_000_000 - 100 * 4096
    monkeypatch.setattr(memory, "_of_process", lambda: 3_700_000)
    assert memory.available() == 3_700_000 - 900 * 4096
    monkeypatch.setattr(memory, "_of_process", lambda: 1)
    assert memory.available() == 0


def test_no_survey_is_too_large_to_be_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    with path.open("wb") as file:
        file.truncate(3 << 30)  # takes no room on disk
    with pytest.raises(Refusal, match="damaged"):
        survey_formats.read_raw(path)

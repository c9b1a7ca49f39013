"""The job on persons in a file is the job of the benchmark, on any number of parts."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from bench.households_job import lake


def test_all_ways_give_the_same_fourteen_numbers_and_households_of_parts_stay_apart(tmp_path: Path) -> None:
    file = tmp_path / "people.parquet"
    persons = lake.write_people(file, parts=2, households=1_500)
    people = pl.read_parquet(file)
    assert people.height == persons
    assert people["household"].n_unique() == 3_000
    found = {way: numbers(file) for way, numbers in lake.WAYS.items()}
    assert len(found["ours"]) == 14
    for way in (lake.DUCKDB, lake.POLARS):
        assert found[way] == pytest.approx(found["ours"], rel=1e-5), way

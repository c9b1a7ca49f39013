"""The job of the benchmarks in a process of its own, and the bytes that it cannot avoid."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench import __main__ as bench
from bench.households_job.alone import POLARS, alone, save
from bench.households_job.law import assert_same
from bench.households_job.people import made_up
from bench.households_job.side_by_side import physical, touched
from socle.model.population import Population


def test_every_way_alone_gives_the_same_fourteen_numbers(tmp_path: Path) -> None:
    save(made_up(20_000), tmp_path)
    numpy = alone(tmp_path, "numpy")
    assert len(numpy.numbers) == 14
    for way in ("fast", POLARS):
        other = alone(tmp_path, way)
        assert_same(numpy.numbers, other.numbers, way, on_the_line=1e-4)
        assert 0 < other.again <= other.first
    assert list(tmp_path.glob("kernel_*.py"))  # what was compiled is kept where it was asked


def test_the_bytes_of_the_job_are_those_of_its_columns_and_of_two_incomes() -> None:
    columns = {"age": np.zeros(10, np.int16), "earnings": np.zeros(10), "line": np.array(1.0)}
    people = Population(np.ones(10), columns, households=np.array([0, 4, 10]))
    assert touched(people) == 20 + 80 + 8 + 80 + 24 + 2 * 2 * 8


def test_a_record_says_how_much_longer_than_memory_the_job_takes(capsys: pytest.CaptureFixture[str]) -> None:
    people = made_up(100)
    least = touched(people)
    found = physical(people, seconds=3 * least / 1e9, speed=1e9)
    assert found["times_memory"] == pytest.approx(3)
    record = {"name": "x", "value": 1, "unit": "s", "ratio": 2, "memory_mb": 3, "peer": "y", "peer_value": 4}
    assert "3.0 times as long as moving" in bench.line({**record, **found})
    assert "as long as" not in bench.line(record)

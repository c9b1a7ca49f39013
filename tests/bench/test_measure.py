"""Measurements measure: time, memory, ratios, and the benchmarks that there are."""

from __future__ import annotations

import json
import sys
from dataclasses import fields
from pathlib import Path
from time import sleep

import pytest

from bench import __main__ as bench
from bench import measure

KEYS = ["name", "value", "unit", "peer", "peer_value", "ratio", "memory_mb"]
SLEEPY = "import time; time.sleep(0.3)"


def test_record_has_the_promised_keys() -> None:
    assert [field.name for field in fields(measure.Record)] == KEYS


def test_ratio_is_how_many_times_faster_than_the_peer() -> None:
    made = measure.record("nap", lambda: sleep(0.01), "a longer nap", lambda: sleep(0.1), rounds=3)
    assert list(made) == KEYS
    assert made["ratio"] == pytest.approx(made["peer_value"] / made["value"])
    assert made["ratio"] > 1


def test_memory_is_that_of_the_work() -> None:
    assert 10 <= measure.peak_mb(lambda: bytearray(10_000_000)) < 12


def test_processes_are_timed_and_weighed(tmp_path: Path) -> None:
    heavy = f"{SLEEPY}; held = bytearray(80_000_000); held[::4096] = held[::4096]"
    commands = [[sys.executable, "-c", code] for code in (heavy, "pass")]
    made = measure.record_of_processes("nap", commands[0], "nothing", commands[1], tmp_path, rounds=1)
    assert made["ratio"] < 1
    assert made["value"] > 0.3
    assert 80 < made["memory_mb"] < 200


def test_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="lost"):
        measure.process([sys.executable, "-c", "raise SystemExit('lost')"], tmp_path)


def test_every_benchmark_has_a_run() -> None:
    assert "floor_cold" in bench.names()
    for name in bench.names():
        assert callable(getattr(bench.import_module(f"bench.{name}"), "run", None)), name


def test_unknown_benchmark_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        bench.main(["floor_cool"])
    assert stop.value.code == 2
    assert "did you mean `floor_cold`?" in capsys.readouterr().err


def test_json_prints_one_object_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = measure.record("nap", lambda: sleep(0.001), "a nap", lambda: sleep(0.001), rounds=1)
    monkeypatch.setattr(bench, "records", lambda _: iter([made, made]))
    bench.main(["--json"])
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [made, made]
    bench.main([])
    assert "times faster" in capsys.readouterr().out

"""Six schemes on thirty million persons in a Parquet file, under a limit of 1 GB of memory, from start to end.

Each way is a fresh process that starts Python, reads the file and gives the same fourteen numbers; they
take turns. The memory of the peer stands beside its name.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.households_job.lake import DUCKDB, POLARS, WAYS, write_people
from bench.households_job.law import assert_same
from bench.measure import Record, process

NAME = "households_30m_lake"
TURNS = 3
PARTS, HOUSEHOLDS = 30, 251_000  # a little over a million persons each
ROOT = Path(__file__).resolve().parents[1]


def run() -> list[dict[str, object]]:
    """One record for each peer."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "people.parquet"
        assert write_people(file, PARTS, HOUSEHOLDS) >= 30_000_000
        turns = [{way: _asked(way, file) for way in WAYS} for _ in range(TURNS)]
    seconds = {way: median(turn[way][0] for turn in turns) for way in WAYS}
    memory = {way: max(turn[way][1] for turn in turns) for way in WAYS}
    truth, records = turns[0]["ours"][2], []
    for peer in (DUCKDB, POLARS):
        assert_same(truth, _without_the_line(truth, turns[0][peer][2]), peer)
        ratio = seconds[peer] / seconds["ours"]
        said = f"{peer}, {memory[peer]:.0f} MB"
        made = Record(NAME, seconds["ours"], "s", said, seconds[peer], ratio, memory["ours"])
        records.append(asdict(made))
    return records


def _without_the_line(truth: dict[str, float], answers: dict[str, float]) -> dict[str, float]:
    """The answers of a peer, which rounds some of those whose income is the line to one side: a hundred-thousandth."""
    counted = {name: value for name, value in truth.items() if name.startswith("poor")}
    for name, value in counted.items():
        assert abs(answers[name] - value) <= 1e-5 * value, (name, value, answers[name])
    return {**answers, **counted}


def _asked(way: str, file: Path) -> tuple[float, float, dict[str, float]]:
    answers = file.with_suffix(".json")
    command = [sys.executable, "-m", "bench.households_job.lake", str(file), way, str(answers)]
    seconds, memory = process(command, ROOT)
    return seconds, memory, json.loads(answers.read_text(encoding="utf-8"))

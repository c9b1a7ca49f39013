"""Five hundred chained variables of twelve months, of which the year's sum of the last is kept.

Ours on a million persons; a peer that keeps every variable and month would need 24 GB for them, so it gets
20,000 persons, and its seconds are given for as many as ours. Each way is a process of its own, and memory
its resident peak; that of the peer stands beside its name, with what it would be for a million.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.households_job.cores import installed
from bench.measure import Record, process

NAME = "monthly_500"
PERSONS, FEWER = 1_000_000, 20_000
ROOT = Path(__file__).resolve().parents[1]
KEPT = "NumPy, whole columns, all kept, 32 bits"
CLOSE = 1e-4  # 32 bits after five hundred steps


def run() -> list[dict[str, object]]:
    """One record for each peer."""
    value, memory, _ = _alone("ours", PERSONS)
    _, base, truth = _alone("ours", FEWER)
    records = []
    for peer, way in ((KEPT, "kept"), *((name, name) for name in installed())):
        seconds, held, mean = _alone(way, FEWER)
        assert abs(mean / truth - 1) < CLOSE, (peer, mean, truth)
        times = PERSONS / FEWER
        said = f"{peer}, on {FEWER:,} persons {held:.0f} MB, so {(held - base) * times / 1e3:.0f} GB"
        made = Record(NAME, value, "s", said, seconds * times, seconds * times / value, memory)
        records.append(asdict(made))
    return records


def _alone(way: str, persons: int) -> tuple[float, float, float]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "told.json"
        _, memory = process([sys.executable, "-m", "bench.monthly_job", way, str(persons), str(file)], ROOT)
        told = json.loads(file.read_text(encoding="utf-8"))
    return told["seconds"], memory, told["mean"]

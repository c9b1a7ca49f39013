"""Ours beside each peer on the closed block, each way a process of its own, so that memory is its own too.

Seconds are the median of some runs, the best in the words beside; memory is the resident peak of the process
with all it has loaded. Who does another job is no peer: totals of every year must agree to 1e-12.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.block_job.peers import PEERS, installed
from bench.measure import Record, process

ROOT = Path(__file__).resolve().parents[2]
RECORDS = 100_000
CLOSE = 1e-12
POINT_BY_POINT = {
    "cashflower": 2_000
}  # records, for a tool that takes them one by one: its seconds are scaled up
OTHER = {"numpy": "fast", "fast": "numpy"}


@dataclass(frozen=True)
class Told:
    """What one way took and found."""

    seconds: list[float]
    memory: float  # MB
    totals: dict[str, list[float]]


def side_by_side(name: str, way: str, rounds: int) -> list[dict[str, object]]:
    """One record for each peer that is there, and one for our other engine."""
    ours, whole = alone(way, RECORDS, rounds), {RECORDS: alone("numpy", RECORDS, 1)}
    agree(ours, whole[RECORDS], way)
    made = []
    there = {OTHER[way]: f"Socle, {OTHER[way]}"} | {
        peer: f"{peer} {number}" for peer, number in installed().items()
    }
    for peer, said in there.items():
        records = POINT_BY_POINT.get(peer, RECORDS)
        theirs = alone(peer, records, 3 if peer in PEERS else rounds)
        if records not in whole:
            whole[records] = alone("numpy", records, 1)
        agree(theirs, whole[records], peer)
        times = RECORDS / records
        value, peer_value = median(ours.seconds), median(theirs.seconds) * times
        some = f", from {records:,} records" if records != RECORDS else ""
        best = f"best {min(ours.seconds):.3g} s and {min(theirs.seconds) * times:.3g} s"
        label = f"{said}{some}, {theirs.memory:.0f} MB; {best}"
        made.append(asdict(Record(name, value, "s", label, peer_value, peer_value / value, ours.memory)))
    return made


def agree(one: Told, other: Told, way: str) -> None:
    """Every total of every year is the same."""
    for name, values in one.totals.items():
        for mine, yours in zip(values, other.totals[name], strict=True):
            assert abs(mine - yours) <= CLOSE * abs(yours), (way, name, mine, yours)


def alone(way: str, records: int, rounds: int) -> Told:
    """One way in a process of its own."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "told.json"
        command = [sys.executable, "-m", "bench.block_job", way, str(records), str(rounds), str(file)]
        _, memory = process(command, ROOT)
        told = json.loads(file.read_text(encoding="utf-8"))
    return Told(told["seconds"], memory, told["totals"])

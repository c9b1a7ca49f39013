"""Ours beside another way of the same valuation, each a process of its own, so that memory is its own too.

No tool that projects such a scheme installs beside us (ILO-PENS and PROST are closed or workbooks; modelx and
cashflower were measured on the closed block), so the peer is the scheme written out in NumPy for itself alone, one
run at a time: `plain.py`. Totals of the first runs must agree to 1e-12. Seconds are medians, the best in the words
beside; memory is the resident peak of the process with all it has loaded.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from bench.measure import Record, process

ROOT = Path(__file__).resolve().parents[2]
CLOSE = 1e-12
WORDS = {"plain": "plain NumPy, one run at a time", "numpy": "Socle, numpy", "fast": "Socle, fast"}


@dataclass(frozen=True)
class Way:
    """One way of a job; with fewer runs than the others its seconds are scaled up."""

    way: str
    runs: int = 1
    rounds: int = 5


@dataclass(frozen=True)
class Told:
    """What a way took and found."""

    seconds: list[float]
    memory: float  # MB
    totals: dict[str, list[list[float]]]


def beside(name: str, what: str, ours: Way, theirs: Way, runs: int = 1) -> dict[str, object]:
    """The record of two ways of a job of so many runs."""
    mine, other = alone(what, ours), alone(what, theirs)
    agree(mine, other)
    value, peer_value = (
        median(told.seconds) * runs / way.runs for told, way in ((mine, ours), (other, theirs))
    )
    best, peer_best = (min(told.seconds) * runs / way.runs for told, way in ((mine, ours), (other, theirs)))
    label = f"{WORDS[theirs.way]}{_some(theirs, runs)}, {other.memory:.0f} MB; best {best:.3g} s and {peer_best:.3g} s"
    label += f"; ours{_some(ours, runs)}" if ours.runs < runs else ""
    label += "; ten classes" if what.endswith("ten") else ""
    return asdict(Record(name, value, "s", label, peer_value, peer_value / value, mine.memory))


def _some(way: Way, runs: int) -> str:
    return f" from {way.runs:,} runs" if way.runs < runs else ""


def agree(one: Told, other: Told) -> None:
    """Every total of every year of the runs that both told is the same."""
    for name, values in one.totals.items():
        mine, yours = np.array(values), np.array(other.totals[name])
        both = min(len(mine), len(yours))
        assert (np.abs(mine[:both] - yours[:both]) <= CLOSE * np.abs(yours[:both])).all(), name


def alone(what: str, way: Way) -> Told:
    """One way in a process of its own."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "told.json"
        command = [
            sys.executable,
            "-m",
            "bench.valuation_job",
            way.way,
            what,
            str(way.runs),
            str(way.rounds),
            str(file),
        ]
        _, memory = process(command, ROOT)
        told = json.loads(file.read_text(encoding="utf-8"))
    return Told(told["seconds"], memory, told["totals"])

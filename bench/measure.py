"""Timing two ways side by side, with the memory they take.

Both ways take turns, so that a busy machine slows them alike; the median of the rounds is kept. Trust the
ratio more than the seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

import numpy as np

PAUSE = 0.2  # seconds
Work = Callable[[], object]


@dataclass(frozen=True)
class Record:
    """One line of a benchmark. `ratio` is the peer's value over ours: above 1, we are faster."""

    name: str
    value: float
    unit: str
    peer: str
    peer_value: float
    ratio: float
    memory_mb: float


def wpp_folder() -> Path:
    """Where the reference data of the world population are, if they are there."""
    shared = os.environ.get("SOCLE_SHARED", Path(__file__).resolve().parents[2] / "shared")
    return Path(shared) / "data" / "wpp"


def seconds(work: Work) -> float:
    """The wall time of one call."""
    start = perf_counter()
    work()
    return perf_counter() - start


def _rested(work: Work) -> float:
    """The wall time of one call, after the threads of the call before have gone to sleep."""
    sleep(PAUSE)
    return seconds(work)


def medians(ours: Work, theirs: Work, rounds: int = 5) -> tuple[float, float]:
    """The median seconds of two works that take turns; one unmeasured turn each comes first."""
    ours(), theirs()
    turns = [(_rested(ours), _rested(theirs)) for _ in range(rounds)]
    return median(turn[0] for turn in turns), median(turn[1] for turn in turns)


def bandwidth(size: int = 1 << 28) -> float:
    """Bytes a second that all processors together read and write: the best of some copies of a large array."""
    source = np.ones(size // 8)
    target = np.ones_like(source)
    edges = np.linspace(0, len(source), (os.cpu_count() or 1) + 1).astype(int)

    def part(first: int, last: int) -> None:
        np.copyto(target[first:last], source[first:last])

    with ThreadPoolExecutor(len(edges) - 1) as pool:
        best = min(seconds(lambda: list(pool.map(part, edges[:-1], edges[1:]))) for _ in range(5))
    return 2 * source.nbytes / best


def peak_mb(work: Work) -> float:
    """The most memory that Python and NumPy held for one call, in megabytes, beyond what was there."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def record(name: str, ours: Work, peer: str, theirs: Work, *, rounds: int = 5) -> dict[str, object]:
    """The record of two calls in this process; memory is ours."""
    value, peer_value = medians(ours, theirs, rounds)
    return asdict(Record(name, value, "s", peer, peer_value, peer_value / value, peak_mb(ours)))


WATCHER = """
import resource, subprocess, sys
from time import perf_counter
start = perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(done.returncode)
"""
"""A small process between this one and the command: a child inherits the peak memory of what started it."""


def process(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Run a command quietly in `folder` to its end: seconds, and the most resident memory in megabytes."""
    watched = [sys.executable, "-S", "-c", WATCHER, *command]
    done = subprocess.run(watched, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    time, memory = map(float, done.stdout.split())
    return time, memory / (1e6 if sys.platform == "darwin" else 1e3)  # bytes there, kilobytes elsewhere


def record_of_processes(
    name: str, ours: Sequence[str], peer: str, theirs: Sequence[str], folder: Path, *, rounds: int = 5
) -> dict[str, object]:
    """The record of two commands, each a fresh process; memory is the resident peak of ours."""
    (_, memory), _ = process(ours, folder), process(theirs, folder)
    turns = [(process(ours, folder)[0], process(theirs, folder)[0]) for _ in range(rounds)]
    value, peer_value = (median(times) for times in zip(*turns, strict=True))
    return asdict(Record(name, value, "s", peer, peer_value, peer_value / value, memory))

"""The first call in a fresh process, from people in memory to fourteen numbers: schemes read, law made ready, run.

With the fast engine nothing was compiled before, and then everything; NumPy has nothing to compile. The peer
is Polars, from the same arrays in memory. Memory is the resident peak of the process.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.households_job.alone import POLARS, alone, save
from bench.households_job.law import assert_same
from bench.households_job.people import made_up
from bench.measure import Record

NAMES = {
    "households_first_cold": "fast",
    "households_first_kept": "fast",
    "households_first_numpy": "numpy",
}


def run() -> list[dict[str, object]]:
    """One record for each way: compiled, loaded from what was compiled, and NumPy."""
    with TemporaryDirectory() as folder:
        save(made_up(), Path(folder))
        theirs = alone(Path(folder), POLARS)
        records = []
        for name, way in NAMES.items():
            ours = alone(Path(folder), way)
            assert_same(ours.numbers, theirs.numbers, POLARS)
            peer = "Polars, its first call by hand"
            ratio = theirs.first / ours.first
            records.append(asdict(Record(name, ours.first, "s", peer, theirs.first, ratio, ours.memory_mb)))
        return records

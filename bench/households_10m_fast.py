"""The job of `households_1m_fast` on ten million persons; memory is the resident peak of a process of its own."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.households_job.alone import alone, save
from bench.households_job.law import INCOMES, assert_same, fourteen, heads, job
from bench.households_job.people import made_up
from bench.households_job.side_by_side import side_by_side
from socle.engine.numba_kernel import compiled

NAME = "households_10m_fast"
HOUSEHOLDS = 2_502_000
ROUNDS = 3


def run() -> list[dict[str, object]]:
    """One record for each peer."""
    people, asked = made_up(HOUSEHOLDS), job()
    with TemporaryDirectory() as folder:
        save(people, Path(folder))
        by_itself = alone(Path(folder), "fast")
    households, law = heads(people), compiled(asked.trees, people, asked.parameters, homes=INCOMES)

    def ours() -> dict[str, float]:
        return fourteen(law.run(people, asked.parameters), households)

    assert_same(ours(), by_itself.numbers, "the same in a process of its own")
    records = side_by_side(NAME, ours, people, rounds=ROUNDS)
    return [{**record, "memory_mb": by_itself.memory_mb} for record in records]

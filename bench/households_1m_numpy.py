"""The job of `households_1m_fast` where nothing can be compiled: NumPy in blocks of households."""

from __future__ import annotations

from bench.households_job.law import assert_same, fourteen, heads, job
from bench.households_job.peers import peers
from bench.households_job.people import made_up
from bench.measure import record
from socle.engine.numpy_records import compute

NAME = "households_1m_numpy"


def run() -> list[dict[str, object]]:
    """One record for each peer."""
    people, asked = made_up(), job()
    households = heads(people)

    def ours() -> dict[str, float]:
        return fourteen(compute(asked.trees, people, asked.parameters), households)

    records = []
    for peer, theirs in peers(people).items():
        assert_same(ours(), theirs(), peer)
        records.append(record(NAME, ours, peer, theirs))
    return records

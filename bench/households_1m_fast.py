"""Six schemes on a million persons in households by the fast engine, fourteen numbers: see `households_job`.

The law is compiled before the clock starts, as the peers have their tables ready; compiling takes about a
second, once for each structure of the law, and is kept on disk between runs where the user wants it.
"""

from __future__ import annotations

from bench.households_job.law import assert_same, fourteen, heads, job
from bench.households_job.peers import peers
from bench.households_job.people import made_up
from bench.measure import record
from socle.engine.numba_kernel import compiled

NAME = "households_1m_fast"


def run() -> list[dict[str, object]]:
    """One record for each peer."""
    people, asked = made_up(), job()
    households, law = heads(people), compiled(asked.trees, people, asked.parameters)

    def ours() -> dict[str, float]:
        return fourteen(law.run(people, asked.parameters), households)

    records = []
    for peer, theirs in peers(people).items():
        assert_same(ours(), theirs(), peer)
        records.append(record(NAME, ours, peer, theirs))
    return records

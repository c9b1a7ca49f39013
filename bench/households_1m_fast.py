"""Six schemes on a million persons in households by the fast engine, fourteen numbers: see `households_job`.

The law is compiled before the clock starts, as the peers have their tables ready; `households_first_call`
shows what that takes.
"""

from __future__ import annotations

from bench.households_job.law import INCOMES, fourteen, heads, job
from bench.households_job.people import made_up
from bench.households_job.side_by_side import side_by_side
from socle.engine.numba_kernel import compiled

NAME = "households_1m_fast"


def run() -> list[dict[str, object]]:
    """One record for each peer."""
    people, asked = made_up(), job()
    households, law = heads(people), compiled(asked.trees, people, asked.parameters, homes=INCOMES)
    return side_by_side(NAME, lambda: fourteen(law.run(people, asked.parameters), households), people)

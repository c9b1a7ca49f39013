"""The job of `households_1m_fast` where nothing can be compiled: NumPy in blocks of households."""

from __future__ import annotations

from bench.households_job.law import fourteen, heads, job
from bench.households_job.people import made_up
from bench.households_job.side_by_side import side_by_side
from socle.engine.numpy_records import compute

NAME = "households_1m_numpy"


def run() -> list[dict[str, object]]:
    """One record for each peer."""
    people, asked = made_up(), job()
    households = heads(people)
    return side_by_side(
        NAME, lambda: fourteen(compute(asked.trees, people, asked.parameters), households), people
    )

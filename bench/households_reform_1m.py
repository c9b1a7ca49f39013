"""One more reform of the job of `households_1m_fast`: pensions from 60. What a sweep over reforms costs each time.

Nothing is compiled again, and the Gini before the reform is known from the first run; a peer that keeps
nothing between two runs does all of it again.
"""

from __future__ import annotations

from bench.households_job.law import INCOMES, fourteen, heads, job
from bench.households_job.people import made_up
from bench.households_job.side_by_side import side_by_side
from socle.engine.numba_kernel import compiled

NAME = "households_reform_1m"
REFORM = 60.0


def run() -> list[dict[str, object]]:
    """One record for each peer."""
    people, base = made_up(), job()
    households, law = heads(people), compiled(base.trees, people, base.parameters, homes=INCOMES)
    before = fourteen(law.run(people, base.parameters), households)["gini before"]
    reform = job(pension_age=REFORM)

    def ours() -> dict[str, float]:
        return fourteen(law.run(people, reform.parameters), households, before=before)

    return side_by_side(NAME, ours, people, REFORM)

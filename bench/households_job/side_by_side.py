"""Ours beside every peer, with what the memory of the machine would allow.

The bytes that the job must touch are the columns that the law reads, once, and the incomes of households that
it writes; the time to move so many bytes is the floor that no program can pass.
"""

from __future__ import annotations

from bench.households_job.law import INCOMES, Numbers, assert_same
from bench.households_job.peers import PENSION_AGE, peers
from bench.measure import bandwidth, record
from socle.model.population import Population

ON_THE_LINE = 1e-4


def side_by_side(
    name: str, ours: Numbers, people: Population, pension_age: float = PENSION_AGE, *, rounds: int = 5
) -> list[dict[str, object]]:
    """One record for each peer that is there, after the proof that it does the same job."""
    found, speed = [], bandwidth()
    for peer, theirs in peers(people, pension_age).items():
        assert_same(ours(), theirs(), peer, on_the_line=ON_THE_LINE)
        made = record(name, ours, peer, theirs, rounds=rounds)
        found.append({**made, **physical(people, float(made["value"]), speed)})  # type: ignore[arg-type]
    return found


def physical(people: Population, seconds: float, speed: float) -> dict[str, object]:
    """The bandwidth of memory in GB a second, the bytes of the job in MB, and our time over that of moving them."""
    least = touched(people)
    return {"bandwidth_gb_s": speed / 1e9, "touched_mb": least / 1e6, "times_memory": seconds * speed / least}


def touched(people: Population) -> int:
    """The bytes that any program must read or write."""
    assert people.households is not None
    read = sum(values.nbytes for values in people.columns.values()) + people.weights.nbytes
    return read + people.households.nbytes + len(INCOMES) * 8 * (people.households.size - 1)

"""The benchmark of households compares like with like: every way of doing the job gives the same numbers."""

from __future__ import annotations

import pytest

from bench.households_job.law import assert_same, fourteen, heads, job
from bench.households_job.peers import peers
from bench.households_job.people import made_up
from socle.engine import numba_kernel, numpy_records
from socle.engine.distribution import EXACT


@pytest.mark.parametrize("pension_age", [None, 60.0])
def test_every_way_gives_the_same_fourteen_numbers(pension_age: float | None) -> None:
    people, asked = made_up(2_000), job(pension_age)
    ours = fourteen(numba_kernel.compute(asked.trees, people, asked.parameters), heads(people), EXACT)
    assert len(ours) == 14
    assert 0 < ours["poor after"] < ours["poor before"] < 1
    blocks = fourteen(numpy_records.compute(asked.trees, people, asked.parameters), heads(people), EXACT)
    assert_same(ours, blocks, "NumPy")
    for peer, theirs in peers(people, pension_age or 65).items():
        assert_same(ours, theirs(), peer)


def test_a_peer_that_does_another_job_is_noticed() -> None:
    people, asked = made_up(500), job()
    ours = fourteen(numpy_records.compute(asked.trees, people, asked.parameters), heads(people), EXACT)
    with pytest.raises(AssertionError, match="cost pension"):
        assert_same(ours, {**ours, "cost pension": ours["cost pension"] * (1 + 1e-6)}, "another")

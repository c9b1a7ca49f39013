"""Every way of the closed block does the same job."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from bench.block_job import job, variables
from bench.block_job.peers import PEERS, installed
from bench.block_job.side_by_side import Told, agree, alone

RECORDS = 300


class Kept:
    """What a peer does with variables: keep each of each year, and work it out once."""

    def __init__(self, given: job.Given) -> None:
        self.__dict__.update(vars(given))
        for one in variables.KEPT:
            setattr(self, one.__name__, self._kept(one))

    def _kept(self, one: Callable[[Any, int], Any]) -> Callable[[int], Any]:
        known: dict[int, Any] = {}

        def asked(t: int) -> Any:
            if t not in known:
                known[t] = one(self, t)
            return known[t]

        return asked


def test_both_engines_and_the_variables_of_the_peers_give_the_same_totals() -> None:
    ours, fast = alone("numpy", RECORDS, 1), alone("fast", RECORDS, 2)
    assert len(ours.seconds) == 1
    assert len(fast.seconds) == 2
    agree(fast, ours, "fast")
    model = Kept(job.given(RECORDS))
    totals = {name: [getattr(model, name)(t) for t in range(len(job.YEARS))] for name in variables.TOTALS}
    agree(Told([], 0, totals), ours, "variables")
    assert totals["living"][0] == RECORDS
    assert totals["contributions"][-1] == 0 < totals["pensions"][-1]


def test_who_does_another_job_is_no_peer() -> None:
    ours = Told([1.0], 1.0, {"pensions": [1.0, 2.0]})
    with pytest.raises(AssertionError):
        agree(Told([1.0], 1.0, {"pensions": [1.0, 2.0 + 1e-11]}), ours, "other")


@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_that_is_there_does_the_same_job(peer: str) -> None:
    if peer not in installed():
        pytest.skip(f"{peer} is not installed beside us: see SOCLE_PEERS")
    ours, theirs = alone("numpy", 40, 1), alone(peer, 40, 1)
    agree(theirs, ours, peer)
    assert np.all(np.array(theirs.seconds) > 0)
